"""The only place that sets a source and its translation into one cue, for a new subtitle file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from localize.errors import OutputError, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.review.base import Unit


class Cue(NamedTuple):
    """One cue of a new file: milliseconds, and lines joined by a line feed."""

    start_ms: int
    end_ms: int
    text: str


def bilingual_cues(
    units: Sequence[Unit], *, target_first: bool = False, plain: Callable[[str], str] = str
) -> list[Cue]:
    """Return one cue for each unit in order of time, with the source above its translation.

    Args:
        units: of one file and locale.
        target_first: put the translation above.
        plain: takes away what the new file cannot hold (override tags of the old format).

    Raises:
        OutputError: a unit has no times.
    """
    cues = []
    for unit in units:
        segment = unit.segment
        if segment.start_ms is None or segment.end_ms is None:
            what = "has no times, and a bilingual file is a subtitle file"
            raise OutputError(what, do="export it without --bilingual", place=Place(unit.file, segment.line))
        texts = [plain(segment.source), plain(unit.target or "")]
        if target_first:
            texts.reverse()
        text = "\n".join(part for part in texts if part.strip())
        if text:
            cues.append(Cue(segment.start_ms, segment.end_ms, text))
    return sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))
