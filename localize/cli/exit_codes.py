"""The only place that numbers how a command ends."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a process ends with."""

    CLEAN = 0
    FINDINGS = 1  # findings at or above --fail-on, or the gate is closed
    WRONG = 2  # wrong use, bad input, bad configuration
    UNAVAILABLE = 3  # an engine, model or service is not available
    INTERRUPTED = 130
