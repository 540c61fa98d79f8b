"""How scores are shown where names come from people: as text, inside the page, on a narrow screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from localize import report
from localize.api.facts import Facts
from localize.report import lqa
from localize.review.faults import Dimension, Weight
from localize.review.lqa import CALIBRATED, Calibration, Measure, scores
from localize.review.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from localize.review.lqa import Score

EVIL = "</td></table><script>x</script>\x1b[31m\u202e\ud800" + "W" * 200


def _scores(name: str = "lin", calibration: Calibration | None = None) -> list[Score]:
    fault = (Dimension.ACCURACY, Weight.CRITICAL)
    found = [
        Reading(1, name, "en-US", 900, name, name, (fault,)),
        Reading(2, "b.srt", "en-US", 3, "echo", "wu"),
    ]
    return scores(found, Measure.CHARACTERS, calibration)


def test_names_of_people_stay_text() -> None:
    section = lqa.section(_scores(EVIL))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", section)
    body = ET.fromstring(section.replace("<details open>", "<details>"))
    assert {node.tag for node in body.iter()} == {
        "section",
        "details",
        "summary",
        "h2",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "p",
    }


def test_every_row_has_a_cell_for_every_head() -> None:
    found = _scores()
    assert len(found) == 7
    assert {len(row) for row in lqa.rows(found)} == {len(lqa.HEADS)}


def test_a_calibrated_score_takes_the_place_of_the_raw_one() -> None:
    limits = Calibration(allowed=50, mark=70)
    (row, *_) = lqa.rows(_scores(calibration=limits))
    # APT = 25, EWC = 903: NPT = 27.7; CQS = 100 - 27.685 * 30 / 50 = 83.4; critical, so it fails all the same.
    assert (row[10], row[12], row[14]) == ("27.7", "83.4", "fail")
    assert CALIBRATED.id in lqa.legend(_scores(calibration=limits))


def test_no_scores_leave_no_trace() -> None:
    assert (lqa.section([]), lqa.legend([]), lqa.rows([])) == ("", "", [])


def test_the_scores_fit_a_phone(overhang: Callable[[str], int]) -> None:
    assert overhang(report.write("html", [], Facts(scores=_scores(EVIL)))) <= 0
