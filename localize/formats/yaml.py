"""YAML string tables (Rails i18n and others): every scalar that is text, in the style in which it is written.

A name is the path of keys, joined by ``/``. Plain scalars stay plain where YAML allows, else they get double quotes;
block scalars keep their header. Aliases, keys, numbers, booleans, null, symbols (``:day``) and tagged values are no
segments. With a target locale, plural families (``one``/``other``) get a slot for each CLDR category that is missing.
Messages of MessageFormat with options give a text for each option.
Sources: https://yaml.org/spec/1.1/ and https://yaml.org/spec/1.2.2/
"""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.message_hosts import MessageWholes
from localize.formats.notes import max_length_in, note_of
from localize.formats.plurals import CATEGORIES, plural_categories
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_table import StringTable, lined, with_regions
from localize.formats.yaml_events import read
from localize.formats.yaml_scalars import (
    BLOCK,
    block_inside,
    block_text,
    is_text,
    rewritten,
)
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.formats.base import Probe
    from localize.formats.message_hosts import Held
    from localize.formats.source import SourceText
    from localize.formats.yaml_events import Event
    from localize.model import Document, SegmentId

# Possessive: blank lines can be split in one way only, else a page of them would never end.
_START = re.compile(r"(?:[^\S\n]*+(?:#[^\n]*+)?\n)*+[^\S\n]*+(?:%YAML|---(?:\s|$))")
_FIRST_KEY = re.compile(r"(?:[^\S\n]*+(?:#[^\n]*+)?\n)*+[^\S\n]*+(?:- |[\w.\"'-]++:(?:\s|$))")
_NESTED = re.compile(
    r"^([ ]*+)[\w.\"'-]++:[ \t]*+(?:#[^\n]*+)?\r?\n(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+"
    r"\1[ ]++(?:- |[^\s:#][^:\n]*+:(?:\s|$))",
    re.MULTILINE,
)
_PARADOX = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*l_[a-z_]+:[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
_NOT_YAML = re.compile(r"^(?:WEBVTT|\[[^\]\n]*\][ \t]*\r?$)|^[0-9:., ]+-->|\A\s*[<{]", re.MULTILINE)
_PROPERTIES = re.compile(r"(?:[&!][^\s]*\s+)+")
_NUMBERED = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")
_INSERT: Final = "insert "
"""Begins the keys of `Document.meta` that say how a missing plural form is written: its key, then its indentation."""


class _Frame:
    """One open mapping or sequence."""

    __slots__ = ("count", "expects_key", "forms", "in_flow", "is_mapping", "key", "key_start", "prefix")

    def __init__(self, prefix: str, *, is_mapping: bool) -> None:
        self.prefix = prefix
        self.is_mapping = is_mapping
        self.in_flow = False
        self.expects_key = is_mapping
        self.key = ""
        self.key_start = 0
        self.count = 0
        self.forms: dict[str, _Form] = {}


class _Form(NamedTuple):
    """A scalar in a mapping that may turn out to be a plural form."""

    key_start: int
    segment: Segment | None


class _Reader:
    def __init__(self, source: SourceText, options: ParseOptions) -> None:
        self.table = StringTable(source)
        self.text = self.table.text
        self.source = source
        self.locale = options.target_locale
        self.meta: dict[str, str] = {"target_locale": self.locale} if self.locale else {}
        self.frames: list[_Frame] = []
        self.flow = 0
        self.document = 0

    def read(self, events: Iterator[Event]) -> Parsed:
        for event in events:
            if event.kind == "scalar":
                self._scalar(event)
            elif event.kind == "alias":
                self._value()
            elif event.kind in "{[":
                self._open(event)
            elif event.kind in "}]":
                self._close()
            else:
                self.document += 1
        if self.text.isascii() and _NUMBERED.search(self.text):
            self.meta["escapes"] = "ascii"
        return Parsed(self.table.segments(), tuple(self.table.remarks), self.meta)

    def _name(self, frame: _Frame | None) -> str:
        if frame is None:
            return str(self.document)
        part = frame.key if frame.is_mapping else str(frame.count)
        return f"{frame.prefix}{part.replace('~', '~0').replace('/', '~1') if '/' in part or '~' in part else part}"

    def _value(self) -> str:
        """Return the name of the value (or complex key) that begins here, and go on to the next."""
        frame = self.frames[-1] if self.frames else None
        name = self._name(frame)
        if frame is not None:
            frame.count += 1
            if frame.is_mapping:
                frame.expects_key = not frame.expects_key
        return name

    def _open(self, event: Event) -> None:
        parent = self.frames[-1] if self.frames else None
        if parent is not None and parent.is_mapping:
            parent.forms["not plural"] = _Form(0, None)
            if parent.expects_key:
                parent.key = "?"
        name = self._value()
        prefix = "" if parent is None and self.document == 0 else f"{name}/"
        self.frames.append(_Frame(prefix, is_mapping=event.kind == "{"))
        self.flow += event.in_flow
        self.frames[-1].in_flow = event.in_flow

    def _close(self) -> None:
        frame = self.frames.pop()
        self.flow -= frame.in_flow
        self._plural(frame)

    def _scalar(self, event: Event) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.is_mapping and frame.expects_key:
            frame.key, frame.key_start = event.value, event.start
            frame.expects_key = False
            return
        key = frame.key if frame is not None and frame.is_mapping else None
        begin = frame.key_start if frame is not None and key is not None else event.start
        segment_id = self.table.unique(self._value())
        segment = self._segment(event, segment_id, begin)
        if segment is not None:
            self.table.add(segment)
        if frame is not None and key in CATEGORIES and key not in frame.forms:
            frame.forms[key] = _Form(frame.key_start, segment)
        elif frame is not None and key is not None:
            frame.forms["not plural"] = _Form(0, None)

    def _segment(self, event: Event, segment_id: SegmentId, begin: int) -> Segment | None:
        """Return the segment of a scalar, None if it is not text."""
        text = self.text
        start, end = event.start, event.end
        if event.has_properties:
            match = _PROPERTIES.match(text, start, end)
            start = match.end() if match else start
        value, style = event.value, event.style
        if style and not value.strip() and style not in BLOCK:
            self.table.region(start, end)  # a text that was emptied
        if not value.strip() or not is_text(event):
            if not style and value.lower() in {"yes", "no", "on", "off"}:
                self.table.remark(
                    start, "FMT146", f"{value} is a truth value in YAML: quote it to translate it"
                )
            return None
        if style in BLOCK:
            start, end = block_inside(text, start, end)
            value = block_text(value)
        note = self._note(begin, end)
        line = self.table.line(begin)
        text_line = self.table.line(start) if "\n" in text[begin:start] else line
        return Segment(
            segment_id, value, (Span(start, end),), line, text_line, SegmentKind.STRING,
            style=style or ("flow" if self.flow else None), key=_dotted(segment_id), note=note,
            max_length=max_length_in(note),
        )  # fmt: skip

    def _note(self, begin: int, end: int) -> str | None:
        """Return the comments above a key and behind its value."""
        text = self.text
        comments: list[str] = []
        stop = text.rfind("\n", 0, begin)
        while stop > 0 and len(comments) < 40:
            start = text.rfind("\n", 0, stop) + 1
            above = text[start:stop].strip()
            if not above.startswith("#"):
                break
            comments.insert(0, above)
            stop = start - 1
        behind = re.compile(r"[ \t]+(#[^\n]*)").match(text, end)
        if behind:
            comments.append(behind[1])
        return note_of(comments) if comments else None

    def _plural(self, frame: _Frame) -> None:
        """Mark the forms of a plural family, and give slots to the forms that the target language needs besides."""
        forms = frame.forms
        if not frame.is_mapping or "not plural" in forms or "other" not in forms:
            return
        other = forms["other"]
        for (_, before), (_, after) in pairwise(forms.items()):
            self.table.region(before.key_start, after.key_start)
        for category, form in forms.items():
            if form.segment is not None:
                self.table.amend(form.segment, plural=category)
        if self.locale is None or frame.in_flow or other.segment is None:
            return
        line_start = self.text.rfind("\n", 0, other.key_start) + 1
        indent = self.text[line_start : other.key_start]
        if indent.strip():
            return
        for category in plural_categories(self.locale):
            if category in forms:
                continue
            segment_id = self.table.unique(f"{frame.prefix}{category}")
            self.meta[_INSERT + segment_id] = f"{category}: {indent}"
            line = self.table.line(other.key_start)
            at = Span(other.key_start, other.key_start)
            self.table.add(
                Segment(
                    segment_id, other.segment.source, (at,), line, line, SegmentKind.STRING,
                    style=other.segment.style, key=_dotted(segment_id), note=other.segment.note,
                    max_length=other.segment.max_length, plural=category,
                )
            )  # fmt: skip


def _dotted(segment_id: str) -> str:
    """Return a path of keys as code writes it."""
    return segment_id.replace("/", ".").replace("~1", "/").replace("~0", "~")


def _regions(source: SourceText, events: Iterator[Event]) -> list[Span]:
    reader = _Reader(source, ParseOptions())
    reader.read(events)
    return reader.table.regions()


class _Strings(TextFormat):
    """YAML string tables, each string whole."""

    name = "yaml"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if the file begins as YAML, or with a key and nests some; NO for Paradox, else POSSIBLE."""
        head = probe.head
        if _PARADOX.search(head):
            return Likelihood.NO
        begins = _START.match(head) or (_FIRST_KEY.match(head) and _NESTED.search(head))
        likely = begins and not _NOT_YAML.search(head)
        return Likelihood.LIKELY if likely else Likelihood.POSSIBLE

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the scalars that are text."""
        return read(lined(source.text), source.name, lambda events: _Reader(source, options).read(events))

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; blocks hold no blanks or empty lines at their edges, folded ones no indented lines."""
        fitted = super().fit(target, segment)
        if fitted.isspace():
            return ""
        if segment.style == ">":
            fitted = "\n".join(line.strip(" \t") for line in fitted.split("\n"))
        return fitted.strip("\n").lstrip(" \t").rstrip(" \t\n") if segment.style in BLOCK else fitted

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the scalar in its style; plain and single-quoted ones become double-quoted where they must."""
        insert = document.meta.get(_INSERT + segment.id)
        ascii_only = "escapes" in document.meta
        if insert is None:
            return (rewritten(target, segment, document, ascii_only=ascii_only),)
        key, indent = insert.split(": ", 1)
        style = None if segment.style in BLOCK else segment.style
        body = rewritten(target, dataclasses.replace(segment, style=style), document, ascii_only=ascii_only)
        return (f"{key}: {body}{document.newline}{indent}" if target else "",)

    def slots(self, document: Document) -> list[Span]:
        """Return the scalars, and the whole forms of plural families but for the last: others may be put in there."""
        source = rendered_source(document.data, document)
        regions = read(lined(source.text), source.name, lambda events: _regions(source, events))
        return with_regions(super().slots(document), regions)

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the values; a plural form that is still missing says what it said before."""
        options = ParseOptions(target_locale=document.meta.get("target_locale"))
        parsed = self.parse(rendered_source(data, document), options)
        before = {s.id: s.source for s in document.segments if _INSERT + s.id in document.meta}
        return {
            s.id: before.get(s.id, s.source) if _INSERT + s.id in parsed.meta else s.source
            for s in parsed.segments
        }


class YamlFormat(MessageWholes, _Strings):
    """YAML string tables."""

    def spans(self, held: Held, document: Document) -> list[tuple[Span, ...]] | None:
        """Return the spans of the texts, None in a folded block of several lines: how it folds is not said again."""
        is_folded = held.parent.style == ">" and "\n" in held.parent.source
        return None if is_folded else super().spans(held, document)


FORMAT = YamlFormat()
