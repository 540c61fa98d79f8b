"""The only place that knows Office Open XML packages: parts, their relations, and their XML as one body of bytes.

ECMA-376, https://ecma-international.org/publications-and-standards/standards/ecma-376/. The body, in which spans
count, is the XML of the parts that hold text, one after the other, then the records of all other parts as they stand
in the container; so `verify` sees every byte. Office writes UTF-8, and nothing else is read.
"""

from __future__ import annotations

import posixpath
from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from localize.errors import HostileInputError, ParseError, Place, RenderError
from localize.formats.base import COLUMNS, Likelihood, ParseOptions
from localize.formats.source import SourceText
from localize.formats.splice import TextFormat, collector_paused, spliced
from localize.formats.xml_inline import illegal_character
from localize.formats.xml_spans import Element, Reader, scan
from localize.formats.zip_container import Container, names_of, open_container
from localize.model import Document, Encoding, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.formats.base import Parsed, Patch, Probe
    from localize.model import Segment, SegmentId

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Part:
    """A part whose text is offered.

    Attributes:
        path: its name in the container.
        begin: where its XML begins in the body.
        source: its XML.
    """

    path: str
    begin: int
    source: SourceText

    def span(self, begin: int, end: int) -> Span:
        """Return the span in the body of a range of `SourceText.utf8`."""
        shift = self.begin + len(self.source.encoding.bom)
        return Span(begin + shift, end + shift)


@dataclass(frozen=True)
class Package:
    """An opened package.

    Attributes:
        container: its zip file.
        parts: those whose text is offered, in the order of the body.
    """

    container: Container
    parts: tuple[Part, ...]

    @property
    def body(self) -> bytes:
        """The XML of the parts, then the records of all others."""
        own = {part.path for part in self.parts}
        pieces = [part.source.data for part in self.parts]
        raw = self.container.raw
        pieces += [raw[m.begin : m.end] for m in self.container.members if m.name not in own]
        return b"".join(pieces)


def part_source(container: Container, path: str) -> SourceText:
    """Return the XML of a part.

    Raises:
        ParseError: the part is missing, damaged or not in UTF-8.
    """
    data = container.read(path)
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        what = f"the part {path} is not in UTF-8"
        do = "open and save it with its own program"
        raise ParseError(what, do=do, place=Place(container.name, 1)) from None
    return SourceText(f"{container.name}/{path}", data, Encoding("utf-8", bom, 1.0, "declared"))


def package_of(container: Container, paths: Sequence[str]) -> Package:
    """Return a package with the XML of some parts read."""
    parts: list[Part] = []
    begin = 0
    for path in paths:
        source = part_source(container, path)
        parts.append(Part(path, begin, source))
        begin += len(source.data)
    return Package(container, tuple(parts))


class _Relations(Reader):
    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "Relationship"

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        if element.get("TargetMode") != "External":
            kind = (element.get("Type") or "").rpartition("/")[2]
            self.found[element.get("Id") or ""] = (kind, element.get("Target") or "")


def relations(container: Container, path: str) -> dict[str, tuple[str, str]]:
    """Return the relations of a part ('' for the package): kind and path of the part by id."""
    folder, name = posixpath.split(path)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if container.member(rels) is None:
        return {}
    reader = _Relations()
    scan(part_source(container, rels), reader)
    return {
        ident: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for ident, (kind, target) in reader.found.items()
    }


def main_part(container: Container, expected: str) -> str:
    """Return the path of the main part.

    Args:
        container: the opened package.
        expected: folder that it stands in, ``xl`` or ``word``.

    Raises:
        ParseError: the package is of another kind.
    """
    for kind, path in relations(container, "").values():
        if kind == "officeDocument" and container.member(path) is not None:
            if path.startswith(f"{expected}/") or expected in posixpath.basename(path):
                return path
    what = "the main part of the package is missing, or of another kind"
    raise ParseError(what, do="name the right format with --format", place=Place(container.name, 1))


