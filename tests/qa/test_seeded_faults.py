"""Shipped translations that are broken by machine: the share of the faults that the checks find, family by family.

The other half of the precision of `test_sample_data`: a check that says nothing raises no false alarm either. A fault
counts as found if one of the codes of its family is raised that the translation as it was shipped does not raise.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from localize.masking import is_formatting, mask, placeholders
from localize.model import Segment, SegmentId, SegmentKind
from localize.qa import Context, check

FILES = {"create_mod": "zh_cn", "stardew_mods": "zh", "slimevr_ftl": "zh-Hans"}
LOCALES = {
    "en": "en", "en_us": "en", "es": "es", "es_es": "es", "de": "de", "de_de": "de", "fr": "fr", "fr_fr": "fr",
    "pt": "pt", "pt_br": "pt-BR", "pt-BR": "pt-BR", "ru": "ru", "ru_ru": "ru", "ja": "ja", "ja_jp": "ja", "ko": "ko",
    "ko_kr": "ko", "th": "th", "th_th": "th", "vi": "vi", "vi_vn": "vi", "id_id": "id", "it": "it", "tr": "tr",
    "zh_tw": "zh-Hant", "zh-Hant": "zh-Hant",
}  # fmt: skip
LATIN = frozenset({"en", "es", "de", "fr", "pt", "pt-BR", "it", "id", "vi", "tr"})
MOST = 150
SEED = 20261122


class Pair(NamedTuple):
    """A shipped translation, and the same string in other languages."""

    source: str
    target: str
    locale: str
    others: dict[str, str]


class Family(NamedTuple):
    """A way to break a translation: returns None where it cannot; the codes that name it, the least share found."""

    name: str
    fault: Callable[[Pair, random.Random], str | None]
    codes: str
    floor: float


@pytest.fixture(scope="module")
def pairs(sample_data: Path) -> Sequence[Pair]:
    found = []
    for name, source in FILES.items():
        with (sample_data / "parallel" / "multi" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                texts = {LOCALES[tag]: text for tag, text in row.items() if tag in LOCALES}
                if source in row:
                    found += [Pair(row[source], text, tag, texts) for tag, text in texts.items()]
    random.Random(SEED).shuffle(found)
    return found


def codes(pair: Pair, target: str) -> set[str]:
    segment = Segment(SegmentId("1"), pair.source, (), 1, 1, SegmentKind.STRING)
    masked = mask(segment, format="json")
    context = Context("zh-Hans", pair.locale, "json", "game", None, masked)
    return {finding.code for finding in check(segment, target, context)}


def spans(text: str, *, looks: bool) -> list[tuple[int, int]]:
    """Return the placeholders that stand once, those that carry looks or those that carry values."""
    found = placeholders(text, "json")
    return [
        tuple(p.span)
        for p in found
        if is_formatting(p) is looks and text.count(p.text) == 1 and p.text != "\\n" and "->" not in p.text
    ]


def replaced(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def value_dropped(pair: Pair, dice: random.Random) -> str | None:
    found = spans(pair.target, looks=False)
    return replaced(pair.target, dice.choice(found), "") if found else None


def value_renamed(pair: Pair, dice: random.Random) -> str | None:
    found = [s for s in spans(pair.target, looks=False) if pair.target[s[0]] == "{"]
    return replaced(pair.target, dice.choice(found), "{{valu}}") if found else None


def value_doubled(pair: Pair, dice: random.Random) -> str | None:
    found = spans(pair.target, looks=False)
    if not found:
        return None
    start, end = dice.choice(found)
    return f"{pair.target} {pair.target[start:end]}"


def brace_lost(pair: Pair, dice: random.Random) -> str | None:
    return pair.target.replace("}", "", 1) if "{" in pair.target and "}" in pair.target else None


def tag_end_dropped(pair: Pair, dice: random.Random) -> str | None:
    found = re.findall(r"</\w+>", pair.target)
    return pair.target.replace(dice.choice(found), "", 1) if found else None


def tag_end_opened(pair: Pair, dice: random.Random) -> str | None:
    found = re.findall(r"</\w+>", pair.target)
    return pair.target.replace(found[0], found[0].replace("/", ""), 1) if found else None


def number_changed(pair: Pair, dice: random.Random) -> str | None:
    bare = r"(?<![\w.,:/#%$@-])([1-9]\d{1,3})(?![\w.,:/%°$@-])"
    for number in re.findall(bare, pair.target):
        if number in re.findall(bare, pair.source):
            return re.sub(rf"(?<!\d){number}(?!\d)", str(int(number) + dice.choice((1, 7, 40))), pair.target)
    return None


def cut_off(pair: Pair, dice: random.Random) -> str | None:
    words = pair.target.split()
    return (
        " ".join(words[: len(words) // 3])
        if len(words) >= 12 and not placeholders(pair.target, "json")
        else None
    )


def other_language(pair: Pair, dice: random.Random) -> str | None:
    found = [t for tag, t in sorted(pair.others.items()) if tag in LATIN and tag[:2] != pair.locale[:2]]
    found = [t for t in found if len(t.split()) >= 8 and t not in pair.target]
    return dice.choice(found) if found and pair.locale in LATIN | {"ru", "th", "ja", "ko"} else None


def source_left(pair: Pair, dice: random.Random) -> str | None:
    return (
        pair.source if pair.locale not in {"zh-Hant", "ja"} and re.search("[一-鿿]{2}", pair.source) else None
    )


def source_word_left(pair: Pair, dice: random.Random) -> str | None:
    word = re.search("[一-鿿]{2}", pair.source)
    return f"{pair.target} {word.group()}" if word and pair.locale not in {"zh-Hant", "ja", "ko"} else None


def left_simplified(pair: Pair, dice: random.Random) -> str | None:
    differs = pair.locale == "zh-Hant" and re.search("[这个们时会对开关动设备实际机]", pair.source)
    return pair.source if differs else None


def decoded_wrongly(pair: Pair, dice: random.Random) -> str | None:
    if pair.locale not in LATIN or not re.search("[À-ÿ]", pair.target):
        return None
    return pair.target.encode().decode("cp1252", "ignore")


def emptied(pair: Pair, dice: random.Random) -> str | None:
    return "" if pair.source.strip() else None


def word_doubled(pair: Pair, dice: random.Random) -> str | None:
    if pair.locale not in {"en", "es", "fr", "it", "pt", "pt-BR"}:
        return None
    found = re.search(r" (the|of|to|and|de|el|con|para|le|les|dans|pour|um|uma|il|per) (?!\1)", pair.target)
    return replaced(pair.target, found.span(), f" {found.group(1)} {found.group(1)} ") if found else None


def between_letters(mark: str) -> Callable[[Pair, random.Random], str | None]:
    def insert(pair: Pair, dice: random.Random) -> str | None:
        found = re.search(r"[A-Za-z]{3}(?=[a-z]{2})", pair.target) if pair.locale in LATIN else None
        bare = found and not placeholders(pair.target, "json")
        return pair.target[: found.end()] + mark + pair.target[found.end() :] if bare and found else None

    return insert


def look_alike(pair: Pair, dice: random.Random) -> str | None:
    if pair.locale not in LATIN or placeholders(pair.target, "json"):
        return None
    return re.sub(r"(?<=[a-z])[aeo](?=[a-z])", lambda m: "аео"["aeo".index(m[0])], pair.target, count=1)


FAMILIES = (
    Family("a value dropped", value_dropped, "COD001", 0.97),
    Family("a value misspelt", value_renamed, "COD001 COD002", 0.97),
    Family("a value said twice", value_doubled, "COD002", 0.95),
    Family("a brace lost", brace_lost, "COD001 COD006", 0.97),
    Family("the end of a tag dropped", tag_end_dropped, "COD001 COD003", 0.9),
    Family("a tag opened twice", tag_end_opened, "COD001 COD002 COD003", 0.9),
    Family("a number changed", number_changed, "TXT012 TXT013", 0.88),
    Family("two thirds cut off", cut_off, "TXT011 TXT013 TXT022", 0.7),
    Family("another language", other_language, "TXT018", 0.85),
    Family("the source left", source_left, "TXT002 TXT003", 0.97),
    Family("a word of the source left", source_word_left, "TXT002", 0.97),
    Family("left in Simplified", left_simplified, "SCR001", 0.97),
    Family("decoded wrongly", decoded_wrongly, "TXT010", 0.9),
    Family("emptied", emptied, "TXT001", 0.99),
    Family("a word doubled", word_doubled, "TXT004", 0.95),
    Family("an invisible character", between_letters("\u200b"), "SCR003", 0.99),
    Family("a control character", between_letters("\x08"), "SCR005", 0.99),
    Family("a letter of another script", look_alike, "SCR006", 0.95),
)


def faults(pairs: Sequence[Pair], family: Family) -> Iterator[tuple[Pair, str]]:
    dice = random.Random(family.name)
    for pair in pairs:
        broken = family.fault(pair, dice)
        if broken is not None and broken != pair.target:
            yield pair, broken


@pytest.mark.parametrize("family", FAMILIES, ids=[family.name for family in FAMILIES])
def test_faults_that_are_put_into_shipped_translations_are_found(
    pairs: Sequence[Pair], family: Family
) -> None:
    asked, seeded, found = set(family.codes.split()), 0, 0
    for pair, broken in islice(faults(pairs, family), MOST):
        before = codes(pair, pair.target) & asked
        if not before:
            seeded += 1
            found += bool(codes(pair, broken) & asked)
    print(f"{family.name}: {found} of {seeded} found ({family.codes})")
    assert seeded >= 20
    assert found / seeded >= family.floor
