"""The people of a work as sheets of a KNP, and back: nothing is lost, and what a client changes becomes the matrix."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.errors import ProblemsError
from localize.glossary import load
from localize.glossary.knp import KnpBook, KnpRow, read_knp, write_knp
from localize.glossary.knp_cells import Cell, Formality, read_cell, write_cell
from localize.glossary.people import NOBODY, People
from localize.glossary.people_import import take_people
from localize.glossary.people_load import read_people
from localize.glossary.people_sheets import address_lines, character_rows, formality_sheets
from localize.glossary.workbook import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = """\
# Who is who.
people:
  - id: lin-wan   # the heir
    names:
      - {term: 林晚, hant: 林晚, say: {und-Latn: Lin Wan, ko: 린완}}
      - {term: 晚晚, say: {und-Latn: Wan}, episodes: 3-}
    gender: f
    labels: [林总, 小林]
    speech: dry, short
  - {id: qin-shuo, names: [{term: 秦烁, say: {und-Latn: Qin Shuo}}], gender: m, age: "29", note: never smiles}
  - {id: butler, names: [{term: 管家}]}
relations:
  - {kind: spouse, between: [lin-wan, qin-shuo]}
address:
  # Servants are polite.
  - {speakers: [butler], forms: {es: {formality: formal}, ko: {formality: formal}}}
  - speakers: [lin-wan, qin-shuo]
    addressees: [lin-wan, qin-shuo]
    forms: {es: {formality: informal}, vi: {you: [anh, em], self: [em, anh]}}
  - {speakers: [qin-shuo], addressees: [lin-wan], source: [老婆], hant: [老婆], forms: {en: honey}, episodes: 2-}
ledger:
  - {file: ep01.srt, cues: "1", speaker: lin-wan, by: author, at: 2026-11-22}
"""


def people_of(text: str, name: str = "people.yaml") -> People:
    people, wrong = read_people([(name, text.encode())])
    assert not wrong, wrong
    return people


def book_of(people: People, *locales: str) -> KnpBook:
    sheets = formality_sheets(people, locales)
    return KnpBook(character_rows(people, locales), sheets, address_lines(people))


def unplaced(people: People) -> list[object]:
    persons = [
        dataclasses.replace(p, place=None, names=tuple(dataclasses.replace(n, place=None) for n in p.names))
        for p in people.persons
    ]
    return [*persons, *(dataclasses.replace(row, place=None) for row in people.rows)]


def changed(workbook: bytes, sheet: str, speaker: str, addressee: str, said: str) -> bytes:
    """Return a workbook in which a client wrote something into one cell of a grid."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(workbook))
    grid = book[sheet]
    column = next(c.column for c in grid[1] if c.value == addressee)
    row = next(r[0].row for r in grid.iter_rows() if r[0].value == speaker)
    grid.cell(row, column).value = said
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_people_become_sheets_and_a_new_file_made_of_them_says_the_same() -> None:
    people = people_of(PEOPLE)
    book = read_knp(write_knp(book_of(people)), "k.xlsx")
    assert book == book_of(people)
    taken = take_people(book, NOBODY, "", "new.yaml", "k.xlsx")
    assert unplaced(people_of(taken.text, "new.yaml")) == unplaced(people)
    assert (taken.persons, taken.rows) == (3, 3)


@pytest.mark.parametrize("locales", [(), ("es-419", "vi", "ko", "en-US")])
def test_a_workbook_that_nobody_changed_changes_nothing(locales: tuple[str, ...]) -> None:
    people = people_of(PEOPLE)
    book = read_knp(write_knp(book_of(people, *locales)), "k.xlsx")
    taken = take_people(book, people, PEOPLE, "people.yaml", "k.xlsx")
    assert (taken.text, taken.persons, taken.rows) == (PEOPLE, 0, 0)


