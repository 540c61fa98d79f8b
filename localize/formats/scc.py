"""Owns Scenarist captions (.scc): lines of a time code and hexadecimal words, each word one frame of line 21.

Reading only. A text is no run of bytes here: every word takes a frame of time, and control codes stand between the
letters. So a segment has no slot, and rendering a target is refused; deliver captions in another format.
Specification: SMPTE time code, CEA-608-E.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from localize.errors import ParseError, Place, RenderError
from localize.formats.base import Likelihood, Parsed
from localize.formats.cea608 import Caption, Decoder
from localize.formats.cues import BLANKS, kind_of, speaker_of
from localize.formats.lines import folded, lines_of, remarked
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId

if TYPE_CHECKING:
    from localize.formats.base import ParseOptions, Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_HEADER = "Scenarist_SCC"
_LINE = re.compile(r"[ \t]*([0-9]{2}):([0-9]{2}):([0-9]{2})([:;.,])([0-9]{2})[ \t]+([^\n]*)")
_WORD = re.compile(r"[0-9A-Fa-f]{4}")


class SccFormat(TextFormat):
    """Scenarist closed captions."""

    name = "scc"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if the file begins with its signature."""
        return Likelihood.CERTAIN if probe.head.lstrip().startswith(_HEADER) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the captions of the first channel, without slots."""
        text, remarks = folded(source), list[tuple[int, str, str]]()
        if not text.lstrip("\ufeff \t\r\n").startswith(_HEADER):
            do = f"the first line must begin with {_HEADER}"
            raise ParseError("this is not a Scenarist file", do=do, place=Place(source.name, 1))
        decoder = Decoder()
        for line in lines_of(text):
            match = _LINE.match(line.text)
            if match is not None:
                bad = _feed(decoder, match, line.number)
                if bad:
                    remarks.append(
                        (line.number, "FMT102", "words that are not four hexadecimal digits are kept")
                    )
            elif line.text.strip(BLANKS) and not line.text.strip(BLANKS + "\ufeff").startswith(_HEADER):
                remarks.append((line.number, "FMT102", "a line without a time code is kept as it is"))
        decoder.finish()
        if decoder.other_channel:
            remarks.append((1, "FMT106", "captions of the second channel are kept, not read"))
        segments = tuple(_segment(n, caption) for n, caption in enumerate(decoder.captions, 1))
        return Parsed(segments, remarked(remarks))

    def fit(self, target: str, segment: Segment) -> NoReturn:
        """Refuse every target.

        Raises:
            RenderError: always.
        """
        what = f"segment {segment.id} has no slot: SCC words are frames of time, a text cannot be put in their place"
        raise RenderError(what, do="convert the captions to srt, vtt or ttml and deliver those")

    def escape(self, target: str, segment: Segment, document: Document) -> NoReturn:
        """Refuse every target."""
        self.fit(target, segment)


def _feed(decoder: Decoder, match: re.Match[str], line: int) -> bool:
    """Hand the words of a line to the decoder and return whether some of them are none."""
    hours, minutes, seconds, frames = (int(match[n]) for n in (1, 2, 3, 5))
    whole = hours * 60 + minutes
    frame = (whole * 60 + seconds) * 30 + frames
    if match[4] != ":":  # drop-frame: two numbers a minute are left out, but not in every tenth
        frame -= 2 * (whole - whole // 10)
    words = match[6].split()
    for word in words:
        if _WORD.fullmatch(word):
            decoder.feed(int(word[:2], 16), int(word[2:], 16), frame, line)
        frame += 1
    return not all(_WORD.fullmatch(word) for word in words)


def _segment(number: int, caption: Caption) -> Segment:
    return Segment(
        id=SegmentId(str(number)),
        source=caption.text,
        spans=(),
        line=caption.line,
        text_line=caption.line,
        kind=kind_of(caption.text),
        start_ms=_milliseconds(caption.start),
        end_ms=None if caption.end is None else _milliseconds(caption.end),
        speaker=speaker_of(caption.text),
    )


def _milliseconds(frame: int) -> int:
    return round(frame * 1001 / 30)


FORMAT = SccFormat()
