"""First-use explanations: in foreignising mode, once in a work, where the cue has room, and on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localize.adaptation import explain, explanations
from localize.glossary import Glossary, Scope, load
from localize.model import Segment, SegmentId
from localize.pipeline import Task
from localize.pipeline.line import LineStages

FOREIGN = Scope("en-US", genres=("cultivation",), mode="foreignising")


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load()


def _explained(
    glossary: Glossary, target: str, *, room: int | None = None, scope: Scope = FOREIGN
) -> tuple[str, int]:
    wanted = explanations(glossary.find("先练丹田", scope), scope)
    text, edits = explain(target, wanted, {"cultivation.dantian"}, max_chars=room, locale=scope.locale)
    return text, len(edits)


def test_the_explanation_stands_behind_the_word(glossary: Glossary) -> None:
    assert _explained(glossary, "Train your dantian first.") == (
        "Train your dantian (energy center) first.",
        1,
    )


def test_no_explanation_without_room_or_where_the_text_has_it(glossary: Glossary) -> None:
    assert _explained(glossary, "Train your dantian first.", room=30)[1] == 0
    assert _explained(glossary, "The dantian, your energy center.")[1] == 0
    assert _explained(glossary, "Train first.")[1] == 0


@pytest.mark.parametrize("mode", ["neutral", "domesticating"])
def test_other_modes_explain_nothing(glossary: Glossary, mode: str) -> None:
    assert _explained(glossary, "Train your dantian.", scope=replace(FOREIGN, mode=mode))[1] == 0


def test_only_the_first_line_of_the_work_explains_whatever_the_order_of_its_files(glossary: Glossary) -> None:
    stages = LineStages(source="zh-Hans", target="en-US", glossary=glossary, scope=FOREIGN)
    files = [
        [Task("k", "srt", Segment(SegmentId("1"), "先练丹田", (), 1, 1), path=f"ep{n}.srt", number=1)]
        for n in (10, 9)
    ]
    stages.note_first_uses(files)
    assert [stages.first_uses(tasks[0]) for tasks in files] == [frozenset(), {"cultivation.dantian"}]
    (task,) = files[1]
    text, (edit,) = stages.explained(task, stages.analyse(task), "Train your dantian.")
    assert text == "Train your dantian (energy center)."
    assert (edit.rule, edit.concept) == ("gloss.first-use", "cultivation.dantian")
    assert "for the first time" in edit.reason
