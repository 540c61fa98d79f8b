"""When a rendering applies, in words: every condition of the packs, in both languages."""

from __future__ import annotations

import re

import pytest

from localize.glossary import load
from localize.glossary.base import Condition
from localize.glossary.scopes import parse_episodes
from tui import i18n
from tui.conditions import applies


def conditions() -> list[Condition]:
    """Return every condition of the packs."""
    concepts = load((), packs=("zh-Hans/*",)).concepts
    found = [concept.when for concept in concepts]
    found += [rendering.when for concept in concepts for rendering in concept.renderings]
    return [when for when in found if when is not None]


def test_every_condition_of_the_packs_is_said_in_english_and_chinese() -> None:
    known = conditions()
    assert len(known) > 100
    empty = [when for when in known if not applies(when) and when != Condition()]
    assert empty == []
    i18n.use("zh-Hans")
    english = [
        said for when in known if re.search("[A-Za-z]{3,}", said := re.sub("<[a-z]+>", "", applies(when)))
    ]
    assert english == []


@pytest.mark.parametrize(
    ("when", "plain", "chinese"),
    [
        (None, "", ""),
        (
            Condition(vocative=True, speaker_gender="f"),
            "in direct address; a woman speaks",
            "当面称呼时；说话人为女性",
        ),
        (Condition(relation="lover"), "the speaker is: lover", "说话人是对方的恋人"),
        (Condition(genres=("palace", "wuxia")), "genre palace, wuxia", "题材 宫廷、武侠"),
        (Condition(episodes=parse_episodes("12-")), "episode 12-", "第 12- 集"),
        (
            Condition(any=(Condition(before=("三",)), Condition(absent=("茶",)))),
            "三 before it or no 茶 in the line",
            "前有 三或本条没有 茶",
        ),
    ],
)
def test_a_condition_is_said_in_words(when: Condition | None, plain: str, chinese: str) -> None:
    assert applies(when) == plain
    i18n.use("zh-Hans")
    assert applies(when) == chinese
