"""The only place that knows how long translations of Chinese are, and what share of that a text has."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from localize.layout import width
from localize.qa.differences import has_block
from localize.qa.shown import language_of, show, show_source
from localize.text import han_count

if TYPE_CHECKING:
    from localize.qa.base import Context

# Characters of the target for one Han character of the source, at the 0.5 % and 99.5 % quantiles of 260 to 16,000
# published pairs a language whose source has at least eight of them; zh: editorial.
RATIOS = {
    "en": (1.4, 5.7), "es": (1.5, 8.2), "pt": (1.6, 7.2), "fr": (1.6, 7.9), "de": (1.6, 7.8), "it": (1.5, 8.0),
    "id": (1.6, 8.1), "vi": (1.0, 6.4), "th": (1.0, 4.9), "ru": (1.5, 7.8), "tr": (1.3, 6.7), "ja": (0.6, 3.0),
    "ko": (0.5, 2.8), "ar": (1.1, 5.0), "zh": (0.5, 2.0),
}  # fmt: skip
RATIO_SINCE = 8
"""Han characters of the source from which the length of a translation says something."""


def share_of_usual(target: str, context: Context) -> float | None:
    """Return the length of a target as a share of the middle of what is usual; None where nothing is known."""
    bounds = RATIOS.get(language_of(context.target_locale))
    if bounds is None or language_of(context.source_locale) != "zh" or has_block(context.masked, target):
        return None
    source = show_source(context.masked).plain
    if han_count(source) < RATIO_SINCE:
        return None
    plain = show(target, context.format).plain
    ratio = width(plain, context.target_locale) / width(source, context.source_locale)
    return ratio / math.sqrt(bounds[0] * bounds[1])
