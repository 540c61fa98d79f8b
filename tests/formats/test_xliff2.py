"""XLIFF 2: targets, state, the language of the file; real files against their schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from localize.formats import ParseOptions, parse, render
from localize.model import Document, SegmentId

if TYPE_CHECKING:
    from pathlib import Path


def document_of(body: str, root: str = "", locale: str | None = "en") -> Document:
    text = f'<xliff version="2.0" srcLang="zh"{root}><file id="f">{body}</file></xliff>'
    return parse(text.encode(), "x.xlf", options=ParseOptions(target_locale=locale))


UNIT = (
    '<unit id="u"><segment{}>\n  <source>你<ph id="1"/></source>\n</segment>'
    "<segment><source>好</source></segment></unit>"
)


def test_a_target_is_made_and_the_file_says_its_language() -> None:
    document = document_of(UNIT.format(""))
    result = render(document, {SegmentId("u/2"): "ok"}).decode()
    assert result.startswith('<xliff trgLang="en" version="2.0"')
    assert "<source>好</source><target>ok</target>" in result
    both = render(document, {s.id: "x" for s in document.segments}).decode()
    assert both.count("trgLang") == 1
    assert "\n  <target>x</target>\n</segment>" in both


def test_the_language_of_the_file_is_left_alone_or_not_invented() -> None:
    assert b'trgLang="fr"' in render(document_of(UNIT.format(""), ' trgLang="fr"'), {SegmentId("u/1"): "x"})
    assert b"trgLang" not in render(document_of(UNIT.format(""), locale=None), {SegmentId("u/1"): "x"})


def test_an_initial_segment_becomes_translated_and_others_keep_their_state() -> None:
    assert b'<segment state="translated">' in render(
        document_of(UNIT.format(' state="initial"')), {SegmentId("u/1"): "x"}
    )
    assert b'<segment state="reviewed">' in render(
        document_of(UNIT.format(' state="reviewed"')), {SegmentId("u/1"): "x"}
    )
    assert b'<segment state="initial">' in render(
        document_of(UNIT.format(' state="initial"')), {SegmentId("u/2"): "x"}
    )


def test_locks_are_inherited_and_ignorables_are_no_text() -> None:
    body = (
        '<group id="g" translate="no"><unit id="a"><segment><source>x</source></segment></unit>'
        '<unit id="b" translate="yes"><ignorable><source> i </source></ignorable>'
        '<segment id="s"><source>y</source></segment></unit></group>'
    )
    assert [s.id for s in document_of(body).segments] == ["b/s"]


def test_valid_files_stay_valid_and_invalid_ones_go_round(sample_data: Path, tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree")
    resources = next(sample_data.rglob("xliff_core_2.0.xsd"), None)
    assert resources is not None
    for name in ("xliff_core_2.0.xsd", "xml.xsd"):
        text = (resources.parent / name).read_text(encoding="utf-8-sig")
        text = re.sub(r'schemaLocation="[^"]*/xml\.xsd"', 'schemaLocation="xml.xsd"', text)
        (tmp_path / name).write_text(text, encoding="utf-8")
    schema = etree.XMLSchema(etree.parse(str(tmp_path / "xliff_core_2.0.xsd")))
    valid = files = 0
    for path in sorted(sample_data.rglob("Oasis_TestFiles/**/*.xlf")):
        data = path.read_bytes()
        document = parse(data, str(path), options=ParseOptions(target_locale="fr"))
        assert render(document, {}) == data
        result = render(document, {s.id: f"{s.source} é<&" for s in document.segments})
        files += 1
        if schema.validate(etree.fromstring(data)):
            valid += 1
            assert schema.validate(etree.fromstring(result)), f"{path}: {schema.error_log.last_error}"
            targets = [
                t
                for t in etree.fromstring(result).iter("{*}target")
                if t.getparent().tag.endswith("}segment")
            ]
            assert not targets or etree.fromstring(result).get("trgLang")
    assert (files > 200, valid > 100) == (True, True)
