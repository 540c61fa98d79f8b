"""JSON of game teams: plural keys of old i18next, tables of records, the text components of Minecraft."""

from __future__ import annotations

import json

import pytest

from localize.formats import ParseOptions, detect, parse, render, verify
from localize.formats.json_plurals import old_forms


def forms(data: str, locale: str | None = None) -> list[tuple[str, str, str | None]]:
    document = parse(data.encode(), "a.json", options=ParseOptions(target_locale=locale))
    return [(s.id, s.source, s.plural) for s in document.segments]


def test_old_plural_keys_are_a_family_wherever_they_stand() -> None:
    data = '{"item":"{{count}} item","item_alt":"x","item_plural":"{{count}} items","sad_plural":"y"}'
    assert forms(data) == [
        ("item", "{{count}} item", "one"),
        ("item_alt", "x", None),
        ("item_plural", "{{count}} items", "other"),
        ("sad_plural", "y", None),
    ]


def test_old_and_new_plural_keys_of_one_name_are_kept_apart() -> None:
    data = '{"n":"a","n_plural":"b","n_one":"c","n_other":"d","n_2":"no number"}'
    found = {name: plural for name, _, plural in forms(data, "de")}
    assert found == {"n": "one", "n_plural": "other", "n_one": "one", "n_other": "other", "n_2": None}


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [
        ("zh-Hans", {"n_0": "other"}),
        ("ru", {"n_0": "one", "n_1": "few", "n_2": "many"}),
        ("sl", {"n_0": "other", "n_1": "one", "n_2": "two", "n_3": "few"}),
        ("fr", {}),
    ],
)
def test_numbered_forms_are_put_in_for_languages_that_want_them(locale: str, wanted: dict[str, str]) -> None:
    data = b'{\n  "n": "{{count}} a",\n  "n_plural": "{{count}} b"\n}\n'
    document = parse(data, "a.json", options=ParseOptions(target_locale=locale))
    added = {str(s.id): s.plural for s in document.segments[2:]}
    assert added == wanted
    result = render(document, {s.id: f"{s.id}!" for s in document.segments})
    assert json.loads(result) == {name: f"{name}!" for name in ("n", "n_plural", *wanted)}
    assert verify(data, result, "a.json").equal


def test_one_numbered_form_of_chinese_becomes_two_of_english() -> None:
    data = '{"a":{"n_0":"{{count}} 个"}, "line_0":"一","line_1":"二"}'
    document = parse(data.encode(), "a.json", options=ParseOptions(target_locale="en"))
    assert [(s.id, s.plural) for s in document.segments] == [
        ("a/n_0", "other"),
        ("a/n", "one"),
        ("a/n_plural", "other"),
        ("line_0", None),
        ("line_1", None),
    ]
    targets = {s.id: s.id for s in document.segments}
    assert json.loads(render(document, targets))["a"] == {
        "n_0": "a/n_0",
        "n": "a/n",
        "n_plural": "a/n_plural",
    }


def test_a_form_that_drops_the_number_can_be_written_without_the_others() -> None:
    data = '{"n_other":"{{count}} 个"}'.encode()
    document = parse(data, "a.json", options=ParseOptions(target_locale="en"))
    assert render(document, {document.segments[0].id: "some"}) == b'{"n_other":"some"}'


def test_arabic_has_six_numbered_forms() -> None:
    assert [suffix for suffix, _ in old_forms("ar-EG")] == ["_0", "_1", "_2", "_3", "_4", "_5"]


def contexts(data: str) -> list[tuple[str, str, str | None]]:
    return [(s.id, s.source, s.context) for s in parse(data.encode(), "a.json").segments]


def test_the_texts_of_a_record_have_its_id_as_context_and_the_id_is_no_text() -> None:
    data = '{"items":[{"id":"sword_1","name":"剑","desc":"快","more":{"hint":"亮"}},{"name":"刀","id":7},"x"],"z":"尾"}'
    assert contexts(data) == [
        ("items/0/name", "剑", "sword_1"),
        ("items/0/desc", "快", "sword_1"),
        ("items/0/more/hint", "亮", "sword_1"),
        ("items/1/name", "刀", "7"),
        ("items/2", "x", None),
        ("z", "尾", None),
    ]


