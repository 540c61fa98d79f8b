"""Owns YouTube's SubViewer dialect (.sbv): a line of two times, the text below it up to the next such line.

There are no escapes; ``[br]``, which older exports of the same site wrote, is a line break too. Text before the first
timing line is kept and remarked.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import BLANKS, closed_up, kind_of, milliseconds, speaker_of
from localize.formats.lines import folded, lines_of, located, remarked, trimmed
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.lines import Line
    from localize.formats.source import SourceText
    from localize.model import Document

_STAMP = r"[0-9]{1,3}:[0-9]{1,2}:[0-9]{1,2}\.[0-9]%s"
_THOUSANDTHS, _HUNDREDTHS = _STAMP % "{3}", _STAMP % "{1,2}"
_LOOSE = re.compile(
    r"([0-9]{1,3}(?::[0-9]{1,2}){2}(?:\.[0-9]{1,3})?)[ \t]*,[ \t]*([0-9]{1,3}(?::[0-9]{1,2}){2}(?:\.[0-9]{1,3})?)"
)
_BREAK = re.compile(r"\[br\]", re.IGNORECASE)
_BREAK_IN_TEXT = re.compile(r"[ \t]*(?:\r*\n|\[br\])[ \t]*", re.IGNORECASE)


class SubViewerFamily(TextFormat):
    """What SBV and SubViewer share: they differ in digits of a second, header and line break."""

    timing: re.Pattern[str]
    example: str

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a line of two times with the right number of decimals is there."""
        found = any(
            self.timing.fullmatch(line.text.strip(BLANKS))
            for line in lines_of(probe.head.replace("\r", "\n"))
        )
        return Likelihood.LIKELY if found else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues that hold text; each cue counts for the ids."""
        text = folded(source)
        first = next(self._heads(text), None)
        if first is None:
            raise ParseError(
                "no timing line can be read", do=f"a cue needs a line such as {self.example}",
                place=Place(source.name, 1),
            )  # fmt: skip
        segments = located(source, self._segments(text))
        return Parsed(segments, remarked(self.header(text, first[0])))

    def _heads(self, text: str) -> Iterator[tuple[Line, re.Match[str]]]:
        is_below_blank = True
        for line in lines_of(text):
            stripped = line.text.strip(BLANKS)
            match = self.timing.fullmatch(stripped) or (
                _LOOSE.fullmatch(stripped) if is_below_blank else None
            )
            if match is not None:
                yield line, match
            is_below_blank = not stripped

    def _segments(self, text: str) -> Iterator[Segment]:
        number, last = 0, None
        for head in chain(self._heads(text), (None,)):
            if last is not None:
                number += 1
                yield from self._cue(text, number, *last, head[0].start if head else len(text))
            last = head

    def header(self, text: str, first: Line) -> Iterator[tuple[int, str, str]]:
        """Yield a remark if something stands before the first cue."""
        if text[: first.start].strip(BLANKS + "\ufeff"):
            yield 1, "FMT101", "text before the first cue is kept as it is"

    def _cue(self, text: str, number: int, line: Line, match: re.Match[str], end: int) -> Iterator[Segment]:
        start, end = trimmed(text, line.end, end)
        source = _BREAK_IN_TEXT.sub("\n", text[start:end]).strip(BLANKS)
        if not source or source.isspace():
            return
        skipped = text.count("\n", line.start, start)
        yield Segment(
            id=SegmentId(str(number)),
            source=source,
            spans=(Span(start, end),),
            line=line.number,
            text_line=line.number + skipped,
            kind=kind_of(source),
            start_ms=milliseconds(match[1].encode()),
            end_ms=milliseconds(match[2].encode()),
            speaker=speaker_of(source),
        )

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank lines, which end a cue in most players."""
        lines = closed_up(super().fit(target, segment)).split("\n")
        return "\n".join(line.strip(BLANKS) for line in lines)


class SbvFormat(SubViewerFamily):
    """YouTube SBV."""

    name = "sbv"
    timing = re.compile(rf"({_THOUSANDTHS})[ \t]*,[ \t]*({_THOUSANDTHS})")
    example = "0:00:01.000,0:00:02.500"

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target with the line breaks of the file."""
        return (target.replace("\n", document.newline),)


def hundredths() -> re.Pattern[str]:
    """Return the timing line of SubViewer, the older dialect with hundredths of a second."""
    return re.compile(rf"({_HUNDREDTHS})[ \t]*,[ \t]*({_HUNDREDTHS})")


FORMAT = SbvFormat()
