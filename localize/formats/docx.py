"""Owns Word documents (.docx): paragraphs of body, headers, footers, notes and comments, replaced in place.

ECMA-376 part 1, 17. One paragraph is one segment; a script in the Chinese manner (heads, ``△`` action, ``名字：台词``)
is read line by line by the rules of plain-text scripts, with speakers and scenes. A translation stands in the run that
held most of the text, so a paragraph of several looks takes on the commonest; the other runs stay, empty. Objects
inside a text are shown as ``<x1/>`` and have to stay in their order. A Segment's line is the number of its paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.errors import Place, RenderError
from localize.formats.base import Parsed
from localize.formats.docx_text import (
    Atom,
    Fields,
    Paragraph,
    is_plain,
    nested_paragraphs,
    offset_in,
    older_paragraphs,
    paragraph_of,
    sections,
)
from localize.formats.ooxml import Package, PackageFormat, main_part, package_of, relations
from localize.formats.screenplay_rules import (
    BLANKS,
    Kind,
    Piece,
    head_of,
    is_episode,
    is_marked_action,
    is_speech,
    pieces,
)
from localize.formats.xml_inline import escaped
from localize.formats.xml_spans import Element, Reader, scan
from localize.model import Remark, Segment, SegmentId, SegmentKind, Span
from localize.text import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.base import ParseOptions, Patch
    from localize.formats.ooxml import Part
    from localize.formats.zip_container import Container
    from localize.model import Document

_KINDS: Final = ("header", "footer", "footnotes", "endnotes", "comments")
_OBJECT = re.compile(r"<x\d+/>")
_EDGES: Final = " \t\r\n\u3000\u00a0"
_EDGE_OBJECTS = re.compile(rf"(?:[{_EDGES}]|<x\d+/>)*")
_BREAKS = re.compile(r"([\t\n])")
_PLAIN: Final = (SegmentKind.STRING, SegmentKind.HEADING)
_ROLES: Final = {
    Kind.FRONT: (SegmentKind.STRING, "front"),
    Kind.EPISODE: (SegmentKind.HEADING, "episode"),
    Kind.HEAD: (SegmentKind.HEADING, None),
    Kind.CAST: (SegmentKind.STRING, "cast"),
    Kind.ACTION: (SegmentKind.ACTION, None),
    Kind.CAPTION: (SegmentKind.SIGN, None),
    Kind.NAME: (SegmentKind.STRING, "name"),
    Kind.PARENTHETICAL: (SegmentKind.PARENTHETICAL, None),
    Kind.DIALOGUE: (SegmentKind.DIALOGUE, None),
}


class _Range(NamedTuple):
    """What of a paragraph one segment holds.

    Attributes:
        ident: of the segment.
        start, end: of its text.
        role: in a script, None in other documents.
        speaker, scene: in a script.
    """

    ident: SegmentId
    start: int
    end: int
    role: Kind | None = None
    speaker: str | None = None
    scene: str | None = None


class _Reader(Reader):
    """Collects the paragraphs of a part.

    Attributes:
        paragraphs: those with text.
        odd: numbers of those with comments or CDATA inside a text, which are kept.
        older: what older programs show instead of some (`Paragraph.twins` among them).
    """

    def __init__(self, utf8: bytes) -> None:
        self._utf8 = utf8
        self.paragraphs: list[Paragraph] = []
        self.odd: list[int] = []
        self.older: list[Paragraph] = []
        self._fields = Fields()
        self._count = 0

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return name == "p"

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        if any(ancestor.local == "Fallback" for ancestor in path):
            return
        self._take(element, self._fields, [])
        older = [paragraph_of(nested, 0, Fields()) for nested in older_paragraphs(element)]
        older = [paragraph for paragraph in older if paragraph.text.strip() and self._is_plain(paragraph)]
        self.older += older
        for nested in nested_paragraphs(element):
            self._take(nested, Fields(), older)

    def _take(self, element: Element, fields: Fields, older: list[Paragraph]) -> None:
        self._count += 1
        paragraph = paragraph_of(element, self._count, fields)
        if any(not atom.is_object for atom in paragraph.atoms):
            if self._is_plain(paragraph):
                self.paragraphs.append(paragraph)
                twin = next((other for other in older if other.text == paragraph.text), None)
                if twin is not None:
                    older.remove(twin)
                    paragraph.twins.append(twin)
            else:
                self.odd.append(paragraph.number)

    def _is_plain(self, paragraph: Paragraph) -> bool:
        return all(atom.element is None or is_plain(atom.element, self._utf8) for atom in paragraph.atoms)


class DocxFormat(PackageFormat):
    """Word."""

    name = "docx"
    folder = "word"

    def package(self, container: Container) -> Package:
        """Return the package with body, headers, footers, notes and comments read, in this order."""
        main = main_part(container, "word")
        related = relations(container, main).values()
        paths = [main]
        for wanted in _KINDS:
            found = sorted(
                path for kind, path in related if kind == wanted and container.member(path) is not None
            )
            paths += [path for path in found if path not in paths]
        return package_of(container, paths)

    def read(self, package: Package, options: ParseOptions, like: Document | None) -> Parsed:
        """Return the texts of all parts."""
        segments: list[Segment] = []
        remarks: list[Remark] = []
        is_script = "script" in like.meta if like is not None else None
        for part, found in _read(package):
            remarks += (
                Remark("FMT142", number, "a text with comments or CDATA is kept as it is")
                for number in found.odd
            )
            if is_script is None:
                is_script = _is_script(found.paragraphs)
            is_main = part is package.parts[0]
            for paragraph, ranges in _ranges(part, found.paragraphs, is_script=is_script and is_main):
                segments += (_segment(part, paragraph, each) for each in ranges)
        return Parsed(tuple(segments), tuple(remarks), {"script": "yes"} if is_script else {})

    def fit(self, target: str, segment: Segment) -> str:
        """Return the target without blanks at its edges; in a script on one line, for each line has its role."""
        target = super().fit(target, segment).strip(_EDGES)
        is_line = segment.key is not None or segment.scene is not None or segment.kind not in _PLAIN
        return re.sub(r"\s*\n\s*", " ", target) if is_line else target

    def escape(self, target: str, segment: Segment, document: Document) -> Sequence[str]:
        """Return the replacements of the spans of a segment."""
        found = dict(self.patches(document, [(segment, target)]))
        return [found[span].decode() for span in segment.spans]

    def slots(self, document: Document) -> list[Span]:
        """Return all texts and the characters between them; one that is emptied is no segment any more."""
        spans: set[Span] = set()
        for part, found in _read(self.reopened(document)):
            for paragraph in (*found.paragraphs, *found.older):
                spans |= {part.span(atom.begin, atom.end) for atom in paragraph.atoms if not atom.is_object}
        return sorted(spans, key=lambda span: (span.start, span.end))

    def patches(self, document: Document, targets: Sequence[tuple[Segment, str]]) -> list[Patch]:
        """Return the patches of the texts."""
        asked = {segment.id: (segment, target) for segment, target in targets}
        found: list[Patch] = []
        for part, paragraph, ranges in _all(self.reopened(document), document):
            for each in ranges:
                if each.ident in asked:
                    segment, target = asked[each.ident]
                    place = Place(document.name, segment.line)
                    for twin in (paragraph, *paragraph.twins):
                        new = _written(part, twin, each, target, place)
                        found += zip(_spans(part, twin, each), (text.encode() for text in new), strict=True)
        return sorted(found, key=lambda patch: (patch[0].start, patch[0].end))


def _read(package: Package) -> Iterator[tuple[Part, _Reader]]:
    for part in package.parts:
        reader = _Reader(part.source.utf8)
        scan(part.source, reader)
        yield part, reader


def _all(package: Package, document: Document) -> Iterator[tuple[Part, Paragraph, list[_Range]]]:
    for part, found in _read(package):
        is_script = "script" in document.meta and part is package.parts[0]
        for paragraph, ranges in _ranges(part, found.paragraphs, is_script=is_script):
            yield part, paragraph, ranges


def _is_script(paragraphs: Sequence[Paragraph]) -> bool:
    """Tell a script: scene heads, and below them action marks or speeches."""
    heads = marks = speeches = 0
    for paragraph in paragraphs[:2_000]:
        for _, line in lines_of(paragraph.text[:2_000]):
            if not line.strip(BLANKS):
                continue
            if head_of(line) is not None:
                heads += 1
            elif heads:
                marks += is_marked_action(line)
                speeches += is_speech(line)
    return bool(heads and (marks or speeches >= 2))


def _ranges(
    part: Part, paragraphs: Sequence[Paragraph], *, is_script: bool
) -> Iterator[tuple[Paragraph, list[_Range]]]:
    """Yield the paragraphs with what of them is a segment."""
    name = part.path.rpartition("/")[2]
    prefix = "" if name == "document.xml" else f"{name.removesuffix('.xml')}/"
    script = _Script()
    for paragraph in paragraphs:
        text, ident = paragraph.text, f"{prefix}{paragraph.number}"
        if is_script:
            found = list(script.ranges(text, ident))
        else:
            start = _EDGE_OBJECTS.match(text).end()  # type: ignore[union-attr]
            end = len(text) - len(_reversed_edge(text[start:]))
            found = [_Range(SegmentId(ident), start, end)] if start < end else []
        found = [
            each
            for each in found
            if any(atom.element for atom, _, _ in paragraph.covering(each.start, each.end))
        ]
        if found:
            yield paragraph, found


def _reversed_edge(text: str) -> str:
    """Return the blanks and objects that a text ends with."""
    end = len(text)
    while True:
        bare = len(text[:end].rstrip(_EDGES))
        match = re.search(r"<x\d+/>\Z", text[max(bare - 12, 0) : bare])
        if match is None:
            return text[bare:]
        end = bare - len(match[0])


class _Script:
    """Reads the lines of a script, scene by scene."""

    def __init__(self) -> None:
        self.scene: str | None = None
        self.is_open = False

    def ranges(self, text: str, ident: str) -> Iterator[_Range]:
        """Yield the pieces of the lines of a paragraph."""
        for number, (offset, line) in enumerate(lines_of(text)):
            bare = line.strip(BLANKS)
            if not bare:
                continue
            self.is_open = self.is_open or head_of(line) is not None or is_episode(line)
            start = line.index(bare)
            found = pieces(line) if self.is_open else [Piece(Kind.FRONT, start, start + len(bare))]
            has_dialogue = any(piece.kind is Kind.DIALOGUE for piece in found)
            speaker: str | None = None
            for order, piece in enumerate(found):
                raw = line[piece.start : piece.end]
                source = raw.strip(_EDGES + BLANKS)
                if not source:
                    continue
                first = offset + piece.start + raw.index(source)
                if piece.kind in (Kind.HEAD, Kind.EPISODE):
                    self.scene = bare if piece.kind is Kind.HEAD else None
                speaker = source if piece.kind is Kind.NAME else speaker
                whose = speaker if has_dialogue and piece.kind is not Kind.NAME else None
                name = f"{ident}.{number}.{order}" if number else f"{ident}.{order}" if order else ident
                yield _Range(SegmentId(name), first, first + len(source), piece.kind, whose, self.scene)


def _segment(part: Part, paragraph: Paragraph, found: _Range) -> Segment:
    kind, key = (SegmentKind.STRING, None) if found.role is None else _ROLES[found.role]
    style = paragraph.style
    if found.role is None and style and re.match(r"(?i)heading|title|[1-9]$", style):
        kind = SegmentKind.HEADING
    return Segment(
        id=found.ident,
        source=paragraph.text[found.start : found.end],
        spans=tuple(_spans(part, paragraph, found)),
        line=paragraph.number,
        text_line=paragraph.number,
        kind=kind,
        speaker=found.speaker,
        scene=found.scene,
        style=style,
        key=key,
    )


def _spans(part: Part, paragraph: Paragraph, found: _Range) -> list[Span]:
    """Return the spans of a segment: whole elements, but parts of texts that it shares with others."""
    spans = []
    for atom, first, last in paragraph.covering(found.start, found.end):
        if not atom.is_object:
            begin, end, _ = _place(part, atom, first, last)
            spans.append(part.span(begin, end))
    return spans


def _place(part: Part, atom: Atom, first: int, last: int) -> tuple[int, int, bool]:
    """Return where a part of an atom stands, and whether that is all of its element."""
    if atom.element is None or (first <= 0 and last >= len(atom.value)):
        return atom.begin, atom.end, True
    utf8 = part.source.utf8
    return offset_in(utf8, atom.element, first), offset_in(utf8, atom.element, last), False


def _written(part: Part, paragraph: Paragraph, found: _Range, target: str, place: Place) -> list[str]:
    """Return the replacements of the spans of a segment."""
    covered = list(paragraph.covering(found.start, found.end))
    marks = [atom.value for atom, _, _ in covered if atom.is_object]
    named = _OBJECT.findall(target)
    if named not in (marks, []):
        what = f"the target of segment {found.ident} has the objects {' '.join(named)}"
        raise RenderError(what, do=f"it needs {' '.join(marks) or 'none'}, in this order", place=place)
    split = sections(covered)
    texts = _OBJECT.split(target)
    if marks and not named:
        # Not one object named: the text stands before or behind all of them.
        first = next(i for i, section in enumerate(split) if any(atom.element for atom, _, _ in section))
        texts = [target if i == first else "" for i in range(len(split))]
    new: list[str] = []
    for section, text in zip(split, texts, strict=True):
        owners = [i for i, (atom, _, _) in enumerate(section) if atom.element is not None]
        owner = max(owners, key=lambda i: section[i][2] - section[i][1], default=None)
        if owner is None and text:
            what = f"in segment {found.ident}, nothing stands where the target says {text.strip()[:40]!r}"
            raise RenderError(what, do="move these words to the other side of the object", place=place)
        for i, (atom, first, last) in enumerate(section):
            _, _, is_whole = _place(part, atom, first, last)
            new.append(_content(part, atom, text, is_whole=is_whole) if i == owner else "")
    return new


def _content(part: Part, atom: Atom, text: str, *, is_whole: bool) -> str:
    """Return what stands in place of an element that holds text, or of some of its content."""
    assert atom.element is not None
    name = atom.element.name
    prefix = name[: -len(atom.element.local)]
    if is_whole:
        return "".join(_elements(text, name, prefix))
    if text == text.strip() and not _BREAKS.search(text):
        return escaped(text, "utf-8")
    return f"</{name}>{''.join(_elements(text, name, prefix))}<{name}>"


def _elements(text: str, name: str, prefix: str) -> Iterator[str]:
    for piece in _BREAKS.split(text):
        if piece == "\t":
            yield f"<{prefix}tab/>"
        elif piece == "\n":
            yield f"<{prefix}br/>"
        elif piece:
            keep = ' xml:space="preserve"' if piece != piece.strip() or "  " in piece else ""
            yield f"<{name}{keep}>{escaped(piece, 'utf-8')}</{name}>"


FORMAT = DocxFormat()
