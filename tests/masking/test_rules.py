from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from localize.masking.base import PlaceholderKind
from localize.masking.rules import BY_NAME, FAMILIES, RULES, Family, Rule, family_of
from localize.masking.scan import code_in, may_hold_placeholder, placeholders

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]

_FORMAT = {family: name for name, family in reversed(FAMILIES.items())} | {Family.GENERAL: ""}
_CASES = [(rule, family) for rule in RULES for family in sorted(rule.families)]


@pytest.mark.parametrize(("rule", "family"), _CASES, ids=lambda value: getattr(value, "name", str(value)))
def test_a_row_finds_its_own_example_whole_in_every_family_it_names(rule: Rule, family: Family) -> None:
    found = placeholders(f"前{rule.example}后", _FORMAT[family])
    assert [p.text for p in found] == [rule.example]
    # A row further up may claim the same text in a family that has both; the rest must be the row itself.
    first = next(r for r in RULES if r.name == found[0].rule)
    assert RULES.index(first) <= RULES.index(rule) or first.block


def test_each_row_is_the_one_that_finds_its_example_in_some_family() -> None:
    silent = [
        rule.name
        for rule in RULES
        if not any(
            placeholders(f"前{rule.example}后", _FORMAT[f])[0].rule == rule.name for f in rule.families
        )
    ]
    assert silent == []


def test_row_names_are_unique_and_safe_as_group_names() -> None:
    assert len(BY_NAME) == len(RULES)
    assert all("_" not in rule.name for rule in RULES)


@pytest.mark.parametrize(
    ("text", "format_name", "expected"),
    [
        ("<i>你好</i>", "srt", ["<i>", "</i>"]),
        ('<font color="#ffff00">旁白</font>', "srt", ['<font color="#ffff00">', "</font>"]),
        (r"{\an8\pos(1,2)}上{\i1}斜{\i0}", "ass", [r"{\an8\pos(1,2)}", r"{\i1}", r"{\i0}"]),
        (r"上\N下\h右\n左", "ass", [r"\N", r"\h", r"\n"]),
        ("{译注：古称}王爷", "ass", ["{译注：古称}"]),
        ("<v 林晚>你<c.red>好</c> <00:01.000>吗&nbsp;", "vtt",
         ["<v 林晚>", "<c.red>", "</c>", "<00:01.000>", "&nbsp;"]),
        ("[门响] 谁？", "srt", []),
        ("[门响] 谁？", "", []),
        ("[mc_name]，{i}你{/i}好{w}", "renpy", ["[mc_name]", "{i}", "{/i}", "{w}"]),
        ("%s 送 %1$d 个 %(name)s，%%", "po", ["%s", "%1$d", "%(name)s", "%%"]),
        ("%@ 与 %1$@ 与 %.2f 与 %lld", "strings", ["%@", "%1$@", "%.2f", "%lld"]),
        ("100% sure, 50%的人", "po", []),
        ("%%s", "po", ["%%"]),
        ("{0} {name} {{count}} ${x} {}", "json", ["{0}", "{name}", "{{count}}", "${x}", "{}"]),
        ("{n, plural, one {# 件} other {# 件 {x}}}：{y}", "json",
         ["{n, plural, one {# 件} other {# 件 {x}}}", "{y}"]),
        ("{n, plural, one {没有闭合", "json", []),
        ("<color=#FFD700>金</color><#fff>白</color><sprite=3>", "json",
         ["<color=#FFD700>", "</color>", "<#fff>", "</color>", "<sprite=3>"]),
        ("[b]粗[/b][color=red]红[/color][门]", "po", ["[b]", "[/b]", "[color=red]", "[/color]"]),
        ("§a绿§r", "minecraft", ["§a", "§r"]),
        (r"\C[3]\N[1]\C[0]：好\.", "rpgmaker", [r"\C[3]", r"\N[1]", r"\C[0]", r"\."]),
        ("见 https://a.example/b?c=d。", "srt", ["https://a.example/b?c=d"]),
        ("见（https://a.example/b）", "json", ["https://a.example/b"]),
        ("图标\ue123在", "srt", ["\ue123"]),
        ("涨幅20%a股", "srt", []),
        ("我<3你", "srt", []),
        ("<哈利波特>", "srt", []),
        ("{ $gold } 枚", "fluent", ["{ $gold }"]),
        ("<<wait 2>>[wave]喂[/wave]{$x}", "yarn", ["<<wait 2>>", "[wave]", "[/wave]", "{$x}"]),
        ("_重要_", "json", []),
        ("%2$.*1$s 与 %.*s 与 %2$*1$d 与 %-*s", "po", ["%2$.*1$s", "%.*s", "%2$*1$d", "%-*s"]),
        ('<a href="x"\n class="y">此</a>', "po", ['<a href="x"\n class="y">', "</a>"]),
        ('<a\n href="x"\n title=\'两\n行\'>此</a>', "json", ['<a\n href="x"\n title=\'两\n行\'>', "</a>"]),
        ('<img src="a"\n\n alt=b\n/>图', "po", ['<img src="a"\n\n alt=b\n/>']),
        ("若 a <b 且\n c> d", "po", []),
        ("<b who knows\nwhat comes>", "po", []),
        ("50% done，%1 与 %d 与 %(n)s 与 {x}", "percent-free", ["%d", "%(n)s", "{x}"]),
    ],
)  # fmt: skip
def test_a_text_has_these_placeholders(text: str, format_name: str, expected: list[str]) -> None:
    assert [p.text for p in placeholders(text, format_name)] == expected


