"""The only place that puts a lost placeholder back by position, and decides when that is safe.

Looks (tags, colours, overrides) are safe: at worst the italics begin a word early. What stands for a word is not:
``{0}`` in the wrong place changes who did what to whom. It is put back only where position is all it had, as a
label (``{0}：`` at the start, ``：%d`` at the end) or as an icon at an edge; everything else is reported lost.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from localize.masking.base import PlaceholderKind, Role
from localize.masking.scan import is_formatting, pairs
from localize.text import HAN, SYMBOL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.masking.base import Masked, Placeholder

# Scripts that are written without blanks: any character may begin a "word" there.
_UNSPACED = re.compile(
    f"[{HAN}\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u303f\uff01-\uff65]"
)
_LABEL_END = re.compile(r"[:：]\s*\Z")


def repair(masked: Masked, text: str) -> tuple[str, tuple[Placeholder, ...], tuple[Placeholder, ...]]:
    """Return a target with the symbols that it lacks put back where that is safe.

    Args:
        masked: the source.
        text: the target, each symbol of the source at most once.

    Returns:
        The text, the placeholders put back, and those that stay lost.
    """
    present = set(SYMBOL.findall(text))
    missing = [p for p in masked.placeholders if p.symbol and p.symbol not in present]
    if not missing or not SYMBOL.sub("", text).strip():
        return text, (), tuple(missing)
    repaired: list[Placeholder] = []
    lost: list[Placeholder] = []
    partner = _partners(masked)
    for placeholder in missing:
        offset = _offset(masked, placeholder, text, partner.get(placeholder.symbol, ""))
        if offset is None:
            lost.append(placeholder)
            continue
        text = text[:offset] + placeholder.symbol + text[offset:]
        repaired.append(placeholder)
    return text, tuple(repaired), tuple(lost)


def _partners(masked: Masked) -> dict[str, str]:
    found = masked.placeholders
    return {found[a].symbol: found[b].symbol for a, b in pairs(found).items() if found[a].symbol}


def _offset(masked: Masked, placeholder: Placeholder, text: str, partner: str) -> int | None:
    before, _, after = masked.text.partition(placeholder.symbol)
    at_start, at_end = not _visible(before), not _visible(after)
    if not is_formatting(placeholder):
        return _edge_offset(placeholder, before, after, text)
    if at_start or at_end:
        return _after_symbols(text, masked, placeholder) if at_start else len(text)
    share = _visible(before) / max(1, _visible(before) + _visible(after))
    boundaries = _boundaries(text, closing=placeholder.role is Role.CLOSE)
    other = text.find(partner) if partner else -1
    if other >= 0 and placeholder.role is Role.CLOSE:
        boundaries = [b for b in boundaries if b > other + 1] or [len(text)]
    elif other >= 0 and placeholder.role is Role.OPEN:
        boundaries = [b for b in boundaries if b < other] or [0]
    wanted = share * _visible(text)
    return min(boundaries, key=lambda b: abs(_visible(text[:b]) - wanted))


def _edge_offset(placeholder: Placeholder, before: str, after: str, text: str) -> int | None:
    """Return where a value may go back without changing the sentence, or None."""
    bare_before, bare_after = SYMBOL.sub("", before).strip(), SYMBOL.sub("", after).strip()
    icon = placeholder.kind is PlaceholderKind.PRIVATE
    if not bare_before and (icon or bare_after[:1] in {":", "："}):
        head = text.lstrip()
        return 0 if icon or head[:1] in {":", "："} else None
    if not bare_after and (icon or _LABEL_END.search(bare_before)):
        return len(text) if icon or _LABEL_END.search(SYMBOL.sub("", text)) else None
    return None


def _after_symbols(text: str, masked: Masked, placeholder: Placeholder) -> int:
    """Return the offset behind the symbols at the start of the text that precede the placeholder in the source."""
    earlier = {p.symbol for p in masked.placeholders if p.symbol and p.span.start < placeholder.span.start}
    offset = 0
    while offset < len(text) and text[offset] in earlier:
        offset += 1
    return offset


def _boundaries(text: str, *, closing: bool) -> Sequence[int]:
    """Return offsets where a word begins, or where one ends for a closing tag; never before a combining mark."""
    found = []
    for offset in range(len(text) + 1):
        left, right = text[offset - 1 : offset] if offset else "", text[offset : offset + 1]
        if right and unicodedata.category(right) in {"Mn", "Mc", "Me", "Cf"}:
            continue
        free = bool(_UNSPACED.match(left) or _UNSPACED.match(right))
        if _ends_word(left, right, free=free) if closing else _begins_word(left, right, free=free):
            found.append(offset)
    return found or [len(text) if closing else 0]


def _ends_word(left: str, right: str, *, free: bool) -> bool:
    return bool(left) and not left.isspace() and (free or not right.isalnum())


def _begins_word(left: str, right: str, *, free: bool) -> bool:
    return bool(right) and not right.isspace() and (free or not left or left.isspace())


def _visible(text: str) -> int:
    return sum(1 for ch in text if not ch.isspace() and not SYMBOL.match(ch))
