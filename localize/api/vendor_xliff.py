"""The only place that writes and reads the XLIFF files of vendors: version 2.0, one <file> for each project file.

https://docs.oasis-open.org/xliff/xliff-core/v2.0/os/xliff-core-v2.0-os.html. The stamp of a line is the id of its unit,
the one thing that every tool gives back; who it is for stands in the metadata module, a length limit in the size
and length restriction module.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import groupby
from typing import TYPE_CHECKING, Final

from localize.api.vendor_codes import Codes, UnreadableError, read_data, read_text, writable
from localize.api.vendor_lines import FINAL_WORDS, XLIFF_STATES, Returned, ReturnedLine, Stamp, notes_of
from localize.errors import ParseError, Place
from localize.formats.encoding import find_encoding
from localize.formats.source import SourceText
from localize.formats.xml_spans import Reader, declared_encoding, scan
from localize.review.base import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.api.vendor_lines import Line, Parcel
    from localize.formats.xml_spans import Element

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
SIZES: Final = "urn:oasis:names:tc:xliff:sizerestriction:2.0"

MARK: Final = "localize-"
"""Begins the category and the id of every note that we wrote; all others are the vendor's."""

_STRUCTURE: Final = frozenset(
    {"xliff", "file", "unit", "notes", "originalData", "segment", "mda:metadata", "mda:metaGroup"}
)


