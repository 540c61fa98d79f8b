"""Owns SubRip (.srt), a format without a standard: everything that players accept is accepted here.

A cue is a timing line with the text up to the next one; a line of digits directly before a timing line is the
number of its cue. Blank lines inside a text belong to it. What cannot be a cue (a broken timing line with its
block, text before the first cue) is kept verbatim and remarked. A file without one readable timing line is an
error. SubRip has no escapes, so a source is the text as it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError
from localize.formats.base import Likelihood, ParseOptions, Parsed, Probe
from localize.formats.cues import (
    BLANKS,
    CueColumns,
    closed_up,
    collector_paused,
    kind_of,
    milliseconds,
    speaker_of,
)
from localize.formats.splice import TextFormat, rendered_source
from localize.model import Remark, SegmentId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.formats.source import SourceText
    from localize.model import Document, Segment

_NUMBERS = r"(?:[0-9]{1,4} ?[:：] ?)?[0-9]{1,3} ?[:：] ?[0-9]{1,3}(?: ?[.,:，．] ?[0-9]{1,9})?"
_TIME = rf"([0-9][0-9]:[0-9][0-9]:[0-9][0-9][.,][0-9][0-9][0-9](?![0-9])|{_NUMBERS})"
_HEAD = rf"\ufeff?(?:[ \t]*+([0-9]++)[ \t]*+\r*+\n)?[ \t]*+{_TIME}[ \t]*+--?>[ \t]*+{_TIME}(?![0-9:：])([^\n]*+)"
_FIRST_CUE = re.compile(rf"[ \t\r\n]*{_HEAD}")
_CUE = re.compile(rf"\n{_HEAD}")  # the literal first character makes the search several times faster
_LEADING_BLANKS = re.compile(r"(?:[ \t]*\r*\n)*")
_BROKEN = re.compile(r"(?:(?:^|\n)[ \t]*[0-9]+[ \t]*\r*)?(?:^|\n)(?=[^\n]*->)(?=[^\n]*[0-9] ?[:：] ?[0-9])[^\n]*")
_LONE_NUMBER = re.compile(r"(?:^|\n[ \t]*\r*\n)[ \t]*([0-9]{1,9})$")
_CUT_OFF = re.compile(r"\n[ \t]*\r*\n[ \t]*([0-9]{1,9})(?:[ \t]*\r*\n[ \t]*[0-9]{1,4}(?:[:：][0-9:：.,， \t>-]*)?)?$")
_COORDINATES = re.compile(r"(?:\s*\w+:\S+)*\s*")


class _Cue(NamedTuple):
    """One cue of a file, positions in characters.

    Attributes:
        begin: where its number or timing line begins.
        number, start, end, rest: the parts of both lines as they stand.
        text_start: where its text begins.
        text: its text without blank edges, '' if it has none.
    """

    begin: int
    number: str | None
    start: str
    end: str
    rest: str
    text_start: int
    text: str


_RawRemark = tuple[int, str, str]


def _scan(text: str, remarks: list[_RawRemark]) -> Iterator[_Cue]:
    """Yield the cues of a text whose line breaks end in LF; appends what is no cue to the remarks."""
    first = _FIRST_CUE.match(text)
    begin = len(first[0]) - len(first[0].lstrip(BLANKS)) if first else 0
    matches = _CUE.finditer(text, first.end() if first else 0)
    previous = first or next(matches, None)
    if previous is None:
        return
    begin = begin if first else previous.start() + 1
    if text[:begin].strip("\ufeff" + BLANKS):
        remarks.append((0, "FMT101", "text before the first cue is kept as it is"))
    number, start, end, rest = previous.groups()
    for match in matches:
        next_begin = match.start() + 1
        next_number, next_start, next_end, next_rest = match.groups()
        body = previous.end()
        core = text[body:next_begin].rstrip(BLANKS)
        if core[1:2] <= " " or "->" in core or (next_number is None and "\n" in core[1:]):
            body, core = _untangled(text, body, core, remarks)
            if next_number is None and (lone := _next_number(_LONE_NUMBER, core, number)):
                next_begin, next_number = body + lone.start(1), lone[1]
                core = core[: lone.start()].rstrip(BLANKS)
        else:
            body, core = body + 1, core[1:]
        yield _Cue(begin, number, start, end, rest, body, core)
        previous, begin = match, next_begin
        number, start, end, rest = next_number, next_start, next_end, next_rest
    body, core = _untangled(text, previous.end(), text[previous.end() :].rstrip(BLANKS), remarks)
    if cut := _next_number(_CUT_OFF, core, number):
        remarks.append((body + cut.start(1), "FMT103", "the file ends inside a cue: its beginning is kept as it is"))
        core = core[: cut.start()].rstrip(BLANKS)
    yield _Cue(begin, number, start, end, rest, body, core)


def _untangled(text: str, body: int, core: str, remarks: list[_RawRemark]) -> tuple[int, str]:
    """Return start and text of a cue without blank lines before and a broken block behind."""
    skipped = _LEADING_BLANKS.match(core).end()  # type: ignore[union-attr]
    body, core = body + skipped, core[skipped:]
    if "->" in core and (broken := _BROKEN.search(core)):
        remarks.append((body + broken.end() - 1, "FMT102", "the timing line is broken: its block is kept as it is"))
        core = core[: broken.start()].rstrip(BLANKS)
    return body, core


def _next_number(pattern: re.Pattern[str], core: str, number: str | None) -> re.Match[str] | None:
    """Return where the number of the next cue stands at the end of a text.

    A text may well end in a paragraph of digits (a room number): only the very next number is taken for one.
    """
    found = pattern.search(core) if number and "\n" in core else None
    return found if found and number and int(found[1]) == int(number[-9:]) + 1 else None


class SrtFormat(TextFormat):
    """SubRip."""

    name = "srt"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if a timing line is there."""
        head = probe.head.replace("\r", "\n")
        if head.startswith("WEBVTT") or (_FIRST_CUE.match(head) or _CUE.search(head)) is None:
            return Likelihood.NO
        return Likelihood.LIKELY

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues that hold text; each cue counts for the ids, with text or without."""
        text = source.lines_text
        columns = CueColumns()
        remarks: list[_RawRemark] = []
        count = 0
        with collector_paused():
            for count, cue in enumerate(_scan(text, remarks), 1):
                if cue.rest and cue.rest.strip() and not _COORDINATES.fullmatch(cue.rest):
                    remarks.append((cue.begin, "FMT104", "text on the timing line is kept as it is"))
                value = cue.text.replace("\r", "") if "\r" in cue.text else cue.text
                if not value or value.isspace():
                    continue
                columns.ids.append(str(count))
                columns.sources.append(value)
                columns.cuts += (cue.text_start, cue.text_start + len(cue.text))
                columns.begins += (cue.begin, cue.text_start)
                columns.kinds.append(kind_of(value))
                columns.starts.append(milliseconds(cue.start))
                columns.ends.append(milliseconds(cue.end))
                columns.speakers.append(speaker_of(value))
                columns.styles.append(cue.rest.strip() or None)
                columns.keys.append(cue.number)
            if not count:
                do = "a cue needs a line such as 00:00:01,000 --> 00:00:02,500"
                place = source.place(max(text.find("->"), 0))
                raise ParseError("no timing line can be read", do=do, place=place)
            segments = columns.segments(source)
        remarks.sort()
        lines = source.lines([position for position, _, _ in remarks])
        found = (Remark(code, line, what) for line, (_, code, what) in zip(lines, remarks, strict=True))
        return Parsed(segments, tuple(found))

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank lines: many players end the cue at one."""
        return closed_up(super().fit(target, segment))

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target with the line breaks of the file; one that looks like a timing line fails the proof."""
        return (target.replace("\n", document.newline),)

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the texts by the same scanner, without making segments."""
        text = rendered_source(data, document).lines_text
        found: dict[SegmentId, str] = {}
        for count, cue in enumerate(_scan(text, []), 1):
            value = cue.text.replace("\r", "") if "\r" in cue.text else cue.text
            if value and not value.isspace():
                found[SegmentId(str(count))] = value
        return found


FORMAT = SrtFormat()
