"""The only place that reads a store for the scores of quality: what was evaluated, and how long its source is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.api.files import format_of
from localize.locales import parse_locale
from localize.model import Origin as DraftOrigin
from localize.qa.shown import BLANK, SPACELESS_LANGUAGES, show
from localize.review.base import Query
from localize.review.lqa import Measure, scores
from localize.review.readings import Origin, readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.model import Draft
    from localize.review.base import ReviewStore, Unit
    from localize.review.lqa import Calibration, Score
    from localize.review.readings import Reading

_EVER = "0001-01-01"
_SLICE = 500
"""Units read at a time."""


def score_reviews(
    store: ReviewStore, locales: Sequence[str], *, source: str, calibration: Calibration | None = None
) -> list[Score]:
    """Return the scores of what people reviewed in these locales; [] if nobody evaluated anything.

    Args:
        store: where the log is.
        locales: target locales.
        source: locale of the sources; it decides whether words or characters are counted.
        calibration: what the project lets pass, None for no pass mark.
    """
    measure = measure_of(source)
    formats = {file: format_of(fingerprint) for file, fingerprint in store.files().items()}
    found = (reading for locale in locales for reading in _readings(store, locale, measure, formats))
    return scores(found, measure, calibration)


def _readings(
    store: ReviewStore, locale: str, measure: Measure, formats: Mapping[str, str]
) -> Iterator[Reading]:
    decided = store.unit_ids(Query(locale, since=_EVER))
    for start in range(0, len(decided), _SLICE):
        for unit in store.units(decided[start : start + _SLICE]):
            yield from readings(_origin(unit, measure, formats[unit.file]), store.history(unit.id))


def _origin(unit: Unit, measure: Measure, format: str) -> Origin:  # noqa: A002 - the field's word
    # What was evaluated is the source that the last decision was made on, not one that came after it.
    source = unit.segment.source if unit.previous_source is None else unit.previous_source
    words = show(source, format).words
    return Origin(
        unit=unit.id,
        file=unit.file,
        locale=unit.locale,
        volume=volume(words, measure),
        engine=engine_of(unit.draft) if unit.draft else "",
        draft=unit.draft.text if unit.draft else None,
    )


def measure_of(locale: str) -> Measure:
    """Return what texts of a locale are counted in: characters where words stand without blanks between them."""
    return Measure.CHARACTERS if parse_locale(locale).language in SPACELESS_LANGUAGES else Measure.WORDS


def volume(words: str, measure: Measure) -> int:
    """Return the size of a text whose placeholders are blanked out: punctuation is a character, but no word.

    >>> volume("王总，三千万！", Measure.CHARACTERS), volume("Mr. Wang -- 30 million!", Measure.WORDS)
    (7, 4)
    """
    parts = words.replace(BLANK, " ").split()
    if measure is Measure.CHARACTERS:
        return sum(len(part) for part in parts)
    return sum(any(ch.isalnum() for ch in part) for part in parts)


def engine_of(draft: Draft) -> str:
    """Return who wrote a draft: the engine of its signature, or ``memory`` or ``human``, as a query names them."""
    if draft.origin is not DraftOrigin.ENGINE:
        return draft.origin.value
    return re.split(r"[/ ;]", draft.signature, maxsplit=1)[0]
