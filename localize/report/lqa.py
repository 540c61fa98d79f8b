"""The only place that says how scores of quality are shown: as an object with stable keys, as a table, on the page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from localize.report.base import encodable, forward_slashes
from localize.review.faults import Weight
from localize.review.lqa import CALIBRATED, FORMULAS, LEAST, MULTIPLIERS, NORMED, RAW, Verdict
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.review.lqa import Calibration, Formula, Measure, Score

HEADS = (
    "by",
    "name",
    "locale",
    "lines#",
    "size#",
    *(f"{weight}#" for weight in Weight),
    "unrated#",
    "NPT#",
    "95 %#",
    "score#",
    "edited#",
    "verdict",
)
"""Heads of the rows; one that ends in ``#`` is that of numbers."""
_NONE = "–"
_DIGITS = 4
"""Decimals in JSON."""
_UNFOLDED = 20
"""The most rows that are shown unfolded at the start."""


def as_object(scores: Sequence[Score], calibration: Calibration | None) -> dict[str, object]:
    """Return the scores as one object for JSON; numbers that cannot be said are null."""
    return {
        "formulas": [{"formula_id": f.id, "formula": f.text, "unit": f.unit} for f in FORMULAS],
        "multipliers": {str(weight): points for weight, points in MULTIPLIERS.items()},
        "least": {str(measure): number for measure, number in LEAST.items()},
        "calibration": None
        if calibration is None
        else {"allowed": calibration.allowed, "mark": calibration.mark},
        "scores": [_score(score) for score in scores],
    }


def _score(score: Score) -> dict[str, object]:
    return {
        "by": str(score.by),
        "name": score.name,
        "locale": score.locale,
        "measure": str(score.measure),
        "lines": score.lines,
        "readings": score.readings,
        "volume": score.volume,
        "sample": score.sample,
        "errors": {str(weight): score.count(weight) for weight in Weight},
        "dimensions": {
            str(dimension): {str(weight): number for weight, number in counts.items()}
            for dimension, counts in score.faults.items()
        },
        "unrated": score.unrated,
        "left_out": score.left_out,
        "penalty": score.penalty,
        "npt_interval": None if score.interval is None else [round(end, _DIGITS) for end in score.interval],
        "values": [
            {
                "formula_id": value.formula.id,
                "value": None if value.number is None else round(value.number, _DIGITS),
                "unit": _unit(value.formula, score.measure),
            }
            for value in score.values
        ],
        "verdict": str(score.verdict),
        "post_edit": {
            "edited": score.post_edit.edited,
            "distance": score.post_edit.distance,
            "characters": score.post_edit.characters,
            "rate": None if score.post_edit.rate is None else round(score.post_edit.rate, _DIGITS),
        },
    }


def _unit(formula: Formula, measure: Measure) -> str:
    return formula.unit.replace("{measure}", measure.value.replace("-", " "))


def rows(scores: Sequence[Score]) -> list[list[str]]:
    """Return a row a score, as `HEADS` says."""
    return [
        [
            str(score.by),
            forward_slashes(score.name),
            score.locale,
            str(score.lines),
            str(score.volume),
            *(str(score.count(weight)) for weight in Weight),
            str(score.unrated),
            _number(score.value(NORMED)),
            _NONE if score.interval is None else "{:.1f} to {:.1f}".format(*score.interval),
            _number(score.value(_shown(score))),
            _NONE if score.post_edit.rate is None else f"{score.post_edit.rate:.0%}",
            "too few to say" if score.verdict is Verdict.TOO_FEW else str(score.verdict),
        ]
        for score in scores
    ]


def _shown(score: Score) -> Formula:
    return CALIBRATED if any(value.formula == CALIBRATED for value in score.values) else RAW


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1f}"


def legend(scores: Sequence[Score]) -> str:
    """Return what the numbers of `rows` are, in a few sentences; '' for no scores."""
    if not scores:
        return ""
    first = scores[0]
    least, words = LEAST[first.measure], first.measure.value.replace("-", " ")
    return (
        f"size: {words} of what was evaluated, once for each reader. NPT: {_unit(NORMED, first.measure)} "
        f"({NORMED.id}), with its 95 % interval. score: {_shown(first).text} ({_shown(first).id}). "
        f"edited: share of characters that reviewers changed; no part of the score. "
        f"Fewer than {least} {words}, each line counted once, are too few to say."
    )


def section(scores: Sequence[Score]) -> str:
    """Return the section of the page, '' for no scores."""
    if not scores:
        return ""
    open_ = " open" if len(scores) <= _UNFOLDED else ""
    heads = "".join(f'<th scope="col">{_text(head.removesuffix("#"))}</th>' for head in HEADS)
    body = "".join(
        f'<tr class="{score.verdict}">{"".join(f"<td>{_text(cell)}</td>" for cell in row)}</tr>'
        for score, row in zip(scores, rows(scores), strict=True)
    )
    return (
        f'<section aria-label="Quality of reviewed work"><details{open_}><summary>'
        "<h2>Quality of reviewed work (MQM)</h2></summary>"
        f'<div class="wide" role="region" aria-label="Scores" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f'<tbody>{body}</tbody></table></div><p class="where">{_text(legend(scores))}</p></details></section>'
    )


def _text(text: str) -> str:
    return escape(safe(encodable(text)))
