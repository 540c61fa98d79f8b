"""The ledger is written by functions that a review room calls: append-only, comments kept, ids looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.api.terms_people import Line, Meant, read_ledger, record_ledger, remove_ledger
from localize.config import Config, load_config
from localize.errors import ConfigError, GlossaryError, ProblemsError, UsageError

PEOPLE = """\
# Who is who.
people:
  - {id: lin-wan, names: [{term: 林晚}], gender: f}   # the heir
  - {id: qin-shuo, names: [{term: 秦烁}]}

address:
  - {speakers: [lin-wan], addressees: [qin-shuo], forms: {ko: {formality: formal}}}
"""
LEDGER = """\
ledger:
  # Decided with the writer.
  - {file: ep01.srt, cues: "1-9", speaker: lin-wan, by: author, at: 2026-11-22}
"""
LINE = Line("episodes/ep01.srt", 3, "她  不会来")


def project(
    folder: Path, people: str, *, setting: str = 'people = ["*.yaml"]', name: str = "people.yaml"
) -> Config:
    (folder / "localize.toml").write_text(
        f'[project]\nname = "H"\nsource = "zh-Hans"\ntargets = ["en-US"]\n[glossary]\n{setting}\n'
    )
    (folder / name).write_text(people, encoding="utf-8")
    return load_config(folder / "localize.toml")


@pytest.mark.parametrize("people", [PEOPLE, PEOPLE + LEDGER, PEOPLE + LEDGER + "\n# The end.\n"])
def test_a_decision_is_written_read_and_withdrawn_and_the_file_is_as_it_was(
    tmp_path: Path, people: str
) -> None:
    config = project(tmp_path, people)
    meant = Meant(subject="qin-shuo", pronouns={"她": "林晚"})
    entry = record_ledger(config, LINE, meant, by=" lin ", why="take 2")
    assert (entry.subject, entry.pronouns, entry.by, entry.why) == (
        "qin-shuo",
        {"她": "lin-wan"},
        "lin",
        "take 2",
    )
    assert (entry.text, entry.cues.text if entry.cues else "") == ("她 不会来", "3")
    written = (tmp_path / "people.yaml").read_text(encoding="utf-8")
    kept = [line for line in written.splitlines() if line and line in people.splitlines()]
    assert kept == [line for line in people.splitlines() if line]
    assert read_ledger(config, LINE)[-1] == entry
    assert read_ledger(config, Line("episodes/ep01.srt", 4)) == read_ledger(config)[:-1], "another cue"
    remove_ledger(config, entry)
    assert (tmp_path / "people.yaml").read_text(encoding="utf-8").rstrip() == people.rstrip()


def test_the_later_of_two_decisions_wins_and_the_earlier_one_stays(tmp_path: Path) -> None:
    config = project(tmp_path, PEOPLE + LEDGER)
    record_ledger(config, LINE, Meant(speaker="qin-shuo"), by="lin")
    record_ledger(config, LINE, Meant(speaker="林晚"), by="wu")
    assert [(e.speaker, e.by) for e in read_ledger(config, LINE)] == [
        ("lin-wan", "author"),
        ("qin-shuo", "lin"),
        ("lin-wan", "wu"),
    ]


def test_the_ledger_goes_on_in_the_file_that_has_it_or_is_called_so(tmp_path: Path) -> None:
    config = project(tmp_path, PEOPLE)
    (tmp_path / "z-ledger.yaml").write_text(LEDGER, encoding="utf-8")
    entry = record_ledger(config, LINE, Meant(speaker="qin-shuo"), by="lin")
    assert entry.place is not None
    assert Path(entry.place.file).name == "z-ledger.yaml"
    assert (tmp_path / "people.yaml").read_text(encoding="utf-8") == PEOPLE


def test_a_file_name_with_the_signs_of_a_pattern_means_that_file_only(tmp_path: Path) -> None:
    config = project(tmp_path, PEOPLE)
    record_ledger(config, Line("[S01] ep*.srt", 1), Meant(speaker="lin-wan"), by="lin")
    assert len(read_ledger(config, Line("[S01] ep*.srt", 1))) == 1
    assert read_ledger(config, Line("S ep1.srt", 1)) == ()


def test_what_cannot_be_recorded_leaves_the_file_alone(tmp_path: Path) -> None:
    config = project(tmp_path, PEOPLE)
    with pytest.raises(ProblemsError, match="GLO008 nobody has the id 王总"):
        record_ledger(config, LINE, Meant(speaker="王总"), by="lin")
    with pytest.raises(UsageError, match="without a name"):
        record_ledger(config, LINE, Meant(speaker="lin-wan"), by=" ")
    with pytest.raises(UsageError, match="nobody who is meant"):
        record_ledger(config, LINE, Meant(), by="lin")
    assert (tmp_path / "people.yaml").read_text(encoding="utf-8") == PEOPLE


def test_a_decision_that_has_changed_meanwhile_is_not_taken_out(tmp_path: Path) -> None:
    config = project(tmp_path, PEOPLE + LEDGER)
    (entry,) = read_ledger(config)
    path = tmp_path / "people.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("1-9", "1-8"), encoding="utf-8")
    with pytest.raises(GlossaryError, match="GLO009 the ledger has no such decision"):
        remove_ledger(config, entry)


def test_a_project_without_people_says_what_to_write(tmp_path: Path) -> None:
    config = project(tmp_path, PEOPLE, setting="")
    with pytest.raises(ConfigError, match="no file of people"):
        record_ledger(config, LINE, Meant(speaker="lin-wan"), by="lin")
