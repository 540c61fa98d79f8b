"""Reads Xcode string catalogues: which strings there are, what they say, where a translation goes or would go."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from localize.formats.json_tokens import Node, literal, skip, style_of, tokens, tree
from localize.formats.notes import max_length_in
from localize.formats.plurals import CATEGORIES, plural_categories
from localize.formats.string_table import StringTable
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import ParseOptions
    from localize.formats.source import SourceText
    from localize.model import SegmentId

_SOURCE_LANGUAGE = re.compile(r'"sourceLanguage"(\s*:\s*)"([^"\\]*)"')
_NEWLINE = re.compile(r"\r?\n")
_BLANK_LINE_INSIDE = re.compile(r"(\r?\n)[ \t]*\r?\n[ \t]*")

Path = tuple[str, ...]
"""Where a string stands in a localization: () or ("plural", "one"), ("device", "mac"), ("substitutions", "n", …)."""

_NO_PATH: Final[Path] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One ``stringUnit``: its state and its value, None where it has none."""

    state: Node | None
    value: Node


@dataclass(frozen=True, slots=True)
class Slot:
    """How a target is written.

    Attributes:
        parts: what each span of the segment holds: ``state``, ``value`` or ``new``.
        path: of the string in its localization.
        before, after: what stands around the value, for ``new``.
        indent: of the line that the new member stands in.
        group: names all slots that go into one new localization together, '' if this is not new.
        frame: members that the new localization takes over from that of the source language.
    """

    parts: tuple[str, ...]
    path: Path = ()
    before: str = ""
    after: str = ""
    indent: str = ""
    group: str = ""
    frame: str = ""


@dataclass(slots=True)
class Catalogue:
    """What one reading of a file gives."""

    table: StringTable
    meta: dict[str, str]
    slots: dict[str, Slot] = field(default_factory=dict)


