"""The only place that says how well a pair answers a query, and which of two answers comes first."""

from __future__ import annotations

from dataclasses import replace

from localize.memory.base import Match, MatchKind, MemoryQuery, MemoryUnit, Trust
from localize.memory.folding import fold

SPEAKER_PENALTY = 0.05
"""Taken from the score when both speakers are known and differ: forms of address go by who speaks."""
DEDUCTION = {Trust.APPROVED: 0.0, Trust.IMPORTED: 0.02, Trust.ALIGNED: 0.04}
"""Taken from the score that is shown; what a query's minimum is held against is the likeness of the texts."""
_RANK = {MatchKind.CONTEXT: 0, MatchKind.EXACT: 1, MatchKind.FUZZY: 2}


def match_of(unit: MemoryUnit, query: MemoryQuery, score: float, *, fuzzy: bool = False) -> Match:
    """Return a pair as an answer to a query, scored by the likeness of the texts and by who speaks."""
    kind = MatchKind.FUZZY if fuzzy else MatchKind.CONTEXT if _same_context(unit, query) else MatchKind.EXACT
    other_speaker = bool(unit.speaker and query.speaker and unit.speaker != query.speaker)
    return Match(unit, kind, max(0.0, score - SPEAKER_PENALTY) if other_speaker else score)


def order(match: Match) -> tuple[bool, int, int, float]:
    """Return what matches are sorted by: an equal text before a similar one, then trust, then context.

    Similar texts go by likeness, less what is deducted for trust.
    """
    fuzzy, trust = match.kind is MatchKind.FUZZY, match.unit.trust
    if fuzzy:
        return fuzzy, 0, _RANK[match.kind], DEDUCTION[trust] - match.score
    return fuzzy, -trust, _RANK[match.kind], -match.score


def deducted(match: Match) -> Match:
    """Return a match with the score that is shown: less where nobody of this project approved the pair."""
    less = DEDUCTION[match.unit.trust]
    return replace(match, score=max(0.0, match.score - less)) if less else match


def _same_context(unit: MemoryUnit, query: MemoryQuery) -> bool:
    """Return whether the neighbours are the same, and there are any: a lone line has no context to agree on."""
    if not (query.before or query.after) or (
        unit.speaker and query.speaker and unit.speaker != query.speaker
    ):
        return False
    return fold(unit.before) == fold(query.before) and fold(unit.after) == fold(query.after)
