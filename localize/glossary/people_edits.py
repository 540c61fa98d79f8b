"""The only place that changes a file of people in place: persons, rows of forms of address, decisions of the ledger.

Every function takes the text of a file and returns the new text; comments, order and every other line stay. Whether
the ids in it stand for somebody is for the caller to see, who has the other files: `people_load.read_people`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import GlossaryError, Place
from localize.glossary.yamledit import append_item, edit_item, remove_item
from localize.glossary.yamlfile import list_of, mapping_of, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruamel.yaml.comments import CommentedMap

    from localize.glossary.ledger import Entry
    from localize.glossary.people import Form, Person, Row
    from localize.glossary.yamlfile import Value

PEOPLE, ADDRESS, LEDGER = "people", "address", "ledger"


def record(text: str, entry: Entry, *, name: str) -> str:
    """Return a file with one more decision after the last; nothing that was decided before is taken out."""
    return append_item(text, name, LEDGER, _compact(item_of_entry(entry)))


def withdraw(text: str, index: int, entry: Entry, *, name: str) -> str:
    """Return a file without a decision.

    Args:
        text: of the file.
        index: of the decision in the ledger of this file, from 0.
        entry: what stands there, as the caller read it.
        name: for messages.

    Raises:
        GlossaryError: something else stands there now (GLO009).
    """
    found = list_of(read_yaml(text.encode(), name).at((LEDGER,)))
    if index >= len(found) or found[index] != item_of_entry(entry):
        what = f"the ledger has no such decision about {entry.file} any more"
        raise GlossaryError(what, code="GLO009", do="read it again", place=entry.place or Place(name))
    return remove_item(text, name, LEDGER, index)


def add_person(text: str, person: Person, *, name: str) -> str:
    """Return a file with one more person."""
    return append_item(text, name, PEOPLE, _compact(item_of_person(person)))


def add_row(text: str, row: Row, *, name: str) -> str:
    """Return a file with one more row of the matrix; of two rows about the same people the later one wins."""
    return append_item(text, name, ADDRESS, _compact(item_of_row(row)))


def put_forms(text: str, index: int, forms: Mapping[str, Form], *, name: str) -> str:
    """Return a file in which a row of the matrix has these forms in their locales; its other locales stay.

    Args:
        text: of the file.
        index: of the row in this file, from 0.
        forms: locale → form.
        name: for messages.
    """

    def put(row: CommentedMap) -> None:
        for locale, form in forms.items():
            row["forms"][locale] = _flow(item_of_form(form))

    return edit_item(text, name, ADDRESS, index, put)


def put_person(text: str, index: int, before: Person, after: Person, *, name: str) -> str:
    """Return a file in which a person is as in `after`; what is the same before and after is not written anew.

    Names of `after` that `before` has, by their terms, keep their place; others stand after them.
    """

    def put(old: CommentedMap) -> None:
        had, has = item_of_person(before), item_of_person(after)
        for key, value in has.items():
            if key != "names" and had.get(key) != value:
                old[key] = value
        for given, item in zip(after.names, list_of(has["names"]), strict=True):
            at = next((i for i, known in enumerate(before.names) if known.term == given.term), None)
            if at is None:
                old["names"].append(_flow(item))
            elif before.names[at] != given and isinstance(item, dict):
                say = {**mapping_of(old["names"][at].get("say")), **mapping_of(item.get("say"))}
                old["names"][at].update({**item, "say": say} if say else item)

    return edit_item(text, name, PEOPLE, index, put)


def _compact(item: dict[str, Value]) -> dict[str, Value]:
    """Return an item whose lists and mappings stand on one line each, as a person writes them."""
    return {
        key: [_flow(one) for one in value] if key == "names" and isinstance(value, list) else _flow(value)
        for key, value in item.items()
    }


def _flow(value: Value) -> Value:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        mapping = CommentedMap({key: _flow(one) for key, one in value.items()})
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        words = CommentedSeq([_flow(one) for one in value])
        words.fa.set_flow_style()
        return words
    return value


def item_of_entry(entry: Entry) -> dict[str, Value]:
    """Return a decision as a file has it."""
    item: dict[str, Value] = {"file": entry.file}
    if entry.cues is not None:
        item["cues"] = entry.cues.text
    for key in ("text", "speaker", "addressee", "subject"):
        if value := getattr(entry, key):
            item[key] = value
    if entry.pronouns:
        item["pronouns"] = dict(entry.pronouns)
    for key in ("by", "at", "why"):
        if value := getattr(entry, key):
            item[key] = value
    return item


def item_of_person(person: Person) -> dict[str, Value]:
    """Return a person as a file has it."""
    names: list[Value] = []
    for name in person.names:
        one: dict[str, Value] = {"term": name.term}
        if name.hant:
            one["hant"] = name.hant
        if name.say:
            one["say"] = dict(name.say)
        if name.episodes is not None:
            one["episodes"] = name.episodes.text
        names.append(one)
    item: dict[str, Value] = {"id": person.id, "names": names}
    if person.labels:
        item["labels"] = list(person.labels)
    for key in ("gender", "age", "rank", "speech", "note"):
        if value := getattr(person, key):
            item[key] = value
    if person.episodes is not None:
        item["episodes"] = person.episodes.text
    return item


def item_of_row(row: Row) -> dict[str, Value]:
    """Return a row of the matrix as a file has it."""
    item: dict[str, Value] = {}
    for key in ("speakers", "addressees", "source", "hant"):
        if words := getattr(row, key):
            item[key] = list(words)
    if row.spoken_of:
        item["spoken_of"] = True
    if row.episodes is not None:
        item["episodes"] = row.episodes.text
    item["forms"] = {locale: item_of_form(form) for locale, form in row.forms.items()}
    if row.note:
        item["note"] = row.note
    return item


def item_of_form(form: Form) -> Value:
    """Return a form as a file has it: one word alone where there is nothing else to say.

    >>> from localize.glossary.people import Form
    >>> item_of_form(Form(call=("王总",))), item_of_form(Form(formality="formal"))
    ('王总', {'formality': 'formal'})
    """
    given = {"call": form.call, "you": form.you, "self": form.self_, "forbid": form.forbid}
    item: dict[str, Value] = {key: list(words) for key, words in given.items() if words}
    if form.formality:
        item["formality"] = form.formality
    only = form.call[0] if len(form.call) == 1 and item.keys() == {"call"} else ""
    return only or item
