from __future__ import annotations

import re
from pathlib import Path

import pytest

from localize.engines import create
from localize.engines.base import Candidate, EngineOptions, Request
from localize.engines.chinese import (
    DATA,
    Converter,
    first_characters,
    from_traditional,
    to_simplified,
    to_traditional,
)

TAIWAN = [
    # words of the region
    ("打印机的质量不错", "印表機的品質不錯"),
    ("给我发个信息", "給我發個訊息"),
    ("这是个人信息", "這是個人資訊"),
    ("打车去酒店", "叫車去飯店"),
    ("程序员在网吧看视频", "程式設計師在網咖看影片"),
    ("方便面和土豆", "泡麵和馬鈴薯"),
    ("他从悉尼飞到新西兰", "他從雪梨飛到紐西蘭"),
    # words that stay in dialogue
    ("我支持你", "我支持你"),
    ("她是我的结婚对象", "她是我的結婚對象"),
    ("打开门，别挂断", "打開門，別掛斷"),
    ("这是个好消息", "這是個好消息"),
    ("饥饿的士兵", "飢餓的士兵"),
    ("这个世界面临终结", "這個世界面臨終結"),
    ("相信息事宁人", "相信息事寧人"),
    ("该死机会来了", "該死機會來了"),
    ("心里根本没有你", "心裡根本沒有你"),
    ("他也门都没出", "他也門都沒出"),
    ("符合同样的条件", "符合同樣的條件"),
    ("骏马奔驰", "駿馬奔馳"),
    # one character, several words
    ("里", "里"), ("斗！", "斗！"), ("丑", "丑"), ("后", "后"), ("面", "面"),
    ("丑时三里地，后宫干杯", "丑時三里地，後宮乾杯"),
    ("心里面有鬼", "心裡面有鬼"),
    ("小丑长得丑", "小丑長得醜"),
    ("子丑寅卯", "子丑寅卯"),
    ("皇后后来后悔了", "皇后後來後悔了"),
    ("朕要立她为后。", "朕要立她為后。"),
    ("三天后，电影后来怎样", "三天後，電影後來怎樣"),
    ("看完电影后睡觉", "看完電影後睡覺"),
    ("干部干净地干杯，乾隆干涉", "幹部乾淨地乾杯，乾隆干涉"),
    ("干娘，干了这杯", "乾娘，乾了這杯"),
    ("他的著作很著名，看着我", "他的著作很著名，看著我"),
    ("不准动！我看不准", "不准動！我看不準"),
    ("不准备走", "不準備走"),
    ("铁制的剑，改革制度", "鐵製的劍，改革制度"),
    ("我刚才才了解，一目了然", "我剛才才了解，一目了然"),
    ("三公里", "三公里"),
    # one character, several words: those of drama and games that trip a converter, each in sentences of both kinds
    ("三里外的村子里，千里迢迢", "三里外的村子裡，千里迢迢"),
    ("决斗前喝了一斗米酒，北斗星在上", "決鬥前喝了一斗米酒，北斗星在上"),
    ("他当众出丑，丑时才回", "他當眾出醜，丑時才回"),
    ("皇后身后，太后之后", "皇后身後，太后之後"),
    ("面对面吃面", "面對面吃麵"),
    ("干什么！饼干干了，树干断了，与你何干", "幹什麼！餅乾乾了，樹幹斷了，與你何干"),
    ("他发现头发白了，发财也没用", "他發現頭髮白了，發財也沒用"),
    ("她松了一口气，靠在松树下", "她鬆了一口氣，靠在松樹下"),
    ("茶几上有几本书", "茶几上有幾本書"),
    ("只有一只猫，两只手", "只有一隻貓，兩隻手"),
    ("台上有一台电脑，台风来了", "台上有一台電腦，颱風來了"),
    ("出征前，皇上征求过她的意见，这是不祥的征兆", "出征前，皇上徵求過她的意見，這是不祥的徵兆"),
    ("范家的范围，姜家的生姜", "范家的範圍，姜家的生薑"),
    ("岳父登上五岳", "岳父登上五嶽"),
    ("前仆后继的仆人，人云亦云", "前仆後繼的僕人，人云亦云"),
    ("一见钟情，钟声响了", "一見鍾情，鐘聲響了"),
    ("联系中文系，系好安全带", "聯繫中文系，繫好安全帶"),
    ("复仇很复杂，别重复", "復仇很複雜，別重複"),
    ("日历，经历，山谷里的稻谷", "日曆，經歷，山谷裡的稻穀"),
    ("别冲动，冲杯茶", "別衝動，沖杯茶"),
    ("留着胡子胡说，尽管走到尽头", "留著鬍子胡說，儘管走到盡頭"),
    ("凶手很凶，舍不得宿舍", "兇手很兇，捨不得宿舍"),
    ("御前御敌，她当了歌后，然后走了", "御前禦敵，她當了歌后，然後走了"),
    # spelling of Taiwan
    ("台湾电视台的舞台、柜台和台风", "台灣電視台的舞台、櫃檯和颱風"),
    # surnames
    ("范总、姜太太和郁小姐", "范總、姜太太和郁小姐"),
    ("请于老师发言，对于老师来说", "請于老師發言，對於老師來說"),
    ("余先生的余生，其余老师", "余先生的餘生，其餘老師"),
    ("他姓余，老范和岳总", "他姓余，老范和岳總"),
    ("范围和规范", "範圍和規範"),
    ("三小于五", "三小於五"),
]  # fmt: skip


