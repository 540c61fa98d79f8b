"""What goes into the training data: licences, the held-out lines, doubles, weights, epochs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from training.batches import epoch_lines, load_prepared
from training.prepare import MANIFEST, load_sources, prepare
from training.settings import load_settings, rate_at

if TYPE_CHECKING:
    from pathlib import Path

ROW = '[[source]]\nname = "{0}"\npath = "{0}.tsv"\nlicence = "{1}"\nattribution = "A"\nweight = {2}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.tsv").write_text(
        "你来了，汤姆。\tYou came, Tom.\n你来了,汤姆。\tYou came, Tom.\n别看我\tDon’t look\n走\tGo\n",
        encoding="utf-8",
    )
    (tmp_path / "b.tsv").write_text("他是誰？\tWho is he?\n別看我！\tDon't look!\n", encoding="utf-8")
    (tmp_path / "heldout.tsv").write_text("别看我。\tDo not look.\n", encoding="utf-8")
    rows = ROW.format("a", "MIT", 2) + ROW.format("b", "CC-BY-SA-4.0", 0.5)
    (tmp_path / "data.toml").write_text(rows, encoding="utf-8")
    return tmp_path


def prepared(folder: Path) -> list[list[str]]:
    prepare(load_sources(folder / "data.toml", folder), folder / "heldout.tsv", folder / "out")
    text = (folder / "out" / "pairs.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def test_pairs_are_cleaned_and_doubles_and_held_out_lines_left_out(folder: Path) -> None:
    assert [row[:3] for row in prepared(folder)] == [
        ["a", "你来了,汤姆。", "You came, Tom."],
        ["a", "走", "Go"],
        ["b", "他是谁?", "Who is he?"],
    ]


def test_the_report_says_what_was_left_out_and_why(folder: Path) -> None:
    prepared(folder)
    report = (folder / "out" / "report.tsv").read_text(encoding="utf-8").splitlines()
    assert report[1:] == [
        "a\tdouble\t1",
        "a\theld out\t1",
        "a\ttaken\t2",
        "b\theld out\t1",
        "b\ttaken\t1",
    ]


def test_an_epoch_shows_each_source_by_its_weight_and_is_the_same_again(folder: Path) -> None:
    prepared(folder)
    data = load_prepared(folder / "out")
    first = epoch_lines(data, seed=1, epoch=0, share=0.0)
    assert first == epoch_lines(data, seed=1, epoch=0, share=0.0)
    assert sum(zh == "走" for zh, _ in first) == 2
    shown = sum(
        zh == "他是谁?" for e in range(200) for zh, _ in epoch_lines(data, seed=1, epoch=e, share=0.0)
    )
    assert 70 < shown < 130


def test_missing_prepared_data_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"run python -m training\.prepare"):
        load_prepared(tmp_path)


def test_a_source_that_is_not_free_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.toml").write_text(ROW.format("x", "CC-BY-NC-4.0", 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"x: licence CC-BY-NC-4\.0"):
        load_sources(tmp_path / "data.toml", tmp_path)


def test_the_manifest_names_free_licences_and_whom_to_thank(tmp_path: Path) -> None:
    sources = load_sources(MANIFEST, tmp_path)
    assert all(source.attribution and source.weight > 0 for source in sources)
    assert len({source.name for source in sources}) == len(sources)


def test_no_source_at_all_is_an_error(folder: Path) -> None:
    (folder / "a.tsv").write_text("", encoding="utf-8")
    (folder / "b.tsv").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="no pair is left"):
        prepared(folder)


def test_links_are_written_as_offsets(folder: Path) -> None:
    (folder / "b.tsv").write_text("第3集\tEpisode 3\n", encoding="utf-8")
    assert json.loads(prepared(folder)[-1][3]) == [[1, 2, 8, 9]]


def test_the_rate_warms_up_and_then_goes_straight_to_its_end() -> None:
    settings = load_settings("cool")
    start, end = settings.rate
    assert rate_at(settings, steps=0, pairs=0) < start / 100
    assert rate_at(settings, steps=10**6, pairs=0) == start
    assert rate_at(settings, steps=10**6, pairs=settings.pairs // 2) == pytest.approx((start + end) / 2)
    assert rate_at(settings, steps=10**6, pairs=10 * settings.pairs) == pytest.approx(end)


def test_an_unknown_phase_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no phase 'x' .*base, drama, cool"):
        load_settings("x")
