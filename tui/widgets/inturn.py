"""The only place that keeps keys in the order in which they were pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.command import reaches_over_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode
    from textual.events import Key
    from textual.widget import Widget as _Widget
else:
    _Widget = object


_LEAVING = ("escape", "tab", "shift+tab")
"""Keys that lead out of a field: what is typed after them belongs to where they led."""


class InTurn(_Widget):
    """A widget that does its keys at once, as a field types letters.

    Textual hands a key that is no letter up to the app before anything is done about it, and by then a letter pressed
    after it may stand in the text, or be a command: whatever sends both in one go (a slow line, an input method that
    deletes what it composed and sends the word) is done in another order.
    """

    types = True
    """Whether letters are text here."""

    async def _on_key(self, event: Key) -> None:
        front = self.app.screen
        meant = front.focused or front
        if meant is not self:  # the key before this one gave the focus away
            event.stop()
            event.prevent_default()
            meant._forward_event(event.copy())  # noqa: SLF001
            return
        for place in self._places(event.key):
            for binding in place._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001
                if not binding.priority and await self.app.run_action(binding.action, place):
                    event.stop()
                    event.prevent_default()
                    return

    def _places(self, key: str) -> Iterator[DOMNode]:
        """Yield whose keys count, in their order: function keys and chords of the room go before a field's own."""
        if reaches_over_text(key):
            yield self.screen
        yield self
        if key in _LEAVING or not self.types:
            yield self.screen
