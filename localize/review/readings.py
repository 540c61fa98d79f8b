"""The only place that says from the log of a line who evaluated which of its texts, and what they recorded: pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.review.base import Action
from localize.review.faults import Dimension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.review.base import Revision
    from localize.review.faults import Weight

PERSON = "human"
"""Stands for an engine where a person wrote the text."""
UNKNOWN = "unknown"
"""Stands for an engine where the line has been drafted anew since."""

_EVALUATING = frozenset({Action.APPROVE, Action.SECOND, Action.EDIT, Action.REJECT})


@dataclass(frozen=True, slots=True)
class Origin:
    """The line that a log is about.

    Attributes:
        unit, file, locale: which.
        volume: size of its source, in the measure of the project.
        engine, draft: who drafted it last, and what; '' and None if nobody did.
    """

    unit: int
    file: str
    locale: str
    volume: int
    engine: str = ""
    draft: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reviewer's verdict on one text that somebody else wrote.

    Attributes:
        unit, file, locale, volume: of the line.
        engine: who wrote the text; `PERSON` and `UNKNOWN` besides the names of engines.
        reviewer: who evaluated it.
        faults: dimension and weight of each rejection that has a weight.
        unrated: rejections without a weight.
        distance: characters between the text and what the reviewer made of it (Levenshtein), 0 if it stayed.
        characters: of the longer of both texts.
    """

    unit: int
    file: str
    locale: str
    volume: int
    engine: str
    reviewer: str
    faults: tuple[tuple[Dimension, Weight], ...] = ()
    unrated: int = 0
    distance: int = 0
    characters: int = 0


@dataclass(slots=True)
class _Notes:
    """What a reviewer has recorded of a text so far; `after` is what they made of it."""

    engine: str
    reviewer: str
    before: str
    after: str
    faults: list[tuple[Dimension, Weight]] = field(default_factory=list)
    unrated: int = 0

    def take(self, row: Revision) -> None:
        if row.decision.action is not Action.REJECT:
            return
        if row.decision.weight is None:
            self.unrated += 1
        else:
            self.faults.append((row.decision.dimension or Dimension.OTHER, row.decision.weight))


def readings(line: Origin, history: Sequence[Revision]) -> list[Reading]:
    """Return the evaluations of a line's texts, in the order in which they began.

    Approving, editing and rejecting evaluate a text; comments, waivers, discussions, what was taken back and what
    people say of their own text do not. A reviewer who mends a text and then mends their own mending has read one text.
    """
    taken_back = {row.undoes for row in history}
    notes: dict[tuple[str, str], _Notes] = {}
    mended: dict[str, _Notes] = {}
    writer, written = "", None
    for row in history:
        if row.number in taken_back or row.decision.action not in _EVALUATING:
            continue
        text = row.before_text
        if text != written:
            writer = ""  # a machine drafted the line anew, or the first draft of it
        note = mended.get(row.by) if writer == row.by else None
        if text is not None and writer != row.by:
            engine = line.engine if text == line.draft else PERSON if writer else UNKNOWN
            note = notes.setdefault((row.by, text), _Notes(engine, row.by, text, text))
            note.take(row)
        if row.decision.action is Action.EDIT:
            writer, written = row.by, row.after_text
            mended.pop(row.by, None)
            if note is not None:
                note.after = row.after_text or ""
                mended[row.by] = note
    return [_reading(line, note) for note in notes.values()]


def _reading(line: Origin, note: _Notes) -> Reading:
    from rapidfuzz.distance import Levenshtein

    # Where a line breaks is layout: a moved break is no edit of the text.
    before, after = " ".join(note.before.split()), " ".join(note.after.split())
    return Reading(
        unit=line.unit,
        file=line.file,
        locale=line.locale,
        volume=line.volume,
        engine=note.engine,
        reviewer=note.reviewer,
        faults=tuple(note.faults),
        unrated=note.unrated,
        distance=Levenshtein.distance(before, after),
        characters=max(len(before), len(after)),
    )
