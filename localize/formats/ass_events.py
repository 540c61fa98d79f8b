"""The only place that finds sections and Dialogue lines of Advanced SubStation Alpha in its bytes."""

from __future__ import annotations

import re
from itertools import accumulate, chain, compress, repeat
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.source import RawRemark

_DIALOGUE = b"Dialogue:"
_TYPESET = re.compile(r"\\(?:p|move\(|[kK])")
_FORMATS = (b"\nFormat:", b"\nformat:")
_LF = ord("\n")
_PIECE = 65_536
"""Bytes of events that are read at once: what they become stays in the cache of the processor."""
_DEFAULT_FORMAT = (
    "layer",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
)
_SECTION = re.compile(rb"\[([^\]\n]{1,80})\][ \t]*\r*(?=\n|\Z)")
KNOWN_SECTION = re.compile(
    rb"(?i)script info|v4\+{0,2} styles\+?|events|fonts|graphics|aegisub project garbage|aegisub extradata"
)
_BINARY_SECTION = re.compile(rb"(?i)fonts|graphics")
_EVENT_LINE = re.compile(rb"(?i)(?:Comment|Format|Picture|Sound|Movie|Command)[ \t]*:|[;!]|[ \t]*\r*$")
_BLOCK = re.compile(r"\{[^{}]*\}")
ENDS_IN_BLOCK = re.compile(r"\}\s*(?:\0|\Z)")
"""Finds texts, joined by U+0000, that may be wordless."""
_NO_WORD = re.compile(r"(?:\{[^{}]*+\}|\\[hnN]|\s++)*+")
_DRAWING = re.compile(r"\\p([0-9]+)")


class Events(NamedTuple):
    """Some Dialogue lines of a file, one list a field; positions are bytes of `SourceText.scan`.

    Attributes:
        is_typeset: whether one of the texts may be drawn, placed or timed by syllables.
        text_ends: positions behind the texts, None where they are still to be counted.
        placed: numbers of those whose drawing in front, which is no part of the text, says where they stand.
    """

    lines: Sequence[int]
    begins: list[int]
    starts: Sequence[bytes]
    ends: Sequence[bytes]
    styles: Sequence[bytes]
    names: Sequence[bytes]
    text_starts: list[int]
    text_ends: list[int] | None
    texts: list[bytes]
    values: list[str]
    is_typeset: bool
    placed: Sequence[int]


class _Order(NamedTuple):
    """Where the fields of an event stand, by the Format line; -1 where it does not have them."""

    start: int
    end: int
    style: int
    name: int
    text: int
    width: int

    @classmethod
    def of(cls, names: Sequence[str]) -> _Order:
        """Return the order of lower-case field names; the text is the last field if none is named so."""
        at = {name: i for i, name in enumerate(names)}
        speaker = at.get("name", at.get("actor", -1))
        text = at.get("text", len(names) - 1)
        return cls(at.get("start", -1), at.get("end", -1), at.get("style", -1), speaker, text, len(names))

    def columns(self, lines: Sequence[bytes]) -> list[list[bytes]] | None:
        """Return the fields of Dialogue lines, one list a field, None if some line is no such or not whole."""
        if self.text != self.width - 1:
            return None
        split = map(bytes.split, lines, repeat(b","), repeat(self.text))
        fields, width = list(chain.from_iterable(split)), self.width  # none has more than `width`
        if len(fields) != width * len(lines) or any(first[:9] != _DIALOGUE for first in set(fields[::width])):
            return None
        return [fields[at::width] for at in range(width)]

    def split_all(self, lines: Sequence[bytes]) -> list[list[bytes] | None]:
        """Return the fields of each Dialogue line, None for others; a text may hold commas, wherever it stands."""
        at, behind = self.text, self.width - 1 - self.text
        rows = [line.split(b",", at) if line[:9].capitalize() == _DIALOGUE else None for line in lines]
        for row in rows if behind else ():  # the specification wants Text last; some writers do not
            if row is not None and len(row) > at:
                row[-1:] = row[-1].rsplit(b",", behind)
        return rows


