"""The only place that makes a model carry protected symbols: each comes back exactly once, whatever the model does.

A model copies a symbol most of the time. What it drops or doubles is tried again: further hypotheses of the same
search, other slots with a wider search, clause by clause, and at last piece by piece around the symbol, which
cannot fail. Each step reads worse than the one before, so a line goes down only as far as it must.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from localize.engines.sentences import Cut, clauses, sentences
from localize.engines.writing import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

# What is carried: protected symbols, and stand-ins of our own from the last plane for what no model may touch.
_STAND_INS = range(0x10F000, 0x10FFFE)
_CARRIED = re.compile("[\ue000-\uf8ff\U00100000-\U0010fffd]+")
_ONE_CARRIED = re.compile("[\ue000-\uf8ff\U00100000-\U0010fffd]")
_SLOT = re.compile(r"<\s?t(\d)\s?>")
_UNTOUCHABLE = re.compile(
    "<t\\d>|[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\U0001f000-\U0001faff\u2640\u2642]*"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")
_REPEAT = re.compile(r"(\b\w+(?:\W+\w+){0,3}?\b)(?:\W+\1\b){3,}|(\w{1,4})\2{5,}", re.IGNORECASE)
_FEW = 2
"""Runs of symbols up to which a unit is cut around each of them, and not halved first."""
_CHINESE_TO_ENGLISH = Pair()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One answer of a model; `score` is the mean probability of its tokens, 0 to 1."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Carried:
    """A translated line with its symbols; `alternatives` are other whole lines, best first."""

    text: str
    score: float | None
    alternatives: tuple[str, ...]


class Decoder(Protocol):
    """A model that reads short texts with slots ``<t0>`` … in them."""

    slots: int
    """How many slots its vocabulary has; 0 if it knows none."""

    def decode(self, texts: Sequence[str], *, beams: int) -> list[list[Hypothesis]]:
        """Return the hypotheses of each text, best first, at most `beams` of them."""


def carry(
    decoder: Decoder, texts: Sequence[str], *, beams: int, pair: Pair = _CHINESE_TO_ENGLISH
) -> list[Carried]:
    """Return one translation a text, every protected symbol of the text in it exactly once.

    Text without words of the source language (numbers, emoji, blanks, Latin in a Chinese line) is returned as it
    is, but for full-width forms.
    """
    return _Carrier(decoder, beams, pair).lines(texts)


@dataclass(frozen=True, slots=True)
class _Carrier:
    """One decoder with its search and the languages at its ends."""

    decoder: Decoder
    beams: int
    pair: Pair

    def lines(self, texts: Sequence[str]) -> list[Carried]:
        shielded = [self._shield(text) for text in texts]
        cut = [sentences(text, spaced=self.pair.reads_blanks) for text, _ in shielded]
        wanted = list(dict.fromkeys(c.body for cuts in cut for c in cuts if self.pair.needs_model(c.body)))
        known = dict(zip(wanted, self._units(wanted, self.beams), strict=True))
        return [
            self._line(cuts, known, stand_ins) for (_, stand_ins), cuts in zip(shielded, cut, strict=True)
        ]

    def _shield(self, text: str) -> tuple[str, dict[str, str]]:
        """Replace what no model may touch by stand-ins, and drop control characters, which confuse a tokenizer."""
        free = (chr(code) for code in _STAND_INS if chr(code) not in text)
        stand_ins: dict[str, str] = {}
        if not self.pair.needs_model(text):
            return text, stand_ins

        def replaced(match: re.Match[str]) -> str:
            symbol = next(free, "")
            stand_ins[symbol] = match.group()
            return symbol or match.group()

        return _UNTOUCHABLE.sub(replaced, _CONTROL.sub("", text)), stand_ins

    def _line(
        self, cuts: Sequence[Cut], known: dict[str, list[Hypothesis]], stand_ins: dict[str, str]
    ) -> Carried:
        depth = min(8, max((len(known[c.body]) for c in cuts if c.body in known), default=1))
        versions = []
        for rank in range(depth):
            text = ""
            for cut, following in itertools.zip_longest(cuts, cuts[1:]):
                found = known.get(cut.body)
                text += found[min(rank, len(found) - 1)].text if found else self.pair.copied(cut.body)
                text += self._joint(cut, last=following is None, translated=bool(found))
            versions.append("".join(stand_ins.get(ch, ch) for ch in text))
        scored = [(known[c.body][0].score, len(c.body)) for c in cuts if c.body in known]
        weight = sum(length for _, length in scored)
        score = sum(value * length for value, length in scored) / weight if weight else None
        return Carried(versions[0], score, tuple(v for v in dict.fromkeys(versions) if v != versions[0]))

    def _joint(self, cut: Cut, *, last: bool, translated: bool) -> str:
        if last or not translated:
            return cut.joint
        if not cut.joint.strip(" "):
            return (cut.joint or self.pair.joint) if self.pair.joint else ""
        return cut.joint

    def _units(self, units: Sequence[str], beams: int) -> list[list[Hypothesis]]:
        """Return valid hypotheses of each unit, at least one; see the module for the ladder."""
        found = self._attempt(units, beams=beams, first_slot=0)
        failed = [i for i, hypotheses in enumerate(found) if not hypotheses]
        retried = self._attempt([units[i] for i in failed], beams=max(8, beams), first_slot=3)
        for index, hypotheses in zip(failed, retried, strict=True):
            found[index] = hypotheses
        failed = [i for i in failed if not found[i]]
        if failed:
            pieces = [self._pieces(units[i]) for i in failed]
            wanted = list(dict.fromkeys(p for group in pieces for p in group if self.pair.needs_model(p)))
            known = dict(zip(wanted, self._units(wanted, beams), strict=True)) if wanted else {}
            for index, group in zip(failed, pieces, strict=True):
                found[index] = [self._joined(group, known)]
        return found

    def _clauses(self, unit: str) -> list[str]:
        return clauses(unit, spaced=self.pair.reads_blanks)

    def _pieces(self, unit: str) -> list[str]:
        """Cut a unit that failed: at its clauses, or else between its symbols, or else around the only one or two."""
        parts = self._clauses(unit)
        if len(parts) > 1:
            return parts
        runs = list(_CARRIED.finditer(unit))
        if len(runs) > _FEW:
            middle = runs[len(runs) // 2].start()
            return [unit[:middle], unit[middle:]]
        return [part for part in re.split(f"({_CARRIED.pattern})", unit) if part]

    def _joined(self, pieces: Sequence[str], known: dict[str, list[Hypothesis]]) -> Hypothesis:
        texts, scores = [], []
        for piece in pieces:
            found = known.get(piece)
            texts.append(found[0].text if found else self.pair.copied(piece.strip()))
            scores += [found[0].score] if found else []
        text = tidy(self.pair.joint.join(texts), self.pair.target)
        return Hypothesis(text, sum(scores) / len(scores) if scores else 0.0)

    def _attempt(self, units: Sequence[str], *, beams: int, first_slot: int) -> list[list[Hypothesis]]:
        """Return the valid hypotheses of each unit after one search; none for more symbols than slots."""
        slots = self.decoder.slots
        found: list[list[Hypothesis]] = [[] for _ in units]
        slotted = {i: _slotted(unit, slots, first_slot) for i, unit in enumerate(units)}
        asked = [i for i, pair in slotted.items() if pair is not None]
        texts = [(slotted[i] or ("", ()))[0] for i in asked]
        answers = self.decoder.decode(texts, beams=beams) if asked else []
        for index, hypotheses in zip(asked, answers, strict=True):
            unit, runs = units[index], (slotted[index] or ("", ()))[1]
            for hypothesis in hypotheses:
                text = _filled(hypothesis.text, runs, slots, first_slot)
                if text is not None and self._sound(unit, text):
                    clean = finish(unit, tidy(text, self.pair.target), self.pair)
                    found[index].append(Hypothesis(clean, hypothesis.score))
            if not found[index] and first_slot and not runs and len(self._clauses(unit)) == 1:
                found[index] = [self._last_resort(unit, hypotheses)]
        return found

    def _sound(self, unit: str, text: str) -> bool:
        """Return whether an answer is a text at all: not empty, not a loop, not many times its source."""
        bare = _CARRIED.sub("", text).strip()
        if not bare:
            return not self.pair.needs_model(unit)
        return len(bare) <= 12 * len(unit) + 40 and _REPEAT.search(bare) is None

    def _last_resort(self, unit: str, hypotheses: Sequence[Hypothesis]) -> Hypothesis:
        """Return something for a unit that no search answered well: an answer cut at its loop, or the source."""
        for hypothesis in hypotheses:
            text = _REPEAT.sub(lambda m: m.group(1) or m.group(2), _SLOT.sub("", hypothesis.text))
            text = _ONE_CARRIED.sub("", tidy(text, self.pair.target))[: 12 * len(unit) + 40].strip()
            if text:
                return Hypothesis(text, hypothesis.score / 2)
        return Hypothesis(unit, 0.0)


def _slotted(unit: str, slots: int, first_slot: int) -> tuple[str, tuple[str, ...]] | None:
    """Return a unit with each run of symbols as one slot, and the runs; None if it has more runs than slots."""
    runs = tuple(_CARRIED.findall(unit))
    if len(runs) > slots:
        return None
    numbers = iter(range(len(runs)))
    return _CARRIED.sub(lambda _: f"<t{(next(numbers) + first_slot) % slots}>", unit), runs


def _filled(text: str, runs: tuple[str, ...], slots: int, first_slot: int) -> str | None:
    """Return a model's answer with the runs back in their slots; None unless each came back exactly once."""
    numbers = sorted(int(number) for number in _SLOT.findall(text))
    if numbers != sorted((i + first_slot) % slots for i in range(len(runs))) or _ONE_CARRIED.search(text):
        return None
    return _SLOT.sub(lambda match: runs[(int(match.group(1)) - first_slot) % slots], text)


