from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
BAD = HEAD + 'msgid "你好%s"\nmsgstr "Hello"\n'
CUE = "1\n00:00:01,000 --> 00:00:03,000\n{}\n"


@pytest.fixture
def po(tmp_path: Path) -> Path:
    file = tmp_path / "a.po"
    file.write_text(BAD, encoding="utf-8")
    return file


def _codes(text: str) -> list[str]:
    return [finding["code"] for finding in json.loads(text)]


def test_a_file_that_holds_both_languages_needs_no_project(po: Path, localize: Callable[..., object]) -> None:
    run = localize("check", po, "--bilingual", "--to", "en-US", "--output-format", "json")
    assert run.code == 1
    (finding,) = json.loads(run.out)
    assert (finding["code"], finding["file"], finding["line"]) == ("COD001", str(po), 4)


def test_a_file_without_translations_says_what_to_name(
    tmp_path: Path, localize: Callable[..., object]
) -> None:
    file = tmp_path / "a.srt"
    file.write_text(CUE.format("你好"), encoding="utf-8")
    run = localize("check", file, "--bilingual", "--to", "en-US")
    assert run.code == 2
    assert "name its source with --against" in run.err


def test_folders_are_paired_by_path_and_a_lost_partner_stops_nothing(
    tmp_path: Path, localize: Callable[..., object]
) -> None:
    for folder, texts in {"src": ("你好{0}", "再见"), "out": ("Hello", "Bye")}.items():
        for number, text in enumerate(texts):
            file = tmp_path / folder / "ep" / f"{number}.srt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(CUE.format(text), encoding="utf-8")
    (tmp_path / "out" / "ep" / "9.srt").write_text(CUE.format("Lost"), encoding="utf-8")
    run = localize(
        "check", tmp_path / "out", "--against", tmp_path / "src", "--to", "en-US", "--output-format", "json"
    )
    assert run.code == 2
    assert _codes(run.out) == ["COD001"]
    assert "9.srt" in run.err


def test_several_reports_are_written_in_one_run(po: Path, localize: Callable[..., object]) -> None:
    sarif, page = po.with_name("o.sarif"), po.with_name("o.html")
    run = localize(
        "check", po, "--bilingual", "--to", "en-US", "--report", f"sarif={sarif}", "--report", f"html={page}"
    )
    assert run.code == 1
    (result,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 1}
    assert "你好%s" in page.read_text(encoding="utf-8")
    assert "COD001" in run.out


def test_a_baseline_accepts_what_is_there_and_fails_on_what_is_new(
    po: Path, localize: Callable[..., object]
) -> None:
    accepted = po.with_name("accepted.json")
    check = ("check", po, "--bilingual", "--to", "en-US", "--baseline", accepted)
    assert localize(*check).code == 2  # no such baseline
    assert localize(*check, "--update-baseline").code == 0
    assert localize(*check).code == 0
    po.write_text(BAD + '\nmsgid "再见%d"\nmsgstr "Bye"\n', encoding="utf-8")
    run = localize(*check)
    assert run.code == 1
    assert "%d" in run.out
    assert "%s" not in run.out
    po.write_text(HEAD, encoding="utf-8")
    run = localize(*check)
    assert (run.code, "1 accepted findings are gone" in run.err) == (0, True)


