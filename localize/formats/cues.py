"""The only place that knows what subtitle formats have in common: times, speakers, kinds and segments of cues."""

from __future__ import annotations

import re
from array import array
from itertools import accumulate, compress, repeat
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from localize.formats.packed import Packer
from localize.model import SegmentKind
from localize.text import HAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.packed import PackedSegments
    from localize.formats.source import RawRemark, SourceText

BLANKS = " \t\r\n"
BLANK_BYTES = BLANKS.encode()
"""What is trimmed from the edges of a cue; a full-width space is text that somebody placed."""

BATCH = 1024
"""Cues that are handled at once: columns of this length cost little memory, and Python little time a cue."""

_STAMP = re.compile(
    r"(?:([0-9]{1,9}) ?[:：] ?)?([0-9]{1,3}) ?[:：] ?([0-9]{1,3}) ?(?:[.,:，．。] ?([0-9]{1,9}))?"
)
_TAGS = re.compile(r"<[^<>]{0,300}>|\{[^{}]{0,1000}\}")
_NOTES = frozenset("♪♫♬")
_ENDS = frozenset("])）】>}♪♫♬")  # a caption or song ends so, or in a tag
_OPEN = frozenset("[(（【")
_MARK = re.compile(r"[\[(（【♪♫♬]")
_DIALOGUE = SegmentKind.DIALOGUE
_DASH = re.compile(r"[-–—]\s*")
_BRACKETED = re.compile(r"(?:[\[(（【][^\[\]()（）【】]*[\])）】]\s*)+")
# A full-width colon after one word, or a half-width one after Han or after CAPITALS; never digits (12：30).
_SPEAKER = re.compile(
    rf"(?:<[^<>\n]{{0,99}}>|\{{[^{{}}\n]{{0,99}}\}}|[-–—] ?|>> ?){{0,4}}"
    rf"(?:([^\W\d_][^\W\d_·・]{{0,2}}[^\W\d_]{{0,3}}(?:[·・][^\W\d_]{{1,6}})?)(?:[(（][^()（）\n]{{1,12}}[)）])?："
    rf"|((?:[{HAN}·]{{1,6}}|[A-Z][A-Z .'\-]{{1,24}}))(?:[(（][^()（）\n]{{1,12}}[)）])?:)\s*\S"
)
_REPORTING = frozenset("说說道问問曰喊答讲講想")


def milliseconds(stamp: bytes) -> int:
    """Return the milliseconds of ``[hours:]minutes:seconds[.fraction]`` in UTF-8, as SRT and VTT files really write it.

    A time below zero (a file shifted too far) is shown from the start: 0.

    >>> milliseconds(b"00:01:02,500"), milliseconds(b"0:00:05.04"), milliseconds("00：00：01，2".encode())
    (62500, 5040, 1200)

    Raises:
        ValueError: it is none.
    """
    text = stamp.decode().strip()
    match = _STAMP.fullmatch(text.removeprefix("-"))
    if match is None:
        raise ValueError(stamp)
    if text.startswith("-"):
        return 0
    hours, minutes, seconds, fraction = match.groups()
    whole = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000
    return whole + int(((fraction or "") + "000")[:3])


def kind_of(text: str) -> SegmentKind:
    """Return what a cue is to the audience, by its marks alone: notes, or brackets around all of it.

    >>> str(kind_of("（关门声）")), str(kind_of("♪ 月亮代表我的心")), str(kind_of("(小声) 快走"))
    ('caption', 'song', 'dialogue')
    """
    if not text or (text[-1] not in _ENDS and text[0] not in _NOTES) or _MARK.search(text) is None:
        return SegmentKind.DIALOGUE
    return _kind_of_marked(text)


def _kind_of_marked(text: str) -> SegmentKind:
    """Return the kind of a text that begins or ends like a caption or song and has a mark of one."""
    if text[0] in _OPEN and _BRACKETED.fullmatch(text):
        return SegmentKind.CAPTION
    bare = (_TAGS.sub("", text) if "<" in text or "{" in text else text).strip()
    if "-" in bare or "–" in bare or "—" in bare:
        bare = _DASH.sub("", bare, count=1)
    if bare and (bare[0] in _NOTES or bare[-1] in _NOTES):
        return SegmentKind.SONG
    return SegmentKind.CAPTION if _BRACKETED.fullmatch(bare) else SegmentKind.DIALOGUE


def speaker_of(text: str) -> str | None:
    """Return the name that a cue begins with (``林总：…``, ``JOHN: …``), None if it begins with speech.

    A word that ends in a verb of saying (他说：) is no name. The name stays in the text.

    >>> speaker_of("林总：合同呢？"), speaker_of(">> JOHN: Hi"), speaker_of("他说：走"), speaker_of("现在12：30了")
    ('林总', 'JOHN', None, None)
    """
    match = _SPEAKER.match(text)
    if match is None:
        return None
    name = (match[1] or match[2]).strip()
    return None if name[-1] in _REPORTING else name


