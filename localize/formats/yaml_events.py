"""The only place that calls a YAML parser: events with exact character marks; nothing recurses, no alias is resolved.

libyaml (through PyYAML, where it is installed) is forty times faster; ruamel.yaml reads YAML 1.2, which allows more
(``[ :year, :month ]``). So libyaml is asked first and ruamel.yaml where that refuses a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from localize.errors import HostileInputError, ParseError, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Result = TypeVar("Result")

MAX_DEPTH = 100
"""Deeper nesting is refused; locale files have about 10 levels."""

_KINDS = {
    "ScalarEvent": "scalar",
    "AliasEvent": "alias",
    "MappingStartEvent": "{",
    "SequenceStartEvent": "[",
    "MappingEndEvent": "}",
    "SequenceEndEvent": "]",
    "DocumentEndEvent": "end",
}


class Event(NamedTuple):
    """One step of a YAML file.

    Attributes:
        kind: ``scalar``, ``alias``, ``{ } [ ]``, or ``end`` of a document.
        start, end: characters of the text; anchor and tag included.
        value: of a scalar.
        style: of a scalar: None (plain), ``'``, ``"``, ``|`` or ``>``.
        tag: if one is written.
        has_properties: an anchor or a tag stands before it.
        in_flow: a collection in brackets.
    """

    kind: str
    start: int
    end: int
    value: str = ""
    style: str | None = None
    tag: str | None = None
    has_properties: bool = False
    in_flow: bool = False


class Refusal(Exception):
    """A parser does not take the text; carries the character and the reason. Never leaves `read`."""

    def __init__(self, position: int, why: str) -> None:
        super().__init__(why)
        self.position = position


def read(text: str, name: str, use: Callable[[Iterator[Event]], Result]) -> Result:
    """Return what a function makes of the events, from the first parser that takes the whole text.

    Raises:
        ParseError: no parser takes it; with the line.
        HostileInputError: it nests deeper than `MAX_DEPTH`.
    """
    last: Refusal | None = None
    for parser in (_libyaml, _ruamel):
        try:
            return use(_shallow(parser(text), text, name))
        except Refusal as refusal:
            last = refusal
    assert last is not None
    place = Place(name, text.count("\n", 0, last.position) + 1)
    raise ParseError(f"this is not YAML: {last}", do="mend it here", place=place)


def _shallow(events: Iterator[Event], text: str, name: str) -> Iterator[Event]:
    depth = 0
    for event in events:
        depth += (event.kind in "{[") - (event.kind in "}]")
        if depth > MAX_DEPTH:
            place = Place(name, text.count("\n", 0, event.start) + 1)
            raise HostileInputError(f"nests deeper than {MAX_DEPTH} levels", do="flatten it", place=place)
        yield event


def _libyaml(text: str) -> Iterator[Event]:
    try:
        import yaml
    except ImportError:
        raise Refusal(0, "PyYAML is not installed") from None
    if not yaml.__with_libyaml__:
        raise Refusal(0, "PyYAML has no libyaml")
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            yield from _event(event)
    except yaml.YAMLError as error:
        raise _refusal(error) from None


def _ruamel(text: str) -> Iterator[Event]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError, YAMLStreamError

    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            yield from _event(event)
    except (YAMLError, YAMLStreamError, ValueError, NotImplementedError) as error:
        raise _refusal(error) from None


def _event(event: Any) -> Iterator[Event]:
    kind = _KINDS.get(type(event).__name__)
    if kind is None:
        return
    start, end = event.start_mark.index, event.end_mark.index
    if kind == "scalar":
        tag = str(event.tag) if event.tag else None
        yield Event(kind, start, end, event.value, event.style or None, tag, bool(event.anchor or tag))
    elif kind in "{[":
        yield Event(kind, start, end, in_flow=bool(event.flow_style))
    else:
        yield Event(kind, start, end)


def _refusal(error: Exception) -> Refusal:
    """Return place and reason of an error of either parser."""
    marks = [getattr(error, part, None) for part in ("problem_mark", "context_mark")]
    if "end of stream" in str(getattr(error, "problem", "")) or "<stream end>" in str(
        getattr(error, "problem", "")
    ):
        marks.reverse()  # what is never closed is to be mended where it begins
    mark = marks[0] or marks[1]
    words = [getattr(error, part, None) for part in ("context", "problem", "reason")]
    why = " ".join(word for word in words if isinstance(word, str)) or type(error).__name__
    position = mark.index if mark is not None else getattr(error, "position", 0)
    return Refusal(position if isinstance(position, int) else 0, why)
