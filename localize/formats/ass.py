r"""Owns Advanced SubStation Alpha and its older form (.ass, .ssa): the Text of Dialogue events.

A source keeps override blocks ``{\i1}``, ``\n`` and ``\h`` as they are; ``\N`` is its line break and is written as
``\N`` again. Comment events, vector drawings and everything in the other sections are kept verbatim.

Specification: http://www.tcax.org/docs/ass-specs.htm; libass, which decides what players show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.errors import ParseError
from localize.formats.ass_events import ENDS_IN_BLOCK, KNOWN_SECTION, Events, events_of, is_wordless, sections
from localize.formats.base import Likelihood, Parsed, ParseOptions, Probe
from localize.formats.cues import CueBatch, CueColumns, kinds_of, milliseconds, spans_of, speakers_of
from localize.formats.splice import TextFormat, rendered_source
from localize.model import SegmentId, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.formats.source import RawRemark, SourceText
    from localize.model import Document, Segment

_INFO = re.compile(r"([^:;!\n]{1,80}):[ \t]*(.*)")
_STYLE = re.compile(rb"\nStyle:[ \t]*([^,\n]*)")
_SIGN_STYLE = re.compile(
    r"(?i)sign|title|screen|caption|typeset|\bts\b|logo|eyecatch|标题|屏幕|画面|地点|字卡|注释"
)
_SONG_STYLE = re.compile(r"(?i)\b(?:op|ed)\b|song|lyric|karaoke|insert|歌|主题曲|片[头尾]曲")


class AssFormat(TextFormat):
    """Advanced SubStation Alpha."""

    name = "ass"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if the section of events, or the first one, is there."""
        head = probe.head.lower()
        if "[script info]" in head or ("[events]" in head and "dialogue:" in head):
            return Likelihood.CERTAIN
        return Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the Dialogue events that hold words; each counts for the ids, with words or without."""
        scan = source.scan
        remarks: list[RawRemark] = []
        columns = CueColumns(source)
        defined: set[bytes] = set()
        meta: dict[str, str] = {}
        used: dict[bytes, int] = {}
        names = set()
        for name, start, end in sections(scan):
            names.add(name)
            if name == b"script info":
                found = map(_INFO.match, scan[start:end].decode().replace("\r", "").split("\n"))
                meta.update((match[1].strip(), match[2].strip()) for match in found if match)
            elif name.endswith((b"styles", b"styles+")):
                defined |= {style.strip() for style in _STYLE.findall(scan, start - 1 if start else 0, end)}
            elif name == b"events":
                for events in events_of(scan, start, end, remarks):
                    for style in _add(columns, events) - used.keys():
                        used[style] = events.begins[events.styles.index(style)]
        if not any(map(KNOWN_SECTION.fullmatch, names)):
            do = "a file of this kind has sections such as [Script Info] and [Events]"
            raise ParseError("no section can be found", do=do, place=source.place(0))
        remarks += _undefined_styles(used, defined)
        return Parsed(columns.segments(), source.remarks(remarks + columns.remarks()), meta)

    def fit(self, target: str, segment: Segment) -> str:
        r"""Return the target with LF for ``\N``."""
        target = super().fit(target, segment).replace("\\N", "\n")
        return "" if target.isspace() else target

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        r"""Return the target with ``\N`` for its line breaks."""
        return (target.replace("\n", "\\N"),)

    def text_break(self, document: Document) -> str:
        r"""Return ``\N``."""
        return "\\N"

    def is_plain(self, texts: str) -> bool:
        r"""Return whether no text holds CR, ``\N``, a drawing or tags alone: Text is the rest of a line, commas too."""
        is_marked = "\r" in texts or ("\\" in texts and _NOT_PLAIN.search(texts) is not None)
        if is_marked or _BLANK_TEXT.search(texts) is not None:
            return False
        return ENDS_IN_BLOCK.search(texts) is None or not any(map(is_wordless, texts.split("\0")))

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the texts by the same scanner, without making segments."""
        scan = rendered_source(data, document).scan
        found = [events_of(scan, a, b, []) for name, a, b in sections(scan) if name == b"events"]
        values = [value for part in found for events in part for value in events.values]
        return {SegmentId(str(n)): value for n, value in enumerate(values, 1) if value}


_POSITIONED = re.compile(r"\\(?:pos|move)\(|\\[kK][fo]?[0-9]")
_NOT_PLAIN = re.compile(r"\\(?:N|p[0-9])")
_BLANK_TEXT = re.compile(r"\0\s*\0")


def _add(columns: CueColumns, events: Events) -> set[bytes]:
    """Add events, and return the styles that they use."""
    styles = {style: style.decode().strip() for style in set(events.styles)}
    names = {name: name.decode().strip() for name in set(events.names)}
    style_kinds = {style: _kind_of_style(name) for style, name in styles.items()}
    joined = "\0".join(events.values)
    kinds = kinds_of(events.values, joined)
    if events.is_typeset or any(style_kinds.values()):
        rows = zip(events.values, events.styles, kinds, strict=True)
        kinds = [_kind(value, style_kinds[style]) or kind for value, style, kind in rows]
    for i in events.placed:
        kinds[i] = kinds[i] if kinds[i] is SegmentKind.SONG else SegmentKind.SIGN
    speakers = speakers_of(events.values, joined)
    if any(names.values()):
        speakers = [names[name] or seen for name, seen in zip(events.names, speakers, strict=True)]
    starts, ends = _times(events.starts, events.ends)
    columns.add(
        CueBatch(
            begins=events.begins,
            text_starts=events.text_starts,
            texts=events.texts,
            values=events.values,
            starts=starts,
            ends=ends,
            styles=_named(events.styles, styles),
            keys=[None] * len(events.begins),
            head_lines=0,
            lines=events.lines,
            kinds=kinds,
            speakers=speakers,
            text_ends=events.text_ends,
        )
    )
    return set(styles)


def _named(found: Sequence[bytes], names: Mapping[bytes, str]) -> Sequence[str | None]:
    if len(names) == 1:
        return [names[found[0]] or None] * len(found)
    return [names[name] or None for name in found]


def _times(
    starts: Sequence[bytes], ends: Sequence[bytes]
) -> tuple[Sequence[int | None], Sequence[int | None]]:
    try:
        return spans_of(starts, ends)
    except ValueError:
        return list(map(_time, starts)), list(map(_time, ends))


def _time(stamp: bytes) -> int | None:
    try:
        return milliseconds(stamp)
    except ValueError:
        return None


def _kind(value: str, by_style: SegmentKind | None) -> SegmentKind | None:
    found = _POSITIONED.search(value) if "{" in value else None
    if found is None:
        return by_style
    return SegmentKind.SIGN if found[0].endswith("(") else SegmentKind.SONG


def _kind_of_style(name: str) -> SegmentKind | None:
    if _SONG_STYLE.search(name):
        return SegmentKind.SONG
    return SegmentKind.SIGN if _SIGN_STYLE.search(name) else None


def _undefined_styles(used: Mapping[bytes, int], defined: set[bytes]) -> Iterator[RawRemark]:
    """Yield a remark for the first use of each style that the file does not define."""
    for style, at in used.items():
        name = style.strip()
        if name and name not in defined and name.lstrip(b"*") not in defined:
            yield at, "FMT109", f"the style {name.decode()!r} is not defined"


FORMAT = AssFormat()
