"""The dictionary of the segmenter: read once, and what it knows by itself stays known beside a glossary's words."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from localize import segmenter
from localize.segmenter_apart import Apart, keep_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.segmenter import Segmenter


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    monkeypatch.setattr(segmenter, "_chosen", [segmenter.Dictionary()])
    keep_apart()
    keep_apart()
    dictionary = segmenter.chosen()
    assert isinstance(dictionary, Apart)
    yield dictionary
    if dictionary._process is not None:
        dictionary._process.kill()
        dictionary._process.wait()


def words(grown: Segmenter, text: str) -> list[str]:
    return [word for word, _start, _end in grown.tokenize(text, hmm=False)]


def test_words_of_a_glossary_are_seen_whole_and_change_nothing_that_the_dictionary_says() -> None:
    before = segmenter.tag("渡劫期修士")
    grown = segmenter.grown(("渡劫期修士", "我"))
    assert words(grown, "那渡劫期修士") == ["那", "渡劫期修士"]
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
    monkeypatch.setattr(segmenter, "_chosen", [segmenter.Dictionary()])
    segmenter.grown(("总裁夫人", "重生"))
    assert segmenter.tag("重生") == segmenter.tag("重生")
    assert reads == [1]
    segmenter.tag("绿茶")  # not a word of that glossary: only a fresh dictionary can say
    assert reads == [1, 1]


def test_the_package_of_the_segmenter_is_not_imported_for_it() -> None:
    code = "import sys; from localize import segmenter; segmenter.tag('重生'); print('rjieba' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_process_of_its_own_says_what_the_dictionary_says_here(apart: Apart) -> None:
    forms, text = ("渡劫期修士", "总裁夫人"), "那渡劫期修士，是总裁夫人的方便面😀"
    here = segmenter.Dictionary()
    expected = here.grown(forms)
    grown = segmenter.grown(forms)
    assert grown.tokenize(text, hmm=False) == expected.tokenize(text, hmm=False)
    known = ("总裁夫人", "方便面", "那渡劫", "")
    assert [grown.has_word(word) for word in known] == [expected.has_word(word) for word in known]
    assert segmenter.tag("渡劫期修士") == here.tag("渡劫期修士")
    assert apart._process is not None
    assert (apart._answers, apart._plain) == (None, None)


def test_when_that_process_is_killed_the_room_reads_the_dictionary_itself(apart: Apart) -> None:
    first, second = segmenter.grown(("渡劫期修士",)), segmenter.grown(("总裁夫人",))
    assert apart._process is not None
    apart._process.kill()
    apart._process.wait()
    assert words(first, "那渡劫期修士") == ["那", "渡劫期修士"]
    assert words(second, "那总裁夫人") == ["那", "总裁夫人"]
    assert segmenter.tag("重生") == segmenter.Dictionary().tag("重生")


def test_where_no_process_can_be_started_the_dictionary_is_read_here(
    apart: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    segmenter.begin()
    assert apart._process is None
    assert words(segmenter.grown(("渡劫期修士",)), "那渡劫期修士") == ["那", "渡劫期修士"]


def test_a_list_of_words_that_nobody_holds_any_more_is_let_go_of_there_too(apart: Apart) -> None:
    grown: Segmenter | None = segmenter.grown(("渡劫期修士",))
    assert list(apart._lists) == [1]
    del grown
    gc.collect()
    assert apart._dropped == [1]
    other = segmenter.grown(("总裁夫人",))
    assert apart._dropped == []
    assert list(apart._lists) == [2]
    assert words(other, "那渡劫期修士") != ["那", "渡劫期修士"]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks /proc whether a process lives")
def test_the_other_process_ends_with_the_one_that_asks_even_if_that_is_killed() -> None:
    code = (
        "from localize import segmenter, segmenter_apart; segmenter_apart.keep_apart(); segmenter.begin();"
        "print(segmenter.chosen()._process.pid, flush=True); input()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True) as asking:
        assert asking.stdout is not None
        other = Path("/proc") / asking.stdout.readline().strip() / "stat"
        assert other.exists()
        asking.kill()
    end = time.monotonic() + 5
    while other.exists() and other.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < end
        time.sleep(0.02)
    assert time.monotonic() < end
