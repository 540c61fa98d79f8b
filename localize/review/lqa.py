"""The only place that scores reviewed work by MQM: what reviewers recorded in, penalties and scores out; no store.

A *reading* is one reviewer's verdict on one text of a line that somebody else wrote. Its faults are the rejections that
carry a weight. Sources: multipliers and formulas are those of the MQM scoring models (themqm.org); the interval is that
of Fay and Feuer, "Confidence intervals for directly standardized rates", Statistics in Medicine 16 (1997).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING

from localize.review.faults import Dimension, Weight

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from localize.review.readings import Reading

MULTIPLIERS = {Weight.NEUTRAL: 0, Weight.MINOR: 1, Weight.MAJOR: 5, Weight.CRITICAL: 25}
"""Penalty points a fault."""
REFERENCE = 1000
"""How many source words or characters a normed penalty is for."""
BEST = 100
"""The score of a text without faults."""
_CONFIDENCE = 0.95


class Measure(StrEnum):
    """What the size of an evaluated text is counted in."""

    CHARACTERS = "source-characters"
    WORDS = "source-words"


LEAST = {Measure.WORDS: 500, Measure.CHARACTERS: 750}
"""The smallest sample that gets a score. MQM's scoring models suggest samples of 500 to 20,000 words; that 1.5 Chinese
characters are a word is a convention."""


class Grouping(StrEnum):
    """What a score is of, always within one locale."""

    LOCALE = "locale"
    ENGINE = "engine"
    FILE = "file"
    REVIEWER = "reviewer"


class Verdict(StrEnum):
    """What a score comes to."""

    FAIL = "fail"  # a critical fault, or below the pass mark
    TOO_FEW = "too-few"
    PASS = "pass"
    SCORED = "scored"  # no pass mark was given


@dataclass(frozen=True, slots=True)
class Formula:
    """One way to a number; the same penalties give different numbers, so each value carries its formula's id.

    Attributes:
        id: stable.
        text: the formula; APT are the penalty points, EWC is the size of the evaluated text.
        unit: of its values; ``{measure}`` stands for what the text is counted in.
    """

    id: str
    text: str
    unit: str


NORMED = Formula("mqm-npt-1000", "NPT = APT / EWC * 1000", "penalty points per 1,000 {measure}")
RAW = Formula("mqm-oqs-raw-100", "OQS = 100 * (1 - APT / EWC)", "points of 100, can be negative")
CALIBRATED = Formula("mqm-cqs-100", "CQS = 100 - NPT * (100 - PT) / APP", "points of 100, can be negative")
FORMULAS = (NORMED, RAW, CALIBRATED)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a project lets pass.

    Attributes:
        allowed: penalty points per 1,000 that are just good enough (APP); above 0.
        mark: the score that they are worth (PT), 0 to 100.
    """

    allowed: float
    mark: float


@dataclass(frozen=True, slots=True)
class Value:
    """A number with the formula it comes from; None where the sample is too small to say."""

    formula: Formula
    number: float | None


@dataclass(frozen=True, slots=True)
class PostEdit:
    """How far reviewers changed what they read; no part of any score.

    Attributes:
        edited: readings that changed the text.
        distance: characters inserted, deleted or replaced (Levenshtein); runs of blanks count as one blank.
        characters: of the longer of both texts, over all readings.
    """

    edited: int
    distance: int
    characters: int

    @property
    def rate(self) -> float | None:
        """Return the share of characters that changed, 0 to 1; None where there are none."""
        return self.distance / self.characters if self.characters else None


@dataclass(frozen=True, slots=True)
class Score:
    """What a set of readings comes to.

    Attributes:
        by, name, locale: what it is of.
        measure: what `volume` and `sample` are counted in.
        lines, readings: evaluated lines, and verdicts on texts of them.
        volume: size of the sources over all readings (EWC); a line read by two people counts twice, as its faults do.
        sample: size of the sources with each line counted once; against `LEAST` it decides whether there is a score.
        faults: dimension → weight → number.
        unrated: rejections without a weight; they score nothing.
        left_out: readings with nothing but such rejections; they are in no other number but `post_edit`.
        penalty: penalty points (APT); all types weigh the same (W = 1).
        interval: of the normed penalty, 95 %; None for a volume of 0.
        values: by formula.
        verdict: what it comes to.
        post_edit: apart from the score.
    """

    by: Grouping
    name: str
    locale: str
    measure: Measure
    lines: int
    readings: int
    volume: int
    sample: int
    faults: Mapping[Dimension, Mapping[Weight, int]]
    unrated: int
    left_out: int
    penalty: int
    interval: tuple[float, float] | None
    values: tuple[Value, ...]
    verdict: Verdict
    post_edit: PostEdit

    def count(self, weight: Weight) -> int:
        """Return how many faults of a weight there are."""
        return sum(counts.get(weight, 0) for counts in self.faults.values())

    def value(self, formula: Formula) -> float | None:
        """Return the number of a formula, None where there is none."""
        return next((value.number for value in self.values if value.formula == formula), None)


def penalty_of(counts: Mapping[Weight, int]) -> int:
    """Return the penalty points of faults.

    >>> penalty_of({Weight.CRITICAL: 2, Weight.MAJOR: 3, Weight.MINOR: 8})
    73
    """
    return sum(MULTIPLIERS[weight] * number for weight, number in counts.items())


def normed(penalty: float, volume: int) -> float:
    """Return penalty points per 1,000 of a volume above 0.

    >>> normed(73, 5000)
    14.6
    """
    return penalty / volume * REFERENCE


