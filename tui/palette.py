"""The only place that lists the commands in the palette; they come from the action table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.actions import commands
from tui.i18n import _
from tui.screens.base import RoomScreen

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tui.actions import Command


class Commands(Provider):
    """Offers every command while the review screen is in front."""

    async def discover(self) -> Hits:
        """Yield every command."""
        if isinstance(self.screen, RoomScreen):
            for command in commands():
                yield DiscoveryHit(
                    Content(_title(command)), self._run(command), _title(command), _(command.help)
                )

    async def search(self, query: str) -> Hits:
        """Yield the commands whose title or help fits."""
        if not isinstance(self.screen, RoomScreen):
            return
        matcher = self.matcher(query)
        for command in commands():
            # English names are found in every language: manuals and colleagues use them.
            names = max(matcher.match(_(command.title)), matcher.match(command.title))
            score = max(names, matcher.match(_(command.help)) / 2)
            if score > 0:
                display = matcher.highlight(_title(command))
                yield Hit(score, display, self._run(command), _title(command), _(command.help))

    def _run(self, command: Command) -> partial[Coroutine[object, object, None]]:
        return partial(self.screen.run_action, command.name)


def _title(command: Command) -> str:
    return f"{_(command.title)}  ({command.shown_keys})"
