"""A condition on one line is read as a term file is read, and written so that it is read back."""

from __future__ import annotations

import pytest

from localize.errors import GlossaryError
from localize.glossary import load
from localize.glossary.base import Condition
from localize.glossary.typed import condition_of, condition_text


def test_every_condition_of_the_packs_is_read_back_as_it_was() -> None:
    seen = {
        when
        for c in load().concepts
        for when in (c.when, *(r.when for r in c.renderings))
        if when is not None
    }
    assert len(seen) > 100
    assert {when for when in seen if condition_of(condition_text(when)) != when} == set()


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("", None),
        ("  ", None),
        ("always", Condition()),
        ("after: 们", Condition(after=("们",))),
        ("{vocative: false, speaker_gender: f}", Condition(vocative=False, speaker_gender="f")),
        (
            "any: [{before: 我}, {genres: [ceo]}]",
            Condition(any=(Condition(before=("我",)), Condition(genres=("ceo",)))),
        ),
        ("absent: no", Condition(absent=("no",))),
    ],
)
def test_what_a_person_types_is_the_condition_that_a_term_file_would_have(
    words: str, condition: Condition | None
) -> None:
    assert condition_of(words) == condition


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ("sometimes", r"GLO004 condition is 'sometimes' \(use always\)"),
        ("genre: ceo", r"unknown key genre \(did you mean genres\?\)"),
        ("speaker_gender: woman", r"speaker_gender is 'woman' \(use f, m\)"),
        ("after: [们", r"GLO002 not YAML.*write it as speaker_gender: f"),
        ("after: &a 们", "GLO003 anchors and aliases are not allowed"),
        ("after: []", r"after is empty"),
    ],
)
def test_what_no_term_file_could_hold_is_refused_in_its_words(words: str, match: str) -> None:
    with pytest.raises(GlossaryError, match=match):
        condition_of(words)
