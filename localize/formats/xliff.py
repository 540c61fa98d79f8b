"""XLIFF 1.2 (.xlf, .xliff, .sdlxliff, .mqxliff): <source> and <target> of each <trans-unit>, sentence by sentence.

https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html. Bilingual: the slot is the <target>, made behind <source>
or <seg-source> where there is none. Segmented units give a segment for each <mrk mtype="seg">. Inline elements stay
tags (`xml_inline`); the content of ph, bpt, ept and it is code. alt-trans is not touched, translate="no" is inherited.
A written target whose state was new or needs-translation becomes translated; approved stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from localize.formats.base import Likelihood, ParseOptions
from localize.formats.xliff_segments import opened, sentences, skeleton
from localize.formats.xml_format import SheetReader, XmlFormat, context_before, gap, is_gap
from localize.formats.xml_inline import Grammar
from localize.formats.xml_spans import root_of
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.formats.xml_spans import Element
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
        if source is None or not _is_translatable(element, path):
            return
        shown = Segment(
            id=base,
            source=self.text_of(source.children),
            spans=(),
            line=element.line,
            text_line=source.line,
            kind=SegmentKind.STRING,
            key=element.attributes.get("resname"),
            note="\n".join(text for note in element.elements("note") if (text := note.text.strip())) or None,
            max_length=_max_length(element, path),
            context=_context(element),
        )
        segmented = element.first("seg-source")
        marks = sentences(segmented) if segmented else []
        if segmented and marks and self.sentences(shown, element, segmented, marks, target):
            return
        if not shown.source.strip():
            return
        if target is None:
            self.segments.append(replace(shown, spans=gap((segmented or source).end)))
            return
        spans = self.slot(target, self.begin(element, target))
        self.segments.append(replace(shown, spans=spans, target=self.text_of(target.children) or None))

    def begin(self, unit: Element, target: Element) -> int:
        """Return where the slot of a target begins."""
        children = list(unit.elements())
        at = children.index(target)
        return self.before(target, children[at - 1] if at else None, unit)

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


class XliffFormat(XmlFormat):
    """XLIFF 1.2."""

    name = "xliff"
    bilingual = True
    grammar = _GRAMMAR

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


def _is_translatable(element: Element, path: Sequence[Element]) -> bool:
    said = (holder.attributes.get("translate") for holder in (element, *reversed(path)))
    return next((value for value in said if value in {"yes", "no"}), "yes") == "yes"


def _max_length(element: Element, path: Sequence[Element]) -> int | None:
    """Return the greatest width in characters; without a unit, files mean characters, whatever the default says."""
    for holder in (element, *reversed(path)):
        width = holder.attributes.get("maxwidth", "")
        if width.isascii() and width.isdigit():
            return int(width) if holder.attributes.get("size-unit", "char") == "char" else None
    return None


def _context(element: Element) -> str | None:
    found = [
        f"{context.attributes.get('context-type', '')}={context.text.strip()}"
        for group in element.elements("context-group")
        for context in group.elements("context")
        if context.attributes.get("context-type") not in _PLACES and context.text.strip()
    ]
    return "; ".join(found) or None


FORMAT = XliffFormat()
