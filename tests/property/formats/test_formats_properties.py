"""What must hold for every file and every target, tried on made-up ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from localize.errors import LocalizeError, RenderError
from localize.formats import ParseOptions, load_format, parse, render, verify
from localize.formats.vtt import to_file, to_source
from localize.model import SegmentId

quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FILES = {
    "srt": "1\n00:00:01,000 --> 00:00:02,000\n林总：你好\n\n2\n00:00:03,000 --> 00:00:04,000\nA\nB\n\n"
    "00:00:05,000 --> 00:00:06,000\n没有编号\n",
    "vtt": "WEBVTT\n\nNOTE x\n\n1\n00:01.000 --> 00:02.000 line:0\n<v 林晚>你&amp;我</v>\n\n"
    "00:03.000 --> 00:04.000\nA\nB\n",
    "ass": "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name\nStyle: Default\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\i1}你好{\\i0}\\N再见\n"
    "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,不译\n"
    "Dialogue: 0,0:00:03.00,0:00:04.00,Default,林晚,0,0,0,,B, C\n",
}
SOUP = {
    "srt": ["1", "2", "3", "302", "", " ", "你好", "A: b", "a --> b", "-->", "00:00:01,000 --> 00:00:02,000",
            "0:0:3.5-->00:00:04,000 X1:1", "00:01 --> broken", "12:30", "\ufeff4", "{\\an8}x"],
    "vtt": ["1", "id", "", " ", "你好", "a & b", "&lt;i>", "<i>x</i>", "-->", "a-->b", "NOTE n", "STYLE", "WEBVTT",
            "00:00:01.000 --> 00:00:02.000", "00:03.000 --> 00:04.000 line:0", "<v 林晚>x", "&amp;lt;b>"],
    "ass": ["[Events]", "[Fonts]", "[Script Info]", "Format: Start, End, Style, Text", "你好", "", "; c",
            "Format: Text, Start", "Dialogue: 0,0:00:01.00,0:00:02.00,S,N,0,0,0,,a\\Nb", "Dialogue: 1,2",
            "Dialogue: 0,0:00:01.00,0:00:02.00,S,N,0,0,0,,{\\p1}m 0 0{\\p0}x", "Comment: 0,,,,,,,,,c",
            "Dialogue: ,,,,,,,,,", "[V4+ Styles]", "Style: S"],
}  # fmt: skip
TRICKY = st.text(alphabet=list("&<>;/ab12ltampgi{}\\pNn-:,.\n\r \u3000译"), max_size=24)
TARGETS = st.one_of(TRICKY, st.text(max_size=40))


def says_where(error: LocalizeError) -> None:
    assert error.place is not None
    assert error.place.line


def values_of(data: bytes, name: str, encoding: str) -> dict[SegmentId, str]:
    document = parse(data, f"x.{name}", format=name, options=ParseOptions(encoding=encoding))
    return {segment.id: segment.source for segment in document.segments}


@pytest.mark.parametrize("name", FILES)
@quick
@given(
    texts=st.lists(TARGETS, min_size=3, max_size=3),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    newline=st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"]),
)
def test_any_target_is_read_back_or_refused(name: str, texts: list[str], encoding: str, newline: str) -> None:
    data = FILES[name].replace("\n", newline).encode(encoding)
    document = parse(data, f"x.{name}")
    targets = dict(zip([segment.id for segment in document.segments], texts, strict=False))
    try:
        result = render(document, targets)
    except LocalizeError:
        # Only two sorts of text have no place at all in these files: halves of characters, and syntax of SRT.
        every = "".join(texts)
        assert "\0" in every or any("\ud800" <= ch <= "\udfff" for ch in every) or name != "vtt"
        return
    form = load_format(name)
    asked = {s.id: form.fit(targets[s.id], s) for s in document.segments if s.id in targets}
    found = values_of(result, name, document.encoding.name)
    assert {key: found.get(key, "") for key in asked} == asked
    assert verify(data, result, f"x.{name}", format=name).equal


@pytest.mark.parametrize("name", SOUP)
@quick
@given(data=st.data())
def test_soup_of_syntax_goes_round_and_takes_targets(name: str, data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.sampled_from(SOUP[name]), max_size=14))
    newline = data.draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    raw = newline.join(lines).encode()
    try:
        document = parse(raw, f"x.{name}", format=name)
    except LocalizeError:
        return
    assert render(document, {}) == raw
    form = load_format(name)
    assert form.read_back(raw, document) == {s.id: s.source for s in document.segments}
    parts = st.lists(st.sampled_from(SOUP[name]), min_size=1, max_size=3).map("\n".join)
    targets = {s.id: data.draw(parts) for s in document.segments}
    try:
        result = render(document, targets)
    except RenderError:
        return
    found = values_of(result, name, "utf-8")
    assert found == {s.id: v for s in document.segments if (v := form.fit(targets[s.id], s))}


@pytest.mark.parametrize("name", FILES)
@quick
@given(data=st.data())
def test_a_damaged_file_goes_round_or_is_refused(name: str, data: st.DataObject) -> None:
    raw = FILES[name].encode()
    a, b = sorted(data.draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
    damaged = raw[:a] + data.draw(st.binary(max_size=6)) + raw[b:]
    try:
        document = parse(damaged, f"x.{name}")
    except LocalizeError as error:
        says_where(error)
        return
    assert render(document, {}) == damaged
    for segment in document.segments:
        (span,) = segment.spans
        assert damaged[span.start : span.end].decode(document.encoding.name)


@quick
@given(data=st.binary(max_size=200), name=st.sampled_from(["x", "x.srt", "x.vtt", "x.ass"]))
def test_random_bytes_raise_only_our_errors(data: bytes, name: str) -> None:
    try:
        document = parse(data, name)
    except LocalizeError:
        return
    assert render(document, {}) == data


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=list("&<>;/abltamp gi.1:"), max_size=30) | st.text(max_size=30))
def test_every_text_survives_the_references_of_webvtt(text: str) -> None:
    assume("\0" not in text)
    written = to_file(text)
    assert "-->" not in written
    assert to_source(written) == text
