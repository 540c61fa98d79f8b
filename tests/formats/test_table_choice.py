"""What a user says of the columns of a table goes before what its headings and cells look like."""

from __future__ import annotations

import io

import openpyxl
import pytest

from localize.errors import ParseError, UsageError
from localize.formats import ParseOptions, parse, render, verify
from localize.model import Document, SegmentId

ODD = "Nr,Alpha,Beta,Gamma\r\n1,你好,,say hi\r\n2,再见,Bye,\r\n".encode()


def read(columns: str, data: bytes = ODD, name: str = "x.csv", locale: str | None = "en") -> Document:
    return parse(data, name, options=ParseOptions(target_locale=locale, columns=columns))


@pytest.mark.parametrize(
    "columns",
    [
        "key=Nr,source=Alpha,target=Beta,note=Gamma",
        "key=A, source=B, target=C, note=D",
        "key=1,source=2,target=3,note=4",
        "key=nr,source=b,target=3,note=GAMMA",
    ],
)
def test_columns_are_named_by_heading_letter_or_number(columns: str) -> None:
    document = read(columns)
    assert [(s.id, s.source, s.target, s.note) for s in document.segments] == [
        ("1", "你好", None, "say hi"), ("2", "再见", "Bye", None),
    ]  # fmt: skip
    result = render(document, {SegmentId("1"): "Hi, you"})
    assert result == ODD.replace("你好,,".encode(), '你好,"Hi, you",'.encode())


def test_texts_in_place_may_have_several_columns() -> None:
    document = read("key=Nr,text=Alpha,text=Gamma", locale=None)
    assert [s.source for s in document.segments] == ["你好", "say hi", "再见"]
    assert render(document, {document.segments[1].id: "greet"}) == ODD.replace(b"say hi", b"greet")


def test_a_translation_that_has_no_column_gets_one() -> None:
    document = read("key=Nr,source=Alpha", locale="fr")
    result = render(document, {SegmentId("2"): "Adieu"})
    assert result.decode().splitlines()[0].startswith("Nr,Alpha,Beta,Gamma,")
    assert [s.target for s in read("key=Nr,source=Alpha", result, locale="fr").segments] == [None, "Adieu"]


def test_messages_in_named_columns_are_taken_apart() -> None:
    data = b'Nr,Alpha,Beta\n1,"{n, plural, one {# coin} other {# coins}}",\n'
    document = read("key=Nr,source=Alpha,target=Beta", data, locale="ru")
    assert [s.plural for s in document.segments] == ["one", "few", "many", "other"]
    result = render(document, {s.id: "# x" for s in document.segments})
    assert b"few {# x}" in result


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["Nr", "Alpha", "Beta"], ["1", "你好", None], ["2", "再见", "Bye"]):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_columns_of_a_workbook_can_be_named() -> None:
    data = workbook()
    document = read("key=Nr,source=Alpha,target=Beta", data, "x.xlsx")
    assert [(s.key, s.source, s.target) for s in document.segments] == [
        ("1", "你好", None), ("2", "再见", "Bye"),
    ]  # fmt: skip
    result = render(document, {document.segments[0].id: "Hi"})
    assert [s.target for s in read("key=Nr,source=Alpha,target=Beta", result, "x.xlsx").segments] == [
        "Hi",
        "Bye",
    ]


def test_a_workbook_without_the_columns_is_refused() -> None:
    with pytest.raises(ParseError, match="no sheet has the columns source=Delta"):
        read("source=Delta", workbook(), "x.xlsx")


def test_verify_holds_for_named_columns_of_tables_with_known_headings_too() -> None:
    data = "key,source,target\na,你好,Hi\n".encode()
    document = read("key=key,source=source,target=target", data)
    result = render(document, {SegmentId("a"): "Hello"})
    assert verify(data, result, "x.csv", options=ParseOptions(target_locale="en")).equal


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("kex=A,text=B", "'kex=A' says no role of a column"),
        ("text", "'text' says no role"),
        ("key=A", "no column is named for the text"),
        ("text=A,source=B", "name both source and text"),
        ("source=A,source=B", "the role source has two columns"),
        ("text=A,target=B", "a target needs its source"),
    ],
)
def test_what_says_no_roles_is_refused(columns: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read(columns)


@pytest.mark.parametrize("column", ["Delta", "E", "0", "5", "99999999999"])
def test_a_column_that_the_table_lacks_is_named_with_those_it_has(column: str) -> None:
    with pytest.raises(ParseError, match=r"x\.csv:1: .*there is no column .*Nr, Alpha, Beta, Gamma"):
        read(f"text={column}")
