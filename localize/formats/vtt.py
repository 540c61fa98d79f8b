"""Owns WebVTT (.vtt) as of the W3C's Recommendation, with the times that players accept besides.

A source is natural text with the tags left in: character references are decoded, except where the decoded text would
read as a tag. `to_source` and `to_file` say exactly how; between them every text survives the way into a file and
back. A target may hold ``&``, ``<`` and ``-->`` freely.

Specification: https://www.w3.org/TR/webvtt1/#file-parsing, #webvtt-cue-text-parsing-rules
"""

from __future__ import annotations

import html
import re
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
    speakers_of,
    starts_of,
)
from localize.formats.splice import TextFormat, rendered_source
from localize.model import SegmentId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.formats.source import RawRemark, SourceText
    from localize.model import Document, Segment

_TIME = rb"(?:[0-9]{1,9}:)?[0-9]{1,3}:[0-9]{1,2}[.,][0-9]{1,3}"
_CUE = re.compile(rb"\n[ \t\f]*+(%b)[ \t\f]*+-->[ \t\f]*+(%b)(?![0-9:])([^\n]*+)" % (_TIME, _TIME))
_BLANK_LINE = re.compile(rb"\n\r*\n")
_BLOCK = re.compile(rb"(?:NOTE|STYLE|REGION)(?:[ \t\r\n]|$)")
_HEADER = re.compile(r"([A-Za-z][\w-]*)[:=][ \t]*(.*)")
_SIGNATURE = re.compile(rb"WEBVTT(?:[ \t\r\n]|$)")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]+)>")

# What follows '<' in a tag: an element (with class and annotation) or the time of a karaoke word.
_INNER = r"(?:/?[A-Za-z][^<>]{0,999}|\.[^<>]{0,999}|[0-9][0-9:.]{0,30})>"
_TAG = re.compile(f"(<{_INNER})")
_INNER_AHEAD = re.compile(_INNER)
_LT_AHEAD = re.compile(rf"(?:amp;){{0,20}}lt;{_INNER}")
_SYNTAX = re.compile(rf"<{_INNER}|&lt;(?={_INNER})|&amp;(?=(?:amp;){{0,20}}lt;{_INNER})|[&<>]")
_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_WINDOW = 1100
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def to_source(raw: str) -> str:
    """Return cue text as a translator sees it.

    Tags stay. References become their characters. Only where a decoded ``<`` would then begin a tag it stays
    ``&lt;``, and where a decoded ``&`` would then begin such an ``&lt;`` it stays ``&amp;``.

    >>> to_source("<v 林晚>R&amp;D &lt; &lt;i&gt; I &lt;3 u&nbsp;!") == "<v 林晚>R&D < &lt;i> I <3 u\\xa0!"
    True
    """
    if "\0" in raw:
        raw = raw.replace("\0", "\ufffd")
    if "&" not in raw:
        return raw
    pieces: list[str] = []  # from right to left: what a character must be depends on what follows it
    window = ""
    for i, piece in reversed(list(enumerate(_TAG.split(raw)))):
        text = piece if i % 2 else _REFERENCE.sub(_character, piece)
        end = len(text)
        for match in reversed(list(re.finditer("[<&]", text)) if i % 2 == 0 else []):
            window = (text[match.end() : end] + window)[:_WINDOW]
            pieces.append(text[match.end() : end])
            ahead = _INNER_AHEAD if match[0] == "<" else _LT_AHEAD
            pieces.append(_ESCAPES[match[0]] if ahead.match(window) else match[0])
            window = (pieces[-1] + window)[:_WINDOW]
            end = match.start()
        pieces.append(text[:end])
        window = (text[:end] + window)[:_WINDOW]
    return "".join(reversed(pieces))


def to_file(source: str) -> str:
    """Return text in the form of `to_source` as it must stand in a file.

    >>> to_file("<v 林晚>R&D < &lt;i> I <3 u -->")
    '<v 林晚>R&amp;D &lt; &lt;i&gt; I &lt;3 u --&gt;'
    """
    return _SYNTAX.sub(lambda m: _ESCAPES.get(m[0], m[0]), source)


def _character(match: re.Match[str]) -> str:
    found = html.unescape(match[0])
    return found if found != match[0] and min(found) >= " " else match[0]


class _Batch(NamedTuple):
    """Some cues of a file, one list a field; positions are bytes of `SourceText.scan`."""

    begins: list[int]
    names: list[bytes | None]
    starts: tuple[bytes, ...]
    ends: tuple[bytes, ...]
    settings: tuple[bytes, ...]
    text_starts: list[int]
    texts: list[bytes]
    head_lines: int | None


def _batches(scan: bytes, remarks: list[RawRemark]) -> Iterator[_Batch]:
    """Yield all cues; appends what is no cue to the remarks."""
    found = _CUE.finditer(scan)
    ahead = list(islice(found, BATCH))
    before = _end_of_header(scan)
    between = scan[before : ahead[0].start() if ahead else len(scan)]
    is_plain = b"\r" not in scan
    while batch := ahead:
        ahead = list(islice(found, BATCH))
        last = ahead[0].start() if ahead else len(scan)
        line_ends = [match.start() for match in batch]
        bodies = [match.end() for match in batch]
        starts, ends, settings = zip(*[match.groups() for match in batch], strict=True)
        raws = [scan[body:end] for body, end in zip(bodies, [*line_ends[1:], last], strict=True)]
        heads, _, tails = zip(*_cut_at_blank_line(raws, is_plain=is_plain), strict=True)
        texts = [head.strip(BLANK_BYTES) for head in heads]
        text_starts = starts_of(bodies, heads)
        if scan.count(b"-->", before, last) != len(batch):
            _cut_arrows(texts, text_starts, remarks)
        names = [
            tail if tail.isdigit() else _name(tail, end, remarks)
            for tail, end in zip((between, *tails), line_ends, strict=False)
        ]
        between, before = tails[-1], last
        begins = [
            end + 1 if name is None else end - len(name) for end, name in zip(line_ends, names, strict=True)
        ]
        direct = None not in names and text_starts == [body + 1 for body in bodies]
        yield _Batch(begins, names, starts, ends, settings, text_starts, texts, 2 if direct else None)
    _name(between + b"\n", len(scan) + 1, remarks)


