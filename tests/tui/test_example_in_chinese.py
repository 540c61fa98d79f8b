"""The example work in the Chinese room: whatever the library says of it, no English sentence is on the screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from driving import Desk

from localize import api
from localize.api.project import Project
from localize.errors import ConfigError, Place, ProblemsError, StoreError
from localize.model import Finding
from localize.review.base import Query
from tui import i18n
from tui.actions import COMMANDS
from tui.app import ReviewApp
from tui.because import because
from tui.sayings import saying
from tui.session import Session

LOCALE = "en-US"
PROJECT = """\
[project]
name = "归来的千金"
source = "zh-Hans"
targets = ["en-US"]
medium = "drama"
genre = ["ceo", "rebirth", "palace", "cultivation"]
[files]
include = ["episodes/*"]
[glossary]
packs = ["zh-Hans/*"]
people = ["people.yaml"]
[layout]
profile = "netflix"
"""
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’]*(?:[ ,]+[A-Za-z][A-Za-z'’]*){2,}")
LINE = ("g", "#", "1", "4", "enter")
SITTINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "lines": ((), LINE, ("g", "#", "2", "5", "enter"), ("e", "x"), ("escape", "z"), ("v",), ("v",)),
    "lists": (("i",), ("f",), ("S",), ("comma",)),
    "help": (("slash",), ("colon",), ("semicolon",), ("f1",)),
    "people": (("M",), ("M", "enter"), ("W",), ("e", "f1")),
    "terms": ((*LINE, "T"), ("T", "down", "enter"), ("1",)),
    "decisions": (("r",), ("w",), ("c",), ("m", "down", "m", "b"), ("a", "u", "h")),
}
"""What is looked at in one sitting: keys for each screen, Escape between them."""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The example work, drafted by the engine that only says the terms."""
    folder = tmp_path_factory.mktemp("example") / "work"
    shutil.copytree(repository / "examples" / "heir-returns" / "episodes", folder / "episodes")
    shutil.copy(repository / "examples" / "heir-returns" / "people.yaml", folder)
    (folder / "localize.toml").write_text(PROJECT, encoding="utf-8")
    with api.open_project(folder) as project:
        project.sync()
        project.translate(engine="echo")
    return folder


@pytest.fixture
def opened(example: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of the example that a test may change."""
    shutil.copytree(example, tmp_path / "work")
    with api.open_project(tmp_path / "work") as project:
        yield project


def english(text: str, given: str) -> list[str]:
    """Return three English words in a row, or more, that are on a screen and in none of the data."""
    runs = (match.group() for line in text.splitlines() for match in ENGLISH.finditer(line))
    return [run for run in runs if " ".join(run.split()) not in given]


def test_a_run_of_english_is_seen_and_data_is_not() -> None:
    screen = "术语 1  New Year's Eve dinner  首选\n  food.nianyefan: its only sense\n  F1 帮助"
    assert english(screen, "New Year's Eve dinner") == ["its only sense"]


def data_of(project: Project) -> str:
    """Return everything that files, glossary and people say themselves, blanks as one."""
    room = project.review(LOCALE, "lin")
    pieces: list[str] = [" ".join(c.shown_keys for c in COMMANDS), *(c.shown_keys for c in COMMANDS)]
    for unit_id in room.unit_ids(Query(LOCALE)):
        details = room.details(unit_id)
        unit = details.unit
        pieces += [unit.segment.source, unit.target or "", unit.file, unit.segment.note or ""]
        for hit in details.hits:
            pieces += [hit.concept.note, *hit.concept.gloss.values()]
            ways = (*hit.concept.renderings, *hit.admitted, *([hit.rendering] if hit.rendering else []))
            pieces += [word for way in ways for word in (way.text, way.note, way.source, way.short)]
        pieces += [edit.after for edit in (unit.draft.edits if unit.draft else ())]
    pieces += [path.read_text("utf-8") for path in (project.root / "people.yaml",)]
    return re.sub(r"\s+", " ", "\n".join(filter(None, pieces)))


@pytest.fixture(scope="module")
def given(example: Path) -> str:
    with api.open_project(example) as project:
        return data_of(project)


def test_everything_that_the_library_says_of_the_example_is_chinese(example: Path, given: str) -> None:
    i18n.use("zh-Hans")
    with api.open_project(example) as project:
        room = project.review(LOCALE, "lin")
        findings: list[Finding] = []
        whys: set[str] = set()
        for unit_id in room.unit_ids(Query(LOCALE)):
            details = room.details(unit_id)
            findings += details.unit.findings
            whys |= {hit.why for hit in details.hits} | {*room.speech(unit_id).why}
            whys |= {edit.reason for edit in (details.unit.draft.edits if details.unit.draft else ())}
    says = {f.message for f in findings} | {f.fix.why for f in findings if f.fix}
    assert len(says) > 100
    assert len(whys - {""}) > 100
    assert left_english((saying(one) for one in says), given) == []
    assert left_english((because(one) for one in whys), given) == []
    assert [one for one in says if saying(one) == one] == []


def left_english(said: Iterable[str], given: str) -> list[str]:
    return sorted(run for words in said for run in english(words, given))


@pytest.mark.parametrize("sitting", SITTINGS)
async def test_no_english_sentence_is_on_a_screen(opened: Project, given: str, sitting: str) -> None:
    app = ReviewApp(Session(opened.review(LOCALE, "lin")), language="zh-Hans")
    async with app.run_test(size=(120, 50)) as pilot:
        desk = Desk(app, pilot, None)  # type: ignore[arg-type]
        await desk.settle()
        seen: dict[tuple[str, ...], list[str]] = {}
        for keys in SITTINGS[sitting]:
            await desk.press(*keys)
            await desk.rest()
            assert re.search("[一-鿿]{2}", desk.text())
            seen[keys] = english(desk.text(), given)
            await desk.press("escape", "escape")
        assert {keys: runs for keys, runs in seen.items() if runs} == {}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            StoreError("project.db: database is locked", do="another process is writing; try again"),
            ("数据库被锁定", "处理办法", "另一进程正在写入；请重试"),
        ),
        (
            ProblemsError(
                [
                    ConfigError(
                        "the project has no file of people",
                        do='set people = ["people.yaml"] under [glossary]',
                    )
                ]
            ),
            ("项目没有人物文件", "请在 [glossary] 下设"),
        ),
        (
            ConfigError("no such status: best", place=Place("terms.yaml", 3)),
            ("terms.yaml:3", "没有该状态：best"),
        ),
    ],
)
async def test_what_a_worker_fails_at_is_said_in_chinese(
    opened: Project, given: str, error: Exception, words: tuple[str, ...]
) -> None:
    app = ReviewApp(Session(opened.review(LOCALE, "lin")), language="zh-Hans")
    async with app.run_test(size=(100, 30)) as pilot:
        desk = Desk(app, pilot, None)  # type: ignore[arg-type]
        await desk.settle()

        def fail(_unit_id: int) -> None:
            raise error

        desk.screen.session.history = fail  # type: ignore[method-assign, assignment]
        await pilot.press("h")
        await desk.until("此步骤未记录任何内容")
        for part in words:
            assert part in desk.text()
        assert english(desk.text(), given) == []
        await pilot.press("escape", "down")
        await pilot.pause(0.1)
        assert desk.screen.queue.cursor == 1
