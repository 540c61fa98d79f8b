"""The only place that says what travels to a vendor and comes back: lines, their stamps, states and refusals."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from localize.errors import LocalizeError, Place
from localize.review.base import State

if TYPE_CHECKING:
    from localize.review.base import Unit

UNKNOWN: Final = "VEN001"
SOURCE_CHANGED: Final = "VEN002"
MOVED_ON: Final = "VEN003"
PLACEHOLDER_LOST: Final = "VEN004"
UNUSABLE: Final = "VEN005"
NOT_APPROVED: Final = "VEN006"
TWICE: Final = "VEN007"
TORN: Final = "VEN008"
FILE_NOTE: Final = "VEN009"
FOREIGN_FILE: Final = "VEN010"

FINAL_WORDS: Final = frozenset({"approved", "final"})
"""What a vendor writes into the state of a line that needs no more work, in XLIFF or in a sheet."""

XLIFF_STATES: Final = {
    State.NEW: "initial",
    State.DRAFTED: "translated",
    State.EDITED: "reviewed",
    State.APPROVED: "final",
    State.REJECTED: "initial",
    State.DISCUSS: "translated",
    State.OUTDATED: "initial",
}
"""State in the store → XLIFF state; the exact word travels beside it as subState ``localize:<state>``."""

_STAMP = re.compile(r"u(\d{1,18})-r(\d{1,18})-([0-9a-f]{12})-([0-9a-f]{12})")


class HeldBackError(LocalizeError):
    """A line of a vendor's file that is not taken over; the others are."""

    default_code = UNKNOWN
    exit_code: ClassVar[int] = 1


def plain(text: str) -> str:
    """Return a text with LF line breaks, as the store has it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digest(text: str | None) -> str:
    """Return 12 hex digits of the SHA-256 of a text; blanks at its ends and kinds of line breaks do not count.

    Office programs change those on their own. None counts as an empty text.

    >>> digest("a\\r\\nb ") == digest("a\\nb"), digest(None) == digest("")
    (True, True)
    """
    return hashlib.sha256(plain(text or "").strip().encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line carries so that its return can be checked.

    Attributes:
        unit: id in the store.
        revision: of the unit when it was sent.
        source, target: `digest` of the texts that were sent.
    """

    unit: int
    revision: int
    source: str
    target: str

    @classmethod
    def of(cls, unit: Unit) -> Stamp:
        """Return the stamp of a unit as it stands."""
        return cls(unit.id, unit.revision, digest(unit.segment.source), digest(unit.target))

    @classmethod
    def parse(cls, text: str) -> Stamp | None:
        """Return the stamp that a text spells, None if it spells none."""
        match = _STAMP.fullmatch(text.strip())
        return cls(int(match[1]), int(match[2]), match[3], match[4]) if match else None

    def __str__(self) -> str:
        """Return the stamp as one XML name token, such as ``u12-r3-9f86d081884c-e3b0c44298fc``."""
        return f"u{self.unit}-r{self.revision}-{self.source}-{self.target}"


@dataclass(frozen=True, slots=True)
class Line:
    """One unit on its way out, with what helps its translator.

    Attributes:
        unit: as it stands in the store.
        format: name of its file's format; decides which placeholders there are.
        terms: ``source term = preferred rendering``.
        fits: characters that fit its cue or its limit, None if there is no limit.
        comments: of reviewers and earlier vendors, oldest first.
    """

    unit: Unit
    format: str
    terms: tuple[str, ...] = ()
    fits: int | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """Everything that one file takes to a vendor; lines of one project file stand together."""

    project: str
    source_locale: str
    target_locale: str
    recipient: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """One line of a vendor's file.

    Attributes:
        line: 1-based line of the XML, or row of the sheet.
        stamp: None if it carries none that can be read.
        file: path in the project, as the vendor's file has it; '' if it does not say.
        source, target: texts with their placeholders; '' where there is none.
        final: whether the vendor calls it final or approved.
        comments: what the vendor remarks.
        fault: why its target cannot be read, '' if it can.
    """

    line: int
    stamp: Stamp | None
    file: str
    source: str
    target: str
    final: bool = False
    comments: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A vendor's file as it was read; project and locale are '' where it does not say them.

    Attributes:
        name: its path, for messages.
        remarks: (line, text) of notes that belong to no line.
    """

    name: str
    project: str
    locale: str
    lines: tuple[ReturnedLine, ...]
    remarks: tuple[tuple[int, str], ...] = ()

    def place(self, line: int) -> Place:
        """Return where a line stands."""
        return Place(self.name, line)


def clock(ms: int | None) -> str:
    """Return a time of a cue as ``hh:mm:ss,mmm``, '' for None.

    >>> clock(3_723_004)
    '01:02:03,004'
    """
    if ms is None:
        return ""
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d},{rest:03d}"


def notes_of(line: Line) -> list[tuple[str, str]]:
    """Return (kind, text) of everything that a translator should know, in the order in which it is read."""
    segment = line.unit.segment
    found = [
        ("speaker", segment.speaker),
        ("scene", segment.scene),
        ("kind", str(segment.kind)),
        (
            "time",
            f"{clock(segment.start_ms)} --> {clock(segment.end_ms)}"
            if segment.start_ms is not None
            else None,
        ),
        ("key", segment.key),
        ("context", segment.context),
        ("plural", segment.plural),
        ("note", segment.note),
        ("max-length", None if segment.max_length is None else str(segment.max_length)),
        ("fits", None if line.fits is None else f"{line.fits} characters"),
        *(("term", term) for term in line.terms),
        *(("finding", f"{f.code} {f.severity}: {f.message}") for f in line.unit.findings),
        *(("comment", comment) for comment in line.comments),
    ]
    return [(kind, text) for kind, text in found if text]
