"""The only place that turns the bytes of a YAML file into plain data with line numbers, and refuses hostile ones.

A term file needs mappings, lists and text. Anchors, aliases, tags, several documents and deep nesting are refused
while the events come in, so that nothing is ever expanded. Text is text: only a bare ``true``, ``false`` or ``null``
is anything else, so ``no`` is Norwegian and ``250`` is a term.
"""

from __future__ import annotations

import sys
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
_LONGEST_PLAIN = max(map(len, _PLAIN))


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
        return _Builder(name).read(yaml.parse(text, Loader=loader))
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


class _Builder:
    """Puts the data of a file together; a pack has tens of thousands of events, so the frequent ones come first."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.root: list[Value] = []
        self._stack: list[_Open] = []

    def read(self, events: Iterator[yaml.Event]) -> YamlFile:
        from yaml import DocumentStartEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent

        documents = 0
        for event in events:
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._stack.pop()
                sys.audit("localize.read")  # a shell that has something else to do first hears it
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _refused(self.name, _line(event), "the file holds several documents", "keep one")
            else:
                self._opening(event)
        return YamlFile(self.name, self.root[0] if self.root else None, self.lines)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text = event.value
        if event.anchor or event.tag:
            self._refuse_marks(event)
        top = self._stack[-1] if self._stack else None
        if top is not None and top.key is None and isinstance(top.value, dict):
            if text in top.value:
                raise _refused(self.name, _line(event), f"the key {text!r} stands twice", "merge the two")
            top.key = text
        elif len(text) <= _LONGEST_PLAIN and event.implicit[0] and text.lower() in _PLAIN:
            self._attach(_PLAIN[text.lower()], event)
        else:
            self._attach(text, event)

    def _opening(self, event: yaml.Event) -> None:
        """Begin a collection; refuses aliases, and passes over what holds no data."""
        import yaml

        self._refuse_marks(event)
        if not isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            return
        value: list[Value] | dict[str, Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if len(self._stack) >= MAX_DEPTH:
            raise _refused(self.name, _line(event), f"nested deeper than {MAX_DEPTH} levels", "flatten it")
        if self._stack and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None:
            what = "a key is a mapping or list"
            raise _refused(self.name, _line(event), what, "write a word before the colon")
        self._stack.append(_Open(value, self._attach(value, event)))

    def _refuse_marks(self, event: yaml.Event) -> None:
        import yaml

        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what = "anchors and aliases are not allowed"
            raise _refused(self.name, _line(event), what, "write the value out")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise _refused(self.name, _line(event), f"the tag {tag} is not allowed", "remove it")

    def _attach(self, value: Value, event: yaml.Event) -> Path:
        path: Path = ()
        if not self._stack:
            self.root.append(value)
        else:
            top = self._stack[-1]
            if isinstance(top.value, dict):
                key = top.key or ""
                path = (*top.path, key)
                top.value[key] = value
                top.key = None
            else:
                path = (*top.path, len(top.value))
                top.value.append(value)
        self.lines[path] = _line(event)
        return path


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


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
