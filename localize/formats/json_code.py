"""The only place that tells strings of a JSON file that are code from text: ids of records, Minecraft's components.

A record is an object in an array; its ``id`` or ``key`` tells its texts apart. A text component of Minecraft
(https://minecraft.wiki/w/Text_component_format) holds colours, fonts, commands and addresses beside its words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.formats.json_tokens import Token, literal, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECORD_ID = re.compile(
    r'\{(?:[^{}\[\]]*?[,\s])?"(?:_?id|u[ui]?id|guid|sid|key|text_?id|string_?id)"\s*+:\s*+'
    r'(?:"([\w.\-/:#$|@]{1,200})"|(-?\d{1,20})\s*+[,}])',
    re.IGNORECASE | re.ASCII,
)
_COLOURS = r"#[0-9A-Fa-f]{6}|reset|black|white|gold|yellow|(?:dark_)?(?:blue|green|aqua|red|gray)"
_COLOURS += "|dark_purple|light_purple"
_COLOUR = re.compile(_COLOURS)
_MAY_BE_COMPONENT = re.compile(
    rf'"(?:click|hover)(?:Event|_event)"\s*+:\s*+\{{|"color"\s*+:\s*+"(?:{_COLOURS})"|"font"\s*+:\s*+"[a-z0-9_.-]+:'
)
_EVENT = re.compile(r"(click|hover)(?:Event|_event)")
_WORDS: Final = frozenset({"text", "translate", "extra", "keybind", "selector", "score", "nbt"})
_CODE: Final = frozenset({"font", "insertion", "keybind", "selector", "nbt", "type", "storage", "source"})
_NAME = re.compile(r"[\w\-]+(?:[.:][\w\-/]+)+", re.ASCII)


def record_id(text: str, start: int) -> tuple[str, int] | None:
    """Return the id of the record that begins at a brace, and where its literal begins; None if it has none.

    >>> record_id('{"zh": "a", "id": "sword_1"}', 0), record_id('{"id": 7}', 0), record_id('{"id": "两字"}', 0)
    (('sword_1', 18), ('7', 7), None)
    """
    match = _RECORD_ID.match(text, start)
    if match is None:
        return None
    return (match[1], match.start(1) - 1) if match[1] else (match[2], match.start(2))


def component_code(text: str, name: str) -> frozenset[int]:
    """Return where the strings begin that are code in text components; nothing if the file has none.

    Args:
        text: of the file.
        name: its path, for errors.
    """
    if _MAY_BE_COMPONENT.search(text) is None:
        return frozenset()
    found: set[int] = set()
    owners, key = [""], ""
    stack: list[dict[str, Token]] = [{}]
    for token in tokens(text, name):
        if token.kind == "k":
            key = literal(text, token.start, token.end) or ""
        elif token.kind in "}]":
            found.update(_code_of(text, owners, stack.pop()))
            owners.pop()
        elif token.kind in "{[":
            stack[-1].setdefault(key, token)
            owners.append(key)
            stack.append({})
        elif token.kind == "s":
            stack[-1][key] = token
    return frozenset(found)


def _code_of(text: str, owners: Sequence[str], members: dict[str, Token]) -> list[int]:
    """Return where the strings begin that are code in one object, its owners' keys outermost first."""
    event = _EVENT.fullmatch(owners[-1])
    strings = {key: token for key, token in members.items() if token.kind == "s"}
    if event is not None and "action" in strings:
        shows_words = event[1] == "hover" and _value(text, strings["action"]) == "show_text"
        return [token.start for key, token in strings.items() if key == "action" or not shows_words]
    is_shown = (
        len(owners) > 1 and _EVENT.fullmatch(owners[-2]) is not None and owners[-1] in ("contents", "value")
    )
    if is_shown and "id" in members and "text" not in members:
        return [token.start for key, token in strings.items() if key != "name"]
    if members.keys().isdisjoint(_WORDS):
        return []
    return [token.start for key, token in strings.items() if _is_code(key, _value(text, token))]


def _is_code(key: str, value: str) -> bool:
    if key in ("color", "shadow_color"):
        return _COLOUR.fullmatch(value) is not None
    return key in _CODE or (key == "translate" and _NAME.fullmatch(value) is not None)


def _value(text: str, token: Token) -> str:
    return literal(text, token.start, token.end) or ""
