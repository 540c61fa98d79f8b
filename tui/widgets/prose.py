"""The only widget that shows text from files: literal runs with a look, wrapped to the pane, never markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.strip import Strip

from tui.command import key_called
from tui.widgets.cells import fit, shown, wrap
from tui.widgets.scrolling import Pane, resize_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.events import Click


class Look(StrEnum):
    """What a run of text is; the themes say how that looks, and words or signs beside it say it again."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    HEAD = "head"
    KEY = "key"
    TERM = "term"
    HOLDER = "holder"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    OLD = "old"
    NEW = "new"


# A component class for each look would be matched against every rule for every pane of the room, at each change of
# classes: a third of what the first frame takes.
_FORMS: dict[Look, tuple[str, Style]] = {
    Look.STRONG: ("", Style(bold=True)),
    Look.MUTED: ("muted", Style()),
    Look.HEAD: ("accent", Style(bold=True)),
    Look.KEY: ("accent", Style(bold=True)),
    Look.TERM: ("secondary", Style(underline=True)),
    Look.HOLDER: ("accent", Style(bold=True)),
    Look.GOOD: ("success", Style()),
    Look.WARN: ("warning", Style(bold=True)),
    Look.BAD: ("error", Style(bold=True)),
    Look.OLD: ("error", Style(strike=True)),
    Look.NEW: ("success", Style(underline=True)),
}
"""Variable of the theme that colours a look, '' for none, and what else tells it from plain text."""
_HOLDER_GROUND = "panel-lighten-1"
_HINTS = re.compile(r"(?<=\S)(?=  )")
"""Between two hints, the blanks with the second."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words that look alike.

    Attributes:
        text: what they say.
        look: how.
        act: what a click on them does, as an action of the screen; '' for nothing. Never made from a file's text.
    """

    text: str
    look: Look = Look.PLAIN
    act: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that wrap together.

    Attributes:
        runs: in order; line breaks in them are kept.
        indent: cells that every screen line but the first is pushed in, those after a line break too.
    """

    runs: tuple[Run, ...]
    indent: int = 0


def para(*runs: Run | str, indent: int = 0) -> Paragraph:
    """Return a paragraph; a bare string is a plain run."""
    return Paragraph(tuple(Run(r) if isinstance(r, str) else r for r in runs), indent)


def lines_of(paragraph: Paragraph, width: int) -> Iterator[tuple[Run, ...]]:
    """Yield the screen lines of a paragraph, each at most `width` cells wide."""
    line: list[Run] = []
    hangs = False
    for run in paragraph.runs:
        first, *others = shown(run.text).split("\n")
        line.append(Run(first, run.look, run.act))
        for other in others:
            yield from _wrapped(line, width, paragraph.indent, hangs=hangs)
            line, hangs = [Run(other, run.look, run.act)], True
    yield from _wrapped(line, width, paragraph.indent, hangs=hangs)


@lru_cache(maxsize=512)
def _kept_lines(paragraph: Paragraph, width: int) -> tuple[tuple[Run, ...], ...]:
    """Return the screen lines of a paragraph; of a panel one changes at a time, and all are laid out again."""
    return tuple(lines_of(paragraph, width))


def _wrapped(runs: Sequence[Run], width: int, indent: int, *, hangs: bool) -> Iterator[tuple[Run, ...]]:
    text = "".join(run.text for run in runs)
    indent = min(indent, width // 3)
    first = not hangs
    for start, end in wrap(text, width - indent) if hangs else wrap(text, width, indent):
        cut = _slice(runs, start, end)
        yield (*cut,) if first or not indent else (Run(" " * indent), *cut)
        first = False


def _slice(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            yield Run(piece, run.look, run.act)
        at += len(run.text)


class Prose(Pane, can_focus=False):
    """Shows paragraphs, and scrolls when they are longer than the pane.

    Takes the focus only while there is something to scroll and `reading` says so; with `scrolls` off it is cut instead.
    """

    DEFAULT_CSS = "Prose { overflow: hidden hidden; scrollbar-size-vertical: 1; }"

    def __init__(
        self,
        *,
        reading: bool = False,
        scrolls: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._scrolls = scrolls
        self._reading = reading
        self._paragraphs: tuple[Paragraph, ...] = ()
        self._lines: list[tuple[Run, ...]] = []
        self._width = 0
        self._strips: dict[int, Strip] = {}
        self._styles: dict[Look, Style] = {}

    @property
    def text(self) -> str:
        """Return the screen lines as text, for tests and for copying."""
        return "\n".join("".join(run.text for run in line) for line in self._lines)

    def show(self, paragraphs: Iterable[Paragraph]) -> None:
        """Show these paragraphs from the top."""
        new = tuple(paragraphs)
        if new != self._paragraphs:
            self._paragraphs = new
            self.scroll_to(0, 0, animate=False, immediate=True)
            self._lay_out()

    def on_resize(self) -> None:
        """Wrap again at the new width."""
        self._lay_out()

    def act_at(self, x: int, y: int) -> str:
        """Return what a click on a cell of the pane does, '' for nothing."""
        at = y + self.scroll_offset.y
        if not 0 <= at < len(self._lines):
            return ""
        for run in self._lines[at]:
            x -= cell_len(run.text)
            if x < 0:
                return run.act
        return ""

    async def on_click(self, event: Click) -> None:
        """Do what the words under the mouse stand for."""
        if act := self.act_at(int(event.x), int(event.y)):
            event.stop()
            await self.screen.run_action(act)

    def notify_style_update(self) -> None:
        """Draw again in the new theme."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def _lay_out(self) -> None:
        if not self.size.width:
            return
        # Textual leaves a scrollbar standing that a former, longer text needed; so say outright whether there is one.
        width, height = self.size
        lines = [line for p in self._paragraphs for line in _kept_lines(p, width)]
        scrolls = self._scrolls and len(lines) > height
        if scrolls:
            width -= 1
            lines = [line for p in self._paragraphs for line in _kept_lines(p, width)]
        self.styles.overflow_y = "scroll" if scrolls else "hidden"
        self.can_focus = self._reading and scrolls
        fits_text = self.styles.height is not None and self.styles.height.is_auto
        wanted = len(lines) if fits_text else max(len(lines), height)
        if fits_text and wanted != self.virtual_size.height:
            self.refresh(layout=True)  # resizing what is scrolled lays nothing out
        resize_content(self, Size(width, wanted))
        self._draw_again(lines, width)

    def _draw_again(self, lines: list[tuple[Run, ...]], width: int) -> None:
        """Take new screen lines, and draw those again that differ."""
        old, self._lines = self._lines, lines
        if width != self._width:
            self._width = width
            self._strips.clear()
            self.refresh()
            return
        changed = [at for at, (a, b) in enumerate(zip_longest(old, lines)) if a != b]
        for at in changed:
            self._strips.pop(at, None)
        if changed:
            self.refresh_lines(changed[0], changed[-1] + 1 - changed[0])

    def render_line(self, y: int) -> Strip:
        """Return one screen line."""
        at = y + self.scroll_offset.y
        width = self._width
        if (strip := self._strips.get(at)) is None:
            line = self._lines[at] if at < len(self._lines) else ()
            segments = [Segment(run.text, self._style(run.look)) for run in line]
            strip = Strip(segments).adjust_cell_length(width, self._style(Look.PLAIN))
            self._strips[at] = strip
        return strip

    def _style(self, look: Look) -> Style:
        if (known := self._styles.get(look)) is not None:
            return known
        colour, form = _FORMS.get(look, ("", Style()))
        theme = self.app.theme_variables
        front = Color.parse(theme[colour]).rich_color if colour else None
        back = Color.parse(theme[_HOLDER_GROUND]).rich_color if look is Look.HOLDER else None
        style = self._styles[look] = self.rich_style + form + Style(color=front, bgcolor=back)
        return style


