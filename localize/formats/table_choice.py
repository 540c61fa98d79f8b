"""The only place that reads a user's word on what the columns of a table hold: ``key=ID,source=zh,target=C``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.errors import ParseError, UsageError
from localize.formats.table_columns import columns_of
from localize.formats.table_locales import heading_like
from localize.formats.table_roles import Roles, has_heads, is_heading_row, roles_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.formats.base import ParseOptions

_ROLES: Final = ("key", "source", "target", "text", "context", "max_length", "speaker", "scene", "note")
_SAMPLE: Final = 200
_LETTERS = re.compile(r"[A-Za-z]{1,3}")


def roles_for(rows: Sequence[Sequence[str]], options: ParseOptions) -> Roles | None:
    """Return the roles of the columns of a table: what the user says, otherwise what `roles_of` sees.

    Args:
        rows: the first ones of the table, the row of headings first if it has one.
        options: with `columns` and the language of the translation.

    Raises:
        UsageError: what the user says is no list of roles.
        ParseError: the table has no such column, or it does not show by itself which is what.
    """
    if options.columns is None:
        return roles_of(rows, options.target_locale)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return None
    headings = [cell.strip().lstrip("\ufeff") for cell in filled[0]]
    asked = asked_roles(options.columns)
    names = [column for columns in asked.values() for column in columns]
    has_header = (
        any(_named(name, headings) is not None for name in names)
        or is_heading_row(filled[0])
        or has_heads(filled[0], columns_of(filled[1:_SAMPLE]))
    )
    places = {role: tuple(_place(column, headings) for column in columns) for role, columns in asked.items()}
    return _roles(places, headings, has_header=has_header, target_locale=options.target_locale)


def asked_roles(columns: str) -> Mapping[str, Sequence[str]]:
    """Return the columns of each role.

    Args:
        columns: roles with a heading, a letter as spreadsheets have it, or a number from 1; ``text`` and ``note`` may
            stand several times.

    Raises:
        UsageError: a role is unknown, stands twice, or none says where the text is.

    >>> asked_roles("key=ID, text=B, text=C")
    {'key': ['ID'], 'text': ['B', 'C']}
    """
    found: dict[str, list[str]] = {}
    for part in columns.split(","):
        role, _, column = (piece.strip() for piece in part.partition("="))
        if role not in _ROLES or not column:
            what = f"{part.strip()!r} says no role of a column"
            raise UsageError(what, do=f"write role=column, with a role of {', '.join(_ROLES)}")
        if role in found and role not in ("text", "note"):
            raise UsageError(f"the role {role} has two columns", do="name one")
        found.setdefault(role, []).append(column)
    if ("source" in found) == ("text" in found):
        what = (
            "the columns name both source and text"
            if "source" in found
            else "no column is named for the text"
        )
        raise UsageError(
            what, do="name source (and target) for a translation beside it, text for one in its place"
        )
    if "target" in found and "source" not in found:
        raise UsageError("a target needs its source", do="name the column of the source as well")
    return found


def _named(column: str, headings: Sequence[str]) -> int | None:
    wanted = column.casefold()
    return next((at for at, heading in enumerate(headings) if heading.casefold() == wanted), None)


def _place(column: str, headings: Sequence[str]) -> int:
    at = _named(column, headings)
    if at is None and column.isascii() and column.isdigit():
        at = int(column[:6]) - 1
    elif at is None and _LETTERS.fullmatch(column):
        at = -1
        for letter in column.upper():
            at = (at + 1) * 26 + ord(letter) - ord("A")
    if at is None or not 0 <= at < max(len(headings), 1):
        shown = ", ".join(heading or "(empty)" for heading in headings[:20])
        raise ParseError(f"there is no column {column!r}", do=f"the columns are {shown}")
    return at


def _roles(
    places: Mapping[str, Sequence[int]],
    headings: Sequence[str],
    *,
    has_header: bool,
    target_locale: str | None,
) -> Roles:
    one = {role: columns[0] for role, columns in places.items()}
    source, target = one.get("source"), one.get("target")
    texts = tuple(places.get("text", ()))
    heading = None
    if source is not None and target is None and has_header and target_locale is not None:
        heading = heading_like([headings[source]], target_locale)
        target = _named(heading, headings)  # it may have been made already
        target, heading = (len(headings), heading) if target is None else (target, None)
    elif source is not None and target is None:
        texts = (source,)
        source = None
    return Roles(
        has_header=has_header, source=source, target=target, heading=heading, texts=texts,
        key=one.get("key"), context=one.get("context"), max_length=one.get("max_length"),
        speaker=one.get("speaker"), scene=one.get("scene"), notes=tuple(places.get("note", ())),
    )  # fmt: skip
