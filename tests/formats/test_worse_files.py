"""Files of game teams, web forms and old tools that were once read with text missing, or with code as text."""

from __future__ import annotations

import io
import json

import fluent.syntax
import openpyxl
import pytest

from localize.errors import ParseError, RenderError
from localize.formats import ParseOptions, detect, parse, render, verify


def sources(data: str, name: str, locale: str | None = None) -> list[str]:
    document = parse(data.encode(), name, options=ParseOptions(target_locale=locale))
    return [segment.source for segment in document.segments]


def test_a_mark_where_two_files_were_joined_is_no_text() -> None:
    data = "\ufeff1\n00:00:01,000 --> 00:00:02,000\n一\n\n\ufeff1\n00:00:03,000 --> 00:00:04,000\n\ufeff 二\n".encode()
    document = parse(data, "a.srt")
    assert [segment.source for segment in document.segments] == ["一", "二"]
    assert render(document, {document.segments[1].id: "\ufefftwo"}) == data.replace("二".encode(), b"two")


def test_live_captions_name_their_speakers_behind_two_angles() -> None:
    document = parse(b"0:00:01.000,0:00:02.000\n>> JOHN: Hi\n", "a.sbv")
    assert document.segments[0].speaker == "JOHN"


def test_sbv_times_without_three_decimals_begin_a_cue_below_a_blank_line_only() -> None:
    data = "0:00:01.000,0:00:02.000\n一\n\n1:00:07.5,1:00:08\n二\n1:00:09,1:00:10\n"
    document = parse(data.encode(), "a.sbv")
    assert [(s.source, s.start_ms, s.end_ms) for s in document.segments] == [
        ("一", 1000, 2000),
        ("二\n1:00:09,1:00:10", 3_607_500, 3_608_000),
    ]


@pytest.mark.parametrize("name", ["a.sub", "a.txt", "a.mpl"])
def test_mpl2_is_microdvd_in_tenths_of_a_second(name: str) -> None:
    data = "[10][20]/斜|你好\n[30][]再见\n".encode()
    assert detect(data, name).name == "microdvd"
    document = parse(data, name)
    assert [(s.source, s.start_ms, s.end_ms) for s in document.segments] == [
        ("/斜\n你好", 1000, 2000),
        ("再见", 3000, None),
    ]
    assert render(document, {document.segments[0].id: "a\nb"}) == "[10][20]a|b\n[30][]再见\n".encode()


def test_captions_of_a_bilingual_sami_file_that_find_no_pair_are_remarked() -> None:
    data = (
        "<SAMI><HEAD><STYLE><!-- .KRCC {lang:ko-KR;} .ENCC {lang:en-US;} --></STYLE></HEAD><BODY>\n"
        "<SYNC Start=1000><P Class=KRCC>누구<P Class=KRCC>빨강<P Class=ENCC>Who\n"
        "<SYNC Start=2000><P Class=ENCC>Only here\n<SYNC Start=3000><P Class=ENCC>&nbsp;</BODY></SAMI>"
    )
    document = parse(data.encode(), "a.smi")
    assert [(remark.line, remark.what) for remark in document.remarks] == [
        (2, "a second caption of one moment is kept, not read"),
        (3, "a caption that only the translation has is kept"),
    ]


def test_words_behind_a_placed_drawing_are_a_sign() -> None:
    head = "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,"
    document = parse(f"{head}{{\\an7\\pos(1,2)\\p1}}m 0 0 l 1 1{{\\p0}}招牌\n".encode(), "a.ass")
    assert [(s.source, str(s.kind)) for s in document.segments] == [("招牌", "sign")]


def script(text: str) -> list[tuple[str, str, str | None, str | None]]:
    segments = parse(text.encode(), "a.txt").segments
    return [(s.source, str(s.kind), s.speaker, s.scene) for s in segments]


def test_a_name_alone_above_its_speech_is_known_by_the_list_of_cast() -> None:
    text = "1-1 日 内 客厅\n人物：张三、李四\n张三起床。\n\n张三\n（揉眼睛）\n几点了？\n"
    text += "\n李四\n八点。\n起来！\n\n李四\n"
    scene = "1-1 日 内 客厅"
    assert script(text)[2:] == [
        ("张三起床。", "action", None, scene),
        ("张三", "string", None, scene),
        ("揉眼睛", "parenthetical", "张三", scene),
        ("几点了？", "dialogue", "张三", scene),
        ("李四", "string", None, scene),
        ("八点。", "dialogue", "李四", scene),
        ("起来！", "dialogue", "李四", scene),
        ("李四", "action", None, scene),
    ]
    document = parse(text.encode(), "a.txt")
    result = render(document, {s.id: f"Words {s.id}" for s in document.segments if s.kind != "heading"})
    assert verify(text.encode(), result, "a.txt").equal


