"""Owns Ren'Py scripts (.rpy): dialogue, narration, menu choices, names of characters and ``_()`` strings, in place.

Python, screens, styles, images and tests are code: only their ``_()`` strings are text, and what ``text``,
``textbutton`` and ``label`` of a screen show. Interpolation ``[name]`` and text tags ``{b}`` stay in the text, doubled
brackets and ``%%`` too. Translation files (``tl/``) are `renpy_tl`'s; a translate block inside a script is kept. Ids
are the label and a number. Specification: https://www.renpy.org/doc/html/
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import BLANKS
from localize.formats.lines import Names, folded, located, remarked, trimmed
from localize.formats.renpy_source import (
    MARK,
    Literal,
    Statement,
    literal,
    spoken,
    statements,
    written_literal,
    written_spoken,
)
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_NOT_NAMES = re.compile(
    r"(?:init|python|label|menu|jump|call|return|pass|if|elif|else|while|for|show|scene|hide|with|image|define|default"
    r"|transform|style|screen|translate|old|new|voice|play|queue|stop|window|pause|camera|layeredimage|testcase"
    r"|testsuite|nvl|at|on|use|import|from)\Z"
)
_SAY = re.compile(
    rf"(?:(?P<who>[^\W\d][\w.]*)(?: +(?:@|[-@]?\w+))* +|(?P<whom>{MARK}) +)?{MARK}"
    r"(?: *\(.*| +(?:with|nointeract|id)\b.*)?\Z"
)
_CHOICE = re.compile(rf"{MARK}(?: *\(.*\))?(?: +if\b.*)? *:\Z")
_LABEL = re.compile(r"label +([\w.]+)")
_CODE_BLOCK = re.compile(
    r"(?:init(?: +[-+]?\d+)? +)?(?:python|screen|style|transform|image|layeredimage|testcase|testsuite|show|scene|hide"
    r"|camera|translate)\b.*:\Z"
)
_TRANSLATABLE = re.compile(r"(?<![\w.])(?:_|__|___|_p)\( *\Z")
_SHOWN = re.compile(rf"(?:show +)?(?:text|textbutton|label) +{MARK}")
_INTERPOLATED = re.compile(r"\[[^\[\]]*\]|\{[^{}]*\}")
_CHARACTER = re.compile(rf"(?:define|default) +(?:[-+]?\d+ +)?([\w.]+) *= *Character\( *(?:_\( *)?{MARK}")
_FILE = re.compile(
    r"[\w/\\.\- ]{1,200}\.(?:ogg|opus|mp3|wav|png|jpe?g|webp|webm|avi|mp4|mkv|ttf|otf|rpyc?)", re.IGNORECASE
)
_LOOKS = re.compile(
    r"^[ \t\ufeff]*(?:label[ \t]+[\w.]+[^\n:]*:[ \t]*$|define[ \t]+\w+[ \t]*=[ \t]*Character\()", re.MULTILINE
)
_FIRST_STATEMENT = re.compile(r"(?:[ \t\r\n\ufeff]|#[^\n]*)*+([^\n]*)")
_TRANSLATION = re.compile(r"translate[ \t]+\w+[ \t]+\w+[^\n:]*:")
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ \t\r]*\n))+")


class Say(NamedTuple):
    """A say statement: the name or variable of the speaker, where the name is a string, and what is said."""

    who: str | None
    name: Literal | None
    text: Literal


def is_translation(head: str) -> bool:
    """Return whether the first statement of a file is a translate block."""
    first = _FIRST_STATEMENT.match(head.replace("\r", "\n"))
    return first is not None and _TRANSLATION.match(first[1]) is not None


def say_of(statement: Statement) -> Say | None:
    """Return what a statement says, None if it is no say statement."""
    match = _SAY.match(statement.code)
    if match is None or _NOT_NAMES.match(match["who"] or ""):
        return None
    if match["whom"]:
        return Say(None, statement.strings[0], statement.strings[1])
    return Say(match["who"], None, statement.strings[0])


def is_plain(string: Literal) -> bool:
    """Return whether the letters before a string leave it text: not raw, not bytes, not a format."""
    return not set(string.prefix) & set("rbf")


def _has_words(shown: str) -> bool:
    """Return whether something is shown beside variables and tags."""
    return any(map(str.isalpha, _INTERPOLATED.sub("", shown)))


class RenpyFormat(TextFormat):
    """Ren'Py script."""

    name = "renpy"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a label or character is defined, NO for a translation file, else POSSIBLE."""
        if is_translation(probe.head):
            return Likelihood.NO
        script = _LOOKS.search(probe.head.replace("\r", "\n"))
        return Likelihood.LIKELY if script else Likelihood.POSSIBLE

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts of a script.

        Raises:
            ParseError: a string or bracket is not closed.
        """
        text = folded(source)
        remarks: list[tuple[int, str, str]] = []
        reader = _Reader(text, remarks)
        found = map(reader.read, statements(text.replace(MARK, " "), source.name))
        return Parsed(located(source, chain.from_iterable(found)), remarked(remarks))

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; without blank edges in a paragraph of a long string."""
        target = super().fit(target, segment)
        return target.strip(BLANKS) if segment.style == "paragraph" else target

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target as it stands between its quotes."""
        start, codec = segment.spans[0].start, document.encoding.name
        before = document.data[max(0, start - 12) : start].decode(codec, "ignore")[-3:]
        quote = before if len(set(before)) == 1 and len(before) == 3 else before[-1:]
        if segment.style == "paragraph" or quote[:1] not in ("'", '"', "`"):
            for mark in "\"'`":
                target = target.replace(mark, f"\0{mark}")
            new = written_spoken(target, "\0")
            return (new.replace("\\\0", "\\"),)
        if segment.kind is SegmentKind.STRING:
            return (written_literal(target, quote).replace("\n", document.newline),)
        return (written_spoken(target, quote),)


