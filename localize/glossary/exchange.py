"""The only place that exchanges terms with people's tables: CSV in and out, a term file out with its comments kept."""

from __future__ import annotations

import csv
import functools
import io
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, LocalizeError, Place, ProblemsError, UsageError
from localize.glossary.base import Concept, Rendering, Status, Strategy
from localize.glossary.entries import entry_of
from localize.glossary.load import read_concepts
from localize.glossary.schema import problems
from localize.glossary.yamledit import append_item, edit_item, round_trip_yaml
from localize.glossary.yamlfile import YamlFile, mapping_of
from localize.locales import parse_locale, same_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ruamel.yaml.comments import CommentedMap

    from localize.glossary.yamlfile import Path, Value

_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    locales: tuple[str, ...]
    source: int
    hant: int | None
    rows: tuple[tuple[int, list[str]], ...]


def import_csv(
    data: bytes, name: str, *, category: str = "project", source: str = "zh-Hans"
) -> tuple[Concept, ...]:
    """Return the concepts of a table of terms: a header row of locales, then one rendering a row.

    Several rows of one source term are its preferred, then its admitted renderings, in each locale on its own. A
    column of Traditional Chinese gives the Traditional form of the term.

    Args:
        data: UTF-8 (with or without a byte order mark), separated by commas, semicolons or tabs.
        name: for messages.
        category: of the concepts, and the first part of their ids.
        source: locale of the source column.

    Raises:
        ProblemsError: of `GlossaryError` (GLO008), every bad row at once.
    """
    table = _read_table(data, name, source)
    terms, lines, wrong = _gather(table)
    concepts = [_concept(term, columns, table, category, lines[term]) for term, columns in terms.items()]
    wrong.extend(_check(concepts, table))
    if wrong:
        raise ProblemsError(sorted(wrong, key=lambda p: (p.place.line or 0) if p.place else 0))
    return tuple(concepts)


def _gather(
    table: _Table,
) -> tuple[dict[str, dict[int, list[str]]], dict[str, int], list[LocalizeError]]:
    """Return the texts of each source term by column, the row where each term begins, and the bad rows."""
    wrong: list[LocalizeError] = []
    terms: dict[str, dict[int, list[str]]] = {}
    lines: dict[str, int] = {}
    for line, row in table.rows:
        place = Place(table.name, line)
        if len(row) > len(table.locales):
            what = f"the row has {len(row)} cells, the header {len(table.locales)}"
            do = "quote cells that hold the separator"
            wrong.append(GlossaryError(what, code="GLO008", do=do, place=place))
            continue
        cells = [cell.strip() for cell in row] + [""] * (len(table.locales) - len(row))
        term = cells[table.source]
        if not term:
            wrong.append(
                GlossaryError("the row has no source term", code="GLO008", do="fill it in", place=place)
            )
            continue
        lines.setdefault(term, line)
        columns = terms.setdefault(term, {})
        for column, cell in enumerate(cells):
            if cell and column != table.source and cell not in columns.setdefault(column, []):
                columns[column].append(cell)
    return terms, lines, wrong


def _read_table(data: bytes, name: str, source: str) -> _Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        bad = GlossaryError(
            "the table is not UTF-8", code="GLO008", do="save it as CSV UTF-8", place=Place(name, line)
        )
        raise ProblemsError([bad]) from None
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        bad = GlossaryError(
            f"not CSV: {error}", code="GLO008", do="check the quotes", place=Place(name, line)
        )
        raise ProblemsError([bad]) from None
    if not rows:
        bad = GlossaryError(
            "the table is empty", code="GLO008", do="write a header row of locales", place=Place(name, 1)
        )
        raise ProblemsError([bad])
    header_line, header = rows[0]
    return _header(name, header_line, [cell.strip() for cell in header], rows[1:], source)


def _header(
    name: str, line: int, header: list[str], rows: Sequence[tuple[int, list[str]]], source: str
) -> _Table:
    place = Place(name, line)
    problems: list[LocalizeError] = []
    locales: list[str] = []
    for cell in header:
        try:
            locales.append(parse_locale(cell).tag)
        except UsageError as error:
            problems.append(GlossaryError(error.what, code="GLO008", do=error.do, place=place))
    twice = sorted({tag for tag in locales if locales.count(tag) > 1})
    if twice:
        problems.append(
            GlossaryError(f"two columns of {twice[0]}", code="GLO008", do="keep one", place=place)
        )
    columns = [i for i, tag in enumerate(locales) if same_language(tag, source)]
    if not problems and len(columns) != 1:
        what = f"the header has {len(columns)} columns of the source {source}"
        problems.append(GlossaryError(what, code="GLO008", do=f"write one column {source}", place=place))
    if problems:
        raise ProblemsError(problems)
    hant = next((i for i, tag in enumerate(locales) if tag == "zh-Hant"), None)
    return _Table(name, tuple(locales), columns[0], hant, tuple(rows))


