"""SubRip as it is found in the wild."""

from __future__ import annotations

import pytest

from localize.errors import RenderError
from localize.formats import parse, render
from localize.formats.cues import milliseconds
from localize.formats.srt import SrtFormat
from localize.model import Document, SegmentId


def document_of(text: str, newline: str = "\n") -> Document:
    return parse(text.replace("\n", newline).encode(), "x.srt", format="srt")


def sources(text: str) -> list[str]:
    return [segment.source for segment in document_of(text).segments]


@pytest.mark.parametrize(
    ("stamp", "ms"),
    [
        ("00:00:01,000", 1000),
        ("1:02:03.4", 3723400),
        ("02:03,45", 123450),
        ("00:00:05", 5000),
        ("00:00:05:250", 5250),
    ],
)
def test_times_are_read_as_people_write_them(stamp: str, ms: int) -> None:
    assert milliseconds(stamp.encode()) == ms
    (segment,) = document_of(f"1\n{stamp} --> {stamp}\n你好\n").segments
    assert (segment.start_ms, segment.end_ms) == (ms, ms)


def test_a_last_line_of_digits_belongs_to_its_cue() -> None:
    assert sources("1\n00:00:01,000 --> 00:00:02,000\n房间号\n302") == ["房间号\n302"]
    assert sources(
        "1\n00:00:01,000 --> 00:00:02,000\n房间号\n302\n\n2\n00:00:03,000 --> 00:00:04,000\nb\n"
    ) == ["房间号\n302", "b"]


def test_a_paragraph_of_digits_at_the_end_is_cut_only_if_it_is_the_next_number() -> None:
    cue = "7\n00:00:01,000 --> 00:00:02,000\n暗号是\n\n"
    assert sources(cue + "302\n") == ["暗号是\n\n302"]
    document = document_of(cue + "8\n")
    assert [segment.source for segment in document.segments] == ["暗号是"]
    assert [(remark.code, remark.line) for remark in document.remarks] == [("FMT103", 5)]


def test_text_before_the_first_cue_is_remarked() -> None:
    document = document_of("字幕组出品\n\n1\n00:00:01,000 --> 00:00:02,000\na\n")
    assert [(remark.code, remark.line) for remark in document.remarks] == [("FMT101", 1)]


def test_text_on_the_timing_line_is_remarked_and_coordinates_are_not() -> None:
    document = document_of(
        "1\n00:00:01,000 --> 00:00:02,000 hello\na\n2\n00:00:01,000 --> 00:00:02,000 X1:5 Y1:6\nb"
    )
    assert [(remark.code, remark.line) for remark in document.remarks] == [("FMT104", 1)]


def test_tidy_and_untidy_parts_of_a_long_file_are_read_alike() -> None:
    tidy = "".join(f"{n}\n00:00:01,000 --> 00:00:02,000\n第{n}句\n\n" for n in range(1, 9001))
    untidy = tidy + "9001\n0:0:3.5 -> 00:00:04,000\n最后\n\n9002\n00:00:0x,0 --> 00:00:05,000\n坏\n"
    document = document_of(untidy)
    assert len(document.segments) == 9001
    assert document.segments[-1].source == "最后"
    assert document.segments[-1].line == 36_001
    assert [remark.code for remark in document.remarks] == ["FMT102"]


def test_a_blank_line_in_a_target_is_closed_up() -> None:
    document = document_of(
        "1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:04,000\nb\n", "\r\n"
    )
    result = render(document, {SegmentId("1"): "eins\n\n zwei \n"})
    assert result.decode().split("\r\n\r\n")[0] == "1\r\n00:00:01,000 --> 00:00:02,000\r\neins\r\n zwei"


@pytest.mark.parametrize(
    "target", ["00:00:01,000 --> 00:00:02,000", "x\n2\n00:00:01,000 --> 00:00:02,000\ny"]
)
def test_a_target_that_is_a_timing_line_is_refused(target: str) -> None:
    document = document_of("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:04,000\nb\n")
    with pytest.raises(RenderError, match=r"x.srt:1: FMT004 .*would be read back"):
        render(document, {SegmentId("1"): target})


def test_a_number_as_last_line_is_refused_where_it_would_number_the_next_cue() -> None:
    document = document_of("00:00:01,000 --> 00:00:02,000\na\n00:00:03,000 --> 00:00:04,000\nb\n")
    with pytest.raises(RenderError, match="would be read back as '房间', not '房间\\\\n302'"):
        render(document, {SegmentId("1"): "房间\n302"})


def test_an_empty_target_empties_the_cue_and_keeps_it() -> None:
    document = document_of("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:04,000\nb\n")
    again = parse(render(document, {SegmentId("1"): ""}), "x.srt")
    assert [(segment.id, segment.source) for segment in again.segments] == [("2", "b")]


def test_a_target_that_makes_a_segment_more_is_refused_with_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = document_of(
        "1\n00:00:01,000 --> 00:00:02,000\n你好\n\n2\n00:00:03,000 --> 00:00:04,000\n再见\n"
    )
    read = {SegmentId("1"): "-> a", SegmentId("1b"): "more", SegmentId("2"): "再见"}
    monkeypatch.setattr(SrtFormat, "read_back", lambda *_: read)
    with pytest.raises(
        RenderError, match=r"x.srt:1: .*a segment more: 'more' after 1 .reword the target of segment 1"
    ):
        render(document, {SegmentId("1"): "-> a"})
