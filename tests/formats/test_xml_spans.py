"""Exact offsets, whatever the encoding; and files that mean harm."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from localize.errors import HostileInputError, LocalizeError, ParseError
from localize.formats import parse, render
from localize.formats.source import SourceText
from localize.formats.xml_spans import Element, Raw, Reader, Text, declared_encoding, root_of, scan
from localize.model import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]


class Units(Reader):
    def __init__(self) -> None:
        self.found: list[Element] = []
        self.comments: list[str | None] = []

    def is_unit(self, name: str, path: object) -> bool:
        return name == "u"

    def unit(self, element: Element, path: object, comment: str | None) -> None:
        self.found.append(element)
        self.comments.append(comment)


def units(text: str) -> tuple[list[Element], bytes]:
    source = SourceText("x.xml", text.encode(), Encoding("utf-8"))
    reader = Units()
    scan(source, reader)
    return reader.found, source.utf8


def test_elements_know_their_four_edges() -> None:
    (first, second, third), data = units("<r>\r\n<u a='>'>x&amp;<b/>y<!--c--></u ><u/><u></u></r>")
    assert data[first.begin : first.inner] == b"<u a='>'>"
    assert data[first.inner : first.close] == b"x&amp;<b/>y<!--c-->"
    assert data[first.close : first.end] == b"</u >"
    assert (first.line, first.text, first.get("a")) == (2, "x&y", ">")
    assert second.is_empty_tag
    assert not third.is_empty_tag
    assert data[second.begin : second.end] == b"<u/>"
    assert data[third.begin : third.end] == b"<u></u>"


def test_nodes_of_all_kinds_cover_the_content_without_a_gap() -> None:
    (unit,), _ = units(
        "<!DOCTYPE r [<!ENTITY e '<b>x</b>'>]><r><u>a\r\nb&#10;&e;<![CDATA[<c>]]><![CDATA[]]>译<?pi x?><b>y</b>"
        "<!-- z --></u></r>"
    )
    at = unit.inner
    for node in unit.children:
        assert node.begin == at
        at = node.end
    assert at == unit.close
    kinds = [type(node).__name__ for node in unit.children]
    assert kinds == ["Text", "Raw", "Text", "Raw", "Element", "Raw"]
    assert [node.value for node in unit.children if isinstance(node, Text)] == ["a\nb\n", "<c>译"]
    assert [node.mark for node in unit.children if isinstance(node, Raw)] == ["e", "?", "!--"]


def test_a_comment_belongs_to_the_unit_right_behind_it() -> None:
    source = SourceText("x", b"<r><!-- a --> <u/><u/><!-- b --><v/><u/></r>", Encoding("utf-8"))
    reader = Units()
    scan(source, reader)
    assert reader.comments == ["a", None, None]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", "shift_jis", "euc_kr", "utf-32"]
)
def test_spans_are_exact_in_every_encoding(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>\n<resources>\n'
        '<string name="一">一二 &amp; 三</string>\n</resources>\n'
    )
    data = text.encode(encoding)
    document = parse(data, "strings.xml")
    (segment,) = document.segments
    (span,) = segment.spans
    assert data[span.start : span.end].decode(document.encoding.name) == "一二 &amp; 三"
    result = render(document, {segment.id: "三 < 🎬"})
    assert parse(result, "strings.xml").segments[0].source == "三 < 🎬"
    assert render(document, {}) == data


def test_what_the_encoding_lacks_becomes_a_reference() -> None:
    data = '<?xml version="1.0" encoding="windows-1252"?><resources><string name="a">é</string></resources>'.encode(
        "cp1252"
    )
    result = render(parse(data, "x.xml"), {parse(data, "x.xml").segments[0].id: "é译"})
    assert b">\xe9&#x8BD1;</string>" in result


def test_a_declaration_of_utf16_in_ascii_is_no_utf16() -> None:
    assert declared_encoding(b'<?xml version="1.0" encoding="UTF-16"?>') is None
    assert declared_encoding(b"<?xml version='1.0' encoding='GB2312'?>") == "GB2312"
    assert declared_encoding(b"<a encoding='x'>") is None
    assert declared_encoding("<?xml version='1.0' encoding='UTF-16'?>".encode("utf-16")) == "utf-16-le"
    assert declared_encoding("<?xml version='1.0' encoding='UTF-16'?>".encode("utf-16-be")) == "utf-16-be"


def test_the_root_is_found_behind_everything_that_may_stand_before_it() -> None:
    head = "\ufeff<?xml version='1.0'?>\n<!-- <a> -->\n<!DOCTYPE TS [\n<!ENTITY x '>'>\n]>\n<?pi?>"
    head += "<x:TS version=\"2.1\" l='>'>"
    assert root_of(head) == ("TS", " version=\"2.1\" l='>'")
    assert root_of("{}") == ("", "")
    assert root_of("<!-- -->" * 5_000) == ("", "")


def hostile(body: bytes) -> float:
    start = time.perf_counter()
    with pytest.raises(LocalizeError):
        parse(body, "x.xml", format="android")
    return time.perf_counter() - start


def test_entity_bombs_are_refused_at_once() -> None:
    lol = b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 12))
    head = b'<!DOCTYPE resources [<!ENTITY l0 "lollollol">' + lol
    assert hostile(head + b"]><resources><string name='a'>&l11;</string></resources>") < 1
    assert hostile(head + b"]><resources><string name='&l11;'>a</string></resources>") < 1
    big = b'<!DOCTYPE resources [<!ENTITY a "' + b"a" * 70_000 + b'">]><resources>'
    assert hostile(big + b"</resources>") < 1
    attributes = b'<!DOCTYPE resources [<!ENTITY a "' + b"a" * 60_000 + b'">]><resources>'
    assert hostile(attributes + b"<string name='" + b"&a;" * 20_000 + b"'>x</string></resources>") < 3


def test_an_entity_in_a_text_is_kept_and_costs_nothing() -> None:
    data = (
        b'<!DOCTYPE resources [<!ENTITY a "aaa">]><resources><string name="s">x'
        + b"&a;" * 5_000
        + b"</string></resources>"
    )
    document = parse(data, "x.xml")
    assert document.segments[0].source == "x" + "&a;" * 5_000
    assert b">&a;<" in render(document, {document.segments[0].id: "&a;"})


def test_no_external_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    head = f'<!DOCTYPE resources [<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    data = f'{head}<resources><string name="s">x&f;</string></resources>'.encode()
    document = parse(data, "x.xml")
    assert document.segments[0].source == "x&f;"


def test_depth_is_capped_and_a_million_levels_do_not_crash() -> None:
    with pytest.raises(HostileInputError, match="nested more than 256"):
        parse(b"<resources>" + b"<a>" * 1_000_000, "x.xml", format="android")


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"<", b"<resources", b"\xff\xfe<", b"<resources/>junk", b"<resources>\xed\xa0\x80"]
)
def test_no_xml_is_refused_with_a_place(data: bytes) -> None:
    with pytest.raises(LocalizeError, match=r"x\.xml:1") as caught:
        parse(data, "x.xml", format="android")
    assert caught.value.do


def test_many_attributes_and_blanks_take_linear_time(timed: Timed) -> None:
    with timed() as taken:
        document = parse(b"<xliff version='2.0'" + b" " * 300_000 + b"trgLang='a'/>", "x.xlf")
        assert document.meta["Language"] == "a"
        with pytest.raises(ParseError, match=r"not well-formed"):
            parse(b"<TS " + b" " * 300_000, "x.ts", format="qt_ts")
    assert taken.within(2)
