from __future__ import annotations

import pytest

from localize.masking import compare, mask, unmask
from localize.masking.base import Masked
from localize.model import Segment, SegmentId, Span
from localize.text import symbols


def masked(source: str, format_name: str = "") -> Masked:
    return mask(Segment(SegmentId("1"), source, (Span(0, 0),), 1, 1), format=format_name)


@pytest.mark.parametrize(
    ("source", "format_name", "prefix", "bare", "suffix"),
    [
        (r"{\an8}你好", "srt", r"{\an8}", "你好", ""),
        ("<i>你好</i>", "srt", "<i>", "你好", "</i>"),
        ("  <i> <b>你好</b></i>\n", "srt", "  <i> <b>", "你好", "</b></i>\n"),
        ("<i>你</i>好", "srt", "", "~你~好", ""),
        ("<i>你</i>和<i>我</i>", "srt", "", "~你~和~我~", ""),
        ("<v 林晚>你好", "vtt", "<v 林晚>", "你好", ""),
        ("<i>上半句", "srt", "<i>", "上半句", ""),
        ("下半句</i>", "srt", "", "下半句", "</i>"),
        ("%s 加入了队伍", "po", "", "~ 加入了队伍", ""),
        ("等级：%d", "po", "", "等级：~", ""),
        (r"\C[3]剑\C[0]", "rpgmaker", r"\C[3]", "剑", r"\C[0]"),
        ("   ", "srt", "   ", "", ""),
        ("", "srt", "", "", ""),
        (r"{\an8}", "srt", r"{\an8}", "", ""),
        (r"{\p1}m 0 0 l 9 9{\p0}", "ass", r"{\p1}m 0 0 l 9 9{\p0}", "", ""),
    ],
)
def test_edge_matter_never_reaches_an_engine(
    source: str, format_name: str, prefix: str, bare: str, suffix: str
) -> None:
    result = masked(source, format_name)
    shown = result.text
    for symbol in symbols(shown):
        shown = shown.replace(symbol, "~")
    assert (result.prefix, shown, result.suffix) == (prefix, bare, suffix)
    assert unmask(result, result.text).text == source


def test_each_inner_placeholder_has_its_own_symbol_and_its_place_in_the_source() -> None:
    result = masked("给%s和%s", "po")
    assert len(set(symbols(result.text))) == 2
    assert [result.source[p.span.start : p.span.end] for p in result.placeholders] == ["%s", "%s"]


def test_symbols_move_with_the_sentence() -> None:
    result = masked("{0}给了{1}一把<b>剑</b>", "json")
    a, b, o, c = symbols(result.text)
    unmasked = unmask(result, f"{b} got a {o}sword{c} from {a}")
    assert unmasked.text == "{1} got a <b>sword</b> from {0}"
    assert (unmasked.lost, unmasked.invented, unmasked.repaired) == ((), (), ())


def test_a_symbol_that_comes_twice_is_kept_once_and_reported() -> None:
    result = masked("你好%s啊", "po")
    (s,) = symbols(result.text)
    unmasked = unmask(result, f"Hello {s} and {s} you")
    assert unmasked.text == "Hello %s and you"
    assert unmasked.invented == ("%s",)


def test_a_symbol_that_the_source_lacks_is_removed_and_reported() -> None:
    result = masked("你好", "po")
    unmasked = unmask(result, "Hello \ue005 there \uf001")
    assert unmasked.text.split() == ["Hello", "there"]
    assert unmasked.invented == ("\ue005", "\uf001")


def test_a_placeholder_spelled_out_by_the_engine_counts_as_its_symbol() -> None:
    result = masked("你好%s啊", "po")
    unmasked = unmask(result, "Hello %s!")
    assert (unmasked.text, unmasked.lost, unmasked.invented) == ("Hello %s!", (), ())


def test_a_placeholder_text_that_the_source_lacks_is_removed_and_reported() -> None:
    unmasked = unmask(masked("你好", "po"), "Hello %d friend")
    assert (unmasked.text, unmasked.invented) == ("Hello friend", ("%d",))


def test_text_that_masking_itself_left_looking_like_a_placeholder_is_no_invention() -> None:
    result = masked("甲<a <b>>乙", "json")
    assert unmask(result, result.text) == unmask(result, f" {result.text} ")
    assert unmask(result, result.text).invented == ()


def test_a_lost_value_inside_a_sentence_is_reported_and_not_guessed() -> None:
    result = masked("今天{0}来了", "json")
    unmasked = unmask(result, "came today")
    assert unmasked.text == "came today"
    assert [p.text for p in unmasked.lost] == ["{0}"]
    assert unmasked.repaired == ()


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("等级：%d", "Level:", "Level:%d"),
        ("{0}：站住！", ": Stop!", "{0}: Stop!"),
        ("获得金币\ue100", "Gold gained", "Gold gained\ue100"),
    ],
)
def test_a_lost_label_or_icon_goes_back_to_its_edge(source: str, target: str, expected: str) -> None:
    unmasked = unmask(masked(source, "po"), target)
    assert unmasked.text == expected
    assert unmasked.lost == ()
    assert len(unmasked.repaired) == 1


