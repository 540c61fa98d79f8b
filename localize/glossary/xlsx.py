"""The only place that lays concepts out as a spreadsheet for people, one rendering a row, and takes them back.

The first row of a concept carries what belongs to the concept itself. Lists of words stand one a line; conditions and
other structures stand as JSON, so that nothing is lost on the way back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, Place, ProblemsError
from localize.glossary.entries import concepts_of, flat_renderings, grouped, whole_entry
from localize.glossary.workbook import CELL, read_workbook, write_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.glossary.base import Concept
    from localize.glossary.yamlfile import Value

SHEET = "terms"
_KEYS = ("concept", "category", "term", "hant")
_RENDERING = ("locale", "status", "text", "short", "forms", "when", "strategy", "note", "review", "source")
_WIDTHS = {"concept": 28, "term": 14, "hant": 14, "text": 30, "forms": 20, "when": 24, "note": 40}
_LINES = {"forms", "about stop", "about variants"}
"""Columns of plain words, one a line."""
_ABOUT = "about "
"""Begins the heading of a column that belongs to the concept, not to the rendering of the row."""


def write_xlsx(concepts: Iterable[Concept]) -> bytes:
    """Return concepts as a workbook with one sheet.

    Raises:
        GlossaryError: a text is longer than a cell may be.
    """
    rows = [row for concept in concepts for row in _rows(concept)]
    extra = sorted({key for row in rows for key in row} - {*_KEYS, *_RENDERING})
    columns = [*_KEYS, *_RENDERING, *extra]
    cells = [[row.get(column, "") for column in columns] for row in rows]
    for row in cells:
        if any(len(cell) > CELL for cell in row):
            what = f"{row[0]} has a text of more than {CELL:,} characters, a cell holds no more"
            raise GlossaryError(what, code="GLO008", do="export TBX instead")
    return write_workbook({SHEET: ([columns, *cells], [_WIDTHS.get(column, 16) for column in columns])})


def _rows(concept: Concept) -> list[dict[str, str]]:
    entry = whole_entry(concept)
    head = {"concept": concept.id, "category": concept.category, "term": concept.term, "hant": concept.hant}
    about = {
        f"{_ABOUT}{key}": _cell(f"{_ABOUT}{key}", value)
        for key, value in entry.items()
        if key not in ("id", "term", "hant", "renderings")
    }
    rows = [
        head | {"locale": locale, "status": status} | {key: _cell(key, value) for key, value in item.items()}
        for locale, status, item in flat_renderings(entry)
    ] or [dict(head)]
    rows[0] |= about
    return rows


def _cell(column: str, value: Value) -> str:
    if isinstance(value, str):
        odd = (
            value.startswith(("[", "{", '"')) or value in ("true", "false", "null") or value != value.strip()
        )
        return json.dumps(value, ensure_ascii=False) if odd or not value else value
    if column in _LINES and isinstance(value, list) and all(isinstance(word, str) for word in value):
        words = [str(word) for word in value]
        if not words[0].startswith("["):
            return "\n".join(words)
    return json.dumps(value, ensure_ascii=False)


def _value(column: str, cell: str) -> Value:
    if column in _LINES and not cell.startswith("["):
        return [line.strip() for line in cell.split("\n") if line.strip()]
    if cell.startswith(("[", "{", '"')) or cell in ("true", "false", "null"):
        try:
            value: Value = json.loads(cell)
        except ValueError:  # a person wrote it; the schema says what is wrong with it
            return cell
        return value
    return cell


def read_xlsx(data: bytes, name: str, *, category: str = "project") -> tuple[Concept, ...]:
    """Return the concepts of a workbook: every sheet with the headings concept or term, and text.

    Args:
        data: the file.
        name: for messages.
        category: of the rows that name none.

    Raises:
        GlossaryError: no workbook, or no sheet with the headings.
        ProblemsError: of `GlossaryError` (GLO008), every bad concept at once.
    """
    table = _Table(category)
    is_table = False
    for rows in read_workbook(data, name).values():
        heads = [head.strip() for head in rows[0]] if rows else []
        if not {"term", "text"} <= set(heads):
            continue
        is_table = True
        for number, cells in enumerate(rows[1:], 2):
            row = {h: cell for h, cell in zip(heads, cells, strict=False) if h and cell.strip()}
            if row:
                table.take(row, number)
    if not is_table:
        what = "no sheet has the headings concept, term, locale, status and text"
        raise GlossaryError(
            what, code="GLO008", do="begin with `localize glossary export`", place=Place(name, 1)
        )
    concepts, wrong = concepts_of(table.entries(), name)
    if wrong:
        raise ProblemsError(wrong)
    return concepts


_LAYER = ("scope", "level")
_LOCATING: Sequence[str] = (*_KEYS, "locale", "status")


@dataclass(slots=True)
class _Layer:
    """What the rows of a sheet say of one concept in one layer."""

    category: str
    entry: dict[str, Value]
    row: int
    renderings: list[tuple[str, str, dict[str, Value]]] = field(default_factory=list)


class _Table:
    """The concepts of a workbook as its rows come in; rows without a category are of the given one."""

    def __init__(self, category: str) -> None:
        self.category = category
        self.layers: dict[str, list[_Layer]] = {}
        self.in_order: list[_Layer] = []

    def take(self, row: Mapping[str, str], number: int) -> None:
        """Add one row to the concept that it names, or to the one of its term, in the layer that it names."""
        term = row.get("term", "").strip()
        home = row.get("category", "").strip() or self.category
        name = row.get("concept", "").strip() or f"{home}.{'_'.join(term.split()).replace(':', '_')}"
        about = {k.removeprefix(_ABOUT): _value(k, cell) for k, cell in row.items() if k.startswith(_ABOUT)}
        layers = self.layers.setdefault(name, [])
        nearer = bool(layers) and "strategy" in about
        if not layers or (nearer and any(about.get(k) != layers[-1].entry.get(k) for k in _LAYER)):
            entry: dict[str, Value] = {"id": name, "term": term}
            if hant := row.get("hant", "").strip():
                entry["hant"] = hant
            entry["strategy"] = "OFFICIAL"
            layers.append(_Layer(home, entry, number))
            self.in_order.append(layers[-1])
        layers[-1].entry.update(about)
        if not row.get("text", "").strip():
            return
        item: dict[str, Value] = {
            k: _value(k, cell) for k, cell in row.items() if not k.startswith(_ABOUT) and k not in _LOCATING
        }
        locale = row.get("locale", "").strip()
        status = row.get("status", "").strip().lower() or "preferred"
        layers[-1].renderings.append((locale, status, item))

    def entries(self) -> list[tuple[str, dict[str, Value], int]]:
        """Return the entries of a glossary file with their categories and rows, in the order of the rows."""
        for layer in self.in_order:
            if layer.renderings:
                layer.entry["renderings"] = grouped(layer.renderings)
        return [(layer.category, layer.entry, layer.row) for layer in self.in_order]
