"""The only place that turns the cues of one subtitle format into another, and lists what is lost on the way."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import Place, UsageError
from localize.formats.neutral_markup import LESS, blocks_beside, neutral
from localize.formats.writers import NewCue, write_ass, write_lrc, write_sbv, write_srt, write_ttml, write_vtt

if TYPE_CHECKING:
    from localize.model import Document, Segment

WRITABLE = ("srt", "vtt", "ass", "ttml", "sbv", "lrc")
"""Formats that new files can be written in."""

_ALIGN_TOP = re.compile(r"\{\\an([1-9])\}")


_LIKE_A_TAG = re.compile(rf"{LESS}/?(?:[ibus]|font)\b", re.IGNORECASE)
_STYLES = {
    "vtt": "cue settings (position, line, alignment)",
    "srt": "coordinates of the timing line",
    "ttml": "region or style of a paragraph",
}
_REWRITTEN = ("ass", "ttml")
"""Formats whose markup is made anew even if the file stays one of them."""
_WRITERS = {"srt": write_srt, "vtt": write_vtt, "ttml": write_ttml, "sbv": write_sbv, "lrc": write_lrc}
_PLAIN = ("sbv", "lrc")
"""Formats without markup."""
_HUNDREDTHS = ("ass", "lrc")
LAST_CUE_MS = 3000
"""How long a cue without an end is shown (the last line of an LRC file)."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the old file that the new format has no place for.

    Attributes:
        what: in words.
        count: how often it stood there.
        place: where it stood first.
    """

    what: str
    count: int
    place: Place

    def __str__(self) -> str:
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"{self.place}: {self.what}{times}"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A new file, and what it does not hold of the old one, in order of first appearance."""

    data: bytes
    losses: tuple[Loss, ...]


