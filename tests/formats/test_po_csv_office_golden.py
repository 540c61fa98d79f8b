"""Small catalogues, tables and Office files of our own, each with what must be read from it in `<file>.json`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from localize.formats import ParseOptions, load_format, parse
from localize.model import Segment

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
NAMES = ("po", "csv", "xlsx", "docx")
FILES = [path for name in NAMES for path in sorted((GOLDEN / name).iterdir()) if path.suffix != ".json"]
FIELDS = ("plural", "target", "key", "context", "note", "max_length", "speaker", "scene", "style")


def shown(segment: Segment) -> dict[str, object]:
    found = {"id": segment.id, "source": segment.source, "line": segment.line, "kind": str(segment.kind)}
    return found | {name: value for name in FIELDS if (value := getattr(segment, name)) is not None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_golden_file_gives_its_recorded_segments(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    options = ParseOptions(target_locale=expected["target_locale"])
    document = parse(path.read_bytes(), path.name, options=options)
    assert document.format == path.parent.name
    assert document.encoding.name == expected["encoding"]
    assert [[remark.code, remark.line] for remark in document.remarks] == expected["remarks"]
    assert [shown(segment) for segment in document.segments] == expected["segments"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_slots_of_a_golden_file_hold_what_they_did(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    options = ParseOptions(target_locale=expected["target_locale"])
    document = parse(path.read_bytes(), path.name, options=options)
    body = load_format(document.format).body(document)
    raws = [
        [body[span.start : span.end].decode(document.encoding.name) for span in s.spans]
        for s in document.segments
    ]
    assert raws == expected["slots"]
