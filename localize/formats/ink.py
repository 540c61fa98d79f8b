r"""Owns Ink stories (.ink): lines of text, choices and gathers; everything that is logic is kept.

Offered are lines whose text is plain but for values such as ``{name}``. A line with alternatives or conditions inside
(``{a|b}``, ``{x: yes}``) is kept and remarked: its pieces are no sentences. Choice text around ``[ ]`` gives one
segment for each piece. Inside braces over several lines, the texts of the branches are offered. ``\#`` is undone.
Specification: https://github.com/inkle/ink/blob/master/Documentation/WritingWithInk.md
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import speaker_of
from localize.formats.lines import (
    Line,
    Names,
    blanked,
    folded,
    lines_of,
    located,
    not_empty,
    one_line,
    remarked,
    trimmed,
)
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_KNOT = re.compile(r"={2,}[ \t]*(?:function[ \t]+)?(\w+)")
_STITCH = re.compile(r"=[ \t]*(\w+)")
_LOGIC = re.compile(r"~|(?:VAR|CONST|LIST|INCLUDE|EXTERNAL)[ \t]|TODO[ \t]*:|<-|->")
_BULLETS = re.compile(r"(?:[*+][ \t]*)+|(?:-(?!>)[ \t]*)+")
_LABEL = re.compile(r"\([ \t]*\w+[ \t]*\)[ \t]*")
_COMMENT = re.compile(r"//[^\n]*|/\*")
_END = re.compile(r"->|<-|#")
_TOKEN = re.compile(r"\\.|<>|->|<-|[\[\]{}#|\0]|[^\\<\->\[\]{}#|\0]+|.", re.DOTALL)
_CONDITION = re.compile(r"\{[^{}\n]*\}[ \t]*")
_VALUE = re.compile(r"\{[^{}|:\n]*\}")
_BRANCH = re.compile(r"-(?!>)[ \t]*(?:[^:{}\n\"]|\"[^\"\n]*\"|\{[^{}\n]*\})*:")
_SEQUENCE = re.compile(r"\{[ \t]*(?:(?:stopping|shuffle|cycle|once)[ \t]*)+:?[ \t]*\Z|\{[ \t]*[&!~$]")
_UNDONE = re.compile(r"(\{[^{}\n]*\})|\\([^{}\\\n])|(\\.)", re.DOTALL)
_DONE = re.compile(r"(\\[{}\\]|\{[^{}|:\n]*\})|([#|\[\]]|(?<=/)[/*]|<(?=[>-])|-(?=>))", re.DOTALL)
_AT_START = re.compile(r"[*+\-=~]|\((?=[ \t]*\w+[ \t]*\))|(?:VAR|CONST|LIST|INCLUDE|EXTERNAL|TODO)\b")


class _Piece(NamedTuple):
    start: int
    end: int
    plain: bool


class InkFormat(TextFormat):
    """Ink."""

    name = "ink"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if there are a knot and a divert, else POSSIBLE: any text is a story."""
        head = probe.head.replace("\r", "\n")
        knot = re.search(r"^={2,}[ \t]*\w+[ \t]*(?:={2,}|\([^()\n]*\)[ \t]*=*)?[ \t]*$", head, re.MULTILINE)
        divert = re.search(r"->[ \t]*(?:\w+|$)", head, re.MULTILINE)
        return Likelihood.LIKELY if knot and divert else Likelihood.POSSIBLE

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts of all knots; ids are the path of the knot and a number."""
        text, names, remarks = folded(source), Names(), list[tuple[int, str, str]]()
        reader = _Reader(names, remarks)
        shown = blanked(text.replace("\0", " "), _COMMENT, {"/*": "*/"})
        segments = located(source, chain.from_iterable(map(reader.read, lines_of(shown))))
        return Parsed(segments, remarked(remarks))

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target on one line."""
        return not_empty(one_line(super().fit(target, segment)), segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target, its signs of Ink escaped; values in braces are left as they are."""
        new = _DONE.sub(lambda m: m[1] or f"\\{m[2]}", target)
        return (f"\\{new}" if _AT_START.match(new) else new,)


class _Reader:
    """Reads line by line, knowing the knot and how deep in braces it is."""

    def __init__(self, names: Names, remarks: list[tuple[int, str, str]]) -> None:
        self._names = names
        self._remarks = remarks
        self._knot = ""
        self._stitch = ""
        self._number = 0
        self._blocks: list[bool] = []  # for each open brace: whether its hyphens are items, not conditions

    def read(self, line: Line) -> Iterator[Segment]:
        """Yield the segments of a line."""
        at, end = trimmed(line.text, 0, len(line.text))
        at += len(line.text[at:end]) - len(line.text[at:end].lstrip("\ufeff\0 \t"))
        bare = line.text[at:end]
        if not bare.strip("\0 \t"):
            return
        if knot := _KNOT.match(bare):
            self._knot, self._stitch, self._number = knot[1], "", 0
        elif not self._blocks and (stitch := _STITCH.match(bare)):
            self._stitch, self._number = stitch[1], 0
        elif not _LOGIC.match(bare):
            yield from self._content(line, at, end)

    def _content(self, line: Line, at: int, end: int) -> Iterator[Segment]:
        text = line.text
        opening = self._braces(text, at, end)
        if opening is not None:
            if text[at] == "}" or opening == at:
                return
            self._remarks.append((line.number, "FMT107", "text on a line that opens or closes logic is kept"))
            return
        kind = SegmentKind.DIALOGUE
        if self._blocks and text[at] == "-" and text[at : at + 2] != "->":
            branch = None if self._blocks[-1] else _BRANCH.match(text, at, end)
            at = branch.end() if branch else at + 1
        elif bullets := _BULLETS.match(text, at, end):
            kind = SegmentKind.CHOICE if text[at] in "*+" else kind
            at = bullets.end()
        at, _ = trimmed(text, at, end)
        if label := _LABEL.match(text, at, end):
            at = label.end()
        while kind is SegmentKind.CHOICE and (condition := _CONDITION.match(text, at, end)):
            at = condition.end()
        yield from self._segments(line, at, end, kind)

    def _braces(self, text: str, at: int, end: int) -> int | None:
        """Follow braces that are open at the end of the line; return where the first unmatched one stands."""
        opened: list[int] = []
        first: int | None = None
        for match in _TOKEN.finditer(text, at, end):
            if match[0] == "{":
                opened.append(match.start())
            elif match[0] == "}" and opened:
                opened.pop()
            elif match[0] == "}" and self._blocks:
                self._blocks.pop()
                first = match.start() if first is None else first
        for start in opened:
            self._blocks.append(_SEQUENCE.match(text, start, end) is not None)
            first = start if first is None else first
        return first

    def _segments(self, line: Line, at: int, end: int, kind: SegmentKind) -> Iterator[Segment]:
        for piece in _pieces(line.text, at, end):
            raw = line.text[piece.start : piece.end]
            source = _UNDONE.sub(lambda m: m[1] or m[2] or m[3], raw)
            if not source.strip() or not re.search(r"\w", _VALUE.sub("", source)):
                continue
            if not piece.plain:
                self._remarks.append(
                    (line.number, "FMT107", "text with alternatives or conditions inside is kept")
                )
                continue
            self._number += 1
            path = ".".join(part for part in (self._knot, self._stitch) if part)
            yield Segment(
                id=SegmentId(self._names.numbered(path, self._number)),
                source=source,
                spans=(Span(line.start + piece.start, line.start + piece.end),),
                line=line.number,
                text_line=line.number,
                kind=kind,
                speaker=speaker_of(source),
                scene=path or None,
            )


def _pieces(text: str, at: int, end: int) -> Iterator[_Piece]:
    """Yield the pieces of text between brackets, glue and comments, up to a divert or tag."""
    start, depth, plain = at, 0, True
    for match in _TOKEN.finditer(text, at, end):
        token = match[0]
        if token == "{":
            depth += 1
            plain = plain and _VALUE.match(text, match.start(), end) is not None
        elif token == "}":
            depth = max(depth - 1, 0)
        elif token in ("[", "]", "<>", "\0", "->", "<-", "#", "|") and not depth:
            yield _Piece(*trimmed(text, start, match.start()), plain)
            start, plain = match.end(), True
            if token in ("->", "<-", "#"):
                return
    yield _Piece(*trimmed(text, start, end), plain)


FORMAT = InkFormat()
