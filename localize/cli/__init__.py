"""The command line: arguments in, one verb of `localize.api` run, an exit code out."""

from __future__ import annotations

try:
    from localize.cli.main import main
except KeyboardInterrupt:  # Ctrl-C while modules are loaded: `main` is not there yet to say it
    raise SystemExit(130) from None

__all__ = ["main"]
