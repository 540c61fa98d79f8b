"""The only place that says what a term of the shipped packs counts for, and what a finding weighs that rests on one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from localize.glossary.base import ReviewState
from localize.glossary.load import pack_names
from localize.locales import parse_locale

if TYPE_CHECKING:
    from localize.glossary.base import Rendering, TermHit
    from localize.model import Severity


@functools.cache
def _files() -> frozenset[str]:
    return frozenset(f"glossaries/{name}.yaml" for name in pack_names())


@functools.cache
def _language(locale: str) -> str:
    return parse_locale(locale).language


def is_of_a_pack(hit: TermHit) -> bool:
    """Return whether a term comes from a shipped pack, and from no file of a project."""
    return hit.concept.place is not None and hit.concept.place.file in _files()


def counts_in(hit: TermHit, source_locale: str) -> bool:
    """Return whether a term is one in a source of this locale.

    Those of the packs are Chinese: “88” is a farewell there, and a number in an English source.
    """
    return _language(source_locale) == "zh" or not is_of_a_pack(hit)


def weight_of(hit: TermHit, rendering: Rendering | None, otherwise: Severity) -> Severity | None:
    """Return what a finding weighs that rests on a rendering: little if only a pack has it, and nobody reviewed it.

    The packs know the meanings that are hard to render (a spare tyre who is a suitor); plain texts have the plain ones.
    None stands for the usual weight of the check.
    """
    unsettled = rendering is None or rendering.review is ReviewState.DRAFT
    return otherwise if unsettled and is_of_a_pack(hit) else None
