"""The drafts of the example: every planted concept is said, and a changed concept touches its own lines only."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from localize.api import setting
from localize.api.files import read_document, tasks_of
from localize.config import FILE_NAME, Config, GlossaryTable, ProjectTable
from localize.glossary import Glossary, Rendering
from localize.qa.shown import show

if TYPE_CHECKING:
    from localize.pipeline import Pipeline, Result, Task

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "examples" / "heir-returns"
GENRES = ("ceo", "rebirth", "palace", "cultivation")


@functools.cache
def pipeline_of(locale: str) -> Pipeline:
    config = Config(
        path=WORK / FILE_NAME,
        project=ProjectTable(targets=(locale,), genre=GENRES, era="modern", medium="drama"),
        glossary=GlossaryTable(people=("people.yaml",)),
    )
    engine = setting.make_engine(config, "zh-Hans", locale)
    return setting.make_pipeline(config, locale, terms=setting.load_glossary(config), engine=engine)


@functools.cache
def tasks() -> dict[str, list[Task]]:
    """Return the tasks of each episode."""
    found = {}
    for path in sorted((WORK / "episodes").iterdir()):
        name = f"episodes/{path.name}"
        document = read_document(path, path.name).document
        items = [(f"{name} {n}", s, "") for n, s in enumerate(document.segments, 1)]
        found[name] = tasks_of(document.format, items, path=name)
    return found


@functools.cache
def drafts(locale: str) -> dict[str, Result]:
    return {r.key: r for some in tasks().values() for r in pipeline_of(locale).draft(some)}


def shown(text: str, name: str) -> str:
    return " ".join(show(text, name).plain.lower().split())


@pytest.mark.parametrize("locale,key", [("en-US", "en_us"), ("zh-Hant-TW", "zh_hant_tw")])
def test_every_planted_concept_is_said_in_its_line_without_a_person(locale: str, key: str) -> None:
    planted = YAML(typ="safe", pure=True).load((WORK / "planted.yaml").read_text(encoding="utf-8"))
    formats = {task.key: task.format for some in tasks().values() for task in some}
    found = drafts(locale)
    edges = ("", "") if key == "zh_hant_tw" else (r"(?<!\w)", r"(?!\w)")  # whole words, where there are any
    missed = []
    for item in planted:
        place = f"{item['file']} {item['n']}"
        draft = found[place].draft
        assert draft is not None
        text = shown(draft.text, formats[place])
        wanted = "|".join(re.escape(words.lower()) for words in item[key])
        if not re.search(f"{edges[0]}(?:{wanted}){edges[1]}", text):
            missed.append((place, item["source"], text))
    assert len(planted) == 212
    assert missed == []


@pytest.mark.parametrize("concept", ["money.caili", "ceo_tropes.tishen", "idioms.pojingchongyuan"])
def test_a_changed_concept_makes_stale_the_drafts_of_exactly_its_lines(concept: str) -> None:
    old = pipeline_of("en-US")
    known = {key: result.draft.signature for key, result in drafts("en-US").items() if result.draft}
    terms = Glossary(
        [_changed(c) if c.id == concept else c for c in old.glossary], people=old.glossary.people
    )
    new = setting.make_pipeline(
        Config(
            path=WORK / FILE_NAME,
            project=ProjectTable(targets=("en-US",), genre=GENRES, era="modern", medium="drama"),
        ),
        "en-US",
        terms=terms,
        engine=old.engine,
    )
    stale: set[str] = set()
    hold: set[str] = set()
    for some in tasks().values():
        hold |= {t.key for t in some if concept in {h.concept.id for h in old.analyse(t).hits}}
        again = new.draft([dataclasses.replace(task, known=known[task.key]) for task in some])
        stale |= {result.key for result in again if result.draft is not None}
    assert stale == hold
    assert hold


def _changed(concept: object) -> object:
    """Return a concept whose preferred English rendering is another one."""

    def other(rendering: Rendering) -> Rendering:
        named = rendering.locale == "en" and rendering.status == "preferred"
        return dataclasses.replace(rendering, text="other words") if named else rendering

    return dataclasses.replace(concept, renderings=tuple(map(other, concept.renderings)))
