"""The contract of every format: what it is, how likely it fits, how it parses, escapes and is read back."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.errors import Place
    from localize.model import Document, Remark, Segment, SegmentId, Span

Patch: TypeAlias = "tuple[Span, bytes]"
"""New bytes for one span; a plain pair, because there is one for every cue."""

COLUMNS = "given columns"
"""In `Document.meta` of a table: what the user said of its columns."""

PROBE_BYTES = 65_536
"""How much of a file detection looks at."""

MAX_BYTES = 256 * 1024 * 1024
"""Default limit on the size of one file; a season of subtitles is about 1 MB."""


@dataclass(frozen=True, slots=True)
class FormatSpec:
    """One line of `localize.formats.FORMATS`: what can be said of a format without loading it.

    Attributes:
        name: as `Document.format` and the command line have it.
        suffixes: file name endings in lower case with the dot, commonest first.
        title: for people.
        specification: address of the document that defines it.
        module: holds the implementation in its attribute ``FORMAT``.
    """

    name: str
    suffixes: tuple[str, ...]
    title: str
    specification: str
    module: str


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What a caller may know better than the file.

    Attributes:
        encoding: Python codec name to read the file with, None to find out.
        target_locale: BCP 47 tag of the translation, for formats that hold several languages.
        max_bytes: larger files are refused.
        columns: what those of a table hold, ``key=ID,source=B,target=C`` (`localize.formats.table_choice`).
    """

    encoding: str | None = None
    target_locale: str | None = None
    max_bytes: int = MAX_BYTES
    columns: str | None = None

    @classmethod
    def like(cls, document: Document) -> ParseOptions:
        """Return the options to read a rendered file with: the language and columns that the document has."""
        return cls(target_locale=document.meta.get("target_locale"), columns=document.meta.get(COLUMNS))


class Likelihood(IntEnum):
    """How well some bytes look like a format; the highest wins, a tie at the top is an error."""

    NO = 0
    POSSIBLE = 1  # nothing against it: enough only together with the suffix
    LIKELY = 2  # its characteristic syntax is there
    CERTAIN = 3  # a signature that nothing else has


@dataclass(frozen=True)
class Probe:
    """What detection looks at.

    Attributes:
        data: the whole file.
        name: its path.
    """

    data: bytes = field(repr=False)
    name: str

    @cached_property
    def head(self) -> str:
        """The first part of the file as text, good enough to recognise ASCII syntax in any encoding."""
        from localize.formats.encoding import likely_codec

        head = self.data[:PROBE_BYTES]
        for bom, codec in (
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF32_LE, "utf-32-le"),
            (codecs.BOM_UTF32_BE, "utf-32-be"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
        ):
            if head.startswith(bom):
                return head[len(bom) :].decode(codec, "replace")
        return head.decode(likely_codec(head), "replace")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format found in a file; the rest of the `Document` is the same for all formats."""

    segments: Sequence[Segment]
    remarks: tuple[Remark, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether two files are the same but for their translations.

    Attributes:
        equal: everything outside the translation slots is byte-identical.
        before, after: SHA-256 (hex) of everything that is not a translation slot.
        place: first differing place in the second file, None if equal.
        what: that difference for a person, '' if equal.
    """

    equal: bool
    before: str
    after: str
    place: Place | None = None
    what: str = ""


class Format(Protocol):
    """Reads one file format and writes translations into files of it.

    Formats made of text derive from `localize.formats.splice.TextFormat`, which leaves only `sniff`, `parse` of a
    decoded text and `escape` to write. A container (zip) implements this protocol whole: its spans count in
    `body`, which is then not the file itself, and its `splice` packs the patched body again.
    """

    name: str
    bilingual: bool
    """Whether a segment's slot holds its translation, not its source (XLIFF, PO)."""

    def sniff(self, probe: Probe) -> Likelihood:
        """Return how well a file looks like this format; looks at content only, never at the name."""

    def load(self, data: bytes, name: str, options: ParseOptions) -> Document:
        """Return the parsed file.

        Raises:
            InputError: with the place, if the file cannot be read as this format.
        """

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target as this format can hold it: the value that `read_back` will give.

        Only blanks and line breaks may differ; a target that cannot be held otherwise is a RenderError.
        """

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return what stands in the file for a fitted target: one replacement for each span of the segment."""

    def body(self, document: Document) -> bytes:
        """Return the bytes that spans count in."""

    def slots(self, document: Document) -> Sequence[Span]:
        """Return everything in the body that a translation may change, ascending; `verify` compares the rest."""

    def splice(self, document: Document, patches: Sequence[Patch]) -> bytes:
        """Return the file with the patches (ascending, not overlapping) put in."""

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches for segments and their fitted targets, in file order."""

    def plain_patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch] | None:
        """Return the patches for targets that are proved harmless without parsing again, None to take the long way."""

    def read_back(self, data: bytes, document: Document) -> Mapping[SegmentId, str]:
        """Return id and value of every slot of a rendered file that is not empty.

        The value is the source, or the target in a bilingual format. The encoding is the document's: nothing is
        detected anew.
        """
