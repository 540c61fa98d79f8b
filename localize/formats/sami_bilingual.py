"""Owns SAMI files that hold source and translation side by side, in two language classes.

The first class is the source. The target is the class whose language `ParseOptions.target_locale` is, else the second.
The slot is the target's paragraph of the same moment; where there is none, one is put in after the source's.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.lines import folded, located, remarked
from localize.formats.sami import SamiFormat, cue_segments, is_bilingual, is_sami, kept_classes, read_captions
from localize.formats.sami_blocks import plain, written
from localize.model import Span

if TYPE_CHECKING:
    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document, Segment


_PARAGRAPH = re.compile(r"(<p\b[^<>]*>\s*).*?(\s*(?:</p\b[^<>]*>)?)", re.IGNORECASE | re.DOTALL)


class SamiBilingualFormat(SamiFormat):
    """SAMI, a source class and a target class."""

    name = "sami_bilingual"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for a SAMI file in which classes of two languages are used."""
        return Likelihood.CERTAIN if is_sami(probe) and is_bilingual(probe) else Likelihood.NO

    def load(self, data: bytes, name: str, options: ParseOptions) -> Document:
        """Return the parsed file."""
        if options.target_locale is None:
            captions = read_captions(folded(self.source(data, name, options)), name, None)
            known = dict(pair.split("=", 1) for pair in captions.meta["classes"].split(", "))
            second = next((known[other] for other in captions.others if known.get(other, "-") != "-"), None)
            options = dataclasses.replace(options, target_locale=second)
        return super().load(data, name, options)

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the captions of the source class, with those of the target class as their slots."""
        text = folded(source)
        captions = read_captions(text, source.name, options.target_locale)
        if captions.target is None:
            do = "name a target locale that the style sheet declares, or read the file as sami"
            raise ParseError(
                "no class of captions is in the target language", do=do, place=Place(source.name, 1)
            )
        slots = {p.start_ms: p for p in reversed(captions.found) if p.language_class == captions.target}
        segments: list[Segment] = []
        taken: set[int] = set()
        kept = list(kept_classes(captions))
        for paragraph, segment in cue_segments(text, captions):
            slot = slots.get(paragraph.start_ms)
            if paragraph.start_ms in taken:
                kept.append((paragraph.line, "FMT106", "a second caption of one moment is kept, not read"))
                continue  # the target of that moment goes to the first
            taken.add(paragraph.start_ms)
            span = Span(slot.begin, slot.after) if slot else Span(paragraph.after, paragraph.after)
            target = (plain(text[slot.start : slot.end]) or None) if slot else None
            segments.append(dataclasses.replace(segment, spans=(span,), target=target, style=captions.target))
        meta = captions.meta | {"target_locale": options.target_locale or ""}
        kept += [
            (p.line, "FMT106", "a caption that only the translation has is kept")
            for p in captions.found
            if p.language_class == captions.target
            and p.start_ms not in taken
            and plain(text[p.start : p.end])
        ]
        return Parsed(located(source, segments), remarked(kept), meta)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the paragraph with the target, its tags as they are; a new one where the file has none."""
        span, codec = segment.spans[0], document.encoding.name
        new = written(target)
        old = _PARAGRAPH.fullmatch(document.data[span.start : span.end].decode(codec))
        if old is not None:
            return (old[1] + new + old[2],)
        before = document.data[max(0, span.start - 40) : span.start].decode(codec, "ignore")
        closing = "</P>" if before.lower().endswith("</p>") else ""
        return (f"<P Class={segment.style}>{new}{closing}",)


FORMAT = SamiBilingualFormat()
