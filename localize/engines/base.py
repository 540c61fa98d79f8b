"""The contract of every engine: requests in, candidates or failures out, same number, same ids, same order."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Reach(StrEnum):
    """Where the text of a request goes."""

    PROCESS = "this process"
    HOST = "this host"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A wish about one term of a request, for engines that can take it.

    Attributes:
        symbol: the private-use character that stands for the term in `Request.text`, '' if it was not replaced.
        source: the source words.
        target: the words that the target must hold.
    """

    symbol: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Request:
    """One text to translate.

    Attributes:
        id: echoed in the answer.
        text: source text; private-use characters (`localize.text.SYMBOL`) are protected symbols which must come
            back exactly once each.
        constraints: terms in this text.
        before, after: neighbouring source lines, nearest last and first, for engines that use context.
        speaker: who says it.
        max_chars: the longest target that fits its cue, in characters, None if it does not matter.
    """

    id: str
    text: str
    constraints: tuple[Constraint, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    speaker: str | None = None
    max_chars: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One translation.

    Attributes:
        id: of the request.
        text: target text with the request's symbols in it.
        score: 0 to 1 (mean token probability where the engine gives one), else None.
        alternatives: other targets, best first.
    """

    id: str
    text: str
    score: float | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """One request that got no translation, as data: the others of the batch are not lost."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine is, for `localize engine list`, the doctor, signatures and manifests.

    Attributes:
        name: as in the project file.
        title: one line for people.
        reach: where text goes.
        licence: SPDX expression of the model or data; '' if it cannot be known.
        quality: ``production``, ``draft`` or ``test``; shown wherever the engine is used.
        commercial: whether the licence lets a product use the drafts.
        attribution: the line a licence asks for.
    """

    name: str
    title: str
    reach: Reach
    licence: str
    quality: str
    commercial: bool = True
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """Options every engine understands; each ignores what does not apply to it.

    Attributes:
        model: path or name of a model, '' for the engine's own.
        batch_size: lines a batch; batches are sorted by length.
        beam_size: beams of a beam search.
        threads: CPU threads a process may use, 0 for the engine's default.
        extra: engine-specific options of the project file, as text.
    """

    model: str = ""
    batch_size: int = 32
    beam_size: int = 4
    threads: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)


class Engine(Protocol):
    """Translates texts from one locale into another."""

    @property
    def info(self) -> EngineInfo:
        """Return what this engine is."""

    def signature(self) -> str:
        """Return what fixes its output: name, version, model hash, options."""

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        """Return one answer a request, in the order of the requests.

        Args:
            requests: texts with distinct ids.
            progress: called with the number of finished requests after each batch.
        """
