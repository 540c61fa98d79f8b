"""The only place that turns files of people into `People`, every problem of every file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import GlossaryError, UsageError
from localize.glossary.ledger import Entry
from localize.glossary.people import Form, Name, People, Person, Relation, Row
from localize.glossary.schema import breaches, empty_ranges
from localize.glossary.scopes import parse_episodes
from localize.glossary.yamlfile import list_of, mapping_of, read_yaml, text_of, words_of
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.glossary.scopes import Episodes
    from localize.glossary.yamlfile import Path, Value, YamlFile

_SCHEMA = "people.schema.json"
_WHO = ("speakers", "addressees", "between")
_ONE = ("speaker", "addressee", "subject")


def read_people(sources: Iterable[tuple[str, bytes]]) -> tuple[People, tuple[GlossaryError, ...]]:
    """Return the people of several files together and what is wrong with them; one of the two is empty.

    An id may be used in every file once its person stands in one of them.
    """
    files: list[YamlFile] = []
    wrong: list[GlossaryError] = []
    for name, data in sources:
        try:
            file = read_yaml(data, name)
        except GlossaryError as error:
            wrong.append(error)
            continue
        found = [*breaches(file, _SCHEMA)]
        wrong += found or [*empty_ranges(file), *_locales(file)]
        files.append(file)
    if not wrong:
        wrong += _identities(files)
    if wrong:
        wrong.sort(key=lambda e: (e.place.file, e.place.line or 0) if e.place else ("", 0))
        return People(), tuple(wrong)
    return People(
        tuple(person for file in files for person in _persons(file)),
        tuple(relation for file in files for relation in _relations(file)),
        tuple(row for file in files for row in _rows(file)),
        tuple(entry for file in files for entry in _entries(file)),
    ), ()


def _locales(file: YamlFile) -> Iterator[GlossaryError]:
    for path in file.lines:
        if len(path) > 2 and path[-2] in ("say", "forms") and path[-1] != "und-Latn":
            try:
                parse_locale(str(path[-1]))
            except UsageError as error:
                yield GlossaryError(error.what, code="GLO005", do=error.do, place=file.place(path))


def _identities(files: Sequence[YamlFile]) -> Iterator[GlossaryError]:
    """Yield ids that stand twice (GLO007) and ids of nobody (GLO008), and relations without two sides (GLO004)."""
    known: dict[str, str] = {}
    for file in files:
        for path, item in _items(file, "people"):
            place = file.place((*path, "id"))
            identifier = text_of(item.get("id"))
            if identifier in known:
                what = f"the id {identifier} stands twice; first in {known[identifier]}"
                yield GlossaryError(what, code="GLO007", do="give one of them another id", place=place)
            known.setdefault(identifier, str(place))
    for file in files:
        for path in file.lines:
            value = file.at(path)
            if isinstance(value, str) and _names_somebody(path) and value not in known:
                yield GlossaryError(
                    f"nobody has the id {value}",
                    code="GLO008",
                    do=f"use one of {', '.join(known)}",
                    place=file.place(path),
                )
        for path, given in _items(file, "relations"):
            if ("between" in given) == ("speakers" in given or "addressees" in given) or (
                "speakers" in given
            ) != ("addressees" in given):
                yield GlossaryError(
                    "a relation has two sides",
                    code="GLO004",
                    do="name two people in `between`, or `speakers` and `addressees`",
                    place=file.place(path),
                )


def _names_somebody(path: Path) -> bool:
    if len(path) >= 2 and path[-2] in _WHO:
        return True
    return len(path) >= 2 and path[0] == "ledger" and (path[-1] in _ONE or path[-2] == "pronouns")


def _items(file: YamlFile, section: str) -> Iterator[tuple[Path, dict[str, Value]]]:
    """Yield the path and the value of each item of a list at the root."""
    for index, item in enumerate(list_of(file.at((section,)))):
        yield (section, index), mapping_of(item)


def _persons(file: YamlFile) -> Iterator[Person]:
    for path, item in _items(file, "people"):
        yield Person(
            id=text_of(item.get("id")),
            names=tuple(
                Name(
                    term=text_of(name.get("term")),
                    hant=text_of(name.get("hant")),
                    say={tag: text_of(text) for tag, text in mapping_of(name.get("say")).items()},
                    episodes=_range(name.get("episodes")),
                    place=file.place((*path, "names", at)),
                )
                for at, name in enumerate(map(mapping_of, list_of(item.get("names"))))
            ),
            labels=words_of(item.get("labels")),
            gender=text_of(item.get("gender")),
            age=text_of(item.get("age")),
            rank=text_of(item.get("rank")),
            speech=text_of(item.get("speech")),
            note=text_of(item.get("note")),
            episodes=_range(item.get("episodes")),
            place=file.place(path),
        )


def _relations(file: YamlFile) -> Iterator[Relation]:
    for _, item in _items(file, "relations"):
        between = words_of(item.get("between"))
        yield Relation(
            kind=text_of(item.get("kind")),
            speakers=between[:1] or words_of(item.get("speakers")),
            addressees=between[1:] or words_of(item.get("addressees")),
            mutual=bool(between),
            episodes=_range(item.get("episodes")),
        )


def _rows(file: YamlFile) -> Iterator[Row]:
    for path, item in _items(file, "address"):
        yield Row(
            speakers=words_of(item.get("speakers")),
            addressees=words_of(item.get("addressees")),
            source=words_of(item.get("source")),
            hant=words_of(item.get("hant")),
            spoken_of=item.get("spoken_of") is True,
            forms={tag: _form(value) for tag, value in mapping_of(item.get("forms")).items()},
            episodes=_range(item.get("episodes")),
            note=text_of(item.get("note")),
            place=file.place(path),
        )


def _form(value: Value) -> Form:
    if not isinstance(value, dict):
        return Form(call=(text_of(value),))
    return Form(
        call=words_of(value.get("call")),
        you=words_of(value.get("you")),
        self_=words_of(value.get("self")),
        formality=text_of(value.get("formality")),
        forbid=words_of(value.get("forbid")),
    )


def _entries(file: YamlFile) -> Iterator[Entry]:
    for path, item in _items(file, "ledger"):
        yield Entry(
            file=text_of(item.get("file")),
            cues=_range(item.get("cues")),
            text=text_of(item.get("text")),
            speaker=text_of(item.get("speaker")),
            addressee=text_of(item.get("addressee")),
            subject=text_of(item.get("subject")),
            pronouns={word: text_of(who) for word, who in mapping_of(item.get("pronouns")).items()},
            by=text_of(item.get("by")),
            at=text_of(item.get("at")),
            why=text_of(item.get("why")),
            place=file.place(path),
        )


def _range(value: Value) -> Episodes | None:
    text = text_of(value)
    return parse_episodes(text) if text else None
