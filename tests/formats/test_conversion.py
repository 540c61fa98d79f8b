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
        "drama.ass:19: layer of an event (2 times)",
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
        "drama.vtt:15: name of a cue",
        "drama.vtt:15: tag <c>",
        "drama.vtt:15: the speaker's name beside the text",
        "drama.vtt:19: a < that is text may be read as a tag by players",
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


TTML = """<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"><body><div>
<p begin="1s" end="2s" region="r">
<span tts:fontStyle="italic">斜<span tts:color="red">红</span></span
><br/>&lt;i&gt; 3 &lt; 4</p>
</div></body></tt>"""
MARKED = {
    "a.ttml": (TTML, "<i>斜红</i>\n<i> 3 < 4"),
    "a.sub": ("{1}{1}25\n{25}{50}{y:i}斜红|{c:$0000FF}<i> 3 < 4\n", "<i>斜红</i>\n<i> 3 < 4"),
    "m.sub": ("[10][20]/斜红|<i> 3 < 4\n", "<i>斜红</i>\n<i> 3 < 4"),
    "a.stl": ("00:00:01:00,00:00:02:00,^I斜红^I|<i> 3 < 4\n", "<i>斜红</i>\n<i> 3 < 4"),
    "a.ass": (
        "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\i1}斜红{\\i0}\\N<i> 3 < 4\n",
        "<i>斜红</i>\n<i> 3 < 4",
    ),
    "a.vtt": (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<i>斜红</i>\n&lt;i&gt; 3 &lt; 4\n",
        "<i>斜红</i>\n<i> 3 < 4",
    ),
    "a.smi": (
        (
            "<SAMI><BODY><SYNC Start=1000><P Class=ZHCC><i>斜红</i><br>&lt;i&gt; 3 &lt; 4<SYNC Start=2000>"
            "<P Class=ZHCC>&nbsp;</BODY></SAMI>"
        ),
        "<i>斜红</i>\n<i> 3 < 4",
    ),
}


@pytest.mark.parametrize("name", sorted(MARKED))
def test_looks_are_carried_over_and_a_sign_that_is_text_never_becomes_a_tag(name: str) -> None:
    data, plain = MARKED[name]
    document = parse(data.encode(), name)
    texts = {
        to: parse(convert(document, to).data, f"x.{to}").segments[0].source for to in ("srt", "vtt", "ass")
    }
    assert texts["srt"] == plain
    assert texts["vtt"] == plain.replace("\n<i>", "\n&lt;i>")
    assert texts["ass"] == "{\\i1}斜红{\\i0}\n<i> 3 < 4"
    ttml = convert(document, "ttml").data.decode()
    assert '<span tts:fontStyle="italic">斜红</span><br/>&lt;i&gt; 3 &lt; 4</p>' in ttml
    assert any("may be read as a tag" in str(loss) for loss in convert(document, "srt").losses)


@pytest.mark.parametrize(
    ("name", "data", "lost"),
    [
        (
            "a.smi",
            (
                "<SAMI><HEAD><TITLE>t</TITLE><STYLE><!-- .ZHCC {lang:zh-CN;} .ENCC {lang:en-US;} --></STYLE></HEAD>"
                "<BODY>"
                "<SYNC Start=1000><P Class=ZHCC>红<P Class=ENCC>red</BODY></SAMI>"
            ),
            {"style sheet", "title", "the translation beside a caption"},
        ),
        (
            "a.lrc",
            "[ti:歌]\n[00:01.00]<00:01.10>我<00:01.50>爱\n[00:02.00][00:09.00]重复\n[00:05.00]\n",
            {"header field", "times inside a cue", "second time of a line that is sung again"},
        ),
        ("a.sub", "{1}{1}25\n{25}{50}{c:$0000FF}{P:1}色\n", {"control code {c:}", "control code {P:}"}),
        (
            "b.sub",
            "[INFORMATION]\n[TITLE]标题\n[END INFORMATION]\n[SUBTITLE]\n00:00:01.00,00:00:02.00\n你好\n",
            {"header field"},
        ),
        ("a.stl", "$FontName = Arial\n//c\n00:00:01:00,00:00:02:00,你好\n", {"setting", "comment line"}),
        ("a.ttml", TTML, {"color of a span", "region or style of a paragraph"}),
        (
            "a.ass",
            "[Script Info]\n[Events]\nDialogue: 3,0:00:01.00,0:00:02.00,D,,10,0,0,Banner;5,好\n",
            {"layer of an event", "margins or effect of an event"},
        ),
        (
            "a.vtt",
            "WEBVTT\n\nintro\n00:01.000 --> 00:02.000\n<v.loud A>一\n<v B>二\n",
            {"name of a cue", "a second voice in a cue", "classes of <v>"},
        ),
    ],
)
def test_what_has_no_place_in_the_new_format_is_listed(name: str, data: str, lost: set[str]) -> None:
    losses = {loss.what for loss in convert(parse(data.encode(), name), "sbv").losses}
    assert lost <= losses
