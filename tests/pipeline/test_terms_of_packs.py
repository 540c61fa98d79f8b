"""Terms of the shipped packs: Chinese, and as heavy in a draft as in a check."""

from __future__ import annotations

import pytest

from localize import adaptation
from localize.api.files import tasks_of
from localize.engines.base import Candidate
from localize.errors import Place
from localize.glossary import Glossary, pack_names
from localize.glossary.base import Concept, Rendering, ReviewState, Scope, Status, Strategy
from localize.model import Segment, SegmentId, Severity
from localize.pipeline import Pipeline

PACK = f"glossaries/{pack_names()[0]}.yaml"


def pipeline(
    *renderings: Rendering,
    source: str,
    target: str,
    term: str,
    file: str = PACK,
    strategy: Strategy = Strategy.DIRECT,
) -> Pipeline:
    concept = Concept(f"t.{term}", "t", term, term, strategy, renderings, place=Place(file, 1))
    return Pipeline(
        source=source, target=target, glossary=Glossary((concept,)), engine=None, scope=Scope(target)
    )


def task(text: str):
    segment = Segment(SegmentId("1"), text, (), 1, 1)
    return tasks_of("srt", [("1", segment, "")])[0]


def rendering(locale: str, text: str, status: Status, review: ReviewState = ReviewState.DRAFT) -> Rendering:
    return Rendering(locale, text, status, Strategy.DIRECT, review=review)


@pytest.mark.parametrize(
    ("source", "file", "found"),
    [
        ("zh-Hans", PACK, True),
        ("zh-Hant-TW", PACK, True),
        ("en-US", PACK, False),
        ("en-US", "glossary/own.yaml", True),
    ],
)
def test_a_term_of_a_pack_is_one_in_chinese_sources_only(source: str, file: str, found: bool) -> None:
    stages = pipeline(
        rendering("es", "chao", Status.PREFERRED), source=source, target="es", term="88", file=file
    )
    analysis = stages.analyse(task("88"))
    assert bool(analysis.hits) is found
    wishes = stages.wishes(task("88"), analysis)
    assert any(wish.hit is not None for wish in wishes) is found


@pytest.mark.parametrize(
    ("review", "file", "severity"),
    [
        (ReviewState.DRAFT, PACK, Severity.WARNING),
        (ReviewState.REVIEWED, PACK, Severity.ERROR),
        (ReviewState.DRAFT, "glossary/own.yaml", Severity.ERROR),
    ],
)
def test_forbidden_words_weigh_the_same_in_a_draft_and_in_a_check(
    review: ReviewState, file: str, severity: Severity
) -> None:
    stages = pipeline(
        rendering("en", "this concubine", Status.FORBIDDEN, review),
        source="zh-Hans",
        target="en",
        term="臣妾",
        file=file,
        strategy=Strategy.OMIT,
    )
    line, text = task("臣妾不敢"), "This concubine dares not."
    prepared = stages.prepare(line, stages.analyse(line))
    adapted = adaptation.apply([Candidate("1", text, 0.5)], prepared)
    stage = [f.severity for f in adapted.findings if f.code == "TRM002"]
    checked = [f.severity for f in stages.check(line, text) if f.code == "TRM002"]
    assert stage == checked == [severity]
