"""Chinese shooting scripts: shapes of heads, roles of lines, and translations that must not change role."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import DetectionError, ParseError, RenderError
from localize.formats import detect, parse, render, verify
from localize.formats.screenplay_rules import head_of

DATA = (
    Path(__file__).resolve().parent.parent / "golden" / "formats" / "screenplay" / "drama.txt"
).read_bytes()


def rows(data: bytes) -> list[tuple[str, str | None, str]]:
    return [(str(s.kind), s.speaker, s.source) for s in parse(data, "a.txt").segments]


def test_roles_are_told_apart() -> None:
    assert rows(DATA) == [
        ("string", None, "《千金不卖》"),
        ("string", None, "编剧：某人"),
        ("heading", None, "第一集 三千万彩礼"),
        ("heading", None, "夜 内 林家餐厅（前世）"),
        ("string", None, "林晚、林雪柔"),
        ("action", None, "满桌年夜饭，窗外烟花。"),
        ("string", None, "林晚"),
        ("dialogue", "林晚", "上辈子，我死在年夜饭桌上。"),
        ("string", None, "王有财"),
        ("parenthetical", "王有财", "拍桌"),
        ("dialogue", "王有财", "三千万？你当我是二百五？"),
        ("parenthetical", "王有财", "起身"),
        ("sign", None, "清水镇 赵家"),
        ("string", None, "林晚"),
        ("parenthetical", "林晚", "冷笑"),
        ("dialogue", "林晚", "塑料的吧？"),
        ("heading", None, "日 外 林家别墅"),
        ("action", None, "轿车驶入山道。"),
        ("action", None, "闪回"),
        ("parenthetical", None, "众人大笑"),
        ("action", None, "墙上写着：欢迎"),
        ("action", None, "刹车声"),
        ("heading", None, "张三卧室 日内"),
        ("string", None, "张三"),
        ("dialogue", "张三", "几点了？12：30？"),
    ]


def test_scenes_are_named_with_their_number() -> None:
    scenes = [s.scene for s in parse(DATA, "a.txt").segments if s.key == "name"]
    assert scenes == ["1-1 夜 内 林家餐厅（前世）"] * 3 + ["3 张三卧室 日内"]


@pytest.mark.parametrize(
    "line",
    [
        "1-1 日 内 客厅",
        "1-1日内 客厅",
        "1-3 林家",
        "场1-1 客厅",
        "场1-1、客厅",
        "第3场 街道 夜",
        "场景一：客厅",
        "1 张三卧室 日内",
        "12、医院走廊 夜/内",
        "3. 内景 客厅 日",
        "【1-2】日 外 街道",
        "　　2-13 傍晚 外 天台",
        "4 Zhang San's bedroom - DAY",
        "5 Habitación - NOCHE",
    ],
)
def test_heads_come_in_many_shapes(line: str) -> None:
    assert head_of(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "3 杯酒摆在桌上。",
        "12：30",
        "2024 年的夏天",
        "1. 打开软件",
        "三千万！",
        "100-200元",
        "日内瓦",
        "3-5 天后，他走了。",
    ],
)
def test_numbers_alone_make_no_head(line: str) -> None:
    assert head_of(line) is None


def test_a_translation_keeps_numbers_marks_and_colons() -> None:
    document = parse(DATA, "a.txt")
    by_source = {s.source: s.id for s in document.segments}
    targets = {
        by_source["夜 内 林家餐厅（前世）"]: "NIGHT INT. Lin dining room (past life)",
        by_source["上辈子，我死在年夜饭桌上。"]: "In my last life I died\nat this table.",
        by_source["墙上写着：欢迎"]: "On the wall: Welcome",
        by_source["拍桌"]: "slams the table",
        by_source["第一集 三千万彩礼"]: "Episode 1: The Thirty Million Bride Price",
        by_source["张三卧室 日内"]: "Zhang San's bedroom, DAY",
    }
    result = render(document, targets)
    lines = result.decode().splitlines()
    assert "1-1 NIGHT INT. Lin dining room (past life)" in lines
    assert "林晚（OS）：In my last life I died at this table." in lines
    assert "△On the wall: Welcome" in lines
    assert "王有财：（slams the table）三千万？你当我是二百五？（起身）" in lines
    assert "3 Zhang San's bedroom, DAY" in lines
    assert verify(DATA, result, "a.txt").equal


def test_a_name_that_would_not_be_read_as_one_is_refused() -> None:
    document = parse(DATA, "a.txt")
    name = next(s for s in document.segments if s.source == "张三")
    with pytest.raises(RenderError, match="would be read back"):
        render(document, {name.id: "Who, me?"})


def test_the_example_script_is_found_and_told_apart(examples: Path) -> None:
    data = (examples / "heir-returns" / "script" / "heir-returns.txt").read_bytes()
    assert detect(data, "heir-returns.txt").name == "screenplay"
    document = parse(data, "heir-returns.txt")
    spoken = [s for s in document.segments if str(s.kind) == "dialogue"]
    assert len(spoken) > 100
    assert all(s.speaker and s.scene for s in spoken)
    assert render(document, {}) == data


@pytest.mark.parametrize(
    "text",
    [
        "requests>=2\nnumpy==1.0\n",
        "标题\n\n第一段文字：说明。\n",
        "1. 安装\n2. 运行\n",
        "Title: x\nkey: value\n",
    ],
)
def test_other_text_is_not_taken_for_a_script(text: str) -> None:
    with pytest.raises(DetectionError, match="not known"):
        detect(text.encode(), "a.txt")
    with pytest.raises(ParseError, match="no scene head"):
        parse(text.encode(), "a.txt", format="screenplay")


def test_brackets_without_end_take_linear_time() -> None:
    hostile = (
        "1-1 日 内 厅\n张三：" + "（a）" * 30_000 + "(" * 30_000 + "\n" + "张" * 60_000 + "：" * 1000
    ).encode()
    assert render(parse(hostile, "a.txt", format="screenplay"), {}) == hostile
