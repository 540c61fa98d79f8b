"""Paradox and Factorio tables: lines of keys and values with rules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize.errors import LocalizeError, ParseError, RenderError
from localize.formats import parse, render, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]


def paradox(*lines: str) -> bytes:
    return ("\ufeffl_english:\n" + "".join(f" {line}\n" for line in lines)).encode()


def test_a_paradox_text_ends_at_the_last_quote() -> None:
    document = parse(
        paradox(
            'a:0 "He said "no""', 'b: "x" # note', 'c:1 "x "#1" y"', 'd:0 "p" # a "b"', 'e:0 "#bold q#!"'
        ),
        "x.yml",
    )
    assert [(s.id, s.source, s.note) for s in document.segments] == [
        ("a", 'He said "no"', None),
        ("b", "x", "note"),
        ("c", 'x "#1" y', None),
        ("d", "p", 'a "b"'),
        ("e", "#bold q#!", None),
    ]


@pytest.mark.parametrize("target", ['"a"', 'a" # b', "a\nb", "§Yx§! $V$ [R.Get]", '"', "# a", 'a "#b" c'])
def test_paradox_texts_are_read_back(target: str) -> None:
    for data in (paradox('a:0 "x"', 'b:0 "y" # n'), paradox('a:0 "\\"x\\""')):
        document = parse(data, "x.yml")
        result = render(document, {s.id: target for s in document.segments})
        assert [s.source for s in parse(result, "x.yml").segments] == [target] * len(document.segments)
        assert verify(data, result, "x.yml").equal


def test_quotes_stay_bare_where_the_file_has_them_bare() -> None:
    bare = parse(paradox('a:0 "x "y""'), "x.yml")
    assert b'a:0 ""1""' in render(bare, {bare.segments[0].id: '"1"'})
    escaped = parse(paradox('a:0 "x \\"y\\""'), "x.yml")
    assert b'a:0 "\\"1\\""' in render(escaped, {escaped.segments[0].id: '"1"'})


def test_a_paradox_file_without_its_language_is_refused() -> None:
    with pytest.raises(ParseError, match="the language is missing"):
        parse(b' a:0 "x"\n', "x.yml", format="paradox")


def test_what_cannot_be_told_from_a_line_break_is_refused() -> None:
    document = parse(paradox('a:0 "x"'), "x.yml")
    with pytest.raises(RenderError, match="would be read back"):
        render(document, {document.segments[0].id: "C:\\new"})


def test_a_factorio_name_has_its_section() -> None:
    document = parse(b"top=0\n[item-name]\n; max 9 chars\na = b=c \n#x\n\nd=e\\nf\n[ui]\na=g\n", "x.cfg")
    assert [(s.id, s.source, s.max_length, s.context) for s in document.segments] == [
        ("top", "0", None, None),
        ("item-name.a", "b=c", 9, "item-name"),
        ("item-name.d", "e\nf", None, "item-name"),
        ("ui.a", "g", None, "ui"),
    ]
    result = render(document, {s.id: " 1\n[2]=3 " for s in document.segments})
    assert result == (
        b"top=1\\n[2]=3\n[item-name]\n; max 9 chars\na = 1\\n[2]=3 \n#x\n\nd=1\\n[2]=3\n[ui]\na=1\\n[2]=3\n"
    )


@pytest.mark.parametrize(
    "name", ["properties", "strings", "paradox", "factorio", "fluent", "rpgmaker", "xcstrings"]
)
@pytest.mark.parametrize(
    "piece",
    [" ", "a", "=", "\\", '"', "[", "{", "/*", "\\\n", 'a:0 "', "a = {", "\n ", "#", "a\t", '"a"', "''"],
)
def test_repetition_costs_linear_time(name: str, piece: str, timed: Timed) -> None:
    data = (piece * (150_000 // len(piece))).encode()
    if name == "paradox":
        data = b"l_english:\n" + data
    if name == "fluent":
        data = b"a = " + data[:40_000]  # its parser is exact, but slow
    with timed() as taken:
        try:
            parse(data, "x", format=name)
        except LocalizeError as error:
            says_where(error)
    assert taken.within(5)


def says_where(error: LocalizeError) -> None:
    assert error.place is not None
