"""The only place that tells single-byte scripts apart where statistics do not: Thai, and Latin as Cyrillic."""

from __future__ import annotations

import re

LATIN = tuple(f"windows-{n}" for n in (1250, 1252, 1254, 1257, 1258))
"""Code pages of languages in Latin letters."""

WESTERN = "cp1252"
"""The Latin code page that most files are in."""

LEAST_LATIN = 0.07
"""Confidence of a detector below which another Latin code page than the Western one is chance."""

_THAI_RUN = re.compile(r"[\u0e01-\u0e3a\u0e3f-\u0e5b]+")
# A vowel above or below, or a tone mark, stands on a consonant; a leading vowel stands before one.
_THAI_CLUSTERS = re.compile(
    r"(?:[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,3}[\u0e30\u0e32\u0e33\u0e45]?"
    r"|[\u0e2f\u0e3f\u0e46\u0e4f-\u0e5b])+"
)
_LEAST_LETTERS = 20  # a short Chinese sentence may well be sound Thai
_WINDOWS = re.compile(rb"[\x80-\x9f]")
_RARE = re.compile("[\u0e03\u0e05\u0e06\u0e0c\u0e0e-\u0e12\u0e26\u0e2c\u0e2f\u0e3f\u0e4f-\u0e5b]")
_RUN_ON = re.compile("[\u0e01-\u0e5b][A-Za-z]")  # the second byte of Big5 often is an ASCII letter
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0e40-\u0e44]")
_WORD = re.compile(r"[^\W\d_]+")


def thai(data: bytes) -> str | None:
    """Return the codec that reads the bytes as Thai whose every syllable is well-formed, None if it is none.

    Chinese and Korean read as Thai break the order of its vowels and tone marks, or use its rare letters.
    """
    codec = "cp874" if _WINDOWS.search(data) else "tis-620"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    runs = _THAI_RUN.findall(text)
    letters = sum(map(len, runs))
    if letters < _LEAST_LETTERS or len(set("".join(runs))) < _LEAST_LETTERS // 2:
        return None
    sound = sum(len(run) for run in runs if _THAI_CLUSTERS.fullmatch(run))
    has_marks = 8 * len(_MARKS.findall(text)) >= letters
    is_usual = 30 * len(_RARE.findall(text)) <= letters and 5 * len(_RUN_ON.findall(text)) <= len(runs)
    return codec if has_marks and is_usual and sound >= 0.95 * letters else None


def is_latin(text: str) -> bool:
    """Return whether the letters beyond ASCII stand inside words of ASCII letters: then they are Latin, too.

    >>> is_latin("Dйjа vu, зa va"), is_latin("Привет, DVD")
    (True, False)
    """
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    mixed = [word for word in words if any(ch.isascii() for ch in word)]
    return 2 * len(mixed) > len(words)
