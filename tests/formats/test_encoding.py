"""How bytes become text: detection, exactness, refusals."""

from __future__ import annotations

import pytest

from localize.errors import EncodingError, RenderError, UsageError
from localize.formats import ParseOptions, parse, render, transcode
from localize.formats.encoding import codec_name, find_encoding
from localize.formats.source import SourceText
from localize.model import Encoding

SIMPLIFIED = [
    "你终于回来了，我等了你三年。",
    "这就是你说的真相吗？",
    "陆少，夫人在医院里等着您呢！",
    "从今天起，我们恩断义绝。",
]
TRADITIONAL = [
    "你終於回來了，我等了你三年。",
    "這就是你說的真相嗎？",
    "陸少，夫人在醫院裡等著您呢！",
    "從今天起，我們恩斷義絕。",
]
OTHERS = {
    "cp949": ["오늘부터 우리는 남남이에요.", "당신이 말한 진실이 이거예요?", "병원에서 기다리고 있어요."],
    "cp932": ["今日から私たちは他人です。", "これがあなたの言った真実なの？", "病院で待っています。"],
    "cp1251": ["С сегодняшнего дня мы чужие люди.", "Это и есть правда, о которой ты говорил?"],
    "cp1252": ["À partir d'aujourd'hui, nous sommes étrangers.", "C'est ça, la vérité dont tu m'as parlé ?"],
    "tis-620": ["ตั้งแต่วันนี้เราเป็นคนแปลกหน้ากัน", "นี่คือความจริงที่คุณพูดถึงหรือ"],
}


