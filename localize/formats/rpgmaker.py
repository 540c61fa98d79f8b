"""RPG Maker MV and MZ data (Map001.json, CommonEvents.json, Actors.json, System.json …): what players read, in place.

Messages: command 101 opens a window (MZ: with the speaker), the 401 commands after it are its lines; 405 is scrolling
text. One message is one segment with a span for each line. A choice (102) is one segment with its branch label (402).
Comments, scripts, plugin commands, notes, names of events and switches are not for players: no segments.
Sources: rpg_objects.js (Game_Interpreter) of both engines; the data files of their sample projects.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.cues import speaker_of
from localize.formats.json_tokens import Node, Token, literal, skip, style_of, tokens, tree, written
from localize.formats.splice import TextFormat
from localize.formats.string_table import StringTable
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_COMMAND = re.compile(r'\{\s*"code"\s*:\s*\d+\s*,\s*"indent"\s*:\s*\d+\s*,\s*"parameters"\s*:\s*\[')
_MAP = re.compile(r'\s*\{\s*"autoplayBgm"\s*:.*?"(?:encounterStep|tilesetId)"\s*:', re.S)
# A member that only records of this table have, and the members that players read.
_TABLES: Final = {
    "classId": ("name", "nickname", "profile"),  # actors
    "expParams": ("name",),  # classes
    "stypeId": ("name", "description", "message1", "message2"),  # skills
    "itypeId": ("name", "description"),
    "wtypeId": ("name", "description"),
    "atypeId": ("name", "description"),
    "battlerHue": ("name",),  # enemies
    "autoRemovalTiming": ("name", "message1", "message2", "message3", "message4"),  # states
}
_RECORDS = re.compile(r'\s*\[\s*null\s*,\s*\{\s*"id"\s*:\s*1\s*,')
_SYSTEM_MARKS: Final = ('"gameTitle"', '"currencyUnit"', '"terms"')
_SYSTEM_TEXTS: Final = frozenset({"gameTitle", "currencyUnit"})
_SYSTEM_LISTS: Final = frozenset({"armorTypes", "elements", "equipTypes", "skillTypes", "weaponTypes"})
_NAME_BOX = re.compile(r"\s*(?:\\[nN][cCrR]?<([^<>\n]{1,40})>|【([^【】\n]{1,20})】)")
_ACTOR_CHANGES: Final = {320: "name", 324: "nickname", 325: "profile"}
_PLUGIN_COMMANDS: Final = (356, 357)  # MV, MZ: what of it players read, only the plugin knows
_SHOW_TEXT, _TEXT_LINE, _SHOW_CHOICES, _BRANCH, _SCROLL_LINE = 101, 401, 102, 402, 405


class _Command(NamedTuple):
    """One event command with the place of its parameters."""

    code: int
    indent: int
    parameters: list[Node]
    name: str


class _Choice(NamedTuple):
    """One choice, and the labels of the branches that repeat it."""

    node: Node
    name: str
    labels: list[Node]


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self.table = StringTable(source)
        self.text = self.table.text
        self.stream = tokens(self.text, source.name)
        self.scene: str | None = None

    def read(self) -> Parsed:
        first = next(token for token in self.stream if token.kind != "c")
        if first.kind == "[":
            for index, node in self._items():
                self._record(node, str(index))
        elif first.kind == "{":
            for key, node_or_items in self._root_members():
                self._root_member(key, node_or_items)
        for _ in self.stream:
            pass  # the rest must be right, too
        return Parsed(self.table.segments(), tuple(self.table.remarks), style_of(self.text))

    def _items(self) -> Iterator[tuple[int, Node]]:
        """Yield the items of the array that is open, one at a time: maps are large."""
        index = 0
        for token in self.stream:
            if token.kind == "]":
                return
            if token.kind != "c":
                yield index, tree(self.stream, token)
                index += 1

    def _root_members(self) -> Iterator[tuple[str, Token]]:
        for token in self.stream:
            if token.kind == "}":
                return
            if token.kind == "k":
                key = literal(self.text, token.start, token.end) or ""
                yield key, next(t for t in self.stream if t.kind != "c")

    def _root_member(self, key: str, first: Token) -> None:
        if key == "events" and first.kind == "[":
            for index, node in self._items():
                self.scene = self._said(self._members(node).get("name"))
                self._pages(node, f"events/{index}")
        elif key == "list" and first.kind == "[":
            self._commands(tree(self.stream, first), "list")
        elif key in {"displayName", *_SYSTEM_TEXTS}:
            self._string(tree(self.stream, first), key)
        elif key in _SYSTEM_LISTS or key == "terms":
            self._texts(tree(self.stream, first), key)
        else:
            skip(self.stream, first)

    def _members(self, node: Node | None) -> dict[str, Node]:
        if node is None or node.kind != "{":
            return {}
        keys = (literal(self.text, key.start, key.end) or "" for key in node.keys)
        return dict(zip(keys, node.nodes, strict=True))

    def _said(self, node: Node | None) -> str | None:
        return literal(self.text, node.start, node.end) if node is not None and node.kind == "s" else None

    def _number(self, node: Node | None) -> int:
        text = self.text[node.start : node.end] if node is not None else ""
        return int(text) if text.isdecimal() and len(text) < 9 else -1

    def _record(self, node: Node, name: str) -> None:
        """Read one record of a database file; those with commands are common events and troops."""
        members = self._members(node)
        fields = next((fields for mark, fields in _TABLES.items() if mark in members), ())
        self.scene = None
        for field in fields:
            self._string(members.get(field), f"{name}/{field}", context=field)
        if not fields:
            self.scene = self._said(members.get("name"))
            self._pages(node, name)
            self._commands(members.get("list"), f"{name}/list")

    def _pages(self, node: Node, name: str) -> None:
        pages = self._members(node).get("pages")
        for index, page in enumerate(pages.nodes if pages is not None and pages.kind == "[" else ()):
            self._commands(self._members(page).get("list"), f"{name}/pages/{index}/list")

    def _texts(self, node: Node, name: str) -> None:
        """Read all strings below a node of System.json."""
        todo = [(name, node)]
        while todo:
            name, node = todo.pop()
            if node.kind == "s":
                self._string(node, name)
            elif node.kind == "{":
                todo += reversed([(f"{name}/{key}", child) for key, child in self._members(node).items()])
            else:
                todo += reversed([(f"{name}/{index}", child) for index, child in enumerate(node.nodes)])

    def _command(self, node: Node, name: str) -> _Command:
        members = self._members(node)
        parameters = members.get("parameters")
        code, indent = self._number(members.get("code")), self._number(members.get("indent"))
        return _Command(code, indent, parameters.nodes if parameters is not None else [], name)

    def _commands(self, node: Node | None, name: str) -> None:
        """Read a list of event commands."""
        if node is None or node.kind != "[":
            return
        speaker: str | None = None
        run: list[_Command] = []
        choices: dict[int, list[_Choice]] = {}
        for index, item in enumerate(node.nodes):
            command = self._command(item, f"{name}/{index}")
            if run and command.code != run[0].code:
                self._message(run, speaker)
                run, speaker = [], None
            if command.code in (_TEXT_LINE, _SCROLL_LINE):
                run.append(command)
            elif command.code == _SHOW_TEXT:
                speaker = self._speaker(command)
            else:
                self._other(command, choices)
        if run:
            self._message(run, speaker)
        for offered in choices.values():
            self._choices(offered)

    def _other(self, command: _Command, choices: dict[int, list[_Choice]]) -> None:
        """Read a command that is no part of a message."""
        if command.code == _SHOW_CHOICES:
            self._choices(choices.pop(command.indent, []))
            choices[command.indent] = self._offered(command)
        elif command.code == _BRANCH:
            self._branch(choices.get(command.indent, []), command)
        elif command.code in _ACTOR_CHANGES and len(command.parameters) > 1:
            field = _ACTOR_CHANGES[command.code]
            self._string(command.parameters[1], f"{command.name}/parameters/1", context=field)
        elif command.code in _PLUGIN_COMMANDS and command.parameters:
            first = command.parameters[0]
            if not self.text[first.start : command.parameters[-1].end].isascii():
                self.table.remark(
                    first.start, "FMT107", "a plugin command may hold text: it is kept as it is"
                )

    def _speaker(self, command: _Command) -> str | None:
        """Return the speaker of a message (MZ) and make a segment of the name, which players see, too."""
        if len(command.parameters) < 5:
            return None
        node = command.parameters[4]
        self._string(node, f"{command.name}/parameters/4", context="speaker")
        return self._said(node) or None

    def _message(self, run: Sequence[_Command], speaker: str | None) -> None:
        lines = [
            command.parameters[0]
            for command in run
            if command.parameters and command.parameters[0].kind == "s"
        ]
        if speaker is None and lines:
            speaker = _speaker_in(self._said(lines[0]) or "", has_more=len(lines) > 1)
        kind = SegmentKind.DIALOGUE if run[0].code == _TEXT_LINE else SegmentKind.SIGN
        self._segment(lines, run[0].name, kind, speaker=speaker)

    def _offered(self, command: _Command) -> list[_Choice]:
        listed = command.parameters[0].nodes if command.parameters else []
        return [
            _Choice(node, f"{command.name}/parameters/0/{index}", []) for index, node in enumerate(listed)
        ]

    def _branch(self, offered: Sequence[_Choice], command: _Command) -> None:
        """Join the label of a branch to its choice, if both still say the same."""
        if len(command.parameters) < 2:
            return
        index, label = self._number(command.parameters[0]), command.parameters[1]
        if 0 <= index < len(offered) and self._said(label) == self._said(offered[index].node) is not None:
            offered[index].labels.append(label)

    def _choices(self, offered: Sequence[_Choice]) -> None:
        for node, name, labels in offered:
            if node.kind == "s":
                self._segment([node], name, SegmentKind.CHOICE, labels=labels)

    def _string(self, node: Node | None, name: str, *, context: str | None = None) -> None:
        if node is not None and node.kind == "s":
            self._segment([node], name, SegmentKind.STRING, context=context)

    def _segment(
        self,
        lines: Sequence[Node],
        name: str,
        kind: SegmentKind,
        *,
        labels: Sequence[Node] = (),
        speaker: str | None = None,
        context: str | None = None,
    ) -> None:
        segment_id = self.table.unique(name)
        values = [literal(self.text, node.start, node.end) for node in lines]
        if not lines or None in values:
            if lines:
                self.table.remark(lines[0].start, "FMT140", "this string is no text: it is kept as it is")
            return
        source = "\n".join(value or "" for value in values).rstrip("\n")
        if not source.strip():
            return
        spans = tuple(Span(node.start + 1, node.end - 1) for node in (*lines, *labels))
        line = self.table.line(lines[0].start)
        self.table.add(
            Segment(
                segment_id, source, spans, line, line, kind,
                speaker=speaker, scene=self.scene, key=segment_id, context=context,
            )
        )  # fmt: skip


def _speaker_in(line: str, *, has_more: bool) -> str | None:
    """Return the speaker that the first line of a message names, as games made with MV do; the name stays in the text.

    >>> _speaker_in("【林晚】", has_more=True), _speaker_in("\\\\n<掌柜>要什么？", has_more=False)
    ('林晚', '掌柜')
    """
    match = _NAME_BOX.match(line)
    if match is not None:
        return match[1] or match[2]
    return speaker_of(f"{line}\n…" if has_more else line)


class RpgmakerFormat(TextFormat):
    """RPG Maker MV and MZ data files."""

    name = "rpgmaker"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for maps, commands, database tables and System.json, by members that only those have."""
        head = probe.head
        if _COMMAND.search(head) or _MAP.match(head) or _RECORDS.match(head):
            return Likelihood.CERTAIN
        is_system = head.lstrip("\ufeff \t\r\n").startswith("{") and all(
            mark in head for mark in _SYSTEM_MARKS
        )
        return Likelihood.CERTAIN if is_system else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return messages, choices and names."""
        return _Reader(source).read()

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without empty lines at its end; a blank one is empty."""
        fitted = super().fit(target, segment).rstrip("\n")
        return "" if fitted.isspace() else fitted

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return one text for each line of the message.

        Fewer lines leave the last commands empty; more are joined into the last one, which both engines show as
        lines. Choice and label get the same text.
        """
        count, codec = len(segment.spans), document.encoding.name
        if segment.kind is SegmentKind.CHOICE:
            return [written(target, document.meta, codec=codec)] * count
        lines = target.split("\n", count - 1)
        lines += [""] * (count - len(lines))
        return [written(line, document.meta, codec=codec) for line in lines]


FORMAT = RpgmakerFormat()
