"""From one subtitle format to another: what arrives, and what is said to be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import UsageError
from localize.formats import convert, parse
from localize.formats.writers import NewCue, write_ass, write_srt, write_ttml, write_vtt
from localize.model import Document

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"


def golden(name: str) -> Document:
    path = GOLDEN / name
    return parse(path.read_bytes(), path.name)


def losses_of(document: Document, to: str) -> list[str]:
    return [str(loss) for loss in convert(document, to).losses]


@pytest.mark.parametrize("source", ["srt/drama.srt", "vtt/drama.vtt", "ass/drama.ass"])
@pytest.mark.parametrize("to", ["srt", "vtt", "ass", "ttml", "sbv"])
def test_every_cue_arrives_with_its_times(source: str, to: str) -> None:
    document = golden(source)
    again = parse(convert(document, to).data, f"x.{to}")
    assert [(s.start_ms, s.end_ms) for s in again.segments] == [
        (s.start_ms, s.end_ms) for s in document.segments
    ]
    assert not again.remarks


def test_ass_to_srt_keeps_italics_and_line_breaks_and_lists_the_rest() -> None:
    document = golden("ass/drama.ass")
    sources = [segment.source for segment in parse(convert(document, "srt").data, "x.srt").segments]
    assert sources[0] == "你终于回来了,\n我等了你<i>三年</i>。"
    assert sources[1] == "林总：合同\xa0签好了"
    assert sources[3] == "三年后"
    assert losses_of(document, "srt") == [
        "drama.ass:2: comment line",
        "drama.ass:10: style (3 times)",
        "drama.ass:16: the speaker's name beside the text",
        "drama.ass:17: Comment event",
        "drama.ass:18: comments in braces",
        "drama.ass:20: override \\pos",
        "drama.ass:21: override \\k (2 times)",
        "drama.ass:22: cues without words: 2, this is the first",
    ]


def test_vtt_to_srt_gives_plain_characters_and_lists_the_rest() -> None:
    document = golden("vtt/drama.vtt")
    sources = [segment.source for segment in parse(convert(document, "srt").data, "x.srt").segments]
    assert sources[:2] == ["你&我，走！", "1 < 2，写作 <b> 不是 <b>粗体</b>\xa0！"]
    assert losses_of(document, "srt") == [
        "drama.vtt:1: header lines",
        "drama.vtt:6: comment (NOTE)",
        "drama.vtt:9: style sheet",
        "drama.vtt:12: region",
        "drama.vtt:15: cue settings (position, line, alignment)",
        "drama.vtt:15: tag <c>",
        "drama.vtt:15: the speaker's name beside the text",
        "drama.vtt:23: times inside a cue (2 times)",
        "drama.vtt:26: cues without words: 1, this is the first",
    ]


def test_srt_to_vtt_turns_the_top_alignment_into_a_setting_and_escapes() -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\n{\\an8}R&D <i>x</i> <font color=red>y</font>\n"
    conversion = convert(parse(data, "x.srt"), "vtt")
    assert conversion.data.decode() == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 line:0\nR&amp;D <i>x</i> y\n"
    assert [str(loss) for loss in conversion.losses] == ["x.srt:1: tag <font>"]


def test_times_of_ass_are_rounded_and_that_is_said() -> None:
    data = b"1\n00:00:01,004 --> 00:00:02,996\nhi {there}\n"
    conversion = convert(parse(data, "x.srt"), "ass")
    assert b"Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,hi (there)\n" in conversion.data
    assert [loss.what for loss in conversion.losses] == [
        "braces are written as parentheses: in ASS they would hide the text",
        "times are rounded to hundredths of a second",
    ]


def test_times_are_scaled_first_and_shifted_then() -> None:
    data = b"1\n00:00:10,000 --> 00:00:20,000\na\n\n2\n00:01:00,000 --> 00:02:00,000\nb\n"
    again = parse(convert(parse(data, "x.srt"), "vtt", shift_ms=-15_000, fps=(25, 50)).data, "x.vtt")
    assert [(s.start_ms, s.end_ms) for s in again.segments] == [(0, 0), (15_000, 45_000)]


@pytest.mark.parametrize(
    ("to", "fps", "words"),
    [("docx", None, "no new file of the format 'docx'"), ("srt", (0, 25), "must be positive")],
)
def test_wrong_wishes_are_wrong_use(to: str, fps: tuple[float, float] | None, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        convert(golden("srt/drama.srt"), to, fps=fps)


def test_a_segment_without_times_cannot_be_converted() -> None:
    with pytest.raises(UsageError, match=r"x.json:1: USE001 segment a has no times"):
        convert(parse(b'{"a": "b"}', "x.json"), "srt")


def test_a_cue_whose_end_cannot_be_read_is_shown_for_a_while_and_that_is_said() -> None:
    assert any(
        "untidy.ass:17: a cue has no end" in loss for loss in losses_of(golden("ass/untidy.ass"), "srt")
    )


CUES = (NewCue(1000, 2500, "a\n\nb"), NewCue(3000, 4000, "c & <i>d</i>", "林晚"))


def test_the_writers_write_what_their_readers_read() -> None:
    srt = write_srt(CUES, newline="\r\n", bom=True)
    assert srt.startswith(b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,500\r\na\r\nb\r\n\r\n2\r\n")
    for name, data in (("srt", srt), ("vtt", write_vtt(CUES)), ("ass", write_ass(CUES))):
        document = parse(data, f"x.{name}")
        assert [(s.start_ms, s.end_ms) for s in document.segments] == [(1000, 2500), (3000, 4000)]
        assert not document.remarks
    assert parse(write_vtt(CUES), "x.vtt").segments[1].speaker == "林晚"
    assert parse(write_ass(CUES, width=1080, height=1920), "x.ass").meta["PlayResY"] == "1920"


def test_lyrics_keep_starts_in_hundredths_and_say_what_they_cannot_hold() -> None:
    conversion = convert(golden("srt/drama.srt"), "lrc")
    again = parse(conversion.data, "x.lrc")
    assert [s.start_ms for s in again.segments] == [
        round((s.start_ms or 0) / 10) * 10 for s in golden("srt/drama.srt").segments
    ]
    assert any("line breaks inside a cue" in str(loss) for loss in conversion.losses)


def test_ttml_holds_styles_breaks_and_characters_of_xml() -> None:
    data = write_ttml((NewCue(0, 1500, "<i>A & B</i>\n{\\an8}1 < 2"), NewCue(2000, 2500, "</b>x<u>y")))
    text = data.decode()
    assert '<p begin="00:00:00.000" end="00:00:01.500" region="top">' in text
    assert '<span tts:fontStyle="italic">A &amp; B</span><br/>1 &lt; 2</p>' in text
    assert 'x<span tts:textDecoration="underline">y</span></p>' in text
    assert [s.source.count("\n") for s in parse(data, "x.ttml").segments] == [1, 0]


def test_the_last_line_of_a_lyric_is_given_an_end_and_that_is_said() -> None:
    document = parse(b"[00:01.00]one\n[00:02.50]two\n", "x.lrc")
    conversion = convert(document, "srt")
    assert [(s.start_ms, s.end_ms) for s in parse(conversion.data, "x.srt").segments] == [
        (1000, 2500),
        (2500, 5500),
    ]
    assert any("has no end" in str(loss) for loss in conversion.losses)