def raw_score(penalty: float, volume: int) -> float:
    """Return MQM's score without calibration, in points of 100; `volume` is above 0.

    >>> raw_score(10, 1000)
    99.0
    """
    return BEST * (1 - penalty / volume)


def calibrated(penalty: float, volume: int, calibration: Calibration) -> float:
    """Return the score at which the allowed penalty is worth the pass mark; `volume` is above 0.

    >>> calibrated(50, 2000, Calibration(allowed=25, mark=80))
    80.0
    """
    return BEST - normed(penalty, volume) * (BEST - calibration.mark) / calibration.allowed


def interval(counts: Mapping[Weight, int], volume: int) -> tuple[float, float]:
    """Return the 95 % gamma interval of the normed penalty; the weights of Fay and Feuer are the multipliers.

    Without any fault the upper end is that of minor ones: about 3.7 penalty points in the volume.
    """
    points = penalty_of(counts)
    squares = sum(MULTIPLIERS[weight] ** 2 * number for weight, number in counts.items())
    top = max((MULTIPLIERS[weight] for weight, number in counts.items() if number), default=0) or 1
    tail = (1 - _CONFIDENCE) / 2
    low = _gamma(points, squares, tail) if points else 0.0
    return normed(low, volume), normed(_gamma(points + top, squares + top**2, 1 - tail), volume)


def _gamma(mean: float, variance: float, share: float) -> float:
    """Return a quantile of the gamma distribution with a mean and variance (Wilson and Hilferty, 1931)."""
    freedom = 2 * mean**2 / variance
    spread = 2 / (9 * freedom)
    cube = max(0.0, 1 - spread + NormalDist().inv_cdf(share) * spread**0.5)
    return float(mean * cube**3)


def scores(
    readings: Iterable[Reading], measure: Measure, calibration: Calibration | None = None
) -> list[Score]:
    """Return the scores of each locale, and in it of each engine, file and reviewer, in that order and by name."""
    groups: defaultdict[tuple[str, Grouping, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        for by, name_of in _NAMES.items():
            groups[reading.locale, by, name_of(reading)].append(reading)
    order = list(Grouping)
    return [
        score(groups[key], by=key[1], name=key[2], measure=measure, calibration=calibration)
        for key in sorted(groups, key=lambda key: (key[0], order.index(key[1]), key[2]))
    ]


_NAMES: dict[Grouping, Callable[[Reading], str]] = {
    Grouping.LOCALE: lambda reading: reading.locale,
    Grouping.ENGINE: lambda reading: reading.engine,
    Grouping.FILE: lambda reading: reading.file,
    Grouping.REVIEWER: lambda reading: reading.reviewer,
}


def score(
    readings: Sequence[Reading],
    *,
    by: Grouping,
    name: str,
    measure: Measure,
    calibration: Calibration | None = None,
) -> Score:
    """Return the score of one or more readings of one locale."""
    counted = [reading for reading in readings if reading.faults or not reading.unrated]
    volume = sum(reading.volume for reading in counted)
    once = {reading.unit: reading.volume for reading in counted}
    faults = _by_dimension(counted)
    counts = {weight: sum(numbers[weight] for numbers in faults.values()) for weight in Weight}
    penalty = penalty_of(counts)
    sample = sum(once.values())
    values = _values(penalty, volume if sample >= LEAST[measure] else 0, calibration)
    return Score(
        by=by,
        name=name,
        locale=readings[0].locale,
        measure=measure,
        lines=len(once),
        readings=len(counted),
        volume=volume,
        sample=sample,
        faults=faults,
        unrated=sum(reading.unrated for reading in readings),
        left_out=len(readings) - len(counted),
        penalty=penalty,
        interval=interval(counts, volume) if volume else None,
        values=values,
        verdict=_verdict(counts, values, calibration),
        post_edit=_post_edit(readings),
    )


def _by_dimension(readings: Iterable[Reading]) -> dict[Dimension, dict[Weight, int]]:
    """Return how many faults of each weight there are in the dimensions that have any."""
    faults = Counter(fault for reading in readings for fault in reading.faults)
    found = {dimension for dimension, _ in faults}
    return {d: {weight: faults[d, weight] for weight in Weight} for d in Dimension if d in found}


def _post_edit(readings: Sequence[Reading]) -> PostEdit:
    return PostEdit(
        edited=sum(reading.distance > 0 for reading in readings),
        distance=sum(reading.distance for reading in readings),
        characters=sum(reading.characters for reading in readings),
    )


def _values(penalty: int, volume: int, calibration: Calibration | None) -> tuple[Value, ...]:
    """Return a value a formula; all are None for a volume of 0."""
    values = [
        Value(NORMED, normed(penalty, volume) if volume else None),
        Value(RAW, raw_score(penalty, volume) if volume else None),
    ]
    if calibration is not None:
        values.append(Value(CALIBRATED, calibrated(penalty, volume, calibration) if volume else None))
    return tuple(values)


def _verdict(
    counts: Mapping[Weight, int], values: Sequence[Value], calibration: Calibration | None
) -> Verdict:
    if counts[Weight.CRITICAL]:
        return Verdict.FAIL
    last = values[-1].number
    if last is None:
        return Verdict.TOO_FEW
    if calibration is None:
        return Verdict.SCORED
    # 80.0 may come out as 79.99999999999999; a text at the limit passes.
    return Verdict.PASS if last >= calibration.mark - 1e-9 else Verdict.FAIL
