"""The only place that knows the words after a quantity that make it inexact: 左右, 上下, 出头, 有余, 开外, 多, 来."""

from __future__ import annotations

import re

from localize.culture.base import Approx

_ABOUT = r"左右|上下(?![班级級楼樓]|其手)|[来來](?=[高长長宽寬深远遠厚重粗])"
_OVER = r"有[余餘](?![地力温溫])|出[头頭]|[开開]外|多[地路](?![面上])|多(?![少大年久么麼])"
_HEDGE = re.compile(rf"({_ABOUT})|{_OVER}")


def hedge_after(text: str, at: int) -> tuple[Approx, int] | None:
    """Return how inexact the words at a place make the quantity that ends there, and where they end.

    >>> hedge_after("八尺有余", 2), hedge_after("一丈来高的墙", 2), hedge_after("三里多少", 2)
    ((<Approx.OVER: 'over'>, 4), (<Approx.ABOUT: 'about'>, 3), None)
    """
    match = _HEDGE.match(text, at)
    return None if match is None else (Approx.ABOUT if match.group(1) else Approx.OVER, match.end())
