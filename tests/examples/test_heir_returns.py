"""Owns the checks that the example work is what its README says it is."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import opencc
import pysrt
import pysubs2
import pytest
import webvtt
from ruamel.yaml import YAML

WORK = Path(__file__).resolve().parents[2] / "examples" / "heir-returns"
EPISODES = ("ep01.srt", "ep02.srt", "ep03.srt", "ep04.ass", "ep05.vtt", "ep06.srt")
ENCODINGS = {"ep02.srt": "utf-8-sig", "ep03.srt": "gb18030", "ep04.ass": "utf-8-sig"}
CRLF = {"ep02.srt", "ep03.srt", "ep04.ass"}
BRIDE_PRICE = "王总，三千万的彩礼，一分不能少。"
MIN_GAP_MS = 83
TAG = re.compile(r"<[^>]*>|\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: times in milliseconds, text as it stands in the file with ``\\n`` line ends."""

    start: int
    end: int
    text: str

    @property
    def lines(self) -> list[str]:
        return [line.replace("&amp;", "&") for line in TAG.sub("", self.text).split("\n")]


def clock(text: str) -> int:
    hours, minutes, seconds = text.replace(",", ".").split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def text_of(path: Path) -> str:
    return path.read_bytes().decode(ENCODINGS.get(path.name, "utf-8")).replace("\r\n", "\n")


def cues(path: Path) -> list[Cue]:
    """Read a file with plain code, so that the parsers under test below have something to agree with."""
    if path.suffix == ".ass":
        return ass_cues(text_of(path))
    found = []
    for block in re.split(r"\n{2,}", text_of(path).strip()):
        lines = block.split("\n")
        at = next((i for i, line in enumerate(lines) if " --> " in line), None)
        if at is not None:
            start, _, end = lines[at].split()[:3]
            found.append(Cue(clock(start), clock(end), "\n".join(lines[at + 1 :])))
    return found


def ass_cues(text: str) -> list[Cue]:
    found = []
    for line in text.split("\n"):
        if not line.startswith("Dialogue: ") or re.search(r"\\p[1-9]", line):
            continue
        _, start, end, *_, body = line.removeprefix("Dialogue: ").split(",", 9)
        found.append(Cue(clock(start), clock(end), body.replace(r"\N", "\n")))
    return found


def rows(locale: str) -> list[dict[str, object]]:
    lines = (WORK / "review" / f"{locale}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def planted() -> list[dict[str, object]]:
    return YAML(typ="safe").load((WORK / "planted.yaml").read_text("utf-8"))


def segments() -> dict[tuple[str, int], Cue]:
    return {
        (f"episodes/{name}", n): cue
        for name in EPISODES
        for n, cue in enumerate(cues(WORK / "episodes" / name), start=1)
    }


def says(text: str, phrase: str) -> bool:
    plain = " ".join(TAG.sub("", text).split())
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain, re.IGNORECASE) is not None


@pytest.mark.parametrize("name", EPISODES)
def test_every_episode_has_25_to_40_cues_and_lasts_60_to_100_seconds(name):
    found = cues(WORK / "episodes" / name)
    assert 25 <= len(found) <= 40
    assert 60_000 <= found[-1].end <= 100_000


@pytest.mark.parametrize("name", EPISODES)
def test_cues_ascend_with_a_gap_and_a_length_that_can_be_read(name):
    found = cues(WORK / "episodes" / name)
    assert all(800 <= cue.end - cue.start <= 4000 for cue in found)
    gaps = [b.start - a.end for a, b in itertools.pairwise(found)]
    assert min(gaps) >= MIN_GAP_MS


@pytest.mark.parametrize("name", EPISODES)
def test_chinese_lines_keep_14_characters_and_9_a_second(name):
    for cue in cues(WORK / "episodes" / name):
        assert len(cue.lines) <= 2
        assert len("".join(cue.lines)) / (cue.end - cue.start) * 1000 <= 9
        assert [line for line in cue.lines if len(line) > 14] in ([], [BRIDE_PRICE])


