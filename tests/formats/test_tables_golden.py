"""Small string tables of our own, each with what must be read from it: `<file>.json` beside it; and broken ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from localize.errors import LocalizeError
from localize.formats import parse, render

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
NAMES = ("json", "xcstrings", "rpgmaker", "properties", "strings", "yaml", "paradox", "factorio", "fluent")
FILES = sorted(path for name in NAMES for path in (GOLDEN / name).iterdir() if path.suffix != ".json")
BROKEN: dict[str, tuple[str, int, str]] = json.loads((GOLDEN / "broken_tables" / "expected.json").read_text())
BLOCK = re.compile(r"\{[^{}]*…\s*\}")
OPTIONAL = ("speaker", "scene", "style", "key", "note", "target", "max_length", "plural", "context")


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_encoding_and_line_breaks_do_not_change_what_is_read(path: Path, encoding: str, newline: str) -> None:
    reference = parse(path.read_bytes(), path.name)
    text = path.read_bytes().decode(reference.encoding.name).removeprefix("\ufeff").replace("\r\n", "\n")
    data = text.replace("\n", newline).encode(encoding)
    given = None if encoding in ("utf-8-sig", "utf-16") else encoding  # those without a mark need many words
    document = parse(data, path.name, format=reference.format, options=_options(given))
    assert [(s.id, s.source, s.target, s.line, s.note) for s in document.segments] == [
        (s.id, s.source, s.target, s.line, s.note) for s in reference.segments
    ]
    targets = {s.id: "一行，“两”行" + "".join(BLOCK.findall(s.source)) for s in document.segments}
    result = render(document, targets)
    again = parse(result, path.name, format=reference.format, options=_options(document.encoding.name))
    values = {s.id: s.target if s.target is not None else s.source for s in again.segments}
    assert values == targets
    assert result.startswith(document.encoding.bom)


def _options(encoding: str | None) -> Any:
    from localize.formats import ParseOptions

    return ParseOptions(encoding=encoding)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name: str) -> None:
    code, line, words = BROKEN[name]
    form = "rpgmaker" if name.endswith(".mz") else None
    with pytest.raises(LocalizeError, match=words) as caught:
        parse((GOLDEN / "broken_tables" / name).read_bytes(), name, format=form)
    assert caught.value.code == code
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == (name, line)
    assert caught.value.do


def test_no_broken_file_is_left_out() -> None:
    assert {path.name for path in (GOLDEN / "broken_tables").iterdir()} == {*BROKEN, "expected.json"}
