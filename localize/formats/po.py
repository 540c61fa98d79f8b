"""Owns gettext catalogues (.po, .pot), bilingual; Unreal's and Godot's are of the same kind.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html. The slot of a message is its msgstr, that of a
plural form its lines. A guess (flag fuzzy) counts as no translation and is shown in the note; the flag goes when a
translation is written, and with it the guesses of other plural forms. The rule for plurals is the header's, if it can
be the target language's; otherwise the first plural translation that is written puts the language's rule into the
header and the right number of forms everywhere. Messages of MessageFormat with options give a text for each option.
Flags that say how the values of a message are written (``c-format``) are its style.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.message_hosts import MessagePairs
from localize.formats.packed import SegmentList
from localize.formats.placing import in_place
from localize.formats.po_catalogue import PLURAL_FORM
from localize.formats.po_messages import Catalogue, Field, Form, Header, Notes, lf
from localize.formats.po_wrapping import Habits, Wrapping
from localize.formats.splice import TextFormat, rendered_source
from localize.formats.string_segments import make_segment
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from localize.formats.base import Patch, Probe
    from localize.formats.po_catalogue import Entry
    from localize.formats.source import SourceText
    from localize.model import Document, Segment, SegmentId

_DECLARED = re.compile(rb'"Content-Type:[^"\n]{0,100}?charset=([A-Za-z0-9_.:\-]{1,40})', re.IGNORECASE)
_NAMED = re.compile(r"charset=([A-Za-z0-9_.:\-]*)")
_UTF8: Final = "Content-Type: text/plain; charset=UTF-8"
_ASCII_NAMES: Final = ("", "CHARSET", "ASCII", "US-ASCII", "ANSI_X3.4-1968")
_ID = re.compile(r'^[ \t]*(?:#~[ \t]*)?msgid[ \t]*"', re.MULTILINE)
_STR = re.compile(r'^[ \t]*(?:#~[ \t]*)?msgstr[ \t]*(?:\[0\][ \t]*)?"', re.MULTILINE)
_FLAG_MARKS: Final = "#, \t\r\n"
_NUMBER = re.compile(r"\[\d+\]$")


class _Strings(TextFormat):
    """gettext, each string whole."""

    name = "po"
    bilingual = True

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for a message with its translation."""
        head = probe.head.replace("\r\n", "\n").replace("\r", "\n")
        return Likelihood.CERTAIN if _ID.search(head) and _STR.search(head) else Likelihood.NO

    def declared_encoding(self, data: bytes) -> str | None:
        """Return the encoding of the header."""
        match = _DECLARED.search(data[:65_536])
        return match[1].decode("ascii") if match and match[1].upper() != b"CHARSET" else None

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return the messages; a message with plural gives one segment for each form of the target language."""
        catalogue = Catalogue(source, options.target_locale)
        reader, habits = _Reader(source), Habits()
        for entry, forms in catalogue.messages():
            for strings in (entry.source, *entry.forms.values()):
                habits.add(strings)
            if entry.source.value.strip():
                reader.add(entry, forms, catalogue.header)
        meta = {name: value for name, value in catalogue.header.values.items() if value}
        meta["wrapping"] = f"{habits.wrapping.width}{'' if habits.wrapping.at_breaks else ' whole'}"
        if options.target_locale:
            meta["target_locale"] = options.target_locale
        return Parsed(in_place(reader.segments.packed(), source), (), meta)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target with a line break at either end where the source has one: msgfmt insists on it."""
        target = super().fit(target, segment).strip("\n")
        if not target:
            return ""
        before = "\n" if segment.source.startswith("\n") else ""
        after = "\n" if segment.source.endswith("\n") else ""
        return f"{before}{target}{after}"

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the header as it is, nothing for the flag that said the translation is a guess, and the slot."""
        raws = [document.data[span.start : span.end].decode(document.encoding.name) for span in segment.spans]
        *carried, raw = raws
        kept = ["" if piece.strip(_FLAG_MARKS) == "fuzzy" else piece for piece in carried]
        style = _style(document)
        number = _NUMBER.search(segment.id) if segment.plural is not None else None
        keyword = f"msgstr{number[0]} " if number else "msgstr "
        value = (
            target.replace("\n", _line_break(document, segment.spans[-1].start)) if "\n" in target else target
        )
        quoted = document.newline.join(f'"{piece}"' for piece in style.pieces(value, keyword))
        if number is None:
            return [*kept, quoted]
        end = document.newline if raw.endswith(("\r", "\n")) else ""
        if not raw:
            before = document.data[max(0, segment.spans[-1].start - 4) : segment.spans[-1].start]
            is_fresh = before.decode(document.encoding.name, "ignore").endswith(("\r", "\n"))
            end = document.newline if is_fresh else ""
            keyword = keyword if is_fresh else document.newline + keyword
        return [*kept, f"{keyword}{quoted}{end}"]

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches of the slots, and of header, flags and further forms that have to go with them."""
        source = rendered_source(document.data, document)
        catalogue = Catalogue(source, document.meta.get("target_locale"))
        extra: list[Patch] = []
        if any(segment.plural is not None for segment, _ in targets):
            targets, extra = _with_plurals(document, catalogue, {s.id: (s, t) for s, t in targets})
        else:
            next(catalogue.messages(), None)  # reads the header on its way
        found = super().patches(document, targets)
        content_type = catalogue.header.content_type
        is_ascii = all(new.isascii() for _, new in found)
        if content_type and (field := _charset_field(content_type, document, is_ascii=is_ascii)):
            extra += _field_patch(document, source, content_type, field, document.segments[0])
        replaced = {span for span, _ in extra if span.start < span.end}
        found = [patch for patch in found if patch[0] not in replaced]
        return sorted([*found, *extra], key=lambda patch: (patch[0].start, patch[0].end))

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return the patches where header and number of forms stay as they are, in a file of UTF-8.

        They need no proof, whatever the texts are: the slot of a message is its quoted pieces and nothing else, that
        of a plural form these with its keyword. What is put there is the same again, without any bare quote,
        backslash or control character inside (`Wrapping.pieces` breaks up the escaped text and adds or drops
        nothing), so the pieces end where they should and together undo to the fitted target. No id and no rule for
        plurals depends on what a slot of this kind says. A flag goes if the message has no other.
        """
        joined = "\0".join([target for _, target in targets])
        if document.encoding.name != "utf-8" or joined.count("\0") >= len(targets):
            return None
        plurals = {s.id for s, _ in targets if s.plural is not None}
        catalogue = Catalogue(rendered_source(document.data, document), document.meta.get("target_locale"))
        # Reads the header on its way, and the rule for plurals.
        next((entry for entry, _ in catalogue.messages() if not plurals or entry.plural is not None), None)
        content_type = catalogue.header.content_type
        if content_type and _charset_field(content_type, document, is_ascii=joined.isascii()):
            return None
        if plurals and (
            catalogue.is_foreign
            or content_type is None
            or not _are_whole(document, plurals, catalogue.rule.size if catalogue.rule else 0)
        ):
            return None
        flags = _flags_that_go(document, catalogue.source.scan, [s for s, _ in targets])
        if flags is None:
            return None
        style = _style(document)
        news = [self._slot(self.fit(target, s), s, document, style) for s, target in targets]
        try:
            pieces = "\0".join(news).encode().split(b"\0")
        except UnicodeEncodeError:
            return None
        found = [(s.spans[-1], new) for (s, _), new in zip(targets, pieces, strict=True)]
        return sorted([*found, *((flag, b"") for flag in flags)], key=lambda patch: patch[0].start)

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the translations by the same scanner, without making segments."""
        catalogue = Catalogue(rendered_source(data, document), document.meta.get("target_locale"))
        values: dict[SegmentId, str] = {}
        for entry, forms in catalogue.messages():
            if entry.source.value.strip() and not entry.fuzzy_flag():
                values.update((f.ident, lf(f.strings.value)) for f in forms if f.strings and f.strings.value)
        return values

    def _slot(self, target: str, segment: Segment, document: Document, style: Wrapping) -> str:
        """Return what stands in the slot of a segment for a fitted target."""
        if segment.plural is not None:
            return self.escape(target, segment, document)[-1]
        value = target
        if "\n" in target:
            value = target.replace("\n", _line_break(document, segment.spans[-1].start))
        pieces = style.pieces(value, "msgstr ")
        return f'"{pieces[0]}"' if len(pieces) == 1 else document.newline.join([f'"{p}"' for p in pieces])


