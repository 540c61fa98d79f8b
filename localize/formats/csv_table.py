"""Owns tables in text (.csv, .tsv): strings with their translations in columns, or one language replaced in place.

https://www.rfc-editor.org/rfc/rfc4180, and what spreadsheets and game engines make of it. What the columns hold,
`localize.formats.table_roles` says. The slot of a translation is its cell with the delimiters since the last cell
that is not empty, so that a row that is too short can be filled up; a missing column is made with its heading. In a
table that is replaced in place the slot holds the source, so there `Segment.target` is the source. What a table does
not show can be said: `ParseOptions.columns`. Messages of MessageFormat with options give a text for each option.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from localize.errors import ParseError, Place
from localize.formats.base import COLUMNS, Likelihood, Parsed, ParseOptions
from localize.formats.csv_cells import Cell, Dialect, dialect_of, is_unclosed, rows_of
from localize.formats.idents import Idents
from localize.formats.message_hosts import MessagePairs
from localize.formats.packed import packed
from localize.formats.placing import in_bytes, in_place
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.table_choice import roles_for
from localize.formats.table_roles import Roles, RowFacts, facts_of, is_heading_row, rows_above
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.model import Document, SegmentId

_SAMPLE: Final = 200


class _Strings(TextFormat):
    """CSV and TSV, each string whole."""

    name = "csv"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY for headings that are known, POSSIBLE for any rows of the same length."""
        head = probe.head.replace("\r\n", "\n").replace("\r", "\n")
        if len(head) >= 65_000:
            head = head[: head.rfind("\n") + 1]
        scan = head.encode("utf-8", "replace")
        dialect = dialect_of(scan, is_heading_row)
        if dialect is None or head.lstrip().startswith(("<", "{", "[", "WEBVTT", "---")):
            return Likelihood.NO
        rows = [[cell.value for cell in row] for row in islice(rows_of(scan, dialect), _SAMPLE)]
        if rows and is_heading_row(rows[0]):
            return Likelihood.LIKELY
        widths = {len(row) for row in rows if row != [""]}
        return Likelihood.POSSIBLE if len(widths) <= 2 and max(widths, default=0) > 1 else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts of a table, row by row."""
        table = _Table(source, options)
        segments = in_place(packed(table.segments()), source)
        meta = {
            "delimiter": table.dialect.delimiter,
            "quoting": table.dialect.quoting,
            "line_break": _line_break(source),
            "columns": table.described(),
        }
        if table.roles.heading is not None:
            meta["heading"] = table.roles.heading
        if options.target_locale:
            meta["target_locale"] = options.target_locale
        if options.columns:
            meta[COLUMNS] = options.columns
        return Parsed(segments, (), meta)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the cell, with a delimiter for each span before it: those that its row still lacks."""
        span = segment.spans[-1]
        raw = document.data[span.start : span.end].decode(document.encoding.name)
        cell = _dialect(document).written(target, raw, document.meta["line_break"])
        return [*[document.meta["delimiter"]] * (len(segment.spans) - 1), cell]

    def slots(self, document: Document) -> list[Span]:
        """Return the slots of all rows; a row whose text is taken away is no segment any more."""
        source = rendered_source(document.data, document)
        table = _Table(source, ParseOptions.like(document))
        spans = [span for row in table.all_rows() for span in table.slots(row)]
        return in_bytes(sorted(spans, key=lambda span: (span.start, span.end)), source)

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches of the cells, and of the heading of a column that is still to be made."""
        found = super().patches(document, targets)
        if "heading" not in document.meta:
            return found
        source = rendered_source(document.data, document)
        table = _Table(source, ParseOptions.like(document))
        heading = _dialect(document).written(document.meta["heading"], "", document.meta["line_break"])
        row = next(row for row in table.all_rows() if table.is_heading(row))
        spans = in_bytes(table.missing(row), source)
        texts = [*[document.meta["delimiter"]] * (len(spans) - 1), heading]
        new = [text.encode(document.encoding.name) for text in texts]
        return [*zip(spans, new, strict=True), *found]

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the texts of the slots; delimiter and columns are the document's, whatever the new texts look like."""
        options = ParseOptions.like(document)
        table = _Table(rendered_source(document.data, document), options)
        table = _Table(rendered_source(data, document), options, like=table)
        return {segment.id: segment.target for segment in table.segments() if segment.target}


def _dialect(document: Document) -> Dialect:
    return Dialect(document.meta["delimiter"], document.meta["quoting"])


