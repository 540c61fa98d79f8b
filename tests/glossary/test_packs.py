"""The packs as data: complete against the seed list, clean wording, right Traditional forms."""

from __future__ import annotations

import csv
import json
import re
from importlib import resources
from pathlib import Path

import pytest

from localize.glossary import Glossary, Status, fold, load

CATEGORIES = [
    *("calendar", "ceo_tropes", "cultivation", "festivals", "food", "games", "idioms", "kinship_address"),
    *("measures", "money", "numerology", "palace", "religion_folk", "slang", "wuxia"),
]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load()


def test_there_are_fifteen_categories_and_each_id_begins_with_its_own(glossary: Glossary) -> None:
    assert sorted({c.category for c in glossary}) == CATEGORIES
    assert all(c.id.startswith(f"{c.category}.") for c in glossary)


def test_everything_is_a_draft_with_its_source(glossary: Glossary) -> None:
    assert {c.review.value for c in glossary} == {"draft"}
    assert {r.source for c in glossary for r in c.renderings} == {"project seed list", "project addition"}


def test_every_row_of_the_seed_list_is_here(glossary: Glossary, sample_data: Path) -> None:
    here = {(c.category, form) for c in glossary for form in (c.term, *c.variants)}
    with (sample_data / "glossary" / "terms_seed.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    missing = []
    for row in rows:
        plain = re.sub(r"[(（].*?[)）]", "", row["zh_hans"])
        # 14 (want to die) must never be matched on its own; 绿了 and the like are concepts of their own.
        for term in (t.strip() for t in plain.split("/")):
            if term != "14" and not any(form == term for _, form in here):
                missing.append(f"{row['category']}: {term}")
    assert len(rows) == 261
    assert missing == []


def test_no_rendering_holds_a_hint_to_the_translator(glossary: Glossary) -> None:
    hints = re.compile(r"[\[\]]|\((?:vocative|reference|male|female|child|context|insult|slang)|x:|→|;|…")
    texts = [(c.id, r.text) for c in glossary for r in c.renderings]
    assert [pair for pair in texts if hints.search(pair[1])] == []
    slots = {slot for _, text in texts for slot in re.findall(r"\{.*?\}", text)}
    assert slots == {"{name}", "{surname}", "{rank}", "{rankf}"}


def test_renderings_stand_mid_sentence(glossary: Glossary) -> None:
    texts = [r.text for c in glossary for r in c.renderings]
    closed = [text for text in texts if re.search(r"[.!?。！？]$", text) and text not in ("Mr.", "Mrs.")]
    assert closed == []


def test_every_concept_has_english_and_a_traditional_form(glossary: Glossary) -> None:
    accepted = (Status.PREFERRED, Status.ADMITTED)
    english = {
        c.id for c in glossary for r in c.renderings if r.locale.startswith("en") and r.status in accepted
    }
    assert {c.id for c in glossary} == english
    assert [c.id for c in glossary if len(c.hant) != len(c.term) or fold(c.hant) != fold(c.term)] == []


@pytest.mark.parametrize(
    ("identifier", "hant"),
    [
        ("measures.li", "里"),
        ("measures.dou", "斗"),
        ("calendar.chou", "丑"),
        ("palace.huanghou", "皇后"),
        ("kinship_address.laoshi", "老師"),
        ("measures.liang_two", "兩"),
        ("religion_folk.kefu", "剋夫"),
        ("slang.juan", "捲"),
        ("measures.dan", "石"),
    ],
)
def test_traditional_forms_that_a_converter_gets_wrong_are_right(
    glossary: Glossary, identifier: str, hant: str
) -> None:
    assert glossary[identifier].hant == hant


def test_a_term_of_one_character_always_has_a_condition(glossary: Glossary) -> None:
    assert [c.id for c in glossary if len(c.term) == 1 and c.when is None] == []


def test_a_converted_term_is_a_number_a_measure_or_a_date(glossary: Glossary) -> None:
    assert {c.category for c in glossary if c.convert} == {"measures", "money", "calendar"}


def test_the_schema_is_a_valid_json_schema() -> None:
    from jsonschema import Draft202012Validator

    text = resources.files("glossaries").joinpath("schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
