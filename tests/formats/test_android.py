"""Android: aapt's escapes, plural forms, what is not translatable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.errors import LocalizeError
from localize.formats import ParseOptions, parse, render
from localize.formats.android_text import decoded, encoded
from localize.formats.xml_inline import Piece

if TYPE_CHECKING:
    from pathlib import Path


def resources(body: str) -> bytes:
    return f"<resources>\n{body}\n</resources>".encode()


def plain(text: str) -> str:
    return "".join(piece.text for piece in decoded([Piece(is_markup=False, text=text)]))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (r"It\'s \"x\"", 'It\'s "x"'),
        (r"a\nb\tc", "a\nb\tc"),
        (r"\u4f60\u0020", "你 "),
        (r"\uD83C\uDFAC", "🎬"),
        (r"\uD83C x", r"\uD83C x"),
        ("  a \n\t b  ", "a b"),
        ('" a  b "', " a  b "),
        ('a" "b', "a b"),
        (r"\@x \? \# \q", "@x ? # q"),
        (r"a\\nb", r"a\nb"),
        ("a\\", "a\\"),
        ("it's", "it's"),
    ],
)
def test_escapes_are_read_as_the_resource_compiler_reads_them(raw: str, value: str) -> None:
    assert plain(raw) == value


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=list("@? '\"\\nut0\n\t\u00a0a译&<"), max_size=15))
def test_every_text_survives_the_escapes(text: str) -> None:
    written = "".join(piece.text for piece in encoded([Piece(is_markup=False, text=text)]))
    assert plain(written) == text


def test_escapes_nest_inside_those_of_xml() -> None:
    data = resources('<string name="a">x</string>')
    document = parse(data, "strings.xml")
    result = render(document, {document.segments[0].id: '@R&D  it\'s "1 < 2"\n'})
    assert rb"""<string name="a">\@R&amp;D \u0020it\'s \"1 &lt; 2\"\n</string>""" in result


def test_cdata_stays_cdata() -> None:
    document = parse(resources('<string name="a"><![CDATA[<b>x</b>]]></string>'), "strings.xml")
    assert document.segments[0].source == "<b>x</b>"
    assert b"<![CDATA[<b>\\'y\\'</b> ]]]]><![CDATA[>]]>" in render(
        document, {document.segments[0].id: "<b>'y'</b> ]]>"}
    )


def test_a_tag_is_a_tag_where_the_string_has_it() -> None:
    document = parse(
        resources('<string name="a"><b>x</b></string><string name="b">&lt;b>x&lt;/b></string>'), "s.xml"
    )
    result = render(document, {s.id: "<b>y</b>" for s in document.segments})
    assert b'<string name="a"><b>y</b></string><string name="b">&lt;b&gt;y&lt;/b&gt;</string>' in result


PLURALS = (
    '    <plurals name="n">\n        <!-- c -->\n        <item quantity="other">%d 件</item>\n    </plurals>'
)


def test_forms_of_the_target_language_are_made_in_order() -> None:
    document = parse(resources(PLURALS), "strings.xml", options=ParseOptions(target_locale="ru"))
    assert [(s.plural, s.source) for s in document.segments] == [
        (c, "%d 件") for c in ("one", "few", "many", "other")
    ]
    result = render(document, {s.id: f"%d {s.plural}" for s in document.segments}).decode()
    lines = [line.strip() for line in result.splitlines() if "<item" in line]
    assert lines == [f'<item quantity="{c}">%d {c}</item>' for c in ("one", "few", "many", "other")]
    assert result.count("\n        <item") == 4


def test_one_new_form_alone_leaves_the_others() -> None:
    document = parse(resources(PLURALS), "strings.xml", options=ParseOptions(target_locale="en"))
    result = render(document, {"n/one": "%d item"}).decode()  # type: ignore[dict-item]
    assert '<item quantity="one">%d item</item>' in result
    assert '<item quantity="other">%d 件</item>' in result
    assert render(document, {"n/other": "%d items"}).count(b"<item") == 1  # type: ignore[dict-item]


def test_a_new_form_has_the_tags_of_its_sisters_and_no_others() -> None:
    body = '<plurals name="n"><item quantity="other">&lt;i>%d&lt;/i> <b>件</b></item></plurals>'
    document = parse(resources(body), "strings.xml", options=ParseOptions(target_locale="en"))
    result = render(document, {"n/one": "<i>%d</i> <b>item</b>"})  # type: ignore[dict-item]
    assert b'<item quantity="one">&lt;i&gt;%d&lt;/i&gt; <b>item</b></item>' in result


def test_an_empty_plural_form_is_refused() -> None:
    document = parse(resources(PLURALS), "strings.xml")
    with pytest.raises(LocalizeError, match="would be empty"):
        render(document, {"n/other": " "})  # type: ignore[dict-item]


def test_what_is_not_translatable_is_no_segment() -> None:
    body = (
        '<string name="a" translatable="false">a</string><string name="b">@string/x</string>'
        '<string name="c">?attr/title</string><string name="d">@android:string/ok</string>'
        '<integer-array name="i"><item>1</item></integer-array><item name="q" type="id"/>'
        '<plurals name="p" translatable="false"><item quantity="other">x</item></plurals>'
        '<string name="e">\\@string/x</string><item name="f" type="string">f</item>'
    )
    assert [(s.id, s.source) for s in parse(resources(body), "s.xml").segments] == [
        ("e", "@string/x"),
        ("f", "f"),
    ]


def test_real_files_say_what_translate_toolkit_reads(sample_data: Path) -> None:
    oracle = pytest.importorskip("translate.storage.aresource")
    compared = 0
    for path in sorted(sample_data.rglob("mihonapp*/**/*.xml")):
        data = path.read_bytes()
        document = parse(data, str(path))
        assert render(document, {}) == data
        if path.stat().st_size > 90_000:
            continue
        units = {unit.getid(): unit.target for unit in oracle.AndroidResourceFile.parsestring(data).units}
        for segment in document.segments:
            unit = units[segment.key]
            strings = [str(s) for s in getattr(unit, "strings", [unit])]
            if segment.plural in {None, "one", "other"}:  # it drops forms that it does not expect
                assert segment.source in strings
                compared += 1
    assert compared > 3000
