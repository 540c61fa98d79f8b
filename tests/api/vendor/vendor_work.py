"""A work that goes out to a vendor and comes back: how it is made, sent, changed by other programs, received."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import openpyxl

from localize import api
from localize.api.project import Project
from localize.model import Draft, Origin
from localize.review.base import Query

if TYPE_CHECKING:
    from pathlib import Path

    from localize.review.base import Unit


X = "{urn:oasis:names:tc:xliff:document:2.0}"
EPISODE = """\
1
00:00:01,000 --> 00:00:03,000
王总，三千万的彩礼。

2
00:00:03,500 --> 00:00:05,000
<i>她二十三岁</i>，{\\an8}好。

3
00:00:05,500 --> 00:00:07,000
=五百两银子？

4
00:00:07,500 --> 00:00:09,000
你好
"""
STRINGS = '{\n  "greeting": "你好，{name}！",\n  "empty": "没有译文"\n}\n'
CONFIG = """\
[project]
name = "Heir"
source = "zh-Hans"
targets = ["en-US", "es-419"]
[files]
include = ["episodes/*.srt", "strings/*.json"]
[glossary]
packs = []
files = ["terms.csv"]
[review]
"""
DRAFTS = {
    ("episodes/ep01.srt", "1"): "Mr. Wang, thirty million\nfor the bride price.",
    ("episodes/ep01.srt", "2"): "<i>She's twenty-three</i>, {\\an8}fine.",
    ("episodes/ep01.srt", "3"): "=Five hundred taels?",
    ("episodes/ep01.srt", "4"): "Hello",
    ("strings/ui.json", "你好，{name}！"): "Hello, {name}!",
}

BOMB = (
    '<!DOCTYPE xliff [<!ENTITY a "{}">'.format("x" * 1000)
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(8))
    + "]>"
)


def make(folder: Path, rules: str = "") -> Project:
    (folder / "episodes").mkdir(parents=True)
    (folder / "strings").mkdir()
    (folder / "episodes" / "ep01.srt").write_text(EPISODE, encoding="utf-8")
    (folder / "strings" / "ui.json").write_text(STRINGS, encoding="utf-8")
    (folder / "terms.csv").write_text("zh-Hans,en-US\n彩礼,bride price\n", encoding="utf-8")
    (folder / "localize.toml").write_text(CONFIG + rules, encoding="utf-8")
    opened = api.open_project(folder)
    opened.sync()
    drafts = []
    for unit in every(opened):
        text = DRAFTS.get((unit.file, unit.segment.id)) or DRAFTS.get((unit.file, unit.segment.source))
        if text:
            drafts.append((unit.id, Draft(text, Origin.ENGINE, "test"), ()))
    assert opened.store.save_drafts(drafts) == len(DRAFTS)
    return opened


def every(project: Project, locale: str = "en-US") -> list[Unit]:
    return project.store.units(project.store.unit_ids(Query(locale)))


def unit_of(project: Project, source: str) -> Unit:
    return next(u for u in every(project) if source in u.segment.source)


def send(project: Project, path: Path, **options: object) -> Path:
    api.send_to_vendor(project, path, locale="en-US", **options)
    return path


def receive(project: Project, path: Path, **options: object) -> api.vendor.ReceiveReport:
    return api.receive_from_vendor(project, path, reviewer="acme", **options)


def codes(report: api.vendor.ReceiveReport) -> list[str]:
    return [problem.code for problem in report.problems]


def change(
    path: Path, source: str, target: str | None = None, *, state: str = "", comment: str = "", stamp: str = ""
) -> None:
    """Change one line as a vendor's own program does, with a library that is not ours."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book["review"]
        head = {cell.value.partition(" (")[0]: cell.column for cell in sheet[1]}
        row = next(r for r in range(2, sheet.max_row + 1) if source in sheet.cell(r, head["source"]).value)
        for name, value in (("target", target), ("state", state), ("comment", comment), ("check", stamp)):
            if value is not None and (value or name == "target"):
                sheet.cell(row, head[name]).value = value
        book.save(path)
        return
    tree = ET.parse(path)
    unit = next(u for u in tree.iter(f"{X}unit") if source in "".join(u.find(f".//{X}source").itertext()))
    segment = unit.find(f"{X}segment")
    if target is not None:
        for old in segment.findall(f"{X}target"):
            segment.remove(old)
        ET.SubElement(segment, f"{X}target").text = target
    if state:
        segment.set("state", "final" if state == "approved" else state)
    if comment:
        ET.SubElement(unit.find(f"{X}notes"), f"{X}note").text = comment
    if stamp:
        unit.set("id", stamp)
    tree.write(path, encoding="utf-8")
