"""The only place that cuts a cue into what is said by whom: turns, speakers, captions, words at the edges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.model import Span
from localize.text import SYMBOL, TERM_SYMBOLS, has_han, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_DASH = re.compile("^([\ue000-\uefff\\s]*)([-\u2010-\u2015\u2212\uff0d])\\s*(?=\\S)")
_CAPTION = re.compile(r"^([\[【(（])(.+)([\]】)）])$", re.DOTALL)
_BRACKETS = {"【": "[", "】": "]", "（": "(", "）": ")"}
_SPEAKER = re.compile("^([^\\s：:，。！？!?,.]{1,12})\\s?[：:]\\s*(?=\\S)")
_CLAUSE_START = tuple("我你您他她它咱这那可但却就别快如因所而也还都再又谁怎为不没要让把")
_CLAUSE_END = tuple("了吗吧呢啊呀嘛哦啦吗嗎喔")
_MARK_AFTER = {"，": ",", ",": ",", "、": ",", "！": "!", "!": "!", "？": "?", "?": "?", "。": ".", "…": "…"}
_LEADING = re.compile("^([\uf000-\uf8ff])([，,、！!？?。]|…{1,2})\\s*")
_TRAILING = re.compile("[，,、]\\s*([\uf000-\uf8ff])([。！!？?…~～]*)$")
_SOFT = "，,、"
_AFTER_OPENING = _SOFT + "！!。…~～ "
_NOTHING_LEFT = re.compile("^[\ue000-\uf8ff\\s，,、。！!？?…：:；;~～\\-—“”「」『』\"'《》]*$")
_CROWDED = re.compile("[\uf000-\uf8ff][\ue000-\uefff]*[\uf000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says in a cue.

    Attributes:
        span: characters of the masked text.
        joint: what stands before it in the target, symbols included.
        tail: what stands after it, before its last mark.
        text: its source words on one line, obligations as symbols; the caption's brackets are in joint and tail.
        written: whether the text is target words already, but for its symbols.
    """

    span: Span
    joint: str
    text: str
    tail: str = ""
    written: bool = False

    @property
    def settled(self) -> bool:
        """Return whether nothing is left for an engine: only symbols and marks, no two terms side by side."""
        if self.written:
            return True
        spoken = any(ord(ch) in TERM_SYMBOLS for ch in self.text)
        bare = bool(_NOTHING_LEFT.match(self.text)) and not _CROWDED.search(self.text)
        return bare and (spoken or not self.text.strip() or not SYMBOL.search(self.text))


def turn_spans(text: str) -> tuple[tuple[str, Span], ...]:
    """Return the joint and the characters of each turn; one turn unless dashes begin the lines.

    >>> turn_spans("- 你来了？\\n- 我来了。")
    (('- ', Span(start=2, end=6)), ('\\n- ', Span(start=9, end=13)))
    """
    lines = list(lines_of(text))
    dashed = [_DASH.match(line) for _, line in lines]
    if sum(1 for match in dashed if match) < 2 and not (len(lines) > 1 and dashed[-1] and not dashed[0]):
        return (("", Span(0, len(text))),)
    found: list[tuple[str, Span]] = []
    for (offset, line), match in zip(lines, dashed, strict=True):
        end = offset + len(line)
        if match is None and found:
            joint, span = found[-1]
            found[-1] = (joint, Span(span.start, end))  # a turn of two lines
            continue
        mark = match.group(1) + "- " if match else ""
        found.append((("\n" if found else "") + mark, Span(offset + (match.end() if match else 0), end)))
    return tuple(found)


def build(
    text: str,
    joint: str,
    span: Span,
    symbols: Mapping[Span, str],
    *,
    addresses: Callable[[str], bool],
    leads: Callable[[str], bool],
) -> Turn:
    """Return a turn with its obligations as symbols, its lines joined, and what needs no engine cut off.

    Args:
        text: the masked text.
        joint, span: of the turn.
        symbols: place of an obligation → its symbol.
        addresses: whether a symbol stands for words that may be cut off at the edge of a turn (a form of address,
            a number or a set phrase that is a clause of its own).
        leads: whether a symbol stands for words that open the clause after them.
    """
    joint, words, tail = _caption(joint, join_lines(_replaced(text, span, symbols)).strip())
    joint, words = _speaker(joint, words)
    joint, words = _leading_address(joint, words, addresses, leads)
    if leads(words[:1]) and not _only_marks(words[1:]):
        joint, words = f"{joint}{words[0]} ", words[1:].lstrip(_AFTER_OPENING)
    words, address = _trailing_address(words, addresses)
    return Turn(span, joint, words, address + tail)


