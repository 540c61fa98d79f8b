"""The only place that breaks the cues of a whole file anew for another screen; words, tags and times stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.layout import break_lines, line_widths, ruler
from localize.model import SegmentKind
from localize.qa.shown import show
from localize.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.layout import Limits
    from localize.model import Document, Segment, SegmentId


@dataclass(frozen=True, slots=True)
class Overfull:
    """A cue that does not fit the screen however it is broken."""

    segment: Segment
    what: str


def reflow(
    document: Document,
    targets: Mapping[SegmentId, str],
    limits: Limits,
    locale: str,
    *,
    names: Sequence[str] = (),
) -> dict[SegmentId, str]:
    """Return the targets of a file with the lines of its cues broken for the limits.

    Only blanks and line breaks of timed cues change. Text in the picture (signs) keeps its breaks: it was set by hand.

    Args:
        document: gives kinds and times.
        targets: segment → text, inline tags in place.
        limits: of the screen that the file is for.
        locale: BCP 47 tag of the targets.
        names: names and terms that a line break must not part.
    """
    cues = {segment.id for segment in document.segments if _is_cue(segment)}
    return {
        name: _broken(text, document.format, limits, locale, names) if name in cues else text
        for name, text in targets.items()
    }


def overfull(
    document: Document, targets: Mapping[SegmentId, str], limits: Limits, locale: str
) -> Iterator[Overfull]:
    """Yield the cues that are over the limits, in file order, with what is too long.

    Lines are measured in characters, and in pixels where there is a font.
    """
    for segment in document.segments:
        text = targets.get(segment.id)
        if text is None or not _is_cue(segment):
            continue
        what = _excess(show(text, document.format).plain, limits, locale)
        if what:
            yield Overfull(segment, what)


def _is_cue(segment: Segment) -> bool:
    return segment.start_ms is not None and segment.kind is not SegmentKind.SIGN


def _broken(text: str, format_name: str, limits: Limits, locale: str, names: Sequence[str]) -> str:
    shown = show(text, format_name)
    return break_lines(text, limits, locale, protected=shown.protected, hidden=shown.hidden, names=names)


def _excess(plain: str, limits: Limits, locale: str) -> str:
    widths = line_widths(plain, locale)
    if len(widths) > limits.lines:
        return f"{len(widths)} lines, at most {limits.lines}"
    if max(widths) > limits.chars_per_line:
        return f"a line of {max(widths):g} characters, at most {limits.chars_per_line:g}"
    screen = limits.screen
    drawn = ruler(screen.font, locale) if screen else None
    if screen is None or drawn is None:
        return ""
    room = screen.room / screen.font_px
    lines = [line for _, line in lines_of(plain) if not drawn.certainly_fits(line, room)]
    widest = max((drawn.measure(line).width for line in lines), default=0.0)
    if widest <= room:
        return ""
    return f"a line of {round(widest * screen.font_px)} pixels, the safe area holds {round(screen.room)}"
