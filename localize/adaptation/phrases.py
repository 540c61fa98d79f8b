"""The only place that joins an amount and what it is an amount of into one phrase: 三千万的彩礼, 520 红包."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.culture.base import NumberForm
from localize.culture.large import render_number
from localize.culture.money import LUCKY, say_money
from localize.locales import parse_locale
from localize.model import EditKind

if TYPE_CHECKING:
    from localize.culture.base import CultureHit, NumberHit

_LINK = re.compile(r"的?\s?")
_OF = {
    "en": "{noun} of {amount}",
    "es": "{noun} de {amount}",
    "pt": "{noun} de {amount}",
    "fr": "{noun} de {amount}",
    "de": "{noun} von {amount}",
    "id": "{noun} {amount}",
    "vi": "{noun} {amount}",
    "th": "{noun} {amount}",
    "ar": "{noun} بقيمة {amount}",
    "ja": "{amount}の{noun}",
    "ko": "{noun} {amount}",
}
_FOR = re.compile(r"(?:money|dinero|dinheiro|مال)(?= (?:to|para|مقابل) )")
"""Renderings in which money is for something: the amount takes the place of the word for money."""
_MONEY_NOUNS = re.compile(
    r"彩[礼禮]|聘[礼禮]|嫁[妆妝]|[红紅]包|分手[费費]|[赔賠][偿償]金?|抚养费|赡养费|[遗遺][产產]|[奖獎]金|年薪|工[资資]"
    r"|合同|[订訂][单單]|[项項]目|投[资資]|[债債][务務]?|欠款|[贷貸]款|[礼禮]金|份子[钱錢]|[压壓][岁歲][钱錢]|定金"
)
_SINGULAR = re.compile(r"^(?!.*(?:s|money|cash|silver|gold|savings)$)[a-z]")
_ALL_YUAN = 10**4
"""Below this a bare number beside a money word is said with its unit; above, 三千万 alone says it."""


def link(text: str, amount_end: int, noun_start: int) -> bool:
    """Return whether an amount and a noun stand together: 的 or a blank at most between them."""
    return _LINK.fullmatch(text, amount_end, noun_start) is not None


def is_money_noun(surface: str, category: str) -> bool:
    """Return whether a noun is something that money is given as."""
    return _MONEY_NOUNS.fullmatch(surface) is not None or category == "money"


def amount_text(hit: CultureHit | None, number: NumberHit, locale: str) -> tuple[str, str] | None:
    """Return an amount's words and its advice, with the unit where a bare number is too small to speak for itself."""
    if hit is not None and hit.kind is EditKind.MONEY:
        return hit.target, hit.advice
    if number.ordinal or (number.high is None and number.value < 10):
        return None
    if number.form in {NumberForm.PERCENT, NumberForm.FRACTION, NumberForm.HALF}:
        return None
    lucky = LUCKY.get(int(number.value), "")
    said = say_money(number, "yuan", locale) if number.value < _ALL_YUAN else render_number(number, locale)
    return (said, f"{number.value}: {lucky}; gloss it on first use" if lucky else "") if said else None


def phrase(amount: str, noun: str, locale: str, *, means: str = "") -> str | None:
    """Return the noun phrase of an amount, None where the language would have to inflect it.

    Args:
        amount, noun: their words.
        locale: of both.
        means: what the amount says when it is read aloud in Chinese, '' for nothing.

    >>> phrase("thirty million", "bride price", "en-US"), phrase("3000万", "結納金", "ja")
    ('a bride price of thirty million', '3000万の結納金')
    >>> phrase("520 yuan", "red envelope", "en-US"), phrase("five million", "betrothal gifts", "en")
    ('a red envelope of 520 yuan', 'betrothal gifts of five million')
    >>> phrase("520 yuan", "red envelope", "en-US", means="I love you")
    'a 520-yuan “I love you” red envelope'
    """
    language = parse_locale(locale).language
    template = _OF.get(language)
    if template is None:
        return None
    if purpose := _FOR.match(noun):
        return f"{amount}{noun[purpose.end() :]}"  # dinero para que lo dejes: 200 mil para que lo dejes
    if means and language == "en":
        return f"{_article(amount)} {amount.replace(' ', '-')} “{means}” {noun}"
    if language == "en" and _SINGULAR.match(noun) and not re.match(r"(?:an?|the) ", noun):
        noun = f"{_article(noun)} {noun}"
    said = template.format(noun=noun, amount=amount)
    return f"{said} (“{means}”)" if means else said


def _article(words: str) -> str:
    return "an" if words[0] in "aeiou8" else "a"