def tidy(text: str, language: str = "en") -> str:
    """Return an answer with blanks where its language has them, around symbols and punctuation.

    >>> tidy("Hello , <x> ! I ' m  here")
    "Hello, <x>! I'm here"
    >>> tidy("Ça va ?", "fr"), tidy("你 好 ！", "zh")
    ('Ça va ?', '你好！')
    """
    pair = Pair(target=language)
    if not pair.joint:
        return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", text)
    if pair.parts_words:
        text = re.sub(f"(?<=[A-Za-z0-9])(?={_ONE_CARRIED.pattern})", " ", text)
        text = re.sub(f"(?<={_ONE_CARRIED.pattern})(?=[A-Za-z0-9])", " ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" +([,.%)\]}])" if language == "fr" else r" +([,.!?;:%)\]}])", r"\1", text)
    text = re.sub(r"([(\[{]) +", r"\1", text)
    if language == "en":
        text = re.sub(r"(?<=[A-Za-z]) ?' ?(?=(?:s|t|m|d|re|ve|ll)\b)", "'", text)
    return text.strip()


def finish(source: str, text: str, pair: Pair = _CHINESE_TO_ENGLISH) -> str:
    """Return an answer that ends as its source does (``?``, ``!``, ``.``) and then begins with a capital."""
    mark = pair.end_mark(source)
    if mark and text[-1:].isalnum():
        text += mark
    if text[-1:] in {".", "!", "?"} and text[:1].islower():
        text = text[0].upper() + text[1:]
    return text