def _concept(
    term: str, columns: Mapping[int, Sequence[str]], table: _Table, category: str, line: int
) -> Concept:
    renderings = []
    for column, texts in sorted(columns.items()):
        if column == table.hant:
            continue
        for rank, text in enumerate(texts):
            status = Status.PREFERRED if rank == 0 else Status.ADMITTED
            renderings.append(
                Rendering(table.locales[column], text, status, Strategy.OFFICIAL, source=table.name)
            )
    hant = columns.get(table.hant, [""])[0] if table.hant is not None else ""
    identifier = f"{category}.{'_'.join(term.split()).replace(':', '_')}"
    return Concept(
        identifier, category, term, hant, Strategy.OFFICIAL, tuple(renderings), place=Place(table.name, line)
    )


def _check(concepts: Sequence[Concept], table: _Table) -> Iterator[LocalizeError]:
    """Yield what the schema says against the imported concepts, at their rows."""
    value: Value = {"category": "project", "concepts": [entry_of(concept) for concept in concepts]}
    lines: dict[Path, int] = {
        ("concepts", i): c.place.line for i, c in enumerate(concepts) if c.place and c.place.line
    }
    for problem in problems(YamlFile(table.name, value, lines)):
        yield GlossaryError(problem.what, code="GLO008", do=problem.do, place=problem.place)


def export_csv(concepts: Iterable[Concept], *, source: str = "zh-Hans") -> bytes:
    """Return concepts as a table that `import_csv` reads: a header row of locales, then one rendering a row.

    Holds the term, its Traditional form, and the preferred and admitted renderings; the rest has no column.
    """
    concepts = list(concepts)
    with_hant = any(concept.hant for concept in concepts)
    used = dict.fromkeys(r.locale for c in concepts for r in c.renderings)
    locales = [tag for tag in sorted(used) if not same_language(tag, source) and tag != "zh-Hant"]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([source, *(["zh-Hant"] if with_hant else []), *locales])
    for concept in concepts:
        columns = [list(dict.fromkeys(_accepted(concept, tag))) for tag in locales]
        for row in range(max(map(len, columns), default=1) or 1):
            hant = [concept.hant if row == 0 else ""] if with_hant else []
            cells = [texts[row] if row < len(texts) else "" for texts in columns]
            table.writerow([concept.term, *hant, *cells])
    return out.getvalue().encode()


def _accepted(concept: Concept, locale: str) -> Iterator[str]:
    for status in (Status.PREFERRED, Status.ADMITTED):
        yield from (r.text for r in concept.renderings if r.locale == locale and r.status is status)


def dump(concepts: Iterable[Concept], existing: str = "") -> str:
    """Return the text of a term file that holds some concepts.

    Args:
        concepts: all of one category.
        existing: text of the file so far, '' for a new one: its comments, order and other entries stay, an entry
            of the same id gets the renderings of the concept in the locales that the concept has.

    Raises:
        ProblemsError: the existing text is not a term file.
    """
    concepts = list(concepts)
    if existing.strip():
        return _onto(existing, concepts)
    return _fresh(
        concepts[0].category if concepts else "project", [entry_of(concept) for concept in concepts]
    )


def _fresh(category: str, entries: Sequence[dict[str, Value]]) -> str:
    """Return a new term file; written by libyaml, which takes a tenth of the time that ruamel.yaml takes."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    body = yaml.dump(entries, Dumper=dumper, allow_unicode=True, sort_keys=False, width=110)
    head = yaml.dump({"category": category}, Dumper=dumper, allow_unicode=True)
    return f"{head}concepts:\n{textwrap.indent(str(body), '  ')}" if entries else f"{head}concepts: []\n"


_NAME = "the existing term file"
_MANY = 12
"""Changed entries up to which each is written into its own lines; more are written with the whole file at once."""


def _onto(existing: str, concepts: Sequence[Concept]) -> str:
    known, wrong = read_concepts(existing.encode(), _NAME)
    if wrong:
        raise ProblemsError(wrong)
    at = {concept.id: index for index, concept in enumerate(known)}
    news = {c.id: c for c in concepts if c.id not in at or _news(c, known[at[c.id]])}
    if len(news) > _MANY:
        return _rewritten(existing, news)
    text = existing
    for identifier, concept in news.items():
        if identifier in at:
            put = functools.partial(_renew, concept=concept)
            text = edit_item(text, _NAME, "concepts", at[identifier], put)
        else:
            text = append_item(text, _NAME, "concepts", entry_of(concept))
    return text


def _news(concept: Concept, known: Concept) -> bool:
    """Return whether a concept says something that the entry of the same id does not say, in its own locales."""
    has, had = (mapping_of(entry_of(c).get("renderings")) for c in (concept, known))
    return any(had.get(locale) != said for locale, said in has.items())


def _renew(entry: CommentedMap, *, concept: Concept) -> None:
    for locale, said in mapping_of(entry_of(concept).get("renderings")).items():
        entry.setdefault("renderings", {})[locale] = said


def _rewritten(existing: str, news: Mapping[str, Concept]) -> str:
    from ruamel.yaml.comments import CommentedMap

    yaml = round_trip_yaml()
    root = yaml.load(existing)
    entries = {entry["id"]: entry for entry in root["concepts"]}
    for identifier, concept in news.items():
        if identifier in entries:
            old = entries[identifier].setdefault("renderings", CommentedMap())
            old.update(entry_of(concept).get("renderings") or {})
        else:
            root["concepts"].append(entry_of(concept))
    out = io.StringIO()
    yaml.dump(root, out)
    return out.getvalue()
