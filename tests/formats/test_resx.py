""".NET resources: what is text, and values as translate-toolkit reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize.formats import parse, render

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<root><resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>'


def test_only_strings_are_text() -> None:
    body = (
        '<data name="a" xml:space="preserve"><value>一</value></data>'
        '<data name="p" type="System.Drawing.Size"><value>1, 2</value></data>'
        '<data name="m" mimetype="application/x"><value>AAEA</value></data>'
        '<data name="&gt;&gt;b.Type"><value>Button</value></data>'
        '<data name="k"><value>名</value><comment>{Locked}</comment></data>'
        '<metadata name="x"><value>y</value></metadata>'
    )
    document = parse(f"{HEAD}{body}</root>".encode(), "x.resx")
    assert [(s.id, s.source) for s in document.segments] == [("a", "一")]


def test_carriage_returns_of_the_file_are_kept_up() -> None:
    data = f'{HEAD}\r\n<data name="a"><value>一&#13;\r\n二</value></data></root>'.encode()
    document = parse(data, "x.resx")
    assert document.segments[0].source == "一\n二"
    assert b"<value>x&#13;\r\ny</value>" in render(document, {document.segments[0].id: "x\ny"})


def test_blanks_at_the_edges_are_text() -> None:
    document = parse(f'{HEAD}<data name="a"><value> x </value></data></root>'.encode(), "x.resx")
    assert b"<value>  y </value>" in render(document, {document.segments[0].id: "  y "})


def test_real_files_say_what_translate_toolkit_reads(sample_data: Path) -> None:
    oracle = pytest.importorskip("translate.storage.resx")
    compared = 0
    for path in sorted(sample_data.rglob("*.resx")):
        data = path.read_bytes()
        document = parse(data, str(path))
        assert render(document, {}) == data
        result = render(document, {s.id: f"{s.source}<译>" for s in document.segments})
        before, after = (
            {unit.getid(): str(unit.target) for unit in oracle.RESXFile.parsestring(d).units}
            for d in (data, result)
        )
        for segment in document.segments:
            assert before[segment.id] == segment.source
            assert after[segment.id] == f"{segment.source}<译>"
            compared += 1
    assert compared > 40
