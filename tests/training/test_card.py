"""The card: what the log says, which model is chosen, and that nothing of the template is left over."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.card import best, better_everywhere, card, read_log
from training.prepare import Source

LOG = (
    "time\tphase\tepoch\tstep\tpairs\tphase_pairs\trate\tloss\tpairs_per_s\n"
    "t\tbase\t0\t50\t6000\t6000\t1e-4\t3.5\t100\n"
    "t\tdrama\t0\t100\t18000\t12000\t1e-4\t3.4\t200\n"
)


def test_the_log_gives_pairs_steps_minutes_and_phases() -> None:
    training = read_log(LOG)
    assert (training.pairs, training.steps, training.phases) == (18000, 100, ("base", "drama"))
    assert training.minutes == pytest.approx(2.0)


def test_an_empty_log_is_an_error() -> None:
    with pytest.raises(ValueError, match="train first"):
        read_log("time\tphase\n")


def test_the_best_model_has_the_highest_sum_over_the_splits() -> None:
    assert best([[34.0, 33.0], [25.0, 27.0]]) == 1


def test_a_model_that_loses_on_one_split_is_not_better() -> None:
    chrf = [(33.8, 33.7), (22.2, 30.0)]
    assert not better_everywhere(chrf, 1)
    assert better_everywhere([(33.8, 33.9), (22.2, 30.0)], 1)


def test_the_card_states_every_source_that_was_used() -> None:
    sources = [Source(n, Path("x"), "tsv", "MIT", f"Makers of {n}", 1.0) for n in ("used", "unused")]
    text = card(read_log(LOG), {"used": 1234}, sources, "| a | b |", 11.3)
    assert "| Makers of used | MIT | 1,234 | 1 |" in text
    assert "unused" not in text
    assert "| a | b |" in text
    assert "{" not in text
    assert "18,000 pairs" in text
