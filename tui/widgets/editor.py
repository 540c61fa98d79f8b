"""The only place where a target text is typed: placeholders stay whole, the cursor stands between graphemes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text
from textual.actions import SkipAction
from textual.document._document import EditResult, Location, Selection
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.widgets import TextArea

from localize.model import Span
from tui.messages import HolderRemoved, HolderTouched, Typed
from tui.widgets.cells import pasted
from tui.widgets.inturn import InTurn
from tui.widgets.tokens import can_veil, nearest, picture, stops, unveil, veil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.events import Key, Paste

# Format characters that input methods and keyboards of several scripts send on purpose; Python does not call
# them printable, so Textual would drop them.
_TYPED_FORMATS = frozenset("\u200c\u200d\u200e\u200f\u00ad")
_UNDO_STEPS = 200


class TargetEditor(InTurn, TextArea):
    """Edits the target of one line.

    `find_tokens` gives the placeholders of a text; it is asked again after every change.
    """

    COMPONENT_CLASSES = {"editor--holder", "editor--hidden", "editor--fault", "editor--doubt"}
    DEFAULT_CSS = """
    TargetEditor > .editor--holder { color: $accent; text-style: bold; background: $panel-lighten-1; }
    TargetEditor > .editor--fault { color: $error; text-style: underline; }
    TargetEditor > .editor--doubt { color: $warning; text-style: underline; }
    TargetEditor > .editor--hidden { color: $error; text-style: bold reverse; }
    """

    def __init__(self, find_tokens: Callable[[int, str], Sequence[Span]], *, id: str | None = None) -> None:  # noqa: A002
        # Textual's constructor already asks where the cursor may stand.
        self.unit_id = 0
        self._find_tokens = find_tokens
        self._rows_for: tuple[int, str] = (0, "")
        self._rows: dict[int, list[Span]] = {}
        self._stops: dict[int, list[int]] = {}
        self._deliberate = False
        self._marks: tuple[str, tuple[tuple[Span, bool], ...]] = ("", ())
        super().__init__(id=id, soft_wrap=True, compact=True, highlight_cursor_line=False)
        self.match_cursor_bracket = False
        self.history = _new_history()

    @property
    def target(self) -> str:
        """Return the text as it would be recorded."""
        return unveil(self.text)

    def load(self, unit_id: int, target: str, history: EditHistory | None = None) -> None:
        """Show the target of another line, with the undo steps it was left with."""
        self.unit_id = unit_id
        self.read_only = not can_veil(target)
        self.history = _new_history()
        with self.prevent(TextArea.Changed):
            self.load_text(veil(target))
        if history is not None:
            self.history = history
        self.move_cursor(self.document.end)
        self._restyle()

    def rewrite(self, target: str) -> None:
        """Replace the whole text as one step that undo takes back."""
        if self.read_only:
            return
        with self._on_purpose():
            self.replace(veil(target), (0, 0), self.document.end, maintain_selection_offset=False)

    def put(self, words: str) -> None:
        """Insert words at the cursor, over the selection if there is one."""
        if self.read_only:
            return
        with self._on_purpose():
            self.replace(veil(words), *self.selection, maintain_selection_offset=False)

    def stand_on(self, span: Span) -> None:
        """Select some characters of the target; they are as many as those that stand here."""
        ends = []
        for offset in (span.start, span.end):
            before = veil(self.target)[:offset]
            ends.append((before.count("\n"), offset - (before.rfind("\n") + 1)))
        self.selection = Selection(*(self._snap(min(end, self.document.end)) for end in ends))

    @contextmanager
    def _on_purpose(self) -> Iterator[None]:
        self._deliberate = True
        try:
            yield
        finally:
            self._deliberate = False

    # Where the cursor may stand

    def _token_rows(self) -> dict[int, list[Span]]:
        """Return the placeholders of each row, as columns; one that crosses rows counts in each."""
        key = (self.unit_id, self.text)
        if key != self._rows_for:
            self._rows_for, self._rows, self._stops = key, {}, {}
            offset = 0
            lines = self.document.lines
            spans = self._find_tokens(self.unit_id, self.target) if self.unit_id else ()
            for row, line in enumerate(lines):
                end = offset + len(line)
                inside = [s for s in spans if s.start < end and s.end > offset]
                self._rows[row] = [Span(max(s.start - offset, 0), min(s.end, end) - offset) for s in inside]
                offset = end + 1
        return self._rows

    def _snap(self, location: Location, side: int = 0) -> Location:
        row, column = location if location[0] < self.document.line_count else self.document.end
        tokens = self._token_rows().get(row, ())
        if (columns := self._stops.get(row)) is None:
            columns = self._stops[row] = stops(self.document.get_line(row), tokens)
        return row, nearest(columns, column, side)

    def clamp_visitable(self, location: Location) -> Location:
        """Return the nearest place where the cursor may stand."""
        return self._snap(super().clamp_visitable(location))

    def get_cursor_left_location(self) -> Location:
        """Return where the left key goes."""
        return self._snap(super().get_cursor_left_location(), -1)

    def get_cursor_right_location(self) -> Location:
        """Return where the right key goes."""
        return self._snap(super().get_cursor_right_location(), 1)

    def get_cursor_word_left_location(self) -> Location:
        """Return where a word to the left goes."""
        return self._snap(super().get_cursor_word_left_location(), -1)

    def get_cursor_word_right_location(self) -> Location:
        """Return where a word to the right goes."""
        return self._snap(super().get_cursor_word_right_location(), 1)

    # What may be changed

    def edit(self, edit: Edit) -> EditResult:
        """Do an edit on whole graphemes and placeholders.

        A deletion that would take a placeholder along selects it instead; the next one then deletes it.
        """
        start, end = sorted((edit.from_location, edit.to_location))
        if start == end:
            start = end = self._snap(start, 1)
        else:
            start, end = self._snap(start, -1), self._snap(end, 1)
        touched = self._holders_between(start, end)
        if touched and not self._deliberate and self.selection.is_empty:
            self.selection = Selection(start, end)
            self.post_message(HolderTouched(touched))
            return EditResult(self.cursor_location, "")
        result = super().edit(Edit(edit.text, start, end, edit.maintain_selection_offset))
        if touched and not self._deliberate:
            self.post_message(HolderRemoved(touched))
        return result

    def _holders_between(self, start: Location, end: Location) -> tuple[str, ...]:
        found = []
        for row, spans in self._token_rows().items():
            line = self.document.get_line(row)
            for span in spans:
                if start <= (row, span.start) and (row, span.end) <= end:
                    found.append(line[span.start : span.end])
        return tuple(found)

    def action_cut(self) -> None:
        """Cut the selection; without one there is nothing to cut."""
        if self.selection.is_empty:
            raise SkipAction
        words = self.selected_text
        super().action_cut()
        self.app.copy_to_clipboard(unveil(words))

    def action_copy(self) -> None:
        """Copy the selection as it would be recorded."""
        if self.selection.is_empty:
            raise SkipAction
        self.app.copy_to_clipboard(unveil(self.selected_text))

    def action_paste(self) -> None:
        """Insert what was cut or copied here."""
        self.put(pasted(self.app.clipboard))

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.put(pasted(event.text))

    async def _on_key(self, event: Key) -> None:
        if event.character in _TYPED_FORMATS and not self.read_only:
            event.stop()
            event.prevent_default()
            self.put(event.character or "")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the screen what the text is now."""
        event.stop()
        self._restyle()
        self.post_message(Typed(self.unit_id, self.target))

    def on_focus(self) -> None:
        """Put the terminal's cursor where an input method opens its window; Textual misplaces it on first focus."""
        self.call_after_refresh(lambda: setattr(self.app, "cursor_position", self.cursor_screen_offset))

    # How it looks

    def _restyle(self) -> None:
        self.notify_style_update()
        self.refresh()

    def mark(self, text: str, spans: Sequence[tuple[Span, bool]]) -> None:
        """Underline what the findings of a text are about, as long as exactly that text stands here.

        Args:
            text: that was checked.
            spans: characters of it, and whether the finding is an error.
        """
        if (text, tuple(spans)) != self._marks:
            self._marks = (text, tuple(spans))
            self._restyle()

    def _marked(self, line_index: int) -> Iterator[tuple[str, int, int]]:
        """Yield (component, first, end column) of the findings in a row."""
        text, spans = self._marks
        if not spans or text != self.target:
            return
        lines = self.document.lines
        offset = sum(len(line) + 1 for line in lines[:line_index])
        end = offset + len(lines[line_index])
        for span, fault in spans:
            if span.start < end and span.end > offset:
                name = "editor--fault" if fault else "editor--doubt"
                yield name, max(span.start - offset, 0), min(span.end, end) - offset

    def get_line(self, line_index: int) -> Text:
        """Return a row with its findings, placeholders and hidden characters in their looks."""
        plain = super().get_line(line_index).plain
        text = Text(picture(plain), end="", no_wrap=True)
        for name, start, end in self._marked(line_index):
            text.stylize(self.get_component_rich_style(name, partial=True), start, end)
        hidden = self.get_component_rich_style("editor--hidden", partial=True)
        for at, character in enumerate(plain):
            if picture(character) != character:
                text.stylize(hidden, at, at + 1)
        holder = self.get_component_rich_style("editor--holder", partial=True)
        for span in self._token_rows().get(line_index, ()):
            text.stylize(holder, span.start, span.end)
        return text


def _new_history() -> EditHistory:
    return EditHistory(max_checkpoints=_UNDO_STEPS, checkpoint_timer=2.0, checkpoint_max_characters=100)
