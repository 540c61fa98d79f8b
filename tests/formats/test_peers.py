"""Files with translations in them open in the programs that people use, with the same cues and times."""

from __future__ import annotations

import io
from pathlib import Path

import pysrt
import pysubs2
import pytest
import webvtt

from localize.formats import parse, render
from localize.model import Document

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
TARGETS = ("Hello, R&D < 5", "Two lines,\nsaid the second", "Blank\n\nline", "302", "- A\n- B")


def rendered(name: str) -> tuple[Document, str]:
    path = GOLDEN / name
    document = parse(path.read_bytes(), path.name)
    result = render(document, {s.id: TARGETS[i % len(TARGETS)] for i, s in enumerate(document.segments)})
    return document, result.decode("utf-8-sig")


def test_srt_opens_in_pysrt_and_pysubs2() -> None:
    document, text = rendered("srt/drama.srt")
    times = [(segment.start_ms, segment.end_ms) for segment in document.segments]
    peer = pysrt.from_string(text)
    assert [(item.start.ordinal, item.end.ordinal) for item in peer] == times
    assert peer[1].text == "Two lines,\nsaid the second"
    assert peer[2].text == "Blank\nline"
    events = pysubs2.SSAFile.from_string(text, format_="srt")
    assert [(event.start, event.end) for event in events] == times


def test_vtt_opens_in_webvtt_py_and_pysubs2() -> None:
    path = GOLDEN / "vtt" / "drama.vtt"
    document = parse(path.read_bytes(), path.name)
    text = render(
        document, {s.id: TARGETS[i % len(TARGETS)] for i, s in enumerate(document.segments)}
    ).decode()
    times = [(segment.start_ms, segment.end_ms) for segment in document.segments]
    captions = [caption for caption in webvtt.from_buffer(io.StringIO(text)) if caption.text]
    assert [(round(c.start_in_seconds * 1000), round(c.end_in_seconds * 1000)) for c in captions] == [
        (start // 1000 * 1000, end // 1000 * 1000) for start, end in times
    ] or [(ms(c.start), ms(c.end)) for c in captions] == times
    assert captions[0].raw_text == "Hello, R&amp;D &lt; 5"
    events = [event for event in pysubs2.SSAFile.from_string(text, format_="vtt") if event.text.strip()]
    assert len(events) == len(document.segments)


def ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


@pytest.mark.parametrize("name", ["ass/drama.ass", "ass/old.ssa"])
def test_ass_opens_in_pysubs2(name: str) -> None:
    document, text = rendered(name)
    events = list(pysubs2.SSAFile.from_string(text))
    for i, segment in enumerate(document.segments):
        first = TARGETS[i % len(TARGETS)].split("\n")[0]
        times = (segment.start_ms, segment.end_ms)
        assert any((e.start, e.end) == times and first in e.plaintext for e in events)
