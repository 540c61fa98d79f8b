"""The only place that knows how XLIFF 1.2 cuts a unit into sentences: <mrk mtype="seg" mid=…>."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.formats.source import SourceText
from localize.formats.xml_spans import Element, Reader, scan
from localize.model import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.model import Document

_DOCTYPE = b'<!DOCTYPE x SYSTEM "x">'  # so that expat leaves alone the entities that the whole file declares
_END = re.compile(r"</(?:[\w.\-]+:)?seg-source\s*>")
_START = re.compile(r"\s*<([^\s/>]+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")


def sentences(holder: Element) -> list[Element]:
    """Return the sentences of a seg-source or target, in order; none if two have the same mid, or one has none."""
    found: list[Element] = []
    stack = [holder.elements()]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.local == "mrk" and element.attributes.get("mtype") == "seg":
            found.append(element)
        else:
            stack.append(element.elements())
    mids = {element.attributes.get("mid") for element in found}
    return found if len(mids) == len(found) and None not in mids else []


class _Whole(Reader):
    def __init__(self) -> None:
        self.element: Element | None = None

    def is_unit(self, name: str, path: Sequence[Element]) -> bool:
        return True

    def unit(self, element: Element, path: Sequence[Element], comment: str | None) -> None:
        self.element = element


def skeleton(document: Document, position: int, fill: Callable[[int], str]) -> str:
    """Return the content of a new target: that of the seg-source before a position with its sentences filled.

    Args:
        document: the file.
        position: behind the seg-source, in bytes.
        fill: gives the content for the n-th sentence that holds text.
    """
    raw = _fragment(document, position)
    utf8 = _DOCTYPE + raw.encode("utf-8")
    whole = _Whole()
    scan(SourceText(document.name, utf8, Encoding("utf-8")), whole)
    element = whole.element
    assert element is not None  # the fragment stood in a file that was parsed
    pieces, last, count = [], element.inner, 0
    for mark in sentences(element):
        pieces.append(utf8[last : mark.inner].decode("utf-8"))
        if mark.text.strip() or list(mark.elements()):
            pieces.append(fill(count))
            count += 1
            last = mark.close
        else:
            last = mark.inner
    pieces.append(utf8[last : element.close].decode("utf-8"))
    return "".join(pieces)


def _fragment(document: Document, position: int) -> str:
    """Return the seg-source element that ends at a position, as it is written."""
    start = re.compile(r"<(?:[\w.\-]+:)?seg-source(?=[\s>])")
    data, first = document.data, len(document.encoding.bom)
    for window in (4_096, 131_072, len(document.data)):
        text = data[max(first, position - window) : position].decode(document.encoding.name, "ignore")
        starts = [match.start() for match in start.finditer(text)]
        ends = [match.end() for match in _END.finditer(text)]
        if starts:
            return text[starts[-1] : ends[-1]]
    return ""


def opened(region: str) -> tuple[str, str] | None:
    """Return start tag (with the blanks before it) and end tag of an empty target element, None if there is none.

    >>> opened('\\n  <x:target state="new"/>')
    ('\\n  <x:target state="new">', '</x:target>')
    """
    match = _START.match(region)
    if match is None:
        return None
    tag = match[0]
    return (f"{tag[:-2].rstrip()}>" if tag.endswith("/>") else tag), f"</{match[1]}>"
