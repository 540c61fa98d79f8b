"""Paradox localisation (.yml of Clausewitz games): ``key:0 "text"`` below ``l_english:``; looks like YAML, is not.

Quotes inside a text need no escape: it ends at the last quote of its line. ``\\n`` is a line break; ``$VAR$``,
``§Y…§!``, ``[Scope.GetName]`` and ``£icon£`` stay as they are.
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

_HEADER = re.compile(r"^[ \t]*(l_[a-z_]+)[ \t]*:[ \t]*(?:#[^\r\n]*)?\r*$", re.MULTILINE)
_ENTRY = re.compile(
    r"[ \t]*+([^\s:#\"]++):([0-9]*+)[ \t]*+\"(?:((?:[^\"\\\r\n]|\\[^\r\n])*+)\"[ \t]++(#[ \t][^\r\n]*+)"
    r"|([^\r\n]*)\"[ \t]*+(#[^\"\r\n]*+)?)\r?\Z"
)
_ENTRY_AHEAD = re.compile(r"^[ \t]*[^\s:#\"]+:[0-9]*[ \t]*\"", re.MULTILINE)
_COMMENT_AFTER_QUOTE = re.compile(r"\"[ \t]+#[ \t]")


class ParadoxFormat(TextFormat):
    """Paradox localisation files."""

    name = "paradox"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN if a language header stands above entries."""
        head = probe.head.replace("\r", "\n")
        header = _HEADER.search(head)
        if header is None:
            return Likelihood.NO
        before = head[: header.start()]
        if any(line.strip() and not line.lstrip().startswith("#") for line in before.splitlines()):
            return Likelihood.NO
        rest = head[header.end() :]
        return Likelihood.CERTAIN if _ENTRY_AHEAD.search(rest) or not rest.strip() else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the texts."""
        table = StringTable(source)
        header = _HEADER.search(table.text)
        if header is None:
            raise table.error(0, "the language is missing", "the first line is, for example, l_english:")
        meta = {"language": header[1]}
        if '\\"' in table.text:
            meta["quotes"] = "escaped"
        comments: list[str] = []
        for position, line in lines_of(table.text):
            stripped = line.strip()
            if stripped.startswith("#"):
                comments.append(stripped)
            else:
                if stripped and not _HEADER.match(line):
                    self._entry(table, position, line, comments)
                comments = []
        return Parsed(table.segments(), tuple(table.remarks), meta)

    def _entry(self, table: StringTable, position: int, line: str, comments: list[str]) -> None:
        match = _ENTRY.match(line)
        if match is None:
            table.remark(position, "FMT144", "this line is no entry: it is kept as it is")
            return
        group = 3 if match[3] is not None else 5
        segment_id = table.unique(match[1])
        value = match[group].replace('\\"', '"').replace("\\n", "\n")
        if not value.strip():
            return
        words = [*comments, *(comment for comment in (match[4], match[6]) if comment)]
        note = note_of(words) if words else None
        number = table.line(position)
        span = Span(position + match.start(group), position + match.end(group))
        table.add(
            Segment(
                segment_id, value, (span,), number, number, SegmentKind.STRING,
                key=match[1], note=note, max_length=max_length_in(note),
            )
        )  # fmt: skip

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; a blank one is written as an empty text."""
        return "" if target.isspace() else super().fit(target, segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the text with ``\\n`` for line breaks; quotes bare or escaped as the file has them."""
        value = target.replace("\n", "\\n")
        if "quotes" in document.meta or _COMMENT_AFTER_QUOTE.search(value):
            value = value.replace('"', '\\"')
        return (value,)


FORMAT = ParadoxFormat()
