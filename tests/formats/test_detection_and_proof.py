"""Finding the format, proving that two files are alike, and the price of a parse."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from localize import formats
from localize.errors import DetectionError, LocalizeError, Place, RenderError, UsageError
from localize.formats import FORMATS, FormatSpec, by_suffix, detect, load_format, parse, render, verify
from localize.formats.splice import spliced
from localize.model import SegmentId, Span

if TYPE_CHECKING:
    from pathlib import Path

SRT = b"1\n00:00:01,000 --> 00:00:02,000\nhello\n\n2\n00:00:03,000 --> 00:00:04,000\nbye\n"


def test_content_comes_before_the_suffix() -> None:
    assert detect(b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", "x.srt").name == "vtt"
    assert detect(SRT, "x.txt").name == "srt"
    assert detect(b"\xef\xbb\xbf[Script Info]\n", "noname").name == "ass"
    assert detect("[Script Info]\r\nTitle: x\r\n".encode("utf-16"), "noname").name == "ass"


def test_code_with_nested_keys_somewhere_is_no_yaml() -> None:
    block = "    if x:\n        y = 1\n\nlabels:\n    - name: a\n"
    script = f"init -1500 python:\n{block}init:\n    $ title = _('History')\n"
    assert detect(script.encode(), "00history.rpy").name == "renpy"
    for text in (f"# A guide\n\n<!-- YAML\n{block}-->\n", f"--[[ credits\n{block}]]\n"):
        with pytest.raises(DetectionError, match="FMT001 the format is not known"):
            detect(text.encode(), "guide.md")
    assert detect(f"# names\n\n{block[block.index('labels') :]}".encode(), "noname").name == "yaml"


def test_two_formats_that_fit_alike_are_an_error_that_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = FormatSpec("twin", (".twin",), "Twin", "https://example.org", "localize.formats.srt")
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, twin))
    assert detect(SRT, "x.srt").name == "srt"
    with pytest.raises(DetectionError, match=r"x.bin:1: FMT001 the file may be srt or twin"):
        detect(SRT, "x.bin")


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean srt"):
        load_format("srtt")


def test_a_new_file_takes_the_format_of_its_suffix() -> None:
    assert by_suffix("out/EP01.VTT").name == "vtt"
    with pytest.raises(UsageError, match=r"no format has the suffix '\.exe'"):
        by_suffix("a.exe")


def test_listing_the_formats_imports_none_of_them(repository: Path) -> None:
    code = "import sys; from localize.formats import FORMATS; list(FORMATS); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {spec.module for spec in FORMATS}
    assert not loaded & {"chardet", "pysrt"}


def test_verify_finds_the_first_difference_outside_the_slots() -> None:
    same = verify(SRT, SRT.replace(b"hello", "你好，\n朋友".encode()), "x.srt")
    assert same.equal
    assert same.before == same.after
    moved = verify(SRT, SRT.replace(b"hello", b"hallo!").replace(b"00:00:03", b"00:00:05"), "x.srt")
    assert not moved.equal
    assert moved.place == Place("x.srt", 6)
    assert moved.what.startswith("'3,000 --> ")
    shorter = verify(SRT, SRT[: SRT.index(b"2\n00")], "x.srt")
    assert not shorter.equal


def test_overlapping_patches_are_refused() -> None:
    with pytest.raises(RenderError, match="two segments share byte 1"):
        spliced(b"abc", [(Span(0, 2), b"x"), (Span(1, 3), b"y")])


def test_an_insertion_of_no_length_goes_between_its_neighbours() -> None:
    assert spliced(b"abc", [(Span(1, 1), b"X"), (Span(1, 2), b"Y")]) == b"aXYc"


def test_no_targets_and_same_targets_give_the_file_itself() -> None:
    document = parse(SRT, "x.srt")
    assert render(document, {}) is document.data
    assert render(document, {SegmentId("1"): "hello"}) is document.data


def test_a_render_without_change_still_refuses_unknown_segments() -> None:
    with pytest.raises(UsageError, match=r"x.srt: USE001 the document has no segment 9"):
        render(parse(SRT, "x.srt"), {SegmentId("1"): "hello", SegmentId("9"): "x"})


@pytest.mark.parametrize("enabled", [True, False])
def test_parsing_leaves_the_collector_as_it_was(*, enabled: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        parse(SRT, "x.srt")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


@pytest.mark.parametrize(
    "raw",
    [
        b"\n" * 400_000,
        b"1\n" * 200_000,
        b"0:" * 200_000,
        b"00:00:01,000 --> " * 20_000,
        b"\r" * 400_000,
        b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<" * 400_000,
        b"WEBVTT\n\n" + b"-->\n" * 100_000,
        b"[Events]\n" + b"Dialogue:" * 40_000,
        b"[Events]\nDialogue: " + b",{\\p1}" * 50_000,
    ],
    ids=range(9),
)
@pytest.mark.parametrize("name", ["srt", "vtt", "ass"])
def test_hostile_repetition_costs_linear_time(raw: bytes, name: str) -> None:
    try:
        document = parse(raw, f"x.{name}", format=name)
    except LocalizeError:
        return
    assert render(document, {}) == raw
