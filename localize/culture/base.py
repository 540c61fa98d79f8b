"""The shapes of the culture room: the number, quantity and name found in a text, and the setting that renders it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.model import EditKind, Span

Number = int | Decimal | Fraction
"""An exact value; never a float, because 一点五亿 is 150,000,000 and not nearly so."""


def as_decimal(value: Number) -> Decimal:
    """Return a value as a Decimal, for formatting; a third becomes 0.333…, to 28 digits."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value)


class Approx(StrEnum):
    """How exactly the speaker means a number."""

    EXACT = "exact"
    ABOUT = "about"  # 十来个, 五百左右
    OVER = "over"  # 五十多万, 上百万
    NEARLY = "nearly"  # 近百万
    SEVERAL = "several"  # 几百万, 十几个, 数千


class NumberForm(StrEnum):
    """How a number is written in the source."""

    HAN = "han"  # 三千万
    FINANCIAL = "financial"  # 壹佰万
    ARABIC = "arabic"  # 520, １２３
    MIXED = "mixed"  # 3.5亿, 50w
    DIGITS = "digits"  # 二〇二五
    BARE = "bare"  # 百万, 个亿
    FRACTION = "fraction"  # 三分之一
    PERCENT = "percent"  # 百分之五十, 30%
    TENTHS = "tenths"  # 七成
    DISCOUNT = "discount"  # 八折: the share that is paid
    MULTIPLE = "multiple"  # 翻两番: four times
    HALF = "half"  # 半个, 一个半
    DUAL = "dual"  # 俩, 仨
    SLANG = "slang"  # 一个小目标


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number in a source text.

    Attributes:
        span: characters of the text that was searched.
        text: those characters.
        value: the exact value, or the lower end of a range.
        high: the upper end of a range, None where it is one value.
        approx: how exactly it is meant.
        form: how it is written.
        ordinal: True for 第N.
    """

    span: Span
    text: str
    value: Number
    high: Number | None = None
    approx: Approx = Approx.EXACT
    form: NumberForm = NumberForm.HAN
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What decides how a quantity or name is said.

    Attributes:
        locale: BCP 47 tag of the target.
        era: ``modern``, ``historical`` or '' if not known.
        genres: of the work (``ceo``, ``palace`` …).
        mode: ``foreignising``, ``neutral`` or ``domesticating``.
        romanisation: how names are spelt in Latin letters (`localize.culture.fullnames.Scheme`), '' for the
            custom of the locale.
        year: Gregorian year in which lunar dates are said by the Gregorian calendar, None to keep theirs.
    """

    locale: str
    era: str = ""
    genres: tuple[str, ...] = ()
    mode: str = "neutral"
    romanisation: str = ""
    year: int | None = None

    @property
    def historical(self) -> bool:
        """Return whether the work is set before modern units and money."""
        if self.era:
            return self.era == "historical"
        return bool({"palace", "wuxia", "cultivation", "xianxia"} & set(self.genres))


@dataclass(frozen=True, slots=True)
class CultureHit:
    """A quantity or name in a source text with its rendering in one locale.

    Attributes:
        span: characters of the text that was searched.
        source: those characters.
        kind: what sort of thing it is.
        target: the words to write.
        rule: name of the rule that wrote them (``money.yuan``).
        reason: one sentence for the reviewer.
        accept: other target words that say the same.
        advice: what a person should look at, '' if nothing.
        number: the number it rests on, None for a name.
    """

    span: Span
    source: str
    kind: EditKind
    target: str
    rule: str
    reason: str
    accept: tuple[str, ...] = ()
    advice: str = ""
    number: NumberHit | None = None


class Finder(Protocol):
    """One topic of the room: numbers already found in, rendered hits out."""

    def __call__(self, text: str, numbers: Sequence[NumberHit], setting: Setting, /) -> Iterator[CultureHit]:
        """Yield the topic's hits in a source text, in any order; they may overlap."""
