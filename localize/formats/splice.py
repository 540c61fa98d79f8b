"""The only place that writes translations into bytes, and proves that they can be read back."""

from __future__ import annotations

import contextlib
import gc
from abc import ABC, abstractmethod
from itertools import compress, islice, takewhile
from operator import ne
from typing import TYPE_CHECKING, ClassVar, cast

from localize.errors import HostileInputError, InputError, Place, ProblemsError, RenderError, UsageError
from localize.formats.base import ParseOptions
from localize.formats.encoding import find_encoding
from localize.formats.packed import PackedSegments, column
from localize.formats.source import SourceText
from localize.model import Document
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.formats.base import Format, Likelihood, Parsed, Patch, Probe
    from localize.model import Segment, SegmentId, Span


_BATCH = 4096
"""Targets that are handled at once: more do not fit into the cache of a processor."""


class TextFormat(ABC):
    """What all formats made of text share; a format of this kind writes `sniff`, `parse` and `escape`.

    Attributes:
        name: as in `localize.formats.FORMATS`.
        bilingual: whether a segment's slot holds its translation, not its source.
        nul_allowed: whether U+0000 may stand in a file.
        default_encoding: what a file is in that declares nothing, None if any will do.
    """

    name: ClassVar[str]
    bilingual: ClassVar[bool] = False
    nul_allowed: ClassVar[bool] = False
    default_encoding: ClassVar[str | None] = None

    @abstractmethod
    def sniff(self, probe: Probe) -> Likelihood:
        """Return how well a file looks like this format; looks at content only, never at the name."""

    @abstractmethod
    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the segments of a decoded file, their spans in bytes (`SourceText.offsets`).

        Raises:
            ParseError: the text is not the format.
        """

    @abstractmethod
    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return what stands in the file for a fitted target: one replacement for each span of the segment."""

    def declared_encoding(self, data: bytes) -> str | None:
        """Return the encoding that the file claims in the syntax of the format, None if it claims none."""
        return None

    def load(self, data: bytes, name: str, options: ParseOptions) -> Document:
        """Return the parsed file."""
        source = self.source(data, name, options)
        with collector_paused():
            parsed = self.parse(source, options)
        return Document(
            name=name,
            format=self.name,
            data=data,
            encoding=source.encoding,
            newline=source.newline,
            segments=parsed.segments,
            remarks=parsed.remarks,
            meta=parsed.meta,
        )

    def source(self, data: bytes, name: str, options: ParseOptions) -> SourceText:
        """Return the decoded file."""
        if len(data) > options.max_bytes:
            what = f"the file has {len(data):,} bytes, the limit is {options.max_bytes:,}"
            raise HostileInputError(
                what, do="split it, or raise ParseOptions.max_bytes", place=Place(name, 1)
            )
        encoding = find_encoding(
            data,
            name,
            given=options.encoding,
            declared=None if options.encoding else self.declared_encoding(data),
            nul_allowed=self.nul_allowed,
        )
        return SourceText(name, data, encoding)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target with LF line breaks.

        Raises:
            RenderError: it holds U+0000, which no text file can.
        """
        if "\0" in target:
            raise RenderError(f"the target of segment {segment.id} holds U+0000", do="remove it")
        return target.replace("\r\n", "\n").replace("\r", "\n") if "\r" in target else target

    def body(self, document: Document) -> bytes:
        """Return the bytes that spans count in: the file."""
        return document.data

    def slots(self, document: Document) -> list[Span]:
        """Return everything in the body that a translation may change, ascending: the spans of the segments.

        A format whose patches also write around a text (an element that was missing, a state) adds that.
        """
        spans = [span for segment in document.segments for span in segment.spans]
        return sorted(spans, key=lambda span: span.start)

    def splice(self, document: Document, patches: Sequence[Patch]) -> bytes:
        """Return the file with the patches put in."""
        return spliced(document.data, patches)

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches for segments and their fitted targets, in file order."""
        codec = document.encoding.name
        found: list[Patch] = []
        lacking: dict[str, Segment] = {}
        for segment, target in targets:
            try:
                new = [replacement.encode(codec) for replacement in self.escape(target, segment, document)]
            except UnicodeEncodeError as error:
                lacking.setdefault(error.object[error.start], segment)
            else:
                found += zip(segment.spans, new, strict=True)
        if lacking:
            raise _unencodable(lacking, document)
        found.sort(key=lambda patch: patch[0].start)
        return found

    def text_break(self, document: Document) -> str:
        """Return what stands in the file for a line break inside a text."""
        return document.newline

    def is_plain(self, texts: str) -> bool:
        """Return whether texts (each between two U+0000) need no fitting and no escape, and so no proof either.

        True promises: whatever the file, each text put in with `text_break` for LF alone is read back as it is.
        The answer for most translations, and much cheaper than parsing the whole result again. A format that
        overrides this owes the argument for it; the property tests check it.
        """
        return False

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return the patches of targets that are proved harmless without parsing again, None: read the result."""
        return None

    def plainly_spliced(
        self, document: Document, wanted: Sequence[bool], targets: Sequence[str]
    ) -> bytes | None:
        """Return the file with targets that are all plain put in, None if one of them is not.

        Args:
            document: the parsed file.
            wanted: for each segment, whether there is a target for it.
            targets: those, in the order of the segments.
        """
        if document.encoding.name != "utf-8":
            return None  # others lack characters, or write U+0000 in more bytes than one
        if not isinstance(document.segments, PackedSegments):
            return None
        starts, ends = document.segments.bounds()
        if len(starts) != len(wanted):
            return None
        data, line_break = document.data, self.text_break(document).encode()
        kept_to, kept_from = list(compress(starts, wanted)), [0, *compress(ends, wanted)]
        pieces: list[bytes] = []
        for first in range(0, len(targets), _BATCH):
            batch = targets[first : first + _BATCH]
            joined = "\0".join(batch)
            if not self.is_plain(f"\0{joined}\0"):
                return None
            try:
                new = joined.encode().replace(b"\n", line_break).split(b"\0")
            except UnicodeEncodeError:
                return None
            if len(new) != len(batch):
                return None  # U+0000 in one of them
            last = first + len(batch)
            pieces.append(_interleaved(data, kept_from[first:last], kept_to[first:last], new))
        return b"".join([*pieces, data[kept_from[-1] :]])

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return id and value of every slot of a rendered file that is not empty."""
        source = rendered_source(data, document)
        parsed = self.parse(source, ParseOptions.like(document))
        values = ((s.id, (s.target or "") if self.bilingual else s.source) for s in parsed.segments)
        return {segment: value for segment, value in values if value}


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector: parsing only makes objects, and the collector walks them over and over.

    On 100,000 cues that is half of the time to make the segments. The pause holds for the whole process.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def rendered_source(data: bytes, document: Document) -> SourceText:
    """Return a rendered file, to be read in the encoding of the document it came from."""
    return SourceText(document.name, data, document.encoding)


