"""The only place that says what is doubtful about the terms themselves: clashes, dead words, unreviewed entries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from localize.errors import Place
from localize.glossary.base import Condition, ReviewState, Status
from localize.glossary.conditions import HISTORICAL, MODERN
from localize.glossary.fold import fold
from localize.glossary.scopes import Level
from localize.glossary.words import CLASSES
from localize.model import Finding, LocatedFinding, Severity
from localize.text import has_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from localize.glossary.base import Concept, Rendering
    from localize.glossary.collection import Glossary

RULES: tuple[tuple[str, Severity, str], ...] = (
    ("GLO101", Severity.ERROR, "two preferred renderings of one concept, locale and condition"),
    ("GLO102", Severity.WARNING, "two concepts share a term and no homograph group"),
    ("GLO103", Severity.WARNING, "a rendering is preferred or admitted and forbidden in one concept"),
    ("GLO104", Severity.INFO, "a forbidden rendering is what another concept prefers"),
    ("GLO105", Severity.WARNING, "a condition can never hold"),
    ("GLO106", Severity.WARNING, "a stop word does not contain the term"),
    ("GLO107", Severity.WARNING, "a term of one character has no condition and is never found"),
    ("GLO108", Severity.INFO, "a term lies inside another term, which hides it there"),
    ("GLO109", Severity.WARNING, "a file overrides a term of a farther file"),
    ("GLO110", Severity.WARNING, "a Traditional form does not fold to the Simplified one"),
    ("GLO111", Severity.WARNING, "a rendering leaves Han characters where the locale has none"),
    ("GLO112", Severity.INFO, "share of renderings that nobody has reviewed"),
)
"""Code, severity and title of every finding that `lint` makes."""

_SEVERITY = {code: severity for code, severity, _ in RULES}
_HAN_LOCALES = ("zh", "ja", "ko")


def lint(glossary: Glossary) -> tuple[LocatedFinding, ...]:
    """Return what is doubtful about a glossary, by file and line. Files that break the schema never get this far."""
    found: list[LocatedFinding] = []
    for concept in glossary.concepts:
        found.extend(_renderings(concept))
        found.extend(_source(concept))
    found.extend(_shared_terms(glossary.concepts))
    found.extend(_forbidden_elsewhere(glossary.concepts))
    found.extend(_shadows(glossary))
    for conflict in glossary.conflicts:
        what = f"{conflict.kept.id} overrides {conflict.dropped.id} ({conflict.dropped.place or 'no place'})"
        found.append(_finding("GLO109", conflict.kept, what))
    found.extend(_unreviewed(glossary.concepts))
    return tuple(
        sorted(found, key=lambda f: (f.place.file, f.place.line or 0, f.finding.code, f.finding.message))
    )


def _finding(code: str, concept: Concept | None, message: str, locale: str = "") -> LocatedFinding:
    place = concept.place if concept and concept.place else Place("")
    return LocatedFinding(Finding(code, _SEVERITY[code], None, None, message), place, locale)


def _renderings(concept: Concept) -> Iterator[LocatedFinding]:
    preferred: dict[tuple[str, Condition | None], Rendering] = {}
    accepted: set[tuple[str, str, Condition | None]] = set()
    for rendering in concept.renderings:
        if rendering.status is Status.PREFERRED:
            key = (rendering.locale, rendering.when)
            if key in preferred:
                both = f"{preferred[key].text!r} and {rendering.text!r}"
                yield _finding("GLO101", concept, f"{concept.id} prefers {both}", rendering.locale)
            preferred[key] = rendering
        if rendering.status in (Status.PREFERRED, Status.ADMITTED):
            accepted.add((rendering.locale, rendering.text.casefold(), rendering.when))
        why = _impossible(rendering.when, concept.term) if rendering.when is not None else ""
        if why := why or _never_together(concept, rendering.when):
            yield _finding(
                "GLO105", concept, f"{concept.id}: {rendering.text!r} never applies: {why}", rendering.locale
            )
        if _foreign_han(rendering):
            yield _finding(
                "GLO111", concept, f"{concept.id}: {rendering.text!r} holds Han characters", rendering.locale
            )
    for rendering in concept.renderings:
        if rendering.status is Status.FORBIDDEN:
            if (rendering.locale, rendering.text.casefold(), rendering.when) in accepted:
                what = f"{concept.id} both accepts and forbids {rendering.text!r}"
                yield _finding("GLO103", concept, what, rendering.locale)


def _foreign_han(rendering: Rendering) -> bool:
    language = rendering.locale.split("-")[0]
    accepted = rendering.status in (Status.PREFERRED, Status.ADMITTED)
    return accepted and language not in _HAN_LOCALES and has_han(rendering.text)


def _source(concept: Concept) -> Iterator[LocatedFinding]:
    if concept.when is not None and (why := _impossible(concept.when, concept.term)):
        yield _finding("GLO105", concept, f"{concept.id} is never found: {why}")
    forms = [fold(form) for form in (concept.term, *concept.variants)]
    for stop in concept.stop:
        if not any(form in fold(_bare(stop)) and form != fold(stop) for form in forms):
            yield _finding(
                "GLO106", concept, f"{concept.id}: the stop word {stop} does not contain {concept.term}"
            )
    if concept.when is None:
        for form in (f for f in forms if len(f) == 1):
            yield _finding("GLO107", concept, f"{concept.id}: {form} needs a condition, or `when: always`")
    pairs = [(concept.term, concept.hant), *zip(concept.variants, concept.hant_variants, strict=False)]
    for term, hant in pairs:
        if hant and fold(hant) != fold(term):
            yield _finding("GLO110", concept, f"{concept.id}: {hant} does not fold to {term}")


def _never_together(concept: Concept, condition: Condition | None) -> str:
    """Return why no episode lies both in a concept's scope and in a condition, '' if one does."""
    if condition is None or condition.episodes is None or concept.reach.episodes is None:
        return ""
    mine, theirs = concept.reach.episodes, condition.episodes
    for first, last in mine.parts:
        if any((e is None or first <= e) and (last is None or b <= last) for b, e in theirs.parts):
            return ""
    return f"its episodes {theirs.text} lie outside those of the term ({mine.text})"


