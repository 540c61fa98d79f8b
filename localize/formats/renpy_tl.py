"""Owns Ren'Py translation files (``tl/<language>/*.rpy``): the source stands in a comment or after ``old``.

A block ``translate french start_a170b500:`` quotes the source lines in comments; the slots are the strings of the say
statements, in the same order. In ``translate french strings:`` the slot is the string after ``new``. Labels and their
hashes are never touched. Specification: https://www.renpy.org/doc/html/translation.html
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import ParseError
from localize.formats.base import Likelihood, Parsed
from localize.formats.lines import Names, folded, located, remarked
from localize.formats.renpy import RenpyFormat, Say, is_plain, is_translation, say_of
from localize.formats.renpy_source import MARK, Literal, Statement, literal, spoken, statements
from localize.model import Segment, SegmentId, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.base import ParseOptions, Probe
    from localize.formats.source import SourceText

_HEADER = re.compile(r"translate +(\w+) +(\w+) *:\Z")
_OTHER_HEADER = re.compile(r"translate\b.*:\Z")
_PLACE = re.compile(r"[ \t]*([^\n:]{1,200}\.rpym?:[0-9]{1,9})[ \t\r]*\Z")
_LANGUAGES = {
    "english": "en", "french": "fr", "schinese": "zh-hans", "simplified_chinese": "zh-hans", "tchinese": "zh-hant",
    "traditional_chinese": "zh-hant", "chinese": "zh", "japanese": "ja", "korean": "ko", "spanish": "es",
    "german": "de",
    "russian": "ru", "portuguese": "pt", "brazilian_portuguese": "pt-br", "italian": "it", "indonesian": "id",
    "malay": "ms", "thai": "th", "vietnamese": "vi", "turkish": "tr", "ukrainian": "uk", "polish": "pl", "arabic": "ar",
    "hindi": "hi", "filipino": "fil",
}  # fmt: skip


class _Block(NamedTuple):
    """The translate block that statements belong to; `label` is '' for one that is code."""

    language: str
    label: str
    indent: int
    note: str | None


class RenpyTranslationFormat(RenpyFormat):
    """Ren'Py translation file."""

    name = "renpy_tl"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return LIKELY if the first statement is a translate block."""
        return Likelihood.LIKELY if is_translation(probe.head) else Likelihood.NO

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the slots of a translation file; of one language, if it holds several and one of them is asked for.

        Raises:
            ParseError: a string or bracket is not closed.
        """
        text = folded(source)
        remarks: list[tuple[int, str, str]] = []
        reader = _Reader(text, remarks)
        found = [
            pair
            for statement in statements(text.replace(MARK, " "), source.name)
            for pair in reader.read(statement)
        ]
        known = sorted({language for language, _ in found})
        wanted = (
            [name for name in known if _is_language(name, options.target_locale)] if len(known) > 1 else []
        )
        segments = [segment for language, segment in found if not wanted or language in wanted]
        if wanted:
            remarks += [
                (1, "FMT106", f"blocks for {name} are kept, not read") for name in known if name not in wanted
            ]
        meta = {"languages": ", ".join(known), "target_locale": options.target_locale or ""}
        return Parsed(located(source, segments), remarked(remarks), meta)


def _short(words: str) -> str:
    """Return words as part of an id: as they are if they are few, else their beginning and a digest."""
    if len(words) <= 60 and words.isprintable():
        return words
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{' '.join(words[:60].split())}~{digest}"


def _is_language(name: str, locale: str | None) -> bool:
    """Return whether a language of Ren'Py, by its customary name or as a tag, is that of a locale."""
    if not locale:
        return False
    tag = _LANGUAGES.get(name.lower(), name.lower().replace("_", "-")).split("-")
    wanted = locale.lower().replace("_", "-").split("-")
    return tag[0] == wanted[0] and set(tag[1:]) <= set(wanted[1:])


