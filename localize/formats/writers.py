"""The only place that makes new subtitle files; files that somebody gave us are spliced, never written anew."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from localize.formats.cues import closed_up
from localize.formats.vtt import to_file

if TYPE_CHECKING:
    from collections.abc import Iterable

ASS_STYLE_FORMAT = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)


class TimedText(Protocol):
    """What every writer needs of a cue: times in milliseconds, and lines joined by LF."""

    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...
    @property
    def text(self) -> str: ...


class NewCue(NamedTuple):
    """One cue of a new file.

    Attributes:
        start_ms, end_ms: in milliseconds.
        text: in the markup of the new format.
        speaker: for formats that have a place for it.
        settings: of a WebVTT cue.
    """

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""
    settings: str = ""


def write_srt(cues: Iterable[TimedText], *, newline: str = "\n", bom: bool = False) -> bytes:
    """Return a new SRT file in UTF-8, numbered from 1, written by pysrt.

    Blank lines inside a text are closed up: players end the cue there.
    """
    import pysrt  # type: ignore[import-untyped]

    items = [
        pysrt.SubRipItem(number, _srt_time(cue.start_ms), _srt_time(cue.end_ms), closed_up(cue.text))
        for number, cue in enumerate(cues, 1)
    ]
    written = io.StringIO()
    pysrt.SubRipFile(items, eol=newline).write_into(written)
    return (b"\xef\xbb\xbf" if bom else b"") + written.getvalue().encode("utf-8")


def write_vtt(cues: Iterable[NewCue]) -> bytes:
    """Return a new WebVTT file; texts are in the form of a WebVTT source, tags as they are."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        settings = f" {cue.settings}" if cue.settings else ""
        text = to_file(closed_up(cue.text))
        if cue.speaker:
            text = f"<v {cue.speaker.replace('>', '').replace('<', '')}>{text}"
        blocks.append(f"{clock(cue.start_ms, '.')} --> {clock(cue.end_ms, '.')}{settings}\n{text}\n")
    return "\n".join(blocks).encode("utf-8")


def write_ass(cues: Iterable[NewCue], *, width: int = 1920, height: int = 1080) -> bytes:
    r"""Return a new ASS file with one style; texts may hold override blocks, LF becomes ``\N``.

    Args:
        cues: in any order.
        width, height: of the picture in pixels; the size of the type goes by them.
    """
    size = round(height * 0.052 if width > height else height * 0.03)
    style = (
        f"Default,Noto Sans CJK SC,{size},&H00FFFFFF,&H000000FF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,"
        f"{max(size // 18, 2)},1,2,{width // 20},{width // 20},{height // 18},1"
    )
    head = [
        "[Script Info]\nScriptType: v4.00+",
        f"PlayResX: {width}\nPlayResY: {height}",
        "ScaledBorderAndShadow: yes\nWrapStyle: 0\n",
        f"[V4+ Styles]\nFormat: {ASS_STYLE_FORMAT}\nStyle: {style}\n",
        "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    ]
    events = [
        f"Dialogue: 0,{_ass_time(cue.start_ms)},{_ass_time(cue.end_ms)},Default,{cue.speaker.replace(',', ' ')},"
        "0,0,0,," + cue.text.replace("\r", "").replace("\n", "\\N")
        for cue in cues
    ]
    return ("\n".join([*head, *events]) + "\n").encode("utf-8")


def write_ttml(cues: Iterable[NewCue], *, language: str = "und") -> bytes:
    """Return a new TTML file (IMSC 1.1 text profile); ``<i> <b> <u>`` become spans, ``{\\an8}`` the upper region.

    Source: https://www.w3.org/TR/ttml-imsc1.1/, section 7 (text profile).
    """
    body = []
    for cue in cues:
        region = ' region="top"' if re.search(r"\{\\an[789]\}", cue.text) else ""
        times = f'begin="{clock(cue.start_ms, ".")}" end="{clock(cue.end_ms, ".")}"'
        body.append(f"      <p {times}{region}>{_ttml_text(cue.text)}</p>\n")
    return (_TTML_HEAD.replace("LANGUAGE", language) + "".join(body) + _TTML_TAIL).encode("utf-8")


_TTML_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xml:lang="LANGUAGE"
    ttp:profile="http://www.w3.org/ns/ttml/profile/imsc1.1/text">
  <head>
    <layout>
      <region xml:id="bottom" tts:origin="10% 70%" tts:extent="80% 20%"
          tts:displayAlign="after" tts:textAlign="center"/>
      <region xml:id="top" tts:origin="10% 10%" tts:extent="80% 20%"
          tts:displayAlign="before" tts:textAlign="center"/>
    </layout>
  </head>
  <body>
    <div region="bottom">
"""
_TTML_TAIL = "    </div>\n  </body>\n</tt>\n"
_TTML_SPANS = {
    "i": '<span tts:fontStyle="italic">',
    "b": '<span tts:fontWeight="bold">',
    "u": '<span tts:textDecoration="underline">',
}


def _ttml_text(text: str) -> str:
    """Return the text of a paragraph: tags as balanced spans, everything else escaped."""
    written, opened = [], 0
    for piece in re.split(r"(</?[ibu]>)", re.sub(r"\{\\an[1-9]\}", "", text)):
        if piece[1:2] in _TTML_SPANS and piece.endswith(">") and piece.startswith("<"):
            written.append(_TTML_SPANS[piece[1]])
            opened += 1
        elif re.fullmatch("</[ibu]>", piece):
            written.append("</span>" if opened else "")
            opened = max(opened - 1, 0)
        else:
            escaped = piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            written.append(_NOT_XML.sub("", escaped).replace("\n", "<br/>"))
    return "".join(written) + "</span>" * opened


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_sbv(cues: Iterable[NewCue]) -> bytes:
    """Return a new SBV file; texts are plain."""
    blocks = [f"{_short(cue.start_ms)},{_short(cue.end_ms)}\n{closed_up(cue.text)}\n" for cue in cues]
    return "\n".join(blocks).encode("utf-8")


def write_lrc(cues: Iterable[NewCue]) -> bytes:
    """Return a new LRC file: a line a cue, an empty line where a gap of more than 100 ms follows."""
    lines, ends = [], None
    for cue in cues:
        if ends is not None and cue.start_ms - ends > 100:
            lines.append(f"{_lrc_time(ends)}\n")
        lines.append(f"{_lrc_time(cue.start_ms)}{' '.join(cue.text.split())}\n")
        ends = cue.end_ms
    if ends is not None:
        lines.append(f"{_lrc_time(ends)}\n")
    return "".join(lines).encode("utf-8")


def _short(ms: int) -> str:
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _lrc_time(ms: int) -> str:
    hundredths = (ms + 5) // 10
    return f"[{hundredths // 6000:02}:{hundredths // 100 % 60:02}.{hundredths % 100:02}]"


def clock(ms: int, mark: str) -> str:
    """Return ``HH:MM:SS`` and milliseconds after the mark.

    >>> clock(3_723_004, ",")
    '01:02:03,004'
    """
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{mark}{ms % 1000:03}"


def _srt_time(ms: int) -> object:
    import pysrt

    return pysrt.SubRipTime.from_ordinal(ms)


def _ass_time(ms: int) -> str:
    hundredths = (ms + 5) // 10
    seconds = hundredths // 100
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{hundredths % 100:02}"
