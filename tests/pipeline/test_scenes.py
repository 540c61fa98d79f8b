"""Drafts of the starter model on scenes outside the example: the share of concepts that come out right."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from localize.api import setting
from localize.api.files import tasks_of
from localize.config import Config, ProjectTable
from localize.glossary import Glossary, load
from localize.model import Segment, SegmentId

SCENES = Path(__file__).resolve().parents[1] / "corpus" / "drafting"
CUE_MS = 2_500


@functools.cache
def packs() -> Glossary:
    return load()


def drafts(genres: list[str], era: str, lines: list[str]) -> list[str]:
    project = ProjectTable(targets=("en-US",), genre=tuple(genres), era=era, medium="drama")
    config = Config(project=project)
    engine = setting.make_engine(config, "zh-Hans", "en-US")
    pipeline = setting.make_pipeline(config, "en-US", terms=packs(), engine=engine)
    segments = [
        Segment(SegmentId(str(n)), text, (), 1, 1, start_ms=n * CUE_MS, end_ms=(n + 1) * CUE_MS)
        for n, text in enumerate(lines)
    ]
    results = pipeline.draft(tasks_of("srt", [(str(s.id), s, "") for s in segments]))
    return [" ".join(r.draft.text.lower().split()) for r in results if r.draft]


@pytest.mark.parametrize("name,floor", [("held-out", 0.88)])
def test_most_concepts_of_a_scene_are_right_without_a_person(name: str, floor: float) -> None:
    scenes = YAML(typ="safe", pure=True).load((SCENES / f"{name}.yaml").read_text(encoding="utf-8"))
    right, missed = 0, []
    for scene in scenes:
        texts = drafts(scene["genres"], scene["era"], [line["zh"] for line in scene["lines"]])
        for line, text in zip(scene["lines"], texts, strict=True):
            for concept, wanted in line.get("want", {}).items():
                words = "|".join(re.escape(w.lower()) for w in wanted)
                if re.search(rf"(?<!\w)(?:{words})(?!\w)", text):
                    right += 1
                else:
                    missed.append((concept, text))
    share = right / (right + len(missed))
    assert share >= floor, missed
