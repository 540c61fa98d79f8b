"""Owns Excel workbooks (.xlsx, .xlsm): string tables like those of CSV, or all texts of a workbook replaced in place.

ECMA-376 part 1, 18. What the columns of a sheet hold, `localize.formats.table_roles` says; sheets without known
headings are left alone, unless no sheet of the workbook has any: then every text is replaced in place.

A written cell becomes an inline string in its sheet, with the look of the longest run that it had; the table of
shared strings is never touched, so a string that many cells share changes only where it is asked to. A column that
is missing is made with its heading, and the noted size of sheet and rows is put right. Formulas stay. Lines are rows.
What a sheet does not show can be said: `ParseOptions.columns`. Messages of MessageFormat with options
give a text for each option.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from localize.errors import ParseError, RenderError
from localize.formats.base import Parsed, ParseOptions
from localize.formats.idents import Idents
from localize.formats.message_hosts import MessagePairs
from localize.formats.ooxml import Package, PackageFormat, main_part, package_of, part_source, relations
from localize.formats.table_choice import roles_for
from localize.formats.table_roles import Roles, facts_of, rows_above
from localize.formats.xlsx_sheets import (
    Merged,
    Row,
    Shared,
    SharedReader,
    SheetReader,
    column_letters,
    column_number,
    protected,
)
from localize.formats.xml_inline import escaped
from localize.formats.xml_spans import Element, Reader, scan
from localize.model import Remark, Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import Patch
    from localize.formats.ooxml import Part
    from localize.formats.zip_container import Container
    from localize.model import Document

_LONGEST: Final = 32_767
_SAMPLE: Final = 200
_START = re.compile(r"<([\w.\-:]+)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)\s*/?>")
_TYPE = re.compile(r"\s+(?:t|cm|vm)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_STYLE = re.compile(r"\ss\s*=\s*[\"'](\d+)[\"']")


@dataclass(frozen=True)
class _Sheet:
    """A sheet with the roles of its columns."""

    name: str
    part: Part
    rows: tuple[Row, ...]
    roles: Roles | None
    dimension: tuple[int, int] | None
    merged: Merged

    @property
    def header(self) -> Row | None:
        """The row of headings."""
        return self.rows[0] if self.roles and self.roles.has_header and self.rows else None


class _Workbook(Reader):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "sheet"

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        ident = next((v for n, v in element.attributes.items() if n.endswith(":id")), "")
        self.sheets.append((element.get("name") or "", ident))


class _Strings(PackageFormat):
    """Excel, each text whole."""

    name = "xlsx"
    bilingual = True
    folder = "xl"

    def package(self, container: Container) -> Package:
        """Return the package with its sheets read."""
        return package_of(container, [path for _, path in _sheets(container)])

    def read(self, package: Package, options: ParseOptions, like: Document | None) -> Parsed:
        """Return the texts of all sheets, row by row."""
        is_whole = like is not None and "whole" in like.meta
        sheets = _read(package, options, is_whole=is_whole)
        if not is_whole and all(sheet.roles is None for sheet in sheets):
            if options.columns:
                do = "name headings, letters or numbers of columns that stand below headings"
                raise ParseError(f"no sheet has the columns {options.columns}", do=do)
            is_whole = True
        segments: list[Segment] = []
        remarks: list[Remark] = []
        ids = Idents()
        for sheet in sheets:
            if sheet.roles is not None and not is_whole:
                segments += _table(sheet, sheet.roles, ids)
                remarks += _hidden(sheet, sheet.roles)
            elif is_whole:
                segments += _texts(sheet, ids)
            elif sheet.rows:
                remarks.append(
                    Remark("FMT141", 1, f"the sheet {sheet.name} has no known headings: it is left alone")
                )
        if not segments and is_whole:
            remarks.append(Remark("FMT143", 1, "no cell of the workbook holds text"))
        return Parsed(tuple(segments), tuple(remarks), {"whole": "yes"} if is_whole else {})

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target with LF line breaks.

        Raises:
            RenderError: it is longer than a cell may be, or holds a character that XML cannot.
        """
        target = super().fit(target, segment)
        if len(target) > _LONGEST:
            what = f"the target of segment {segment.id} has {len(target):,} characters, a cell holds {_LONGEST:,}"
            raise RenderError(what, do="shorten it")
        return target

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the cell of a segment."""
        (span,) = segment.spans
        found = dict(self.patches(document, [(segment, target)]))
        return [found[span].decode()]

    def slots(self, document: Document) -> list[Span]:
        """Return all cells that may be written, with headings to be made and the noted sizes of sheet and rows."""
        spans: list[Span] = []
        is_whole = "whole" in document.meta
        for sheet in _read(self.reopened(document), ParseOptions.like(document), is_whole=is_whole):
            for row in sheet.rows[0 if is_whole else 1 :]:
                spans += [span for _, span in _slots_of(sheet, row, is_empty_too=True)]
            spans += [span for span, _ in _extras(sheet, {row.number for row in sheet.rows})]
        return sorted(set(spans), key=lambda span: (span.start, span.end))

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches of the cells and of what has to go with them."""
        package = self.reopened(document)
        sheets = _read(package, ParseOptions.like(document), is_whole="whole" in document.meta)
        asked = {segment.spans[0]: target for segment, target in targets}
        found: list[Patch] = []
        for sheet in sheets:
            written: set[int] = set()
            for row in sheet.rows:
                for column, span in _slots_of(sheet, row):
                    if span in asked:
                        written.add(row.number)
                        found.append((span, _written(sheet, row, column, asked[span]).encode()))
            if written and sheet.roles is not None and sheet.roles.heading is not None:
                found += [(span, new.encode()) for span, new in _extras(sheet, written) if new]
        return sorted(found, key=lambda patch: (patch[0].start, patch[0].end))


