"""ICU messages, both syntaxes: texts with their exact places, checked against other parsers."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.errors import HostileInputError, LocalizeError, ParseError
from localize.formats.messageformat import (
    Part,
    PartKind,
    Pattern,
    Selector,
    escape_icu,
    plural_categories,
    scan_icu,
)
from localize.formats.messageformat2 import escape_mf2, scan_mf2

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]


def texts(patterns: tuple[Pattern, ...]) -> list[list[str]]:
    return [[part.value for part in pattern.parts if part.kind is PartKind.TEXT] for pattern in patterns]


def check_places(message: str, patterns: tuple[Pattern, ...]) -> None:
    for pattern in patterns:
        at = pattern.start
        for part in pattern.parts:
            assert part.start == at < part.end
            at = part.end
        assert at == pattern.end <= len(message)


def test_options_are_found_with_their_paths_and_places() -> None:
    message = "{who, select, female {{n, plural, offset:1 =0 {她没来} other {她和 # 人}}} other {他来了}}！"
    patterns = scan_icu(message)
    check_places(message, patterns)
    shown = [(message[p.start : p.end], tuple(s.key for s in p.path), p.has_choice) for p in patterns]
    assert shown == [
        (message, (), True),
        ("{n, plural, offset:1 =0 {她没来} other {她和 # 人}}", ("female",), True),
        ("她没来", ("female", "=0"), False),
        ("她和 # 人", ("female", "other"), False),
        ("他来了", ("other",), False),
    ]
    assert patterns[3].path == (Selector("who", "select", "female"), Selector("n", "plural", "other"))
    assert patterns[3].parts[1] == Part(PartKind.NUMBER, patterns[3].start + 3, patterns[3].start + 4)


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("it's", ["it's"]),
        ("it''s", ["it's"]),
        ("'{'x'}'", ["{x}"]),
        ("'{x}'", ["{x}"]),
        ("a '{don''t}' b", ["a {don't} b"]),
        ("'{open", ["{open"]),
        ("# 1", ["# 1"]),
        ("{d, date, yyyy'}'MM} x", [" x"]),
        ("{a}{b, number}c", ["c"]),
        ("{n, choice, 0#none|1#one|1<many {n}}", []),
        ("", []),
    ],
)
def test_apostrophes_quote_only_what_would_be_syntax(message: str, wanted: list[str]) -> None:
    assert texts(scan_icu(message)) == [wanted]


def test_a_number_sign_is_syntax_in_plurals_only() -> None:
    (_, select, _) = scan_icu("{g, select, a {#'#' } other {x}}")
    assert [part.value for part in select.parts] == ["#'#' "]
    (_, plural) = scan_icu("{g, plural, other {#'#'}}")
    assert [(part.kind, part.value) for part in plural.parts] == [(PartKind.NUMBER, ""), (PartKind.TEXT, "#")]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("{", "no name"),
        ("{}", "no name"),
        ("}", "closes nothing"),
        ("{a", "no name"),
        ("{a, number", "not closed"),
        ("{a, plural}", "no options"),
        ("{a, plural, one {x}}", "no option other"),
        ("{a, plural, other}", "was expected"),
        ("{a, plural, other {x}", "not closed"),
        ("{a, plural, other {x} other {y}}", "twice"),
        ("{a, select, {x}}", "was expected"),
    ],
)
def test_a_broken_message_is_refused_with_the_place(message: str, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        scan_icu(message)
    assert "at character" in caught.value.what


def test_deep_messages_are_refused_quickly() -> None:
    with pytest.raises(HostileInputError, match="nested more than 50"):
        scan_icu("{a, select, other {" * 10_000)
    assert len(scan_icu("{a, select, other {" * 20 + "x" + "}}" * 20)) == 21


def flattened(tree: list[Any], path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    """Return the texts of the oracle's tree with the options that lead there."""
    found: list[tuple[tuple[str, ...], str]] = []
    for node in tree:
        if isinstance(node, str):
            found.append((path, node))
        else:
            for key, option in node.get("options", {}).items():
                found += flattened(option, (*path, key))
    return found


MESSAGES = [
    "Hello {name}, you have {n, plural, =0 {no mail} one {# message} other {# messages}}.",
    "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} place",
    "{g, select, male {He} female {She} other {They}} said it's {t, time, short}",
    "a '{quoted}' b '' c",
    "{a, plural, offset:2 one {x {b} y} other {{g, select, k {deep #} other {more}}}}",
    "{0} of {1, number, integer}",
]


@pytest.mark.parametrize("message", MESSAGES)
def test_texts_are_those_of_pyicumessageformat(message: str) -> None:
    oracle = pytest.importorskip("pyicumessageformat")
    wanted = flattened(oracle.Parser({"include_format": True}).parse(message))
    got = [
        (tuple(step.key for step in pattern.path), part.value)
        for pattern in scan_icu(message)
        for part in pattern.parts
        if part.kind is PartKind.TEXT
    ]
    assert sorted(got) == sorted(wanted)


