"""Owns SubRip (.srt), a format without a standard: everything that players accept is accepted here.

A cue is a timing line with the text up to the next one; a line of digits directly before a timing line is the
number of its cue. Blank lines inside a text belong to it. What cannot be a cue (a broken timing line with its
block, text before the first cue) is kept verbatim and remarked. A file without one readable timing line is an
error. SubRip has no escapes, so a source is the text as it stands.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError
from localize.formats.base import Likelihood, Parsed, ParseOptions, Probe
from localize.formats.cues import (
    BATCH,
    BLANK_BYTES,
    CueBatch,
    CueColumns,
    closed_up,
    decoded,
    is_closed_up,
    own_keys,
    spans_of,
    starts_of,
)
from localize.formats.splice import TextFormat, rendered_source
from localize.model import SegmentId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.formats.source import RawRemark, SourceText
    from localize.model import Document, Segment

# A full-width colon, comma or stop is what a Chinese input method leaves in a timing line mended by hand.
_COLON = rb" ?(?::|\xef\xbc\x9a) ?"
# Shifting a file too far gives times below zero.
_LOOSE_TIME = (
    rb"-?(?:[0-9]{1,4}" + _COLON + rb")?[0-9]{1,3}" + _COLON + rb"[0-9]{1,3}"
    rb"(?: ?(?:[.,:]|\xef\xbc[\x8c\x8e]) ?[0-9]{1,9})?"
)
# Word processors and web pages make other signs of the arrow.
_OTHER_ARROWS = ("--&gt;", "\N{RIGHTWARDS ARROW}", "\N{EN DASH}>", "\N{EM DASH}>")
_ARROW = b"(?:--?>|%b)" % "|".join(_OTHER_ARROWS).encode()
_HEAD = (
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*+([0-9]++)[ \t]*+\r*+\n%b)?[ \t]*+("
    + _LOOSE_TIME
    + rb")[ \t]*+"
    + _ARROW
    + rb"[ \t]*+("
    + _LOOSE_TIME
    + rb")"
    rb"(?![0-9:])([^\n]*+)"
)
_BLANK_LINE = rb"[ \t]*+\r*+\n"
# The second form reads files in which every other line is blank (CR CR LF made two line breaks somewhere).
_SINGLE_SPACED, _DOUBLE_SPACED = _HEAD.replace(b"%b", b""), _HEAD.replace(b"%b", b"(?:%b)?" % _BLANK_LINE)
_FIRST, _CUE = re.compile(_SINGLE_SPACED), re.compile(rb"\n" + _SINGLE_SPACED)
_STRICT_TIME = rb"[0-9][0-9]:[0-9][0-9]:[0-9][0-9][.,][0-9][0-9][0-9]"
_TIDY_CUE = re.compile(rb"\n([0-9]++)\r?+\n(%b) --> (%b)(?![0-9:])([^\n]*+)" % (_STRICT_TIME, _STRICT_TIME))
_FIRST_OF_DOUBLE, _CUE_OF_DOUBLE = re.compile(_DOUBLE_SPACED), re.compile(rb"\n" + _DOUBLE_SPACED)
_IS_DOUBLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*+[0-9]++[ \t]*+\r*+\n%b[ \t]*+%b" % (_BLANK_LINE, _LOOSE_TIME))
_BROKEN = re.compile(
    rb"(?:(?:^|\n)[ \t]*+[0-9]++[ \t]*+\r*+)?(?:^|\n)(?=[^\n]*->)(?=[^\n]*?[0-9] ?(?::|\xef\xbc\x9a) ?[0-9])[^\n]*+"
)
_CUT_OFF = re.compile(
    rb"\n[ \t]*\r*\n[ \t]*([0-9]{1,9})(?:[ \t]*\r*\n[ \t]*[0-9]{1,4}(?:(?::|\xef\xbc\x9a)[0-9:., \t>-]*)?)?$"
)
_END_OF_DOS_FILE = b"\x1a"
_NUMBER_AT_END = re.compile(r"\0(?<=[0-9]\0)")
_COORDINATES = re.compile(rb"(?:\s*+\w++:\S++)*+\s*+")


class _Batch(NamedTuple):
    """Some cues of a file, one list a field; positions are bytes of `SourceText.scan`.

    Attributes:
        begins: where number or timing line begin.
        numbers, starts, ends, rests: the parts of both lines as they stand.
        text_starts: where the texts begin.
        texts: without blank edges.
        head_lines: lines above each text, None if they differ.
    """

    begins: list[int]
    numbers: Sequence[bytes | None]
    starts: Sequence[bytes]
    ends: Sequence[bytes]
    rests: Sequence[bytes]
    text_starts: list[int]
    texts: list[bytes]
    head_lines: int | None


def _heads(scan: bytes) -> Iterator[tuple[list[re.Match[bytes]], int]]:
    """Yield all numbers and timing lines batch by batch, with the end of the last text of each batch.

    Most files are tidy, and the pattern for these is twice as fast. It is kept as long as it finds a cue for every
    arrow; what it finds the loose one finds too, so the change may come at any batch.
    """
    double = _IS_DOUBLE.match(scan) is not None
    first = (_FIRST_OF_DOUBLE if double else _FIRST).match(scan)
    position = first.end() if first else 0
    odd = any(arrow.encode() in scan for arrow in _OTHER_ARROWS)
    pattern = _CUE_OF_DOUBLE if double else _CUE if odd else _TIDY_CUE
    ahead = [first] if first else []
    found = pattern.finditer(scan, position)
    ahead += islice(found, BATCH)
    while True:
        batch, ahead = ahead, list(islice(found, BATCH))
        end = ahead[0].start() if ahead else len(scan)
        if pattern is _TIDY_CUE and scan.count(b"->", position, end) != len(batch) - (batch[:1] == [first]):
            pattern = _CUE
            found = pattern.finditer(scan, position)
            ahead = [first] if first and position == first.end() else []
            ahead += islice(found, BATCH)
            continue
        if not batch:
            return
        yield batch, end
        position = end


def _batches(scan: bytes, remarks: list[RawRemark]) -> Iterator[_Batch]:
    """Yield all cues; appends what is no cue to the remarks."""
    before, double = 0, _IS_DOUBLE.match(scan) is not None
    marked = scan.find(BOM_UTF8, 1) > 0
    for matches, last in _heads(scan):
        line_ends = [match.start() for match in matches]
        bodies = [match.end() for match in matches]
        numbers, starts, ends, rests = zip(*[match.groups() for match in matches], strict=True)
        raws = [scan[body:end] for body, end in zip(bodies, [*line_ends[1:], last], strict=True)]
        texts = [raw.strip(BLANK_BYTES) for raw in raws]
        text_starts = starts_of(bodies, raws)
        if marked:
            _cut_marks(texts, text_starts)
        if not before and scan[: line_ends[0]].strip(b"\xef\xbb\xbf" + BLANK_BYTES):
            remarks.append((0, "FMT101", "text before the first cue is kept as it is"))
        if scan.count(b"->", before, last) != len(matches):
            _cut_broken_blocks(texts, text_starts, remarks)
        if last == len(scan):
            _cut_last(texts, text_starts, numbers, remarks)
        begins = [end + (scan[end] == 10) for end in line_ends]
        plain = not double and None not in numbers
        head_lines = 2 if plain and text_starts == [body + 1 for body in bodies] else None
        yield _Batch(begins, numbers, starts, ends, rests, text_starts, texts, head_lines)
        before = last


def _cut_marks(texts: list[bytes], text_starts: list[int]) -> None:
    """Take byte order marks off the beginning of texts: files were joined there."""
    for i, text in enumerate(texts):
        if text.startswith(BOM_UTF8):
            texts[i] = text.lstrip(BOM_UTF8 + BLANK_BYTES)
            text_starts[i] += len(text) - len(texts[i])


def _cut_broken_blocks(texts: list[bytes], text_starts: list[int], remarks: list[RawRemark]) -> None:
    """Take broken timing lines and what follows them out of the texts before them."""
    for i, text in enumerate(texts):
        broken = _BROKEN.search(text) if b"->" in text else None
        if broken is not None:
            at = text_starts[i] + broken.end() - 1
            remarks.append((at, "FMT102", "the timing line is broken: its block is kept as it is"))
            texts[i] = text[: broken.start()].rstrip(BLANK_BYTES)


def _cut_last(
    texts: list[bytes], text_starts: list[int], numbers: Sequence[bytes | None], remarks: list[RawRemark]
) -> None:
    """Take the beginning of one more cue, where the file was cut off, out of the last text.

    A text may well end in a paragraph of digits (a room number): only the very next number is taken for one.
    """
    texts[-1] = texts[-1].rstrip(BLANK_BYTES + _END_OF_DOS_FILE)
    cut, number = _CUT_OFF.search(texts[-1]), numbers[-1]
    if cut is not None and number is not None and int(cut[1]) == int(number[-9:]) + 1:
        at = text_starts[-1] + cut.start(1)
        remarks.append((at, "FMT103", "the file ends inside a cue: its beginning is kept as it is"))
        texts[-1] = texts[-1][: cut.start()].rstrip(BLANK_BYTES)


class SrtFormat(TextFormat):
    """SubRip."""

    name = "srt"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a timing line is there."""
        head = probe.head.replace("\r", "\n").encode()
        if head.startswith(b"WEBVTT") or (_FIRST.match(head) or _CUE.search(head)) is None:
            return Likelihood.NO
        return Likelihood.LIKELY

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues that hold text; each cue counts for the ids, with text or without."""
        remarks: list[RawRemark] = []
        columns = CueColumns(source)
        for batch in _batches(source.scan, remarks):
            if any(batch.rests):
                remarks += _foreign_rests(batch)
            starts, ends = spans_of(batch.starts, batch.ends)
            columns.add(
                CueBatch(
                    begins=batch.begins,
                    text_starts=batch.text_starts,
                    texts=batch.texts,
                    values=decoded(batch.texts),
                    starts=starts,
                    ends=ends,
                    styles=[rest.decode().strip() or None if rest else None for rest in batch.rests],
                    keys=own_keys(batch.numbers, columns.count + 1),
                    head_lines=batch.head_lines,
                )
            )
        if not columns.count:
            do = "a cue needs a line such as 00:00:01,000 --> 00:00:02,500"
            place = source.place(max(source.scan.find(b"->"), 0))
            raise ParseError("no timing line can be read", do=do, place=place)
        return Parsed(columns.segments(), source.remarks(remarks + columns.remarks()))

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank lines: many players end the cue at one."""
        return closed_up(super().fit(target, segment))

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target with the line breaks of the file; one that looks like a timing line fails the proof."""
        return (target.replace("\n", document.newline),)

    def is_plain(self, texts: str) -> bool:
        """Return whether no text holds an arrow, without which there is neither a timing line nor a broken one.

        A text then cannot begin or end a cue. It could only lose its last line, if that is a number and the cue
        that follows directly has none.
        """
        if _END_OF_DOS_FILE.decode() in texts:
            return False
        arrow = "->" in texts or any(map(texts.__contains__, _OTHER_ARROWS))
        return not arrow and is_closed_up(texts) and _NUMBER_AT_END.search(texts) is None

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the texts by the same scanner, without making segments."""
        texts = [text for batch in _batches(rendered_source(data, document).scan, []) for text in batch.texts]
        return {SegmentId(str(n)): value for n, value in enumerate(decoded(texts), 1) if value}


def _foreign_rests(batch: _Batch) -> Iterator[RawRemark]:
    """Yield remarks for timing lines that go on with something else than coordinates."""
    for begin, rest in zip(batch.begins, batch.rests, strict=True):
        if not _COORDINATES.fullmatch(rest):
            yield begin, "FMT104", "text on the timing line is kept as it is"


FORMAT = SrtFormat()