def test_reports_beside_a_new_baseline_list_what_it_takes_in(
    po: Path, localize: Callable[..., object]
) -> None:
    accepted, sarif, rows = (po.with_name(name) for name in ("b.json", "b.sarif", "b.rows"))
    check = ("check", po, "--bilingual", "--to", "en-US", "--baseline", accepted, "--update-baseline")
    first = localize(*check, "--report", f"sarif={sarif}", "--output-format", "json", "--output-file", rows)
    assert (first.code, first.out) == (0, "")
    assert _codes(rows.read_text(encoding="utf-8")) == ["COD001"]
    assert len(json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]) == 1
    assert localize(*check, "--report", f"sarif={sarif}").out == ""
    assert json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_a_comment_accepts_a_finding_until_its_day(po: Path, localize: Callable[..., object]) -> None:
    check = ("check", po, "--bilingual", "--to", "en-US", "--output-format", "json", "--fail-on", "warning")
    comment = "#. localize: ignore COD001{}: the engine adds it\n"
    po.write_text(BAD.replace('msgid "你', comment.format("") + 'msgid "你'), encoding="utf-8")
    assert localize(*check).code == 0
    past = comment.format(" until 2020-01-01")
    po.write_text(BAD.replace('msgid "你', past + 'msgid "你'), encoding="utf-8")
    run = localize(*check)
    assert (run.code, sorted(_codes(run.out))) == (1, ["COD001", "PRO007"])


def test_a_code_that_does_not_exist_is_an_error(po: Path, localize: Callable[..., object]) -> None:
    run = localize("check", po, "--bilingual", "--to", "en-US", "--select", "CDO")
    assert run.code == 2
    assert "no check begins with CDO" in run.err


def test_a_flagged_cue_is_drawn(tmp_path: Path, localize: Callable[..., object]) -> None:
    for name, text in {"s.srt": "你好", "t.srt": "Hello " * 30}.items():
        (tmp_path / name).write_text(CUE.format(text), encoding="utf-8")
    folder = tmp_path / "pictures"
    target, source = tmp_path / "t.srt", tmp_path / "s.srt"
    localize("check", target, "--against", source, "--to", "en-US", "--preview", folder)
    (picture,) = folder.iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_place_in_a_workbook_is_its_row(tmp_path: Path, localize: Callable[..., object]) -> None:
    book = openpyxl.Workbook()
    for row in (("key", "source", "target"), ("a", "你好", "Hello"), ("b", "你有%d封信", "You have mail")):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    run = localize("check", tmp_path / "t.xlsx", "--bilingual", "--to", "en-US", "--select", "COD")
    assert f"{tmp_path / 't.xlsx'}:3: error COD001 [en-US] Sheet!b: %d is missing" in run.out


def test_a_run_that_looks_for_some_codes_leaves_the_others_accepted(
    po: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    po.write_text(BAD + '\nmsgid "走吧"\nmsgstr "Let us  go"\n', encoding="utf-8")
    check = [
        "check",
        po,
        "--bilingual",
        "--to",
        "en-US",
        "--fail-on",
        "info",
        "--baseline",
        tmp_path / "b.json",
    ]
    assert localize(*check, "--update-baseline").code == 0
    some = localize(*check, "--select", "TXT")
    assert some.code == 0
    assert "are gone" not in some.err
    assert localize(*check, "--select", "TXT", "--update-baseline").code == 0
    assert localize(*check).code == 0


def test_a_report_may_go_to_stdout(po: Path, tmp_path: Path, localize: Callable[..., object]) -> None:
    check = ["check", po, "--bilingual", "--to", "en-US", "--output-file", tmp_path / "text"]
    assert json.loads(localize(*check, "--report", "json=-").out)[0]["code"] == "COD001"


def test_an_episode_that_nobody_delivered_and_an_empty_delivery_are_no_clean_run(
    tmp_path: Path, localize: Callable[..., object]
) -> None:
    for name in ("zh/ep01.srt", "zh/ep02.srt", "zh/notes.txt", "zh/.old/ep00.srt", "en/ep01.srt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CUE.format("Hello." if name.startswith("en") else "你好。"), encoding="utf-8")
    check = ["check", tmp_path / "en", "--against", tmp_path / "zh", "--to", "en-US"]
    run = localize(*check)
    assert run.code == 2
    assert run.err.splitlines() == [f"{tmp_path / 'en' / 'ep02.srt'}: INP001 no such file (check the path)"]
    (tmp_path / "en" / "ep01.srt").unlink()
    run = localize(*check)
    assert run.code == 2
    assert f"{tmp_path / 'en'} holds no file" in run.err
