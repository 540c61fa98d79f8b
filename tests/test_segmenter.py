"""The dictionary of the segmenter: read once, and what it knows by itself stays known beside a glossary's words."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from localize import segmenter

if TYPE_CHECKING:
    import pytest


def test_words_of_a_glossary_are_seen_whole_and_change_nothing_that_the_dictionary_says() -> None:
    before = segmenter.tag("渡劫期修士")
    grown = segmenter.grown(("渡劫期修士", "我"))
    assert grown.cut("那渡劫期修士", False) == ["那", "渡劫期修士"]
    assert segmenter.tag("渡劫期修士") == before
    assert len(before) > 1
    assert segmenter.grown(("第二个词表",)) is not grown


def test_the_dictionary_is_read_once_for_a_glossary_and_for_questions_about_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads: list[int] = []
    read = segmenter._read

    def counted() -> object:
        reads.append(1)
        return read()

    monkeypatch.setattr(segmenter, "_read", counted)
    monkeypatch.setattr(segmenter, "_DICTIONARY", segmenter._Dictionary())
    segmenter.preload()
    segmenter.preload()
    segmenter.grown(("总裁夫人", "重生"))
    assert segmenter.tag("重生") == segmenter.tag("重生")
    assert reads == [1]
    segmenter.tag("绿茶")  # not a word of that glossary: only a fresh dictionary can say
    assert reads == [1, 1]


def test_the_package_of_the_segmenter_is_not_imported_for_it() -> None:
    code = "import sys; from localize import segmenter; segmenter.preload(); print('rjieba' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
