"""Small XML files of our own, each with what must be read from it: `<file>.json` beside it; and broken ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from localize.errors import LocalizeError
from localize.formats import parse

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
NAMES = ("ttml", "xliff", "xliff2", "android", "resx", "qt_ts", "stringsdict", "fdx")
FILES = sorted(path for name in NAMES for path in (GOLDEN / name).iterdir() if path.suffix != ".json")
BROKEN: dict[str, tuple[str, int, str]] = json.loads((GOLDEN / "broken_xml" / "expected.json").read_text())
OPTIONAL = (
    "start_ms", "end_ms", "speaker", "scene", "style", "key", "note", "target", "max_length", "plural", "context"
)  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_golden_file_gives_its_recorded_segments(path: Path) -> None:
    expected = json.loads(Path(f"{path}.json").read_text(encoding="utf-8"))
    document = parse(path.read_bytes(), path.name)
    assert document.format == path.parent.name
    assert [document.encoding.name, document.encoding.basis] == expected["encoding"]
    assert document.newline == expected["newline"]
    assert dict(document.meta) == expected["meta"]
    assert [[remark.code, remark.line] for remark in document.remarks] == expected["remarks"]
    found: list[dict[str, Any]] = []
    for segment in document.segments:
        values: dict[str, Any] = {
            "id": segment.id,
            "source": segment.source,
            "line": segment.line,
            "text_line": segment.text_line,
            "kind": str(segment.kind),
        }
        values |= {key: value for key in OPTIONAL if (value := getattr(segment, key)) is not None}
        codec = document.encoding.name
        values["raw"] = [document.data[span.start : span.end].decode(codec) for span in segment.spans]
        found.append(values)
    assert found == expected["segments"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name: str) -> None:
    code, line, words = BROKEN[name]
    with pytest.raises(LocalizeError, match=words) as caught:
        parse((GOLDEN / "broken_xml" / name).read_bytes(), name)
    assert caught.value.code == code
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == (name, line)
    assert caught.value.do


def test_no_broken_file_is_left_out() -> None:
    assert {path.name for path in (GOLDEN / "broken_xml").iterdir()} == {*BROKEN, "expected.json"}
