"""The only place that knows what the messages of a gettext catalogue are: forms and their slots, header, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.errors import UsageError
from localize.formats.gettext_plurals import PluralRule, rule_of_header, rule_of_locale, unnamed
from localize.formats.idents import Idents
from localize.formats.notes import max_length_in
from localize.formats.po_catalogue import Entry, Strings, entries
from localize.locales import same_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.source import SourceText
    from localize.model import SegmentId

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9\-]*):[ \t]*(.*)$", re.MULTILINE)
_REST: Final = rb'(?:[^"\\\n]|\\(?!n)[^\n]|"[ \t]*\r*\n[ \t]*")*+(?:\\n)?'
_PLURAL_FORMS = re.compile(rb"(?i:Plural-Forms):" + _REST)
_CONTENT_TYPE = re.compile(rb"(?i:Content-Type):" + _REST)
_SPEAKER = re.compile(
    r'^(?:InfoMetaData:\s*)?"?(?:speaker|character|说话人|角色|人物)"?\s*[:：]\s*"?([^"\n]{1,80}?)"?\s*$',
    re.I | re.M,
)
_KEY = re.compile(r"^Key:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_UNREAL_PLACE = re.compile(r"^SourceLocation:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


class Field(NamedTuple):
    """Where a field of the header stands, or is to be put (positions in `SourceText.utf8`).

    Attributes:
        begin, end: of the field with its line break.
        whole_line: whether these are those of a line of its own, quotes included.
        text: the field without its line break, '' if it is missing.
    """

    begin: int
    end: int
    whole_line: bool
    text: str


class Header(NamedTuple):
    """What the header says.

    Attributes:
        values: of its fields, by name.
        content_type, plural_forms: fields that a translation may have to change, None without header.
    """

    values: dict[str, str]
    content_type: Field | None
    plural_forms: Field | None


class Form(NamedTuple):
    """One translation of a message.

    Attributes:
        ident: of its segment.
        category: CLDR's name of the plural form, None for a message without.
        span: its slot in `SourceText.utf8`.
        strings: what stands there, None if the form is still missing.
        end: where its own lines end; the slot may go on over forms that the language does not have.
    """

    ident: SegmentId
    category: str | None
    span: tuple[int, int]
    strings: Strings | None
    end: int


class Catalogue:
    """One pass over a file: its messages with their slots, and what the header says."""

    def __init__(self, source: SourceText, locale: str | None) -> None:
        self.source, self.locale = source, locale
        self.header = Header({}, None, None)
        self.rule: PluralRule | None = None
        self.is_foreign = False
        self._ids = Idents()

    def messages(self) -> Iterator[tuple[Entry, list[Form]]]:
        """Yield the messages but the header, each with its forms."""
        for entry in entries(self.source):
            if entry.is_header and entry.plural is None:
                if self.header.content_type is None:
                    self.header = _header(entry, self.source)
            else:
                yield entry, self._forms(entry)

    def _forms(self, entry: Entry) -> list[Form]:
        value = entry.source.value
        base = value if entry.context is None else f"{entry.context.value}|{value}"
        if entry.plural is None:
            only = entry.forms[0]
            return [Form(self._ids.unique(base), None, (only.first, only.last), only, only.last)]
        rule = self._rule(entry)
        last = max(strings.end for strings in entry.forms.values())
        forms = []
        for number, category in enumerate(rule.categories):
            strings = entry.forms.get(number)
            end = strings.end if strings else last
            begin = strings.begin if strings else last
            # What the last form spans goes on over the forms that the language does not have.
            span = (begin, last if number == rule.size - 1 else end)
            forms.append(Form(self._ids.unique(base, f"[{number}]"), category, span, strings, end))
        return forms

    def _rule(self, entry: Entry) -> PluralRule:
        """Return the rule that holds for the translation; sets `is_foreign` if it is not the header's."""
        if self.rule is None:
            fields = self.header.values
            language = fields.get("Language", "").replace("_", "-").strip()
            self.rule = rule_of_header(fields.get("Plural-Forms", ""), self.locale or language or None)
            if self.locale is not None:
                wanted, own = rule_of_locale(self.locale), self.rule
                is_own = own is not None and (
                    _same(language, self.locale) if language else own.size == wanted.size
                )
                if not is_own and (own is None or own.forms != wanted.forms):
                    self.rule, self.is_foreign = wanted, True
            if self.rule is None:
                count = max(entry.forms) + 1
                self.rule = PluralRule(count, "", unnamed(count))
        return self.rule


def _same(language: str, locale: str) -> bool:
    try:
        return same_language(language, locale)
    except UsageError:
        return False


def _header(entry: Entry, source: SourceText) -> Header:
    strings = entry.forms[0]
    values = dict(_FIELD.findall(strings.value))
    return Header(values, _field(_CONTENT_TYPE, strings, source), _field(_PLURAL_FORMS, strings, source))


def _field(pattern: re.Pattern[bytes], strings: Strings, source: SourceText) -> Field:
    utf8, scan = source.utf8, source.scan
    found = pattern.search(utf8, strings.first, strings.last)
    if found is None:
        second = scan.find(b"\n", strings.first) + 1
        is_line = bool(second) and not strings.raws[0]
        at = second if is_line else strings.first + 1
        return Field(at, at, is_line, "")
    begin, end = found.span()
    text = found[0].removesuffix(rb"\n").decode()
    line, next_line = scan.rfind(b"\n", 0, begin) + 1, scan.find(b"\n", end) + 1
    is_line = utf8[line:begin].strip(b" \t") == b'"' and utf8[end:next_line].strip() == b'"'
    if is_line and found[0].endswith(rb"\n"):
        return Field(line, next_line, whole_line=True, text=text)
    return Field(begin, end, whole_line=False, text=text)


class Notes:
    """What the comments of a message say."""

    def __init__(self, entry: Entry) -> None:
        extracted, own, places, flags = [], [], [], []
        for _, raw in entry.comments:
            text = raw.decode()
            mark, words = text[:1], text[1:].strip()
            if mark == ".":
                extracted.append(words)
            elif mark == ":":
                places.append(words)
            elif mark in (",", "="):
                flags += [flag for flag in words.split(",") if "-format" in flag]
            elif mark not in ("|", "~"):
                own.append(text.strip())
        comment = "\n".join(extracted)
        key = place = speaker = None
        if ":" in comment or "：" in comment:
            key, place, speaker = (
                _KEY.search(comment),
                _UNREAL_PLACE.search(comment),
                _SPEAKER.search(comment),
            )
        self.key = key[1] if key else None
        self.speaker = speaker[1] if speaker else None
        if place or key:  # Unreal says by these lines what others say by the mark of the comment
            comment = _UNREAL_PLACE.sub("", _KEY.sub("", comment))
            places = places or ([place[1]] if place else [])
        self.flags = ", ".join([flag.strip() for flag in flags]) or None
        self._words = [words for words in (*comment.split("\n"), *own) if words]
        self._places = places
        self.max_length = max_length_in("\n".join(self._words)) if self._words else None

    def text(self, guess: str) -> str | None:
        """Return the comments for a translator, with the places in the program that use the message."""
        lines = list(self._words)
        if guess:
            lines.append(f"fuzzy: {guess}")
        if self._places:
            lines.append(f"at: {' '.join(self._places)}")
        return "\n".join(lines) or None


def lf(text: str) -> str:
    """Return the text with LF line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
