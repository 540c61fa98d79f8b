"""The only place that decides how text with inline tags is shown, and which of it is a tag on the way back.

A segment shows the tags that stand in its text as they are written (``Press <g id="1">Start</g>``) so that masking
can protect them, and its text as people read it (``AT&T``, ``1 < 2``). What *text* could be mistaken for one of those
tags is shown with one more level of escaping, and nothing else is:

    in the file                    shown                    why
    <g id="1">a</g>                <g id="1">a</g>          a tag of the format
    a &lt; b &amp; c               a < b & c                text
    &lt;b&gt;x&lt;/b&gt;           <b>x</b>                 text: the format has no tag <b>
    &lt;g id="1"&gt;               &lt;g id="1">            text that would read as a tag
    &amp;lt;g id="1"&gt;           &amp;lt;g id="1">        text that would read as the line above
    &amp;nbsp;                     &nbsp;                   text: no such entity is declared
    &app;  (declared)              &app;                    a reference, kept
    &amp;app;                      &amp;app;                text that would read as the line above

The rule is one to one in both directions, so a target says exactly one thing. Which names are tags is fixed for each
format (`Grammar`); names that a file uses beyond them count as tags in that file.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from localize.formats.encoding import escape_missing
from localize.formats.xml_spans import Raw, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.formats.xml_spans import Node

_PREFIX = r"(?:[\w.\-]+:)?"
_ATTRIBUTES = r"(?>(?:\s++[^\s=<>\"'/]++\s*+=\s*+(?:\"[^\"<]*\"|'[^'<]*'))*\s*+)"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Piece(NamedTuple):
    """A part of a presented text: markup as it is written, or text as it is read."""

    is_markup: bool
    text: str


@dataclass(frozen=True)
class Grammar:
    """Which markup may stand in the text of a segment.

    Attributes:
        names: local names of the inline elements, any prefix; ``!--`` for comments, ``?`` for instructions.
        opaque: those of them whose content is code: one piece of markup from start tag to end tag.
        entities: names of entities that are kept as references.
    """

    names: frozenset[str] = frozenset()
    opaque: frozenset[str] = frozenset()
    entities: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_plain(self) -> bool:
        """Whether no markup is possible at all."""
        return not self.names and not self.entities

    @functools.cached_property
    def escapes(self) -> re.Pattern[str]:
        """What of a text needs one more level of escaping."""
        return _escapes(self)

    def shows_as_is(self, text: str) -> bool:
        """Return whether `present` shows a text as it is, so that `split` finds no markup in it.

        Whatever `split` takes for markup, or for the escape of a text, begins as something that `present` escapes.
        """
        return self.is_plain or ("<" not in text and "&" not in text) or self.escapes.search(text) is None

    def present(self, pieces: Sequence[Piece]) -> str:
        """Return pieces as one text, from which `split` gets them back."""
        if self.is_plain:
            return "".join(piece.text for piece in pieces)
        escape = _escapes(self)  # some formats have a grammar for each text: it is not worth keeping there
        return "".join(
            piece.text if piece.is_markup else escape.sub(_deeper, piece.text) for piece in _merged(pieces)
        )

    def split(self, text: str) -> list[Piece]:
        """Return the pieces of a presented text.

        >>> Grammar(frozenset({"g"})).split('a < <g id="1">b</g> &lt;g>')[1:3]
        [Piece(is_markup=True, text='<g id="1">'), Piece(is_markup=False, text='b')]
        """
        if self.is_plain or ("<" not in text and "&" not in text):
            return [Piece(is_markup=False, text=text)] if text else []
        pieces, at = [], 0
        for match in _tokens(self).finditer(text):
            if match.start() < at:
                continue  # inside a code element
            if match.start() > at:
                pieces.append(Piece(is_markup=False, text=text[at : match.start()]))
            at = match.end()
            if match["text"]:
                pieces.append(Piece(is_markup=False, text=_shallower(match["text"])))
                continue
            if (
                (match["name"] or "").rpartition(":")[2] in self.opaque
                and not match["slash"]
                and not match["empty"]
            ):
                at = _code_end(text, match)
            pieces.append(Piece(is_markup=True, text=text[match.start() : at]))
        if at < len(text):
            pieces.append(Piece(is_markup=False, text=text[at:]))
        return _merged(pieces)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with neighbouring texts as one: only as one do they show what they could be mistaken for."""
    merged: list[Piece] = []
    run: list[str] = []
    for piece in pieces:
        if not piece.is_markup:
            run.append(piece.text)
            continue
        if run:
            merged.append(Piece(is_markup=False, text="".join(run)))
            run = []
        merged.append(piece)
    if run:
        merged.append(Piece(is_markup=False, text="".join(run)))
    return merged


def _heads(grammar: Grammar) -> str:
    """Return a pattern of what follows ``<`` in the markup of a grammar."""
    names = "|".join(re.escape(name) for name in sorted(grammar.names - {"!--", "?"}))
    heads = [rf"/?{_PREFIX}(?:{names})(?=[\s/>])"] if names else []
    heads += ["!--"] if "!--" in grammar.names else []
    heads += [r"\?"] if "?" in grammar.names else []
    return "|".join(heads) or "(?!)"


