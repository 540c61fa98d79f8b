"""The room of a real project: alternatives, repeats, terms that re-open lines, decisions in other threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.api.room_lines import joined, without
from localize.api.room_terms import TermChange
from localize.errors import ConfigError, GlossaryError, ProblemsError, StoreError
from localize.glossary.typed import condition_text
from localize.model import Draft, Edit, EditKind, Origin
from localize.review.base import Act, Action, Decision, Query, State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from localize.api.project import Project

LINES = ("白月光回来了。", "滚。", "她是我的白月光。", "滚。", "白月光！")
APPROVE = Decision(Action.APPROVE)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project of one episode with terms of its own, drafted by nobody."""
    api.init_project(tmp_path, source="zh-Hans", targets=["en-US", "ar"])
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "people.yaml").write_text(
        "# the people of this work\ncategory: people\nconcepts:\n  - id: people.lin_mo\n    term: 林默\n"
        "    strategy: RETAIN\n    renderings:\n      en: Lin Mo\n",
        "utf-8",
    )
    cues = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{s}\n" for n, s in enumerate(LINES, 1))
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "ep01.srt").write_text("\n".join(cues), encoding="utf-8")
    with api.open_project(tmp_path) as opened:
        opened.sync()
        yield opened


def write(room: api.Room, unit_id: int, text: str) -> None:
    edit = Decision(Action.EDIT, text=text)
    room.decide(unit_id, [edit, APPROVE], room.unit(unit_id).revision)


def test_alternatives_are_repeats_then_memory_each_once(project: Project) -> None:
    room = project.review("en-US", "lin")
    ids = room.unit_ids(Query("en-US"))
    write(room, ids[1], "Get out.")
    ways = room.alternatives(ids[3])
    assert [(way.text, way.origin) for way in ways] == [("Get out.", "repeat")]
    assert ways[0].by == "episodes/ep01.srt 2"
    write(room, ids[0], "My first love is back.")
    near = room.alternatives(ids[4])
    assert [way.origin for way in near] in ([], ["memory"])
    assert list(room.repeats(ids[3])) == [ids[1]]


def test_an_answer_of_the_engine_with_a_slot_left_in_it_is_no_alternative(project: Project) -> None:
    room = project.review("en-US", "lin")
    unit_id = room.unit_ids(Query("en-US"))[2]
    draft = Draft("She is mine.", Origin.ENGINE, "x", alternatives=("She's my \uf000.", "She is my love."))
    project.store.save_drafts([(unit_id, draft, ())])
    assert [(w.text, w.origin) for w in room.alternatives(unit_id)] == [("She is my love.", "n-best")]


def test_a_decision_in_another_thread_is_one_act_and_reaches_the_memory(project: Project) -> None:
    room = project.review("en-US", "lin")
    ids = room.unit_ids(Query("en-US"))
    other = room.another()
    acts = []
    for unit_id in (ids[1], ids[3]):
        acts += [Act(unit_id, Decision(Action.EDIT, text="Get out."), 0), Act(unit_id, APPROVE, 0)]
    units = other.decide_many(acts)
    other.close()
    assert [u.state for u in units] == [State.APPROVED] * 2
    assert [pair.target for pair in project.memory.units()] == ["Get out.", "Get out."]
    assert [u.id for u in room.undo()] == [ids[3], ids[1]]
    assert list(project.memory.units()) == []


def test_a_memory_can_learn_later_than_the_decision(project: Project) -> None:
    room = project.review("en-US", "lin")
    unit_id = room.unit_ids(Query("en-US"))[1]
    room.decide(unit_id, [Decision(Action.EDIT, text="Out."), APPROVE], 0, learn=False)
    assert list(project.memory.units()) == []
    reading = room.read_only()
    reading.learn([unit_id])
    reading.close()
    assert [pair.target for pair in project.memory.units()] == ["Out."]


def test_a_term_is_found_in_every_written_form(project: Project) -> None:
    room = project.review("en-US", "lin")
    assert len(room.unit_ids(Query("en-US", term="白月光"))) == 3
    assert "白月光" in room.written_forms(room.concept("白月光").id)
    assert len(room.unit_ids(Query("en-US", term="滚"))) == 2


