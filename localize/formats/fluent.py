"""Fluent (.ftl): messages, terms, attributes and the variants of selectors, each pattern in place.

A pattern that is one selector gives a segment for each variant; with a target locale, a selector on plural categories
gets a slot for each category of that language which it lacks. Placeables stay in the text as they are written, but for
``{""}``, which only guards blanks and brackets at the beginning of a line. What is no Fluent is kept and remarked.
Source: https://github.com/projectfluent/fluent/blob/main/spec/fluent.ebnf
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.errors import HostileInputError, Place
from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.length_hints import max_length_in
from localize.formats.plurals import CATEGORIES, plural_categories
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_table import StringTable, with_regions
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fluent.syntax import ast

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document, SegmentId

_MAX_DEPTH: Final = 50
"""Deepest nesting of braces; fluent.syntax recurses about six frames for each."""

_STRONG = re.compile(
    r"^-?[a-zA-Z][\w-]* *=(?: *\r?\n)?[^\n]*\{ *(?:\$[a-zA-Z]|-[a-zA-Z])"
    r"|^[a-zA-Z][\w-]* *= *\r?\n[ ]+\.[a-zA-Z][\w-]* *=|^[ ]+\*\[[\w.]+\] ",
    re.MULTILINE,
)
_MESSAGE = re.compile(r"^-?[a-zA-Z][\w-]* *=(?: |\r?$)", re.MULTILINE)
_BRACE_OR_ENTRY = re.compile(r"[{}]|^[a-zA-Z#-]", re.MULTILINE)
_BRACE_OR_LITERAL = re.compile(r'\{(?="")|[{}]|(?<=\{)\s*"(?:[^"\\]|\\.)*"')
_INSERT: Final = "insert "
"""Begins the keys of `Document.meta` that say how a missing plural variant is written, up to its text."""


class _Entry(NamedTuple):
    """A pattern with what is known of it."""

    name: str
    note: str | None
    begin: int


class _Reader:
    def __init__(self, source: SourceText, options: ParseOptions) -> None:
        self.table = StringTable(source)
        self.text = self.table.text
        self.source = source
        self.locale = options.target_locale
        self.group: str | None = None
        self.meta: dict[str, str] = {"target_locale": self.locale} if self.locale else {}

    def read(self) -> Parsed:
        _refuse_depth(self.text, self.source.name)
        for entry in self._entries():
            self._entry(entry)
        return Parsed(self.table.segments(), tuple(self.table.remarks), self.meta)

    def _entries(self) -> Iterator[ast.EntryType]:
        """Yield what `FluentParser.parse` collects, one at a time: the syntax tree of a file is 40 times its size."""
        from fluent.syntax import FluentParser, ast
        from fluent.syntax.stream import FluentParserStream

        parser, stream = FluentParser(with_spans=True), FluentParserStream(self.text)
        stream.skip_blank_block()
        comment: ast.Comment | None = None
        while stream.current_char:
            entry = parser.get_entry_or_junk(stream)
            blank_lines = stream.skip_blank_block()
            if isinstance(entry, ast.Comment):
                comment = None if blank_lines else entry  # it belongs to what follows directly
                continue
            if isinstance(entry, ast.Message | ast.Term):
                entry.comment = comment
            comment = None
            yield entry

    def _entry(self, entry: ast.EntryType) -> None:
        from fluent.syntax import ast

        begin = entry.span.start if entry.span else 0
        if isinstance(entry, ast.GroupComment):
            self.group = entry.content or None
        elif isinstance(entry, ast.Junk):
            self.table.remark(begin, "FMT145", "this is no Fluent: it is kept as it is")
        elif isinstance(entry, ast.Message | ast.Term):
            note = entry.comment.content if entry.comment else self.group
            begin = entry.id.span.start if entry.id.span else begin
            name = f"-{entry.id.name}" if isinstance(entry, ast.Term) else entry.id.name
            if entry.value is not None:
                self._pattern(entry.value, _Entry(name, note, begin))
            for attribute in entry.attributes:
                begin = attribute.span.start if attribute.span else begin
                self._pattern(attribute.value, _Entry(f"{name}.{attribute.id.name}", note, begin))

    def _pattern(
        self, pattern: ast.Pattern, entry: _Entry, plural: str | None = None, choice: str | None = None
    ) -> None:
        """Add a pattern, or the variants of the selector that it is."""
        from fluent.syntax import ast

        only = pattern.elements[0] if len(pattern.elements) == 1 else None
        if isinstance(only, ast.Placeable) and isinstance(only.expression, ast.SelectExpression):
            self._selector(only.expression, entry, choice)
            return
        segment_id = self.table.unique(entry.name)
        source = "".join(self._said(element) for element in pattern.elements)
        if pattern.span is None:
            return
        end = pattern.span.end
        start = end - len(
            self.text[pattern.span.start : end].lstrip(" \r\n")
        )  # a block begins before its indent
        if not source:
            self.table.region(start, end)  # a pattern that was emptied
        if not source.strip() or "\0" in source:
            return
        line = self.table.line(entry.begin)
        self.table.add(
            Segment(
                segment_id, source, (Span(start, end),), line, self.table.line(start), SegmentKind.STRING,
                key=segment_id, note=entry.note, max_length=max_length_in(entry.note), plural=plural, context=choice,
            )
        )  # fmt: skip

    def _said(self, element: ast.TextElement | ast.Placeable) -> str:
        from fluent.syntax import ast

        if isinstance(element, ast.TextElement):
            return element.value or ""
        raw = self.text[element.span.start : element.span.end] if element.span else ""
        return "" if raw == '{""}' else raw.replace("\r\n", "\n")

    def _selector(self, select: ast.SelectExpression, entry: _Entry, choice: str | None) -> None:
        """Add the variants of a selector."""
        names = [_key(variant) for variant in select.variants]
        categories = {name for name in names if name in CATEGORIES}
        is_plural = "other" in categories and all(
            n in CATEGORIES or n.replace(".", "").isdigit() for n in names
        )
        selector = (
            self.text[select.selector.span.start : select.selector.span.end] if select.selector.span else ""
        )
        for before, after in pairwise(select.variants if is_plural else ()):
            if before.span and after.span:
                self.table.region(before.span.start, after.span.start)
        for variant, name in zip(select.variants, names, strict=True):
            begin = variant.span.start if variant.span else entry.begin
            here = _Entry(f"{entry.name}[{name}]", entry.note, begin)
            if not is_plural:
                condition = f"{selector} = {name}"
                self._pattern(variant.value, here, None, f"{choice}, {condition}" if choice else condition)
                continue
            if variant.default and self.locale:
                for category in plural_categories(self.locale):
                    if category not in categories:
                        self._insert(variant, category, entry, choice)
            self._pattern(variant.value, here, name if name in CATEGORIES else f"={name}", choice)

    def _insert(self, default: ast.Variant, category: str, entry: _Entry, choice: str | None) -> None:
        """Give a slot to a missing plural form, before the default variant."""
        segment_id = self.table.unique(f"{entry.name}[{category}]")
        source = "".join(self._said(element) for element in default.value.elements)
        if default.span is None or not source.strip() or "\0" in source:
            return
        begin = default.span.start
        indent = self.text[self.text.rfind("\n", 0, begin) + 1 : begin]
        self.meta[_INSERT + segment_id] = f"[{category}] "
        line = self.table.line(begin)
        self.meta[f"indent {segment_id}"] = indent if not indent.strip() else "    "
        self.table.add(
            Segment(
                segment_id, source, (Span(begin, begin),), line, line, SegmentKind.STRING,
                key=segment_id, note=entry.note, max_length=max_length_in(entry.note), plural=category, context=choice,
            )
        )  # fmt: skip


def _key(variant: ast.Variant) -> str:
    from fluent.syntax import ast

    return variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value


def _refuse_depth(text: str, name: str) -> None:
    depth = 0
    for match in _BRACE_OR_ENTRY.finditer(text):
        if match[0] == "{":
            depth += 1
            if depth > _MAX_DEPTH:
                place = Place(name, text.count("\n", 0, match.start()) + 1)
                raise HostileInputError(
                    f"braces nest deeper than {_MAX_DEPTH}", do="flatten them", place=place
                )
        elif match[0] == "}":
            depth = max(depth - 1, 0)
        else:
            depth = 0


def _indented(target: str, gap: str, *, own_line: bool = False) -> str:
    """Return a pattern with its further lines indented; lines inside a placeable stay as they are.

    Blanks and brackets at the beginning of a line get a guard, or they would be indentation and syntax.
    """
    pieces: list[str] = []
    depth = 0
    for number, line in enumerate(target.split("\n")):
        inside = depth > 0
        for match in _BRACE_OR_LITERAL.finditer(line):
            depth += (match[0] == "{") - (match[0] == "}" and depth > 0)
        if inside:
            pieces.append(gap[: len(gap) - len(gap.lstrip("\r\n"))] + line)
            continue
        leads = number > 0 or own_line
        guard = '{""}' if line[:1] == " " or (leads and line[:1] in {"[", "*", ".", "}"}) else ""
        pieces.append((gap if number and line else gap.rstrip(" ") if number else "") + guard + line)
    return "".join(pieces)


class FluentFormat(TextFormat):
    """Fluent."""

    name = "fluent"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if placeables, attributes or variants are there, POSSIBLE for messages without."""
        if _MESSAGE.search(probe.head) is None:
            return Likelihood.NO
        return Likelihood.LIKELY if _STRONG.search(probe.head) else Likelihood.POSSIBLE

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the patterns."""
        return _Reader(source, options).read()

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank edges; blank lines are empty."""
        fitted = super().fit(target, segment)
        return "\n".join("" if line.isspace() else line for line in fitted.split("\n")).strip(" \n")

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the pattern: further lines indented as the first ones are, with guards where they need them."""
        prefix = document.meta.get(_INSERT + segment.id, "")
        if not target:
            return ("" if prefix else '{""}',)
        if prefix:
            indent = document.meta[f"indent {segment.id}"]
            return (
                prefix + _indented(target, f"{document.newline}{indent}    ") + document.newline + indent,
            )
        codec, span = document.encoding.name, segment.spans[0]
        before = document.data[max(0, span.start - 4096) : span.start].decode(codec, "ignore")
        column = re.split(r"[\r\n]", before)[-1]
        if not column.strip():  # the first line stands on its own and sets the indent of all
            return (_indented(target, document.newline + column, own_line=True),)
        was = document.data[span.start : span.end].decode(codec)
        indents = re.findall(r"[\r\n]( +)(?=[^ \r\n])", was)
        indent = min(indents, key=len, default="    " + " " * (len(column) - len(column.lstrip(" "))))
        return (_indented(target, document.newline + indent),)

    def slots(self, document: Document) -> list[Span]:
        """Return the patterns, and the whole plural variants but for the last: others may be put in there."""
        reader = _Reader(rendered_source(document.data, document), ParseOptions())
        reader.read()
        return with_regions(super().slots(document), reader.table.regions())

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the values; a plural form that is still missing says what it said before."""
        options = ParseOptions(target_locale=document.meta.get("target_locale"))
        parsed = self.parse(rendered_source(data, document), options)
        before = {s.id: s.source for s in document.segments if _INSERT + s.id in document.meta}
        return {
            s.id: before.get(s.id, s.source) if _INSERT + s.id in parsed.meta else s.source
            for s in parsed.segments
        }


FORMAT = FluentFormat()
