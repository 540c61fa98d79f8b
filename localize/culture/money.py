"""The only place that renders prices: modern money keeps its currency, period money keeps its taels and coppers.

Amounts are never converted to the audience's money (Netflix's Japanese timed-text guide forbids it and translates the
unit only). Silver and copper have no modern value: 五百两 stays five hundred taels.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from localize.culture.base import Approx, CultureHit, NumberForm, as_decimal
from localize.culture.hedges import hedge_after
from localize.culture.large import Style, render_number, with_unit
from localize.culture.numerals import DIGITS
from localize.culture.tables import text_for
from localize.locales import parse_locale
from localize.model import EditKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.culture.base import NumberHit, Setting

_UNITS: tuple[tuple[str, str], ...] = (
    ("usd", r"元美[金元]|美元|美金|美刀|刀乐"),
    ("hkd", r"港币|港元|港幣|港纸|块港币"),
    ("twd", r"新台币|新台幣|台币|台幣"),
    ("eur", r"欧元|歐元"),
    ("gbp", r"英镑|英鎊"),
    ("jpy", r"日元|日圆|日圓|日币"),
    ("krw", r"韩元|韓元|韩币"),
    (
        "tael_silver",
        r"[两兩](?:白银|白銀|纹银|紋銀|雪花银|雪花銀|银子|銀子|银钱|现银|银(?![行票针器色])|銀(?![行票針器色]))",
    ),
    ("tael_gold", r"[两兩](?:黄金|黃金|金子|赤金|金(?![额融钗冠光]))"),
    ("dayang", r"[块塊个個枚]?[现現]?大洋|[块塊]银元"),
    (
        "yuan",
        r"元人民[币幣]|[块塊]人民[币幣]|人民[币幣]|[块塊][钱錢]|软妹币|元[钱錢]|元(?![素旦宝寶月帅帥老婴嬰气氣神丹件首凶])",
    ),
    (
        "yuan",
        r"[块塊](?=[红紅]包|彩[礼禮]|聘[礼禮]|[现現]金|零花|[学學][费費]|工[资資]|押金|定金)|[块塊](?=$|[\s，。！？、；：…~～!?,.」”）)的吧了呢就都也还行不拿够起到给卖买每多左上零一二三四五六七八九])|圆(?![形圈桌满月])|圓(?![形圈桌滿月])",
    ),
    ("wen", r"文[钱錢]|文(?![件字化章学學明书書艺藝科人])|枚铜[钱板]|枚銅[錢板]|个铜[板钱]|個銅[板錢]"),
    ("guan", r"[贯貫]铜?[钱錢]|[贯貫]|吊[钱錢]|吊(?![着车死灯])"),
    ("fen", r"分[钱錢]"),
    (
        "mao",
        r"毛[钱錢]|角[钱錢]|角(?=$|[\s，。！？、；一二三四五六七八九])(?!角)|毛(?![孩衣线線巾病发髮笔驴球皮利])",
    ),
)
_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in _UNITS)
_TAEL = re.compile(r"[两兩](?![酒肉面茶药藥米饭飯菜重油盐鹽个個位天人])")
_CHANGE = re.compile(
    r"零?([一二两三四五六七八九])(?:[毛角]([一二三四五六七八九])?分?)?(?![十百千万亿个個块塊元岁年天人点位])"
)
_FEN = re.compile(r"([一二两三四五六七八九])(?:分[钱錢]?|(?=$|[\s，。！？、；]))")
_CURRENCY_BEFORE = (
    ("cny", re.compile(r"人民[币幣]$")),
    ("usd", re.compile(r"(?:美[金元]|美刀)$")),
    ("hkd", re.compile(r"港[币元幣]$")),
    ("twd", re.compile(r"新?[台臺][币幣]$")),
    ("eur", re.compile(r"[欧歐]元$")),
    ("gbp", re.compile(r"英[镑鎊]$")),
    ("jpy", re.compile(r"日[元圆圓币幣]$")),
    ("krw", re.compile(r"[韩韓]元$")),
)
"""Currencies named before the amount: 港币三千, 人民币五百万元."""

LUCKY = {
    99: "jiǔ also means lasting",
    520: "read aloud it sounds like “I love you”",
    521: "read aloud it sounds like “I am willing”",
    999: "jiǔ also means lasting",
    1314: "read aloud it sounds like “for a whole life”",
    3344: "it stands for “for all lives”",
    9999: "jiǔ also means lasting",
    13140: "read aloud it sounds like “for a whole life”",
    52000: "it plays on 520, “I love you”",
    5201314: "read aloud it sounds like “I love you for life”",
}
"""Amounts that say something when read aloud: kept to the digit, with advice to gloss them once."""


def find_money(text: str, numbers: Sequence[NumberHit], setting: Setting) -> Iterator[CultureHit]:
    """Yield the prices of a text.

    >>> from localize.culture import Setting, find
    >>> [h.target for h in find("五百两", Setting("en-US"))], [h.target for h in find("三千万元", Setting("es"))]
    (['five hundred taels'], ['30 millones de yuanes'])
    >>> [h.target for h in find("五块五", Setting("en-US"))], [h.target for h in find("三块石头", Setting("en-US"))]
    (['5.5 yuan'], [])
    """
    for number in numbers:
        if number.ordinal or number.form in {NumberForm.PERCENT, NumberForm.FRACTION}:
            continue
        named = _unit_before(text, number.span.start)
        found = _unit_after(text, number, setting) or (named and (named[0], number.span.end, number))
        if not found:
            continue
        key, end, amount = found
        start = number.span.start
        if named and key in {"yuan", named[0]}:
            key, start = named
        target = say_money(amount, key, setting.locale)
        if target is None:
            continue
        yield _hit(text, start, end, amount, key, target, setting)


def _unit_before(text: str, at: int) -> tuple[str, int] | None:
    """Return the currency that is named before an amount, and where its name begins."""
    for key, pattern in _CURRENCY_BEFORE:
        if match := pattern.search(text[:at]):
            return ("yuan" if key == "cny" else key), match.start()
    return None


def _unit_after(text: str, number: NumberHit, setting: Setting) -> tuple[str, int, NumberHit] | None:
    """Return the money unit after a number, where it ends, and the amount in that unit."""
    at = number.span.end
    if number.text[-1:] in {"左", "右"}:
        return None
    found = next(((key, m) for key, pattern in _PATTERNS if (m := pattern.match(text, at))), None)
    if found is None:
        tael = _TAEL.match(text, at)
        if tael is None or not (setting.historical or number.value >= 100 or number.high):
            return None
        found = "tael", tael
    key, match = found
    end, amount = match.end(), number
    if key == "mao":
        key, amount = "fen", _scaled(number, 10)
        if fen := _FEN.match(text, end):
            end, amount = fen.end(), replace(amount, value=amount.value + DIGITS[fen.group(1)])
    elif key == "yuan" and match.group() in "块塊" and (change := _CHANGE.match(text, end)):
        part = Decimal(DIGITS[change.group(1)]) / 10 + Decimal(DIGITS.get(change.group(2) or "", 0)) / 100
        end, amount = change.end(), replace(number, value=Decimal(str(number.value)) + part)
    if amount.approx is Approx.EXACT and amount.high is None and (hedge := hedge_after(text, end)):
        end, amount = hedge[1], replace(amount, approx=hedge[0])
    return key, end, amount


def _scaled(number: NumberHit, factor: int) -> NumberHit:
    high = None if number.high is None else number.high * factor
    return replace(number, value=number.value * factor, high=high)


def say_money(amount: NumberHit, key: str, locale: str) -> str | None:
    """Return an amount in a locale; `key` is a row of ``money.tsv``. None where the table has no word.

    Amounts with a meaning of their own (520, 1314) keep their bare digits.
    """
    words = text_for("money.tsv", key, locale)
    if words is None:
        return None
    unit = _form(words, amount, locale)
    if (
        amount.value in LUCKY
        and amount.form in {NumberForm.ARABIC, NumberForm.DIGITS}
        and amount.high is None
    ):
        return with_unit(str(amount.value), unit, locale)
    return _with_metal(amount, unit, locale)


_METAL = re.compile(r"(.+?)[の의]\s?(.+)")


def _with_metal(amount: NumberHit, unit: str, locale: str, style: Style = Style.DIALOGUE) -> str | None:
    """Return an amount with its unit; in Japanese and Korean the metal stands first.

    >>> from localize.culture.numbers import find_numbers
    >>> _with_metal(find_numbers("三千余两")[0], "両の銀", "ja")
    '銀3000両以上'
    """
    metal = _METAL.fullmatch(unit)
    if metal is None:
        return render_number(amount, locale, style=style, unit=unit)
    said = render_number(amount, locale, style=style, unit=metal[1])
    if said is None:
        return None
    return f"{metal[2]}{said}" if parse_locale(locale).language == "ja" else f"{metal[2]} {said}"


def _form(words: str, amount: NumberHit, locale: str) -> str:
    """Return the form of a unit word that a number takes (юань, юаня, юаней)."""
    from babel.core import Locale

    forms = words.split("|")
    if len(forms) == 1:
        return words
    if len(forms) == 2:
        return forms[0] if amount.value == 1 and amount.high is None else forms[1]
    value = amount.high if amount.high is not None else amount.value
    if value >= 1000 or amount.approx is not Approx.EXACT:
        return forms[2]  # the power word or "more than" governs the genitive plural
    category = Locale.parse(parse_locale(locale).babel).plural_form(as_decimal(value))
    return forms[{"one": 0, "few": 1}.get(category, 2)]


def _hit(
    text: str, start: int, end: int, amount: NumberHit, key: str, target: str, setting: Setting
) -> CultureHit:
    period = key.startswith(("tael", "wen", "guan"))
    reason = (
        "period money has no modern value and keeps its unit"
        if period
        else "the amount keeps its own currency and is not converted"
    )
    lucky = LUCKY.get(int(amount.value)) if amount.value == int(amount.value) else None
    others = [
        say
        for style in (Style.COMPACT, Style.DIGITS)
        if (say := _restyled(amount, key, setting.locale, style))
    ]
    return CultureHit(
        span=Span(start, end),
        source=text[start:end],
        kind=EditKind.MONEY,
        target=target,
        rule=f"money.{key}",
        reason=reason,
        accept=tuple(dict.fromkeys(o for o in others if o != target)),
        advice=f"{amount.value}: {lucky}; gloss it on first use" if lucky else "",
        number=amount,
    )


def _restyled(amount: NumberHit, key: str, locale: str, style: Style) -> str | None:
    words = text_for("money.tsv", key, locale) or ""
    return _with_metal(amount, _form(words, amount, locale), locale, style)
