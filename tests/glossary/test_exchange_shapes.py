"""The shapes of other tools: tables of Weblate and DeepL, spreadsheets, key names and phrases, our own CSV."""

from __future__ import annotations

import io
import zipfile

import pytest

from localize.errors import GlossaryError, ProblemsError, UsageError
from localize.glossary import Concept, Condition, Rendering, Status, Strategy, import_csv, load
from localize.glossary.exchange import export_csv
from localize.glossary.knp import (
    FormalitySheet,
    KnpBook,
    KnpRow,
    read_knp,
    write_knp,
)
from localize.glossary.knp_cells import Cell, Formality
from localize.glossary.languages import language_name, locale_named
from localize.glossary.pairs import looks_like_pairs, read_pairs, write_deepl, write_weblate
from localize.glossary.workbook import read_workbook, write_workbook
from localize.glossary.xlsx import read_xlsx, write_xlsx


def _rendering(locale: str, text: str, status: Status = Status.PREFERRED, **more: object) -> Rendering:
    return Rendering(locale, text, status, Strategy.OFFICIAL, **more)  # type: ignore[arg-type]


EMPEROR = Concept(
    "palace.huangshang",
    "palace",
    "皇上",
    "皇上",
    Strategy.OFFICIAL,
    (
        _rendering("en", "Your Majesty", when=Condition(vocative=True)),
        _rendering("en", "the Emperor"),
        _rendering("en", "Sire", Status.ADMITTED, note="old-fashioned"),
        _rendering("en", "King", Status.FORBIDDEN),
        _rendering("es", "Majestad"),
    ),
)
BARE = Concept("food.a", "food", "馍", "饃", Strategy.RETAIN, (_rendering("ko", "모"),))


def test_a_flat_table_gets_the_unconditional_preferred_rendering_of_the_nearest_locale() -> None:
    table = write_deepl([EMPEROR, BARE], "en-US")
    assert table.data.decode() == "皇上\tthe Emperor\n"
    assert (table.rows, table.left_out) == (1, ("food.a",))


def test_a_name_in_latin_letters_serves_every_latin_script_but_vietnamese() -> None:
    name = Concept(
        "people.lin", "people", "林默", "", Strategy.OFFICIAL,
        (_rendering("und-Latn", "Lin Mo"), _rendering("es", "Lin Moh")),
    )  # fmt: skip
    said = {locale: write_deepl([name], locale).data.decode() for locale in ("en-US", "es-419", "vi", "ko")}
    assert said == {"en-US": "林默\tLin Mo\n", "es-419": "林默\tLin Moh\n", "vi": "", "ko": ""}
    assert ",林默,Lin Mo," in write_weblate([name], "en-US").data.decode()
    assert write_weblate([name], "vi").left_out == ("people.lin",)


def test_deepl_gets_no_phrase_twice_and_none_that_is_too_long() -> None:
    long = Concept("x.long", "x", "长", "", Strategy.OFFICIAL, (_rendering("en", "é" * 513),))
    table = write_deepl([EMPEROR, EMPEROR, long], "en-US", separator=",")
    assert (table.rows, table.left_out) == (1, ("palace.huangshang", "x.long"))


def test_weblate_gets_one_row_a_rendering_and_gives_the_statuses_back() -> None:
    table = write_weblate([EMPEROR], "en-US")
    (again,) = read_pairs(table.data, "w.csv", locale="en-US")
    assert [(r.text, r.status, r.note) for r in again.renderings] == [
        ("the Emperor", Status.PREFERRED, ""),
        ("Your Majesty", Status.ADMITTED, ""),
        ("Sire", Status.ADMITTED, "old-fashioned"),
        ("King", Status.FORBIDDEN, ""),
    ]


def test_tables_of_pairs_are_told_from_tables_with_a_row_of_locales() -> None:
    assert looks_like_pairs(write_deepl([EMPEROR], "en").data)
    assert looks_like_pairs(write_weblate([EMPEROR], "en").data)
    assert not looks_like_pairs("zh-Hans,en-US\n皇上,the Emperor\n".encode())


