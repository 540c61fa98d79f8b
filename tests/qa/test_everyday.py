"""Everyday lines: the families that pass them over must have nothing to say of them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from localize.masking import mask
from localize.model import Segment, SegmentId, SegmentKind
from localize.qa import (
    Context,
    check,
    code,
    language,
    locale_marks,
    measures,
    numbers,
    punctuation,
    sentences,
    shortcuts,
    text,
)
from localize.qa.everyday import is_everyday
from localize.qa.faultless import is_cleared, is_faultless

LOCALES = [
    "en-US",
    "pt-BR",
    "id-ID",
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
HAN = "王总，三千万的彩礼。一分不能少！？、；：…—·（）《》「」“”‘’ ,.!?():;'\"-0129AEFGZaz㐀鿿‧•─～~/「」『』%s$"
LATIN = "abwABFZ0129 ,.:;'‘’!?…–—-()\"“”%s$"
WORDS = re.findall(
    r"\S+",
    """
    the The is a and und de yang que o um monday Monday March day number he HE IS HERE no yes it it, yo %s %d %1$s
    %2$d “Yes” (no) ( " 30 1.5 km for with because . ? ! … ... — - Wang’s
    """,
)
SAID = re.findall(
    r"\S+",
    """
    王总 三千万 的 彩礼 。 ？ ！ ， 十 十分 一里 三斤 几百 5k 两w 他 在 这里 吗 %s %d %1$s %2$d the is F1 F 30 …
    「 」 ~ /
    """,
)


def line(source: str, target: str, locale: str, form: str, medium: str) -> tuple[Segment, str, Context]:
    segment = Segment(SegmentId("1"), source, (), 1, 1, SegmentKind.STRING)
    return segment, target, Context("zh-Hans", locale, form, medium, None, mask(segment, format=form))


@settings(deadline=None)  # the first line loads the checks
@given(
    source=st.one_of(
        st.text(HAN, max_size=12),
        st.text(max_size=6),
        st.lists(st.sampled_from(SAID), max_size=9).map("".join),
    ),
    target=st.one_of(
        st.text(LATIN, min_size=1, max_size=16),
        st.text(min_size=1, max_size=6),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
    ),
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
@example("他对%s说", "he told%s", "en-US", "po", "game")
@example("第%d章", "Chapter %d", "en-US", "po", "game")
@example("%s打%s", "%s hits %s %s", "en-US", "po", "game")
@example("好", "“Good”", "de-DE", "po", "game")
@example("好", ":) good (", "en-US", "po", "game")
@example("他走了十里路来这里", "He came here from afar", "en-US", "srt", "drama")
@example("他有5k", "He has 6k", "en-US", "srt", "drama")
@example("他来了", "He is here, the the man", "en-US", "srt", "drama")
@example("他来了", "He will come on monday.", "en-US", "srt", "drama")
@example("他来了。", "He is here because", "en-US", "srt", "drama")
@example("他来了", "HE IS HERE WITH US", "en-US", "srt", "drama")
@example("他今天下午和他的母亲去医院看病了", "Yes.", "en-US", "srt", "drama")
@example("他今天下午去医院看病了", "Er ist heute mit der Mutter und dem Vater da.", "en-US", "srt", "drama")
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
        if is_faultless(segment, target, context) or is_cleared(segment, target, context):
            others = (text, language, sentences, numbers, measures)
            assert [f for family in others for f in family.check(segment, target, context)] == []
        assert list(text.check_everyday(segment, target, context)) == list(
            text.check(segment, target, context)
        )
    elif target.strip():
        assert not is_faultless(segment, target, context)
        raised = Counter(finding.code for finding in check(segment, target, context))
        assert Counter(finding.code for finding in spared) <= raised


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("王总，三千万的彩礼，一分不能少。", "Mr. Wang, a bride price of thirty million, not one cent less."),
        ("你去吗？", "Are you going?"),
        ("“好”", "Good"),
        ("%s（%d）来了", "%s (%d) is here"),
        ("好", "(“Good”)"),
    ],
)
def test_most_lines_of_a_drama_are_everyday(source: str, target: str) -> None:
    segment, target, context = line(source, target, "en-US", "srt", "drama")
    assert is_everyday(segment.source, target, context)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("王总，彩礼一分不能少。", "Mr. Wang, not one cent less of the bride price."),
        ("%s说他今天不来了，让你一个人去吧", "%s says that he will not come today, so go by yourself"),
        ("十", "Ten"),
    ],
)
def test_a_line_without_numbers_or_odd_words_is_cleared_at_once_and_one_with_them_is_not(
    source: str, target: str
) -> None:
    segment, target, context = line(source, target, "en-US", "po", "game")
    assert is_everyday(source, target, context)
    assert is_cleared(segment, target, context) == (source != "十")
    assert is_faultless(segment, target, context) == ("%" not in source and source != "十")


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        ("{name}来了", "Someone is here", "en-US"),
        ("他来了", "He is here ", "en-US"),
        ("他来了", "He  is here", "en-US"),
        ("他来了", "He is here (again", "en-US"),
        ("他来了", "%s is here", "en-US"),
        ("他来了吗？", "He is here", "en-US"),
        ("他来了！", "Ya viene!", "es-419"),
        ("他来了！", "Il est la!", "fr-FR"),
        ("按F1", "Press it", "en-US"),
        ("他来了", "He is\nhere", "en-US"),
        ("他来了", "He is [here]", "en-US"),
    ],
)
def test_a_line_with_anything_else_is_looked_at_by_every_family(
    source: str, target: str, locale: str
) -> None:
    segment, target, context = line(source, target, locale, "json", "game")
    assert not is_everyday(segment.source, target, context)
