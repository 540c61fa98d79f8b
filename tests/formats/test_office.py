"""XLSX and DOCX: other programs read what was asked, nothing else changes, and hostile packages are refused."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from localize.errors import HostileInputError, LocalizeError, ParseError, RenderError
from localize.formats import ParseOptions, detect, load_format, parse, render, verify
from localize.formats.splice import outside
from localize.formats.xlsx_sheets import column_letters, column_number, protected, unescaped
from localize.model import Document, SegmentKind

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
STRINGS, FREE = (GOLDEN / "xlsx" / name for name in ("strings.xlsx", "free.xlsx"))
NOVEL, SCRIPT = (GOLDEN / "docx" / name for name in ("novel.docx", "script.docx"))


def read(data: bytes, name: str, locale: str | None = "en") -> Document:
    return parse(data, f"a.{name}", format=name, options=ParseOptions(target_locale=locale))


def with_part(path: Path, part: str, content: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, content)
    return out.getvalue()


def part_of(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def changed_parts(before: bytes, after: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        assert new.testzip() is None
        return [name for name in old.namelist() if old.read(name) != new.read(name)]


def cells(data: bytes, sheet: str) -> list[list[Any]]:
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in workbook[sheet].iter_rows()]


def paragraphs(data: bytes) -> list[str]:
    docx = pytest.importorskip("docx")
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_workbook_says_in_openpyxl_what_was_asked() -> None:
    data = STRINGS.read_bytes()
    document = read(data, "xlsx")
    targets = {s.id: f" {s.key} <&>\nsecond " for s in document.segments}
    result = render(document, targets)
    assert changed_parts(data, result) == ["xl/worksheets/sheet1.xml"]
    rows = cells(result, "UI")
    assert [row[2] for row in rows[1:6]] == [targets[s.id] for s in document.segments]
    assert [row[1] for row in rows] == [row[1] for row in cells(data, "UI")]
    assert cells(result, "说明") == cells(data, "说明")


def test_a_string_that_cells_share_changes_only_where_it_is_asked_to() -> None:
    data = FREE.read_bytes()
    document = read(data, "xlsx")
    assert [s.source for s in document.segments if s.source == "开始"] == ["开始", "开始"]
    rows = cells(render(document, {document.segments[0].id: "Start"}), "Sheet1")
    assert (rows[0][0], rows[2][1]) == ("Start", "开始")


def test_a_new_column_gets_its_heading_and_the_noted_sizes_grow() -> None:
    data = STRINGS.read_bytes()
    document = read(data, "xlsx", "fr")
    result = render(document, {document.segments[1].id: "Commencer"})
    sheet = part_of_bytes(result, "xl/worksheets/sheet1.xml")
    assert '<dimension ref="A1:E6"/>' in sheet
    assert sheet.count('spans="1:5"') == 2
    rows = cells(result, "UI")
    assert (rows[0][4], rows[2][4]) == ("fr", "Commencer")
    left, right = (
        b"".join(p for _, p in outside(load_format("xlsx"), d))
        for d in (document, read(result, "xlsx", "fr"))
    )
    assert left == right


def part_of_bytes(data: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part).decode()


def test_the_longest_run_gives_its_look_to_the_translation() -> None:
    document = read(FREE.read_bytes(), "xlsx")
    sheet = part_of_bytes(render(document, {document.segments[1].id: "Welcome"}), "xl/worksheets/sheet1.xml")
    assert '<is><r><rPr><b/><sz val="11"/></rPr><t>Welcome</t></r></is>' in sheet


def test_formulas_and_their_values_are_left_alone() -> None:
    document = read(STRINGS.read_bytes(), "xlsx")
    assert "公式文" not in {segment.source for segment in document.segments}
    assert parse(FREE.read_bytes(), "a.xlsx").segments[-1].source == "开始"


def test_what_a_cell_cannot_hold_is_refused() -> None:
    document = read(STRINGS.read_bytes(), "xlsx")
    first = document.segments[0].id
    with pytest.raises(RenderError, match=r"a cell holds 32,767"):
        render(document, {first: "a" * 40_000})
    with pytest.raises(RenderError, match=r"U\+0007, which XML cannot"):
        render(document, {first: "a\x07"})


@pytest.mark.parametrize("text", ["_x000D_", "_x005F_x000D_", "a_x0041_b", "_x12_", "plain"])
def test_text_that_reads_like_an_escape_of_excel_stays_text(text: str) -> None:
    assert unescaped(protected(text)) == text


def test_columns_are_numbered_as_excel_does() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(0, 16_384, 37))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_a_written_workbook(tmp_path: Path) -> None:
    document = read(STRINGS.read_bytes(), "xlsx", "fr")
    path = tmp_path / "a.xlsx"
    path.write_bytes(render(document, {s.id: f"Texte {n}" for n, s in enumerate(document.segments)}))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    options = [
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        str(tmp_path),
    ]
    try:
        subprocess.run(["soffice", home, *options, str(path)], capture_output=True, timeout=60, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        pytest.skip("LibreOffice does not run here")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",fr")
    assert lines[1].endswith(",Texte 0")


def test_a_document_says_in_python_docx_what_was_asked() -> None:
    data = NOVEL.read_bytes()
    document = read(data, "docx", None)
    targets = {
        s.id: f"Word {s.id} <&>" + (" <x1/> rest" if "<x1/>" in s.source else "") for s in document.segments
    }
    result = render(document, targets)
    parts = ["word/document.xml", "word/header1.xml", "word/footnotes.xml", "word/comments.xml"]
    assert changed_parts(data, result) == parts
    texts = paragraphs(result)
    assert texts[0] == "Word 1 <&>"
    assert texts[1].strip("\u3000 ") == "Word 2 <&>"
    assert texts[3] == "Word 4 <&> 3 rest"
    xml = part_of_bytes(result, "word/document.xml")
    assert "<w:delText>删掉</w:delText>" in xml
    assert "框里的字" not in xml  # what older programs show instead of the box says the same


def test_breaks_and_tabs_become_elements_and_blanks_at_edges_are_kept() -> None:
    document = read(NOVEL.read_bytes(), "docx", None)
    xml = part_of_bytes(render(document, {document.segments[6].id: "a\tb\nc  d"}), "word/document.xml")
    assert '<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t xml:space="preserve">c  d</w:t>' in xml


def test_objects_keep_their_order_or_stand_at_the_edge() -> None:
    document = read(NOVEL.read_bytes(), "docx", None)
    segment = next(s for s in document.segments if "<x1/>" in s.source)
    assert read(render(document, {segment.id: "Page"}), "docx", None).segments[2].source == "Page"
    with pytest.raises(RenderError, match="has the objects <x1/> <x1/>") as caught:
        render(document, {segment.id: "a <x1/> b <x1/>"})
    assert caught.value.do == "it needs <x1/>, in this order"


def test_a_script_has_speakers_scenes_and_kinds() -> None:
    document = read(SCRIPT.read_bytes(), "docx", None)
    speech = [s for s in document.segments if s.kind is SegmentKind.DIALOGUE]
    assert [(s.speaker, s.scene) for s in speech] == [
        ("老板娘", "1-1 日 内 客栈"), ("小二", "1-1 日 内 客栈"), ("王掌柜", "2-1 夜 外 街道")
    ]  # fmt: skip
    result = render(document, {s.id: "Get out,\nnow!" for s in speech})
    assert paragraphs(result)[4] == "老板娘：Get out, now!"
    assert verify(SCRIPT.read_bytes(), result, "a.docx", format="docx").equal


@pytest.mark.parametrize(("path", "name"), [(STRINGS, "xlsx"), (NOVEL, "docx")])
def test_packages_are_told_apart_by_their_parts(path: Path, name: str) -> None:
    assert detect(path.read_bytes(), "a.bin").name == name
    other = "docx" if name == "xlsx" else "xlsx"
    with pytest.raises(ParseError, match="of another kind"):
        read(path.read_bytes(), other)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (b"PK\x03\x04", "no zip container"),
        (with_part(NOVEL, "_xmlsignatures/sig1.xml", "<a/>"), "signed"),
        (with_part(NOVEL, "word/document.xml", "<w:document"), "not well-formed"),
        (with_part(NOVEL, "word/document.xml", "\ufeff<a/>".encode("utf-16")), "not in UTF-8"),
        (with_part(NOVEL, "_rels/.rels", "<Relationships/>"), "main part"),
        (with_part(NOVEL, "word/document.xml", "<p>" * 300 + "</p>" * 300), "nested"),
        (
            with_part(
                NOVEL,
                "word/document.xml",
                '<!DOCTYPE a [<!ENTITY a "' + "x" * 60_000 + '"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>',
            ),
            "stands for more than",
        ),
    ],
    ids=range(8),
)
def test_a_package_that_is_hostile_or_broken_is_refused(data: bytes, words: str) -> None:
    with pytest.raises((ParseError, HostileInputError), match=words) as caught:
        read(data, "docx", None)
    assert caught.value.place is not None
    assert caught.value.place.line
    assert caught.value.do


@pytest.mark.parametrize(
    ("path", "part"),
    [(STRINGS, "xl/worksheets/sheet1.xml"), (STRINGS, "xl/sharedStrings.xml"), (STRINGS, "xl/workbook.xml"),
     (NOVEL, "word/document.xml"), (SCRIPT, "word/document.xml"), (NOVEL, "word/_rels/document.xml.rels")],
)  # fmt: skip
def test_a_part_with_pieces_missing_is_read_or_refused(path: Path, part: str) -> None:
    import re

    name, chance = path.suffix[1:], random.Random(3)
    pieces = re.findall(r"<[^<>]*>|[^<>]+", part_of(path, part))
    for _ in range(40):
        mixed = list(pieces)
        for _ in range(chance.randrange(1, 4)):
            a, b = chance.randrange(len(mixed)), chance.randrange(len(mixed))
            mixed[a] = chance.choice([mixed[b], "", "<w:tab/>", "文"])
        try:
            document = read(with_part(path, part, "".join(mixed)), name)
            assert render(document, {}) == document.data
            render(document, {s.id: f"新 {n}" for n, s in enumerate(document.segments)})
        except LocalizeError:
            continue


def test_a_text_in_cdata_is_kept_and_remarked() -> None:
    xml = part_of(SCRIPT, "word/document.xml").replace("<w:t>第一集</w:t>", "<w:t><![CDATA[第一集]]></w:t>")
    document = read(with_part(SCRIPT, "word/document.xml", xml), "docx", None)
    assert [remark.code for remark in document.remarks] == ["FMT142"]
    assert "第一集" not in {segment.source for segment in document.segments}


def test_a_long_paragraph_of_lines_takes_no_longer_than_its_length() -> None:
    xml = part_of(SCRIPT, "word/document.xml")
    head, tail = xml.split("<w:body>")[0] + "<w:body>", "</w:body></w:document>"
    lines = "<w:br/>".join(f"<w:t>张三：第{n}句</w:t>" for n in range(3_000))
    text = f"{head}<w:p><w:r><w:t>1-1 日 内 客栈</w:t><w:br/>{lines}</w:r></w:p>{tail}"
    assert len(read(with_part(SCRIPT, "word/document.xml", text), "docx", None).segments) == 6_001


def test_documents_of_python_docx_and_openpyxl_go_round() -> None:
    docx, openpyxl = pytest.importorskip("docx"), pytest.importorskip("openpyxl")
    made = docx.Document()
    made.add_heading("标题", 1)
    made.add_paragraph("一段").add_run("粗体").bold = True
    made.add_table(1, 1).cell(0, 0).text = "格子"
    out = io.BytesIO()
    made.save(out)
    document = read(out.getvalue(), "docx", None)
    assert [s.source for s in document.segments] == ["标题", "一段粗体", "格子"]
    assert render(document, {}) == out.getvalue()
    assert paragraphs(render(document, {s.id: "x" for s in document.segments}))[:2] == ["x", "x"]
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["Key", "Chinese (Simplified)(zh-Hans)", "English(en)"], ["A", "甲", None], [2, "乙", "two"]):
        book.active.append(row)
    book.save(out)
    document = read(out.getvalue(), "xlsx")
    assert [(s.key, s.source, s.target) for s in document.segments] == [("A", "甲", None), ("2", "乙", "two")]
    result = render(document, {s.id: f"t{s.key}" for s in document.segments})
    assert [row[2] for row in cells(result, "Sheet")] == ["English(en)", "tA", "t2"]
