r"""Owns Yarn Spinner dialogue (.yarn): lines and options of the nodes, without commands, tags, conditions, comments.

A name before the first colon is the speaker: code asks for it, so it stays. Expressions ``{…}`` and markup ``[…]`` are
part of the text; an escaped brace or bracket stays so. ``\#``, ``\/``, ``\<``, ``\>`` and ``\:`` are undone.
Ids are line tags (``line:0a1b2c``), else node and number. Specification: https://docs.yarnspinner.dev
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import BLANKS
from localize.formats.lines import (
    Line,
    Names,
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
    from collections.abc import Sequence

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_HEADER = re.compile(r"([A-Za-z_][\w.\-]*)[ \t]*:[ \t]*([^\n]*)")
_BODY = re.compile(r"-{3,}")
_END = re.compile(r"={3,}")
_TOKEN = re.compile(r"\\.|\{[^{}\n]*\}|\[[^\[\]\n]*\]|//|#(?=\S)|<<|[^\\{\[/#<]+|.", re.DOTALL)
# Yarn 1: [[what the option says|the node it leads to]], or the node alone.
_OLD_OPTION = re.compile(r"\[\[(?:([^|\[\]\n]*)\|)?[^|\[\]\n]*\]\]")
_TAGS = re.compile(r"#(\S+)")
# The runtime takes whatever stands before the first colon for a name. Here every word of it must look like one, so
# that half a sentence ("What I want: a cake") is not left untranslated.
_WORD = r"[^\W\da-zß-öø-ÿ_][^\s:\\{}\[\]<>#]{0,30}"
_NAME = re.compile(rf"({_WORD}(?:[ \t](?:{_WORD}|[0-9]{{1,4}})){{0,2}})[ \t]*:[ \t]*(?=\S)")
_UNDONE = re.compile(r"(\{[^{}\n]*\}|\[[^\[\]\n]*\])|\\([#/<>:])|(\\.)", re.DOTALL)
_DONE = re.compile(
    r"(\\.|\{[^{}\n]*\}|\[[^\[\]\n]*\])|(#(?=\S)|/(?=/)|(?<=/)/|<(?=<)|(?<=<)<|>(?=>)|(?<=>)>)", re.DOTALL
)


class _Content(NamedTuple):
    """The text of a line by its columns, its speaker, and the line tags after it."""

    start: int
    end: int
    speaker: str | None
    tags: tuple[str, ...]


class YarnFormat(TextFormat):
    """Yarn Spinner 2 and 3."""

    name = "yarn"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a header with a title ends in a line of hyphens."""
        head = probe.head.replace("\r", "\n")
        if re.search(r"^[ \t\ufeff]*title[ \t]*:", head, re.MULTILINE) is None:
            return Likelihood.NO
        found = re.search(r"^-{3,}[ \t]*$", head, re.MULTILINE) and re.search(
            r"^={3,}[ \t]*$", head, re.MULTILINE
        )
        return Likelihood.LIKELY if found else Likelihood.POSSIBLE

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the lines and options of all nodes."""
        reader = _Reader()
        text = folded(source)
        segments = located(source, chain.from_iterable(map(reader.read, lines_of(text))))
        if not reader.any_body:
            do = "a node is a header with title:, a line ---, text, and a line ==="
            raise ParseError("no node can be read", do=do, place=Place(source.name, 1))
        return Parsed(segments, remarked(reader.remarks))

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target on one line."""
        return not_empty(one_line(super().fit(target, segment)), segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target, its signs of Yarn escaped; expressions and markup are left as they are."""
        new = _DONE.sub(lambda m: m[1] or f"\\{m[2]}", target)
        name = _NAME.match(new)
        if segment.speaker is None and name is not None:
            new = f"{new[: name.end(1)]}\\{new[name.end(1) :]}"
        return (new,)


class _Reader:
    """Reads line by line, knowing the node and whether it is in its body."""

    def __init__(self) -> None:
        self.any_body = False
        self.remarks: list[tuple[int, str, str]] = []
        self._names = Names()
        self._node = ""
        self._inside = False
        self._number = 0

    def read(self, line: Line) -> Sequence[Segment]:
        """Return the segments of a line: one or none."""
        bare = line.text.strip(BLANKS + "\ufeff")
        if not self._inside:
            self._header(line, bare)
        elif _END.fullmatch(bare):
            self._inside, self._node = False, ""
        else:
            found = _segment(line, self._node, self._number + 1, self._names)
            self._number += len(found)
            return found
        return ()

    def _header(self, line: Line, bare: str) -> None:
        header = _HEADER.match(bare)
        if _BODY.fullmatch(bare):
            self._inside, self.any_body, self._number = True, True, 0
        elif header is not None:
            title = header[2].split("//")[0].strip(BLANKS)
            self._node = title if header[1].lower() == "title" else self._node
        elif bare and not bare.startswith(("//", "#")) and not _END.fullmatch(bare):
            self.remarks.append((line.number, "FMT101", "text outside a node is kept as it is"))


def _content(text: str, start: int) -> _Content:
    """Return the text of a line from a column on: up to its condition, first tag or comment."""
    end, tags = len(text), ""
    for match in _TOKEN.finditer(text, start):
        if match[0] in ("//", "<<") or match[0] == "#":
            end = match.start()
            tags = text[end:].partition("//")[0]
            break
    start, end = trimmed(text, start, end)
    name = _NAME.match(text, start, end)
    speaker = None
    if name is not None and name[1].strip(BLANKS):
        speaker = _undone(name[1].strip(BLANKS))
        start = name.end()
    return _Content(start, end, speaker, tuple(_TAGS.findall(tags)))


def _undone(raw: str) -> str:
    return _UNDONE.sub(lambda m: m[1] or m[2] or m[3], raw)


def _segment(line: Line, node: str, number: int, names: Names) -> list[Segment]:
    indent = len(line.text) - len(line.text.lstrip(BLANKS))
    bare = line.text[indent:]
    old = _OLD_OPTION.match(bare)
    option = bare.startswith("->") or old is not None
    if old is not None and old[1] is None:
        return []
    if old is not None:
        bounds = trimmed(line.text, indent + 2, indent + old.end(1))
        content = _Content(*bounds, None, tuple(_TAGS.findall(bare[old.end() :])))
    else:
        content = _content(line.text, indent + (2 if bare.startswith(("->", "=>")) else 0))
    source = _undone(line.text[content.start : content.end])
    if not source.strip():
        return []
    tagged = next((tag for tag in content.tags if tag.startswith("line:")), None)
    if tagged or node.startswith("line:"):  # a node could be named like the tag of a line
        name = names.unique(tagged or f"{node}/{number}")
    else:
        name = names.numbered(node, number)
    others = " ".join(f"#{tag}" for tag in content.tags if tag != tagged)
    return [
        Segment(
            id=SegmentId(name),
            source=source,
            spans=(Span(line.start + content.start, line.start + content.end),),
            line=line.number,
            text_line=line.number,
            kind=SegmentKind.CHOICE if option else SegmentKind.DIALOGUE,
            speaker=content.speaker,
            scene=node or None,
            key=tagged,
            note=others or None,
        )
    ]


FORMAT = YarnFormat()
