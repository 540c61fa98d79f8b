"""Every subtitle of the sample corpus goes round byte for byte, takes a target in each slot, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import LocalizeError
from localize.formats import ParseOptions, load_format, parse, render, transcode, verify

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = {".srt", ".vtt", ".webvtt", ".ass", ".ssa"}
TARGET = "译文 & <i>more</i>\n第二行"


def subtitles(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "subtitles").rglob("*") if path.suffix in SUFFIXES)


def test_real_subtitles_go_round_or_are_refused_with_their_place(sample_data: Path) -> None:
    files = subtitles(sample_data)
    refused = {}
    for path in files:
        data = path.read_bytes()
        try:
            document = parse(data, path.name)
        except LocalizeError as error:
            refused[path.name] = str(error)
            continue
        assert render(document, {}) == data, path
    assert len(files) > 150
    # One file has the times of SBV under the name of SRT.
    assert list(refused) in ([], ["03_what-is-transfer-learning.srt"])
    assert all(words.startswith(f"{name}:1: FMT002 ") for name, words in refused.items())


def test_real_subtitles_take_a_target_in_every_slot(sample_data: Path) -> None:
    for path in subtitles(sample_data):
        data = path.read_bytes()
        try:
            document = parse(data, path.name)
        except LocalizeError:
            continue
        if document.encoding.name.startswith("cp125"):
            data = transcode(data, path.name)
            document = parse(data, path.name)
        result = render(document, {segment.id: TARGET for segment in document.segments})
        options = ParseOptions(encoding=document.encoding.name)
        again = parse(result, path.name, format=document.format, options=options)
        form = load_format(document.format)
        assert [segment.source for segment in again.segments] == [
            form.fit(TARGET, s) for s in document.segments
        ]
        assert [(s.id, s.start_ms, s.end_ms) for s in again.segments] == [
            (s.id, s.start_ms, s.end_ms) for s in document.segments
        ]
        assert verify(data, result, path.name, format=document.format).equal


def test_our_reading_of_tidy_real_subtitles_is_that_of_the_peers(sample_data: Path) -> None:
    import pysrt

    compared = 0
    for path in subtitles(sample_data):
        if path.suffix != ".srt" or path.parent.name != "en":
            continue
        text = path.read_bytes().decode("utf-8-sig")
        try:
            document = parse(path.read_bytes(), path.name)
        except LocalizeError:
            continue
        peer = [item for item in pysrt.from_string(text) if item.text.strip()]
        assert [s.start_ms for s in document.segments] == [item.start.ordinal for item in peer], path
        compared += 1
    assert compared > 20
