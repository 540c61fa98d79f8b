"""The only place that reads TMX, versions 1.1 to 1.4b of any tool: bytes in, entries out as they come, memory bounded.

No document type is fetched and no entity expanded. Native codes (``bpt``, ``ept``, ``it``, ``ph``, ``ut``) are the
characters between their tags, which is what a segment of ours holds; ``hi`` and ``sub`` are their text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import unescape

from localize.errors import HostileInputError, ParseError, Place
from localize.memory.tmx_write import CHARACTER, CONTEXT_AFTER, CONTEXT_BEFORE, NEXT, PREVIOUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

NOT_TMX, HOSTILE = "TMX001", "TMX002"
MOST_CHARACTERS = 1_000_000
"""Of one segment or property; a chapter of a novel has 20,000."""
_DEEPEST = 64
_PIECE = 65_536
_TOKEN = 16 * _PIECE
"""Bytes that may pass without an element or text coming of them."""
_CODES = {"bpt", "ept", "it", "ph", "ut"}
_NATIVE = {"utf-8", "utf-16"}
_XML = "http://www.w3.org/XML/1998/namespace "
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_CHARACTER = re.compile(r"U\+([0-9A-F]{4,6})")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


@dataclass(slots=True)
class Variant:
    """A text of an entry in one language: the tag as it stands there, and how many codes hold nothing that is text."""

    language: str
    text: str = ""
    empty_codes: int = 0


@dataclass(slots=True)
class Entry:
    """One translation unit: its line, its texts, and what is said of it."""

    line: int
    variants: list[Variant] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def before(self) -> str:
        """The source before it, '' if nothing is said."""
        return self.properties.get(PREVIOUS) or _unwrapped(self.properties.get(CONTEXT_BEFORE, ""))

    @property
    def after(self) -> str:
        """The source after it, '' if nothing is said."""
        return self.properties.get(NEXT) or _unwrapped(self.properties.get(CONTEXT_AFTER, ""))


def read_tmx(stream: BinaryIO, name: str, *, drop_codes: bool = False) -> Iterator[Entry]:
    """Yield the entries of a file.

    Args:
        stream: the file.
        name: for messages.
        drop_codes: leave the content of native codes out of the texts.

    Raises:
        ParseError: not XML or no TMX (TMX001), with the line.
        HostileInputError: entities, deep nesting, endless texts (TMX002).
    """
    reader = _Reader(name, drop_codes=drop_codes)
    first = stream.read(_PIECE)
    codec = _codec(first, name)
    decoder = None if codec in _NATIVE else codecs.getincrementaldecoder(codec)()
    reader.begin("utf-8" if decoder else codec)
    piece = first
    while piece:
        reader.feed(_recoded(decoder, piece, name, reader) if decoder else piece, last=False)
        yield from reader.taken()
        piece = stream.read(_PIECE)
    reader.feed(b"", last=True)
    yield from reader.taken()


def _codec(first: bytes, name: str) -> str:
    """Return the Python name of the encoding: by the byte order mark, else as declared where the bytes allow it."""
    for bom, codec in _BOMS:
        if first.startswith(bom):
            return codec
    if first[:2] in (b"<\0", b"\0<"):
        return "utf-16-le" if first[:1] == b"<" else "utf-16-be"
    found = _DECLARED.match(first.lstrip())
    declared = found[1].decode("ascii") if found else "utf-8"
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        what = f"declares the encoding {declared}, which nobody knows"
        raise ParseError(what, code=NOT_TMX, do="save it as UTF-8", place=Place(name, 1)) from None
    return "utf-8" if codec.startswith(("utf-16", "utf-32")) else codec  # declared, but the bytes are ASCII


def _recoded(decoder: codecs.IncrementalDecoder, piece: bytes, name: str, reader: _Reader) -> bytes:
    try:
        return decoder.decode(piece).encode("utf-8")
    except UnicodeError as error:
        place = Place(name, reader.parser.CurrentLineNumber)
        do = "save it as UTF-8"
        raise ParseError(f"holds bytes that are no text: {error}", code=NOT_TMX, do=do, place=place) from None


def _unwrapped(text: str) -> str:
    """Return a context as text: memoQ wraps it in a segment of its own.

    >>> _unwrapped("<seg>A &amp; B</seg>"), _unwrapped("A &amp; B")
    ('A & B', 'A &amp; B')
    """
    if not (text.startswith("<seg>") and text.endswith("</seg>")):
        return text
    return unescape(text[5:-6], {"&quot;": '"', "&#13;": "\r"})


class _Reader:
    """One pass of expat over one file."""

    def __init__(self, name: str, *, drop_codes: bool) -> None:
        self.name = name
        self.drop_codes = drop_codes
        self.done: list[Entry] = []
        self.entry: Entry | None = None
        self.variant: Variant | None = None
        self.open: list[str] = []
        self.texts: list[list[str]] = []  # of the property or segment, and of each code inside
        self.kind = ""
        self.size = self.fed = 0

    def begin(self, encoding: str) -> None:
        self.parser = parser = expat.ParserCreate(encoding, namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped

    def taken(self) -> list[Entry]:
        done, self.done = self.done, []
        return done

    def feed(self, piece: bytes, *, last: bool) -> None:
        self.fed += len(piece)
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            what = f"is not well-formed XML: {expat.ErrorString(error.code)}"
            place = Place(self.name, error.lineno, error.offset + 1)
            do = "export it again from where it was made"
            raise ParseError(what, code=NOT_TMX, do=do, place=place) from None
        if self.fed - self.parser.CurrentByteIndex > _TOKEN:
            raise self._refused("holds a mark-up that does not end", "export it again")

    def _refused(self, what: str, do: str) -> HostileInputError:
        place = Place(self.name, self.parser.CurrentLineNumber)
        return HostileInputError(what, code=HOSTILE, do=do, place=place)

    def _entity(self, name: str, *_: object) -> None:
        raise self._refused(f"declares an entity ({name})", "write the characters out")

    def _skipped(self, name: str, _: bool) -> None:  # noqa: FBT001 - expat's order
        raise self._refused(f"uses the entity {name}, which it does not hold", "write the character out")

    def _start(self, qualified: str, given: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2].lower()
        if not self.open and name != "tmx":
            place = Place(self.name, self.parser.CurrentLineNumber)
            do = "export it as TMX"
            raise ParseError(f"is no TMX: it begins with <{name}>", code=NOT_TMX, do=do, place=place)
        if len(self.open) >= _DEEPEST:
            raise self._refused(f"is nested deeper than {_DEEPEST} levels", "flatten it")
        self.open.append(name)
        if self.texts:  # inside a segment or property
            if name in _CODES and self.kind == "seg":
                self.texts.append([CHARACTER] if given.get("type") == CHARACTER else [""])
        elif name == "tu":
            self.entry = Entry(self.parser.CurrentLineNumber, attributes=given)
        elif self.entry is not None:
            self._start_inside(name, given)

    def _start_inside(self, name: str, given: Mapping[str, str]) -> None:
        if name == "tuv":
            self.variant = Variant(given.get(_XML + "lang") or given.get("lang") or "")
        elif name == "seg" and self.variant is not None:
            self.texts, self.kind, self.size = [[]], "seg", 0
        elif name == "prop":
            self.texts, self.kind, self.size = [[]], given.get("type", ""), 0

    def _end(self, _: str) -> None:
        name = self.open.pop()
        if self.entry is None:
            return
        if name in _CODES and len(self.texts) > 1:
            self._end_code(self.texts.pop())
        elif name == "seg" and self.kind == "seg" and self.variant is not None:
            self.variant.text = "".join(self.texts[0])
            self.texts, self.kind = [], ""
        elif name == "prop" and self.texts:
            self.entry.properties.setdefault(self.kind, "".join(self.texts[0]))
            self.texts, self.kind = [], ""
        elif name == "tuv" and self.variant is not None:
            self.entry.variants.append(self.variant)
            self.variant = None
        elif name == "tu":
            self.done.append(self.entry)
            self.entry = None

    def _end_code(self, pieces: list[str]) -> None:
        kind, text = pieces[0], "".join(pieces[1:])
        character = _CHARACTER.fullmatch(text) if kind == CHARACTER else None
        if character is not None and int(character[1], 16) < 0x110000:
            text = chr(int(character[1], 16))
        elif self.drop_codes:
            return
        if not text and self.variant is not None:
            self.variant.empty_codes += 1
        self.texts[-1].append(text)

    def _characters(self, text: str) -> None:
        if not self.texts:
            return
        self.size += len(text)
        if self.size > MOST_CHARACTERS:
            what = f"holds a text of more than {MOST_CHARACTERS} characters"
            raise self._refused(what, "split it into segments")
        self.texts[-1].append(text)
