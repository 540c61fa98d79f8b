"""The only place that asks a reviewer for words: a reason, a comment, something to search, a place to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.i18n import N_, _
from tui.screens.over import Over
from tui.widgets.cells import one_line
from tui.widgets.field import Field
from tui.widgets.prose import Bar, Look, Paragraph, Prose, Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        title: what will be done with the answer.
        about: what it is about, as the reviewer should see it once more.
        field: label of the words to type, '' where there is nothing to type.
        choices: what to pick from with the arrow keys; none if there is nothing to pick.
        required: whether words must be typed (or picked, where `choices_are_words`).
        choices_are_words: a picked choice stands for typed words, where none are typed.
        initial: words to start from.
        levels: a second choice that Tab turns through, none if there is nothing to turn.
        level, lit: the level and the choice lit first.
        refuse: says what is wrong with the words, '' if nothing; they stay to be mended.
    """

    title: str
    about: tuple[Paragraph, ...] = ()
    field: str = ""
    choices: tuple[str, ...] = ()
    required: bool = True
    choices_are_words: bool = False
    initial: str = ""
    levels: tuple[str, ...] = ()
    level: int = 0
    lit: int = 0
    refuse: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: the words, and which choice and level were lit."""

    words: str
    choice: int
    level: int = 0


class AskScreen(Over[Answer | None]):
    """Asks one question; Enter answers, Esc does not."""

    CSS_PATH = "ask.tcss"
    BINDINGS = [
        Binding("enter", "answer", N_("confirm"), show=False),
        Binding("escape", "cancel", N_("cancel"), show=False),
        Binding("up", "light(-1)", N_("previous choice"), show=False),
        Binding("down", "light(1)", N_("next choice"), show=False),
        Binding("tab", "turn", N_("next level"), show=False, priority=True),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        self._level = question.level

    def compose(self) -> ComposeResult:
        """Yield the question."""
        question = self._question
        with Vertical(id="box"):
            yield Bar(id="title")
            if question.about:
                yield Prose(id="about")
            if question.choices:
                yield OptionList(
                    *(
                        Option(Content(_choice(words, lit=at == question.lit)))
                        for at, words in enumerate(question.choices)
                    ),
                    id="choices",
                    markup=False,
                    compact=True,
                )
            if question.field:
                yield Field(question.initial, placeholder=question.field, id="words", compact=True)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words and wait at the field."""
        question = self._question
        self.query_one("#title", Bar).set_bar([Run(question.title, Look.HEAD)])
        self._say_keys()
        if question.about:
            self.query_one("#about", Prose).show(question.about)
        if question.choices:
            choices = self.query_one("#choices", OptionList)
            choices.highlighted = question.lit
            choices.can_focus = False
        if question.field:
            self.query_one("#words", Field).focus()

    def _say_keys(self, complaint: str = "") -> None:
        pick = _("  Up/Down choose") if self._question.choices and not self._question.levels else ""
        runs = [Run(complaint, Look.BAD)]
        if self._question.levels:
            runs.append(Run("Tab ", Look.KEY))
            for at, level in enumerate(self._question.levels):
                lit = at == self._level
                look = Look.STRONG if lit else Look.MUTED
                runs.append(Run(f"[{level}] " if lit else f"{level} ", look, f"level({at})"))
        self.query_one("#keys", Bar).set_hints(_(" Enter confirm  Esc cancel") + pick, *runs)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Return whether there is anything to turn or to choose; keys of what there is not are not named."""
        return {"turn": bool(self._question.levels), "light": bool(self._question.choices)}.get(action, True)

    def action_turn(self) -> None:
        """Light the next level."""
        if self._question.levels:
            self._level = (self._level + 1) % len(self._question.levels)
            self._say_keys()

    def action_level(self, at: int) -> None:
        """Light a level that was clicked."""
        self._level = at
        self._say_keys()

    def action_answer(self) -> None:
        """Answer with the lit choice, where nothing is typed."""
        self._finish("")

    def _lit(self) -> int:
        return (self.query_one("#choices", OptionList).highlighted or 0) if self._question.choices else 0

    def action_light(self, step: int) -> None:
        """Light the next or the previous choice."""
        if self._question.choices:
            choices = self.query_one("#choices", OptionList)
            choices.highlighted = max(0, min(self._lit() + step, len(self._question.choices) - 1))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the sign to the lit choice; colours do not say it everywhere."""
        event.stop()
        for at, words in enumerate(self._question.choices):
            prompt = Content(_choice(words, lit=at == event.option_index))
            event.option_list.replace_option_prompt_at_index(at, prompt)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a clicked choice: as the answer where it is one, else as the lit one."""
        event.stop()
        self.query_one("#choices", OptionList).highlighted = event.option_index
        if self._question.choices_are_words or not self._question.field:
            self._finish("")

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Answer with what was typed."""
        event.stop()
        self._finish(event.value)

    def _finish(self, words: str) -> None:
        question = self._question
        words = words.strip()
        if not words and question.choices_are_words:
            words = question.choices[self._lit()]
        if not words and question.required:
            self._say_keys(_("{field} is needed.  ").format(field=question.field))
            return
        if question.refuse and (complaint := question.refuse(words)):
            self._say_keys(f"{complaint}  ")
            return
        self.dismiss(Answer(words, self._lit(), self._level))

    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


def _choice(words: str, *, lit: bool) -> str:
    return f"{'▸' if lit else ' '} {one_line(words)}"