def _references(grammar: Grammar) -> str:
    return "|".join(re.escape(name) for name in sorted(grammar.entities)) or "(?!)"


@functools.lru_cache(maxsize=64)
def _escapes(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"(?:<|&(?:amp;)*lt;)(?={_heads(grammar)})|&(?=(?:amp;)*(?:{_references(grammar)});)")


def _deeper(match: re.Match[str]) -> str:
    return "&lt;" if match[0] == "<" else f"&amp;{match[0][1:]}"


def _shallower(escaped: str) -> str:
    return "<" if escaped == "&lt;" else f"&{escaped[5:]}"


@functools.lru_cache(maxsize=64)
def _tokens(grammar: Grammar) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(grammar.names - {"!--", "?"})) or "(?!)"
    comment = r"|<!--(?:(?!--).)*-->" if "!--" in grammar.names else ""
    instruction = r"|<\?(?:(?!\?>).)*\?>" if "?" in grammar.names else ""
    return re.compile(
        rf"<(?P<slash>/?)(?P<name>{_PREFIX}(?:{names}))(?=[\s/>]){_ATTRIBUTES}(?P<empty>/?)>"
        rf"|&(?:{_references(grammar)});{comment}{instruction}"
        rf"|(?P<text>&(?:amp;)*lt;(?={_heads(grammar)})|&amp;(?=(?:amp;)*(?:{_references(grammar)});))",
        re.DOTALL,
    )


def _code_end(text: str, opening: re.Match[str]) -> int:
    """Return where a code element ends, the end of the text if nothing closes it."""
    tag = re.compile(rf"<(/?){re.escape(opening['name'])}(?=[\s/>]){_ATTRIBUTES}(/?)>")
    depth = 1
    for match in tag.finditer(text, opening.end()):
        depth += -1 if match[1] else 0 if match[2] else 1
        if depth == 0:
            return match.end()
    return len(text)


_TAG = re.compile(rf"<(/?)({_PREFIX}[\w.\-]+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")


def nesting_fault(pieces: Sequence[Piece]) -> str | None:
    """Return what is wrong with the nesting of tags, None if nothing is.

    >>> nesting_fault([Piece(is_markup=True, text="<b>")])
    '<b> is not closed'
    """
    stack: list[str] = []
    for piece in pieces:
        if not piece.is_markup or piece.text[1:2] in "!?":
            continue
        for match in _TAG.finditer(piece.text):
            if match[3]:
                continue
            if not match[1]:
                stack.append(match[2])
            elif not stack or stack.pop() != match[2]:
                return f"</{match[2]}> closes nothing"
    return f"<{stack[-1]}> is not closed" if stack else None


def pieces_of(nodes: Sequence[Node], utf8: bytes, opaque: frozenset[str], seen: set[str]) -> Iterator[Piece]:
    """Yield the pieces of some content, line breaks of markup as LF; adds what markup there is to `seen`.

    That is local names of elements, ``!--``, ``?``, and ``&name`` for the reference of an entity.
    """
    stack: list[tuple[Iterator[Node], str]] = [(iter(nodes), "")]
    while stack:
        iterator, closing = stack[-1]
        node = next(iterator, None)
        if node is None:
            stack.pop()
            if closing:
                yield Piece(is_markup=True, text=closing)
        elif isinstance(node, Text):
            yield Piece(is_markup=False, text=node.value)
        elif isinstance(node, Raw):
            seen.add(node.mark if node.mark in {"!--", "?"} else f"&{node.mark}")
            yield Piece(is_markup=True, text=raw_text(utf8, node.begin, node.end))
        else:
            seen.add(node.local)
            if node.is_empty_tag or node.local in opaque:
                yield Piece(is_markup=True, text=raw_text(utf8, node.begin, node.end))
            else:
                yield Piece(is_markup=True, text=raw_text(utf8, node.begin, node.inner))
                stack.append((iter(node.children), raw_text(utf8, node.close, node.end)))


def raw_text(utf8: bytes, begin: int, end: int) -> str:
    """Return some of the file as it is written, line breaks as LF."""
    text = utf8[begin:end].decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def escaped(text: str, codec: str) -> str:
    """Return text as element content; characters that the encoding lacks as character references."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escape_missing(text, codec, lambda char: f"&#x{ord(char):X};")


def cdata(text: str, codec: str) -> str:
    """Return text as a CDATA section; what it cannot hold stands between two sections."""
    body = text.replace("]]>", "]]]]><![CDATA[>")
    body = escape_missing(body, codec, lambda char: f"]]>&#x{ord(char):X};<![CDATA[")
    return f"<![CDATA[{body}]]>"


def illegal_character(text: str) -> str | None:
    """Return the first character that XML 1.0 cannot hold in any form, None if there is none."""
    match = _ILLEGAL.search(text)
    return match[0] if match else None