def test_spans_are_the_texts_and_never_overlap() -> None:
    text = r"{\an8}<i>%s</i> {0} &amp; §a"
    found = placeholders(text, "json")
    assert [text[p.span.start : p.span.end] for p in found] == [p.text for p in found]
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


def test_a_format_name_is_read_in_any_case_and_with_a_dot() -> None:
    assert family_of(".SRT") is Family.SUBTITLE
    assert family_of("nobody-knows") is Family.GENERAL


def test_a_private_use_character_of_the_supplementary_planes_is_found() -> None:
    found = placeholders("图\U000f0001", "json")
    assert [p.kind for p in found] == [PlaceholderKind.PRIVATE]


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "{a,plural,",
        "{a,plural,{",
        "{\\p1",
        "http://a..",
        "%(",
        "[color=",
        "{{",
        "\\C[",
        "a.a@a.",
        "&a",
        "<v ",
        '<a b="',
        "<a b='\n",
        "<a b=c\n",
        "<a b\n=\n",
        '<a\nb="c"\n',
        "b='c'\n",
        "%2$.*1$",
        "%*1$",
    ],
)
@pytest.mark.parametrize("format_name", ["", "ass", "srt", "renpy", "yarn", "rpgmaker", "po", "percent-free"])
def test_a_hostile_line_is_scanned_in_linear_time(piece: str, format_name: str, timed: Timed) -> None:
    text = piece * (60_000 // len(piece))
    with timed() as taken:
        placeholders(text, format_name)
    assert taken.within(2)


@pytest.mark.parametrize("opening", ["<a ", "<a b=c ", '<a b="c"\n', "<img "])
@pytest.mark.parametrize("piece", ['b="c"\n', "b='c' ", "b=c\n", "b = \n", "\n ", "b", '"'])
def test_a_tag_that_never_ends_is_scanned_in_linear_time(opening: str, piece: str, timed: Timed) -> None:
    text = (opening + piece * 300) * (60_000 // (len(piece) * 300))
    with timed() as taken:
        assert not [p for p in placeholders(text, "po") if p.rule.startswith("tag")]
    assert taken.within(2)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_only_counts_code_sees_the_same_as_what_finds_its_places(rule: Rule) -> None:
    family = min(rule.families)
    text = f"你好 {rule.example} 再见 {{n, plural, other {{#}}}} %s"
    name = _FORMAT[family]
    assert code_in(text, name) == [p.text for p in placeholders(text, name)] != []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_quick_look_lets_no_placeholder_through(rule: Rule) -> None:
    assert may_hold_placeholder(rule.example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_placeholder_is_found_among_words_and_before_an_address(rule: Rule) -> None:
    family = min(rule.families)
    name = next((name for name, known in FAMILIES.items() if known is family), "")
    plain = [p.rule for p in placeholders(f"你好 {rule.example} 再见", name)]
    assert plain
    # An address in the text takes the other way through the scan; both see the same.
    beside = [p.rule for p in placeholders(f"你好 {rule.example} 再见 www.example.org", name)]
    assert beside == [*plain, "url"]
