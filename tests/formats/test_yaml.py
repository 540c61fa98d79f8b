"""YAML string tables: styles kept, values safe, plural forms, and what PyYAML loads afterwards."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from localize.errors import HostileInputError, LocalizeError, ParseError
from localize.formats import ParseOptions, detect, load_format, parse, render, verify
from localize.formats.base import Likelihood, Probe
from localize.formats.yaml_scalars import is_plain

RISKY = (
    "yes",
    "No",
    "null",
    "~",
    "12",
    "1e5",
    "0x1F",
    "1:30",
    "2024-01-02",
    ".5",
    "a: b",
    "a #b",
    "- a",
    "? a",
    "[a]",
    "{a}",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "'a",
    '"a',
    "%a",
    "@a",
    "`a",
    "a:",
    " a",
    "a ",
    "#a",
    "=",
    "<<",
    "a\tb",
    "a\x07b",
    "a\x85b",
    "a\u2028b",
    "\ufeff",
    "...",
    "---",
    "--- a",
    "你好：世界",
    "true",
    "C:\\x",
    "😀",
    "it's",
    "a, b",
    "{{x}}",
    "%{x}",
    "x:y",
)
STYLES = {
    "plain": "a: x\nb: 1\n",
    "single": "a: 'x'\nb: 1\n",
    "double": 'a: "x"\nb: 1\n',
    "flow": "a: [x, y]\nb: 1\n",
    "anchor": "a: &n x\nb: *n\n",
    "list": "- x\n- 1\n",
}


def first(data: bytes) -> Any:
    value = yaml.safe_load(data)
    value = value["a"] if isinstance(value, dict) else value
    return value[0] if isinstance(value, list) else value


@pytest.mark.parametrize("target", RISKY)
@pytest.mark.parametrize("style", STYLES)
def test_any_text_is_loaded_as_that_text_in_every_style(style: str, target: str) -> None:
    document = parse(STYLES[style].encode(), "x.yaml")
    assert document.segments[0].source == "x"
    result = render(document, {document.segments[0].id: target})
    assert first(result) == target
    assert verify(document.data, result, "x.yaml").equal


def test_plain_text_stays_plain() -> None:
    assert all(
        is_plain(text) for text in ("你好，世界", "Hello world", "a-b", "x:y", "it's", "50% off", "a (b) c")
    )


@pytest.mark.parametrize("header", ["|", "|-", "|+", ">", ">-", "|2", "| # comment"])
@pytest.mark.parametrize(
    "target", ["one", "one\ntwo", "one\n\ntwo\nthree", "# no comment", "- a\nb: c", "---"]
)
def test_blocks_keep_their_header_and_hold_any_lines(header: str, target: str) -> None:
    data = f"a: {header}\n  x\n  y\n\nb: z\n".encode()
    document = parse(data, "x.yaml")
    result = render(document, {document.segments[0].id: target})
    assert f"a: {header}\n".encode() in result
    assert yaml.safe_load(result)["a"].strip("\n") == target
    assert yaml.safe_load(result)["b"] == "z"
    ends = len(yaml.safe_load(data)["a"]) - len(yaml.safe_load(data)["a"].rstrip("\n"))
    assert len(yaml.safe_load(result)["a"]) - len(target) == ends


def test_what_is_not_text_has_no_segment() -> None:
    data = (
        b"a: 1\nb: true\nc: ~\nd: 2024-01-01\ne: :sym\nf: !!binary aGk=\ng: !ruby/sym x\nh: 1.5\ni: ''\n"
        b"j: !!str 5\nk: x\n"
    )
    assert [s.id for s in parse(data, "x.yaml").segments] == ["j", "k"]


def test_a_word_that_yaml_reads_as_a_truth_value_is_remarked() -> None:
    document = parse(b"a: Yes\nb: 'Yes'\n", "x.yaml")
    assert [(s.id, s.source) for s in document.segments] == [("b", "Yes")]
    assert [(r.code, r.line) for r in document.remarks] == [("FMT146", 1)]


def test_symbols_in_brackets_are_read_as_rails_writes_them() -> None:
    document = parse(b"en:\n  date:\n    order: [ :year, :month ]\n    a: x\n", "en.yml")
    assert [s.id for s in document.segments] == ["en/date/a"]


def test_missing_plural_forms_of_the_target_language_get_slots() -> None:
    data = b'ru:\n  coins:\n    one: "%{count} coin"\n    other: "%{count} coins"\n  x: y\n'
    document = parse(data, "ru.yml", options=ParseOptions(target_locale="ru"))
    assert [(s.id, s.plural) for s in document.segments] == [
        ("ru/coins/one", "one"),
        ("ru/coins/few", "few"),
        ("ru/coins/many", "many"),
        ("ru/coins/other", "other"),
        ("ru/x", None),
    ]
    result = render(document, {s.id: f"{s.plural}: 1" for s in document.segments if s.plural != "many"})
    assert yaml.safe_load(result) == {
        "ru": {"coins": {"one": "one: 1", "few": "few: 1", "other": "other: 1"}, "x": "None: 1"}
    }
    assert b'    few: "few: 1"\n    other: ' in result
    assert verify(data, result, "ru.yml").equal


def test_a_mapping_with_other_keys_is_no_plural_family() -> None:
    data = b"a:\n  one: x\n  other: y\n  third: z\n"
    document = parse(data, "x.yml", options=ParseOptions(target_locale="ru"))
    assert [s.plural for s in document.segments] == [None, None, None]


def test_aliases_are_translated_once_and_several_documents_are_told_apart() -> None:
    document = parse(b"a: &x one\nb: *x\n---\na: two\n", "x.yaml")
    assert [(s.id, s.source) for s in document.segments] == [("a", "one"), ("1/a", "two")]


def test_comments_above_and_behind_are_notes() -> None:
    data = b"# no\n\n# yes\na: b # max 7 chars\nc: d\n"
    assert [(s.note, s.max_length) for s in parse(data, "x.yaml").segments] == [
        ("yes\nmax 7 chars", 7),
        (None, None),
    ]


def test_line_breaks_of_the_file_are_kept_up() -> None:
    data = b'a: |\r\n  x\r\n  y\r\nb: "q"\r\n'
    document = parse(data, "x.yaml")
    assert document.segments[0].source == "x\ny"
    assert (
        render(document, {document.segments[0].id: "1\n2\n3"}) == b'a: |\r\n  1\r\n  2\r\n  3\r\nb: "q"\r\n'
    )


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 50_000,
        "? " * 50_000,
        "a:\n" + " - " * 50_000,
        "&a " * 50_000,
        "a: 'x" * 50_000,
        "*a " * 50_000,
        "!" * 200_000,
        "a: |\n" + " " * 200_000,
        "? [" * 50_000,
        "\n" * 300_000,
        "#" * 300_000,
        "a: " + "b " * 200_000,
    ],
    ids=range(14),
)
def test_hostile_text_is_refused_or_read_at_once(data: str) -> None:
    result, place = b"", None
    try:
        result = render(parse(data.encode(), "x.yaml", format="yaml"), {})
    except LocalizeError as error:
        place = error.place
    assert result == data.encode() or (place is not None and place.file == "x.yaml" and place.line)


def test_an_alias_bomb_is_harmless_and_depth_is_limited() -> None:
    bomb = "a0: &a0 x\n" + "".join(f"a{i + 1}: &a{i + 1} [{', '.join([f'*a{i}'] * 9)}]\n" for i in range(40))
    assert [s.source for s in parse(bomb.encode(), "x.yaml").segments] == ["x"]
    with pytest.raises(HostileInputError, match="nests deeper than 100"):
        parse(b"[" * 101 + b"x" + b"]" * 101, "x.yaml")


def test_broken_yaml_names_the_line() -> None:
    with pytest.raises(ParseError, match=r"x\.yaml:2: FMT002 this is not YAML"):
        parse(b"a: b\nc: 'd\n", "x.yaml")


def test_paradox_and_other_formats_are_told_apart() -> None:
    assert detect(b'l_english:\n a:0 "x"\n', "x.yml").name == "paradox"
    assert detect(b"en:\n  a: x\n", "x.yml").name == "yaml"
    assert detect(b"en:\n  a: x\n", "noname").name == "yaml"
    assert detect(b"a: x\n", "x.yaml").name == "yaml"


def test_many_blank_lines_before_anything_are_recognised_at_once() -> None:
    for text in ("\n" * 5000 + "x", "#c\n" * 3000 + " \n" * 3000 + '"a" b', "\r\n" * 5000 + "--"):
        load_format("yaml").sniff(Probe(text.encode(), "x.yml"))
    assert load_format("yaml").sniff(Probe(b"\n" * 50 + b"# c\n\n---\na: b\n", "x")) is Likelihood.LIKELY
