"""Columns of tables by what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import LocalizeError, ParseError
from localize.formats import ParseOptions, parse, render
from localize.formats.table_columns import Holds, columns_of, pair_of
from localize.formats.table_roles import roles_of

ROWS = [
    ["ui.ok", "确定吗？", "Are you sure?", "7", "que4 ding4"],
    ["ui.no", "取消这个", "Cancel this one", "12", "qu3 xiao1"],
    ["ui.go", "继续游戏", "Go on", "9", "ji4 xu4"],
]


def test_keys_texts_numbers_and_readings_are_told_apart() -> None:
    assert [(c.holds, c.writing) for c in columns_of(ROWS)] == [
        (Holds.KEYS, ""),
        (Holds.TEXT, "Simplified Chinese"),
        (Holds.TEXT, "Latin letters"),
        (Holds.NUMBERS, ""),
        (Holds.READING, ""),
    ]


@pytest.mark.parametrize("locale", ["en", "es-419", None])
def test_chinese_is_the_source_and_the_other_text_its_translation(locale: str | None) -> None:
    roles = roles_of(ROWS, locale)
    assert roles is not None
    assert (roles.key, roles.source, roles.target, roles.has_header) == (0, 1, 2, False)


def test_headings_that_nobody_knows_are_still_headings() -> None:
    roles = roles_of([["Tag", "Zhongwen", "Yingwen", "N", "Py"], *ROWS], "en")
    assert roles is not None
    assert (roles.has_header, roles.key, roles.source, roles.target) == (True, 0, 1, 2)


@pytest.mark.parametrize(
    ("locale", "pair"), [("en", (0, 2)), ("zh-Hant", (0, 1)), ("zh-TW", (0, 1)), ("ja", None), (None, (0, 2))]
)
def test_both_kinds_of_chinese_are_told_by_their_characters(
    locale: str | None, pair: tuple[int, int] | None
) -> None:
    rows = [["他们说", "他們說", "they say so"], ["没问题", "沒問題", "no problem at all"]]
    assert pair_of(columns_of(rows), locale) == pair


def test_japanese_and_korean_are_not_taken_for_chinese() -> None:
    columns = columns_of(
        [["今日は良い天気です", "오늘은 날씨가 좋다", "今天天气很好"], ["本を読む", "책을 읽다", "读书"]]
    )
    assert [c.writing for c in columns] == ["Japanese", "Korean", "Simplified Chinese"]
    assert pair_of(columns, "ko") == (2, 1)


def test_what_is_ambiguous_is_refused_with_the_columns_that_were_seen() -> None:
    data = b"a b,c d,e f\ng h,i j,k l\n"
    with pytest.raises(
        ParseError, match=r"x\.csv:1: .*1: text in Latin letters \('a b'\), 2: text"
    ) as caught:
        parse(data, "x.csv")
    assert "key, source, target" in caught.value.do


def test_a_table_without_headings_goes_round_and_is_translated() -> None:
    data = "".join(",".join(row) + "\r\n" for row in ROWS).encode("gb18030")
    document = parse(data, "x.csv", options=ParseOptions(target_locale="en"))
    assert next((s.id, s.source, s.target) for s in document.segments) == (
        "ui.ok",
        "确定吗？",
        "Are you sure?",
    )
    assert render(document, {}) == data
    result = render(document, {document.segments[1].id: "Cancel, now"})
    assert result == data.replace(b"Cancel this one", b'"Cancel, now"')


def test_most_real_tables_are_read_and_the_others_say_why(sample_data: Path) -> None:
    read = 0
    for path in sorted([*sample_data.glob("**/*.csv"), *sample_data.glob("**/*.tsv")]):
        if path.stat().st_size > 3_000_000:
            continue
        try:
            parse(path.read_bytes(), path.name)
        except LocalizeError as error:
            assert "no column is known to hold text" in str(error)  # noqa: PT017
            continue
        read += 1
    assert read >= 26
