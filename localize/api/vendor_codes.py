"""The only place that turns placeholders into XLIFF 2 inline codes and back: a text in, ph and pc elements out.

https://docs.oasis-open.org/xliff/xliff-core/v2.0/os/xliff-core-v2.0-os.html, 4.7. What stands in the file goes into
the unit's originalData; a pair of tags that nests well becomes <pc>, everything else <ph>. Characters that XML cannot
hold become <cp>.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from localize.api.vendor_lines import plain
from localize.formats.xml_spans import Element, Raw
from localize.masking import is_formatting, pairs, placeholders
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localize.masking import Placeholder

MAX_NESTED: Final = 32
"""Pairs within pairs; deeper ones travel as single codes, since readers of XML have limits."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKERS: Final = frozenset({"mrk", "sm", "em"})


class UnreadableError(Exception):
    """A text holds something that cannot be turned back into what stands in the file; says what."""


@dataclass(slots=True)
class Codes:
    """The inline codes of one unit: the source first, then the target, which uses the ids of the source.

    Attributes:
        data: original text → id of its <data>, in the order of first use.
    """

    data: dict[str, str] = field(default_factory=dict)
    _spare: defaultdict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))
    _count: int = 0

    def write_source(self, holder: ET.Element, text: str, format_name: str) -> None:
        """Fill a <source>; its codes get the ids that the target will use."""
        for key, ident in self._write(holder, text, format_name, {}):
            self._spare[key].append(ident)

    def write_target(self, holder: ET.Element, text: str, format_name: str) -> None:
        """Fill a <target>; a code that the source has too keeps its id."""
        self._write(holder, text, format_name, self._spare)

    def original_data(self) -> ET.Element | None:
        """Return <originalData> for the texts written so far, None if none of them has a code."""
        if not self.data:
            return None
        holder = ET.Element("originalData")
        for text, ident in self.data.items():
            write_text(ET.SubElement(holder, "data", {"id": ident}), text)
        return holder

    def _write(
        self, holder: ET.Element, text: str, format_name: str, spare: Mapping[tuple[str, ...], list[str]]
    ) -> list[tuple[tuple[str, ...], str]]:
        found = placeholders(text, format_name)
        partner = _nested(pairs(found), len(found))
        stack, at = [holder], 0
        used: list[tuple[tuple[str, ...], str]] = []
        for index, code in enumerate(found):
            write_text(stack[-1], text[at : code.span.start])
            at = code.span.end
            other = partner.get(index)
            if other is not None and other < index:
                stack.pop()
                continue
            key = (code.text,) if other is None else (code.text, found[other].text)
            ident = spare[key].pop(0) if spare.get(key) else self._new_id()
            used.append((key, ident))
            if other is None:
                ET.SubElement(stack[-1], "ph", self._single(code, ident))
            else:
                stack.append(ET.SubElement(stack[-1], "pc", self._pair(code, found[other], ident)))
        write_text(stack[-1], text[at:])
        return used

    def _new_id(self) -> str:
        self._count += 1
        return str(self._count)

    def _ref(self, text: str) -> str:
        return self.data.setdefault(text, f"d{len(self.data) + 1}")

    def _single(self, code: Placeholder, ident: str) -> dict[str, str]:
        attributes = {"id": ident, "canCopy": "no", "canDelete": "no", "dataRef": self._ref(code.text)}
        attributes |= {
            "disp": writable(code.text),
            "equiv": "" if is_formatting(code) else writable(code.text),
        }
        return attributes | ({"type": "fmt"} if is_formatting(code) else {})

    def _pair(self, begin: Placeholder, end: Placeholder, ident: str) -> dict[str, str]:
        attributes = {"id": ident, "canCopy": "no", "canDelete": "no"}
        attributes |= {"dataRefStart": self._ref(begin.text), "dataRefEnd": self._ref(end.text)}
        attributes |= {"dispStart": writable(begin.text), "dispEnd": writable(end.text)}
        return attributes | ({"type": "fmt"} if is_formatting(begin) else {})


def _nested(partner: Mapping[int, int], count: int) -> dict[int, int]:
    """Return the pairs that lie within or beside each other, not across, and not too deep; both ways."""
    kept: dict[int, int] = {}
    open_: list[int] = []
    for index in range(count):
        other = partner.get(index)
        if other is None:
            continue
        if other > index:
            if len(open_) < MAX_NESTED:
                open_.append(index)
        elif other in open_:
            # Whatever opened inside and has not closed yet crosses this pair: it stays single.
            del open_[open_.index(other) :]
            kept[index], kept[other] = other, index
    return kept


def writable(text: str) -> str:
    """Return a text for an attribute or a note: what XML cannot hold is made visible.

    >>> writable("a\\x01b")
    'a\u2401b'
    """
    return _UNWRITABLE.sub(lambda match: _visible(match[0]), plain(text))


def _visible(char: str) -> str:
    shown = safe(char)
    return shown if shown != char else f"<U+{ord(char):04X}>"


def write_text(holder: ET.Element, text: str) -> None:
    """Append a text to the content of an element, with <cp> for what XML cannot hold."""
    at = 0
    for match in _UNWRITABLE.finditer(text):
        _append(holder, text[at : match.start()])
        ET.SubElement(holder, "cp", {"hex": f"{ord(match[0]):04X}"})
        at = match.end()
    _append(holder, text[at:])


def _append(holder: ET.Element, text: str) -> None:
    if len(holder):
        holder[-1].tail = (holder[-1].tail or "") + text
    else:
        holder.text = (holder.text or "") + text


def read_data(unit: Element) -> dict[str, str]:
    """Return id → text of a unit's <originalData>."""
    holder = unit.first("originalData")
    found = holder.elements("data") if holder is not None else ()
    return {data.get("id") or "": read_text(data, {}, {}) for data in found}


def read_text(holder: Element, data: Mapping[str, str], named: dict[str, str]) -> str:
    """Return the content of a source or target with its codes as they stand in the file.

    Args:
        holder: the element.
        data: of the unit.
        named: id of a code → id of its data; filled here, read for codes that a vendor copied.

    Raises:
        UnreadableError: a code whose original text is not known, or an entity.
    """
    pieces: list[str] = []
    for child in holder.children:
        if isinstance(child, Raw):
            if child.mark not in ("!--", "?"):
                raise UnreadableError(f"it holds the entity &{child.mark};")
        elif isinstance(child, Element):
            pieces.append(_code(child, data, named))
        else:
            pieces.append(child.value)
    return "".join(pieces)


def _code(element: Element, data: Mapping[str, str], named: dict[str, str]) -> str:
    kind = element.local
    if kind == "cp":
        try:
            return chr(int(element.get("hex") or "", 16))
        except (ValueError, OverflowError):
            raise UnreadableError("it holds a <cp> without a code point") from None
    if kind in _MARKERS:
        return read_text(element, data, named)
    if kind == "pc":
        begin = _original(element, "dataRefStart", data, named)
        return begin + read_text(element, data, named) + _original(element, "dataRefEnd", data, named)
    if kind in ("ph", "sc", "ec"):
        return _original(element, "dataRef", data, named)
    raise UnreadableError(f"it holds <{kind[:40]}>, which is no inline code")


def _original(element: Element, attribute: str, data: Mapping[str, str], named: dict[str, str]) -> str:
    ident = element.get("id") or ""
    copied = element.get("copyOf") or ident
    ref = element.get(attribute) or named.get(f"{copied} {attribute}")
    if ref is None or ref not in data:
        raise UnreadableError(f"the original text of its code {ident or element.local} is missing")
    named[f"{ident} {attribute}"] = ref
    return data[ref]
