"""Tables in text: columns, quoting, rows that are too short, new columns, and what is refused."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.errors import LocalizeError, ParseError
from localize.formats import ParseOptions, load_format, parse, render
from localize.formats.csv_cells import Dialect, dialect_of, rows_of
from localize.formats.splice import outside, rendered_source
from localize.formats.table_locales import column_locale, heading_like, pick_source, pick_target
from localize.formats.table_roles import is_heading_row, roles_of
from localize.model import Document

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats" / "csv"


def read(text: str | bytes, locale: str | None = None, name: str = "a.csv") -> Document:
    data = text.encode() if isinstance(text, str) else text
    return parse(data, name, format="csv", options=ParseOptions(target_locale=locale))


def written(text: str, targets: dict[str, str], locale: str | None = None, name: str = "a.csv") -> str:
    return render(read(text, locale, name), targets).decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("headings", "locale", "source", "target"),
    [
        ("keys,en,zh", "en", 2, 1),
        ("keys,en,zh", "fr", 2, 3),
        ("keys,en,zh", "zh-Hans", 1, 2),
        ("Key,Id,English(en),Chinese (Simplified)(zh-Hans)", "en", 3, 2),
        ("Key,Id,English(en),Chinese (Simplified)(zh-Hans)", "ja", 3, 4),
        ("key,zh_CN,zh_TW,en_US,es_ES", "zh-Hant", 1, 2),
        ("key,zh_CN,zh_TW,en_US,es_ES", "en", 1, 3),
        ("key,zh_CN,zh_TW,en_US,es_ES", "es-419", 1, 5),
        ("键,中文,英文,备注", "en", 1, 2),
        ("编号,原文,译文", "en", 1, 2),
        ("ID,Source,Target", "en", 1, 2),
        ("key,en,id", "id", 1, 2),
        ("source,target", None, 0, 1),
    ],
)
def test_headings_say_what_the_columns_are(
    headings: str, locale: str | None, source: int, target: int
) -> None:
    roles = roles_of([headings.split(",")], locale)
    assert roles is not None
    assert (roles.source, roles.target) == (source, target)
    assert (roles.heading is not None) == (target >= len(headings.split(",")))


@pytest.mark.parametrize(
    ("headings", "texts"),
    [
        ("Key,SourceString,Comment", (1,)),
        ("key,text", (1,)),
        ("ID,名称,描述", (1, 2)),
        ("key,whatever", (1,)),
        ("key,zh", (1,)),
        ("id,Speaker,Text", (2,)),
    ],
)
def test_a_table_of_one_language_is_replaced_in_place(headings: str, texts: tuple[int, ...]) -> None:
    roles = roles_of([headings.split(",")], None)
    assert roles is not None
    assert (roles.texts, roles.target) == (texts, None)


@pytest.mark.parametrize("rows", [["a,b,c", "d,e,f"], ["x1,y1,z1,开始"], ["id,foo,bar"], [""]])
def test_columns_that_nothing_names_are_not_guessed(rows: list[str]) -> None:
    assert roles_of([row.split(",") for row in rows], "en") is None


@pytest.mark.parametrize(
    ("heading", "tag"),
    [
        ("Chinese (Simplified)(zh-Hans)", "zh-Hans"), ("English (en)", "en"), ("zh_CN", "zh-CN"),
        ("简体中文", "zh-Hans"),
        ("繁體中文", "zh-Hant"), ("schinese", "zh-Hans"), ("Spanish (Latin America)", "es-419"), ("text_en", "en"),
        ("日语", "ja"), ("Notes", None), ("no", None), ("max", None), ("Key", None), ("description", None), ("", None),
    ],
)  # fmt: skip
def test_headings_name_languages(heading: str, tag: str | None) -> None:
    assert column_locale(heading) == tag


def test_traditional_chinese_is_never_taken_for_simplified() -> None:
    assert pick_target({0: "zh-TW", 1: "en"}, "zh-Hans") is None
    assert pick_target({0: "zh-CN", 1: "zh-TW"}, "zh-Hant-HK") == 1
    assert pick_target({0: "pt-BR"}, "pt-PT") is None
    assert pick_source({0: "en", 1: "zh-TW", 2: "zh-CN"}, "en") == 2


def test_a_new_column_is_headed_like_the_others() -> None:
    assert (
        heading_like(["English(en)", "Chinese (Simplified)(zh-Hans)"], "pt-BR")
        == "Portuguese (Brazil)(pt-BR)"
    )
    assert heading_like(["en", "zh_CN"], "zh-TW") == "zh_TW"
    assert heading_like(["中文"], "ja") == "ja"


def test_a_missing_column_is_made_whichever_row_is_translated() -> None:
    text = "keys,en,zh\r\nA,a,甲\r\nB,,乙\r\n"
    assert written(text, {"B": "b"}, "fr") == "keys,en,zh,fr\r\nA,a,甲\r\nB,,乙,b\r\n"
    document = read(text, "fr")
    again = read(render(document, {document.segments[1].id: "b"}), "fr")
    left, right = (b"".join(piece for _, piece in outside(load_format("csv"), d)) for d in (document, again))
    assert left == right


def test_a_row_that_is_too_short_is_filled_up() -> None:
    text = "key,source,context,target,comment\n1,甲\n2,乙,menu\n3,丙,,\n4,丁,,,c\n5\n"
    targets = {str(n): f"t{n}" for n in range(1, 5)}
    expected = "key,source,context,target,comment\n1,甲,,t1\n2,乙,menu,t2\n3,丙,,t3\n4,丁,,t4,c\n5\n"
    assert written(text, targets) == expected


@pytest.mark.parametrize(
    ("raw", "target", "new"),
    [
        ("x", "plain", "plain"),
        ('"x"', "plain", '"plain"'),
        ("x", "a,b", '"a,b"'),
        ("x", 'say "no"', '"say ""no"""'),
        ("x", "a\nb", '"a\nb"'),
        ("x", " a", '" a"'),
        ("", "a", "a"),
        ("x", "", ""),
        ('"x"', "", '""'),
    ],
)
def test_a_cell_keeps_its_quotes_and_gets_those_that_it_needs(raw: str, target: str, new: str) -> None:
    assert written(f"key,zh,en\nK,甲,{raw}\n", {"K": target}, "en") == f"key,zh,en\nK,甲,{new}\n"