def _sheets(container: Container) -> list[tuple[str, str]]:
    """Return name and path of all worksheets, in the order of the workbook."""
    main = main_part(container, "xl")
    reader = _Workbook()
    scan(part_source(container, main), reader)
    related = relations(container, main)
    found: list[tuple[str, str]] = []
    for name, ident in reader.sheets:
        kind, path = related.get(ident, ("", ""))
        if (
            kind == "worksheet"
            and container.member(path) is not None
            and all(path != seen for _, seen in found)
        ):
            found.append((name, path))
    return found


def _read(package: Package, options: ParseOptions, *, is_whole: bool) -> list[_Sheet]:
    container = package.container
    main = main_part(container, "xl")
    path = next((path for kind, path in relations(container, main).values() if kind == "sharedStrings"), None)
    strings: list[Shared] = []
    if path is not None and container.member(path) is not None:
        source = part_source(container, path)
        shared = SharedReader(source.utf8)
        scan(source, shared)
        strings = shared.strings
    sheets: list[_Sheet] = []
    for (name, _), part in zip(_sheets(container), package.parts, strict=True):
        reader = SheetReader(part.source.utf8, strings)
        scan(part.source, reader)
        rows = tuple(row for row in reader.rows if row.cells)
        while rows and not is_whole and not any(cell.value.strip() for cell in rows[0].cells):
            rows = rows[1:]  # blank rows above the headings
        if not is_whole:
            rows = rows[rows_above([row.values() for row in rows[:_SAMPLE]]) :]
        roles = None if is_whole else _roles(rows, options)
        if roles is not None and not roles.has_header:
            roles = None  # without headings a sheet may be anything
        sheets.append(_Sheet(name, part, rows, roles, reader.dimension, reader.merged))
    return sheets


def _roles(rows: Sequence[Row], options: ParseOptions) -> Roles | None:
    """Return the roles of the columns of a sheet, None if it does not show them."""
    try:
        return roles_for([row.values() for row in rows[:_SAMPLE]], options)
    except ParseError:
        return None


def _slots_of(sheet: _Sheet, row: Row, *, is_empty_too: bool = False) -> Iterator[tuple[int, Span]]:
    """Yield the columns of a row whose cells may be written, with their places in the body.

    Of a table that is replaced in place that is the cells with text, or also those whose text was taken away.
    """
    roles = sheet.roles
    if roles is None or roles.target is None:
        columns = roles.texts if roles is not None else [cell.column for cell in row.cells]
        for column in columns:
            cell = row.at(column)
            if (
                cell is not None
                and not cell.is_formula
                and (cell.is_text or (is_empty_too and not cell.value))
            ):
                yield column, sheet.part.span(cell.begin, cell.end)
        return
    if sheet.merged.hides(row.number, roles.target):
        return  # nobody would see it
    cell = row.at(roles.target)
    if cell is None and row.inner >= 0:
        gap = row.gap(roles.target)
        yield roles.target, sheet.part.span(gap, gap)
    elif cell is not None and not cell.is_formula:
        yield roles.target, sheet.part.span(cell.begin, cell.end)


def _table(sheet: _Sheet, roles: Roles, ids: Idents) -> Iterator[Segment]:
    columns = roles.texts if roles.source is None else (roles.source,)
    for row in sheet.rows[1:]:
        values = row.values()
        facts = facts_of(roles, values)
        slots = dict(_slots_of(sheet, row))
        for column in columns:
            base = (
                facts.key
                if facts.key and len(columns) == 1
                else f"{facts.key or ''}{column_letters(column)}{row.number}"
            )
            ident = ids.unique(f"{sheet.name}!{base}")
            cell = row.at(column)
            slot = column if roles.target is None else roles.target
            if cell is None or not cell.is_text or not cell.value.strip() or slot not in slots:
                continue
            target = row.at(slot)
            yield Segment(
                id=ident,
                source=cell.value,
                spans=(slots[slot],),
                line=row.number,
                text_line=row.number,
                kind=SegmentKind.STRING if facts.speaker is None else SegmentKind.DIALOGUE,
                speaker=facts.speaker,
                scene=facts.scene,
                key=facts.key,
                note=facts.note,
                target=(target.value or None) if target is not None else None,
                max_length=facts.max_length,
                context=facts.context,
            )


