"""The only place that reads and writes one cell of a formality sheet: F, usted, 존댓말/반말, anh/em.

A cell says how polite somebody is (F, I or F/I), with which words for *you* and *I*, or both: ``F``, ``usted``,
``tú/usted`` (it depends), ``anh/em`` (calls the other anh and himself em), ``I: anh, mình/em``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from localize.locales import parse_locale


class Formality(StrEnum):
    """How one character speaks to another."""

    FORMAL = "F"
    INFORMAL = "I"
    MIXED = "F/I"


@dataclass(frozen=True, slots=True)
class Cell:
    """How one character speaks to another, and with which words.

    Attributes:
        formality: None where the cell gives words only.
        you, self_: words for the person spoken to and for the speaker, the agreed one first.
    """

    formality: Formality | None = None
    you: tuple[str, ...] = ()
    self_: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.formality or self.you or self.self_)


_EVERYWHERE = {
    Formality.FORMAL: "f formal polite",
    Formality.INFORMAL: "i informal familiar casual",
    Formality.MIXED: "f/i i/f either mixed both",
}
# Words that say how polite somebody is and not more: a language with them may well leave the pronoun out.
_FORMAL = {
    "de": "sie siezen",
    "es": "usted ud ud. ustedes",
    "fr": "vous vouvoiement",
    "hi": "आप",
    "id": "anda",
    "it": "lei",
    "ja": "敬語 敬体 丁寧語 丁寧 です・ます",
    "ko": "존댓말 존대말 높임말 존대 해요체 하십시오체 합쇼체",
    "pl": "pan pani",
    "pt": "senhor senhora sr. sra.",
    "ru": "вы",
    "tr": "siz",
    "uk": "ви",
    "zh": "您",
}
_INFORMAL = {
    "de": "du duzen",
    "es": "tú tu vos tuteo voseo",
    "fr": "tu tutoiement",
    "hi": "तुम तू",
    "id": "kamu lo",
    "it": "tu",
    "ja": "タメ口 ため口 常体 普通体",
    "ko": "반말 해체 해라체",
    "pl": "ty",
    "pt": "tu você voce",
    "ru": "ты",
    "tr": "sen",
    "uk": "ти",
    "zh": "你",
}
_HEAD = re.compile(r"\s*(F\s*/\s*I|I\s*/\s*F|F|I)\s*(?::\s*(.*))?", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"\s*[,、，;]\s*")


def read_cell(text: str, locale: str) -> Cell | None:
    """Return what a cell of a sheet says, None if it cannot be read.

    >>> read_cell("tú/usted", "es-419").formality, read_cell("존댓말", "ko").formality
    (<Formality.MIXED: 'F/I'>, <Formality.FORMAL: 'F'>)
    >>> read_cell("anh/em", "vi"), read_cell("always", "es")
    (Cell(formality=None, you=('anh',), self_=('em',)), None)
    """
    said = " ".join(text.replace("／", "/").replace("：", ":").split())
    head = _HEAD.fullmatch(said)
    if head:
        formality = Formality(re.sub(r"\s", "", head[1]).upper().replace("I/F", "F/I"))
        words = _words(head[2] or "")
        return Cell(formality, *words) if words else None
    known = _known(parse_locale(locale).language)
    levels = {known.get(word.strip().casefold()) for word in re.split(r"/", said)}
    whole = known.get(said.casefold())
    if whole is not None:
        return Cell(whole)
    if None not in levels:
        return Cell(Formality.MIXED if len(levels) > 1 else next(iter(levels)))
    words = _words(said)
    # One word alone that no language here has for a form of address is a slip of the pen, not a pronoun.
    return Cell(None, *words) if words and "/" in said else None


def _words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the words before and after the slash; None if there are more than two parts."""
    parts = text.split("/")
    if len(parts) > 2:
        return None
    you, self_ = (tuple(word for word in _BETWEEN.split(part.strip()) if word) for part in (*parts, "")[:2])
    return you, self_


def _known(language: str) -> dict[str, Formality]:
    table = {word: level for level, words in _EVERYWHERE.items() for word in words.split()}
    table |= dict.fromkeys(_FORMAL.get(language, "").split(), Formality.FORMAL)
    return table | dict.fromkeys(_INFORMAL.get(language, "").split(), Formality.INFORMAL)


def write_cell(cell: Cell) -> str:
    """Return the text of a cell, which `read_cell` reads back.

    >>> write_cell(Cell(Formality.MIXED)), write_cell(Cell(Formality.INFORMAL, ("anh", "mình"), ("em",)))
    ('F/I', 'I: anh, mình/em')
    """
    words = ", ".join(cell.you) + ("/" + ", ".join(cell.self_) if cell.self_ else "")
    if cell.formality is None:
        return words if cell.self_ or not words else words + "/"
    return f"{cell.formality}: {words}" if words else str(cell.formality)
