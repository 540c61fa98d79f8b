"""The only place of the API that takes terms from other tools and gives them to others, by the shape of the file."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize import glossary
from localize.api.files import read_bytes
from localize.errors import UsageError
from localize.export import write_atomic
from localize.glossary.people import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.glossary.base import Concept
    from localize.glossary.people import People

SHAPES = ("yaml", "tbx", "tbx-dct", "xlsx", "csv", "weblate", "deepl", "knp")
"""What `export_terms` writes; ``tbx`` is the style DCA."""
TERM_FILES = (".yaml", ".yml", ".csv", ".tsv", ".tbx", ".xml", ".xlsx")
"""Endings of the files that `read_terms` reads."""

_PAIRS, _LOSSLESS = ("weblate", "deepl"), ("tbx", "tbx-dct", "xlsx")
_BY_SUFFIX = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".tbx": "tbx",
    ".xml": "tbx",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".tsv": "deepl",
}


@dataclass(frozen=True, slots=True)
class Import:
    """What `import_terms` did.

    Attributes:
        concepts: number of them.
        files: what was written.
        source: locale of the terms.
        left_out: lines of entries without a term in that language.
        company: sheets of people in the workbook that no file of people took.
    """

    concepts: int
    files: tuple[Path, ...]
    source: str
    left_out: tuple[int, ...]
    company: int = 0


@dataclass(frozen=True, slots=True)
class Export:
    """What `export_terms` wrote.

    Attributes:
        concepts: number of them.
        left_out: ids of those that the shape cannot hold.
        lossless: whether an import of the file gives the same concepts.
    """

    concepts: int
    left_out: tuple[str, ...]
    lossless: bool


@dataclass(frozen=True, slots=True)
class TermTable:
    """The concepts of a file in any shape, the locale of their terms, the lines that gave none, sheets of people."""

    concepts: tuple[Concept, ...]
    source: str = "zh-Hans"
    left_out: tuple[int, ...] = ()
    company: int = 0


def read_terms(
    path: Path, *, source: str = "", locale: str = "", category: str = "project", characters: bool = True
) -> TermTable:
    """Return the concepts of a term file of any shape. Reads the file.

    Args:
        path: of the file; its ending says the shape.
        source: locale of the terms, '' for Chinese where there is any, else the file's own.
        locale: of the targets, for tables that do not say it.
        category: of entries that name none.
        characters: whether the characters of a KNP are terms, too.

    Raises:
        LocalizeError: every problem of the file.
    """
    data, name = read_bytes(path, str(path)), str(path)
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return TermTable(glossary.load((path,), packs=()).concepts)
    if suffix in (".tbx", ".xml") or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        from localize.glossary.tbx_read import read_tbx

        base = read_tbx(data, name, source=source, category=category)
        return TermTable(base.concepts, base.source, base.left_out)
    if suffix == ".xlsx":
        return _sheet(data, name, category, characters=characters)
    from localize.glossary.pairs import looks_like_pairs, read_pairs

    if looks_like_pairs(data):
        return TermTable(read_pairs(data, name, locale=locale, category=category))
    return TermTable(glossary.import_csv(data, name, category=category, source=source or "zh-Hans"))


def _sheet(data: bytes, name: str, category: str, *, characters: bool) -> TermTable:
    """Return the concepts of a workbook: our own sheet, or that of key names and phrases."""
    from localize.errors import GlossaryError
    from localize.glossary.knp import read_knp
    from localize.glossary.xlsx import read_xlsx

    try:
        return TermTable(read_xlsx(data, name, category=category))
    except GlossaryError as ours:
        if "headings" not in ours.what:
            raise
        try:
            book = read_knp(data, name)
        except GlossaryError:
            raise ours from None
    from localize.api.terms_knp import concepts_of_knp

    concepts = concepts_of_knp(book, name, category, characters=characters)
    return TermTable(concepts, company=len(book.formality) + bool(book.address))


def import_terms(
    table: Path,
    output: Path,
    *,
    force: bool = False,
    source: str = "",
    locale: str = "",
    category: str = "",
    characters: bool = True,
) -> Import:
    """Turn a table of terms into a term file, or into one a category where the output is a folder.

    With `force` an existing file keeps its comments, its order and its other entries. Without `characters` the people
    of a KNP are left to `terms_people.take_knp`, and a workbook of nothing else writes no term file.

    Raises:
        ProblemsError: the table has problems. OutputError: a file exists or cannot be written.
        UsageError: the table holds several categories and the output is one file.
    """
    read = read_terms(
        table, source=source, locale=locale, category=category or "project", characters=characters
    )
    files = _files(read.concepts, category)
    is_folder = output.is_dir() or not output.suffix
    if len(files) > 1 and not is_folder:
        names = ", ".join(sorted(files))
        do = "name a folder for one file each, or put all into one with --category"
        raise UsageError(f"{table} holds {len(files)} categories or layers ({names}), a term file one", do=do)
    targets = {output / f"{name}.yaml" if is_folder else output: some for name, some in files.items()}
    if not targets and characters:
        raise UsageError(
            f"{table} holds no term in {read.source}", do="name the language of the terms with --from"
        )
    texts = {path: _merged(path, some, category, force=force) for path, some in targets.items()}
    for path, text in texts.items():
        write_atomic(path, text.encode(), force=force)
    return Import(len(read.concepts), tuple(targets), read.source, read.left_out, read.company)


def _files(concepts: Iterable[Concept], category: str) -> dict[str, list[Concept]]:
    """Return name → concepts of the term files that hold them: one a category, and more where an id has layers.

    The names sort as the layers do, the farthest first: ``food``, ``food~2``.
    """
    found: dict[str, list[Concept]] = {}
    for concept in concepts:
        home = category or concept.category
        names = (home if n == 1 else f"{home}~{n}" for n in itertools.count(1))
        name = next(n for n in names if all(c.id != concept.id for c in found.get(n, ())))
        found.setdefault(name, []).append(concept)
    return found


def _merged(path: Path, concepts: Iterable[Concept], category: str, *, force: bool) -> str:
    import dataclasses

    if category:
        concepts = [dataclasses.replace(concept, category=category) for concept in concepts]
    existing = read_bytes(path, str(path)).decode("utf-8-sig") if force and path.exists() else ""
    return glossary.dump(concepts, existing)


def export_terms(
    concepts: Sequence[Concept],
    output: Path,
    *,
    shape: str = "",
    locale: str = "",
    frequencies: Mapping[str, int] | None = None,
    people: People = NOBODY,
    force: bool = False,
) -> Export:
    """Write concepts as a file in the shape that its ending or the caller says.

    Args:
        concepts: of one glossary.
        output: the file; a folder for YAML, one file a category.
        shape, locale: one of `SHAPES`, '' for that of the ending; of the targets, for shapes of one pair.
        frequencies, people: id → occurrences, and the people of the work, for KNP.
        force: overwrite.

    Raises:
        UsageError: no such shape, or it needs a locale. OutputError: the file exists or cannot be written.
    """
    from localize.api.terms_knp import knp_of_concepts
    from localize.glossary.knp import write_knp

    shape = shape or _BY_SUFFIX.get(output.suffix.lower(), "" if output.suffix else "yaml")
    if shape not in SHAPES:
        do = f"pass --as with one of {', '.join(SHAPES)}"
        raise UsageError(f"{output} says no shape of term file", do=do)
    if shape in _PAIRS and not locale:
        raise UsageError(f"a {shape} table holds one pair of languages", do="name the target with --to")
    if shape == "yaml":
        return _export_yaml(concepts, output, force=force)
    if shape == "knp":
        book = knp_of_concepts(concepts, (locale,) if locale else (), frequencies, people=people)
        write_atomic(output, write_knp(book), force=force)
        return Export(len(book.rows), (), lossless=False)
    data, left_out = _written(concepts, shape, output, locale)
    write_atomic(output, data, force=force)
    return Export(len(concepts) - len(left_out), left_out, lossless=shape in _LOSSLESS)


def _written(
    concepts: Sequence[Concept], shape: str, output: Path, locale: str
) -> tuple[bytes, tuple[str, ...]]:
    from localize.glossary.exchange import export_csv
    from localize.glossary.pairs import write_deepl, write_weblate
    from localize.glossary.tbx import write_tbx
    from localize.glossary.xlsx import write_xlsx

    if shape == "weblate":
        table = write_weblate(concepts, locale)
        return table.data, table.left_out
    if shape == "deepl":
        table = write_deepl(concepts, locale, separator="," if output.suffix.lower() == ".csv" else "\t")
        return table.data, table.left_out
    if shape == "xlsx":
        return write_xlsx(concepts), ()
    if shape == "csv":
        return export_csv(concepts), ()
    return write_tbx(concepts, style="dct" if shape == "tbx-dct" else "dca"), ()


def _export_yaml(concepts: Sequence[Concept], output: Path, *, force: bool) -> Export:
    files = _files(concepts, "")
    if output.suffix and len(files) > 1:
        do = "name a folder for one file each"
        raise UsageError(f"the terms have {len(files)} categories or layers, a term file one", do=do)
    for name, some in files.items():
        path = output if output.suffix else output / f"{name}.yaml"
        write_atomic(path, glossary.dump(some).encode(), force=force)
    return Export(len(concepts), (), lossless=True)
