"""The only place that reads runs of plain members of a JSON object (``"key": "text",``) in one go.

Most of a string table is such members, and reading them token by token takes three times as long. What counts here is
that a run says the same as its tokens would: whatever needs a second thought (a comment, a key with a meaning of its
own, a value that is no string) ends it, and the tokens go on from there.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.formats.json_tokens import literal
from localize.formats.plurals import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BATCH: Final = 1024
"""Members looked at together: more would cost memory and save no time."""
_FEWEST: Final = 3
"""Fewer members are read as fast one by one."""

_PLAIN: Final = r"[^\"\\\x00-\x1f\ud800-\udfff]"
_BLANK: Final = r"[ \t\r\n]*+"
# A key with / or ~ is escaped in names, one that begins with @ _ / # $ may be metadata or a comment, and one that ends
# like item_other may be a plural form. After the last member no comma need stand.
_MEMBER = re.compile(
    rf'{_BLANK}"(?![@_#$])([^"\\/~\x00-\x1f\ud800-\udfff]++)'
    + "".join(f"(?<!_{category})" for category in CATEGORIES)
    + rf'"[ \t]*+:[ \t]*+"({_PLAIN}*+(?:\\.{_PLAIN}*+)*+)"{_BLANK}(?:,|(?=\}}))'
)


class Members(NamedTuple):
    """Some members of one object that follow each other, one list a field; positions are characters.

    Attributes:
        keys: as they stand in the file, which is what they say.
        values: what the literals say, None where that is no text.
        begins: of the keys, with their quotes.
        starts, ends: of the insides of the literals.
        after: where the next member or the end of the object is to be looked for.
    """

    keys: Sequence[str]
    values: Sequence[str | None]
    begins: list[int]
    starts: list[int]
    ends: list[int]
    after: int


def plain_members(text: str, position: int) -> Iterator[Members]:
    """Yield batch by batch the plain members from a place on where a key may stand; nothing if there are few."""
    found = iter(_MEMBER.scanner(text, position).match, None)  # type: ignore[attr-defined]  # missing in typeshed
    matches = list(islice(found, _FEWEST))
    if len(matches) < _FEWEST:
        return
    while matches:
        matches += islice(found, _BATCH - len(matches))
        keys, values = zip(*[match.groups() for match in matches], strict=True)
        begins = [match.start(1) - 1 for match in matches]
        starts = [match.start(2) for match in matches]
        ends = list(map(int.__add__, starts, map(len, values)))
        after = matches[-1].end()
        if text.find("\\", position, after) >= 0:
            values = tuple(
                literal(text, start - 1, end + 1) if "\\" in value else value
                for value, start, end in zip(values, starts, ends, strict=True)
            )
        yield Members(keys, values, begins, starts, ends, after)
        position, matches = after, list(islice(found, _BATCH))
