"""The only place that knows the sheet Address of a KNP: who calls whom what, one row of the matrix a line.

Headings: SPEAKER, ADDRESSEE, SAYS, TRADITIONAL, SPOKEN OF, EPISODES, then for each language its words of address, and
``<LANGUAGE> FORMALITY`` and ``<LANGUAGE> FORBIDDEN``, then NOTES. Several people or words stand one a line; a row
without speaker or addressee is about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, LocalizeError, Place
from localize.glossary.knp_cells import Cell, read_cell, write_cell
from localize.glossary.languages import language_name, locale_named
from localize.glossary.scopes import parse_episodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ADDRESS_SHEET = "Address"
MANNER = " FORMALITY"
"""Ends the heading of the column that says how polite somebody is in a language."""
CELL_HELP = "write F, I, F/I, a word such as usted, or you/I words such as anh/em"
_FORBIDDEN = " FORBIDDEN"
_HEADS = ("SPEAKER", "ADDRESSEE", "SAYS", "TRADITIONAL", "SPOKEN OF", "EPISODES")
_NOTES = "NOTES"
_YES = {"yes", "y", "x", "true"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a row says for one language: words of address, how polite, and what must not stand."""

    call: tuple[str, ...] = ()
    manner: Cell = field(default_factory=Cell)
    forbid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One line of the sheet, people by the names that stand in it.

    Attributes:
        speakers, addressees: names; empty for anybody.
        says, traditional: words of the source.
        spoken_of: whether they are said of the addressee as well.
        episodes: as written, '' for all.
        spoken: locale → what is said there.
        note: for people.
        line: of the sheet, for messages.
    """

    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    traditional: tuple[str, ...] = ()
    spoken_of: bool = False
    episodes: str = ""
    spoken: Mapping[str, Spoken] = field(default_factory=dict)
    note: str = ""
    line: int = field(default=0, compare=False)


def write_address(lines: Sequence[AddressLine]) -> tuple[list[list[str]], list[int]]:
    """Return the rows of the sheet and the widths of its columns."""
    locales = sorted({tag for line in lines for tag in line.spoken})
    parts = [language_name(tag) + end for tag in locales for end in ("", MANNER, _FORBIDDEN)]
    table = [[*_HEADS, *parts, _NOTES]]
    for line in lines:
        row = ["\n".join(words) for words in (line.speakers, line.addressees, line.says, line.traditional)]
        row += ["yes" if line.spoken_of else "", line.episodes]
        for tag in locales:
            said = line.spoken.get(tag, Spoken())
            row += ["\n".join(said.call), write_cell(said.manner), "\n".join(said.forbid)]
        table.append([*row, line.note])
    used = [n for n, head in enumerate(table[0]) if n < 2 or any(row[n] for row in table[1:])]
    widths = [40 if table[0][n] == _NOTES else 18 for n in used]
    return [[row[n] for n in used] for row in table], widths


def read_address(
    heads: Sequence[str], table: Iterable[Sequence[str]], name: str, wrong: list[LocalizeError]
) -> list[AddressLine]:
    """Return the lines of the sheet; what is wrong in it is added to `wrong`."""
    columns = _columns(heads, name, wrong)
    found = []
    for number, cells in enumerate(table, 2):
        values = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        if not any(values.values()):
            continue
        episodes = values.get("EPISODES", "")
        try:
            if episodes:
                parse_episodes(episodes)
        except ValueError as error:
            wrong.append(bad_cell(name, number, f"EPISODES: {error}", "write 12-, 1-11 or 3,5"))
        spoken = {
            tag: said
            for head, tag in columns.items()
            if (said := _spoken(head, tag, values, name, number, wrong))
        }
        if spoken:
            found.append(_line(values, episodes, spoken, number))
        else:
            do = "fill in a language, or remove the row"
            wrong.append(bad_cell(name, number, "the row says nothing for any language", do))
    return found


def _line(values: Mapping[str, str], episodes: str, spoken: Mapping[str, Spoken], number: int) -> AddressLine:
    speakers, addressees, says, traditional = (_several(values.get(key, "")) for key in _HEADS[:4])
    return AddressLine(
        speakers,
        addressees,
        says,
        traditional,
        values.get("SPOKEN OF", "").casefold() in _YES,
        episodes,
        spoken,
        values.get(_NOTES, ""),
        number,
    )


def _columns(heads: Sequence[str], name: str, wrong: list[LocalizeError]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for head in heads:
        if not head or head in (*_HEADS, _NOTES):
            continue
        language = head.removesuffix(MANNER).removesuffix(_FORBIDDEN)
        if tag := locale_named(language):
            columns.setdefault(language, tag)
        else:
            what = f"the column {head!r} is no language"
            wrong.append(bad_cell(name, 1, what, "write its tag or English name"))
    return columns


def _spoken(
    head: str, tag: str, values: Mapping[str, str], name: str, number: int, wrong: list[LocalizeError]
) -> Spoken | None:
    call, forbid = (_several(values.get(head + end, "")) for end in ("", _FORBIDDEN))
    text = values.get(head + MANNER, "")
    manner = read_cell(text, tag) if text else Cell()
    if manner is None:
        wrong.append(bad_cell(name, number, f"{head + MANNER} is {text!r}", CELL_HELP))
        return None
    return Spoken(call, manner, forbid) if call or forbid or manner else None


def _several(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def bad_cell(name: str, line: int, what: str, do: str) -> GlossaryError:
    """Return the problem of one row of a workbook."""
    return GlossaryError(what, code="GLO008", do=do, place=Place(name, line))
