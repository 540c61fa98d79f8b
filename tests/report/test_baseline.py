from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from localize.errors import InputError, Place
from localize.model import Finding, LocatedFinding, SegmentId, Severity
from localize.report import baseline, write


def test_what_a_baseline_holds_is_known_and_the_rest_is_new(
    plain: list[LocatedFinding], tmp_path: Path
) -> None:
    file = tmp_path / "accepted.json"
    baseline.write(file, plain[:-1])
    compared = baseline.compare(plain, baseline.read(file))
    assert compared.new == (plain[-1],)
    assert compared.known == tuple(plain[:-1])
    assert compared.gone == {}


def test_a_cue_that_moves_in_its_file_stays_known(plain: list[LocatedFinding], tmp_path: Path) -> None:
    file = tmp_path / "accepted.json"
    baseline.write(file, plain)
    moved = [replace(f, place=Place(f.place.file, (f.place.line or 0) + 40, 1)) for f in plain]
    assert baseline.compare(moved, baseline.read(file)).new == ()


def test_a_second_finding_like_an_accepted_one_is_new(plain: list[LocatedFinding], tmp_path: Path) -> None:
    file = tmp_path / "accepted.json"
    baseline.write(file, plain)
    assert len(baseline.compare([*plain, plain[0]], baseline.read(file)).new) == 1


def test_what_is_mended_is_told_as_gone(plain: list[LocatedFinding], tmp_path: Path) -> None:
    file = tmp_path / "accepted.json"
    baseline.write(file, plain)
    (gone,) = baseline.compare(plain[1:], baseline.read(file)).gone.values()
    assert plain[0].finding.code in gone
    assert plain[0].finding.message in gone


def test_a_baseline_is_one_line_a_finding_in_a_stable_order(
    plain: list[LocatedFinding], tmp_path: Path
) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    baseline.write(first, plain)
    baseline.write(second, plain[::-1])
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_text(encoding="utf-8").splitlines()) == len(plain) + 2


def test_an_empty_baseline_is_valid_json(tmp_path: Path) -> None:
    file = tmp_path / "none.json"
    baseline.write(file, [])
    assert json.loads(file.read_text(encoding="utf-8"))["findings"] == {}
    assert baseline.read(file) == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "BAS002"),
        ("[]", "BAS002"),
        ('{"kind": "localize-baseline", "version": 1, "findings": {"a": 1}}', "BAS002"),
        ('{"kind": "localize-baseline", "version": 9, "findings": {}}', "BAS003"),
        ("[" * 100_000, "BAS002"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(text: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=code):
        baseline.read(file)


def test_a_missing_baseline_says_how_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"BAS001.*--update-baseline"):
        baseline.read(tmp_path / "none.json")


def _flagged(*cues: tuple[int, str], file: str = "ep01.srt") -> list[LocatedFinding]:
    """Return a finding a cue: its number, and a letter that stands for its kind and words."""
    return [
        LocatedFinding(
            Finding("TXT005", Severity.INFO, SegmentId(str(number)), None, what),
            Place(file, 4 * number, 1),
            "en-US",
        )
        for number, what in cues
    ]


def _numbers(found: Sequence[LocatedFinding]) -> list[str]:
    return [str(one.finding.segment) for one in found]


def _compared(before: list[LocatedFinding], after: list[LocatedFinding], folder: Path) -> baseline.Compared:
    baseline.write(folder / "accepted.json", before)
    return baseline.compare(after, baseline.read(folder / "accepted.json"))


def test_one_more_cue_renumbers_the_others_and_only_its_own_finding_is_new(tmp_path: Path) -> None:
    before = _flagged((1, "a"), (2, "b"), (3, "a"), (12, "c"))
    after = _flagged((1, "a"), (2, "a"), (3, "b"), (4, "a"), (13, "c"))
    compared = _compared(before, after, tmp_path)
    assert len(compared.new) == 1
    assert _numbers(compared.new) == ["1"]
    assert compared.gone == {}


def test_a_cue_taken_out_leaves_one_finding_gone(tmp_path: Path) -> None:
    compared = _compared(_flagged((1, "a"), (2, "b"), (3, "a")), _flagged((1, "b"), (2, "a")), tmp_path)
    assert compared.new == ()
    (gone,) = compared.gone.values()
    assert gone.endswith(" 1: TXT005 a")


@pytest.mark.parametrize("count", [3, 2_500])
def test_findings_of_cues_never_become_more_unseen(count: int, tmp_path: Path) -> None:
    before = _flagged(*((n, "ab"[n % 2]) for n in range(1, count)))
    after = _flagged(*((n + 1, "ba"[n % 2]) for n in range(count + 4)))
    compared = _compared(before, after, tmp_path)
    assert len(compared.new) - len(compared.gone) == len(after) - len(before)
    assert len(compared.known) <= len(before)


def test_a_finding_under_another_key_is_new(tmp_path: Path) -> None:
    before, after = _flagged((1, "a"), file="a.po"), _flagged((1, "a"), file="a.po")
    before, after = ([_keyed(f, key) for f in side] for side, key in ((before, "menu"), (after, "title")))
    compared = _compared(before, after, tmp_path)
    assert len(compared.new) == len(compared.gone) == 1


def _keyed(located: LocatedFinding, key: str) -> LocatedFinding:
    return replace(located, finding=replace(located.finding, segment=SegmentId(key)))


def test_a_renamed_file_stays_known_and_a_copy_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = _flagged((1, "a"), (2, "b"), (3, "c"))
    after = _flagged((1, "a"), (2, "b"), (3, "new"), file="ep01_final.srt")
    assert _numbers(_compared(before, after, tmp_path).new) == ["3"]
    Path("ep01.srt").write_text("still there", encoding="utf-8")
    assert _numbers(_compared(before, after, tmp_path).new) == ["1", "2", "3"]


def test_the_same_file_named_from_the_root_is_the_same(
    plain: list[LocatedFinding], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (f"{tmp_path}/ep01.srt", f"../{tmp_path.name}/ep01.srt", "./ep01.srt"):
        named = [replace(f, place=replace(f.place, file=name)) for f in plain]
        assert _compared(plain, named, tmp_path).new == ()
        assert '"path": "ep01.srt"' in write("gitlab", named)