def srt(lines: list[str], newline: str = "\r\n") -> str:
    cues = [f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\n{text}\n" for i, text in enumerate(lines, 1)]
    return "\n".join(cues).replace("\n", newline)


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(
    ("codec", "lines"),
    [
        ("gb18030", SIMPLIFIED),
        ("gb18030", TRADITIONAL),
        ("big5", TRADITIONAL),
        ("utf-8", SIMPLIFIED),
        ("utf-16-le", SIMPLIFIED),
        ("utf-16-be", TRADITIONAL),
    ],
)
def test_chinese_encodings_are_found_without_any_mark(codec: str, lines: list[str], count: int) -> None:
    document = parse(srt(lines[:count]).encode(codec), "x.srt")
    assert document.encoding.name == codec
    assert document.encoding.basis == "detected"
    assert [segment.source for segment in document.segments] == lines[:count]


@pytest.mark.parametrize("codec", OTHERS)
def test_other_languages_are_not_taken_for_chinese(codec: str) -> None:
    document = parse(srt(OTHERS[codec] * 3).encode(codec), "x.srt")
    assert [segment.source for segment in document.segments] == OTHERS[codec] * 3


@pytest.mark.parametrize(
    ("bom", "codec"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides(bom: bytes, codec: str) -> None:
    assert find_encoding(bom + "你好".encode(codec), "x") == Encoding(codec, bom, 1.0, "bom")


def test_a_declaration_is_believed_only_if_it_fits() -> None:
    assert find_encoding("你好".encode("gbk"), "x", declared="gb2312").basis == "declared"
    assert find_encoding("你好，世界".encode(), "x", declared="shift_jis-no-such").name == "utf-8"


def test_a_given_encoding_is_taken_as_it_is_or_refused() -> None:
    data = srt(OTHERS["cp1251"]).encode("cp1251")
    document = parse(data, "x.srt", options=ParseOptions(encoding="windows-1251"))
    assert (document.encoding.name, document.encoding.basis) == ("cp1251", "given")
    with pytest.raises(EncodingError, match=r"x.srt:3: ENC001 the bytes .* are not text in utf-8"):
        parse(data, "x.srt", options=ParseOptions(encoding="utf-8"))


def test_a_given_utf16_takes_its_order_from_the_mark() -> None:
    data = srt(SIMPLIFIED).encode("utf-16-be")
    document = parse(b"\xfe\xff" + data, "x.srt", options=ParseOptions(encoding="utf-16"))
    assert document.encoding == Encoding("utf-16-be", b"\xfe\xff", 1.0, "given")


@pytest.mark.parametrize("name", ["klingon", "rot13", "base64", "\0"])
def test_a_name_that_is_no_text_codec_is_wrong_use(name: str) -> None:
    with pytest.raises(UsageError, match="unknown encoding"):
        codec_name(name)


@pytest.mark.parametrize("name", ["utf-7", "hz", "iso2022_jp", "unicode_escape"])
def test_a_codec_with_a_state_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be written in place"):
        codec_name(name)


@pytest.mark.parametrize(
    ("codec", "raw"),
    [
        ("cp932", b"\xed\x40\x81\xca\xfa\x54"),
        ("big5hkscs", b"\x88\x62\xa7\x41\xa1\xfe"),
        ("cp950", b"\xa1\xc3\xf9\xf9"),
    ],
)
def test_bytes_that_encode_otherwise_than_they_decode_keep_exact_offsets(codec: str, raw: bytes) -> None:
    data = (
        b"1\n00:00:01,000 --> 00:00:02,000\n"
        + raw
        + b"\n\n2\n00:00:03,000 --> 00:00:04,000\nabc"
        + raw
        + b"\n"
    )
    document = parse(data, "x.srt", options=ParseOptions(encoding=codec))
    first, second = (segment.spans[0] for segment in document.segments)
    assert data[first.start : first.end] == raw
    assert data[second.start : second.end] == b"abc" + raw
    result = render(document, {document.segments[1].id: "xyz"})
    assert result == data.replace(b"abc" + raw, b"xyz")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "cp932", "utf-16-le", "utf-32-be", "cp1252"])
def test_offsets_of_characters_are_those_of_encoded_prefixes(codec: str) -> None:
    text = "aé中" if codec != "cp1252" else "aé¶"
    text = "".join(ch for ch in text * 3 if ch.encode(codec, "ignore"))
    source = SourceText("x", b"BOM" + text.encode(codec), Encoding(codec, b"BOM"))
    positions = list(range(len(text) + 1))
    assert list(source.offsets(positions)) == [3 + len(text[:n].encode(codec)) for n in positions]
    utf8 = [len(text[:n].encode()) for n in positions]
    assert list(source.utf8_offsets(utf8)) == list(source.offsets(positions))


def test_characters_that_the_encoding_lacks_are_named_with_the_way_out() -> None:
    document = parse(srt(TRADITIONAL).encode("big5"), "ep01.srt")
    with pytest.raises(
        RenderError, match=r"ep01.srt:5: FMT005 big5 has no 'é' \(U\+00E9\).*convert the file to UTF-8"
    ):
        render(document, {document.segments[1].id: "café"})


def test_half_a_character_in_a_target_is_refused() -> None:
    document = parse(srt(SIMPLIFIED).encode(), "x.srt")
    with pytest.raises(RenderError, match="half a character"):
        render(document, {document.segments[0].id: "\ud83d"})


def test_transcoding_changes_the_encoding_and_nothing_else() -> None:
    data = srt(TRADITIONAL).encode("big5")
    assert transcode(data, "x.srt") == srt(TRADITIONAL).encode()
    with pytest.raises(RenderError, match=r"x.srt:3: FMT005 cp1252 has no"):
        transcode(data, "x.srt", encoding="cp1252")


def test_xml_that_declares_no_encoding_stays_utf_8() -> None:
    data = "<resources><string name='a'>好的</string></resources>".encode()
    assert transcode(data, "strings.xml") == data
    with pytest.raises(UsageError, match="declares no encoding is utf-8, not gb18030"):
        transcode(data, "strings.xml", encoding="gb18030")


@pytest.mark.parametrize(
    ("text", "missing", "at"),
    [
        ('{"a": "好"}'[:-2] + "你", 1, "byte 11 of 12"),
        ('{"a": "好"}'[:-2] + "你", 2, "byte 11 of 11"),
        ('{"a": "déjà vu", "b": "à', 1, "byte 26 of 26"),
        ("\ufeff好的。\n再见", 1, "byte 17 of 18"),
        ('{"a": "🙂", "b": "🙂', 1, "byte 21 of 23"),
    ],
)
def test_a_file_cut_inside_a_character_is_told_with_the_place_however_short_it_is(
    text: str, missing: int, at: str
) -> None:
    with pytest.raises(
        EncodingError, match=rf"ENC002 .* middle of a character \(utf-8, {at}\) .*get it again"
    ):
        find_encoding(text.encode()[:-missing], "x.json")


@pytest.mark.parametrize("text", ["Un café", "Voilà où ça va: été, à l’été"])
def test_western_texts_that_end_in_a_letter_with_an_accent_are_not_cut(text: str) -> None:
    assert find_encoding(text.encode("cp1252"), "x").name != "utf-8"


def test_noise_is_refused() -> None:
    noise = bytes(range(0x80, 0x100)) * 3
    with pytest.raises(EncodingError, match="x:1: ENC001 the bytes are not text in any encoding"):
        find_encoding(noise, "x")


@pytest.mark.parametrize(
    ("codec", "lines"),
    [
        ("tis-620", ["สวัสดีครับ คุณสบายดีไหม", "ผมรักคุณ"]),
        ("cp874", ["“ใช่” ไปกันเถอะ…", "เมื่อวานนี้ฉันไปตลาดกับแม่"]),
        ("cp1252", ["Déjà vu – “ça va” ?", "À bientôt…"]),
        ("cp1252", ["Tack så mycket!", "Hör på mig, älskling."]),
        ("cp1252", ["¿Dónde estás, señor?", "¡Mañana!"]),
        ("cp1250", ["Čekao sam te, dođi kući"]),
        ("cp1251", ["Привет, как дела?", "Смотри DVD"]),
    ],
)
def test_two_cues_are_enough_to_tell_scripts_of_single_bytes_apart(codec: str, lines: list[str]) -> None:
    document = parse(srt(lines).encode(codec), "x.srt")
    assert [segment.source for segment in document.segments] == lines


@pytest.mark.parametrize("codec", ["gb18030", "big5"])
def test_short_chinese_that_would_be_sound_thai_stays_chinese(codec: str) -> None:
    lines = ["我每天跑步。", "天快要下雨了。", "我知道你的意思。"]
    document = parse(srt(lines).encode(codec), "x.srt")
    assert [segment.source for segment in document.segments] == lines
