"""Owns MicroDVD (.sub): ``{first frame}{last frame}text|text``, times counted in frames; MPL2, its sister, too.

A first cue ``{1}{1}23.976`` (or ``{0}{0}…``) says how many frames a second has; without one 23.976 is assumed and
remarked. Control codes such as ``{y:i}`` stay in the text; ``|`` is its line break. The suffix is shared with VobSub,
whose subtitles are pictures: that is recognised here and refused. MPL2 (``[12][34]text|text``) is the same with square
brackets and tenths of a second, TMPlayer (``00:00:01:text|text``) with a clock time for the beginning alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.errors import ParseError, Place
from localize.formats.base import PROBE_BYTES, Likelihood, Parsed
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

_CUE = re.compile(r"[ \t\ufeff]*\{([0-9]{1,9})\}[ \t]*\{([0-9]{0,9})\}")
_MPL2 = re.compile(r"[ \t\ufeff]*\[([0-9]{1,9})\][ \t]*\[([0-9]{0,9})\]")
_FIRST_IS_MPL2 = re.compile(rf"[\s\ufeff]*+{_MPL2.pattern}(?!\s*[,\]])")
_TMPLAYER = re.compile(r"[ \t\ufeff]*([0-9]{1,2}:[0-5][0-9]:[0-5][0-9])()(?:,[1-9])?[:=]")
_TENTHS = 10.0
_RATE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,6})?")
_CODES = re.compile(r"\{[A-Za-z]:[^{}\n]*\}|^/")
_DEFAULTS = re.compile(r"[ \t]*\{DEFAULT\}\{\}", re.IGNORECASE)
_BREAK = re.compile(r"[ \t]*\|[ \t]*")
_PROGRAM_STREAM = b"\x00\x00\x01\xba"
_USUAL_RATE = 23.976
_SAMPLE = 200
"""Lines that show whether a file is TMPlayer's."""


class MicroDvdFormat(TextFormat):
    """MicroDVD."""

    name = "microdvd"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a line begins with two frame numbers in braces, or if the file is VobSub (to refuse it).

        CERTAIN if the first line begins with two numbers in square brackets. LIKELY if all lines have clock times.
        """
        if _FIRST_IS_MPL2.match(probe.head):
            return Likelihood.CERTAIN
        if probe.data.startswith(_PROGRAM_STREAM):
            return Likelihood.LIKELY
        head = probe.head.replace("\r", "\n")
        found = any(_CUE.match(line.text) for line in lines_of(head)) or _is_tmplayer(head)
        return Likelihood.LIKELY if found else Likelihood.NO

    def source(self, data: bytes, name: str, options: ParseOptions) -> SourceText:
        """Return the decoded file; refuses pictures before anything tries to read them as text."""
        if data.startswith(_PROGRAM_STREAM):
            what = "this is VobSub: its subtitles are pictures, not text"
            raise ParseError(
                what, do="turn it into .srt with character recognition first", place=Place(name, 1)
            )
        return super().source(data, name, options)

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues that hold text; each cue counts for the ids."""
        text, remarks = folded(source), list[tuple[int, str, str]]()
        is_mpl2 = _FIRST_IS_MPL2.match(text) is not None
        is_tmplayer = not is_mpl2 and _is_tmplayer(text[:PROBE_BYTES])
        form = _MPL2 if is_mpl2 else _TMPLAYER if is_tmplayer else _CUE
        first = next(_cues(text, form, []), None)
        if first is None:
            do = "a cue needs a line such as {100}{150}text"
            raise ParseError("no cue can be read", do=do, place=Place(source.name, 1))
        declared = None if is_mpl2 or is_tmplayer else _declared_rate(*first)
        rate = _TENTHS if is_mpl2 or is_tmplayer else declared
        if rate is None:
            remarks.append((1, "FMT105", f"no frame rate is declared: {_USUAL_RATE} is assumed"))
        segments = (
            segment
            for number, (line, match) in enumerate(_cues(text, form, remarks), 1)
            if not (number == 1 and declared)
            for segment in _cue(text, number, line, match, rate or _USUAL_RATE)
        )
        meta = {"fps": f"{rate or _USUAL_RATE:g}", "fps_basis": "declared" if rate else "assumed"}
        return Parsed(located(source, segments), remarked(remarks), meta)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blanks at the edges of its lines."""
        lines = [line.strip(BLANKS) for line in super().fit(target, segment).split("\n")]
        return "\n".join(lines).strip(BLANKS)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target on one line; one that holds ``|`` itself fails the proof."""
        return (target.replace("\n", "|"),)


def _is_tmplayer(head: str) -> bool:
    """Return whether all lines of the head of a file begin with clock times, but for the one where it is cut off."""
    lines = [line.text for line in lines_of(head) if line.text.strip(BLANKS)][:_SAMPLE]
    return len(lines) > 1 and all(map(_TMPLAYER.match, lines[: max(2, len(lines) - 1)]))


def _count(digits: str) -> int:
    """Return a number of frames, or a clock time in tenths of a second."""
    if ":" not in digits:
        return int(digits)
    hours, minutes, seconds = map(int, digits.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * int(_TENTHS)


def _cues(
    text: str, form: re.Pattern[str], remarks: list[tuple[int, str, str]]
) -> Iterator[tuple[Line, re.Match[str]]]:
    """Yield the lines that are cues; appends what is none to the remarks."""
    for line in lines_of(text):
        match = form.match(line.text)
        if match is not None:
            yield line, match
        elif line.text.strip(BLANKS) and not _DEFAULTS.match(line.text):
            remarks.append((line.number, "FMT102", "a line without frame numbers is kept as it is"))


def _declared_rate(line: Line, match: re.Match[str]) -> float | None:
    rest = line.text[match.end() :].strip(BLANKS)
    if int(match[1]) > 1 or match[1] != match[2] or not _RATE.fullmatch(rest):
        return None
    rate = float(rest.replace(",", "."))
    return rate if 1 <= rate <= 240 else None


def _cue(text: str, number: int, line: Line, match: re.Match[str], rate: float) -> list[Segment]:
    start, end = trimmed(text, line.start + match.end(), line.end)
    source = _BREAK.sub("\n", text[start:end])
    bare = "\n".join(_CODES.sub("", part) for part in source.split("\n")).strip()
    if not bare:
        return []
    first, last = _count(match[1]), int(match[2]) if match[2] else None
    return [
        Segment(
            id=SegmentId(str(number)),
            source=source.strip(BLANKS),
            spans=(Span(start, end),),
            line=line.number,
            text_line=line.number,
            kind=kind_of(bare),
            start_ms=round(first * 1000 / rate),
            end_ms=None if last is None else round(last * 1000 / rate),
            speaker=speaker_of(bare),
        )
    ]


FORMAT = MicroDvdFormat()
