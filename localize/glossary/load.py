"""The only place that turns term files and packs into a glossary, every problem of every file at once."""

from __future__ import annotations

import fnmatch
import functools
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, LocalizeError, Place, ProblemsError
from localize.glossary.base import Concept, Condition, Rendering, ReviewState, Status, Strategy
from localize.glossary.collection import Glossary, merge
from localize.glossary.schema import problems
from localize.glossary.yamlfile import YamlFile, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from localize.glossary.yamlfile import Value

DEFAULT_PACKS = ("zh-Hans/*",)
_TABLES = (".csv", ".tsv")


def load(files: Iterable[str | Path] = (), *, packs: Iterable[str] = DEFAULT_PACKS) -> Glossary:
    """Return the glossary of some packs and files. Reads files.

    Args:
        files: term files of the project (YAML, or tables as `exchange.import_csv` reads them), the nearest
            (episode) last; a later one overrides an earlier one.
        packs: patterns over the packs that come with the package (``zh-Hans/*``, ``zh-Hans/food``); farther than
            every file.

    Raises:
        ProblemsError: of `GlossaryError`, every problem of every file.
    """
    found: list[LocalizeError] = []
    concepts: list[tuple[Concept, ...]] = []
    sources: list[tuple[str, bytes]] = []
    for pattern in packs:
        try:
            sources.extend(source for source in pack_files(pattern) if source not in sources)
        except GlossaryError as error:
            found.append(error)
    for path in files:
        try:
            sources.append((str(path), Path(path).read_bytes()))
        except OSError as error:
            what = f"the term file cannot be read: {error.strerror}"
            found.append(GlossaryError(what, code="GLO006", do="check the path", place=Place(str(path))))
    for name, data in sources:
        read, wrong = _read_table(data, name) if name.lower().endswith(_TABLES) else read_concepts(data, name)
        concepts.append(read)
        found.extend(wrong)
    if found:
        raise ProblemsError(found)
    return merge(concepts)


