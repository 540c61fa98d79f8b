"""The only place that says of the terms whose words stand in a text, but which were not found there, what beat them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary.choose import sense
from localize.glossary.conditions import Setting, judge
from localize.glossary.entries import condition_entry
from localize.glossary.fold import fold
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.glossary.base import Concept, Scope, TermHit
    from localize.glossary.collection import Glossary


@dataclass(frozen=True, slots=True)
class Loser:
    """A concept one of whose forms stands in a text, and why it does not count there.

    Attributes:
        concept: what lost.
        span: characters of the text.
        surface: those characters.
        why: one line for a person.
    """

    concept: Concept
    span: Span
    surface: str
    why: str


def losers(glossary: Glossary, text: str, scope: Scope, hits: Sequence[TermHit]) -> tuple[Loser, ...]:
    """Return what lost against the hits of a text in the same scope, in the order of the text.

    One-character forms without a condition are never looked for, so they lose nowhere.
    """
    here = glossary.within(scope)
    automaton = here.automaton
    ((_, raw),) = automaton.scan([text]).by_text()
    folded = fold(text)
    scene = fold("\n".join(scope.scene))
    able = automaton.candidates(folded, raw)
    found: dict[tuple[Span, str], Loser] = {}
    for start, end, form in raw:
        span = Span(start, end)
        setting = Setting(folded, span, scope, scene)
        owners = [here.concepts[i] for i in automaton.owners[form]]
        for index, concept in zip(automaton.owners[form], owners, strict=True):
            if _won(concept, span, hits) or (end - start == 1 and concept.when is None):
                continue
            if index not in able.get((start, end), ()):
                why = "a stop word lies over it, or it is part of a longer word in letters or figures"
            else:
                mates = [here.concepts[i] for i in able[start, end]]
                why = _why(concept, span, setting, mates, hits)
            found.setdefault((span, concept.id), Loser(concept, span, text[start:end], why))
    return tuple(sorted(found.values(), key=lambda lost: (lost.span, lost.concept.id)))


def _won(concept: Concept, span: Span, hits: Sequence[TermHit]) -> bool:
    return any(h.span == span and concept.id in {h.concept.id, *(r.id for r in h.rivals)} for h in hits)


def _why(
    concept: Concept, span: Span, setting: Setting, mates: Sequence[Concept], hits: Sequence[TermHit]
) -> str:
    holds = judge(concept.when, setting).holds
    if holds is False:
        return f"its condition fails ({'; '.join(_clauses(concept))})"
    rival = next((h for h in hits if h.span == span), None)
    if rival is not None:
        if holds is None:
            return f"its condition is not certain ({'; '.join(_clauses(concept))}); {rival.concept.id} is"
        return f"{rival.concept.id} has the better proof ({rival.why})"
    over = next((h for h in hits if h.span.start < span.end and span.start < h.span.end), None)
    meant = sense(mates, setting)
    if meant is None:
        return f"nothing proves it ({'; '.join(_clauses(concept)) or 'a term of one character needs a condition'})"
    if over is not None:
        begins = "begins before it" if over.span.start < span.start else "is longer"
        return f"{over.concept.id} {begins} ({over.surface})"
    if meant.concept is not concept and concept not in meant.rivals:
        return f"{meant.concept.id} would be meant, and it does not stand here as a word"
    return "the segmenter sees another word that sticks out of it"


def _clauses(concept: Concept) -> Iterator[str]:
    """Yield what a concept's condition asks, one key each."""
    if concept.when is None:
        return
    entry = condition_entry(concept.when)
    for key, value in entry.items() if isinstance(entry, dict) else ():
        words = [str(word) for word in value] if isinstance(value, list) else [str(value)]
        shown = " / ".join(words[:6]) + (" …" if len(words) > 6 else "")
        yield f"{key}: {shown}"
