"""The only place that says what the same line in other languages tells of an error: where many err alike, none does.

Translators of several languages do not make the same slip in the same line. Where `LEAST_LANGUAGES` have an error of
one code there, it is the check that misreads the source, or the source that says what need not be kept: an example in
a help page, words to choose from, a notation that no rule knows. The finding then weighs a warning. Which placeholder
each language lacks does not count: of the examples of a help page each translates others.

Only translations that people made speak for each other, and only of the source as it is: one engine fails in all
languages alike, and so does everybody after a change of the source.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.qa import check
from localize.qa.base import Context
from localize.qa.evidence import without_hollow
from localize.qa.shown import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from localize.masking import Masked
    from localize.model import Finding, Segment

LEAST_LANGUAGES = 3
SHARED = frozenset({"COD001", "COD002", "COD003", "COD006", "COD007", "COD015", "TXT012", "TXT018"})
"""Codes of errors that a misread source makes in every language; those of a script or a file's syntax are others."""


def weighed(
    findings: Sequence[Finding],
    segment: Segment,
    context: Context,
    others: Callable[[], Iterable[tuple[str, str]]],
) -> Sequence[Finding]:
    """Return the findings of one line, as warnings those errors that other languages have there too.

    Args:
        findings: of the line.
        segment: its source.
        context: in which it was checked: locales, format, medium and the masked source count.
        others: returns locale and target of the same line in other languages, made by people; asked only for an error.
    """
    codes = shareable(findings)
    if not codes:
        return findings
    peers = list(others())
    alike = {code for code in codes if _languages(code, segment, context, peers) >= LEAST_LANGUAGES}
    if not alike:
        return findings
    return without_hollow(
        [
            replace(f, severity=Severity.WARNING) if f.code in alike and f.severity is Severity.ERROR else f
            for f in findings
        ]
    )


def shareable(findings: Sequence[Finding]) -> set[str]:
    """Return the codes of those errors of a line that others can share."""
    return {f.code for f in findings if f.severity is Severity.ERROR and f.code in SHARED}


def _languages(code: str, segment: Segment, context: Context, peers: Sequence[tuple[str, str]]) -> int:
    """Return how many languages have an error of a code in a line, the one that was checked among them."""
    found = {language_of(context.target_locale)}
    for locale, target in peers:
        if language_of(locale) not in found and _has_error(code, segment, target, _in(context, locale)):
            found.add(language_of(locale))
    return len(found)


def _in(context: Context, locale: str) -> Context:
    masked: Masked = context.masked
    return Context(context.source_locale, locale, context.format, context.medium, None, masked)


def _has_error(code: str, segment: Segment, target: str, context: Context) -> bool:
    found = check(segment, target, context, select=frozenset({code}))
    return any(f.code == code and f.severity is Severity.ERROR for f in found)
