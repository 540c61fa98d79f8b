"""XLIFF 1.2 (.xlf, .xliff, .sdlxliff, .mqxliff): <source> and <target> of each <trans-unit>, sentence by sentence.

https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html. Bilingual: the slot is the <target>, made behind <source>
or <seg-source> where there is none. Segmented units give a segment for each <mrk mtype="seg">. Inline elements stay
tags (`xml_inline`); the content of ph, bpt, ept and it is code. alt-trans is not touched, translate="no" is inherited.
Messages of MessageFormat with options give a text for each option; their target is written like the source.
A written target whose state was new or needs-translation becomes translated; approved stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.message_hosts import MessagePairs
from localize.formats.xliff_segments import opened, sentences, skeleton
from localize.formats.xml_format import SheetReader, XmlFormat, gap, is_gap
from localize.formats.xml_inline import Grammar
from localize.formats.xml_spans import Element, root_of
from localize.formats.xml_surroundings import context_before
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_GRAMMAR: Final = Grammar(
    names=frozenset({"g", "x", "bx", "ex", "ph", "bpt", "ept", "it", "mrk", "sub"}),
    opaque=frozenset({"ph", "bpt", "ept", "it"}),
)
_STATE = re.compile(r"(<(?:[\w.\-]+:)?target\b[^>]*?\sstate\s*=\s*[\"'])(?:new|needs-translation)(?=[\"'])")
_PLACES: Final = frozenset({"sourcefile", "linenumber"})  # contexts that say where, not what


_Slots: TypeAlias = "dict[str, tuple[tuple[Span, ...], str | None]]"  # mid -> spans, target


class _Reader(SheetReader):
    roots = frozenset({"xliff"})

    def __init__(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> None:
        super().__init__(source, options, grammar)
        self.holder: Element | None = None  # of the unit before, and what it hands down to its units
        self.handed: tuple[bool, int | None] = (True, None)

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "trans-unit"

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        super().enter(element, path)
        if element.local == "file":
            for name, key in (("source-language", "SourceLanguage"), ("target-language", "Language")):
                if value := element.attributes.get(name):
                    self.meta.setdefault(key, value)

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        base = self.unique(element.attributes.get("id") or "?")
        source, target = element.first("source"), element.first("target")
        translate, max_length = self.inherited(element, path)
        if source is None or not translate:
            return
        text = self.text_of(source.children)
        segmented = element.first("seg-source")
        marks = sentences(segmented) if segmented else []
        is_whole = not marks and bool(text.strip())
        spans, done = self.whole(element, segmented or source, target) if is_whole else ((), None)
        note, context = _said(element)
        shown = Segment(
            id=base,
            source=text,
            spans=spans,
            line=element.line,
            text_line=source.line,
            kind=SegmentKind.STRING,
            key=element.attributes.get("resname"),
            note=note,
            target=done,
            max_length=max_length,
            context=context,
        )
        if is_whole:
            self.segments.append(shown)
        elif segmented and marks and not self.sentences(shown, element, segmented, marks, target):
            if text.strip():
                spans, done = self.whole(element, segmented, target)
                self.segments.append(replace(shown, spans=spans, target=done))

    def inherited(self, element: Element, path: Sequence[Element]) -> tuple[bool, int | None]:
        """Return whether a unit is to be translated, and its greatest length."""
        if not path or path[-1] is not self.holder:
            self.holder = path[-1] if path else None
            self.handed = _is_translatable(path), _max_length(path)
        translate, max_length = self.handed
        own = element.attributes
        if "translate" in own:
            translate = _is_translatable((*path, element))
        if "maxwidth" in own:
            max_length = _max_length((*path, element))
        return translate, max_length

    def whole(
        self, unit: Element, source: Element, target: Element | None
    ) -> tuple[tuple[Span, ...], str | None]:
        """Return the slot of a unit that is not cut into sentences, and its target."""
        if target is None:
            return gap(source.end), None
        return self.slot(target, self.begin(unit, target)), self.text_of(target.children) or None

    def begin(self, unit: Element, target: Element) -> int:
        """Return where the slot of a target begins."""
        return self.before(target, unit.before(target), unit)

    def sentences(
        self,
        shown: Segment,
        unit: Element,
        segmented: Element,
        marks: Sequence[Element],
        target: Element | None,
    ) -> bool:
        """Add a segment for each sentence; returns False, having done nothing, if the target has none of them."""
        texts = {mark.attributes["mid"]: self.text_of(mark.children) for mark in marks}
        live = {mark.attributes["mid"]: mark for mark in marks if texts[mark.attributes["mid"]].strip()}
        if target is None or (not target.text.strip() and not list(target.elements())):
            slots = self.unmade(unit, segmented, target, list(live))
        else:
            slots = self.made(unit, target, live)
        if not slots:
            return False
        for mid, mark in live.items():
            ident = self.unique(f"{shown.id}/{mid}")
            if mid not in slots:
                what = f"the target of unit {shown.id} has no sentence {mid}: it stays so"
                self.remark(unit.begin, "FMT135", what)
                continue
            spans, done = slots[mid]
            self.segments.append(
                replace(shown, id=ident, source=texts[mid], spans=spans, text_line=mark.line, target=done)
            )
        return True

    def unmade(
        self, unit: Element, segmented: Element, target: Element | None, mids: Sequence[str]
    ) -> _Slots:
        """Return the slots of sentences without a target: `XliffFormat.patches` makes them all at once.

        They are four empty spans, but that an empty ``<target/>`` is the first span of the first sentence.
        """
        none = gap(target.end if target else segmented.end)
        slots: _Slots = dict.fromkeys(mids, ((none[0], *none), None))
        if target is not None and mids:
            slots[mids[0]] = ((Span(self.begin(unit, target), target.end), *none), None)
        return slots

    def made(self, unit: Element, target: Element, mids: Container[str]) -> _Slots:
        """Return the slots of the sentences in a target: together they are the whole element."""
        found = [mark for mark in sentences(target) if mark.attributes["mid"] in mids]
        slots: _Slots = {}
        last = self.begin(unit, target)
        for mark in found:
            end = target.end if mark is found[-1] else mark.end
            spans = (Span(last, mark.inner), Span(mark.inner, mark.close), Span(mark.close, end))
            slots[mark.attributes["mid"]] = (spans, self.text_of(mark.children) or None)
            last = end
        return slots


class _Strings(XmlFormat):
    """XLIFF 1.2, each string whole."""

    name = "xliff"
    bilingual = True
    grammar = _GRAMMAR
    verbatim = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for <xliff> of version 1."""
        name, attributes = root_of(probe.head)
        if name != "xliff" or is_second(attributes):
            return Likelihood.NO
        return Likelihood.CERTAIN

    def reader(self, source: SourceText, options: ParseOptions, grammar: Grammar) -> SheetReader:
        """Return a fresh reader of a file."""
        return _Reader(source, options, grammar)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the target element, or its part for one sentence."""
        raw = self.raw(document, segment.spans[-2])
        new = self.content(target, segment, document, raw, self.grammar_of(document))
        indent, prefix = "", ""
        if is_gap(segment):
            indent, prefix = context_before(document, segment.spans[-3].start, "source")
        written = self.filled(document, segment, new, f"{indent}<{prefix}target>", f"</{prefix}target>")
        if new:
            written[0] = _STATE.sub(r"\1translated", written[0])
        return written

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches; the sentences of a unit without a target are written together."""
        single: list[tuple[Segment, str]] = []
        units: dict[int, dict[str, str]] = {}
        for segment, target in targets:
            if _is_unmade(segment):
                units.setdefault(segment.spans[-1].start, {})[segment.id] = target
            else:
                single.append((segment, target))
        patches = super().patches(document, single)
        if not units:
            return patches
        members: dict[int, list[Segment]] = {position: [] for position in units}
        for segment in document.segments:
            if _is_unmade(segment) and segment.spans[-1].start in members:
                members[segment.spans[-1].start].append(segment)
        for position, filled in units.items():
            if any(filled.values()):
                patches.append(self.unit_patch(document, members[position], filled))
        patches.sort(key=lambda patch: patch[0].start)
        return patches

    def is_surely_placed(self, document: Document, segment: Segment) -> bool:
        """Return whether the slot is no sentence of a target that is made from a whole <seg-source>."""
        return not _is_unmade(segment) and super().is_surely_placed(document, segment)

    def unit_patch(self, document: Document, members: Sequence[Segment], filled: Mapping[str, str]) -> Patch:
        """Return the patch that makes the target of a unit, with all its sentences."""
        region = members[0].spans[0]
        position = region.start
        grammar = self.grammar_of(document)

        def fill(n: int) -> str:
            target = filled.get(members[n].id, "")
            return self.content(target, members[n], document, "", grammar) if target else ""

        indent, prefix = context_before(document, position, "seg-source")
        tags = opened(_STATE.sub(r"\1translated", self.raw(document, region)))
        opening, closing = tags or (f"{indent}<{prefix}target>", f"</{prefix}target>")
        made = f"{opening}{skeleton(document, position, fill)}{closing}"
        return region, made.encode(document.encoding.name)


