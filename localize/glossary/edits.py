"""The only place that changes a term file in place: one entry at a time, every other line kept as it is.

Every function takes the text of a file and returns the new text. The result has been read back: a change that the
schema does not allow, or that would touch another entry, never leaves this module. A term file has no key for a change
log, so what was changed, by whom and why is written as a comment above the entry.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, Place, ProblemsError
from localize.glossary.base import Concept, ReviewState, Status, Strategy
from localize.glossary.entries import entry_of, grouped, rendering_entry
from localize.glossary.load import read_concepts
from localize.glossary.yamledit import append_item, edit_item
from localize.glossary.yamlfile import read_yaml
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruamel.yaml.comments import CommentedMap

    from localize.glossary.base import Condition, Rendering


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes an entry and why, for the comment above it.

    Attributes:
        by: name of the person.
        on: day (``2026-11-22``).
        why: one line, '' for none.
    """

    by: str
    on: str
    why: str = ""

    def remark(self, what: str) -> str:
        """Return the comment, on one line."""
        words = f"{self.on} {self.by}: {what}" + (f" ({self.why})" if self.why else "")
        return "# " + " ".join(words.split())


def add_concept(text: str, concept: Concept, change: Change, *, name: str = "the term file") -> str:
    """Return a term file with one more concept after the last; '' as text makes a new file.

    Raises:
        GlossaryError: the id is taken (GLO007), or the file has another category (GLO009).
        ProblemsError: the file or the concept breaks the schema.
    """
    if not text.strip():
        text = f"category: {concept.category}\nconcepts: []\n"
    file = _File(text, name)
    if file.category != concept.category:
        what = f"the file holds {file.category}, the term is {concept.category}"
        raise GlossaryError(what, code="GLO009", do="choose the file of its category", place=Place(name, 1))
    if concept.id in file.ids:
        place = file.concept(concept.id).place
        raise GlossaryError(
            f"the id {concept.id} stands already", code="GLO007", do="edit it instead", place=place
        )
    return file.added(concept, change.remark(f"added {concept.term}"))


def set_rendering(
    text: str,
    identifier: str,
    rendering: Rendering,
    change: Change,
    *,
    moved: bool = False,
    was: Condition | None = None,
    name: str = "the term file",
) -> str:
    """Return a term file in which a concept has a rendering with the status that it carries.

    The same words in the same locale and under the same condition move to the new status and keep what the rendering
    given leaves empty; words that become the preferred ones make the former preferred ones of that condition admitted.
    With `moved` the condition is new: the same words leave the condition `was`, and stay under every other.

    Raises:
        GlossaryError: no such concept (GLO009).
        ProblemsError: the result breaks the schema.
    """
    file = _File(text, name)
    concept = file.concept(identifier)
    new = dataclasses.replace(rendering, locale=parse_locale(rendering.locale).tag)
    mine = []
    for other in concept.renderings:
        if other.locale != new.locale:
            continue
        rival = other.when == new.when
        if other.text == new.text and (rival or (moved and other.when == was)):
            new = _filled(new, other)
        elif rival and other.status is new.status is Status.PREFERRED:
            mine.append(dataclasses.replace(other, status=Status.ADMITTED))
        else:
            mine.append(other)
    ranks = list(Status)
    mine = sorted([*mine, new], key=lambda r: ranks.index(r.status))
    what = f"{new.locale} {new.text!r} is {new.status.value}"
    return file.with_renderings(concept, new.locale, mine, change.remark(what))


def _filled(new: Rendering, old: Rendering) -> Rendering:
    """Return a rendering with the short form, forms, note and source of a former one where it has none itself."""
    return dataclasses.replace(
        new,
        short=new.short or old.short,
        forms=new.forms or old.forms,
        note=new.note or old.note,
        source=new.source or old.source,
    )


