from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.engines.sentences import LONGEST, clauses, sentences

_TEXT = st.text(st.sampled_from("你好啊。！？，、 \n…；”’ab\ue000"), max_size=300)


@given(_TEXT)
def test_bodies_and_joints_together_are_the_text(text: str) -> None:
    assert "".join(cut.body + cut.joint for cut in sentences(text)) == text


@given(_TEXT)
def test_no_body_is_longer_than_a_model_can_read_and_none_has_blanks_at_its_edges(text: str) -> None:
    for cut in sentences(text):
        assert len(cut.body) <= LONGEST
        assert cut.body == cut.body.strip()
        assert not cut.joint.strip()


@given(_TEXT)
def test_clauses_together_are_the_sentence(text: str) -> None:
    assert "".join(clauses(text)) == text


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("“你走！”他说。", ["“你走！”", "他说。"]),
        ("真的？！别闹……好吧", ["真的？！", "别闹……", "好吧"]),
        ("上\n下", ["上", "下"]),
        ("没有标点", ["没有标点"]),
        ("", []),
    ],
)
def test_a_line_is_cut_into_these_sentences(text: str, bodies: list[str]) -> None:
    assert [cut.body for cut in sentences(text)] == bodies
