"""What the room remembers between sittings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driving import Desk
from fake_room import FakeRoom, make_units

from tui import prefs
from tui.app import ReviewApp
from tui.prefs import Preferences
from tui.session import Session


def test_preferences_survive_a_round_trip(tmp_path: Path) -> None:
    file = tmp_path / "state" / "review.json"
    prefs.save(Preferences("room-light", {"/work en-US": 7}), file)
    assert prefs.load(file) == Preferences("room-light", {"/work en-US": 7})
    assert [p.name for p in file.parent.iterdir()] == ["review.json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"theme": 3, "places": {}}',
        '{"theme": "", "places": {"x": "y"}}',
        '{"theme": ""}',
        "\xff",
    ],
)
def test_a_damaged_file_is_set_aside_and_the_room_opens(tmp_path: Path, text: str) -> None:
    file = tmp_path / "review.json"
    file.write_text(text, encoding="latin-1")
    assert prefs.load(file) == Preferences()
    assert file.with_name("review.json.bad").read_text(encoding="latin-1") == text
    assert not file.exists()


def test_every_reviewer_has_a_file_of_their_own_whatever_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    names = ["lin", "mei", "林", "../lin", "a/b", "a b", "a%20b", "", ".", "林" * 300, "林" * 301]
    files = [prefs.preferences_file(name) for name in names]
    assert len(set(files)) == len(names)
    assert {file.parent for file in files} == {Path("/state/localize")}
    assert all(len(file.name.encode()) < 255 - len(".json.12345.new") for file in files)


async def test_what_one_reviewer_chooses_is_not_everybodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    await _sit(prefs.preferences_file("lin"), "t", "down")
    assert await _sit(prefs.preferences_file("mei")) == ("room-dark", 1)
    assert await _sit(prefs.preferences_file("lin")) == ("room-light", 2)


def test_a_place_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    prefs.save(Preferences(), tmp_path / "file" / "review.json")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""


def test_the_places_left_longest_ago_are_forgotten() -> None:
    kept = Preferences()
    for number in range(300):
        kept.leave(f"p{number}", number)
    assert len(kept.places) == 200
    assert list(kept.places)[-1] == "p299"


async def _sit(file: Path, *keys: str) -> tuple[str, int | None]:
    app = ReviewApp(Session(FakeRoom.of(make_units(96))), remembered=file, project="/work")
    async with app.run_test(size=(100, 30)) as pilot:
        desk = Desk(app, pilot, None)  # type: ignore[arg-type]
        await desk.settle()
        await desk.press(*keys)
        return app.theme, desk.screen.queue.current


async def test_theme_and_place_are_as_they_were_left(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    await _sit(file, "t", "down", "down", "down")
    assert json.loads(file.read_text(encoding="utf-8"))["places"] == {"/work en-US": 4}
    assert await _sit(file) == ("room-light", 4)


async def test_the_place_is_kept_at_each_decision_so_that_a_killed_room_opens_there_again(
    tmp_path: Path,
) -> None:
    file = tmp_path / "review.json"
    app = ReviewApp(Session(FakeRoom.of(make_units(96))), remembered=file, project="/work")
    async with app.run_test(size=(100, 30)) as pilot:
        desk = Desk(app, pilot, None)  # type: ignore[arg-type]
        await desk.settle()
        await desk.press("down", "down", "a")
        await desk.rest()
        kept = json.loads(file.read_text(encoding="utf-8"))["places"]  # as a kill would leave it
        assert kept == {"/work en-US": desk.screen.queue.current} == {"/work en-US": 4}


async def test_a_theme_and_a_line_that_are_no_more_are_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "review.json"
    prefs.save(Preferences("room-neon", {"/work en-US": 99_999}), file)
    assert await _sit(file) == ("room-dark", 1)
