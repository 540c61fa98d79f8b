"""The only place that shows who calls whom what: speakers by addressees, and the rows behind each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical

from tui.i18n import N_, _
from tui.screens.over import Over
from tui.widgets.crosstable import CrossTable
from tui.widgets.prose import Bar, Look, Prose, Run, para
from tui.widgets.signs import state_words
from tui.widgets.vocabulary import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from tui.views import AddressChange, AddressLine, AddressRow, AddressTable
    from tui.widgets.prose import Paragraph

_LISTED = 40
"""Lines that a preview names; the rest is a number."""


@dataclass(frozen=True, slots=True)
class CellChoice:
    """What to do with the table.

    Attributes:
        verb: ``edit`` the cell, ``add`` a row to it, or turn between ``episodes``.
        speaker, addressee: ids.
    """

    verb: str
    speaker: str = ""
    addressee: str = ""


class AddressScreen(Over[CellChoice | None]):
    """Shows the table; Enter edits a cell, `n` adds another form to it, `e` turns between this episode and all."""

    CSS_PATH = "address.tcss"
    BINDINGS = [
        Binding("escape,q", "cancel", N_("back"), show=False),
        Binding("n", "add", N_("one more form"), show=False),
        Binding("e", "episodes", N_("this episode or all"), show=False),
        Binding("v", "everybody", N_("everybody, or those with forms"), show=False),
    ]

    def __init__(self, table: AddressTable, at: tuple[str, str] = ("", "")) -> None:
        super().__init__()
        self._table, self._at = table, at
        self._names = dict(table.cast)
        self._everybody = False
        self._speakers: list[str] = []
        self._addressees: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the table and what stands behind the cell under the cursor."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield CrossTable(id="table")
            yield Prose(id="detail", reading=True)
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the table; the cursor stands on the pair of the line in front."""
        table = self._table
        where = (
            _("all episodes") if table.episode is None else _("episode {number}").format(number=table.episode)
        )
        self.query_one("#title", Bar).set_bar(
            [
                Run(_("Forms of address"), Look.HEAD),
                Run(f"  {table.locale}  {where}", Look.STRONG),
                Run(_("  rows: who speaks; columns: to whom"), Look.MUTED),
            ]
        )
        keys = _("Enter edit  Esc back  n one more form  e this episode or all  v everybody")
        self.query_one("#keys", Bar).set_hints(keys)
        self._fill()
        speaker, addressee = self._at
        grid = self.query_one("#table", CrossTable)
        if speaker in self._speakers and addressee in self._addressees:
            grid.cursor = (self._speakers.index(speaker), self._addressees.index(addressee))
        else:
            grid.cursor = self._first_agreed()
        grid.focus()
        self.show_cell(*grid.cursor)

    def _fill(self) -> None:
        everybody = [identifier for identifier, _name in self._table.cast]
        rows = [row for row in self._table.rows if row.speakers and row.addressees]
        speaking = {who for row in rows for who in row.speakers} | {self._at[0]}
        spoken_to = {who for row in rows for who in row.addressees} | {self._at[1]}
        self._speakers = everybody if self._everybody else [who for who in everybody if who in speaking]
        self._addressees = everybody if self._everybody else [who for who in everybody if who in spoken_to]
        words = {
            (row, column): said
            for row, speaker in enumerate(self._speakers)
            for column, addressee in enumerate(self._addressees)
            if (said := self._said(speaker, addressee))
        }
        self.query_one("#table", CrossTable).show(
            [self._names[who] for who in self._speakers],
            [self._names[who] for who in self._addressees],
            words,
        )

    def _first_agreed(self) -> tuple[int, int]:
        """Return the first cell in which something is agreed."""
        pairs = ((r, c) for r, _one in enumerate(self._speakers) for c, _other in enumerate(self._addressees))
        return next((p for p in pairs if self._said(self._speakers[p[0]], self._addressees[p[1]])), (0, 0))

    def _said(self, speaker: str, addressee: str) -> str:
        found = [words for row in self._table.cell(speaker, addressee) if (words := said_words(row))]
        return " / ".join(found)

    def _pair(self) -> tuple[str, str] | None:
        row, column = self.query_one("#table", CrossTable).cursor
        if row < len(self._speakers) and column < len(self._addressees):
            return self._speakers[row], self._addressees[column]
        return None

    def on_cross_table_moved(self, event: CrossTable.Moved) -> None:
        """Show the cell in full."""
        event.stop()
        self.show_cell(event.row, event.column)

    def show_cell(self, row: int, column: int) -> None:
        """Show what stands behind a cell."""
        if row < len(self._speakers) and column < len(self._addressees):
            pair = (self._speakers[row], self._addressees[column])
            self.query_one("#detail", Prose).show(list(cell_paragraphs(self._table, *pair)))

    def on_cross_table_picked(self, event: CrossTable.Picked) -> None:
        """Edit the cell."""
        event.stop()
        self._choose("edit")

    def action_add(self) -> None:
        """Add another form to the cell."""
        self._choose("add")

    def action_episodes(self) -> None:
        """Turn between this episode and all."""
        self._choose("episodes")

    def action_everybody(self) -> None:
        """Show everybody, or only those between whom something is agreed."""
        self._everybody = not self._everybody
        self._fill()

    def _choose(self, verb: str) -> None:
        pair = self._pair()
        if pair is not None:
            self.dismiss(CellChoice(verb, *pair))

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)


