"""The only place that offers an engine without a model: the source text in a wrapper, for tests and dry runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from localize.engines.base import Candidate, EngineInfo, Reach
from localize.engines.batching import in_batches
from localize.engines.signature import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.engines.base import EngineFailure, EngineOptions, Request
    from localize.locales import LocaleTag

INFO = EngineInfo(
    name="echo",
    title="Echo: the source text behind the locale, [en-US] …; no translation",
    reach=Reach.PROCESS,
    licence="GPL-3.0-or-later",
    quality="test",
)


class EchoEngine:
    """Answers ``[en-US] `` and the source text; a blank text stays as it is."""

    option_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._target = target.tag
        self._batch_size = options.batch_size

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return True: every pair is the same to it."""
        return True

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return '': nothing is needed."""
        return ""

    @property
    def info(self) -> EngineInfo:
        return INFO

    def signature(self) -> str:
        return sign(INFO.name, "1", {"target": self._target})

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        return in_batches(
            requests,
            size=self._batch_size,
            length=lambda request: len(request.text),
            work=lambda batch: [Candidate(r.id, self._echo(r.text), 1.0) for r in batch],
            progress=progress,
        )

    def _echo(self, text: str) -> str:
        return f"[{self._target}] {text}" if text.strip() else text
