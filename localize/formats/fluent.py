"""Fluent (.ftl): messages, terms, attributes and the variants of selectors, each pattern in place.

Each variant of a selector is a segment, and so is the text around selectors, with a short form of each in it
(``You have { $n -> … }.``). With a target locale, a selector on plural categories gets a slot for each category of that
language which it lacks, and loses those that the language lacks when one of its variants is written. Placeables stay in
the text as they are written, but for ``{""}``, which only guards blanks and brackets at the beginning of a line. What
is no Fluent is kept and remarked.
Source: https://github.com/projectfluent/fluent/blob/main/spec/fluent.ebnf
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.errors import HostileInputError, Place, RenderError
from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.lines import refuse_long_lines
from localize.formats.notes import max_length_in
from localize.formats.plurals import CATEGORIES, plural_categories
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_table import StringTable, with_regions
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluent.syntax import ast

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.model import Document, SegmentId

_MAX_DEPTH: Final = 50
"""Deepest nesting of braces; fluent.syntax recurses about six frames for each."""
_MAX_LINE: Final = 200_000  # fluent.syntax takes quadratic time for one

_STRONG = re.compile(
    r"^-?[a-zA-Z][\w-]* *=(?: *\r?\n)?[^\n]*\{ *(?:\$[a-zA-Z]|-[a-zA-Z])"
    r"|^[a-zA-Z][\w-]* *= *\r?\n[ ]+\.[a-zA-Z][\w-]* *=|^[ ]+\*\[[\w.]+\] ",
    re.MULTILINE,
)
_MESSAGE = re.compile(r"^-?[a-zA-Z][\w-]* *=(?: |\r?$)", re.MULTILINE)
_BRACE_OR_ENTRY = re.compile(r"[{}]|^[a-zA-Z#-]", re.MULTILINE)
_BRACE_OR_LITERAL = re.compile(r'\{(?="")|[{}]|(?<=\{)\s*"(?:[^"\\]|\\.)*"')
_SHORT = re.compile(r"\{ [^{}]+ -> … \}")
_ORDINAL = re.compile(r"type:\s*\"ordinal\"")
_INSERT: Final = "insert "
"""Begins the keys of `Document.meta` that say how a missing plural variant is written, up to its text."""


class _Entry(NamedTuple):
    """A pattern with what is known of it."""

    name: str
    note: str | None
    begin: int


class _Reader:
    def __init__(self, source: SourceText, options: ParseOptions, *, is_whole: bool = False) -> None:
        self.is_whole = is_whole  # whether patterns stay one text, selectors and all
        self.table = StringTable(source)
        self.text = self.table.text
        self.source = source
        self.locale = options.target_locale
        self.group: str | None = None
        self.extras: list[tuple[str, int, int]] = []  # begin of ids, characters of a variant
        self.meta: dict[str, str] = {"target_locale": self.locale} if self.locale else {}

    def read(self) -> Parsed:
        _refuse_depth(self.text, self.source.name)
        refuse_long_lines(self.text, self.source.name, longest=_MAX_LINE)
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

        selectors = [] if self.is_whole else [e for e in pattern.elements if self._short(e)]
        if pattern.span is None:
            return
        if selectors and not any(
            isinstance(e, ast.TextElement) and e.value.strip() for e in pattern.elements
        ):
            self._selectors(selectors, entry, choice, "")
            return
        segment_id = self.table.unique(entry.name)
        source = "".join(self._short(e) if e in selectors else self._said(e) for e in pattern.elements)
        end = pattern.span.end
        start = end - len(
            self.text[pattern.span.start : end].lstrip(" \r\n")
        )  # a block begins before its indent
        if not source:
            self.table.region(start, end)  # a pattern that was emptied
        if not source.strip() or "\0" in source:
            return
        line = self.table.line(entry.begin)
        spans = [element.span for element in selectors if element.span]
        starts, ends = [start, *(span.end for span in spans)], [*(span.start for span in spans), end]
        self.table.add(
            Segment(
                segment_id, source, tuple(map(Span, starts, ends)), line, self.table.line(start), SegmentKind.STRING,
                key=segment_id, note=entry.note, max_length=max_length_in(entry.note), plural=plural, context=choice,
            )
        )  # fmt: skip
        self._selectors(selectors, entry, choice, source)

    def _short(self, element: ast.TextElement | ast.Placeable) -> str:
        """Return the short form of a selector that may hold texts, '' for everything else."""
        from fluent.syntax import ast

        if not isinstance(element, ast.Placeable) or not isinstance(element.expression, ast.SelectExpression):
            return ""
        span = element.expression.selector.span
        return f"{{ {' '.join(self.text[span.start : span.end].split())} -> … }}" if span else ""

    def _selectors(
        self,
        selectors: Sequence[ast.TextElement | ast.Placeable],
        entry: _Entry,
        choice: str | None,
        around: str,
    ) -> None:
        """Add the variants of the selectors in a pattern; their notes tell the sentence around."""
        from fluent.syntax import ast

        for element in selectors:
            if isinstance(element, ast.Placeable) and isinstance(element.expression, ast.SelectExpression):
                sentence = around.replace(self._short(element), "[…]", 1)
                words = (entry.note, f"in the sentence: {sentence}" if sentence else None)
                note = "\n".join(filter(None, words)) or None
                self._selector(element.expression, entry._replace(note=note), choice)

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
        is_ordinal = _ORDINAL.search(selector) is not None
        needed = plural_categories(self.locale, ordinal=is_ordinal) if is_plural and self.locale else ()
        dropped = self._lacking(select.variants, needed, f"{entry.name}[") if is_plural else set()
        if is_plural:  # the option alone does not tell which value is its number
            entry = entry._replace(note="\n".join(filter(None, (entry.note, f"chosen by: {selector}"))))
        for variant, name in zip(select.variants, names, strict=True):
            begin = variant.span.start if variant.span else entry.begin
            if name in dropped:
                self.table.unique(f"{entry.name}[{name}]")
                continue
            here = _Entry(f"{entry.name}[{name}]", entry.note, begin)
            if not is_plural:
                condition = f"{selector} = {name}"
                self._pattern(variant.value, here, None, f"{choice}, {condition}" if choice else condition)
                continue
            for category in needed if variant.default else ():
                if category not in categories:
                    self._insert(variant, category, entry, choice)
            self._pattern(variant.value, here, name if name in CATEGORIES else f"={name}", choice)

    def _lacking(self, variants: Sequence[ast.Variant], needed: Sequence[str], prefix: str) -> set[str]:
        """Note and return the variants that the target language lacks.

        The last one stays: what stands behind it is not its own.
        """
        dropped: set[str] = set()
        for before, after in pairwise(variants):
            if before.span is None or after.span is None:
                continue
            name = _key(before)
            if needed and name in CATEGORIES and name not in needed and not before.default:
                dropped.add(name)
                self.extras.append((prefix, before.span.start, after.span.start))
        return dropped

    def _insert(self, default: ast.Variant, category: str, entry: _Entry, choice: str | None) -> None:
        """Give a slot to a missing plural form, before the default variant."""
        segment_id = self.table.unique(f"{entry.name}[{category}]")
        source = "".join(self._said(element) for element in default.value.elements)
        if default.span is None or not source.strip() or "\0" in source:
            return
        begin = default.span.start
        if any("->" in self._said(e) for e in default.value.elements if not hasattr(e, "value")):
            self.table.remark(begin, "FMT150", f"the form {category} is missing: a choice is not copied")
            return
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


def _indented(target: str, gap: str, *, own_line: bool = False, is_inside: bool = False) -> str:
    """Return a pattern, or what follows a selector inside it, with its further lines indented.

    Lines inside a placeable stay as they are.

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
        is_line = number > 0 or not is_inside
        guard = (
            '{""}' if (is_line and line[:1] == " ") or (leads and line[:1] in {"[", "*", ".", "}"}) else ""
        )
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

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str, ...]:
        """Return the pattern: further lines indented as the first ones are, with guards where they need them."""
        prefix = document.meta.get(_INSERT + segment.id, "")
        if not target and len(segment.spans) == 1:
            return ("" if prefix else '{""}',)
        if prefix:
            indent = document.meta[f"indent {segment.id}"]
            return (
                prefix + _indented(target, f"{document.newline}{indent}    ") + document.newline + indent,
            )
        pieces, rest = list[str](), target
        for block in _SHORT.findall(segment.source) if len(segment.spans) > 1 else ():
            piece, there, rest = rest.partition(block)
            if not there:
                what = f"the target of segment {segment.id} lacks {block}, or has it before another one"
                place = Place(document.name, segment.line)
                raise RenderError(what, do="keep the selectors of the source in their order", place=place)
            pieces.append(piece)
        gap, own_line = self._gap(segment, document)
        first, *others = [*pieces, rest]
        return (
            _indented(first, gap, own_line=own_line),
            *(_indented(piece, gap, is_inside=True) for piece in others),
        )

    def _gap(self, segment: Segment, document: Document) -> tuple[str, bool]:
        """Return the line break with the indentation of a pattern's lines, and whether the first has one of its own."""
        codec, span = document.encoding.name, segment.spans[0]
        before = document.data[max(0, span.start - 4096) : span.start].decode(codec, "ignore")
        column = re.split(r"[\r\n]", before)[-1]
        if not column.strip():  # the first line stands on its own and sets the indent of all
            return document.newline + column, True
        was = document.data[span.start : span.end].decode(codec)
        indents = re.findall(r"[\r\n]( +)(?=[^ \r\n])", was)
        indent = min(indents, key=len, default="    " + " " * (len(column) - len(column.lstrip(" "))))
        return document.newline + indent, False

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches; of selectors that are written, the variants that the language lacks go."""
        found = super().patches(document, targets)
        locale = document.meta.get("target_locale")
        if locale is None:
            return found
        source = rendered_source(document.data, document)
        reader = _Reader(source, ParseOptions(target_locale=locale))
        reader.read()
        ids = [segment.id for segment, _ in targets]
        gone = [
            source.span(a, b)
            for prefix, a, b in reader.extras
            if any(ident.startswith(prefix) for ident in ids)
        ]
        found += [(span, b"") for span in gone]
        return sorted(found, key=lambda patch: (patch[0].start, patch[0].end))

    def slots(self, document: Document) -> list[Span]:
        """Return the patterns, whole: a translation may have selectors where the source has none."""
        reader = _Reader(rendered_source(document.data, document), ParseOptions(), is_whole=True)
        spans = [span for segment in reader.read().segments for span in segment.spans]
        return with_regions(spans, reader.table.regions())

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the values; a plural form that is still missing says what it said before.

        A pattern that was one text is read as one, though its translation may have selectors.
        """
        source = rendered_source(data, document)
        parsed = self.parse(source, ParseOptions(target_locale=document.meta.get("target_locale")))
        whole = _Reader(source, ParseOptions(), is_whole=True).read()
        before = {s.id: s.source for s in document.segments}
        apart = {ident.partition("[")[0] for ident in before if "[" in ident}
        values = {
            s.id: before.get(s.id, s.source) if _INSERT + s.id in parsed.meta else s.source
            for s in parsed.segments
            if s.id.partition("[")[0] in apart
        }
        values.update((s.id, s.source) for s in whole.segments if s.id not in apart)
        return values


FORMAT = FluentFormat()
