"""The only place that spells English numbers: cardinals, ordinals, and when dialogue spells them at all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from localize.culture.base import as_decimal

if TYPE_CHECKING:
    from localize.culture.base import Number

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
POWERS = (
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
    (10**2, "hundred"),
)
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def spell(value: int) -> str:
    """Return a whole number from 0 to 99 in English words.

    >>> spell(23), spell(40)
    ('twenty-three', 'forty')
    """
    if value < 20:
        return ONES[value]
    tens, ones = divmod(value, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def cardinal(value: Number) -> str:
    """Return a number as English dialogue writes it.

    Words up to a hundred and for round numbers (at most two digits and a power word), digits with a power word for
    the less round (350 million), else digits. Subtitle guides spell one to ten; dialogue here goes further because
    spoken numbers are read at the speed of speech.

    >>> cardinal(23), cardinal(500), cardinal(25000), cardinal(30000000), cardinal(350000000), cardinal(1314)
    ('twenty-three', 'five hundred', 'twenty-five thousand', 'thirty million', '350 million', '1,314')
    """
    exact = as_decimal(value)
    if exact != exact.to_integral_value():
        return f"{round(exact, 2).normalize():,f}"
    whole = int(exact)
    if whole < 100:
        return spell(whole)
    for power, name in POWERS:
        head, rest = divmod(whole, power)
        if (
            head
            and not rest
            and (head < 10 or (power > 100 and (head < 100 or head in range(100, 1000, 100))))
        ):
            return f"{cardinal(head)} {name}"
    for power, name in POWERS[:3]:
        part = Decimal(whole) / power
        places = 10 if part < 1 or power > _MILLION else 100
        if part >= 1 and part * places == (part * places).to_integral_value():
            return f"{part.normalize():f} {name}"
    return f"{whole:,}"


_MILLION = 10**6


def indian(value: int) -> str:
    """Return a whole number as Indian English says it: lakh (10**5) and crore (10**7) in place of millions.

    >>> indian(500000), indian(30000000), indian(3250000), indian(10**12), indian(25000), indian(12345678)
    ('five lakh', 'three crore', '32.5 lakh', 'one lakh crore', 'twenty-five thousand', '1,23,45,678')
    """
    from babel.numbers import format_decimal

    if value < _LAKH:
        return cardinal(value)
    power, name = (_CRORE, "crore") if value >= _CRORE else (_LAKH, "lakh")
    head = Decimal(value) / power
    if head == head.to_integral_value():
        return f"{indian(int(head))} {name}"
    if head * 100 == (head * 100).to_integral_value():
        return f"{head.normalize():f} {name}"
    return str(format_decimal(value, locale="en_IN"))


_LAKH, _CRORE = 10**5, 10**7


def compact(value: int) -> str:
    """Return a whole number in digits with a power word from a million up.

    >>> compact(30000000), compact(520)
    ('30 million', '520')
    """
    for power, name in POWERS[:3]:
        head = Decimal(value) / power
        if head >= 1 and head * 100 == (head * 100).to_integral_value():
            return f"{head.normalize():f} {name}"
    return f"{value:,}"


def ordinal(value: int) -> str:
    """Return an English ordinal: words up to ninety-ninth, else digits with their ending.

    >>> ordinal(15), ordinal(22), ordinal(250), ordinal(111), ordinal(101)
    ('fifteenth', 'twenty-second', '250th', '111th', '101st')
    """
    if value < 100:
        head, dash, last = spell(value).rpartition("-")
        if last.endswith("y"):
            return head + dash + last[:-1] + "ieth"
        return head + dash + _IRREGULAR.get(last, last + "th")
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{ending}"


def multiplied(times: int, *, past: bool) -> str:
    """Return the verb for becoming so many times as much.

    >>> multiplied(2, past=True), multiplied(8, past=False)
    ('doubled', 'increase eightfold')
    """
    verb = {2: "double", 3: "triple", 4: "quadruple"}.get(times)
    if verb is None:
        return f"{'increased' if past else 'increase'} {spell(times)}fold"
    return f"{verb}d" if past else verb
