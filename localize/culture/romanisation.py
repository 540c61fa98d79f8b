"""The only place that spells a Mandarin or Cantonese syllable in a system other than pinyin.

Wade-Giles and Tongyong Pinyin as Taiwan writes names (without apostrophes), the customary Hong Kong spelling of
Cantonese from Jyutping, Hangul by the rules of the National Institute of Korean Language. All are drafts: customary
spellings differ from person to person, so a character sheet goes before them.
"""

from __future__ import annotations

import re

_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcs])?([a-zü]+)")
_ALONE = {
    "yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in", "yang": "iang",
    "ying": "ing", "yong": "iong", "yu": "ü", "yue": "üe", "yuan": "üan", "yun": "ün", "wu": "u", "wa": "ua",
    "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan", "wen": "un", "wang": "uang", "weng": "ong",
}  # fmt: skip
"""Syllables without an initial, as the finals that they are."""

_WADE_INITIALS = {
    "b": "p", "d": "t", "g": "k", "zh": "ch", "j": "ch", "q": "ch", "z": "ts", "c": "ts", "x": "hs", "r": "j",
}  # fmt: skip
_WADE_FINALS = {
    "ian": "ien", "ie": "ieh", "iong": "iung", "ong": "ung", "üe": "üeh", "er": "erh",
}  # fmt: skip
_WADE_ALONE = {
    "yi": "i", "ye": "yeh", "yan": "yen", "you": "yu", "yong": "yung", "yue": "yüeh", "yu": "yü", "yuan": "yüan",
    "yun": "yün", "er": "erh",
}  # fmt: skip
_WADE_BUZZING = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "szu",
}  # fmt: skip
_TONGYONG_INITIALS = {"zh": "jh", "q": "c", "x": "s"}
_TONGYONG_ALONE = {"wen": "wun", "weng": "wong", "feng": "fong"}


def _parts(syllable: str) -> tuple[str, str] | None:
    """Return initial and final of a pinyin syllable, ü written as such after j, q and x."""
    match = _SYLLABLE.fullmatch(syllable)
    if match is None:
        return None
    initial, final = match.group(1) or "", match.group(2)
    if initial and initial in "jqx" and final.startswith("u"):
        final = "ü" + final[1:]
    return initial, final


def wade_giles(syllable: str) -> str | None:
    """Return a pinyin syllable in Wade-Giles without apostrophes; None for what is no syllable.

    >>> [wade_giles(s) for s in ("zhang", "xie", "guo", "qiu", "xu", "zi", "duo", "gui", "he", "ye")]
    ['chang', 'hsieh', 'kuo', 'chiu', 'hsü', 'tzu', 'to', 'kuei', 'ho', 'yeh']
    """
    if syllable in _WADE_BUZZING:
        return _WADE_BUZZING[syllable]
    if (parts := _parts(syllable)) is None:
        return None
    initial, final = parts
    if not initial:
        return _WADE_ALONE.get(syllable, syllable)
    if (final == "e" and initial in "gkh") or (final == "uo" and initial not in {"g", "k", "h", "sh"}):
        final = "o"
    elif final == "ui" and initial in "gk":
        final = "uei"
    return _WADE_INITIALS.get(initial, initial) + _WADE_FINALS.get(final, final)


def tongyong(syllable: str) -> str | None:
    """Return a pinyin syllable in Tongyong Pinyin, official in Taiwan from 2002 to 2008; None for no syllable.

    >>> [tongyong(s) for s in ("zhang", "xie", "liu", "zhi", "xu", "gui", "feng", "qiong")]
    ['jhang', 'sie', 'liou', 'jhih', 'syu', 'guei', 'fong', 'cyong']
    """
    if syllable in _TONGYONG_ALONE:
        return _TONGYONG_ALONE[syllable]
    if (parts := _parts(syllable)) is None:
        return None
    initial, final = parts
    if not initial:
        return syllable
    if initial in {"zh", "ch", "sh", "r", "z", "c", "s"} and final == "i":
        final = "ih"
    final = {"iu": "iou", "ui": "uei", "iong": "yong"}.get(final, final).replace("ü", "yu")
    return _TONGYONG_INITIALS.get(initial, initial) + final


_JYUTPING = re.compile(r"(gw|kw|ng(?=[a-z])|[bpmfdtnlgkhwzcsj])?([a-z]+)[1-6]?")
_HK_INITIALS = {"b": "p", "d": "t", "g": "k", "gw": "kw", "z": "ch", "c": "ch", "j": "y"}
_HK_FINALS = {
    "aa": "a", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at", "aak": "ak",
    "ou": "o", "oeng": "eung", "oek": "euk", "oe": "eu", "eoi": "ui", "eon": "un", "eot": "ut", "yu": "u", "yun": "uen",
    "yut": "uet",
}  # fmt: skip
_HK_WHOLE = {
    "ze": "tse", "ce": "che", "zeoi": "tsui", "ceoi": "tsui", "zou": "tso", "cou": "tso", "zo": "tso", "co": "cho",
    "zang": "tsang", "si": "sze", "zi": "chi", "ci": "chi", "ji": "yee", "sing": "shing", "sam": "sum",
    "seon": "shun", "soeng": "sheung", "saan": "shan", "sek": "shek", "syu": "shu", "ng": "ng", "m": "m",
    "gu": "ku", "pun": "poon", "gun": "koon", "wun": "woon", "jam": "yum", "waa": "wah",
}  # fmt: skip


