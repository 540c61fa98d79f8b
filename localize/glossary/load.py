"""The only place that turns term files and packs into a glossary, every problem of every file at once."""

from __future__ import annotations

import dataclasses
import fnmatch
import functools
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, LocalizeError, Place, ProblemsError
from localize.glossary.base import Concept, Condition, Rendering, ReviewState, Status, Strategy
from localize.glossary.collection import Glossary, merge
from localize.glossary.kept import keep, recall
from localize.glossary.people_load import read_people
from localize.glossary.schema import problems
from localize.glossary.scopes import Episodes, Level, Reach, parse_episodes
from localize.glossary.yamlfile import YamlFile, list_of, mapping_of, read_yaml, text_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.glossary.yamlfile import Value

DEFAULT_PACKS = ("zh-Hans/*",)
_TABLES = (".csv", ".tsv")
_STATUSES = tuple((status.value, status) for status in Status)


def load(
    files: Iterable[str | Path] = (),
    *,
    packs: Iterable[str] = DEFAULT_PACKS,
    people: Iterable[str | Path] = (),
) -> Glossary:
    """Return the glossary of some packs and files, with the people of a work. Reads files.

    Args:
        files: term files of the project (YAML, or tables as `exchange.import_csv` reads them), the nearest
            (episode) last; a later one overrides an earlier one.
        packs: patterns over the packs that come with the package (``zh-Hans/*``, ``zh-Hans/food``); farther than
            every file.
        people: files of people, nearer than every term.

    Raises:
        ProblemsError: of `GlossaryError`, every problem of every file.
    """
    found: list[LocalizeError] = []
    layers: list[tuple[Concept, ...]] = []
    sources: dict[str, bytes] = {}
    for pattern in packs:
        try:
            sources.update(pack_files(pattern))
        except GlossaryError as error:
            found.append(error)
    for name, data in sources.items():
        read, wrong = _read_pack(data, name)
        layers.append(read)
        found.extend(wrong)
    for name, data in _bytes(files, "term file", found):
        reader = _read_table if name.lower().endswith(_TABLES) else read_concepts
        read, errors = reader(data, name)
        layers.append(read)
        found.extend(errors)
    company, faults = read_people(tuple(_bytes(people, "people file", found)))
    found.extend(faults)
    if found:
        raise ProblemsError(found)
    return merge(layers, people=company)


