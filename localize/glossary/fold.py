"""The only place that makes Traditional and Simplified text comparable: a fold that keeps every offset.

The fold is for matching only. It maps one character to one character, so it is no conversion: what a reader sees
never passes through it.
"""

from __future__ import annotations

import functools
import re
from importlib import resources

_FULLWIDTH = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}


@functools.cache
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    rows = resources.files(__package__).joinpath("fold.tsv").read_text(encoding="utf-8").splitlines()
    table = dict(row.split("\t") for row in rows if not row.startswith("#"))
    return table, re.compile("([" + "".join(table) + "])")


def fold(text: str) -> str:
    """Return the text with each Traditional character as its Simplified one; the length never changes.

    >>> fold("離婚協議書"), fold("丑時 三里地 范將軍")
    ('离婚协议书', '丑时 三里地 范将军')
    """
    table, traditional = _table()
    # A search over Simplified text costs a thirtieth of str.translate, and most text is Simplified.
    pieces = traditional.split(text)
    if len(pieces) == 1:
        return text
    pieces[1::2] = map(table.__getitem__, pieces[1::2])
    return "".join(pieces)


def spellings(term: str) -> tuple[str, ...]:
    """Return the folded spellings under which a term is found: letters in either case, full or half width.

    >>> spellings("CP")
    ('CP', 'cp', 'Cp', 'ＣＰ', 'ｃｐ', 'Ｃｐ')
    """
    plain = fold(term)
    if not any(ch.isascii() and ch.isalnum() for ch in plain):
        return (plain,)
    cases = dict.fromkeys((plain, plain.lower(), plain.upper(), plain.capitalize()))
    wide = {half: full for full, half in _FULLWIDTH.items() if half.isalnum()}
    return tuple(dict.fromkeys([*cases, *("".join(wide.get(ch, ch) for ch in case) for case in cases)]))
