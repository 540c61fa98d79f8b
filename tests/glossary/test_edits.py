"""Edits in place: one entry changes, every other byte of the file stays, and nothing invalid is ever returned."""

from __future__ import annotations

import dataclasses
import difflib
from pathlib import Path

import pytest

from localize.errors import GlossaryError, ProblemsError
from localize.glossary import Concept, Condition, Rendering, ReviewState, Status, Strategy, read_concepts
from localize.glossary.edits import (
    Change,
    add_concept,
    propose,
    remove_rendering,
    set_rendering,
    set_review,
)

LIN = Change("Lin", "2026-11-22", "client feedback")
FILE = """\
# our words
category: project   # free
source: client list
concepts:

  # the rival
  - id: project.wang # W.
    term: 王总
    strategy: OFFICIAL
    renderings:
      es: Sr. Wang
      en: {preferred: 'Wang', admitted: [Boss Wang]}   # short
    note: "keep: me"

  # the wife
  - {id: project.lin, term: 林晚, strategy: RETAIN, renderings: {en: Lin Wan}}

# the end
"""


def _rendering(text: str, status: Status = Status.PREFERRED, locale: str = "en", **more: object) -> Rendering:
    return Rendering(locale, text, status, Strategy.OFFICIAL, **more)  # type: ignore[arg-type]


def _read(text: str) -> dict[str, Concept]:
    concepts, wrong = read_concepts(text.encode(), "t.yaml")
    assert not wrong
    return {concept.id: concept for concept in concepts}


def _said(text: str, identifier: str, locale: str = "en") -> list[tuple[str, str]]:
    return [(r.text, r.status.value) for r in _read(text)[identifier].renderings if r.locale == locale]


def _changed(before: str, after: str) -> tuple[list[str], list[str]]:
    rows = list(difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=0))[2:]
    return [r[1:] for r in rows if r[0] == "-"], [r[1:] for r in rows if r[0] == "+"]


def test_a_new_preferred_rendering_makes_the_former_one_admitted_and_touches_nothing_else() -> None:
    after = set_rendering(FILE, "project.wang", _rendering("Mr. Wang"), LIN)
    assert _said(after, "project.wang") == [
        ("Mr. Wang", "preferred"),
        ("Wang", "admitted"),
        ("Boss Wang", "admitted"),
    ]
    gone, new = _changed(FILE, after)
    assert [line for line in gone if "en:" not in line] == []
    assert new[0] == "  # 2026-11-22 Lin: en 'Mr. Wang' is preferred (client feedback)"
    assert "  - id: project.wang # W." in after
    assert after.startswith(FILE[: FILE.index("  - id: project.wang")])
    assert after.endswith(FILE[FILE.index("\n  # the wife") :])


def test_forbidding_a_rendering_moves_it_and_keeps_what_was_known_of_it() -> None:
    text = set_rendering(FILE, "project.lin", _rendering("Wan", short="W", note="n", source="s"), LIN)
    after = set_rendering(text, "project.lin", _rendering("Wan", Status.FORBIDDEN), LIN)
    forbidden = next(r for r in _read(after)["project.lin"].renderings if r.status is Status.FORBIDDEN)
    assert (forbidden.text, forbidden.short, forbidden.note, forbidden.source) == ("Wan", "W", "n", "s")
    assert _said(after, "project.lin") == [("Lin Wan", "admitted"), ("Wan", "forbidden")]


def test_renderings_under_another_condition_stay_preferred() -> None:
    spoken = _rendering("Mr. Wang!", when=Condition(vocative=True))
    after = set_rendering(FILE, "project.wang", spoken, LIN)
    assert _said(after, "project.wang")[:2] == [("Wang", "preferred"), ("Mr. Wang!", "preferred")]


def test_a_new_locale_and_a_concept_without_renderings_work() -> None:
    text = add_concept(FILE, propose("孔帮", "project"), LIN)
    after = set_rendering(text, "project.孔帮", _rendering("Kong Gang", locale="en-US"), LIN)
    assert _said(after, "project.孔帮", "en-US") == [("Kong Gang", "preferred")]
    assert after.index("project.孔帮") < after.index("# the end")


