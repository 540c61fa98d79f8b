"""Qt Linguist: unfinished marks, plural forms, what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize.formats import ParseOptions, parse, render
from localize.model import Document

if TYPE_CHECKING:
    from pathlib import Path


def document_of(messages: str, language: str = ' language="ru"', locale: str | None = None) -> Document:
    text = f"<!DOCTYPE TS>\n<TS{language}>\n<context>\n  <name>M</name>\n{messages}\n</context>\n</TS>"
    return parse(text.encode(), "x.ts", options=ParseOptions(target_locale=locale))


@pytest.mark.parametrize(
    "translation",
    [
        '<translation type="unfinished"></translation>',
        '<translation type="unfinished"/>',
        "<translation type='unfinished'>old</translation>",
    ],
)
def test_a_written_translation_is_no_longer_unfinished(translation: str) -> None:
    document = document_of(f"<message>\n  <source>a</source>\n  {translation}\n</message>")
    assert b"\n  <translation>x &amp; y</translation>\n" in render(
        document, {document.segments[0].id: "x & y"}
    )
    assert render(document, {document.segments[0].id: document.segments[0].target or ""}) == document.data


def test_a_missing_translation_is_made_behind_the_source() -> None:
    document = document_of("<message>\n  <source>a</source>\n</message>")
    assert b"</source>\n  <translation>x</translation>\n</message>" in render(
        document, {document.segments[0].id: "x"}
    )


NUMERUS = (
    '<message numerus="yes">\n  <source>%n</source>\n  <translation type="unfinished">\n'
    "    <numerusform></numerusform>\n  </translation>\n</message>"
)


def test_plural_forms_are_those_of_the_language_in_its_order() -> None:
    assert [s.plural for s in document_of(NUMERUS).segments] == ["one", "few", "many"]
    assert [s.plural for s in document_of(NUMERUS, ' language="lv"').segments] == ["one", "other", "zero"]
    assert [s.plural for s in document_of(NUMERUS, "", "zh-Hans").segments] == ["other"]
    assert [s.plural for s in document_of(NUMERUS, "").segments] == [None]


def test_a_later_form_alone_keeps_its_place() -> None:
    document = document_of(NUMERUS)
    result = render(document, {document.segments[2].id: "c"}).decode()
    forms = (
        "\n    <numerusform></numerusform>\n    <numerusform></numerusform>\n    <numerusform>c</numerusform>"
    )
    assert f"<translation>{forms}\n  </translation>" in result
    again = parse(result.encode(), "x.ts")
    assert [s.target for s in again.segments] == [None, None, "c"]


def test_old_messages_and_length_variants_are_left_alone() -> None:
    document = document_of(
        '<message><source>a</source><translation type="obsolete">x</translation></message>'
        '<message><source>b</source><translation type="vanished">x</translation></message>'
        '<message><source>c</source><translation variants="yes"><lengthvariant>x</lengthvariant>'
        "</translation></message>"
        '<message numerus="yes"><source>d</source><translation type="unfinished"/></message>'
    )
    assert document.segments == ()
    assert [remark.code for remark in document.remarks] == ["FMT134", "FMT134"]


def test_bytes_that_xml_cannot_hold_stay_tags() -> None:
    document = document_of('<message><source>a<byte value="x1b"/>&lt;c></source><translation/></message>')
    assert document.segments[0].source == 'a<byte value="x1b"/><c>'
    assert b'<translation><byte value="x1b"/>&lt;c&gt;</translation>' in render(
        document, {document.segments[0].id: '<byte value="x1b"/><c>'}
    )


def test_long_sources_and_equal_ones_have_ids_of_their_own() -> None:
    message = "<message><source>{}</source><translation/></message>"
    document = document_of(
        message.format("a" * 80) + message.format("a" * 80) + message.format("a" * 79 + "b")
    )
    ids = [s.id for s in document.segments]
    assert len(set(ids)) == 3
    assert max(map(len, ids)) < 80


def test_real_files_say_what_translate_toolkit_reads(sample_data: Path) -> None:
    oracle = pytest.importorskip("translate.storage.ts2")
    compared = 0
    for path in sorted(sample_data.rglob("*.ts")):
        data = path.read_bytes()
        document = parse(data, str(path))
        assert render(document, {}) == data
        try:
            units = {(str(u.source), str(u.target or "")) for u in oracle.tsfile.parsestring(data).units}
        except ValueError:  # it reads version 2 only
            continue
        for segment in document.segments:
            if segment.plural is None and not segment.id.endswith("/0"):
                assert (segment.source, segment.target or "") in units
                compared += 1
    assert compared > 80
