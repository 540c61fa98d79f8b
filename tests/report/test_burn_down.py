"""How the lines that are still to approve are counted over time."""

from __future__ import annotations

from localize import report
from localize.api.facts import Facts, burned


def test_several_days_are_shown_by_day() -> None:
    steps = [("2026-11-21T09:00:00Z", 3), ("2026-11-22T09:00:00Z", 1), ("2026-11-22T10:00:00Z", 1)]
    assert burned(steps, 10) == [("2026-11-21", 7), ("2026-11-22", 5)]


def test_one_day_is_shown_by_hour_and_one_hour_by_minute() -> None:
    hours = [("2026-11-22T09:10:00Z", 3), ("2026-11-22T11:00:00Z", 1), ("2026-11-22T11:20:00Z", -1)]
    assert burned(hours, 10) == [("2026-11-22 09:00", 7), ("2026-11-22 11:00", 7)]
    minutes = [("2026-11-22T09:10:05Z", 3), ("2026-11-22T09:12:00Z", 1)]
    assert burned(minutes, 4) == [("2026-11-22 09:10", 1), ("2026-11-22 09:12", 0)]


def test_no_decision_is_no_plot_and_two_hours_are_one() -> None:
    assert burned([], 10) == []
    page = report.write("html", [], Facts(open_lines=[("2026-11-22 09:00", 7), ("2026-11-22 11:00", 2)]))
    assert "2026-11-22 11:00: 2" in page
    assert "2026-11-22" not in report.write("html", [], Facts(open_lines=[("2026-11-22", 7)]))
