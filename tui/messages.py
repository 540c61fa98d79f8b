"""The only place that defines what widgets and workers tell the review screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from localize.errors import LocalizeError
    from localize.model import Finding
    from tui.views import Found, Progress, Revision, View


@dataclass
class Picked(Message):
    """The cursor of the queue came to another line, or the queue has none."""

    unit_id: int | None


@dataclass
class OpenRequested(Message):
    """A line of the queue was clicked twice."""


@dataclass
class Typed(Message):
    """The text in the editor changed."""

    unit_id: int
    text: str


@dataclass
class HolderTouched(Message):
    """A key would have deleted placeholders, and selected them instead."""

    texts: tuple[str, ...]


@dataclass
class HolderRemoved(Message):
    """Placeholders were deleted on purpose."""

    texts: tuple[str, ...]


@dataclass
class Trouble(Message):
    """Something could not be read or written; a worker or a widget reports it."""

    error: LocalizeError


@dataclass
class Searched(Message):
    """A search has finished.

    Attributes:
        found: its lines.
        at: the line to stand on, None for the first open one.
    """

    found: Found
    at: int | None


@dataclass
class Looked(Message):
    """A line has been read."""

    view: View


@dataclass
class Checked(Message):
    """The text being typed has been checked."""

    unit_id: int
    text: str
    findings: tuple[Finding, ...]


@dataclass
class HistoryRead(Message):
    """The history of a line has been read."""

    unit_id: int
    log: tuple[Revision, ...]


@dataclass
class FilesRead(Message):
    """The counts of all files have been read, to fill a filter or to jump."""

    files: tuple[Progress, ...]
    to_filter: bool
