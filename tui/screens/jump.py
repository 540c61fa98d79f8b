"""The only place that shows a letter on everything that can be gone to, and takes one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.i18n import _
from tui.screens.over import Over
from tui.widgets.prose import Bar, Look, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.events import Click, Key

PANE_KEYS = "123456789"
ROW_KEYS = "asdfghjklqwertyuiopzxcvbnmASDFGHJKLQWERTYUIOPZXCVBNM"
"""Letters for lines, those under the fingers first."""


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere to go.

    Attributes:
        x, y: where its letter is shown, cells of the screen.
        pane: id of the pane; '' for a line.
        row: place of a line in the queue, None for a pane.
        name: of a pane, for people.
    """

    x: int
    y: int
    pane: str = ""
    row: int | None = None
    name: str = ""


def labelled(targets: Sequence[Target]) -> dict[str, Target]:
    """Return a key for each target: digits for panes, letters for lines; those that find no key are left out."""
    panes = [target for target in targets if target.row is None]
    rows = [target for target in targets if target.row is not None]
    return {**dict(zip(PANE_KEYS, panes, strict=False)), **dict(zip(ROW_KEYS, rows, strict=False))}


class JumpScreen(Over[Target | None]):
    """Letters over the room; a letter or a click takes one, any other key goes back."""

    CSS_PATH = "jump.tcss"

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._targets = labelled(targets)
        self._labels: dict[Bar, str] = {}

    def compose(self) -> ComposeResult:
        """Yield a label for each target."""
        for key, target in self._targets.items():
            label = Bar(classes="label")
            label.styles.offset = (target.x, target.y)
            label.styles.width = cell_len(_words(key, target))
            self._labels[label] = key
            yield label
        yield Bar(id="keys")

    def on_mount(self) -> None:
        """Say what the letters are for."""
        for label, key in self._labels.items():
            label.set_bar([Run(_words(key, self._targets[key]))])
        words = _("Jump: a letter goes to its line, a digit to its pane; any other key goes back.")
        self.query_one("#keys", Bar).set_bar([Run(words, Look.KEY)])

    def on_key(self, event: Key) -> None:
        """Go there, or back."""
        event.stop()
        event.prevent_default()
        self.dismiss(self._targets.get(event.character or ""))

    def on_click(self, event: Click) -> None:
        """Take the label that was clicked, or go back."""
        event.stop()
        where = (int(event.screen_x), int(event.screen_y))
        key = next((key for label, key in self._labels.items() if label.region.contains(*where)), "")
        self.dismiss(self._targets.get(key))


def _words(key: str, target: Target) -> str:
    return f" {key} {target.name} " if target.name else f" {key} "
