"""Who is meant in a line, and who calls whom what: from the room into the project's people file."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from driving import Desk, desk
from fake_room import FakeRoom, make_units

from localize import api
from tui.app import ReviewApp
from tui.screens.address import AddressScreen
from tui.screens.casting import person_named
from tui.screens.form import FormScreen
from tui.session import Session

CAST = [("lin-wan", "Lin Wan 林晚"), ("lin-xuerou", "Lin Xuerou 林雪柔"), ("butler", "管家")]
PEOPLE = """\
# who is who; this comment stays
people:
  - {id: lin-wan, names: [{term: 林晚, say: {und-Latn: Lin Wan}}]}  # the heir
  - {id: butler, names: [{term: 管家}]}

address:
  # the house is formal
  - {speakers: [butler], addressees: [lin-wan], source: [小姐], forms: {en: Miss}, note: "served"}
"""
CUES = """\
1
00:00:01,000 --> 00:00:02,000
小姐，他来了。

2
00:00:03,000 --> 00:00:04,000
让他走。
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two cues with a file of people."""
    api.init_project(tmp_path, source="zh-Hans", targets=["en-US"])
    config = tmp_path / "localize.toml"
    text = config.read_text("utf-8")
    key = 'people = ["people.yaml"]'
    config.write_text(
        text.replace("[glossary]\n", f"[glossary]\n{key}\n")
        if "[glossary]\n" in text
        else f"{text}\n[glossary]\n{key}\n",
        "utf-8",
    )
    (tmp_path / "people.yaml").write_text(PEOPLE, "utf-8")
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "ep01.srt").write_text(CUES, "utf-8")
    with api.open_project(tmp_path) as opened:
        opened.sync()
        opened.translate(engine="echo")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ""),
        ("lin-wan", "lin-wan"),
        ("林晚", "lin-wan"),
        ("lin", None),
        ("nobody", None),
        ("管家", "butler"),
    ],
)
def test_a_person_is_named_by_id_or_by_words_that_only_one_has(words: str, found: str | None) -> None:
    assert person_named(words, CAST) == found


async def test_who_a_pronoun_means_is_recorded_and_shown() -> None:
    async with desk() as d:
        await d.press("W")
        assert isinstance(d.app.screen, FormScreen)
        for name in ("subject", "addressee"):
            d.app.screen.query_one(f"#{name}").focus()
            await d.type("wan" if name == "subject" else "butler")
        await d.press("enter")
        await d.rest()
        decided = d.room.store.decided[1]
        assert (decided.subject, decided.addressee, decided.speaker) == ("lin-wan", "butler", "")
        assert "left-out subject: lin-wan" in d.screen.panels.text


async def test_a_name_that_nobody_has_is_refused_and_nothing_is_recorded() -> None:
    async with desk() as d:
        await d.press("W")
        await d.type("stranger")
        await d.press("enter")
        assert "is called 'stranger'" in d.text()
        assert d.room.store.decided == {}


async def test_the_table_shows_speakers_by_addressees_and_a_cell_can_be_changed() -> None:
    async with desk(size=(120, 40)) as d:
        await d.press("M")
        assert isinstance(d.app.screen, AddressScreen)
        text = d.text()
        assert "Qin Shuo 秦烁 > Lin Wan 林晚" in text
        assert "师父 = Master" in text
        await d.press("enter")
        field = d.app.screen.query_one("#call")
        assert field.value == "Master"  # type: ignore[attr-defined]
        field.value = "Teacher, Sifu"  # type: ignore[attr-defined]
        await d.press("enter")
        # What it would touch is shown before anything is written; Esc goes back to the table.
        assert "calls: Teacher, Sifu" in d.text()
        assert "Otherwise than it says" in d.text()
        assert d.room.store.address[0].call == ("Master",)
        await d.press("escape")
        assert isinstance(d.app.screen, AddressScreen)
        assert d.room.store.address[0].call == ("Master",)
        await d.press("enter")
        d.app.screen.query_one("#call").value = "Teacher, Sifu"  # type: ignore[attr-defined]
        await d.press("enter", "y")
        assert d.room.store.address[0].call == ("Teacher", "Sifu")
        assert d.room.store.address[0].speakers == ("qin-shuo",)
        assert isinstance(d.app.screen, AddressScreen)
        assert "Teacher" in d.text()


async def test_the_table_can_be_used_at_80_by_24_and_clicked() -> None:
    async with desk(size=(80, 24)) as d:
        await d.press("M")
        assert "Master" in d.text()
        assert "Esc back" in d.text()
        await d.press("v")
        assert "the butler" in d.text()
        table = d.app.screen.query_one("#table")
        await d.pilot.click(table, offset=(20, 1))
        await d.settle()
        assert table.cursor == (0, 0)  # type: ignore[attr-defined]


async def test_the_ledger_and_the_table_are_written_into_the_file_and_its_comments_stay(
    project: Path,
) -> None:
    file = project / "people.yaml"
    with api.open_project(project) as opened:
        app = ReviewApp(Session(opened.review("en-US", "mei")))
        async with app.run_test(size=(120, 40)) as pilot:
            d = Desk(app, pilot, None)  # type: ignore[arg-type]
            await d.settle()
            await d.rest()
            assert "not certain" in d.screen.panels.text
            await d.press("W")
            assert "who is 他" in d.text()
            await d.type("butler")
            await d.press("enter")
            await d.until("The ledger has it")
            await d.press("M")
            await d.until("Forms of address")
            await d.press("enter")
            field = app.screen.query_one("#call")
            field.value = "Young mistress"  # type: ignore[attr-defined]
            await d.press("enter")
            await d.until("Agree on this form of address?")
            assert "Young mistress" not in file.read_text("utf-8")
            await d.press("y")
            await d.until("Forms of address")
    text = file.read_text("utf-8")
    for kept in ("# who is who; this comment stays", "# the heir", "# the house is formal", 'note: "served"'):
        assert kept in text
    assert "Young mistress" in text
    assert "Miss" not in text
    tail = text.split("ledger:")[1]
    assert all(words in tail for words in ("file: episodes/ep01.srt", "他: butler", "by: mei"))
    with api.open_project(project) as opened:
        room = opened.review("en-US", "lin")
        speech = room.speech(1)
        assert speech.pronouns == (("他", "管家"),)
        assert room.address_table(1).cell("butler", "lin-wan")[0].call == ("Young mistress",)


def test_two_lines_of_a_table_that_do_not_fit_change_nothing(project: Path) -> None:
    from localize.api.room_people import AddressChange
    from localize.errors import LocalizeError, ProblemsError

    before = (project / "people.yaml").read_text("utf-8")
    with api.open_project(project) as opened:
        room = opened.review("en-US", "mei")
        with pytest.raises(ProblemsError, match="nobody has the id"):
            room.put_address(AddressChange(None, "ghost", "lin-wan", call=("Boo",)))
        with pytest.raises(LocalizeError, match="without words"):
            room.put_address(AddressChange(0, "", ""))
        with pytest.raises(LocalizeError, match="is no episode"):
            room.put_address(AddressChange(None, "butler", "lin-wan", call=("Boo",), episodes="soon"))
    assert (project / "people.yaml").read_text("utf-8") == before


async def test_a_form_of_address_is_taken_back_with_its_file_and_put_there_again(project: Path) -> None:
    file = project / "people.yaml"
    before = file.read_bytes()
    with api.open_project(project) as opened:
        app = ReviewApp(Session(opened.review("en-US", "mei")))
        async with app.run_test(size=(120, 40)) as pilot:
            d = Desk(app, pilot, None)  # type: ignore[arg-type]
            await d.until("1/2")
            await d.settle()
            await d.press("M")
            await d.until("Forms of address")
            await d.press("enter")
            app.screen.query_one("#call").value = "Young mistress"  # type: ignore[attr-defined]
            await d.press("enter")
            await d.until("Lines with its words: 1")
            await d.press("y")
            await d.until("Forms of address")
            agreed = file.read_bytes()
            assert b"Young mistress" in agreed
            await d.press("escape", "u")
            await d.until("Took back: people.yaml is as it was")
            assert file.read_bytes() == before
            await d.press("U")
            await d.until("Done again: people.yaml has the change again")
            assert file.read_bytes() == agreed
            file.write_bytes(agreed + b"# somebody else was here\n")
            await d.pilot.press("u")
            await d.until("changed by others meanwhile")
    assert file.read_bytes() == agreed + b"# somebody else was here\n"


async def test_a_pause_on_the_line_does_not_end_the_question_who_is_meant() -> None:
    room = FakeRoom.of(make_units(8))
    held, speech = Event(), room.speech

    def slow(unit_id: int) -> object:
        held.wait(5)
        return speech(unit_id)

    async with desk(room=room) as d:
        room.speech = slow  # type: ignore[method-assign, assignment]
        d.screen.action_who()
        asking = [worker for worker in d.app.workers if not worker.is_finished]
        d.screen.read_speech(d.screen.queue.current)  # as the pause does
        assert [worker.is_cancelled for worker in asking] == [False]
        held.set()
        await d.settle()
        assert isinstance(d.app.screen, FormScreen)