def test_deepl_with_four_columns_says_its_languages_and_with_two_the_caller_must() -> None:
    (four,) = read_pairs("皇上,the Emperor,zh,en-us\n".encode(), "d.csv")
    assert [(r.locale, r.text) for r in four.renderings] == [("en-US", "the Emperor")]
    with pytest.raises(UsageError, match=r"d\.tsv does not say the language"):
        read_pairs("皇上\tthe Emperor\n".encode(), "d.tsv")
    with pytest.raises(ProblemsError, match="GLO008 the table is empty"):
        read_pairs(b"", "d.tsv", locale="en")


def test_quotes_in_tsv_are_text_as_deepl_reads_them() -> None:
    (concept,) = read_pairs('皇上\t"the" Emperor\n'.encode(), "d.tsv", locale="en")
    assert concept.renderings[0].text == '"the" Emperor'


def test_our_own_csv_comes_back_with_preferred_and_admitted_renderings() -> None:
    emperor, bare = import_csv(export_csv([EMPEROR, BARE]), "t.csv")
    assert [r.text for r in emperor.renderings if r.locale == "en"] == ["Your Majesty", "the Emperor", "Sire"]
    assert (bare.term, bare.hant) == ("馍", "饃")


def test_a_sheet_is_one_row_a_rendering_and_readable() -> None:
    rows = read_workbook(write_xlsx([EMPEROR]), "x.xlsx")["terms"]
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["concept"], first["term"], first["locale"], first["text"]) == (
        "palace.huangshang",
        "皇上",
        "en",
        "Your Majesty",
    )
    assert first["when"] == '{"vocative": true}'
    assert len(rows) == 1 + len(EMPEROR.renderings)


def test_rows_that_a_person_added_need_only_term_locale_and_text() -> None:
    data = write_workbook(
        {
            "any": (
                [["term", "locale", "text"], ["彩礼", "en-US", "bride price"], ["250", "en-US", "fool"]],
                (),
            )
        }
    )
    price, fool = read_xlsx(data, "x.xlsx")
    assert (price.id, price.renderings[0].text, price.renderings[0].status) == (
        "project.彩礼",
        "bride price",
        Status.PREFERRED,
    )
    assert fool.term == "250"


def test_every_bad_row_of_a_sheet_is_reported_at_its_line() -> None:
    rows = [
        ["term", "locale", "text", "status"],
        ["甲", "en", "a" * 501, ""],
        ["乙", "en", "b", "best"],
    ]
    with pytest.raises(ProblemsError, match=r"x\.xlsx:2: GLO008") as caught:
        read_xlsx(write_workbook({"t": (rows, ())}), "x.xlsx")
    assert [p.place.line for p in caught.value.problems if p.place] == [2, 3]


def test_formulas_stay_text() -> None:
    data = write_workbook({"t": ([["=1+1", "#N/A", "_x000D_", "a\rb"]], ())})
    assert read_workbook(data, "x") == {"t": [["=1+1", "#N/A", "_x000D_", "a\rb"]]}


def test_rows_that_end_early_or_go_on_past_the_heading_lose_nothing() -> None:
    data = write_workbook({"t": ([["a", "b"], ["1"], [], ["1", "", "3"]], ())})
    assert read_workbook(data, "x") == {"t": [["a", "b", ""], ["1", "", ""], ["", "", ""], ["1", "", "3"]]}


