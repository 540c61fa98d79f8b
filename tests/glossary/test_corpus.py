"""Every line of tests/corpus/glossary gives exactly the terms, senses and renderings that it lists."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from localize.glossary import Glossary, Scope, TermHit, load
from localize.glossary.yamlfile import Value, read_yaml

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "glossary"
SCOPE_KEYS = ("genres", "era", "medium", "scene", "speaker_gender", "addressee_gender", "relation", "mode")


@dataclass(frozen=True)
class Case:
    where: str
    text: str
    scope: Scope
    hits: dict[str, Value]


def _scope(item: dict[str, Value]) -> Scope:
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in item.items() if k in SCOPE_KEYS}
    return Scope(locale=str(item.get("to", "en")), **given)  # type: ignore[arg-type]


def _cases() -> list[Case]:
    cases = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name in ("people.yaml", "scopes.yaml"):
            continue  # with people and files of their own: test_people_corpus.py
        file = read_yaml(path.read_bytes(), path.name)
        assert isinstance(file.value, list)
        for index, item in enumerate(file.value):
            assert isinstance(item, dict)
            assert isinstance(item["hits"], dict)
            known = {"text", "to", "hits", *SCOPE_KEYS}
            assert item.keys() <= known, f"{file.place((index,))}: {item.keys() - known}"
            cases.append(Case(str(file.place((index,))), str(item["text"]), _scope(item), item["hits"]))
    return cases


CASES = _cases()


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load()


def _said(hit: TermHit, wanted: Value) -> Value:
    """Return what a hit says, in the form in which the case says it."""
    if hit.rivals:
        return [hit.concept.id, *(rival.id for rival in hit.rivals)]
    if isinstance(wanted, str) and " = " in wanted:
        return f"{hit.concept.id} = {hit.rendering.text if hit.rendering else '-'}"
    return hit.concept.id


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.where} {case.text}")
def test_a_line_has_these_terms_and_no_others(glossary: Glossary, case: Case) -> None:
    found = {
        hit.surface: _said(hit, case.hits.get(hit.surface)) for hit in glossary.find(case.text, case.scope)
    }
    assert found == case.hits


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 250
