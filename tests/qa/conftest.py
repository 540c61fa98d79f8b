"""Builds what a check is given, from the plain words of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from localize.errors import Place
from localize.glossary.base import Concept, Rendering, Status, Strategy, TermHit
from localize.layout import Limits, limits, override
from localize.masking import mask
from localize.model import Finding, Segment, SegmentId, SegmentKind, Span
from localize.qa import Context, check
from localize.qa.emit import fault

Case = Mapping[str, Any]
FONTS = Path(__file__).resolve().parent.parent / "corpus" / "fonts"


def segment_of(case: Case, *, name: str = "1") -> Segment:
    return Segment(
        id=SegmentId(case.get("id", name)),
        source=case["source"],
        spans=(),
        line=1,
        text_line=1,
        kind=SegmentKind(case.get("kind", "dialogue")),
        start_ms=case.get("start"),
        end_ms=case.get("end"),
        style=case.get("style"),
        max_length=case.get("max_length"),
        note=case.get("note"),
        plural=case.get("plural"),
        key=case.get("key"),
        context=case.get("within"),
    )


def hit_of(term: Case, locale: str) -> TermHit:
    def renderings(key: str, status: Status) -> tuple[Rendering, ...]:
        strategy = Strategy(term.get("strategy", "CALQUE"))
        return tuple(Rendering(locale, text, status, strategy) for text in term.get(key, ()))

    agreed = renderings("agreed", Status.PREFERRED)
    deprecated = renderings("deprecated", Status.DEPRECATED)
    concept = Concept(
        id=term["source"],
        category="test",
        term=term["source"],
        hant=term["source"],
        strategy=Strategy.CALQUE,
        renderings=(*agreed, *deprecated),
        convert=term.get("convert", False),
        place=Place(f"glossaries/{term['pack']}.yaml", 1) if "pack" in term else None,
    )
    rivals = tuple(Concept(r, "test", r, r, Strategy.CALQUE, ()) for r in term.get("rivals", ()))
    return TermHit(
        concept=concept,
        span=Span(0, len(term["source"])),
        surface=term["source"],
        rendering=agreed[0] if agreed else None,
        admitted=agreed,
        forbidden=renderings("forbidden", Status.FORBIDDEN),
        rivals=rivals,
    )


def said(case: Case, key: str, code: str) -> list[Finding]:
    """Return findings that another stage hands in, one a message."""
    return [fault(code, segment_of(case), message) for message in case.get(key, ())]


def limits_of(case: Case, profile: str, locale: str) -> Limits:
    font = str(FONTS / case["font"]) if "font" in case else ""
    return override(limits(profile, locale), {}, source="case", font=font)


def context_of(case: Case, segment: Segment) -> Context:
    locale = case.get("to", "en-US")
    profile = case.get("profile", "netflix")
    previous = None
    if "previous" in case:
        start, end = case["previous"]
        previous = segment_of({"source": "先", "start": start, "end": end}, name="0")
    return Context(
        source_locale=case.get("from", "zh-Hans"),
        target_locale=locale,
        format=case.get("format", "srt"),
        medium=case.get("medium", "drama"),
        limits=limits_of(case, profile, locale) if profile else None,
        masked=mask(segment, format=case.get("format", "srt")),
        hits=[hit_of(term, locale) for term in case.get("terms", ())],
        previous=previous,
        repeats=case.get("repeats", ()),
        rendered=case.get("rendered", ()),
        decided_source=case.get("decided_source"),
        approved=case.get("approved", False),
        following=segment_of({"source": case["following"]}, name="2") if "following" in case else None,
        fps=case.get("fps"),
        cuts=case.get("cuts", ()),
        address_findings=said(case, "address", "TRM006"),
        advisories=said(case, "advisories", "MKT001"),
        expired_waivers=case.get("expired_waivers", ()),
    )


@pytest.fixture(scope="session")
def findings_of() -> Callable[[Case], Sequence[Finding]]:
    """Return a function that runs every check on a case and returns what they found."""

    def run(case: Case) -> Sequence[Finding]:
        segment = segment_of(case)
        return list(check(segment, case["target"], context_of(case, segment)))

    return run