def test_off_screen_marks_are_no_part_of_who_speaks() -> None:
    found = script("1-1 日 内 客厅\n△门开了。\n李四OS：不对\n张三 VO：对\n张三（OS）：嗯\n")
    assert [speaker for _, kind, speaker, _ in found if kind == "dialogue"] == ["李四", "张三", "张三"]


def test_a_scene_as_a_form_of_fields_is_read() -> None:
    text = "场次：1\n场景：咖啡厅\n时间：日\n内外景：内\n人：小美，小帅\n\n小美：你迟到了。\n小帅：堵车。\n"
    found = script(text)
    assert {scene for *_, scene in found} == {"场次：1"}
    assert [(source, kind) for source, kind, *_ in found][:4] == [
        ("咖啡厅", "action"),
        ("日", "action"),
        ("内", "action"),
        ("小美，小帅", "string"),
    ]


def test_the_bracket_around_the_number_of_a_scene_is_no_text() -> None:
    data = "【1-1】内景 客厅 日\n苏晚：嗯。\n林总：好。\n".encode()
    document = parse(data, "a.txt")
    result = render(document, {document.segments[0].id: "INT. LIVING ROOM - DAY"})
    assert result.decode().startswith("【1-1】INT. LIVING ROOM - DAY\n")


def test_what_a_screen_of_renpy_shows_is_text_and_its_variables_are_not() -> None:
    script = (
        'label start:\n    show text "屏幕" at top\n\nscreen hello():\n    text "界面"\n    text "[score]"\n'
        '    textbutton "开始" action Start("start")\n    add "img.png"\n    label "标签"\n'
    )
    assert sources(script, "a.rpy") == ["屏幕", "界面", "开始", "标签"]


def test_an_option_of_yarn_1_shows_its_words_not_its_node() -> None:
    data = "title: A\n---\n[[回家|Home]] #line:1\n[[Other]]\n===\n"
    document = parse(data.encode(), "a.yarn")
    assert [(s.source, str(s.kind), s.key) for s in document.segments] == [("回家", "choice", "line:1")]
    assert render(document, {document.segments[0].id: "Go"}) == data.replace("回家", "Go").encode()


def test_plugin_commands_of_rpg_maker_that_may_hold_text_are_remarked() -> None:
    commands = [
        {"code": 357, "indent": 0, "parameters": ["TextPicture", "set", "图", {"text": "插件文字"}]},
        {"code": 356, "indent": 0, "parameters": ["SHAKE 5"]},
        {"code": 401, "indent": 0, "parameters": ["你好"]},
    ]
    document = parse(json.dumps([None, {"id": 1, "list": commands}], ensure_ascii=False).encode(), "C.json")
    assert [segment.source for segment in document.segments] == ["你好"]
    assert [(remark.code, remark.what) for remark in document.remarks] == [
        ("FMT107", "a plugin command may hold text: it is kept as it is")
    ]


def test_a_key_of_minecrafts_old_lang_may_hold_colons_and_blanks() -> None:
    data = b"tile.mod:block.name=Stone: x\nitem.Foo Bar.name=A\\nB\n# c\nno entry\n"
    document = parse(data, "en_us.lang")
    assert [(s.key, s.source) for s in document.segments] == [
        ("tile.mod:block.name", "Stone: x"),
        ("item.Foo Bar.name", "A\nB"),
    ]
    assert render(document, {document.segments[0].id: "石头"}) == data.replace(b"Stone: x", "石头".encode())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "strings.xml",
            '<resources><!-- title, max length: 10 -->\n<string name="a">好</string></resources>',
        ),
        ("a.resx", '<root><data name="a"><value>好</value><comment>max length: 10</comment></data></root>'),
        (
            "a.ts",
            (
                '<!DOCTYPE TS><TS version="2.1"><context><name>M</name><message><source>好</source>'
                "<extracomment>最多 10 个字符</extracomment><translation/></message></context></TS>"
            ),
        ),
        (
            "a.po",
            '#. InfoMetaData:\t"Max Length" : "10"\nmsgid "好"\nmsgstr ""\n',
        ),
    ],
)
def test_a_limit_in_a_comment_is_the_limit_of_the_text(name: str, data: str) -> None:
    assert [segment.max_length for segment in parse(data.encode(), name).segments] == [10]


TITLED = [
    ["UI 文案表", "", "", ""],
    ["更新：2024", "", "", ""],
    ["key", "角色", "zh-CN", "en-US"],
    ["a", "林总", "走吧", ""],
    ["b", "", "不", "No"],
]


