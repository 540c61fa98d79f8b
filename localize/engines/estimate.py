"""The only place that says beforehand how many tokens a text is and how long an engine will take, as ranges."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from localize.text import HAN, has_han

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.engines.base import Engine, Request
    from localize.engines.money import Meter, Price

# Tokens a character, least and most over four vocabularies (cl100k, o200k, Qwen, DeepSeek), measured on 1,500 lines a
# language of translated game text and 6,000 lines of dialogue and subtitles, where one in twenty may fall outside.
_SCRIPTS: tuple[tuple[str, float, float], ...] = (
    (HAN, 0.48, 1.60),
    ("\u3040-\u30ff\u31f0-\u31ff", 0.60, 1.15),
    ("\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", 0.65, 1.35),
    ("\u0e00-\u0eff", 0.38, 1.10),
    ("\u0600-\u06ff\u0750-\u077f", 0.32, 0.95),
    ("\u0400-\u04ff", 0.27, 0.65),
    ("\u0900-\u0dff", 0.33, 1.40),
    ("A-Za-z", 0.23, 0.38),
    ("\u00c0-\u024f\u1e00-\u1eff", 0.40, 1.40),
    ("0-9", 0.34, 1.0),
    (r"\s", 0.0, 0.2),
)
_OTHER = (0.30, 1.0)
_CLASSES = [(re.compile(f"[{body}]"), low, high) for body, low, high in _SCRIPTS]

_PER_HAN: dict[str, tuple[float, float]] = {
    "en": (0.45, 0.95), "es": (0.65, 1.20), "pt": (0.60, 1.20), "fr": (0.65, 1.25), "de": (0.65, 1.25),
    "id": (0.65, 1.25), "ms": (0.65, 1.25), "vi": (0.70, 1.70), "tr": (0.75, 1.55), "th": (0.85, 2.90),
    "ja": (0.70, 1.70), "ko": (0.70, 1.65), "ar": (0.65, 2.05), "ru": (0.70, 1.75), "hi": (0.85, 3.60),
    "zh": (0.48, 1.60),
}  # fmt: skip
"""Tokens of a target for each character of its Chinese source, from the same lines and vocabularies."""

_PER_HAN_OTHER = (0.65, 2.90)

PROBE_SECONDS = 2.0
"""How long a local engine is tried out, beyond its first batch."""

_PROBE_LINES = (4, 8, 16)
_SPREAD = 0.35
"""How far a whole job was seen to stray from the speed of its first lines, as a share."""


@dataclass(frozen=True, slots=True)
class Range:
    """Least and most."""

    low: float
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def times(self, low: float, high: float | None = None) -> Range:
        """Return the range with its ends multiplied."""
        return Range(self.low * low, self.high * (low if high is None else high))


NOTHING = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a job will take.

    Attributes:
        calls: requests to a server, 0 for an engine of this process.
        tokens_in, tokens_out: of those calls.
        seconds: of the engine's work.
        basis: what the time rests on, in words.
    """

    calls: int
    tokens_in: Range
    tokens_out: Range
    seconds: Range
    basis: str

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.seconds + other.seconds,
            self.basis,
        )


@runtime_checkable
class PaidEngine(Protocol):
    """What an engine offers besides `Engine` if its calls may cost money."""

    meter: Meter
    """Counts and limits; whoever starts a run may put one for the whole run here."""

    @property
    def price(self) -> Price | None:
        """Return what it asks, None if that is not known."""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """Return what the requests would take; sends nothing."""

    def stop(self) -> None:
        """Answer from now on only what was finished already; everything else is an `EngineFailure`."""


def tokens(text: str) -> Range:
    """Return how many tokens a text is for the models of today, least and most.

    >>> tokens("王总，三千万的彩礼，一分不能少。")
    Range(low=7.14, high=23.8)
    """
    low = high = 0.0
    rest = len(text)
    for pattern, least, most in _CLASSES:
        count = len(pattern.findall(text))
        rest -= count
        low += least * count
        high += most * count
    return Range(round(low + _OTHER[0] * rest, 2), round(high + _OTHER[1] * rest, 2))


def target_tokens(source: str, language: str) -> Range:
    """Return how many tokens the translation of a text will be.

    Args:
        source: the text.
        language: of the target, as in BCP 47 (``es``).
    """
    if has_han(source):
        low, high = _PER_HAN.get(language, _PER_HAN_OTHER)
        return Range(low * len(source), high * len(source))
    return tokens(source).times(0.7, 1.8)


def probe(engine: Engine, requests: Sequence[Request]) -> Range:
    """Return the seconds that an engine of this process will take, from trying it out on some of the requests.

    Its first batch is not counted: it loads the model.
    """
    lines = list(requests)
    if not lines:
        return NOTHING
    step = max(1, len(lines) // sum(_PROBE_LINES))
    sample = lines[::step]
    began = time.monotonic()
    engine.translate(sample[:1])
    loading = time.monotonic() - began
    done = spent = 0.0
    for count in _PROBE_LINES:
        chosen = sample[int(done) : int(done) + count] or sample[:count]
        began = time.monotonic()
        engine.translate(chosen)
        spent += time.monotonic() - began
        done += len(chosen)
        if spent > PROBE_SECONDS:
            break
    whole = loading + len(lines) * spent / done
    return Range(whole * (1 - _SPREAD), whole * (1 + _SPREAD))
