"""The only place that lists the files of a project with their counts, to jump to one or show only it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.views import State
from tui.widgets.cells import fit
from tui.widgets.prose import Bar, Look, Run

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.views import Progress

_NAME_CELLS = 34


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A file, and whether the queue should show nothing else."""

    file: str
    only: bool


class FilesScreen(ModalScreen[FileChoice | None]):
    """Lists files; Enter jumps, `f` shows only the file, Esc goes back."""

    CSS_PATH = "files.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "cancel", show=False),
        Binding("f", "only", "only this file", show=False),
    ]

    def __init__(self, files: tuple[Progress, ...], current: str) -> None:
        super().__init__()
        self._files = files
        self._current = current

    def compose(self) -> ComposeResult:
        """Yield the list."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield OptionList(
                *(Option(Content(_line(progress))) for progress in self._files),
                id="files",
                markup=False,
                compact=True,
            )
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Light the file of the current line."""
        head = fit("File", _NAME_CELLS) + " lines   open  approved  errors"
        self.query_one("#title", Bar).set_bar([Run(head, Look.HEAD)])
        self.query_one("#keys", Bar).set_bar(
            [Run("Enter go there  f show only this file  Esc cancel", Look.MUTED)]
        )
        files = self.query_one("#files", OptionList)
        names = [progress.file for progress in self._files]
        files.highlighted = names.index(self._current) if self._current in names else 0
        files.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Jump to the file."""
        event.stop()
        self.dismiss(FileChoice(self._files[event.option_index].file, only=False))

    def action_only(self) -> None:
        """Show only the lit file."""
        lit = self.query_one("#files", OptionList).highlighted
        if lit is not None:
            self.dismiss(FileChoice(self._files[lit].file, only=True))

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)


def _line(progress: Progress) -> str:
    approved = progress.states.get(State.APPROVED, 0)
    errors = progress.findings.get("error", 0)
    name = fit(progress.file, _NAME_CELLS)
    return f"{name} {progress.segments:>5} {progress.segments - approved:>6} {approved:>9} {errors:>7}"
