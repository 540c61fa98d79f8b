"""The only place that judges a chat model's answer for one line: is it this line, whole, and a translation at all?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.engines.chat_prompt import MARK, restore
from localize.text import SYMBOL, han_count, has_han

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.engines.chat_answer import Item
    from localize.engines.chat_prompt import Piece

CJK = frozenset({"zh", "ja", "ko"})
"""Languages of targets in which Han may stand."""

_SAME_HEAD = 0.6
"""Share of the copied head that has to be the line's own; models fold widths and quotes."""

_LONG_BASE, _LONG_HAN, _LONG_OTHER = 60, 12, 4
"""An answer is too long beyond so many characters, and so many more for each Han and each other character."""

_FEW_HAN = 3
"""Han of a line from which an answer of nothing but words copied from it is no translation."""

_MISSING, _EMPTY = "it is missing", "its text is empty"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_WORD = re.compile(r"[A-Za-z0-9]+")
# Only what a model says of itself: "I can't help you" is a line of many a drama.
_REFUSAL = re.compile(
    r"\bas an ai\b|\b(?:ai|large) language model\b|\bcontent (?:policy|policies|guidelines)\b"
    r"|\b(?:cannot|can['’]t|unable to|won['’]t) (?:translate|assist with|comply with|fulfil+|process)"
    r" (?:this|that|the|your)\b"
    r"|作为(?:一个|一名)?(?:AI|人工智能|语言模型)|(?:无法|不能)(?:翻译|提供翻译|协助翻译)",
    re.IGNORECASE,
)
_OF_THEMSELVES = re.compile(
    r"翻译|人工智能|语言模型|政策|准则|\bAI\b|translat|policy|guideline", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth.

    Attributes:
        text: the target with symbols, '' if there is none to use.
        fault: what is wrong, '' if nothing is; told to the model when the line is asked again.
        usable: whether the text may stand where asking again did not help; the checks after it report what it lacks.
    """

    text: str
    fault: str
    usable: bool = False


def judge(items: Sequence[Item], pieces: Sequence[Piece], *, language: str) -> dict[str, Verdict]:
    """Return a verdict on each piece of a batch.

    An item counts for a piece only if it has its id and the head of its own source text, no better fits another
    line, and no other item claims the id with another text.

    Args:
        items: of one answer.
        pieces: that were asked for.
        language: of the target.
    """
    by_id: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_id[item.id].append(item)
    heads = {piece.id: _folded(piece.text) for piece in pieces}
    said = {word.lower() for piece in pieces for word in _WORD.findall(_surroundings(piece))}
    verdicts: dict[str, Verdict] = {}
    for piece in pieces:
        claims = by_id.get(piece.id, [])
        if not claims:
            verdicts[piece.id] = Verdict("", _MISSING)
        elif len({claim.text for claim in claims}) > 1:
            verdicts[piece.id] = Verdict("", "its id was given to two texts")
        elif not _is_own(claims[0].src, piece.id, heads):
            verdicts[piece.id] = Verdict("", "its src is that of another line or missing")
        else:
            verdicts[piece.id] = _quality(piece, claims[0].text, language, said)
    for name in _beside_a_gap(pieces, verdicts):
        verdicts[name] = Verdict("", "the line beside it has no answer and may stand in this one")
    return verdicts


def _beside_a_gap(pieces: Sequence[Piece], verdicts: Mapping[str, Verdict]) -> list[str]:
    """Return the answered pieces next to one without an answer: a model that merges two lines leaves one empty."""
    gap = [verdicts[piece.id].fault in {_MISSING, _EMPTY} for piece in pieces]
    beside = zip([False, *gap], [*gap[1:], False], strict=False)
    return [
        piece.id
        for piece, own, near in zip(pieces, gap, beside, strict=True)
        if not own and any(near) and verdicts[piece.id].text
    ]


def _surroundings(piece: Piece) -> str:
    request = piece.request
    return " ".join((MARK.sub(" ", piece.text), *request.before, *request.after))


def _is_own(src: str, name: str, heads: Mapping[str, str]) -> bool:
    """Return whether a copied head is that of the line under whose id it stands, and fits no other line better."""
    copied = _folded(src)
    if not copied:
        return len(heads) == 1
    own = _likeness(copied, heads[name])
    return own >= _SAME_HEAD and all(_likeness(copied, head) <= own for head in heads.values())


def _likeness(copied: str, head: str) -> float:
    """Return the share of a copied head that agrees with a line from its beginning."""
    common = 0
    for mine, theirs in zip(copied, head, strict=False):
        if mine != theirs:
            break
        common += 1
    return common / max(1, min(len(copied), max(len(head), 1)))


def _folded(text: str) -> str:
    """Return a text without what models change when they copy: widths, quotes, blanks, marks of punctuation."""
    bare = MARK.sub(lambda m: f"t{m.group(1)}t", unicodedata.normalize("NFKC", text))
    return "".join(ch for ch in bare.casefold() if ch.isalnum() or unicodedata.category(ch)[0] == "M")


def _quality(piece: Piece, answer: str, language: str, said: set[str]) -> Verdict:
    text, lost, foreign = restore(piece, _CONTROL.sub("", answer).strip())
    bare = SYMBOL.sub("", text).strip()
    source = MARK.sub("", piece.text)
    if not bare or not any(ch.isalnum() for ch in bare):
        return Verdict("", _EMPTY)
    if foreign:
        return Verdict("", "it holds marks of another line")
    if any(0xD800 <= ord(ch) <= 0xDFFF for ch in bare) or "\ufffd" in bare:
        return Verdict("", "it holds broken characters")
    if fault := _not_a_translation(source, bare, language, said):
        return Verdict("", fault)
    if lost:
        names = ", ".join(f"<t{number}>" for number in lost)
        return Verdict(text, f"each of {names} has to stand in it exactly once", usable=True)
    if language not in CJK and has_han(bare):
        usable = han_count(bare) * 3 <= sum(ch.isalpha() for ch in bare)
        return Verdict(text if usable else "", "Chinese characters are left in it", usable=usable)
    return Verdict(text, "")


def _not_a_translation(source: str, bare: str, language: str, said: set[str]) -> str:
    """Return why an answer is something else than a translation of its source, '' if nothing shows that."""
    if (
        has_han(source)
        and _folded(source) == _folded(bare)
        and (language not in CJK or han_count(source) > 4)
    ):
        return "it repeats the source" if language != "zh" else ""
    if len(bare) > _LONG_BASE + _LONG_HAN * han_count(source) + _LONG_OTHER * len(source):
        return "it is far longer than its source"
    if _REFUSAL.search(bare) and not _OF_THEMSELVES.search(source):
        return "it speaks about the task and does not translate"
    words = {word.lower() for word in _WORD.findall(bare)}
    own = {word.lower() for word in _WORD.findall(source)}
    if words and not _besides(bare):
        if words <= own and han_count(source) >= _FEW_HAN:
            return "only words of the source stand in it; the Chinese was left out"
        if words <= said and not words & own and has_han(source) and any(len(w) > 3 for w in words):
            return "it says words of another line"
    return ""


def _besides(bare: str) -> bool:
    """Return whether an answer has letters that are not plain Latin: then it was written, not copied."""
    return any(ch.isalpha() for ch in _WORD.sub("", bare))