def write_xliff(parcel: Parcel) -> bytes:
    """Return a parcel as a new XLIFF 2.0 file; the same parcel gives the same bytes."""
    root = ET.Element(
        "xliff",
        {
            "xmlns": CORE,
            "xmlns:mda": METADATA,
            "xmlns:slr": SIZES,
            "version": "2.0",
            "srcLang": parcel.source_locale,
            "trgLang": parcel.target_locale,
        },
    )
    by_file = groupby(parcel.lines, key=lambda line: line.unit.file)
    for number, (file, lines) in enumerate(by_file, 1):
        holder = ET.SubElement(
            root,
            "file",
            {"id": f"f{number}", "original": writable(file), "canResegment": "no", "xml:space": "preserve"},
        )
        ET.SubElement(holder, "slr:profiles", {"generalProfile": "xliff:codepoints"})
        holder.append(_metadata(parcel))
        for line in lines:
            holder.append(_unit(line))
    _indent(root, 0)
    body = ET.tostring(root, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _metadata(parcel: Parcel) -> ET.Element:
    holder = ET.Element("mda:metadata")
    group = ET.SubElement(holder, "mda:metaGroup", {"category": "localize"})
    for kind, text in (("project", parcel.project), ("recipient", parcel.recipient)):
        if text:
            ET.SubElement(group, "mda:meta", {"type": kind}).text = writable(text)
    if not len(group):
        ET.SubElement(group, "mda:meta", {"type": "project"})
    return holder


def _unit(line: Line) -> ET.Element:
    segment = line.unit.segment
    unit = ET.Element("unit", {"id": str(Stamp.of(line.unit)), "name": writable(segment.id)})
    if segment.max_length is not None:
        unit.set("slr:sizeRestriction", str(segment.max_length))
    notes = ET.SubElement(unit, "notes")
    for number, (kind, text) in enumerate(notes_of(line), 1):
        note = ET.SubElement(notes, "note", {"id": f"{MARK}{number}", "category": MARK + kind})
        note.text = writable(text)
    codes = Codes()
    state = line.unit.state if line.unit.target else State.NEW
    body = ET.Element(
        "segment", {"id": "s1", "state": XLIFF_STATES[state], "subState": f"localize:{line.unit.state}"}
    )
    codes.write_source(ET.SubElement(body, "source"), segment.source, line.format)
    if line.unit.target:
        codes.write_target(ET.SubElement(body, "target"), line.unit.target, line.format)
    original = codes.original_data()
    if original is not None:
        unit.append(original)
    unit.append(body)
    return unit


def _indent(element: ET.Element, depth: int) -> None:
    """Break lines between elements of the structure; nothing inside texts is touched."""
    if element.tag not in _STRUCTURE or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _indent(child, depth + 1)
        child.tail = element.text
    element[-1].tail = "\n" + "  " * depth


def read_xliff(data: bytes, name: str) -> Returned:
    """Return the lines of a vendor's XLIFF 2 file, in file order.

    Raises:
        ParseError: it is no well-formed XML, or no XLIFF 2.
        HostileInputError: its entities are a bomb, or it is nested too deep.
        EncodingError: its bytes are not text.
    """
    encoding = find_encoding(data, name, declared=declared_encoding(data))
    reader = _Reader(name)
    scan(SourceText(name, data, encoding), reader)
    if not reader.is_xliff:
        raise _no_xliff(name, "the file has no root element")
    return Returned(name, reader.project, reader.locale, tuple(reader.lines), tuple(reader.remarks))


def _no_xliff(name: str, what: str) -> ParseError:
    return ParseError(what, do="ask the vendor for the XLIFF 2.0 file that was sent", place=Place(name, 1))


class _Reader(Reader):
    def __init__(self, name: str) -> None:
        self.name = name
        self.is_xliff = False
        self.project = self.locale = ""
        self.lines: list[ReturnedLine] = []
        self.remarks: list[tuple[int, str]] = []

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return bool(path) and name in ("unit", "note", "meta")

    def enter(self, element: Element, path: Sequence[Element]) -> None:
        if path:
            return
        version = element.get("version") or ""
        if element.local != "xliff":
            raise _no_xliff(self.name, f"the file is XML, but <{element.local[:40]}> is not XLIFF")
        if not version.startswith("2"):
            raise _no_xliff(self.name, f"the file is XLIFF {version[:20] or 'of no version'}, not XLIFF 2")
        self.is_xliff = True
        self.locale = element.get("trgLang") or ""

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        if element.local == "unit":
            self.lines.append(_returned(element, path))
        elif element.local == "meta":
            if element.get("type") == "project" and path[-1].get("category") == "localize":
                self.project = element.text.strip()
        elif not _is_ours(element) and element.text.strip():
            self.remarks.append((element.line, element.text.strip()))


def _is_ours(note: Element) -> bool:
    return (note.get("category") or "").startswith(MARK) or (note.get("id") or "").startswith(MARK)


def _returned(unit: Element, path: Sequence[Element]) -> ReturnedLine:
    file = next((e.get("original") or "" for e in reversed(path) if e.local == "file"), "")
    segments = list(unit.elements("segment"))
    source = target = fault = ""
    try:
        source, target = _texts(unit)
    except UnreadableError as error:
        fault = str(error)
    states = {segment.get("state") or "" for segment in segments}
    return ReturnedLine(
        line=unit.line,
        stamp=Stamp.parse(unit.get("id") or ""),
        file=file,
        source=source,
        target=target,
        final=bool(states) and states <= FINAL_WORDS,
        comments=tuple(_comments(unit)),
        fault=fault,
    )


def _texts(unit: Element) -> tuple[str, str]:
    """Return source and target of a unit, whose segments a tool may have split although it was asked not to.

    Raises:
        UnreadableError: a code cannot be read, or only some of the segments have a target.
    """
    data = read_data(unit)
    named: dict[str, str] = {}
    sources: list[str] = []
    targets: list[str] = []
    missing = moved = 0
    for part in unit.elements("segment", "ignorable"):
        source, target = part.first("source"), part.first("target")
        sources.append(read_text(source, data, named) if source is not None else "")
        if target is not None:
            targets.append(read_text(target, data, named))
            moved += target.get("order") is not None
        elif part.local == "ignorable":
            targets.append(sources[-1])
        else:
            missing += bool(sources[-1].strip())
    if moved:
        raise UnreadableError("its sentences were put into another order")
    if missing == len(list(unit.elements("segment"))):
        return "".join(sources), ""
    if missing:
        raise UnreadableError(f"{missing} of its sentences have no target")
    return "".join(sources), "".join(targets)


def _comments(unit: Element) -> list[str]:
    notes = [note for holder in unit.elements("notes") for note in holder.elements("note")]
    found = [note.text.strip() for note in notes if not _is_ours(note)]
    for element in unit.walk():
        if element.local in ("mrk", "sm") and element.get("type") == "comment":
            found.append((element.get("value") or "").strip())
    return list(dict.fromkeys(text for text in found if text))
