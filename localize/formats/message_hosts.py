"""The only place that makes segments of the messages with options that stand in a host's strings, and writes them.

A host that replaces text in place (`MessageHost`) gives each option its own bytes. One whose way of writing a text
depends on all of it (`MessageWholes`) writes the whole message, and so does one that keeps source and translation side
by side (`MessagePairs`), where an option of a translation that is still to be made has no bytes: the first segment of
a message has the host's slot, the others an empty span behind it. A translation is written like the source, without
the options that have no text yet. A message that cannot be taken apart stays one text, with a remark.
"""

from __future__ import annotations

import contextlib
import re
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, NamedTuple, TypeAlias

from localize.errors import InputError, Place, RenderError
from localize.formats.base import ParseOptions
from localize.formats.message_options import MAY_HOLD_OPTIONS, edited, has_options, options_of
from localize.formats.packed import column
from localize.formats.splice import TextFormat, rendered_source
from localize.model import Remark, SegmentId, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from localize.formats.base import Patch
    from localize.formats.message_options import Edit, Options, OptionText
    from localize.model import Document, Segment

_HOLDS = "messages"
"""In `Document.meta` of a file with messages that were taken apart."""
_LOCALE = "target_locale"
_QUICK_LOOK = re.compile(rb"plural|select|\.(?:match|local|input)")
_PACKED = b"PK\x03\x04"
_Write: TypeAlias = "Callable[[Document, Sequence[tuple[Segment, str]]], list[Patch]]"


class Held(NamedTuple):
    """A string of the host that is a message with options."""

    parent: Segment
    options: Options

    def ident(self, text: OptionText) -> SegmentId:
        return SegmentId(self.parent.id + text.name)

    def segment(self, text: OptionText, spans: tuple[Span, ...], target: str | None) -> Segment:
        parent = self.parent
        around = f"in the sentence: {text.around}" if text.around else None
        return replace(
            parent,
            id=self.ident(text),
            source=text.source,
            spans=spans,
            target=target,
            plural=text.plural,
            context="; ".join(filter(None, (parent.context, text.context))) or None,
            note="\n".join(filter(None, (parent.note, around))) or None,
        )


class _Asked(NamedTuple):
    """What is to be written.

    Attributes:
        strings: the document with its strings whole.
        plain: strings without options, with their targets.
        messages: with the targets of their texts by name.
        write: gives the host's own patches.
    """

    strings: Document
    plain: list[tuple[Segment, str]]
    messages: list[tuple[Held, dict[str, str]]]
    write: _Write


