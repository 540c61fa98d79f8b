"""Owns tables in text (.csv, .tsv): strings with their translations in columns, or one language replaced in place.

https://www.rfc-editor.org/rfc/rfc4180, and what spreadsheets and game engines make of it. What the columns hold,
`localize.formats.table_roles` says. The slot of a translation is its cell with the delimiters since the last cell
that is not empty, so that a row that is too short can be filled up; a missing column is made with its heading. In a
table that is replaced in place the slot holds the source, so there `Segment.target` is the source.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.csv_cells import Cell, Dialect, dialect_of, rows_of
from localize.formats.idents import Idents
from localize.formats.splice import TextFormat
from localize.formats.table_roles import Roles, facts_of, is_known_table, roles_of
from localize.model import Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_SAMPLE: Final = 200


class CsvFormat(TextFormat):
    """CSV and TSV."""

    name = "csv"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY for headings that are known, POSSIBLE for any rows of the same length."""
        head = probe.head.replace("\r\n", "\n").replace("\r", "\n")
        if len(head) >= 65_000:
            head = head[: head.rfind("\n") + 1]
        scan = head.encode("utf-8", "replace")
        dialect = dialect_of(scan)
        if dialect is None or head.lstrip().startswith(("<", "{", "[", "WEBVTT", "---")):
            return Likelihood.NO
        rows = [[cell.value for cell in row] for row in islice(rows_of(scan, dialect), _SAMPLE)]
        if is_known_table(rows):
            return Likelihood.LIKELY
        widths = {len(row) for row in rows if row != [""]}
        return Likelihood.POSSIBLE if len(widths) <= 2 and max(widths, default=0) > 1 else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts of a table, row by row."""
        table = _Table(source, options.target_locale)
        segments = list(table.segments())
        meta = {
            "delimiter": table.dialect.delimiter,
            "quoting": table.dialect.quoting,
            "line_break": table.line_break,
            "columns": table.described(),
        }
        if table.heading is not None:
            meta["heading"] = table.heading
        if options.target_locale:
            meta["target_locale"] = options.target_locale
        return Parsed(tuple(placed(segments, source)), (), meta)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return delimiters and cell; for the first segment of a table whose column is missing its heading before."""
        dialect = Dialect(document.meta["delimiter"], document.meta["quoting"])
        raws = [document.data[span.start : span.end].decode(document.encoding.name) for span in segment.spans]
        *gaps, raw = raws
        carried: list[str] = []
        if document.segments[0].id == segment.id and (count := int(document.meta["columns"].rpartition("+")[2] or 0)):
            carried, gaps = gaps[:count], gaps[count:]
            if "heading" in document.meta:
                heading = dialect.written(document.meta["heading"], "", document.meta["line_break"])
                carried = [*[dialect.delimiter] * (count - 1), heading]
        cell = dialect.written(target, raw, document.meta["line_break"])
        return [*carried, *[dialect.delimiter] * len(gaps), cell]