def is_second(attributes: str) -> bool:
    """Return whether the attributes of a root element <xliff> are those of version 2."""
    return re.search(r"\sversion\s*=\s*[\"']2|urn:oasis:names:tc:xliff:document:2", attributes) is not None


def _is_unmade(segment: Segment) -> bool:
    """Return whether a segment is a sentence of a unit whose target is still to be made."""
    return len(segment.spans) == 4


def _is_translatable(holders: Sequence[Element]) -> bool:
    """Return what the innermost of some elements says that says anything."""
    said = (holder.attributes.get("translate") for holder in reversed(holders))
    return next((value for value in said if value in {"yes", "no"}), "yes") == "yes"


def _max_length(holders: Sequence[Element]) -> int | None:
    """Return the greatest width in characters; without a unit, files mean characters, whatever the default says."""
    for holder in reversed(holders):
        width = holder.attributes.get("maxwidth", "")
        if width.isascii() and width.isdigit():
            return int(width) if holder.attributes.get("size-unit", "char") == "char" else None
    return None


def _said(unit: Element) -> tuple[str | None, str | None]:
    """Return the notes of a unit and its contexts."""
    notes: list[str] = []
    contexts: list[str] = []
    for child in unit.children:
        if not isinstance(child, Element):
            continue
        if child.local == "note":
            notes += [text] if (text := child.text.strip()) else []
        elif child.local == "context-group":
            contexts += [
                f"{context.attributes.get('context-type', '')}={text}"
                for context in child.elements("context")
                if context.attributes.get("context-type") not in _PLACES and (text := context.text.strip())
            ]
    return "\n".join(notes) or None, "; ".join(contexts) or None


class XliffFormat(MessagePairs, _Strings):
    """XLIFF 1.2."""


FORMAT = XliffFormat()
