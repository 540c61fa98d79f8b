"""The public names of the toolkit, each loaded on first use (PEP 562)."""

from __future__ import annotations

import importlib

__version__ = "0.1.0"

_HOMES = {
    "Config": "localize.config",
    "Document": "localize.model",
    "Draft": "localize.model",
    "Finding": "localize.model",
    "LocalizeError": "localize.errors",
    "Segment": "localize.model",
    "Severity": "localize.model",
    "open_project": "localize.api",
    "parse": "localize.formats",
    "render": "localize.formats",
    "verify": "localize.formats",
}

__all__ = [*sorted(_HOMES), "__version__"]


def __getattr__(name: str) -> object:
    """Load a public name from its home module."""
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'localize' has no attribute {name!r}") from None
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return __all__
