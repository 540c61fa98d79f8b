"""The translation memory: what people approved once is found again; and the cache: what was asked once is not again."""

from __future__ import annotations

from localize.memory.base import (
    Answer,
    EngineRecord,
    IntakeRecord,
    Match,
    MatchKind,
    MemoryQuery,
    MemoryUnit,
    TakenBack,
    Trust,
)
from localize.memory.cache import CacheStats, EngineCache
from localize.memory.store import Memory, MemoryStats

__all__ = [
    "Answer",
    "CacheStats",
    "EngineCache",
    "EngineRecord",
    "IntakeRecord",
    "Match",
    "MatchKind",
    "Memory",
    "MemoryQuery",
    "MemoryStats",
    "MemoryUnit",
    "TakenBack",
    "Trust",
]
