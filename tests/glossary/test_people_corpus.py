"""Every case of people.yaml and scopes.yaml: who speaks to whom, which term holds where, and what the check says."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

import pytest

from localize.glossary import Glossary, Scope, load
from localize.glossary.yamlfile import Value, list_of, mapping_of, read_yaml, text_of, words_of
from localize.model import Segment, SegmentId
from localize.pipeline import Task
from localize.pipeline.line import LineStages

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpus" / "glossary"
FILES = CORPUS / "files"
TERMS = ("universe.yaml", "work.yaml", "season2.yaml", "episodes.yaml")
PEOPLE = {
    "fu": FILES / "fu.people.yaml",
    "heir": ROOT / "examples" / "heir-returns" / "people.yaml",
}
_NUMBERS = ("season", "episode")


def _cases(name: str) -> list[tuple[str, dict[str, Value]]]:
    file = read_yaml((CORPUS / name).read_bytes(), name)
    return [
        (f"{name}:{file.place((i,)).line}", mapping_of(item)) for i, item in enumerate(list_of(file.value))
    ]


SCOPES, TALKS = _cases("scopes.yaml"), _cases("people.yaml")


@functools.cache
def _glossary(people: str, *, terms: bool) -> Glossary:
    files = [FILES / name for name in TERMS] if terms else []
    return load(files, people=[PEOPLE[people]])


def _scope(case: dict[str, Value]) -> Scope:
    texts = {
        key: text_of(case[key])
        for key in ("universe", "work", "era", "medium", "speaker_id", "addressee_id")
        if key in case
    }
    numbers = {key: int(text_of(case[key])) for key in _NUMBERS if key in case}
    scope = Scope(text_of(case.get("to")) or "en", genres=words_of(case.get("genres")))
    return replace(scope, **texts, **numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", [case for _, case in SCOPES], ids=[f"{w} {c['text']}" for w, c in SCOPES])
def test_a_term_holds_where_its_scope_says(case: dict[str, Value]) -> None:
    glossary = _glossary("fu", terms=True)
    found = glossary.find(text_of(case["text"]), _scope(case))
    hits = {h.surface: h.rendering.text if h.rendering else "-" for h in found}
    assert hits == mapping_of(case["hits"])
    assert sorted({r.text for h in found for r in h.early}) == sorted(words_of(case.get("early")))


def _segments(lines: list[Value]) -> list[Segment]:
    """Return a scene of lines; ``赵桂芬| …`` names the speaker as a file does."""
    found = []
    for number, line in enumerate(lines):
        speaker, bar, text = text_of(line).partition("| ")
        found.append(
            Segment(
                SegmentId(str(number)),
                text if bar else text_of(line),
                (),
                number + 1,
                number + 1,
                start_ms=number * 2000,
                end_ms=number * 2000 + 1900,
                speaker=speaker if bar else None,
            )
        )
    return found


def _task(case: dict[str, Value]) -> Task:
    lines = list_of(case.get("lines")) or [case["text"]]
    at = int(text_of(case.get("at")) or "1") - 1
    segments = _segments(lines)
    cue = int(text_of(case.get("cue")) or str(at + 1))
    return Task(
        "1",
        "srt",
        segments[at],
        before=tuple(segments[max(0, at - 2) : at]),
        after=tuple(segments[at + 1 : at + 3]),
        path=text_of(case.get("file")),
        number=cue,
    )


@pytest.mark.parametrize("case", [case for _, case in TALKS], ids=[w for w, _ in TALKS])
def test_a_line_knows_its_people(case: dict[str, Value]) -> None:
    locale = text_of(case.get("to")) or "en"
    scope = Scope(locale, genres=words_of(case.get("genres")) or ("ceo",), medium="drama")
    glossary = _glossary(text_of(case.get("people")) or "heir", terms=False)
    stages = LineStages(source="zh-Hans", target=locale, glossary=glossary, scope=scope)
    task = _task(case)
    analysis = stages.analyse(task)
    talk = analysis.talk
    if "who" in case:
        speaker, addressee = (person.id if person else "?" for person in (talk.speaker, talk.addressee))
        assert f"{speaker} > {addressee}" == case["who"], talk.why
    if "relation" in case:
        assert talk.relation == case["relation"]
    hits = {h.surface: h.rendering.text if h.rendering else "-" for h in analysis.hits}
    assert hits.items() >= mapping_of(case.get("hits")).items()
    assert not hits.keys() & {*words_of(case.get("not"))}
    if "target" in case:
        findings = stages.check(task, text_of(case["target"]), analysis=analysis)
        codes = [f.code for f in findings if f.code in {"TRM002", "TRM006", "TRM008", "TRM009"}]
        assert codes == list(words_of(case.get("finds"))), [f.message for f in findings]
        assert all("?" not in f.message for f in findings if f.code in codes)


def test_the_corpus_is_large() -> None:
    assert len(SCOPES) + len(TALKS) >= 120
