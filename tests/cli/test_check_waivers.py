"""`localize check` and `batch --check` with a project file: accepted market advisories, without a store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Localize = Callable[..., Any]
CUE = "1\n00:00:01,000 --> 00:00:03,000\n{}\n"
SETTING = '[project]\nname = "H"\nsource = "zh-Hans"\ntargets = ["ar"]\n[export]\ngate = "any"\n'
WAIVER = """\
waivers:
  - advisory: religion.deity_claim
    markets: [gcc]
    owner: Lin
    reason: the client wants the title
    expires: {expires}
"""


@pytest.fixture
def series(tmp_path: Path) -> Path:
    (tmp_path / "localize.toml").write_text(SETTING, encoding="utf-8")
    for number, (source, target) in enumerate((("战神归来！", "عودة القائد!"), ("战神！", "القائد!"))):
        for folder, text in (("zh", source), ("ar", target)):
            path = tmp_path / folder / f"ep0{number}.srt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(CUE.format(text), encoding="utf-8")
    return tmp_path


def accept(series: Path, expires: str, old: str = "", new: str = "") -> None:
    text = WAIVER.format(expires=expires).replace(old, new)
    (series / "waivers.yaml").write_text(text, encoding="utf-8")


def codes(series: Path, localize: Localize, *options: object, verb: str = "check") -> list[str]:
    out = series / "found.json"
    arguments = [verb, *options, "--to", "ar", "--config", series / "localize.toml", "-q"]
    localize(*arguments, "--output-format", "json", "--output-file", out)
    rows = json.loads(out.read_text(encoding="utf-8"))
    return [row["code"] for row in rows if row["code"].startswith(("MKT", "PRO"))]


def folders(series: Path) -> list[object]:
    return [series / "ar", "--against", series / "zh"]


def test_what_a_waiver_covers_is_left_out_of_files_and_folders(series: Path, localize: Localize) -> None:
    one = [series / "ar" / "ep00.srt", "--against", series / "zh" / "ep00.srt"]
    assert codes(series, localize, *one) == ["MKT001"]
    assert codes(series, localize, *folders(series)) == ["MKT001", "MKT001"]
    accept(series, "2999-01-01")
    assert codes(series, localize, *one) == []
    assert codes(series, localize, *folders(series)) == []


def test_a_waiver_that_has_run_out_is_told_once_a_run(series: Path, localize: Localize) -> None:
    accept(series, "2020-01-01")
    assert sorted(codes(series, localize, *folders(series))) == ["MKT001", "MKT001", "PRO006"]
    assert codes(series, localize, *folders(series), "--select", "TXT") == []


def test_a_waiver_without_use_is_told_where_whole_folders_were_looked_at(
    series: Path, localize: Localize
) -> None:
    accept(series, "2999-01-01", "religion.deity_claim", "gambling")
    told = codes(series, localize, *folders(series))
    assert sorted(told) == ["MKT001", "MKT001", "PRO008"]
    one = [series / "ar" / "ep00.srt", "--against", series / "zh" / "ep00.srt"]
    assert codes(series, localize, *one) == ["MKT001"]


def test_a_waiver_of_another_market_is_not_called_unused(series: Path, localize: Localize) -> None:
    accept(series, "2999-01-01", "[gcc]", "[us_uk]")
    assert codes(series, localize, *folders(series)) == ["MKT001", "MKT001"]


def test_a_batch_knows_the_waivers_too_and_a_resumed_one_those_of_today(
    series: Path, localize: Localize
) -> None:
    given = [series / "zh", "-o", series / "out", "--engine", "echo", "--check"]
    accept(series, "2020-01-01")
    assert sorted(codes(series, localize, *given, verb="batch")) == ["MKT001", "MKT001", "PRO006"]
    accept(series, "2999-01-01")
    assert codes(series, localize, *given, "--resume", verb="batch") == []


def test_a_waiver_that_cannot_be_read_is_an_error_at_its_line(series: Path, localize: Localize) -> None:
    accept(series, "soon")
    done = localize("check", *folders(series), "--to", "ar", "--config", series / "localize.toml")
    assert done.code > 0
    assert "waivers.yaml:" in done.err


def test_an_exception_that_has_run_out_is_told_once(series: Path, localize: Localize) -> None:
    ended = '[check]\nignore = [{ codes = ["MKT001"], reason = "client", until = 2020-01-01 }]\n'
    (series / "localize.toml").write_text(SETTING + ended, encoding="utf-8")
    assert codes(series, localize, *folders(series)) == ["MKT001", "MKT001", "PRO007"]
    batch = [series / "zh", "-o", series / "out", "--engine", "echo", "--check"]
    assert codes(series, localize, *batch, verb="batch") == ["PRO007", "MKT001", "MKT001"]


def test_a_batch_finds_the_files_of_an_exception_by_their_sources(series: Path, localize: Localize) -> None:
    batch = [series / "zh", "-o", series / "out", "--engine", "echo", "--check"]
    assert codes(series, localize, *batch, verb="batch") == ["MKT001", "MKT001"]
    about = '[check]\nignore = [{ codes = ["MKT001"], reason = "client", files = ["zh/ep00*"] }]\n'
    (series / "localize.toml").write_text(SETTING + about, encoding="utf-8")
    assert codes(series, localize, *batch, verb="batch") == ["MKT001"]


@pytest.mark.parametrize("pattern", ["zh/ep00*", "ar/ep00*", "*/zh/ep00.srt", "*/ep00.srt"])
def test_an_exception_is_about_a_pair_that_it_names_by_target_or_source(
    series: Path, localize: Localize, pattern: str
) -> None:
    about = f'[check]\nignore = [{{ codes = ["MKT001"], reason = "client", files = ["{pattern}"] }}]\n'
    assert codes(series, localize, *folders(series)) == ["MKT001", "MKT001"]
    (series / "localize.toml").write_text(SETTING + about, encoding="utf-8")
    assert codes(series, localize, *folders(series)) == ["MKT001"]
    one = [series / "ar" / "ep00.srt", "--against", series / "zh" / "ep00.srt"]
    assert codes(series, localize, *one) == []


def test_an_exception_about_other_files_that_has_run_out_is_told(series: Path, localize: Localize) -> None:
    ended = '[check]\nignore = [{ codes = ["MKT001"], reason = "c", until = 2020-01-01, files = ["x/*"] }]\n'
    (series / "localize.toml").write_text(SETTING + ended, encoding="utf-8")
    assert codes(series, localize, *folders(series)) == ["MKT001", "MKT001", "PRO007"]


def test_a_batch_keeps_what_a_baseline_accepts_of_a_file_that_cannot_be_read(
    series: Path, localize: Localize
) -> None:
    accepted = series / "accepted.json"
    batch = ["batch", series / "zh", "-o", series / "out", "--engine", "echo", "--check", "--force"]
    batch += ["--to", "ar", "--config", series / "localize.toml", "--fail-on", "warning", "--select", "MKT"]
    batch += ["--baseline", accepted]
    assert "2 findings accepted" in localize(*batch, "--update-baseline").err
    whole = (series / "zh" / "ep00.srt").read_bytes()
    (series / "zh" / "ep00.srt").write_bytes(b"\x00\x01\x02")
    done = localize(*batch, "--update-baseline")
    assert done.code == 2
    assert "1 accepted findings stay: their files could not be read" in done.err
    (series / "zh" / "ep00.srt").write_bytes(whole)
    assert localize(*batch).code == 0
