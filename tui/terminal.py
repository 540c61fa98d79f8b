"""The only place that corrects what Textual makes of a terminal's bytes."""

from __future__ import annotations

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

_DIGITS = "123456789"


def hear_alt_digits() -> None:
    """Take ESC and a digit for Alt and that digit, as every terminal but one of macOS sends it.

    Textual takes it for what WezTerm on macOS means by it: a sign such as ¡ or ™, which then stands in the text.
    """
    assert isinstance(ANSI_SEQUENCES_KEYS, dict)
    for digit in _DIGITS:
        ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)
