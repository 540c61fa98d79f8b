from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from localize.engines import create
from localize.engines.base import (
    Candidate,
    Constraint,
    EngineFailure,
    EngineInfo,
    EngineOptions,
    Reach,
    Request,
)
from localize.engines.pivot import PivotEngine
from localize.errors import UnavailableError, UsageError

CHOICE = {"first": "starter", "second": "echo"}


class Leg:
    """An engine that does what a rule says."""

    def __init__(self, rule: Callable[[Request], Candidate | EngineFailure], **info: object) -> None:
        self.rule, self.asked = rule, []  # type: ignore[var-annotated]
        about = {
            "name": "leg",
            "title": "",
            "reach": Reach.PROCESS,
            "licence": "MIT",
            "quality": "production",
        } | info
        self.info = EngineInfo(**about)  # type: ignore[arg-type]

    def signature(self) -> str:
        return "leg/1"

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> list[Candidate | EngineFailure]:
        self.asked += requests
        if progress:
            progress(len(requests))
        return [self.rule(request) for request in requests]


def pivot(first: Leg, second: Leg) -> PivotEngine:
    engine = create("pivot", source="zh-Hans", target="es-419", options=EngineOptions(extra=CHOICE))
    assert isinstance(engine, PivotEngine)
    engine._legs = [first, second]
    return engine


def said(text: str, score: float | None = 0.5) -> Callable[[Request], Candidate]:
    return lambda request: Candidate(request.id, text.format(request.text), score)


def test_the_second_engine_reads_what_the_first_wrote_and_ids_and_symbols_are_kept() -> None:
    answers = pivot(Leg(said("Hi {}")), Leg(said("Hola {}"))).translate(
        [Request("7", "你好\ue000"), Request("8", "走")]
    )
    assert answers == [Candidate("7", "Hola Hi 你好\ue000", 0.25), Candidate("8", "Hola Hi 走", 0.25)]


def test_a_line_that_fails_on_the_way_fails_alone() -> None:
    first = Leg(lambda r: EngineFailure(r.id, "no") if r.id == "1" else Candidate(r.id, "x"))
    second = Leg(said("y"))
    seen: list[int] = []
    answers = pivot(first, second).translate([Request(str(i), "你") for i in range(3)], progress=seen.append)
    assert answers == [Candidate("0", "y"), EngineFailure("1", "no"), Candidate("2", "y")]
    assert sum(seen) == 3


def test_a_symbol_that_is_lost_on_the_way_is_a_failure_and_goes_no_further() -> None:
    second = Leg(said("y"))
    (answer,) = pivot(Leg(said("x")), second).translate([Request("1", "给\ue000")])
    assert isinstance(answer, EngineFailure)
    assert second.asked == []


def test_terms_wish_for_words_of_the_last_language_only() -> None:
    first, second = Leg(said("{}")), Leg(said("{}"))
    wishes = (Constraint("\uf000", "王总", "señor Wang"), Constraint("", "剑", "espada"))
    pivot(first, second).translate(
        [Request("1", "\uf000，剑", wishes, before=("前",), after=("后",), max_chars=9)]
    )
    assert first.asked[0].constraints == ()
    assert first.asked[0].before == ("前",)
    assert second.asked[0].constraints == wishes[:1]
    assert (second.asked[0].before, second.asked[0].after, second.asked[0].max_chars) == ((), (), 9)


def test_what_holds_no_chinese_passes_through_both() -> None:
    second = Leg(said("?"))
    (answer,) = pivot(Leg(said("{}")), second).translate([Request("1", "OK")])
    assert (answer, second.asked) == (Candidate("1", "OK", 0.5), [])


def test_it_goes_as_far_as_its_farther_engine_and_is_as_free_as_its_less_free_one() -> None:
    far = Leg(
        said(""),
        reach=Reach.ELSEWHERE,
        licence="CC-BY-NC-4.0",
        commercial=False,
        quality="draft",
        attribution="B",
    )
    info = pivot(Leg(said(""), attribution="A"), far).info
    assert (info.reach, info.licence, info.quality) == (Reach.ELSEWHERE, "MIT AND CC-BY-NC-4.0", "draft")
    assert not info.commercial
    assert info.attribution == "A B"
    assert pivot(Leg(said("")), Leg(said(""), licence="")).info.licence == ""


def test_it_says_both_engines_and_the_way_in_its_signature() -> None:
    engine = create("pivot", source="zh-Hans", target="es-419", options=EngineOptions(extra=CHOICE))
    signature = engine.signature()
    assert signature.startswith("pivot/1 first=[starter/1 beams=4 model=")
    assert signature.endswith("second=[echo/1 target=es-419] via=en")
    wider = create(
        "pivot",
        source="zh-Hans",
        target="es-419",
        options=EngineOptions(extra={**CHOICE, "first_beam_size": "2"}),
    )
    assert "beams=2" in wider.signature()


def test_a_pivot_says_what_its_legs_lack() -> None:
    with pytest.raises(UnavailableError, match="needs two engines"):
        create("pivot", source="zh-Hans", target="es")
    lacking = EngineOptions(extra={"first": "starter", "second": "ctranslate2"})
    with pytest.raises(UnavailableError, match="its second engine ctranslate2 needs a model"):
        create("pivot", source="zh-Hans", target="es", options=lacking)


@pytest.mark.parametrize(
    ("extra", "what"),
    [
        ({"first": "starter", "second": "starter"}, "the engine starter does not translate en into es"),
        ({**CHOICE, "first_colour": "red"}, "the engine starter has no option 'colour'"),
        ({**CHOICE, "second_threads": "two"}, "second_threads is 'two'"),
        ({**CHOICE, "third": "x"}, "the engine pivot has no option 'third'"),
        (
            {"first": "pivot", "second": "echo", "first_first": "starter", "first_second": "echo"},
            "a pivot cannot be a leg",
        ),
    ],
)
def test_wrong_legs_are_wrong_use(extra: dict[str, str], what: str) -> None:
    with pytest.raises(UsageError, match=what):
        create("pivot", source="zh-Hans", target="es", options=EngineOptions(extra=extra))
