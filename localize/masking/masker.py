"""The only place that swaps placeholders for symbols and back: mask, unmask, compare."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from localize.making import maker
from localize.masking.base import Masked, Placeholder, Role, Unmasked
from localize.masking.flags import notation_of
from localize.masking.repair import repair
from localize.masking.scan import is_formatting, pairs, placeholders
from localize.model import Span
from localize.text import PLACEHOLDER_SYMBOLS, SYMBOL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Segment

_make_masked = maker(Masked)


def mask(segment: Segment, *, format: str = "") -> Masked:  # noqa: A002 - the field's word
    """Return a segment's source with its placeholders as symbols and its edge matter cut off.

    Args:
        segment: what to mask; only its id and source are read.
        format: name of the file's format; decides which rows of the table hold, since ``[门响]`` is a caption in a
            subtitle and a variable in Ren'Py.
    """
    source, format = segment.source, notation(segment, format)  # noqa: A001
    found = placeholders(source, format)
    if not found:
        body = source.strip()
        start = len(source) - len(source.lstrip())
        return _make_masked(segment.id, source, body, (), source[:start], source[start + len(body) :], format)
    start, end = _inner_range(source, found)
    inner = [p for p in found if start <= p.span.start < end]
    named = _with_symbols(source, inner, end)
    pieces, position = [], start
    for placeholder in named:
        pieces += [source[position : placeholder.span.start], placeholder.symbol]
        position = placeholder.span.end
    pieces.append(source[position:end])
    edge_before = tuple(p for p in found if p.span.start < start)
    edge_after = tuple(p for p in found if p.span.start >= end)
    return Masked(
        segment=segment.id,
        source=source,
        text="".join(pieces),
        placeholders=(*edge_before, *named, *edge_after),
        prefix=source[:start],
        suffix=source[end:],
        format=format,
    )


def notation(segment: Segment, format: str) -> str:  # noqa: A002 - the field's word
    """Return the format by whose rules a segment and its targets are read: that of its file, nearly always.

    The plural options of MessageFormat messages have their own, since ``#`` is the number there. Their ids end in
    the option: ``key{n=one}``. A message of gettext may have flags that name its notation.

    >>> from localize.model import Segment, SegmentId
    >>> notation(Segment(SegmentId("k{n=one}"), "# item", (), 1, 1, plural="one"), "json")
    'message'
    >>> notation(Segment(SegmentId("k"), "50% charge", (), 1, 1, style="no-c-format"), "po")
    'percent-free'
    """
    if segment.plural is not None and segment.id.endswith("}"):
        return "message"
    if segment.style is not None and format == "po":
        return notation_of(segment.style, segment.source) or format
    return format


def unmask(masked: Masked, text: str) -> Unmasked:
    """Return a target with the placeholders of its source in place of the symbols.

    A symbol that the source lacks or that comes twice is removed and reported, as is a placeholder that the
    target spells out without the source having it; one spelled out in place of its symbol is taken as that symbol.
    What is missing is put back by position where that is safe (`localize.masking.repair`) and reported lost where
    it is not.
    """
    text, strays = _read_literals(masked, text.strip())
    text, unknown = _drop_strays(masked, text)
    text, repaired, lost = repair(masked, _hug(masked, text))
    by_symbol = {p.symbol: p.text for p in masked.placeholders if p.symbol}
    body = "".join(by_symbol.get(ch, ch) for ch in text)
    return Unmasked(masked.prefix + body + masked.suffix, lost, (*strays, *unknown), repaired)


def compare(masked: Masked, target: str) -> tuple[tuple[Placeholder, ...], tuple[str, ...]]:
    """Return what a target that a person typed has lost and invented, as multisets of placeholder texts.

    Used twice and kept once is a loss. Edge matter counts: it stands in the file.

    Returns:
        Placeholders of the source that the target lacks, and placeholder texts that the source lacks.
    """
    found = placeholders(target, masked.format)
    if not found:
        return masked.placeholders, ()
    spare = Counter(p.text for p in found)
    lost = []
    for placeholder in masked.placeholders:
        if spare[placeholder.text]:
            spare[placeholder.text] -= 1
        else:
            lost.append(placeholder)
    return tuple(lost), tuple(spare.elements())


def _inner_range(source: str, found: Sequence[Placeholder]) -> tuple[int, int]:
    """Return the characters of the source that an engine must see: all but blanks and looks at the edges."""
    partner = pairs(tuple(found))
    start, end, first, last = 0, len(source), 0, len(found) - 1
    while True:
        start = _skip_blanks(source, start, end)
        end = _skip_blanks_back(source, start, end)
        head = found[first] if first <= last and found[first].span.start == start else None
        tail = found[last] if first <= last and found[last].span.end == end else None
        if head and _free(head, first, partner):
            start, first = head.span.end, first + 1
        elif tail and _free(tail, last, partner):
            end, last = tail.span.start, last - 1
        elif head and tail and is_formatting(head) and partner.get(first) == last:
            start, end, first, last = head.span.end, tail.span.start, first + 1, last - 1
        else:
            return start, end


def _free(placeholder: Placeholder, index: int, partner: dict[int, int]) -> bool:
    """Return whether edge matter has no partner that could be left inside the sentence."""
    return is_formatting(placeholder) and (placeholder.role is Role.SINGLE or index not in partner)


def _skip_blanks(source: str, start: int, end: int) -> int:
    while start < end and source[start].isspace():
        start += 1
    return start


def _skip_blanks_back(source: str, start: int, end: int) -> int:
    while end > start and source[end - 1].isspace():
        end -= 1
    return end


def _with_symbols(source: str, inner: Sequence[Placeholder], end: int) -> list[Placeholder]:
    """Give each inner placeholder its symbol; a line with more of them than symbols ends in one that holds the rest."""
    named = [replace(p, symbol=chr(code)) for p, code in zip(inner, PLACEHOLDER_SYMBOLS, strict=False)]
    if len(inner) > len(named):
        last = named[-1]
        rest = Span(last.span.start, end)
        named[-1] = replace(last, text=source[rest.start : rest.end], span=rest, role=Role.SINGLE)
    return named


def _read_literals(masked: Masked, text: str) -> tuple[str, tuple[str, ...]]:
    """Turn placeholders that the target spells out into their symbols; remove those that the source lacks."""
    present = set(SYMBOL.findall(text))
    awaited: dict[str, list[str]] = {}
    for placeholder in masked.placeholders:
        if placeholder.symbol and placeholder.symbol not in present:
            awaited.setdefault(placeholder.text, []).append(placeholder.symbol)
    # Masking itself can leave text that reads as a placeholder (`<a <b>>` becomes `<a S>`); that is no invention.
    expected = Counter(p.text for p in placeholders(masked.text, masked.format))
    strays: list[str] = []
    pieces, position = [], 0
    for literal in placeholders(text, masked.format):
        if SYMBOL.search(literal.text):
            continue
        pieces.append(text[position : literal.span.start])
        position = literal.span.end
        if expected[literal.text]:
            expected[literal.text] -= 1
            pieces.append(literal.text)
        elif awaited.get(literal.text):
            pieces.append(awaited[literal.text].pop(0))
        else:
            strays.append(literal.text)
            position = _close_gap(text, literal.span.start, position)
    return "".join([*pieces, text[position:]]), tuple(strays)


def _drop_strays(masked: Masked, text: str) -> tuple[str, tuple[str, ...]]:
    """Remove symbols that the source lacks and second copies; the first copy stays."""
    left = {p.symbol: p.text for p in masked.placeholders if p.symbol}
    known = dict(left)
    strays: list[str] = []
    pieces, position = [], 0
    for match in SYMBOL.finditer(text):
        symbol = match.group()
        if left.pop(symbol, None) is not None:
            continue
        strays.append(known.get(symbol, symbol))
        pieces.append(text[position : match.start()])
        position = _close_gap(text, match.start(), match.end())
    return "".join([*pieces, text[position:]]), tuple(strays)


def _hug(masked: Masked, text: str) -> str:
    """Move the blanks that engines put around symbols to the outside of a pair: ``<i> word </i>`` is not meant.

    Only where the source has no blank there itself.
    """
    for placeholder in masked.placeholders:
        symbol = placeholder.symbol
        if not symbol or not is_formatting(placeholder) or placeholder.role is Role.SINGLE:
            continue
        inside = masked.source[placeholder.span.end :][:1]
        if placeholder.role is Role.CLOSE:
            inside = masked.source[: placeholder.span.start][-1:]
        if inside.isspace():
            continue
        head, found, tail = text.partition(symbol)
        if found and placeholder.role is Role.OPEN and tail[:1] == " ":
            text = (head if head[-1:] in {"", " "} else head + " ") + symbol + tail.lstrip(" ")
        elif found and placeholder.role is Role.CLOSE and head[-1:] == " ":
            after = " " + tail if tail[:1].isalnum() else tail
            text = head.rstrip(" ") + symbol + after
    return text


def _close_gap(text: str, start: int, end: int) -> int:
    """Return where the text goes on after a removal, past one blank if the removal leaves two in a row."""
    doubled = text[end : end + 1] == " " and (start == 0 or text[start - 1] == " ")
    return end + 1 if doubled else end
