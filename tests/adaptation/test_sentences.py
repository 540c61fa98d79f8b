"""Scenes, and sentences over several cues: when they are joined, how an answer is cut, and that no line is shifted."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.adaptation import cut, join, runs_on, scene_around
from localize.adaptation.across import Joined
from localize.adaptation.base import Prepared
from localize.engines.base import Constraint, Request
from localize.glossary.base import Scope
from localize.masking.base import Masked
from localize.model import Segment, SegmentId, SegmentKind
from localize.text import symbols


def cue(text: str, start: int = 0, end: int = 0, **more: object) -> Segment:
    return Segment(SegmentId(f"{start}"), text, (), 1, 1, start_ms=start, end_ms=end or start + 1000, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "first,second",
    [
        ("如果你今天敢踏出这个门，", "就永远别再回来。"),
        ("三年前你把我赶出", "林家的大门。"),
        ("我之所以回来是因为", "我要拿回我的一切"),
        ("在这个算法中，每个单词都有一个", "特定的数字"),
        ("那个女人偷走了我", "的设计图"),
        ("要是他敢动你一下", "我就让他在江城消失"),
        ("<i>我曾经以为，</i>", "<i>他是爱我的。</i>"),
        ("他說過的那些話，", "我一句都不信。"),
    ],
)
def test_a_sentence_goes_on(first: str, second: str) -> None:
    assert runs_on(cue(first), cue(second, 1000))


@pytest.mark.parametrize(
    "first,second",
    [
        ("你来了", "坐吧"),
        ("你是谁？", "我是林晚。"),
        ("走……", "别回头。"),
        ("{\\an8}林家别墅", "师傅，门口停一下就行。"),
        ("<i>我恨他，</i>", "你说什么？"),
        ("【三年后】", "我回来了。"),
        ("- 你去哪，", "- 我回家。"),
        ("", "我回家。"),
        ("长" * 40 + "，", "长" * 40 + "。"),
    ],
)
def test_a_sentence_ends(first: str, second: str) -> None:
    assert not runs_on(cue(first), cue(second, 1000))


@pytest.mark.parametrize(
    "change",
    [
        {"start_ms": 4000, "end_ms": 5000},
        {"start_ms": 500},
        {"start_ms": None},
        {"speaker": "王总"},
        {"style": "Sign"},
        {"scene": "2"},
        {"kind": SegmentKind.SIGN},
    ],
)
def test_pauses_speakers_styles_and_scenes_keep_cues_apart(change: dict[str, object]) -> None:
    first, second = cue("如果你敢走，"), cue("就别回来。", 1000)
    assert runs_on(first, second)
    assert not runs_on(first, dataclasses.replace(second, **change))  # type: ignore[arg-type]


def test_a_scene_ends_at_a_pause_a_head_and_another_scene() -> None:
    lines = [
        cue("一", 0),
        cue("二", 20_000),
        cue("三", 22_000),
        cue("内景 夜", 24_000, kind=SegmentKind.HEADING),
        cue("四", 25_000),
    ]
    before, after = scene_around(lines[2], lines[:2], lines[3:])
    assert ([s.source for s in before], [s.source for s in after]) == (["二"], [])
    named = [
        dataclasses.replace(cue(t), start_ms=None, scene=s)
        for t, s in (("一", "1"), ("二", "2"), ("三", "2"))
    ]
    before, after = scene_around(named[1], named[:1], named[2:])
    assert ([s.source for s in before], [s.source for s in after]) == ([], ["三"])


def line(text: str, *, joint: str = "", tail: str = "", constraints: tuple[Constraint, ...] = ()) -> Prepared:
    masked = Masked(SegmentId("1"), text, text, ())
    unit = Request("1#0", text, constraints, max_chars=40)
    return Prepared(SegmentId("1"), masked, (unit,), (joint,), (), Scope("en-US"), (), (tail,), (None,))


T, U, P = "\uf000", "\uf001", "\ue000"


def joined(*texts: str, ms: tuple[int, ...] = ()) -> Joined:
    found = join([line(text) for text in texts], ms or (1000,) * len(texts))
    assert found is not None
    return found


def test_the_request_holds_the_whole_sentence_with_symbols_of_its_own() -> None:
    one = line(f"如果{T}敢走，", constraints=(Constraint(T, "王总", "Mr. Wang"),))
    two = line(f"{T}就不给{P}了。", constraints=(Constraint(T, "彩礼", "bride price"),))
    found = join([one, two], [1000, 3000])
    assert found is not None
    assert found.request.text == f"如果{T}敢走，{U}就不给{P}了。"
    assert [(c.symbol, c.target) for c in found.request.constraints] == [(T, "Mr. Wang"), (U, "bride price")]
    assert (found.own, found.request.max_chars) == (({T: T}, {U: T, P: P}), 80)
    assert found.shares[1] > 0.5
    assert sum(found.shares) == pytest.approx(1)


@pytest.mark.parametrize(
    "answer,pieces",
    [
        ("If you dare walk out today, never come back.", ["If you dare walk out today,", "never come back."]),
        ("I came back because I want it all.", ["I came back", "because I want it all."]),
        ("He was driven out of the house.", ["He was driven out", "of the house."]),
        ("Never come back.", ["Never come", "back."]),
    ],
)
def test_an_answer_is_cut_at_marks_and_between_phrases(answer: str, pieces: list[str]) -> None:
    assert cut([answer], joined("如果你今天敢走，", "就别再回来。"), "en-US") == pieces


def test_the_longer_cue_gets_the_longer_piece() -> None:
    words = "one two three four five six seven eight nine ten"
    short, long = cut([words], joined("一", "二", ms=(500, 4000)), "en-US") or ["", ""]
    assert len(short) < len(long)


def test_symbols_stay_in_their_cue_and_get_their_own_names_back() -> None:
    asked = joined(f"如果{T}敢走，", f"{T}就没了。")
    pieces = cut([f"If {T} dares to walk out, {U} is gone."], asked, "en-US")
    assert pieces == [f"If {T} dares to walk out,", f"{T} is gone."]


@pytest.mark.parametrize(
    "answer", [f"The {U} is gone if {T} walks out.", f"If {T} walks out it is gone.", "Gone.", "", f"{T}{U}"]
)
def test_an_answer_that_would_shift_a_line_is_not_cut(answer: str) -> None:
    assert cut([answer], joined(f"如果{T}敢走，", f"{T}就没了。"), "en-US") is None


def test_the_first_answer_that_can_be_cut_is_taken() -> None:
    asked = joined(f"如果{T}敢走，", "就没了。")
    assert cut(["Gone", f"Gone {T}", f"If {T} walks, it is gone."], asked, "en-US") == [
        f"If {T} walks,",
        "it is gone.",
    ]


def test_japanese_is_cut_at_marks_only() -> None:
    asked = joined("如果你敢走，", "就别回来。")
    assert cut(["出て行くなら、二度と戻るな。"], asked, "ja") == ["出て行くなら、", "二度と戻るな。"]
    assert cut(["出て行くなら二度と戻るな。"], asked, "ja") is None


@pytest.mark.parametrize(
    "lines",
    [
        [line("你，"), line("走吧。", joint="- ")],
        [line("你，", tail=", \uf000"), line("走吧。")],
        [line("".join(chr(0xF000 + n) for n in range(5))), line("".join(chr(0xF000 + n) for n in range(4)))],
        [dataclasses.replace(line("你，"), units=(), settled=("好",)), line("走吧。")],
    ],
)
def test_lines_that_need_something_of_their_own_are_not_joined(lines: list[Prepared]) -> None:
    assert join(lines, [1000, 1000]) is None


_TEXT = st.text(alphabet=f"abc ,.{T}{U}{P}", max_size=40)


@given(
    answer=_TEXT,
    first=st.text(alphabet=f"你{T}", min_size=1, max_size=4),
    second=st.text(alphabet=f"我{T}{P}", min_size=1, max_size=4),
)
def test_whatever_the_answer_every_cue_keeps_its_symbols_and_nothing_is_lost(
    answer: str, first: str, second: str
) -> None:
    one = [T if i == first.find(T) else c for i, c in enumerate(first) if c != T or i == first.find(T)]
    two = [c for i, c in enumerate(second) if c == "我" or i == second.find(c)]
    found = join([line("".join(one)), line("".join(two))], [1000, 1000])
    assert found is not None
    pieces = cut([answer], found, "en-US")
    if pieces is None:
        return
    assert [sorted(symbols(p)) for p in pieces] == [sorted(symbols("".join(x))) for x in (one, two)]
    assert len("".join(pieces).replace(" ", "")) == len(answer.replace(" ", ""))
    assert all(piece.strip() for piece in pieces)
