"""The shapes of adaptation: what is asked of the engine, and what was done to its answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.engines.base import Request
    from localize.glossary.base import Scope, TermHit
    from localize.masking.base import Masked
    from localize.model import Edit, EditKind, Finding, SegmentId, Span


class Method(StrEnum):
    """How the words that are agreed reach an answer; see docs/decisions/007-term-constraints.md."""

    SYMBOL = "symbol"  # every one of them stands in the request as a protected symbol
    REPAIR = (
        "repair"  # verbs and clauses are left to the engine, and asked for again as symbols where they fail
    )


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds a line.

    Attributes:
        before, after: neighbouring source lines (masked text), nearest last and first.
        speaker: who says the line.
        max_chars: characters that fit the cue, None if it does not matter.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    speaker: str | None = None
    max_chars: int | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One stretch of the source whose rendering is not left to the engine.

    Attributes:
        span: characters of `Masked.text`.
        source: those characters.
        symbol: what stands for it in the request, '' if the engine sees the words and is only checked.
        target: the words to write; the citation form.
        accept: other target words that satisfy it (admitted renderings, inflected forms), case-folded when compared.
        forbid: target words that must not stand.
        kind, rule, reason: for the record.
        hit: the glossary hit, None for a number or measure.
        inflects: whether the words are a verb or clause that has to fit itself to the sentence.
        owner: the pronoun directly before a word of kinship or rank (你 in 你老公): whose it is; 的 after a
            name, '' if none.
        figures: the same quantity in figures, for every place but the beginning of a sentence; '' if there is none.
        done: whether the source says of a verb that it has happened (打草惊蛇了).
        leads: whether the words open the clause after them (千万 → "whatever you do,").
    """

    span: Span
    source: str
    symbol: str
    target: str
    kind: EditKind
    rule: str
    reason: str
    accept: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    hit: TermHit | None = None
    inflects: bool = False
    owner: str = ""
    figures: str = ""
    done: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line ready for the engine.

    Attributes:
        segment: id.
        masked: the masked source.
        units: what the engine is asked, one request for each dialogue turn that needs it (``- A`` / ``- B`` lines
            are turns of their own); may be empty.
        joints: what stands before each turn in the target (``- ``, a line break, a speaker's name, a form of
            address), in the order of the turns.
        obligations: terms, numbers, ages … in source order.
        scope: the setting.
        undecided: findings about homographs that no rule decides.
        tails: what stands after each turn, before its last mark (a form of address, a bracket), one for each joint.
        settled: the words of a turn that needs no engine, None where a unit asks for them, one for each joint.
        continued: whether the line goes on with a sentence of the line before, and begins without a capital.
    """

    segment: SegmentId
    masked: Masked
    units: tuple[Request, ...]
    joints: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    scope: Scope
    undecided: tuple[Finding, ...] = ()
    tails: tuple[str, ...] = ()
    settled: tuple[str | None, ...] = ()
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Adapted:
    """An engine's answer with the obligations met.

    Attributes:
        text: target, still with placeholder symbols.
        edits: what was done, in order.
        findings: obligations that could not be met.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
