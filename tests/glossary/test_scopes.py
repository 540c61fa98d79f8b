"""Episodes, levels and inheritance: which part of a work a file is, and which of two entries is nearer."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import ProblemsError
from localize.glossary import Installment, Level, Scope, lint, load, parse_episodes, placed


@pytest.mark.parametrize(
    ("path", "season", "episode"),
    [
        ("episodes/ep01.srt", None, 1),
        ("E3.ass", None, 3),
        ("heir.S02E05.zh.ass", 2, 5),
        ("s01x05.srt", 1, 5),
        ("Season 2/ep 4.srt", 2, 4),
        ("第二季/第十二集.vtt", 2, 12),
        ("第一百零八集.srt", None, 108),
        ("第２集.srt", None, 2),
        ("s1/07.srt", 1, 7),
        ("12.zh.srt", None, 12),
        ("ep03/dialogue.srt", None, 3),
        ("strings/zh-Hans/game.json", None, None),
        ("recipe5.srt", None, None),
        ("se7en.srt", None, None),
        ("step2.srt", None, None),
        ("movie 2.srt", None, None),
    ],
)
def test_a_path_names_its_season_and_episode_or_nothing(
    path: str, season: int | None, episode: int | None
) -> None:
    assert placed(path, {}) == Installment(season, episode)


def test_what_the_project_lists_beats_the_name_of_a_file() -> None:
    assert placed("extras/ep99.srt", {"extras/*": 12}, season=2) == Installment(2, 12)
    assert placed("s3/ep2.srt", {}, season=2) == Installment(3, 2)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("12-", (12, 400), (1, 11)),
        ("1-11", (1, 11), (12,)),
        ("3,5", (3, 5), (4,)),
        ("-3, 7", (1, 3, 7), (4, 8)),
    ],
)
def test_a_range_holds_its_episodes(text: str, inside: tuple[int, ...], outside: tuple[int, ...]) -> None:
    episodes = parse_episodes(text)
    assert all(n in episodes for n in inside)
    assert not any(n in episodes for n in outside)


@pytest.mark.parametrize("text", ["", "-", "12-3", "a", "1--2", "1;2"])
def test_what_names_no_episode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no episode or range|ends before it begins"):
        parse_episodes(text)


def _file(folder: Path, name: str, scope: str, *entries: str) -> Path:
    path = folder / name
    rows = "".join(f"  - {{{entry}, strategy: DIRECT}}\n" for entry in entries)
    path.write_text(f"category: project\n{scope}\nconcepts:\n{rows}", encoding="utf-8")
    return path


def test_the_nearest_level_wins_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    work = _file(
        tmp_path, "work.yaml", "scope: {work: w}", "id: p.a, term: 黑卡, renderings: {en: work card}"
    )
    universe = _file(
        tmp_path,
        "universe.yaml",
        "scope: {universe: u}",
        "id: p.b, term: 黑卡, renderings: {en: universe card, fr: carte}",
    )
    glossary = load([work, universe], packs=())
    (hit,) = glossary.find("黑卡", Scope("en", universe="u", work="w"))
    assert hit.rendering is not None
    assert (hit.rendering.text, hit.concept.reach.level) == ("work card", Level.WORK)
    (french,) = glossary.find("黑卡", Scope("fr", universe="u", work="w"))
    assert french.rendering is not None
    assert french.rendering.text == "carte"  # the farther entry lends what the nearer one lacks


def test_a_conflict_is_shown_with_both_places(tmp_path: Path) -> None:
    far = _file(tmp_path, "far.yaml", "scope: {universe: u}", "id: p.a, term: 黑卡, renderings: {en: one}")
    near = _file(
        tmp_path, "near.yaml", 'scope: {episodes: "12-"}', "id: p.b, term: 黑卡, renderings: {en: two}"
    )
    glossary = load([far, near], packs=())
    (conflict,) = glossary.conflicts
    assert (str(conflict.kept.place), str(conflict.dropped.place)) == (f"{near}:4", f"{far}:4")
    (finding,) = [f for f in lint(glossary) if f.finding.code == "GLO109"]
    assert str(finding.place) == f"{near}:4"
    assert f"{far}:4" in finding.finding.message


def test_the_revision_changes_with_an_entry_of_a_part_of_the_work(tmp_path: Path) -> None:
    everywhere = _file(tmp_path, "all.yaml", "", "id: p.a, term: 黑卡, renderings: {en: one}")
    part = _file(
        tmp_path, "part.yaml", 'scope: {episodes: "2"}', "id: p.a, term: 黑卡, renderings: {en: two}"
    )
    before = load([everywhere, part], packs=()).revision
    part.write_text(part.read_text(encoding="utf-8").replace("two", "three"), encoding="utf-8")
    assert load([everywhere, part], packs=()).revision != before


def test_a_glossary_without_bounds_is_its_own_view(tmp_path: Path) -> None:
    path = _file(tmp_path, "all.yaml", "", "id: p.a, term: 黑卡, renderings: {en: one}")
    glossary = load([path], packs=())
    assert glossary.within(Scope("en", episode=3)) is glossary


def test_views_are_shared_by_episodes_in_which_the_same_holds(tmp_path: Path) -> None:
    path = _file(
        tmp_path, "part.yaml", 'scope: {episodes: "5-"}', "id: p.a, term: 黑卡, renderings: {en: one}"
    )
    glossary = load([path], packs=())
    assert glossary.within(Scope("en", episode=5)) is glossary.within(Scope("en", episode=60))
    assert glossary.within(Scope("en", episode=5)) is not glossary.within(Scope("en", episode=4))


def test_every_problem_of_a_scope_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "category: project\n"
        "scope: {univers: u}\n"
        "concepts:\n"
        "  - id: p.a\n    term: 黑卡\n    strategy: DIRECT\n    scope: {season: two, mediums: [film]}\n",
        encoding="utf-8",
    )
    with pytest.raises(ProblemsError) as caught:
        load([path], packs=())
    shown = [str(problem) for problem in caught.value.problems]
    assert [line.split(":")[1] for line in shown] == ["2", "7", "7"]
    assert "did you mean universe?" in shown[0]
    assert "use drama" in shown[2] or "use drama" in shown[1]


def test_a_range_that_ends_before_it_begins_has_its_line(tmp_path: Path) -> None:
    path = _file(
        tmp_path, "bad.yaml", 'scope: {episodes: "12-3"}', "id: p.a, term: 黑卡, renderings: {en: one}"
    )
    with pytest.raises(
        ProblemsError, match=r"bad\.yaml:2: GLO004 scope\.episodes: '12-3' ends before it begins"
    ):
        load([path], packs=())