def test_an_accepted_term_is_written_beside_the_others_and_reopens_exactly_its_lines(
    project: Project,
) -> None:
    room = project.review("en-US", "lin")
    ids = room.unit_ids(Query("en-US"))
    write(room, ids[0], "The white rose is back.")
    write(room, ids[2], "She is my first love.")
    write(room, ids[1], "Get out.")
    change = TermChange("白月光", "white rose", note="client's wish")
    before = room.term_impact(change)
    assert ([r.id for r in before.touched], [r.id for r in before.reopened]) == (
        [ids[0], ids[2], ids[4]],
        [ids[2]],
    )
    room.accept_term(change)
    states = [room.unit(i).state for i in ids]
    assert states == [State.APPROVED, State.APPROVED, State.DISCUSS, State.NEW, State.NEW]
    assert "white rose" in room.history(ids[2])[-1].decision.reason
    (hit,) = [h for h in room.details(ids[4]).hits if h.surface == "白月光"]
    assert hit.rendering is not None
    assert hit.rendering.text == "white rose"
    written = (project.root / "glossary" / f"{hit.concept.category}.yaml").read_text("utf-8")
    assert "lin: " in written
    assert "client's wish" in written
    room.undo()
    assert room.unit(ids[2]).state is State.APPROVED


def test_a_term_of_the_project_is_changed_where_it_stands_and_comments_stay(project: Project) -> None:
    room = project.review("en-US", "lin")
    room.accept_term(TermChange("林默", "Mo Lin", status="forbidden"))
    text = (project.root / "glossary" / "people.yaml").read_text("utf-8")
    assert text.startswith("# the people of this work\n")
    assert "Mo Lin" in text
    assert "Lin Mo" in text
    assert not (project.root / "glossary" / "project.yaml").exists()


def test_a_condition_of_a_term_is_changed_with_it_and_taken_back_in_one_step(project: Project) -> None:
    room = project.review("en-US", "lin")
    ids = room.unit_ids(Query("en-US"))
    for at, text in ((0, "My first love is back."), (2, "She is my first love."), (4, "My first love!")):
        write(room, ids[at], text)
    change = TermChange("白月光", "white rose", when="before: 她是我的")
    assert [row.id for row in room.term_impact(change).reopened] == [ids[2]]
    path = project.root / "glossary" / "ceo_tropes.yaml"
    room.accept_term(change)
    (rendering,) = [r for r in room.concept("白月光").renderings if r.text == "white rose"]
    assert rendering.when is not None
    assert rendering.when.before == ("她是我的",)
    first = path.read_text("utf-8")
    both = room.accept_term(TermChange("白月光", "white rose", "admitted", when="")).edit
    assert both is not None
    assert len([r for r in room.concept("白月光").renderings if r.text == "white rose"]) == 2
    room.put_back(both)
    was = "before: [她是我的]"
    edit = room.accept_term(TermChange("白月光", "white rose", when="episodes: 3-, after: 回", was=was)).edit
    (rendering,) = [r for r in room.concept("白月光").renderings if r.text == "white rose"]
    assert condition_text(rendering.when) == "episodes: 3-, after: [回]"
    assert edit is not None
    room.put_back(edit)
    assert path.read_text("utf-8") == first
    room.accept_term(TermChange("白月光", "white rose", when="", was=was))
    assert [r.when for r in room.concept("白月光").renderings if r.text == "white rose"] == [None]


@pytest.mark.parametrize(
    ("when", "match"),
    [
        ("genre: ceo", r"condition: unknown key genre \(did you mean genres\?\)"),
        ("after: [", "GLO002 not YAML"),
        ("sometimes", "condition is 'sometimes' \\(use always\\)"),
        ("speaker_gender: woman", "speaker_gender is 'woman' \\(use f, m\\)"),
    ],
)
def test_a_condition_that_no_term_file_could_hold_is_refused_before_anything_is_written(
    project: Project, when: str, match: str
) -> None:
    room = project.review("en-US", "lin")
    change = TermChange("白月光", "white rose", when=when)
    for step in (room.term_impact, room.accept_term):
        with pytest.raises(GlossaryError, match=match):
            step(change)
    assert sorted(p.name for p in (project.root / "glossary").iterdir()) == ["people.yaml"]


def test_a_new_term_gets_a_file_of_the_project(project: Project) -> None:
    room = project.review("en-US", "lin")
    found = room.accept_term(TermChange("回来", "come home"))
    assert found.known_as == ""
    assert "come home" in (project.root / "glossary" / "project.yaml").read_text("utf-8")
    assert room.concept("回来") is not None


