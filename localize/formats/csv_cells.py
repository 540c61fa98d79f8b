"""The only place that reads rows of delimited cells with exact offsets, and writes a cell as its file does."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.errors import HostileInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DELIMITERS: Final = "\t,;|"
MAX_CELLS: Final = 300_000
"""Of one row; a spreadsheet has no more than 16,384 columns."""
_SAMPLE_ROWS: Final = 100
_SAMPLE_BYTES: Final = 262_144
_QUOTED: Final = "quoted"
_ALL_QUOTED: Final = "all"
_LITERAL: Final = "literal"
_ESCAPE = re.compile(r"\\(?:n(?![\[<])|t|\\)")
_ESCAPED: Final = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}


class Cell(NamedTuple):
    """One cell.

    Attributes:
        begin, end: of its bytes, quotes included.
        value: what it says, line breaks as LF.
    """

    begin: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file writes its cells.

    Attributes:
        delimiter: the character between cells.
        quoting: ``quoted`` where needed, ``all`` cells with text, or ``literal``: quotes mean nothing, and ``\\n``,
            ``\\t`` and ``\\\\`` stand for what a cell cannot hold.
    """

    delimiter: str
    quoting: str

    @property
    def is_literal(self) -> bool:
        """Whether quotes mean nothing."""
        return self.quoting == _LITERAL

    def written(self, value: str, raw: str, line_break: str) -> str:
        """Return a cell with a value.

        Args:
            value: what it is to say.
            raw: what stood there before; its quotes are kept.
            line_break: what stands for a line break inside quotes.
        """
        if self.is_literal:
            return re.sub(
                r"\\(?=[nt\\])|[\n\t]", lambda m: {"\\": "\\\\", "\n": "\\n", "\t": "\\t"}[m[0]], value
            )
        if not value and not raw.startswith('"'):
            return ""
        needed = any(ch in value for ch in f'{self.delimiter}"\n\r') or value != value.strip()
        if needed or raw.startswith('"') or (not raw and self.quoting == _ALL_QUOTED):
            inner = value.replace('"', '""').replace("\n", line_break)
            return f'"{inner}"'
        return value


def dialect_of(
    scan: bytes, is_header: Callable[[list[str]], bool], *, is_tsv: bool = False
) -> Dialect | None:
    """Return how a file writes its cells, None if it has no cells: no delimiter divides its rows alike.

    Args:
        scan: its text as `SourceText.scan` has it.
        is_header: tells headings that are known; what divides the first row into such is the delimiter.
        is_tsv: whether the file is named as one with tabs; believed if its first row has one.
    """
    sample = scan[:_SAMPLE_BYTES]
    if len(scan) > len(sample):
        sample = sample[: sample.rfind(b"\n") + 1]
    named = re.match(rb"(?:\xef\xbb\xbf)?sep=([,;|\t])\r*\n", sample)
    candidates: str = named[1].decode() if named else DELIMITERS
    if is_tsv and b"\t" in sample.split(b"\n", 1)[0]:
        return Dialect("\t", _quoting(sample, "\t"))
    best, best_score = "", 0.0
    for delimiter in candidates:
        first = next(rows_of(sample, Dialect(delimiter, _QUOTED)), [])
        if len(first) > 1 and is_header([cell.value for cell in first]):
            return Dialect(delimiter, _quoting(sample, delimiter))
        widths = _widths(sample, Dialect(delimiter, _quoting(sample, delimiter)))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = count / widths.total() * (1 + min(width, 50) / 1_000) if width > 1 else 0.0
        mark = delimiter.encode()
        score *= 1 - 0.5 * sample.count(mark + b" ") / max(sample.count(mark), 1)  # a comma of a sentence
        if score > best_score:
            best, best_score = delimiter, score
    if best_score < (0.0 if named else 0.6) or not best:
        # A row of headings decides where the rest is uneven: people leave out what is empty at the end.
        line = sample.split(b"\n", 1)[0]
        best = max(DELIMITERS, key=lambda delimiter: line.count(delimiter.encode()))
        if best.encode() not in line:
            return None
    return Dialect(best, _quoting(sample, best))


def _widths(sample: bytes, dialect: Dialect) -> Counter[int]:
    widths: Counter[int] = Counter()
    for number, row in enumerate(rows_of(sample, dialect)):
        if number >= _SAMPLE_ROWS:
            break
        if len(row) > 1 or row[0].value:
            widths[len(row)] += 1
    return widths


def _quoting(sample: bytes, delimiter: str) -> str:
    mark = re.escape(delimiter.encode())
    whole = re.findall(rb'(?:^|(?<=%b)|(?<=\n))"((?:[^"]|"")*+)"(?=%b|\r*\n|\r*\Z)' % (mark, mark), sample)
    if delimiter == "\t":
        opened = len(re.findall(rb'(?:^|(?<=\t)|(?<=\n))"', sample))
        is_needed = any(b'"' in inner or b"\t" in inner or b"\n" in inner for inner in whole)
        if len(whole) < opened or (not is_needed and re.search(rb"\\[nt](?![A-Za-z\[<])", sample)):
            return _LITERAL
    cells = sum(len(line.split(delimiter.encode())) for line in sample.split(b"\n")[:_SAMPLE_ROWS])
    return _ALL_QUOTED if whole and min(len(whole), 4 * _SAMPLE_ROWS) >= 0.6 * cells else _QUOTED


def rows_of(scan: bytes, dialect: Dialect) -> Iterator[list[Cell]]:
    """Yield the rows of a file, blank ones as one empty cell.

    Like the standard library's reader: a quote opens only at the beginning of a cell, and what follows the closing
    one up to the delimiter belongs to the cell as it is.
    """
    mark = re.escape(dialect.delimiter.encode())
    plain = rb"[^%b\n\r]*+" % mark  # `SourceText.scan` has a CR only before LF
    quoted = rb"" if dialect.is_literal else rb'(?:"((?:[^"]|"")*+)(?:"|\Z))?+'
    cell = re.compile(quoted + rb"(" + plain + rb")(\r*+(?:\n|\Z)|%b)" % mark)
    row: list[Cell] = []
    position, size = 0, len(scan)
    while position < size or row:
        match = cell.match(scan, position)
        if match is None:
            raise AssertionError(f"no cell at byte {position}")
        ended = match.lastindex or 0
        row.append(Cell(match.start(), match.start(ended), _value(match, dialect)))
        if len(row) > MAX_CELLS:
            raise HostileInputError(
                f"a row has more than {MAX_CELLS:,} cells", do="divide it, or get the file again"
            )
        position = match.end()
        if match[ended] != dialect.delimiter.encode():
            yield row
            row = []


def is_unclosed(raw: bytes, dialect: Dialect) -> bool:
    """Return whether a cell, quotes included, lacks its closing quote: then it is the last one of its file."""
    return not dialect.is_literal and re.fullmatch(rb'"(?:[^"]|"")*+', raw) is not None


def _value(match: re.Match[bytes], dialect: Dialect) -> str:
    if dialect.is_literal:
        value = match[1].decode()
        return _ESCAPE.sub(lambda m: _ESCAPED[m[0]], value) if "\\" in value else value
    if match[1] is None:
        return match[2].decode()
    inner = match[1].replace(b'""', b'"').decode()
    if "\r" in inner:
        inner = inner.replace("\r\n", "\n").replace("\r", "\n")
    return inner + match[2].decode()
