"""Lines and ids of the formats that are read line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localize.formats import lines
from localize.formats.lines import Lines, Names, lines_of


@given(st.text(alphabet="ab中\r\n", max_size=60), st.integers(1, 9))
def test_lines_are_the_same_however_the_text_is_cut(text: str, piece: int) -> None:
    text = lines._CR_RUN.sub(lambda m: m[0] if m[0].endswith("\n") else "\n" * len(m[0]), text)
    expected, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        expected.append((number, start, line.rstrip("\r")))
        start += len(line) + 1
    usual, lines._PIECE = lines._PIECE, piece
    try:
        assert [tuple(line) for line in lines_of(text)] == expected
        found = Lines(text)
    finally:
        lines._PIECE = usual
    assert [tuple(line) for line in found] == expected
    assert found[-1] == expected[-1]
    assert [tuple(line) for line in found[1:3]] == expected[1:3]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.integers(1, 6)), max_size=40))
def test_numbered_names_are_those_of_unique_names(wanted: list[tuple[str, int]]) -> None:
    plain, numbered = Names(), Names()
    for path, number in wanted:
        assert numbered.numbered(path, number) == plain.unique(f"{path}/{number}")
