"""The command line: arguments in, one verb of `localize.api` run, an exit code out."""

from __future__ import annotations

from localize.cli.main import main

__all__ = ["main"]