class _Messages(TextFormat):
    """What both kinds of hosts share; stands before the host's own class."""

    def spans(self, held: Held, document: Document) -> list[tuple[Span, ...]] | None:
        """Return the spans of the texts of a message, None if they cannot be found."""
        raise NotImplementedError

    def held_targets(self, held: Held, document: Document) -> Mapping[str, str] | None:
        """Return the texts of the translation by name, None if it has not the options of the source."""
        return {}

    def load(self, data: bytes, name: str, options: ParseOptions) -> Document:
        """Return the parsed file, messages with options taken apart."""
        document = super().load(data, name, options)
        is_open = document.encoding.name == "utf-8" and not data.startswith(_PACKED)
        if is_open and not _QUICK_LOOK.search(data):
            return document
        if not MAY_HOLD_OPTIONS.search("\0".join(column(document.segments, "source"))):
            return document
        locale = options.target_locale or document.meta.get(_LOCALE)
        taken = {segment.id for segment in document.segments}
        segments: list[Segment] = []
        remarks: list[Remark] = []
        for segment in document.segments:
            try:
                held = _held(segment, locale)
                made = self._taken_apart(held, document) if held else [segment]
            except InputError as error:
                what = f"this message stays one text: {error.what}"
                remarks.append(Remark("FMT148", segment.line, what))
                made = [segment]
            if any(new.id in taken and new.id != segment.id for new in made):
                made = [segment]  # some other key is named like an option of this one
            segments += made
            taken.update(new.id for new in made)
        meta = {**document.meta, _HOLDS: "yes"}
        if locale:
            meta[_LOCALE] = locale
        found = tuple(sorted((*document.remarks, *remarks), key=lambda remark: remark.line))
        return replace(document, segments=tuple(segments), meta=meta, remarks=found)

    def _taken_apart(self, held: Held, document: Document) -> list[Segment]:
        spans, targets = self.spans(held, document), self.held_targets(held, document)
        if spans is None or targets is None:
            is_hidden = spans is None
            raise InputError(
                "its options are not to be found as written" if is_hidden else "its translation has others"
            )
        return [
            held.segment(text, where, targets.get(text.name) or None)
            for text, where in zip(held.options.texts, spans, strict=True)
        ]

    def _strings(self, document: Document) -> tuple[Document, dict[SegmentId, tuple[Held, OptionText]]]:
        """Return a document with its strings whole, and of each text of a message what it is."""
        options = ParseOptions.like(document)
        strings = self.parse(rendered_source(document.data, document), options).segments
        present = {segment.id for segment in document.segments}
        found: dict[SegmentId, tuple[Held, OptionText]] = {}
        for string in strings:
            try:
                held = _held(string, options.target_locale)
            except InputError:
                continue
            names = [held.ident(text) for text in held.options.texts] if held else []
            if (
                held
                and names
                and present.issuperset(names)
                and (string.id in names or string.id not in present)
            ):
                found.update(zip(names, ((held, text) for text in held.options.texts), strict=True))
        return replace(document, segments=strings), found

    def slots(self, document: Document) -> list[Span]:
        """Return the slots of the host, whole strings: a translation may have options where the source has none."""
        if _HOLDS not in document.meta:
            return super().slots(document)
        return super().slots(self._strings(document)[0])

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return the patches of a file without messages, if they need no proof; None for all others."""
        return None if _HOLDS in document.meta else super().plain_patches(document, targets)

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches; the texts of one message are written together."""
        if _HOLDS not in document.meta:
            return super().patches(document, targets)
        strings, held = self._strings(document)
        plain = [(segment, target) for segment, target in targets if segment.id not in held]
        messages: dict[SegmentId, tuple[Held, dict[str, str]]] = {}
        for segment, target in targets:
            if segment.id in held:
                message, text = held[segment.id]
                messages.setdefault(message.parent.id, (message, {}))[1][text.name] = target
        return self._patched(_Asked(strings, plain, list(messages.values()), super().patches))

    @abstractmethod
    def _patched(self, asked: _Asked) -> list[Patch]:
        """Return the patches of what is asked."""

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return the values; messages are taken apart where those of the document were."""
        if _HOLDS not in document.meta:
            return super().read_back(data, document)
        strings, held = self._strings(document)
        values = dict(super().read_back(data, strings))
        before = {segment.id: segment for segment in document.segments}
        whole: dict[SegmentId, dict[str, str]] = {}
        for ident, (message, text) in held.items():
            parent = message.parent.id
            if parent not in whole:
                whole[parent] = self._read(values.pop(parent, ""), document)
            value = whole[parent].get(text.name, "")
            if not value and text.made and not self.bilingual:
                value = before[ident].source  # still to be made
            if value:
                values[ident] = value
        return values

    def _read(self, message: str, document: Document) -> dict[str, str]:
        """Return the texts of a written message by name, but for those that are still to be made."""
        options = options_of(message, document.meta.get(_LOCALE)) if message else None
        return {text.name: text.source for text in options.texts if not text.made} if options else {}


def _held(segment: Segment, locale: str | None) -> Held | None:
    """Return a string as a message, None if it has no options.

    Raises:
        InputError: it is malformed.
    """
    if segment.plural is not None or not segment.spans or not has_options(segment.source):
        return None
    options = options_of(segment.source, locale)
    return Held(segment, options) if options is not None and options.texts else None


class MessageHost(_Messages):
    """A format whose strings are replaced in place; stands before the class that reads and writes its strings.

    Attributes:
        unit: matches whatever the host writes for one or more characters of a text, or for none.
    """

    unit: ClassVar[re.Pattern[str]]

    def said(self, unit: str) -> str:
        """Return the characters that a unit stands for."""
        raise NotImplementedError

    def spans(self, held: Held, document: Document) -> list[tuple[Span, ...]] | None:
        """Return the bytes of each text; those of an option to be made are none, where it is to stand."""
        table = self._table(held.parent, document)
        if table is None:
            return None
        cuts = [((text.made[0].position,) * 2,) if text.made else text.cuts for text in held.options.texts]
        return [tuple(Span(table[start], table[end]) for start, end in ranges) for ranges in cuts]

    def _table(self, parent: Segment, document: Document) -> list[int] | None:
        """Return for each character of a string its byte in the file, None if its host's writing is too involved."""
        span, codec = parent.spans[0], document.encoding.name
        raw = document.data[span.start : span.end].decode(codec)
        table, pieces, at, offset = [span.start], list[str](), 0, span.start
        for match in iter(self.unit.scanner(raw).match, None):  # type: ignore[attr-defined]
            if match.end() == at:
                break
            said = self.said(match[0])
            start, at = offset, match.end()
            offset += len(match[0].encode(codec))
            table += [start] * (len(said) - 1) + [offset] * bool(said)
            pieces.append(said)
        is_whole = at == len(raw) and offset == span.end and "".join(pieces) == parent.source
        return table if is_whole and len(parent.spans) == 1 else None

    def _patched(self, asked: _Asked) -> list[Patch]:
        strings, plain, messages, write = asked
        found = write(strings, plain) if plain else []
        for held, targets in messages:
            table = self._table(held.parent, strings)
            assert table is not None
            with _blamed(held, strings):
                edits = held.options.edits(targets)
            try:
                found += self._placed(edits, table, held.parent, strings)
            except UnicodeEncodeError:
                write(strings, [(held.parent, "".join(new for _, _, new in edits))])  # says what is lacking
                raise
        return sorted(found, key=lambda patch: (patch[0].start, patch[0].end))

    def _placed(
        self, edits: Sequence[Edit], table: Sequence[int], parent: Segment, strings: Document
    ) -> Iterator[Patch]:
        """Yield the patches of edits of one string."""
        for start, end, new in edits:
            # A letter on either side keeps the host from escaping a blank as the first or last one of its string.
            before, after = "x" * (start > 0), "x" * (end < len(parent.source))
            (written,) = self.escape(f"{before}{new}{after}", parent, strings)
            written = written[len(before) : len(written) - len(after)] if new else ""
            yield Span(table[start], table[end]), written.encode(strings.encoding.name)


