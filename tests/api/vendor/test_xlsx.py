"""Sheets to a vendor and back: what a person sees and may type, what is held back, and hostile containers."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from vendor_work import BOMB, change, codes, receive, send, unit_of

from localize.api.project import Project
from localize.errors import (
    HostileInputError,
    InputError,
    ParseError,
    RenderError,
)
from localize.review.base import Action, Decision

if TYPE_CHECKING:
    from pathlib import Path


def rows_of(path: Path) -> tuple[object, dict[str, int]]:
    sheet = openpyxl.load_workbook(path)["review"]
    return sheet, {cell.value.partition(" (")[0]: cell.column for cell in sheet[1]}


def test_the_sheet_is_frozen_locked_sized_and_holds_text_only(project: Project, tmp_path: Path) -> None:
    project.check(locales=("en-US",))
    path = send(project, tmp_path / "a.xlsx", recipient="=acme")
    sheet, head = rows_of(path)
    assert sheet.freeze_panes == "A2"
    assert sheet.protection.sheet
    assert sheet.column_dimensions["G"].width > 40
    assert {c.data_type for row in sheet.iter_rows() for c in row if c.value is not None} == {"s"}
    for name, locked in (("source", True), ("check", True), ("target", False), ("state", False)):
        assert sheet.cell(2, head[name]).protection.locked is locked
    assert sheet.cell(4, head["source"]).value == "=五百两银子？"
    assert sheet.cell(4, head["target"]).value == "=Five hundred taels?"
    assert sheet.cell(4, head["target"]).quotePrefix
    assert "三千万的彩礼 = a bride price of thirty million" in sheet.cell(2, head["terms"]).value
    assert sheet.cell(2, head["start"]).value == "00:00:01,000"
    assert sheet.cell(2, head["fits"]).value == "40"
    raw = b"".join(zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist() if "sheet" in n)
    assert b"<f>" not in raw
    about = {row[0].value: row[1].value for row in openpyxl.load_workbook(path)["about"].iter_rows()}
    assert (about["project"], about["target locale"], about["recipient"]) == ("Heir", "en-US", "=acme")


def test_what_a_vendor_types_as_a_formula_is_taken_as_text(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    change(path, "你好", '=HYPERLINK("http://x","Hi")')
    assert b"<f>" in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert not receive(project, path).problems
    assert unit_of(project, "你好").target == '=HYPERLINK("http://x","Hi")'
    again = send(project, tmp_path / "b.xlsx")
    sheet, head = rows_of(again)
    cells = [sheet.cell(r, head["target"]) for r in range(2, 8)]
    assert [c.data_type for c in cells if c.value and c.value.startswith("=")] == ["s", "s"]


def test_a_number_in_a_target_cell_is_held_back(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    sheet.cell(5, head["target"]).value = 45356
    sheet.parent.save(path)
    report = receive(project, path)
    assert codes(report) == ["VEN005"]
    assert "a number or a date" in str(report.problems[0])
    assert str(report.problems[0]).startswith(f"{path}:5: ")


def shuffled(path: Path, order: list[str], *, rows: list[int], title: bool = False) -> None:
    """Write the sheet anew with other columns and rows, as vendors do."""
    sheet, head = rows_of(path)
    book = openpyxl.Workbook()
    fresh = book.active
    if title:
        fresh.append(["Translation for ACME", "=TODAY()"])
        fresh.append([])
    fresh.append([sheet.cell(1, head[name]).value.upper() if name in head else name for name in order])
    for row in rows:
        fresh.append([sheet.cell(row, head[name]).value if name in head else "mine" for name in order])
        for cell in fresh[fresh.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)


def test_other_columns_rows_and_a_title_do_no_harm(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    change(path, "你好", "Hi")
    order = ["check", "my column", "target", "source", "state"]
    shuffled(path, order, rows=[7, 5, 2], title=True)
    report = receive(project, path)
    assert not report.problems
    assert sum(c["unchanged"] for c in report.counts.values()) == 2
    assert unit_of(project, "你好").target == "Hi"


@pytest.mark.parametrize("missing", ["source", "target", "check"])
def test_a_missing_column_is_named(project: Project, tmp_path: Path, missing: str) -> None:
    path = send(project, tmp_path / "a.xlsx")
    shuffled(path, [n for n in ("check", "source", "target") if n != missing], rows=[2])
    with pytest.raises(ParseError, match="no sheet has the headings source, target, check"):
        receive(project, path)


def test_a_heading_that_is_there_twice_is_refused(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    shuffled(path, ["check", "source", "target", "target"], rows=[2])
    with pytest.raises(ParseError, match="heading target is there twice"):
        receive(project, path)


def test_a_sheet_that_says_no_locale_is_refused(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    sheet.cell(1, head["target"]).value = "Target"
    sheet.parent.save(path)
    assert not receive(project, path).problems  # the sheet "about" knows it
    del sheet.parent["about"]
    sheet.parent.save(path)
    with pytest.raises(InputError, match="does not say which locale"):
        receive(project, path)


def test_columns_that_were_sorted_apart_are_held_back(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    for name in ("source", "target"):
        first, second = sheet.cell(2, head[name]), sheet.cell(5, head[name])
        first.value, second.value = second.value, first.value
    sheet.parent.save(path)
    assert codes(receive(project, path)) == ["VEN008", "VEN008"]
    assert project.store.log_head() == (0, "")


def test_extra_rows_are_reported_if_they_hold_anything(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    sheet.cell(12, head["target"]).value = "who are you?"
    sheet.cell(14, head["speaker"]).value = " "
    sheet.parent.save(path)
    report = receive(project, path)
    assert codes(report) == ["VEN001"]
    assert str(report.problems[0]).startswith(f"{path}:12: ")


def test_control_characters_and_excels_own_escapes_survive(project: Project, tmp_path: Path) -> None:
    unit = unit_of(project, "没有译文")
    text = "a\x01b _x0041_ #N/A\nc\td"
    project.store.decide(unit.id, Decision(Action.EDIT, text), by="lin", revision=unit.revision)
    path = send(project, tmp_path / "a.xlsx")
    report = receive(project, path)
    assert not report.problems
    assert report.counts["strings/ui.json"]["unchanged"] == 2


def test_a_text_longer_than_a_cell_is_refused_before_anything_is_written(
    project: Project, tmp_path: Path
) -> None:
    unit = unit_of(project, "没有译文")
    project.store.decide(unit.id, Decision(Action.EDIT, "x" * 40_000), by="lin", revision=unit.revision)
    with pytest.raises(RenderError, match=r"ui.json:3: .*40,000 characters"):
        send(project, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    path = send(project, tmp_path / "a.xlf")
    assert not receive(project, path).problems


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data, error, words",
    [
        (b"PK but no zip", ParseError, "no zip container"),
        (b"PK\x03\x04" + b"\0" * 100, ParseError, "no zip container"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, ParseError, "encrypted with a password"),
        (zipped({"a.txt": b"x"}), ParseError, "main part of the package"),
        (zipped({"xl/big.xml": b" " * 50_000_000}), HostileInputError, "one byte of the part"),
    ],
    ids=["no zip", "a cut zip", "encrypted", "another zip", "a bomb"],
)
def test_hostile_containers_are_refused(
    project: Project, tmp_path: Path, data: bytes, error: type[Exception], words: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(error, match=words):
        receive(project, path)


def test_a_bomb_inside_a_sheet_is_refused(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = BOMB.replace("xliff", "worksheet").encode() + parts[sheet].replace(b"Hello", b"&i;")
    path.write_bytes(zipped(parts))
    with pytest.raises(HostileInputError, match="entit"):
        receive(project, path)
