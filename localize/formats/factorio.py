"""Factorio locale files (.cfg): ``key=value`` in ``[sections]``, values in place.

A name is ``section.key``, as the game itself writes it. ``\\n`` is a line break; ``__1__``, ``[item=iron-plate]`` and
``__plural_for_parameter__`` stay as they are. Source: https://wiki.factorio.com/Tutorial:Localisation
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.notes import max_length_of, note_of
from localize.formats.splice import TextFormat
from localize.formats.string_table import StringTable
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_LINE = re.compile(
    r"[ \t]*+(?:([#;][^\n]*+)|\[([^\]\n]*+)\][ \t]*+\r?(?=\n|\Z)|([^\s=\[][^=\n]*?)[ \t]*+=[ \t]*+([^\r\n]*)|([^\n]*+))\r?(?:\n|\Z)"
)
_SECTION = re.compile(
    r"^\[(?:[a-z0-9-]+-(?:name|description|category|setting|title|tooltip)s?|entity-\S+|controls|gui[a-z-]*|mod-\S+)\][ \t]*\r?\n",
    re.MULTILINE,
)
_PAIRS = re.compile(r"^\[[^\]\n]+\][ \t]*\r?\n(?:[ \t]*\r?\n|[#;][^\n]*\n)*[\w.-]+[ \t]*=", re.MULTILINE)


class FactorioFormat(TextFormat):
    """Factorio locale files."""

    name = "factorio"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if there is a section with a name of the game's, POSSIBLE for any section with pairs."""
        if _SECTION.search(probe.head) and _PAIRS.search(probe.head):
            return Likelihood.LIKELY
        return Likelihood.POSSIBLE if _PAIRS.search(probe.head) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the values."""
        table = StringTable(source)
        section = ""
        comments: list[str] = []
        for match in _LINE.finditer(table.text):
            if match[1]:
                comments.append(match[1])
                continue
            if match[2] is not None:
                section = match[2].strip()
            elif match[3]:
                self._entry(table, match, section, comments)
            elif match[5] and match[5].strip():
                table.remark(match.start(5), "FMT144", "this line is no entry: it is kept as it is")
            comments = []
        return Parsed(table.segments(), tuple(table.remarks))

    def _entry(self, table: StringTable, match: re.Match[str], section: str, comments: list[str]) -> None:
        key = match[3]
        segment_id = table.unique(f"{section}.{key}" if section else key)
        value = match[4].rstrip()
        if not value or "\0" in value:
            return
        note = note_of(comments) if comments else None
        line = table.line(match.start(3))
        table.add(
            Segment(
                segment_id, value.replace("\\n", "\n"), (Span(match.start(4), match.start(4) + len(value)),), line, line,
                SegmentKind.STRING, key=segment_id, note=note, max_length=max_length_of(note), context=section or None,
            )
        )  # fmt: skip

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blanks at its edges, which the game would not show."""
        return super().fit(target, segment).strip()

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the value with ``\\n`` for line breaks."""
        return (target.replace("\n", "\\n"),)


FORMAT = FactorioFormat()
