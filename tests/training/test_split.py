"""The split of the drama corpus never moves, and the corpus is what its page says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from training.cleaning import fit, key, normal, normal_en
from training.split import COLUMNS, CORPUS, drama_lines, held_out_lines, is_held_out

GENRES = {"ceo", "palace", "revenge", "family", "cultivation", "comedy", "game"}
HELD_OUT_OF_60 = ["第17集", "第19集", "第30集", "第33集", "第53集"]


@pytest.fixture(scope="module")
def lines():  # type: ignore[no-untyped-def]
    if not any(CORPUS.glob("*.tsv")):
        pytest.skip("no drama corpus in this checkout")
    return drama_lines()


def test_the_split_of_known_lines_stays_as_it_was() -> None:
    held_out = [zh for zh in (f"第{i}集" for i in range(60)) if is_held_out(zh)]
    assert held_out == HELD_OUT_OF_60


def test_the_split_does_not_look_at_punctuation_or_width() -> None:
    assert all(is_held_out(f"第{i}集") == is_held_out(f"“第{i}集”！") for i in range(200))


def test_about_seven_percent_are_held_out() -> None:
    assert 0.055 < sum(is_held_out(f"第{i}集") for i in range(5000)) / 5000 < 0.085


def test_a_corpus_with_other_columns_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "ceo.tsv").write_text("id\tzh\n1\t好\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ceo\.tsv:1: columns are"):
        drama_lines(tmp_path)


def test_a_row_with_a_column_too_many_is_refused_with_its_line(tmp_path: Path) -> None:
    head = "\t".join(COLUMNS)
    (tmp_path / "ceo.tsv").write_text(f"{head}\n1\t好\tGood.\tceo\t\tx\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ceo\.tsv:2: 6 columns"):
        drama_lines(tmp_path)


def test_the_corpus_has_at_least_4000_lines_that_differ_on_the_chinese_side(lines) -> None:  # type: ignore[no-untyped-def]
    assert len({key(line.zh) for line in lines}) >= 4000
    assert [zh for zh, n in Counter(line.zh for line in lines).items() if n > 1] == []


def test_ids_are_unique_and_genres_known(lines) -> None:  # type: ignore[no-untyped-def]
    assert [i for i, n in Counter(line.id for line in lines).items() if n > 1] == []
    assert {line.genre for line in lines} == GENRES


def test_no_cell_of_the_corpus_has_a_tab_line_break_or_blank_at_its_edge(lines) -> None:  # type: ignore[no-untyped-def]
    bad = [line.id for line in lines for cell in (line.zh, line.en) if cell != cell.strip() or "\\t" in cell]
    assert bad == []
    assert all(path.read_text(encoding="utf-8").count("\r") == 0 for path in CORPUS.glob("*.tsv"))


def test_every_line_of_the_corpus_is_fit_to_train_on(lines) -> None:  # type: ignore[no-untyped-def]
    assert [line.id for line in lines if not fit(normal(line.zh), normal_en(line.en))] == []


def test_about_300_drama_lines_are_held_out(lines) -> None:  # type: ignore[no-untyped-def]
    assert 250 <= len(held_out_lines()) <= 350


def test_every_genre_has_held_out_lines(lines) -> None:  # type: ignore[no-untyped-def]
    assert {line.genre for line in held_out_lines()} == GENRES
