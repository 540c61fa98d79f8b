"""Xcode string catalogues (.xcstrings): the strings of one target language, in place or put in as Xcode writes them.

Which language that is says `ParseOptions.target_locale`; without it, the only language besides the source language.
If there are several, the segments have no slots and can only be read. A string without that language gets a slot
where its localization belongs; plural variations get one for each CLDR category of the language. Messages of
MessageFormat with options give a text for each option.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from localize.errors import Place, RenderError
from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.json_tokens import encodable, written
from localize.formats.message_hosts import MessagePairs
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_table import with_regions
from localize.formats.xcstrings_reader import CatalogueReader, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.model import Document, Segment, Span

_HEAD = re.compile(
    r'\s*\{[^{}]*?"sourceLanguage"\s*:[^{}]*"strings"\s*:\s*\{|\s*\{\s*"strings"\s*:\s*\{.*"sourceLanguage"',
    re.S,
)


_HALF = re.compile("[\ud800-\udfff]")


class _Strings(TextFormat):
    """Xcode string catalogues, each string whole."""

    name = "xcstrings"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if the source language and the strings of a catalogue are there."""
        return Likelihood.CERTAIN if _HEAD.match(probe.head) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the strings with their translation into the target language."""
        found = CatalogueReader(source, options, has_slots=False).read()
        return Parsed(found.table.segments(), tuple(found.table.remarks), found.meta)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; a blank one is none.

        Raises:
            RenderError: it holds U+0000 or half a surrogate pair.
        """
        if _HALF.search(target):
            what = f"the target of segment {segment.id} holds half a character"
            raise RenderError(what, do="type it again")
        return "" if target.isspace() else super().fit(target, segment)

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return what stands in the slot: the value, its state, or the new localization with both."""
        slot = self._slots(document).get(segment.id)
        return _filled(slot, target, segment, document)

    def slots(self, document: Document) -> list[Span]:
        """Return the values and states of the language, and the members that hold it or would."""
        options = ParseOptions(target_locale=document.meta.get("target_locale"))
        found = CatalogueReader(rendered_source(document.data, document), options).read()
        return with_regions(super().slots(document), found.table.regions())

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches; the strings of one new localization go into one patch."""
        slots = self._slots(document)
        codec = document.encoding.name
        groups: dict[str, list[tuple[Slot, str]]] = {}
        where: dict[str, Span] = {}
        found: list[Patch] = []
        for segment, target in targets:
            slot = slots.get(segment.id)
            if slot is not None and slot.group:
                if target:
                    groups.setdefault(slot.group, []).append((slot, target))
                    where[slot.group] = segment.spans[0]
                continue
            new = _filled(slot, target, segment, document)
            found += ((span, text.encode(codec)) for span, text in zip(segment.spans, new, strict=True))
        for group, members in groups.items():
            found.append((where[group], _new_member(members, document).encode(codec)))
        found.sort(key=lambda patch: patch[0].start)
        return found

    def _slots(self, document: Document) -> Mapping[str, Slot]:
        options = ParseOptions(target_locale=document.meta.get("target_locale"))
        return CatalogueReader(rendered_source(document.data, document), options).read().slots


def _filled(slot: Slot | None, target: str, segment: Segment, document: Document) -> Sequence[str]:
    if slot is None or not segment.spans:
        what = f"the catalogue holds several languages: where segment {segment.id} goes is not known"
        place = Place(document.name, segment.line)
        raise RenderError(what, do="name the target locale", place=place)
    if slot.parts == ("new",):
        return (_new_member([(slot, target)], document) if target else "",)
    new = []
    for part, span in zip(slot.parts, segment.spans, strict=True):
        was = document.data[span.start : span.end].decode(document.encoding.name)
        new.append(
            written(target, document.meta) if part == "value" else "translated" if was == "new" else was
        )
    return new


def _new_member(members: Sequence[tuple[Slot, str]], document: Document) -> str:
    """Return a new localization, or a new plural variation of an existing one, as Xcode writes it."""
    first = members[0][0]
    root: dict[str, object] = {}
    for slot, target in members:
        here = root
        path = slot.path
        for kind, name in zip(path[::2], path[1::2], strict=True):
            steps = ("substitutions", name) if kind == "substitutions" else ("variations", kind, name)
            if kind == "substitutions" and slot.frame:
                here.setdefault("substitutions", {})
            for step in steps:
                child = here.setdefault(step, {})
                assert isinstance(child, dict)
                here = child
            if kind == "substitutions" and slot.frame:
                here.update(_frame_of(slot.frame, name))
        here["stringUnit"] = {"state": "translated", "value": target}
    unit = _step(document) if b"\n" in document.data or b"\r" in document.data else None
    body = json.dumps(
        root,
        ensure_ascii=False,
        indent=unit,
        sort_keys=True,
        separators=(",", document.meta.get("colon", " : ")),
    )
    body = body.replace("\n", f"{document.newline}{first.indent}")
    return f"{first.before}{encodable(body, document.encoding.name)}{first.after}"


def _frame_of(frame: str, name: str) -> dict[str, object]:
    """Return what a substitution of the source language says of its argument."""
    try:
        value = json.loads(frame, strict=False)["substitutions"][name]
    except (ValueError, KeyError, TypeError):
        return {}
    return {key: value[key] for key in ("argNum", "formatSpecifier") if key in value}


def _step(document: Document) -> str:
    """Return one step of the file's indentation."""
    head = document.data[:4096].decode(document.encoding.name, "ignore")
    match = re.search(r'\n([ \t]+)"', head)
    return match[1] if match else "  "


class XcstringsFormat(MessagePairs, _Strings):
    """Xcode string catalogues."""


FORMAT = XcstringsFormat()
