"""Every finding code there is, and the one way to run the checks: a segment and its target in, findings out."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from localize.errors import UsageError
from localize.model import Severity
from localize.qa.base import CheckSpec, Context
from localize.qa.everyday import is_everyday

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from localize.model import Finding, Segment
    from localize.qa.base import Check

__all__ = ["CHECKS", "CheckSpec", "Context", "check", "selection", "spec"]

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_PROFILE = "layout profile of the locale"
_TIMING = "Netflix Subtitle Timing Guidelines; layout profile of the locale"
_SHOTS = "Netflix Subtitle Timing Guidelines"
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
    CheckSpec("TIM008", "frame-gap", _WARNING, "There are fewer than two frames between two cues", _SHOTS),
    CheckSpec("TIM009", "open-gap", _INFO, "The gap to the cue before is neither closed nor a rest", _SHOTS),
    CheckSpec("TIM010", "over-cut", _WARNING, "The cue begins or ends a few frames from a cut of the picture", _SHOTS),
    CheckSpec("LAY001", "line-length", _WARNING, "A line is longer than the screen allows", _PROFILE),
    CheckSpec("LAY002", "line-count", _WARNING, "There are more lines than the screen allows", _PROFILE),
    CheckSpec("LAY003", "bad-break", _INFO, "A line breaks in the wrong place", _EDITORIAL),
    CheckSpec("LAY004", "max-length", _ERROR, "The text is longer than its field holds", "the file's own limit"),
    CheckSpec("LAY005", "short-lines", _INFO, "The lines would fit on one", _PROFILE),
    CheckSpec("LAY006", "glyph-missing", _WARNING, "The font has no glyph for a character",
              "the font, shaped by HarfBuzz"),
    CheckSpec("LAY007", "line-pixels", _WARNING, "A line is wider than the safe area", _PROFILE),
    CheckSpec("LAY008", "not-measured", _INFO, "There is no font to measure the lines with", _EDITORIAL),
    CheckSpec("LAY009", "line-direction", _INFO, "A right-to-left line begins with a left-to-right word",
              "Unicode UAX #9, P2 and P3"),
    CheckSpec("LAY010", "ass-wrap", _WARNING, "No player wraps the line, so it leaves the picture",
              "libass issues 360 and 694; layout profile of the locale"),
    CheckSpec("COD001", "placeholder-lost", _ERROR, "A placeholder or tag of the source is missing", _CODE),
    CheckSpec("COD002", "placeholder-invented", _ERROR, "A placeholder or tag is not in the source", _CODE),
    CheckSpec("COD003", "tag-balance", _ERROR, "A tag is not opened, not closed, or crosses another one", _CODE),
    CheckSpec("COD004", "edge-blanks", _WARNING, "Blanks at the edges differ from the source", _EDITORIAL),
    CheckSpec("COD005", "leaked-symbol", _ERROR, "An internal symbol was left in the text", _UNICODE),
    CheckSpec("COD006", "broken-braces", _ERROR, "A brace has no partner", _EDITORIAL),
    CheckSpec("COD007", "argument-order", _ERROR, "Arguments have another order or another type",
              "C99 7.19.6.1; POSIX fprintf (%n$)"),
    CheckSpec("COD008", "option-missing", _WARNING, "A plural or select message lacks an option",
              "CLDR plural rules of the locale; ICU MessageFormat"),
    CheckSpec("COD009", "option-unknown", _WARNING, "An option of a plural or select message can never be chosen",
              "CLDR plural rules of the locale; ICU MessageFormat"),
    CheckSpec("COD010", "option-number", _WARNING, "An option of a plural message does not say its number",
              "CLDR plural rules of the locale"),
    CheckSpec("COD011", "escape-changed", _WARNING, "Written and real line breaks were exchanged", _CODE),
    CheckSpec("COD012", "url-changed", _WARNING, "An address is not that of the source", _CODE),
    CheckSpec("COD013", "accelerator", _WARNING, "The access key of a label is missing, doubled or invented",
              "Qt QShortcut mnemonics; GTK mnemonics; Windows Forms"),
    CheckSpec("COD014", "key-name", _WARNING, "The name of a key or button is missing", _EDITORIAL),
    CheckSpec("COD015", "page-break", _ERROR, "The page breaks of a dialogue are not those of the source",
              "Stardew Valley dialogue commands"),
    CheckSpec("COD016", "line-policy", _ERROR, "Line breaks stand where the format does not allow them",
              "GNU gettext msgfmt --check; LRC: one line a time"),
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
    CheckSpec("TXT018", "wrong-language", _ERROR, "The text is in another language",
              "function words of the languages, editorial"),
    CheckSpec("TXT019", "mark-spacing", _INFO, "French marks stand without their narrow blank",
              _EDITORIAL),
    CheckSpec("TXT020", "greek-question", _WARNING, "A Greek question ends with a Latin question mark", _UNICODE),
    CheckSpec("TXT021", "thai-full-stop", _INFO, "A Thai sentence ends with a full stop",
              _EDITORIAL),
    CheckSpec("TXT022", "truncated", _WARNING, "The text seems to be cut off", _EDITORIAL),
    CheckSpec("TXT023", "sentence-capital", _INFO, "A sentence begins with a small letter", _EDITORIAL),
    CheckSpec("TXT024", "all-capitals", _INFO, "Dialogue stands in capitals", _EDITORIAL),
    CheckSpec("TXT025", "name-capital", _INFO, "A month or weekday has the wrong case", "CLDR month and day names"),
    CheckSpec("TXT026", "wrong-measure", _WARNING, "A measure has another value than the source",
              "the culture rules of measures; SI"),
    CheckSpec("TRM001", "term-missing", _WARNING, "A term of the glossary is not rendered as agreed", _TERMS),
    CheckSpec("TRM002", "forbidden-term", _ERROR, "A forbidden rendering stands in the text", _TERMS),
    CheckSpec("TRM003", "inconsistent", _INFO, "The same source is translated otherwise elsewhere", _EDITORIAL),
    CheckSpec("TRM004", "homograph", _WARNING, "A term may mean several things and no rule decides", _TERMS),
    CheckSpec("TRM005", "deprecated-term", _WARNING, "A deprecated rendering stands in the text", _TERMS),
    CheckSpec("TRM006", "address-form", _WARNING, "A person is addressed otherwise than agreed",
              "the project's address table"),
    CheckSpec("TRM007", "name-lost", _WARNING, "A name that is not translated is missing or changed", _EDITORIAL),
    CheckSpec("TRM008", "early-term", _ERROR, "A rendering gives away what a later episode tells",
              "the scope of the term", stage="people"),
    CheckSpec("TRM009", "wrong-person", _WARNING, "A pronoun cannot be the person who is meant",
              "the project's ledger", stage="people"),
    CheckSpec("TRM010", "concept-inconsistent", _INFO, "A term is rendered otherwise than elsewhere in the work",
              _EDITORIAL, stage="work"),
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
    CheckSpec("PRO003", "no-partner", _ERROR, "A segment of the source is missing in the target file",
              "the pair of files", stage="pairs"),
    CheckSpec("PRO004", "extra-segment", _WARNING, "A segment of the target file is not in the source",
              "the pair of files", stage="pairs"),
    CheckSpec("PRO005", "not-for-sale", _ERROR, "The draft is of an engine whose licence forbids commercial use",
              "the licence of the engine's model", stage="licences"),
    CheckSpec("PRO006", "waiver-expired", _WARNING, "The waiver of a finding has run out", "the review log"),
    CheckSpec("PRO007", "exception-expired", _WARNING, "The exception for a finding has run out",
              "the comment or setting that makes it", stage="exceptions"),
    CheckSpec("PRO008", "exception-unused", _WARNING, "An exception silences nothing",
              "the comment or setting that makes it", stage="exceptions"),
    CheckSpec("PRO009", "exception-unclear", _WARNING, "An exception cannot be read, or does not say why",
              "the comment or setting that makes it", stage="exceptions"),
    CheckSpec("MKT001", "market-advisory", _INFO, "A market may object to what the line says", "the market advisories"),
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


def selection(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> frozenset[str] | None:
    """Return the codes that are asked for, None for all of them.

    Args:
        select: codes or beginnings of codes (``COD``, ``TXT012``); none means all.
        ignore: the same, taken away.

    >>> sorted(selection(["TIM00", "COD001"], ["TIM"]))
    ['COD001']
    """
    if not select and not ignore:
        return None
    wanted, unwanted = tuple(select) or ("",), tuple(ignore)
    return frozenset(
        known.code
        for known in CHECKS
        if known.code.startswith(wanted) and not (unwanted and known.code.startswith(unwanted))
    )


def check(
    segment: Segment, target: str, context: Context, *, select: frozenset[str] | None = None
) -> Iterator[Finding]:
    """Return the findings of one segment, family by family; never raises for any text.

    Args:
        segment: the source.
        target: its translation as it stands in the file, placeholders in place.
        context: everything else that a check may know.
        select: codes that are asked for (`selection`); families without one of them do not run.
    """
    families = _families(select)
    chosen = _chosen(families, segment, target, context)
    if not (chosen or families.process):
        return iter(())
    return _found(families, chosen, segment, target, context, select)


def _found(
    families: _Families,
    chosen: tuple[Check, ...],
    segment: Segment,
    target: str,
    context: Context,
    select: frozenset[str] | None,
) -> Iterator[Finding]:
    worst: Severity | None = None
    for family in chosen:
        found = family(segment, target, context)
        if found:
            for finding in found:
                worst = max(worst or finding.severity, finding.severity)
                if select is None or finding.code in select:
                    yield finding
    if families.process and (
        context.decided_source is not None or context.approved or context.expired_waivers
    ):
        for finding in families.process(segment, context, worst):
            if select is None or finding.code in select:
                yield finding


def _chosen(families: _Families, segment: Segment, target: str, context: Context) -> tuple[Check, ...]:
    """Return the families that may have something to say of a segment; of most, those of text and code have not."""
    if not target or target.isspace():
        return families.of_nothing
    if families.is_faultless(segment, target, context):
        return families.of_faultless
    if not is_everyday(segment.source, target, context):
        return families.of_text
    return families.of_faultless if families.is_cleared(segment, target, context) else families.of_everyday


class _Families(NamedTuple):
    """What runs: the families for a text, for plainer ones and an empty one, and the one that looks at the decision.

    `is_faultless` says that the families which `of_faultless` lacks have nothing to say of a line, `is_cleared` of an
    everyday one.
    """

    of_text: tuple[Check, ...]
    of_everyday: tuple[Check, ...]
    of_faultless: tuple[Check, ...]
    is_faultless: Callable[[Segment, str, Context], bool]
    is_cleared: Callable[[Segment, str, Context], bool]
    of_nothing: tuple[Check, ...]
    process: Callable[[Segment, Context, Severity | None], Iterator[Finding]] | None


@functools.lru_cache(maxsize=64)
def _families(select: frozenset[str] | None) -> _Families:
    """Return the families that can raise one of some codes; their modules are loaded once."""
    from localize.qa import (
        code,
        cuts,
        faultless,
        language,
        layout,
        locale_marks,
        measures,
        numbers,
        process,
        punctuation,
        script,
        sentences,
        shortcuts,
        terms,
        text,
        timing,
    )

    known: tuple[tuple[str, Check], ...] = (
        ("TIM", timing.check), ("TIM", cuts.check), ("LAY", layout.check), ("COD", code.check),
        ("COD", shortcuts.check), ("TXT", text.check), ("TXT", language.check), ("TXT", punctuation.check),
        ("TXT", locale_marks.check), ("TXT", sentences.check), ("TXT", numbers.check), ("TXT", measures.check),
        ("TRM MKT", terms.check), ("SCR", script.check),
    )  # fmt: skip
    asked = None if select is None or "PRO002" in select else {code_[:3] for code_ in select}
    chosen = tuple(family for names, family in known if asked is None or asked & set(names.split()))
    spared = {code.check, shortcuts.check, punctuation.check, locale_marks.check}
    of_everyday = tuple(
        text.check_everyday if family is text.check else family for family in chosen if family not in spared
    )
    of_faultless = tuple(each for name, each in known if each in chosen and name not in {"COD", "TXT"})
    of_nothing = tuple(family for family in chosen if family in {timing.check, cuts.check, text.check})
    decided = select is None or any(code_.startswith("PRO") for code_ in select)
    clear = (faultless.is_faultless, faultless.is_cleared)
    return _Families(
        chosen, of_everyday, of_faultless, *clear, of_nothing, process.check if decided else None
    )
