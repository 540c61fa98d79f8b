"""The only place that asks for several words at once: a form with named fields and suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList

from tui.i18n import N_, _
from tui.screens.over import Over
from tui.widgets.field import Field
from tui.widgets.prose import Bar, Look, Prose, Run, para

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tui.widgets.prose import Paragraph


@dataclass(frozen=True, slots=True)
class Blank:
    """One field.

    Attributes:
        name: of the answer.
        label: for people.
        hint: shown while it is empty.
        value: to begin with.
        suggested: words that typing is completed to.
    """

    name: str
    label: str
    hint: str = ""
    value: str = ""
    suggested: tuple[str, ...] = ()


class FormScreen(Over[dict[str, str] | None]):
    """Shows what it is about and its fields; Enter hands the words back, Esc does not."""

    CSS_PATH = "form.tcss"
    BINDINGS = [
        Binding("enter", "answer", N_("confirm"), show=False),
        Binding("escape", "cancel", N_("cancel"), show=False),
        Binding("up", "app.focus_previous", N_("previous field"), show=False),
        Binding("down", "app.focus_next", N_("next field"), show=False),
    ]

    def __init__(self, title: str, about: Sequence[Paragraph], blanks: Sequence[Blank]) -> None:
        super().__init__()
        self._heading, self._about, self._blanks = title, tuple(about), tuple(blanks)

    def compose(self) -> ComposeResult:
        """Yield what it is about and the fields."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield Prose(id="about", reading=True)
            for blank in self._blanks:
                with Horizontal(classes="field"):
                    yield Prose(id=f"label-{blank.name}", classes="label")
                    suggester = (
                        SuggestFromList(blank.suggested, case_sensitive=False) if blank.suggested else None
                    )
                    yield Field(
                        blank.value, placeholder=blank.hint, id=blank.name, compact=True, suggester=suggester
                    )
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        self.query_one("#title", Bar).set_bar([Run(self._heading, Look.HEAD)])
        self.query_one("#about", Prose).show(self._about)
        for blank in self._blanks:
            self.query_one(f"#label-{blank.name}", Prose).show([para(Run(blank.label, Look.KEY))])
        keys = _("Enter confirm  Esc cancel  Tab next field  Right takes the suggestion")
        self.query_one("#keys", Bar).set_hints(keys)
        self.query_one(f"#{self._blanks[0].name}", Field).focus()

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Take Enter in a field as Enter; what was typed before it stands there by now."""
        event.stop()
        self.action_answer()

    def action_answer(self) -> None:
        """Hand back what stands in the fields."""
        self.dismiss({b.name: self.query_one(f"#{b.name}", Field).value.strip() for b in self._blanks})

    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)
