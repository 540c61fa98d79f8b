"""Small files of our own, each with what must be read from it: `<file>.json` beside it.

A key that a record leaves out is not compared, except that the cues must be the same in number and order.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from localize.errors import LocalizeError
from localize.formats import parse

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
RECORDS = sorted(path for name in ("srt", "vtt", "ass") for path in (GOLDEN / name).glob("*.json"))
BROKEN: dict[str, tuple[str, int, str]] = json.loads((GOLDEN / "broken" / "expected.json").read_text())


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_golden_file_gives_its_recorded_segments(record: Path) -> None:
    path = record.with_suffix("")
    expected = json.loads(record.read_text(encoding="utf-8"))
    document = parse(path.read_bytes(), path.name)
    assert [document.encoding.name, document.encoding.basis] == expected["encoding"]
    assert document.newline == expected["newline"]
    assert dict(document.meta) == expected["meta"]
    assert [[remark.code, remark.line] for remark in document.remarks] == expected["remarks"]
    found: list[dict[str, Any]] = []
    for segment, wanted in zip(document.segments, expected["segments"], strict=True):
        values = {key: getattr(segment, key) for key in wanted if key != "raw"}
        (span,) = segment.spans
        raw = document.data[span.start : span.end].decode(document.encoding.name)
        found.append(values | {"kind": str(segment.kind), "raw": raw})
    assert found == expected["segments"]


def test_every_golden_file_has_its_record() -> None:
    files = [path for name in ("srt", "vtt", "ass") for path in (GOLDEN / name).iterdir()]
    assert {path.name for path in files if path.suffix != ".json"} == {record.stem for record in RECORDS}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name: str) -> None:
    code, line, words = BROKEN[name]
    with pytest.raises(LocalizeError, match=words) as caught:
        parse((GOLDEN / "broken" / name).read_bytes(), name)
    assert (caught.value.code, str(caught.value.place)) == (code, f"{name}:{line}")
    assert caught.value.do


def test_no_broken_file_is_left_out() -> None:
    assert {path.name for path in (GOLDEN / "broken").iterdir()} == {*BROKEN, "expected.json"}
