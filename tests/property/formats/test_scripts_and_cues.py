"""Whatever a script or cue file is turned into: it goes round, takes targets exactly, or is refused as ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localize.errors import LocalizeError
from localize.formats import ParseOptions, load_format, parse, render
from localize.model import Document, Segment

GOLDEN = Path(__file__).resolve().parent.parent.parent / "golden" / "formats"
NAMES = (
    "sbv", "subviewer", "microdvd", "spruce", "lrc", "sami", "sami_bilingual", "stl", "scc", "fountain", "screenplay",
    "renpy", "renpy_tl", "yarn", "ink",
)  # fmt: skip
SYNTAX = [
    "\n", "\r", "\r\n", " ", "  ", "\t", "[", "]", "{", "}", "<", ">", "#", "//", "/*", "*/", "[[", "]]", "->", "*",
    "-", "=", "===", "---", "~", "@", "!", ".", "(", ")", "（", "）", "：", ":", "△", '"', "'", "\\", "$", '"""',
    "{1}{2}",
    "[00:01.00]", "<00:01.00>", "<P Class=ENCC>", "<SYNC Start=7>", "</P>", "<br>", "&nbsp;", "&lt;", "<!--", "-->",
    "00:00:01.00,00:00:02.00", "0:00:01.000,0:00:02.000", "00:00:01:00 , 00:00:02:00 , ", "label a:", "menu:", "old",
    "translate x y:", "title: x", "INT. A", "CUT TO:", "1-1 日 内", "第一集", "人物：", "张三", "BOB", "\ue000", "\x0b",
    "\ufeff", "\u3000", "\u2028", "\x85", "{x|y}", "{x:", "|", "[br]", "中", "é", "a", "1", "%", "{{", "Title:", "942c",
]  # fmt: skip
PIECES = st.lists(st.sampled_from(SYNTAX), max_size=6).map("".join)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), PIECES), min_size=1, max_size=5)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def file_of(name: str) -> Path:
    return next(path for path in sorted((GOLDEN / name).iterdir()) if path.suffix != ".json")


def edited(data: bytes, edits: list[tuple[float, int, str]]) -> bytes:
    """Return a file with pieces of syntax put in the place of some characters."""
    codec = "latin-1" if data[3:6] == b"STL" else "utf-8"
    text = data.decode(codec)
    for share, length, piece in edits:
        at = int(share * len(text))
        text = text[:at] + piece + text[at + length :]
    return text.encode(codec, "ignore")


def read(data: bytes, path: str, name: str) -> tuple[Document | None, LocalizeError | None]:
    try:
        return parse(data, path, format=name), None
    except LocalizeError as error:
        return None, error


def value(segment: Segment, name: str) -> str:
    return (segment.target or "") if load_format(name).bilingual else segment.source


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(edits=EDITS, targets=st.lists(PIECES, min_size=1, max_size=3))
def test_an_edited_file_goes_round_and_takes_targets_or_is_refused(
    name: str, edits: list[tuple[float, int, str]], targets: list[str]
) -> None:
    path = file_of(name)
    data = edited(path.read_bytes(), edits)
    document, problem = read(data, path.name, name)
    if document is None:
        assert problem is not None
        assert problem.place is not None
        assert problem.place.line
        assert problem.do
        return
    assert render(document, {}) == data
    assert len({segment.id for segment in document.segments}) == len(document.segments)
    asked = {s.id: t for s, t in zip(document.segments, targets, strict=False)}
    try:
        result = render(document, asked)
    except LocalizeError:
        return
    form = load_format(name)
    options = ParseOptions(
        encoding=document.encoding.name, target_locale=document.meta.get("target_locale") or None
    )
    found = {s.id: value(s, name) for s in parse(result, path.name, format=name, options=options).segments}
    for segment in document.segments:
        wanted = form.fit(asked[segment.id], segment) if segment.id in asked else value(segment, name)
        assert found.get(segment.id, "") == wanted


@pytest.mark.parametrize("name", NAMES)
@QUICK
@given(data=st.binary(max_size=300) | PIECES.map(str.encode))
def test_arbitrary_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    document, problem = read(data, "a.x", name)
    assert str(problem).startswith("a.x:") if document is None else render(document, {}) == data