class PackageFormat(TextFormat):
    """What the formats made of an Office package share.

    Attributes:
        name: as in `localize.formats.FORMATS`.
        bilingual: whether a segment's slot holds its translation, not its source.
        folder: where the parts stand.
    """

    name: ClassVar[str]
    bilingual: ClassVar[bool] = False
    folder: ClassVar[str]

    @abstractmethod
    def package(self, container: Container) -> Package:
        """Return the package with the parts read that hold text."""

    @abstractmethod
    def read(self, package: Package, options: ParseOptions, like: Document | None) -> Parsed:
        """Return the segments, their spans in the body.

        Args:
            package: the opened file.
            options: as for `load`.
            like: the document that the file was rendered from: roles are as they were there, None if it is none.
        """

    def parse(self, source: SourceText, options: ParseOptions) -> Parsed:
        """Return what `read` finds in a file, whose text this is not: only name and bytes count."""
        return self.read(self._opened(source.data, source.name), options, None)

    def declared_encoding(self, data: bytes) -> str | None:
        """Return UTF-8: the parts of a package cannot be in another encoding."""
        return "utf-8"

    def sniff(self, probe: Probe) -> Likelihood:
        """Return CERTAIN for a package with parts in the folder of this format, POSSIBLE for one that is broken."""
        if not probe.data.startswith(b"PK\x03\x04"):
            return Likelihood.POSSIBLE if probe.data.startswith(_OLE) else Likelihood.NO
        names = names_of(probe.data)
        if not names:
            return Likelihood.POSSIBLE  # the loader says what is wrong with it
        mine = "[Content_Types].xml" in names and any(name.startswith(f"{self.folder}/") for name in names)
        return Likelihood.CERTAIN if mine else Likelihood.NO

    def load(self, data: bytes, name: str, options: ParseOptions) -> Document:
        """Return the parsed file."""
        if len(data) > options.max_bytes:
            what = f"the file has {len(data):,} bytes, the limit is {options.max_bytes:,}"
            do = "split it, or raise ParseOptions.max_bytes"
            raise HostileInputError(what, do=do, place=Place(name, 1))
        package = self._opened(data, name)
        with collector_paused():
            parsed = self.read(package, options, None)
        meta = dict(parsed.meta)
        if options.target_locale:
            meta["target_locale"] = options.target_locale
        if options.columns:
            meta[COLUMNS] = options.columns
        encoding = Encoding("utf-8", b"", 1.0, "declared")
        return Document(name, self.name, data, encoding, "\n", parsed.segments, parsed.remarks, meta)

    def _opened(self, data: bytes, name: str) -> Package:
        if data.startswith(_OLE):
            what = "the file is encrypted with a password, or in the format before 2007"
            raise ParseError(
                what, do="save it again without password, as .docx or .xlsx", place=Place(name, 1)
            )
        container = open_container(data, name)
        if any(member.name.startswith("_xmlsignatures/") for member in container.members):
            what = "the file is signed, and any change would break the signature"
            raise ParseError(what, do="remove the signature first", place=Place(name, 1))
        return self.package(container)

    def reopened(self, document: Document) -> Package:
        """Return the package of a parsed file."""
        return self._opened(document.data, document.name)

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target with LF line breaks.

        Raises:
            RenderError: it holds a character that XML cannot.
        """
        target = target.replace("\r\n", "\n").replace("\r", "\n")
        char = illegal_character(target)
        if char is not None:
            what = f"the target of segment {segment.id} holds U+{ord(char):04X}, which XML cannot"
            raise RenderError(what, do="remove it")
        return target

    def body(self, document: Document) -> bytes:
        """Return the bytes that spans count in."""
        return self.reopened(document).body

    def slots(self, document: Document) -> list[Span]:
        """Return everything in the body that a translation may change, ascending."""
        spans = {span for segment in document.segments for span in segment.spans}
        return sorted(spans, key=lambda span: (span.start, span.end))

    def splice(self, document: Document, patches: Sequence[Patch]) -> bytes:
        """Return the file with the patches put into its parts."""
        package = self.reopened(document)
        contents: dict[str, bytes] = {}
        for part in package.parts:
            end = part.begin + len(part.source.data)
            own = [
                (Span(span.start - part.begin, span.end - part.begin), new)
                for span, new in patches
                if part.begin <= span.start and span.end <= end
            ]
            if own:
                contents[part.path] = spliced(part.source.data, own)
        return package.container.rewritten(contents)

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches for segments and their fitted targets, in file order."""
        found: list[Patch] = []
        for segment, target in targets:
            new = [replacement.encode() for replacement in self.escape(target, segment, document)]
            found += zip(segment.spans, new, strict=True)
        return sorted(found, key=lambda patch: (patch[0].start, patch[0].end))

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return None: a package is always read again."""
        return None

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return id and value of every slot that is not empty."""
        package = self._opened(data, document.name)
        parsed = self.read(package, ParseOptions.like(document), document)
        values = ((s.id, (s.target or "") if self.bilingual else s.source) for s in parsed.segments)
        return {ident: value for ident, value in values if value}
