"""Ren'Py: scripts in place, translation files with their source beside the slot."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import ParseError
from localize.formats import ParseOptions, detect, parse, render, verify
from localize.formats.renpy_source import literal, spoken, written_literal, written_spoken

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
SCRIPT = (GOLDEN / "renpy" / "script.rpy").read_bytes()
TRANSLATION = (GOLDEN / "renpy_tl" / "script.rpy").read_bytes()


def test_text_is_told_from_code() -> None:
    assert [(s.id, str(s.kind), s.speaker, s.source) for s in parse(SCRIPT, "a.rpy").segments] == [
        ("/1", "string", None, "林晚"),
        ("/2", "string", None, "我"),
        ("/3", "string", None, "副标题"),
        ("/4", "string", None, "not marked"),
        ("/5", "string", None, "返回"),
        ("start/1", "dialogue", None, "她猛地坐起，\n手里还攥着头盔。"),
        ("start/2", "dialogue", "林晚", 'Hi [name]! {b}50%%{/b} "off"'),
        ("start/3", "string", None, "路人甲"),
        ("start/4", "dialogue", "路人甲", "你谁啊？"),
        ("start/5", "dialogue", None, "怎么办？"),
        ("start/6", "choice", None, "走"),
        ("start/7", "choice", None, "留下"),
        ("start/8", "string", None, "留下来"),
        ("away/1", "dialogue", None, "第一段 还是第一段。"),
        ("away/2", "dialogue", None, "第二段。"),
        ("away/3", "dialogue", "我", "不是'吧'"),
    ]


def test_a_target_is_escaped_for_the_quotes_that_hold_it() -> None:
    document = parse(SCRIPT, "a.rpy")
    target = "a \"b\" 'c'  \\ {i}[x]{/i}\n50%%"
    result = render(document, {segment.id: target for segment in document.segments if segment.style is None})
    text = result.decode()
    assert "m 'a \"b\" \\'c\\' \\ \\\\ {i}[x]{/i}\\n50%%'" in text
    assert 'Character(_("a \\"b\\" \'c\'  \\\\ {i}[x]{/i}\\n50%%"), color' in text
    assert verify(SCRIPT, result, "a.rpy").equal


@pytest.mark.parametrize(
    "text", ["a  b   c", " a ", "\\", "\"'`", "a\nb", "[[x {{y %% 50%", "\t", "a\\nb", "\\u0041"]
)
@pytest.mark.parametrize("quote", ['"', "'", "`", '"""'])
def test_what_is_written_is_read_back(text: str, quote: str) -> None:
    assert spoken(written_spoken(text, quote)) == text
    assert literal(written_literal(text, quote)) == text


def test_a_translation_file_has_its_source_in_comments_and_old_strings() -> None:
    assert detect(TRANSLATION, "a.rpy").name == "renpy_tl"
    document = parse(TRANSLATION, "a.rpy")
    assert [(s.id, s.source, s.target, s.note) for s in document.segments] == [
        (
            "english/start_a170b500",
            "她猛地坐起，\n手里还攥着头盔。",
            "She sat up,\nhelmet in hand.",
            "game/script.rpy:16",
        ),
        ("english/start_b2815c61", "Hi [name]!", None, "game/script.rpy:17"),
        ("english/start_b2815c61#2", "走", 'Go "now"', "game/script.rpy:17"),
        ("english/strings/返回", "返回", "Back", "game/screens.rpy:10"),
        ("english/strings/留下", "留下", None, "game/screens.rpy:12"),
    ]


def test_an_empty_slot_is_filled_between_its_quotes() -> None:
    document = parse(TRANSLATION, "a.rpy")
    result = render(document, {"english/strings/留下": 'Say "stay"', "english/start_b2815c61": "Hi!"})
    assert b'    new "Say \\"stay\\""\n' in result
    assert b'    s happy "Hi!"\n' in result
    assert verify(TRANSLATION, result, "a.rpy").equal


def test_one_language_of_several_is_read_when_asked_for() -> None:
    data = b'translate french strings:\n    old "a"\n    new "b"\ntranslate german strings:\n    old "a"\n    new "c"\n'
    assert [s.target for s in parse(data, "a.rpy").segments] == ["b", "c"]
    german = parse(data, "a.rpy", options=ParseOptions(target_locale="de-DE"))
    assert [(s.id, s.target) for s in german.segments] == [("german/strings/a", "c")]


def test_a_string_without_end_is_refused_with_its_line() -> None:
    with pytest.raises(ParseError, match=r"a\.rpy:3: FMT002 a string begins here"):
        parse(b'label a:\n    "x"\n    "y\n', "a.rpy")
    with pytest.raises(ParseError, match=r"a\.rpy:2: FMT002 a bracket is opened here"):
        parse(b"label a:\n    $ x = (\n", "a.rpy")


def test_one_long_statement_takes_linear_time() -> None:
    hostile = (
        b"label a:\n    $ x = ["
        + b"'a', " * 60_000
        + b"]\n    e"
        + b" a" * 60_000
        + b"\n"
        + b'    "'
        + b"\\\\" * 60_000
        + b'"\n'
    )
    assert render(parse(hostile, "a.rpy"), {}) == hostile


def test_a_real_game_and_its_translations_pair_up(sample_data: Path) -> None:
    game = sample_data / "strings" / "renpy+renpy" / "the_question" / "game"
    script = parse((game / "script.rpy").read_bytes(), "script.rpy")
    spoken_lines = [s.source for s in script.segments if str(s.kind) == "dialogue"]
    assert len(spoken_lines) == 71
    for folder in sorted((game / "tl").iterdir()):
        document = parse((folder / "script.rpy").read_bytes(), "script.rpy")
        assert document.format == "renpy_tl"
        said = [s for s in document.segments if s.key]
        # One line of the script was changed after it was translated.
        assert len({s.source for s in said} - set(spoken_lines)) <= 1
        assert all(s.target for s in said)
