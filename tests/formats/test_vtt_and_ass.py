"""What is particular to WebVTT and to ASS."""

from __future__ import annotations

import pytest

from localize.errors import RenderError
from localize.formats import parse, render
from localize.formats.vtt import to_file, to_source
from localize.model import SegmentId, SegmentKind

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n"
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)
EVENT = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,"


@pytest.mark.parametrize(
    ("raw", "source"),
    [
        ("R&amp;D", "R&D"),
        ("I &lt;3 you", "I <3 you"),
        ("&lt;b&gt; is bold", "&lt;b> is bold"),
        ("&amp;lt;b&gt;", "&amp;lt;b>"),
        ("&amp;lt; x", "&lt; x"),
        ("a&nbsp;b&lrm;", "a\xa0b\u200e"),
        ("&#10;&#0;&bogus;", "&#10;\ufffd&bogus;"),
        ("<c.a b&amp;c>x</c>", "<c.a b&amp;c>x</c>"),
        ("<00:01.000>词", "<00:01.000>词"),
    ],
)
def test_a_source_is_natural_text_that_finds_its_way_back(raw: str, source: str) -> None:
    assert to_source(raw) == source
    assert to_source(to_file(source)) == source


@pytest.mark.parametrize("typed", ["R&D", "a --> b", "1 < 2 > 0", "<哈利·波特>", "&", "<i>R&D</i>", "&amp;"])
def test_what_a_translator_types_never_breaks_the_cue(typed: str) -> None:
    document = parse(VTT.format("你好").encode(), "x.vtt")
    result = render(document, {SegmentId("1"): typed})
    (segment,) = parse(result, "x.vtt").segments
    assert segment.source == typed
    assert result.count(b"-->") == 1


def test_a_voice_is_the_speaker_and_stays_in_the_text() -> None:
    (segment,) = parse(VTT.format("<v.loud 林晚>走！</v>").encode(), "x.vtt").segments
    assert (segment.speaker, segment.source) == ("林晚", "<v.loud 林晚>走！</v>")


def test_long_runs_of_references_are_read_in_linear_time() -> None:
    raw = "&lt;a" * 40_000 + "&amp;" * 40_000
    assert len(to_source(raw)) == 2 * 40_000 + 40_000
    assert to_source(to_file(to_source(raw))) == to_source(raw)


def test_commas_and_line_breaks_in_an_event_are_text() -> None:
    document = parse((ASS + EVENT + "甲, 乙\\N丙\n").encode(), "x.ass")
    assert document.segments[0].source == "甲, 乙\n丙"
    assert render(document, {SegmentId("1"): "A, b\nC"}).endswith(b",,A, b\\NC\n")


@pytest.mark.parametrize(
    ("text", "style", "kind"),
    [
        ("{\\move(1,2,3,4)}x", "Default", SegmentKind.SIGN),
        ("{\\kf20}x", "Default", SegmentKind.SONG),
        ("x", "ED Roma", SegmentKind.SONG),
        ("x", "屏幕字", SegmentKind.SIGN),
        ("{\\an8}x", "Default", SegmentKind.DIALOGUE),
        ("x", "Edward", SegmentKind.DIALOGUE),
        ("{\\i1}♪ x{\\i0}", "Default", SegmentKind.SONG),
    ],
)
def test_position_karaoke_and_style_names_tell_what_an_event_is(
    text: str, style: str, kind: SegmentKind
) -> None:
    event = EVENT.replace("Default", style) + text + "\n"
    assert parse((ASS + event).encode(), "x.ass").segments[0].kind is kind


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("{\\p1}m 0 0{\\p0}", None),
        ("{\\p1}m 0 0{\\p0}字", "字"),
        ("{\\pos(1,2)}字{\\p2}m 0 0", "{\\pos(1,2)}字"),
        ("字{\\p1}m 0 0{\\p0}画", "字{\\p1}m 0 0{\\p0}画"),
        ("{\\p0}字", "{\\p0}字"),
        ("{\\pbo5}字", "{\\pbo5}字"),
    ],
)
def test_drawings_are_not_text(text: str, source: str | None) -> None:
    document = parse((ASS + EVENT + text + "\n").encode(), "x.ass")
    assert [segment.source for segment in document.segments] == ([] if source is None else [source])
    for segment in document.segments:
        assert render(document, {segment.id: "word"}).decode().count("m 0 0") == text.count("m 0 0") - (
            source or ""
        ).count("m 0 0")


def test_a_target_that_draws_is_refused() -> None:
    document = parse((ASS + EVENT + "字\n").encode(), "x.ass")
    with pytest.raises(RenderError, match=r"x.ass:6: FMT004 .*would be read back"):
        render(document, {SegmentId("1"): "{\\p1}m 0 0{\\p0}"})


def test_lines_of_a_font_that_look_like_sections_end_nothing() -> None:
    fonts = "[Fonts]\nfontname: a.ttf\n[0Q'A]\n[Events]\n"
    document = parse((ASS.replace("[Events]\n", fonts) + EVENT + "字\n").encode(), "x.ass")
    assert [segment.source for segment in document.segments] == ["字"]