def _interleaved(data: bytes, starts: Sequence[int], ends: Sequence[int], new: Sequence[bytes]) -> bytes:
    """Return the bytes between each start and end, which ascend, with a new piece behind each."""
    pieces = [b""] * (2 * len(new))
    pieces[::2] = [data[start:end] for start, end in zip(starts, ends, strict=True)]
    pieces[1::2] = new
    return b"".join(pieces)


def spliced(data: bytes, patches: Sequence[Patch]) -> bytes:
    """Return the bytes with the patches (ascending) put in.

    Raises:
        RenderError: two patches overlap: the format gave two segments the same bytes.
    """
    pieces, last = [], 0
    for span, new in patches:
        if span.start < last:
            raise RenderError(f"two segments share byte {span.start}", do="report this file as a bug")
        pieces.append(data[last : span.start])
        pieces.append(new)
        last = span.end
    pieces.append(data[last:])
    return b"".join(pieces)


def render(form: Format, document: Document, targets: Mapping[SegmentId, str]) -> bytes:
    """Return the file with the targets in place of their segments, everything else byte for byte as it was.

    A target equal to what the file already says leaves its bytes alone. Blanks and line breaks that the format
    cannot hold are dropped (`Format.fit`). The result is parsed again: it has the same segments with exactly
    the asked values, or nothing is returned.

    Raises:
        UsageError: a target is for a segment that the document does not have.
        RenderError: a target cannot be written into this file; ProblemsError if there are several.
    """
    if not targets:
        return document.data
    with collector_paused():
        segments = document.segments
        slots = column(segments, "target" if form.bilingual else "source")
        asked = list(map(targets.get, column(segments, "id")))
        if len(asked) - asked.count(None) < len(targets):
            raise _unknown(document, targets)
        if len(asked) == len(targets) and None not in slots:
            wanted = list(map(ne, asked, slots))
        else:
            wanted = [new is not None and new != (old or "") for new, old in zip(asked, slots, strict=True)]
        new = cast("list[str]", list(compress(asked, wanted)))
        if not new:
            return document.data
        result = form.plainly_spliced(document, wanted, new) if isinstance(form, TextFormat) else None
        if result is not None:
            return result
        changed = list(zip(compress(segments, wanted), new, strict=True))
        patches = form.plain_patches(document, changed)
        if patches is not None:
            return form.splice(document, patches)
        fitted = _fitted(form, document, changed)
        result = form.splice(document, form.patches(document, fitted))
        values = dict(zip(column(segments, "id"), slots, strict=True))
        values.update((segment.id, target) for segment, target in fitted)
        _prove(form, document, {name: value for name, value in values.items() if value}, result)
    return result