def _read_table(data: bytes, name: str) -> tuple[tuple[Concept, ...], tuple[LocalizeError, ...]]:
    from localize.glossary.exchange import import_csv  # which builds on this module

    try:
        return import_csv(data, name), ()
    except ProblemsError as error:
        return (), error.problems


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that come with the package: ``zh-Hans/food`` and so on."""
    root = resources.files("glossaries")
    names = [
        f"{folder.name}/{file.name.removesuffix('.yaml')}"
        for folder in root.iterdir()
        if folder.is_dir()
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    ]
    return tuple(sorted(names))


def pack_files(pattern: str) -> tuple[tuple[str, bytes], ...]:
    """Return (name, bytes) of the packs that a pattern names.

    Raises:
        GlossaryError: the pattern names none (GLO006).
    """
    names = [name for name in pack_names() if fnmatch.fnmatchcase(name, pattern)]
    if not names:
        do = f"use zh-Hans/* or one of {', '.join(pack_names())}"
        raise GlossaryError(f"no glossary pack is called {pattern!r}", code="GLO006", do=do)
    root = resources.files("glossaries")
    return tuple((f"glossaries/{name}.yaml", (root / f"{name}.yaml").read_bytes()) for name in names)


@functools.lru_cache(maxsize=256)
def read_concepts(data: bytes, name: str) -> tuple[tuple[Concept, ...], tuple[GlossaryError, ...]]:
    """Return the concepts of one term file and what is wrong with it; one of the two is empty."""
    try:
        file = read_yaml(data, name)
    except GlossaryError as error:
        return (), (error,)
    wrong = problems(file)
    if wrong:
        return (), wrong
    concepts, wrong = _concepts(file)
    return (() if wrong else concepts), wrong


def _concepts(file: YamlFile) -> tuple[tuple[Concept, ...], tuple[GlossaryError, ...]]:
    root = _mapping(file.value)
    concepts: dict[str, Concept] = {}
    wrong: list[GlossaryError] = []
    for index, item in enumerate(_list(root.get("concepts"))):
        concept = _concept(_mapping(item), root, file.place(("concepts", index)))
        if concept.id in concepts:
            first = concepts[concept.id].place
            what = f"the id {concept.id} stands twice; first in line {first.line if first else 0}"
            place = file.place(("concepts", index, "id"))
            wrong.append(GlossaryError(what, code="GLO007", do="give one of them another id", place=place))
        concepts.setdefault(concept.id, concept)
    return tuple(concepts.values()), tuple(wrong)


def _concept(item: dict[str, Value], root: dict[str, Value], place: Place) -> Concept:
    term = _text(item["term"])
    strategy = Strategy(_text(item["strategy"]))
    review = ReviewState(_text(item.get("review")) or _text(root.get("review")) or "draft")
    source = _text(item.get("source")) or _text(root.get("source"))
    variants = [_variant(value) for value in _list(item.get("variants"))]
    renderings = tuple(
        rendering
        for locale, value in _mapping(item.get("renderings")).items()
        for rendering in _renderings(
            locale, value, Rendering(locale, "", Status.PREFERRED, strategy, review=review, source=source)
        )
    )
    return Concept(
        id=_text(item["id"]),
        category=_text(root["category"]),
        term=term,
        hant=_text(item.get("hant")),
        strategy=strategy,
        renderings=renderings,
        variants=tuple(variant for variant, _ in variants),
        hant_variants=tuple(hant for _, hant in variants),
        when=_when(item.get("when")),
        stop=_words(item.get("stop")),
        homograph=_text(item.get("homograph")),
        convert=item.get("convert") is True,
        gloss={locale: _text(value) for locale, value in _mapping(item.get("gloss")).items()},
        note=_text(item.get("note")),
        review=review,
        place=place,
    )


def _variant(value: Value) -> tuple[str, str]:
    if isinstance(value, dict):
        return _text(value["term"]), _text(value["hant"])
    return _text(value), _text(value)


def _renderings(locale: str, value: Value, model: Rendering) -> list[Rendering]:
    if not isinstance(value, dict):
        return [_rendering(value, Status.PREFERRED, model)]
    out: list[Rendering] = []
    for status in Status:
        entries = value.get(status.value)
        if entries is None:
            continue
        out.extend(
            _rendering(entry, status, model)
            for entry in (entries if isinstance(entries, list) else [entries])
        )
    return out


def _rendering(value: Value, status: Status, model: Rendering) -> Rendering:
    item = value if isinstance(value, dict) else {"text": value}
    return Rendering(
        locale=model.locale,
        text=_text(item["text"]),
        status=status,
        strategy=Strategy(_text(item.get("strategy")) or model.strategy),
        short=_text(item.get("short")),
        forms=_words(item.get("forms")),
        when=_when(item.get("when")),
        note=_text(item.get("note")),
        review=ReviewState(_text(item.get("review")) or model.review),
        source=_text(item.get("source")) or model.source,
    )


def _when(value: Value) -> Condition | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return Condition()
    vocative = value.get("vocative")
    return Condition(
        genres=_words(value.get("genres")),
        eras=_words(value.get("eras")),
        mediums=_words(value.get("mediums")),
        vocative=vocative if isinstance(vocative, bool) else None,
        speaker_gender=_text(value.get("speaker_gender")) or None,
        addressee_gender=_text(value.get("addressee_gender")) or None,
        relation=_text(value.get("relation")) or None,
        before=_words(value.get("before")),
        after=_words(value.get("after")),
        context=_words(value.get("context")),
        absent=_words(value.get("absent")),
        any=tuple(branch for item in _list(value.get("any")) if (branch := _when(item)) is not None),
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _words(value: Value) -> tuple[str, ...]:
    return tuple(_text(word) for word in _list(value))
