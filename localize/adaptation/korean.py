"""The only place that fits a Korean particle to the word before it: 은/는, 이/가, 을/를, 과/와, 으로/로."""

from __future__ import annotations

import re

_PAIRS = (
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("이나", "나"),
    ("이랑", "랑"),
    ("아", "야"),
)
_BY_FIRST = {form: pair for pair in _PAIRS for form in pair}
_PARTICLE = re.compile(r"(이랑|이나|은|는|이|가|을|를|과|와|랑|나|아|야)(?=[\s.,!?…]|$)")
_TOWARDS = re.compile(r"(으로|로)(?=[\s.,!?…]|$)")
_CLOSED_DIGITS = frozenset("013678")


def final_consonant(word: str) -> str | None:
    """Return how a word ends: ``''`` for a vowel, ``ㄹ``, ``closed`` for another consonant; None if it is not known.

    Digits end as they are read (1 일, 3 삼).

    >>> final_consonant("왕 대표님"), final_consonant("이 선생"), final_consonant("도로"), final_consonant("Kim")
    ('closed', 'closed', '', None)
    """
    if not word:
        return None
    last = word[-1]
    if "가" <= last <= "힣":
        final = (ord(last) - 0xAC00) % 28
        return "" if final == 0 else "ㄹ" if final == 8 else "closed"
    if last.isdecimal():
        return "ㄹ" if last in "178" else "closed" if last in _CLOSED_DIGITS else ""
    return None


def fit_particle(word: str, after: str) -> str:
    """Return the text after a word with its first particle in the form that the word wants.

    >>> fit_particle("왕 대표님", "는 어디?"), fit_particle("누나", "을 봤다"), fit_particle("서울", "으로 가")
    ('은 어디?', '를 봤다', '로 가')
    """
    final = final_consonant(word)
    if final is None:
        return after
    if match := _TOWARDS.match(after):
        return ("으로" if final == "closed" else "로") + after[match.end() :]
    if match := _PARTICLE.match(after):
        closed, opened = _BY_FIRST[match.group(1)]
        return (closed if final else opened) + after[match.end() :]
    return after
