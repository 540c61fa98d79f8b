"""XLIFF 1.2: where targets go, sentences, states, what counts as translatable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from localize.errors import LocalizeError
from localize.formats import parse, render
from localize.model import Document

if TYPE_CHECKING:
    from pathlib import Path

UNIT = '<trans-unit id="1">\n  <source>你<g id="1">好</g></source>{}\n</trans-unit>'
SEGMENTED = (
    '<trans-unit id="1">\n  <source>甲。乙。</source>\n'
    '  <seg-source><mrk mtype="seg" mid="0">甲。</mrk> <g id="1"><mrk mtype="seg" mid="1">乙。</mrk></g>'
    "</seg-source>{}\n"
    "</trans-unit>"
)


def document_of(body: str) -> Document:
    return parse(
        f'<xliff version="1.2"><file original="a"><body>\n{body}\n</body></file></xliff>'.encode(), "x.xlf"
    )


def written(document: Document, *targets: str) -> str:
    asked = {s.id: t for s, t in zip(document.segments, targets, strict=True) if t}
    return render(document, asked).decode()


def test_a_missing_target_is_made_behind_the_source_with_its_indentation() -> None:
    result = written(document_of(UNIT.format("\n  <note>n</note>")), '<g id="1">Hi</g> & co')
    assert '</source>\n  <target><g id="1">Hi</g> &amp; co</target>\n  <note>' in result


@pytest.mark.parametrize("empty", ['<target state="new"/>', '<target state="new"></target>'])
def test_an_empty_target_is_filled_and_no_longer_new(empty: str) -> None:
    assert '\n  <target state="translated">Hi</target>' in written(
        document_of(UNIT.format(f"\n  {empty}")), "Hi"
    )


def test_a_reviewed_state_and_approval_stay() -> None:
    unit = UNIT.format('<target state="final" xml:lang="en">Hi</target>').replace(
        'id="1">', 'id="1" approved="no">', 1
    )
    document = document_of(unit)
    assert document.segments[0].target == "Hi"
    assert '<target state="final" xml:lang="en">Hello</target>' in written(document, "Hello")
    assert 'approved="no"' in written(document, "Hello")


def test_alt_trans_is_not_touched() -> None:
    alternative = "<alt-trans><source>旧</source><target>Old</target></alt-trans>"
    result = written(document_of(UNIT.format(alternative)), "Hi")
    assert alternative in result
    assert result.count("<target>Hi</target>") == 1


def test_code_stays_one_piece_with_its_escapes() -> None:
    document = document_of(
        '<trans-unit id="1"><source>a<ph id="1">&lt;b c="&amp;"&gt;<sub>x</sub></ph>d</source></trans-unit>'
    )
    code = '<ph id="1">&lt;b c="&amp;"&gt;<sub>x</sub></ph>'
    assert document.segments[0].source == f"a{code}d"
    assert f"<target>{code} &lt;e&gt;</target>" in written(document, f"{code} <e>")


def test_sentences_without_a_target_are_written_together() -> None:
    document = document_of(SEGMENTED.format(""))
    assert [(s.id, s.source) for s in document.segments] == [("1/0", "甲。"), ("1/1", "乙。")]
    both = written(document, "A.", "B.")
    target = (
        '<target><mrk mtype="seg" mid="0">A.</mrk> <g id="1"><mrk mtype="seg" mid="1">{}</mrk></g></target>'
    )
    assert f"</seg-source>\n  {target.format('B.')}\n" in both
    one = written(document, "A.", "")
    assert target.format("") in one
    again = parse(one.encode(), "x.xlf")
    assert [(s.id, s.target) for s in again.segments] == [("1/0", "A."), ("1/1", None)]
    assert written(again, "", "B.").count(target.format("B.")) == 1


def test_sentences_of_an_empty_target_keep_its_attributes() -> None:
    document = document_of(SEGMENTED.format('<target xml:lang="en" state="new"/>'))
    assert '<target xml:lang="en" state="translated"><mrk mtype="seg" mid="0"></mrk>' in written(
        document, "", "B."
    )


def test_a_target_without_sentences_is_one_segment() -> None:
    document = document_of(SEGMENTED.format("<target>A. B.</target>"))
    assert [(s.id, s.source, s.target) for s in document.segments] == [("1", "甲。乙。", "A. B.")]


def test_a_sentence_that_the_target_lacks_is_remarked_on() -> None:
    document = document_of(SEGMENTED.format('<target><mrk mtype="seg" mid="1">B.</mrk></target>'))
    assert [s.id for s in document.segments] == ["1/1"]
    assert [remark.code for remark in document.remarks] == ["FMT135"]


def test_locks_widths_contexts_and_double_ids() -> None:
    document = document_of(
        '<group translate="no"><trans-unit id="a"><source>x</source></trans-unit>'
        '<trans-unit id="b" translate="yes" maxwidth="9"><source>y</source></trans-unit></group>'
        '<trans-unit id="b" maxwidth="9" size-unit="pixel"><source>z</source></trans-unit>'
        '<trans-unit id="b#2"><source>q</source></trans-unit>'
    )
    assert [(s.id, s.source, s.max_length) for s in document.segments] == [
        ("b", "y", 9),
        ("b#2", "z", None),
        ("b#2#2", "q", None),
    ]


def test_foreign_elements_in_a_text_are_tags_of_that_file() -> None:
    document = document_of('<trans-unit id="1"><source>a<q:z k="1"/> &lt;q:z></source></trans-unit>')
    assert document.segments[0].source == 'a<q:z k="1"/> &lt;q:z>'
    assert '<target><q:z k="1"/>&lt;q:z&gt;</target>' in written(document, '<q:z k="1"/>&lt;q:z>')
    assert [remark.code for remark in document.remarks] == ["FMT131"]


def test_real_files_go_round_and_say_what_translate_toolkit_reads(sample_data: Path) -> None:
    oracle = pytest.importorskip("translate.storage.xliff")
    files, refused, compared = 0, 0, 0
    for path in sorted(sample_data.rglob("mihnita*/**/*.xlf")):
        data = path.read_bytes()
        try:
            document = parse(data, str(path))
        except LocalizeError:
            refused += 1
            continue
        if document.format != "xliff":
            continue
        files += 1
        assert render(document, {}) == data
        result = render(document, {s.id: f"{s.source} 译<&>]]>" for s in document.segments})
        again = parse(result, str(path))
        assert [s.target for s in again.segments] == [f"{s.source} 译<&>]]>" for s in document.segments]
        if len(data) > 60_000:
            continue
        sources = {_flat(unit.source) for unit in oracle.xlifffile.parsestring(data).units}
        for segment in document.segments:
            if "<" not in segment.source and segment.spans[-1].end and "/" not in segment.id:
                assert _flat(segment.source) in sources
                compared += 1
    assert (files > 80, refused < 12, compared > 200) == (True, True, True)


def _flat(text: object) -> str:
    return re.sub(r"\s+", " ", str(text or "")).strip()
