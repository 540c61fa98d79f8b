"""The functions that a review room calls to change a term file: atomic, by name, comments kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.api.terms_edit import edit_term, mark_term, propose_term, remove_rendering
from localize.errors import GlossaryError, ProblemsError, UsageError
from localize.glossary import ReviewState, Scope, Status, load


def test_a_term_goes_its_whole_way_from_proposal_to_review(tmp_path: Path) -> None:
    terms = tmp_path / "glossary" / "terms.yaml"
    name = propose_term(terms, "孔帮", by="lin", note="the gang of episode 3")
    edit_term(terms, name, "en-us", "the Kong Gang", by="lin", why="client feedback", forms=("Kong Gangs",))
    edit_term(terms, name, "en-US", "Hole Gang", by="wu", status=Status.FORBIDDEN)
    mark_term(terms, name, by="wu", source="client glossary")
    (hit,) = load([terms], packs=()).find("孔帮来了", Scope("en-US"))
    assert hit.rendering is not None
    assert (hit.rendering.text, hit.rendering.forms, hit.rendering.source) == (
        "the Kong Gang",
        ("Kong Gangs",),
        "client glossary",
    )
    assert [r.text for r in hit.forbidden] == ["Hole Gang"]
    assert hit.concept.review is ReviewState.REVIEWED
    text = terms.read_text(encoding="utf-8")
    assert "lin: en-US 'the Kong Gang' is preferred (client feedback)" in text
    assert "wu: en-US 'Hole Gang' is forbidden" in text
    remove_rendering(terms, name, "en-US", "Hole Gang", by="wu")
    assert load([terms], packs=()).find("孔帮来了", Scope("en-US"))[0].forbidden == ()


def test_a_second_proposal_goes_into_the_category_of_the_file(tmp_path: Path) -> None:
    terms = tmp_path / "palace.yaml"
    assert propose_term(terms, "凤印", by="lin", category="palace") == "palace.凤印"
    assert propose_term(terms, "龙椅", by="lin") == "palace.龙椅"
    with pytest.raises(GlossaryError, match="GLO007"):
        propose_term(terms, "龙椅", by="lin")


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    terms = tmp_path / "t.yaml"
    name = propose_term(terms, "孔帮", by="lin")
    before = terms.read_bytes()
    with pytest.raises(ProblemsError, match="GLO004"):
        edit_term(terms, name, "en", " x", by="lin")
    with pytest.raises(UsageError, match="without a name"):
        edit_term(terms, name, "en", "x", by=" ")
    with pytest.raises(GlossaryError, match="only YAML"):
        edit_term(tmp_path / "t.csv", name, "en", "x", by="lin")
    with pytest.raises(UsageError, match="unknown locale"):
        edit_term(terms, name, "klingon1", "x", by="lin")
    assert terms.read_bytes() == before
