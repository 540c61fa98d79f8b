"""How inline tags and text that looks like them are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.formats.xml_inline import (
    Grammar,
    Piece,
    cdata,
    escaped,
    illegal_character,
    nesting_fault,
)

GRAMMAR = Grammar(frozenset({"g", "x", "ph", "!--"}), frozenset({"ph"}), frozenset({"app"}))


def text(value: str) -> Piece:
    return Piece(is_markup=False, text=value)


def tag(value: str) -> Piece:
    return Piece(is_markup=True, text=value)


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ([text("a < b & c > d")], "a < b & c > d"),
        ([text("AT&amp;T &nbsp; &lt;b>")], "AT&amp;T &nbsp; &lt;b>"),
        ([text("<b>"), tag('<g id="1">'), text("x"), tag("</g>")], '<b><g id="1">x</g>'),
        ([text('<g id="1">')], '&lt;g id="1">'),
        ([text("</x:g>")], "&lt;/x:g>"),
        ([text("&lt;g>")], "&amp;lt;g>"),
        ([text("&amp;amp;lt;g>")], "&amp;amp;amp;lt;g>"),
        ([tag("&app;"), text("&app; &amp;app;")], "&app;&amp;app; &amp;amp;app;"),
        ([text("<"), text("g>")], "&lt;g>"),
        ([text("<gold>")], "<gold>"),
        ([tag("<ph id='1'>&lt;g>&app;</ph>"), text("!")], "<ph id='1'>&lt;g>&app;</ph>!"),
    ],
)
def test_only_text_that_would_read_as_a_tag_is_escaped(pieces: list[Piece], shown: str) -> None:
    assert GRAMMAR.present(pieces) == shown
    merged = GRAMMAR.split(shown)
    assert "".join(p.text for p in merged) == "".join(p.text for p in pieces)
    assert [p for p in merged if p.is_markup] == [p for p in pieces if p.is_markup]


MARKUP = st.sampled_from(
    [
        '<g id="1">',
        "</g>",
        "<x/>",
        "<a:x id='2' />",
        "<ph>&lt;<g></g></ph>",
        "&app;",
        "<!-- g -->",
        "<g\nid='<'>",
    ]
).filter(lambda value: value.count("'<'") == 0)
TEXT = st.text(alphabet=list("<>&;/agpltmx !-'\"=: \n译"), max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(MARKUP.map(tag), TEXT.map(text)), max_size=8))
def test_pieces_survive_being_shown(pieces: list[Piece]) -> None:
    found = GRAMMAR.split(GRAMMAR.present(pieces))
    assert [p.text for p in found if p.is_markup] == [p.text for p in pieces if p.is_markup]
    assert "".join(p.text for p in found) == "".join(p.text for p in pieces)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=list('<>&;/ampltg "=1x!-'), max_size=30))
def test_a_shown_text_is_stable(shown: str) -> None:
    once = GRAMMAR.present(GRAMMAR.split(shown))
    assert GRAMMAR.present(GRAMMAR.split(once)) == once


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ('<g id="1">a</g>', None),
        ("<g>a", "<g> is not closed"),
        ("a</g>", "</g> closes nothing"),
        ("<g><x:g></g></x:g>", "</g> closes nothing"),
        ("<x/><!-- <g> -->", None),
    ],
)
def test_tags_must_nest(value: str, fault: str | None) -> None:
    assert nesting_fault(GRAMMAR.split(value)) == fault


def test_text_is_escaped_for_its_place_and_encoding() -> None:
    assert escaped("a<b>&]]>", "utf-8") == "a&lt;b&gt;&amp;]]&gt;"
    assert escaped("é译😀", "cp1252") == "é&#x8BD1;&#x1F600;"
    assert cdata("a<b>&]]>x", "utf-8") == "<![CDATA[a<b>&]]]]><![CDATA[>x]]>"
    assert cdata("译", "cp1252") == "<![CDATA[]]>&#x8BD1;<![CDATA[]]>"
    assert illegal_character("a\x0bb") == "\x0b"
    assert illegal_character("a\tb\nc 😀") is None


def test_many_unclosed_tags_take_linear_time() -> None:
    assert len(GRAMMAR.split("<ph " * 20_000)) == 1
    assert len(GRAMMAR.split("<ph>" * 2_000)) == 1
    assert len(GRAMMAR.split("<g " + " " * 50_000)) == 1
