"""One concept, one rendering through a work, where the same choice was open."""

from __future__ import annotations

from localize.glossary import Consistency, Scope, load
from localize.model import Finding, SegmentId, Severity


def _findings(lines: list[tuple[str, str]], locale: str = "en") -> list[tuple[int, Finding]]:
    glossary = load()
    uses: Consistency[int] = Consistency(locale)
    for number, (source, target) in enumerate(lines):
        hits = glossary.find(source, Scope(locale, genres=("ceo",), medium="drama"))
        uses.add(number, SegmentId(str(number)), hits, target)
    return list(uses.findings())


def test_the_rendering_that_stands_apart_is_found() -> None:
    lines = [
        ("吃饺子", "Have some dumplings."),
        ("吃饺子吗", "Dumplings?"),
        ("饺子来了", "Here's the jiaozi."),
    ]
    ((number, finding),) = _findings(lines)
    assert (number, finding.code, finding.severity) == (2, "TRM010", Severity.INFO)
    assert finding.message == "饺子 is “jiaozi” here and “dumplings” in 2 of 3 lines, first 0"


def test_direct_address_and_reference_are_two_choices() -> None:
    assert _findings([("老公，走吧", "Honey, let's go."), ("他是我老公", "He's my husband.")]) == []


def test_an_inflected_form_is_the_same_rendering() -> None:
    assert _findings([("吃饺子", "Have a dumpling."), ("吃饺子吗", "Dumplings?")]) == []


def test_a_line_that_does_not_say_the_term_counts_for_nothing() -> None:
    assert _findings([("吃饺子", "Eat up."), ("吃饺子吗", "Dumplings?")]) == []
