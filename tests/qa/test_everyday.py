"""Everyday lines: the families that pass them over must have nothing to say of them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from localize.masking import mask
from localize.model import Segment, SegmentId, SegmentKind
from localize.qa import Context, check, code, locale_marks, punctuation, shortcuts, text
from localize.qa.everyday import is_everyday

LOCALES = [
    "en-US",
    "es-419",
    "fr-FR",
    "fr-CA",
    "de-DE",
    "ru-RU",
    "pl-PL",
    "el-GR",
    "th-TH",
    "ar",
    "ko-KR",
    "ja-JP",
    "zh-Hant-TW",
]
FORMATS = ["srt", "ass", "po", "json", "renpy", "csv", "qt_ts", "fluent", "properties", "rpgmaker", "android"]
HAN = "王总，三千万的彩礼。一分不能少！？、；：…—·（）《》「」“”‘’ ,.!?():'\"-0129AEGZaz㐀鿿"
LATIN = "abwABFZ0129 ,.:;'’!?…–—-"


def line(source: str, target: str, locale: str, form: str, medium: str) -> tuple[Segment, str, Context]:
    segment = Segment(SegmentId("1"), source, (), 1, 1, SegmentKind.STRING)
    return segment, target, Context("zh-Hans", locale, form, medium, None, mask(segment, format=form))


@settings(deadline=None)  # the first line loads the checks
@given(
    source=st.one_of(st.text(HAN, max_size=12), st.text(max_size=6)),
    target=st.one_of(st.text(LATIN, min_size=1, max_size=16), st.text(min_size=1, max_size=6)),
    locale=st.sampled_from(LOCALES),
    form=st.sampled_from(FORMATS),
    medium=st.sampled_from(["drama", "game"]),
)
@example("你去吗？", "Are you going", "en-US", "srt", "drama")
@example("你去吗？", "Are you going?", "es-419", "srt", "drama")
@example("等等", "Wait...", "en-US", "srt", "drama")
@example("看 www.a.cn", "See www.a.cn", "en-US", "po", "game")
@example("按F1", "Press F1", "en-US", "po", "game")
@example(" 好", "Good", "en-US", "po", "game")
@example("好", "Good ", "en-US", "po", "game")
@example("", "Good", "en-US", "po", "game")
@example("Your names", "Mr. Wang", "en-US", "po", "game")
def test_what_passes_for_everyday_has_no_finding_of_the_families_that_are_left_out(
    source: str, target: str, locale: str, form: str, medium: str
) -> None:
    segment, target, context = line(source, target, locale, form, medium)
    spared = [
        finding
        for family in (code, shortcuts, punctuation, locale_marks)
        for finding in family.check(segment, target, context)
    ]
    if is_everyday(source, target, context):
        assert spared == []
        assert list(text.check_everyday(segment, target, context)) == list(
            text.check(segment, target, context)
        )
    elif target.strip():
        raised = Counter(finding.code for finding in check(segment, target, context))
        assert Counter(finding.code for finding in spared) <= raised


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("王总，三千万的彩礼，一分不能少。", "Mr. Wang, a bride price of thirty million, not one cent less."),
        ("你去吗？", "Are you going?"),
        ("“好”", "Good"),
    ],
)
def test_most_lines_of_a_drama_are_everyday(source: str, target: str) -> None:
    segment, target, context = line(source, target, "en-US", "srt", "drama")
    assert is_everyday(segment.source, target, context)


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        ("{name}来了", "Someone is here", "en-US"),
        ("他来了", "He is here ", "en-US"),
        ("他来了", "He  is here", "en-US"),
        ("他来了", "He is here...", "en-US"),
        ("他来了吗？", "He is here", "en-US"),
        ("他来了！", "Ya viene!", "es-419"),
        ("他来了！", "Il est la!", "fr-FR"),
        ("按F1", "Press it", "en-US"),
        ("他来了", "He is\nhere", "en-US"),
        ("他来了", "He is (here)", "en-US"),
    ],
)
def test_a_line_with_anything_else_is_looked_at_by_every_family(
    source: str, target: str, locale: str
) -> None:
    segment, target, context = line(source, target, locale, "json", "game")
    assert not is_everyday(segment.source, target, context)
