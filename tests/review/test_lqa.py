"""Scores against arithmetic by hand, and what must hold for any set of readings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.review.faults import Dimension, Weight
from localize.review.lqa import (
    CALIBRATED,
    LEAST,
    MULTIPLIERS,
    NORMED,
    RAW,
    Calibration,
    Grouping,
    Measure,
    Score,
    Verdict,
    calibrated,
    interval,
    normed,
    penalty_of,
    raw_score,
    score,
    scores,
)
from localize.review.readings import Reading

ACCURACY, STYLE = Dimension.ACCURACY, Dimension.STYLE
NEUTRAL, MINOR, MAJOR, CRITICAL = Weight.NEUTRAL, Weight.MINOR, Weight.MAJOR, Weight.CRITICAL

Fault = tuple[Dimension, Weight]


def reading(
    unit: int,
    volume: int,
    *faults: Fault,
    engine: str = "starter",
    file: str = "ep1.srt",
    reviewer: str = "lin",
    unrated: int = 0,
) -> Reading:
    return Reading(unit, file, "en-US", volume, engine, reviewer, faults, unrated)


def whole(
    *readings: Reading, measure: Measure = Measure.WORDS, calibration: Calibration | None = None
) -> Score:
    return score(readings, by=Grouping.LOCALE, name="en-US", measure=measure, calibration=calibration)


def test_ten_minor_faults_in_a_thousand_words() -> None:
    # APT = 10 * 1 = 10; NPT = 10 / 1000 * 1000 = 10; OQS = 100 * (1 - 10 / 1000) = 99.0
    found = whole(*(reading(n, 100, (STYLE, MINOR)) for n in range(10)))
    assert (found.penalty, found.volume) == (10, 1000)
    assert found.value(NORMED) == pytest.approx(10.0)
    assert found.value(RAW) == pytest.approx(99.0)
    assert found.verdict is Verdict.SCORED


def test_a_critical_fault_fails_whatever_the_score() -> None:
    # APT = 2 * 25 + 3 * 5 + 8 * 1 = 73; PWPT = 73 / 5000 = 0.0146; NPT = 14.6; OQS = 100 * (1 - 0.0146) = 98.54
    faults = [(ACCURACY, CRITICAL)] * 2 + [(STYLE, MAJOR)] * 3 + [(STYLE, MINOR)] * 8
    found = whole(*(reading(n, 250, *faults[n : n + 1]) for n in range(20)))
    assert (found.penalty, found.volume) == (73, 5000)
    assert found.value(NORMED) == pytest.approx(14.6)
    assert found.value(RAW) == pytest.approx(98.54)
    assert found.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("points", "expected", "verdict"),
    [
        # CQS = 100 - NPT * (100 - 80) / 25; NPT = APT / 2000 * 1000
        (50, 80.0, Verdict.PASS),  # NPT 25: 100 - 25 * 0.8
        (55, 78.0, Verdict.FAIL),  # NPT 27.5: 100 - 27.5 * 0.8
        (0, 100.0, Verdict.PASS),
    ],
)
def test_the_calibrated_score_is_the_mark_at_the_allowed_penalty(
    points: int, expected: float, verdict: Verdict
) -> None:
    faults = [(STYLE, MINOR)] * points
    found = whole(reading(1, 2000, *faults), calibration=Calibration(allowed=25, mark=80))
    assert found.value(CALIBRATED) == pytest.approx(expected)
    assert found.verdict is verdict


def test_a_rounding_error_fails_nobody_at_the_limit() -> None:
    # NPT = 14 / 1000 * 1000 = 14 = what is allowed, so the score is the mark
    found = whole(reading(1, 1000, *[(STYLE, MINOR)] * 14), calibration=Calibration(allowed=14, mark=85))
    assert found.verdict is Verdict.PASS


def test_neutral_faults_are_counted_and_cost_nothing() -> None:
    found = whole(reading(1, 600, (STYLE, NEUTRAL)))
    assert (found.count(NEUTRAL), found.penalty, found.value(RAW)) == (1, 0, 100.0)


@pytest.mark.parametrize("measure", Measure)
def test_a_sample_below_the_limit_has_counts_and_an_interval_and_no_score(measure: Measure) -> None:
    least = LEAST[measure]
    small, enough = (whole(reading(1, n, (STYLE, MAJOR)), measure=measure) for n in (least - 1, least))
    assert {value.number for value in small.values} == {None}
    assert (small.verdict, small.penalty, small.count(MAJOR)) == (Verdict.TOO_FEW, 5, 1)
    assert small.interval is not None
    assert enough.value(RAW) == pytest.approx(100 * (1 - 5 / least))
    assert enough.verdict is Verdict.SCORED


def test_a_line_that_two_people_read_is_one_line_of_the_sample() -> None:
    # Both read the same 300 words: EWC 600, but 300 different words, fewer than 500.
    found = whole(reading(1, 300, (STYLE, MINOR)), reading(1, 300, reviewer="wu"))
    assert (found.lines, found.readings, found.volume, found.sample) == (1, 2, 600, 300)
    assert found.verdict is Verdict.TOO_FEW


def test_a_small_sample_with_a_critical_fault_fails() -> None:
    assert whole(reading(1, 5, (ACCURACY, CRITICAL))).verdict is Verdict.FAIL


def test_a_rejection_without_a_weight_takes_its_line_out_of_the_volume() -> None:
    # 600 evaluated words with one minor fault; the 400 words of the second line are neither good nor bad.
    found = whole(reading(1, 600, (STYLE, MINOR)), reading(2, 400, unrated=2))
    assert (found.volume, found.lines, found.unrated, found.left_out) == (600, 1, 2, 1)
    assert found.value(NORMED) == pytest.approx(1 / 600 * 1000)


def test_nothing_but_unrated_rejections_says_nothing() -> None:
    found = whole(reading(1, 400, unrated=1))
    assert (found.volume, found.interval, found.verdict) == (0, None, Verdict.TOO_FEW)


def test_groups_hold_each_reading_once_a_kind() -> None:
    found = scores(
        [
            reading(1, 10, (ACCURACY, MAJOR), engine="a", file="x"),
            reading(2, 20, (STYLE, MINOR), engine="b", file="x", reviewer="wu"),
            replace(reading(3, 40, engine="a", file="y"), locale="zh-Hant-TW"),
        ],
        Measure.CHARACTERS,
    )
    assert [(s.locale, str(s.by), s.name, s.volume, s.penalty) for s in found] == [
        ("en-US", "locale", "en-US", 30, 6),
        ("en-US", "engine", "a", 10, 5),
        ("en-US", "engine", "b", 20, 1),
        ("en-US", "file", "x", 30, 6),
        ("en-US", "reviewer", "lin", 10, 5),
        ("en-US", "reviewer", "wu", 20, 1),
        ("zh-Hant-TW", "locale", "zh-Hant-TW", 40, 0),
        ("zh-Hant-TW", "engine", "a", 40, 0),
        ("zh-Hant-TW", "file", "y", 40, 0),
        ("zh-Hant-TW", "reviewer", "lin", 40, 0),
    ]
    assert found[0].faults == {
        ACCURACY: {NEUTRAL: 0, MINOR: 0, MAJOR: 1, CRITICAL: 0},
        STYLE: {NEUTRAL: 0, MINOR: 1, MAJOR: 0, CRITICAL: 0},
    }


def test_the_post_edit_distance_is_summed_apart_from_the_score() -> None:
    # 3 of 10 and 0 of 20 characters changed: 3 / 30 = 0.1
    found = whole(
        replace(reading(1, 500), distance=3, characters=10), replace(reading(2, 500), characters=20)
    )
    assert (found.post_edit.edited, found.value(RAW)) == (1, 100.0)
    assert found.post_edit.rate == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("minor", "low", "high"),
    [
        # Garwood's exact Poisson limits, half the quantiles of chi-square: of 2n (2.5 %) and 2n + 2 degrees (97.5 %)
        (0, 0.0, 7.378 / 2),
        (1, 0.0506 / 2, 11.143 / 2),
        (10, 9.591 / 2, 36.781 / 2),
    ],
)
def test_with_minor_faults_alone_the_interval_is_that_of_a_count(minor: int, low: float, high: float) -> None:
    found = interval({MINOR: minor}, 1000)
    assert found[0] == pytest.approx(low, abs=0.02)
    assert found[1] == pytest.approx(high, rel=0.01)


def test_the_interval_scales_with_the_weight() -> None:
    # Four major faults are four counts of 5 points: five times the interval of four minor ones.
    low, high = interval({MINOR: 4}, 1000)
    assert interval({MAJOR: 4}, 1000) == pytest.approx((5 * low, 5 * high))


WEIGHTS = st.dictionaries(st.sampled_from(Weight), st.integers(0, 200), max_size=4)
VOLUMES = st.integers(1, 100_000)


@given(WEIGHTS, VOLUMES, st.sampled_from([MINOR, MAJOR, CRITICAL]))
def test_one_more_fault_makes_every_score_worse(
    counts: dict[Weight, int], volume: int, weight: Weight
) -> None:
    less, more = penalty_of(counts), penalty_of({**counts, weight: counts.get(weight, 0) + 1})
    limits = Calibration(allowed=20, mark=80)
    assert more == less + MULTIPLIERS[weight]
    assert normed(more, volume) > normed(less, volume)
    assert raw_score(more, volume) < raw_score(less, volume)
    assert calibrated(more, volume, limits) < calibrated(less, volume, limits)


@given(WEIGHTS, VOLUMES)
def test_the_interval_holds_the_value(counts: dict[Weight, int], volume: int) -> None:
    low, high = interval(counts, volume)
    assert 0 <= low <= normed(penalty_of(counts), volume) < high


READINGS = st.builds(
    reading,
    st.integers(1, 10),
    st.just(600),
    st.sampled_from([(STYLE, MINOR), (ACCURACY, MAJOR), (ACCURACY, NEUTRAL)]),
    reviewer=st.sampled_from(["lin", "wu"]),
)


@given(
    st.lists(READINGS, min_size=1, max_size=12),
    st.data(),
    st.sampled_from([*Weight, None]),
)
def test_a_worse_reading_never_scores_better(
    readings: list[Reading], data: st.DataObject, weight: Weight | None
) -> None:
    clean = replace(readings[0], faults=())
    readings = [*readings, clean]
    chosen = data.draw(st.integers(0, len(readings) - 1))
    old = readings[chosen]
    worse = (
        replace(old, unrated=old.unrated + 1)
        if weight is None
        else replace(old, faults=(*old.faults, (ACCURACY, weight)))
    )
    before, after = whole(*readings), whole(*readings[:chosen], worse, *readings[chosen + 1 :])
    first, second = before.value(RAW), after.value(RAW)
    assert first is not None
    assert second is not None
    assert second <= first + 1e-9
    assert (before.verdict is Verdict.FAIL) <= (after.verdict is Verdict.FAIL)
