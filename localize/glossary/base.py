"""The shapes of the glossary: concepts, renderings, scopes and hits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from localize.glossary.scopes import EVERYWHERE, Episodes, Reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localize.errors import Place
    from localize.model import Span


class Strategy(StrEnum):
    """What is done with a culture-bound term (after Pedersen 2005, Aixelá 1996 and Newmark 1988)."""

    RETAIN = "RETAIN"
    OFFICIAL = "OFFICIAL"
    DIRECT = "DIRECT"
    CALQUE = "CALQUE"
    SPECIFY = "SPECIFY"
    GLOSS = "GLOSS"
    GENERALISE = "GENERALISE"
    PARAPHRASE = "PARAPHRASE"
    FUNCTIONAL = "FUNCTIONAL"
    SUBSTITUTE = "SUBSTITUTE"
    OMIT = "OMIT"
    CREATE = "CREATE"
    COMPENSATE = "COMPENSATE"
    CONVERT = "CONVERT"
    LOCALE_MAP = "LOCALE_MAP"
    CONDITIONAL = "CONDITIONAL"


class Status(StrEnum):
    """Standing of a rendering (ISO 30042 administrative status, with *forbidden*)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


class ReviewState(StrEnum):
    """How far people have checked an entry; independent of the status."""

    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a concept or rendering applies; every named field must hold, an empty field always holds.

    A word in `before` and `after` may name a class of words: ``<number>``, ``<counter>``, ``<surname>``, or
    ``<edge>`` for the edge of the text or a punctuation mark.

    Attributes:
        genres, eras, mediums: of the work (``ceo``, ``palace``; ``modern``, ``historical``; ``drama``, ``game``).
        vocative: True if only in direct address, False if only in reference, None for both.
        speaker_gender, addressee_gender: ``f`` or ``m``.
        relation: what the speaker is to the addressee (``lover``, ``subordinate`` …).
        speakers, addressees: ids of people of whom one must speak, or be spoken to.
        episodes: in which the line must stand; one that is not known counts as the first.
        before, after: the source must match one of these literal words directly before or after the term.
        context: one of these words must stand anywhere in the line or scene.
        absent: none of these words may stand in the line.
        any: at least one of these conditions must hold, if there are any.
    """

    genres: tuple[str, ...] = ()
    eras: tuple[str, ...] = ()
    mediums: tuple[str, ...] = ()
    vocative: bool | None = None
    speaker_gender: str | None = None
    addressee_gender: str | None = None
    relation: str | None = None
    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    episodes: Episodes | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    any: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way to say a concept in a locale.

    Attributes:
        locale: BCP 47 tag; serves the locales that fall back to it.
        text: target words. ``{surname}``, ``{name}`` and ``{rank}`` are filled by adaptation.
        status: preferred, admitted, deprecated or forbidden.
        strategy: why it looks as it does.
        short: a shorter form for tight cues, '' if none.
        forms: inflected forms that count as the same rendering.
        when: condition, None for always.
        note: for the reviewer.
        review: draft or reviewed.
        source: where it comes from (URL, book, "project decision"), '' for a draft.
    """

    locale: str
    text: str
    status: Status
    strategy: Strategy
    short: str = ""
    forms: tuple[str, ...] = ()
    when: Condition | None = None
    note: str = ""
    review: ReviewState = ReviewState.DRAFT
    source: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One culture term: what it means, how it is written, how it is rendered.

    Attributes:
        id: unique over all loaded files (``kinship_address.laogong``).
        category: one of the 15 categories, or the project's own.
        term: source term, Simplified.
        hant: its Traditional form.
        variants: other source forms, Simplified, that mean the same.
        hant_variants: the Traditional forms of `variants`, in their order.
        renderings: in file order; the first preferred one whose condition holds is used.
        strategy: the default for its renderings.
        when: condition for the concept to be meant at all; decides homographs. A term of one character needs
            one that holds, or it is never found.
        stop: longer source words in which the term does not count (千金 inside 一掷千金); may begin or end with
            a class of words (``<number>一点``).
        homograph: name of its homograph group, '' if none.
        convert: the term is a number, measure or date: `localize.culture` renders it, the renderings only check.
        gloss: locale → first-use explanation.
        note: for people.
        reach: where the concept exists at all; the nearest of two that share a term is meant.
        place: file and line of the entry.
    """

    id: str
    category: str
    term: str
    hant: str
    strategy: Strategy
    renderings: tuple[Rendering, ...]
    variants: tuple[str, ...] = ()
    hant_variants: tuple[str, ...] = ()
    when: Condition | None = None
    stop: tuple[str, ...] = ()
    homograph: str = ""
    convert: bool = False
    gloss: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    review: ReviewState = ReviewState.DRAFT
    place: Place | None = None
    reach: Reach = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Scope:
    """The setting in which a text is matched.

    Attributes:
        locale: target locale.
        genres, era, medium: of the work.
        scene: neighbouring source lines that may decide a homograph.
        universe, work: names, '' if not known.
        season, episode: numbers, None if not known.
        speaker: who says it, as the file has it.
        speaker_id, addressee_id: ids of the people who speak and are spoken to, '' if not certain.
        speaker_gender, addressee_gender: ``f`` or ``m``, '' if not known.
        relation: what the speaker is to the addressee (``lover``, ``subordinate`` …), '' if not known.
        mode: ``foreignising``, ``neutral`` or ``domesticating``.
        romanisation: how names are spelt in Latin letters, '' for the custom of the locale.
        lunar_year: Gregorian year in which lunar dates are said by the sun, None to keep them.
    """

    locale: str
    genres: tuple[str, ...] = ()
    era: str = ""
    medium: str = ""
    scene: tuple[str, ...] = ()
    speaker: str | None = None
    speaker_gender: str = ""
    addressee_gender: str = ""
    relation: str = ""
    mode: str = "neutral"
    universe: str = ""
    work: str = ""
    season: int | None = None
    episode: int | None = None
    speaker_id: str = ""
    addressee_id: str = ""
    romanisation: str = ""
    lunar_year: int | None = None


@dataclass(frozen=True, slots=True)
class TermHit:
    """A concept found in a source text.

    Attributes:
        concept: what was found.
        span: characters of the text that was searched. Where the rendering holds ``{surname}``, the surname
            stands directly before the span (`localize.glossary.surname_before`).
        surface: those characters.
        rendering: the rendering that applies in the scope; None if the locale has none, if no rendering is
            certain (the speaker's gender is not known), or if the homograph is undecided.
        admitted: every rendering that the check accepts, `rendering` first.
        forbidden: renderings that the check refuses.
        early: renderings that hold only in later episodes, and would give something away here.
        rivals: other concepts of the same homograph group that could be meant; not empty means undecided.
        why: one line that says why this one won.
    """

    concept: Concept
    span: Span
    surface: str
    rendering: Rendering | None
    admitted: tuple[Rendering, ...] = ()
    forbidden: tuple[Rendering, ...] = ()
    rivals: tuple[Concept, ...] = ()
    why: str = ""
    early: tuple[Rendering, ...] = ()
