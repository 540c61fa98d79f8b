"""Yarn Spinner and Ink: text among commands, conditions, tags and diverts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from localize.errors import RenderError
from localize.formats import parse, render, verify

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
YARN = (GOLDEN / "yarn" / "drama.yarn").read_bytes()
INK = (GOLDEN / "ink" / "drama.ink").read_bytes()


def test_yarn_lines_are_without_names_tags_conditions_and_comments() -> None:
    assert [(s.id, str(s.kind), s.speaker, s.source, s.note) for s in parse(YARN, "a.yarn").segments] == [
        ("line:0a1b2c", "dialogue", "LinWan", "你谁啊？", None),
        ("Start/2", "dialogue", None, "你老公。#1 {$gold} [wave]金[/wave]", "#tone:cold"),
        ("Start/3", "dialogue", None, "What she wants: a cake", None),
        ("Start/4", "dialogue", None, "Sign: 欢迎", None),
        ("line:0a1b2d", "choice", None, "走", None),
        ("Start/6", "dialogue", "LinWan", "再见 \\{笑\\}", None),
        ("Start/7", "dialogue", None, "http://example.com", None),
        ("Start/8", "choice", None, "留下", None),
        ("Second/1", "dialogue", None, "完", None),
    ]


def test_a_yarn_target_is_escaped_but_for_expressions_and_markup() -> None:
    document = parse(YARN, "a.yarn")
    result = render(document, {"Start/2": "Warning: #1 // {$gold} <<x>> [wave]a[/wave]"})
    assert b"\nWarning\\: \\#1 \\/\\/ {$gold} \\<\\<x\\>\\> [wave]a[/wave] #tone:cold // aside\n" in result
    assert verify(YARN, result, "a.yarn").equal
    with pytest.raises(RenderError, match="the target of segment Start/3 is empty"):
        render(document, {"Start/3": ""})


def test_yarn_lines_are_those_that_the_test_plans_expect(sample_data: Path) -> None:
    folder = sample_data / "scripts" / "YarnSpinnerTool+YarnSpinner" / "Tests" / "TestCases"
    checked = 0
    for plan in sorted(folder.glob("*.testplan")):
        yarn = plan.with_suffix(".yarn")
        if not yarn.exists() or plan.stem == "FormatFunctions":  # select markup is resolved in the plan
            continue
        found = set()
        for segment in parse(yarn.read_bytes(), yarn.name).segments:
            text = f"{segment.speaker}: {segment.source}" if segment.speaker else segment.source
            if re.search(r"(?<!\\)\{|(?<!\\)\[", text) is None:
                found.add(re.sub(r"\\(.)", r"\1", text))
        for kind, text in re.findall(
            r"^(line|option): `(.*)`", plan.read_text(encoding="utf-8"), re.MULTILINE
        ):
            if text in found:
                checked += 1
            else:
                assert any(
                    "{" in s.source or "[" in s.source for s in parse(yarn.read_bytes(), yarn.name).segments
                ), (plan, kind, text)
    assert checked > 150


def test_ink_lines_are_without_logic_diverts_and_tags() -> None:
    document = parse(INK, "a.ink")
    assert [(s.id, str(s.kind), s.source) for s in document.segments] == [
        ("start/1", "dialogue", "你好，{name}！# 一号"),
        ("start/2", "dialogue", '林晚："你谁啊？"'),
        ("start/3", "choice", '"我累了'),
        ("start/4", "choice", '，"我说。'),
        ("start/5", "dialogue", "她点点头。"),
        ("start/6", "choice", "留下"),
        ("start/7", "dialogue", "集合"),
        ("start/8", "dialogue", "有钱"),
        ("start/9", "dialogue", "没钱"),
        ("start/10", "dialogue", "第一次"),
        ("start/11", "dialogue", "第二次"),
        ("start.inner/1", "dialogue", "最后"),
    ]
    assert [(remark.code, remark.line) for remark in document.remarks] == [("FMT107", 13)]


def test_an_ink_target_is_escaped_but_for_values() -> None:
    document = parse(INK, "a.ink")
    result = render(document, {"start/1": "- {name} # [x] -> a // b|c", "start/5": "TODO: nod"})
    assert b"\n\\- {name} \\# \\[x\\] \\-> a /\\/ b\\|c # happy\n" in result
    assert b"\n  \\TODO: nod -> next\n" in result
    assert verify(INK, result, "a.ink").equal


@pytest.mark.parametrize("name", ["a.yarn", "a.ink"])
def test_signs_without_end_take_linear_time(name: str) -> None:
    signs = ["{", "[", "<<", "\\", "#", "->", "* ", "/* ", "//", "a:"]
    hostile = "title: a\n---\n" + "".join(sign * 20_000 + "\n" for sign in signs) + "===\n"
    assert render(parse(hostile.encode(), name), {}) == hostile.encode()


def test_broken_files_are_refused_with_their_place() -> None:
    from localize.errors import LocalizeError

    folder = GOLDEN / "broken_cues"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert {path.name for path in folder.iterdir()} == {*expected, "expected.json"}
    for name, (code, line, words) in expected.items():
        with pytest.raises(LocalizeError, match=re.escape(words)) as caught:
            parse((folder / name).read_bytes(), name)
        assert (caught.value.code, str(caught.value.place)) == (code, f"{name}:{line}")
        assert caught.value.do
