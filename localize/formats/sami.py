"""Owns SAMI (.smi) captions: the text of one language class, in place.

With several classes the first is read, and the others are kept; `localize.formats.sami_bilingual` reads two together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed
from localize.formats.cues import BLANKS, kind_of, speaker_of
from localize.formats.lines import folded, located, remarked
from localize.formats.sami_blocks import (
    class_languages,
    language_of_class,
    languages,
    paragraphs,
    plain,
    written,
)
from localize.formats.splice import TextFormat
from localize.model import Segment, SegmentId, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.sami_blocks import Paragraph
    from localize.formats.source import SourceText
    from localize.model import Document

_SIGNATURE = re.compile(r"<sami\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BLANK_RUN = re.compile(r"[ \t]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Captions(NamedTuple):
    """The paragraphs of a file, and which classes are source and target ('' and None where there is none)."""

    found: Sequence[Paragraph]
    source: str
    target: str | None
    others: Sequence[str]
    meta: dict[str, str]


def read_captions(text: str, name: str, target_locale: str | None) -> Captions:
    """Return the paragraphs of a file with the roles of its classes.

    Raises:
        ParseError: there is no paragraph.
    """
    found = list(paragraphs(text))
    if not found:
        do = "a caption needs <SYNC Start=1000><P Class=ENCC>text"
        raise ParseError("no caption can be read", do=do, place=Place(name, 1))
    declared = languages(text)
    used = {
        p.language_class: language_of_class(p.language_class, declared.get(p.language_class, ""))
        for p in found
    }
    target = _matching(used, target_locale)
    source = next((name for name in used if name != target), None)
    if source is None:
        source, target = next(iter(used)), None
    meta = {"classes": ", ".join(f"{name or '-'}={language or '-'}" for name, language in used.items())}
    return Captions(found, source, target, [name for name in used if name not in (source, target)], meta)


def _matching(used: dict[str, str], target_locale: str | None) -> str | None:
    """Return the class in the language of a locale; the one that agrees in more subtags wins."""
    if not target_locale:
        return None
    wanted = target_locale.lower().replace("_", "-").split("-")
    best, most = None, 0
    for name, language in used.items():
        tags = language.lower().split("-")
        if tags[0] == wanted[0] and _LANGUAGE.fullmatch(tags[0]):
            agreed = 1 + len(set(tags[1:]) & set(wanted[1:]))
            if agreed > most:
                best, most = name, agreed
    return best


def cue_segments(text: str, captions: Captions) -> Iterator[tuple[Paragraph, Segment]]:
    """Yield the segments of the source class, their spans on the source text; each paragraph counts for the ids."""
    own = [p for p in captions.found if p.language_class == captions.source]
    for number, paragraph in enumerate(own, 1):
        source = plain(text[paragraph.start : paragraph.end])
        if not source:
            continue
        later = own[number].start_ms if number < len(own) else None
        bare = _TAG.sub("", source)
        yield (
            paragraph,
            Segment(
                id=SegmentId(str(number)),
                source=source,
                spans=(Span(paragraph.start, paragraph.end),),
                line=paragraph.line,
                text_line=paragraph.line,
                kind=kind_of(bare),
                start_ms=paragraph.start_ms,
                end_ms=later if later is not None and later >= paragraph.start_ms else None,
                speaker=speaker_of(bare),
                style=captions.source or None,
            ),
        )


class SamiFormat(TextFormat):
    """SAMI, one language class."""

    name = "sami"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if the file begins with a SAMI tag, LIKELY if it also holds two languages."""
        if not is_sami(probe):
            return Likelihood.NO
        return Likelihood.LIKELY if is_bilingual(probe) else Likelihood.CERTAIN

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the captions of the first class."""
        text = folded(source)
        captions = read_captions(text, source.name, None)
        segments = (segment for _, segment in cue_segments(text, captions))
        return Parsed(located(source, segments), remarked(kept_classes(captions)), captions.meta)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target with single blanks: SAMI shows no others."""
        lines = [_BLANK_RUN.sub(" ", line).strip(BLANKS) for line in super().fit(target, segment).split("\n")]
        value = "\n".join(lines).strip(BLANKS)
        return "" if not value.replace("\u00a0", " ").strip() else value

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target, tags as they are."""
        return (written(target),)


def kept_classes(captions: Captions) -> Iterator[tuple[int, str, str]]:
    """Yield a remark for each class that is neither source nor target."""
    for name in captions.others:
        line = next(p.line for p in captions.found if p.language_class == name)
        yield line, "FMT106", f"captions of class {name or '(none)'} are kept, not read"


def is_sami(probe: Probe) -> bool:
    """Return whether a SAMI tag stands near the beginning."""
    return _SIGNATURE.search(probe.head[:2000]) is not None


def is_bilingual(probe: Probe) -> bool:
    """Return whether classes of two languages are declared or seen, and both are used."""
    known = class_languages(probe.head.replace("\r", "\n"))
    data = probe.data.replace(b"\0", b"")  # good enough for UTF-16
    used = [
        language
        for name, language in known.items()
        if re.search(rb"""\bclass\s*=\s*["']?\s*""" + re.escape(name).encode() + rb"\b", data, re.IGNORECASE)
    ]
    return len({language for language in used if language}) > 1


FORMAT = SamiFormat()
