"""The only place that tells a text that nobody delivered from a form that the other language does not have.

A message with plural or select options has a text for each; a language without the form ``few`` has no text for it, and
that is no gap. Whether the forms are those of the language is the question of the check COD007.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.model import Document, Segment

_OPTIONS = re.compile(r"(?:\[[^\[\]]*\]|\{[^{}]*=[^{}]*\})+$")
"""The options at the end of an id: ``n[one]``, ``k{n=one}``."""


class Shapes:
    """Which messages two documents have both, whatever their options."""

    def __init__(self, source: Document, target: Document) -> None:
        """Read nothing yet: most files need no answer."""
        self._documents = (source, target)

    def differ(self, segment: Segment) -> bool:
        """Return whether a text without a partner is one option of a message that both documents have."""
        has_options = segment.id.endswith(("]", "}")) or segment.id in self._parted
        return has_options and _message(segment.id) in self._both

    @cached_property
    def _both(self) -> frozenset[str]:
        """The messages of both documents."""
        source, target = ({_message(segment.id) for segment in d.segments} for d in self._documents)
        return frozenset(source & target)

    @cached_property
    def _parted(self) -> frozenset[str]:
        """The messages that have options in one of the documents, or in both."""
        ids = (segment.id for document in self._documents for segment in document.segments)
        return frozenset(_message(ident) for ident in ids if _OPTIONS.search(ident))


def _message(ident: str) -> str:
    """Return the id of a message without the options that lead to one of its texts."""
    return _OPTIONS.sub("", ident)
