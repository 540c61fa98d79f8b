"""The only place that holds an answer to its obligations after the symbols are gone: present, forbidden, repaired."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.adaptation.lost import says
from localize.glossary import forbidden_in, present
from localize.glossary.base import Rendering, Status, Strategy
from localize.glossary.packs import weight_of
from localize.locales import parse_locale
from localize.model import Edit, Finding, Severity, Span

if TYPE_CHECKING:
    from localize.adaptation.base import Obligation
    from localize.model import SegmentId

MISSING, FORBIDDEN = "TRM001", "TRM002"
"""Finding codes, registered in `localize.qa`: a term that is not said, a rendering that must not stand."""

_SILENT = {Strategy.OMIT, Strategy.COMPENSATE, Strategy.PARAPHRASE}
_BLANK = "\ufffc"


def refuse(
    text: str, obligation: Obligation, segment: SegmentId, locale: str
) -> tuple[str, list[Edit], list[Finding]]:
    """Return the text with the forbidden words of an obligation replaced by the agreed ones.

    Forbidden words inside agreed ones do not count. Where no agreed words are certain the words stay, with a finding.
    """
    hit = obligation.hit
    if hit is None or not hit.forbidden:
        return text, [], []
    edits: list[Edit] = []
    findings: list[Finding] = []
    for rendering, span in reversed(
        forbidden_in(hit.forbidden, _without_agreed(text, obligation, locale), locale)
    ):
        before = text[span.start : span.end]
        if not obligation.target or _said_elsewhere(text, span, obligation, locale):
            message = f"{hit.surface}: “{rendering.text}” is forbidden"
            weight = weight_of(hit, rendering, Severity.WARNING) or Severity.ERROR
            findings.append(Finding(FORBIDDEN, weight, segment, span, message))
            continue
        text, after = _replace(text, span, obligation.target, locale)
        reason = f"“{before}” is forbidden for {hit.surface}"
        if rendering.note:
            reason += f": {rendering.note}"
        edits.append(
            Edit(obligation.kind, obligation.source, before, after, obligation.rule, reason, hit.concept.id)
        )
    return text, edits, findings


def literal_place(text: str, obligation: Obligation, locale: str) -> Span | None:
    """Return where a forbidden rendering stands in place of the dropped symbol, None if none does."""
    found = forbidden_in(obligation.hit.forbidden, text, locale) if obligation.hit else ()
    return found[0][1] if found else None


def _said_elsewhere(text: str, span: Span, obligation: Obligation, locale: str) -> bool:
    return says(text[: span.start] + _BLANK + text[span.end :], obligation, locale)


def _without_agreed(text: str, obligation: Obligation, locale: str) -> str:
    """Return the text with the agreed renderings blanked, offsets kept."""
    hit = obligation.hit
    agreed = [r for r in (hit.admitted if hit else ()) if r.text]
    agreed.append(Rendering(locale, obligation.target, Status.PREFERRED, Strategy.DIRECT))
    for rendering in agreed:
        for _ in range(len(text)):
            span = present(rendering, text, locale) if rendering.text else None
            if span is None or span.start >= span.end:
                break
            text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return text


def _replace(text: str, span: Span, words: str, locale: str) -> tuple[str, str]:
    """Return the text with a stretch replaced, the first letter and a/an as the place wants them."""
    old = text[span.start : span.end]
    if (
        old[:1].isupper()
        and not words[:1].isupper()
        and text[: span.start].rstrip().endswith(("", ".", "!", "?"))
    ):
        starts = not text[: span.start].strip() or text[: span.start].rstrip()[-1] in ".!?"
        words = words[:1].upper() + words[1:] if starts else words
    before = text[: span.start]
    if parse_locale(locale).language == "en":
        if re.match(r"(?:an?|the)\s", words, re.IGNORECASE) and re.search(
            r"\b(?:an?|the)\s+$", before, re.IGNORECASE
        ):
            before = re.sub(r"\b(?:an?|the)\s+$", "", before, flags=re.IGNORECASE)
        elif article := re.search(r"\b(an?)(\s+)$", before, re.IGNORECASE):
            wanted = "an" if words[:1].casefold() in set("aeiou") else "a"
            wanted = wanted.capitalize() if article.group(1)[0].isupper() else wanted
            before = before[: article.start()] + wanted + article.group(2)
    return before + words + text[span.end :], words


def demand(
    text: str, obligation: Obligation, segment: SegmentId, locale: str
) -> tuple[str, list[Edit], list[Finding]]:
    """Return the text after checking a word that had no symbol; a Traditional form converted wrongly is corrected."""
    hit = obligation.hit
    if not obligation.target or says(text, obligation, locale) or _admitted(text, obligation, locale):
        return text, [], []
    if parse_locale(locale).language == "zh" and (span := _near(text, obligation)):
        return _converted(text, span, obligation)
    if hit is not None and (hit.rendering is None or hit.rendering.strategy in _SILENT):
        return text, [], []
    agreed = [r.text for r in hit.admitted if r.text][:3] if hit and not hit.concept.convert else []
    wanted = " or ".join(f"“{words}”" for words in agreed or [obligation.target])
    source = hit.surface if hit and agreed else obligation.source
    message = f"{source} is not rendered as {wanted}"
    weight = (weight_of(hit, hit.rendering, Severity.INFO) if hit else None) or Severity.WARNING
    return text, [], [Finding(MISSING, weight, segment, None, message)]


def _converted(text: str, span: Span, obligation: Obligation) -> tuple[str, list[Edit], list[Finding]]:
    """Return the text with a Traditional form that a conversion by characters got wrong put right."""
    edit = Edit(
        obligation.kind,
        obligation.source,
        text[span.start : span.end],
        obligation.target,
        obligation.rule,
        "the Traditional form of the term, not what a conversion by characters gives",
        obligation.hit.concept.id if obligation.hit else None,
    )
    return text[: span.start] + obligation.target + text[span.end :], [edit], []


def _admitted(text: str, obligation: Obligation, locale: str) -> bool:
    hit = obligation.hit
    return hit is not None and any(present(r, text, locale) for r in hit.admitted if r.text)


def _near(text: str, obligation: Obligation) -> Span | None:
    """Return the one stretch that differs from the wanted form only in characters that conversion confuses."""
    wanted, source = obligation.target, obligation.source
    size = len(wanted)
    if len(source) != size:
        return None
    places = [
        Span(i, i + size)
        for i in range(len(text) - size + 1)
        if sum(a in (b, c) for a, b, c in zip(text[i : i + size], wanted, source, strict=True))
        >= max(1, size - 1)
        and any(a == b == c or a == c for a, b, c in zip(text[i : i + size], wanted, source, strict=True))
    ]
    return places[0] if len(places) == 1 else None


def lost(obligation: Obligation, segment: SegmentId) -> Finding:
    """Return the finding of a term that the engine dropped and that was put back by position."""
    message = f"the engine dropped {obligation.source}; “{obligation.target}” was put back by position, read the line"
    return Finding(MISSING, Severity.WARNING, segment, None, message)