class CatalogueReader:
    """Reads one catalogue; its slots only on demand, for they are larger than the file."""

    def __init__(self, source: SourceText, options: ParseOptions, *, has_slots: bool = True) -> None:
        self._has_slots = has_slots
        self.table = StringTable(source)
        self.text = self.table.text
        self.name = source.name
        self.newline = source.newline if "\n" in self.text else ""
        found = _SOURCE_LANGUAGE.search(self.text)
        self.source_language = found[2] if found else "en"
        first_key = re.search(r'\n([ \t]+)"', self.text)
        self.unit = first_key[1] if first_key else ""
        self.target = options.target_locale or self._only_target()
        self.meta = {"sourceLanguage": self.source_language, "colon": found[1] if found else " : "}
        self.meta.update(style_of(self.text))
        if self.target:
            self.meta["target_locale"] = self.target
        self.catalogue = Catalogue(self.table, self.meta)

    def _only_target(self) -> str | None:
        languages: set[str] = set()
        for _, entry in self._entries():
            languages.update(self._members(self._members(entry).get("localizations")))
        self.table.remarks.clear()  # the second pass makes them again
        languages.discard(self.source_language)
        return languages.pop() if len(languages) == 1 else None

    def _entries(self) -> Iterator[tuple[str, Node]]:
        """Yield key and value of each string of the catalogue, one at a time: catalogues can be large."""
        stream = tokens(self.text, self.name)
        depth = 0
        for token in stream:
            depth += (token.kind in "{[") - (token.kind in "}]")
            if token.kind != "k" or depth != 1:
                continue
            first = next(t for t in stream if t.kind != "c")
            if literal(self.text, token.start, token.end) != "strings" or first.kind != "{":
                skip(stream, first)
                continue
            for inner in stream:
                if inner.kind == "}":
                    break
                if inner.kind == "k":
                    key = literal(self.text, inner.start, inner.end)
                    node = tree(stream, next(t for t in stream if t.kind != "c"))
                    if key is None or node.kind != "{":
                        self.table.remark(
                            inner.start, "FMT148", "this entry is no string: it is kept as it is"
                        )
                    else:
                        yield key, node

    def _members(self, node: Node | None) -> dict[str, Node]:
        if node is None or node.kind != "{":
            return {}
        keys = (literal(self.text, key.start, key.end) or "" for key in node.keys)
        return dict(zip(keys, node.nodes, strict=True))

    def _said(self, node: Node | None) -> str | None:
        return literal(self.text, node.start, node.end) if node is not None and node.kind == "s" else None

    def _units(self, node: Node | None) -> dict[Path, Unit]:
        """Return the strings of a localization by their paths."""
        found: dict[Path, Unit] = {}
        todo: list[tuple[Path, Node | None]] = [((), node)]
        while todo:
            path, here = todo.pop()
            members = self._members(here)
            unit = self._members(members.get("stringUnit"))
            value = unit.get("value")
            if value is not None and self._said(value) is not None:
                state = unit.get("state")
                found[path] = Unit(state if state is not None and state.kind == "s" else None, value)
            inner: list[tuple[Path, Node | None]] = []
            for kind, variants in self._members(members.get("variations")).items():
                inner += (((*path, kind, name), child) for name, child in self._members(variants).items())
            for name, child in self._members(members.get("substitutions")).items():
                inner.append(((*path, "substitutions", name), child))
            todo += reversed(inner)
        return found

    def read(self) -> Catalogue:
        for key, entry in self._entries():
            members = self._members(entry)
            translated = members.get("shouldTranslate")
            if not key.strip() or (translated and self.text[translated.start : translated.end] == "false"):
                continue
            localizations = members.get("localizations")
            languages = self._members(localizations)
            sources = self._units(languages.get(self.source_language))
            texts = {path: self._said(unit.value) or "" for path, unit in sources.items()} or {(): key}
            note = self._said(members.get("comment"))
            if self.target is None or self._is_source(self.target):
                for path, text in texts.items():
                    self._segment(key, path, text, note, entry.start, ())
                continue
            own = next((node for tag, node in languages.items() if _same(tag, self.target)), None)
            self._region(entry, localizations)
            if own is not None and (units := self._units(own)):
                self._existing(key, own, units, texts, note)
            elif own is None:
                frame = languages.get(self.source_language)
                self._missing(key, entry, localizations, texts, note, frame)
            else:
                self.table.remark(own.start, "FMT149", "this localization has no string: it is kept as it is")
        return self.catalogue

    def _region(self, entry: Node, localizations: Node | None) -> None:
        """Note the member that holds the language, or would: all of ``localizations`` if it holds nothing else."""
        if localizations is None or localizations.kind != "{":
            return
        tags = [literal(self.text, key.start, key.end) or "" for key in localizations.keys]
        at = next((index for index, tag in enumerate(tags) if _same(tag, self.target or "")), None)
        holder = localizations
        if not tags or (at == 0 and len(tags) == 1):
            holder, at = entry, entry.nodes.index(localizations)
        if at is None:
            return
        end = holder.nodes[at].end
        if at:
            self.table.region(holder.nodes[at - 1].end, end)
        elif len(holder.nodes) > 1:
            comma = self.text.index(",", end)
            self.table.region(holder.start + 1, comma + 1)
        else:
            newline = _NEWLINE.match(self.text, holder.start + 1)
            self.table.region(newline.end() if newline else holder.start + 1, end)

    def _is_source(self, tag: str) -> bool:
        return _same(tag, self.source_language)

    def _segment(
        self,
        key: str,
        path: Path,
        text: str,
        note: str | None,
        begin: int,
        spans: tuple[Span, ...],
        target: str | None = None,
    ) -> SegmentId | None:
        shown = ".".join(part for part in path if part not in {"plural", "device", "substitutions"})
        segment_id = self.table.unique(f"{key}[{shown}]" if path else key)
        if not text.strip():
            return None
        line = self.table.line(begin)
        plural = path[-1] if path and path[-2] == "plural" else None
        self.table.add(
            Segment(
                segment_id, text, spans, line, self.table.line(spans[-1].start) if spans else line,
                SegmentKind.STRING, key=key, note=note, target=target, max_length=max_length_in(note), plural=plural,
            )
        )  # fmt: skip
        return segment_id

    def _keep(self, segment_id: SegmentId, slot: Slot) -> None:
        if self._has_slots:
            self.catalogue.slots[segment_id] = slot

    def _existing(
        self, key: str, own: Node, units: dict[Path, Unit], texts: dict[Path, str], note: str | None
    ) -> None:
        """Add the strings that the language has, and slots for the plural categories that it lacks."""
        for path, unit in units.items():
            nodes = [("value", unit.value), *([("state", unit.state)] if unit.state else [])]
            nodes.sort(key=lambda part: part[1].start)
            spans = tuple(Span(node.start + 1, node.end - 1) for _, node in nodes)
            is_new = self._said(unit.state) == "new"
            target = None if is_new else self._said(unit.value) or None
            text = _nearest(texts, path)
            segment_id = self._segment(key, path, text, note, nodes[0][1].start, spans, target)
            if segment_id is not None:
                self._keep(segment_id, Slot(tuple(part for part, _ in nodes), path))
        todo = [((), own)] if self.target else []
        for parent, node in self._plurals(todo):
            present = self._members(node)
            if not present or any(name not in CATEGORIES for name in present):
                continue
            for category in sorted(set(plural_categories(self.target or "")) - present.keys()):
                path = (*parent, "plural", category)
                position, before, after, indent = self._place(node, category)
                spans = (Span(position, position),)
                segment_id = self._segment(key, path, _nearest(texts, path), note, position, spans)
                if segment_id is not None:
                    self._keep(segment_id, Slot(("new",), (), before, after, indent))

    def _plurals(self, todo: Sequence[tuple[Path, Node | None]]) -> Iterator[tuple[Path, Node]]:
        """Yield path and node of each set of plural variations below some nodes."""
        stack = list(todo)
        while stack:
            path, node = stack.pop()
            members = self._members(node)
            for kind, variants in self._members(members.get("variations")).items():
                if kind == "plural":
                    yield path, variants
                else:
                    stack += (((*path, kind, name), child) for name, child in self._members(variants).items())
            for name, child in self._members(members.get("substitutions")).items():
                stack.append(((*path, "substitutions", name), child))

    def _missing(
        self,
        key: str,
        entry: Node,
        localizations: Node | None,
        texts: dict[Path, str],
        note: str | None,
        frame: Node | None,
    ) -> None:
        """Add slots for a language that the string does not have."""
        assert self.target is not None
        if localizations is not None and localizations.kind == "{":
            position, before, after, indent = self._place(localizations, self.target)
        else:
            position, before, after, indent = self._place(entry, "localizations")
            inner = indent + self.unit
            before += f"{{{self._break(inner)}{json.dumps(self.target)}{self.meta['colon']}"
            after = f"{self._break(indent)}}}{after}"
            indent = inner
        group = f"{position} {key}"
        copied = (
            self.text[frame.start : frame.end]
            if frame and any("substitutions" in path for path in texts)
            else ""
        )
        for path in _wanted(texts, self.target):
            spans = (Span(position, position),)
            segment_id = self._segment(key, path, _nearest(texts, path), note, entry.start, spans)
            if segment_id is not None:
                self._keep(segment_id, Slot(("new",), path, before, after, indent, group, copied))

    def _place(self, node: Node, key: str) -> tuple[int, str, str, str]:
        """Return where a new member of an object belongs, what stands before and after its value, and its indent."""
        names = [literal(self.text, k.start, k.end) or "" for k in node.keys]
        head = f"{json.dumps(key, ensure_ascii=False)}{self.meta['colon']}"
        if not names:
            closing = self._indent(node.start)
            indent = closing + self.unit
            inside = self.text[node.start + 1 : node.end - 1]
            blank = _BLANK_LINE_INSIDE.fullmatch(inside)  # as Xcode writes an empty object
            if blank:
                return node.start + 1 + len(blank[1]), indent + head, "", indent
            return node.start + 1, self._break(indent) + head if "\n" in inside else head, "", indent
        indent = self._indent(node.keys[0].start)
        at = sum(1 for name in names if name.lower() < key.lower())
        if at:
            return node.nodes[at - 1].end, f",{self._break(indent)}{head}", "", indent
        return node.start + 1, f"{self._break(indent)}{head}", ",", indent

    def _break(self, indent: str) -> str:
        return f"{self.newline}{indent}" if self.newline else ""

    def _indent(self, position: int) -> str:
        """Return the blanks at the beginning of the line of a character."""
        start = self.text.rfind("\n", 0, position) + 1
        rest = self.text[start:position]
        return rest[: len(rest) - len(rest.lstrip(" \t"))]


def _same(tag: str, other: str) -> bool:
    return tag.replace("_", "-").lower() == other.replace("_", "-").lower()


def _nearest(texts: dict[Path, str], path: Path) -> str:
    """Return the source text for a path: its own, that of ``other`` in its place, or the nearest there is."""
    for candidate in (path, (*path[:-1], "other"), _NO_PATH):
        if candidate in texts:
            return texts[candidate]
    return texts.get(("plural", "other")) or next(iter(texts.values()))


def _wanted(texts: dict[Path, str], tag: str) -> list[Path]:
    """Return the paths that a new localization needs: those of the source, with the plural categories of the target."""
    found: dict[Path, None] = {}
    for path in texts:
        if path and path[-2] == "plural":
            found.update(((*path[:-1], category), None) for category in plural_categories(tag))
        else:
            found[path] = None
    return list(found)
