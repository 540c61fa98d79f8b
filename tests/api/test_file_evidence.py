"""What a file tells of its notations counts wherever its findings are met: check, batch, project, room and gate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from localize import api
from localize.api.batch_work import weighed_results
from localize.api.pairs import check_pair
from localize.formats import parse
from localize.model import Draft, Finding, Origin, Severity
from localize.pipeline import Result
from localize.qa.emit import fault
from localize.review.base import Action, Decision, Query

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: de\\n"\n\n'
PLACES = [
    "north",
    "south",
    "east",
    "west",
    "castle",
    "harbour",
    "forest",
    "river",
    "bridge",
    "tower",
    "yard",
    "inn",
]
EXAMPLE = ("Call it {driver} or so", "Nenne es {Treiber} oder so")


def catalogue(others: int) -> str:
    """Return a PO in which some lines keep a value of printf, and the last one translates an example in braces."""
    lines = [(f"Send %s to the {place}", f"Schicke %s zum {place.title()}") for place in PLACES[:others]]
    return HEAD + "\n".join(f'msgid "{s}"\nmsgstr "{t}"\n' for s, t in [*lines, EXAMPLE])


def codes(findings: Sequence[Finding], least: Severity) -> list[str]:
    return sorted(f.code for f in findings if f.code.startswith(("COD", "PRO")) and f.severity >= least)


@pytest.mark.parametrize(("others", "least"), [(12, Severity.WARNING), (3, Severity.ERROR)])
def test_a_checked_file_has_warnings_where_it_tells_enough(
    tmp_path: Path, others: int, least: Severity
) -> None:
    file = tmp_path / "de.po"
    file.write_text(catalogue(others), encoding="utf-8")
    found = [located.finding for located in check_pair(file, None, source_locale="en", target_locale="de")]
    assert codes(found, Severity.WARNING) == ["COD001", "COD002"]
    assert {f.severity for f in found if f.code in {"COD001", "COD002"}} == {least}


@pytest.mark.parametrize(("others", "files"), [(12, ["de.po"]), (3, [])])
def test_project_room_and_gate_say_the_same(tmp_path: Path, others: int, files: list[str]) -> None:
    (tmp_path / "de.po").write_text(catalogue(others), encoding="utf-8")
    (tmp_path / "localize.toml").write_text(
        '[project]\nsource = "en"\ntargets = ["de"]\nmedium = "game"\n[files]\ninclude = ["de.po"]\n'
        "[glossary]\npacks = []\n",
        encoding="utf-8",
    )
    with api.open_project(tmp_path) as project:
        project.sync()
        room = project.review("de", "lin")
        ids = room.unit_ids(Query("de"))
        for unit_id in ids:
            unit = room.unit(unit_id)
            room.decide(
                unit_id, [Decision(Action.EDIT, unit.target), Decision(Action.APPROVE)], unit.revision
            )
        in_room = room.check(ids[-1], EXAMPLE[1])
        checked = [f.finding for f in project.check() if f.finding.segment == room.unit(ids[-1]).segment.id]
        report = project.export(tmp_path / "out")
    alone = [] if files else ["COD001", "COD002"]
    assert codes(in_room, Severity.WARNING) == ["COD001", "COD002"]
    assert codes(in_room, Severity.ERROR) == alone
    assert codes(checked, Severity.ERROR) == alone + ([] if files else ["PRO002"])
    assert [file.path.name for file in report.files] == files


LOSING = {"de": "Geh zum Gasthaus", "fr": "Va donc", "es": "Ve ya"}


@pytest.mark.parametrize("sentence", ["Go %s to the inn", "%s", "The \"inn\"\n%s\n'of' the 100 % north"])
@pytest.mark.parametrize(("locales", "least"), [("de fr es", Severity.WARNING), ("de fr", Severity.ERROR)])
def test_other_languages_of_a_project_speak_where_people_translated_them(
    tmp_path: Path, locales: str, least: Severity, sentence: str
) -> None:
    (tmp_path / "ui.json").write_text(json.dumps({"k": sentence}), encoding="utf-8")
    (tmp_path / "localize.toml").write_text(
        f'[project]\nsource = "en"\ntargets = {json.dumps(locales.split())}\nmedium = "game"\n'
        '[files]\ninclude = ["ui.json"]\n[glossary]\npacks = []\n',
        encoding="utf-8",
    )
    with api.open_project(tmp_path) as project:
        project.sync()
        for locale in locales.split():
            room = project.review(locale, "lin")
            (unit_id,) = room.unit_ids(Query(locale))
            room.decide(unit_id, [Decision(Action.EDIT, LOSING[locale])], room.unit(unit_id).revision)
        room = project.review("de", "lin")
        in_room = room.check(unit_id_of(room), LOSING["de"])
        checked = [located.finding for located in project.check(locales=["de"])]
    for found in (in_room, checked):
        assert {f.severity for f in found if f.code == "COD001"} == {least}


def unit_id_of(room: api.Room) -> int:
    (unit_id,) = room.unit_ids(Query(room.locale))
    return unit_id


@pytest.mark.parametrize(("code", "least"), [("{NBSP}", Severity.WARNING), ("%s", Severity.ERROR)])
def test_the_results_of_a_batch_are_weighed_by_their_file(code: str, least: Severity) -> None:
    data = json.dumps({place: f"To the {place}" for place in PLACES}).encode()
    document = parse(data, "en.json", format="json")
    results = [
        Result(
            segment.id,
            Draft(f"Zum {code} {place}", Origin.ENGINE, ""),
            (fault("COD002", segment, f"{code} is not in the source", subject=code),),
        )
        for segment, place in zip(document.segments, PLACES, strict=True)
    ]
    weighed = weighed_results(document, [*results[:-1], replace(results[-1], draft=None, findings=())])
    assert [f.severity for result in weighed for f in result.findings] == [least] * (len(PLACES) - 1)
