from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from localize.errors import InputError, Place
from localize.model import LocatedFinding
from localize.report import baseline


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
