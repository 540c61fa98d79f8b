"""`localize memory`: pairs in from TMX and old files, out as TMX, and used where nobody approved anything."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.memory import MemoryUnit, Trust
from localize.memory.tmx_write import write_tmx
from localize.review.base import Query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

SOURCE, TARGET = "<i>她二十三岁。</i>", "<i>She is twenty-three.</i>"
FOREIGN = f"""<?xml version="1.0"?>
<tmx version="1.4"><header srclang="ZH-CN"/><body>
<tu changeid="wu" usagecount="3"><tuv xml:lang="ZH-CN"><seg>{SOURCE.replace("<", "&lt;")}</seg></tuv>
<tuv xml:lang="EN-US"><seg>{TARGET.replace("<", "&lt;")}</seg></tuv>
<tuv xml:lang="en-GB"><seg>She's 23.</seg></tuv><tuv xml:lang="de"><seg>Sie ist 23.</seg></tuv></tu>
<tu><tuv xml:lang="ZH-CN"><seg>{SOURCE.replace("<", "&lt;")}</seg></tuv>
<tuv xml:lang="EN-US"><seg>{TARGET.replace("<", "&lt;")}</seg></tuv></tu>
<tu><tuv xml:lang="ZH-CN"><seg> </seg></tuv><tuv xml:lang="EN-US"><seg>Hm <ph/></seg></tuv></tu>
<tu><tuv xml:lang="ja"><seg>はい</seg></tuv><tuv xml:lang="EN-US"><seg>Yes</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "client.tmx"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


def units(project: Path) -> list[MemoryUnit]:
    with api.open_project(str(project)) as opened:
        return list(opened.memory.units())


def test_import_says_what_came_and_what_was_left_out_and_why(
    project: Path, foreign: Path, localize: Callable[..., Run]
) -> None:
    ran = localize("memory", "import", foreign, "--project", project)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"{foreign}: 4 entries, 2 pairs for this project: 1 new, 1 known or twice in the file",
        "  1 entries without a text in the project's source language",
        "  1 pairs without words on one side are left out",
        "  1 texts in de are left out: no locale of this project",
        "  1 texts in en-GB are left out: another region than en-US: --map en-GB=en-US takes it",
        "  1 texts in ja are left out: no locale of this project",
    ]
    (unit,) = units(project)
    assert (unit.source, unit.target, unit.trust, unit.by, unit.uses) == (
        SOURCE, TARGET, Trust.IMPORTED, "wu", 3,
    )  # fmt: skip
    assert (unit.source_locale, unit.target_locale, unit.origin) == ("zh-Hans", "en-US", "client.tmx:3")


def test_a_dry_run_counts_and_takes_nothing(
    project: Path, foreign: Path, localize: Callable[..., Run]
) -> None:
    ran = localize("memory", "import", foreign, "--project", project, "--dry-run", "--map", "en-GB=en-US")
    assert "3 pairs for this project: 3 would be new" in ran.out
    assert units(project) == []


def test_a_broken_file_takes_in_nothing_and_the_others_come(
    project: Path, foreign: Path, tmp_path: Path, localize: Callable[..., Run]
) -> None:
    broken = tmp_path / "broken.tmx"
    broken.write_text(FOREIGN.replace("</body>", ""), encoding="utf-8")
    ran = localize("memory", "import", broken, tmp_path / "none.tmx", foreign, "--project", project)
    assert ran.code == 2
    assert re.search(r"broken\.tmx:10:3: TMX001 is not well-formed XML: mismatched tag", ran.err)
    assert "none.tmx: INP001 cannot be read" in ran.err
    assert [unit.origin for unit in units(project)] == ["client.tmx:3"]


def test_translate_uses_what_was_imported_and_says_that_it_is_worth_less(
    project: Path, foreign: Path, localize: Callable[..., Run]
) -> None:
    localize("memory", "import", foreign, "--project", project)
    assert localize("translate", "--project", project, "--to", "en-US", "--engine", "echo").code in (0, 1)
    with api.open_project(str(project)) as opened:
        drafts = {
            u.segment.source: u.draft for u in opened.store.units(opened.store.unit_ids(Query("en-US")))
        }
    found = drafts[SOURCE]
    assert found is not None
    assert (found.text, found.origin, found.score) == (TARGET, "memory", pytest.approx(0.98))


