"""The room that writes files for others: through the gate, whole or not at all, with a manifest."""

from __future__ import annotations

from localize.export.deliver import ExportedFile, Exporter, Provenance, export_units
from localize.export.gate import POLICIES, GateReason, GateResult, evaluate
from localize.export.write import write_atomic

__all__ = [
    "POLICIES",
    "ExportedFile",
    "Exporter",
    "GateReason",
    "GateResult",
    "Provenance",
    "evaluate",
    "export_units",
    "write_atomic",
]
