from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from localize.engines import create
from localize.engines.base import Candidate, Engine, EngineOptions, Request
from localize.engines.starter import FOLDER
from localize.text import has_han, symbols

LINES = [
    "你好，我是林晚。", "今天晚上他不回家吃饭。", "你知道我是谁吗？", "把剑给我！", "我们去哪里？", "他在等你。",
    "这是我的房间。", "请不要走。", "我爱你。", "敌人来了！", "她每天早上喝一杯咖啡。", "战士们在森林里战斗。",
    "我不明白你在说什么。", "这个任务很难。", "请给我三个苹果。",
]  # fmt: skip


@pytest.fixture(scope="module")
def starter() -> Engine:
    return create("starter", source="zh-Hans", target="en-US", options=EngineOptions(threads=2))


def texts(engine: Engine, lines: list[str]) -> list[str]:
    answers = engine.translate([Request(str(i), line) for i, line in enumerate(lines)])
    return [a.text for a in answers if isinstance(a, Candidate)]


def test_everyday_lines_come_out_in_english(starter: Engine) -> None:
    answers = texts(starter, LINES)
    assert not any(has_han(answer) for answer in answers)
    assert "Give me the sword" in answers[3] or "sword" in answers[3].lower()
    assert "love" in answers[8].lower()


def test_symbols_survive_at_random_places(starter: Engine) -> None:
    chance = random.Random(20)
    lines = []
    for number in range(90):
        line = LINES[number % len(LINES)]
        for symbol in range(1 + number % 3):
            place = chance.randrange(len(line) + 1)
            line = line[:place] + chr((0xE000 if symbol % 2 else 0xF000) + symbol) + line[place:]
        lines.append(line)
    for line, answer in zip(lines, texts(starter, lines), strict=True):
        assert sorted(symbols(answer)) == sorted(symbols(line)), line


def test_a_line_of_several_sentences_keeps_all_of_them(starter: Engine) -> None:
    (answer,) = texts(starter, ["我爱你。他在等你！你知道我是谁吗？"])
    assert answer.count(".") + answer.count("!") + answer.count("?") >= 3


def test_traditional_reads_as_simplified_does() -> None:
    traditional = create("starter", source="zh-Hant-TW", target="en-US")
    simplified = create("starter", source="zh-Hans", target="en-US")
    assert texts(traditional, ["戰士們在森林裡戰鬥。"]) == texts(simplified, ["战士们在森林里战斗。"])


def test_alternatives_are_other_answers_and_the_score_is_a_probability(starter: Engine) -> None:
    (answer,) = starter.translate([Request("1", "我不明白你在说什么。")])
    assert isinstance(answer, Candidate)
    assert answer.alternatives
    assert answer.text not in answer.alternatives
    assert answer.score is not None
    assert 0 < answer.score < 1


def test_the_number_of_threads_does_not_change_the_answer(starter: Engine) -> None:
    one = create("starter", source="zh-Hans", target="en-US", options=EngineOptions(threads=1))
    assert texts(one, LINES) == texts(starter, LINES)


def test_it_says_that_it_writes_drafts_and_whom_it_owes(starter: Engine) -> None:
    assert starter.info.quality == "draft"
    assert starter.info.licence == "GPL-3.0-or-later"
    assert "Tatoeba (CC BY 2.0 FR)" in starter.info.attribution
    assert "GPL-3.0-or-later" in (FOLDER / "LICENSE.md").read_text(encoding="utf-8")


def test_another_model_in_the_same_shape_signs_otherwise(starter: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(FOLDER, copy)
    other = create("starter", source="zh-Hans", target="en-US", options=EngineOptions(model=str(copy)))
    assert other.signature() == starter.signature()
    (copy / "config.json").write_text("{}", encoding="utf-8")
    assert other.signature() != starter.signature()
