"""Cues broken for another screen: only blanks and line breaks change, in every subtitle format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize import formats
from localize.export.reflow import overfull, reflow
from localize.layout import limits
from localize.model import Document, SegmentId

TAGGED = "<i>You think five million is enough</i>\nto make me leave <b>him, Mr. Gu Tingchen</b>?"
SRT = f"1\n00:00:01,000 --> 00:00:04,000\n{TAGGED}\n\n2\n00:00:05,000 --> 00:00:06,000\n- Where?\n- Here.\n"
VTT = (
    f"WEBVTT\n\nNOTE kept\n\n1\n00:01.000 --> 00:04.000 line:85%\n{TAGGED}\n\n"
    "00:05.000 --> 00:06.000\n- Where?\n- Here.\n"
)
ASS = (
    "[Script Info]\nScriptType: v4.00+\nPlayResX: 1080\nPlayResY: 1920\n\n"
    "[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: Default,Noto Sans,52\n\n"
    "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,{\\i1}You think five million is enough{\\i0}\\N"
    "to make me leave him, Mr. Gu Tingchen?\n"
    "Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,- Where?\\N- Here.\n"
    "Dialogue: 0,0:00:07.00,0:00:09.00,Default,,0,0,0,,{\\pos(540,300)}A sign that somebody has set by hand\n"
)
FILES = {"ep.srt": SRT, "ep.vtt": VTT, "ep.ass": ASS}


def texts(document: Document) -> dict[SegmentId, str]:
    return {segment.id: segment.source for segment in document.segments}


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_broken_for_the_screen_and_nothing_else_changes(name: str) -> None:
    document = formats.parse(FILES[name].encode(), name)
    before, room = texts(document), limits("vertical", "en")
    after = reflow(document, before, room, "en")
    assert after != before
    again = formats.parse(formats.render(document, after), name)
    assert [(s.start_ms, s.end_ms) for s in again.segments] == [
        (s.start_ms, s.end_ms) for s in document.segments
    ]
    assert [bare(s.source) for s in again.segments] == [bare(s.source) for s in document.segments]
    assert list(overfull(again, texts(again), room, "en")) == []
    assert formats.verify(document.data, again.data, name, format=document.format).equal


@pytest.mark.parametrize("name", FILES)
def test_turns_and_signs_keep_their_lines(name: str) -> None:
    document = formats.parse(FILES[name].encode(), name)
    before = texts(document)
    after = reflow(document, before, limits("vertical", "en"), "en")
    for segment in document.segments[1:]:
        assert after[segment.id] == before[segment.id]


def test_a_wide_screen_joins_the_lines_of_a_narrow_one() -> None:
    document = formats.parse(
        b"1\n00:00:01,000 --> 00:00:04,000\nYou think\nfive million\nis enough?\n", "a.srt"
    )
    after = reflow(document, texts(document), limits("netflix", "en"), "en")
    assert list(after.values()) == ["You think five million is enough?"]


@pytest.mark.parametrize(
    ("text", "locale", "what"),
    [
        ("One line.\nA second line.", "en", ""),
        ("- One.\n- Two.\n- Three.\n- Four.", "en", "4 lines, at most 3"),
        ("Donaudampfschifffahrtsgesellschaft", "de", "a line of 34 characters, at most 26"),
        ("WWWWWWWWWWWWWWWWWWWWWWWW", "en", "pixels, the safe area holds 885"),
    ],
)
def test_what_cannot_fit_is_told(text: str, locale: str, what: str) -> None:
    document = formats.parse(f"1\n00:00:01,000 --> 00:00:04,000\n{text}\n".encode(), "a.srt")
    found = list(overfull(document, texts(document), limits("vertical", locale), locale))
    assert len(found) == bool(what)
    assert not found or what in found[0].what


PIECES = [*"ab ,.-—?!'\n<>{}…你好的了，。！？「」三万0123ที่กสلام한국", "\n", "<i>", "</i>"]
TARGETS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)


@given(st.lists(TARGETS, min_size=1, max_size=3), st.sampled_from(["en", "zh-Hant-TW", "th", "ar", "ko"]))
@settings(max_examples=120, deadline=None)
def test_any_text_is_kept_but_for_its_blanks(targets: list[str], locale: str) -> None:
    cues = "".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\nx\n\n" for i in range(1, len(targets) + 1))
    document = formats.parse(cues.encode(), "a.srt")
    given_ = {segment.id: text for segment, text in zip(document.segments, targets, strict=True)}
    after = reflow(document, given_, limits("vertical", locale), locale)
    assert {name: bare(text) for name, text in after.items()} == {
        name: bare(text) for name, text in given_.items()
    }
