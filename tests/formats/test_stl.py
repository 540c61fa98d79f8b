"""EBU-STL: blocks, layout codes, code pages, and what has no room."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import ProblemsError, RenderError
from localize.formats import parse, render, verify
from localize.formats.iso6937 import decoded, encoded

FILE = Path(__file__).resolve().parent.parent / "golden" / "formats" / "stl" / "drama.stl"
DATA = FILE.read_bytes()
FIRST = slice(1024 + 16, 1024 + 128)


def field(data: bytes) -> bytes:
    return data[FIRST].rstrip(b"\x8f")


def test_rows_are_lines_and_layout_codes_are_not_text() -> None:
    document = parse(DATA, "a.stl")
    assert [(s.id, s.source, s.start_ms, s.end_ms, s.line) for s in document.segments][:2] == [
        ("1", "Où est l’héritière ?\n<i>Très loin</i>", 36_001_000, 36_003_200, 1),
        ("2", "JOHN: a <i>big</i> $5 deal", 36_004_000, 36_006_480, 3),
    ]
    assert len(document.segments[2].spans) == 2
    assert document.segments[2].source.count("goes on") == 3


def test_a_target_keeps_the_layout_of_the_rows() -> None:
    document = parse(DATA, "a.stl")
    result = render(document, {"1": "Où ?\nLà.\nOui."})
    row = b"\x8a\x8a\x0d\x0b\x0b"
    assert (
        field(result)
        == b"\x0d\x0b\x0b" + b"O\xc1u ?\x0a\x0a" + row + b"L\xc1a.\x0a\x0a" + row + b"Oui.\x0a\x0a"
    )
    assert len(result) == len(DATA)
    assert verify(DATA, result, "a.stl").equal


def test_a_long_text_runs_over_the_extension_blocks_that_are_there() -> None:
    document = parse(DATA, "a.stl")
    text = "é" * 100
    assert parse(render(document, {"3": text}), "a.stl").segments[2].source == text
    with pytest.raises(
        RenderError,
        match=r"a\.stl:4: FMT004 the target of segment 3 needs 226 bytes, its text fields have 224",
    ):
        render(document, {"3": "é" * 113})


def test_han_and_other_strangers_are_refused_by_name() -> None:
    document = parse(DATA, "a.stl")
    with pytest.raises(RenderError, match=r"FMT005 '你' \(U\+4F60\) in segment 1 is not in the code page"):
        render(document, {"1": "你好"})
    with pytest.raises(ProblemsError, match="segment 2"):
        render(document, {"1": "你", "2": "…"})


def test_the_header_says_the_code_page() -> None:
    cyrillic = bytearray(DATA[: 1024 + 128])
    cyrillic[12:14] = b"01"
    cyrillic[FIRST] = "Привет".encode("iso8859-5").ljust(112, b"\x8f")
    document = parse(bytes(cyrillic), "a.stl")
    assert document.segments[0].source == "Привет"
    assert field(render(document, {"1": "Пока"})) == "Пока".encode("iso8859-5")


def test_a_cut_block_is_kept_and_remarked() -> None:
    document = parse(DATA[:-5], "a.stl")
    assert [remark.code for remark in document.remarks] == ["FMT103"]
    assert render(document, {}) == DATA[:-5]


def test_iso_6937_agrees_with_the_peer_but_for_three_letters() -> None:
    peer = pytest.importorskip("ttconv.stl.iso6937")
    differ = set()
    for code in [*range(0x20, 0x7F), *range(0xA0, 0x100)]:
        for data in (bytes((code,)), bytes((code, 0x65)), bytes((code, 0x43)), bytes((code, 0x61))):
            try:
                theirs = peer.decode(data)[0]
            except UnicodeDecodeError:
                continue
            if decoded(data)[:1] != theirs[:1]:
                differ.add((code, theirs[:1], decoded(data)[:1]))
    # The Ohm sign and the Greek letter look alike; Eth and D with stroke share a place in the standard.
    assert differ <= {(0xE0, "\u2126", "Ω"), (0xE2, "Ð", "Đ")}


def test_iso_6937_writes_what_it_reads() -> None:
    text = "Ça, Łódź, ğ, ő, ñ, ß, œ, “quoted” — ♪ $5 £5 ½"
    assert decoded(encoded(text)) == text
    with pytest.raises(UnicodeEncodeError, match="no such character"):
        encoded("中")


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"x\xc8 y", "x¨y"), (b"\xc6xz", "x\u0306z"), (b"\xc2e\xcbg", "éģ"), (b"\xcd \xcf ", "˝ˇ")],
)
def test_floating_accents_stand_alone_before_a_blank_and_on_any_letter(data: bytes, text: str) -> None:
    assert decoded(data) == text
    assert encoded(text) == data


def test_a_letter_taken_apart_is_not_written_as_if_it_were_whole() -> None:
    with pytest.raises(UnicodeEncodeError):
        encoded("e\u0301")