class _Ledger:
    """Collects losses by their words."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: Counter[str] = Counter()
        self._lines: dict[str, int] = {}

    def add(self, what: str, line: int, count: int = 1) -> None:
        self._counts[what] += count
        self._lines[what] = min(line, self._lines.get(what, line))

    def losses(self) -> tuple[Loss, ...]:
        ordered = sorted(self._lines, key=lambda what: (self._lines[what], what))
        return tuple(Loss(what, self._counts[what], Place(self._name, self._lines[what])) for what in ordered)


def convert(
    document: Document, to: str, *, shift_ms: int = 0, fps: tuple[float, float] | None = None
) -> Conversion:
    """Return a new file with the cues of a document.

    Args:
        document: of a format with times.
        to: `WRITABLE` format.
        shift_ms: added to all times, after `fps`.
        fps: (old, new) frame rate: times are multiplied by old / new.

    Raises:
        UsageError: the format cannot be written, a frame rate is not positive, or a segment has no times.
    """
    if to not in WRITABLE:
        raise UsageError(
            f"no new file of the format {to!r} can be written", do=f"use one of {', '.join(WRITABLE)}"
        )
    if fps is not None and min(fps) <= 0:
        raise UsageError("a frame rate must be positive", do="write it as 25:23.976")
    ledger = _Ledger(document.name)
    _unheld_blocks(document, to, ledger)
    factor = fps[0] / fps[1] if fps else 1.0
    cues = [_cue(segment, document, to, ledger, factor, shift_ms) for segment in document.segments]
    if to in _WRITERS:
        written = _WRITERS[to](cues)
    else:
        width, height = (document.meta.get(key, "") for key in ("PlayResX", "PlayResY"))
        is_sized = width.isdigit() and height.isdigit()
        written = write_ass(cues, width=int(width), height=int(height)) if is_sized else write_ass(cues)
    literal = b"&lt;" if to in ("vtt", "ttml") else b"<"
    return Conversion(written.replace(LESS.encode(), literal), ledger.losses())


def _cue(
    segment: Segment, document: Document, to: str, ledger: _Ledger, factor: float, shift_ms: int
) -> NewCue:
    if segment.start_ms is None:
        what = f"segment {segment.id} has no times that can be read"
        raise UsageError(
            what, do="only subtitle files can be converted", place=Place(document.name, segment.line)
        )
    end_ms = segment.end_ms
    if end_ms is None:
        end_ms = segment.start_ms + LAST_CUE_MS
        ledger.add(f"a cue has no end: it is shown for {LAST_CUE_MS / 1000:g} s", segment.line)
    times = [round(ms * factor) + shift_ms for ms in (segment.start_ms, end_ms)]
    if min(times) < 0:
        ledger.add("a cue would begin before 0: it begins at 0", segment.line)
    start, end = (max(ms, 0) for ms in times)
    if to in _HUNDREDTHS and (start % 10 or end % 10):
        ledger.add("times are rounded to hundredths of a second", segment.line)
    text, settings = _neutral(segment, document.format, to, ledger)
    speaker = _speaker_field(segment, document.format, to, ledger)
    text = _written(text, to, segment, ledger)
    return NewCue(start, end, text, speaker, settings)


def _neutral(segment: Segment, source: str, to: str, ledger: _Ledger) -> tuple[str, str]:
    r"""Return the text in neutral markup, and VTT settings; in its own markup if the format stays the same."""
    line, settings = segment.line, ""
    if source == to and to not in _REWRITTEN:
        return segment.source, segment.style or ""
    text = neutral(segment.source, source, lambda what: ledger.add(what, line))
    if to == "srt" and _LIKE_A_TAG.search(text):
        ledger.add("a < that is text may be read as a tag by players", line)
    if segment.style and source in _STYLES:
        ledger.add(_STYLES[source], line)
    if segment.key and source == "vtt":
        ledger.add("name of a cue", line)
    if segment.target and source == "sami_bilingual":
        ledger.add("the translation beside a caption", line)
    if to == "vtt" and (align := _ALIGN_TOP.search(text)):
        text = _ALIGN_TOP.sub("", text)
        settings = {"7": "line:0 align:left", "8": "line:0", "9": "line:0 align:right"}.get(
            align[1], settings
        )
        if align[1] in "13456":
            ledger.add(f"the alignment {{\\an{align[1]}}}", line)
    return text, settings


def _speaker_field(segment: Segment, source: str, to: str, ledger: _Ledger) -> str:
    """Return the speaker where the old file has it beside the text, and the new one has a place for it."""
    beside = segment.speaker and not segment.source.lstrip("-–— >").startswith(segment.speaker)
    if not beside or source == to == "vtt":
        return ""
    if to not in {"vtt", "ass"}:
        ledger.add("the speaker's name beside the text", segment.line)
        return ""
    return segment.speaker or ""


def _written(text: str, to: str, segment: Segment, ledger: _Ledger) -> str:
    """Return neutral text in the markup of the new format."""
    if to in _PLAIN:
        return _plain(text, to, segment, ledger)
    if to == "ttml" and (align := _ALIGN_TOP.search(text)) and align[1] not in "28":
        ledger.add(f"the alignment {{\\an{align[1]}}}", segment.line)
    if to != "ass":
        return text
    if "{" in _ALIGN_TOP.sub("", text):
        ledger.add("braces are written as parentheses: in ASS they would hide the text", segment.line)
        text = re.sub(r"\{(?!\\an[1-9]\})([^{}]*)\}?", r"(\1)", text)
    return re.sub(r"<(/?)([ibu])>", lambda m: f"{{\\{m[2]}{0 if m[1] else 1}}}", text)


def _plain(text: str, to: str, segment: Segment, ledger: _Ledger) -> str:
    """Return neutral text without markup."""
    for pattern, what in ((r"</?[ibu]>", "italics, bold and underline"), (_ALIGN_TOP.pattern, "alignment")):
        text, count = re.subn(pattern, "", text)
        if count:
            ledger.add(what, segment.line)
    if to == "lrc" and "\n" in text.strip():
        ledger.add("line breaks inside a cue", segment.line)
    return text


def _unheld_blocks(document: Document, to: str, ledger: _Ledger) -> None:
    """Record what stands beside the cues."""
    if document.format == to:
        ledger.add("everything beside the cues is written anew", 1)
        return
    if document.format != "stl":  # its header is binary
        text = document.data[len(document.encoding.bom) :].decode(document.encoding.name)
        for what, line in blocks_beside(document.format, text.replace("\r\n", "\n").replace("\r", "\n")):
            ledger.add(what, line)
    if document.format in ("stl", "scc"):
        ledger.add("colours and places on the screen", 1)
    for remark in document.remarks:
        if remark.code != "FMT109" and (remark.code, document.format) != ("FMT106", "vtt"):
            ledger.add(
                remark.what if remark.code in ("FMT106", "FMT110") else f"not understood: {remark.what}",
                remark.line,
            )
