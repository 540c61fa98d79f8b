"""Owns JSON tables of game teams: arrays of records with source and translation side by side, ``{"zh": …, "en": …}``.

The keys of the records are what headings are in a CSV table, and `localize.formats.table_roles` says which is what; so
are ``original`` and ``translation``, and what a user says (`ParseOptions.columns`). The slot is the inside of the
translation's literal, its ``null``, or a whole member after the source's where the record has none. Records without two
languages are read by `localize.formats.json`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from localize.errors import InputError, ParseError, Place
from localize.formats.base import COLUMNS, Likelihood, Parsed, ParseOptions
from localize.formats.idents import Idents
from localize.formats.json_tokens import Node, escaped_newline, literal, style_of, tokens, tree, written
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_table import StringTable
from localize.formats.table_choice import roles_for
from localize.formats.table_locales import column_locale
from localize.formats.table_roles import RowFacts, facts_of, roles_of
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.formats.table_roles import Roles
    from localize.model import Document

_SAMPLE: Final = 200
_ARRAY = re.compile(r"\[(?:\s++|//[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/)*+\{")
_NULL: Final = "null"
_MEMBER: Final = "member"
"""In `Document.meta`: how a member with a translation is written, up to its text."""


class JsonTableFormat(TextFormat):
    """JSON tables of records."""

    name = "json_table"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if the first records have texts in two languages, or a text and its translation."""
        if probe.head.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{") or not _ARRAY.search(probe.head):
            return Likelihood.NO
        rows = list(islice(_first_records(probe), _SAMPLE))
        return Likelihood.CERTAIN if _is_table(probe.head, rows) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts of the records."""
        table = _Table(source, options)
        table.read()
        return Parsed(table.strings.segments(), tuple(table.strings.remarks), table.meta())

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; a blank one is written as an empty string."""
        return "" if target.isspace() else super().fit(target, segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the inside of the literal, all of it for ``null``, or the whole member that a record lacks."""
        codec = document.encoding.name
        span = segment.spans[0]
        was = document.data[span.start : span.end].decode(codec)
        target = target.replace("\n", escaped_newline(was))
        quote = document.data[span.end : span.end + len('"'.encode(codec))].decode(codec, "replace")
        if quote in ("'", '"') and was != _NULL:
            return (written(target, document.meta, quote=quote, codec=codec),)
        head = '"' if was == _NULL else document.meta[_MEMBER]
        return (f'{head}{written(target, document.meta, codec=codec)}"' if target else "",)

    def slots(self, document: Document) -> list[Span]:
        """Return the translations of all records, with their members where those may have been missing."""
        table = _Table(rendered_source(document.data, document), ParseOptions.like(document))
        table.read()
        return sorted(table.strings.regions())


def _records(text: str, name: str, outside: list[int]) -> Iterator[Node]:
    """Yield the objects that stand in arrays; appends where other strings begin."""
    stream, brackets = tokens(text, name), list[str]()
    for token in stream:
        if token.kind == "{" and brackets and brackets[-1] == "[":
            yield tree(stream, token)
        elif token.kind in "{[":
            brackets.append(token.kind)
        elif token.kind in "}]":
            brackets.pop()
        elif token.kind == "s":
            outside.append(token.start)


def _first_records(probe: Probe) -> Iterator[Node]:
    """Yield the records of the head of a file up to where it is cut off."""
    try:
        yield from _records(probe.head, probe.name, [])
    except InputError:
        return


def _members(text: str, record: Node) -> dict[str, Node]:
    keys = (literal(text, key.start, key.end) or "" for key in record.keys)
    return dict(zip(keys, record.nodes, strict=True))


def _cell(text: str, node: Node | None) -> str:
    """Return what a value says in a cell: nothing for ``null`` and for what nests."""
    if node is None or node.kind in "{[":
        return ""
    if node.kind == "s":
        return literal(text, node.start, node.end) or ""
    word = text[node.start : node.end]
    return "" if word == _NULL else word


def _rows(text: str, records: Sequence[Node]) -> list[list[str]]:
    """Return records as rows of a table, their keys first."""
    found = [_members(text, record) for record in records]
    headings = list(dict.fromkeys(key for members in found for key in members))
    return [headings, *([_cell(text, members.get(key)) for key in headings] for members in found)]


def _is_table(text: str, records: Sequence[Node]) -> bool:
    if not records:
        return False
    headings, *rows = _rows(text, records)
    filled = [any(row[at].strip() for row in rows) for at in range(len(headings))]
    languages = {column_locale(heading) for heading in headings if heading.lower() != "id"}
    if languages - {None}:  # one alone may be a word that looks like a code: to_user
        return len(languages - {None}) > 1
    try:
        roles = roles_of([headings, *rows], None)
    except ParseError:
        return False
    return roles is not None and roles.has_header and roles.target is not None and filled[roles.source or 0]


class _Table:
    """One pass over a file."""

    def __init__(self, source: SourceText, options: ParseOptions) -> None:
        self.strings = StringTable(source)
        self.text = self.strings.text
        self._name = source.name
        self._options = options
        self._ids = Idents()
        sample = list(islice(_records(self.text, source.name, []), _SAMPLE))
        rows = _rows(self.text, sample)
        found = roles_for(rows, options)
        if found is None:
            what, do = (
                "no member of the records is known to hold text",
                "name them: key=id,source=zh,target=en",
            )
            raise ParseError(what, do=do, place=Place(source.name, 1))
        self.roles: Roles = found
        self.headings: Sequence[str] = rows[0]
        texts = found.texts if found.source is None else (found.source,)
        self.texts = [self.headings[column] for column in texts]
        self.target = found.heading or (self.headings[found.target] if found.target is not None else None)
        self._member = self._member_like(sample)

    def meta(self) -> Mapping[str, str]:
        """Return what writing needs to know."""
        meta = style_of(self.text) | {_MEMBER: self._member}
        if self._options.target_locale:
            meta["target_locale"] = self._options.target_locale
        if self._options.columns:
            meta[COLUMNS] = self._options.columns
        return meta

    def read(self) -> None:
        """Find the segments, and the regions that translations may change."""
        outside: list[int] = []
        for number, record in enumerate(_records(self.text, self._name, outside)):
            members = _members(self.text, record)
            facts = facts_of(self.roles, [_cell(self.text, members.get(key)) for key in self.headings])
            for key in self.texts:
                if key in members:
                    self._text(f"{facts.key or number}", key, record, members, facts)
        if outside:
            what = "strings outside the records are kept, not read"
            self.strings.remark(outside[0], "FMT106", what)

    def _text(self, base: str, key: str, record: Node, members: Mapping[str, Node], facts: RowFacts) -> None:
        node = members[key]
        slot = node if self.target is None else members.get(self.target)
        ident = self._ids.unique(base if len(self.texts) == 1 else f"{base} {key}")
        if slot is not None and slot.kind in "{[":
            return
        span = Span(node.end, node.end)
        if slot is not None:
            span = Span(slot.start + (slot.kind == "s"), slot.end - (slot.kind == "s"))
        nodes = record.nodes
        follows = slot is not None and slot is not node and nodes.index(slot) == nodes.index(node) + 1
        self.strings.region(node.end if follows else span.start, slot.end if follows and slot else span.end)
        said = _cell(self.text, node) if node.kind == "s" else ""
        if not said.strip():
            return
        line = self.strings.line(node.start)
        self.strings.add(
            Segment(
                ident, said, (span,), line, self.strings.line(span.start),
                SegmentKind.STRING if facts.speaker is None else SegmentKind.DIALOGUE,
                speaker=facts.speaker, scene=facts.scene, key=facts.key, note=facts.note,
                target=_cell(self.text, slot) or None, max_length=facts.max_length, context=facts.context,
            )
        )  # fmt: skip

    def _member_like(self, sample: Sequence[Node]) -> str:
        """Return how a member with a translation is written after that of the source, up to its text."""
        for record in sample:
            for at, node in enumerate(record.nodes):
                key = record.keys[at]
                if (literal(self.text, key.start, key.end) or "") in self.texts and self.target is not None:
                    before = self.text[record.nodes[at - 1].end if at else record.start + 1 : key.start]
                    gap = before.partition(",")[2] if at else before
                    gap = gap if not gap.strip() else " "
                    colon = self.text[key.end : node.start]
                    colon = ": " if colon.strip(": \t") else colon
                    return f',{gap}"{written(self.target, {})}"{colon}"'
        return ""


FORMAT = JsonTableFormat()
