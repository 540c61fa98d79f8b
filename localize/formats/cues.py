"""The only place that knows what the subtitle formats have in common: times, speakers, kinds of cue, segments of cues."""

from __future__ import annotations

import dataclasses
import re
from itertools import islice
from typing import TYPE_CHECKING

from localize.model import Segment, SegmentId, SegmentKind, Span
from localize.text import HAN

if TYPE_CHECKING:
    from localize.formats.source import SourceText

BLANKS = " \t\r\n"
BLANK_BYTES = BLANKS.encode()
"""What is trimmed from the edges of a cue; a full-width space is text that somebody placed."""

_STAMP = re.compile(
    r"(?:([0-9]{1,9}) ?[:：] ?)?([0-9]{1,3}) ?[:：] ?([0-9]{1,3}) ?(?:[.,:，．。] ?([0-9]{1,9}))?"
)
_PLAIN_STAMP = re.compile(rb"[0-9]{2}:[0-9]{2}:[0-9]{2}[.,][0-9]{3}")
_TO_THE_MINUTE: dict[bytes, int] = {}  # "00:01:" -> 60000: neighbouring cues share it; at most 6000 can arise
_TAGS = re.compile(r"<[^<>]{0,300}>|\{[^{}]{0,1000}\}")
_NOTES = frozenset("♪♫♬")
_MARKED = frozenset("[(（【<{-–—♪♫♬")
_MARK = re.compile("[\\[(（【♪♫♬]")
_DASH = re.compile(r"[-–—]\s*")
_BRACKETED = re.compile(r"(?:[\[(（【][^\[\]()（）【】]*[\])）】]\s*)+")
# A full-width colon after one word, or a half-width one after Han or after CAPITALS; never digits (12：30).
_SPEAKER = re.compile(
    rf"(?:<[^<>\n]{{0,99}}>|\{{[^{{}}\n]{{0,99}}\}}|[-–—] ?){{0,4}}"
    rf"(?:([^\W\d_][^\W\d_·・]{{0,2}}[^\W\d_]{{0,3}}(?:[·・][^\W\d_]{{1,6}})?)(?:[(（][^()（）\n]{{1,12}}[)）])?："
    rf"|((?:[{HAN}·]{{1,6}}|[A-Z][A-Z .'\-]{{1,24}}))(?:[(（][^()（）\n]{{1,12}}[)）])?:)\s*\S"
)
_REPORTING = frozenset("说說道问問曰喊答讲講想")


def milliseconds(stamp: bytes) -> int:
    """Return the milliseconds of ``[hours:]minutes:seconds[.fraction]`` in UTF-8, as SRT and VTT files really write it.

    >>> milliseconds(b"00:01:02,500"), milliseconds(b"0:00:05.04"), milliseconds("00：00：01，2".encode())
    (62500, 5040, 1200)
    """
    if len(stamp) == 12 and stamp[8] in b",.":
        minutes_ms = _TO_THE_MINUTE.get(stamp[:6])
        if minutes_ms is not None:
            return minutes_ms + int(stamp[6:8] + stamp[9:])
    match = _STAMP.match(stamp.decode())
    assert match is not None, stamp  # the scanners only hand over what this pattern accepts
    hours, minutes, seconds, fraction = match.groups()
    whole = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000
    if _PLAIN_STAMP.fullmatch(stamp):
        _TO_THE_MINUTE[stamp[:6]] = whole - int(seconds) * 1000
    return whole + int(((fraction or "") + "000")[:3])


def kind_of(text: str) -> SegmentKind:
    """Return what a cue is to the audience, by its marks alone: notes, or brackets around all of it.

    >>> str(kind_of("（关门声）")), str(kind_of("♪ 月亮代表我的心")), str(kind_of("(小声) 快走"))
    ('caption', 'song', 'dialogue')
    """
    if text[0] not in _MARKED and text[-1] not in _NOTES:
        return SegmentKind.DIALOGUE
    if _MARK.search(text) is None:
        return SegmentKind.DIALOGUE
    bare = _DASH.sub("", _TAGS.sub("", text).strip(), count=1)
    if bare and (bare[0] in _NOTES or bare[-1] in _NOTES):
        return SegmentKind.SONG
    return SegmentKind.CAPTION if _BRACKETED.fullmatch(bare) else SegmentKind.DIALOGUE


def speaker_of(text: str) -> str | None:
    """Return the name that a cue begins with (``林总：…``, ``JOHN: …``), None if it begins with speech.

    A word that ends in a verb of saying (他说：) is no name. The name stays in the text.

    >>> speaker_of("林总：合同呢？"), speaker_of("- JOHN: Hi"), speaker_of("他说：走"), speaker_of("现在12：30了")
    ('林总', 'JOHN', None, None)
    """
    if "：" not in text and ":" not in text:
        return None
    match = _SPEAKER.match(text)
    if match is None:
        return None
    name = (match[1] or match[2]).strip()
    return None if name[-1] in _REPORTING else name


def closed_up(target: str) -> str:
    """Return a target without blank lines, which would end its cue, and without blank edges.

    >>> closed_up("\\n你好\\n\\n再见 \\n")
    '你好\\n再见'
    """
    if "\n" in target:
        target = "\n".join(line for line in target.split("\n") if line.strip(BLANKS))
    target = target.strip(BLANKS)
    return "" if target.isspace() else target


def relocated(segments: list[Segment], source: SourceText) -> tuple[Segment, ...]:
    """Return segments whose spans count in `SourceText.utf8` with spans that count in the file."""
    if source.encoding.name == "utf-8" and not source.encoding.bom:
        return tuple(segments)
    offsets = source.utf8_offsets([cut for s in segments for span in s.spans for cut in (span.start, span.end)])
    spans = map(Span, offsets[::2], offsets[1::2])
    return tuple(dataclasses.replace(s, spans=tuple(islice(spans, len(s.spans)))) for s in segments)


# A frozen dataclass sets each field through object.__setattr__: 2.2 µs for a Segment. These have the same slots,
# are filled as ordinary objects and then become the frozen class: 0.5 µs. The tests compare both ways.
class _SpanInTheMaking:
    __slots__ = Span.__slots__

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.__class__ = Span  # type: ignore[assignment]


class CueSegment:
    """Makes the `Segment` of one cue; `start` and `end` are its text in bytes of `SourceText.utf8`."""

    __slots__ = Segment.__slots__

    def __init__(
        self,
        segment_id: str,
        source: str,
        start: int,
        end: int,
        line: int,
        text_line: int,
        kind: SegmentKind,
        start_ms: int,
        end_ms: int,
        speaker: str | None,
        style: str | None,
        key: str | None,
    ) -> None:
        self.id = SegmentId(segment_id)
        self.source = source
        self.spans = (_SpanInTheMaking(start, end),)
        self.line = line
        self.text_line = text_line
        self.kind = kind
        self.start_ms = start_ms
        self.end_ms = end_ms
        self.speaker = speaker
        self.scene = None
        self.style = style
        self.key = key
        self.note = None
        self.target = None
        self.max_length = None
        self.plural = None
        self.context = None
        self.__class__ = Segment  # type: ignore[assignment]
