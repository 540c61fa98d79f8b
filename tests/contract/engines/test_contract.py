"""What every registered engine must do, whatever it translates."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import pytest

from localize.engines import ENGINES, create
from localize.engines.base import Candidate, Engine, EngineFailure, EngineOptions, Reach, Request
from localize.engines.starter import FOLDER
from localize.text import symbols

FAMILIES = ("marian", "nllb", "m2m100", "mbart50", "madlad")
CASES = (
    "opencc", "starter", "chat", "echo", "firefox", "pivot", "ctranslate2:starter",
    *(f"{engine}:{family}" for engine in ("ctranslate2", "transformers") for family in FAMILIES),
)  # fmt: skip
"""Engines, each with every family of models it runs."""
PAIRS = {"opencc": ("zh-Hans", "zh-Hant-TW"), "echo": ("zh-Hans", "es-419"), "pivot": ("zh-Hans", "es-419")}
CHANGED: dict[str, dict[str, object]] = {
    "opencc": {"extra": {"vocabulary": "none"}},
    "chat": {"model": "other"},
    "echo": {},
    "firefox": {},
}
LONG = "他说今天晚上不回家吃饭，让我们不要等他。我不知道他去了哪里？" * 100
LINES = [
    "你好。",
    "",
    "   ",
    "\n",
    "好",
    "\ue000",
    "\ue000\uf001",
    "给\ue000一把\uf000，不要给\ue001！",
    "\ue000你好\ue001",
    "🎉🎉",
    "你好😀再见",
    "OK, fine.",
    "123",
    "……",
    "a\x00你\x1b[31m好\x07",
    "你\ufeff好\u200b吗",
    "第一行\n第二行",
    "你好。",
    "<t0>你好<t7>",
    "我\ue000喜\ue001欢\ue002你\ue003们\ue004所\ue005有\ue006的\ue007人\ue008和\ue009狗\ue00a",
    LONG,
]
Make = Callable[..., Engine]
ANSWERED: dict[str, Sequence[Candidate | EngineFailure]] = {}


@pytest.fixture(params=CASES)
def make(request: pytest.FixtureRequest) -> Make:
    name, _, family = request.param.partition(":")
    model, extra = given(request, name, family)

    def build(**options: object) -> Engine:
        source, target = PAIRS.get(name, ("zh-Hans", "en-US"))
        chosen = dataclasses.replace(EngineOptions(model=model, threads=1, extra=extra), **options)
        return create(name, source=source, target=target, options=chosen)

    build.engine, build.case = name, request.param  # type: ignore[attr-defined]
    return build


def given(request: pytest.FixtureRequest, name: str, family: str) -> tuple[str, dict[str, str]]:
    """Return the model and the options of a case."""
    if name == "chat":
        return "tiny", {"base_url": request.getfixturevalue("chat_server")}
    if name == "firefox":
        return str(request.getfixturevalue("firefox_model")), {}
    if name == "pivot":
        model = request.getfixturevalue("converted")("nllb")
        return "", {"first": "starter", "second": "ctranslate2", "second_model": str(model)}
    if family == "starter":
        return str(FOLDER), {}
    if name in {"ctranslate2", "transformers"}:
        return str(request.getfixturevalue({"ctranslate2": "converted"}.get(name, "original"))(family)), {}
    return "", {}


@pytest.fixture
def answers(make: Make) -> Sequence[Candidate | EngineFailure]:
    """Return what a case makes of `LINES`, asked once: a random model takes long to come to no end."""
    if make.case not in ANSWERED:  # type: ignore[attr-defined]
        ANSWERED[make.case] = make(batch_size=4).translate(requests(lines_of(make)))  # type: ignore[attr-defined]
    return ANSWERED[make.case]  # type: ignore[attr-defined]


def lines_of(make: Make) -> list[str]:
    """Return the lines of a case; PyTorch on noise is slow, and the last two take it most of the time."""
    return LINES[:-2] if make.engine == "transformers" else LINES  # type: ignore[attr-defined]


def requests(lines: list[str]) -> list[Request]:
    return [Request(f"id-{number}", line) for number, line in enumerate(lines)]


def test_each_request_is_answered_once_in_order_under_its_id(
    make: Make, answers: Sequence[Candidate | EngineFailure]
) -> None:
    assert [a.id for a in answers] == [r.id for r in requests(lines_of(make))]


def test_every_symbol_comes_back_exactly_once(
    make: Make, answers: Sequence[Candidate | EngineFailure]
) -> None:
    for request, answer in zip(requests(lines_of(make)), answers, strict=True):
        assert isinstance(answer, Candidate)
        assert sorted(symbols(answer.text)) == sorted(symbols(request.text)), request.text[:40]
        for alternative in answer.alternatives:
            assert sorted(symbols(alternative)) == sorted(symbols(request.text)), request.text[:40]


def test_a_text_with_words_is_never_answered_with_nothing_and_a_blank_one_stays_blank(
    make: Make, answers: Sequence[Candidate | EngineFailure]
) -> None:
    for request, answer in zip(requests(lines_of(make)), answers, strict=True):
        assert isinstance(answer, Candidate)
        assert bool(answer.text.strip()) is bool(request.text.strip()), repr(request.text[:40])


def test_a_long_line_is_translated_to_its_end(make: Make) -> None:
    assert len(LONG) >= 3000
    (whole,) = make().translate([Request("1", LONG)])
    (half,) = make().translate([Request("1", LONG[: len(LONG) // 2])])
    assert isinstance(whole, Candidate)
    assert isinstance(half, Candidate)
    assert len(whole.text) > 1.8 * len(half.text)


def test_text_that_no_engine_can_translate_passes_through(make: Make) -> None:
    for line in ["🎉🎉", "OK, fine.", "123", "\ue000"]:
        (answer,) = make().translate([Request("1", line)])
        assert isinstance(answer, Candidate)
        assert line in answer.text


def test_the_same_text_gets_the_same_answer_alone_in_company_and_again(make: Make) -> None:
    lines = ["你好。", "给\ue000一把\uf000！", "他说今天晚上不回家吃饭。", "你好。"]
    together = [a.text for a in make().translate(requests(lines)) if isinstance(a, Candidate)]
    again = [a.text for a in make(batch_size=1).translate(requests(lines)) if isinstance(a, Candidate)]
    assert together == again
    assert together[0] == together[3]


def test_progress_adds_up_to_the_number_of_requests(make: Make) -> None:
    seen: list[int] = []
    make(batch_size=3).translate(requests(["你好。"] * 8), progress=seen.append)
    assert sum(seen) == 8
    assert len(seen) == 3


def test_no_request_is_no_answer(make: Make) -> None:
    assert list(make().translate([])) == []


def test_scores_are_probabilities(answers: Sequence[Candidate | EngineFailure]) -> None:
    for answer in answers:
        assert isinstance(answer, Candidate)
        assert answer.score is None or 0 <= answer.score <= 1


def test_the_signature_is_stable_and_changes_with_what_fixes_the_output_only(make: Make) -> None:
    signature = make().signature()
    assert signature == make().signature()
    assert signature.startswith(f"{make.engine}/")  # type: ignore[attr-defined]
    assert make(batch_size=7, threads=2).signature() == signature
    changed = CHANGED.get(make.engine, {"beam_size": 2})  # type: ignore[attr-defined]
    assert (make(**changed).signature() != signature) is bool(changed)


def test_an_engine_says_what_it_is(make: Make) -> None:
    info = make().info
    assert info.name == make.engine  # type: ignore[attr-defined]
    assert info.title
    assert info.reach in Reach
    assert info.quality in {"production", "draft", "test"}


def test_every_registered_engine_is_in_this_suite() -> None:
    assert {spec.name for spec in ENGINES} == {case.partition(":")[0] for case in CASES}
