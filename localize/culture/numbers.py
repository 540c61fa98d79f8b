"""The only place that finds numbers in running Chinese text and tells them from words with numerals in them."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from fractions import Fraction

from localize.culture.base import Approx, Number, NumberForm, NumberHit
from localize.culture.numerals import BIG_UNITS, DIGITS, HAN, PLAIN, SMALL_UNITS, Reading, read_numeral
from localize.culture.shares import read_share
from localize.culture.stops import is_stopped, stop_spans
from localize.model import Span

_STARTS = frozenset(HAN + "0123456789０１２３４５６７８９第半个個几幾数數好上成过過逾超近将將接小负負翻对對")
_RUN = re.compile(rf"[{HAN}0-9０-９几幾数數好上成过過逾超近多余餘来來个個点點儿wWkK.,．]{{1,20}}")
_LATIN = re.compile(r"[A-Za-z0-9０-９_@#]")
_PROMOTE = re.compile(r"左右|上下|出头|出頭|开外|開外|[有挂][余餘零](?![地力温溫])|\+(?![\d+])")
_GIVE_OR_TAKE = re.compile(r"左右|上下(?![班级級楼樓铺鋪])")
"""Adds nothing to a range, which is inexact by itself: 五六个亿上下."""
_CONNECT = "到至~～—－-–"

CLASSIFIERS = frozenset(
    "个個位名只隻条條张張件次回岁歲年天日月周週季秒点點块塊元毛角文两兩斤里尺寸丈亩畝米克吨噸升斗石套栋棟"
    "幢间間层層楼樓户戶辆輛架艘匹根支枝本册冊页頁句章集场場顿頓餐杯碗瓶壶壺盘盤盒箱袋包串堆排队隊组組班股份"
    "倍折更炷盏盞代辈輩届屆号號级級种種项項颗顆粒滴朵棵株座处處封副双雙对對枚剂劑招圈趟遍度人刀拳掌剑"
    "％%分公千厘毫平英贯貫吊两缕縷壮把局步门門口手键鍵世"
)
"""Characters that make a single digit before them a count: measure words and units."""
_AFTER_ONE = frozenset("个個位名楼樓岁歲斤两兩里尺寸丈亩畝元年天公更炷盏盞万萬亿億")
_SPOKEN_UNITS = (
    "小时 小時 分钟 分鐘 时辰 時辰 刻钟 刻鐘 大洋 块钱 塊錢 毛钱 毛錢 文钱 "
    "文錢 贯钱 吊钱 公里 英里 米八 米七 米九 星期 礼拜 分之"
)
_WORDS_AFTER = frozenset(_SPOKEN_UNITS.split())
_BARE_MONEY_AFTER = re.compile(
    r"[元块的人两]|[美欧日港英韩台]|级|资产|身家|年薪|彩礼|嫁妆|豪宅|豪车|大奖|奖金|人口|粉丝|用户|悬赏|赔偿|订单"
    r"|生意|投资|合同|债"
)
_BARE_BEFORE = re.compile(
    r"(年薪|身价|身家|价值|资产|损失|负债|赔偿|悬赏|月入|年入|净赚|市值|片酬|出价|彩礼|嫁妆|欠|赚|挣|值|花|砸|达|给|要|投"
    r"|赔|付|卖|借|捐|两三|这|那)了?你?我?他?她?$"
)


@functools.lru_cache(maxsize=4096)
def find_numbers(text: str) -> tuple[NumberHit, ...]:
    """Return the numbers of a text in order, exact, with their spans; words such as 一起 or 老三 are left out.

    >>> [(h.text, h.value) for h in find_numbers("两万五的包，买了三个")]
    [('两万五', 25000), ('三', 3)]
    >>> find_numbers("二话不说，千万别一起来")
    ()
    """
    stops = stop_spans(text)
    hits: list[NumberHit] = []
    at = 0
    while at < len(text):
        hit = _hit_at(text, at, stops) if text[at] in _STARTS else None
        if hit is None:
            at += _skip(text, at)
        else:
            hits.append(hit)
            at = hit.span.end
    return tuple(hits)


_DIGIT_RUN = re.compile(r"[0-9０-９]+(?:[.:/-][0-9]+)*")


def _skip(text: str, at: int) -> int:
    """Return how far to go on where no number begins: past a whole Arabic run, so that its tail is not read alone."""
    match = _DIGIT_RUN.match(text, at)
    return match.end() - at if match else 1


def _hit_at(text: str, at: int, stops: list[tuple[int, int]]) -> NumberHit | None:
    for finder in (_slang, _share, _range, _half, _after_noun, _idiom, _plain):
        hit = finder(text, at)
        if hit is None:
            continue
        core = at + 1 if hit.text[0] in "上成过過逾超近好" and len(hit.text) > 1 else at
        stopped = is_stopped(at, hit.span.end, stops) or (
            core != at and is_stopped(core, hit.span.end, stops)
        )
        if stopped and finder is not _after_noun:  # 百年 is a word, 闭关百年 a length of time
            continue
        return hit
    return None


def _hit(text: str, start: int, end: int, reading: Reading, *, ordinal: bool = False) -> NumberHit:
    return NumberHit(
        Span(start, end), text[start:end], reading.value, reading.high, reading.approx, reading.form, ordinal
    )


def _slang(text: str, at: int) -> NumberHit | None:
    """Find 一个小目标 (100 million yuan) where money is spoken of: after a verb of earning or paying, or counted."""
    match = re.compile(rf"([{HAN}]{{0,3}})[个個]小目[标標]").match(text, at)
    if match is None:
        return None
    count = read_numeral(match.group(1)) if match.group(1) else Reading(1)
    paid = re.search(r"[赚挣亏花投给值付转砸输拿欠赔賺掙虧給轉輸賠]了?[他她它你我]?$", text[:at])
    if count is None or (count.value == 1 and not paid):
        return None
    return _hit(text, at, match.end(), Reading(count.value * 10**8, form=NumberForm.SLANG))


def _share(text: str, at: int) -> NumberHit | None:
    found = read_share(text, at)
    return None if found is None else _hit(text, at, found[1], found[0])


_PHRASES = re.compile(
    r"成百上千|成千上[万萬]|成千成万|千千万万"
    r"|[百千万萬]把(?=[块塊人个個斤号號年里文两兩来])|(?<![这這那哪每一两兩三几幾整各])个把(?=小时|月(?![饼餅亮光])|星期|礼拜|年|钟头)"
)
_BELOW = re.compile(rf"小(?=[{HAN}]{{1,3}}[百千万萬](?![金里]))")
_MINUS = re.compile(rf"[负負](?=[{HAN}0-9])")
_MINUS_BEFORE = re.compile(r"(?:^|[\s，。！？、；：“「是为為到得剩了有])$")
_SHORT_YEAR = re.compile(
    r"([〇零一二三四五六七八九])([〇零一二三四五六七八九])年(?![级級前后後来來间間内內多半轻輕])"
)


def _idiom(text: str, at: int) -> NumberHit | None:
    """Find what one reads by its wording: 成千上万, 千把块, 小一万, 负二十, 九八年."""
    if phrase := _PHRASES.match(text, at):
        reading = read_numeral(phrase.group())
        return _hit(text, at, phrase.end(), reading) if reading else None
    if (year := _SHORT_YEAR.match(text, at)) and not (at and text[at - 1] in HAN):
        tens, ones = (PLAIN[digit] for digit in year.groups())
        if tens + 1 == ones or (tens, ones) == (3, 5):
            return None  # 七八年 is a guess
        short = tens * 10 + ones
        century = 1900 if short >= _CENTURY else 2000
        return _hit(text, at, at + 2, Reading(century + short, form=NumberForm.DIGITS))
    for finder in (_product, _ten_and_three, _and_more, _near):
        if hit := finder(text, at):
            return hit
    below, minus = _BELOW.match(text, at), _MINUS.match(text, at)
    if below is None and (minus is None or not _MINUS_BEFORE.search(text[:at])):
        return None
    if below and at and text[at - 1] in "大最从從老":
        return None
    found = _longest(text, at + 1)
    if found is None or found[0].high is not None or found[0].approx is not Approx.EXACT:
        return None
    reading, end = found
    if below:
        return _hit(text, at, end, replace(reading, approx=Approx.NEARLY)) if reading.value >= 100 else None
    return None if reading.value == 0 else _hit(text, at, end, replace(reading, value=-reading.value))


_TIMES = re.compile(r"([二三四五六七八九])([二三四五六七八九])([一二三四五六七八九]?十[一二三四五六七八九]?)")


def _product(text: str, at: int) -> NumberHit | None:
    """Find 七七四十九: a line of the multiplication table stands for its product."""
    match = _TIMES.match(text, at)
    reading = read_numeral(match[3]) if match else None
    if match is None or reading is None or PLAIN[match[1]] * PLAIN[match[2]] != reading.value:
        return None
    return _hit(text, at, match.end(), reading)


_COUNTED_NEXT = "".join(sorted(CLASSIFIERS - set("岁歲年"))) + "一二三四五六七八九十"
_TEN_AND_THREE = re.compile(
    rf"([一二三四五六七八九]?十|[一二三四五六七八九]百)有([一二三四五六七八九])(?![{_COUNTED_NEXT}])"
)


def _ten_and_three(text: str, at: int) -> NumberHit | None:
    """Find 六十有三 (63), the way of old ages and counts."""
    match = _TEN_AND_THREE.match(text, at)
    base = read_numeral(match[1]) if match else None
    if match is None or base is None:
        return None
    return _hit(text, at, match.end(), Reading(int(base.value) + PLAIN[match[2]]))


_AND_MORE = re.compile(
    rf"([{HAN}]{{1,4}}|\d+)[个個]多(?=小时|小時|时辰|時辰|钟头|鐘頭|月|星期|礼拜|禮拜|世[纪紀])"
)


def _and_more(text: str, at: int) -> NumberHit | None:
    """Find 两个多小时, 一个多月: the counter stands before the 多."""
    match = _AND_MORE.match(text, at)
    reading = read_numeral(match[1]) if match else None
    if match is None or reading is None or reading.high is not None:
        return None
    return _hit(text, at, match.end(), replace(reading, approx=Approx.OVER, form=NumberForm.HAN))


_COUNTED_NOUN = re.compile(
    "(?:[黄黃]金|白[银銀]|[纹紋][银銀]|[赏賞][银銀]|良田|田[产產]|[锦錦][缎緞]|[绸綢][缎緞]|布帛|[绫綾][罗羅]|骏马|[战戰]马|牛羊|食邑"
    "|[闭閉][关關]|修[行炼煉]|沉睡|[镇鎮][压壓]|封印|囚禁|[寿壽]元|享[国國]|[阔闊][别別]|苦修)$"
)
_UNIT_OF_NOUN = re.compile("[百千万萬](?=[两兩亩畝顷頃匹头頭年载載户戶](?![间間]))")


def _after_noun(text: str, at: int) -> NumberHit | None:
    """Find 黄金千两, 良田千亩, 闭关百年: the noun stands before a bare power and its unit."""
    match = _UNIT_OF_NOUN.match(text, at)
    if match is None or not _COUNTED_NOUN.search(text[:at]):
        return None
    value = int({**SMALL_UNITS, **BIG_UNITS}[match.group()])
    return _hit(text, at, match.end(), Reading(value, form=NumberForm.BARE))


_NEAR = re.compile(rf"(?:[将將接]近|近)(?=[{HAN}0-9])")
_LEAST_NEAR = 100
"""From here on 近 before a number is nearly: 近三年 are the last three years."""


def _near(text: str, at: int) -> NumberHit | None:
    """Find 近三千人, 将近五百万; a bare unit (近百万) is read with its numeral."""
    match = _NEAR.match(text, at)
    if match is None or (at and text[at - 1] in "最附靠亲親走远遠就新邻鄰"):
        return None
    found = _longest(text, match.end())
    if found is None or found[0].high is not None or found[0].approx is not Approx.EXACT:
        return None
    reading, end = found
    if match.group() == "近" and (reading.value < _LEAST_NEAR or reading.form is NumberForm.DIGITS):
        return None
    if not _counts(text, match.end(), end, reading):
        return None
    return _hit(text, at, end, replace(reading, approx=Approx.NEARLY))


_CENTURY = 40
"""Two-digit years from here on are of the twentieth century."""


_EACH_ONE = re.compile(
    "[百千万萬亿億]一[个個斤晚夜天月年次件瓶杯双雙张張位人平克亩畝台套碗份根条條只隻节節堂集]"
)


def _longest(text: str, at: int, *, dash: bool = False) -> tuple[Reading, int] | None:
    """Return the longest numeral at a place and its end; `dash` allows a hyphen and a digit after it."""
    match = _RUN.match(text, at)
    if match is None:
        return None
    for end in range(match.end(), at, -1):
        if text[end - 1] in "来來" and re.match(r"[到自临了的访宾客说找]", text[end:]):
            continue
        if re.search(r"[点點]", text[at:end]) and text[end : end + 1] in tuple("刻分"):
            continue  # 十一点一刻 is an hour, not eleven point one
        if text[end - 1] in "两兩" and end - at > 1 and text[end : end + 1] not in CLASSIFIERS:
            continue  # 三两酒 is a weight, 三两个 a range
        if end - at > 1 and _EACH_ONE.match(text, end - 2):
            continue  # 两万一个月 is 两万 for each month
        if (reading := read_numeral(text[at:end])) is not None and not _bad_edge(text, at, end, dash=dash):
            return reading, end
    return None


def _bad_edge(text: str, start: int, end: int, *, dash: bool = False) -> bool:
    """Return whether a numeral is cut out of a Latin word, a longer number, a clock time or a date with hyphens."""
    latin = text[start].isascii() or text[start] in "０１２３４５６７８９"
    cut = r"\d[.:/]$" if dash else r"\d[.:/-]$"
    if latin and start and (_LATIN.match(text, start - 1) or re.search(cut, text[:start])):
        return True
    tail = text[end - 1]
    joined = r"[A-Za-z0-9０-９_]|[.:/]\d|：\d" + ("" if dash else r"|-\d")
    return (tail.isascii() or tail.isdecimal()) and re.match(joined, text[end:]) is not None


def _range(text: str, at: int) -> NumberHit | None:
    """Find 三到五百万, 三十至五十万, 3-5万: the first number borrows the unit of the second."""
    first = _longest(text, at, dash=True)
    if first is None or first[1] >= len(text) or text[first[1]] not in _CONNECT:
        return None
    second = _longest(text, first[1] + 1, dash=True)
    if second is None or first[0].high is not None or second[0].high is not None:
        return None
    low_text, high_text = text[at : first[1]], text[first[1] + 1 : second[1]]
    low = _borrowed(low_text, high_text, first[0].value)
    dashed_date = text[first[1]] in "-–" and re.match(r"[-–]\d", text[second[1] :])
    if not low < second[0].value or dashed_date or low_text[0] == "第":
        return None
    counted = text[second[1] : second[1] + 1] in CLASSIFIERS or len(high_text) > 1
    return _hit(text, at, second[1], Reading(low, second[0].value, form=second[0].form)) if counted else None


def _borrowed(low: str, high: str, value: Number) -> Number:
    """Return the lower end of a range with the unit that only the upper end names."""
    units = re.search(r"[十百千]*[万萬亿億]+$|[百千]+$", high)
    if units is None or re.search(r"[万萬亿億]", low):
        return value
    wanted = (
        units.group()
        if len(low) == 1 and low in DIGITS
        else re.sub(r"^[十百千]+(?=[万萬亿億])", "", units.group())
    )
    if re.search(r"[十百千]$", low) and wanted in ("百", "千"):
        return value
    scaled = read_numeral(low + wanted)
    return value if scaled is None else scaled.value


_HALF_COUNT = re.compile(
    rf"([{HAN}]+|\d+)(?:[个個]半(?=[小时時月年星礼禮钟鐘])|[年天]半(?![年载載天途路山期级級价價程场場夜个個]))"
    r"|一半(?!会|會|天|儿)"
    r"|半(?=[个個年月斤里两兩米瓶杯碗袋包盒箱亩畝]|小时|小時|公里|炷|盏|盞|刻|壶)"
)


_HALF_MORE = re.compile(r"[个個]多|(?:[个個]?(?:年|月|天|小时|小時|斤|里))多(?![少久么麼])")


def _half(text: str, at: int) -> NumberHit | None:
    """Find 半个, 一半 and the half in 一个半小时."""
    match = _HALF_COUNT.match(text, at)
    if match is None:
        return None
    count = read_numeral(match.group(1)) if match.group(1) else Reading(0)
    if count is None or count.high is not None:
        return None
    approx = Approx.OVER if _HALF_MORE.match(text, match.end()) else Approx.EXACT
    value = Fraction(count.value) + Fraction(1, 2)
    return _hit(text, at, match.end(), Reading(value, approx=approx, form=NumberForm.HALF))


_SOME = re.compile(r"好?[几幾数數](?=[个個天年次位名家条條张張件])")


def _plain(text: str, at: int) -> NumberHit | None:
    """Find every other numeral, ordinals with their 第."""
    ordinal = text[at] == "第"
    start = at + 1 if ordinal else at
    found = _longest(text, start)
    if found is None:
        several = _SOME.match(text, at)
        return _hit(text, at, several.end(), Reading(2, 9, Approx.SEVERAL)) if several else None
    reading, end = found
    if reading.form is NumberForm.BARE and text.startswith("分之", end):
        return None  # 上百分之九十 is a percentage after 上
    if ordinal:
        return None if reading.high is not None else _hit(text, at, end, reading, ordinal=True)
    if not _counts(text, at, end, reading):
        return None
    if reading.approx is Approx.EXACT and reading.high is None and (mark := _PROMOTE.match(text, end)):
        approx = Approx.OVER if mark.group()[0] in "出开開有挂+" else Approx.ABOUT
        return _hit(text, at, mark.end(), replace(reading, approx=approx))
    if reading.high is not None and (mark := _GIVE_OR_TAKE.match(text, end)):
        end = mark.end()
    if text[at] in "近" and text[at - 1 : at] in ("将", "將", "接"):
        return _hit(text, at - 1, end, reading)
    return _hit(text, at, end, reading)


def _counts(text: str, start: int, end: int, reading: Reading) -> bool:
    """Return whether a numeral is a quantity where it stands, and not a syllable of a word."""
    word = text[start:end]
    after, before = text[end : end + 2], text[:start]
    counted = after[:1] in CLASSIFIERS or after in _WORDS_AFTER
    if reading.form in {NumberForm.ARABIC, NumberForm.MIXED, NumberForm.DUAL}:
        return True
    if reading.form is NumberForm.DIGITS:
        return len(word) > 3 or "〇" in word or "幺" in word or "零" in word or after[:1] in set("年号號室房")
    if word in {"百", "千", "万", "萬", "亿", "億", "佰", "仟", "兆"}:
        return False
    if word in {"千万", "千萬"}:
        return bool(
            _BARE_MONEY_AFTER.match(text, end)
            or (_BARE_BEFORE.search(before) and not re.match(r"[别不]", after))
        )
    if len(word) == 1:
        alone = not re.search(r"\w$", before) and not re.match(r"\w", after)
        if word == "一":
            return alone or after[:1] in _AFTER_ONE or after in _WORDS_AFTER
        return counted or alone or word in TEN_ALONE
    if reading.high is not None and all(char in DIGITS for char in word):
        return counted
    return True


TEN_ALONE = frozenset("廿卅卌")
"""Single characters above nine that are never anything but numbers."""