def _bytes(files: Iterable[str | Path], what: str, found: list[LocalizeError]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file that can be read; the others are added to the problems."""
    for path in files:
        try:
            yield str(path), Path(path).read_bytes()
        except OSError as error:
            why = f"the {what} cannot be read: {error.strerror}"
            found.append(GlossaryError(why, code="GLO006", do="check the path", place=Place(str(path))))


def _at(level: Level, concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    """Return the concepts at a level, unless their own scope is nearer."""
    return tuple(
        c if c.reach.bounded else dataclasses.replace(c, reach=dataclasses.replace(c.reach, level=level))
        for c in concepts
    )


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


@functools.lru_cache(maxsize=64)
def _read_pack(data: bytes, name: str) -> tuple[tuple[Concept, ...], tuple[GlossaryError, ...]]:
    """Return what `read_concepts` does of a pack, from what was kept of it where that is its own."""
    if (known := recall(data, name)) is not None:
        return _at(Level.PACKS, _concepts(*known)), ()
    concepts, wrong = _read(data, name, kept=True)
    return _at(Level.PACKS, concepts), wrong


@functools.lru_cache(maxsize=256)
def read_concepts(data: bytes, name: str) -> tuple[tuple[Concept, ...], tuple[GlossaryError, ...]]:
    """Return the concepts of one term file and what is wrong with it; one of the two is empty."""
    return _read(data, name)


def _read(
    data: bytes, name: str, *, kept: bool = False
) -> tuple[tuple[Concept, ...], tuple[GlossaryError, ...]]:
    try:
        file = read_yaml(data, name)
    except GlossaryError as error:
        return (), (error,)
    wrong = sorted((*problems(file), *_doubled(file)), key=lambda e: (e.place.line or 0) if e.place else 0)
    if wrong:
        return (), tuple(wrong)
    if kept:
        keep(data, file)
    root = mapping_of(file.value)
    places = [file.place(("concepts", n)) for n in range(len(list_of(root.get("concepts"))))]
    return _concepts(root, places), ()


def _concepts(root: dict[str, Value], places: Sequence[Place]) -> tuple[Concept, ...]:
    items = zip(list_of(root.get("concepts")), places, strict=True)
    return tuple(_concept(mapping_of(item), root, place) for item, place in items)


def _doubled(file: YamlFile) -> Iterator[GlossaryError]:
    """Yield ids that stand twice; whatever else is wrong with the file, so that one run tells all of it."""
    entries = file.value.get("concepts") if isinstance(file.value, dict) else None
    first: dict[Value, int] = {}
    for index, item in enumerate(entries if isinstance(entries, list) else ()):
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str) or not name:
            continue
        if name in first:
            what = f"the id {name} stands twice; first in line {file.place(('concepts', first[name])).line}"
            place = file.place(("concepts", index, "id"))
            yield GlossaryError(what, code="GLO007", do="give one of them another id", place=place)
        first.setdefault(name, index)


def _concept(item: dict[str, Value], root: dict[str, Value], place: Place) -> Concept:
    sys.audit("localize.read")
    term = text_of(item["term"])
    strategy = Strategy(text_of(item["strategy"]))
    review = ReviewState(text_of(item.get("review")) or text_of(root.get("review")) or "draft")
    source = text_of(item.get("source")) or text_of(root.get("source"))
    variants = [_variant(value) for value in list_of(item.get("variants"))]
    renderings: list[Rendering] = []
    for locale, value in mapping_of(item.get("renderings")).items():
        model = Rendering(locale, "", Status.PREFERRED, strategy, review=review, source=source)
        renderings += _renderings(value, model)
    return Concept(
        id=text_of(item["id"]),
        category=text_of(root["category"]),
        term=term,
        hant=text_of(item.get("hant")),
        strategy=strategy,
        renderings=tuple(renderings),
        variants=tuple(variant for variant, _ in variants),
        hant_variants=tuple(hant for _, hant in variants),
        when=_when(item.get("when")),
        stop=words_of(item.get("stop")),
        homograph=text_of(item.get("homograph")),
        convert=item.get("convert") is True,
        gloss={locale: text_of(value) for locale, value in mapping_of(item.get("gloss")).items()},
        note=text_of(item.get("note")),
        review=review,
        place=place,
        reach=_reach({**mapping_of(root.get("scope")), **mapping_of(item.get("scope"))}),
    )


def _reach(value: dict[str, Value]) -> Reach:
    """Return where a concept exists; its level is that of the nearest thing that its scope names."""
    episodes, season = _episodes(value), text_of(value.get("season"))
    universe, work = text_of(value.get("universe")), text_of(value.get("work"))
    if episodes is not None:
        level = Level.EPISODE
    elif season:
        level = Level.SEASON
    else:
        level = Level.UNIVERSE if universe and not work else Level.WORK
    return Reach(
        level=level,
        universe=universe,
        work=work,
        season=int(season) if season else None,
        episodes=episodes,
        genres=words_of(value.get("genres")),
        eras=words_of(value.get("eras")),
        mediums=words_of(value.get("mediums")),
    )


def _episodes(value: dict[str, Value]) -> Episodes | None:
    text = text_of(value.get("episodes"))
    return parse_episodes(text) if text else None


def _variant(value: Value) -> tuple[str, str]:
    if isinstance(value, dict):
        return text_of(value["term"]), text_of(value["hant"])
    return text_of(value), text_of(value)


def _renderings(value: Value, model: Rendering) -> list[Rendering]:
    if not isinstance(value, dict):
        return [_rendering(value, Status.PREFERRED, model)]
    out: list[Rendering] = []
    for name, status in _STATUSES:
        if (entries := value.get(name)) is not None:
            listed = entries if isinstance(entries, list) else [entries]
            out += [_rendering(entry, status, model) for entry in listed]
    return out


def _rendering(value: Value, status: Status, model: Rendering) -> Rendering:
    if not isinstance(value, dict):  # most renderings of the packs are their words alone
        text = text_of(value)
        return Rendering(model.locale, text, status, model.strategy, review=model.review, source=model.source)
    strategy, review = text_of(value.get("strategy")), text_of(value.get("review"))
    unproved = (
        review == "draft" and model.review is ReviewState.REVIEWED
    )  # what the entry rests on says nothing of it
    return Rendering(
        locale=model.locale,
        text=text_of(value["text"]),
        status=status,
        strategy=Strategy(strategy) if strategy else model.strategy,
        short=text_of(value.get("short")),
        forms=words_of(value.get("forms")),
        when=_when(value.get("when")),
        note=text_of(value.get("note")),
        review=ReviewState(review) if review else model.review,
        source=text_of(value.get("source")) or ("" if unproved else model.source),
    )


def _when(value: Value) -> Condition | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return Condition()
    vocative = value.get("vocative")
    return Condition(
        genres=words_of(value.get("genres")),
        eras=words_of(value.get("eras")),
        mediums=words_of(value.get("mediums")),
        vocative=vocative if isinstance(vocative, bool) else None,
        speaker_gender=text_of(value.get("speaker_gender")) or None,
        addressee_gender=text_of(value.get("addressee_gender")) or None,
        relation=text_of(value.get("relation")) or None,
        speakers=words_of(value.get("speakers")),
        addressees=words_of(value.get("addressees")),
        episodes=_episodes(value),
        before=words_of(value.get("before")),
        after=words_of(value.get("after")),
        context=words_of(value.get("context")),
        absent=words_of(value.get("absent")),
        any=tuple(branch for item in list_of(value.get("any")) if (branch := _when(item)) is not None),
    )