class _Reader:
    """Reads statement by statement, knowing the block and the source lines that wait for their translation."""

    def __init__(self, text: str, remarks: list[tuple[int, str, str]]) -> None:
        self._text = text
        self._remarks = remarks
        self._names = Names()
        self._block: _Block | None = None
        self._waiting: list[tuple[str, str | None]] = []
        self._old: str | None = None
        self._note: str | None = None

    def read(self, statement: Statement) -> Iterator[tuple[str, Segment]]:
        """Yield language and segment of a statement that is a slot."""
        block = self._block
        if statement.comment is not None:
            self._comment(statement.comment, inside=block is not None)
            return
        if _OTHER_HEADER.match(statement.code):
            header = _HEADER.match(statement.code)
            code = header is None or header[2] in ("style", "python")
            language, label = (header[1], header[2]) if header else ("", "")
            self._block = _Block(language, "" if code else label, statement.indent, self._note)
            self._waiting, self._old, self._note = [], None, None
        elif block is None or statement.indent <= block.indent:
            self._block = None
            self._remarks.append((statement.line, "FMT101", "a statement outside a translate block is kept"))
        elif block.label == "strings":
            yield from self._pair(statement, block)
        elif block.label and (say := say_of(statement)):
            yield from self._said(statement, block, say)

    def _comment(self, comment: tuple[int, int], *, inside: bool) -> None:
        """Take the source line or the place in the script that a comment holds."""
        words = self._text[slice(*comment)]
        place = _PLACE.match(words)
        if place is not None:
            self._note = place[1]
        elif inside:
            try:
                quoted = list(statements(words.strip().replace(MARK, " "), ""))
            except ParseError:
                return
            say = say_of(quoted[0]) if len(quoted) == 1 else None
            if say is not None:
                raw = words.strip()[say.text.start : say.text.end]
                self._waiting.append((spoken(raw), say.who))

    def _pair(self, statement: Statement, block: _Block) -> Iterator[tuple[str, Segment]]:
        word = statement.code.removesuffix(MARK).strip()
        if len(statement.strings) != 1 or word not in ("old", "new") or not is_plain(statement.strings[0]):
            self._remarks.append((statement.line, "FMT102", "a statement among strings is kept as it is"))
            return
        string = statement.strings[0]
        value = literal(self._text[string.start : string.end])
        if word == "old":
            self._old = value
        elif self._old is None:
            self._remarks.append(
                (statement.line, "FMT109", "a translation without its source is kept as it is")
            )
        else:
            name = self._names.unique(f"{block.language}/strings/{_short(self._old)}")
            if self._old.strip():
                yield (
                    block.language,
                    self._segment(statement, string, name, self._old, value, SegmentKind.STRING),
                )
            self._old = self._note = None

    def _said(self, statement: Statement, block: _Block, say: Say) -> Iterator[tuple[str, Segment]]:
        name = self._names.unique(f"{block.language}/{block.label}")
        if not self._waiting or not is_plain(say.text) or len(say.text.quote) == 3:
            self._remarks.append(
                (statement.line, "FMT109", "a translation without its source is kept as it is")
            )
            return
        source, _ = self._waiting.pop(0)
        value = spoken(self._text[say.text.start : say.text.end])
        if not source.strip():
            return
        self._note = block.note
        speaker = None if say.who in (None, "extend", "narrator") else say.who
        segment = self._segment(
            statement, say.text, name, source, value, SegmentKind.DIALOGUE, speaker, block.label
        )
        self._note = None
        yield block.language, segment

    def _segment(
        self,
        statement: Statement,
        string: Literal,
        name: str,
        source: str,
        target: str,
        kind: SegmentKind,
        speaker: str | None = None,
        key: str | None = None,
    ) -> Segment:
        return Segment(
            id=SegmentId(name),
            source=source,
            spans=(Span(string.start, string.end),),
            line=statement.line,
            text_line=statement.line,
            kind=kind,
            speaker=speaker,
            key=key,
            note=self._note,
            target=target or None,
        )


FORMAT = RenpyTranslationFormat()
