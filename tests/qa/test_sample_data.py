"""No check throws on any file of the sample corpus, and its errors there are the ones that were judged."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from localize.errors import LocalizeError
from localize.formats import parse
from localize.layout import limits
from localize.masking import mask
from localize.model import Document, Segment
from localize.qa import Context, check, spec

LABELLED = Path(__file__).resolve().parent.parent / "corpus" / "qa" / "labelled.tsv"
UNSEEN = LABELLED.with_name("labelled_unseen.tsv")
THIRD = LABELLED.with_name("labelled_third.tsv")
SUFFIXES = frozenset(
    re.findall(
        r"\w+",
        """
        srt vtt ass ssa sub sbv smi scc stl lrc ttml dfxp xml json po pot ts xlf resx strings xcstrings properties ftl
        rpy yarn fountain fdx csv yaml
        """,
    )
)
MOST_BYTES = 16_000
MOST_SEGMENTS = 6
LOCALES = ["en-US", "es-419", "ar", "th", "ja", "zh-Hant-TW"]


def documents(folder: Path) -> Iterator[Document]:
    """Yield the files that can be read, small ones and the beginnings of none."""
    for path in sorted(folder.rglob("*")):
        if path.suffix[1:].lower() not in SUFFIXES or not path.is_file() or path.stat().st_size > MOST_BYTES:
            continue
        try:
            yield parse(path.read_bytes(), path.name)
        except LocalizeError:
            continue


def context_of(segment: Segment, before: Segment | None, document: Document, locale: str) -> Context:
    return Context(
        source_locale="zh-Hans",
        target_locale=locale,
        format=document.format,
        medium="drama" if segment.start_ms is not None else "game",
        limits=limits("netflix", locale) if segment.start_ms is not None else None,
        masked=mask(segment, format=document.format),
        previous=before,
        fps=25.0,
        cuts=(1000, 2000, 5000),
        repeats=("x",),
        approved=True,
    )


def test_no_check_throws_on_any_file_of_the_sample_data(sample_data: Path) -> None:
    files, found = 0, Counter[str]()
    for number, document in enumerate(documents(sample_data)):
        files += 1
        before = None
        locale = LOCALES[number % len(LOCALES)]
        for segment in islice(document.segments, MOST_SEGMENTS):
            target = segment.source if segment.target is None else segment.target
            found.update(
                f.code for f in check(segment, target, context_of(segment, before, document, locale))
            )
            before = segment
    assert files > 300
    assert len(found) > 20  # the files are full of faults, so most checks had something to say
    assert all(spec(code) for code in found)


def rows(file: Path = LABELLED) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_nine_of_ten_errors_of_the_judged_sample_are_real() -> None:
    labels = Counter(row["label"] for row in rows())
    assert set(labels) <= {"real", "false", "debatable"}
    assert labels.total() >= 150
    assert labels["real"] / labels.total() >= 0.9


def test_findings_on_pairs_that_no_rule_was_tuned_on_are_real() -> None:
    """Drawn from 383,730 published pairs without those judged before (seed 20261122), at most 25 warnings a code.

    What is debatable counts as no real fault in the second figure of each. Of the false warnings, those of COD013 and
    TXT009 were mended after the draw and stay in the sample. Nine false errors (COD006) are of the pair file: it ends
    a message of Fluent too early: the shipped files have none.
    """
    judged = rows(UNSEEN)
    for severity, of_decided, of_all in (("error", 0.89, 0.81), ("warning", 0.85, 0.8)):
        labels = Counter(row["label"] for row in judged if row["severity"] == severity)
        assert set(labels) == {"real", "false", "debatable"}
        assert labels.total() >= 100
        assert labels["real"] / (labels["real"] + labels["false"]) >= of_decided
        assert labels["real"] / labels.total() >= of_all


def test_the_last_errors_that_nobody_had_judged_are_mostly_real() -> None:
    """Asked for were 150 (seed 20261123); the pairs held eight that no row above has, so all eight were taken.

    The seven of Pixelorama and Maccy are all errors on some 9,000 pairs of those teams that were in no earlier draw;
    624 cues of subtitles beside them had none. Fifteen rows bear no finer figure: 13 real, 1 debatable, 1 false.
    """
    labels = Counter(row["label"] for row in rows(THIRD))
    assert labels == {"real": 13, "debatable": 1, "false": 1}


def test_every_judged_row_says_its_code_reason_and_licence() -> None:
    for row in (*rows(), *rows(UNSEEN), *rows(THIRD)):
        assert spec(row["code"])
        assert row["reason"]
        assert row["licence"]
        assert max(len(row["source"]), len(row["target"])) <= 160  # excerpts, not texts
