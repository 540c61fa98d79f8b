"""The only place that knows ISO 6937 as EBU-STL uses it: an accent is a byte before its letter.

Python has no such codec. Specification: EBU Tech 3264-1991, appendix 2 (code table 00, Latin); the dollar is at 24h
as in ISO/IEC 6937:2001, where every program writes it, though the older table has it at A4h.
"""

from __future__ import annotations

import unicodedata

_ACCENTS = dict(
    zip(
        [0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF],
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u0327\u030b\u0328\u030c",
        strict=True,
    )
)
_ALONE = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u0327\u030b\u0328\u030c",
        "`´^~¯˘˙¨˚¸˝˛ˇ",
        strict=True,
    )
)
"""What an accent is before a blank: a character of its own."""
_HIGH = {
    0xA0: "\u00a0", 0xA1: "¡", 0xA2: "¢", 0xA3: "£", 0xA4: "¤", 0xA5: "¥", 0xA7: "§", 0xA8: "¤", 0xA9: "‘",
    0xAA: "“", 0xAB: "«", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "²", 0xB3: "³",
    0xB4: "×", 0xB5: "µ", 0xB6: "¶", 0xB7: "·", 0xB8: "÷", 0xB9: "’", 0xBA: "”", 0xBB: "»", 0xBC: "¼", 0xBD: "½",
    0xBE: "¾", 0xBF: "¿", 0xD0: "—", 0xD1: "¹", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "♪", 0xD6: "¬", 0xD7: "¦",
    0xDC: "⅛", 0xDD: "⅜", 0xDE: "⅝", 0xDF: "⅞", 0xE0: "Ω", 0xE1: "Æ", 0xE2: "Đ", 0xE3: "ª", 0xE4: "Ħ", 0xE6: "Ĳ",
    0xE7: "Ŀ", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xEB: "º", 0xEC: "Þ", 0xED: "Ŧ", 0xEE: "Ŋ", 0xEF: "ŉ", 0xF0: "ĸ",
    0xF1: "æ", 0xF2: "đ", 0xF3: "ð", 0xF4: "ħ", 0xF5: "ı", 0xF6: "ĳ", 0xF7: "ŀ", 0xF8: "ł", 0xF9: "ø", 0xFA: "œ",
    0xFB: "ß", 0xFC: "þ", 0xFD: "ŧ", 0xFE: "ŋ", 0xFF: "\u00ad",
}  # fmt: skip
_LOW = {code: chr(code) for code in range(0x20, 0x7F)}
_LETTERS = _LOW | _HIGH
# 0xA8 is a second currency sign: 0xA4 is the one to write.
_CODES = {char: code for code, char in _LETTERS.items() if code != 0xA8}
_ACCENT_CODES = {accent: code for code, accent in _ACCENTS.items()}
_LETTER_CODES = frozenset(_CODES) - {" "}
_MARKS = {mark: accent for accent, mark in _ALONE.items() if mark not in _CODES}
ACCENT_BYTES = frozenset(_ACCENTS)
"""Bytes that are nothing without the letter after them."""


def decoded(data: bytes) -> str:
    r"""Return the text of bytes that hold no control codes; U+FFFD for each that has no character.

    >>> decoded(b"r\xc2ealisateurs \xa4 5")
    'réalisateurs ¤ 5'
    """
    out: list[str] = []
    accent = ""
    for code in data:
        if code in _ACCENTS and not accent:
            accent = _ACCENTS[code]
            continue
        letter = _LETTERS.get(code, "\ufffd")
        if accent and letter == " ":
            letter, accent = _ALONE[accent], ""
        pair = (
            "g\u0327" if letter + accent == "g\u0301" else letter + accent
        )  # the cedilla of ģ stands above it
        out.append(unicodedata.normalize("NFC", pair) if accent else letter)
        accent = ""
    if accent:
        out.append("\ufffd")
    return "".join(out)


def _is_afloat(text: str, at: int) -> bool:
    """Return whether an accent stands on a letter with which it makes no character of Unicode."""
    is_accent = text[at] in _ACCENT_CODES and text[at - 1 : at] in _LETTER_CODES
    return is_accent and len(unicodedata.normalize("NFC", text[at - 1 : at + 1])) == 2


def encoded(text: str) -> bytes:
    r"""Return the bytes of a text.

    Raises:
        UnicodeEncodeError: a character is not in the set; Han, kana and hangul never are.

    >>> encoded("é")
    b'\xc2e'
    """
    out = bytearray()
    for at, char in enumerate(text):
        code = _CODES.get(char)
        if _is_afloat(text, at):
            out.insert(len(out) - 1, _ACCENT_CODES[char])  # no letter of Unicode is both
            continue
        parts = unicodedata.normalize("NFD", char)
        if code is not None:
            out.append(code)
        elif char in _MARKS:
            out += bytes((_ACCENT_CODES[_MARKS[char]], 0x20))
        elif len(parts) == 2 and parts[0] in _CODES and parts[1] in _ACCENT_CODES:
            out += bytes((_ACCENT_CODES[parts[1]], _CODES[parts[0]]))
        else:
            raise UnicodeEncodeError("iso6937", text, at, at + 1, "no such character")
    return bytes(out)
