"""The only place that reads and writes the tables of other tools that hold one pair of languages: Weblate and DeepL.

DeepL's glossaries are rows of source and target without a header, optionally with the two languages; a phrase has at
most 1,024 bytes of UTF-8 and stands once (https://developers.deepl.com/docs/customize/managing-glossaries). Weblate's
CSV has a header with at least ``source`` and ``target`` (https://docs.weblate.org/en/latest/formats/csv.html).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, Place, ProblemsError, UsageError
from localize.glossary.base import Status
from localize.glossary.entries import concepts_of, grouped
from localize.glossary.languages import lenders
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.glossary.base import Concept, Rendering
    from localize.glossary.yamlfile import Value

PHRASE_BYTES = 1024
"""What DeepL takes of one phrase, in bytes of UTF-8."""
_WEBLATE = (
    "location",
    "source",
    "target",
    "id",
    "fuzzy",
    "context",
    "translator_comments",
    "developer_comments",
)


@dataclass(frozen=True, slots=True)
class PairTable:
    """A written table.

    Attributes:
        data: UTF-8.
        rows: pairs in it.
        left_out: ids of the concepts that have no pair in the locale, or one that the other tool refuses.
    """

    data: bytes
    rows: int
    left_out: tuple[str, ...]


def chosen(concept: Concept, locale: str) -> Rendering | None:
    """Return the rendering that a flat table gets: the first unconditional preferred one, nearest locale first.

    A name in Latin letters (``und-Latn``) serves where no locale has one of its own.
    """
    for tag in lenders(locale):
        usable = [r for r in concept.renderings if r.locale == tag and r.status is Status.PREFERRED]
        usable = [r for r in usable if "{" not in r.text]
        if usable:
            return next((r for r in usable if r.when is None), usable[0])
    return None


def write_deepl(concepts: Iterable[Concept], locale: str, *, separator: str = "\t") -> PairTable:
    """Return a DeepL glossary: source, target; each source phrase once, the first concept's."""
    rows: dict[str, str] = {}
    left_out: list[str] = []
    for concept in concepts:
        rendering = chosen(concept, locale)
        if rendering is None or not _fits(concept.term, rendering.text) or concept.term in rows:
            left_out.append(concept.id)
        else:
            rows[concept.term] = rendering.text
    out = io.StringIO()
    # DeepL reads TSV without quotes; no cell holds a tab, since the schema refuses control characters.
    if separator == "\t":
        writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    else:
        writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerows(rows.items())
    return PairTable(out.getvalue().encode(), len(rows), tuple(left_out))


def _fits(*phrases: str) -> bool:
    return all(len(phrase.encode()) <= PHRASE_BYTES for phrase in phrases)


