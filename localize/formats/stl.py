"""Owns EBU-STL (.stl), the exchange file of broadcasters: a binary header and text blocks of 128 bytes.

A subtitle is one block, or several with extension numbers. Control codes at the edges of a row (boxes, colours, double
height) are layout and stay; inside a row they are tags: ``<i>``, ``<u>`` or ``<x03>``. A target is written where the
text fields have room for it and the code page has its letters; blocks are never added, because that renumbers the file.
There is no code page with Han. `Segment.line` is the number of the block. Teletext shows 40 columns: the layout checks
see to that, not this module. Specification: EBU Tech 3264-1991.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import HostileInputError, ParseError, Place, ProblemsError, RenderError
from localize.formats import iso6937
from localize.formats.base import Likelihood, ParseOptions, Probe
from localize.formats.cues import closed_up, kind_of, speaker_of
from localize.formats.lines import remarked
from localize.formats.splice import spliced
from localize.model import Document, Encoding, Segment, SegmentId, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.formats.base import Patch

_HEADER, _BLOCK, _FIELD = 1024, 128, 16
_UNUSED, _NEW_LINE = 0x8F, 0x8A
_LAST, _USER_DATA = 0xFF, 0xFE
_PAGES = {b"00": "", b"01": "iso8859-5", b"02": "iso8859-6", b"03": "iso8859-7", b"04": "iso8859-8"}
_TAGS = {0x80: "<i>", 0x81: "</i>", 0x82: "<u>", 0x83: "</u>"}
_CODES = {tag: code for code, tag in _TAGS.items()}
_TAG = re.compile(r"</?[iu]>|<x[0-9A-F]{2}>")
_LEAD = re.compile(rb"[\x00-\x20\x84-\x9f]*+")
_ROWS = re.compile(rb"([^\x8a]*)(\x8a*)")


class _Row(NamedTuple):
    """One row of a subtitle: control codes and blanks before and after the text, and the breaks that follow."""

    lead: bytes
    text: bytes
    trail: bytes
    breaks: bytes


class EbuStlFormat:
    """EBU-STL."""

    name = "stl"
    bilingual = False

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if the header names a disk format such as ``STL25.01``."""
        found = re.fullmatch(rb"[0-9 ]{3}STL[0-9]{2}\.[0-9]{2}", probe.data[:11]) is not None
        return Likelihood.CERTAIN if found else Likelihood.NO

    def load(self, data: bytes, name: str, options: ParseOptions) -> Document:
        """Return the parsed file."""
        if len(data) > options.max_bytes:
            what = f"the file has {len(data):,} bytes, the limit is {options.max_bytes:,}"
            do = "split it, or raise ParseOptions.max_bytes"
            raise HostileInputError(what, do=do, place=Place(name, 1))
        if len(data) < _HEADER or data[3:6] != b"STL":
            what = f"an EBU-STL file begins with a header of {_HEADER} bytes that names STL25.01 or the like"
            raise ParseError(what, do="get it again; a text .stl is the format spruce", place=Place(name, 1))
        page = _PAGES.get(data[12:14])
        if page is None:
            what = f"the code page {data[12:14].decode('ascii', 'replace')!r} is not defined"
            raise ParseError(what, do="it must be 00 to 04", code="ENC001", place=Place(name, 1))
        rate = int(data[6:8]) if data[6:8].isdigit() and int(data[6:8]) else 25
        remarks = list[tuple[int, str, str]]()
        if (len(data) - _HEADER) % _BLOCK:
            last = (len(data) - _HEADER) // _BLOCK + 1
            remarks.append((last, "FMT103", "the file ends inside a block: its beginning is kept as it is"))
        segments = [
            s for n, blocks in enumerate(_subtitles(data), 1) for s in _segment(data, n, blocks, page, rate)
        ]
        return Document(
            name=name,
            format=self.name,
            data=data,
            encoding=Encoding(page or "iso8859-1", b"", 1.0, "declared"),
            newline="\n",
            segments=tuple(segments),
            remarks=remarked(remarks),
            meta={"disk_format": data[3:11].decode("ascii", "replace"), "code_page": data[12:14].decode()},
        )

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank lines and blank edges of lines, which are layout here."""
        target = closed_up(target.replace("\r\n", "\n").replace("\r", "\n"))
        return "\n".join(line.strip(" \t") for line in target.split("\n"))

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the bytes of each text field as characters of the same numbers.

        Raises:
            RenderError: the text fields have no room for the target, or the code page lacks a character.
        """
        data, spans = document.data, segment.spans
        page = _PAGES[document.meta["code_page"].encode()]
        try:
            rows = _rows(b"".join(_used(data, span.start, span.end) for span in spans))
            new = _written(target, rows, _lead(data, spans[0].start), page)
        except UnicodeEncodeError as error:
            char = error.object[error.start]
            what = f"{char!r} (U+{ord(char):04X}) in segment {segment.id} is not in the code page of this EBU-STL"
            do = "reword it, or deliver another format: EBU-STL has Latin, Cyrillic, Greek, Arabic, Hebrew only"
            raise RenderError(what, do=do, code="FMT005", place=Place(document.name, segment.line)) from None
        room = sum(span.end - span.start for span in spans)
        fields = _shared_out(new, [span.end - span.start for span in spans], accents=not page)
        if fields is None:
            what = f"the target of segment {segment.id} needs {len(new)} bytes, its text fields have {room}"
            do = "shorten it, or split the subtitle in the program that made the file"
            raise RenderError(what, do=do, place=Place(document.name, segment.line))
        return [field.decode("latin-1") for field in fields]

    def body(self, document: Document) -> bytes:
        """Return the bytes that spans count in: the file."""
        return document.data

    def slots(self, document: Document) -> list[Span]:
        """Return everything that a translation may change: the text fields after the layout of their first row."""
        data = document.data
        return [span for blocks in _subtitles(data) for span in _spans(data, blocks)]

    def splice(self, document: Document, patches: Sequence[Patch]) -> bytes:
        """Return the file with the patches put in."""
        return spliced(document.data, patches)

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches for segments and their fitted targets, in file order."""
        found: list[Patch] = []
        problems: list[RenderError] = []
        for segment, target in targets:
            try:
                new = self.escape(target, segment, document)
            except RenderError as error:
                problems.append(error)
            else:
                found += zip(segment.spans, (field.encode("latin-1") for field in new), strict=True)
        if problems:
            raise problems[0] if len(problems) == 1 else ProblemsError(problems)
        return sorted(found, key=lambda patch: patch[0].start)

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return None: every target is proved."""
        return None

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return id and value of every subtitle of a rendered file."""
        parsed = self.load(data, document.name, ParseOptions(max_bytes=max(len(data), 1)))
        return {segment.id: segment.source for segment in parsed.segments}


def _subtitles(data: bytes) -> Iterator[list[int]]:
    """Yield the offsets of the blocks of each subtitle; comments and user data are skipped."""
    blocks: list[int] = []
    for start in range(_HEADER, len(data) - _BLOCK + 1, _BLOCK):
        extension, comment = data[start + 3], data[start + 15]
        if extension == _USER_DATA or comment == 1:
            continue
        if blocks and data[start : start + 3] != data[blocks[0] : blocks[0] + 3]:
            yield blocks  # the last block of the one before is missing
            blocks = []
        blocks.append(start)
        if extension == _LAST:
            yield blocks
            blocks = []
    if blocks:
        yield blocks


def _used(data: bytes, start: int, end: int) -> bytes:
    """Return a text field up to its unused rest."""
    unused = data.find(_UNUSED, start, end)
    return data[start : end if unused < 0 else unused]


def _spans(data: bytes, blocks: Sequence[int]) -> list[Span]:
    """Return the text fields of a subtitle, the first without the layout before its text."""
    layout = _LEAD.match(_used(data, blocks[0] + _FIELD, blocks[0] + _BLOCK))
    starts = [layout.end() if layout else 0, *(0 for _ in blocks[1:])]
    return [Span(at + _FIELD + lead, at + _BLOCK) for at, lead in zip(blocks, starts, strict=True)]


def _segment(data: bytes, number: int, blocks: Sequence[int], page: str, rate: int) -> list[Segment]:
    fields = [_used(data, start + _FIELD, start + _BLOCK) for start in blocks]
    content = b"".join(fields)
    rows = _rows(content)
    source = _value(rows, page)
    if not source:
        return []
    block = (blocks[0] - _HEADER) // _BLOCK + 1
    return [
        Segment(
            id=SegmentId(str(number)),
            source=source,
            spans=tuple(_spans(data, blocks)),
            line=block,
            text_line=block,
            kind=kind_of(source),
            start_ms=_milliseconds(data[blocks[0] + 5 : blocks[0] + 9], rate),
            end_ms=_milliseconds(data[blocks[0] + 9 : blocks[0] + 13], rate),
            speaker=speaker_of(source),
        )
    ]


def _milliseconds(code: bytes, rate: int) -> int:
    hours, minutes, seconds, frames = code
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + round(frames * 1000 / rate)


def _is_edge(code: int) -> bool:
    return code <= 0x20 or 0x84 <= code <= 0x9F  # 80 to 83 are italics and underline: tags, even at the edge


def _rows(content: bytes) -> list[_Row]:
    """Return the rows of a subtitle, empty ones too."""
    rows = []
    for match in _ROWS.finditer(content):
        row, breaks = match.groups()
        if not row and not breaks:
            continue
        left = next((i for i, code in enumerate(row) if not _is_edge(code)), len(row))
        right = next((i for i in range(len(row), left, -1) if not _is_edge(row[i - 1])), left)
        rows.append(_Row(row[:left], row[left:right], row[right:].strip(b" "), breaks))
    return rows or [_Row(b"", b"", b"", b"")]


def _value(rows: Sequence[_Row], page: str) -> str:
    return "\n".join(_decoded(row.text, page) for row in rows if row.text)


def _decoded(text: bytes, page: str) -> str:
    """Return the text of a row, control codes inside it as tags."""
    out = []
    for piece in re.findall(rb"[\x00-\x1f\x80-\x9f]|[^\x00-\x1f\x80-\x9f]+", text):
        if piece[0] < 0x20 or 0x80 <= piece[0] <= 0x9F:
            out.append(_TAGS.get(piece[0], f"<x{piece[0]:02X}>"))
        else:
            out.append(piece.decode(page, "replace") if page else iso6937.decoded(piece))
    return "".join(out)


def _encoded(text: str, page: str) -> bytes:
    """Return the bytes of a row.

    Raises:
        UnicodeEncodeError: the code page lacks a character, or it is a control character.
    """
    out, last = bytearray(), 0
    for match in [*_TAG.finditer(text), None]:
        plain = text[last : match.start() if match else len(text)]
        new = plain.encode(page) if page else iso6937.encoded(plain)
        control = next((i for i, char in enumerate(plain) if char < " " or "\x7f" <= char <= "\x9f"), None)
        if control is not None:
            raise UnicodeEncodeError(page or "iso6937", plain, control, control + 1, "control character")
        out += new
        if match:
            out.append(_CODES[match[0]] if match[0] in _CODES else int(match[0][2:4], 16))
            last = match.end()
    return bytes(out)


def _lead(data: bytes, start: int) -> bytes:
    """Return the control codes of the first row, which stand before its span."""
    field = start - (start - _HEADER) % _BLOCK + _FIELD
    return data[field:start].rpartition(bytes((_NEW_LINE,)))[2]


def _written(target: str, old: Sequence[_Row], lead: bytes, page: str) -> bytes:
    """Return the content of the text fields after the first row's lead, in the layout that the rows had."""
    shown = [row for row in old if row.text] or list(old[:1])
    breaks = next((row.breaks for row in old if row.breaks), bytes((_NEW_LINE,)))
    lines = target.split("\n") if target else []
    out = bytearray()
    for n, line in enumerate(lines):
        row = shown[min(n, len(shown) - 1)]
        if n:
            out += breaks + (row.lead if len(shown) > 1 else lead)
        out += _encoded(line, page) + row.trail
    return bytes(out)


def _shared_out(content: bytes, sizes: Sequence[int], *, accents: bool) -> list[bytes] | None:
    """Return the content cut into fields of these sizes, the rest filled up; None if there is no room."""
    fields, at = [], 0
    for size in sizes:
        end = at + size
        if accents and end < len(content) and end > at and content[end - 1] in iso6937.ACCENT_BYTES:
            end -= 1
        fields.append(content[at:end].ljust(size, bytes((_UNUSED,))))
        at = min(end, len(content))
    return fields if at >= len(content) else None


FORMAT = EbuStlFormat()
