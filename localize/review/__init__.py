"""The room of people's decisions: `base` is the contract, `open_store` the way in."""

from __future__ import annotations

from localize.review.store import open_store

__all__ = ["open_store"]
