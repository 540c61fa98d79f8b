"""The traps of numbers, money, measures and dates, with values that were worked out by hand before they were run."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from localize.culture import Setting, find, find_numbers

TRAPS = YAML(typ="safe").load(
    (Path(__file__).parent.parent / "corpus" / "culture" / "traps.yaml").read_text(encoding="utf-8")
)
SIGNS = {"exact": "", "about": "~", "over": ">", "nearly": "<", "several": "?"}


def written(hit):
    ends = [hit.value] if hit.high is None else [hit.value, hit.high]
    return "#" * hit.ordinal + SIGNS[hit.approx] + "..".join(str(Fraction(str(end))) for end in ends)


def test_there_are_at_least_150_traps():
    assert sum(len(part) for part in TRAPS.values()) >= 150


@pytest.mark.parametrize("text,values", [(str(text), values) for text, values in TRAPS["numbers"].items()])
def test_a_number_is_read_as_a_person_reads_it(text, values):
    assert [written(hit) for hit in find_numbers(text)] == values


@pytest.mark.parametrize(
    "text,era,locale,said",
    [
        (str(text), era, locale, said)
        for part, era in (("modern", ""), ("historical", "historical"))
        for text, by_locale in TRAPS[part].items()
        for locale, said in by_locale.items()
    ],
)
def test_an_expression_is_said_as_the_brief_of_the_locale_asks(text, era, locale, said):
    assert [hit.target for hit in find(text, Setting(locale, era=era))] == ([str(said)] if said else [])