@pytest.mark.parametrize(
    ("sheet", "speaker", "addressee", "said", "locale", "formality", "you"),
    [
        ("Formality es", "林晚", "秦烁", "usted", "es-419", "formal", ()),
        ("Formality es", "林晚", "秦烁", "tú/usted", "es-MX", "either", ()),
        ("Formality ko", "管家", "林晚", "반말", "ko", "informal", ()),
        ("Formality vi", "林晚", "秦烁", "anh/em", "vi", "", ("anh",)),
        ("Formality vi", "秦烁", "林晚", "I: em/anh", "vi", "informal", ("em",)),
    ],
)
def test_what_a_client_writes_into_a_grid_becomes_a_row_of_the_matrix(
    sheet: str, speaker: str, addressee: str, said: str, locale: str, formality: str, you: tuple[str, ...]
) -> None:
    people = people_of(PEOPLE)
    data = changed(write_knp(book_of(people)), sheet, speaker, addressee, said)
    taken = take_people(read_knp(data, "k.xlsx"), people, PEOPLE, "people.yaml", "k.xlsx")
    assert taken.rows == 1
    after = people_of(taken.text)
    ids = [after.named(name, None) for name in (speaker, addressee)]
    form, _ = after.form(ids[0].id, ids[1].id, locale, None)
    assert (form.formality, form.you) == (formality, you)
    kept = [line for line in taken.text.splitlines() if line in PEOPLE.splitlines()]
    assert kept == PEOPLE.splitlines(), "every line of the file stays as it was"
    again = take_people(read_knp(data, "k.xlsx"), after, taken.text, "people.yaml", "k.xlsx")
    assert (again.rows, again.text) == (0, taken.text), "taken twice it changes nothing more"


def test_a_column_of_formality_says_how_everybody_speaks_to_a_character() -> None:
    row = KnpRow(
        "Character", "林晚", "female; reborn", None, {"es": ("Lin Wan", "")}, {"es": Cell(Formality.FORMAL)}
    )
    heads = ["TYPE NAME", "SOURCE TERM", "NOTES", "SPANISH", "SPANISH FORMALITY", "CHINESE FORMALITY"]
    cells = ["Character", "林晚", "female; reborn", "Lin Wan", "usted", "您/你"]
    book = read_knp(write_workbook({"KNP": ([heads, cells], ())}), "k.xlsx")
    assert book.rows == (dataclasses.replace(row, formality={**row.formality, "zh": Cell(Formality.MIXED)}),)
    after = people_of(take_people(book, NOBODY, "", "p.yaml", "k.xlsx").text)
    (person,) = after.persons
    assert (person.id, person.gender, person.note) == ("lin-wan", "f", "reborn")
    assert after.form("anybody", "lin-wan", "es-419", None)[0].formality == "formal"
    assert after.form("anybody", "lin-wan", "zh", None)[0].formality == "either"


def test_a_new_character_and_a_new_spelling_go_into_the_file_and_the_rest_stays() -> None:
    rows = (
        KnpRow("Character", "林晚", "", None, {"th": ("หลินหว่าน", "")}),
        KnpRow("Character", "王总", "alias of 王有财"),
        KnpRow("Character", "王有财", "gender: male\nrank: developer", None, {"en": ("Wang Youcai", "")}),
        KnpRow("Place", "青水镇", "", None, {"en": ("Qingshui", "")}),
    )
    people = people_of(PEOPLE)
    taken = take_people(KnpBook(rows), people, PEOPLE, "people.yaml", "k.xlsx")
    after = people_of(taken.text)
    assert after.get("lin-wan").names[0].say == {"und-Latn": "Lin Wan", "ko": "린완", "th": "หลินหว่าน"}
    new = after.get("wang-youcai")
    assert ([n.term for n in new.names], new.gender, new.rank) == (["王有财", "王总"], "m", "developer")
    assert (taken.persons, len(after.persons), len(after.ledger)) == (2, 4, 1)
    assert "# Servants are polite." in taken.text
    assert "  - id: lin-wan   # the heir" in taken.text


