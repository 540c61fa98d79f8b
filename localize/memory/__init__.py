"""The translation memory: what people approved once is found again."""

from __future__ import annotations

from localize.memory.base import Match, MatchKind, MemoryQuery, MemoryUnit
from localize.memory.store import Memory, MemoryStats

__all__ = ["Match", "MatchKind", "Memory", "MemoryQuery", "MemoryStats", "MemoryUnit"]
