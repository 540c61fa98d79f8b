from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from localize.masking import RULES, compare, mask, placeholders, unmask
from localize.model import Segment, SegmentId, Span
from localize.text import SYMBOL

_FORMATS = st.sampled_from(
    ["", "srt", "vtt", "ass", "po", "json", "renpy", "rpgmaker", "yarn", "fountain", "???"]
)
_PIECES = st.one_of(
    st.sampled_from([rule.example for rule in RULES]),
    st.sampled_from(
        [*list("<>{}[]\\%§$&;/: \n\t\u3000'\"=.,pni0好的"), "</", "{\\", "\ue000", "\ue001", "\uf8ff"]
    ),
    st.text(max_size=4),
)
_SOURCES = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join))


def _segment(source: str) -> Segment:
    return Segment(SegmentId("1"), source, (Span(0, 0),), 1, 1)


@settings(max_examples=400, deadline=None)
@given(source=_SOURCES, format_name=_FORMATS)
def test_unmasking_what_was_masked_gives_the_source_back(source: str, format_name: str) -> None:
    masked = mask(_segment(source), format=format_name)
    unmasked = unmask(masked, masked.text)
    assert unmasked.text == source
    assert (unmasked.lost, unmasked.invented, unmasked.repaired) == ((), (), ())


@settings(max_examples=200, deadline=None)
@given(source=_SOURCES, format_name=_FORMATS)
def test_masked_text_holds_each_symbol_once_and_the_placeholders_tile_in_order(
    source: str, format_name: str
) -> None:
    masked = mask(_segment(source), format=format_name)
    inner = [p.symbol for p in masked.placeholders if p.symbol]
    assert SYMBOL.findall(masked.text) == inner
    assert len(set(inner)) == len(inner)
    assert masked.text == masked.text.strip()
    ends = [0]
    for placeholder in masked.placeholders:
        assert placeholder.span.start >= ends[-1]
        assert source[placeholder.span.start : placeholder.span.end] == placeholder.text
        ends.append(placeholder.span.end)


@settings(max_examples=200, deadline=None)
@given(source=_SOURCES, target=_SOURCES, format_name=_FORMATS)
def test_whatever_an_engine_says_each_placeholder_is_present_or_reported_and_no_symbol_leaks(
    source: str, target: str, format_name: str
) -> None:
    masked = mask(_segment(source), format=format_name)
    unmasked = unmask(masked, target)
    for placeholder in masked.placeholders:
        assert placeholder in unmasked.lost or placeholder.text in unmasked.text
    own = "".join(p.text for p in masked.placeholders)
    assert all(symbol in own for symbol in SYMBOL.findall(unmasked.text))
    assert not set(unmasked.lost) & set(unmasked.repaired)


@settings(max_examples=200, deadline=None)
@given(source=_SOURCES, format_name=_FORMATS)
def test_a_target_equal_to_the_source_loses_and_invents_nothing(source: str, format_name: str) -> None:
    masked = mask(_segment(source), format=format_name)
    assert compare(masked, source) == ((), ())
    assert [p.text for p in masked.placeholders] == [p.text for p in placeholders(source, format_name)]