def test_an_export_that_is_imported_elsewhere_gives_the_same_units(
    project: Path, tmp_path: Path, localize: Callable[..., Run]
) -> None:
    ours = [
        MemoryUnit("王总，\r\n三千万\x07", "Mr. Wang…\n{0}", "zh-Hans", "en-US", "前", "<后>", "林晚",
                   "episodes/ep01.srt#3", "li"),
        MemoryUnit("王总。", "王總。", "zh-Hans", "zh-Hant-TW", trust=Trust.ALIGNED, origin="a | b"),
    ]  # fmt: skip
    with api.open_project(str(project)) as opened:
        opened.memory.remember_many(ours)
    ran = localize("memory", "export", "--project", project, "-o", tmp_path / "out" / "team.tmx")
    assert (ran.code, ran.out) == (0, "")
    assert "2 units" in ran.err
    assert "1 units hold control characters" in ran.err
    other = tmp_path / "other"
    localize("init", other, "--to", "en-US", "--to", "zh-Hant-TW")
    localize("memory", "import", tmp_path / "out" / "team.tmx", "--project", other)
    found = units(other)
    assert [(u.source, u.target, u.before, u.after, u.speaker) for u in found] == [
        (u.source, u.target, u.before, u.after, u.speaker) for u in ours
    ]
    assert [u.trust for u in found] == [Trust.IMPORTED, Trust.ALIGNED]
    assert [u.origin for u in found] == ["team.tmx: episodes/ep01.srt#3", "team.tmx: a | b"]
    again = localize("memory", "import", tmp_path / "out" / "team.tmx", "--project", project)
    assert "0 new, 2 known" in again.out
    assert [u.trust for u in units(project)] == [Trust.APPROVED, Trust.ALIGNED]


def test_an_export_does_not_overwrite_unless_it_is_told_to(
    project: Path, tmp_path: Path, localize: Callable[..., Run]
) -> None:
    path = tmp_path / "team.tmx"
    path.write_text("mine", encoding="utf-8")
    ran = localize("memory", "export", "--project", project, "-o", path)
    assert (ran.code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "team.tmx: OUT002 is " in ran.err
    assert localize("memory", "export", "--project", project, "-o", path, "--force").code == 0
    assert path.read_bytes().startswith(b"<?xml")
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_an_export_without_a_file_goes_to_standard_output(
    project: Path, foreign: Path, localize: Callable[..., Run]
) -> None:
    localize("memory", "import", foreign, "--project", project)
    ran = localize("memory", "export", "--project", project, "--to", "en-US", "-q")
    assert ran.out.endswith("</tmx>\n")
    assert ran.out.count("<tu ") == 1
    assert (
        localize("memory", "export", "--project", project, "--to", "zh-Hant-TW", "-q").out.count("<tu ") == 0
    )
    assert localize("memory", "export", "--project", project, "--to", "fr").code == 2


def test_old_string_tables_are_aligned_by_key_into_the_memory(
    project: Path, tmp_path: Path, localize: Callable[..., Run]
) -> None:
    zh, en = tmp_path / "zh.json", tmp_path / "en.json"
    zh.write_text(json.dumps({"a": "开始游戏", "b": "OK", "c": "退出"}, ensure_ascii=False), encoding="utf-8")
    en.write_text(json.dumps({"c": "Quit", "b": "OK", "a": "Start game"}), encoding="utf-8")
    ran = localize("memory", "align", zh, en, "--to", "en-US", "--project", project)
    assert ran.out.splitlines()[:3] == [
        "aligned by key",
        "2 pairs taken, 0 doubtful, 1 untranslated; 0 lines of the source and 0 of the target without partner",
        "2 pairs are new in the memory, 0 were known",
    ]
    assert {(u.source, u.target, u.trust) for u in units(project)} == {
        ("开始游戏", "Start game", Trust.ALIGNED),
        ("退出", "Quit", Trust.ALIGNED),
    }
    assert "0 pairs are new in the memory, 2 were known" in localize(
        "memory", "align", zh, en, "--to", "en-US", "--project", project
    ).out  # fmt: skip


def test_old_subtitles_are_aligned_by_time_into_a_file_without_a_project(
    episode: Path, tmp_path: Path, localize: Callable[..., Run]
) -> None:
    english = tmp_path / "ep01.en.srt"
    english.write_text(
        "1\n00:00:03,000 --> 00:00:05,100\nThirty million, Mr. Wang. Not a cent less.\n\n"
        "2\n00:00:05,500 --> 00:00:07,000\nShe is twenty-three.\n\n"
        "3\n00:00:07,500 --> 00:00:09,000\nFive hundred taels?\n",
        encoding="utf-8",
    )
    out, listed = tmp_path / "old.tmx", tmp_path / "pairs.tsv"
    given = ("memory", "align", episode, english, "--from", "zh-Hans", "--to", "en-US")
    ran = localize(*given, "--into", out, "--list", listed, "--least", "0.5")
    assert ran.code == 0
    assert "aligned by time: target times × 1 -2.000 s" in ran.out
    assert "3 pairs taken" in ran.out
    assert out.read_text(encoding="utf-8").count('<prop type="aligned">yes</prop>') == 3
    assert len(listed.read_text(encoding="utf-8").splitlines()) == 4
    assert localize(*given, "--into", out).code == 2
    assert "doubtful, not taken:" in localize(*given, "--dry-run", "--least", "1").out


def test_plain_texts_are_aligned_line_by_line(
    project: Path, tmp_path: Path, localize: Callable[..., Run]
) -> None:
    zh, en = tmp_path / "zh.txt", tmp_path / "en.txt"
    zh.write_text("他走进来，看见了3个人。\n\n你是谁？\n我再也不想见到你了，你走吧。\n", encoding="utf-8")
    en.write_text(
        "He came in and saw 3 people.\nWho are you?\nI never want to see you again. Go.\n", encoding="utf-8"
    )
    ran = localize("memory", "align", zh, en, "--to", "en-US", "--project", project, "--dry-run")
    assert "aligned by length" in ran.out
    assert "3 pairs taken" in ran.out
    assert units(project) == []


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        (("import", "client.tmx", "--to", "fr"), "the project has no locale fr"),
        (("import", "client.tmx", "--map", "en-GB"), "--map en-GB names no locale"),
        (("align", "client.tmx", "client.tmx", "--to", "en-US", "--least", "7"), "is not between 0 and 1"),
        (("align", "client.tmx", "client.tmx"), "the project has several target locales"),
    ],
)
def test_wrong_use_is_told(
    project: Path, arguments: tuple[str, ...], match: str, localize: Callable[..., Run]
) -> None:
    ran = localize("memory", *arguments, "--project", project)
    assert ran.code == 2
    assert match in ran.err


