"""Apple's stringsdict: plural, width and device rules in a property list; text in place.

https://developer.apple.com/documentation/xcode/localizing-strings-that-contain-plurals. Text are the strings under a
plural category, under NSStringLocalizedFormatKey, and the variants of width and device rules; types and value types
are code. Plural forms that the target language needs are made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.notes import max_length_in
from localize.formats.plurals import CATEGORIES, plural_categories
from localize.formats.xml_format import SheetReader, XmlFormat
from localize.formats.xml_plurals import PluralSlot, with_missing
from localize.formats.xml_spans import root_of
from localize.formats.xml_surroundings import context_after, context_before
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_inline import Grammar
    from localize.formats.xml_spans import Element
    from localize.model import Document

_FORMAT = "NSStringLocalizedFormatKey"
_RULES = frozenset({"NSStringVariableWidthRuleType", "NSStringDeviceSpecificRuleType"})
_CODE = frozenset({"NSStringFormatSpecTypeKey", "NSStringFormatValueTypeKey"})


class _Reader(SheetReader):
    roots = frozenset({"plist"})

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        super().__init__(source, options, grammar)
        self.key = ""
        self.comment: str | None = None

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return [element.local for element in path] == ["plist", "dict"]

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        if element.local == "key":
            self.key, self.comment = element.text, comment
        elif element.local == "dict":
            self.rules(element)

    def rules(self, entry: Element) -> None:
        """Add the texts of one entry, dictionaries inside dictionaries included."""
        stack: list[tuple[Element, str, bool]] = [(entry, self.unique(self.key), False)]
        while stack:
            holder, where, is_rule = stack.pop()
            inner: list[tuple[Element, str, bool]] = []
            pairs = self.pairs(holder)
            for key, value, _ in pairs:
                if value.local == "dict":
                    inner.append((value, f"{where}/{key}", key in _RULES))
                elif value.local == "string" and (key == _FORMAT or (is_rule and key not in _CODE)):
                    self.add(value, f"{where}/{key}", (Span(value.inner, value.close),), value.line, None)
            if any(key in CATEGORIES for key, value, _ in pairs if value.local == "string"):
                self.plurals(pairs, where)
            stack += reversed(inner)

    def pairs(self, holder: Element) -> list[tuple[str, Element, Span]]:
        """Return key, value and the range from before the key to the end of the value."""
        found: list[tuple[str, Element, Span]] = []
        key: Element | None = None
        end = holder.inner
        for child in holder.elements():
            if child.local == "key":
                key = child
                continue
            if key is not None:
                blank = (
                    not self.utf8[end : key.begin].strip() and not self.utf8[key.end : child.begin].strip()
                )
                found.append((key.text, child, Span(end if blank else child.begin, child.end)))
            key, end = None, child.end
        return found

    def plurals(self, pairs: Sequence[tuple[str, Element, Span]], where: str) -> None:
        """Add the forms of one variable, and those that the target language needs beside them."""
        forms = [
            (key, value, span) for key, value, span in pairs if key in CATEGORIES and value.local == "string"
        ]
        values = {key: value for key, value, _ in forms}
        if len(values) != len(forms):
            self.remark(forms[0][1].begin, "FMT133", f"{where}: doubled plural forms are kept as they are")
            return
        model = values.get("other", forms[-1][1])
        slots = [PluralSlot(key, self.slot(value, span.start), value.line) for key, value, span in forms]
        target = self.options.target_locale
        needed = plural_categories(target) if target else ()
        for slot in with_missing(slots, needed, forms[0][2].start, forms[0][1].line):
            value = values.get(slot.category, model)
            self.add(value, f"{where}/{slot.category}", slot.spans, slot.line, slot.category)

    def add(self, value: Element, ident: str, spans: tuple[Span, ...], line: int, plural: str | None) -> None:
        unique = self.unique(ident)
        text = self.text_of(value.children)
        if text.strip():
            self.segments.append(
                Segment(
                    id=unique,
                    source=text,
                    spans=spans,
                    line=line,
                    text_line=line,
                    kind=SegmentKind.STRING,
                    key=self.key,
                    note=self.comment,
                    max_length=max_length_in(self.comment),
                    plural=plural,
                )
            )


class StringsdictFormat(XmlFormat):
    """Apple's stringsdict."""

    name = "stringsdict"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for a property list with rules for strings."""
        if root_of(probe.head)[0] != "plist":
            return Likelihood.NO
        rules = ("NSStringLocalizedFormatKey", "NSStringFormatSpecTypeKey", *sorted(_RULES))
        return Likelihood.CERTAIN if any(rule in probe.head for rule in rules) else Likelihood.NO

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the content of a string, or of a plural form with its key."""
        if len(segment.spans) == 1:
            return super().escape(target, segment, document)
        raw = self.raw(document, segment.spans[1])
        new = self.content(target, segment, document, raw, self.grammar_of(document))
        position = segment.spans[0].start
        indent, _ = context_after(document, position, "key") or context_before(document, position, "key")
        opening = f"{indent}<key>{segment.plural}</key>{indent}<string>"
        return self.filled(document, segment, new, opening, "</string>")


FORMAT = StringsdictFormat()
