"""The only place that cuts lines for models trained on single sentences, and loses no character doing it."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 80
"""Characters of one unit of a script without blanks; above this the models here begin to leave words out."""
LONGEST_SPACED = 240
"""Characters of one unit of a script with blanks between words: about as many tokens."""

# A closing quote or bracket belongs to the sentence before it; the blank after it to the joint.
_SENTENCE = re.compile(r"[^。！？!?…；;\n\r]*[。！？!?…；;]+[”’」』）)\]》〉\"']*|[^。！？!?…；;\n\r]+")
_CLAUSE = re.compile(r"[^，,、：:—～~ ]*[，,、：:—～~ ]+|[^，,、：:—～~ ]+")
# Between words a full stop also ends abbreviations and numbers: it must be followed by a blank, and not by a small
# letter, and not stand after one of these.
_STOP = re.compile(r"[.!?…。！？؟।۔]+[\"'”’»)\]]*(?=\s|\Z)|[\r\n]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|Capt|Gen|Lt|Sgt|vs|etc|No|Sra?|Dra?|Ud|Mme|Mlle|Hr|Fr)|\b[A-ZÀ-Þ])\.\Z"
)
_SPACED_CLAUSE = re.compile(r".+?(?:[,;:،؛—–]+(?=\s)\s+|\s[-–—]+\s+|\Z)", re.DOTALL)
_WORDS = re.compile(r"\s*\S+\s*")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of text: `body` is translated, `joint` (blanks and line breaks, or '') follows it verbatim."""

    body: str
    joint: str


def sentences(text: str, *, longest: int = 0, spaced: bool = False) -> list[Cut]:
    """Return a text as sentences of at most `longest` characters; bodies and joints together are the text.

    Args:
        text: one line or several.
        longest: 0 for `LONGEST` or `LONGEST_SPACED`.
        spaced: whether its language puts blanks between words.

    >>> [cut.body for cut in sentences("你是谁？我是林晚。走")]
    ['你是谁？', '我是林晚。', '走']
    >>> [cut.body for cut in sentences("Mr. Lin, stop! It costs 3.50 now. Go", spaced=True)]
    ['Mr. Lin, stop!', 'It costs 3.50 now.', 'Go']
    """
    longest = longest or (LONGEST_SPACED if spaced else LONGEST)
    found: list[Cut] = []
    position = 0
    for start, end in _spaced_spans(text) if spaced else (m.span() for m in _SENTENCE.finditer(text)):
        if start > position:
            found = _with_joint(found, text[position:start])
        for piece in _short(text[start:end], longest, spaced=spaced):
            body = piece.strip()
            lead = piece[: len(piece) - len(piece.lstrip())]
            found = _with_joint(found, lead) if lead else found
            if body:
                found.append(Cut(body, piece[len(lead) + len(body) :]))
        position = end
    return _with_joint(found, text[position:]) if position < len(text) else found


def clauses(text: str, *, spaced: bool = False) -> list[str]:
    """Return the clauses of a sentence, each with the punctuation that ends it; together they are the sentence."""
    return (_SPACED_CLAUSE if spaced else _CLAUSE).findall(text)


def _spaced_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the sentences of a text with blanks between words; together they are the text."""
    spans, start = [], 0
    for match in _STOP.finditer(text):
        follows = text[match.end() :].lstrip()
        goes_on = follows[:1].islower() or _ABBREVIATION.search(text[start : match.end()])
        if not match.group().isspace() and goes_on:
            continue
        spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, len(text))] if start < len(text) else spans


def _with_joint(found: list[Cut], blank: str) -> list[Cut]:
    if not found:
        return [Cut("", blank)]
    last = found[-1]
    return [*found[:-1], Cut(last.body, last.joint + blank)]


def _short(sentence: str, longest: int, *, spaced: bool) -> list[str]:
    """Cut what is too long at clauses, a clause that is too long between words, and a word where it has to be."""
    if len(sentence) <= longest:
        return [sentence]
    pieces = [""]
    for clause in clauses(sentence, spaced=spaced):
        words = _WORDS.findall(clause) or [clause] if spaced and len(clause) > longest else [clause]
        for part in (word[i : i + longest] for word in words for i in range(0, len(word), longest)):
            if len(pieces[-1]) + len(part) > longest:
                pieces.append("")
            pieces[-1] += part
    return [piece for piece in pieces if piece]
