"""SBV, SubViewer, MicroDVD, Spruce, LRC: what is read from lines with times, and how a target stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import ParseError, RenderError
from localize.formats import detect, parse, render
from localize.model import Document

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"


def golden(name: str) -> Document:
    return parse((GOLDEN / name).read_bytes(), name)


def times(document: Document) -> list[tuple[str, int | None, int | None]]:
    return [(segment.source, segment.start_ms, segment.end_ms) for segment in document.segments]


def test_sbv_counts_empty_cues_and_reads_br_as_a_line_break() -> None:
    document = golden("sbv/drama.sbv")
    assert [segment.id for segment in document.segments] == ["1", "2", "4"]
    assert times(document)[:2] == [("林总：合同呢？\n还没签？", 1000, 3200), (">> 来人\n送客", 3500, 5000)]
    assert [str(segment.kind) for segment in document.segments] == ["dialogue", "dialogue", "caption"]
    assert document.segments[0].speaker == "林总"
    assert (document.segments[1].line, document.segments[1].text_line) == (5, 6)


def test_a_target_without_blank_lines_stands_in_sbv() -> None:
    document = golden("sbv/drama.sbv")
    result = render(document, {document.segments[1].id: "Guards!\n\nOut."}).decode()
    assert "0:00:03.500,0:00:05.000\nGuards!\nOut.\n\n0:00:06" in result
    with pytest.raises(RenderError, match="would be read back"):
        render(document, {document.segments[1].id: "a\n0:00:01.000,0:00:02.000\nb"})


def test_subviewer_keeps_its_header_and_writes_br() -> None:
    document = golden("subviewer/drama.sub")
    assert document.format == "subviewer"
    assert document.meta == {"title": "千金不卖"}
    assert not document.remarks
    assert times(document)[1] == ("三千万\n我出", 3500, 5000)
    assert (
        "\r\nThirty million[br]on me\r\n\r\n"
        in render(document, {document.segments[1].id: "Thirty million\non me"}).decode()
    )
    with pytest.raises(RenderError, match="would be read back"):
        render(document, {document.segments[0].id: "a literal [br]"})


def test_microdvd_counts_frames_at_the_declared_rate() -> None:
    document = golden("microdvd/drama.sub")
    assert document.meta == {"fps": "25", "fps_basis": "declared"}
    assert times(document) == [
        ("林晚：你谁啊？\n你老公。", 1000, 3000),
        ("{y:i}三千万\n{c:$0000ff}我出", 3200, 4800),
        ("走", 5200, None),
        ("[门铃]", 12000, 13000),
    ]
    assert [(remark.code, remark.line) for remark in document.remarks] == [("FMT102", 6)]
    assert (
        "{25}{75}Who are you?|Your husband."
        in render(document, {document.segments[0].id: "Who are you?\nYour husband."}).decode()
    )


def test_microdvd_without_a_rate_says_which_one_it_assumed() -> None:
    document = parse(b"{24}{48}Hello\n", "a.sub")
    assert times(document) == [("Hello", 1001, 2002)]
    assert [remark.code for remark in document.remarks] == ["FMT105"]
    with pytest.raises(RenderError, match="would be read back"):
        render(document, {document.segments[0].id: "a | b"})


def test_vobsub_is_refused_as_pictures() -> None:
    data = b"\x00\x00\x01\xba" + bytes(100)
    assert detect(data, "a.sub").name == "microdvd"
    with pytest.raises(ParseError, match="pictures, not text"):
        parse(data, "a.sub")


def test_spruce_reads_frames_and_breaks_lines_as_the_file_does() -> None:
    document = golden("spruce/drama.stl")
    assert times(document) == [("林晚：你谁啊？\n你老公。", 1000, 3200), ("三千万", 3480, 5000)]
    assert not document.remarks
    assert ", Two | lines\r\n" in render(document, {document.segments[1].id: "Two\nlines"}).decode()
    tight = parse(b"00:00:01:29,00:00:02:00,a|b\n", "a.stl")
    assert tight.meta["fps"] == "29.97"
    assert render(tight, {tight.segments[0].id: "c\nd"}) == b"00:00:01:29,00:00:02:00,c|d\n"


def test_lrc_ends_a_line_where_the_next_begins() -> None:
    document = golden("lrc/song.lrc")
    assert times(document) == [
        ("月亮代表我的心", 11_500, 15_000),
        ("你问我爱你有多深", 15_000, 19_500),
        ("我<00:20.50>爱<00:21.00>你", 19_500, 21_500),
        ("完", 89_500, 179_500),
    ]
    assert document.segments[1].note == "sung again at 01:15.50"
    assert document.meta["ti"] == "月光"
    assert {str(segment.kind) for segment in document.segments} == {"song"}
    assert [(remark.code, remark.line) for remark in document.remarks] == [("FMT102", 11)]


def test_lrc_keeps_all_stamps_around_a_target_of_one_line() -> None:
    document = golden("lrc/song.lrc")
    result = render(document, {"2": "You ask how much\nI love you", "3": "I love you"}).decode()
    assert "[00:15.50][01:15.50]You ask how much I love you\n" in result
    assert "[00:20.00]<00:20.00>I love you<00:22.00>\n" in result
    with pytest.raises(RenderError, match="would be read back"):
        render(document, {document.segments[0].id: "[00:01.00]again"})


@pytest.mark.parametrize(
    "name", ["sbv/drama.sbv", "subviewer/drama.sub", "microdvd/drama.sub", "spruce/drama.stl", "lrc/song.lrc"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encoding_and_line_breaks_do_not_change_what_is_read(name: str, newline: str, encoding: str) -> None:
    text = (GOLDEN / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    wanted = parse(text.encode(), name)
    data = text.replace("\n", newline).encode(encoding)
    document = parse(data, name)
    assert times(document) == times(wanted)
    assert [s.line for s in document.segments] == [s.line for s in wanted.segments]
    assert render(document, {}) == data
    result = render(document, {segment.id: "一行" for segment in document.segments})
    assert {segment.source for segment in parse(result, name, format=document.format).segments} == {"一行"}