def _bare(stop: str) -> str:
    for name in CLASSES:
        # A class stands for one character or word, so that `<number>一点` is longer than 一点.
        stop = stop.replace(name, "#")
    return stop


def _impossible(condition: Condition, term: str) -> str:
    """Return why a condition can never hold, '' if it can."""
    clash = set(condition.context) & set(condition.absent)
    if clash:
        return f"{', '.join(sorted(clash))} must be both near and absent"
    genres = set(condition.genres)
    if genres and condition.eras == ("modern",) and genres <= HISTORICAL:
        return "its genres are historical and its era is modern"
    if genres and condition.eras == ("historical",) and genres <= MODERN:
        return "its genres are modern and its era is historical"
    for field, wanted in (("before", condition.before), ("after", condition.after)):
        unknown = [w for w in wanted if w.startswith("<") and w not in CLASSES]
        if unknown:
            return f"{', '.join(unknown)} in `{field}` is no class of words ({', '.join(CLASSES)})"
    if condition.any:
        reasons = [_impossible(branch, term) for branch in condition.any]
        if all(reasons):
            return reasons[0]
    return ""


def _shared_terms(concepts: Iterable[Concept]) -> Iterator[LocatedFinding]:
    owners: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        if concept.reach.bounded or concept.reach.level is Level.PEOPLE:
            continue  # it stands beside another on purpose: who 林默 is changes with the episode, 爸 with the speaker
        for form in dict.fromkeys(fold(f) for f in (concept.term, *concept.variants)):
            owners[form].append(concept)
    for form, sharing in owners.items():
        groups = {concept.homograph for concept in sharing}
        if len(sharing) > 1 and (len(groups) > 1 or "" in groups):
            names = ", ".join(concept.id for concept in sharing)
            yield _finding("GLO102", sharing[-1], f"{form} belongs to {names}: give them one homograph group")


def _forbidden_elsewhere(concepts: Iterable[Concept]) -> Iterator[LocatedFinding]:
    preferred: dict[tuple[str, str], Concept] = {}
    for concept in concepts:
        for r in concept.renderings:
            if r.status is Status.PREFERRED:
                preferred.setdefault((r.locale, r.text.casefold()), concept)
    for concept in concepts:
        for r in concept.renderings:
            other = preferred.get((r.locale, r.text.casefold()))
            # Two senses of one homograph forbid each other's words on purpose.
            if r.status is not Status.FORBIDDEN or other is None or other is concept:
                continue
            if not (concept.homograph and concept.homograph == other.homograph):
                yield _finding(
                    "GLO104", concept, f"{concept.id} forbids {r.text!r}, which {other.id} prefers", r.locale
                )


def _shadows(glossary: Glossary) -> Iterator[LocatedFinding]:
    automaton = glossary.automaton
    scan = automaton.scan(automaton.forms)
    for outer, (_, hits) in enumerate(scan.by_text()):
        for start, end, inner in hits:
            if end - start == len(automaton.forms[outer]) or end - start == 1:
                continue
            concept, longer = (glossary.concepts[automaton.owners[i][0]] for i in (inner, outer))
            if not set(automaton.owners[inner]).isdisjoint(automaton.owners[outer]):
                continue  # 清明 and 清明节 are one concept
            if concept.homograph and concept.homograph == longer.homograph:
                continue
            if concept.reach.level is longer.reach.level is Level.PEOPLE:
                continue  # 晚晚 in 林晚晚 is the same person
            what = f"{automaton.forms[inner]} is not looked for inside {automaton.forms[outer]}"
            yield _finding("GLO108", concept, what)


def _unreviewed(concepts: Iterable[Concept]) -> Iterator[LocatedFinding]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for concept in concepts:
        for rendering in concept.renderings:
            counts[rendering.locale][0] += 1
            counts[rendering.locale][1] += rendering.review is ReviewState.DRAFT
    for locale, (total, drafts) in sorted(counts.items()):
        if drafts:
            yield _finding(
                "GLO112", None, f"{drafts} of {total} renderings are drafts ({drafts / total:.0%})", locale
            )
