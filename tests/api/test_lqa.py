"""Sizes of evaluated texts, and scores of a whole project as its command, its JSON and its page show them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from localize import api, report
from localize.api.facts import Collector
from localize.api.lqa import engine_of, measure_of, score_reviews, volume
from localize.cli import main
from localize.model import Draft, Origin
from localize.review.base import Action, Decision, Query
from localize.review.faults import Dimension, Weight
from localize.review.lqa import LEAST, Grouping, Measure

if TYPE_CHECKING:
    from pathlib import Path

LINES = 20
SOURCE = "王总，<i>三千万</i>的彩礼，一分都不能少！" + "你听清楚了没有？" * 3
"""王总， 3 + 三千万 3 + 的彩礼， 4 + 一分都不能少！ 7 + 3 * 8 = 41 characters; the tags do not count."""


@pytest.mark.parametrize(
    ("tag", "measure"),
    [
        ("zh-Hans", Measure.CHARACTERS),
        ("ja", Measure.CHARACTERS),
        ("ko", Measure.WORDS),
        ("en", Measure.WORDS),
    ],
)
def test_texts_without_blanks_are_counted_in_characters(tag: str, measure: Measure) -> None:
    assert measure_of(tag) is measure


@pytest.mark.parametrize(
    ("text", "characters", "words"), [("", 0, 0), ("……", 2, 0), ("王 总\n好", 3, 3), ("a\ufffc\ufffcb", 2, 2)]
)
def test_blanks_and_placeholders_have_no_size(text: str, characters: int, words: int) -> None:
    assert (volume(text, Measure.CHARACTERS), volume(text, Measure.WORDS)) == (characters, words)


@pytest.mark.parametrize(
    ("origin", "signature", "name"),
    [
        (Origin.ENGINE, "opencc/1.2;x", "opencc"),
        (Origin.ENGINE, "starter; y", "starter"),
        (Origin.ENGINE, "echo", "echo"),
        (Origin.MEMORY, "memory:exact; z", "memory"),
        (Origin.HUMAN, "file po", "human"),
    ],
)
def test_the_engine_is_the_one_that_the_queue_filters_by(origin: Origin, signature: str, name: str) -> None:
    assert engine_of(Draft("x", origin, signature)) == name


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of 20 lines in two files, all approved by lin, three of them rejected by wu before."""
    tmp_path = tmp_path_factory.mktemp("project")
    for number in range(2):
        file = tmp_path / "episodes" / f"ep{number}.srt"
        file.parent.mkdir(exist_ok=True)
        cues = (f"{n + 1}\n00:01:{n:02},000 --> 00:01:{n:02},900\n{SOURCE}{n}\n" for n in range(LINES // 2))
        file.write_text("\n".join(cues), encoding="utf-8")
    assert main(["init", str(tmp_path), "--to", "en-US", "-q"]) == 0
    with api.open_project(tmp_path) as opened:
        opened.sync()
        opened.translate(engine="echo")
        store = opened.store
        ids = store.unit_ids(Query("en-US"))
        weights = (Weight.MINOR, Weight.MAJOR, None)
        for unit, weight in zip(ids, weights, strict=False):
            fault = Decision(Action.REJECT, reason="no", dimension=Dimension.STYLE, weight=weight)
            store.decide(unit, fault, by="wu", revision=store.unit(unit).revision)
        for unit in ids:
            store.decide(unit, Decision(Action.APPROVE), by="lin", revision=store.unit(unit).revision)
    return tmp_path


def test_a_project_is_scored_by_hand(project: Path) -> None:
    with api.open_project(project) as opened:
        found = score_reviews(opened.store, opened.locales(), source="zh-Hans")
    named = {(score.by, score.name): score for score in found}
    locale = named[Grouping.LOCALE, "en-US"]
    # A line is 41 characters and a digit: 42. lin read 20 of them, wu 2 and one without saying how bad it is:
    # EWC = 22 * 42 = 924, sample = 20 * 42 = 840 >= 750; APT = 1 + 5 = 6.
    assert (locale.lines, locale.readings, locale.volume, locale.sample) == (20, 22, 924, 840)
    assert (locale.penalty, locale.unrated, locale.left_out) == (6, 1, 1)
    assert locale.values[0].number == pytest.approx(6 / 924 * 1000)
    assert named[Grouping.ENGINE, "echo"].penalty == 6
    assert [named[Grouping.FILE, f"episodes/ep{n}.srt"].penalty for n in range(2)] == [6, 0]
    assert named[Grouping.FILE, "episodes/ep0.srt"].values[0].number is None, "420 characters are too few"
    assert [named[Grouping.REVIEWER, name].penalty for name in ("lin", "wu")] == [0, 6]


def test_status_prints_a_table(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["status", "--project", str(project), "--lqa"]) == 0
    shown = capsys.readouterr()
    rows = [line.split() for line in shown.out.splitlines()]
    assert rows[0][:5] == ["by", "name", "locale", "lines", "size"]
    # NPT = 6 / 924 * 1000 = 6.49; OQS = 100 * (1 - 6 / 924) = 99.35
    assert rows[1][:10] == ["locale", "en-US", "en-US", "20", "924", "0", "1", "1", "0", "1"]
    assert (rows[1][10], rows[1][14]) == ("6.5", "99.4")
    assert [row[-3:] for row in rows if row[0] == "file"] == [["few", "to", "say"]] * 2
    assert f"Fewer than {LEAST[Measure.CHARACTERS]} source characters, each line counted once" in shown.err


def test_json_has_stable_keys(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["status", "--project", str(project), "--lqa", "--json", "--calibrate", "10:90"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sorted(found) == ["calibration", "formulas", "least", "multipliers", "scores"]
    assert found["multipliers"] == {"neutral": 0, "minor": 1, "major": 5, "critical": 25}
    first = found["scores"][0]
    assert sorted(first) == [
        "by",
        "dimensions",
        "errors",
        "left_out",
        "lines",
        "locale",
        "measure",
        "name",
        "npt_interval",
        "penalty",
        "post_edit",
        "readings",
        "sample",
        "unrated",
        "values",
        "verdict",
        "volume",
    ]
    # CQS = 100 - 6.4935 * (100 - 90) / 10 = 93.5065
    unit = "points of 100, can be negative"
    assert first["values"] == [
        {
            "formula_id": "mqm-npt-1000",
            "value": 6.4935,
            "unit": "penalty points per 1,000 source characters",
        },
        {"formula_id": "mqm-oqs-raw-100", "value": 99.3506, "unit": unit},
        {"formula_id": "mqm-cqs-100", "value": 93.5065, "unit": unit},
    ]
    assert first["verdict"] == "pass"
    assert first["dimensions"] == {"style": {"neutral": 0, "minor": 1, "major": 1, "critical": 0}}
    assert {score["verdict"] for score in found["scores"] if score["by"] == "file"} == {"too-few"}


@pytest.mark.parametrize("limits", ["", "25", "0:80", "25:100", "nan:80", "inf:1", "a:b", "25:-1"])
def test_a_wrong_calibration_is_a_usage_error(capsys: pytest.CaptureFixture[str], limits: str) -> None:
    assert main(["status", "--lqa", f"--calibrate={limits}"]) == 2
    assert "POINTS:MARK" in capsys.readouterr().err


def test_a_calibration_without_scores_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--calibrate", "25:80"]) == 2
    assert "--calibrate needs --lqa" in capsys.readouterr().err


def test_without_reviews_there_are_no_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path), "--to", "en-US", "-q"]) == 0
    capsys.readouterr()
    assert main(["status", "--project", str(tmp_path), "--lqa", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"] == []


def test_the_page_shows_the_scores(project: Path) -> None:
    watch = Collector()
    with api.open_project(project) as opened:
        watch.review(opened.store, opened.locales(), source="zh-Hans")
    page = report.write("html", [], watch.facts())
    for text in ("Quality of reviewed work (MQM)", "<td>99.4</td>", "too few to say", "mqm-npt-1000"):
        assert text in page
    assert "Quality of reviewed work" not in report.write("html", [], Collector().facts())


def test_check_puts_the_scores_on_the_page(project: Path) -> None:
    page = project / "report.html"
    assert (
        main(
            ["check", "--project", str(project), "--exit-zero", "--report", f"html={page}", "--fail-on=never"]
        )
        == 0
    )
    assert "<td>lin</td>" in page.read_text(encoding="utf-8")