@given(st.text(st.sampled_from("a{}#'|,\n文 "), max_size=30), st.booleans())
def test_escaped_text_says_what_it_said(text: str, in_plural: bool) -> None:
    escaped = escape_icu(text, in_plural=in_plural)
    message = f"{{n, plural, other {{{escaped}}}}}" if in_plural else escaped
    pattern = scan_icu(message)[-1]
    assert "".join(part.value for part in pattern.parts) == text
    assert {part.kind for part in pattern.parts} <= {PartKind.TEXT}


@given(st.text(st.sampled_from("{}'#a ,;plurselcoth=0文"), max_size=60))
def test_any_message_is_taken_apart_or_refused(message: str) -> None:
    try:
        patterns = scan_icu(message)
    except LocalizeError:
        return
    check_places(message, patterns)


def test_plural_categories_come_in_the_order_of_cldr() -> None:
    assert plural_categories("ar") == ("zero", "one", "two", "few", "many", "other")
    assert plural_categories("zh-Hans") == ("other",)


def test_the_variants_of_a_matcher_are_patterns() -> None:
    message = (
        ".input {$n :integer} .local $x = {|a b|} .match $n $x one |a b| {{一 {$n}}} * * {{许多 \\{x\\}}}"
    )
    patterns = scan_mf2(message)
    check_places(message, patterns)
    assert [[(s.argument, s.key) for s in p.path] for p in patterns] == [
        [("n", "one"), ("x", "a b")], [("n", "*"), ("x", "*")]
    ]  # fmt: skip
    assert texts(patterns) == [["一 "], ["许多 {x}"]]
    assert patterns[0].parts[1] == Part(
        PartKind.ARGUMENT, message.index("{$n}"), message.index("{$n}") + 4, "$n"
    )


def test_markup_and_functions_are_named() -> None:
    (pattern,) = scan_mf2("{#b}粗{/b} {$d :date style=short} {#br/}")
    assert [(part.kind, part.value, part.type) for part in pattern.parts if part.kind is not PartKind.TEXT] == [
        (PartKind.MARKUP, "#b", ""), (PartKind.MARKUP, "/b", ""),
        (PartKind.ARGUMENT, "$d", "date"), (PartKind.MARKUP, "#br/", ""),
    ]  # fmt: skip


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_escaped_text_of_the_second_syntax_says_what_it_said(text: str) -> None:
    (pattern,) = scan_mf2("{{" + escape_mf2(text) + "}}")
    assert "".join(part.value for part in pattern.parts) == text


@given(st.text(st.sampled_from("{}|\\.$:#/@*=matchinputlocal \n文"), max_size=60))
def test_any_message_of_the_second_syntax_is_taken_apart_or_refused(message: str) -> None:
    patterns: tuple[Pattern, ...] = ()
    refusal = ""
    try:
        patterns = scan_mf2(message)
    except LocalizeError as error:
        refusal = error.what
    assert patterns or refusal
    check_places(message, patterns)


def test_long_messages_take_no_longer_than_their_length(timed: Timed) -> None:
    for message in (
        "{" * 100_000,
        "'{" * 50_000,
        "a'" * 50_000,
        "{a" + " " * 100_000,
        "{a :b" + " c=d" * 20_000,
    ):
        for scan in (scan_icu, scan_mf2):
            with timed() as taken, contextlib.suppress(LocalizeError):
                scan(message)
            assert taken.within(5)


def test_the_cases_of_the_working_group(sample_data: Path) -> None:
    folder = sample_data / "strings" / "unicode-org+message-format-wg" / "test" / "tests"
    oracle = pytest.importorskip("moz.l10n.formats.mf2")
    from moz.l10n.model import PatternMessage  # type: ignore[import-untyped,unused-ignore]

    accepted = refused = 0
    for path in sorted(folder.glob("**/*.json")):
        suite = json.loads(path.read_text(encoding="utf-8"))
        defaults = suite.get("defaultTestProperties", {})
        for case in suite["tests"]:
            source = case.get("src", defaults.get("src"))
            message = "".join(source) if isinstance(source, list) else source
            errors = case.get("expErrors", defaults.get("expErrors")) or []
            wrong = {error["type"] for error in errors} if isinstance(errors, list) else set()
            if wrong & {"syntax-error", "variant-key-mismatch"}:
                with pytest.raises(ParseError):
                    scan_mf2(message)
                refused += 1
                continue
            patterns = scan_mf2(message)
            check_places(message, patterns)
            accepted += 1
            try:
                parsed = oracle.mf2_parse_message(message)
            except ValueError:
                continue  # of an older grammar, or wrong in its data
            bodies = (
                [parsed.pattern] if isinstance(parsed, PatternMessage) else list(parsed.variants.values())
            )
            assert texts(patterns) == [[part for part in body if isinstance(part, str)] for body in bodies]
    assert accepted > 250
    assert refused > 100