def test_a_rendering_can_be_removed_and_the_last_one_takes_its_locale_along() -> None:
    after = remove_rendering(FILE, "project.wang", "es", "Sr. Wang", LIN)
    assert _said(after, "project.wang", "es") == []
    assert "es:" not in after
    bare = remove_rendering(FILE, "project.lin", "en", "Lin Wan", LIN)
    assert "renderings" not in bare[bare.index("project.lin") :]


def test_a_review_records_its_source() -> None:
    after = set_review(FILE, "project.wang", ReviewState.REVIEWED, LIN, source="glossary v2")
    concept = _read(after)["project.wang"]
    assert concept.review is ReviewState.REVIEWED
    assert {r.source for r in concept.renderings} == {"glossary v2"}
    assert {r.source for r in _read(after)["project.lin"].renderings} == {"client list"}


def test_line_ends_and_a_missing_last_line_end_stay() -> None:
    windows = FILE.replace("\n", "\r\n")
    after = set_rendering(windows, "project.wang", _rendering("Mr. Wang"), LIN)
    assert "\n" not in after.replace("\r\n", "")
    text = add_concept(FILE.removesuffix("\n\n# the end\n"), propose("孔帮", "project"), LIN)
    assert set(_read(text)) == {"project.wang", "project.lin", "project.孔帮"}


@pytest.mark.parametrize(
    "text", ["", "category: project\nconcepts: []\n", "concepts: []\ncategory: project\n"]
)
def test_the_first_concept_of_a_file_gets_its_remark(text: str) -> None:
    after = add_concept(text, propose("林氏 集团", "project", note="a: b"), LIN)
    assert "# 2026-11-22 Lin: added 林氏 集团 (client feedback)" in after
    assert _read(after)["project.林氏_集团"].note == "a: b"


def test_flow_files_are_edited_as_a_whole() -> None:
    text = "category: project\nconcepts: [{id: project.a, term: 甲乙, strategy: OMIT}]  # all\n"
    after = set_rendering(text, "project.a", _rendering("x"), LIN)
    assert _said(after, "project.a") == [("x", "preferred")]


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda: add_concept(FILE, propose("王总", "project"), LIN) and add_concept(
            add_concept(FILE, propose("王总", "project"), LIN), propose("王总", "project"), LIN), "GLO007"),
        (lambda: add_concept(FILE, propose("甲", "food"), LIN), "GLO009 the file holds project"),
        (lambda: set_rendering(FILE, "project.nobody", _rendering("x"), LIN), "GLO009 no concept is called"),
        (lambda: remove_rendering(FILE, "project.wang", "en", "Sir", LIN), "GLO009 project.wang has no rendering"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_why(edit: object, what: str) -> None:
    with pytest.raises(GlossaryError, match=what):
        edit()  # type: ignore[operator]


def test_an_edit_that_breaks_the_schema_is_refused() -> None:
    with pytest.raises(ProblemsError, match="holds a blank at an edge"):
        set_rendering(FILE, "project.wang", _rendering(" x "), LIN)


def test_the_remark_is_one_line_whatever_is_in_it() -> None:
    after = set_rendering(FILE, "project.wang", _rendering("x"), Change("a\nb", "2026-11-22", "c\n- d: e"))
    assert "# 2026-11-22 a b: en 'x' is preferred (c - d: e)\n" in after


@pytest.mark.parametrize("pack", ["palace", "numerology", "kinship_address"])
def test_every_entry_of_a_pack_can_be_edited_and_only_its_lines_change(repository: Path, pack: str) -> None:
    text = (repository / "glossaries" / "zh-Hans" / f"{pack}.yaml").read_text(encoding="utf-8")
    concepts = _read(text)
    for identifier in list(concepts)[::7]:
        after = set_rendering(text, identifier, _rendering("Zzz", locale="nl"), LIN)
        gone, new = _changed(text, after)
        assert sum("Zzz" in line for line in new) == 2
        again = _read(after)
        for other, concept in concepts.items():
            if other != identifier:
                assert dataclasses.replace(again[other], place=concept.place) == concept
        assert len(gone) <= 12