def hong_kong(jyutping: str) -> str | None:
    """Return a Jyutping syllable as Hong Kong spells it in names; None for what is no syllable.

    >>> [hong_kong(s) for s in ("can4", "zoeng1", "wong4", "gwok3", "ze6", "jyun5", "ng4", "lau4", "zau1")]
    ['chan', 'cheung', 'wong', 'kwok', 'tse', 'yuen', 'ng', 'lau', 'chau']
    """
    match = _JYUTPING.fullmatch(jyutping)
    if match is None:
        return None
    bare = jyutping.rstrip("123456")
    if bare in _HK_WHOLE:
        return _HK_WHOLE[bare]
    initial, final = match.group(1) or "", match.group(2)
    if initial == "j" and final.startswith("yu"):
        return "y" + _HK_FINALS[final]
    return _HK_INITIALS.get(initial, initial) + _HK_FINALS.get(final, final)


_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = {"": 0, "ㄴ": 4, "ㄹ": 8, "ㅇ": 21}
_HANGUL_INITIALS = dict(
    zip(
        "b p m f d t n l g k h j q x zh ch sh r z c s".split(),  # noqa: SIM905
        "ㅂㅍㅁㅍㄷㅌㄴㄹㄱㅋㅎㅈㅊㅅㅈㅊㅅㄹㅉㅊㅆ",
        strict=True,
    )
)
_HANGUL_FINALS = {
    "a": "ㅏ", "o": "ㅗ", "e": "ㅓ", "ai": "ㅏ+이", "ei": "ㅔ+이", "ao": "ㅏ+오", "ou": "ㅓ+우", "an": "ㅏㄴ",
    "en": "ㅓㄴ",
    "ang": "ㅏㅇ", "eng": "ㅓㅇ", "ong": "ㅜㅇ", "er": "ㅓㄹ", "i": "ㅣ", "ia": "ㅑ", "ie": "ㅖ", "iao": "ㅑ+오",
    "iu": "ㅠ",
    "ian": "ㅖㄴ", "in": "ㅣㄴ", "iang": "ㅑㅇ", "ing": "ㅣㅇ", "iong": "ㅠㅇ", "u": "ㅜ", "ua": "ㅘ", "uo": "ㅝ",
    "uai": "ㅘ+이", "ui": "ㅜ+이", "uan": "ㅘㄴ", "un": "ㅜㄴ", "uang": "ㅘㅇ", "ü": "ㅟ", "üe": "ㅞ", "üan": "ㅟ+안",
    "ün": "ㅟㄴ",
}  # fmt: skip
_HANGUL_ALONE = {
    "wei": "웨이",
    "wen": "원",
    "weng": "웡",
    "yu": "위",
    "yuan": "위안",
    "yun": "윈",
    "yong": "융",
    "yo": "요",
}
_PLAIN_AFTER = dict(zip("ㅑㅖㅛㅠ", "ㅏㅔㅗㅜ", strict=True))
"""After ㅈ, ㅉ and ㅊ a glide is not written (자, not 쟈)."""


def hangul(syllable: str) -> str | None:
    """Return a pinyin syllable in Hangul by its Mandarin sound; None for what is no syllable.

    >>> "".join(hangul(s) or "?" for s in ("lin", "wan", "zhang", "xue", "liu", "jia", "quan", "shi", "zi"))
    '린완장쉐류자취안스쯔'
    """
    if syllable in _HANGUL_ALONE:
        return _HANGUL_ALONE[syllable]
    final_alone = _ALONE.get(syllable)
    parts = ("", final_alone) if final_alone else _parts(syllable)
    if parts is None:
        return None
    initial, final = parts
    if initial in {"zh", "ch", "sh", "r", "z", "c", "s"} and final == "i":
        return _compose(_HANGUL_INITIALS[initial], "ㅡ", "")
    written = _HANGUL_FINALS.get(final)
    if written is None:
        return None
    head, _, more = written.partition("+")
    lead = _HANGUL_INITIALS.get(initial, "ㅇ")
    vowel = _PLAIN_AFTER.get(head[0], head[0]) if lead in "ㅈㅉㅊ" else head[0]
    return _compose(lead, vowel, head[1:]) + more


def _compose(lead: str, vowel: str, tail: str) -> str:
    """Return the Hangul syllable of a lead, a vowel and a tail (Unicode chapter 3.12)."""
    return chr(0xAC00 + (_LEADS.index(lead) * 21 + _VOWELS.index(vowel)) * 28 + _TAILS[tail])
