"""The short ways through JSON tables, runs of members and plain targets, give what the long ways give."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from localize.errors import LocalizeError
from localize.formats import ParseOptions, json_reader, load_format, parse, render
from localize.formats.json import FORMAT
from localize.model import Document, SegmentId

quick = settings(max_examples=120, deadline=None)
PLAIN_KEYS = st.integers(0, 30).map("k{}".format)
KEYS = st.one_of(
    PLAIN_KEYS,
    PLAIN_KEYS,
    st.sampled_from(
        ["a", "b", "a.b", "n_one", "n_other", "n_few", "x_other", "_other", "_comment", "//", "#", "$x"]
    ),
    st.sampled_from(
        ["$schema", "@@locale", "@a", "a/b", "", " ", "~", 'q"', "\\", "译", "message", "a#2", "(empty)"]
    ),
    st.text(alphabet="ab_/译\ud83d\n\x7f", max_size=3),
)
TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "x", "你好", 'say "hi"', "it's", "a\nb", "a\r\nb", "\\", "\ud83d", "a\0b", "{{count}}"]
    ),
    st.sampled_from(
        ['"@@a": 1', '"@a": {', "http://x/y", "\u2028", "\x85", "\x1c", "\x7f", "', 'b': '", "<b>&</b>"]
    ),
    st.text(max_size=8),
)
ODD = st.sampled_from([r'"\q"', r'"\u12"', r'"\/"', r'"\ud83d"', '"\t"', r'"\r"', '"a\nb"'])
WORDS = st.sampled_from(["1", "null", "true", "[]", "{}", "bare"])
BLANKS = st.sampled_from(
    ["", " ", "\n", "\r\n  ", "\r", "\t", "// max 5 chars\n", "/* c */", " /* c */ ", "\u00a0"]
)
RARE_BLANKS = st.one_of(st.sampled_from(["", " ", "\n"]), BLANKS)


@st.composite
def literals(draw: st.DrawFn) -> str:
    text = draw(TEXTS)
    shape = draw(st.integers(0, 9))
    if shape == 0:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if shape == 1:
        return draw(ODD)
    return json.dumps(text, ensure_ascii=draw(st.booleans()))


@st.composite
def objects(draw: st.DrawFn, depth: int = 0) -> str:
    members = []
    for _ in range(draw(st.integers(0, 9))):
        key = json.dumps(draw(KEYS), ensure_ascii=draw(st.booleans()))
        nested = depth < 2 and draw(st.integers(0, 7)) == 0
        value = (
            draw(objects(depth + 1)) if nested else draw(st.one_of(literals(), literals(), literals(), WORDS))
        )
        blank = [draw(RARE_BLANKS) for _ in range(4)]
        members.append(f"{blank[0]}{key}{blank[1]}:{blank[2]}{value}{blank[3]}")
    comma = draw(st.sampled_from(["", "", ","])) if members else ""
    return "{" + ",".join(members) + comma + draw(RARE_BLANKS) + "}"


def read(data: bytes, locale: str | None, name: str) -> Document | str:
    try:
        return parse(data, name, format="json", options=ParseOptions("utf-8", locale))
    except LocalizeError as error:
        return str(error)


@quick
@given(text=objects(), locale=st.sampled_from([None, "en", "ru"]), name=st.sampled_from(["x.json", "x.arb"]))
@example('{"a": "1", "b": "2", "c": "", // late\n"d": 3}', None, "x.json")
@example('{"a": "1",\n"b": "2",\n"c": "3", // max 5 chars\n"d": 4}', None, "x.json")
@example('{"a": "1", "n_one": "2", "n_other": "{{count}}", "b": "3"}', "ru", "x.json")
@example('{"_comment": "max 5 chars", "a": "1", "b": "2", "c": "3"}', None, "x.json")
@example('{/* max 5 chars */ "a": "1", "b": "2", "c": "3"}', None, "x.json")
@example('{"@@x": {"a": "1", "b": "2", "c": "3"}, "d": "4", "e": "5", "f": "6"}', None, "x.arb")
@example('{"a": "1", "b": "2", "c": "3", // note\n"d": "4" /* e */}', None, "x.json")
@example('{"a": "1", "a": "2", "a#2": "3", "b": "\\q", "c": "\\u4f60\\n"', None, "x.json")
def test_runs_of_members_are_read_as_their_tokens_are(text: str, locale: str | None, name: str) -> None:
    data = text.encode("utf-8", "replace")
    quickly = read(data, locale, name)
    with patch.object(json_reader, "plain_members", lambda text, position: iter(())):
        assert quickly == read(data, locale, name)


def written(document: Document, targets: dict[SegmentId, str]) -> bytes | str:
    try:
        return render(document, targets)
    except LocalizeError as error:
        return str(error)


@quick
@given(
    text=objects(),
    locale=st.sampled_from([None, "en", "ja"]),
    name=st.sampled_from(["x.json", "x.arb"]),
    texts=st.lists(TEXTS, min_size=1, max_size=6),
)
@example('{"a": "x\\r\\ny"}', None, "x.json", ["a\nb"])
@example('{"a": "x", "b_other": "y"}', "ru", "x.json", ["z", "{{count}}"])
@example('{"a": "x"}', None, "x.json", ['"@@locale": "y"'])
@example('{"a": "\\u4f60\\/\\u003c"}', None, "x.json", ["你/<>\\u0000"])
def test_a_target_that_needs_no_proof_is_written_as_one_with_proof(
    text: str, locale: str | None, name: str, texts: list[str]
) -> None:
    document = read(text.encode("utf-8", "replace"), locale, name)
    if isinstance(document, str) or not document.segments:
        return
    targets = {segment.id: target for segment, target in zip(document.segments, texts, strict=False)}
    quickly = written(document, targets)
    with patch.object(type(FORMAT), "plain_patches", lambda *_: None):
        assert quickly == written(document, targets)


@pytest.mark.parametrize(
    "target", ["plain", 'quotes " and \\', "line\nbreak", "", "it's <b>", '"@@locale": "x"', "\x01\x7f\u2028"]
)
def test_these_targets_need_no_proof(target: str) -> None:
    document = parse(b'{"a": "1", "b_other": "2"}', "x.json", options=ParseOptions(target_locale="ja"))
    asked = [(segment, target) for segment in document.segments]
    assert load_format("json").plain_patches(document, asked)


@pytest.mark.parametrize("target", [" ", "a\rb", "a\0b", "\ud83d", "{{count}}"])
def test_these_targets_need_a_proof(target: str) -> None:
    document = parse(b'{"a": "1", "b_other": "2"}', "x.json")
    asked = [(segment, target) for segment in document.segments]
    assert load_format("json").plain_patches(document, asked) is None


@pytest.mark.parametrize(
    "data",
    [b'{"n_one": "{{count}} a", "n_other": "{{count}} b"}', b"{'a': 'b'}", '{"a": "你"}'.encode("utf-16")],
)
def test_these_files_need_a_proof(data: bytes) -> None:
    document = parse(data, "x.json", options=ParseOptions(target_locale="ru"))
    asked = [(segment, "plain") for segment in document.segments]
    assert load_format("json").plain_patches(document, asked) is None