class _Table:
    """One pass over a file."""

    def __init__(self, source: SourceText, options: ParseOptions, like: _Table | None = None) -> None:
        self.source = source
        self.dialect: Dialect
        if like is not None:
            self.dialect = like.dialect
        else:
            is_tsv = source.name.lower().endswith((".tsv", ".tab"))
            self.dialect = dialect_of(source.scan, is_heading_row, is_tsv=is_tsv) or Dialect(",", "quoted")
        self._rows = rows_of(source.scan, self.dialect)
        self._head = list(islice(self._rows, _SAMPLE))
        if self._head and self._head[0][0].value.casefold().startswith("sep="):
            del self._head[0]  # a spreadsheet's own line
        del self._head[: rows_above([[cell.value for cell in row] for row in self._head[:_SAMPLE]])]
        if like is not None and like.roles.heading is None:
            found: Roles | None = like.roles
        else:
            found = roles_for([[cell.value for cell in row] for row in self._head], options)
        if found is None:
            what = "no column is known to hold text"
            do = "head the columns: key, source, target, or languages such as zh-Hans and en"
            raise ParseError(what, do=do, place=Place(source.name, 1))
        self.roles: Roles = found
        self._ids = Idents()
        self._line, self._at = 1, 0
        self._heading = (
            next((row for row in self._head if not _is_blank(row)), None) if found.has_header else None
        )

    def is_heading(self, row: Sequence[Cell]) -> bool:
        """Return whether a row is that of the headings."""
        return row is self._heading

    def described(self) -> str:
        """Return the columns for `Document.meta`: source>target, or those replaced in place."""
        roles = self.roles
        return ",".join(map(str, roles.texts)) if roles.target is None else f"{roles.source}>{roles.target}"

    def segments(self) -> Iterator[Segment]:
        """Yield the segments."""
        roles = self.roles
        columns = roles.texts if roles.source is None else (roles.source,)
        for number, row in enumerate(self.all_rows(), 1):
            if _is_blank(row) or self.is_heading(row):
                continue
            values = [cell.value for cell in row]
            facts = facts_of(roles, values)
            base = facts.key or f"row {number}"
            for column in columns:
                text = values[column] if column < len(row) else ""
                name = base if len(columns) == 1 else f"{base} {column + 1}"
                ident = self._ids.unique(name)
                if text.strip():
                    yield self._segment(ident, row, column, facts)

    def _segment(self, ident: SegmentId, row: Sequence[Cell], column: int, facts: RowFacts) -> Segment:
        slot = column if self.roles.target is None else self.roles.target
        cell = row[slot] if slot < len(row) else None
        return Segment(
            id=ident,
            source=row[column].value,
            spans=(Span(cell.begin, cell.end),) if cell else tuple(self.missing(row)),
            line=self._line_of(row[0].begin),
            text_line=self._line_of(cell.begin if cell else row[-1].end),
            kind=SegmentKind.STRING if facts.speaker is None else SegmentKind.DIALOGUE,
            speaker=facts.speaker,
            scene=facts.scene,
            key=facts.key,
            note=facts.note,
            target=(cell.value or None) if cell else None,
            max_length=facts.max_length,
            context=facts.context,
        )

    def all_rows(self) -> Iterator[list[Cell]]:
        """Yield the rows, that of the headings first; once only."""
        row: list[Cell] = []
        for row in chain(self._head, self._rows):
            yield row
        if row and is_unclosed(self.source.scan[row[-1].begin : row[-1].end], self.dialect):
            what = "a quote opens a cell here and does not end: the rest of the file would be one text"
            raise ParseError(what, do='close it, or double it ("")', place=self.source.place(row[-1].begin))

    def slots(self, row: Sequence[Cell]) -> list[Span]:
        """Return what of a row a translation may change, whether or not it holds a text.

        With a translation that is the delimiters since the last cell that is not empty, too: a row that is too short
        is filled up with them.
        """
        roles, column = self.roles, self.roles.target
        if column is None:
            cells = [] if self.is_heading(row) else [row[c] for c in roles.texts if c < len(row)]
            return [Span(cell.begin, cell.end) for cell in cells]
        first = min(column, len(row))
        while first > 1 and row[first - 1].begin == row[first - 1].end:
            first -= 1
        gaps = [Span(cell.begin - 1, cell.begin) for cell in row[max(first, 1) : column + 1]]
        return (
            [*gaps, Span(row[column].begin, row[column].end)]
            if column < len(row)
            else [*gaps, *self.missing(row)]
        )

    def missing(self, row: Sequence[Cell]) -> list[Span]:
        """Return the places of the delimiters and of the translation that a row lacks, all at its end."""
        end = row[-1].end
        return [Span(end, end)] * ((self.roles.target or 0) - len(row) + 2)

    def _line_of(self, position: int) -> int:
        at, scan = self._at, self.source.scan
        self._line += scan.count(b"\n", at, position) if position >= at else -scan.count(b"\n", position, at)
        self._at = position
        return self._line


def _is_blank(row: Sequence[Cell]) -> bool:
    return not any(cell.value.strip() for cell in row)


def _line_break(source: SourceText) -> str:
    """Return the line break inside quoted cells; spreadsheets write LF there and CR LF between rows."""
    scan = source.scan
    inner = re.search(rb'[,;\t|]"(?:[^"\r\n]|"")++(\r*\n)', scan)
    if inner is None or inner.start() > 1_000_000:
        return source.newline
    return "\r\n" if inner[1].startswith(b"\r") else "\n" if b"\r\n" in scan else source.newline


class CsvFormat(MessagePairs, _Strings):
    """CSV and TSV."""


FORMAT = CsvFormat()
