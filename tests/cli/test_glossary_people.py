"""`localize glossary ledger`, and the people of a KNP that is exported, changed by a client and imported again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from localize.glossary.people_load import read_people

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = """\
[project]
name = "H"
source = "zh-Hans"
targets = ["en-US", "es-419"]
[files]
include = ["episodes/*.srt"]
[glossary]
packs = ["zh-Hans/money"]
people = ["people.yaml"]
"""


@pytest.fixture
def heir(tmp_path: Path, examples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "episodes").mkdir()
    shutil.copy(examples / "heir-returns" / "episodes" / "ep03.srt", tmp_path / "episodes")
    shutil.copy(examples / "heir-returns" / "people.yaml", tmp_path)
    (tmp_path / "localize.toml").write_text(PROJECT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_ledger_is_listed_added_to_and_taken_back(heir: Path, localize: Callable[..., Any]) -> None:
    before = (heir / "people.yaml").read_text(encoding="utf-8")
    added = localize("glossary", "ledger", "add", "ep03.srt:19", "--pronoun", "她=林晚", "--reviewer", "lin")
    assert (added.code, "她=lin-wan" in added.out, "她前男友就是个凤凰男" in added.out) == (0, True, True)
    listed = localize("glossary", "ledger", "list", "ep03.srt:19").out.splitlines()
    place = listed[-1].split()[0]
    assert len(listed) == 4
    assert localize("glossary", "ledger", "remove", place).code == 0
    assert (heir / "people.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "ep03.srt:99", "--subject", "林晚"), "ep03.srt has 37 cues, no 99"),
        (("add", "ep09.srt:1", "--subject", "林晚"), "ep09.srt is no file here"),
        (("add", "ep03.srt:1", "--subject", "王妈"), "nobody has the id 王妈"),
        (("add", "ep03.srt:1", "--pronoun", "她"), "says not whom it means"),
        (("add",), "which line?"),
        (("remove", "people.yaml:1"), "0 decisions stand at people.yaml:1"),
    ],
)
def test_what_the_ledger_cannot_take_is_one_line(
    heir: Path, localize: Callable[..., Any], arguments: tuple[str, ...], said: str
) -> None:
    run = localize("glossary", "ledger", *arguments)
    assert (run.code, said in run.err, run.out) == (2, True, "")


def test_a_knp_goes_out_with_the_people_and_comes_back_with_what_a_client_changed(
    heir: Path, localize: Callable[..., Any]
) -> None:
    from openpyxl import load_workbook

    assert localize("glossary", "export", "knp.xlsx", "--as", "knp", "--to", "es-419").code == 0
    book = load_workbook("knp.xlsx")
    assert book.sheetnames == ["KNP", "Formality es-419", "Address"]
    same = localize("glossary", "import", "knp.xlsx", "--people", "people.yaml")
    assert (same.code, "nothing was written" in same.err) == (0, True)
    grid = book["Formality es-419"]
    column = next(cell.column for cell in grid[1] if cell.value == "秦烁")
    row = next(cells[0].row for cells in grid.iter_rows() if cells[0].value == "林晚")
    assert grid.cell(row, column).value == "I"
    grid.cell(row, column).value = "usted"
    book.save("knp.xlsx")
    run = localize("glossary", "import", "knp.xlsx", "--people", "people.yaml", "-o", "terms")
    assert "wrote 0 people and 1 rows of address to people.yaml" in run.err
    assert sorted(path.name for path in Path("terms").iterdir()) == ["money.yaml"]
    people, wrong = read_people([("people.yaml", Path("people.yaml").read_bytes())])
    assert not wrong
    form, _ = people.form("lin-wan", "qin-shuo", "es-419", None)
    assert form is not None
    assert form.formality == "formal"


def test_sheets_of_people_that_nobody_took_are_said(heir: Path, localize: Callable[..., Any]) -> None:
    localize("glossary", "export", "knp.xlsx", "--as", "knp")
    run = localize("glossary", "import", "knp.xlsx", "-o", "terms")
    assert "sheets of formality and forms of address were left out" in run.err
    assert localize("glossary", "import", "knp.xlsx").code == 2
