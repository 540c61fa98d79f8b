from __future__ import annotations

import json

from chat_server import translated
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.engines.base import Request
from localize.engines.chat_answer import parse
from localize.engines.chat_checks import judge
from localize.engines.chat_prompt import lay_out
from localize.engines.writing import Pair
from localize.text import symbols

TEXTS = [
    "王总，三千万的彩礼。",
    "她是谁？",
    "给\ue000一把\uf000剑！",
    "我不知道他在哪里。",
    "走吧，别让我再看见你。",
]
PIECES = [p for layout in lay_out([Request(t, t) for t in TEXTS], Pair("zh", "en")) for p in layout.pieces]
IDS = [piece.id for piece in PIECES]
OWN = {piece.id: translated(piece.text) for piece in PIECES}

ids = st.sampled_from([*IDS, "L9", "", "l1", " L2 "]) | st.text(max_size=3)
heads = st.sampled_from([p.text[:8] for p in PIECES]) | st.text(max_size=8)
texts = st.sampled_from([*OWN.values(), "", "PWNED", "<t1>", "\ue000", "<think>"]) | st.text(max_size=30)
entries = st.fixed_dictionaries({"id": ids, "src": heads, "text": texts})
# What an honest model may get wrong is the id and the place; head and text of one entry belong together.
honest = st.builds(
    lambda name, piece, text: {"id": name, "src": piece.text[:8], "text": text or OWN[piece.id]},
    ids,
    st.sampled_from(PIECES),
    st.just(""),
)
answers = (
    st.text()
    | st.lists(entries).map(lambda e: json.dumps({"lines": e}))
    | st.tuples(st.text(max_size=20), st.lists(entries), st.text(max_size=20)).map(
        lambda t: f"{t[0]}```json\n{json.dumps(t[1], ensure_ascii=False)}\n```{t[2]}"
    )
    | st.tuples(st.lists(entries, min_size=1), st.integers(1, 60)).map(lambda t: json.dumps(t[0])[: -t[1]])
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["id", "text", "src", "lines", "x"]), inner)
        ),
    ).map(json.dumps)
)


@settings(max_examples=400, deadline=None)
@given(answers)
def test_whatever_a_server_answers_each_line_has_one_verdict_and_only_its_own_symbols(answer: str) -> None:
    verdicts = judge(parse(answer), PIECES, language="en")
    assert list(verdicts) == IDS
    for piece in PIECES:
        verdict = verdicts[piece.id]
        assert bool(verdict.fault) or bool(verdict.text)
        mine = "".join(piece.marks.values())
        assert set(symbols(verdict.text)) <= set(mine)
        if not verdict.fault:
            assert sorted(symbols(verdict.text)) == sorted(mine)


@settings(max_examples=400, deadline=None)
@given(st.lists(honest, max_size=8))
def test_a_text_never_lands_under_another_lines_id(entries: list[dict[str, str]]) -> None:
    verdicts = judge(parse(json.dumps({"lines": entries})), PIECES, language="en")
    for piece in PIECES:
        text = verdicts[piece.id].text
        restored = OWN[piece.id]
        for number, symbol in piece.marks.items():
            restored = restored.replace(f"<t{number}>", symbol)
        assert text in {"", restored}


@settings(max_examples=200, deadline=None)
@given(st.permutations(entries_of := [{"id": p.id, "src": p.text[:8], "text": OWN[p.id]} for p in PIECES]))
def test_order_means_nothing_and_every_good_line_is_taken(entries: list[dict[str, str]]) -> None:
    verdicts = judge(parse(json.dumps(entries)), PIECES, language="en")
    assert [v.fault for v in verdicts.values()] == [""] * len(entries_of)


def test_a_refusal_in_a_drama_is_a_line_like_any_other() -> None:
    pieces = lay_out([Request("1", "对不起，我不能帮你。")], Pair("zh", "en"))[0].pieces
    answer = json.dumps([{"id": "L1", "src": "对不起，我", "text": "I'm sorry, I can't help you."}])
    assert judge(parse(answer), pieces, language="en")["L1"].fault == ""


def test_han_may_stand_in_japanese_but_not_in_thai() -> None:
    pieces = lay_out([Request("1", "皇上驾到，跪下！")], Pair("zh", "ja"))[0].pieces
    answer = json.dumps([{"id": "L1", "src": "皇上驾到", "text": "皇帝陛下のお成りだ、跪け！"}])
    assert judge(parse(answer), pieces, language="ja")["L1"].fault == ""
    assert "Chinese characters" in judge(parse(answer), pieces, language="th")["L1"].fault
