from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from localize.engines.starter import FOLDER


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("LOCALIZE_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))
    with importlib.import_module("registry").Registry() as running:
        running.add_hub("someone/model", FOLDER, licence="cc-by-nc-4.0")
        yield running


def test_the_list_says_where_text_goes_and_whether_drafts_may_be_sold(
    localize: Callable[..., Any], hub: Any
) -> None:
    run = localize("engine", "list")
    assert run.code == 0
    head, *rows = run.out.splitlines()
    assert head.split("  ")[0] == "engine"
    starter = next(row for row in rows if row.startswith("starter"))
    assert "GPL-3.0-or-later" in starter
    assert "yes" in starter
    assert "this process" in starter
    assert "localize engine pull NAME" in next(row for row in rows if row.startswith("ctranslate2"))


def test_a_pulled_model_is_printed_recorded_and_listed(localize: Callable[..., Any], hub: Any) -> None:
    run = localize("engine", "pull", "someone/model", "--endpoint", hub.url)
    assert run.code == 0, run.err
    assert "CC-BY-NC-4.0" in run.out
    assert 'engine = { name = "ctranslate2", model = "someone/model" }' in run.err
    listed = localize("engine", "list", "--from", "zh-Hans", "--to", "en-US").out
    row = next(row for row in listed.splitlines() if row.startswith("ctranslate2 someone/model"))
    assert "CC-BY-NC-4.0" in row
    assert " no " in row


def test_without_a_network_or_a_model_a_pull_ends_with_3_and_says_what_to_do(
    localize: Callable[..., Any], hub: Any
) -> None:
    run = localize("engine", "pull", "someone/else", "--endpoint", hub.url)
    assert (run.code, run.out) == (3, "")
    assert "has no model someone/else (check the name" in run.err
    run = localize("engine", "pull", "someone/model", "--endpoint", "http://127.0.0.1:9")
    assert run.code == 3
    assert "check the network and the proxy" in run.err


def test_a_name_that_is_none_is_wrong_use(localize: Callable[..., Any], hub: Any) -> None:
    assert localize("engine", "pull", "zhen", "--source", "firefox").code == 2


def test_the_bench_measures_speed_first_answer_and_memory(localize: Callable[..., Any]) -> None:
    run = localize(
        "engine", "bench", "--engine", "starter", "--lines", "6", "--threads", "1", "--output-format", "json"
    )
    assert run.code == 0, run.err
    (row,) = json.loads(run.out)
    assert (row["engine"], row["lines"], row["failed"], row["problem"]) == ("starter", 6, 0, "")
    assert row["per_second"] > 0
    assert 0 < row["first"] < 60
    assert 20 < row["peak_mb"] < 2000


def test_an_engine_that_cannot_run_is_named_in_the_bench_and_ends_with_3(
    localize: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "lines.txt").write_text("你好\n\n走\n", encoding="utf-8")
    run = localize(
        "engine", "bench", "--engine", "ctranslate2", "--model", "no/model", "--lines", tmp_path / "lines.txt"
    )
    assert run.code == 3
    assert "localize engine pull no/model" in run.out


def test_lines_of_a_language_that_we_have_none_of_are_asked_for(
    localize: Callable[..., Any], tmp_path: Path
) -> None:
    assert "--lines FILE" in localize("engine", "bench", "--from", "th", "--to", "en").err
    assert "cannot be read" in localize("engine", "bench", "--lines", tmp_path / "none.txt").err


def test_our_own_lines_are_all_different() -> None:
    from localize.api.engines import bench_lines

    for source in ("zh-Hans", "en"):
        lines = bench_lines("1000", source)
        assert len(lines) == len(set(lines)) == 1000
