"""The only place that holds a target to who speaks to whom: forms of address, people who are meant, early secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.culture import address as signs
from localize.glossary import present
from localize.model import Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.address import Sign
    from localize.glossary import People, Talk, TermHit
    from localize.glossary.people import Form, Person
    from localize.model import SegmentId

FORM, EARLY, PERSON = "TRM006", "TRM008", "TRM009"
"""Finding codes, registered in `localize.qa`: a wrong form of address, a later term, a pronoun of the wrong person."""

_PRONOUNS = {"他": "m", "她": "f", "ta": "", "TA": ""}
_PLURAL_AFTER = ("们", "們", "俩", "倆")


def address_findings(
    segment: SegmentId,
    source: str,
    target: str,
    *,
    talk: Talk,
    people: People,
    hits: Sequence[TermHit],
    locale: str,
    episode: int | None,
) -> tuple[Finding, ...]:
    """Return what is wrong in a target for the people who speak, are addressed or are meant.

    Args:
        segment: of the line.
        source, target: its words, tags and placeholders blanked or left as they are.
        talk: who speaks to whom.
        people: of the work.
        hits: terms of the source.
        locale: of the target.
        episode: None if not known.
    """
    found = [*_early(segment, target, hits, locale, episode)]
    if talk.speaker is not None and talk.addressee is not None:
        form, row = people.form(talk.speaker.id, talk.addressee.id, locale, episode)
        if form is not None and row is not None:
            who = f"{talk.speaker.id} to {talk.addressee.id}"
            why = f"{row.place}; {'; '.join(talk.why)}" if row.place else "; ".join(talk.why)
            found += _formality(segment, target, form, who, why, locale, source)
            found += _words(segment, target, form, who, why, locale)
    found += _meant(segment, source, target, talk, people, locale)
    return tuple(found)


def _formality(
    segment: SegmentId, target: str, form: Form, who: str, why: str, locale: str, source: str
) -> Iterator[Finding]:
    """Yield a finding where every sign of address in a target is of the side that is not agreed."""
    wrong = {"formal": signs.INFORMAL, "informal": signs.FORMAL}.get(form.formality)
    if wrong is None or any(mark in source for mark in ("你们", "你們", "您二位", "大家", "诸位", "各位")):
        return
    shown = signs.formality(target, locale)
    against = [sign for sign in shown if sign.kind == wrong]
    if against and len(against) == len(shown):
        sign = against[0]
        message = f"“{sign.word}” is {sign.kind}, {who} is {form.formality} ({why})"
        yield Finding(FORM, Severity.WARNING, segment, sign.span, message)


def _words(segment: SegmentId, target: str, form: Form, who: str, why: str, locale: str) -> Iterator[Finding]:
    """Yield a finding where a target has words for you and I, and none of the agreed ones."""
    agreed = {word.casefold() for word in (*form.you, *form.self_)}
    if not agreed:
        return
    shown: Sequence[Sign] = signs.persons(target, locale)
    if shown and not any(sign.word.casefold() in agreed for sign in shown):
        wanted = " and ".join(f"“{word}”" for word in (*form.you[:1], *form.self_[:1]))
        message = f"“{shown[0].word}” is not agreed, {who} says {wanted} ({why})"
        yield Finding(FORM, Severity.WARNING, segment, shown[0].span, message)


def _early(
    segment: SegmentId, target: str, hits: Sequence[TermHit], locale: str, episode: int | None
) -> Iterator[Finding]:
    """Yield renderings that hold only in episodes to come."""
    for hit in hits:
        for rendering in hit.early:
            span = present(rendering, target, locale) if rendering.text else None
            if span is not None:
                now = f"“{hit.rendering.text}”" if hit.rendering and hit.rendering.text else "another word"
                message = (
                    f"“{rendering.text}” for {hit.surface} gives a later episode away; "
                    f"episode {episode} says {now}"
                )
                yield Finding(EARLY, Severity.ERROR, segment, span, message)


def _meant(
    segment: SegmentId, source: str, target: str, talk: Talk, people: People, locale: str
) -> Iterator[Finding]:
    """Yield a pronoun that cannot be the person whom the ledger names, where it names one only."""
    known = talk.ledger
    meant: list[tuple[str, Person]] = []
    for word, who in known.pronouns.items():
        at = source.find(word)
        person = people.get(who)
        if at >= 0 and person and not source.startswith(_PLURAL_AFTER, at + len(word)):
            meant.append((word, person))
    subject = people.get(known.subject) if known.subject else None
    if subject is not None and subject not in (talk.speaker, talk.addressee):
        meant.append(("the omitted subject", subject))
    wanted = {person.gender for _, person in meant}
    others = [ch for ch in _PRONOUNS if ch in source and ch not in known.pronouns]
    if len(wanted) != 1 or "" in wanted or others:
        return
    right = signs.HE if wanted == {"m"} else signs.SHE
    shown = signs.genders(target, locale)
    if shown and all(sign.kind != right for sign in shown):
        word, person = meant[0]
        by = f", says {known.by}" if known.by else ""
        message = f"“{shown[0].word}” cannot be {person.id}, who is meant by {word}{by}"
        yield Finding(PERSON, Severity.WARNING, segment, Span(*shown[0].span), message)