def test_headings_are_found_below_a_title() -> None:
    book = openpyxl.Workbook()
    for row in TITLED:
        book.worksheets[0].append(row)
    packed = io.BytesIO()
    book.save(packed)
    table = "\n".join(map(",".join, TITLED))
    for data, name in ((packed.getvalue(), "a.xlsx"), (table.encode(), "a.csv")):
        document = parse(data, name, options=ParseOptions(target_locale="en-US"))
        assert [(s.key, s.source, s.target, s.speaker) for s in document.segments] == [
            ("a", "走吧", None, "林总"),
            ("b", "不", "No", None),
        ]
        result = render(document, {document.segments[0].id: "Go"})
        again = parse(result, name, options=ParseOptions(target_locale="en-US"))
        assert [s.target for s in again.segments] == ["Go", "No"]


def test_each_format_line_of_events_counts_for_those_below_it() -> None:
    head = "[Script Info]\n[Events]\nFormat: Layer, Start, End, Style, Text\nDialogue: 0,0:00:01.00,0:00:02.00,D,一\n"
    data = f"{head}format: Start, End, Text\ndialogue: 0:00:03.00,0:00:04.00,二,三\n"
    document = parse(data.encode(), "a.ass")
    assert [(s.source, s.start_ms, s.style, s.line) for s in document.segments] == [
        ("一", 1000, "D", 4),
        ("二,三", 3000, None, 6),
    ]
    assert render(document, {s.id: "x" for s in document.segments}).decode().count(",x\n") == 2


@pytest.mark.parametrize("mark", [":", "="])
def test_tmplayer_is_microdvd_with_clock_times(mark: str) -> None:
    data = f"00:00:01{mark}你好|吗\n00:00:03{mark}\n\n01:00:05{mark}再见\n".encode()
    document = parse(data, "a.txt")
    assert [(s.source, s.start_ms, s.end_ms) for s in document.segments] == [
        ("你好\n吗", 1000, None),
        ("再见", 3_605_000, None),
    ]
    assert document.remarks == ()
    assert render(document, {document.segments[0].id: "a\nb"}) == data.replace("你好|吗".encode(), b"a|b")


@pytest.mark.parametrize("name", ["a.sub", "a.txt"])
def test_subviewer_1_is_refused_by_name(name: str) -> None:
    data = "[TITLE]\nx\n[BEGIN]\n******** START SCRIPT ********\n[00:00:01]\n你好|吗\n[00:00:03]\n\n[end]\n"
    with pytest.raises(ParseError, match="this is SubViewer 1"):
        parse(data.encode(), name)


@pytest.mark.parametrize("text", [r"{\k10}{\k20}", r"{\K10} {\ko5}  ", r"{\an8}\N{\i0}"])
def test_an_event_of_tags_alone_is_no_text(text: str) -> None:
    data = f"[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{text}\n"
    data += "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\k10}你{\\k5}好{\\i0}\n"
    document = parse(data.encode(), "a.ass")
    assert [s.source for s in document.segments] == [r"{\k10}你{\k5}好{\i0}"]
    with pytest.raises(RenderError, match="would be read back as ''"):
        render(document, {document.segments[0].id: text.replace("\\N", "\n")})


def test_declarations_of_messageformat_2_are_no_text() -> None:
    data = r'{"b": ".local $x = {1 :integer}\n{{你 {$x} {#b}粗{/b}}}", "f": ".local file", "g": "{{x}}"}'.encode()
    document = parse(data, "a.json")
    assert [s.source for s in document.segments] == ["你 {$x} {#b}粗{/b}", ".local file", "{{x}}"]
    result = render(document, {document.segments[0].id: "{#b}{$x}{/b} you"})
    assert json.loads(result)["b"] == ".local $x = {1 :integer}\n{{{#b}{$x}{/b} you}}"


def test_a_choice_inside_a_plural_form_of_fluent_is_never_shown_as_text() -> None:
    data = "a = { $n ->\n    [one] 一\n   *[other] { $g ->\n        [male] 他\n       *[other] 她\n    }\n }\n".encode()
    document = parse(data, "a.ftl", options=ParseOptions(target_locale="ru"))
    assert [s.source for s in document.segments] == ["一", "他", "她"]
    assert [remark.code for remark in document.remarks] == ["FMT150", "FMT150"]
    result = render(document, {s.id: f"{s.source}Z" for s in document.segments})
    resource = fluent.syntax.parse(result.decode())
    assert type(resource.body[0]).__name__ == "Message"