def test_a_project_without_term_files_says_how_to_have_them(tmp_path: Path) -> None:
    settings = api.init_project(tmp_path, source="zh-Hans", targets=["en-US"])
    settings.write_text(settings.read_text("utf-8").replace('"glossary/*.yaml"', ""), "utf-8")
    with api.open_project(tmp_path) as opened:
        room = opened.review("en-US", "lin")
        with pytest.raises(ConfigError, match=r"no folder of term files.*glossary/\*\.yaml"):
            room.accept_term(TermChange("回来", "come home"))


def test_a_room_knows_its_direction_and_goes_to_another_locale(project: Project) -> None:
    room = project.review("en-US", "lin")
    arabic = room.in_locale("ar")
    assert (room.right_to_left, arabic.right_to_left) == (False, True)
    assert arabic.reviewer == "lin"


def test_lines_are_broken_at_good_places_and_joined_again(project: Project) -> None:
    room = project.review("en-US", "lin")
    unit_id = room.unit_ids(Query("en-US"))[0]
    long = "This time I will not let anyone at all in this house bully me any more!"
    broken = room.broken(unit_id, long)
    assert broken.count("\n") >= 1
    assert room.joined(broken) == long


@pytest.mark.parametrize(
    ("text", "before", "after", "result"),
    [
        ("Honey, honey!", "husband", "honey", "Honey, husband!"),
        ("honeymoon, honey", "husband", "honey", "honeymoon, husband"),
        ("我的蜜糖", "老公", "蜜糖", "我的老公"),
        ("Darling!", "husband", "honey", None),
        ("honey", "", "honey", None),
        ("honey", "honey", "honey", None),
    ],
)
def test_one_edit_is_taken_back_by_itself(text: str, before: str, after: str, result: str | None) -> None:
    edit = Edit(EditKind.TERM, "老公", before, after, "FUNCTIONAL", "why")
    assert without(text, edit) == result


def test_lines_of_chinese_are_joined_without_a_blank() -> None:
    assert joined("他走了，\n我没走。", "zh-Hant-TW") == "他走了，我没走。"


def test_an_accepted_term_is_taken_back_with_its_file_and_its_lines_in_a_sitting(project: Project) -> None:
    from tui.session import Session

    room = project.review("en-US", "lin")
    ids = room.unit_ids(Query("en-US"))
    write(room, ids[2], "She is my first love.")
    session = Session(room)
    folder = project.root / "glossary"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    session.accept_term(TermChange("白月光", "white rose"))
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert before != after
    assert room.unit(ids[2]).state is State.DISCUSS
    back = session.undo()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert room.unit(ids[2]).state is State.APPROVED
    assert [decision.action for _unit, decision in back.decisions] == [Action.DISCUSS]
    session.redo()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == after
    assert room.unit(ids[2]).state is State.DISCUSS
    session.undo()
    assert session.undo().decisions[-1][1].action is Action.APPROVE  # an earlier act, from the log


def test_a_file_that_others_changed_stays_when_a_term_is_taken_back(project: Project) -> None:
    from tui.session import Session

    session = Session(project.review("en-US", "lin"))
    session.accept_term(TermChange("回来", "come home"))
    path = project.root / "glossary" / "project.yaml"
    path.write_text(path.read_text("utf-8") + "# mei was here\n", "utf-8")
    text = path.read_bytes()
    with pytest.raises(StoreError, match=r"project\.yaml has been changed by others"):
        session.undo()
    assert path.read_bytes() == text


def test_a_decision_stands_where_the_glossary_cannot_be_read_and_its_text_waits_for_a_check(
    project: Project,
) -> None:
    room = project.review("en-US", "lin")
    unit_id = room.unit_ids(Query("en-US"))[1]
    (project.root / "glossary" / "people.yaml").write_text("concepts: [", "utf-8")
    unit = room.decide(unit_id, [Decision(Action.EDIT, text="Get out.")], room.unit(unit_id).revision)
    assert (unit.target, unit.state, unit.checked) == ("Get out.", State.EDITED, False)
    (back,) = room.undo()
    assert back.state is State.NEW
    with pytest.raises(ProblemsError, match=r"people\.yaml"):
        room.check(unit_id, "Get out.")
