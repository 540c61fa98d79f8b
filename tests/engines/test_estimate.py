from __future__ import annotations

import doctest
import time
from collections.abc import Sequence

import pytest

from localize.engines import create, estimate, money
from localize.engines.base import Candidate, Request
from localize.engines.estimate import Range, probe, target_tokens, tokens

# Tokens in the vocabularies cl100k, o200k, Qwen and DeepSeek.
COUNTED = [
    ("王总，三千万的彩礼，一分不能少。你以为你是谁？", (27, 19, 17, 15)),
    ("王總，三千萬的彩禮，一分都不能少。", (23, 16, 13, 13)),
    ("Mr. Wang, a bride price of thirty million. Not a cent less.", (16, 16, 16, 16)),
    ("Señor Wang, treinta millones de dote. Ni un centavo menos.", (18, 17, 18, 18)),
    ("คุณหวัง สินสอดสามสิบล้าน ขาดไม่ได้แม้แต่สตางค์เดียว", (47, 21, 32, 21)),
    ("왕 회장님, 예물은 삼천만입니다. 한 푼도 깎을 수 없어요.", (34, 25, 25, 26)),
    ("王社長、結納金は三千万です。一銭も負けられません。", (32, 21, 20, 21)),
    ("السيد وانغ، مهر بثلاثين مليونًا، ولا ينقص منه قرش.", (39, 19, 21, 21)),
    ("Господин Ван, выкуп тридцать миллионов. Ни копейкой меньше.", (33, 20, 23, 20)),
    ("Thưa ông Vương, sính lễ ba mươi triệu, không thiếu một xu.", (27, 19, 18, 22)),
]
# Tokens of a translation a character of its Chinese source, least and most over the same vocabularies: 400 to 1,500
# lines of game text a language; English also 6,000 lines of dialogue and subtitles.
TRANSLATED = {
    "en": (0.58, 0.78), "es": (0.81, 0.94), "pt": (0.81, 0.95), "fr": (0.85, 0.98), "de": (0.82, 0.99),
    "id": (0.83, 1.00), "vi": (0.90, 1.42), "tr": (0.95, 1.26), "th": (1.06, 2.43), "ja": (0.92, 1.43),
    "ko": (0.90, 1.35), "ar": (0.81, 1.69), "ru": (0.92, 1.46), "hi": (1.05, 3.12), "zh": (0.70, 1.36),
}  # fmt: skip


@pytest.mark.parametrize(("text", "counts"), COUNTED)
def test_the_range_of_a_text_holds_what_real_vocabularies_count(text: str, counts: Sequence[int]) -> None:
    found = tokens(text)
    assert found.low <= min(counts)
    assert max(counts) <= found.high


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_range_of_a_translation_is_known_from_its_chinese_source(language: str) -> None:
    found = target_tokens("好" * 1000, language)
    low, high = TRANSLATED[language]
    assert found.low <= 1000 * low
    assert 1000 * high <= found.high


def test_nothing_is_no_tokens() -> None:
    assert tokens("") == Range(0, 0)


class Slow:
    """Takes 5 ms a line, and 100 ms to load."""

    def __init__(self) -> None:
        self.lines = 0

    def translate(self, requests: Sequence[Request], *, progress: object = None) -> list[Candidate]:
        time.sleep(0.005 * len(requests) + (0 if self.lines else 0.1))
        self.lines += len(requests)
        return [Candidate(r.id, r.text) for r in requests]


def test_a_try_on_a_few_lines_tells_how_long_all_will_take() -> None:
    engine = Slow()
    found = probe(engine, [Request(str(n), "好") for n in range(1000)])  # type: ignore[arg-type]
    assert found.low < 5.1 < found.high
    assert engine.lines <= 29
    assert probe(create("echo", source="zh-Hans", target="en"), []) == Range(0, 0)


@pytest.mark.parametrize("module", [estimate, money])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
