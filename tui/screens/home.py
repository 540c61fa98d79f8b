"""The only place that shows the whole work: locales and files with their progress, and who is where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.binding import Binding
from textual.containers import Vertical

from tui.i18n import N_, _
from tui.screens.over import Over
from tui.views import State
from tui.widgets.cells import fit, one_line, right
from tui.widgets.picklist import Entry, PickList
from tui.widgets.prose import Bar, Look, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import ComposeResult

    from tui.views import Home, Progress

_BAR_CELLS = 16
_FIGURES = (N_("lines"), N_("open"), N_("appr"), N_("err"))
_MORE_FIGURES = (
    N_("lines"),
    N_("open"),
    N_("draft"),
    N_("edit"),
    N_("appr"),
    N_("rej"),
    N_("talk"),
    N_("err"),
    N_("warn"),
)
"""Headings of the figures; a wide screen shows more of them, in the order of `_counts`."""
_FIGURE_CELLS = 5
_MORE_FROM = 100
"""Cells of the list from which more figures are shown."""
_SIGNS = (
    ("#", Look.GOOD, (State.APPROVED,)),
    ("=", Look.PLAIN, (State.EDITED, State.DRAFTED)),
    ("!", Look.WARN, (State.REJECTED, State.DISCUSS, State.OUTDATED)),
    (".", Look.MUTED, (State.NEW,)),
)
"""The parts of a progress bar: their sign, their look, and the states they stand for."""
_LEGEND = N_("# approved  = drafted, edited  ! rejected, discussed, outdated  . new")


@dataclass(frozen=True, slots=True)
class HomeChoice:
    """Where to go: a locale and a file of it, and whether the queue should show nothing else."""

    locale: str
    file: str
    only: bool


class HomeScreen(Over[HomeChoice | None]):
    """Shows the work; Enter opens a file at its first open line, `f` shows only the file, Esc goes back."""

    CSS_PATH = "home.tcss"
    BINDINGS = [
        Binding("escape,q", "cancel", N_("cancel"), show=False),
        Binding("f", "only", N_("only this file"), show=False),
        Binding("n", "next", N_("next worth doing"), show=False),
    ]

    def __init__(self, work: str, home: Home, current: tuple[str, str]) -> None:
        super().__init__()
        self._work = work
        self._home = home
        self._current = current
        self._places: dict[int, Progress] = {}
        self._wide = False

    def compose(self) -> ComposeResult:
        """Yield the list."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield Bar(id="columns")
            yield PickList(id="files")
            yield Bar(id="legend")
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the work; the cursor stands on the file of the current line."""
        present = self._home.present
        where = _("{name} at {file} {line}")
        here = _(", ").join(where.format(name=p.reviewer, file=p.file, line=p.ordinal + 1) for p in present)
        others = Run(_("  here too: {names}").format(names=here), Look.WARN)
        if not here:
            others = Run(_("  nobody else is here"), Look.MUTED)
        self.query_one("#title", Bar).set_bar([Run(self._work, Look.HEAD), others])
        self.query_one("#legend", Bar).set_hints(_(_LEGEND))
        keys = _("Enter open  Esc back  n next worth doing  f only this file")
        self.query_one("#keys", Bar).set_hints(keys)
        self.fill()
        self.query_one("#files", PickList).focus()

    def on_resize(self) -> None:
        """Give the names the room there is."""
        self.call_after_refresh(self.fill)

    def fill(self) -> None:
        """Write the entries at the width of the pane."""
        files = self.query_one("#files", PickList)
        first = not self._places
        self._wide = files.size.width >= _MORE_FROM
        names = _MORE_FIGURES if self._wide else _FIGURES
        figures = "".join(f" {right(_(name), _FIGURE_CELLS)}" for name in names)
        columns = f"{'':{_BAR_CELLS + 2}}{figures}  " + _("who")
        name_cells = max(files.size.width - cell_len(columns) - 6, 14)
        self.query_one("#columns", Bar).set_bar([Run(f"  {'':{name_cells}}{columns}", Look.MUTED)])
        entries: list[Entry] = []
        self._places.clear()
        locales = dict.fromkeys(p.locale for p in self._home.files)
        for locale in locales:
            rows = [p for p in self._home.files if p.locale == locale]
            entries.append(Entry(tuple(self._heading(locale, rows, name_cells)), pickable=False))
            for progress in rows:
                self._places[len(entries)] = progress
                entries.append(Entry(tuple(self._line(progress, name_cells))))
        at = next((n for n, p in self._places.items() if (p.locale, p.file) == self._current), 0)
        files.show(entries, at=at if first else None)

    def _heading(self, locale: str, rows: list[Progress], cells: int) -> Iterator[Run]:
        total = sum(p.segments for p in rows)
        approved = sum(p.states.get(State.APPROVED, 0) for p in rows)
        share = f"  {approved / total:.0%}" if total else ""
        yield Run(fit(f"{locale}{share}", cells), Look.HEAD)
        yield from _figures(rows, wide=self._wide)

    def _line(self, progress: Progress, cells: int) -> Iterator[Run]:
        name = progress.file
        if cell_len(one_line(name)) > cells - 2:
            name = name.rpartition("/")[2]
        yield Run(fit(f"  {name}", cells))
        yield from _figures([progress], wide=self._wide)
        who = " ".join(
            p.reviewer for p in self._home.present if (p.file, p.locale) == (progress.file, progress.locale)
        )
        yield Run(f"  {who}", Look.WARN)

    def _lit(self) -> Progress | None:
        return self._places.get(self.query_one("#files", PickList).cursor)

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """Open the file."""
        event.stop()
        self._open(self._places[event.at], only=False)

    def action_only(self) -> None:
        """Show only the lit file."""
        if lit := self._lit():
            self._open(lit, only=True)

    def action_next(self) -> None:
        """Open what is worth doing next in the current locale."""
        wanted = worth_doing([p for p in self._home.files if p.locale == self._current[0]])
        if wanted:
            self._open(wanted, only=False)
        else:
            self.query_one("#keys", Bar).set_bar(
                [Run(_("Everything in this locale is approved."), Look.GOOD)]
            )

    def _open(self, progress: Progress, *, only: bool) -> None:
        self.dismiss(HomeChoice(progress.locale, progress.file, only))

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)


def worth_doing(files: Iterable[Progress]) -> Progress | None:
    """Return the file to go on with: one that is begun before a new one, more errors first; None if all is done."""
    unfinished = [p for p in files if p.states.get(State.APPROVED, 0) < p.segments]
    return min(
        unfinished,
        key=lambda p: (not p.states.get(State.APPROVED, 0), -p.findings.get("error", 0)),
        default=None,
    )


def _figures(rows: list[Progress], *, wide: bool) -> Iterator[Run]:
    counts = _counts(rows)
    yield Run("[", Look.MUTED)
    for sign, look, cells in _bar_parts(rows, counts["lines"]):
        yield Run(sign * cells, look)
    yield Run("]", Look.MUTED)
    for name in _MORE_FIGURES if wide else _FIGURES:
        look = {"err": Look.BAD, "warn": Look.WARN}.get(name, Look.PLAIN)
        yield Run(f" {counts[name]:>{_FIGURE_CELLS}}", look if counts[name] else Look.PLAIN)


def _counts(rows: list[Progress]) -> dict[str, int]:
    """Return the figures of some files together, by the names of their columns."""

    def lines(*states: State) -> int:
        return sum(p.states.get(state, 0) for p in rows for state in states)

    def findings(severity: str) -> int:
        return sum(p.findings.get(severity, 0) for p in rows)

    total = sum(p.segments for p in rows)
    return {
        "lines": total,
        "open": total - lines(State.APPROVED),
        "draft": lines(State.DRAFTED),
        "edit": lines(State.EDITED),
        "appr": lines(State.APPROVED),
        "rej": lines(State.REJECTED),
        "talk": lines(State.DISCUSS, State.OUTDATED),
        "err": findings("error"),
        "warn": findings("warning"),
    }


def _bar_parts(rows: list[Progress], total: int) -> list[tuple[str, Look, int]]:
    """Return the parts of a bar as (sign, look, cells): whatever there is of a kind has at least one cell."""
    parts = []
    for sign, look, states in _SIGNS:
        count = sum(p.states.get(state, 0) for p in rows for state in states)
        parts.append((sign, look, max(count * _BAR_CELLS // total, 1) if count and total else 0))
    # The largest kind takes what rounding left over, or gives what the smallest ones took.
    largest = max(range(len(parts)), key=lambda at: parts[at][2])
    sign, look, cells = parts[largest]
    parts[largest] = (sign if total else " ", look, cells + _BAR_CELLS - sum(part[2] for part in parts))
    return parts