class MessageWholes(_Messages):
    """A format that writes each message as a whole; stands before the class that reads and writes its strings."""

    def spans(self, held: Held, document: Document) -> list[tuple[Span, ...]] | None:
        """Return the slot of the host for the first text, and an empty span behind it for each other."""
        end = held.parent.spans[-1].end
        return [held.parent.spans, *[(Span(end, end),)] * (len(held.options.texts) - 1)]

    def message(self, held: Held, targets: Mapping[str, str], document: Document) -> str:
        """Return a message with targets by the names of its texts."""
        return edited(held.options.message, held.options.edits(targets))

    def _patched(self, asked: _Asked) -> list[Patch]:
        targets = list(asked.plain)
        for held, new in asked.messages:
            with _blamed(held, asked.strings):
                targets.append((held.parent, self.message(held, new, asked.strings)))
        order = {segment.id: number for number, segment in enumerate(asked.strings.segments)}
        targets.sort(key=lambda pair: order[pair[0].id])
        return asked.write(asked.strings, targets)


class MessagePairs(MessageWholes):
    """A format of sources with translations; stands before the class that reads and writes its strings."""

    bilingual = True

    def held_targets(self, held: Held, document: Document) -> Mapping[str, str] | None:
        """Return the texts of the translation that the file holds."""
        target = held.parent.target
        if not target:
            return {}
        found = self._read(target, document)
        return found if found.keys() & {text.name for text in held.options.texts} else None

    def message(self, held: Held, targets: Mapping[str, str], document: Document) -> str:
        """Return the translation with what it says already and the targets."""
        said = {**(self.held_targets(held, document) or {}), **targets}
        names = {text.name for text in held.options.texts}
        return held.options.filled({name: target for name, target in said.items() if name in names})


@contextlib.contextmanager
def _blamed(held: Held, document: Document) -> Iterator[None]:
    """Give an error about a target its message and place."""
    try:
        yield
    except RenderError as error:
        place = Place(document.name, held.parent.line)
        raise RenderError(f"{held.parent.id}: {error.what}", do=error.do, place=place) from error
