"""Qt Linguist (.ts): <source> and <translation> of each <message>, plural forms as <numerusform>.

https://doc.qt.io/qt-6/linguist-ts-file-format.html. Bilingual: the slot is the <translation>. Writing one drops
type="unfinished". Vanished and obsolete messages and length variants are kept as they are. <byte value=…/> stands for
a character that XML cannot hold, and stays a tag. Messages of MessageFormat with options give a text for each option.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from localize.errors import UsageError
from localize.formats.base import Likelihood, ParseOptions
from localize.formats.message_hosts import MessagePairs
from localize.formats.notes import max_length_in
from localize.formats.xml_format import SheetReader, XmlFormat, gap
from localize.formats.xml_inline import Grammar
from localize.formats.xml_plurals import counting_categories
from localize.formats.xml_spans import root_of
from localize.formats.xml_surroundings import context_before
from localize.locales import parse_locale
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_spans import Element
    from localize.model import Document

_UNFINISHED = re.compile(rb"(?<!\s)\s+type\s*=\s*(?:\"unfinished\"|'unfinished')")
_UNFINISHED_TEXT = re.compile(
    r"(<(?:[\w.\-]+:)?translation\b[^>]*?)(?<!\s)\s+type\s*=\s*(?:\"unfinished\"|'unfinished')"
)
_NOTES = ("comment", "extracomment", "translatorcomment")
_KEY_LENGTH = 60
_QT_ORDER: Final = {"lv": ("one", "other", "zero")}  # where Linguist's order is not CLDR's


class _Reader(SheetReader):
    roots = frozenset({"TS"})

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        super().__init__(source, options, grammar)
        self.context = ""
        self.forms: tuple[str, ...] = ()

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "message" or (name == "name" and path[-1:] != [] and path[-1].local == "context")

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        super().enter(element, path)
        if not path:
            for name, key in (("language", "Language"), ("sourcelanguage", "SourceLanguage")):
                if value := element.attributes.get(name):
                    self.meta[key] = value
            self.forms = _forms(self.options.target_locale or element.attributes.get("language"))

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        if element.local == "name":
            self.context = element.text
            return
        source, translation = element.first("source"), element.first("translation")
        disambiguation = element.first("comment")
        text = self.text_of(source.children) if source else ""
        where = f"{self.context}|{disambiguation.text}" if disambiguation else self.context
        key = element.attributes.get("id") or _short(text)
        base = self.unique(f"{where}/{key}" if where else key)
        kind = translation.attributes.get("type", "") if translation else ""
        if not text.strip() or kind in {"vanished", "obsolete"}:
            return
        notes = [found.text.strip() for name in _NOTES for found in element.elements(name)]
        note = "\n".join(filter(None, notes)) or None
        shown = Segment(
            id=base,
            source=text,
            spans=(),
            line=element.line,
            text_line=source.line if source else element.line,
            kind=SegmentKind.STRING,
            key=element.attributes.get("id"),
            note=note,
            max_length=max_length_in(note),
            context=where or None,
        )
        if element.attributes.get("numerus") == "yes":
            self.numerus(shown, element, translation)
        elif translation is None or not list(translation.elements("lengthvariant")):
            self.single(shown, element, translation)
        else:
            self.remark(translation.begin, "FMT134", "length variants are kept as they are")

    def single(self, shown: Segment, element: Element, translation: Element | None) -> None:
        """Add a message with one translation."""
        children = list(element.elements())
        if translation is None:
            self.segments.append(_with_slot(shown, gap(children[-1].end), None, None))
            return
        at = children.index(translation)
        begin = self.before(translation, children[at - 1] if at else None, element)
        target = self.text_of(translation.children)
        self.segments.append(_with_slot(shown, self.slot(translation, begin), target, None))

    def numerus(self, shown: Segment, element: Element, translation: Element | None) -> None:
        """Add the plural forms of a message, those of the target language that are still missing as well."""
        if translation is None or translation.is_empty_tag:
            self.remark(
                element.begin, "FMT134", "a plural message without room for its forms is kept as it is"
            )
            return
        slots: list[tuple[tuple[Span, ...], str | None, int]] = []
        previous: Element | None = None
        for form in translation.elements("numerusform"):
            slots.append(
                (
                    self.slot(form, self.before(form, previous, translation)),
                    self.text_of(form.children),
                    form.line,
                )
            )
            previous = form
        position = previous.end if previous else translation.inner
        while len(slots) < len(self.forms):
            slots.append((gap(position), None, translation.line))
        unfinished = _UNFINISHED.search(self.utf8, translation.begin, translation.inner)
        for i, (spans, target, _) in enumerate(slots):
            plural = self.forms[i] if i < len(self.forms) else None
            if unfinished and i == len(slots) - 1:
                spans = (Span(*unfinished.span()), *spans)
            named = replace(shown, id=self.unique(f"{shown.id}/{plural or i}"))
            self.segments.append(_with_slot(named, spans, target, plural))


def _with_slot(segment: Segment, spans: tuple[Span, ...], target: str | None, plural: str | None) -> Segment:
    """Return a message with its slot."""
    return replace(segment, spans=spans, target=target or None, plural=plural)


class _Strings(XmlFormat):
    """Qt Linguist, each string whole."""

    name = "qt_ts"
    bilingual = True
    grammar = Grammar(names=frozenset({"byte"}))

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for a root element <TS>."""
        return Likelihood.CERTAIN if root_of(probe.head)[0] == "TS" else Likelihood.NO

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the translation with its tags, no longer unfinished."""
        raw = self.raw(document, segment.spans[-2])
        new = self.content(target, segment, document, raw, self.grammar_of(document))
        before = self.raw(document, segment.spans[-3])
        form = segment.plural is not None or "<numerusform" in before
        name = "numerusform" if form else "translation"
        indent = ""
        if not before:
            beside = "(?:numerusform|translation)" if form else "source"
            indent, _ = context_before(document, segment.spans[-3].start, beside)
        opening, closing = f"{indent}<{name}>", f"</{name}>"
        written = self.filled(document, segment, new, opening, closing)
        if _is_missing_form(segment):
            written = [opening, new, closing]
        if new and not form:
            written[0] = _UNFINISHED_TEXT.sub(r"\1", written[0])
        unfinished = [self.raw(document, span) if not new else "" for span in segment.spans[:-3]]
        return [*unfinished, *written]

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches; forms count by their order, so a missing one before a new one is made empty."""
        asked = {segment.id: target for segment, target in targets}
        pending: list[Segment] = []
        needed: set[str] = set()
        for segment in document.segments:
            if not _is_missing_form(segment) or (pending and pending[-1].spans[-1] != segment.spans[-1]):
                pending = []
            if _is_missing_form(segment):
                pending.append(segment)
                if asked.get(segment.id):
                    needed |= {form.id for form in pending}
        if not needed:
            return super().patches(document, targets)
        chosen = [segment for segment in document.segments if segment.id in asked or segment.id in needed]
        return super().patches(document, [(segment, asked.get(segment.id, "")) for segment in chosen])


def _is_missing_form(segment: Segment) -> bool:
    return segment.plural is not None and all(span.start == span.end for span in segment.spans[-3:-2])


def _short(text: str) -> str:
    if len(text) <= _KEY_LENGTH and "\n" not in text:
        return text
    digest = hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:8]
    return f"{' '.join(text[:_KEY_LENGTH].split())}~{digest}"


def _forms(locale: str | None) -> tuple[str, ...]:
    """Return the plural categories of a language in the order of Linguist's forms, none if it is not known."""
    try:
        tag = parse_locale(locale or "")
    except UsageError:
        return ()
    return _QT_ORDER.get(tag.language) or counting_categories(tag.tag)


class QtFormat(MessagePairs, _Strings):
    """Qt Linguist."""


FORMAT = QtFormat()
