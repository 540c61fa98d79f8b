"""Every finding code there is, and the one way to run the checks: a segment and its target in, findings out."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from localize.errors import UsageError
from localize.model import Severity
from localize.qa.base import CheckSpec, Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from localize.model import Finding, Segment
    from localize.qa.base import Check

__all__ = ["CHECKS", "CheckSpec", "Context", "check", "spec"]

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_PROFILE = "layout profile of the locale"
_TIMING = "Netflix Subtitle Timing Guidelines; layout profile of the locale"
_EDITORIAL = "editorial"
_CODE = "the placeholders of the source, as a multiset"
_TERMS = "the project's glossary; statuses after ISO 30042"
_UNICODE = "Unicode Character Database"

# An error would break the product, a warning wants a person to look, an info is a nicety.
# fmt: off
CHECKS: tuple[CheckSpec, ...] = (
    CheckSpec("TIM001", "reading-speed", _WARNING, "The cue must be read faster than the locale allows", _PROFILE),
    CheckSpec("TIM002", "too-short", _WARNING, "The cue is shown for less than the shortest time", _PROFILE),
    CheckSpec("TIM003", "too-long", _WARNING, "The cue is shown for more than the longest time", _PROFILE),
    CheckSpec("TIM004", "overlap", _WARNING, "The cue begins before the one before it ends", _TIMING),
    CheckSpec("TIM005", "gap", _INFO, "The gap to the cue before is too small to be seen", _TIMING),
    CheckSpec("TIM006", "order", _WARNING, "The cue begins before the one that stands before it", _EDITORIAL),
    CheckSpec("TIM007", "no-duration", _ERROR, "The cue ends when it begins, or earlier", _EDITORIAL),
    CheckSpec("LAY001", "line-length", _WARNING, "A line is longer than the screen allows", _PROFILE),
    CheckSpec("LAY002", "line-count", _WARNING, "There are more lines than the screen allows", _PROFILE),
    CheckSpec("LAY003", "bad-break", _INFO, "A line breaks in the wrong place", _EDITORIAL),
    CheckSpec("LAY004", "max-length", _ERROR, "The text is longer than its field holds", "the file's own limit"),
    CheckSpec("LAY005", "short-lines", _INFO, "The lines would fit on one", _PROFILE),
    CheckSpec("COD001", "placeholder-lost", _ERROR, "A placeholder or tag of the source is missing", _CODE),
    CheckSpec("COD002", "placeholder-invented", _ERROR, "A placeholder or tag is not in the source", _CODE),
    CheckSpec("COD003", "tag-balance", _ERROR, "A tag is not opened, not closed, or crosses another one", _CODE),
    CheckSpec("COD004", "edge-blanks", _WARNING, "Blanks at the edges differ from the source", _EDITORIAL),
    CheckSpec("COD005", "leaked-symbol", _ERROR, "An internal symbol was left in the text", _UNICODE),
    CheckSpec("COD006", "broken-braces", _ERROR, "A brace has no partner", _EDITORIAL),
    CheckSpec("TXT001", "empty", _ERROR, "There is no text", _EDITORIAL),
    CheckSpec("TXT002", "untranslated", _ERROR, "Source script is left in the text", _UNICODE),
    CheckSpec("TXT003", "same-as-source", _WARNING, "The text is the source", _EDITORIAL),
    CheckSpec("TXT004", "repeated-word", _WARNING, "A word stands twice in a row", _EDITORIAL),
    CheckSpec("TXT005", "double-blank", _INFO, "There are two blanks in a row", _EDITORIAL),
    CheckSpec("TXT006", "inverted-mark", _WARNING, "A Spanish question or exclamation is not opened",
              "Ortografía de la lengua española (RAE)"),
    CheckSpec("TXT007", "ellipsis", _INFO, "Three full stops stand for an ellipsis",
              "Netflix Timed Text Style Guides: U+2026"),
    CheckSpec("TXT008", "foreign-punctuation", _WARNING, "Chinese punctuation is left in the text", _UNICODE),
    CheckSpec("TXT009", "unbalanced", _WARNING, "A bracket or quotation mark has no partner", _EDITORIAL),
    CheckSpec("TXT010", "mojibake", _ERROR, "The text was decoded wrongly somewhere", _UNICODE),
    CheckSpec("TXT011", "length-ratio", _WARNING, "The text is much longer or shorter than translations are",
              "0.5 % and 99.5 % quantiles of published translations, measured"),
    CheckSpec("TXT012", "wrong-number", _ERROR, "The text has another number than the source", _EDITORIAL),
    CheckSpec("TXT013", "number-missing", _WARNING, "A number of the source is missing", _EDITORIAL),
    CheckSpec("TXT014", "question-lost", _INFO, "The source asks, the text does not", _EDITORIAL),
    CheckSpec("TXT015", "halfwidth-punctuation", _WARNING, "Half-width punctuation stands between Han or kana",
              "GB/T 15834; JIS X 4051"),
    CheckSpec("TXT016", "arabic-punctuation", _WARNING, "Latin punctuation stands after Arabic letters", _UNICODE),
    CheckSpec("TXT017", "quotation-marks", _INFO, "The quotation marks are not those of the locale",
              "GB/T 15834 (zh-Hans); Ministry of Education, Taiwan (zh-Hant)"),
    CheckSpec("TRM001", "term-missing", _WARNING, "A term of the glossary is not rendered as agreed", _TERMS),
    CheckSpec("TRM002", "forbidden-term", _ERROR, "A forbidden rendering stands in the text", _TERMS),
    CheckSpec("TRM003", "inconsistent", _INFO, "The same source is translated otherwise elsewhere", _EDITORIAL),
    CheckSpec("TRM004", "homograph", _WARNING, "A term may mean several things and no rule decides", _TERMS),
    CheckSpec("TRM005", "deprecated-term", _WARNING, "A deprecated rendering stands in the text", _TERMS),
    CheckSpec("SCR001", "simplified", _ERROR, "Simplified characters stand in a Traditional text", "CC-CEDICT"),
    CheckSpec("SCR002", "traditional", _ERROR, "Traditional characters stand in a Simplified text", "CC-CEDICT"),
    CheckSpec("SCR003", "invisible", _WARNING, "Invisible characters stand in the text", _UNICODE),
    CheckSpec("SCR004", "bidi-control", _WARNING, "Direction controls are unbalanced or out of place",
              "Unicode UAX #9"),
    CheckSpec("SCR005", "control-character", _ERROR, "A control character stands in the text", _UNICODE),
    CheckSpec("SCR006", "homoglyph", _WARNING, "A word mixes letters of look-alike scripts", "Unicode UTS #39"),
    CheckSpec("SCR007", "width-form", _WARNING, "Characters have the width of another script", "Unicode UAX #11"),
    CheckSpec("PRO001", "outdated", _WARNING, "The source changed after the decision", "the review log"),
    CheckSpec("PRO002", "approved-with-errors", _ERROR, "The text was approved and has open errors", "the review log"),
)
# fmt: on
"""Every code, in the order of the families. Other rooms that find TRM or COD faults use these codes too."""


@functools.cache
def spec(code: str) -> CheckSpec:
    """Return what a finding code means.

    Raises:
        UsageError: there is no such code.

    >>> spec("COD001").name
    'placeholder-lost'
    """
    for known in CHECKS:
        if known.code == code:
            return known
    raise UsageError(f"unknown check {code!r}", code="USE004", do="`localize check --help` lists them")


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the findings of one segment, family by family; never raises for any text.

    Args:
        segment: the source.
        target: its translation as it stands in the file, placeholders in place.
        context: everything else that a check may know.
    """
    of_text, of_nothing, process = _families()
    worst: Severity | None = None
    for family in of_nothing if not target or target.isspace() else of_text:
        for finding in family(segment, target, context):
            worst = max(worst or finding.severity, finding.severity)
            yield finding
    if context.decided_source is not None or context.approved:
        yield from process(segment, context, worst)


@functools.cache
def _families() -> tuple[tuple[Check, ...], tuple[Check, ...], Callable[..., Iterator[Finding]]]:
    """Return the families for a text, for an empty one, and the one that looks at the decision; loaded once."""
    from localize.qa import code, layout, numbers, process, punctuation, script, terms, text, timing

    of_text = (
        timing.check, layout.check, code.check, text.check, punctuation.check, numbers.check, terms.check,
        script.check,
    )  # fmt: skip
    return of_text, (timing.check, text.check), process.check
