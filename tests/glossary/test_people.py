"""Files of people: every problem at once, names and forms of address as terms, relations and the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import ProblemsError
from localize.glossary import NOBODY, People, Scope, load
from localize.glossary.ledger import Entry, decided
from localize.glossary.scopes import parse_episodes

GOOD = """\
people:
  - {id: a, names: [{term: 王五, hant: 王五, say: {und-Latn: Wang Wu}}], gender: m}
  - {id: b, names: [{term: 李四, say: {en: Li Si}}], gender: f}
relations:
  - {kind: sibling, between: [a, b], episodes: 2-}
  - {kind: servant, speakers: [b], addressees: [a], episodes: "1"}
address:
  - {speakers: [b], addressees: [a], source: [老王], forms: {en: Wu, es: {formality: formal, call: [Wu]}}}
  - {addressees: [a], forms: {es: {formality: informal}, es-419: {formality: either}}}
ledger:
  - {file: ep1.srt, cues: "1-3", speaker: a, by: X, at: 2026-01-02}
"""


def _load(folder: Path, text: str) -> People:
    path = folder / "people.yaml"
    path.write_text(text, encoding="utf-8")
    return load(packs=(), people=[path]).people


def test_a_file_gives_its_people(tmp_path: Path) -> None:
    people = _load(tmp_path, GOOD)
    assert [p.id for p in people.persons] == ["a", "b"]
    assert people.relation("a", "b", 2) == people.relation("b", "a", 2) == "sibling"
    assert (people.relation("b", "a", 1), people.relation("a", "b", 1)) == ("servant", "")
    assert people.relation("b", "a", None) == "servant"  # an unknown episode counts as the first


def test_the_row_that_names_both_decides_and_the_nearest_locale_of_it(tmp_path: Path) -> None:
    people = _load(tmp_path, GOOD)
    both, row = people.form("b", "a", "es-MX", 1)
    assert both is not None
    assert both.formality == "formal"
    assert str(row.place if row else "").endswith("people.yaml:8")
    other, _ = people.form("c", "a", "es-MX", 1)
    assert other is not None
    assert other.formality == "either"
    assert people.form("a", "b", "es-MX", 1) == (None, None)


def test_every_problem_of_a_file_is_reported_at_once_with_its_line(tmp_path: Path) -> None:
    text = (
        "people:\n"
        "  - {id: a, names: [], gendre: m}\n"
        "  - {names: [{term: 李四, say: {english: Li Si}}], gender: x}\n"
        "address:\n"
        "  - {speaker: [a], forms: {es: {formality: polite}}}\n"
    )
    with pytest.raises(ProblemsError) as caught:
        _load(tmp_path, text)
    lines = [str(problem).removeprefix(str(tmp_path)) for problem in caught.value.problems]
    assert [line.split(":")[1] for line in lines] == ["2", "2", "3", "3", "3", "5", "5"]
    assert any("did you mean gender?" in line for line in lines)
    assert any("did you mean speakers?" in line for line in lines)


def test_an_id_of_nobody_and_an_id_of_two_are_reported(tmp_path: Path) -> None:
    text = GOOD + "  - {file: x.srt, pronouns: {他: c}}\n"
    text = text.replace("id: b,", "id: a,")
    with pytest.raises(ProblemsError) as caught:
        _load(tmp_path, text)
    codes = [(problem.code, problem.place.line if problem.place else 0) for problem in caught.value.problems]
    assert ("GLO007", 3) in codes
    assert {line for code, line in codes if code == "GLO008"} == {5, 6, 8, 12}


def test_a_relation_needs_two_sides(tmp_path: Path) -> None:
    text = GOOD.replace("{kind: servant, speakers: [b], addressees: [a]", "{kind: servant, speakers: [b]")
    with pytest.raises(ProblemsError, match=r"people\.yaml:6: GLO004 a relation has two sides"):
        _load(tmp_path, text)


def test_an_unknown_locale_of_a_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"people\.yaml:8: GLO005"):
        _load(tmp_path, GOOD.replace("forms: {en: Wu", "forms: {qx: Wu"))


def test_people_of_a_missing_file_are_a_problem_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"nobody\.yaml: GLO006 the people file cannot be read"):
        load(packs=(), people=[tmp_path / "nobody.yaml"])


def test_names_of_people_beat_a_term_of_a_pack_and_stay_apart_from_it(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text("people:\n  - {id: s, names: [{term: 饺子, say: {en: Jiaozi}}]}\n", encoding="utf-8")
    glossary = load(people=[path])
    (hit,) = glossary.find("饺子来了", Scope("en"))
    assert hit.rendering is not None
    assert (hit.concept.id, hit.rendering.text, hit.rivals) == ("people.s", "Jiaozi", ())
    assert "food.jiaozi" in glossary
    assert glossary.conflicts == ()


def test_the_example_of_the_manual_works_as_it_stands(tmp_path: Path) -> None:
    manual = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms, people = (
        block.partition("```")[0]
        for block in manual.split("```yaml\n")[1:]
        if "scope:" in block or "people:" in block
    )
    (tmp_path / "terms.yaml").write_text(terms, encoding="utf-8")
    (tmp_path / "people.yaml").write_text(people, encoding="utf-8")
    glossary = load([tmp_path / "terms.yaml"], packs=(), people=[tmp_path / "people.yaml"])
    scope = Scope("en", work="heir-returns", season=2, episode=12)
    said = [h.rendering.text for h in glossary.find("林默、黑衣人、黑卡", scope) if h.rendering]
    assert said == ["Mr. Fu", "Uncle Liang", "obsidian card"]


def test_nobody_knows_nobody() -> None:
    assert not NOBODY
    assert NOBODY.named("林晚", 1) is None
    assert NOBODY.form("a", "b", "es", 1) == (None, None)


def test_a_decision_holds_for_its_cues_as_long_as_they_say_the_same() -> None:
    first = Entry("ep1.srt", parse_episodes("1-3"), speaker="a", pronouns={"他": "b"}, by="X")
    second = Entry("ep*.srt", None, text="來了", speaker="c", by="Y")
    entries = (first, second)
    assert decided(entries, "episodes/ep1.srt", 2, "走吧").speaker == "a"
    later = decided(entries, "episodes/ep1.srt", 2, "他来了")
    assert (later.speaker, dict(later.pronouns), later.by) == ("c", {"他": "b"}, "Y")
    assert not decided(entries, "episodes/ep1.srt", 4, "走吧")
    assert not decided(entries, "", 2, "走吧")
    assert not decided((first,), "ep1.srt", None, "走吧")
