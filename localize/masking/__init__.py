"""What must not be translated: found once, put back, lost ones reported."""

from __future__ import annotations

from localize.masking.base import Masked, Placeholder, PlaceholderKind, Role, Unmasked
from localize.masking.masker import compare, mask, notation, unmask
from localize.masking.rules import RULES, Rule
from localize.masking.scan import code_in, is_formatting, pairs, placeholders

__all__ = [
    "RULES",
    "Masked",
    "Placeholder",
    "PlaceholderKind",
    "Role",
    "Rule",
    "Unmasked",
    "code_in",
    "compare",
    "is_formatting",
    "mask",
    "notation",
    "pairs",
    "placeholders",
    "unmask",
]
