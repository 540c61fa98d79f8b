"""A game's strings as a project: bilingual files, plural forms by locale, translations that a file already holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.review.base import Action, Decision, Query, State

if TYPE_CHECKING:
    from pathlib import Path

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "公会"
msgstr "Guild"

msgid "抽卡"
msgstr ""

msgid "%d 天"
msgid_plural "%d 天"
msgstr[0] ""
msgstr[1] ""
"""
JSON = '{\n  "welcome": "欢迎回来，{name}！",\n  "day_other": "{{count}} 天"\n}\n'


@pytest.fixture
def game(tmp_path: Path) -> Path:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "game.po").write_text(PO, encoding="utf-8")
    (tmp_path / "strings" / "ui.json").write_text(JSON, encoding="utf-8")
    (tmp_path / "localize.toml").write_text(
        '[project]\ntargets = ["en-US", "ru"]\nmedium = "game"\n[files]\ninclude = ["strings/*"]\n'
        '[engine]\ndefault = "echo"\n',
        encoding="utf-8",
    )
    return tmp_path


def units(project: api.Project, locale: str, file: str) -> dict[str, State]:
    return {unit.segment.id: unit.state for unit in project.units(locale, file)}


def test_a_translation_in_the_file_is_a_persons_and_is_kept(game: Path) -> None:
    with api.open_project(game) as project:
        assert not project.sync().problems
        project.translate(locales=["en-US"])
        states = [u.state for u in project.units("en-US", "strings/game.po")]
        assert states[0] is State.EDITED
        assert project.units("en-US", "strings/game.po")[0].target == "Guild"
        assert set(states[1:]) == {State.DRAFTED}


def test_each_locale_has_the_plural_forms_of_its_language(game: Path) -> None:
    with api.open_project(game) as project:
        project.sync()
        plurals = {
            locale: [u.segment.plural for u in project.units(locale, "strings/ui.json") if u.segment.plural]
            for locale in ("en-US", "ru")
        }
        assert sorted(plurals["en-US"]) == ["one", "other"]
        assert sorted(plurals["ru"]) == ["few", "many", "one", "other"]


def test_an_approved_table_is_delivered_with_the_forms_of_its_locale(game: Path) -> None:
    with api.open_project(game) as project:
        project.sync()
        for locale in ("en-US", "ru"):
            room = project.review(locale, "lin")
            for unit_id in room.unit_ids(Query(locale, files=("strings/ui.json",))):
                unit = room.unit(unit_id)
                words = "welcome, {name}!" if "name" in unit.segment.source else "{{count}} days"
                room.decide(unit_id, [Decision(Action.EDIT, words), Decision(Action.APPROVE)], unit.revision)
        report = project.export(game / "out", paths=["strings/ui.json"])
        assert [str(p) for p in report.problems] == []
    russian = (game / "out" / "ru" / "strings" / "ui.json").read_text(encoding="utf-8")
    for key in ("day_one", "day_few", "day_many", "day_other"):
        assert f'"{key}"' in russian
    assert "day_few" not in (game / "out" / "en-US" / "strings" / "ui.json").read_text(encoding="utf-8")


def test_a_second_sync_keeps_everything(game: Path) -> None:
    with api.open_project(game) as project:
        project.sync()
        again = project.sync()
        assert {(r.changed, r.new, r.gone, r.moved) for r in again.reports} == {(0, 0, 0, 0)}


def test_the_flags_of_a_message_come_through_the_store_to_the_checks_and_to_the_editor(game: Path) -> None:
    message = '\n#, {}\nmsgid "税 {{rate}} % 起"\nmsgstr "from {{rate}} %-os tax"\n'
    for name, flag in (("a", "python-brace-format"), ("b", "c-format")):
        (game / "strings" / f"{name}.po").write_text(PO + message.format(flag), encoding="utf-8")
    with api.open_project(game) as project:
        assert not project.sync().problems
        found = {
            located.place.file for located in project.check(locales=["en-US"], select=frozenset({"COD002"}))
        }
        assert found == {"strings/b.po"}
        last = [project.units("en-US", f"strings/{name}.po")[-1] for name in "ab"]
        assert [unit.segment.style for unit in last] == ["python-brace-format", "c-format"]
        room = project.review("en-US", "lin")
        shown = [[p.text for p in room.placeholders(unit.id, unit.target or "")] for unit in last]
        assert shown == [["{rate}"], ["{rate}", "%-o"]]
