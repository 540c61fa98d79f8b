"""Text from files on the screen: literal, visible, exactly as wide as asked."""

from __future__ import annotations

import random

import pytest
from rich import terminal_theme
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor

from localize.model import Severity
from localize.review.base import State
from tui.widgets import cells
from tui.widgets.cells import SCRUB, UNSAFE, fit, in_one, one_line, pasted, shown, wrap
from tui.widgets.prose import Look, Run, lines_of, para
from tui.widgets.signs import SEVERITY_SIGNS, STATE_SIGNS, state_words

ALPHABET = [
    *"ab [](){}",
    "你",
    "，",
    "น้ำ",
    "e\u0301",
    "👨‍👩‍👧",
    "👍🏽",
    "❤️",
    "🇨🇳",
    "\u200d",
    "\x1b",
    "\u202e",
    "\t",
    "\n",
    "\x00",
]


def test_fit_is_exact_for_any_text() -> None:
    dice = random.Random(7)
    for _ in range(2000):
        text = "".join(dice.choices(ALPHABET, k=dice.randrange(30)))
        width = dice.randrange(1, 24)
        assert cell_len(fit(text, width)) == width, (text, width)


def test_fit_of_plain_letters_is_what_fit_of_any_letters_is() -> None:
    dice = random.Random(11)
    plain = [*"ab  .~", *"你，。（）！　『』！ａ～不", "\u3029", "\u9fff", "\uff60"]
    for _ in range(3000):
        text = "".join(dice.choices(plain, k=dice.randrange(30)))
        width = dice.randrange(24)
        assert cells._EVEN.fullmatch(text)
        assert cells._fitted_plain(text, width) == cells._fitted_any(text, width), (text, width)
    for letter in "\u302a\u3099\u200d\u0301\u00a0\u2026\ufe0f\uff61\uac00\n\t\x7f":
        assert not cells._EVEN.fullmatch(letter)


def test_fit_of_a_very_long_text_reads_only_its_beginning() -> None:
    assert fit("你" * 10_000, 9) == "你你你你…"


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x1b", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\ufeff", "\u2028"]
)
def test_hidden_characters_are_shown(hidden: str) -> None:
    assert not UNSAFE.search(shown(f"a{hidden}b"))
    assert len(shown(f"a{hidden}b")) > 2


def test_one_line_keeps_what_terminals_agree_on() -> None:
    assert one_line("👍🏽 ❤️\n👨‍👩‍👧") == "👍 ❤⏎👨"


def test_wrapping_keeps_every_character_and_no_line_too_wide() -> None:
    dice = random.Random(11)
    for _ in range(300):
        text = shown("".join(dice.choices(ALPHABET, k=dice.randrange(80)))).replace("\n", "")
        width = dice.randrange(4, 30)
        cuts = list(wrap(text, width))
        assert "".join(text[a:b] for a, b in cuts) == text
        assert all(cell_len(text[a:b].rstrip(" ")) <= width for a, b in cuts)


def test_wrapping_breaks_between_chinese_and_latin_and_not_before_closing_punctuation() -> None:
    text = "Hello你好世界，今天"
    assert [text[a:b] for a, b in wrap(text, 9)] == ["Hello你好", "世界，今", "天"]
    tail = "你好世界，今天"
    assert [tail[a:b] for a, b in wrap(tail, 8)] == ["你好世", "界，今天"]


def test_later_lines_of_a_paragraph_are_pushed_in() -> None:
    lines = list(lines_of(para(Run("one two three four", Look.PLAIN), indent=2), 8))
    assert ["".join(run.text for run in line) for line in lines] == ["one two ", "  three ", "  four"]


def test_the_last_defence_deletes_what_steers_a_terminal_and_leaves_textuals_own_controls() -> None:
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    kept = SCRUB.apply([Segment("a\x1b]0;x\x07\u202eb"), control], Color(0, 0, 0))
    assert kept[0].text == "a]0;xb"
    assert kept[1] is control


def test_filters_in_one_do_what_they_do_one_after_the_other() -> None:
    line = [Segment("a\u202eb", Style(color="red", dim=True)), Segment("c")]
    colours, ground = ANSIToTruecolor(terminal_theme.DIMMED_MONOKAI), Color(10, 20, 30)
    both = in_one(colours, SCRUB)
    assert both.apply(line, ground) == SCRUB.apply(colours.apply(line, ground), ground)
    assert both.apply(line, ground) != line
    assert in_one(colours, SCRUB) is both  # Textual keys its caches by the filter object


def test_pastes_lose_controls_and_keep_lines() -> None:
    assert pasted("a\r\nb\rc\x1b[31m\td\x00") == "a\nb\nc[31m d"


def test_every_state_and_severity_has_a_sign_one_cell_wide_in_every_terminal_and_a_word() -> None:
    from unicodedata import east_asian_width

    assert set(STATE_SIGNS) == set(State)
    assert len(set(STATE_SIGNS.values())) == len(State)
    assert set(SEVERITY_SIGNS) == set(Severity)
    assert len(set(SEVERITY_SIGNS.values())) == len(Severity)
    for sign in [*STATE_SIGNS.values(), *SEVERITY_SIGNS.values()]:
        assert cell_len(sign) == 1
        assert east_asian_width(sign) in {"N", "Na"}
    assert all(str(state) in state_words(state) for state in State)
