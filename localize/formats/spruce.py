"""Owns Spruce subtitles (.stl as text): ``start , end , text | text``, times with frame numbers.

Settings (``$``), comments (``//``) and what is not understood are kept. Frames are 25 or 29.97 to a second: the file
does not say which, so 25 is assumed unless a frame number above 24 proves the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import BLANKS, kind_of, speaker_of
from localize.formats.lines import folded, lines_of, located, remarked, trimmed
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.lines import Line
    from localize.formats.source import SourceText
    from localize.model import Document

_TIME = r"([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,2})[:;.]([0-9]{1,2})"
_CUE = re.compile(rf"[ \t\ufeff]*{_TIME}[ \t]*,[ \t]*{_TIME}[ \t]*,")
_OTHER = re.compile(r"[ \t\ufeff]*(?://|\$|$)")
_BREAK = re.compile(r"[ \t]*\|[ \t]*")


class SpruceFormat(TextFormat):
    """Spruce STL."""

    name = "spruce"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a line begins with two times in frames and commas."""
        found = any(_CUE.match(line.text) for line in lines_of(probe.head.replace("\r", "\n")))
        return Likelihood.LIKELY if found else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues that hold text; each cue counts for the ids."""
        text, remarks = folded(source), list[tuple[int, str, str]]()
        ntsc = None
        for _, match in _cues(text, remarks):
            ntsc = ntsc or int(match[4]) > 24 or int(match[8]) > 24
        if ntsc is None:
            do = "a cue needs a line such as 00:00:01:00 , 00:00:02:12 , text"
            raise ParseError("no cue can be read", do=do, place=Place(source.name, 1))
        cues = enumerate(_cues(text, []), 1)
        segments = (s for n, (line, match) in cues for s in _cue(text, n, line, match, ntsc=ntsc))
        meta = {"fps": "29.97" if ntsc else "25", "line_break": " | " if " | " in text else "|"}
        return Parsed(located(source, segments), remarked(remarks), meta)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blanks at the edges of its lines."""
        lines = [line.strip(BLANKS) for line in super().fit(target, segment).split("\n")]
        return "\n".join(lines).strip(BLANKS)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target on one line, its line breaks as the file writes them."""
        return (target.replace("\n", document.meta["line_break"]),)


def _cues(text: str, remarks: list[tuple[int, str, str]]) -> Iterator[tuple[Line, re.Match[str]]]:
    """Yield the lines that are cues; appends what is nothing known to the remarks."""
    for line in lines_of(text):
        match = _CUE.match(line.text)
        if match is not None:
            yield line, match
        elif not _OTHER.match(line.text):
            remarks.append((line.number, "FMT102", "a line without times is kept as it is"))


def _milliseconds(match: re.Match[str], first: int, *, ntsc: bool) -> int:
    hours, minutes, seconds, frames = (int(match[first + i]) for i in range(4))
    whole = (hours * 60 + minutes) * 60 + seconds
    return round((whole * 30 + frames) * 1001 / 30) if ntsc else whole * 1000 + frames * 40


def _cue(text: str, number: int, line: Line, match: re.Match[str], *, ntsc: bool) -> list[Segment]:
    start, end = trimmed(text, line.start + match.end(), line.end)
    source = _BREAK.sub("\n", text[start:end]).strip(BLANKS)
    if not source or source.isspace():
        return []
    return [
        Segment(
            id=SegmentId(str(number)),
            source=source,
            spans=(Span(start, end),),
            line=line.number,
            text_line=line.number,
            kind=kind_of(source),
            start_ms=_milliseconds(match, 1, ntsc=ntsc),
            end_ms=_milliseconds(match, 5, ntsc=ntsc),
            speaker=speaker_of(source),
        )
    ]


FORMAT = SpruceFormat()