def _fitted(
    form: Format, document: Document, changed: Sequence[tuple[Segment, str]]
) -> list[tuple[Segment, str]]:
    fitted: list[tuple[Segment, str]] = []
    problems: list[RenderError] = []
    for segment, target in changed:
        try:
            fitted.append((segment, form.fit(target, segment)))
        except RenderError as error:
            error.at(Place(document.name, segment.line))
            problems.append(error)
    _raise_all(problems)
    return fitted


def _unknown(document: Document, targets: Mapping[SegmentId, str]) -> UsageError:
    unknown = sorted(targets.keys() - {segment.id for segment in document.segments})
    shown = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
    what = f"the document has no segment {shown}"
    return UsageError(what, do="parse the file again: it may have changed", place=Place(document.name))


def _prove(form: Format, document: Document, values: Mapping[SegmentId, str], result: bytes) -> None:
    """Parse the result again and compare every value: this catches each slip of escaping."""
    try:
        found = form.read_back(result, document)
    except InputError as error:
        what = f"with these targets the file no longer parses: {error.what}"
        do = "reword the target on that line: here it reads as syntax of the format"
        raise RenderError(what, do=do, place=error.place) from error
    if found == values:
        return
    for segment in document.segments:
        asked, got = values.get(segment.id, ""), found.get(segment.id, "")
        if asked != got:
            shown, wanted = safe(got[:80]), safe(asked[:80])
            what = f"the target of segment {segment.id} would be read back as {shown!r}, not {wanted!r}"
            do = "reword it: here it reads as syntax of the format"
            raise RenderError(what, do=do, place=Place(document.name, segment.line))
    raise _added(document, values, found)


def _added(
    document: Document, values: Mapping[SegmentId, str], found: Mapping[SegmentId, str]
) -> RenderError:
    """Return the error for targets that make a segment more, at the segment that it would follow."""
    known = list(takewhile(values.__contains__, found))
    extra = next(islice(found, len(known), None))
    segment = next((s for s in document.segments if known and s.id == known[-1]), document.segments[0])
    what = f"with these targets the file would have a segment more: {safe(found[extra][:80])!r} after {segment.id}"
    do = f"reword the target of segment {segment.id}: part of it reads as another segment"
    return RenderError(what, do=do, place=Place(document.name, segment.line))


def _unencodable(lacking: Mapping[str, Segment], document: Document) -> RenderError:
    """Return the error that names the characters which the encoding of the file lacks, and the first segment."""
    segment = next(iter(lacking.values()))
    place = Place(document.name, segment.line)
    if any("\ud800" <= char <= "\udfff" for char in lacking):
        return RenderError(
            "the target holds half a character (a lone surrogate)", do="type it again", place=place
        )
    shown = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in list(lacking)[:5]) + (
        " …" if len(lacking) > 5 else ""
    )
    what = f"{document.encoding.name} has no {shown}, needed first in segment {segment.id}"
    return RenderError(what, do="convert the file to UTF-8 and parse it again", code="FMT005", place=place)


def _raise_all(problems: Sequence[RenderError]) -> None:
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ProblemsError(problems)


def outside(form: Format, document: Document) -> Iterator[tuple[int, bytes]]:
    """Yield offset and bytes of everything that is not a translation slot, in file order."""
    body, last = form.body(document), 0
    for span in form.slots(document):
        yield last, body[last : span.start]
        last = max(last, span.end)
    yield last, body[last:]


def first_difference(
    form: Format, document: Document, old: Sequence[tuple[int, bytes]], new: Sequence[tuple[int, bytes]]
) -> tuple[Place, str]:
    """Return line and description of the first byte outside the slots that differs between two `outside` lists."""
    before, after = (b"".join(piece for _, piece in pieces) for pieces in (old, new))
    at = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    offset, rest = len(form.body(document)), at
    for start, piece in new:
        if rest < len(piece):
            offset = start + rest
            break
        rest -= len(piece)
    codec = document.encoding.name
    line = form.body(document)[:offset].decode(codec, "replace").count("\n") + 1
    was, now = (safe(part[at : at + 24].decode(codec, "replace")) for part in (before, after))
    return Place(document.name, line), f"{was!r} became {now!r}"