class Bar(Prose):
    """One line: what matters at the left, what may be cut at the right."""

    DEFAULT_CSS = "Bar { height: 1; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._left: tuple[Run, ...] = ()
        self._right: tuple[Run, ...] = ()
        self._hints: tuple[Run, ...] = ()

    def set_bar(self, left: Iterable[Run], right: Iterable[Run] = ()) -> None:
        """Show runs at the left and at the right end."""
        self._left, self._right, self._hints = tuple(left), tuple(right), ()
        self._lay_out()

    def set_hints(self, words: str, *before: Run) -> None:
        """Name keys, parted by two blanks, the most needed first; one that does not fit is left out, not cut.

        A click on a hint presses its key.
        """
        self._left, self._right = before, ()
        self._hints = tuple(Run(hint, Look.MUTED, _press(hint)) for hint in _HINTS.split(words))
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width
        right = [replace(run, text=shown(run.text)) for run in self._right]
        spare = width - sum(cell_len(run.text) for run in right)
        line: list[Run] = []
        for run in self._left:
            room = max(spare, 0)
            text = run.text if cell_len(shown(run.text)) <= room else fit(run.text, room)
            line.append(replace(run, text=shown(text).replace("\n", "⏎")))
            spare -= cell_len(line[-1].text)
        for hint in self._hints:
            if cell_len(hint.text) > spare:
                break
            line.append(hint)
            spare -= cell_len(hint.text)
        if spare > 0:
            line.append(Run(" " * spare))
        self._draw_again([(*line, *right)], width)


def _press(hint: str) -> str:
    """Return the action that presses the key with which a hint begins, '' where it names none."""
    key = key_called(hint.split(maxsplit=1)[0]) if hint.strip() else ""
    return f"app.press('{key}')" if key else ""
