"""The only place that finds the characters of a message in the content of an XML element."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from localize.formats.message_hosts import MessageHost
from localize.formats.xml_format import XmlFormat
from localize.formats.xml_inline import nesting_fault

if TYPE_CHECKING:
    from localize.formats.message_hosts import Held
    from localize.formats.xml_inline import Grammar
    from localize.model import Document, Segment, Span

_PREDEFINED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}


class XmlMessageHost(MessageHost, XmlFormat):
    """An XML format whose strings are replaced in place; stands before the class that reads and writes its strings."""

    unit = re.compile(r"<[^>]*>|&[^;]*;|\r\n|.", re.DOTALL)

    def said(self, unit: str) -> str:
        """Return the character that a reference stands for; tags and references of entities stay as they are."""
        if unit[0] == "&":
            return unescape(unit) if unit.startswith("&#") else _PREDEFINED.get(unit, unit)
        return "\n" if unit in ("\r", "\r\n") else unit

    def markup_of(self, segment: Segment, document: Document) -> Grammar:
        """Return the inline markup of a string."""
        return self.grammar_of(document)

    def spans(self, held: Held, document: Document) -> list[tuple[Span, ...]] | None:
        """Return the bytes of each text, None if a tag opens in one text and closes in another."""
        grammar = self.markup_of(held.parent, document)
        for text in held.options.texts:
            for start, end in text.cuts:
                if nesting_fault(grammar.split(held.options.message[start:end])):
                    return None
        return super().spans(held, document)