def convert(
    text: str, source: str = "zh-Hans", target: str = "zh-Hant-TW", vocabulary: str = "dialogue"
) -> str:
    engine = create(
        "opencc", source=source, target=target, options=EngineOptions(extra={"vocabulary": vocabulary})
    )
    (answer,) = engine.translate([Request("1", text)])
    assert isinstance(answer, Candidate)
    return answer.text


@pytest.mark.parametrize(("simplified", "traditional"), TAIWAN)
def test_a_line_of_dialogue_reads_as_taiwan_writes_it(simplified: str, traditional: str) -> None:
    assert convert(simplified) == traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("打车去看视频", "搭的士去看影片"),
        ("心里面", "心裏面"),
        ("质量很好的自行车", "質素很好的單車"),
        ("台湾的舞台", "台灣的舞台"),
    ],
)
def test_a_line_of_dialogue_reads_as_hong_kong_writes_it(simplified: str, traditional: str) -> None:
    assert convert(simplified, target="zh-Hant-HK") == traditional


def test_traditional_without_a_region_takes_characters_and_leaves_words() -> None:
    assert convert("打印机在里面", target="zh-Hant") == "打印機在裡面"


def test_interface_vocabulary_adds_the_words_of_menus() -> None:
    assert convert("保存设置", vocabulary="interface") == "儲存設定"
    assert convert("保存设置", vocabulary="dialogue") == "保存設置"
    assert convert("打印机", vocabulary="none") == "打印機"


@pytest.mark.parametrize(
    ("traditional", "simplified", "source"),
    [
        ("軟體和計程車", "软件和计程车", "zh-Hant-TW"),
        ("軟體動物", "软体动物", "zh-Hant-TW"),
        ("皇后在後宮裡", "皇后在后宫里", "zh-Hant-TW"),
        ("心裏的乾隆", "心里的乾隆", "zh-Hant-HK"),
        ("他很有智慧，管道很多", "他很有智慧，管道很多", "zh-Hant-TW"),
    ],
)
def test_traditional_goes_back_to_simplified(traditional: str, simplified: str, source: str) -> None:
    assert convert(traditional, source=source, target="zh-Hans") == simplified


def test_protected_symbols_split_no_word_and_are_not_touched() -> None:
    assert convert("\ue000后宫\uf001在\U00100000这里") == "\ue000後宮\uf001在\U00100000這裡"


def test_a_symbol_before_the_word_for_after_days_counts_as_a_number() -> None:
    assert convert("\ue000天后收获") == "\ue000天後收穫"


def test_simplified_characters_are_what_other_engines_get() -> None:
    assert to_simplified("這裡\ue000乾隆") == "这里\ue000乾隆"


@pytest.mark.parametrize("name", ["words-tw.tsv", "words-hk.tsv", "characters.tsv", "surnames.tsv"])
def test_every_row_of_a_table_is_whole_unique_and_has_a_reason(name: str) -> None:
    lines = [x for x in (DATA / name).read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    header, *rows = [tuple(line.split("\t")) for line in lines]
    assert header[-1] == "reason"
    assert [row for row in rows if len(row) != len(header) or not all(row)] == []
    keys = [(row[0], row[2]) for row in rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", ["words-tw.tsv", "words-hk.tsv", "characters.tsv"])
def test_every_expression_of_a_table_is_valid_and_captures_nothing(name: str) -> None:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("pattern:"):
            pattern = line.split("\t")[0].removeprefix("pattern:")
            assert re.compile(pattern).groups == 0, pattern
            assert re.fullmatch("[\u4e00-\u9fff]+", first_characters(pattern)), pattern


def test_the_gate_of_first_characters_lets_every_correction_through(sample_data: Path) -> None:
    text = (sample_data / "parallel" / "tatoeba_cmn_eng.tsv").read_text(encoding="utf-8")[:200_000]
    converter = to_traditional("TW", "interface")
    rows = converter._rows.values()
    for pattern, _ in rows:
        for match in pattern.finditer(text):
            assert match.group()[0] in converter._rows


def test_a_round_trip_of_characters_gives_the_line_back(sample_data: Path) -> None:
    lines = (sample_data / "parallel" / "tatoeba_cmn_eng.tsv").read_text(encoding="utf-8").splitlines()[:3000]
    there, back = to_traditional("TW", "none"), from_traditional("TW", "none")
    sources = [line.split("\t")[0] for line in lines]
    same = sum(back.convert(there.convert(s)) == to_simplified(s) for s in sources)
    assert same / len(sources) > 0.98


def test_a_converter_without_corrections_is_plain_opencc() -> None:
    assert Converter("s2tw", ()).convert("后宫") == "後宮"
