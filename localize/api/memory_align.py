"""The verb that makes pairs of an old file and its old translation: read, laid side by side, weighed, told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize import formats
from localize.api.files import Reading, read_bytes, read_document
from localize.api.room_lines import joined
from localize.errors import DetectionError, InputError, Place
from localize.memory.base import MemoryUnit, Trust
from localize.memory.bitext import How, Line, lay
from localize.memory.folding import fold
from localize.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.memory.by_time import Clock
    from localize.memory.lattice import Step
    from localize.model import Segment

TAKEN, DOUBTFUL, UNTRANSLATED, ALONE = "taken", "doubtful", "untranslated", "alone"
LEAST = 0.8
"""Sureness (0 to 1) below which a pair is not taken: by lengths alone, about one in twenty above it is wrong."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Lines laid side by side.

    Attributes:
        verdict: ``taken``, ``doubtful``, ``untranslated`` (both texts are the same) or ``alone``.
        score: how sure it is that they belong together, 0 to 1.
        lines: (line in the source file, line in the target file), 1-based, 0 on an empty side.
        counts: how many cues or strings of each side.
        unit: the pair; a text is '' on an empty side.
    """

    verdict: str
    score: float
    lines: tuple[int, int]
    counts: tuple[int, int]
    unit: MemoryUnit


@dataclass(frozen=True, slots=True)
class Laid:
    """Two files side by side: what was gone by, all their lines, and how the clock of cues was set."""

    how: How
    rows: tuple[Weighed, ...]
    clock: Clock | None

    def units(self) -> list[MemoryUnit]:
        """Return the pairs that are sure enough."""
        return [row.unit for row in self.rows if row.verdict == TAKEN]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the files: its segments and their texts in its language."""

    name: str
    locale: str
    segments: Sequence[Segment]
    texts: Sequence[str]
    lines: Sequence[Line]

    def text(self, part: range) -> str:
        """Return the text of lines that belong together; that of one line as it stands."""
        if len(part) == 1:
            return self.texts[part[0]]
        return joined("\n".join(self.texts[n] for n in part), self.locale)


def align_files(
    source: Path,
    target: Path,
    locales: tuple[str, str],
    *,
    least: float = LEAST,
    how: How | None = None,
    reading: Reading | None = None,
) -> Laid:
    """Return an old file and its old translation side by side. Read-only.

    Args:
        source, target: the files; one of a format that holds both texts gives its translations.
        locales: their languages.
        least: pairs less sure than that are doubtful.
        how: what to go by, None to find out.
        reading: what is known of both files better than their bytes say.

    Raises:
        LocalizeError: a file cannot be read or holds no text.
    """
    ours = _read(source, locales[0], translated=False, locale=locales[1], reading=reading)
    theirs = _read(target, locales[1], translated=True, locale=locales[1], reading=reading)
    bitext = lay(ours.lines, theirs.lines, how)
    rows = [_weighed(step, ours, theirs, least) for step in bitext.steps]
    return Laid(bitext.how, tuple(rows), bitext.clock)


def _read(path: Path, own: str, *, translated: bool, locale: str, reading: Reading | None) -> _Side:
    try:
        document = read_document(path, str(path), reading=reading, locale=locale).document
    except DetectionError:
        if path.suffix.lower() not in (".txt", "") or (reading and reading.format):
            raise
        return _plain(path, own, reading)
    named = formats.load_format(document.format).bilingual
    segments, texts = [], []
    for segment in document.segments:
        text = segment.target if translated and named else segment.source
        if text and text.strip():
            segments.append(segment)
            texts.append(text)
    lines = [
        Line(
            text,
            _key(segment, named=named),
            segment.start_ms,
            segment.end_ms,
            str(segment.kind),
        )
        for segment, text in zip(segments, texts, strict=True)
    ]
    return _side(path, own, segments, lines)


def _key(segment: Segment, *, named: bool) -> str | None:
    key = segment.key or (str(segment.id) if named else None)
    return "\x1f".join(filter(None, (key, segment.plural, segment.context))) if key else None


def _side(path: Path, own: str, segments: Sequence[Segment], lines: Sequence[Line]) -> _Side:
    if not lines:
        raise InputError("holds no text to align", do="name the right file", place=Place(str(path)))
    return _Side(path.name, own, segments, [line.text for line in lines], lines)


def _plain(path: Path, own: str, reading: Reading | None) -> _Side:
    """Read a file of no format: each line that is not blank is one text."""
    from localize.formats.encoding import find_encoding
    from localize.model import Segment as Made
    from localize.model import SegmentId

    data = read_bytes(path, str(path))
    found = find_encoding(data, given=reading.encoding or None if reading else None, name=str(path))
    text = data[len(found.bom) :].decode(found.name, "replace")
    segments = [
        Made(SegmentId(f"line {n}"), line.strip(), (), n, n)
        for n, (_, line) in enumerate(lines_of(text), 1)
        if line.strip()
    ]
    return _side(path, own, segments, [Line(segment.source) for segment in segments])


def _weighed(step: Step, ours: _Side, theirs: _Side, least: float) -> Weighed:
    source, target = ours.text(step.source), theirs.text(step.target)
    if not source or not target:
        verdict = ALONE
    elif fold(source) == fold(target) and any(ch.isalpha() for ch in source):
        verdict = UNTRANSLATED
    else:
        verdict = TAKEN if step.sure >= least else DOUBTFUL
    at = tuple(
        side.segments[part[0]].line if part else 0
        for side, part in ((ours, step.source), (theirs, step.target))
    )
    unit = MemoryUnit(
        source,
        target,
        ours.locale,
        theirs.locale,
        before=ours.texts[step.source[0] - 1] if step.source and step.source[0] else "",
        after=ours.texts[step.source[-1] + 1]
        if step.source and step.source[-1] + 1 < len(ours.texts)
        else "",
        speaker=_speaker([ours.segments[n] for n in step.source]),
        origin=f"{ours.name}:{at[0]} | {theirs.name}:{at[1]}",
        trust=Trust.ALIGNED,
    )
    return Weighed(verdict, step.sure, (at[0], at[1]), (len(step.source), len(step.target)), unit)


def _speaker(segments: Sequence[Segment]) -> str:
    """Return who speaks, '' where it is not one person."""
    speakers = {segment.speaker or "" for segment in segments}
    return speakers.pop() if len(speakers) == 1 else ""