def test_names_that_nobody_has_are_reported_together_with_their_places() -> None:
    heads = ["SPEAKER", "ADDRESSEE", "SPANISH FORMALITY", "EPISODES"]
    sheets = {
        "Address": ([heads, ["林晚", "王妈", "usted", ""], ["老刘", "林晚", "F", ""]], ()),
        "Formality ko": ([["", "林晚", "Mr. Nobody"], ["林晚", "", "반말"]], ()),
    }
    book = read_knp(write_workbook(sheets), "k.xlsx")
    with pytest.raises(ProblemsError, match=r"k.xlsx:2: GLO008 nobody is called 王妈") as caught:
        take_people(book, people_of(PEOPLE), PEOPLE, "people.yaml", "k.xlsx")
    assert "k.xlsx:3: GLO008 nobody is called 老刘" in str(caught.value)
    assert "Formality ko: nobody is called Mr. Nobody" in str(caught.value)


@pytest.mark.parametrize(
    ("heads", "cells", "said"),
    [
        (["SPEAKER", "ADDRESSEE", "SPANISH"], ["林晚", "秦烁", ""], "says nothing for any language"),
        (["SPEAKER", "ADDRESSEE", "KLINGON"], ["林晚", "秦烁", "x"], "'KLINGON' is no language"),
        (
            ["SPEAKER", "ADDRESSEE", "KOREAN FORMALITY"],
            ["林晚", "秦烁", "rude"],
            "KOREAN FORMALITY is 'rude'",
        ),
        (
            ["SPEAKER", "ADDRESSEE", "EPISODES", "KOREAN"],
            ["林晚", "秦烁", "9-2", "x"],
            "ends before it begins",
        ),
    ],
)
def test_a_bad_sheet_of_address_is_refused_with_its_row(
    heads: list[str], cells: list[str], said: str
) -> None:
    with pytest.raises(ProblemsError, match=said):
        read_knp(write_workbook({"Address": ([heads, cells], ())}), "k.xlsx")


WORD = st.sampled_from(["anh", "em", "chị", "o senhor", "哥", "Ngài"])
CELLS = st.builds(
    Cell,
    st.sampled_from([None, *Formality]),
    st.lists(WORD, max_size=2, unique=True).map(tuple),
    st.lists(WORD, max_size=2, unique=True).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(CELLS.filter(bool), st.sampled_from(["vi", "es-419", "ko", "th"]))
def test_every_cell_goes_round(cell: Cell, locale: str) -> None:
    assert read_cell(write_cell(cell), locale) == cell


@pytest.mark.parametrize(
    ("text", "locale", "formality"),
    [
        ("존댓말/반말", "ko", Formality.MIXED),
        ("해요체", "ko", Formality.FORMAL),
        ("您", "zh-Hant-TW", Formality.FORMAL),
        ("vous", "fr", Formality.FORMAL),
        ("tu", "fr", Formality.INFORMAL),
        ("タメ口", "ja", Formality.INFORMAL),
        ("i / f", "de", Formality.MIXED),
        ("polite", "th", Formality.FORMAL),
        ("voseo", "es-419", Formality.INFORMAL),
    ],
)
def test_the_words_of_a_language_say_how_polite_it_is(text: str, locale: str, formality: Formality) -> None:
    assert read_cell(text, locale) == Cell(formality)


@pytest.mark.parametrize(("text", "locale"), [("usted", "ko"), ("always", "es"), ("a/b/c", "vi")])
def test_a_word_of_another_language_is_no_formality(text: str, locale: str) -> None:
    assert read_cell(text, locale) is None


def test_the_people_of_the_example_go_round(repository: Path) -> None:
    path = repository / "examples" / "heir-returns" / "people.yaml"
    people = load(packs=(), people=[path]).people
    book = read_knp(write_knp(book_of(people)), "k.xlsx")
    taken = take_people(book, NOBODY, "", "new.yaml", "k.xlsx")
    assert unplaced(people_of(taken.text, "new.yaml")) == unplaced(people)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook_and_keeps_its_cells(tmp_path: Path) -> None:
    people = people_of(PEOPLE)
    (tmp_path / "k.xlsx").write_bytes(write_knp(book_of(people)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    call = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*call, str(tmp_path / "out"), str(tmp_path / "k.xlsx")], check=True, capture_output=True, timeout=90
    )
    book = read_knp((tmp_path / "out" / "k.xlsx").read_bytes(), "k.xlsx")
    assert book == book_of(people)
