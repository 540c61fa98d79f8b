"""Lines that no rule was written for owe exactly the words that tests/corpus/adaptation/unseen.yaml lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from localize import culture
from localize.adaptation.base import Scene
from localize.adaptation.wishes import wishes
from localize.glossary import Glossary, Scope, load

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "adaptation" / "unseen.yaml"
SCOPES = {
    "modern": Scope("en-US", genres=("ceo",), era="modern"),
    "live": Scope("en-US", genres=("ceo",), era="modern"),
    "palace": Scope("en-US", genres=("palace",), era="historical"),
    "cultivation": Scope("en-US", genres=("cultivation",), era="historical"),
    "wuxia": Scope("en-US", genres=("wuxia",), era="historical"),
    "republican": Scope("en-US", genres=("republican",)),
    "game": Scope("en-US", genres=("game",), era="modern", medium="game"),
}


@dataclass(frozen=True)
class Line:
    text: str
    genre: str
    owes: dict[str, str]
    unread: tuple[str, ...]
    reads: dict[str, str]
    to: dict[str, dict[str, str]]


def _lines() -> list[Line]:
    entries = YAML(typ="safe", pure=True).load(CORPUS.read_text(encoding="utf-8"))
    return [
        Line(
            e["text"], e["genre"], e["owes"], tuple(e.get("unread", ())), e.get("reads", {}), e.get("to", {})
        )
        for e in entries
    ]


LINES = _lines()


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load()


def _owed(glossary: Glossary, line: Line, locale: str) -> dict[str, str]:
    scope = replace(SCOPES[line.genre], locale=locale)
    found = wishes(line.text, glossary.find(line.text, scope), scope, Scene(), chinese_source=True)
    return {wish.source: wish.target for wish in found}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text)
def test_an_unseen_line_owes_these_words_in_english(glossary: Glossary, line: Line) -> None:
    assert _owed(glossary, line, "en-US") == line.owes


@pytest.mark.parametrize(
    ("line", "locale"), [(line, to) for line in LINES for to in line.to], ids=lambda p: getattr(p, "text", p)
)
def test_an_unseen_line_owes_these_words_elsewhere(glossary: Glossary, line: Line, locale: str) -> None:
    owed = _owed(glossary, line, locale)
    assert {source: owed.get(source) for source in line.to[locale]} == line.to[locale]


@pytest.mark.parametrize("line", [e for e in LINES if e.unread or e.reads], ids=lambda line: line.text)
def test_an_unseen_line_has_these_numbers_and_not_those(line: Line) -> None:
    numbers = culture.find_numbers(line.text)
    for word in line.unread:
        start = line.text.index(word)
        inside = [n.text for n in numbers if n.span.start < start + len(word) and n.span.end > start]
        assert inside == []
    read = {n.text: f"{n.value}" + ("" if n.high is None else f"..{n.high}") for n in numbers}
    assert {text: read.get(text) for text in line.reads} == line.reads


def test_the_corpus_of_unseen_lines_is_large() -> None:
    assert len(LINES) >= 250