def test_an_id_in_words_is_text() -> None:
    assert contexts('[{"id":"你 好","a":"b"}]') == [("0/id", "你 好", None), ("0/a", "b", None)]


def test_colours_commands_and_addresses_of_minecraft_components_are_no_text() -> None:
    data = (
        '[{"text":"欢迎","color":"red","font":"minecraft:alt","bold":true,'
        '"clickEvent":{"action":"open_url","value":"https://example.org"},'
        '"hoverEvent":{"action":"show_text","contents":{"text":"提示","color":"#ff00aa"}},'
        '"extra":[{"translate":"item.minecraft.stone","fallback":"石头","color":"dark_aqua"},"尾"]},'
        '{"text":"x","hover_event":{"action":"show_item","contents":{"id":"minecraft:stone","tag":"{a:1}"}}},'
        '{"kind":"paint","color":"red"}]'
    )
    document = parse(data.encode(), "book.json")
    assert [s.source for s in document.segments] == ["欢迎", "提示", "石头", "尾", "x", "paint", "red"]
    result = render(document, {s.id: f'"{s.source}"' for s in document.segments})
    assert result.decode().count('\\"') == 14
    assert verify(data.encode(), result, "book.json").equal


RECORDS = '[\n  {"id": "a", "zh": "好", "en": "Good"},\n'
RECORDS += '  {"id": "b", "zh": "坏", "en": null},\n  {"id": "c", "zh": "无"}\n]\n'


def test_languages_of_records_are_columns_of_a_table() -> None:
    assert detect(RECORDS.encode(), "a.json").name == "json_table"
    document = parse(RECORDS.encode(), "a.json", options=ParseOptions(target_locale="en"))
    assert [(s.id, s.source, s.target) for s in document.segments] == [
        ("a", "好", "Good"),
        ("b", "坏", None),
        ("c", "无", None),
    ]
    result = render(document, {s.id: f'"{s.id}"' for s in document.segments})
    assert result.decode() == (
        '[\n  {"id": "a", "zh": "好", "en": "\\"a\\""},\n  {"id": "b", "zh": "坏", "en": "\\"b\\""},\n'
        '  {"id": "c", "zh": "无", "en": "\\"c\\""}\n]\n'
    )
    assert verify(RECORDS.encode(), result, "a.json", options=ParseOptions(target_locale="en")).equal


def test_a_language_that_no_record_has_is_put_in_after_the_source() -> None:
    options = ParseOptions(target_locale="fr")
    document = parse(RECORDS.encode(), "a.json", options=options)
    result = render(document, {document.segments[2].id: "rien"})
    assert json.loads(result)[2] == {"id": "c", "zh": "无", "fr": "rien"}
    assert [s.target for s in parse(result, "a.json", options=options).segments] == [None, None, "rien"]
    assert verify(RECORDS.encode(), result, "a.json", options=options).equal


def test_original_and_translation_of_records_are_a_pair() -> None:
    data = '{"v":1,"strings":[{"key":"k","original":"你好","translation":"","stage":0,"context":"门口"}],"t":"x"}'
    document = parse(data.encode(), "a.json")
    assert (document.format, len(document.remarks)) == ("json_table", 1)
    assert [(s.key, s.source, s.target, s.context) for s in document.segments] == [
        ("k", "你好", None, "门口")
    ]
    assert json.loads(render(document, {document.segments[0].id: "Hi"}))["strings"][0]["translation"] == "Hi"


@pytest.mark.parametrize(
    "data",
    [
        '[{"id":1,"name":"剑"}]',
        '{"en":{"a":"b"},"zh":{"a":"c"}}',
        '{"a":[{"text":"x"}]}',
        '[{"to":"a","is":"b"}]',
        "[1]",
    ],
)
def test_other_records_are_plain_strings(data: str) -> None:
    assert detect(data.encode(), "a.json").name == "json"
