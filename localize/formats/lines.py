"""The only place that knows what the line-based formats share: lines, trimmed slots, unique ids, one-line targets.

Positions here are characters of `folded` text; `located` turns them into bytes of the file.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple, overload

from localize.errors import HostileInputError, Place, RenderError
from localize.formats.cues import BLANKS
from localize.formats.packed import in_file_order, packed
from localize.model import Remark, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from localize.formats.packed import PackedSegments
    from localize.formats.source import SourceText
    from localize.model import Document, Segment, SegmentKind

_CR_RUN = re.compile("\r+\n?")
_SHOWN = re.compile(r"[^\n\r]")
_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
_PIECE = 8_192
MAX_LINE: Final = 1_000_000
"""Characters of a line in a format where a line is a text, a cue or a statement."""


class Line(NamedTuple):
    """One line of a file.

    Attributes:
        number: 1-based.
        start: its first character.
        text: without its line break.
    """

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """Return the position after its last character."""
        return self.start + len(self.text)


def folded(source: SourceText) -> str:
    """Return the text with every lone CR as LF: same length, so positions hold for both (as `SourceText.scan`).

    Raises:
        HostileInputError: a line is longer than any that people write.
    """
    text = source.text
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        text = _CR_RUN.sub(lambda m: m[0] if m[0].endswith("\n") else "\n" * len(m[0]), text)
    refuse_long_lines(text, source.name)
    return text


def refuse_long_lines(text: str, name: str, *, longest: int = MAX_LINE) -> None:
    """Refuse a text with a line of more than so many characters; looks at few of them.

    Raises:
        HostileInputError: with the line.
    """
    start = 0
    while len(text) - start > longest:
        end = text.rfind("\n", start, start + longest + 1)
        if end < 0:
            what = f"the line has more than {longest:,} characters"
            place = Place(name, text.count("\n", 0, start) + 1)
            raise HostileInputError(what, do="divide it, or get the file again", place=place)
        start = end + 1


def lines_of(text: str) -> Iterator[Line]:
    r"""Yield the lines of folded text.

    >>> [tuple(line) for line in lines_of("a\r\n\nb")]
    [(1, 0, 'a'), (2, 3, ''), (3, 4, 'b')]
    """
    start, number = 0, 1
    while True:  # piece by piece: a list of all lines is several times the file
        end = text.find("\n", start + _PIECE)
        for line in text[start : None if end < 0 else end].split("\n"):
            yield Line(number, start, line.rstrip("\r"))
            start += len(line) + 1
            number += 1
        if end < 0:
            return


class Lines(Sequence[Line]):
    """The lines of folded text as a sequence that remembers only where each begins."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = array("q", (line.start for line in lines_of(text)))
        self._starts.append(len(text) + 1)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...

    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self))[index]
        start = self._starts[at]
        return Line(at + 1, start, self._text[start : self._starts[at + 1] - 1].rstrip("\r"))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without blanks at its edges; an empty range at `start` if there is nothing else."""
    part = text[start:end]
    left = len(part) - len(part.lstrip(BLANKS))
    if left == len(part):
        return start, start
    return start + left, start + len(part.rstrip(BLANKS))


def one_line(target: str) -> str:
    r"""Return a target for a slot of one line: line breaks become spaces, blank edges go.

    >>> one_line(" Hello \n  there\n")
    'Hello there'
    """
    return _BREAK.sub(" ", target.replace("\r", "\n")).strip(BLANKS)


def not_empty(target: str, segment: Segment) -> str:
    """Return a target for a format in which an empty text is no text: its line would mean something else.

    Raises:
        RenderError: it is empty.
    """
    if not target.strip():
        what = f"the target of segment {segment.id} is empty, and this format has no empty text"
        raise RenderError(what, do="give it words, or leave it out to keep the source")
    return target


def blanked(
    text: str, opening: re.Pattern[str], closings: Mapping[str, str], stop: re.Pattern[str] | None = None
) -> str:
    """Return the text with everything hidden as U+0000, line breaks kept; linear whatever is left open.

    Args:
        text: folded, without U+0000.
        opening: finds where something hidden begins; what is no key of `closings` is hidden by itself.
        closings: opening → closing; without the closing the opening hides nothing.
        stop: must not stand between opening and closing.
    """
    pieces, last, at = [], 0, 0
    ahead: dict[str, int] = {}
    barrier = -1
    while (match := opening.search(text, at)) is not None:
        closing = closings.get(match[0])
        end = match.end()
        if closing is not None:
            if ahead.get(closing, -1) < end:
                found = text.find(closing, end)
                ahead[closing] = len(text) if found < 0 else found
            if stop is not None and barrier < end:
                halt = stop.search(text, end)
                barrier = halt.start() if halt else len(text)
            if ahead[closing] == len(text) or (stop is not None and barrier < ahead[closing]):
                at = end
                continue
            end = ahead[closing] + len(closing)
        pieces.append(text[last : match.start()])
        pieces.append(_SHOWN.sub("\0", text[match.start() : end]))
        last = at = end
    pieces.append(text[last:])
    return "".join(pieces)


class Names:
    """Makes ids unique: a second ``a`` becomes ``a#2``."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._numbered: dict[str, array[int]] = {}

    def unique(self, name: str) -> str:
        """Return the name, with the number of its occurrence from the second on."""
        found = name
        while found in self._counts:
            self._counts[name] += 1
            found = f"{name}#{self._counts[name]}"
        self._counts[found] = 1
        return found

    def numbered(self, path: str, number: int) -> str:
        """Return ``path/number``, unique as by `unique`, but remembers only 4 bytes for each number up to the highest.

        No name for `unique` may look like one of these.
        """
        counts = self._numbered.setdefault(path, array("I"))
        counts.extend(repeat(0, number - len(counts)))
        counts[number - 1] += 1
        times = counts[number - 1]
        return f"{path}/{number}" if times == 1 else f"{path}/{number}#{times}"


def located(source: SourceText, segments: Iterable[Segment]) -> PackedSegments:
    """Return the segments with their spans, so far in characters, in bytes of the file, in file order."""
    found = in_file_order(packed(segments))
    return found if source.is_bytewise else found.moved(source.each_offset)


def marked_slots(document: Document, marks: Mapping[SegmentKind, re.Pattern[str]]) -> list[Span]:
    """Return the spans of the segments, with the mark before each that rendering may have put there.

    Args:
        document: the parsed file.
        marks: kind of segment → what may stand before its text.
    """
    codec, found = document.encoding.name, []
    for segment in document.segments:
        mark = marks.get(segment.kind)
        for span in segment.spans:
            before = document.data[max(0, span.start - 40) : span.start].decode(codec, "ignore")
            match = mark.search(before) if mark else None
            found.append(Span(span.start - len(match[0].encode(codec)), span.end) if match else span)
    return sorted(found, key=lambda span: span.start)


def remarked(found: Iterable[tuple[int, str, str]], *, most: int = 1000) -> tuple[Remark, ...]:
    """Return remarks from (line, code, words), in file order, no more than a person would read."""
    ordered = sorted(found)
    shown = [Remark(code, line, what) for line, code, what in ordered[:most]]
    if len(ordered) > most:
        line, code, _ = ordered[most]
        shown.append(Remark(code, line, f"and {len(ordered) - most} more remarks"))
    return tuple(shown)