def test_stats_tell_what_came_from_outside(
    project: Path, foreign: Path, localize: Callable[..., Run]
) -> None:
    localize("memory", "import", foreign, "--project", project)
    row = next(
        line for line in localize("memory", "stats", "--project", project).out.splitlines() if "en-US" in line
    )
    assert row.split() == ["zh-Hans", "en-US", "1", "1"]


def test_a_failing_export_leaves_no_file(project: Path, tmp_path: Path) -> None:
    from localize.api.memory_exchange import write_units

    def failing() -> object:
        yield MemoryUnit("a", "b", "zh-Hans", "en-US")
        raise KeyboardInterrupt("now")

    with pytest.raises(KeyboardInterrupt, match="now"):
        write_units(failing(), "zh-Hans", tmp_path / "x.tmx", force=False)  # type: ignore[arg-type]
    assert not list(tmp_path.glob("*.tmx"))
    assert not list(tmp_path.glob(".localize-*.part"))


def test_the_order_of_an_export_is_the_same_each_time(project: Path, localize: Callable[..., Run]) -> None:
    with api.open_project(str(project)) as opened:
        opened.memory.remember_many(MemoryUnit(f"第{n}", f"{n}", "zh-Hans", "en-US") for n in (3, 1, 2))
        out = io.BytesIO()
        write_tmx(opened.memory.units(), "zh-Hans", out.write)
    first = localize("memory", "export", "--project", project, "-q").out
    assert first == out.getvalue().decode()
    assert re.findall("<seg>第(.)", first) == ["3", "1", "2"]


def test_an_import_is_listed_and_taken_back_by_file_or_number(
    project: Path, foreign: Path, localize: Callable[..., Run]
) -> None:
    localize("memory", "import", foreign, "--project", project, "--dry-run")
    assert "client.tmx" not in localize("memory", "stats", "--project", project).out
    localize("memory", "import", foreign, "--project", project)
    listed = localize("memory", "stats", "--project", project).out
    assert re.search(r"^ +1 +client\.tmx +imported +\d{4}-\d\d-\d\d +1 +1 *$", listed, re.MULTILINE)
    would = localize("memory", "forget", "client.tmx", "--dry-run", "--project", project)
    assert would.out.startswith("1 client.tmx: 1 pairs would go")
    assert len(units(project)) == 1
    done = localize("memory", "forget", "1", "--project", project)
    assert (done.code, done.out) == (
        0,
        "1 client.tmx: 1 pairs are gone, 0 that people approved and 0 that other imports brought stay\n",
    )
    assert units(project) == []
    for given, why in (("client.tmx", "knows no import client.tmx"), ("1", "was taken back already")):
        ran = localize("memory", "forget", given, "--project", project)
        assert (ran.code, why in ran.err) == (2, True)
    assert "1 new" in localize("memory", "import", foreign, "--project", project).out


def test_an_alignment_is_taken_back_too(project: Path, tmp_path: Path, localize: Callable[..., Run]) -> None:
    zh, en = tmp_path / "zh.json", tmp_path / "en.json"
    zh.write_text(json.dumps({"a": "开始游戏"}, ensure_ascii=False), encoding="utf-8")
    en.write_text(json.dumps({"a": "Start game"}), encoding="utf-8")
    localize("memory", "align", zh, en, "--to", "en-US", "--project", project)
    ran = localize("memory", "forget", "zh.json | en.json", "--project", project)
    assert ran.out.startswith("1 zh.json | en.json: 1 pairs are gone")
    assert units(project) == []
