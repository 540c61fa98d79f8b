"""The verbs that both shells call, each loaded on first use: projects, review rooms, batch, demo, inspection."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.api.batch import BatchReport, run_batch
    from localize.api.demo import DemoReport, run_demo
    from localize.api.inspection import diagnose, engine_rows
    from localize.api.pairs import check_pair
    from localize.api.project import Project, open_project
    from localize.api.room import Details, Gauges, Room
    from localize.api.scaffold import init_project

_HOMES = {
    "BatchReport": "batch",
    "DemoReport": "demo",
    "Details": "room",
    "Gauges": "room",
    "Project": "project",
    "Room": "room",
    "check_pair": "pairs",
    "diagnose": "inspection",
    "engine_rows": "inspection",
    "init_project": "scaffold",
    "open_project": "project",
    "run_batch": "batch",
    "run_demo": "demo",
}

__all__ = [
    "BatchReport",
    "DemoReport",
    "Details",
    "Gauges",
    "Project",
    "Room",
    "check_pair",
    "diagnose",
    "engine_rows",
    "init_project",
    "open_project",
    "run_batch",
    "run_demo",
]


def __getattr__(name: str) -> object:
    """Load a verb from its module."""
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'localize.api' has no attribute {name!r}") from None
    return getattr(importlib.import_module(f"localize.api.{home}"), name)
