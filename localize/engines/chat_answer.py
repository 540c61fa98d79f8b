"""The only place that reads what a chat model answered: any text in, items with ids out, nothing invented."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2_000_000
"""Characters of an answer that are looked at; more is no translation of a batch."""

_TRIES = 2000
"""Opening braces at which an object is tried where the whole is no JSON."""

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^\s*```[\w-]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an answer as it came; `src` is '' if the model left it out."""

    id: str
    src: str
    text: str


def parse(answer: str) -> list[Item]:
    """Return the items of an answer in its order, whatever stands around them; none if there are none.

    Reads plain JSON, JSON in a markdown fence, behind thoughts or between prose, and the whole objects of an answer
    that breaks off.
    """
    text = _THOUGHTS.sub("", answer[:LONGEST]).strip()
    fenced = _FENCE.match(text)
    text = fenced.group(1) if fenced else text
    try:
        return list(_items(json.loads(text)))
    except (ValueError, RecursionError):
        return list(_scattered(text))


def _items(value: object) -> Iterator[Item]:
    """Yield the items in a JSON value: itself, of its list, or of the lists of its members."""
    if isinstance(value, list):
        for entry in value:
            item = _item(entry)
            if item is not None:
                yield item
    elif isinstance(value, dict):
        item = _item(value)
        if item is not None:
            yield item
        else:
            for member in value.values():
                if isinstance(member, list | dict):
                    yield from _items(member)


def _item(value: object) -> Item | None:
    if not isinstance(value, dict):
        return None
    name, text, src = value.get("id"), value.get("text"), value.get("src", "")
    if not isinstance(name, str) or not isinstance(text, str):
        return None
    return Item(name.strip(), src if isinstance(src, str) else "", text)


def _scattered(text: str) -> Iterator[Item]:
    """Yield the items that can be read from a text that as a whole is no JSON."""
    decoder = json.JSONDecoder()
    at = tries = 0
    while tries < _TRIES and (at := text.find("{", at)) >= 0:
        tries += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        try:
            yield from _items(value)
        except RecursionError:
            return
