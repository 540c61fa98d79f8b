"""The only widget in which words of the source are chosen with the mouse, for a term that nobody has named yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from tui.messages import Chosen
from tui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.events import Click, MouseDown, MouseMove, MouseUp

    from tui.widgets.prose import Paragraph

_CHOSEN = Style(reverse=True)


class SourceText(Prose):
    """The source of a line; dragging over words chooses them, a click on a term or placeholder does what it says."""

    _from: tuple[int, int] | None = None
    _to: tuple[int, int] | None = None
    _held = False

    @property
    def chosen(self) -> str:
        """Return the words that were dragged over, '' for none."""
        parts = []
        for at, line in enumerate(self._lines):
            first, last = self._columns(at)
            column, words = 0, ""
            for character in "".join(run.text for run in line):
                if first <= column < last:
                    words += character
                column += cell_len(character)
            parts.append(words)
        return "".join(parts).strip()

    def show(self, paragraphs: Iterable[Paragraph]) -> None:
        """Show another source, with nothing chosen in it."""
        new = tuple(paragraphs)
        if new != self._paragraphs:
            self._choose(None, None)
        super().show(new)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Begin to choose."""
        place = (int(event.y) + self.scroll_offset.y, int(event.x))
        self._choose(place, place)
        self._held = True
        self.capture_mouse()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Choose up to the mouse."""
        if self._held:
            self._choose(self._from, (int(event.y) + self.scroll_offset.y, int(event.x)))

    def on_mouse_up(self, _event: MouseUp) -> None:
        """Keep what is chosen, and say what can be done with it."""
        self._held = False
        self.release_mouse()
        if words := self.chosen:
            self.post_message(Chosen(words))

    async def on_click(self, event: Click) -> None:
        """Do what was clicked, unless words were dragged over."""
        if self.chosen:
            event.stop()
            event.prevent_default()

    def _choose(self, start: tuple[int, int] | None, end: tuple[int, int] | None) -> None:
        if (start, end) != (self._from, self._to):
            self._from, self._to = start, end
            self.refresh()

    def _columns(self, at: int) -> tuple[int, int]:
        """Return the cells of a screen line that are chosen: first, and the one after the last."""
        if self._from is None or self._to is None or self._from == self._to:
            return 0, 0
        (top, left), (bottom, right) = sorted((self._from, self._to))
        if not top <= at <= bottom:
            return 0, 0
        first, last = left if at == top else 0, right + 1 if at == bottom else self._width
        # Half a wide character is the whole of it.
        edges, column = [0], 0
        for character in "".join(run.text for run in self._lines[at]) if at < len(self._lines) else "":
            column += cell_len(character)
            edges.append(column)
        return max(edge for edge in edges if edge <= max(first, 0)), min(
            (edge for edge in edges if edge >= last), default=edges[-1]
        )

    def render_line(self, y: int) -> Strip:
        """Return one screen line, what is chosen in reverse."""
        strip = super().render_line(y)
        first, last = self._columns(y + self.scroll_offset.y)
        if first >= last:
            return strip
        width = strip.cell_length
        last = min(last, width)
        chosen = strip.crop(first, last).apply_style(_CHOSEN)
        return Strip.join([strip.crop(0, first), chosen, strip.crop(last, width)])
