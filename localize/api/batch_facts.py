"""The only place that puts the facts of many files together, as several processes gathered them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from localize.api.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Sequence


def merged(facts: Sequence[Facts]) -> Facts:
    """Return the facts of different files as one; the burn-down needs a project and stays empty."""
    speeds: dict[str, Counter[int]] = {}
    for fact in facts:
        for locale, counts in fact.speeds.items():
            speeds.setdefault(locale, Counter()).update(counts)
    return Facts(
        segments=sum(fact.segments for fact in facts),
        lines={key: line for fact in facts for key, line in fact.lines.items()},
        speeds=speeds,
        limits={locale: limits for fact in facts for locale, limits in fact.limits.items()},
        coverage=sorted((row for fact in facts for row in fact.coverage), key=lambda r: (r.file, r.locale)),
    )
