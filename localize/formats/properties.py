"""Java .properties: keys, values, comments and escapes by the rules of java.util.Properties, values in place.

Characters beyond ASCII are written as ``\\uXXXX`` where the file does so, where its encoding lacks them, and in files
that are plain ASCII: Java read those as Latin-1 until version 9. Apostrophes are doubled in messages with ``{0}`` if
the file does that (java.text.MessageFormat). Messages of MessageFormat with options give a text for each option.
A file named .lang is read by the rules of Minecraft before 1.13.
Source: java.util.Properties.load, https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.encoding import escape_missing
from localize.formats.message_hosts import MessageHost
from localize.formats.message_options import has_options
from localize.formats.notes import max_length_in, note_of
from localize.formats.splice import TextFormat
from localize.formats.string_table import StringTable
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from localize.formats.base import Probe
    from localize.formats.source import SourceText
    from localize.model import Document

_JOINED = r"\\\r?\n[ \t\f]*+"
_BLANKS = rf"(?:[ \t\f]++|{_JOINED})*+"
_LINE = re.compile(
    rf"[ \t\f]*+(?:([#!][^\n]*+)|(?:{_JOINED})*+((?:[^\\\s=:]|\\[^\r\n]|{_JOINED})*+)({_BLANKS}(?:[=:]{_BLANKS})?+)"
    rf"((?:[^\\\r\n]|\\[^\r\n]|{_JOINED}|\\(?=\r?\n?\Z))*+))\r?(?:\n|\Z)"
)
# Minecraft's old .lang: the first equals sign ends a key, whatever else stands in it; a line is an entry.
_LANG_LINE = re.compile(r"^[ \t]*+(?:(#[^\n]*+)|([^=\r\n]*+)(=[ \t]*+)([^\r\n]*+))\r?(?:\n|\Z)", re.MULTILINE)
_ESCAPE = re.compile(rf"{_JOINED}|\\u([0-9a-fA-F]{{4}})|\\(.?)", re.DOTALL)
_NAMED = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_HALF = re.compile("[\ud800-\udfff\0]")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ARGUMENT = re.compile(r"\{\d")
_DOUBLED = re.compile(r"^(?=[^\n]*?'')(?=[^\n]*?\{\d)", re.MULTILINE)
_BROKEN_LINES = re.compile(r"\\n\\(\r?\n[ \t\f]*)")
_PLAIN_KEY = re.compile(r"^[A-Za-z_][\w-]*(?:\.[\w-]+)+[ \t]*[=:]", re.MULTILINE)
_SECTION = re.compile(r"^\[[^\]\n]+\][ \t]*$", re.MULTILINE)
_EVERYDAY = re.compile("[的了是不一我你有在请請这這]")


def unescaped(raw: str) -> str | None:
    """Return what a key or value says, None if it has a broken ``\\u`` or is no text.

    >>> unescaped("a\\\\u4f60\\\\\\n   b\\\\tc\\\\:")
    'a你b\\tc:'
    """
    if "\\" not in raw:
        return None if "\0" in raw else raw
    if re.search(r"(?<!\\)(?:\\\\)*+\\u(?![0-9a-fA-F]{4})", raw):
        return None
    value = _ESCAPE.sub(_character, raw)
    value = _PAIR.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), value)
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return None if _HALF.search(value) else value


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _NAMED.get(match[2], match[2]) if match[2] else ""


def numbered(text: str, *, upper: bool) -> str:
    """Return a text in UTF-16 ``\\uXXXX`` escapes.

    >>> numbered("é😀", upper=False)
    '\\\\u00e9\\\\ud83d\\\\ude00'
    """
    units = text.encode("utf-16-be", "surrogatepass").hex()
    digits = units.upper() if upper else units
    return "".join(f"\\u{digits[at : at + 4]}" for at in range(0, len(digits), 4))


class _Strings(TextFormat):
    """Java properties, each value whole."""

    name = "properties"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if most lines are dotted keys with values; other files of keys and values are POSSIBLE."""
        head = probe.head
        lines = [line for line in head.split("\n") if line.strip() and line.lstrip()[0] not in "#!"]
        if not lines or _SECTION.search(head) or lines[0].lstrip().startswith(("<", "{")):
            return Likelihood.NO
        dotted = len(_PLAIN_KEY.findall(head))
        if 2 * dotted > len(lines):
            return Likelihood.LIKELY
        pairs = sum(1 for line in lines if "=" in line or ":" in line)
        return Likelihood.POSSIBLE if 2 * pairs > len(lines) else Likelihood.NO

    def declared_encoding(self, data: bytes) -> str | None:
        """Return Latin-1, which the format prescribes, for bytes that are neither UTF-8 nor Chinese."""
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return None
        texts = (data.decode(codec, "ignore") for codec in ("gb18030", "big5"))
        return None if any(_EVERYDAY.search(text) for text in texts) else "iso8859-1"

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the values."""
        table = StringTable(source)
        text = table.text
        is_lang = source.name.lower().endswith(".lang")
        has_numbers = re.search(r"\\u[0-9a-fA-F]{4}", text) is not None
        meta = {
            "escapes": "ascii" if text.isascii() and not is_lang else "",
            "hex": "upper" if has_numbers and re.search(r"\\u[0-9a-f]{0,3}[A-F]", text) else "",
            "apostrophes": "doubled" if _DOUBLED.search(text) else "",
        }
        meta = {name: value for name, value in meta.items() if value}
        comments: list[str] = []
        for match in (_LANG_LINE if is_lang else _LINE).finditer(text):
            if match[1]:
                comments.append(match[1])
                continue
            if match[2] or match[4]:
                self._entry(table, match, comments, doubled="apostrophes" in meta)
            comments = []
        return Parsed(table.segments(), tuple(table.remarks), meta)

    def _entry(self, table: StringTable, match: re.Match[str], comments: list[str], *, doubled: bool) -> None:
        key, value = unescaped(match[2]), unescaped(match[4])
        segment_id = table.unique(match[2] if key is None else key)
        if key is None or value is None:
            table.remark(match.start(2), "FMT140", "this entry has a broken escape: it is kept as it is")
            return
        if not value.strip():
            return
        if (
            doubled
            and not has_options(value)
            and _ARGUMENT.search(value)
            and "'" not in value.replace("''", "")
        ):
            value = value.replace("''", "'")
        note = note_of(comments) if comments else None
        line = table.line(match.start(2))
        text_line = table.line(match.start(4)) if "\n" in match[3] else line
        table.add(
            Segment(
                segment_id, value, (Span(match.start(4), match.end(4)),), line, text_line, SegmentKind.STRING,
                key=key, note=note, max_length=max_length_in(note),
            )
        )  # fmt: skip

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target; a blank one is written as an empty value."""
        return "" if target.isspace() else super().fit(target, segment)

    def escape(self, target: str, segment: Segment, document: Document) -> tuple[str]:
        """Return the value with its escapes."""
        meta, codec = document.meta, document.encoding.name
        span = segment.spans[0]
        was = document.data[span.start : span.end].decode(codec)
        broken = _BROKEN_LINES.search(was)
        # A message that quotes braces ('{') was not read as doubled, so it is not written so either.
        quotes_braces = _ARGUMENT.search(was) and "'" in was.replace("''", "")
        is_option = has_options(segment.source)
        if "apostrophes" in meta and _ARGUMENT.search(target) and not quotes_braces and not is_option:
            target = target.replace("'", "''")
        value = target.replace("\\", "\\\\").replace("\t", "\\t").replace("\f", "\\f")
        value = value.replace("\n", f"\\n\\{broken[1]}" if broken else "\\n")
        if value.startswith(" "):
            value = f"\\{value}"
        upper = "hex" in meta
        if "escapes" in meta:
            return (re.sub(r"[^\x00-\x7f]+", lambda m: numbered(m[0], upper=upper), value),)
        return (escape_missing(value, codec, lambda char: numbered(char, upper=upper)),)


class PropertiesFormat(MessageHost, _Strings):
    """Java properties."""

    unit = re.compile(
        rf"{_JOINED}|(?:\\u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}})|\\u[0-9a-fA-F]{{4}}|\\.|.",
        re.DOTALL,
    )

    def said(self, unit: str) -> str:
        """Return the character that an escape stands for."""
        return (unescaped(unit) or "") if unit[0] == "\\" else unit


FORMAT = PropertiesFormat()
