"""Errors on whole files of other teams, judged by hand: how many are real, and what is said of the same lines today."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from localize.masking import mask
from localize.model import Segment, SegmentId, SegmentKind, Severity
from localize.qa import Context, check, spec

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "qa"
FIFTH = FOLDER / "labelled_fifth.tsv"
SIXTH = FOLDER / "labelled_sixth.tsv"
SEVENTH = FOLDER / "labelled_seventh.tsv"
EIGHTH = FOLDER / "labelled_eighth.tsv"
FORMATS = {
    "scratch": "json",
    "node-red-editor": "json",
    "node-red-nodes": "json",
    "pdfviewer": "fluent",
    "iobroker": "json",
}
_WRITTEN = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def whole(text: str) -> str | None:
    """Return the text of a cell, None if it is only a part of one."""
    if text[:1] == "…" or text[-1:] == "…":
        return None
    return _WRITTEN.sub(lambda match: _MEANT[match[1]], text)


def errors_today(file: Path) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield the rows that hold their texts whole, and whether their error is raised today."""
    for row in rows(file):
        source, target = whole(row["source"]), whole(row["target"])
        if source is None or target is None:
            continue
        form = FORMATS.get(row["origin"], "po")
        segment = Segment(SegmentId("1"), source, (), 1, 1, SegmentKind.STRING)
        context = Context(row["from"], row["to"], form, "game", None, mask(segment, format=form))
        found = check(segment, target, context)
        yield row, any(f.code == row["code"] and f.severity is Severity.ERROR for f in found)


def test_the_fifth_sample_missed_nine_of_ten_and_stays_as_it_was_drawn() -> None:
    """Errors on 511,660 segments of 14 projects that no rule had seen (seed 20261124), at most 12 a code and project.

    62 % of those decided were real. False ones came in families: patterns of dates, Arabic digits of the C library,
    Qt numbers before a unit, other scale words, two figures for a year. Left out of the draw were texts that are empty
    or missing (3,136): nobody doubts them.
    """
    assert Counter(row["label"] for row in rows(FIFTH)) == {"real": 168, "false": 103, "debatable": 10}


def test_the_sixth_sample_missed_it_too() -> None:
    """The same on 775,560 segments of 14 other projects (seed 20261125), after the families above were mended.

    53 % of those decided were real; 61 of the 135 false ones are of two notations: line breaks of Lisp (~%) and of
    Neverball (a backslash). Without these two projects it is 67 %.
    """
    assert Counter(row["label"] for row in rows(SIXTH)) == {"real": 154, "false": 135, "debatable": 21}


def test_the_seventh_sample_of_desktop_programs_with_few_faults_missed_it_by_far() -> None:
    """The same on 238,934 segments of 20 programs of GNOME and others (seed 20261126): 337 errors, these after the cap.

    29 % of those decided were real: there are few faults to find, and nine notations that the two draws before did not
    have, among them colour codes of HexChat, arguments of gThumb explained in braces, and Arabic forms for one and two.
    """
    assert Counter(row["label"] for row in rows(SEVENTH)) == {"real": 42, "false": 102, "debatable": 1}


def test_the_eighth_sample_of_what_no_sample_held_missed_it_and_stays_as_it_was_drawn() -> None:
    """Findings on 314,867 segments of the sample data that no row above has (seed 20261127).

    The 85 errors are all that were left, as 144 more are in the samples above; the warnings are drawn. 48 of the 67
    false errors are of renderings that the packs forbid (“spare tire” for 备胎, which there was one), seven of a dash
    before a value, eight of an argument that the source leaves out. 40 of the 45 false warnings are of cues in two
    languages, measured as one, and of renderings that nobody had reviewed.
    """
    labels = {
        severity: Counter(row["label"] for row in rows(EIGHTH) if row["severity"] == severity)
        for severity in ("error", "warning")
    }
    assert labels == {
        "error": {"real": 17, "false": 67, "debatable": 1},
        "warning": {"real": 52, "false": 45, "debatable": 18},
    }


@pytest.mark.parametrize(
    ("file", "spared"), [(FIFTH, 0.15), (SIXTH, 0.3), (SEVENTH, 0.6)], ids=["fifth", "sixth", "7th"]
)
def test_what_a_sample_taught_holds_and_its_real_faults_are_still_found(file: Path, spared: float) -> None:
    labels = Counter((row["label"], found) for row, found in errors_today(file))
    assert labels["real", True] >= 0.95 * (labels["real", True] + labels["real", False])
    assert labels["false", True] <= spared * (labels["false", True] + labels["false", False])


def test_every_row_says_its_code_reason_and_licence_and_holds_no_more_than_an_excerpt() -> None:
    for row in (*rows(FIFTH), *rows(SIXTH), *rows(SEVENTH), *rows(EIGHTH)):
        assert spec(row["code"])
        assert row["label"] in {"real", "false", "debatable"}
        assert row["reason"]
        assert row["licence"]
        assert max(len(row["source"]), len(row["target"])) <= 160
