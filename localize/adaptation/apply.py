"""The only place that turns an engine's answers into an adapted target: symbols to words, checks, marks, record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.adaptation.agreement import insert
from localize.adaptation.base import Adapted
from localize.adaptation.capitals import uncapital
from localize.adaptation.checks import demand, literal_place, lost, refuse
from localize.adaptation.lost import reinsert, says
from localize.adaptation.punctuation import localise
from localize.locales import parse_locale
from localize.model import Edit, EditKind
from localize.text import SYMBOL, TERM_SYMBOLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.adaptation.base import Obligation, Prepared
    from localize.engines.base import Candidate
    from localize.model import Finding

_LETTER = re.compile(r"[^\W\d_]")
_LAST_MARKS = re.compile(r"[.!?…。！？~～]*[\"”’」』]?$")


@dataclass(slots=True)
class _Record:
    """What has been done to a line so far."""

    edits: list[Edit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    literal: dict[str, str] = field(default_factory=dict)
    """Symbol → forbidden words of the engine that it took the place of."""

    def take(self, edits: Sequence[Edit], findings: Sequence[Finding]) -> None:
        self.edits += edits
        self.findings += findings


def apply(candidates: Sequence[Candidate], prepared: Prepared) -> Adapted:
    """Return the target of a line: the turns put together, every obligation met, reported or recorded.

    Args:
        candidates: one answer for each of the line's units, in their order.
        prepared: what was asked.

    Raises:
        ValueError: there are more or fewer answers than units.
    """
    if len(candidates) != len(prepared.units):
        raise ValueError(f"{len(prepared.units)} units need as many answers, not {len(candidates)}")
    locale = prepared.scope.locale
    record = _Record()
    spoken = iter(
        _carried(candidate.text, unit.text, prepared, record)
        for candidate, unit in zip(candidates, prepared.units, strict=True)
    )
    text = ""
    settled = prepared.settled or (None,) * len(prepared.joints)
    tails = prepared.tails or ("",) * len(prepared.joints)
    for joint, tail, words in zip(prepared.joints, tails, settled, strict=True):
        own = words if words is not None else next(spoken)
        if words is not None and _LETTER.search(words):
            record.edits.append(_outright(words, prepared))
        text += joint + _with_tail(_lower(own, joint, prepared), tail)
    text, edits = localise(text, locale)
    record.edits += edits
    opening = text[:1]
    text = _written(text, prepared.obligations, record, locale)
    if prepared.continued:
        text = _uncapital(text, opening, prepared.obligations)
    for obligation in prepared.obligations:
        text, edits_made, faults = refuse(text, obligation, prepared.segment, locale)
        record.take(edits_made, faults)
        if not obligation.symbol:
            text, edits_made, faults = demand(text, obligation, prepared.segment, locale)
            record.take(edits_made, faults)
    return Adapted(_tidy(text, locale), tuple(record.edits), tuple(record.findings))


def _carried(text: str, source: str, prepared: Prepared, record: _Record) -> str:
    """Return an answer in which each term symbol of its unit stands once: doubles go, dropped ones come back."""
    locale = prepared.scope.locale
    for obligation in prepared.obligations:
        symbol = obligation.symbol
        if not symbol or symbol not in source:
            continue
        if symbol in text:
            first = text.index(symbol) + 1
            text = text[:first] + text[first:].replace(symbol, "")
        elif says(text, obligation, locale):
            why = "the engine said it by itself"
            record.edits.append(_edit(obligation, obligation.target, obligation.target, why))
        elif (span := literal_place(text, obligation, locale)) is not None:
            record.literal[symbol] = text[span.start : span.end]
            text = text[: span.start] + symbol + text[span.end :]
        else:
            text = reinsert(text, obligation, source, locale)
            record.findings.append(lost(obligation, prepared.segment))
    known = {o.symbol for o in prepared.obligations if o.symbol and o.symbol in source}
    return "".join(ch for ch in text if ord(ch) not in TERM_SYMBOLS or ch in known)


def _lower(text: str, joint: str, prepared: Prepared) -> str:
    """Return an answer without its capital where a form of address and a comma now stand before it."""
    if parse_locale(prepared.scope.locale).language != "en":
        return text
    opened = any(o.leads and o.symbol == joint.rstrip()[-1:] for o in prepared.obligations if o.symbol)
    return uncapital(text) if joint.endswith(", ") or opened else text


def _with_tail(text: str, tail: str) -> str:
    """Return a turn with a form of address before its last marks, and a closing bracket after them."""
    if not tail:
        return text
    bracket = tail[-1] if tail[-1] in "])" else ""
    address = tail[: len(tail) - len(bracket)]
    if address:
        marks = _LAST_MARKS.search(text)
        at = marks.start() if marks else len(text)
        text = text[:at] + address + text[at:]
    return text + bracket


def _written(text: str, obligations: Sequence[Obligation], record: _Record, locale: str) -> str:
    """Return the text with every term symbol replaced by its words, from left to right."""
    by_symbol = {o.symbol: o for o in obligations if o.symbol}
    at = 0
    while at < len(text):
        obligation = by_symbol.get(text[at])
        if obligation is None:
            at += 1
            continue
        before = record.literal.get(obligation.symbol, "")
        text, words = insert(text, at, obligation, locale)
        at = max(0, text.find(words, max(0, at - len(words)))) + len(words)
        record.edits.append(_edit(obligation, before, words, obligation.reason))
    return text


def _uncapital(text: str, opening: str, obligations: Sequence[Obligation]) -> str:
    """Return a line that goes on with a sentence without the capital that a term got at its beginning."""
    first = next((o for o in obligations if o.symbol and o.symbol == opening), None)
    return text[:1].lower() + text[1:] if first is not None and first.target[:1].islower() else text


def _outright(words: str, prepared: Prepared) -> Edit:
    """Return the record of a clause that was written without an engine, its terms as ellipses."""
    terms = [o for o in prepared.obligations if o.symbol and o.symbol in words]
    reason = "every other word of the clause is certain, so no engine was asked"
    source = " ".join(o.source for o in terms)
    return Edit(EditKind.TERM, source, "", SYMBOL.sub("…", words), "frame", reason)


def _edit(obligation: Obligation, before: str, after: str, reason: str) -> Edit:
    concept = obligation.hit.concept.id if obligation.hit else None
    return Edit(obligation.kind, obligation.source, before, after, obligation.rule, reason, concept)


def _tidy(text: str, locale: str) -> str:
    """Return the text without the blanks that a removed word leaves."""
    lines = [
        re.sub(r" {2,}", " ", line).strip() if line.strip() != "-" else line for line in text.split("\n")
    ]
    tidy = "\n".join(lines)
    if parse_locale(locale).language in {"fr", "zh", "ja"}:
        return tidy  # French sets a blank before ! and ?
    tidy = re.sub(r",+(?=[,.!?…])", "", tidy)  # words that open a clause, with no clause after them
    tidy = re.sub(r"(?<=[^\W\d_]{2}[!?])(?=[A-Z])", " ", tidy)
    return re.sub(r" +([,.!?])(?!\.)", r"\1", tidy)
