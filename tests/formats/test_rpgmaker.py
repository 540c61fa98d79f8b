"""RPG Maker data: messages as one segment, choices in both places, nothing that players do not read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localize.formats import detect, parse, render, verify
from localize.model import Document, SegmentKind


def command(code: int, *parameters: Any, indent: int = 0) -> dict[str, Any]:
    return {"code": code, "indent": indent, "parameters": list(parameters)}


def events(*commands: dict[str, Any]) -> bytes:
    """Return CommonEvents.json with one event."""
    event = {"id": 1, "list": [*commands, command(0)], "name": "EV", "switchId": 1, "trigger": 0}
    return f"[\nnull,\n{json.dumps(event, ensure_ascii=False)}\n]".encode()


def commands_of(data: bytes) -> list[list[Any]]:
    return [[c["code"], *c["parameters"]] for c in json.loads(data)[1]["list"]]


def read(*commands: dict[str, Any]) -> Document:
    return parse(events(*commands), "CommonEvents.json")


THREE = (command(101, "Actor1", 0, 0, 2), command(401, "一"), command(401, "二"), command(401, "三"))


def test_the_lines_of_a_message_are_one_segment() -> None:
    document = read(*THREE)
    (segment,) = document.segments
    assert segment.source == "一\n二\n三"
    assert len(segment.spans) == 3
    assert segment.kind is SegmentKind.DIALOGUE
    assert segment.scene == "EV"


@pytest.mark.parametrize(
    ("target", "lines"),
    [
        ("a\nb\nc", ["a", "b", "c"]),
        ("a", ["a", "", ""]),
        ("a\n\nc", ["a", "", "c"]),
        ("a\nb\nc\nd\ne", ["a", "b", "c\nd\ne"]),
        ("", ["", "", ""]),
    ],
)
def test_fewer_lines_leave_commands_empty_and_more_share_the_last(target: str, lines: list[str]) -> None:
    document = read(*THREE)
    result = render(document, {document.segments[0].id: target})
    assert [c[1] for c in commands_of(result) if c[0] == 401] == lines
    assert [s.source for s in parse(result, "CommonEvents.json").segments] == ([target] if target else [])
    assert verify(document.data, result, "CommonEvents.json").equal


def test_a_speaker_of_mz_is_a_segment_and_known_to_the_message() -> None:
    document = read(
        command(101, "", 0, 0, 2, "林晚"),
        command(401, "走"),
        command(101, "", 0, 0, 2, ""),
        command(401, "好"),
    )
    assert [(s.source, s.speaker, s.context) for s in document.segments] == [
        ("林晚", None, "speaker"),
        ("走", "林晚", None),
        ("好", None, None),
    ]


@pytest.mark.parametrize("first", ["【林晚】", "\\n<林晚>", "林晚："])
def test_a_speaker_in_the_first_line_is_found_and_stays_in_the_text(first: str) -> None:
    (segment,) = read(command(101, "", 0, 0, 2), command(401, first), command(401, "走吧")).segments
    assert (segment.speaker, segment.source) == ("林晚", f"{first}\n走吧")


def test_a_choice_changes_where_it_is_offered_and_in_its_branch() -> None:
    document = read(
        command(102, ["是", "否"], 1),
        command(402, 0, "是"),
        command(401, "内", indent=1),
        command(102, ["甲", "乙"], 1, indent=1),
        command(402, 0, "甲", indent=1),
        command(402, 1, "别的", indent=1),
        command(404, indent=1),
        command(402, 1, "否"),
        command(404),
    )
    assert [(s.source, str(s.kind), len(s.spans)) for s in document.segments] == [
        ("是", "choice", 2),
        ("否", "choice", 2),
        ("内", "dialogue", 1),
        ("甲", "choice", 2),
        ("乙", "choice", 1),
    ]
    result = commands_of(render(document, {s.id: f"{s.source}!" for s in document.segments}))
    assert [102, ["是!", "否!"], 1] in result
    assert [402, 0, "是!"] in result
    assert [402, 1, "否!"] in result
    assert [402, 1, "别的"] in result


def test_code_comments_plugins_and_names_of_events_are_no_text() -> None:
    document = read(
        command(108, "注释"),
        command(408, "续"),
        command(355, "脚本('x')"),
        command(655, "脚本"),
        command(356, "插件 词"),
        command(357, "P", "c", "词", {"text": "词"}),
        command(118, "标签"),
        command(122, 1, 1, 0, 4, "'词'"),
        command(320, 1, "名"),
        command(324, 1, "号"),
        command(325, 1, "传"),
        command(105, 2),
        command(405, "滚"),
    )
    assert [(s.source, s.context, str(s.kind)) for s in document.segments] == [
        ("名", "name", "string"),
        ("号", "nickname", "string"),
        ("传", "profile", "string"),
        ("滚", None, "sign"),
    ]


def test_only_tables_with_text_for_players_give_segments() -> None:
    record: dict[str, Any] = {"id": 1, "name": "名", "note": "注", "description": "述"}
    with_text = {**record, "itypeId": 1}
    animation = {**record, "timings": []}
    assert [s.source for s in parse(f"[null,{json.dumps(with_text)}]".encode(), "Items.json").segments] == [
        "名",
        "述",
    ]
    assert parse(f"[null,{json.dumps(animation)}]".encode(), "Animations.json").segments == ()


def test_other_json_is_not_taken() -> None:
    assert detect(events(*THREE), "CommonEvents.json").name == "rpgmaker"
    for other in (b'{"code": 401, "parameters": ["x"]}', b'[{"id": 1, "name": "x"}]', b'{"gameTitle": "x"}'):
        assert detect(other, "x.json").name == "json"


def test_troops_and_maps_have_pages() -> None:
    troop = {"id": 1, "members": [], "name": "史莱姆*2", "pages": [{"list": [command(401, "咕")], "span": 0}]}
    document = parse(f"[null,{json.dumps(troop)}]".encode(), "Troops.json")
    assert [(s.id, s.source) for s in document.segments] == [("1/pages/0/list/0", "咕")]