class _Reader:
    """Reads statement by statement, knowing label, code blocks and the names of characters."""

    def __init__(self, text: str, remarks: list[tuple[int, str, str]]) -> None:
        self._text = text
        self._remarks = remarks
        self._names = Names()
        self._label = ""
        self._number = 0
        self._code_indent: int | None = None
        self._skipping = False
        self._characters: dict[str, str] = {}

    def read(self, statement: Statement) -> Iterator[Segment]:
        """Yield the segments of a statement."""
        code = statement.code
        if not code:
            return
        if self._code_indent is not None and statement.indent > self._code_indent:
            if not self._skipping:
                yield from self._marked(statement)
            return
        self._code_indent, self._skipping = None, False
        label = _LABEL.match(code)
        if label:
            self._label, self._number = label[1], 0
        elif _CODE_BLOCK.match(code):
            self._code_indent = statement.indent
            self._skipping = code.startswith("translate")
            if self._skipping:
                self._remarks.append(
                    (statement.line, "FMT108", "a translate block in a script is kept as it is")
                )
                return
            yield from self._marked(statement)
        elif code.startswith("$"):
            yield from self._marked(statement)
        elif _CHOICE.match(code):
            yield from self._said(statement, statement.strings[0], SegmentKind.CHOICE, None)
        elif say := say_of(statement):
            yield from self._say(statement, say)
        else:
            yield from self._marked(statement)

    def _say(self, statement: Statement, say: Say) -> Iterator[Segment]:
        speaker = (
            self._characters.get(say.who, say.who) if say.who not in (None, "extend", "narrator") else None
        )
        if say.name is not None:
            name = self._string(statement, say.name, "name")
            yield from name
            speaker = name[0].source if name else None
        yield from self._said(statement, say.text, SegmentKind.DIALOGUE, speaker)

    def _said(
        self, statement: Statement, string: Literal, kind: SegmentKind, speaker: str | None
    ) -> Iterator[Segment]:
        long = len(string.quote) == 3
        ranges = [(string.start, string.end)]
        if long:
            ranges = [
                trimmed(self._text, m.start(), m.end())
                for m in _PARAGRAPH.finditer(self._text, string.start, string.end)
            ]
        for start, end in ranges:
            source = spoken(self._text[start:end])
            if is_plain(string) and not _FILE.fullmatch(source):
                found = self._segment(statement, start, end, source, kind, speaker=speaker, long=long)
                if source.strip():
                    yield found

    def _string(self, statement: Statement, string: Literal, key: str | None) -> list[Segment]:
        source = literal(self._text[string.start : string.end])
        if not is_plain(string):
            return []
        found = self._segment(statement, string.start, string.end, source, SegmentKind.STRING, key=key)
        return [found] if source.strip() else []

    def _marked(self, statement: Statement) -> Iterator[Segment]:
        """Yield the strings of code that are marked as text, and the names of characters."""
        if not statement.strings:
            return
        character, shown = _CHARACTER.match(statement.code), _SHOWN.match(statement.code)
        for n, at in enumerate(match.start() for match in re.finditer(MARK, statement.code)):
            named = character is not None and at == character.end() - 1
            if named and character is not None:
                found = self._string(statement, statement.strings[n], "name")
                if found:
                    self._characters[character[1]] = found[0].source
                yield from found
            elif _TRANSLATABLE.search(statement.code, max(0, at - 8), at):
                yield from self._string(statement, statement.strings[n], None)
            elif shown is not None and at == shown.end() - 1:
                yield from [
                    s for s in self._string(statement, statement.strings[n], None) if _has_words(s.source)
                ]

    def _segment(
        self,
        statement: Statement,
        start: int,
        end: int,
        source: str,
        kind: SegmentKind,
        *,
        speaker: str | None = None,
        key: str | None = None,
        long: bool = False,
    ) -> Segment:
        self._number += 1  # empty strings count: a translation may empty one
        return Segment(
            id=SegmentId(self._names.unique(f"{self._label}/{self._number}")),
            source=source,
            spans=(Span(start, end),),
            line=statement.line,
            text_line=statement.line,
            kind=kind,
            speaker=speaker,
            scene=self._label or None,
            style="paragraph" if long else None,
            key=key,
        )


FORMAT = RenpyFormat()
