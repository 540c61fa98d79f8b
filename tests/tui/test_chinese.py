"""The room in Simplified Chinese: a reviewer works in it, every screen speaks it, and nothing is cut or out of line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from driving import Desk, desk
from fake_room import CONCEPTS, FakeRoom, make_units
from rich.cells import cell_len

from localize import api
from localize.review.base import Action, Query, State
from localize.review.faults import Dimension, Weight
from tui import catalogues
from tui.app import ReviewApp
from tui.session import Session

CHINESE = "zh-Hans"
SCENES: dict[str, tuple[str, ...]] = {
    "first line": (),
    "finding": ("down", "down"),
    "after an approval": ("a",),
    "editing": ("down", "down", "down", "e", "x"),
    "reject": ("r",),
    "waive": ("down", "down", "w"),
    "filter": ("f",),
    "sort": ("S",),
    "views": ("comma",),
    "go to": ("g",),
    "search": ("slash",),
    "help": ("f1",),
    "home": ("i",),
    "bulk": ("down", "down", "x", "b"),
    "term card": ("T",),
    "history": ("a", "u", "h"),
    "palette": ("colon",),
    "leaving": ("e", "x", "escape", "q"),
    "address table": ("M",),
    "a new form of address": ("M", "n"),
    "who is meant": ("W",),
    "jump": ("semicolon",),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one drafted episode whose drafts have real findings."""
    api.init_project(tmp_path, source="zh-Hans", targets=["en-US"])
    lines = ("你好。", "她来了，三个人。", "走吧。", "这一句台词，我不同意。", "再见。")
    cues = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{line}\n" for n, line in enumerate(lines, 1))
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "ep01.srt").write_text("\n".join(cues), encoding="utf-8")
    with api.open_project(tmp_path) as opened:
        opened.sync()
        opened.translate(engine="echo")
    return tmp_path


async def test_a_reviewer_clears_lines_in_chinese_and_the_store_has_it(project: Path) -> None:
    with api.open_project(project) as opened:
        app = ReviewApp(Session(opened.review("en-US", "林")), language=CHINESE)
        async with app.run_test(size=(120, 40)) as pilot:
            d = Desk(app, pilot, None)  # type: ignore[arg-type]
            await d.settle()
            assert "5 条待办" in d.text()
            assert "残留原文：" in d.text()  # the echo engine leaves the source as it is
            await d.press("e", "f7")
            await d.press("ctrl+a", "ctrl+k")
            await d.type("Hello.")
            await d.press("f3")
            assert "已批准 episodes/ep01.srt 1" in d.text()
            assert "（u 撤回）" in d.text()
            await d.press("r")
            assert "驳回本条：错在哪里，有多严重？" in d.text()
            await d.press("down", "tab")
            await d.type("少了一句")
            await d.press("enter")
            assert "已驳回 严重 准确性 episodes/ep01.srt 2" in d.text()
            await d.press("slash")
            assert "在原文和译文中搜索" in d.text()
            await d.type("再见")
            await d.press("enter")
            await d.settle()
            assert "筛选：“再见”" in d.text()
            assert d.screen.session.found.query.text == "再见"
            await d.press("d", "0", "q")
        room = opened.review("en-US", "林")
        units = [room.unit(unit_id) for unit_id in room.unit_ids(Query("en-US"))]
        left = [State.APPROVED, State.REJECTED, State.DRAFTED, State.DRAFTED, State.DISCUSS]
        assert [u.state for u in units] == left
        assert units[0].target == "Hello."
        rejected = room.history(units[1].id)[-1].decision
        assert (rejected.action, rejected.reason) == (Action.REJECT, "漏译或增译：少了一句")
        assert (rejected.dimension, rejected.weight) == (Dimension.ACCURACY, Weight.MAJOR)
        assert opened.store.verify_log() == 4