def write_weblate(concepts: Iterable[Concept], locale: str) -> PairTable:
    """Return a glossary as Weblate's CSV: one row a rendering, forbidden ones too, marked in the comments."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_WEBLATE)
    count, left_out = 0, []
    for concept in concepts:
        nearest = next(
            (tag for tag in lenders(locale) if any(r.locale == tag for r in concept.renderings)), ""
        )
        mine = [r for r in concept.renderings if r.locale == nearest]
        if not mine:
            left_out.append(concept.id)
        first = chosen(concept, locale)
        for rendering in mine:
            # Without its condition only one of several preferred renderings can stay so.
            demoted = rendering.status is Status.PREFERRED and first not in (None, rendering)
            status = Status.ADMITTED if demoted else rendering.status
            flag = "" if status is Status.PREFERRED else f"status: {status.value}"
            writer.writerow(
                ["", concept.term, rendering.text, "", "", concept.id, flag, rendering.note or concept.note]
            )
            count += 1
    return PairTable(out.getvalue().encode(), count, tuple(left_out))


def looks_like_pairs(data: bytes) -> bool:
    """Return whether a table is one of Weblate or DeepL rather than one with a header row of locales."""
    rows = _rows(data)
    if not rows:
        return False
    head = [cell.strip().lower() for cell in rows[0][1]]
    if {"source", "target"} <= set(head):
        return True
    return 2 <= len(head) <= 4 and not any(_is_locale(cell) for cell in rows[0][1][:2])


def read_pairs(data: bytes, name: str, *, locale: str = "", category: str = "project") -> tuple[Concept, ...]:
    """Return the concepts of a table of Weblate or DeepL.

    Several rows of one source are its preferred, then its admitted renderings; Weblate's marks decide otherwise.

    Args:
        data: UTF-8.
        name: for messages.
        locale: of the targets; '' where each row names it (DeepL with four columns).
        category: of the concepts.

    Raises:
        UsageError: neither the caller nor the rows say the locale.
        ProblemsError: of `GlossaryError` (GLO008).
    """
    found = _by_source(data, name, locale)
    entries = [
        (category, _entry(term, renderings, category, name), line)
        for term, (line, renderings) in found.items()
    ]
    concepts, wrong = concepts_of(entries, name)
    if not entries:
        wrong = (GlossaryError("the table is empty", code="GLO008", place=Place(name, 1)),)
    if wrong:
        raise ProblemsError(wrong)
    return concepts


_Renderings = list[tuple[str, str, "dict[str, Value]"]]
"""Locale, status and what a glossary file says of a rendering, as `grouped` takes them."""


def _by_source(data: bytes, name: str, locale: str) -> dict[str, tuple[int, _Renderings]]:
    """Return each source phrase of a table with the line that has it first, and its renderings in their order."""
    found: dict[str, tuple[int, _Renderings]] = {}
    for line, pair in _pairs(_rows(data), locale):
        if not pair.locale:
            do = "name it with --to"
            raise UsageError(f"{name} does not say the language of its targets", do=do)
        _, mine = found.setdefault(pair.source, (line, []))
        known = any(rendering[:2] == (pair.locale, "preferred") for rendering in mine)
        status = pair.status or (Status.ADMITTED if known else Status.PREFERRED)
        item: dict[str, Value] = {"text": pair.target}
        if pair.note:
            item["note"] = pair.note
        mine.append((pair.locale, status.value, item))
    return found


def _entry(term: str, renderings: _Renderings, category: str, name: str) -> dict[str, Value]:
    """Return a source phrase and its renderings as an entry of a glossary file."""
    return {
        "id": f"{category}.{'_'.join(term.split()).replace(':', '_')}",
        "term": term,
        "strategy": "OFFICIAL",
        "renderings": grouped(renderings),
        "source": name,
    }


@dataclass(frozen=True, slots=True)
class _Pair:
    source: str
    target: str
    locale: str
    status: Status | None = None
    note: str = ""


def _pairs(rows: Sequence[tuple[int, list[str]]], locale: str) -> Iterator[tuple[int, _Pair]]:
    head = [cell.strip().lower() for cell in rows[0][1]] if rows else []
    named = {"source", "target"} <= set(head)
    for line, row in rows[1:] if named else rows:
        cells = [cell.strip() for cell in row]
        if named:
            values = dict(zip(head, cells, strict=False))
            marks = values.get("translator_comments", "")
            status = next((s for s in Status if marks.casefold().startswith(f"status: {s.value}")), None)
            pair = _Pair(
                values.get("source", ""),
                values.get("target", ""),
                locale,
                status,
                values.get("developer_comments", ""),
            )
        else:
            cells += [""] * (4 - len(cells))
            pair = _Pair(cells[0], cells[1], locale or (parse_locale(cells[3]).tag if cells[3] else ""))
        if pair.source and pair.target:
            yield line, pair


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    first = text.split("\n", 1)[0]
    separator = max("\t,;", key=first.count)
    lines = io.StringIO(text, newline="")
    if separator == "\t":
        reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(lines, delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append((line, row))
        line = reader.line_num + 1
    return rows


def _is_locale(cell: str) -> bool:
    try:
        parse_locale(cell)
    except UsageError:
        return False
    return True
