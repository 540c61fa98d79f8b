"""The only place that finds placeholders in a text: one pass a family, spans in order, never overlapping."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from localize.making import maker
from localize.masking.base import Placeholder, Role
from localize.masking.rules import BY_NAME, RULES, Family, Rule, family_of
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_make_placeholder = maker(Placeholder)
_PAIR_NAME = re.compile(r"[A-Za-z§]+")
# Every row of the table needs one of these; most texts have none, and are let through at the cost of one scan.
_MARK = re.compile("[{<&%#§\\\\\\[@\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_WORDED = frozenset({"url", "e-mail"})
"""Rows that begin with a letter or digit; every other one begins with a mark."""
_START = "(?=[{<&%#§\\\\\\[@$'\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd])"


def placeholders(text: str, format: str = "") -> tuple[Placeholder, ...]:  # noqa: A002 - the field's word
    """Return the placeholders of a text as it stands in a file of a format, in order, without symbols.

    Read-only; for the editor's colours and for checks. Linear in the length of the text.

    >>> [p.text for p in placeholders("{\\\\an8}<i>你好</i>%s", "srt")]
    ['{\\\\an8}', '<i>', '</i>', '%s']
    >>> placeholders("[门响]", "srt")
    ()
    """
    if not may_hold_placeholder(text):
        return ()
    return tuple(
        [
            _make_placeholder(text[span.start : span.end], span, "", rule.kind, rule.role, rule.name)
            for rule, span in _spans(text, family_of(format))
        ]
    )


def code_in(text: str, format: str = "") -> list[str]:  # noqa: A002 - the field's word
    """Return what the placeholders of a text say, in order: all that whoever only counts them needs, and quicker.

    >>> code_in("<i>你好</i>%s", "po")
    ['<i>', '</i>', '%s']
    """
    if not may_hold_placeholder(text):
        return []
    family = family_of(format)
    if "{" in text and _pattern(family, block=True).search(text) is not None:
        return [text[span.start : span.end] for _, span in _spans(text, family)]
    return [match.group() for match in _rows(text, family).finditer(text)]


def may_hold_placeholder(text: str) -> bool:
    """Return whether a text has a character or word that every placeholder of some row needs; quick."""
    if text.isascii():
        # Looking for single characters is quicker than the pattern: most texts have none of them.
        marked = (
            "{" in text or "<" in text or "%" in text or "&" in text
            or "[" in text or "\\" in text or "#" in text or "@" in text
        )  # fmt: skip
    else:
        marked = _MARK.search(text) is not None
    return marked or "://" in text or "www." in text or "$t(" in text


def is_formatting(placeholder: Placeholder) -> bool:
    """Return whether a placeholder carries looks and no words."""
    return placeholder.rule in BY_NAME and BY_NAME[placeholder.rule].formatting


def pairs(found: tuple[Placeholder, ...]) -> dict[int, int]:
    """Return the index of the partner of every opening and closing placeholder that has one, both ways."""
    partner: dict[int, int] = {}
    open_by_name: dict[tuple[str, str], list[int]] = {}
    for index, placeholder in enumerate(found):
        key = _pair_key(placeholder)
        if placeholder.role is Role.OPEN:
            open_by_name.setdefault(key, []).append(index)
        elif placeholder.role is Role.CLOSE and open_by_name.get(key):
            other = open_by_name[key].pop()
            partner[index], partner[other] = other, index
    return partner


def _pair_key(placeholder: Placeholder) -> tuple[str, str]:
    if placeholder.text.startswith("<#"):
        return placeholder.kind, "color"  # TextMeshPro's <#FFD700> is closed by </color>
    name = _PAIR_NAME.search(placeholder.text)
    word = name.group().lower() if name else ""
    return placeholder.kind, word[0] if word.startswith("§") else word


def _spans(text: str, family: Family) -> Iterator[tuple[Rule, Span]]:
    position = 0
    for block_rule, span in _blocks(text, family):
        yield from _plain_spans(text, position, span.start, family)
        yield block_rule, span
        position = span.end
    yield from _plain_spans(text, position, len(text), family)


def _plain_spans(text: str, start: int, end: int, family: Family) -> Iterator[tuple[Rule, Span]]:
    for match in _rows(text, family).finditer(text, start, end):
        yield _BY_GROUP[match.lastgroup or ""], Span(*match.span())


def _rows(text: str, family: Family) -> re.Pattern[str]:
    """Return the pattern of the rows that can stand in a text."""
    worded = "@" in text or "://" in text or "www." in text
    return _pattern(family, block=False, worded=worded)


def _blocks(text: str, family: Family) -> Iterator[tuple[Rule, Span]]:
    if "{" not in text:  # which every block begins with
        return
    pattern = _pattern(family, block=True)
    match = pattern.search(text)
    if match is None:
        return
    closing = _closing_braces(text)
    while match:
        end = closing.get(match.start())
        if end is not None:
            yield _BY_GROUP[match.lastgroup or ""], Span(match.start(), end + 1)
        match = pattern.search(text, match.start() + 1 if end is None else end + 1)


def _closing_braces(text: str) -> dict[int, int]:
    """Return opening → closing offset of every balanced brace pair, in one pass; ICU's quoted braces do not count."""
    closing: dict[int, int] = {}
    stack: list[int] = []
    for match in re.finditer(r"'[{}]+'|[{}]", text):
        token = match.group()
        if token == "{":
            stack.append(match.start())
        elif token == "}" and stack:
            closing[stack.pop()] = match.start()
    return closing


@functools.cache
def _pattern(family: Family, *, block: bool, worded: bool = False) -> re.Pattern[str]:
    """Return the rows of a family as one pattern; without the worded ones it looks at marks only."""
    rows = [rule for rule in RULES if family in rule.families and rule.block is block]
    if not worded:
        rows = [rule for rule in rows if rule.name not in _WORDED]
    if not rows:
        return re.compile(r"(?!)")
    either = "|".join(f"(?P<{_group(rule.name)}>{rule.pattern})" for rule in rows)
    return re.compile(either if worded else f"{_START}(?:{either})")


def _group(name: str) -> str:
    return name.replace("-", "_")


_BY_GROUP = {_group(rule.name): rule for rule in RULES}
