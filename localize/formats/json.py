"""JSON string tables: plain, nested, i18next, ARB, Minecraft, Chrome extensions; with comments, the text in place.

Every string value is a segment, but for blank ones, comments kept as members (``_comment``, ``//``), ``$schema`` and
the metadata of ARB. A name is the path of keys joined by ``/`` (escaped as in RFC 6901). With a target locale, families
of i18next keys (``item_one``, ``item_other``; in version 3 ``item``, ``item_plural`` or ``item_0``, ``item_1``) get a
slot for each plural form of that language which the file lacks.
Messages of MessageFormat 1 and 2 with options (plural, select, ``.match``) give a text for each option, with the plural
forms of the target language.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING, Final

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.json_plurals import INSERT
from localize.formats.json_reader import JsonReader
from localize.formats.json_tokens import escaped_newline, literal, written, written_all
from localize.formats.message_hosts import MessageHost
from localize.formats.packed import PackedSegments
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_table import with_regions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.source import SourceText
    from localize.model import Document, Segment, SegmentId, Span

_HEAD = re.compile(
    r"\s*(?:(?://[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/)\s*+)*+(?:"
    r"\{\s*(?:\"(?:[^\"\\\n]|\\.)*+\"\s*:|\}\s*\Z|//|/\*|'[^'\n]*'\s*:)"
    r"|(?:\[\s*)+(?:\"(?:[^\"\\]|\\.)*+\"\s*[,\]]|\{\s*[\"}/]|\]\s*\Z|(?:null|true|false|-?[0-9.]+)\s*[,\]]))"
)
_JSON_LINES = re.compile(r"\s*\{[^\n]*\}[ \t]*\r?\n\s*\{")
_QUOTE: Final = ord('"')
_ESCAPED = re.compile(r'["\\\x01-\x1f]')
_BLANK = re.compile(r"\0\s*\0")


class _Strings(TextFormat):
    """JSON string tables, each string whole."""

    name = "json"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if the file begins as a JSON object or array does, POSSIBLE otherwise."""
        if _JSON_LINES.match(probe.head) or not _HEAD.match(probe.head):
            return Likelihood.POSSIBLE  # named .json all the same: the parser says what is wrong, and where
        return Likelihood.LIKELY

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the string values."""
        return JsonReader(source, options).read()

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; a blank one is written as an empty string."""
        return "" if target.isspace() else super().fit(target, segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the inside of the literal, or the whole member for a plural form that the file lacks."""
        meta = document.meta
        prefix = meta.get(INSERT + segment.id, "")
        if prefix and not target:
            return ("",)
        span = segment.spans[0]
        quote = prefix[-1] if prefix else quote_before(span.start, document)
        if "\n" in target:
            was = document.data[span.start : span.end].decode(document.encoding.name)
            target = target.replace("\n", escaped_newline(was))
        body = written(target, meta, quote=quote, codec=document.encoding.name)
        return (f"{prefix}{body}{quote}",) if prefix else (body,)

    def is_plain(self, texts: str) -> bool:
        """Return whether no text is blank or holds anything that a literal in double quotes escapes."""
        return _ESCAPED.search(texts) is None and _BLANK.search(texts) is None and "{{count}}" not in texts

    def plainly_spliced(
        self, document: Document, wanted: Sequence[bool], targets: Sequence[str]
    ) -> bytes | None:
        """Return the file with targets put in that need no escape, for the reason that `plain_patches` gives."""
        meta, segments, data = document.meta, document.segments, document.data
        is_styled = "escapes" in meta or "escaped" in meta or any(key.startswith(INSERT) for key in meta)
        if is_styled or not isinstance(segments, PackedSegments):
            return None
        if {data[start - 1] for start in compress(segments.bounds()[0], wanted)} != {_QUOTE}:
            return None
        return super().plainly_spliced(document, wanted, targets)

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return the patches, None if one target needs a second thought and so the proof.

        The inside of a literal in double quotes cannot become syntax: its quotes and backslashes are escaped, and no
        name depends on what a literal says. What may add or take away a segment goes the long way: a blank text, and
        whatever has to do with plural forms that the file lacks. So does what `fit` or the style of the literal
        changes: U+0000 and line breaks written as CR.
        """
        data, meta = document.data, document.meta
        texts = [target for _, target in targets]
        joined = "\0".join(texts)
        if (
            document.encoding.name != "utf-8"
            or "\r" in joined
            or joined.count("\0") >= len(texts)
            or "{{count}}" in joined
            or any(map(str.isspace, texts))
            or ("\n" in joined and b"\\r" in data)
            or any(key.startswith(INSERT) for key in meta)
        ):
            return None
        spans = [segment.spans[0] for segment, _ in targets]
        if {data[span.start - 1] for span in spans} != {_QUOTE}:
            return None
        bodies = written_all(texts, meta)
        return None if bodies is None else list(zip(spans, bodies, strict=True))

    def slots(self, document: Document) -> list[Span]:
        """Return the values, and the whole forms of plural families but for the first: others may be put in there."""
        reader = JsonReader(rendered_source(document.data, document), ParseOptions())
        reader.read()
        return with_regions(super().slots(document), reader.table.regions())

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the values; a plural form that is still missing says what it said before."""
        locale = document.meta.get("target_locale")
        parsed = self.parse(rendered_source(data, document), ParseOptions(target_locale=locale))
        before = {s.id: s.source for s in document.segments if INSERT + s.id in document.meta}
        found = {
            s.id: before.get(s.id, s.source) if INSERT + s.id in parsed.meta else s.source
            for s in parsed.segments
        }
        return (
            before | found
        )  # without {{count}} in the one form that the file has, others are not missed any more


def quote_before(start: int, document: Document) -> str:
    """Return the quote that opens the literal whose inside begins at a byte of the document."""
    codec = document.encoding.name
    width = len('"'.encode(codec))
    return "'" if document.data[start - width : start] == "'".encode(codec) else '"'


class JsonFormat(MessageHost, _Strings):
    """JSON string tables."""

    unit = re.compile(
        r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|\r\n|.", re.DOTALL
    )

    def said(self, unit: str) -> str:
        """Return the character that an escape stands for."""
        if unit in ("\\'", "\r\n", "\r"):
            return "'" if unit == "\\'" else "\n"
        return (literal(f'"{unit}"', 0, len(unit) + 2) or "") if unit[0] == "\\" else unit


FORMAT = JsonFormat()
