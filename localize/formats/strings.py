"""Apple .strings: ``"key" = "value";`` with comments, in UTF-8 or UTF-16, values in place.

Messages of MessageFormat with options give a text for each option.

Source: Apple, Internationalization and Localization Guide; the old-style ASCII property list grammar.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.encoding import escape_missing
from localize.formats.message_hosts import MessageHost
from localize.formats.notes import max_length_in, note_of
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_table import StringTable
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_COMMENT = r"/\*(?:[^*]++|\*(?!/))*+\*/|//[^\n]*+"
_TOKEN = re.compile(
    rf"""\s*+(?:({_COMMENT})|("(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+'|[A-Za-z0-9_.$:/-]++)|([=;])|\Z)""",
    re.DOTALL,
)
_HEAD = re.compile(
    rf"""\s*+(?:(?:{_COMMENT})\s*+)*+(?:"(?:[^"\\]|\\.)*+"|[A-Za-z0-9_.$-]++)\s*+=\s*+"(?:[^"\\]|\\.)*+"\s*+;""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:[Uu]([0-9a-fA-F]{4})|([0-7]{1,3})|(\r?\n|.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\r\n": "\n"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff\0]")
_EMPTY_COMMENT = "No comment provided by engineer."


def unescaped(token: str) -> str | None:
    """Return what a key or value says, line breaks as LF; None if it is no text (half a surrogate pair).

    >>> unescaped('"a\\\\U4f60\\\\n\\\\"b\\\\""')
    'a你\\n"b"'
    """
    if token[0] not in "\"'":
        return token
    raw = token[1:-1]
    if "\\" in raw:
        raw = _ESCAPE.sub(_character, raw)
        raw = _PAIR.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), raw)
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    return None if _HALF.search(raw) else raw


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2]:
        return bytes([int(match[2], 8) & 0xFF]).decode(
            "mac-roman"
        )  # NeXTSTEP's set, the same where it is used
    return _NAMED.get(match[3], match[3])


class _Strings(TextFormat):
    """Apple strings files, each value whole."""

    name = "strings"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if the file begins with a pair of strings that ends in a semicolon."""
        return Likelihood.LIKELY if _HEAD.match(probe.head) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the values."""
        table = StringTable(source)
        for entry, comments in _entries(table):
            self._entry(table, entry, comments)
        text = table.text
        ascii_only = text.isascii() and re.search(r"\\U[0-9a-fA-F]{4}", text) is not None
        return Parsed(table.segments(), tuple(table.remarks), {"escapes": "ascii"} if ascii_only else {})

    def _entry(self, table: StringTable, entry: list[re.Match[str]], comments: list[str]) -> None:
        key, value = unescaped(entry[0][2]), unescaped(entry[2][2])
        segment_id = table.unique(entry[0][2] if key is None else key)
        if key is None or value is None:
            table.remark(entry[0].start(2), "FMT140", "this entry has a broken escape: it is kept as it is")
            return
        if not value.strip():
            return
        comments = [comment for comment in comments if _EMPTY_COMMENT not in comment]
        note = note_of(comments) if comments else None
        inside = 1 if entry[2][2][0] in "\"'" else 0
        line = table.line(entry[0].start(2))
        table.add(
            Segment(
                segment_id, value, (Span(entry[2].start(2) + inside, entry[2].end(2) - inside),), line,
                table.line(entry[2].start(2)), SegmentKind.STRING,
                key=key, note=note, max_length=max_length_in(note),
            )
        )  # fmt: skip

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; a blank one is written as an empty string."""
        return "" if target.isspace() else super().fit(target, segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the inside of the string; line breaks as the value has them already, else ``\\n``."""
        codec, span = document.encoding.name, segment.spans[0]
        was = document.data[span.start : span.end].decode(codec)
        width = len('"'.encode(codec))
        quote = document.data[span.start - width : span.start].decode(codec, "replace")
        value = target.replace("\\", "\\\\").replace(
            quote if quote == "'" else '"', "\\" + (quote if quote == "'" else '"')
        )
        value = value.replace("\n", document.newline if "\n" in was or "\r" in was else "\\n")
        if "escapes" in document.meta:
            value = re.sub(r"[^\x00-\x7f]+", lambda m: _numbered(m[0]), value)
        else:
            value = escape_missing(value, codec, _numbered)
        return (value if quote in "\"'" else f'"{value}"',)

    def slots(self, document: Document) -> list[Span]:
        """Return the values with their quotes: one without any (``key = word;``) gets them."""
        table = StringTable(rendered_source(document.data, document))
        for entry, _ in _entries(table):
            table.region(*entry[2].span(2))
        return table.regions()


def _entries(table: StringTable) -> Iterator[tuple[list[re.Match[str]], list[str]]]:
    """Yield the four tokens of each pair, with the comments above it."""
    text, position = table.text, 0
    comments: list[str] = []
    entry: list[re.Match[str]] = []
    for match in iter(_TOKEN.scanner(text).match, None):  # type: ignore[attr-defined]  # missing in typeshed
        position = match.end()
        if match.lastindex is None:
            break
        if match[1]:
            if not entry:
                comments.append(match[1])
            continue
        _expect(table, entry, match)
        entry.append(match)
        if match[3] == ";":
            if len(entry) == 4:
                yield entry, comments
            entry, comments = [], []
    if position < len(text) or entry:
        begin = entry[0].start(2) if entry else position
        what = "an entry begins here that does not end"
        raise table.error(begin, what, 'an entry looks like "key" = "value";')


def _expect(table: StringTable, entry: list[re.Match[str]], match: re.Match[str]) -> None:
    """Refuse a token that is not the next one of ``key = value ;`` (or of ``key ;``)."""
    wanted = ("s", "=;", "s", ";")[len(entry)]
    found = match[3] or "s"
    if found not in wanted:
        words = {"s": "a key or value in quotes", "=;": "=", ";": "a semicolon"}[wanted]
        start = match.start(match.lastindex or 0)
        raise table.error(start, f"{words} is missing before this", 'an entry looks like "key" = "value";')


def _numbered(text: str) -> str:
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\U{units[at : at + 4]}" for at in range(0, len(units), 4))


class StringsFormat(MessageHost, _Strings):
    """Apple strings files."""

    unit = re.compile(
        r"\\[Uu][dD][89abAB][0-9a-fA-F]{2}\\[Uu][dD][c-fC-F][0-9a-fA-F]{2}|\\[Uu][0-9a-fA-F]{4}|\\[0-7]{1,3}"
        r"|\\(?:\r?\n|.)|\r\n|.",
        re.DOTALL,
    )

    def said(self, unit: str) -> str:
        """Return the character that an escape stands for."""
        return unescaped(f'"{unit}"') or ""


FORMAT = StringsFormat()
