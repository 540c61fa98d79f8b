"""The only place that writes Mandarin syllables in Cyrillic, by the Palladius system that Russian uses."""

from __future__ import annotations

import re

_INITIALS = {
    "zh": "чж",
    "ch": "ч",
    "sh": "ш",
    "b": "б",
    "p": "п",
    "m": "м",
    "f": "ф",
    "d": "д",
    "t": "т",
    "n": "н",
    "l": "л",
    "g": "г",
    "k": "к",
    "h": "х",
    "j": "цз",
    "q": "ц",
    "x": "с",
    "r": "ж",
    "z": "цз",
    "c": "ц",
    "s": "с",
}
_FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "ang": "ан",
    "en": "энь", "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "iao": "яо", "ie": "е", "iu": "ю", "ian": "янь",
    "iang": "ян", "in": "инь", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй",
    "uan": "уань", "uang": "уан", "un": "унь", "ü": "юй", "üe": "юэ", "üan": "юань", "ün": "юнь", "er": "эр",
}  # fmt: skip
_WHOLE = {
    "yi": "и", "ya": "я", "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян", "ying": "ин",
    "yong": "юн", "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь", "wu": "у", "wa": "ва", "wo": "во",
    "wai": "вай", "wei": "вэй", "wan": "вань", "wen": "вэнь", "wang": "ван", "weng": "вэн", "hui": "хуэй",
    "zhi": "чжи", "chi": "чи", "shi": "ши", "ri": "жи", "zi": "цзы", "ci": "цы", "si": "сы",
}  # fmt: skip
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcs])([a-zü]+)")


def palladius(syllables: str) -> str | None:
    """Return Mandarin syllables, one a word, as one Cyrillic word with a capital; None for what is no syllable.

    A hard sign parts a final n from a vowel (Чанъань).

    >>> palladius("wang"), palladius("lin"), palladius("chang an"), palladius("zhu ge"), palladius("lü")
    ('Ван', 'Линь', 'Чанъань', 'Чжугэ', 'Люй')
    """
    written = ""
    for syllable in syllables.lower().split():
        part = _syllable(syllable)
        if part is None:
            return None
        if written.endswith("н") and part[0] in "аеёиоуыэюя":
            written += "ъ"
        written += part
    return written[:1].upper() + written[1:]


def _syllable(syllable: str) -> str | None:
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    if syllable in _FINALS:
        return _FINALS[syllable]
    match = _SYLLABLE.fullmatch(syllable)
    if match is None:
        return None
    initial, final = match.groups()
    if initial in "jqx" and final.startswith("u"):
        final = "ü" + final[1:]
    return _INITIALS[initial] + _FINALS[final] if final in _FINALS else None