def _end_of_header(scan: bytes) -> int:
    end = _BLANK_LINE.search(scan)
    cue = _CUE.search(scan)
    return min(end.start() if end else len(scan), cue.start() if cue else len(scan))


def _cut_at_blank_line(raws: list[bytes], *, is_plain: bool) -> list[tuple[bytes, bytes, bytes]]:
    """Return what stands between each timing line and the first blank line, that, and what stands behind.

    Args:
        raws: from each timing line to the next.
        is_plain: whether there is no CR in the file.
    """
    if is_plain:
        return [raw.partition(b"\n\n") for raw in raws]
    blanks = [(raw, _BLANK_LINE.search(raw)) for raw in raws]
    return [(raw[: m.start()], m[0], raw[m.end() :]) if m else (raw, b"", b"") for raw, m in blanks]


def _cut_arrows(texts: list[bytes], text_starts: list[int], remarks: list[RawRemark]) -> None:
    """End texts before a line with an arrow, as the specification does."""
    for i, text in enumerate(texts):
        if b"-->" in text:
            at = text.rfind(b"\n", 0, text.index(b"-->")) + 1
            remarks.append(
                (text_starts[i] + at, "FMT102", "the timing line is broken: its block is kept as it is")
            )
            texts[i] = text[:at].rstrip(BLANK_BYTES)


def _name(tail: bytes, end: int, remarks: list[RawRemark]) -> bytes | None:
    """Return the identifier of the cue that follows a stretch between cues; remarks text that belongs to nothing.

    Args:
        tail: from the end of one cue to the timing line of the next.
        end: position of the end of the tail.
        remarks: where to remark.
    """
    if not tail or tail.isspace():
        return None
    blocks = _BLANK_LINE.split(tail)
    last = blocks.pop().lstrip(b"\r\n")
    name = None
    if last and b"\n" not in last and not _BLOCK.match(last):
        name = last
    else:
        blocks.append(last)
    at = 0
    for block in blocks:
        text = block.strip(BLANK_BYTES)
        at = tail.find(text, at)
        if text and not _BLOCK.match(text):
            remarks.append((end - len(tail) + at, "FMT105", "text outside of any cue is kept as it is"))
        at += len(text)
    return name


class VttFormat(TextFormat):
    """WebVTT."""

    name = "vtt"
    nul_allowed = True  # the specification reads U+0000 as U+FFFD

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if the signature is there."""
        return Likelihood.CERTAIN if _SIGNATURE.match(probe.head[:7].encode()) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues that hold text; each cue counts for the ids, with text or without."""
        scan = source.scan
        remarks: list[RawRemark] = []
        columns = CueColumns(source)
        for batch in _batches(scan, remarks):
            values = _values(batch.texts)
            starts, ends = spans_of(batch.starts, batch.ends)
            columns.add(
                CueBatch(
                    begins=batch.begins,
                    text_starts=batch.text_starts,
                    texts=batch.texts,
                    values=values,
                    starts=starts,
                    ends=ends,
                    styles=[rest.decode().strip() or None if rest else None for rest in batch.settings],
                    keys=own_keys(batch.names, columns.count + 1),
                    speakers=_speakers(values),
                    head_lines=batch.head_lines,
                )
            )
        signed = _SIGNATURE.match(scan) is not None
        if not signed and not columns.count:
            do = "the file must begin with the line WEBVTT"
            raise ParseError("this is not WebVTT", do=do, place=source.place(0))
        if not signed:
            remarks.append((0, "FMT106", "the line WEBVTT is missing"))
        header = scan[: _end_of_header(scan)].decode().replace("\r", "").split("\n")[1:]
        meta = {m[1]: m[2] for line in header if (m := _HEADER.match(line))}
        return Parsed(columns.segments(), source.remarks(remarks + columns.remarks()), meta)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blank lines: a cue ends at one."""
        return closed_up(super().fit(target, segment))

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target with its plain ``&``, ``<`` and ``>`` as references."""
        return (to_file(target).replace("\n", document.newline),)

    def is_plain(self, texts: str) -> bool:
        """Return whether no text holds ``&``, ``<`` or ``>``: no tag, reference or arrow is made without them."""
        return "&" not in texts and "<" not in texts and ">" not in texts and is_closed_up(texts)

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the texts by the same scanner, without making segments."""
        texts = [text for batch in _batches(rendered_source(data, document).scan, []) for text in batch.texts]
        return {SegmentId(str(n)): value for n, value in enumerate(_values(texts), 1) if value}


def _values(texts: list[bytes]) -> list[str]:
    values = decoded(texts)
    joined = b"".join(texts)
    if b"&" not in joined and b"\0" not in joined:
        return values
    values = [to_source(value) if "&" in value or "\0" in value else value for value in values]
    return ["" if value.isspace() else value for value in values]


def _speakers(values: list[str]) -> list[str | None]:
    """Return the first voice of each cue, or the name before a colon."""
    joined = "\0".join(values)
    found = speakers_of(values, joined)
    for i, value in enumerate(values if "<v" in joined else ()):
        if "<v" in value and (voice := _VOICE.search(value)):
            found[i] = voice[1].strip()
    return found


FORMAT = VttFormat()
