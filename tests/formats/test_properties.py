"""Java properties: the rules of java.util.Properties, and values as translate-toolkit and jproperties read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize.formats import detect, parse, render

if TYPE_CHECKING:
    from pathlib import Path


def values(data: str) -> dict[str, str]:
    return {s.id: s.source for s in parse(data.encode(), "x.properties", format="properties").segments}


def test_keys_separators_and_continuations_follow_java() -> None:
    data = (
        "a=1\nb : 2\nc 3\n d\t=\t4\ne\\=f = 5\n\\u4f60 = 6\ng = a\\\n   b\\\r\n\tc\nh:=8\n! no\n#no = no\n\ni\\ j k\n"
        "l = \\tq\\zw\nm\\\n  n = o\np = back\\\\\nq=1"
    )
    assert values(data) == {
        "a": "1",
        "b": "2",
        "c": "3",
        "d": "4",
        "e=f": "5",
        "你": "6",
        "g": "abc",
        "h": "=8",
        "i j": "k",
        "l": "\tqzw",
        "mn": "o",
        "p": "back\\",
        "q": "1",
    }


def test_a_comment_does_not_continue() -> None:
    assert values("# a\\\nb=c") == {"b": "c"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a=x", b"a=\\u4f60 \\ud83d\\ude00"),
        ("a=é".encode("latin-1"), b"a=\\u4f60 \\ud83d\\ude00"),
        ("a=é".encode(), "a=你 😀".encode()),
        (b"a=\\u4F60", b"a=\\u4F60 \\uD83D\\uDE00x"),
    ],
    ids=["ascii", "latin-1", "utf-8", "upper case"],
)
def test_other_characters_are_written_as_the_file_can_be_read(data: bytes, expected: bytes) -> None:
    document = parse(data, "x.properties", format="properties")
    target = "你 😀x" if expected.endswith(b"x") else "你 😀"
    assert render(document, {document.segments[0].id: target}) == expected


def test_targets_are_escaped_as_the_value_was() -> None:
    document = parse(b"a.b = one\\n\\\n      two\nc.d = x\n", "x.properties")
    result = render(document, {s.id: " 1\n2\\3\t#4=:!" for s in document.segments})
    assert result == b"a.b = \\ 1\\n\\\n      2\\\\3\\t#4=:!\nc.d = \\ 1\\n2\\\\3\\t#4=:!\n"


def test_apostrophes_of_messages_are_doubled_where_the_file_does_that() -> None:
    doubled = parse(b"a.a=It''s {0}\nb.b=It's\n", "x.properties")
    assert [s.source for s in doubled.segments] == ["It's {0}", "It's"]
    assert (
        render(doubled, {s.id: f"'{s.source}'" for s in doubled.segments})
        == b"a.a=''It''s {0}''\nb.b='It's'\n"
    )
    single = parse(b"a.a=It's {0}\n", "x.properties")
    assert render(single, {single.segments[0].id: "'{0}"}) == b"a.a='{0}\n"
    quoted = parse(b"a.a=''x'' {0}\nb.b='{' {0}\n", "x.properties")
    assert quoted.segments[1].source == "'{' {0}"
    assert render(quoted, {quoted.segments[1].id: "'}' {0}"}) == b"a.a=''x'' {0}\nb.b='}' {0}\n"


def test_a_broken_escape_is_kept_and_remarked() -> None:
    document = parse(b"a.a=\\u12\nb.b=\\ud800\nc.c=x\n", "x.properties")
    assert [s.id for s in document.segments] == ["c.c"]
    assert [(r.code, r.line) for r in document.remarks] == [("FMT140", 1), ("FMT140", 2)]


def test_chinese_without_escapes_is_read_as_gbk_and_french_as_latin() -> None:
    assert parse("名=你的剑\n是=我\n".encode("gbk"), "x.properties").encoding.name == "gb18030"
    assert parse("nom=Épée, été\n".encode("latin-1"), "x.properties").encoding.name == "iso8859-1"


def test_settings_with_sections_and_other_formats_are_not_taken() -> None:
    assert detect(b"a.b=c\nd.e=f\n", "noname").name == "properties"
    assert detect(b"[item-name]\na.b=c\nd.e=f\n", "noname").name == "factorio"


def test_real_files_say_what_other_readers_read(sample_data: Path) -> None:
    jproperties = pytest.importorskip("jproperties")
    compared = 0
    for path in sorted(sample_data.rglob("*.properties")):
        data = path.read_bytes()
        document = parse(data, path.name)
        assert render(document, {}) == data
        peer = jproperties.Properties()
        peer.load(data, encoding=document.encoding.name)
        ours = {s.key: s.source for s in document.segments}
        assert ours == {k: v.data for k, v in peer.items() if v.data.strip()}, path
        result = render(document, {s.id: f"译 \\{s.source}\n" for s in document.segments})
        peer = jproperties.Properties()
        peer.load(result, encoding=document.encoding.name)
        assert {k: v.data for k, v in peer.items() if k in ours} == {
            k: f"译 \\{v}\n" for k, v in ours.items()
        }
        compared += len(ours)
    assert compared > 100
