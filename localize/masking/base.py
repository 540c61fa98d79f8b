"""The shapes of masking: a placeholder, a masked segment, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.model import SegmentId, Span


class PlaceholderKind(StrEnum):
    """Which family a placeholder belongs to; checks and colours go by it."""

    TAG = "tag"  # <i> </i> <color=…> <v Name>
    OVERRIDE = "override"  # ASS {\\an8}
    PRINTF = "printf"  # %s %1$d %(name)s
    BRACE = "brace"  # {0} {name} {{count}}
    ESCAPE = "escape"  # \\N \\h \\n \\C[3]
    ENTITY = "entity"  # &nbsp;
    MARKUP = "markup"  # [b] §a
    URL = "url"
    PRIVATE = "private"  # a private-use character that stands in the text itself


class Role(StrEnum):
    """How a placeholder behaves in a sentence."""

    OPEN = "open"
    CLOSE = "close"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One stretch of a source that must not be translated.

    Attributes:
        text: the characters as they stand in the source.
        span: characters of `Segment.source`.
        symbol: the private-use character that stands for it in `Masked.text`; '' where it is edge matter that
            never reaches an engine (leading ``{\\an8}``, an ``<i>`` around the whole line).
        kind, role: its family and behaviour.
        rule: name of the row in `localize.masking.rules` that found it.
    """

    text: str
    span: Span
    symbol: str
    kind: PlaceholderKind
    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A segment whose untranslatable parts are symbols.

    Attributes:
        segment: id.
        source: the text as the segment has it.
        text: what stages between mask and unmask see: prefix and suffix cut off, each inner placeholder one symbol.
        placeholders: all of them, in source order.
        prefix, suffix: edge placeholders and blanks, put back verbatim by unmask.
        format: name of the file's format; unmask and compare read targets by the same rules.
    """

    segment: SegmentId
    source: str
    text: str
    placeholders: tuple[Placeholder, ...]
    prefix: str = ""
    suffix: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Unmasked:
    """A target with its placeholders back.

    Attributes:
        text: the target.
        lost: placeholders of the source that the target lacks after repair.
        invented: symbols or placeholder texts in the target that the source lacks; they were removed from `text`.
        repaired: placeholders that were missing and were put back by position.
    """

    text: str
    lost: tuple[Placeholder, ...] = ()
    invented: tuple[str, ...] = ()
    repaired: tuple[Placeholder, ...] = ()