def test_the_heading_alone_is_bold_and_every_cell_wraps() -> None:
    from openpyxl import load_workbook

    data = write_workbook({"t": ([["a", "b"], ["1", "2"], ["3", "4"]], (10, 20))})
    sheet = load_workbook(io.BytesIO(data))["t"]
    assert [[cell.font.b for cell in row] for row in sheet] == [[True, True], [False, False], [False, False]]
    assert all(cell.alignment.wrap_text for row in sheet for cell in row)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet.column_dimensions["B"].width == 20


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04broken", "no XLSX workbook"),
        (b"text", "no XLSX workbook"),
        (_zip(xl__workbook=b"<a/>"), "no XLSX workbook"),
        (_zip(xl__workbook=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares entities"),
    ],
    ids=["cut", "text", "other parts", "entities"],  # an archive holds the time of its making
)
def test_hostile_and_foreign_workbooks_are_one_problem(data: bytes, what: str) -> None:
    with pytest.raises(GlossaryError, match=what):
        read_workbook(data, "x.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("localize.glossary.workbook.MAX_UNPACKED", 1000)
    with pytest.raises(GlossaryError, match="GLO003 the workbook unpacks to more than"):
        read_workbook(_zip(xl__a=b" " * 5000), "x.xlsx")


BOOK = KnpBook(
    (
        KnpRow(
            "Character",
            "林晚",
            "f; reborn",
            24,
            {"en-US": ("Lin Wan", ""), "es-419": ("Lin Wan", "sin tilde")},
        ),
        KnpRow("Phrase", "千金不卖", "", None, {"en-US": ("Not for Sale", "title")}),
    ),
    (
        FormalitySheet(
            "es-419",
            ("Lin Wan", "Qin Shuo"),
            {
                ("Lin Wan", "Qin Shuo"): Cell(Formality.MIXED),
                ("Qin Shuo", "Lin Wan"): Cell(Formality.INFORMAL),
            },
        ),
    ),
)


def test_key_names_and_phrases_come_back_with_their_formality_sheets() -> None:
    assert read_knp(write_knp(BOOK), "k.xlsx") == BOOK


def test_the_sheets_have_the_shape_of_the_template() -> None:
    sheets = read_workbook(write_knp(BOOK), "k.xlsx")
    assert sheets["KNP"][0] == [
        "TYPE NAME",
        "SOURCE TERM",
        "NOTES",
        "FREQUENCY",
        "ENGLISH (UNITED STATES)",
        "ENGLISH (UNITED STATES) NOTES",
        "SPANISH (LATIN AMERICA)",
        "SPANISH (LATIN AMERICA) NOTES",
    ]
    assert sheets["KNP"][1][:6] == ["Character", "林晚", "f; reborn", "24", "Lin Wan", ""]
    assert sheets["Formality es-419"][1] == ["Lin Wan", "", "F/I"]


def test_bad_cells_of_a_template_are_reported_together() -> None:
    sheets = {
        "KNP": (
            [
                ["TYPE NAME", "SOURCE TERM", "FREQUENCY", "KLINGON"],
                ["x", "", "", ""],
                ["x", "甲", "often", ""],
            ],
            (),
        ),
        "Formality ko": ([["", "A", "B"], ["A", "", "curtly"]], ()),
    }
    with pytest.raises(ProblemsError, match="'KLINGON' is no language") as caught:
        read_knp(write_workbook(sheets), "k.xlsx")
    said = str(caught.value)
    assert "k.xlsx:2: GLO008 the row has no source term" in said
    assert "k.xlsx:3: GLO008 the frequency 'often' is no number" in said
    assert "k.xlsx:2: GLO008 A to B is 'curtly' (write F, I, F/I, a word such as usted" in said


@pytest.mark.parametrize("tag", ["en-US", "es-419", "pt-BR", "zh-Hant-TW", "zh-Hant", "ko", "id", "ar", "vi"])
def test_a_language_is_known_by_the_name_that_we_write(tag: str) -> None:
    assert locale_named(language_name(tag)) == tag


def test_the_packs_fit_every_shape() -> None:
    packs = load().concepts
    assert len(read_pairs(write_weblate(packs, "vi").data, "w", locale="vi")) > 200
    assert write_deepl(packs, "ko").rows > 200
