"""Owns gettext catalogues (.po, .pot), bilingual; Unreal's and Godot's are of the same kind.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html. The slot of a message is its msgstr, that of a
plural form its lines. A guess (flag fuzzy) counts as no translation and is shown in the note; the flag goes when a
translation is written, and with it the guesses of other plural forms. The rule for plurals is the header's, if it can
be the target language's; otherwise the first plural translation that is written puts the language's rule into the
header and the right number of forms everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.formats.base import Likelihood, Parsed, ParseOptions
from localize.formats.placing import placed
from localize.formats.po_messages import Catalogue, Field, Form, Header, Notes, lf
from localize.formats.po_wrapping import Habits, Wrapping
from localize.formats.splice import TextFormat, rendered_source
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import Patch, Probe
    from localize.formats.po_catalogue import Entry
    from localize.formats.source import SourceText
    from localize.model import Document, SegmentId

_DECLARED = re.compile(rb'"Content-Type:[^"\n]{0,100}?charset=([A-Za-z0-9_.:\-]{1,40})', re.IGNORECASE)
_NAMED = re.compile(r"charset=([A-Za-z0-9_.:\-]*)")
_UTF8: Final = "Content-Type: text/plain; charset=UTF-8"
_ASCII_NAMES: Final = ("", "CHARSET", "ASCII", "US-ASCII", "ANSI_X3.4-1968")
_ID = re.compile(r'^[ \t]*(?:#~[ \t]*)?msgid[ \t]*"', re.MULTILINE)
_STR = re.compile(r'^[ \t]*(?:#~[ \t]*)?msgstr[ \t]*(?:\[0\][ \t]*)?"', re.MULTILINE)
_FLAG_MARKS: Final = "#, \t\r\n"
_NUMBER = re.compile(r"\[\d+\]$")


class PoFormat(TextFormat):
    """gettext."""

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
        return Parsed(tuple(placed(reader.segments, source)), (), meta)

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
        width, _, whole = document.meta["wrapping"].partition(" ")
        style = Wrapping(int(width), at_breaks=not whole)
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
        if content_type and document.encoding.name == "utf-8":
            name = _NAMED.search(content_type.text)
            if name is None or name[1] == "CHARSET" or not all(new.isascii() for _, new in found):
                if name is None or name[1].upper() in _ASCII_NAMES:
                    field = _NAMED.sub("charset=UTF-8", content_type.text) if name else _UTF8
                    extra += _field_patch(document, source, content_type, field, document.segments[0])
        replaced = {span for span, _ in extra if span.start < span.end}
        found = [patch for patch in found if patch[0] not in replaced]
        return sorted([*found, *extra], key=lambda patch: (patch[0].start, patch[0].end))


class _Reader:
    """Makes the segments of a file, in one pass over its lines."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.segments: list[Segment] = []
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
            self.segments.append(
                Segment(
                    id=form.ident,
                    source=source if plural is None or form.category == "one" else plural,
                    spans=tuple(Span(*span) for span in sorted([*carried, form.span])),
                    line=line,
                    text_line=self._line_of(form.strings.begin if form.strings else form.span[0]),
                    kind=SegmentKind.STRING,
                    speaker=notes.speaker,
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


def _is_flag(document: Document, span: Span) -> bool:
    return document.data[span.start : span.end].decode(document.encoding.name).strip(_FLAG_MARKS) == "fuzzy"


FORMAT = PoFormat()