def _caption(joint: str, words: str) -> tuple[str, str, str]:
    """Move the brackets around a whole turn into its joint and its tail."""
    caption = _CAPTION.match(words)
    if caption is None or caption[3] in caption[2]:
        return joint, words, ""
    opening, inner, closing = caption.groups()
    return joint + _BRACKETS.get(opening, opening), inner.strip(), _BRACKETS.get(closing, closing)


def _leading_address(
    joint: str, words: str, addresses: Callable[[str], bool], leads: Callable[[str], bool]
) -> tuple[str, str]:
    """Move forms of address at the start of a turn into its joint, as long as something is left to say."""
    while (
        (match := _LEADING.match(words))
        and addresses(match.group(1))
        and not leads(match.group(1))
        and not _only_marks(words[match.end() :])
    ):
        joint += match.group(1) + _MARK_AFTER[match.group(2)[0]] + " "
        words = words[match.end() :]
    return joint, words


def _trailing_address(words: str, addresses: Callable[[str], bool]) -> tuple[str, str]:
    """Return a turn without the form of address at its end, and that with its comma; '' if there is none."""
    match = _TRAILING.search(words)
    if match is None or not addresses(match.group(1)) or _only_marks(words[: match.start()]):
        return words, ""
    return words[: match.start()] + match.group(2), f", {match.group(1)}"


def cut_before(spans: Sequence[tuple[str, Span]], text: str, starts: Sequence[int]) -> list[tuple[str, Span]]:
    """Return the turns cut where a clause begins with words that open it, if something is said before it.

    Args:
        spans: joints and turns.
        text: the masked text.
        starts: where such words stand.

    >>> cut_before([("", Span(0, 12))], "江湖险恶，千万别信任何人", [5])
    [('', Span(start=0, end=5)), (' ', Span(start=5, end=12))]
    """
    found: list[tuple[str, Span]] = []
    for joint, span in spans:
        at = span.start
        for start in sorted(starts):
            before = text[at:start].rstrip()
            if span.start < start < span.end and has_han(before) and before[-1] in _MARK_AFTER:
                found.append((joint, Span(at, start)))
                joint, at = " ", start
        found.append((joint, Span(at, span.end)))
    return found


def closed(words: str) -> str:
    """Return the words of a turn after which the line goes on with a new clause, with a full stop for a comma."""
    return words.rstrip(_SOFT + " ") + "。" if words.rstrip().endswith(tuple(_SOFT)) else words


def _only_marks(text: str) -> bool:
    return bool(_NOTHING_LEFT.match(text))


def _speaker(joint: str, words: str) -> tuple[str, str]:
    """Move 林总： at the start into the joint, where the whole name is one obligation."""
    match = _SPEAKER.match(words)
    if match and len(match.group(1)) == 1 and ord(match.group(1)) in TERM_SYMBOLS:
        return joint + match.group(1) + ": ", words[match.end() :]
    return joint, words


def _replaced(text: str, span: Span, symbols: Mapping[Span, str]) -> str:
    pieces, at = [], span.start
    for place in sorted(symbols, key=lambda s: s.start):
        if span.start <= place.start and place.end <= span.end:
            pieces += [text[at : place.start], symbols[place]]
            at = place.end
    pieces.append(text[at : span.end])
    return "".join(pieces)


def join_lines(text: str) -> str:
    """Return the lines of a turn as one; Chinese takes a blank only where a clause ends without a mark.

    >>> join_lines("我们分\\n手吧"), join_lines("你来了\\n我等你很久了"), join_lines("Hello\\nthere")
    ('我们分手吧', '你来了 我等你很久了', 'Hello there')
    """
    lines = [line.strip() for _, line in lines_of(text)]
    joined = lines[0]
    for line in lines[1:]:
        joined += _gap(SYMBOL.sub("", joined), SYMBOL.sub("", line)) + line
    return joined


def _gap(before: str, after: str) -> str:
    if not before or not after:
        return ""
    last, first = before[-1], after[0]
    if has_han(last) and has_han(first):
        return " " if last in _CLAUSE_END or first in _CLAUSE_START else ""
    return "" if last in "，。！？、；：…—“「『（《" or first in "，。！？、；：…—”」』）》" else " "