def said_words(row: AddressRow) -> str:
    """Return what a row agrees on, in few words: the call, else the pronouns, else how formal."""
    if row.call:
        return ", ".join(row.call)
    if row.you:
        return "/".join((*row.self_, *row.you))
    return plain_name(row.formality)


def cell_paragraphs(table: AddressTable, speaker: str, addressee: str) -> Iterator[Paragraph]:
    """Yield what is agreed between two people: their own rows, then those that hold for anybody."""
    names = dict(table.cast)
    relation = next(
        (kind for one, other, kind in table.relations if (one, other) == (speaker, addressee)), ""
    )
    yield para(
        Run(f"{names[speaker]} > {names[addressee]}", Look.STRONG),
        Run(f"  {plain_name(relation)}" if relation else "", Look.MUTED),
    )
    own, general = table.cell(speaker, addressee), table.general(speaker, addressee)
    for row in (*own, *general):
        yield from row_paragraphs(row, names)
    if not own and not general:
        yield para(Run(_("nothing is agreed; n writes the first form"), Look.MUTED))


def row_paragraphs(row: AddressRow, names: dict[str, str]) -> Iterator[Paragraph]:
    """Yield one row in full: what is said, how it is rendered, for whom and where it stands."""
    missing = Run(_("no form for this locale"), Look.WARN)
    facts = [
        (_("you"), ", ".join(row.you)),
        (_("I"), ", ".join(row.self_)),
        (_("formality"), plain_name(row.formality)),
        (_("episodes"), row.episodes),
    ]
    words = "  ".join(name + _(": ") + value for name, value in facts if value)
    yield para(
        Run(" ".join(row.source) or "-", Look.TERM),
        " = ",
        Run(", ".join(row.call) or words, Look.STRONG) if row.locale else missing,
        Run(f"  {words}" if row.call and words else ""),
        Run(_("  never: {words}").format(words=", ".join(row.forbid)) if row.forbid else "", Look.BAD),
        Run(f"  {row.locale}" if row.locale else "", Look.MUTED),
        indent=4,
    )
    who = [
        ", ".join(names.get(x, x) for x in side) or _("anybody") for side in (row.speakers, row.addressees)
    ]
    note = f"  {row.note}" if row.note else ""
    yield para(Run(f"  {who[0]} > {who[1]}{note}  {row.place.rpartition('/')[2]}", Look.MUTED), indent=4)


def form_paragraphs(change: AddressChange, lines: Sequence[AddressLine]) -> Iterator[Paragraph]:
    """Yield a form that is about to be agreed on, and the lines that say its words, those it does not fit first."""
    facts = (
        (_("calls"), change.call),
        (_("says you"), change.you),
        (_("says I"), change.self_),
        (_("how formal"), (plain_name(change.formality),) if change.formality else ()),
        (_("never"), change.forbid),
    )
    for name, said in facts:
        if said:
            yield para(Run(name + _(": "), Look.MUTED), Run(", ".join(said), Look.STRONG), indent=2)
    yield para("")
    open_ones = [line for line in lines if not line.fits]
    words = _(
        "Lines with its words: {count}. Otherwise than it says: {open}; those get a finding, none is changed."
    )
    yield para(words.format(count=len(lines), open=len(open_ones)))
    yield para("")
    for line in [*open_ones, *(line for line in lines if line.fits)][:_LISTED]:
        row = line.row
        sign = Run("✓ ", Look.GOOD) if line.fits else Run("! ", Look.WARN)
        place = Run(f"{row.file} {row.ordinal + 1}  {state_words(row.state)}  ", Look.MUTED)
        yield para(sign, place, row.source, "  ", Run(row.target or _("(no target)"), Look.STRONG), indent=4)
    if len(lines) > _LISTED:
        yield para(_("and {count} more").format(count=len(lines) - _LISTED))