def test_a_file_that_quotes_everything_quotes_new_cells() -> None:
    assert written('"key","zh"\r\n"K","甲"\r\n', {"K": "a"}, "en") == '"key","zh","en"\r\n"K","甲","a"\r\n'


def test_line_breaks_in_cells_follow_those_of_the_file() -> None:
    text = 'key,zh,en\r\nK,"甲\n乙",\r\nL,丙,\r\n'
    assert written(text, {"L": "a\nb"}, "en").endswith('L,丙,"a\nb"\r\n')
    text = "key,zh,en\r\nL,丙,\r\n"
    assert written(text, {"L": "a\nb"}, "en").endswith('L,丙,"a\r\nb"\r\n')


def test_a_tsv_without_quotes_escapes_what_its_cells_cannot_hold() -> None:
    text = '甲\\n乙\t\n"丙\tc\n'
    document = read(text, name="a.tsv")
    assert [segment.source for segment in document.segments] == ["甲\n乙", '"丙']
    assert written(text, {"row 1": "a\nb\t\\c"}, name="a.tsv").startswith("甲\\n乙\ta\\nb\\t\\c\n")


def test_the_separator_line_of_a_spreadsheet_is_no_row() -> None:
    assert [s.id for s in read("sep=;\nkey;zh;en\nK;甲;a,b\n", "en").segments] == ["K"]


@pytest.mark.parametrize("delimiter", ",;\t|")
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = delimiter.join(["key", "zh", "en"]) + "\n" + delimiter.join(["K", '"甲, 乙; 丙"', "a"]) + "\n"
    (segment,) = read(text, "en").segments
    assert (segment.source, segment.target) == ("甲, 乙; 丙", "a")


