"""The only place that makes segments of the strings in a JSON table: names, notes, plural families, metadata.

Object by object and token by token, but for runs of plain members, which are read in one go (`plain_members`). Nothing
here recurses.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING, cast

from localize.formats.base import Parsed
from localize.formats.json_code import component_code, record_id
from localize.formats.json_members import plain_members
from localize.formats.json_plurals import PluralFamilies
from localize.formats.json_tokens import Node, Token, literal, skip, style_of, tokens, tree
from localize.formats.notes import max_length_in, note_of
from localize.formats.string_segments import make_segment
from localize.formats.string_table import Strings, StringTable
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.formats.base import ParseOptions
    from localize.formats.source import SourceText
    from localize.model import Segment

_ENTRIES = re.compile(r'\s*\{\s*"[^"\\]*+"\s*:\s*\{\s*"(?:message|defaultMessage|description)"\s*:\s*"')
_ARB = re.compile(r'"@@[a-z_]+"\s*:|"@[A-Za-z]\w*"\s*:\s*\{')
_COMMENT_KEYS = re.compile(r"_+comments?\w*|//.*|#.*|\$(?:schema|id|ref|comment)", re.IGNORECASE | re.DOTALL)


class JsonReader:
    """Walks the tokens of one file."""

    def __init__(self, source: SourceText, options: ParseOptions) -> None:
        self.table = StringTable(source)
        self.text = self.table.text
        self.source = source
        self.locale = options.target_locale
        self.meta: dict[str, str] = {"target_locale": self.locale} if self.locale else {}
        self.is_arb = source.name.lower().endswith(".arb") or (
            '"@' in self.text and _ARB.search(self.text) is not None
        )
        self.metadata = self._arb_metadata() if self.is_arb else {}
        self.has_entries = not self.is_arb and _ENTRIES.match(self.text) is not None
        families = PluralFamilies(source, self.table, self.locale)
        self.code = component_code(self.text, source.name)
        is_plain = not (self.has_entries or families.old or self.code)
        is_plain = is_plain and all(name.startswith("@") for name in self.metadata)
        self.stream = tokens(self.text, source.name, ahead=self._run if is_plain else None)
        self.is_skipping = False
        self.in_object: list[bool] = []
        self.ids = [""]  # prefixes of names, one for each open bracket
        self.keys = [""]  # prefixes of keys as code writes them: a.b.c
        self.counts = [0]
        self.records: list[tuple[str, int] | None] = [None]  # id of the record, and where it stands
        self.families = families
        self.key = Token("k", 0, 0)
        self.comments: list[str] = []
        self.previous_end = 0
        self.latest: Segment | None = None

    def read(self) -> Parsed:
        steps = {"k": self._key, "s": self._string, "{": self._open, "[": self._open, "c": self._comment}
        for token in self.stream:
            step = steps.get(token.kind)
            if step is not None:
                step(token)
            elif token.kind in "}]":
                self._close()
            else:
                self._name()
            if token.kind != "c":
                self.previous_end = max(self.previous_end, token.end)
        self.meta.update(self.families.inserts)
        self.meta.update(style_of(self.text))
        return Parsed(self.table.segments(), tuple(self.table.remarks), self.meta)

    def _key(self, token: Token) -> None:
        self.key = token
        depth = len(self.in_object)
        if depth == 1 and self.is_arb and self.text.startswith("@", token.start + 1):
            self.is_skipping = True
            self.previous_end = skip(self.stream, self._value_token())
            self.is_skipping = False
        elif depth == 1 and self.has_entries:
            self._entry(token)

    def _run(self, position: int) -> int:
        """Read the plain members that stand here, if any do and no comment is waiting for them."""
        if self.comments or self.is_skipping or self.records[-1]:
            return position
        prefix, dotted = self.ids[-1], self.keys[-1]
        for keys, values, begins, starts, ends, after in plain_members(self.text, position):
            names = [prefix + key for key in keys] if prefix else keys
            ids = self.table.unique_all(names)
            own_keys = names if dotted == prefix else [dotted + key for key in keys]
            lines = self.table.lines(begins)
            strings = Strings(ids, cast("Sequence[str]", values), starts, ends, lines, own_keys)
            said = [value is not None and bool(value.strip()) for value in values]
            if not all(said):
                strings = Strings._make(list(compress(column, said)) for column in strings)
            latest = self.table.add_all(strings)
            self.latest = latest if said[-1] else None
            if None in values:
                self._no_text(start - 1 for value, start in zip(values, starts, strict=True) if value is None)
            self.counts[-1] += len(keys)
            self.previous_end = ends[-1] + 1
            position = after
        return position

    def _value_token(self) -> Token:
        return next(token for token in self.stream if token.kind != "c")

    def _name(self) -> tuple[str, str]:
        """Return name and key of the value that begins here."""
        if self.in_object and self.in_object[-1]:
            part = literal(self.text, self.key.start, self.key.end)
            if part is None:
                part = self.text[self.key.start + 1 : self.key.end - 1]
        else:
            part = str(self.counts[-1])
        self.counts[-1] += 1
        if "/" in part or "~" in part:
            return self.ids[-1] + part.replace("~", "~0").replace("/", "~1"), self.keys[-1] + part
        name = self.ids[-1] + part
        return name, name if self.keys[-1] == self.ids[-1] else self.keys[-1] + part

    def _open(self, token: Token) -> None:
        if self.in_object:
            name, key = self._name()
            self.ids.append(f"{name}/")
            self.keys.append(f"{key}.")
            is_record = token.kind == "{" and not self.in_object[-1]
            self.records.append(
                (record_id(self.text, token.start) if is_record else None) or self.records[-1]
            )
        self.counts.append(0)
        self.in_object.append(token.kind == "{")
        self.families.enter()
        self.comments = []

    def _close(self) -> None:
        self.families.leave()
        self.in_object.pop()
        self.counts.pop()
        if self.in_object:
            self.ids.pop()
            self.keys.pop()
            self.records.pop()
        self.comments = []

    def _comment(self, token: Token) -> None:
        words = self.text[token.start : token.end]
        latest = self.latest
        if latest is not None and "\n" not in self.text[self.previous_end : token.start]:
            self.table.amend(latest, note=note_of([*([latest.note] if latest.note else []), words]))
            self.latest = None
        else:
            self.comments.append(words)

    def _string(self, token: Token) -> None:
        name, key = self._name()
        self.latest = None
        record = self.records[-1]
        if token.start in self.code or (record is not None and record[1] == token.start):
            self.comments = []
            return
        if self.in_object and self.in_object[-1]:
            last = literal(self.text, self.key.start, self.key.end) or ""
            if _COMMENT_KEYS.fullmatch(last):
                self.comments = [literal(self.text, token.start, token.end) or ""]
                return
            note = self.metadata.get(last) or (note_of(self.comments) if self.comments else None)
            self.comments = []
            self._add(name, key, token, self.key.start, note)
            self.families.add(last, self.key, token, self.latest, self.counts[-1])
        else:
            self._add(name, key, token, token.start, note_of(self.comments) if self.comments else None)
            self.comments = []

    def _add(self, name: str, key: str, token: Token, begin: int, note: str | None) -> None:
        segment_id = self.table.unique(name)
        value = literal(self.text, token.start, token.end)
        if value is None:
            self._no_text([token.start])
            return
        record = self.records[-1]
        if not value.strip():
            return
        line = self.table.line(begin)
        if "\n" in self.text[begin : token.start]:
            text_line = self.table.line(token.start)
        else:
            text_line = line
        self.latest = make_segment(
            segment_id,
            value,
            (Span(token.start + 1, token.end - 1),),
            line,
            text_line,
            key=segment_id if key == segment_id else key,
            note=note,
            max_length=max_length_in(note) if note else None,
            context=record[0] if record else None,
        )
        self.table.add(self.latest)

    def _no_text(self, positions: Iterable[int]) -> None:
        for position in positions:
            self.table.remark(position, "FMT140", "this string is no text: it is kept as it is")

    def _entry(self, key: Token) -> None:
        """Read one message of a Chrome extension or of FormatJS: an object with the text and its description."""
        first = self._value_token()
        name, _ = self._name()
        if first.kind == "s":
            self._add(name, name, first, key.start, None)
            return
        node = tree(self.stream, first)
        self.previous_end = node.end
        members = self._members(node)
        text = members.get("message") or members.get("defaultMessage")
        if text is None or text.kind != "s":
            self.table.unique(name)
            self.table.remark(key.start, "FMT147", "this entry has no message: it is kept as it is")
            return
        notes = [n for part in ("description", "comment") if (n := members.get(part)) is not None]
        words = [self._said(piece) for n in notes for piece in (n.nodes or [n]) if piece.kind == "s"]
        self._add(
            name, name, Token("s", text.start, text.end), key.start, "\n".join(filter(None, words)) or None
        )

    def _members(self, node: Node) -> dict[str, Node]:
        if node.kind != "{":
            return {}
        keys = (literal(self.text, key.start, key.end) or "" for key in node.keys)
        return dict(zip(keys, node.nodes, strict=True))

    def _said(self, node: Node | None) -> str:
        return (
            (literal(self.text, node.start, node.end) or "") if node is not None and node.kind == "s" else ""
        )

    def _arb_metadata(self) -> dict[str, str]:
        """Return the notes of ARB's ``@key`` members: description, context and placeholders with their examples."""
        stream = tokens(self.text, self.source.name)
        first = next(token for token in stream if token.kind != "c")
        notes: dict[str, str] = {}
        if first.kind != "{":
            return notes
        for token in stream:
            key = literal(self.text, token.start, token.end) if token.kind == "k" else None
            if key is None:
                continue
            begin = next(t for t in stream if t.kind != "c")
            if not key.startswith("@"):
                skip(stream, begin)
                continue
            members = self._members(node := tree(stream, begin))
            if key.startswith("@@"):
                self.meta[key[2:]] = self._said(node)
            words = [self._said(members.get("description")), self._said(members.get("context"))]
            places = members.get("placeholders")
            for name, place in (self._members(places) if places else {}).items():
                example = self._said(self._members(place).get("example"))
                words.append(f"{{{name}}}: {example}" if example else f"{{{name}}}")
            notes[key[1:]] = "\n".join(filter(None, words))
        return notes
