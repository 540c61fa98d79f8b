"""Every real script and cue file of the sample corpus goes round, takes a target in each slot, or says why not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from localize.errors import LocalizeError
from localize.formats import detect, load_format, parse, render, verify

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {
    ".sub": {"subviewer", "microdvd"},
    ".lrc": {"lrc"},
    ".smi": {"sami"},
    ".stl": {"stl", "spruce"},
    ".scc": {"scc"},
    ".fountain": {"fountain"},
    ".rpy": {"renpy", "renpy_tl"},
    ".yarn": {"yarn"},
}
READ_ONLY = {"scc"}


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in FORMATS)


def test_real_files_are_found_and_go_round_or_are_refused(sample_data: Path) -> None:
    counts: Counter[str] = Counter()
    refused = {}
    for path in files(sample_data):
        data = path.read_bytes()
        assert detect(data, path.name).name in FORMATS[path.suffix], path
        try:
            document = parse(data, path.name)
        except LocalizeError as error:
            refused[path.name] = str(error)
            continue
        counts[document.format] += 1
        assert render(document, {}) == data, path
    assert sum(counts.values()) > 150
    assert all(words.startswith(f"{name}:1: FMT002 ") for name, words in refused.items())
    # Pictures, and a test of the format's own for a node without a body.
    assert all(name.startswith("sample_VodSub") or name == "Nodes-MustHaveNodeBody.yarn" for name in refused)


@pytest.mark.parametrize("target", ["An English line, well said.", "一句中文"])
def test_real_files_take_a_target_in_every_slot(sample_data: Path, target: str) -> None:
    for path in files(sample_data):
        data = path.read_bytes()
        try:
            document = parse(data, path.name)
        except LocalizeError:
            continue
        if document.format in READ_ONLY or (document.format == "stl" and not target.isascii()):
            continue
        result = render(document, {segment.id: target for segment in document.segments})
        again = parse(result, path.name, format=document.format)
        bilingual = load_format(document.format).bilingual
        assert {s.target if bilingual else s.source for s in again.segments} <= {target}
        assert [s.id for s in again.segments] == [s.id for s in document.segments]
        assert verify(data, result, path.name, format=document.format).equal


def test_other_text_files_are_not_taken_for_scripts(sample_data: Path) -> None:
    taken = set()
    for path in sorted(sample_data.rglob("*")):
        if path.suffix not in {".txt", ".md", ".json", ".cpp", ".py"}:
            continue
        try:
            found = detect(path.read_bytes(), path.name).name
        except LocalizeError:
            continue
        if found in {"screenplay", "fountain", "ink", "yarn", "renpy"}:
            taken.add(path.name)
    assert taken <= {"Brick And Steel.txt"}  # a Fountain script


def test_timed_text_is_read_like_the_peers_read_it(sample_data: Path) -> None:
    pysubs2 = pytest.importorskip("pysubs2")
    compared = 0
    for path in files(sample_data / "subtitles"):
        try:
            document = parse(path.read_bytes(), path.name)
        except LocalizeError:
            continue
        if document.format != "microdvd":
            continue
        peer = pysubs2.SSAFile.from_string(
            path.read_text(encoding="utf-8-sig"), format_="microdvd", fps=23.976
        )
        assert [(s.start_ms, s.end_ms) for s in document.segments] == [(e.start, e.end) for e in peer.events]
        compared += len(peer.events)
    assert compared > 20


def test_captions_are_read_like_the_peer_reads_them(sample_data: Path) -> None:
    reader = pytest.importorskip("ttconv.scc.reader")
    writer = pytest.importorskip("ttconv.srt.writer")
    compared = 0
    for path in sorted((sample_data / "subtitles").rglob("*.scc")):
        peer = parse(writer.from_model(reader.to_model(path.read_text())).encode(), "peer.srt")
        ours = parse(path.read_bytes(), path.name)
        assert [(s.source, s.start_ms, s.end_ms) for s in ours.segments] == [
            (s.source, s.start_ms, s.end_ms) for s in peer.segments
        ]
        compared += len(ours.segments)
    assert compared >= 5