def _headers(scan: bytes) -> Iterator[re.Match[bytes]]:
    at = 0
    while True:
        match = _SECTION.match(scan, at) if scan[at - 1 : at] in (b"", b"\n") else None
        if match is not None:
            yield match
        at = scan.find(b"[", at + 1)  # one character is found ten times faster than two
        if at < 0:
            return


def sections(scan: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield name in lower case, start and end of each section.

    Fonts and graphics are uuencoded: a line of theirs may look like a header, so there only known names end them.
    """
    name, start = b"", 0
    for match in _headers(scan):
        if _BINARY_SECTION.fullmatch(name) and not KNOWN_SECTION.fullmatch(match[1]):
            continue
        yield name, start, match.start()
        name, start = match[1].strip().lower(), match.end() + 1
    yield name, start, len(scan)


def events_of(scan: bytes, start: int, end: int, remarks: list[RawRemark]) -> Iterator[Events]:
    """Yield the Dialogue lines of one [Events] section; appends lines that are nothing known to the remarks."""
    order = _Order.of(_DEFAULT_FORMAT)
    heads = _format_lines(scan, start - 1, end)
    number, counted = 1, 0
    for at, stop in zip(heads or [end], [*heads[1:], end], strict=True):
        begin = start
        if at < end:
            line_end = scan.find(b"\n", at, end)
            line_end = end if line_end < 0 else line_end
            order = _Order.of([name.strip().lower() for name in scan[at + 7 : line_end].decode().split(",")])
            if at != heads[0] or not scan[start:at].strip():
                begin = min(line_end + 1, end)
        number += scan.count(b"\n", counted, begin)
        counted = begin
        yield from _events_of(scan, (begin, stop), number, order, remarks)


def _format_lines(scan: bytes, start: int, end: int) -> list[int]:
    """Return where the lines begin that name the fields of the events below them."""
    found = []
    for head in _FORMATS:
        at = scan.find(head, max(start, 0), end)
        while at >= 0:
            found.append(at + 1)
            at = scan.find(head, at + 1, end)
    return sorted(found)


def _events_of(
    scan: bytes, part: tuple[int, int], number: int, order: _Order, remarks: list[RawRemark]
) -> Iterator[Events]:
    """Yield the Dialogue lines between two places whose fields have this order; the first is in line `number`."""
    start, end = part
    while start < end:
        stop = scan.find(b"\n", start + _PIECE, end) + 1 or end
        batch = scan[start : stop - (scan[stop - 1] == _LF)].split(b"\n")
        bounds = list(accumulate([len(line) + 1 for line in batch], initial=start))
        start = stop
        numbers: Sequence[int] = range(number, number + len(batch))
        number += len(batch)
        columns = order.columns(batch)
        if columns is None:  # something else stands between the events
            split = order.split_all(batch)
            remarks += _foreign_lines(bounds, batch, split, order.width)
            whole = [row is not None and len(row) == order.width for row in split]
            numbers, begins = list(compress(numbers, whole)), list(compress(bounds, whole))
            ends = [bound - 1 for bound in compress(bounds[1:], whole)]
            rows = [row for row in compress(split, whole) if row is not None]
            columns = list(map(list, zip(*rows, strict=True)))
        else:
            begins, ends = bounds[:-1], [bound - 1 for bound in bounds[1:]]
        if columns:
            yield _columns(order, numbers, begins, ends, columns)


def _foreign_lines(
    positions: list[int], lines: list[bytes], split: list[list[bytes] | None], width: int
) -> Iterator[RawRemark]:
    """Yield remarks for lines that are no event, and for Dialogue lines that are not whole."""
    for at, line, row in zip(positions, lines, split, strict=False):  # and where the last line ends
        if row is None and not _EVENT_LINE.match(line):
            yield at, "FMT107", "the line is no event that is known and is kept as it is"
        elif row is not None and len(row) != width:
            yield at, "FMT108", "the event has fewer fields than its Format line"


def _columns(
    order: _Order,
    numbers: Sequence[int],
    begins: list[int],
    ends: list[int],
    columns: list[list[bytes]],
) -> Events:
    texts = columns[order.text]
    text_starts = list(map(sub, ends, map(len, texts)))
    if order.text < order.width - 1:
        behind = [sum(map(len, row)) + len(row) for row in zip(*columns[order.text + 1 :], strict=True)]
        text_starts = list(map(sub, text_starts, behind))
    if order.text == 0:
        text_starts = list(map(len(_DIALOGUE).__add__, text_starts))
        texts = [text[len(_DIALOGUE) :] for text in texts]
    elif 0 in order[:-2]:
        columns[0] = [field[len(_DIALOGUE) :] for field in columns[0]]
    joined = b"\0".join(texts)
    text_ends = ends if order.text == order.width - 1 and b"\r" not in joined else None
    if b"\r" in joined:
        texts = [text.rstrip(b"\r") for text in texts]
        joined = joined.replace(b"\r", b"")
    values, is_typeset = _values(joined)
    placed = _cut_drawings(values, text_starts, texts) if is_typeset else []
    nothing = (b"",) * len(begins)
    starts, stops, styles, names = (columns[at] if at >= 0 else nothing for at in order[:4])
    return Events(
        lines=numbers,
        begins=begins,
        starts=starts,
        ends=stops,
        styles=styles,
        names=names,
        text_starts=text_starts,
        text_ends=None if is_typeset else text_ends,
        texts=texts,
        values=values,
        is_typeset=is_typeset,
        placed=placed,
    )


def _values(joined: bytes) -> tuple[list[str], bool]:
    """Return texts, which are given joined by U+0000, decoded, and whether one may be drawn, placed or timed."""
    words = joined.decode().replace("\\N", "\n")
    values = words.split("\0")
    if any(map(str.isspace, values)):
        values = ["" if value.isspace() else value for value in values]
    if ENDS_IN_BLOCK.search(words) is not None:
        values = ["" if is_wordless(value) else value for value in values]
    return values, _TYPESET.search(words) is not None


def is_wordless(text: str) -> bool:
    r"""Return whether a text is nothing but override blocks, the last at its end, blanks and line breaks.

    >>> is_wordless(r"{\k10} {\k20}"), is_wordless(r"{\i1}a{\i0}"), is_wordless("")
    (True, False, False)
    """
    return _NO_WORD.fullmatch(text) is not None and text.rstrip()[-1:] == "}"


def _cut_drawings(values: list[str], text_starts: list[int], texts: list[bytes]) -> list[int]:
    r"""Take drawings off the edges of the values, and off the texts in the file; returns which were placed by them.

    Between ``{\p1}`` and ``{\p0}`` stand drawing commands and no words.
    """
    placed = []
    for i, value in enumerate(values):
        if "\\p" in value and _DRAWING.search(value):
            before, value_kept, _ = _split_drawing(value)
            raw_before = before.replace("\n", "\\N").encode()
            text_starts[i] += len(raw_before)
            texts[i] = value_kept.replace("\n", "\\N").encode()
            values[i] = "" if not value_kept.strip() else value_kept
            if "\\pos(" in before or "\\move(" in before:
                placed.append(i)
    return placed


def _split_drawing(text: str) -> tuple[str, str, str]:
    """Return drawing before, words, and drawing after; a drawing between words stays with the words."""
    words: list[tuple[int, int]] = []
    drawn: list[tuple[int, int]] = []
    level = last = 0
    for match in [*_BLOCK.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[last:end].strip():
            (drawn if level else words).append((last, end))
        if match:
            for found in _DRAWING.finditer(match[0]):
                level = int(found[1][:3])
            last = match.end()
    if not words:
        return text, "", ""
    start, end = 0, len(text)
    for drawing in drawn:
        block = _BLOCK.match(text, drawing[1])
        if drawing[1] <= words[0][0] and block:
            start = block.end()
        elif drawing[0] >= words[-1][1]:
            end = min(end, text.rindex("{", 0, drawing[0]))
    return text[:start], text[start:end], text[end:]
