"""`localize glossary` from the shell: extract, diff with impact, import, export, stats, find."""

from __future__ import annotations

import csv
import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from localize import api
from localize.glossary import load, read_concepts
from localize.review.base import Act, Action, Decision, Query, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TERM = """\
category: project
concepts:
  - id: money.caili
    term: 彩礼
    hant: 彩禮
    strategy: OFFICIAL
    renderings:
      en: {{preferred: {english}, admitted: [{admitted}]}}
"""


def _terms(path: Path, english: str, admitted: str = "brideprice") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TERM.format(english=english, admitted=admitted), encoding="utf-8")
    return path


@pytest.fixture
def heir(tmp_path: Path, examples: Path, localize: Callable[..., Any]) -> Path:
    """The example work, every line approved with the words that its reviewer recorded."""
    work = examples / "heir-returns"
    shutil.copytree(work / "episodes", tmp_path / "episodes")
    made = localize("init", tmp_path, "--to", "en-US", "--genre", "ceo")
    assert made.code == 0
    _terms(tmp_path / "glossary" / "terms.yaml", "bride price")
    assert localize("sync", "--project", tmp_path).code == 0
    recorded: dict[str, list[dict[str, Any]]] = {}
    for line in (work / "review" / "en-US.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        recorded.setdefault(record["file"], []).append(record)
    with api.open_project(tmp_path) as project:
        for file in project.files():
            units = project.units("en-US", file)
            by_n = {record["n"]: record["text"] for record in recorded[file]}
            acts = [
                Act(unit.id, Decision(Action.EDIT, text=by_n[n]), unit.revision)
                for n, unit in enumerate(units, 1)
                if n in by_n
            ]
            project.store.decide_many(acts, by="translator")
            again = project.store.units([act.unit for act in acts])
            project.store.decide_many(
                [Act(unit.id, Decision(Action.APPROVE), unit.revision) for unit in again], by="reviewer"
            )
    return tmp_path


def _states(folder: Path) -> dict[str, set[State]]:
    with api.open_project(folder) as project:
        rows = project.store.rows(project.store.unit_ids(Query("en-US")))
    states: dict[str, set[State]] = {}
    for row in rows:
        states.setdefault("with" if "彩礼" in row.source else "without", set()).add(row.state)
    return states


def test_changing_one_concept_reopens_exactly_its_lines(heir: Path, localize: Callable[..., Any]) -> None:
    old = heir / "old.yaml"
    shutil.copy(heir / "glossary" / "terms.yaml", old)
    new = _terms(heir / "glossary" / "terms.yaml", "betrothal gift")
    assert _states(heir)["with"] == {State.APPROVED}
    plan = localize("glossary", "diff", old, new, "--project", heir, "--as", "json")
    lines = json.loads(plan.out)["lines"]
    assert {line["reopen"] for line in lines} == {True}
    assert {tuple(line["concepts"]) for line in lines} == {("money.caili",)}
    assert _states(heir)["with"] == {State.APPROVED}, "a plan changes nothing"
    run = localize(
        "glossary", "diff", old, new, "--project", heir, "--reopen", "--reviewer", "lin", "--reason", "client"
    )
    assert run.code == 0
    assert f"{len(lines)} re-opened" in run.err
    states = _states(heir)
    assert states["with"] == {State.DISCUSS}
    assert State.DISCUSS not in states["without"]
    with api.open_project(heir) as project:
        assert project.store.verify_log() > 0
        units = [u for f in project.files() for u in project.units("en-US", f) if u.state is State.DISCUSS]
        assert len(units) == len(lines)
        last = project.store.history(units[0].id)[-1]
        assert (last.by, last.decision.action) == ("lin", Action.DISCUSS)
        assert last.decision.reason.startswith("client: 彩礼: “bride price” → “betrothal gift”")
        project.review("en-US", "lin").undo()
    assert _states(heir)["with"] == {State.APPROVED}, "the whole change is one act"


def test_an_approved_line_that_says_the_new_words_already_stays_approved(
    heir: Path, localize: Callable[..., Any]
) -> None:
    old = _terms(heir / "old.yaml", "dower", "dot")
    run = localize("glossary", "diff", old, heir / "glossary" / "terms.yaml", "--project", heir, "--reopen")
    assert "approved, stays" in run.out
    assert "the approved text does that already" in run.out
    assert "0 do not fit any more" in run.err
    assert _states(heir)["with"] == {State.APPROVED}


def test_a_snapshot_is_compared_with_todays_glossary(heir: Path, localize: Callable[..., Any]) -> None:
    snapshot = heir / "before.tbx"
    assert localize("glossary", "export", snapshot, "--project", heir).code == 0
    same = localize("glossary", "diff", snapshot, "--project", heir)
    assert (same.code, same.out.strip()) == (0, "")
    _terms(heir / "glossary" / "terms.yaml", "betrothal gift")
    run = localize("glossary", "diff", snapshot, "--project", heir)
    assert "0 added, 0 removed, 1 changed" in run.err
    assert "en preferred: bride price → betrothal gift" in run.out


def test_diff_without_a_project_lists_the_changes(
    tmp_path: Path, localize: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = localize("glossary", "diff", _terms(tmp_path / "a.yaml", "x"), _terms(tmp_path / "b.yaml", "y"))
    assert run.out.splitlines()[0].startswith("~ money.caili 彩礼")
    missing = localize("glossary", "diff", tmp_path / "none", tmp_path / "b.yaml")
    assert (missing.code, "holds no term file" in missing.err) == (2, True)


def test_extract_finds_the_people_of_the_example(examples: Path, localize: Callable[..., Any]) -> None:
    episodes = examples / "heir-returns" / "episodes"
    run = localize("glossary", "extract", episodes, "--top", "30", "--as", "json")
    found = {row["term"]: row for row in json.loads(run.out)}
    assert {"林晚", "秦烁", "王总", "秦总"} <= found.keys()
    assert found["林晚"]["kind"] == "name"
    assert found["王总"]["kind"] == "address"
    assert found["林晚"]["contexts"][0]["file"].endswith("ep01.srt")


def test_extract_gives_drafts_that_the_loader_takes_and_tables(
    examples: Path, localize: Callable[..., Any]
) -> None:
    episode = examples / "heir-returns" / "episodes" / "ep01.srt"
    drafts = localize("glossary", "extract", episode, "--as", "yaml", "--category", "people")
    concepts, wrong = read_concepts(drafts.out.encode(), "drafts.yaml")
    assert not wrong
    assert "people.林晚" in {concept.id for concept in concepts}
    assert all("ep01.srt:" in concept.note for concept in concepts)
    rows = list(csv.DictReader(io.StringIO(localize("glossary", "extract", episode, "--as", "csv").out)))
    assert {row["term"] for row in rows} == {concept.term for concept in concepts}
    assert localize("glossary", "extract", episode).out.startswith("term")
    assert localize("glossary", "extract", episode.parent / "none.srt").code == 2


@pytest.fixture
def packs(repository: Path) -> list[Path]:
    folder = repository / "glossaries" / "zh-Hans"
    return [folder / "festivals.yaml", folder / "money.yaml"]


@pytest.mark.parametrize(("name", "more"), [("t.tbx", ()), ("t.tbx", ("--as", "tbx-dct")), ("t.xlsx", ())])
def test_what_is_exported_comes_back_by_category(
    tmp_path: Path, packs: list[Path], localize: Callable[..., Any], name: str, more: tuple[str, ...]
) -> None:
    assert localize("glossary", "export", tmp_path / name, *packs, *more).code == 0
    run = localize("glossary", "import", tmp_path / name, "-o", tmp_path / "terms")
    assert run.code == 0, run.err
    files = sorted((tmp_path / "terms").glob("*.yaml"))
    assert [path.name for path in files] == [path.name for path in packs]
    before, after = load(packs, packs=()), load(files, packs=())
    assert [(c.id, before.concept_revision(c.id)) for c in before] == [
        (c.id, after.concept_revision(c.id)) for c in after
    ]


def test_several_categories_do_not_go_into_one_file_unless_asked(
    tmp_path: Path, packs: list[Path], localize: Callable[..., Any]
) -> None:
    localize("glossary", "export", tmp_path / "t.tbx", *packs)
    one = tmp_path / "one.yaml"
    run = localize("glossary", "import", tmp_path / "t.tbx", "-o", one)
    assert (run.code, "2 categories" in run.err, one.exists()) == (2, True, False)
    assert localize("glossary", "import", tmp_path / "t.tbx", "-o", one, "--category", "all").code == 0
    assert len(load([one], packs=())) == len(load(packs, packs=()))


def test_tables_of_one_pair_need_a_target_and_say_what_is_left_out(
    tmp_path: Path, localize: Callable[..., Any]
) -> None:
    table = tmp_path / "deepl.tsv"
    assert localize("glossary", "export", table, "--as", "deepl").code == 2
    run = localize("glossary", "export", table, "--as", "deepl", "--to", "en-US")
    assert (run.code, "have no place in this shape" in run.err) == (0, True)
    back = localize("glossary", "import", table, "--to", "en-US", "-o", tmp_path / "back.yaml")
    assert back.code == 0, back.err
    assert len(load([tmp_path / "back.yaml"], packs=())) > 300


def test_key_names_of_a_project_are_those_that_are_said(heir: Path, localize: Callable[..., Any]) -> None:
    from localize.glossary.knp import read_knp

    path = heir / "knp.xlsx"
    run = localize("glossary", "export", path, "--as", "knp", "--to", "en-US", "--project", heir)
    assert run.code == 0, run.err
    rows = {row.term: row for row in read_knp(path.read_bytes(), "k").rows}
    assert rows["彩礼"].renderings["en-US"][0] == "bride price"
    assert (rows["彩礼"].frequency or 0) >= 2
    assert "渡劫失败" not in rows
    assert localize("glossary", "import", path, "-o", heir / "knp").code == 0


def test_stats_count_texts_and_name_undecided_homographs(heir: Path, localize: Callable[..., Any]) -> None:
    run = localize("glossary", "stats", "--project", heir, "--unused")
    assert run.code == 0
    assert "unreviewed" in run.out
    assert "episodes/ep01.srt" in run.out
    assert "terms are used in no text" in run.out
    assert " is undecided" not in run.out, "the scenes of the example decide every homograph"
    alone = heir / "alone.srt"
    alone.write_text("1\n00:00:01,000 --> 00:00:02,000\n公公，请用茶\n", encoding="utf-8")
    assert "公公 is undecided" in localize("glossary", "stats", "--texts", alone, "--to", "en-US").out
    bare = localize("glossary", "stats", "--texts", heir / "episodes" / "ep01.srt", "--to", "ko")
    assert "no ko" in bare.out


def test_find_shows_what_lost_and_why(localize: Callable[..., Any]) -> None:
    run = localize("glossary", "find", "一掷千金")
    assert "(千金)" in run.out
    assert "lost: a stop word lies over it" in run.out
    assert "lost:" not in localize("glossary", "find", "一掷千金", "--winners").out


def test_find_gives_programs_the_same_as_json(localize: Callable[..., Any]) -> None:
    run = localize("glossary", "find", "一掷千金，吃饺子", "--as", "json")
    found = {row["term"]: row for row in json.loads(run.out)}
    assert found["饺子"]["rendering"] == "dumplings"
    assert "jiaozi" in found["饺子"]["admitted"]
    assert {lost["term"] for lost in found["一掷千金"]["lost"]} == {"千金"}


TWO_EPISODES = """\
category: project
concepts:
  - {id: project.man, term: 黑衣人, strategy: DIRECT, scope: {episodes: 1-11}, renderings: {en: the man in black}}
  - {id: project.man.known, term: 黑衣人, strategy: OFFICIAL, scope: {episodes: 12-}, renderings: {en: Uncle NAME}}
"""
CUE = "1\n00:00:01,000 --> 00:00:03,000\n黑衣人来了。\n"


def test_a_term_of_a_later_episode_is_found_and_its_change_told_in_that_episode_alone(
    tmp_path: Path, localize: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "episodes").mkdir()
    for name in ("ep03.srt", "ep12.srt"):
        (tmp_path / "episodes" / name).write_text(CUE, encoding="utf-8")
    assert localize("init", tmp_path, "--to", "en-US").code == 0
    file = tmp_path / "localize.toml"
    file.write_text(file.read_text("utf-8").replace('"glossary/*.yaml"', '"terms.yaml"'), "utf-8")
    terms, old = tmp_path / "terms.yaml", tmp_path / "old.yaml"
    terms.write_text(TWO_EPISODES.replace("NAME", "Liang"), encoding="utf-8")
    old.write_text(TWO_EPISODES.replace("NAME", "Wu"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "the man in black" in localize("glossary", "find", "episodes/ep03.srt", "--winners").out
    assert "Uncle Liang" in localize("glossary", "find", "episodes/ep12.srt", "--winners").out
    assert localize("sync").code == 0
    changed = localize("glossary", "diff", "old.yaml", "terms.yaml", "--as", "json")
    touched = [line["file"] for line in json.loads(changed.out)["lines"]]
    assert touched == ["episodes/ep12.srt"]
