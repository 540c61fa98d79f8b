"""Owns lyrics (.lrc): time stamps before a line of text, id tags such as ``[ar:…]`` above.

A line with several stamps is sung several times: it is one segment, timed by the first, the others in its note. Word
times ``<mm:ss.xx>`` inside a line stay in the text as tags; those at its edges stay outside, so that a translation
keeps them. A line ends where the next one begins, at its closing word time, or at the length that the file declares.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import BLANKS
from localize.formats.lines import folded, lines_of, located, one_line, remarked, trimmed
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.lines import Line
    from localize.formats.source import SourceText
    from localize.model import Document

_TIME = r"([0-9]{1,4}):([0-9]{1,2})(?:[.:]([0-9]{1,3}))?"
_STAMP = re.compile(rf"[ \t\ufeff]*\[{_TIME}\]")
_STAMPS = re.compile(r"(?:[ \t\ufeff]*\[[0-9]{1,4}:[0-9]{1,2}(?:[.:][0-9]{1,3})?\])+")
_WORD_TIME = re.compile(rf"<{_TIME}>")
_LEADING = re.compile(r"(?:[ \t]*<[0-9]{1,4}:[0-9]{1,2}(?:[.:][0-9]{1,3})?>)*+")
_ID_TAG = re.compile(r"[ \t\ufeff]*\[([A-Za-z#][A-Za-z0-9_]{0,30}):([^\]\n]*)\][ \t]*")


class _Lyric(NamedTuple):
    line: Line
    stamps: Sequence[tuple[str, int]]
    start: int
    end: int
    until: int | None


class LrcFormat(TextFormat):
    """LRC, plain and enhanced."""

    name = "lrc"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a line begins with a stamp in square brackets."""
        found = any(_STAMP.match(line.text) for line in lines_of(probe.head.replace("\r", "\n")))
        return Likelihood.LIKELY if found else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the lines that hold text; each stamped line counts for the ids."""
        text, meta, remarks = folded(source), dict[str, str](), list[tuple[int, str, str]]()
        starts = array("q")
        for line in lines_of(text):
            stamps = _STAMPS.match(line.text)
            if stamps is not None:
                starts.extend(time for _, time in _stamps(line, stamps.end()))
            elif tag := _ID_TAG.fullmatch(line.text):
                meta.setdefault(tag[1].lower(), tag[2].strip(BLANKS))
            elif line.text.strip(BLANKS + "\ufeff"):
                remarks.append((line.number, "FMT102", "a line without a time stamp is kept as it is"))
        if not starts:
            do = "a line of lyrics needs a stamp such as [00:12.50]"
            raise ParseError("no time stamp can be read", do=do, place=Place(source.name, 1))
        starts = array("q", sorted(starts))
        return Parsed(located(source, _segments(text, starts, meta)), remarked(remarks), meta)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target on one line: LRC has no line break."""
        return one_line(super().fit(target, segment))

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target; one that begins with a stamp of its own fails the proof."""
        return (target,)


def _milliseconds(match: re.Match[str]) -> int:
    return (int(match[1]) * 60 + int(match[2])) * 1000 + int(((match[3] or "") + "000")[:3])


def _stamps(line: Line, after: int) -> list[tuple[str, int]]:
    """Return the stamps before a column, as they stand and in milliseconds."""
    return [(m[0].strip(), _milliseconds(m)) for m in _STAMP.finditer(line.text, 0, after)]


def _lyrics(text: str) -> Iterator[_Lyric]:
    for line in lines_of(text):
        stamps = _STAMPS.match(line.text)
        if stamps is not None:
            yield _lyric(text, line, stamps.end())


def _lyric(text: str, line: Line, after: int) -> _Lyric:
    """Return a stamped line; its text is without word times and blanks at the edges."""
    stamps = _stamps(line, after)
    leading = _LEADING.match(text, line.start + after, line.end)
    assert leading is not None  # it matches nothing at all, too
    start, end = trimmed(text, leading.end(), line.end)
    until = None
    while (closing := text.rfind("<", max(start, end - 20), end)) >= 0:
        last = _WORD_TIME.fullmatch(text, closing, end)
        if last is None:
            break
        until = _milliseconds(last) if until is None else until
        end = closing
        while end > start and text[end - 1] in BLANKS:
            end -= 1
    return _Lyric(line, stamps, start, end, until)


def _segments(text: str, starts: Sequence[int], meta: Mapping[str, str]) -> Iterator[Segment]:
    """Yield the segments; ``[offset:+500]`` means that everything is sung half a second earlier.

    Args:
        text: the file.
        starts: all stamps in milliseconds, ascending.
        meta: facts of the header.
    """
    shift = -int(meta["offset"]) if re.fullmatch(r"[+-]?[0-9]{1,9}", meta.get("offset", "")) else 0
    length = re.fullmatch(_TIME, meta.get("length", ""))
    last = _milliseconds(length) if length is not None else None
    for number, lyric in enumerate(_lyrics(text), 1):
        source = text[lyric.start : lyric.end]
        if not _WORD_TIME.sub("", source).strip():
            continue
        begin = lyric.stamps[0][1]
        following = bisect_right(starts, begin)
        until = lyric.until or (starts[following] if following < len(starts) else last)
        also = ", ".join(stamp.strip("[]\ufeff") for stamp, _ in lyric.stamps[1:])
        yield Segment(
            id=SegmentId(str(number)),
            source=source,
            spans=(Span(lyric.start, lyric.end),),
            line=lyric.line.number,
            text_line=lyric.line.number,
            kind=SegmentKind.SONG,
            start_ms=max(begin + shift, 0),
            end_ms=None if until is None or until < begin else max(until + shift, 0),
            note=f"sung again at {also}" if also else None,
        )


FORMAT = LrcFormat()
