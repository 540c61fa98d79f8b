"""Factorio locale files (.cfg): ``key=value`` in ``[sections]``, values in place.

A name is ``section.key``, as the game itself writes it. ``\\n`` is a line break; ``__1__``, ``[item=iron-plate]`` and
``__plural_for_parameter__`` stay as they are. Source: https://wiki.factorio.com/Tutorial:Localisation
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.notes import max_length_in, note_of
from localize.formats.splice import TextFormat
from localize.formats.string_table import StringTable, lines_of
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_SECTION = re.compile(
    r"^\[(?:[a-z0-9-]+-(?:name|description|category|setting|title|tooltip)s?|controls|gui[a-z-]*|mod-[a-z-]+)\]"
    r"[ \t]*\r?\n",
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
        for position, line in lines_of(table.text):
            stripped = line.strip()
            if stripped.startswith(("#", ";")):
                comments.append(stripped)
            else:
                if stripped.startswith("[") and stripped.endswith("]"):
                    section = stripped[1:-1].strip()
                elif "=" in stripped:
                    self._entry(table, position, line, section, comments)
                elif stripped:
                    table.remark(position, "FMT144", "this line is no entry: it is kept as it is")
                comments = []
        return Parsed(table.segments(), tuple(table.remarks))

    def _entry(self, table: StringTable, position: int, line: str, section: str, comments: list[str]) -> None:
        head, _, rest = line.partition("=")
        key, value = head.strip(), rest.strip()
        segment_id = table.unique(f"{section}.{key}" if section else key)
        if not value or "\0" in value:
            return
        note = note_of(comments) if comments else None
        number = table.line(position)
        start = position + len(line) - len(rest.lstrip())
        source = value.replace("\\n", "\n")
        table.add(
            Segment(
                segment_id, source, (Span(start, start + len(value)),), number, number, SegmentKind.STRING,
                key=segment_id, note=note, max_length=max_length_in(note), context=section or None,
            )
        )  # fmt: skip

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blanks at its edges, which the game would not show."""
        return super().fit(target, segment).strip()

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the value with ``\\n`` for line breaks."""
        return (target.replace("\n", "\\n"),)


FORMAT = FactorioFormat()
