"""Fountain: elements, and the marks that keep a translation what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import RenderError
from localize.formats import detect, parse, render, verify

DATA = (
    Path(__file__).resolve().parent.parent / "golden" / "formats" / "fountain" / "drama.fountain"
).read_bytes()


def test_elements_are_told_apart() -> None:
    found = {s.id: s.source for s in parse(DATA, "a.fountain").segments}
    assert found == {
        "t1": "_**The Heiress Returns**_",
        "t2": "千金不卖",
        "t3": "written by",
        "t4": "Somebody",
        "h1": "INT. ZHAO HOUSE - DAY",
        "a1": "LIN WAN sits up, a helmet in her hands.",
        "a2": "The calendar: August 8th.\nA door slams.",
        "n1": "ZHAO",
        "p1": "counting",
        "d1": "Thirty million.\nNot a cent less.",
        "n2": "LIN WAN",
        "l1": "La la la",
        "d2": "You sold me?",
        "n3": "McWang",
        "d3": "Deal.",
        "h2": "GARAGE",
        "a3": "BANG\nSilence...",
        "m1": "THE END",
        "y1": "What happens next",
        "s1": "Act Two",
        "x1": "FADE OUT.",
        "x2": "CUT TO:",
        "a4": ".. no heading",
    }


def test_a_speech_knows_speaker_and_scene() -> None:
    speech = next(s for s in parse(DATA, "a.fountain").segments if s.id == "d2")
    assert (speech.speaker, speech.scene, str(speech.kind)) == (
        "LIN WAN",
        "INT. ZHAO HOUSE - DAY",
        "dialogue",
    )


def test_a_translation_is_forced_to_stay_what_it_is() -> None:
    document = parse(DATA, "a.fountain")
    targets = {
        "h1": "赵家 日 内",
        "n1": "赵桂芬",
        "n3": "王总",
        "h2": "车库",
        "x2": "切至：",
        "a1": "THE ROOM",
        "a4": "#1 is here",
    }
    result = render(document, targets)
    text = result.decode()
    for line in (
        ".赵家 日 内 #1-2#",
        "@赵桂芬 (O.S.)",
        "@王总",
        ".车库",
        "> 切至：",
        "!#1 is here",
        "THE ROOM [[which colour?]]",
    ):
        assert f"\n{line}" in text
    assert {s.id: s.source for s in parse(result, "a.fountain").segments if s.id in targets} == targets
    assert verify(DATA, result, "a.fountain").equal


def test_capitals_before_another_line_are_forced_to_be_action() -> None:
    document = parse(b"INT. A - DAY\n\nHe falls.\nHe stands.\n", "a.fountain")
    assert b"\n!BOOM\nHe stands.\n" in render(document, {"a1": "BOOM\nHe stands."})


def test_an_empty_target_is_refused() -> None:
    with pytest.raises(RenderError, match="the target of segment h1 is empty"):
        render(parse(DATA, "a.fountain"), {"h1": " "})


def test_a_script_under_the_name_of_text_is_found_by_its_headings() -> None:
    assert detect(b"\nINT. HOUSE - DAY\n\nHe sits.\n", "a.txt").name == "fountain"


def test_notes_that_are_left_open_take_linear_time() -> None:
    hostile = b"a [[" * 40_000 + b"\n\n" + b"/* " * 40_000 + b"\n(" * 20_000
    assert render(parse(hostile, "a.fountain"), {}) == hostile


def test_real_scripts_are_read_like_the_peer_reads_them(sample_data: Path) -> None:
    peer = pytest.importorskip("screenplay_tools.fountain.parser")
    same = total = 0
    for path in sorted((sample_data / "scripts").rglob("*.fountain")):
        if path.stem.startswith(("Tags", "Scratch")):  # tags are an extension of the peer's
            continue
        text = path.read_text(encoding="utf-8-sig")
        parser = peer.Parser()
        parser.merge_actions = parser.merge_dialogue = True
        parser.add_text(text)
        theirs = [e.name for e in parser.script.elements if type(e).__name__ == "Character"]
        ours = [s.source for s in parse(path.read_bytes(), path.name).segments if s.key == "name"]
        total += len(theirs)
        same += sum(a == b for a, b in zip(theirs, ours, strict=False))
    assert total > 500
    assert same / total > 0.97