def remove_rendering(
    text: str, identifier: str, locale: str, words: str, change: Change, *, name: str = "the term file"
) -> str:
    """Return a term file in which a concept does not have a rendering any more.

    Raises:
        GlossaryError: no such concept or rendering (GLO009).
    """
    file = _File(text, name)
    concept = file.concept(identifier)
    tag = parse_locale(locale).tag
    before = [r for r in concept.renderings if r.locale == tag]
    after = [r for r in before if r.text != words]
    if len(after) == len(before):
        what = f"{identifier} has no rendering {words!r} in {tag}"
        do = "see `localize glossary find`"
        raise GlossaryError(what, code="GLO009", do=do, place=concept.place)
    return file.with_renderings(concept, tag, after, change.remark(f"{tag} {words!r} removed"))


def set_review(
    text: str,
    identifier: str,
    state: ReviewState,
    change: Change,
    *,
    source: str = "",
    name: str = "the term file",
) -> str:
    """Return a term file in which a concept is a draft or reviewed, with where that was decided as its source.

    Raises:
        GlossaryError: no such concept (GLO009).
    """
    file = _File(text, name)
    concept = file.concept(identifier)

    def mark(entry: CommentedMap) -> None:
        entry["review"] = state.value
        if source:
            entry["source"] = source

    return file.edited(concept, mark, change.remark(state.value))


def propose(term: str, category: str, *, hant: str = "", note: str = "") -> Concept:
    """Return a new draft concept without renderings, its id made of category and term.

    >>> propose("林氏 集团", "project").id
    'project.林氏_集团'
    """
    identifier = f"{category}.{'_'.join(term.split()).replace(':', '_')}"
    return Concept(identifier, category, term, hant, Strategy.OFFICIAL, (), note=note)


class _File:
    """A term file as text, with the concepts that stand in it."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self._text = name, text
        self._concepts = {concept.id: concept for concept in _read(text, name)}
        self._yaml = read_yaml(text.encode(), name)

    @property
    def category(self) -> str:
        root = self._yaml.value
        return str(root["category"]) if isinstance(root, dict) else ""

    @property
    def ids(self) -> list[str]:
        return list(self._concepts)

    def concept(self, identifier: str) -> Concept:
        if identifier not in self._concepts:
            do = "see `localize glossary find`"
            what = f"no concept is called {identifier}"
            raise GlossaryError(what, code="GLO009", do=do, place=Place(self.name))
        return self._concepts[identifier]

    def with_renderings(self, concept: Concept, locale: str, some: list[Rendering], remark: str) -> str:
        """Return the text with the renderings of one locale replaced."""

        def put(entry: CommentedMap) -> None:
            root = self._yaml.value
            lent = str(entry.get("source") or (root.get("source") if isinstance(root, dict) else "") or "")
            long = [(r.locale, r.status.value, rendering_entry(r, concept, lent)) for r in some]
            if long:
                entry.setdefault("renderings", {})[locale] = grouped(long)[locale]
                return
            entry.get("renderings", {}).pop(locale, None)
            if not entry.get("renderings", True):
                del entry["renderings"]

        return self.edited(concept, put, remark)

    def edited(self, concept: Concept, change: Callable[[CommentedMap], None], remark: str) -> str:
        """Return the text with one entry changed and a remark above it."""
        index = self.ids.index(concept.id)
        return self._checked(edit_item(self._text, self.name, "concepts", index, change, remark), concept.id)

    def added(self, concept: Concept, remark: str) -> str:
        """Return the text with one more entry, and a remark above it, after the last."""
        text = append_item(self._text, self.name, "concepts", entry_of(concept), remark)
        return self._checked(text, concept.id)

    def _checked(self, text: str, identifier: str) -> str:
        """Return the text if it is a term file in which no other entry changed."""
        after = {concept.id: concept for concept in _read(text, self.name)}
        for other, concept in self._concepts.items():
            if other != identifier and dataclasses.replace(after[other], place=concept.place) != concept:
                raise AssertionError(f"{other} changed with {identifier}")
        return text


def _read(text: str, name: str) -> tuple[Concept, ...]:
    concepts, wrong = read_concepts(text.encode(), name)
    if wrong:
        raise ProblemsError(wrong)
    return concepts
