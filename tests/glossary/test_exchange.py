"""Tables of terms: rows become concepts, bad rows are all reported, an existing file keeps its comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import ProblemsError
from localize.glossary import Scope, Status, dump, import_csv, load, read_concepts


def test_rows_of_one_term_are_its_preferred_then_its_admitted_renderings() -> None:
    table = "zh-Hans,en-US,es-419\n林总,Mr. Lin,Sr. Lin\n林总,President Lin,\n彩礼,bride price,dote\n林总,Mr. Lin,\n"
    lin, price = import_csv(table.encode(), "terms.csv")
    assert [(r.locale, r.text, r.status) for r in lin.renderings] == [
        ("en-US", "Mr. Lin", Status.PREFERRED),
        ("en-US", "President Lin", Status.ADMITTED),
        ("es-419", "Sr. Lin", Status.PREFERRED),
    ]
    assert (lin.id, lin.place.line if lin.place else 0) == ("project.林总", 2)
    assert price.term == "彩礼"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_separators_newlines_and_byte_order_marks_do_not_matter(
    separator: str, newline: str, bom: str
) -> None:
    rows = [
        ["zh-CN", "en", "zh-Hant"],
        ["离婚协议", "divorce papers", "離婚協議"],
        ["", "", ""],
        ["年夜饭", "x", ""],
    ]
    data = (bom + newline.join(separator.join(row) for row in rows)).encode()
    papers, dinner = import_csv(data, "terms.csv")
    assert (papers.hant, [r.text for r in papers.renderings]) == ("離婚協議", ["divorce papers"])
    assert dinner.place is not None
    assert dinner.place.line == 4


def test_quoted_cells_may_hold_separators_and_line_breaks() -> None:
    (concept,) = import_csv('zh-Hans,en\n王总,"Mr. Wang, sir"\n'.encode(), "t.csv")
    assert concept.renderings[0].text == "Mr. Wang, sir"


def test_every_bad_row_is_reported_at_once() -> None:
    table = 'zh-Hans,en\n,nobody\n林总,a,b\n王总,"two\nlines"\n李总,ok\n'
    with pytest.raises(ProblemsError, match=r"t\.csv:2: GLO008 the row has no source term") as caught:
        import_csv(table.encode(), "t.csv")
    lines = [p.place.line for p in caught.value.problems if p.place]
    assert lines == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        ("zh-Hans,klingon1\n甲,a\n".encode(), "unknown locale 'klingon1'"),
        (b"en,es\na,b\n", "0 columns of the source"),
        ("zh-Hans,zh-CN\n甲,乙\n".encode(), "2 columns of the source"),
        ("zh-Hans,en,en\n甲,a,b\n".encode(), "two columns of en"),
        ('zh-Hans,en\n甲,"a\n'.encode(), "not CSV"),
        ("zh-Hans,en\n甲,a\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_broken_table_is_one_problem(data: bytes, what: str) -> None:
    with pytest.raises(ProblemsError, match="GLO008") as caught:
        import_csv(data, "t.csv")
    assert what in str(caught.value)


def test_an_imported_file_loads_and_wins_over_the_packs(tmp_path: Path) -> None:
    concepts = import_csv("zh-Hans,en-US\n彩礼,betrothal money\n彩礼,bride gift\n".encode(), "terms.csv")
    path = tmp_path / "terms.yaml"
    path.write_text(dump(concepts), encoding="utf-8")
    (hit,) = load([path]).find("彩礼呢", Scope("en-US"))
    assert [r.text for r in hit.admitted] == ["betrothal money", "bride gift"]
    assert [r.text for r in hit.forbidden] == ["dowry"]


def test_an_existing_file_keeps_its_comments_its_order_and_its_other_entries() -> None:
    existing = (
        "# our words\ncategory: project\nconcepts:\n"
        "  - id: project.王总 # the rival\n    term: 王总\n    strategy: OFFICIAL\n"
        "    renderings:\n      es: Sr. Wang\n      en: 'Wang'\n    note: keep\n"
        "  - {id: project.甲乙, term: 甲乙, strategy: OMIT}\n"
    )
    concepts = import_csv("zh-Hans,en\n王总,Mr. Wang\n李总,Mr. Li\n".encode(), "t.csv")
    text = dump(concepts, existing)
    assert text.startswith("# our words\n")
    assert "# the rival" in text
    wang, other, li = read_concepts(text.encode(), "t.yaml")[0]
    assert {r.locale: r.text for r in wang.renderings} == {"es": "Sr. Wang", "en": "Mr. Wang"}
    assert (wang.note, other.term, li.term) == ("keep", "甲乙", "李总")


def test_words_that_look_like_numbers_survive_a_round_trip() -> None:
    concepts = import_csv(b"zh-Hans,en\n250,1e3\n666,no\n", "t.csv")
    again, wrong = read_concepts(dump(concepts).encode(), "t.yaml")
    assert not wrong
    assert [(c.term, c.renderings[0].text) for c in again] == [("250", "1e3"), ("666", "no")]


def test_a_broken_existing_file_is_not_touched() -> None:
    with pytest.raises(ProblemsError, match="lacks concepts"):
        dump((), "category: x\n")
