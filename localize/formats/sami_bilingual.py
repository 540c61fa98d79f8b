"""Owns SAMI files that hold source and translation side by side, in two language classes.

`localize.formats.sami` hands a file over when its target locale is the language of a class; `Document.format` then is
``sami_bilingual``. The slot is the target class's paragraph of the same moment; where there is none, one is put in
after the source's paragraph.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from localize.errors import ParseError, Place
from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.lines import folded, located, remarked
from localize.formats.sami import SamiFormat, cue_segments, kept_classes, opens_paragraph, read_captions
from localize.formats.sami_blocks import plain, written
from localize.formats.splice import TextFormat
from localize.model import Span

if TYPE_CHECKING:
    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document, Segment


class SamiBilingualFormat(SamiFormat):
    """SAMI, a source class and a target class."""

    name = "sami_bilingual"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return NO: `localize.formats.sami` answers for the suffix, and knows the target locale."""
        return Likelihood.NO

    def load(self, data: bytes, name: str, options: ParseOptions) -> Document:
        """Return the parsed file; without a target locale the second class is the target."""
        if options.target_locale is None:
            captions = read_captions(folded(self.source(data, name, options)), name, None)
            known = dict(pair.split("=", 1) for pair in captions.meta["classes"].split(", "))
            second = next((known[other] for other in captions.others if known.get(other, "-") != "-"), None)
            options = dataclasses.replace(options, target_locale=second)
        return TextFormat.load(self, data, name, options)

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
        for paragraph, segment in cue_segments(text, captions):
            slot = slots.get(paragraph.start_ms)
            if paragraph.start_ms in taken:
                continue  # two source paragraphs of one moment: the target of that moment goes to the first
            taken.add(paragraph.start_ms)
            span = Span(slot.start, slot.end) if slot else Span(paragraph.after, paragraph.after)
            target = (plain(text[slot.start : slot.end]) or None) if slot else None
            segments.append(dataclasses.replace(segment, spans=(span,), target=target, style=captions.target))
        meta = captions.meta | {"target_locale": options.target_locale or ""}
        return Parsed(located(source, segments), remarked(kept_classes(captions)), meta)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target, in a paragraph of its own where the file has none."""
        start, codec = segment.spans[0].start, document.encoding.name
        new = written(target) or "&nbsp;"
        before = document.data[max(0, start - 1200) : start].decode(codec, "ignore")
        if segment.spans[0].start < segment.spans[0].end or opens_paragraph(before):
            return (new,)
        closing = "</P>" if before.rstrip().lower().endswith("</p>") else ""
        return (f"<P Class={segment.style}>{new}{closing}",)


FORMAT = SamiBilingualFormat()
