"""SAMI: tag soup, one language class in place or two side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import RenderError
from localize.formats import ParseOptions, detect, parse, render, verify
from localize.formats.sami_blocks import plain, written

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
ONE = (GOLDEN / "sami" / "drama.smi").read_bytes()
TWO = (GOLDEN / "sami_bilingual" / "drama.smi").read_bytes()


def test_text_is_read_through_open_tags_entities_and_comments() -> None:
    document = parse(ONE, "a.smi")
    assert [(s.id, s.source, s.start_ms, s.end_ms) for s in document.segments] == [
        ("1", "林晚：你谁啊？\n你&我 <3", 1000, 3000),
        ("3", "<i>三千万</i>\n我出 &lt;b>", 3500, 5000),
    ]
    assert document.segments[0].speaker == "林晚"
    assert document.segments[0].style == "CNCC"
    assert document.meta == {"classes": "CNCC=zh-CN"}


def test_a_target_is_escaped_but_for_its_tags() -> None:
    document = parse(ONE, "a.smi")
    result = render(document, {"1": "R&D  is <b>5 < 6</b>\n\u00a0ok"}).decode()
    assert "<P Class=CNCC>R&amp;D is <b>5 &lt; 6</b><br>&nbsp;ok\n<SYNC Start=3000>" in result
    with pytest.raises(RenderError, match="would"):
        render(document, {"1": "a<SYNC Start=5><P Class=CNCC>b"})


@pytest.mark.parametrize(
    "text", ["a & b", "&lt;b", "&amp;", "x < y > z", "<i>a</i>", "&nbsp;a", "a\nb", "&#65;", "&eacute;"]
)
def test_what_is_written_is_read_back(text: str) -> None:
    assert plain(written(text)) == text


def test_two_languages_are_read_side_by_side() -> None:
    assert detect(TWO, "a.smi").name == "sami_bilingual"
    document = parse(TWO, "a.smi")
    assert [(s.source, s.target) for s in document.segments] == [
        ("你谁啊？", "Who are you?"),
        ("你老公。", None),
        ("三千万我出", None),
        ("走", None),
    ]
    assert document.meta["target_locale"] == "en-US"


def test_the_target_class_is_filled_or_put_in_and_nothing_else_changes() -> None:
    document = parse(TWO, "a.smi")
    result = render(document, {"1": "Who?", "3": "Your husband.", "4": "On me.", "5": "Go"})
    lines = result.decode().splitlines()
    assert lines[5] == "<SYNC Start=1000><P Class=CNCC>你谁啊？<P Class=ENCC>Who?"
    assert lines[7] == "<SYNC Start=3500><P Class=CNCC>你老公。</P><P Class=ENCC>Your husband.</P>"
    assert lines[8] == "<SYNC Start=5000><P Class=CNCC>三千万我出<P Class=ENCC> On me. </P>"
    assert lines[9] == "<SYNC Start=6000><P Class=CNCC>走</P><P Class=ENCC ID=x>Go</P>"
    assert verify(TWO, result, "a.smi").equal


def test_the_locale_says_which_class_is_the_target() -> None:
    document = parse(TWO, "a.smi", options=ParseOptions(target_locale="zh"))
    assert [(s.source, s.target) for s in document.segments] == [("Who are you?", "你谁啊？")]
    single = parse(TWO, "a.smi", format="sami")
    assert [s.source for s in single.segments][:2] == ["你谁啊？", "你老公。"]
    assert [remark.code for remark in single.remarks] == ["FMT106"]


def test_many_open_comments_and_tags_take_linear_time() -> None:
    hostile = b"<SAMI><BODY><SYNC Start=1><P>x" + b"<!--" * 50_000 + b"<" * 50_000 + b"&" * 50_000
    assert render(parse(hostile, "a.smi"), {}) == hostile
