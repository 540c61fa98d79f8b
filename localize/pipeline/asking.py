"""The only place that asks an engine: equal requests once, in slices that are kept as soon as they are answered.

The slices of a file are the same whatever is known already, so that a run that was killed and goes on asks for exactly
the batches that it had not finished: an engine whose answers depend on their batch gives the same bytes.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from localize.engines.base import Candidate, EngineFailure
from localize.memory.base import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from localize.engines.base import Engine, Request
    from localize.memory import EngineCache

SLICE = 32
"""Requests that are asked for at a time where nothing else is said: what a kill can cost."""


class Asker:
    """Asks one engine, and the cache before it."""

    def __init__(self, engine: Engine | None, cache: EngineCache | None, *, size: int = SLICE) -> None:
        self._engine = engine
        self._cache = cache
        self._size = max(1, size)
        self.rescued: dict[str, Candidate | EngineFailure] = {}
        """What the engine had finished of the slice in which it was interrupted."""

    @functools.cached_property
    def signature(self) -> str:
        """Return what fixes the engine's output; read once, since it may hash a model."""
        return self._engine.signature() if self._engine else "none"

    @functools.cached_property
    def reads_context(self) -> bool:
        """Return whether the engine's answer depends on the lines around a request."""
        return bool(self._engine and getattr(self._engine, "reads_context", False))

    def key(self, request: Request) -> str:
        """Return the hash of everything that an answer depends on, the id of the request left out."""
        parts = [
            self.signature,
            request.text,
            [[c.symbol, c.source, c.target] for c in request.constraints],
            request.speaker,
            request.max_chars,
            [list(request.before), list(request.after)] if self.reads_context else None,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def slices(self, requests: Iterable[Request]) -> list[list[Request]]:
        """Return the distinct requests in slices, each request with its key for an id.

        They are sorted by length, since padding costs as much as text; in the order of the file where the engine
        reads what stands around a line.
        """
        distinct = list({key: replace(r, id=key) for r in requests for key in [self.key(r)]}.values())
        if not self.reads_context:
            distinct.sort(key=lambda request: len(request.text))
        return [distinct[start : start + self._size] for start in range(0, len(distinct), self._size)]

    def ask(self, requests: Sequence[Request]) -> dict[str, Candidate | EngineFailure]:
        """Return key → answer for requests that carry their key for an id; new answers are kept before it returns.

        An engine with a method `stop` is told when it is interrupted, and what it had finished is kept in `rescued`.

        Raises:
            ValueError: there is no engine.
        """
        known = self._cache.get([r.id for r in requests]) if self._cache and requests else {}
        answers: dict[str, Candidate | EngineFailure] = {
            key: Candidate(key, answer.text, answer.score, answer.alternatives)
            for key, answer in known.items()
        }
        missing = [request for request in requests if request.id not in answers]
        if not missing:
            return answers
        if self._engine is None:
            raise ValueError("a pipeline without an engine cannot draft")
        try:
            fresh = {answer.id: answer for answer in self._engine.translate(missing)}
        except BaseException:
            self.rescued = self._keep(self._finished(missing))
            raise
        return answers | self._keep(fresh)

    def _finished(self, requests: Sequence[Request]) -> dict[str, Candidate | EngineFailure]:
        """Return the requests that an interrupted engine can still answer without asking anybody."""
        stop = getattr(self._engine, "stop", None)
        if self._engine is None or stop is None:
            return {}
        stop()
        return {a.id: a for a in self._engine.translate(requests) if isinstance(a, Candidate)}

    def _keep(self, fresh: dict[str, Candidate | EngineFailure]) -> dict[str, Candidate | EngineFailure]:
        if self._cache:
            self._cache.put(
                {
                    key: Answer(answer.text, answer.score, answer.alternatives)
                    for key, answer in fresh.items()
                    if isinstance(answer, Candidate)
                }
            )
        return fresh