@pytest.mark.parametrize("folder", ["episodes", "reference/en-US"])
@pytest.mark.parametrize("name", EPISODES)
def test_bytes_have_the_encoding_mark_and_line_ends_that_the_readme_states(folder, name):
    data = (WORK / folder / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (ENCODINGS.get(name) == "utf-8-sig")
    text = data.decode(ENCODINGS.get(name, "utf-8"))
    bare = text.replace("\r\n", "")
    assert "\r" not in bare
    assert ("\n" not in bare) if name in CRLF else ("\r\n" not in text)


def test_the_gb18030_episode_is_not_utf_8():
    with pytest.raises(UnicodeDecodeError):
        (WORK / "episodes" / "ep03.srt").read_bytes().decode("utf-8")


@pytest.mark.parametrize("folder", ["episodes", "reference/en-US"])
@pytest.mark.parametrize("name", [name for name in EPISODES if name.endswith(".srt")])
def test_pysrt_reads_the_same_cues_as_plain_code(folder, name):
    path = WORK / folder / name
    subs = pysrt.from_string(text_of(path).removeprefix("\ufeff"), error_handling=pysrt.ERROR_RAISE)
    read = [Cue(item.start.ordinal, item.end.ordinal, item.text) for item in subs]
    assert read == cues(path)
    assert [item.index for item in subs] == list(range(1, len(subs) + 1))


@pytest.mark.parametrize("folder", ["episodes", "reference/en-US"])
def test_pysubs2_reads_the_same_events_as_plain_code(folder):
    path = WORK / folder / "ep04.ass"
    subs = pysubs2.load(str(path), encoding="utf-8-sig")
    read = [
        Cue(event.start, event.end, event.text.replace(r"\N", "\n"))
        for event in subs
        if not event.is_comment and not event.is_drawing
    ]
    assert read == cues(path)
    assert (subs.info["PlayResX"], subs.info["PlayResY"]) == ("1080", "1920")
    assert {event.style for event in subs} <= set(subs.styles)
    assert sum(event.is_comment for event in subs) == 1
    assert sum(event.is_drawing for event in subs) == 1


@pytest.mark.parametrize("folder", ["episodes", "reference/en-US"])
def test_webvtt_py_reads_the_same_cues_as_plain_code(folder):
    path = WORK / folder / "ep05.vtt"
    captions = webvtt.read(str(path))
    read = [Cue(clock(c.start), clock(c.end), c.raw_text) for c in captions]
    assert read == cues(path)
    assert len({c.identifier for c in captions}) == len(read)
    assert captions.styles


def test_the_episodes_hold_the_hard_cases_that_parsers_meet():
    text = {name: text_of(WORK / "episodes" / name) for name in EPISODES}
    assert f"\n{BRIDE_PRICE}\n" in text["ep01.srt"]
    assert "\n房间号\n302\n" in text["ep02.srt"]
    assert "\n- 你来了？\n- 我来了。\n" in text["ep03.srt"]
    assert "\n[手机震动]\n" in text["ep06.srt"]
    assert "\n林总：" in text["ep02.srt"]
    for tag in (
        r"{\an8\pos(540,300)}",
        r"\p1}m 0 0 l",
        r"{\fad(",
        r"{\kf",
        r"{\i1}",
        "{停两拍}",
        r"\N",
        "\nComment: ",
    ):
        assert tag in text["ep04.ass"]
    for mark in ("NOTE\n", "STYLE\n", "<v 林晚>", "<i>", "&amp;", "position:50% line:80% align:center"):
        assert mark in text["ep05.vtt"]


@pytest.mark.parametrize("name", EPISODES)
def test_the_reference_has_the_same_cues_times_and_tags(name):
    zh, en = (cues(WORK / folder / name) for folder in ("episodes", "reference/en-US"))
    assert [(c.start, c.end) for c in zh] == [(c.start, c.end) for c in en]
    assert [sorted(TAG.findall(c.text)) for c in zh] == [sorted(TAG.findall(c.text)) for c in en]


@pytest.mark.parametrize("name", EPISODES)
def test_the_reference_keeps_the_english_line_and_speed_limits(name):
    for cue in cues(WORK / "reference" / "en-US" / name):
        check_english(cue, cue)
        assert not re.search(r"[\u4e00-\u9fff]", "".join(cue.lines))


def check_english(cue: Cue, timed: Cue) -> None:
    assert len(cue.lines) <= 2
    assert max(map(len, cue.lines)) <= 42
    assert len(" ".join(cue.lines)) / (timed.end - timed.start) * 1000 <= 20


def as_parsed(file: str, text: str) -> str:
    """Return a cue's text as the toolkit reads it: WebVTT escapes undone."""
    return text.replace("&amp;", "&") if file.endswith(".vtt") else text


def test_the_review_decides_every_cue_once_on_the_source_that_stands_there():
    decided = {(row["file"], row["n"]): row for row in rows("en-US")}
    found = segments()
    assert len(decided) == len(rows("en-US"))
    assert {key: as_parsed(key[0], cue.text) for key, cue in found.items()} == {
        key: row["source"] for key, row in decided.items()
    }


def test_the_approved_english_keeps_tags_line_and_speed_limits():
    found = segments()
    for row in rows("en-US"):
        timed = found[row["file"], row["n"]]
        cue = Cue(timed.start, timed.end, row["text"])
        check_english(cue, timed)
        assert sorted(TAG.findall(cue.text)) == sorted(TAG.findall(timed.text))
        assert not re.search(r"[\u4e00-\u9fff]", "".join(cue.lines))
        assert row["decision"] == "edit"


def test_the_approved_english_is_not_a_copy_of_the_reference():
    reference = {
        (f"episodes/{name}", n): cue.text
        for name in EPISODES
        for n, cue in enumerate(cues(WORK / "reference" / "en-US" / name), start=1)
    }
    same = sum(reference[row["file"], row["n"]] == row["text"] for row in rows("en-US"))
    assert same < len(reference) / 5


def test_the_taiwan_review_changes_words_and_not_only_characters():
    found = segments()
    convert = opencc.OpenCC("s2tw").convert
    reviewed = rows("zh-Hant-TW")
    assert 5 <= len(reviewed) <= 10
    for row in reviewed:
        assert found[row["file"], row["n"]].text == row["source"]
        assert TAG.findall(row["text"]) == TAG.findall(row["source"])
        assert TAG.sub("", row["text"]) != TAG.sub("", convert(row["source"]))


def test_every_planted_concept_stands_in_its_cue():
    found = segments()
    entries = planted()
    assert len(entries) >= 120
    for entry in entries:
        assert entry["source"] in TAG.sub("", found[entry["file"], entry["n"]].text), entry
        assert entry["en_us"], entry
        assert entry["zh_hant_tw"], entry


def test_the_approved_english_and_the_reference_use_a_planted_rendering_each():
    approved = {(row["file"], row["n"]): row["text"] for row in rows("en-US")}
    reference = {name: cues(WORK / "reference" / "en-US" / name) for name in EPISODES}
    for entry in planted():
        key = entry["file"], entry["n"]
        other = reference[entry["file"].removeprefix("episodes/")][entry["n"] - 1].text
        for text in (approved[key], other):
            assert any(says(text, phrase) for phrase in entry["en_us"]), (entry, text)


def test_no_approved_line_holds_a_rendering_that_misreads_the_culture():
    forbidden = (
        "green tea",
        "slave",
        "666",
        "Queen",
        "CP",
        "licking dog",
        "crematorium",
        "white moonlight",
        "dowry",
    )
    for row in rows("en-US"):
        assert not [phrase for phrase in forbidden if says(row["text"], phrase)], row


def test_the_script_holds_every_spoken_line_of_the_episodes():
    script = (WORK / "script" / "heir-returns.txt").read_text("utf-8")
    assert re.search(r"^1-1 夜 内 ", script, re.MULTILINE)
    assert re.search(r"^场3-1 ", script, re.MULTILINE)
    for mark in ("\n人物：", "\n△", "林晚（OS）：", "：（冷笑）"):
        assert mark in script
    for cue in segments().values():
        spoken = re.sub(r"^(林总|李医生)：|^- ", "", "\n".join(cue.lines), flags=re.MULTILINE)
        if not re.search(r"^房间号|《|\[|月光", spoken):
            parts = spoken.split("\n") if cue.text.startswith("- ") else [spoken.replace("\n", "")]
            assert all(part in script for part in parts), cue


def leaves(value: object) -> list[str]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    return [str(value)]


def test_the_game_json_holds_the_placeholders_that_games_use():
    values = leaves(json.loads((WORK / "strings" / "zh-Hans" / "game.json").read_text("utf-8")))
    assert len(values) >= 40
    for mark in ("{0}", "%s", "{player_name}", "<color=#FFD700>", "\n"):
        assert any(mark in value for value in values)


def test_the_game_po_is_untranslated_and_has_contexts_and_plurals():
    text = (WORK / "strings" / "en_US" / "game.po").read_text("utf-8")
    assert text.count('\nmsgid "') >= 30
    assert set(re.findall(r"^msgstr\[\d\] (.*)$", text, re.MULTILINE)) == {'""'}
    for mark in ("charset=UTF-8", "nplurals=2", "msgctxt", "#, c-format", "#. ", "#: ", "msgid_plural"):
        assert mark in text


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
def test_msgfmt_accepts_the_game_po():
    command = ["msgfmt", "-c", "-o", "/dev/null", str(WORK / "strings" / "en_US" / "game.po")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
