"""What every format owes, tried on its golden files: a new format gets these tests with its line in FORMATS."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from localize.errors import HostileInputError, LocalizeError, ProblemsError, UsageError
from localize.formats import FORMATS, ParseOptions, detect, load_format, parse, render, verify
from localize.formats.splice import outside
from localize.model import Document, Segment, SegmentId

GOLDEN = Path(__file__).resolve().parent.parent.parent / "golden" / "formats"
FILES = [
    (spec.name, path)
    for spec in FORMATS
    for path in sorted((GOLDEN / spec.name).glob("*"))
    if path.is_file() and path.suffix != ".json"
]
TARGETS = (
    "Hello",
    "Two lines,\nthe second",
    "R&D < 5 > 3 -->",
    "\n padded \n\n twice \n",
    "<i>tag</i> {\\an8} \\N \"quote\" 'x' \\ %s {0}",
    "数字\n302",
    "",
)
PLAIN_TEXT = ("srt", "vtt", "ass")
"""Formats without a declaration of their encoding, which must read in any."""

each_file = pytest.mark.parametrize(("name", "path"), FILES, ids=[f"{n}/{p.name}" for n, p in FILES])


def document_of(path: Path, name: str) -> Document:
    return parse(path.read_bytes(), path.name, format=name)


def slot(segment: Segment, name: str) -> str:
    return (segment.target or "") if load_format(name).bilingual else segment.source


def says_where(error: LocalizeError) -> None:
    for problem in error.problems if isinstance(error, ProblemsError) else (error,):
        assert problem.place is not None
        assert problem.place.line


def says_what_to_do(error: LocalizeError) -> None:
    for problem in error.problems if isinstance(error, ProblemsError) else (error,):
        assert problem.do


def test_names_and_suffixes_are_stated_once_and_well() -> None:
    assert len({spec.name for spec in FORMATS}) == len(FORMATS)
    for spec in FORMATS:
        assert spec.suffixes
        assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in spec.suffixes)
        assert load_format(spec.name).name == spec.name
        assert spec.title
        assert spec.specification.startswith("http")


@pytest.mark.parametrize("spec", FORMATS, ids=lambda spec: spec.name)
def test_every_format_has_golden_files(spec: object) -> None:
    assert any(name == spec.name for name, _ in FILES)  # type: ignore[attr-defined]


@each_file
def test_content_or_suffix_gives_the_format(name: str, path: Path) -> None:
    assert detect(path.read_bytes(), path.name).name == name


@each_file
def test_an_untouched_file_comes_back_byte_for_byte(name: str, path: Path) -> None:
    document = document_of(path, name)
    assert render(document, {}) == path.read_bytes()
    same = {segment.id: slot(segment, name) for segment in document.segments if slot(segment, name)}
    assert render(document, same) == path.read_bytes()


@each_file
def test_spans_lie_in_the_body_in_order_and_apart(name: str, path: Path) -> None:
    document = document_of(path, name)
    body = load_format(name).body(document)
    spans = sorted(
        (span for segment in document.segments for span in segment.spans), key=lambda s: (s.start, s.end)
    )
    assert all(0 <= span.start <= span.end <= len(body) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@each_file
def test_ids_are_unique_and_the_same_each_time(name: str, path: Path) -> None:
    first, second = document_of(path, name), document_of(path, name)
    ids = [segment.id for segment in first.segments]
    assert len(set(ids)) == len(ids)
    assert first == second


@each_file
@pytest.mark.parametrize("target", TARGETS, ids=range(len(TARGETS)))
def test_a_target_is_read_back_and_nothing_else_changes(name: str, path: Path, target: str) -> None:
    document, form = document_of(path, name), load_format(name)
    targets = {segment.id: target for segment in document.segments}
    try:
        result = render(document, targets)
    except LocalizeError as error:
        says_where(error)
        says_what_to_do(error)
        return
    options = ParseOptions(encoding=document.encoding.name)
    again = parse(result, path.name, format=name, options=options)
    found = {segment.id: slot(segment, name) for segment in again.segments}
    assert {key: found.get(key, "") for key in targets} == {
        s.id: form.fit(target, s) for s in document.segments
    }
    assert verify(path.read_bytes(), result, path.name, format=name).equal


@each_file
def test_one_target_touches_one_place(name: str, path: Path) -> None:
    document, form = document_of(path, name), load_format(name)
    for segment in document.segments[:3]:
        result = render(document, {segment.id: "abc"})
        again = parse(result, path.name, format=name, options=ParseOptions(encoding=document.encoding.name))
        left, right = (b"".join(piece for _, piece in outside(form, d)) for d in (document, again))
        assert left == right


@each_file
def test_an_unknown_segment_is_wrong_use(name: str, path: Path) -> None:
    with pytest.raises(UsageError, match="no segment nonsense"):
        render(document_of(path, name), {SegmentId("nonsense"): "x"})


@each_file
def test_a_file_cut_anywhere_goes_round_or_is_refused(name: str, path: Path) -> None:
    data = path.read_bytes()
    for end in range(0, len(data), max(len(data) // 40, 1)):
        try:
            document = parse(data[:end], path.name, format=name)
        except LocalizeError as error:
            says_where(error)
        else:
            assert render(document, {}) == data[:end]


@each_file
def test_a_file_above_the_limit_is_refused(name: str, path: Path) -> None:
    data = path.read_bytes()
    with pytest.raises(HostileInputError, match="the limit is"):
        parse(data, path.name, format=name, options=ParseOptions(max_bytes=len(data) - 1))


@pytest.mark.parametrize("name", PLAIN_TEXT)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "gb18030", "utf-32"]
)
def test_encoding_and_line_breaks_do_not_change_what_is_read(name: str, newline: str, encoding: str) -> None:
    path = next(path for owner, path in FILES if owner == name and path.stem == "drama")
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    reference = parse(text.encode(), path.name, format=name)
    data = text.replace("\n", newline).encode(encoding)
    document = parse(data, path.name)
    assert [(s.id, s.source, s.line, s.text_line, s.start_ms) for s in document.segments] == [
        (s.id, s.source, s.line, s.text_line, s.start_ms) for s in reference.segments
    ]
    assert document.newline == newline
    assert render(document, {}) == data
    result = render(document, {segment.id: "一行\n两行" for segment in document.segments})
    again = parse(result, path.name, options=ParseOptions(encoding=document.encoding.name))
    assert {segment.source for segment in again.segments} == {"一行\n两行"}
    assert result.startswith(document.encoding.bom)


def test_the_records_of_all_golden_files_are_json() -> None:
    for record in GOLDEN.glob("*/*.json"):
        assert json.loads(record.read_text(encoding="utf-8"))
