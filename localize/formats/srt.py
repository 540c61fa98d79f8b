"""Owns SubRip (.srt), a format without a standard: everything that players accept is accepted here.

A cue is a timing line with the text up to the next one; a line of digits directly before a timing line is the
number of its cue. Blank lines inside a text belong to it. What cannot be a cue (a broken timing line with its
block, text before the first cue) is kept verbatim and remarked. A file without one readable timing line is an
error. SubRip has no escapes, so a source is the text as it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.errors import ParseError
from localize.formats.base import Likelihood, ParseOptions, Parsed, Probe
from localize.formats.cues import (
    BLANK_BYTES,
    CueSegment,
    closed_up,
    kind_of,
    milliseconds,
    relocated,
    speaker_of,
)
from localize.formats.splice import TextFormat, rendered_source
from localize.model import SegmentId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.formats.source import SourceText
    from localize.model import Document, Segment

# A full-width colon, comma or stop is what a Chinese input method leaves in a timing line mended by hand.
_COLON = rb" ?(?::|\xef\xbc\x9a) ?"
_LOOSE_TIME = (
    rb"(?:[0-9]{1,4}" + _COLON + rb")?[0-9]{1,3}" + _COLON + rb"[0-9]{1,3}"
    rb"(?: ?(?:[.,:]|\xef\xbc[\x8c\x8e]) ?[0-9]{1,9})?"
)
_TIME = rb"[0-9][0-9]:[0-9][0-9]:[0-9][0-9][.,][0-9][0-9][0-9](?![0-9])|" + _LOOSE_TIME
_HEAD = (
    rb"(?:\xef\xbb\xbf)?(?:[ \t]*+(?P<number>[0-9]++)[ \t]*+\r*+\n)?"
    rb"[ \t]*+(?P<start>TIME)[ \t]*+--?>[ \t]*+(?P<end>TIME)(?![0-9:])(?P<rest>[^\n]*+)"
).replace(b"TIME", _TIME)
_FIRST_CUE = re.compile(rb"[ \t\r\n]*+" + _HEAD)
_CUE = re.compile(rb"\n" + _HEAD)  # the literal first byte makes the search several times faster
_NUMBERED_CUE = re.compile(rb"\n" + re.sub(rb"\?P<(?:start|end|rest)>", b"?:", _HEAD))
_BROKEN = re.compile(
    rb"(?:(?:^|\n)[ \t]*+[0-9]++[ \t]*+\r*+)?(?:^|\n)(?=[^\n]*->)(?=[^\n]*?[0-9] ?(?::|\xef\xbc\x9a) ?[0-9])[^\n]*+"
)
_LONE_NUMBER = re.compile(rb"(?:^|\n[ \t]*\r*\n)[ \t]*([0-9]{1,9})$")
_CUT_OFF = re.compile(
    rb"\n[ \t]*\r*\n[ \t]*([0-9]{1,9})(?:[ \t]*\r*\n[ \t]*[0-9]{1,4}(?:(?::|\xef\xbc\x9a)[0-9:., \t>-]*)?)?$"
)
_COORDINATES = re.compile(rb"(?:\s*+\w++:\S++)*+\s*+")

# Where a cue begins; number, start, end and the rest of its timing line; where its text begins; its text.
_Cue = tuple[int, bytes | None, bytes, bytes, bytes, int, bytes]
_RawRemark = tuple[int, str, str]


def _scan(scan: bytes, remarks: list[_RawRemark]) -> Iterator[_Cue]:
    """Yield the cues of a `SourceText.scan`; appends what is no cue to the remarks."""
    first = _FIRST_CUE.match(scan)
    matches = _CUE.finditer(scan, first.end() if first else 0)
    previous = first or next(matches, None)
    if previous is None:
        return
    begin = len(first[0]) - len(first[0].lstrip(BLANK_BYTES)) if first else previous.start() + 1
    if scan[:begin].strip(b"\xef\xbb\xbf" + BLANK_BYTES):
        remarks.append((0, "FMT101", "text before the first cue is kept as it is"))
    number, start, end, rest = previous.groups()
    body = previous.end()
    for match in matches:
        next_begin = match.start()
        next_number, next_start, next_end, next_rest = match.groups()
        text = scan[body:next_begin].strip(BLANK_BYTES)
        if scan[body + 1 : body + 2] <= b" ":
            body += _blank(scan[body:next_begin])
        else:
            body += 1
        if b"->" in text:
            text = _before_broken_block(text, body, remarks)
        next_begin += 1
        if next_number is None and (lone := _next_number(_LONE_NUMBER, text, number)):
            next_begin, next_number = body + lone.start(1), lone[1]
            text = text[: lone.start()].rstrip(BLANK_BYTES)
        yield begin, number, start, end, rest, body, text
        begin, number, start, end, rest = next_begin, next_number, next_start, next_end, next_rest
        body = match.end()
    text = scan[body:].strip(BLANK_BYTES)
    body += _blank(scan[body:])
    text = _before_broken_block(text, body, remarks)
    if cut := _next_number(_CUT_OFF, text, number):
        remarks.append(
            (body + cut.start(1), "FMT103", "the file ends inside a cue: its beginning is kept as it is")
        )
        text = text[: cut.start()].rstrip(BLANK_BYTES)
    yield begin, number, start, end, rest, body, text


def _blank(body: bytes) -> int:
    return len(body) - len(body.lstrip(BLANK_BYTES))


def _before_broken_block(text: bytes, body: int, remarks: list[_RawRemark]) -> bytes:
    broken = _BROKEN.search(text) if b"->" in text else None
    if broken is None:
        return text
    remarks.append(
        (body + broken.end() - 1, "FMT102", "the timing line is broken: its block is kept as it is")
    )
    return text[: broken.start()].rstrip(BLANK_BYTES)


def _next_number(pattern: re.Pattern[bytes], text: bytes, number: bytes | None) -> re.Match[bytes] | None:
    """Return where the number of the next cue stands at the end of a text.

    A text may well end in a paragraph of digits (a room number): only the very next number is taken for one.
    """
    found = pattern.search(text) if number else None
    return found if found and number and int(found[1]) == int(number[-9:]) + 1 else None


class SrtFormat(TextFormat):
    """SubRip."""

    name = "srt"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a timing line is there."""
        head = probe.head.replace("\r", "\n").encode()
        if head.startswith(b"WEBVTT") or (_FIRST_CUE.match(head) or _CUE.search(head)) is None:
            return Likelihood.NO
        return Likelihood.LIKELY

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues that hold text; each cue counts for the ids, with text or without."""
        segments: list[Segment] = []
        remarks: list[_RawRemark] = []
        scan = source.scan
        line, last, count = 1, 0, 0
        for count, (begin, number, start, end, rest, body, raw) in enumerate(_scan(scan, remarks), 1):
            if rest and rest != b"\r" and not _COORDINATES.fullmatch(rest):
                remarks.append((begin, "FMT104", "text on the timing line is kept as it is"))
            text = _decoded(raw)
            if not text:
                continue
            line += scan.count(b"\n", last, begin)
            last = begin
            name = str(count)
            segment = CueSegment(
                name,
                text,
                body,
                body + len(raw),
                line,
                line + scan.count(b"\n", begin, body),
                kind_of(text),
                milliseconds(start),
                milliseconds(end),
                speaker_of(text),
                rest.decode().strip() or None if rest else None,
                None if number is None or number == name.encode() else number.decode(),
            )
            segments.append(segment)  # type: ignore[arg-type]
        if not count:
            do = "a cue needs a line such as 00:00:01,000 --> 00:00:02,500"
            raise ParseError("no timing line can be read", do=do, place=source.place(max(scan.find(b"->"), 0)))
        return Parsed(relocated(segments, source), source.remarks(remarks))

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank lines: many players end the cue at one."""
        return closed_up(super().fit(target, segment))

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target with the line breaks of the file; one that looks like a timing line fails the proof."""
        return (target.replace("\n", document.newline),)

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the texts by the same scanner, without making segments."""
        scan = rendered_source(data, document).scan
        parts = _NUMBERED_CUE.split(b"\n" + scan)
        numbers, texts = parts[1::2], [body.strip(BLANK_BYTES) for body in parts[2::2]]
        if scan.count(b"->") != len(texts) or None in numbers or _next_number(_CUT_OFF, texts[-1], numbers[-1]):
            texts = [raw for *_, raw in _scan(scan, [])]  # something is to be untangled
        values = b"\0".join(texts).decode().replace("\r", "").split("\0")
        return {SegmentId(str(n)): value for n, value in enumerate(values, 1) if value and not value.isspace()}


def _decoded(raw: bytes) -> str:
    """Return a text with LF line breaks, '' if it is blank."""
    text = raw.decode()
    if "\r" in text:
        text = text.replace("\r", "")
    return "" if text.isspace() else text


FORMAT = SrtFormat()