def _hidden(sheet: _Sheet, roles: Roles) -> Iterator[Remark]:
    """Yield a remark for each text whose translation a merged range would hide."""
    for row in sheet.rows[1:]:
        cell = row.at(roles.source) if roles.source is not None else None
        if roles.target is None or cell is None or not cell.value.strip():
            continue
        if sheet.merged.hides(row.number, roles.target):
            what = f"in the sheet {sheet.name} merged cells cover the place of this translation"
            yield Remark("FMT152", row.number, what)


def _texts(sheet: _Sheet, ids: Idents) -> Iterator[Segment]:
    """Yield every text of a sheet, to be replaced in place."""
    for row in sheet.rows:
        for column, span in _slots_of(sheet, row):
            cell = row.at(column)
            if cell is None or not cell.value.strip():
                continue
            yield Segment(
                id=ids.unique(f"{sheet.name}!{column_letters(column)}{row.number}"),
                source=cell.value,
                spans=(span,),
                line=row.number,
                text_line=row.number,
                kind=SegmentKind.STRING,
                target=cell.value,
            )


def _written(sheet: _Sheet, row: Row, column: int, target: str) -> str:
    """Return the element of a cell that says a target."""
    cell = row.at(column)
    if cell is None:
        like = _style_of(sheet, row, column)
        return _element(row.name, f' r="{column_letters(column)}{row.number}"{like}', target, "")
    raw = sheet.part.source.utf8[cell.begin : cell.end].decode()
    start = _START.match(raw)
    if start is None:
        raise AssertionError("expat has accepted this tag")
    return _element(start[1], _TYPE.sub("", start[2]), target, cell.style)


def _style_of(sheet: _Sheet, row: Row, column: int) -> str:
    """Return the style for a new cell: that of the source of its row, of the last heading for a heading."""
    roles = sheet.roles
    source = roles.source if roles is not None and row is not sheet.header else None
    cell = row.at(source) if source is not None else next(reversed(row.cells), None)
    if cell is None:
        return ""
    match = _STYLE.search(sheet.part.source.utf8[cell.begin : cell.end].decode().partition(">")[0])
    return f' s="{match[1]}"' if match else ""


def _element(name: str, attributes: str, target: str, style: str) -> str:
    if not target:
        return f"<{name}{attributes}/>"
    prefix = name.rpartition(":")[0]
    prefix = f"{prefix}:" if prefix else ""
    text = escaped(protected(target), "utf-8")
    keep = ' xml:space="preserve"' if target != target.strip() or "\n" in target or "  " in target else ""
    text = f"<{prefix}t{keep}>{text}</{prefix}t>"
    if style.startswith(f"<{prefix}rPr"):  # else the shared strings name the namespace otherwise
        text = f"<{prefix}r>{style}{text}</{prefix}r>"
    return f'<{name}{attributes} t="inlineStr"><{prefix}is>{text}</{prefix}is></{name}>'


def _extras(sheet: _Sheet, written: set[int]) -> Iterator[tuple[Span, str]]:
    """Yield what a new column needs beside its cells: heading, size of the sheet, widths of rows.

    Of a column that is there, the same places with what is to be left as it is ('').
    """
    roles, header = sheet.roles, sheet.header
    if roles is None or roles.target is None or header is None:
        return
    column, heading = roles.target, roles.heading
    places = dict(_slots_of(sheet, header))
    if column in places:
        yield places[column], _written(sheet, header, column, heading) if heading else ""
    utf8 = sheet.part.source.utf8
    if sheet.dimension is not None:
        begin, end = sheet.dimension
        yield sheet.part.span(begin, end), _widened(utf8[begin:end].decode(), column) if heading else ""
    for row in sheet.rows:
        if row.width is not None and (row.number in written or row is header):
            begin, end = row.width
            old = utf8[begin:end].decode()
            first, _, last = old.partition(":")
            wider = f"{first}:{max(int(last), column + 1)}" if last.isdecimal() else old
            yield sheet.part.span(begin, end), wider if heading else ""


def _widened(reference: str, column: int) -> str:
    match = re.fullmatch(r"([A-Z]{1,3}\d+)(?::([A-Z]{1,3})(\d+))?", reference)
    if match is None or (match[2] and column_number(match[2]) >= column):
        return reference
    first = re.sub(r"\d", "", match[1])
    if match[2] is None:
        is_inside = column_number(first) >= column
        return (
            reference if is_inside else f"{match[1]}:{column_letters(column)}{re.sub(r'[A-Z]', '', match[1])}"
        )
    return f"{match[1]}:{column_letters(column)}{match[3]}"


class XlsxFormat(MessagePairs, _Strings):
    """Excel."""


FORMAT = XlsxFormat()
