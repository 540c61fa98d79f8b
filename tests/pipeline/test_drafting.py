"""The drafts of a pipeline: what the engine is asked, in which slices, and what becomes of answers that miss a term."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from localize.api.files import tasks_of
from localize.engines.base import Candidate, EngineFailure, EngineInfo, Reach, Request
from localize.glossary import Glossary, load
from localize.glossary.base import Concept, Rendering, Scope, Status, Strategy
from localize.memory import EngineCache
from localize.model import Segment, SegmentId
from localize.pipeline import Pipeline

PREFERRED = Status.PREFERRED
TERMS = (
    ("吃醋", "slang", "be jealous"),
    ("红包", "money", "red envelope"),
)


@dataclass
class Script:
    """An engine that answers from a table, `?` for a text that is not in it; keeps what it was asked."""

    answers: dict[str, object]
    reads_context: bool = False
    name: str = "script"
    asked: list[list[Request]] = field(default_factory=list)

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(self.name, "Script", Reach.PROCESS, "GPL-3.0-or-later", "test")

    def signature(self) -> str:
        return "script/1"

    def translate(self, requests, *, progress=None):
        self.asked.append(list(requests))
        found = []
        for r in requests:
            answer = self.answers.get(r.text, f"? {r.text}")
            texts = [answer] if isinstance(answer, str) else answer
            found.append(
                Candidate(r.id, texts[0], 0.5, tuple(texts[1:])) if texts else EngineFailure(r.id, "no")
            )
        return found

    @property
    def texts(self) -> list[str]:
        return [r.text for call in self.asked for r in call]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary(
        tuple(
            Concept(f"{c}.{t}", c, t, t, Strategy.DIRECT, (Rendering("en", w, PREFERRED, Strategy.DIRECT),))
            for t, c, w in TERMS
        )
    )


def pipeline(engine: Script, glossary: Glossary, **more: object) -> Pipeline:
    return Pipeline(
        source="zh-Hans", target="en-US", glossary=glossary, engine=engine, scope=Scope("en-US"), **more
    )


def tasks(*texts: str, gap: int = 3000, known: str = ""):
    segments = [
        Segment(SegmentId(str(n)), text, (), n, n, start_ms=n * gap, end_ms=n * gap + 2000)
        for n, text in enumerate(texts)
    ]
    return tasks_of("srt", [(str(n), s, known) for n, s in enumerate(segments)])


def drafts(results) -> list[str]:
    return [r.draft.text for r in results]


def test_equal_lines_are_asked_for_once_and_slices_go_by_length(glossary: Glossary) -> None:
    engine = Script({})
    pipeline(engine, glossary, slice_size=2).draft(tasks("你好吗？", "走。", "你好吗？", "你去哪里了？"))
    assert [[r.text for r in call] for call in engine.asked] == [["走。", "你好吗？"], ["你去哪里了？"]]


def test_an_engine_that_reads_context_gets_the_order_of_the_file_and_equal_lines_twice(
    glossary: Glossary,
) -> None:
    engine = Script({}, reads_context=True)
    pipeline(engine, glossary).draft(tasks("你好吗？", "走。", "你好吗？"))
    assert engine.texts == ["你好吗？", "走。", "你好吗？"]


def test_neighbours_of_another_scene_are_no_context(glossary: Glossary) -> None:
    engine = Script({}, reads_context=True)
    pipeline(engine, glossary).draft(tasks("你好吗？", "走。", gap=20_000))
    assert [(r.before, r.after) for call in engine.asked for r in call] == [((), ()), ((), ())]


def test_a_cached_answer_is_not_asked_for_and_context_is_part_of_the_key(
    glossary: Glossary, tmp_path: Path
) -> None:
    cache = EngineCache.open(tmp_path / "c.db")
    for reads in (False, True):
        engine = Script({}, reads_context=reads)
        pipeline(engine, glossary, cache=cache).draft(tasks("你好吗？"))
        pipeline(engine, glossary, cache=cache).draft(tasks("你好吗？", "走。"))
        pipeline(engine, glossary, cache=cache).draft(tasks("你好吗？", "走。"))
        assert engine.texts.count("你好吗？") == (2 if reads else 1)


def test_a_failure_is_not_cached(glossary: Glossary, tmp_path: Path) -> None:
    cache = EngineCache.open(tmp_path / "c.db")
    engine = Script({"走。": []})
    (failed,) = pipeline(engine, glossary, cache=cache).draft(tasks("走。"))
    assert (failed.draft.text, failed.findings[0].code) == ("", "ENG002")
    engine.answers["走。"] = "Go."
    assert drafts(pipeline(engine, glossary, cache=cache).draft(tasks("走。"))) == ["Go."]


def test_another_answer_that_says_the_term_is_taken_before_asking_again(glossary: Glossary) -> None:
    engine = Script({"你不吃醋吗？": ["Don't you eat vinegar?", "Won't you be jealous?"]})
    assert drafts(pipeline(engine, glossary).draft(tasks("你不吃醋吗？"))) == ["Won't you be jealous?"]
    assert len(engine.asked) == 1


def test_a_missing_term_is_asked_for_again_as_a_symbol(glossary: Glossary) -> None:
    engine = Script({"你不吃醋吗？": "Don't you eat vinegar?", "你不\uf000吗？": "Aren't you \uf000?"})
    (result,) = pipeline(engine, glossary).draft(tasks("你不吃醋吗？"))
    assert (result.draft.text, engine.texts) == ("Aren't you jealous?", ["你不吃醋吗？", "你不\uf000吗？"])
    assert not [f for f in result.findings if f.code == "TRM001"]


def test_an_engine_of_the_method_symbol_is_asked_once(glossary: Glossary) -> None:
    engine = Script({"你不\uf000吗？": "Aren't you \uf000?"}, name="starter")
    assert drafts(pipeline(engine, glossary).draft(tasks("你不吃醋吗？"))) == ["Aren't you jealous?"]
    assert engine.texts == ["你不\uf000吗？"]


def test_another_answer_is_taken_where_the_first_one_drops_a_symbol_or_stutters(glossary: Glossary) -> None:
    engine = Script(
        {
            "你不\uf000吗？": ["Aren't you?", "Aren't you \uf000?"],
            "走吧。": ["Go go away.", "Go away."],
            "他在门口。": ["He is at the door at the door.", "He is at the door."],
            "好好好。": ["Good, good.", "Good good good."],
        },
        name="starter",
    )
    found = pipeline(engine, glossary).draft(tasks("你不吃醋吗？", "走吧。", "他在门口。", "好好好。"))
    assert drafts(found) == ["Aren't you jealous?", "Go away.", "He is at the door.", "Good, good."]
    assert not [f for r in found for f in r.findings if f.code == "TRM001"]


def test_a_homograph_of_a_line_follows_the_lines_of_its_scene() -> None:
    engine = Script({"让\uf000走！": "Let \uf000 go!", "我\uf000呢？": "Where's my \uf000?"}, name="starter")
    line, _ = pipeline(engine, load()).draft(tasks("让公公走！", "我公公在家呢？"))
    assert (line.draft.text, [f.code for f in line.findings if f.code == "TRM004"]) == (
        "Let father-in-law go!",
        [],
    )
    alone = pipeline(engine, load()).draft(tasks("让公公走！"))[0]
    assert [f.code for f in alone.findings if f.code == "TRM004"] == ["TRM004"]


def test_a_sentence_over_two_cues_is_one_request_and_two_drafts(glossary: Glossary) -> None:
    engine = Script(
        {
            "如果你敢走，红包就没了。": "If you go, no money.",
            "如果你敢走，\uf000就没了。": "If you go, the \uf000 is gone.",
        }
    )
    found = pipeline(engine, glossary).draft(tasks("如果你敢走，", "红包就没了。", gap=2000))
    assert drafts(found) == ["If you go,", "the red envelope is gone."]
    assert len(engine.texts) == 1


def test_a_sentence_that_cannot_be_cut_is_asked_for_line_by_line(glossary: Glossary) -> None:
    engine = Script(
        {
            "如果你敢走，\uf000就没了。": "The \uf000.",
            "如果你敢走，": "If you go,",
            "\uf000就没了。": "the \uf000 is gone.",
        }
    )
    engine.answers["如果你敢走，\uf000就没了。"] = "\uf000"
    found = pipeline(engine, glossary).draft(tasks("如果你敢走，", "红包就没了。", gap=2000))
    assert drafts(found) == ["If you go,", "the red envelope is gone."]
    assert len(engine.asked) == 2


def test_a_line_of_a_sentence_stands_while_a_person_holds_the_other(glossary: Glossary) -> None:
    from dataclasses import replace

    engine = Script({"如果你敢走，就没了。": "If you go, it is gone."})
    both = tasks("如果你敢走，", "就没了。", gap=2000)
    first = pipeline(engine, glossary).draft(both)
    again = [
        replace(t, known=r.draft.signature, wanted=n == 1)
        for n, (t, r) in enumerate(zip(both, first, strict=True))
    ]
    (kept,) = pipeline(engine, glossary).draft(again)
    assert (kept.key, kept.draft, len(engine.asked)) == ("1", None, 1)


def test_results_are_saved_slice_by_slice_each_once(glossary: Glossary) -> None:
    engine, saved = Script({}), []
    found = pipeline(engine, glossary, slice_size=2).draft(
        tasks("你好吗？", "走。", "你去哪里了？", "红包"),
        save=lambda some: saved.append([r.key for r in some]),
    )
    assert sorted(key for some in saved for key in some) == ["0", "1", "2", "3"]
    assert len(saved) == 3
    assert [r.key for r in found] == ["0", "1", "2", "3"]
