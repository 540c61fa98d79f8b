"""The only place that turns a chosen rendering into words: slots filled, the short form taken where the cue is tight.

The glossary chooses the rendering (locale, mode, conditions: official equivalents first, then the mode's strategies).
What is left to decide here needs the line itself: the surname before a title, and the room in the cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.culture.fullnames import romanise
from localize.culture.names import surname_in
from localize.culture.ranks import rank_before, say_rank
from localize.glossary import fold, surname_before
from localize.glossary.base import Condition, Strategy
from localize.locales import fallback_chain
from localize.text import han_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.adaptation.base import Scene
    from localize.glossary.base import Rendering, Scope, TermHit

_SLOT = re.compile(r"\s*\{(?:surname|name)\}\s*")
_LETTERS_A_HAN = 2.2
"""Latin letters that an average Chinese character becomes in subtitles of Latin script; editorial."""
_NAMING = {Strategy.RETAIN, Strategy.OFFICIAL}


@dataclass(frozen=True, slots=True)
class Wording:
    """A rendering as it will be written.

    Attributes:
        text: the words.
        start: where in the source the words begin to stand for something; earlier than the hit where a surname or
            name before it is part of them.
        rendering: where they come from.
        why: what decided, '' if nothing had to be decided here.
    """

    text: str
    start: int
    rendering: Rendering
    why: str = ""


def wording(hit: TermHit, hits: Sequence[TermHit], text: str, scope: Scope, scene: Scene) -> Wording | None:
    """Return how a hit is written in its line, None if no rendering is certain or its slots cannot be filled."""
    if hit.rendering is None or not hit.rendering.text:
        return None
    if (titled := _after_name(hit, hits, text, scope.locale)) is not None:
        return titled
    for rendering in (hit.rendering, *(r for r in hit.admitted if r is not hit.rendering)):
        found = _fill(rendering, hit, hits, text, scope.locale)
        if found is not None:
            return _short(found, text, scene)
    return None


def _after_name(hit: TermHit, hits: Sequence[TermHit], text: str, locale: str) -> Wording | None:
    """Return a title after a whole name with its slot filled: 林晚小姐 → Miss Lin, 雪柔小姐 → Miss Xuerou."""
    named = next((h for h in hits if h.span.end == hit.span.start and _is_name(h)), None)
    if named is None or named.rendering is None:
        return None
    chain = fallback_chain(locale)
    slot = next(
        (r for r in hit.concept.renderings if r.locale in chain and "{surname}" in r.text and _open(r.when)),
        None,
    )
    if slot is None:
        return None
    folded, start, end = fold(text), named.span.start, named.span.end
    surname = next(
        (text[start:at] for at in (start + 2, start + 1) if at < end and _opens_name(folded, start, at)), ""
    )
    written = (surname_in(surname, locale) or romanise(surname, locale)) if surname else named.rendering.text
    if not written:
        return None
    return Wording(slot.text.replace("{surname}", written), start, slot, "a name stands before the title")


def _open(when: Condition | None) -> bool:
    """Return whether a rendering asks for nothing but a surname before it."""
    return when is None or when == Condition(before=("<surname>",))


def _opens_name(text: str, start: int, end: int) -> bool:
    span = surname_before(text, end)
    return span is not None and span.start == start


def _fill(
    rendering: Rendering, hit: TermHit, hits: Sequence[TermHit], text: str, locale: str
) -> Wording | None:
    if "{" not in rendering.text:
        # An admitted rendering stands in only where a slot of the preferred one has nothing to hold.
        return Wording(rendering.text, hit.span.start, rendering)
    if "{surname}" in rendering.text:
        span = surname_before(fold(text), hit.span.start)
        if span is not None:
            surname = text[span.start : span.end]
            written = surname_in(surname, locale) or romanise(surname, locale)
            if written:
                return Wording(rendering.text.replace("{surname}", written), span.start, rendering)
    if "{name}" in rendering.text:
        named = next((h for h in hits if h.span.end == hit.span.start and _is_name(h)), None)
        if named is not None and named.rendering is not None:
            filled = rendering.text.replace("{name}", named.rendering.text)
            return Wording(filled, named.span.start, rendering)
    if "{rank" in rendering.text:
        return _ranked(rendering, hit.span.start, text, locale)
    bare = _SLOT.sub(" ", rendering.text).strip()
    spaced = re.search(r"[A-Za-z\u00c0-\u024f]{2} \{|\} [A-Za-z\u00c0-\u024f]{2}", rendering.text)
    return (
        Wording(bare, hit.span.start, rendering, "no name stands before the title")
        if bare and spaced
        else None
    )


def _ranked(rendering: Rendering, at: int, text: str, locale: str) -> Wording | None:
    """Return a title with the rank before it: 二小姐 → Second Miss; None where no rank stands there."""
    found = rank_before(text, at)
    said = say_rank(found[0], locale, feminine="{rankf}" in rendering.text) if found else None
    if found is None or said is None:
        return None
    return Wording(
        re.sub(r"\{rankf?\}", said, rendering.text), found[1], rendering, "a rank stands before the title"
    )


def _is_name(hit: TermHit) -> bool:
    naming = hit.rendering is not None and hit.rendering.strategy in _NAMING
    return naming and hit.concept.category in {"names", "name", "characters", "character", "people"}


def _short(found: Wording, text: str, scene: Scene) -> Wording:
    """Return the short form where the line will not fit its cue with the long one."""
    short = found.rendering.short
    if not short or scene.max_chars is None or found.text != found.rendering.text:
        return found
    expected = _LETTERS_A_HAN * han_count(text)
    if expected + len(found.text) - len(short) <= scene.max_chars:
        return found
    return Wording(
        short, found.start, found.rendering, f"short form: the cue holds {scene.max_chars} characters"
    )
