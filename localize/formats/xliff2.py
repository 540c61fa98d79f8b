"""XLIFF 2.0 and 2.1 (.xlf, .xliff): <source> and <target> of each <segment> in the units.

https://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html. Bilingual: the slot is the <target>, made behind
<source> where there is none; the root's trgLang is then made too, from the locale that the caller names, since a file
with targets needs one. pc, ph, sc, ec, cp, mrk, sm and em stay tags (`xml_inline`). Ignorables are not text,
translate="no" is inherited. A written segment whose state was initial becomes translated. Messages of MessageFormat
with options give a text for each option; their target is written like the source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.message_hosts import MessagePairs
from localize.formats.xliff import is_second
from localize.formats.xml_format import SheetReader, XmlFormat, gap
from localize.formats.xml_inline import Grammar
from localize.formats.xml_spans import root_of
from localize.formats.xml_surroundings import context_before
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_spans import Element
    from localize.model import Document

_GRAMMAR: Final = Grammar(names=frozenset({"pc", "ph", "sc", "ec", "cp", "mrk", "sm", "em"}))
_SIZE = re.compile(r"(?:[0-9]+\s*,\s*)?([0-9]{1,9})")
_CODEPOINTS: Final = frozenset({"xliff:codepoints", ""})


class _Reader(SheetReader):
    roots = frozenset({"xliff"})

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        super().__init__(source, options, grammar)
        self.language = Span(0, 0)  # trgLang in the root's start tag, or where it may be made
        self.profile = ""

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "unit"

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        super().enter(element, path)
        if element.local == "profiles":
            self.profile = element.get("generalProfile") or ""
        if path:
            return
        for name, key in (("srcLang", "SourceLanguage"), ("trgLang", "Language")):
            if value := element.attributes.get(name):
                self.meta[key] = value
        self.language = self.attribute(element, "trgLang") or Span(*[self.after_name(element)] * 2)

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        base = self.unique(element.attributes.get("id") or "?")
        locked = _inherited(element, path, "translate") == "no"
        notes = [
            note.text.strip() for holder in element.elements("notes") for note in holder.elements("note")
        ]
        for count, segment in enumerate(element.elements("segment")):
            ident = self.unique(f"{base}/{segment.attributes.get('id') or count + 1}")
            source, target = segment.first("source"), segment.first("target")
            if source is None or locked:
                continue
            text = self.text_of(source.children)
            if not text.strip():
                continue
            if target is None:
                spans: tuple[Span, ...] = gap(source.end)
            else:
                spans = self.slot(target, self.before(target, source, segment))
            state = self.attribute(segment, "state", value_only=True)
            if state:
                spans = (state, *spans)
            if not self.segments:
                spans = (self.language, *spans)
            self.segments.append(
                Segment(
                    id=ident,
                    source=text,
                    spans=spans,
                    line=segment.line,
                    text_line=source.line,
                    kind=SegmentKind.STRING,
                    key=element.attributes.get("name"),
                    note="\n".join(note for note in notes if note) or None,
                    target=(self.text_of(target.children) or None) if target else None,
                    max_length=self.max_length(element, path),
                )
            )

    def attribute(self, element: Element, name: str, *, value_only: bool = False) -> Span | None:
        """Return where an attribute stands in a start tag, with the blank before it or its value alone."""
        if name not in element.attributes:
            return None
        # At the top of the file the end of the start tag is not known yet: the next tag begins behind it.
        end = element.inner if element.inner > element.begin else self.utf8.find(b"<", element.begin + 1)
        pattern = rf"(?:[^\"']|\"[^\"]*\"|'[^']*')*?(?<!\s)(\s+{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'))"
        match = re.compile(pattern.encode()).match(self.utf8, element.begin, end)
        if match is None:
            return None
        return Span(*match.span(1 if not value_only else 2 if match[2] is not None else 3))

    def after_name(self, element: Element) -> int:
        return element.begin + 1 + len(element.name.encode("utf-8"))

    def max_length(self, element: Element, path: Sequence[Element]) -> int | None:
        size = _SIZE.fullmatch(_inherited(element, path, "sizeRestriction") or "")
        return int(size[1]) if size and self.profile in _CODEPOINTS else None


def _inherited(element: Element, path: Sequence[Element], name: str) -> str | None:
    return next((value for holder in (element, *reversed(path)) if (value := holder.get(name))), None)


class _Strings(XmlFormat):
    """XLIFF 2, each string whole."""

    name = "xliff2"
    bilingual = True
    grammar = _GRAMMAR
    verbatim = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for <xliff> of version 2."""
        name, attributes = root_of(probe.head)
        return Likelihood.CERTAIN if name == "xliff" and is_second(attributes) else Likelihood.NO

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the target element, and before it what its state and the language of the file become."""
        raw = self.raw(document, segment.spans[-2])
        new = self.content(target, segment, document, raw, self.grammar_of(document))
        indent, prefix = "", ""
        if not self.raw(document, segment.spans[-3]):
            indent, prefix = context_before(document, segment.spans[-3].start, "source")
        written = self.filled(document, segment, new, f"{indent}<{prefix}target>", f"</{prefix}target>")
        heads = [self.raw(document, span) for span in segment.spans[:-3]]
        heads = ["translated" if new and head == "initial" else head for head in heads]
        if new and heads and segment.id == document.segments[0].id and not heads[0]:
            heads[0] = _language(document)
        return [*heads, *written]

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches, that of the file's target language among them if it has none."""
        patches = super().patches(document, targets)
        first = document.segments[0]
        if all(segment.id != first.id for segment, _ in targets) and any(target for _, target in targets):
            span, language = first.spans[0], _language(document)
            if language and span.start == span.end:
                patches.insert(0, (span, language.encode(document.encoding.name)))
        return patches


def _language(document: Document) -> str:
    """Return the attribute that names the target language, '' if the file has it or nobody said which."""
    tag = document.meta.get("target_locale", "")
    return (
        "" if "Language" in document.meta or not re.fullmatch(r"[A-Za-z0-9-]+", tag) else f' trgLang="{tag}"'
    )


class Xliff2Format(MessagePairs, _Strings):
    """XLIFF 2."""


FORMAT = Xliff2Format()
