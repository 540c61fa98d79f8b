"""Fluent: patterns, variants, guards; and what the reference parser reads afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fluent.syntax import FluentParser, ast

from localize.errors import HostileInputError, RenderError
from localize.formats import ParseOptions, parse, render, verify
from localize.formats.fluent import FORMAT

if TYPE_CHECKING:
    from pathlib import Path


def values(data: str) -> dict[str, str]:
    return {s.id: s.source for s in parse(data.encode(), "x.ftl").segments}


def test_patterns_attributes_terms_and_variants_have_names() -> None:
    data = (
        "a = x\n .b = y\n-t = T\nn = { $n ->\n  [0] no\n  [one] one\n *[other] { $n }\n }\n"
        "g = { $g ->\n  [m] he\n *[f] she\n }\n"
    )
    document = parse(data.encode(), "x.ftl")
    assert [(s.id, s.source, s.plural, s.context) for s in document.segments] == [
        ("a", "x", None, None),
        ("a.b", "y", None, None),
        ("-t", "T", None, None),
        ("n[0]", "no", "=0", None),
        ("n[one]", "one", "one", None),
        ("n[other]", "{ $n }", "other", None),
        ("g[m]", "he", None, "$g = m"),
        ("g[f]", "she", None, "$g = f"),
    ]


def test_missing_plural_forms_of_the_target_language_get_slots() -> None:
    data = b"n =\n    { $n ->\n        [one] a\n       *[other] b\n    }\n"
    document = parse(data, "x.ftl", options=ParseOptions(target_locale="pl"))
    assert [s.plural for s in document.segments] == ["one", "few", "many", "other"]
    result = render(document, {s.id: f"{s.plural}\n!" for s in document.segments if s.plural != "many"})
    again = parse(result, "x.ftl", options=ParseOptions(target_locale="pl"))
    assert [(s.plural, s.source) for s in again.segments] == [
        ("one", "one\n!"),
        ("few", "few\n!"),
        ("many", "other\n!"),
        ("other", "other\n!"),
    ]
    assert b"\n       [few] few\n" in result
    assert verify(data, result, "x.ftl").equal


@pytest.mark.parametrize(
    "target",
    [
        "[a]",
        "x\n[a]",
        "x\n*b",
        "x\n.c = d",
        "x\n  deep\n y",
        "x\n\n\ny",
        "{ $v } x",
        '{ "{" } x',
        "x = y",
        "# x",
        "-x",
        "{ $n ->\n    [one] a\n   *[other] b\n} c",
        "a { $n ->\n[one] a\n*[other] b\n} c\n.d",
        "{ $n ->\n    [one] a\n   *[other] b\n}",
    ],
)
@pytest.mark.parametrize(
    "data",
    ["a = x\n", "a =\n  x\n  y\n", "a = x\n    y\nb = z\n", "a = z\n .b = x\n", "a =\r\n    x\r\nb = c\r\n"],
)
def test_targets_are_guarded_where_they_would_be_syntax(data: str, target: str) -> None:
    document = parse(data.encode(), "x.ftl")
    segment = document.segments[-1] if ".b" in data else document.segments[0]
    result = render(document, {segment.id: target})
    if "{ $n" in target:
        assert not any(isinstance(e, ast.Junk) for e in FluentParser().parse(result.decode()).body)
    assert FORMAT.read_back(result, document)[segment.id] == FORMAT.fit(target, segment)
    assert verify(document.data, result, "x.ftl").equal


def test_a_target_that_is_no_fluent_is_refused() -> None:
    document = parse(b"a = x\nb = y\n", "x.ftl")
    for target in ("{ $v", "} x", "{0 1}"):
        with pytest.raises(RenderError, match="segment a"):
            render(document, {document.segments[0].id: target})


def test_an_emptied_pattern_stays_a_pattern() -> None:
    document = parse(b"a = x\nb = y\n", "x.ftl")
    assert render(document, {document.segments[0].id: ""}) == b'a = {""}\nb = y\n'


def test_comments_are_notes_if_they_stand_directly_above() -> None:
    data = "## Group\n# far\n\n# near, max 5 chars\na = x\nb = y\n## \nc = z\n"
    found = [(s.id, s.note, s.max_length) for s in parse(data.encode(), "x.ftl").segments]
    assert found == [("a", "near, max 5 chars", 5), ("b", "Group", None), ("c", None, None)]


def test_junk_is_kept_and_remarked() -> None:
    document = parse(b"a = x\nnot fluent\nb = { $\nc = y\n", "x.ftl")
    assert [s.id for s in document.segments] == ["a", "c"]
    assert [(r.code, r.line) for r in document.remarks] == [("FMT145", 2), ("FMT145", 3)]


def test_deep_braces_are_refused() -> None:
    with pytest.raises(HostileInputError, match=r"x\.ftl:2: FMT003 braces nest deeper"):
        parse(b"a = b\nc = " + b"{" * 20_000, "x.ftl")


def test_real_files_say_what_the_reference_parser_reads(sample_data: Path) -> None:
    compared = 0
    for path in sorted(sample_data.rglob("*.ftl"))[::4]:
        data = path.read_bytes()
        document = parse(data, path.name)
        assert render(document, {}) == data
        assert document.remarks == ()
        peer = {}
        for entry in FluentParser().parse(data.decode()).body:
            if (
                isinstance(entry, ast.Message)
                and entry.value
                and all(isinstance(e, ast.TextElement) for e in entry.value.elements)
            ):
                peer[entry.id.name] = "".join(e.value for e in entry.value.elements)
        found = {s.id: s.source for s in document.segments}
        assert {key: found[key] for key in peer} == peer, path
        targets = {s.id: f"译 {s.source}\n[x]" for s in document.segments}
        again = parse(render(document, targets), path.name)
        assert {s.id: s.source for s in again.segments} == targets
        compared += len(peer)
    assert compared > 3000
