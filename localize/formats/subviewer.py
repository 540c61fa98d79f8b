"""Owns SubViewer 2 text (.sub): like SBV, with a header, hundredths of a second and ``[br]`` for a line break.

The header (``[INFORMATION]`` to ``[SUBTITLE]``, ``[COLF]…``) is kept; its title and author go to the document's facts.
SubViewer 1, with each time on a line of its own, is recognised and refused.
The picture subtitles that share the suffix (VobSub) are refused by `localize.formats.microdvd`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.errors import ParseError
from localize.formats.base import Likelihood, Parsed
from localize.formats.lines import folded
from localize.formats.sbv import SubViewerFamily, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.lines import Line
    from localize.formats.source import SourceText
    from localize.model import Document, Segment

_FACT = re.compile(r"^\[(TITLE|AUTHOR|SOURCE|COMMENT)\][ \t]*([^\r\n]*[^\s\[])", re.MULTILINE)
_KNOWN = re.compile(r"\s*+(?:\[[A-Za-z ]+\][^\r\n]*+\s*+)*+")


_VERSION_1 = re.compile(r"^\*+[ \t]*START SCRIPT[ \t]*\*+|^\[BEGIN\][ \t]*$", re.MULTILINE | re.IGNORECASE)


class SubViewerFormat(SubViewerFamily):
    """SubViewer."""

    name = "subviewer"
    timing = hundredths()
    example = "00:00:01.00,00:00:02.50"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY for a line of two times, CERTAIN for SubViewer 1 (to refuse it)."""
        is_old = probe.head.lstrip("\ufeff \t\r\n")[:1] in ("[", "*") and _VERSION_1.search(probe.head)
        return Likelihood.CERTAIN if is_old else super().sniff(probe)

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the cues, and the facts of the header."""
        head = folded(source)[:10_000]
        if _VERSION_1.search(head):
            what, do = (
                "this is SubViewer 1, which is not read",
                "save it as SubRip (.srt) in a subtitle editor",
            )
            raise ParseError(what, do=do, place=source.place(0))
        parsed = super().parse(source, options)
        return Parsed(parsed.segments, parsed.remarks, {m[1].lower(): m[2] for m in _FACT.finditer(head)})

    def header(self, text: str, first: Line) -> Iterator[tuple[int, str, str]]:
        """Yield a remark if something other than header fields stands before the first cue."""
        if len(text[: first.start].lstrip("\ufeff")) > 10_000 or not _KNOWN.fullmatch(
            text[: first.start].lstrip("\ufeff")
        ):
            yield from super().header(text, first)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the target on one line."""
        return (target.replace("\n", "[br]"),)


FORMAT = SubViewerFormat()