# Each begins with its one literal character: such patterns search ten times faster.
_BLANK_LINE = re.compile(r"\n[ \t]*[\n\0]")
_BLANK_EDGE = re.compile(r"\0(?:[\s\ufeff]|\0|(?<=[ \t]\0))")


def is_closed_up(texts: str) -> bool:
    """Return whether `closed_up` leaves texts (each between two U+0000) as they are and none is blank."""
    return "\r" not in texts and _BLANK_LINE.search(texts) is None and _BLANK_EDGE.search(texts) is None


def kinds_of(values: Sequence[str], joined: str) -> list[SegmentKind]:
    """Return `kind_of` each; most show by their first and last character that there is nothing to look for.

    Args:
        values: texts.
        joined: all of them.
    """
    if any(map(joined.__contains__, _NOTES)):
        return [kind_of(v) if v and (v[-1] in _ENDS or v[0] in _NOTES) else _DIALOGUE for v in values]
    return [
        _kind_of_marked(v)
        if v and v[-1] in _ENDS and ("（" in v or "(" in v or "[" in v or "【" in v)  # as _MARK, but faster
        else _DIALOGUE
        for v in values
    ]


def speakers_of(values: Sequence[str], joined: str) -> list[str | None]:
    """Return `speaker_of` each of some texts, which are given joined besides."""
    if ":" in joined:
        return [speaker_of(value) if ":" in value or "：" in value else None for value in values]
    return [speaker_of(value) if "：" in value else None for value in values]


def closed_up(target: str) -> str:
    """Return a target without blank lines, which would end its cue, and without blank edges.

    >>> closed_up("\\n你好\\n\\n再见 \\n")
    '你好\\n再见'
    """
    if "\n" in target:
        target = "\n".join(line for line in target.split("\n") if line.strip(BLANKS))
    target = target.strip(BLANKS).lstrip(BLANKS + "\ufeff")
    return "" if target.isspace() else target


def decoded(texts: Sequence[bytes]) -> list[str]:
    """Return texts from UTF-8 with LF line breaks, '' for each that is blank.

    >>> decoded([b"a\\r\\nb", "\\u3000".encode()])
    ['a\\nb', '']
    """
    values = b"\n\0".join(texts).decode().replace("\r", "").split("\n\0")
    if len(values) != len(texts):  # U+0000 in the texts themselves: WebVTT allows it
        values = [text.decode().replace("\r", "") for text in texts]
    return ["" if v.isspace() else v for v in values] if any(map(str.isspace, values)) else values


def starts_of(bodies: Sequence[int], raws: Sequence[bytes]) -> list[int]:
    """Return where texts begin: after the line break and other blanks at the start of what follows a timing line."""
    return [
        body + 1 if raw[1:2] > b" " else body + len(raw) - len(raw.lstrip(BLANK_BYTES))
        for body, raw in zip(bodies, raws, strict=True)
    ]


def times_of(stamps: Sequence[bytes]) -> Sequence[int]:
    """Return `milliseconds` of each, faster where all are of the common shape."""
    shape = _SHAPES.get(len(stamps[0])) if stamps else None
    if shape is not None:
        joined = b"\n".join(stamps) + b"\n"
        if joined.translate(_DIGITS_AS_0) == shape * len(stamps):
            return _times_of_lanes(joined, shape, len(stamps))
    return [milliseconds(stamp) for stamp in stamps]


def spans_of(starts: Sequence[bytes], ends: Sequence[bytes]) -> tuple[Sequence[int], Sequence[int]]:
    """Return `times_of` both, read together: that costs less."""
    times = times_of([*starts, *ends])
    return times[: len(starts)], times[len(starts) :]


_SHAPES = {12: b"00:00:00.000\n", 10: b"0:00:00.00\n"}
_DIGITS_AS_0 = bytes.maketrans(b"123456789,", b"000000000.")


def _times_of_lanes(joined: bytes, shape: bytes, count: int) -> array[int]:
    """Return the milliseconds of stamps of one shape, computed for all of them at once in long integers.

    Each stamp is a lane of 4 bytes, which holds what is added up there: below 2**31, so nothing runs over.
    """
    total, places = 0, [at for at, char in enumerate(shape) if char == ord("0")]
    units = _UNITS if len(places) == len(_UNITS) else _UNITS[1:-1]
    for at, unit in zip(places, units, strict=True):
        digits = joined[at :: len(shape)].translate(_DIGITS)
        if digits.strip(b"\0"):
            lanes = bytearray(4 * count)
            lanes[::4] = digits
            total += int.from_bytes(lanes, "little") * unit
    return array("i", total.to_bytes(4 * count, "little"))


