"""The only place that changes one item of a list in a YAML file: every other line stays as it is, comments too.

Where the lines of an item cannot be cut out (a list in brackets, a dash on the line of its key) the file is written
anew by ruamel.yaml, which keeps comments and order.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from localize.glossary.yamlfile import list_of, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    from localize.glossary.yamlfile import Value

_DASH = re.compile(r"( *)-[ ]")
_KEY = re.compile(r"[^\s#-]")


def round_trip_yaml(indent: int = 2) -> YAML:
    """Return a reader and writer that keeps comments, order and quotes; items begin after `indent` blanks."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 110
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=indent + 2, offset=indent)
    return yaml


def edit_item(
    text: str, name: str, section: str, index: int, change: Callable[[CommentedMap], None], remark: str = ""
) -> str:
    """Return a file in which one item of a list is changed, with a comment above it.

    Args:
        text: of the file.
        name: for messages.
        section: key of the list at the root.
        index: of the item, from 0.
        change: changes the item in place.
        remark: the comment, '' for none.
    """
    lines = text.splitlines(keepends=True)
    start, end = _lines(text, name, section, index, lines)
    dash = _DASH.match(lines[start])
    if dash is None:
        return _whole(text, section, lambda items: change(items[index]), index, remark)
    yaml = round_trip_yaml(len(dash[1]))
    items = yaml.load("".join(lines[start:end]))
    change(items[0])
    out = io.StringIO()
    yaml.dump(items, out)
    newline = "\r\n" if lines[start].endswith("\r\n") else "\n"
    block = (_comment(remark, len(dash[1])) + out.getvalue()).replace("\n", newline)
    return "".join([*lines[:start], block, *lines[end:]])


def append_item(text: str, name: str, section: str, item: Mapping[str, Value], remark: str = "") -> str:
    """Return a file with one more item after the last of a list, with a comment above it; a missing list is begun."""
    lines = text.splitlines(keepends=True)
    root = read_yaml(text.encode(), name)
    count = len(list_of(root.at((section,))))
    if (section,) not in root.lines:
        head = f"{'' if not text or text.endswith(chr(10)) else chr(10)}{chr(10) if text.strip() else ''}"
        return f"{text}{head}{section}:\n" + _block(item, 2, remark)
    start, end = _lines(text, name, section, count - 1, lines) if count else (0, 0)
    dash = _DASH.match(lines[start]) if count else None
    if dash is None:
        return _whole(text, section, lambda items: items.append(dict(item)), count, remark)
    gap = "\n" if end == len(lines) and not lines[-1].endswith("\n") else ""
    blank = "\n" if remark else ""
    newline = "\r\n" if lines[start].endswith("\r\n") else "\n"
    block = f"{gap}{blank}{_block(item, len(dash[1]), remark)}".replace("\n", newline)
    return "".join([*lines[:end], block, *lines[end:]])


def remove_item(text: str, name: str, section: str, index: int) -> str:
    """Return a file without one item of a list; a list that would be empty goes with its key."""
    lines = text.splitlines(keepends=True)
    root = read_yaml(text.encode(), name)
    start, end = _lines(text, name, section, index, lines)
    if _DASH.match(lines[start]) is None:
        return _whole(text, section, lambda items: items.pop(index), None, "")
    if len(list_of(root.at((section,)))) == 1:
        start = next(number for number in range(start, -1, -1) if _KEY.match(lines[number]))
    return "".join([*lines[:start], *lines[end:]])


def _block(item: Mapping[str, Value], indent: int, remark: str) -> str:
    out = io.StringIO()
    round_trip_yaml(indent).dump([dict(item)], out)
    return _comment(remark, indent) + out.getvalue()


def _comment(remark: str, indent: int) -> str:
    return f"{' ' * indent}{remark}\n" if remark else ""


def _lines(text: str, name: str, section: str, index: int, lines: list[str]) -> tuple[int, int]:
    """Return the half-open range of lines of an item, blank lines and comments after it left out."""
    places = read_yaml(text.encode(), name).lines
    start = places[section, index]
    following = places.get((section, index + 1))
    if following is None:  # the place of a section is that of its first item, not of its key
        keys = (number for number, line in enumerate(lines[start:], start + 1) if _KEY.match(line))
        following = next(keys, len(lines) + 1)
    end = following - 1
    while end > start and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return start - 1, end


def _whole(
    text: str, section: str, change: Callable[[CommentedSeq], object], index: int | None, remark: str
) -> str:
    """Return the text after a change for which no lines could be cut out."""
    yaml = round_trip_yaml()
    root = yaml.load(text)
    items = root[section]
    items.fa.set_block_style()
    change(items)
    if not items:
        del root[section]
    elif remark and index is not None:
        items.yaml_set_comment_before_after_key(index, before=remark.removeprefix("# "), indent=2)
    out = io.StringIO()
    yaml.dump(root, out)
    return out.getvalue()
