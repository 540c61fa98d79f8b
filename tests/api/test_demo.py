"""The demo: the whole path on the example work, and what it delivers in other people's parsers."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pysrt
import pysubs2
import pytest
import webvtt

from localize import api
from localize.errors import OutputError
from localize.formats import verify
from localize.review.base import Query

if TYPE_CHECKING:
    from pathlib import Path

    from localize.api.demo import DemoReport

EPISODES = ("ep01.srt", "ep02.srt", "ep03.srt", "ep04.ass", "ep05.vtt", "ep06.srt")
LOCALES = ("en-US", "zh-Hant-TW")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoReport]:
    folder = tmp_path_factory.mktemp("demo") / "work"
    return folder, api.run_demo(folder)


def test_every_segment_is_drafted_held_back_decided_and_delivered(demo: tuple[Path, DemoReport]) -> None:
    _, report = demo
    assert (report.files, report.segments) == (6, 213)
    for locale in LOCALES:
        assert report.closed[locale] == report.segments
        assert report.approved[locale] + report.edited[locale] == report.segments
        assert report.exported is not None
        assert report.exported.count(locale) == 6
        assert not report.exported.problems


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", EPISODES)
def test_a_delivered_episode_has_the_same_cues_in_the_peers_parsers(
    demo: tuple[Path, DemoReport], examples: Path, locale: str, name: str
) -> None:
    source = examples / "heir-returns" / "episodes" / name
    target = demo[0] / "delivery" / locale / "episodes" / name
    encoding = "gb18030" if name == "ep03.srt" else "utf-8-sig"

    def events(path: Path) -> list[tuple[int, int]]:
        return [(e.start, e.end) for e in pysubs2.load(str(path), encoding=encoding) if e.type == "Dialogue"]

    assert events(target) == events(source)
    if name.endswith(".srt"):
        times = [
            [(i.start.ordinal, i.end.ordinal) for i in pysrt.open(str(p), encoding=encoding)]
            for p in (source, target)
        ]
        assert times[0] == times[1]
        assert times[0]
    if name.endswith(".vtt"):
        cues = [[(c.start, c.end, c.identifier) for c in webvtt.read(str(p))] for p in (source, target)]
        assert cues[0] == cues[1]
        assert cues[0]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", EPISODES)
def test_a_delivered_episode_differs_in_its_spoken_text_only(
    demo: tuple[Path, DemoReport], examples: Path, locale: str, name: str
) -> None:
    source = (examples / "heir-returns" / "episodes" / name).read_bytes()
    target = (demo[0] / "delivery" / locale / "episodes" / name).read_bytes()
    assert source != target
    assert verify(source, target, name).equal


@pytest.mark.parametrize(
    "source, english, taiwanese",
    [
        ("三千万的彩礼", "a bride price of thirty million", "三千萬的彩禮"),
        ("王总", "Mr. Wang", "王總"),
        ("五百两", "five hundred taels", "五百兩"),
        ("三更", "midnight", "三更"),
        ("二十三岁", "Twenty-three", "二十三歲"),
        ("半个时辰", "an hour", "半個時辰"),
    ],
)
def test_numbers_and_customs_come_out_right_in_the_drafts(
    demo: tuple[Path, DemoReport], source: str, english: str, taiwanese: str
) -> None:
    with api.open_project(demo[0]) as project:
        for locale, wanted in (("en-US", english), ("zh-Hant-TW", taiwanese)):
            room = project.review(locale, "reader")
            found = [room.unit(i) for i in room.unit_ids(Query(locale, text=source))]
            drafts = [" ".join(unit.draft.text.split()) for unit in found if unit.draft]
            assert drafts
            assert all(wanted.casefold() in draft.casefold() for draft in drafts), drafts


def test_the_manifest_names_hashes_engines_and_the_head_of_the_log(demo: tuple[Path, DemoReport]) -> None:
    folder, report = demo
    manifest = json.loads((folder / "delivery" / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["files"]) == 12
    for entry in manifest["files"]:
        data = (folder / "delivery" / entry["path"]).read_bytes()
        assert entry["output_sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["log_rows"] == report.decisions
    with api.open_project(folder) as project:
        assert project.store.verify_log() == report.decisions


def test_a_second_translate_draws_nothing_from_the_engine(demo: tuple[Path, DemoReport]) -> None:
    with api.open_project(demo[0]) as project:
        assert not project.translate().drafted


def test_the_demo_refuses_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(OutputError, match="is not an earlier demo"):
        api.run_demo(tmp_path, force=True)
    assert (tmp_path / "mine.txt").exists()