_DIGITS = bytes.maketrans(b"0123456789", bytes(range(10)))
_UNITS = (36_000_000, 3_600_000, 600_000, 60_000, 10_000, 1_000, 100, 10, 1)
"""Milliseconds that one stands for at each place of ``00:00:00.000``."""


def own_keys(names: Sequence[bytes | None], first: int) -> Sequence[str | None]:
    """Return the names or numbers of cues, None where they only say the position, which begins with `first`."""
    positions = list(map(b"%d".__mod__, range(first, first + len(names))))
    if positions == list(names):
        return [None] * len(names)
    pairs = zip(names, positions, strict=True)
    return [None if not name or name.strip() == at else name.decode().strip() for name, at in pairs]


class CueBatch(NamedTuple):
    """Some cues of a file, one list a field.

    Attributes:
        begins, text_starts: byte positions in `SourceText.utf8`, ascending.
        texts: as they stand in the file.
        values: decoded; '' where there is no text.
        starts, ends: in milliseconds, None where they cannot be read.
        styles, keys: as in `Segment`.
        head_lines: lines between the beginning of a cue and of its text, None if they differ.
        lines, kinds, speakers, text_ends: where the format knows them, None to find them out.
    """

    begins: Sequence[int]
    text_starts: Sequence[int]
    texts: Sequence[bytes]
    values: Sequence[str]
    starts: Sequence[int | None]
    ends: Sequence[int | None]
    styles: Sequence[str | None]
    keys: Sequence[str | None]
    head_lines: int | None = None
    lines: Sequence[int] | None = None
    kinds: Sequence[SegmentKind] | None = None
    speakers: Sequence[str | None] | None = None
    text_ends: Sequence[int] | None = None


class CueColumns:
    """Collects the cues of a file, column by column and batch by batch, into segments."""

    def __init__(self, source: SourceText) -> None:
        self.count = 0
        self._source = source
        self._packer = Packer()
        self._empty: list[int] = []
        self._line = 1
        self._last = 0

    def add(self, cues: CueBatch) -> None:
        """Add cues; those without text count for the ids but give no segment."""
        values, first = cues.values, self.count + 1
        joined = "" if cues.kinds and cues.speakers else "\0".join(values)
        self.count += len(values)
        lines, text_lines = self._lines(cues)
        starts, ends = cues.text_starts, cues.text_ends
        if ends is None:
            ends = list(map(add, starts, map(len, cues.texts)))
        columns: dict[str, Sequence[Any]] = {
            "id": range(first, self.count + 1),
            "source": values,
            "line": lines,
            "text_line": text_lines,
            "kind": kinds_of(values, joined) if cues.kinds is None else cues.kinds,
            "start_ms": cues.starts,
            "end_ms": cues.ends,
            "speaker": speakers_of(values, joined) if cues.speakers is None else cues.speakers,
            "style": cues.styles,
            "key": cues.keys,
        }
        if not all(values):
            self._empty += [at for at, value in zip(cues.begins, values, strict=True) if not value]
            columns["id"] = list(map(str, columns["id"]))
            columns = {field: list(compress(column, values)) for field, column in columns.items()}
            starts, ends = list(compress(starts, values)), list(compress(ends, values))
        if starts:
            self._packer.add_columns(starts, ends, columns)

    def _lines(self, cues: CueBatch) -> tuple[Sequence[int], Sequence[int]]:
        begins, lines, head_lines = cues.begins, cues.lines, cues.head_lines
        count = self._source.scan.count
        if lines is None:
            breaks = map(count, repeat(b"\n"), (self._last, *begins), begins)
            lines = list(accumulate(breaks, initial=self._line))[1:]
            self._line, self._last = lines[-1], begins[-1]
        if head_lines == 0:
            return lines, lines
        if head_lines is not None:
            return lines, [line + head_lines for line in lines]
        inner = map(count, repeat(b"\n"), begins, cues.text_starts)
        return lines, list(map(add, lines, inner))

    def remarks(self) -> list[RawRemark]:
        """Return the remark on the cues that gave no segment, if there are any."""
        what = f"cues without words: {len(self._empty)}, this is the first"
        return [(self._empty[0], "FMT110", what)] if self._empty else []

    def segments(self) -> PackedSegments:
        """Return the segments, their spans in bytes of the file."""
        source, segments = self._source, self._packer.segments()
        if source.encoding.name == "utf-8" and not source.encoding.bom:
            return segments
        return segments.moved(source.each_utf8_offset)
