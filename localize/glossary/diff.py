"""The only place that says in which concepts, and in which of their fields, two glossaries differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary.entries import condition_entry, entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.glossary.base import Concept, Rendering
    from localize.glossary.collection import Glossary

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a concept in two glossaries; '' where one of them has nothing there.

    Attributes:
        field: ``term``, ``when``, ``en-US preferred`` …
        before, after: as a person reads them.
    """

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """A concept that is not the same in two glossaries.

    Attributes:
        kind: ``added``, ``removed`` or ``changed``.
        before, after: the concept, None where a glossary does not have it.
        fields: what differs.
    """

    kind: str
    before: Concept | None
    after: Concept | None
    fields: tuple[FieldChange, ...]

    @property
    def concept(self) -> Concept:
        """The concept as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None, "a change is of something"
        return found

    @property
    def forms(self) -> tuple[str, ...]:
        """Every source form of either version."""
        forms = [
            form
            for c in (self.before, self.after)
            if c is not None
            for form in (c.term, c.hant, *c.variants, *c.hant_variants)
            if form
        ]
        return tuple(dict.fromkeys(forms))


def compare(before: Glossary, after: Glossary) -> tuple[ConceptChange, ...]:
    """Return what changed from one glossary to another, by id; where the entries stand is no change."""
    found = []
    for identifier in sorted({c.id for c in before} | {c.id for c in after}):
        old, new = before.get(identifier), after.get(identifier)
        if old and new and _table(old) == _table(new):
            continue
        kind = CHANGED if old and new else ADDED if new else REMOVED
        found.append(ConceptChange(kind, old, new, tuple(_fields(old, new))))
    return tuple(found)


def _fields(old: Concept | None, new: Concept | None) -> Iterator[FieldChange]:
    before, after = _table(old), _table(new)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key, "") != after.get(key, ""):
            yield FieldChange(key, before.get(key, ""), after.get(key, ""))


def _table(concept: Concept | None) -> dict[str, str]:
    """Return the fields of a concept as a person reads them; of the renderings, one a locale and status."""
    if concept is None:
        return {}
    entry = entry_of(concept)
    table = {
        key: _shown(value)
        for key, value in entry.items()
        if key not in ("id", "renderings", "review", "source")
    }
    table["category"] = concept.category
    table["review"] = concept.review.value
    for rendering in concept.renderings:
        key = f"{rendering.locale} {rendering.status.value}"
        words = _words(rendering, concept)
        table[key] = f"{table[key]}; {words}" if key in table else words
    return table


def _words(rendering: Rendering, concept: Concept) -> str:
    parts = [rendering.text]
    if rendering.when is not None:
        parts.append(f"when {_shown(condition_entry(rendering.when))}")
    if rendering.short:
        parts.append(f"short {rendering.short}")
    if rendering.forms:
        parts.append(f"forms {', '.join(rendering.forms)}")
    if rendering.strategy is not concept.strategy:
        parts.append(rendering.strategy.value)
    if rendering.review is not concept.review:
        parts.append(rendering.review.value)
    if rendering.note:
        parts.append(f"note {rendering.note}")
    if rendering.source:
        parts.append(f"source {rendering.source}")
    return ", ".join(parts) if len(parts) > 1 else rendering.text


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return " / ".join(_shown(inner) for inner in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
