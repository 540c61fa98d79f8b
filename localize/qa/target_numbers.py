"""The only place that reads the numbers of a target: digits in any grouping, scale words, English number words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD_LANGUAGES = frozenset({"en", "zh", "ja"})
"""Languages whose numbers in words are read too."""

# Words that multiply the digits before them. Sources: CLDR compact decimal formats; lakh and crore: CLDR hi.
_SCALES: dict[str, dict[str, int]] = {
    "en": {"hundred": 100, "thousand": 10**3, "k": 10**3, "million": 10**6, "m": 10**6, "mil": 10**6, "billion": 10**9,
           "b": 10**9, "bn": 10**9, "trillion": 10**12},
    "es": {"mil": 10**3, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    "pt": {"mil": 10**3, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9, "trilhões": 10**12},
    "fr": {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9},
    "de": {"tausend": 10**3, "million": 10**6, "millionen": 10**6, "milliarde": 10**9, "milliarden": 10**9},
    "it": {"mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9, "miliardi": 10**9},
    "id": {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12},
    "ms": {"ribu": 10**3, "juta": 10**6, "bilion": 10**9},
    "vi": {"trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9},
    "ru": {"тысяча": 10**3, "тысячи": 10**3, "тысяч": 10**3, "миллион": 10**6, "миллиона": 10**6, "миллионов": 10**6,
           "миллиард": 10**9, "миллиарда": 10**9, "миллиардов": 10**9},
    "uk": {"тисяча": 10**3, "тисячі": 10**3, "тисяч": 10**3, "мільйон": 10**6, "мільйони": 10**6, "мільйонів": 10**6,
           "мільярд": 10**9, "мільярда": 10**9, "мільярдів": 10**9},
    "pl": {"tysiąc": 10**3, "tysiące": 10**3, "tysięcy": 10**3, "tys": 10**3, "milion": 10**6, "miliony": 10**6,
           "milionów": 10**6, "mln": 10**6, "miliard": 10**9, "miliardów": 10**9},
    "tr": {"bin": 10**3, "milyon": 10**6, "milyar": 10**9},
    "th": {"ร้อย": 100, "พัน": 10**3, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6},
    "ko": {"백": 100, "천": 10**3, "만": 10**4, "억": 10**8, "조": 10**12},
    "ja": {"百": 100, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12},
    "zh": {"百": 100, "千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12},
    "ar": {"ألف": 10**3, "آلاف": 10**3, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9, "مليارات": 10**9},
    "hi": {"हज़ार": 10**3, "लाख": 10**5, "करोड़": 10**7, "अरब": 10**9},
}  # fmt: skip
_LEFT_IN_ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
"""Scale words of English in a text of another language: whether they belong there is another check's affair."""
_AMBIGUOUS = frozenset({"k", "K", "m", "b", "조"})
"""Letters behind a number that may be a power, a unit or a word: 4500k is a temperature, 196조 an article."""
_LETTERS = {"K": 10**3, "M": 10**6, "B": 10**9}
_SUMMED_LANGUAGES = frozenset({"ko", "ja", "zh"})  # 3억 5000만 is one number
# Numbers end at forty digits: beyond that it is data, and int() refuses thousands of digits.
_DIGITS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,9}(?!\d)|\d{1,40}(?:[.,٫٬'’]\d{1,40}){0,9}")
_BLANK_GROUPS = frozenset(
    {
        "bg",
        "ca",
        "cs",
        "da",
        "de",
        "es",
        "et",
        "fi",
        "fr",
        "hu",
        "it",
        "lt",
        "lv",
        "nb",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
    }
    | {"sk", "sl", "sv", "uk"}
)
"""Languages that may group digits by blanks (CLDR, and the SI brochure); elsewhere two numbers stand side by side."""
_DIGITS_ALONE = re.compile(r"\d{1,40}(?:[.,٫٬'’]\d{1,40}){0,9}")
_LIST = re.compile(r"(?!\d{1,3}(?:,\d{3})+$|\d{1,2}(?:,\d\d)+,\d{3}$)\d+(?:,\d+)+")
"""Numbers with commas between them that are not groups of digits, neither of three nor in the Indian way."""
_PLAIN = re.compile(r"\d+")
_INITIAL = re.compile(r"[a-z]\.[a-z]")
_CODE = re.compile(r"[A-Za-z]\d|\d[A-Za-z]{3,}\d|\d:\d|#\d")

_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ENGLISH_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ENGLISH = re.compile(
    r"\b(?:(?:{0}|{1}|a|an|half a|and)(?:\b[\s-]+))*(?:{0}|{1})\b".format(
        "|".join(_WORDS), "|".join(_ENGLISH_SCALES)
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A number in a target.

    Attributes:
        start, end: characters of the target.
        text: those characters.
        values: every value that the spelling allows (1.500 is 1500 or 1.5).
        firm: it is surely meant as a number (not ``one`` in “the one”).
    """

    start: int
    end: int
    text: str
    values: frozenset[Fraction]
    firm: bool


def written_numbers(text: str, language: str) -> list[Written]:
    """Return the numbers of a target, in order.

    >>> [sorted(map(int, n.values)) for n in written_numbers("thirty million, or 1,500", "en")]
    [[30000000], [1, 1500]]
    """
    found = [*_in_digits(text, language), *_in_words(text, language)]
    return sorted(found, key=lambda number: number.start)


def digit_numbers(text: str, language: str) -> list[Written]:
    """Return the numbers of a target that begin with digits; quicker than `written_numbers`."""
    return list(_in_digits(text, language))


def _in_digits(text: str, language: str) -> Iterator[Written]:
    scales = {**_LEFT_IN_ENGLISH, **_SCALES.get(language, {})}
    previous: tuple[int, int, int, Fraction] | None = None  # start, end, scale, sum so far
    digits = _DIGITS
    if language not in _BLANK_GROUPS:
        digits = _DIGITS_ALONE
        yield from _grouped(text)
    for match in _apart(digits, text):
        scale, end = _scale_after(text, match.end(), scales)
        values = frozenset(value * scale for value in _values(match.group()))
        if scale > 1 and text[match.end() : end].strip() in _AMBIGUOUS:
            values |= _values(match.group())
        letter = _LETTERS.get(text[match.end() : match.end() + 1])
        if letter and not text[match.end() + 1 : match.end() + 2].isalnum():
            values |= {value * letter for value in values}
        if bare_point(text, match.start()) and match.group().isdecimal():
            values |= {Fraction(int(match.group()), 10 ** len(match.group()))}
        firm = not _CODE.search(text[max(0, match.start() - 2) : match.end() + 2])
        yield Written(match.start(), end, text[match.start() : end], values, firm)
        if language in _SUMMED_LANGUAGES:
            first = min(values)
            if previous and previous[2] > scale and not text[previous[1] : match.start()].strip():
                first += previous[3]
                yield Written(previous[0], end, text[previous[0] : end], frozenset({first}), firm=False)
                previous = previous[0], end, scale, first
            else:
                previous = match.start(), end, scale, first


def _apart(digits: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the digits of a text; those of a list without blanks (16,32,48) one by one."""
    for match in digits.finditer(text):
        if match.group().count(",") > 1 and _LIST.fullmatch(match.group()):
            yield from _PLAIN.finditer(text, match.start(), match.end())
        else:
            yield match


def bare_point(text: str, at: int) -> bool:
    """Return whether the digits at an offset are those behind a point without its nought: a calibre of .38."""
    return text[at - 1 : at] in {".", ",", "．"} and not (
        at > 1 and (text[at - 2].isalnum() or text[at - 2] == ".")
    )


def _grouped(text: str) -> Iterator[Written]:
    """Yield digits with blanks between them as the one number that they may be."""
    for match in _DIGITS.finditer(text):
        if " " in match.group():
            yield Written(match.start(), match.end(), match.group(), _values(match.group()), firm=False)


def _scale_after(text: str, at: int, scales: dict[str, int]) -> tuple[int, int]:
    """Return the product of the scale words that follow, and where they end."""
    product, end = 1, at
    while True:
        rest = text[end:].casefold()
        plus = 1 if end == at and rest[:1] == "+" else 0  # 100+ million
        blank = len(rest) - len(rest[plus:].lstrip(" \u00a0\u202f-"))
        word = max((w for w in scales if rest.startswith(w, blank)), key=len, default="")
        following = rest[blank + len(word) : blank + len(word) + 1]
        whole = not (word[-1:].isascii() and following.isalpha())
        if len(word) == 1 and word.isascii() and (plus or "-" in rest[:blank] or _INITIAL.match(rest, blank)):
            whole = False  # 322 B.C., hg log -l 10 -b
        if not word or not whole:
            return product, end
        product, end = product * scales[word], end + blank + len(word)


def _values(digits: str) -> frozenset[Fraction]:
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    parts = re.split(r"[.,٫٬]", plain)
    whole = Fraction(int("".join(parts)))
    if len(parts) == 1:
        return frozenset({whole})
    fraction = Fraction(int("".join(parts))) / 10 ** len(parts[-1])
    return frozenset({whole, fraction})


def _in_words(text: str, language: str) -> Iterator[Written]:
    if language == "en":
        for match in _ENGLISH.finditer(text):
            # "30 million" was read with its digits.
            if not re.search(r"\d[\s-]*$", text[: match.start()]):
                value = _english(match.group().casefold())
                firm = value > 12 and not match.group().casefold().startswith(
                    "ten-"
                )  # “ten-four” is said on the radio
                yield Written(match.start(), match.end(), match.group(), frozenset({value}), firm=firm)
    elif language in {"zh", "ja"}:
        from localize.culture.numbers import find_numbers

        for hit in find_numbers(text):
            values = {Fraction(hit.value)} | ({Fraction(hit.high)} if hit.high is not None else set())
            yield Written(hit.span.start, hit.span.end, hit.text, frozenset(values), firm=False)


def _english(words: str) -> Fraction:
    """Return the value of an English numeral in words; years are said in two halves.

    >>> _english("one hundred and five"), _english("nineteen ninety-seven")
    (Fraction(105, 1), Fraction(1997, 1))
    """
    total, group = Fraction(0), Fraction(0)
    parts = re.split(r"[\s-]+", words)
    if len(parts) in {2, 3} and 10 <= _WORDS.get(parts[0], 0) <= 20 and _WORDS.get(parts[1], 0) >= 10:
        return Fraction(_WORDS[parts[0]] * 100 + sum(_WORDS.get(part, 0) for part in parts[1:]))
    for word in parts:
        if word in _WORDS:
            group += _WORDS[word]
        elif word == "half":
            group = Fraction(1, 2)
        elif word == "hundred":
            group = (group or Fraction(1)) * 100
        elif word in _ENGLISH_SCALES:
            total += (group or Fraction(1)) * _ENGLISH_SCALES[word]
            group = Fraction(0)
    return total + group
