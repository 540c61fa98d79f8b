"""JSON string tables: flavours, plural forms of the target language, the file's own way to write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from localize.errors import DetectionError, HostileInputError, LocalizeError, ParseError, RenderError
from localize.formats import ParseOptions, detect, parse, render, verify
from localize.formats.json_tokens import MAX_DEPTH, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RUSSIAN = ParseOptions(target_locale="ru")
FAMILY = (
    b'{\n  "a": {\n    "n_one": "{{count}} coin",\n    "n_other": "{{count}} coins"\n  },\n  "x": "y"\n}\n'
)


def values(data: bytes, name: str = "x.json", **options: Any) -> dict[str, str]:
    return {s.id: s.source for s in parse(data, name, options=ParseOptions(**options)).segments}


def texts(value: Any) -> Iterator[str]:
    """Yield the strings of a value of the standard library, in file order."""
    if isinstance(value, dict):
        for child in value.values():
            yield from texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child)
    elif isinstance(value, str) and value.strip() and "\0" not in value:
        yield value.replace("\r\n", "\n").replace("\r", "\n")


def test_missing_plural_forms_of_the_target_language_get_slots() -> None:
    document = parse(FAMILY, "x.json", options=RUSSIAN)
    assert [(s.id, s.source, s.plural) for s in document.segments] == [
        ("a/n_one", "{{count}} coin", "one"),
        ("a/n_other", "{{count}} coins", "other"),
        ("a/n_few", "{{count}} coins", "few"),
        ("a/n_many", "{{count}} coins", "many"),
        ("x", "y", None),
    ]
    result = render(document, {s.id: f"{s.plural}!" for s in document.segments if s.plural})
    assert json.loads(result)["a"] == {
        "n_one": "one!",
        "n_other": "other!",
        "n_few": "few!",
        "n_many": "many!",
    }
    assert b'    "n_other": "other!",\n    "n_few": "few!",\n    "n_many": "many!"\n  },\n' in result
    again = parse(result, "x.json", options=RUSSIAN)
    assert [(s.id, s.plural) for s in again.segments] == [(s.id, s.plural) for s in document.segments]
    assert verify(FAMILY, result, "x.json").equal


def test_plural_forms_without_a_target_are_not_put_in() -> None:
    document = parse(FAMILY, "x.json", options=RUSSIAN)
    result = render(document, {"a/n_other": "монет", "a/n_few": "монеты"})  # type: ignore[dict-item]
    assert list(json.loads(result)["a"]) == ["n_one", "n_other", "n_few"]
    assert parse(result, "x.json", options=RUSSIAN).segments[3].id == "a/n_many"


def test_plural_forms_go_into_one_line_files_and_keep_their_quotes() -> None:
    data = b"{'n_one':'a','n_other':'b'}"
    document = parse(data, "x.json", format="json", options=ParseOptions(target_locale="pl"))
    result = render(document, {s.id: "it's" for s in document.segments})
    assert result == rb"{'n_one':'it\'s','n_other':'it\'s','n_few':'it\'s','n_many':'it\'s'}"


def test_ordinals_take_the_ordinal_categories() -> None:
    data = b'{"place_ordinal_one": "{{count}}st", "place_ordinal_other": "{{count}}th"}'
    found = values(data, target_locale="en")
    assert list(found) == [f"place_ordinal_{name}" for name in ("one", "other", "two", "few")]


def test_a_key_that_only_ends_in_other_is_no_family() -> None:
    assert values(b'{"error_other": "Other error"}', target_locale="ru") == {"error_other": "Other error"}
    assert len(values(b'{"n_other": "{{count}} x"}', target_locale="ru")) == 4


def test_arb_metadata_may_stand_before_or_after_and_is_no_text() -> None:
    data = (
        b'{"@a": {"description": "max 9 chars", "placeholders": {"n": {}}}, "a": "x {n}", "@@locale": "en"}'
    )
    (segment,) = parse(data, "app.arb").segments
    assert (segment.id, segment.note, segment.max_length) == ("a", "max 9 chars\n{n}", 9)


def test_escapes_follow_the_file() -> None:
    ascii_only = b'{"a": "\\u4f60", "b": "<\\/b>"}'
    assert json.loads(render(parse(ascii_only, "x.json"), {"a": "é/😀"})) == {"a": "é/😀", "b": "</b>"}  # type: ignore[dict-item]
    assert rb'"\u00e9\/\ud83d\ude00"' in render(parse(ascii_only, "x.json"), {"a": "é/😀"})  # type: ignore[dict-item]
    raw = '{"a": "你"}'.encode()
    assert render(parse(raw, "x.json"), {"a": "é😀\u2028"}) == '{"a": "é😀\u2028"}'.encode()  # type: ignore[dict-item]
    angled = b'{"a": "\\u003cb\\u003e", "n": 1}'
    assert rb'"\u003ci\u003e"' in render(parse(angled, "x.json"), {"a": "<i>"})  # type: ignore[dict-item]
    windows = b'{"a": "x\\r\\ny"}'
    assert parse(windows, "x.json").segments[0].source == "x\ny"
    assert render(parse(windows, "x.json"), {"a": "1\n2"}) == b'{"a": "1\\r\\n2"}'  # type: ignore[dict-item]


def test_what_a_legacy_encoding_lacks_becomes_an_escape() -> None:
    data = '{"a": "漢字のテーブルです、どうぞ"}'.encode("cp932")
    document = parse(data, "x.json", options=ParseOptions(encoding="cp932"))
    assert render(document, {"a": "漢😀"}) == '{"a": "漢\\ud83d\\ude00"}'.encode("cp932")  # type: ignore[dict-item]


def test_duplicate_keys_and_keys_with_slashes_have_names_of_their_own() -> None:
    data = b'{"a": "1", "a": {"b": "2"}, "a/b": "3", "a~1b": "4", "a": "5", "a#2": "6", "": "7"}'
    found = values(data)
    assert found == {
        "a": "1",
        "a/b": "2",
        "a~1b": "3",
        "a~01b": "4",
        "a#2": "5",
        "a#2#2": "6",
        "(empty)": "7",
    }


def test_a_name_does_not_depend_on_what_the_strings_say() -> None:
    data = b'{"a": "", "a": "x"}'
    assert values(data) == {"a#2": "x"}
    with_first = parse(b'{"a": "1", "a": "2"}', "x.json")
    assert render(with_first, {with_first.segments[0].id: ""}) == b'{"a": "", "a": "2"}'


def test_half_a_surrogate_pair_is_kept_and_remarked() -> None:
    document = parse(b'{"a": "\\ud83d", "b": "\\q", "c": "ok"}', "x.json")
    assert [s.id for s in document.segments] == ["c"]
    assert [(r.code, r.line) for r in document.remarks] == [("FMT140", 1), ("FMT140", 1)]
    with pytest.raises(RenderError, match="segment c"):
        render(document, {"c": "\ud83d"})  # type: ignore[dict-item]


def test_json_lines_and_other_brackets_are_not_taken() -> None:
    for text in ('{"a": "x"}\n{"a": "y"}\n', "[Script]\n", "[00:12.00]word\n", "{0}{25}Hello\n"):
        with pytest.raises((DetectionError, AssertionError)):
            assert detect(text.encode(), "noname").name == "json"


def test_grammar_that_json5_and_json_net_accept_is_read() -> None:
    data = b'// head\n{a: \'it\\\'s "x"\', "b": "two\nlines", "c": [1, .5, -0x1F, null, NaN,],\n/* e */ \'d\': \'\',}'
    assert values(data) == {"a": 'it\'s "x"', "b": "two\nlines"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a" "b"}', "colon"),
        (b'{"a": ["b"}', "comma or \\]"),
        (b'{"a": tru}', "'tru"),
        (b'{"a": "b"', "ends where"),
        (b"", "ends where"),
        (b'{"a": "b\\"}', "never closed"),
        (b'{"a": /* "b"}', "comment begins here"),
        (b'{"a": "b"} x', "end of the file"),
    ],
)
def test_broken_grammar_says_what_is_missing(data: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        parse(data, "x.json", format="json")


def test_depth_is_limited_and_time_is_linear() -> None:
    assert sum(1 for _ in tokens("[" * MAX_DEPTH + "]" * MAX_DEPTH, "x")) == 2 * MAX_DEPTH
    for hostile in (
        "[" * 100_000,
        '{"a":' * 100_000,
        '"' + "\\" * 300_001,
        "/" * 200_000,
        "/*" * 200_000,
        '"a' * 99_999,
    ):
        with pytest.raises(LocalizeError):
            parse(hostile.encode(), "x.json", format="json")
    with pytest.raises(HostileInputError, match="nests deeper than 256"):
        parse(b'{"a":' * 300 + b"1" + b"}" * 300, "x.json")


def test_real_tables_go_round_and_say_what_the_standard_library_reads(sample_data: Path) -> None:
    compared = 0
    for path in sorted(sample_data.rglob("*.json")):
        data = path.read_bytes()
        document = parse(data, path.name)
        assert document.format == "json", path
        assert render(document, {}) == data
        try:
            value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=Pairs, strict=False)
        except ValueError:
            continue  # comments
        if b'"$schema"' in data or "lib-xliff2" in str(path):
            continue
        records = {s.context for s in document.segments}  # their ids are no text
        found = [s.source for s in document.segments if s.source not in records]
        assert found == [text for text in texts(value) if text not in records], path
        compared += 1
    assert compared > 50


class Pairs(dict[int, Any]):
    """An object whose double keys are kept."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(enumerate(value for _, value in pairs))


def test_real_tables_take_a_target_in_every_slot(sample_data: Path) -> None:
    for path in sorted(sample_data.rglob("*.json"))[::6]:
        data = path.read_bytes()
        document = parse(data, path.name)
        targets = {s.id: f'译 "{s.source}"\n\\' for s in document.segments}
        result = render(document, targets)
        assert {s.id: s.source for s in parse(result, path.name).segments} == targets
        assert verify(data, result, path.name).equal


def test_a_broken_number_beside_an_escaped_backslash_is_no_text() -> None:
    document = parse(rb'{"a": "\u4f\\60", "b": "x"}', "a.json")
    assert [segment.id for segment in document.segments] == ["b"]
    assert [remark.code for remark in document.remarks] == ["FMT140"]
