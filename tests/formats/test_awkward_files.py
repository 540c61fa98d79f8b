"""Files as customers really send them: each was once read wrongly, refused for nothing, or changed beside its texts."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from localize.errors import HostileInputError, InputError, ParseError, RenderError
from localize.formats import ParseOptions, detect, parse, render, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]

SCRIPT = "第一集\r\n1-1 日 内 客厅\r\n△林总一个人推门进来。\r\n林总：你好吗？我们走吧。\r\n苏晚：不去了。\r\n"
TRADITIONAL = (
    "第一集\r\n場1-1 日/內 客廳\r\n△林總一個人推門進來。\r\n林總：你好嗎？我們走吧。\r\n蘇晚：不去了。\r\n"
)
HEADS = SCRIPT.replace("1-1 日 内 客厅", "人物：林总、苏晚\r\n1 客厅 日内")
TABLE = '["一", "二", "一起来"]'


@pytest.mark.parametrize("codec", ["gb18030", "big5", "utf-16-le", "utf-16-be", "utf-16"])
def test_a_shooting_script_is_known_in_every_encoding_that_studios_use(codec: str) -> None:
    text = TRADITIONAL if codec == "big5" else SCRIPT
    data = text.encode(codec)
    assert detect(data, "ep01.txt").name == "screenplay"
    document = parse(data, "ep01.txt")
    lines = text.split("\r\n")
    roles = [(s.source, str(s.kind)) for s in document.segments][:4]
    assert roles == [
        (lines[0], "heading"),
        (lines[1].partition(" ")[2], "heading"),
        (lines[2][1:], "action"),
        (lines[3][:2], "string"),
    ]
    last = document.segments[-1].id
    assert verify(data, render(document, {last: "No."}), "ep01.txt").equal


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("suffix", [".json", ".txt"])
def test_utf_16_without_a_mark_is_told_although_chinese_has_bytes_of_nought_too(
    codec: str, suffix: str
) -> None:
    text = TABLE if suffix == ".json" else SCRIPT
    document = parse(text.encode(codec), f"a{suffix}")
    assert document.encoding.name == codec
    assert "一" in document.segments[0].source


def test_subrip_cues_before_zero_are_read() -> None:
    data = b"1\n-00:00:02,000 --> 00:00:03,000\nbefore\n\n2\n00:00:04,000 --> 00:00:05,000\nafter\n"
    document = parse(data, "a.srt")
    assert [(s.source, s.start_ms, s.end_ms) for s in document.segments] == [
        ("before", 0, 3000),
        ("after", 4000, 5000),
    ]
    assert render(document, {"1": "x"}) == data.replace(b"before", b"x")  # type: ignore[dict-item]


@pytest.mark.parametrize("arrow", ["--&gt;", "→", "–>", "—>"])
def test_subrip_arrows_that_a_word_processor_or_a_web_page_changed_are_read(arrow: str) -> None:
    text = f"1\n00:00:01,000 {arrow} 00:00:02,000\n一\n\n2\n00:00:02,000 --> 00:00:03,000\n二 → 三\n\n"
    text += f"3\n00:00:03,000 {arrow} 00:00:04,000\n三\n"
    document = parse(text.encode(), "a.srt")
    assert [s.source for s in document.segments] == ["一", "二 → 三", "三"]
    with pytest.raises(RenderError, match="reads as"):
        render(document, {document.segments[1].id: f"a\n00:00:09,000 {arrow} 00:00:10,000\nb"})


def test_a_value_of_apple_strings_without_quotes_gets_them_and_nothing_else_changes() -> None:
    data = b'"a" = word;\n"b"=\'it\';\n"c" = "x";\n'
    document = parse(data, "a.strings")
    result = render(document, {s.id: 'two "words"' for s in document.segments})
    assert result == b'"a" = "two \\"words\\"";\n"b"=\'two "words"\';\n"c" = "two \\"words\\"";\n'
    assert verify(data, result, "a.strings").equal
    assert not verify(data, result.replace(b'"b"', b'"d"'), "a.strings").equal


@pytest.mark.parametrize("newline", ["\r", "\r\n", "\r\r\n"])
def test_paradox_files_are_known_whatever_ends_their_lines(newline: str) -> None:
    data = f'\ufeffl_english: # English{newline} key:0 "text"{newline}'.encode()
    document = parse(data, "a_l_english.yml")
    assert (document.format, [s.source for s in document.segments]) == ("paradox", ["text"])


def test_a_quote_that_never_ends_does_not_swallow_the_rest_of_a_table() -> None:
    with pytest.raises(ParseError, match=r"a\.csv:2: FMT002 a quote opens a cell here and does not end"):
        parse(b'key,zh,en\na,"open\nb,x,y\n', "a.csv")


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PACKAGE = (
    Path(__file__).resolve().parent.parent / "golden" / "formats" / "docx" / "script.docx"
).read_bytes()


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (OLD_OFFICE, "a.docx", "encrypted with a password, or in the format before 2007"),
        (OLD_OFFICE, "a.xlsx", "encrypted with a password, or in the format before 2007"),
        (OLD_OFFICE, "a.doc", "of an Office before 2007, or encrypted"),
        (PACKAGE[: len(PACKAGE) // 2], "a.docx", "it is cut off"),
        (PACKAGE + b"junk", "a.docx", "behind the end of the container"),
    ],
)
def test_a_broken_office_file_is_told_what_is_wrong_with_it(data: bytes, name: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as raised:
        parse(data, name)
    assert raised.value.do
    assert str(raised.value).startswith(f"{name}:1: ")


ENDLESS = {
    "a.lrc": b"[00:01.00]" * 150_000 + b"x",
    "a.sub": b"{1}{2}" + b"{y:i}|" * 200_000,
    "a.fountain": b"INT. X - DAY\n\n" + b"/*" * 600_000,
    "a.rpy": b"label start:\n    " + b'"a" ' * 300_000 + b"\n",
    "a.yarn": b"title: A\n---\n" + b"[a]{b}" * 200_000 + b"\n===\n",
    "a.ink": b"== a ==\n-> b\n" + b"{" * 1_200_000,
    "a.scc": b"Scenarist_SCC V1.0\n\n00:00:01:00\t" + b"9420 " * 250_000,
    "a.stl": b"00:00:01:00,00:00:02:00," + b"|" * 1_200_000,
    "a.po": b'msgid "a"\nmsgstr ""\n' + b'"b"\n' * 300_000,
    "b.po": b'msgid "a"\nmsgid_plural "a"\nmsgstr[0] ""\n' + b'"b"\n' * 300_000,
    "c.po": b'msgid "a"\nmsgid_plural "a"\nmsgstr[0]' + b' ""' * 400_000 + b"\n",
    "a.ftl": b"a = " + b"x" * 1_200_000,
    "a.csv": b"key,zh,en\n" + b"," * 320_000,
    "a.ttml": b'<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">'
    + b"<br/>" * 120_000
    + b"</p></div></body></tt>",
}


@pytest.mark.parametrize("name", sorted(ENDLESS))
def test_a_line_without_end_is_refused_before_it_takes_time_and_memory(name: str, timed: Timed) -> None:
    data = ENDLESS[name]
    with (
        timed() as taken,
        pytest.raises(HostileInputError, match=rf"{re.escape(name)}:\d+: FMT003 .+ \(.+\)"),
    ):
        parse(data, name)
    assert taken.within(8)


def test_long_lines_that_people_do_write_are_read() -> None:
    text = "INT. X - DAY\n\n" + "word " * 100_000 + "\n"
    assert len(parse(text.encode(), "a.fountain").segments) == 2


def test_a_first_head_of_a_script_that_would_be_none_is_blamed_itself() -> None:
    document = parse(HEADS.encode(), "a.txt")
    head, other = (s.id for s in document.segments if str(s.kind) == "heading")
    with pytest.raises(RenderError, match=r"a\.txt:1: FMT004 .+ the head of an episode \(.+as in Episode 1"):
        render(document, {head: "The Contract"})
    good = {head: "Episode 1: The Contract", other: "Living room, day"}
    assert verify(document.data, render(document, good), "a.txt").equal
    plain = parse(SCRIPT.encode(), "a.txt")
    assert render(plain, {head: "The Contract"}).startswith(b"The Contract\r\n1-1 ")


def test_the_mark_at_the_end_of_a_dos_file_is_no_text() -> None:
    data = b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n\x1a"
    document = parse(data, "a.srt")
    assert [s.source for s in document.segments] == ["Hello"]
    assert render(document, {document.segments[0].id: "Bye"}) == data.replace(b"Hello", b"Bye")
    with pytest.raises(RenderError, match="read back"):
        render(document, {document.segments[0].id: "Bye\x1a"})


def test_a_translation_is_never_written_where_a_merged_cell_hides_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["ID", "中文", "English"], ["", "第一章", None], ["a", "你好", None], ["b", "再见", None]):
        sheet.append(row)
    sheet.merge_cells("B2:D2")
    sheet.merge_cells("C3:C4")
    saved = io.BytesIO()
    book.save(saved)
    document = parse(saved.getvalue(), "a.xlsx", options=ParseOptions(target_locale="en"))
    assert [s.source for s in document.segments] == ["你好"]
    assert [(r.code, r.line) for r in document.remarks] == [("FMT152", 2), ("FMT152", 4)]
    written = render(document, {document.segments[0].id: "Hello"})
    again = openpyxl.load_workbook(io.BytesIO(written)).active
    assert (again["B2"].value, again["C3"].value, again["B4"].value) == ("第一章", "Hello", "再见")
    assert verify(document.data, written, "a.xlsx", options=ParseOptions(target_locale="en")).equal


BOXED = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body><w:p><w:r><mc:AlternateContent>
<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>招</w:t></w:r><w:r><w:t>牌</w:t></w:r></w:p></w:txbxContent>
</mc:Choice>
<mc:Fallback><w:txbxContent><w:p><w:r><w:t>招牌</w:t></w:r></w:p></w:txbxContent></mc:Fallback>
</mc:AlternateContent></w:r></w:p></w:body></w:document>"""


def test_a_text_box_says_the_same_in_new_and_in_old_programs() -> None:
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PACKAGE)) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            new.writestr(name, BOXED if name == "word/document.xml" else old.read(name))
    document = parse(saved.getvalue(), "a.docx")
    assert [s.source for s in document.segments][:1] == ["招牌"]
    written = render(document, {document.segments[0].id: "Sign & Co"})
    body = zipfile.ZipFile(io.BytesIO(written)).read("word/document.xml").decode()
    assert (body.count("Sign &amp; Co"), body.count("招"), body.count("牌")) == (2, 0, 0)
    assert verify(document.data, written, "a.docx").equal