async def test_waiving_takes_a_chinese_reason_and_last_day() -> None:
    async with desk(language=CHINESE) as d:
        await d.press("down", "down", "w")
        await d.type("客户已定 至2027-12-31")
        await d.until("客户已定 至2027-12-31")
        await d.press("enter")
        await d.until("已豁免")
        decision = d.room.history(3)[-1].decision
        assert (decision.action, decision.reason, decision.until) == (Action.WAIVE, "客户已定", "2027-12-31")
        assert "已豁免 TRM002 至 2027-12-31" in d.text()


async def test_the_filter_takes_chinese_days() -> None:
    async with desk(language=CHINESE) as d:
        await d.press("f")
        d.app.screen.query_one("#since").value = "前天"
        await d.press("enter")
        assert "“前天”不是日期" in d.text()
        d.app.screen.query_one("#since").value = "3天"
        await d.press("enter")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", d.screen.session.found.query.since)


async def test_the_language_changes_at_once_and_back_and_keeps_what_was_typed() -> None:
    async with desk() as d:
        await d.press("down", "down", "e")
        await d.type("!")
        await d.press("escape", "L")
        assert "语言：简体中文" in d.text()
        assert "✎ 未保存" in d.text()
        assert "F1 帮助" in d.lines()[-1]
        for name in ("问题", "术语", "备选"):
            assert name in d.screen.panels.text
        assert d.screen.editor.target.endswith("!")
        await d.press("L")
        assert "Language: English" in d.text()
        assert "✎ unsaved" in d.text()
        assert "F1 help" in d.lines()[-1]
        assert "Findings" in d.screen.panels.text


async def test_the_palette_finds_a_command_by_its_chinese_and_its_english_name() -> None:
    for words in ("历史", "history"):
        async with desk(language=CHINESE) as d:
            await d.press("colon")
            await d.type(words)
            await d.until("历史  (h)")
            await d.press("enter")
            await d.until("历史（最新在前）")
            assert "History" not in d.text()


async def _sit(file: Path, *keys: str) -> str:
    app = ReviewApp(Session(FakeRoom.of(make_units(8))), remembered=file, project="/work")
    async with app.run_test(size=(100, 30)) as pilot:
        d = Desk(app, pilot, None)  # type: ignore[arg-type]
        await d.settle()
        await d.press(*keys)
        return d.lines()[-1]


async def test_a_chosen_language_is_remembered_and_goes_before_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "review.json"
    assert "F1 help" in await _sit(file)
    assert json.loads(file.read_text(encoding="utf-8"))["language"] == ""
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "F1 帮助" in await _sit(file)
    assert "F1 help" in await _sit(file, "L")
    assert json.loads(file.read_text(encoding="utf-8"))["language"] == "en"
    assert "F1 help" in await _sit(file)


async def test_preferences_from_before_there_were_languages_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    file.write_text('{"theme": "room-light", "places": {"/work en-US": 3}}', encoding="utf-8")
    await _sit(file)
    assert json.loads(file.read_text(encoding="utf-8"))["theme"] == "room-light"
    assert not file.with_name("review.json.bad").exists()


def english_of_the_catalogue() -> set[str]:
    """Return the English words of every message, cut at its fields; those too short to be told from a name left out."""
    known = catalogues.messages(catalogues.read(catalogues.catalogue_file(CHINESE)))
    pieces = {piece.strip() for _, english in known for piece in re.split(r"\{\w*\}", english)}
    return {piece for piece in pieces if len(re.findall("[A-Za-z]", piece)) >= 8}


ENGLISH = english_of_the_catalogue()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("scene", SCENES)
async def test_every_screen_is_chinese_and_keeps_its_columns(scene: str, size: tuple[int, int]) -> None:
    async with desk(size=size, language=CHINESE) as d:
        await d.press(*SCENES[scene])
        await d.rest()
        assert {cell_len(line) for line in d.lines()} == {size[0]}
        text = d.text()
        notes = [way.note for concept in CONCEPTS for way in concept.renderings]
        messages = [f.message for n in range(1, 9) for f in d.unit(n).findings]
        given = " ".join([d.unit(1).file, *notes, *messages])
        assert sorted(words for words in ENGLISH if words in text and words not in given) == []
