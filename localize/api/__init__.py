"""The verbs that both shells call, each loaded on first use: projects, review rooms, batch, demo, inspection."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.api.batch import run_batch
    from localize.api.batch_base import BatchReport
    from localize.api.conversion import convert_file, verify_files
    from localize.api.demo import DemoReport, run_demo
    from localize.api.inspection import diagnose, engine_rows
    from localize.api.pairs import check_pair
    from localize.api.project import Project, open_project
    from localize.api.room import Room
    from localize.api.room_lines import Alternative, Details, Gauges
    from localize.api.room_terms import Impact, TermChange
    from localize.api.scaffold import init_project
    from localize.api.terms import find_terms, import_terms, lint_terms
    from localize.api.vendor import receive_from_vendor, send_to_vendor

_HOMES = {
    "Alternative": "room_lines",
    "BatchReport": "batch_base",
    "DemoReport": "demo",
    "Details": "room_lines",
    "Gauges": "room_lines",
    "Impact": "room_terms",
    "Project": "project",
    "Room": "room",
    "TermChange": "room_terms",
    "check_pair": "pairs",
    "convert_file": "conversion",
    "diagnose": "inspection",
    "engine_rows": "inspection",
    "find_terms": "terms",
    "import_terms": "terms",
    "init_project": "scaffold",
    "lint_terms": "terms",
    "open_project": "project",
    "receive_from_vendor": "vendor",
    "run_batch": "batch",
    "run_demo": "demo",
    "send_to_vendor": "vendor",
    "verify_files": "conversion",
}

__all__ = [
    "Alternative",
    "BatchReport",
    "DemoReport",
    "Details",
    "Gauges",
    "Impact",
    "Project",
    "Room",
    "TermChange",
    "check_pair",
    "convert_file",
    "diagnose",
    "engine_rows",
    "find_terms",
    "import_terms",
    "init_project",
    "lint_terms",
    "open_project",
    "receive_from_vendor",
    "run_batch",
    "run_demo",
    "send_to_vendor",
    "verify_files",
]


def __getattr__(name: str) -> object:
    """Load a verb from its module."""
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'localize.api' has no attribute {name!r}") from None
    return getattr(importlib.import_module(f"localize.api.{home}"), name)
