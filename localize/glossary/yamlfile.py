"""The only place that turns the bytes of a YAML file into plain data with line numbers, and refuses hostile ones.

A term file needs mappings, lists and text. Anchors, aliases, tags, several documents and deep nesting are refused
while the events come in, so that nothing is ever expanded. Text is text: only a bare ``true``, ``false`` or ``null``
is anything else, so ``no`` is Norwegian and ``250`` is a term.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from localize.errors import GlossaryError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 24

Value: TypeAlias = "str | bool | list[Value] | dict[str, Value] | None"
Path: TypeAlias = "tuple[str | int, ...]"

_PLAIN: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The data of a file and the line of each node in it.

    Attributes:
        name: as the caller gave it.
        value: the data.
        lines: path from the root → 1-based line.
    """

    name: str
    value: Value
    lines: dict[Path, int] = field(repr=False)

    def place(self, path: Path) -> Place:
        """Return the place of a node, or of the nearest node above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.name, self.lines.get(path, 1))

    def at(self, path: Path) -> Value:
        """Return what stands at a path, None if nothing does."""
        value: Value = self.value
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value


def read_yaml(data: bytes, name: str) -> YamlFile:
    """Return the data of a YAML file.

    Raises:
        GlossaryError: not UTF-8 (GLO002), not YAML (GLO002), or something that a term file must not hold (GLO003).
    """
    import yaml

    if len(data) > MAX_BYTES:
        raise _refused(name, 1, f"the file is larger than {MAX_BYTES // 2**20} MiB", "split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise GlossaryError(
            "the file is not UTF-8", code="GLO002", do="save it as UTF-8", place=Place(name, line)
        ) from None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _build(yaml.parse(text, Loader=loader), name)
    except yaml.YAMLError as error:
        raise _syntax(error, name) from None


def _syntax(error: yaml.YAMLError, name: str) -> GlossaryError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1)
    return GlossaryError(f"not YAML: {what}", code="GLO002", do="check indentation and quotes", place=place)


def _refused(name: str, line: int, what: str, do: str) -> GlossaryError:
    return GlossaryError(what, code="GLO003", do=do, place=Place(name, line))


@dataclass(slots=True)
class _Open:
    """A collection that is being read: where it goes and, for a mapping, the key that waits for its value."""

    value: list[Value] | dict[str, Value]
    path: Path
    key: str | None = None


def _build(events: Iterator[yaml.Event], name: str) -> YamlFile:
    import yaml

    lines: dict[Path, int] = {}
    stack: list[_Open] = []
    root: list[Value] = []
    documents = 0
    for event in events:
        line = _line(event)
        _check(event, name, line)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _refused(name, line, "the file holds several documents", "keep one")
        elif isinstance(event, yaml.ScalarEvent):
            _add_scalar(event, stack, root, lines, name)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            value: list[Value] | dict[str, Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
            if len(stack) >= MAX_DEPTH:
                raise _refused(name, line, f"nested deeper than {MAX_DEPTH} levels", "flatten it")
            if stack and isinstance(stack[-1].value, dict) and stack[-1].key is None:
                raise _refused(name, line, "a key is a mapping or list", "write a word before the colon")
            stack.append(_Open(value, _attach(value, stack, root, lines, line)))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
    return YamlFile(name, root[0] if root else None, lines)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _check(event: yaml.Event, name: str, line: int) -> None:
    import yaml

    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _refused(name, line, "anchors and aliases are not allowed", "write the value out")
    tag = getattr(event, "tag", None)
    if tag not in (None, "!"):
        raise _refused(name, line, f"the tag {tag} is not allowed", "remove it")


def _add_scalar(
    event: yaml.ScalarEvent, stack: list[_Open], root: list[Value], lines: dict[Path, int], name: str
) -> None:
    line = _line(event)
    top = stack[-1] if stack else None
    if top is not None and isinstance(top.value, dict) and top.key is None:
        if event.value in top.value:
            raise _refused(name, line, f"the key {event.value!r} stands twice", "merge the two")
        top.key = event.value
        return
    plain = event.implicit[0] and event.value.lower() in _PLAIN
    value: Value = _PLAIN[event.value.lower()] if plain else event.value
    _attach(value, stack, root, lines, line)


def _attach(value: Value, stack: list[_Open], root: list[Value], lines: dict[Path, int], line: int) -> Path:
    if not stack:
        root.append(value)
        path: Path = ()
    else:
        top = stack[-1]
        if isinstance(top.value, dict):
            key = top.key or ""
            path = (*top.path, key)
            top.value[key] = value
            top.key = None
        else:
            path = (*top.path, len(top.value))
            top.value.append(value)
    lines[path] = line
    return path


def text_of(value: Value) -> str:
    """Return a value if it is text, else ''."""
    return value if isinstance(value, str) else ""


def list_of(value: Value) -> list[Value]:
    """Return a value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def mapping_of(value: Value) -> dict[str, Value]:
    """Return a value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def words_of(value: Value) -> tuple[str, ...]:
    """Return the texts of a list."""
    return tuple(text_of(word) for word in list_of(value))