def test_a_number_that_only_looks_like_a_locale_is_the_number_of_the_row() -> None:
    (segment,) = read("id,zh\n7,甲\n").segments
    assert (segment.id, segment.key) == ("7", "7")


def test_a_table_without_a_known_column_is_refused() -> None:
    with pytest.raises(ParseError, match="no column is known to hold text") as caught:
        read("a,b,c\nd,e,f\n")
    assert "key, source, target" in caught.value.do


@given(st.text(st.sampled_from('a",;\n\r\t 甲'), max_size=40), st.sampled_from(",;"))
def test_rows_are_those_of_the_standard_reader(text: str, delimiter: str) -> None:
    source = rendered_source(
        text.encode(), Document("a", "csv", b"", parse(b"key,text\n", "a.csv").encoding, "\n", ())
    )
    got = [[cell.value for cell in row] for row in rows_of(source.scan, Dialect(delimiter, "quoted"))]
    wanted = [
        [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] or [""]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]
    if "\r" in text.replace("\r\n", ""):
        return  # CR CR LF is one line break here and two there
    assert got == wanted


@given(
    st.text(max_size=40), st.sampled_from([",", ";", "\t"]), st.sampled_from(["", '"x"', "x"]), st.booleans()
)
def test_a_written_cell_says_what_was_asked(value: str, delimiter: str, raw: str, is_literal: bool) -> None:
    value = value.replace("\r", "").replace("\0", "")
    if is_literal:
        delimiter = "\t"
    dialect = Dialect(delimiter, "literal" if is_literal else "quoted")
    scan = f"a{delimiter}{dialect.written(value, raw, chr(10))}{delimiter}b".encode("utf-8", "replace")
    if "\n[" in value or "\n<" in value:
        return  # a code of RPG Maker in a file with escapes; the proof of `render` refuses it
    rows = [[cell.value for cell in row] for row in rows_of(scan, dialect)]
    assert rows == [["a", value.encode("utf-8", "replace").decode(), "b"]]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data, "en")
    except LocalizeError:
        return
    assert render(document, {}) == data


@pytest.mark.parametrize(
    "path", sorted(p for p in GOLDEN.iterdir() if p.suffix != ".json"), ids=lambda p: p.name
)
def test_a_damaged_table_is_read_or_refused(path: Path) -> None:
    data, chance = path.read_bytes(), random.Random(5)
    for _ in range(150):
        at = chance.randrange(len(data))
        cut = data[:at] + bytes(chance.choices(b'",;\t\n\r|a \xff\\', k=2)) + data[at + chance.randrange(3) :]
        locale = chance.choice([None, "en", "th"])
        try:
            document = read(cut, locale, path.name)
            result = render(document, {s.id: f'新,"{n}' for n, s in enumerate(document.segments)})
        except LocalizeError:
            continue
        form = load_format("csv")
        assert len(form.read_back(result, document)) == len(document.segments)


def test_a_long_line_of_quotes_takes_no_longer_than_its_length() -> None:
    for text in ('"' * 200_001, 'a,"' * 50_000, '"a"b' * 50_000, '\t"a' * 50_000, "," * 200_000):
        scan = text.encode()
        dialect = dialect_of(scan, is_heading_row)
        if dialect is not None:
            assert sum(1 for _ in rows_of(scan, dialect)) == 1


def test_real_tables_go_round_or_are_refused_with_a_reason(sample_data: Path) -> None:
    read_files = 0
    for path in sorted([*sample_data.glob("**/*.csv"), *sample_data.glob("**/*.tsv")]):
        data = path.read_bytes()
        if len(data) > 2_000_000:
            continue
        try:
            document = read(data, name=path.name)
        except ParseError as error:
            assert "no column is known" in error.what  # noqa: PT017
            continue
        assert render(document, {}) == data
        targets = {segment.id: f"x, {n}\ty" for n, segment in enumerate(document.segments[:50])}
        assert render(document, targets) != data
        read_files += 1
    assert read_files >= 15