def test_a_lost_label_is_not_put_back_where_the_target_has_no_label() -> None:
    unmasked = unmask(masked("等级：%d", "po"), "Your level")
    assert [p.text for p in unmasked.lost] == ["%d"]


def test_a_lost_pair_goes_around_the_words_at_its_share_of_the_line() -> None:
    unmasked = unmask(masked("我只要<i>一个</i>解释", "srt"), "All I want is one explanation")
    assert unmasked.lost == ()
    before, _, rest = unmasked.text.partition("<i>")
    inside, _, after = rest.partition("</i>")
    assert before + inside + after == "All I want is one explanation"
    assert inside.strip() == inside != ""
    assert before.endswith(" ")
    assert after.startswith(" ")


def test_a_lost_closing_tag_never_lands_before_its_opening_one() -> None:
    result = masked("<b>你</b>真的来了啊", "srt")
    opening, _ = symbols(result.text)
    unmasked = unmask(result, f"So it is really {opening}you who came")
    assert unmasked.text == "So it is really <b>you</b> who came"


def test_a_repaired_tag_never_splits_a_letter_from_its_accent() -> None:
    unmasked = unmask(masked("你<i>好</i>啊你好", "srt"), "e\u0301" * 9)
    assert unmasked.text.replace("<i>", "").replace("</i>", "") == "e\u0301" * 9
    assert "<i>\u0301" not in unmasked.text
    assert "</i>\u0301" not in unmasked.text


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("I want {o} one {c} answer", "I want <i>one</i> answer"),
        ("{o} One {c}, please", "<i>One</i>, please"),
        ("Say{o} one {c}now", "Say <i>one</i> now"),
    ],
)
def test_blanks_that_an_engine_put_inside_a_pair_move_outside(target: str, expected: str) -> None:
    result = masked("我要<i>一个</i>解释", "srt")
    opening, closing = symbols(result.text)
    assert unmask(result, target.format(o=opening, c=closing)).text == expected


def test_nothing_is_put_back_into_an_empty_target() -> None:
    unmasked = unmask(masked("你<i>好</i>啊", "srt"), "")
    assert unmasked.text == ""
    assert [p.text for p in unmasked.lost] == ["<i>", "</i>"]


def test_edge_matter_stands_around_whatever_the_engine_says() -> None:
    result = masked("{\\an8}<i>你好</i>\n", "srt")
    assert unmask(result, " Hello ").text == "{\\an8}<i>Hello</i>\n"


def test_private_use_characters_of_the_text_are_not_taken_for_symbols() -> None:
    source = "按\ue001键，再按\ue000键%s"
    result = masked(source, "json")
    assert unmask(result, result.text).text == source
    assert len(result.placeholders) == 3


def test_a_line_with_more_placeholders_than_symbols_still_comes_back_whole() -> None:
    source = "字%s" * 4200
    result = masked(source, "po")
    assert len(symbols(result.text)) == 4096
    assert unmask(result, result.text).text == source


def test_comparison_counts_a_placeholder_used_twice_and_kept_once_as_lost() -> None:
    lost, invented = compare(masked("%s打%s", "po"), "%s hits")
    assert [p.text for p in lost] == ["%s"]
    assert invented == ()


def test_comparison_reports_what_a_person_invented_and_what_is_missing_at_the_edge() -> None:
    lost, invented = compare(masked(r"{\an8}你好", "srt"), "Hello <i>you</i>")
    assert [p.text for p in lost] == [r"{\an8}"]
    assert invented == ("<i>", "</i>")


def test_comparison_ignores_emphasis_underscores_and_order() -> None:
    assert compare(masked("_快_，{0}和{1}", "json"), "{1} and {0}, quick") == ((), ())


def test_the_number_of_a_plural_option_is_protected_and_missed() -> None:
    option = Segment(SegmentId("bag{n=other}"), "第#个{who}的'{'#", (), 1, 1, plural="other")
    masked = mask(option, format="json")
    assert [p.text for p in masked.placeholders] == ["#", "{who}", "'{'", "#"]
    lost, invented = compare(masked, "item of {who}, '{' #")
    assert [p.text for p in lost] == ["#"]
    assert invented == ()


def test_a_number_sign_elsewhere_is_text() -> None:
    for segment in (
        Segment(SegmentId("k"), "#1 hero", (), 1, 1),
        Segment(SegmentId("n/other"), "%d #1", (), 1, 1, plural="other"),
    ):
        assert "#" not in [p.text for p in mask(segment, format="android").placeholders]


def test_short_forms_of_blocks_are_placeholders() -> None:
    text = "你有{n, plural, …}和{ $n -> … }还有{ -brand.gender -> … }。"
    found = [p.text for p in mask(Segment(SegmentId("k"), text, (), 1, 1), format="json").placeholders]
    assert found == ["{n, plural, …}", "{ $n -> … }", "{ -brand.gender -> … }"]