class _Reader:
    """Makes the segments of a file, in one pass over its lines."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.segments = SegmentList()
        self._waiting = {"charset", "plural"}  # spans of the header that no segment carries yet
        self._line, self._at = 1, 0

    def add(self, entry: Entry, forms: Sequence[Form], header: Header) -> None:
        """Add the segments of a message; the first one carries what changes together with any of them."""
        fuzzy = entry.fuzzy_flag()
        carried = [fuzzy] if fuzzy else []
        if header.content_type and "charset" in self._waiting:
            carried.append(header.content_type[:2])
            self._waiting.remove("charset")
        if header.plural_forms and entry.plural is not None and "plural" in self._waiting:
            carried.append(header.plural_forms[:2])
            self._waiting.remove("plural")
        notes = Notes(entry)
        first = entry.context or entry.source
        line = self._line_of(first.begin)
        source, plural = lf(entry.source.value), lf(entry.plural.value) if entry.plural else None
        for form in forms:
            target = lf(form.strings.value) if form.strings else ""
            spans = sorted([*carried, form.span]) if carried else (form.span,)
            self.segments.append(
                make_segment(
                    form.ident,
                    source if plural is None or form.category == "one" else plural,
                    tuple([Span(*span) for span in spans]),
                    line,
                    self._line_of(form.strings.begin if form.strings else form.span[0]),
                    speaker=notes.speaker,
                    style=notes.flags,
                    key=notes.key,
                    note=notes.text(guess=target if fuzzy else ""),
                    target=(target or None) if not fuzzy else None,
                    max_length=notes.max_length,
                    plural=form.category,
                    context=entry.context.value if entry.context else None,
                )
            )
            carried = []

    def _line_of(self, position: int) -> int:
        if position >= self._at:
            self._line += self.source.scan.count(b"\n", self._at, position)
        else:
            self._line -= self.source.scan.count(b"\n", position, self._at)
        self._at = position
        return self._line


def _style(document: Document) -> Wrapping:
    width, _, whole = document.meta["wrapping"].partition(" ")
    return Wrapping(int(width), at_breaks=not whole)


def _charset_field(content_type: Field, document: Document, *, is_ascii: bool) -> str | None:
    """Return the Content-Type that the header needs for targets, None if its own will do."""
    if document.encoding.name != "utf-8":
        return None
    name = _NAMED.search(content_type.text)
    if name is None:
        return _UTF8
    needs_one = name[1] == "CHARSET" or (not is_ascii and name[1].upper() in _ASCII_NAMES)
    return _NAMED.sub("charset=UTF-8", content_type.text) if needs_one else None


def _line_break(document: Document, position: int) -> str:
    """Return the line break inside strings that the id of the message before a position uses."""
    codec = document.encoding.name
    begin = document.data.rfind("msgid".encode(codec), max(0, position - 65_536), position)
    raw = document.data[max(begin, 0) : position].decode(codec, "ignore") if begin >= 0 else ""
    return "\r\n" if "\\r\\n" in raw else "\r" if "\\r" in raw and "\\n" not in raw else "\n"


def _with_plurals(
    document: Document, catalogue: Catalogue, asked: dict[SegmentId, tuple[Segment, str]]
) -> tuple[list[tuple[Segment, str]], list[Patch]]:
    """Return the targets with all forms of their messages, and the patches of header and flags that go with them."""
    source = catalogue.source
    segments = {segment.id: segment for segment in document.segments}
    targets: list[tuple[Segment, str]] = []
    extra: list[Patch] = []
    cuts: list[tuple[int, int]] = []
    for entry, forms in catalogue.messages():
        is_touched = any(form.ident in asked for form in forms)
        if entry.plural is None or not (is_touched or catalogue.is_foreign):
            targets += [asked[form.ident] for form in forms if form.ident in asked]
            continue
        for form in forms:
            if form.ident in asked:
                targets.append(asked[form.ident])
            elif form.ident in segments and (form.strings is None or (is_touched and entry.fuzzy_flag())):
                # A form that is missing; or a guess, which without the flag would pass for a translation.
                targets.append((segments[form.ident], ""))
            elif form.end != form.span[1]:
                cuts.append((form.end, form.span[1]))
        carrier = segments.get(forms[0].ident)
        if is_touched and carrier is not None and carrier.id not in asked:
            extra += [(span, b"") for span in carrier.spans[:-1] if _is_flag(document, span)]
    if catalogue.is_foreign and catalogue.header.plural_forms and catalogue.rule:
        first = next(segment for segment in document.segments if segment.plural is not None)
        field = f"Plural-Forms: {catalogue.rule.header}"
        extra += _field_patch(document, source, catalogue.header.plural_forms, field, first)
    offsets = source.utf8_offsets([position for cut in sorted(cuts) for position in cut])
    extra += [(Span(*offsets[i : i + 2]), b"") for i in range(0, len(offsets), 2)]
    return targets, extra


def _field_patch(
    document: Document, source: SourceText, field: Field, text: str, carrier: Segment
) -> Iterator[Patch]:
    """Yield the patch of a field of the header, if the segment carries its span."""
    span = Span(*source.utf8_offsets((field.begin, field.end)))
    new = f'"{text}\\n"{source.newline}' if field.whole_line else f"{text}\\n"
    if span in carrier.spans[:-1]:
        yield span, new.encode(document.encoding.name)


def _flags_that_go(document: Document, scan: bytes, segments: Sequence[Segment]) -> list[Span] | None:
    """Return the flags of messages that are guesses, None if one may have two, or has a plural."""
    flags, bom = [], len(document.encoding.bom)
    for segment in segments:
        for span in segment.spans[:-1]:
            if _is_flag(document, span):
                begin = scan.rfind(b"\n", 0, span.start - bom) + 1
                count = scan.count(b"fuzzy", begin, segment.spans[-1].start - bom)
                if segment.plural is not None or count != 1:
                    return None
                flags.append(span)
    return flags


def _are_whole(document: Document, names: AbstractSet[SegmentId], size: int) -> bool:
    """Return whether messages with plural have all forms, each alone in its slot, and no flag."""
    message: list[Segment] = []
    for segment in document.segments:
        if segment.plural is None:
            continue
        message.append(segment)
        if len(message) == size:
            if any(s.id in names for s in message) and not (
                all(_is_form(document, s.spans[-1], n) for n, s in enumerate(message))
                and not any(_is_flag(document, span) for span in message[0].spans[:-1])
            ):
                return False
            message = []
    return not message


def _is_form(document: Document, span: Span, number: int) -> bool:
    match = PLURAL_FORM.fullmatch(document.data, span.start, span.end)
    return match is not None and int(match[1]) == number


def _is_flag(document: Document, span: Span) -> bool:
    return document.data[span.start : span.end].decode(document.encoding.name).strip(_FLAG_MARKS) == "fuzzy"


class PoFormat(MessagePairs, _Strings):
    """gettext."""


FORMAT = PoFormat()
