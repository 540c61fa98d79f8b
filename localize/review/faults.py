"""The only place that names the sorts of fault a reviewer can record, for scores of quality: MQM's own."""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """What a fault is about: the seven dimensions of MQM (themqm.org), and the rest."""

    ACCURACY = "accuracy"
    TERMINOLOGY = "terminology"
    LINGUISTIC = "linguistic-conventions"
    STYLE = "style"
    AUDIENCE = "audience-appropriateness"
    LOCALE = "locale-conventions"
    DESIGN = "design-and-markup"
    OTHER = "other"


class Weight(StrEnum):
    """How bad a fault is: the severities of MQM."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
