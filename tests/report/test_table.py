from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.report import Column, table
from localize.text import cells


def test_columns_are_aligned_in_cells() -> None:
    text = table([Column("file"), Column("n", right=True)], [("第一集.srt", 31), ("b.srt", 7)])
    assert text.splitlines() == ["file         n", "第一集.srt  31", "b.srt        7"]


def test_a_table_without_heads_has_rows_only() -> None:
    assert table([Column(""), Column("")], [("a", "b")]) == "a  b\n"


def test_a_table_without_rows_has_heads_only() -> None:
    assert table([Column("a"), Column("b")], []) == "a  b\n"


def test_long_text_is_cut_in_cells() -> None:
    assert table([Column("", most=6)], [("第一集第二集",)]) == "第一…\n"
    assert table([Column("", most=6)], [("第一集",)]) == "第一集\n"


def test_a_text_from_a_file_stays_on_its_line_and_is_safe() -> None:
    assert table([Column("")], [("a\nb\x1b[31m",)]) == "a b␛[31m\n"


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is longer"):
        table([Column("a"), Column("b")], [("only",)])


@given(st.lists(st.tuples(st.text(max_size=12), st.integers()), min_size=1, max_size=8))
def test_right_columns_end_in_the_same_cell(rows: list[tuple[str, int]]) -> None:
    lines = table([Column("name", most=8), Column("count", right=True)], rows).split("\n")[:-1]
    assert len({cells(line) for line in lines}) == 1
