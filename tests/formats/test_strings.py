"""Apple strings: the property list grammar, and values as openstep-plist reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize.errors import ParseError
from localize.formats import detect, parse, render

if TYPE_CHECKING:
    from pathlib import Path


def values(text: str) -> dict[str, str]:
    return {s.id: s.source for s in parse(text.encode(), "x.strings", format="strings").segments}


def test_keys_may_be_bare_and_values_may_hold_line_breaks() -> None:
    assert values('a.b-c = "x\ny"; "d" = e; \'f\' = \'g"h\'; "same";') == {
        "a.b-c": "x\ny",
        "d": "e",
        "f": 'g"h',
    }


def test_escapes_are_undone_and_put_back() -> None:
    assert values(r'"a" = "\U4f60\n\"q\" \\ \t\'\101";') == {"a": '你\n"q" \\ \t\'A'}
    document = parse(b'"a" = "x"; "b" = "1\n2"; "c" = \'y\'; "d" = z;', "x.strings")
    result = render(document, {s.id: "\"1\"\n'2'\\" for s in document.segments})
    assert result == (
        b'"a" = "\\"1\\"\\n\'2\'\\\\"; "b" = "\\"1\\"\n\'2\'\\\\"; '
        b'"c" = \'"1"\\n\\\'2\\\'\\\\\'; "d" = "\\"1\\"\\n\'2\'\\\\";'
    )


def test_a_file_in_numbers_is_answered_in_numbers() -> None:
    document = parse(b'"a" = "\\U4f60";', "x.strings")
    assert render(document, {document.segments[0].id: "a\U0001f600"}) == b'"a" = "a\\Ud83d\\Ude00";'


def test_comments_are_notes_but_not_the_empty_one_of_genstrings() -> None:
    text = '/* No comment provided by engineer. */\n"a" = "b";\n/* Title\n   max 9 chars */\n"c" = "d";'
    document = parse(text.encode(), "x.strings")
    assert [(s.note, s.max_length) for s in document.segments] == [(None, None), ("Title\nmax 9 chars", 9)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('"a" = "b"\n"c" = "d";', 2, "a semicolon is missing"),
        ('"a" "b";', 1, "= is missing"),
        ('"a" = ;', 1, "a key or value in quotes is missing"),
        ('\n"a" = "b', 2, "does not end"),
        ('"a" = "b";\n{', 1, "does not end"),
    ],
)
def test_broken_entries_are_refused_with_their_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        parse(text.encode(), "x.strings", format="strings")
    assert caught.value.place is not None
    assert caught.value.place.line == line


def test_utf_16_is_the_same_text() -> None:
    text = '/* 名 */ "a" = "玉佩";\r\n'
    document = parse(text.encode("utf-16"), "x.strings")
    assert (document.encoding.name, document.segments[0].source) == ("utf-16-le", "玉佩")
    assert render(document, {document.segments[0].id: "剑😀"}) == text.replace("玉佩", "剑😀").encode(
        "utf-16"
    )
    assert detect(text.encode("utf-16"), "noname").name == "strings"


def test_real_files_say_what_openstep_plist_reads(sample_data: Path) -> None:
    plist = pytest.importorskip("openstep_plist")
    compared = 0
    for path in sorted(sample_data.rglob("*.strings")):
        data = path.read_bytes()
        document = parse(data, path.name)
        assert render(document, {}) == data
        for targets in ({}, {s.id: f'译 "{s.source}"\n\\' for s in document.segments}):
            text = render(document, targets).decode("utf-8-sig")
            peer = plist.loads("{" + text + "}")
            for segment in document.segments:
                assert peer[segment.key] == targets.get(segment.id, segment.source), path
        compared += len(document.segments)
    assert compared > 1000
