"""Lint: each rule has a file that breaks it, and the packs break none that matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.glossary import RULES, lint, load
from localize.model import LocatedFinding, Severity

EARLY_AND_LATE = "scope: {episodes: 1-5}, renderings: {en: {preferred: {text: x, when: {episodes: 6-}}}}"
XY = "  - {id: t.a, term: 甲乙, strategy: OMIT, renderings: {en: x}}\n"


def _lint(folder: Path, concepts: str, *more: str) -> list[LocatedFinding]:
    files = []
    for number, text in enumerate((concepts, *more)):
        path = folder / f"{number}.yaml"
        path.write_text(f"category: t\nconcepts:\n{text}", encoding="utf-8")
        files.append(path)
    return list(lint(load(files, packs=())))


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        ("GLO101", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT, renderings: {en: {preferred: [a, b]}}}\n"),
        ("GLO102", 4, "  - {id: t.a, term: 甲乙, strategy: OMIT}\n  - {id: t.b, term: 甲乙, strategy: OMIT}\n"),
        ("GLO103", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT, renderings: {en: {preferred: a, forbidden: A}}}\n"),
        ("GLO104", 4, f"{XY}  - {{id: t.b, term: 丙丁, strategy: OMIT, renderings: {{en: {{forbidden: x}}}}}}\n"),
        ("GLO105", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT, when: {context: [丙], absent: [丙]}}\n"),
        ("GLO105", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT, when: {before: [<digit>]}}\n"),
        ("GLO105", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT, when: {genres: [palace], eras: [modern]}}\n"),
        ("GLO105", 3, f"{XY[:-2].replace('renderings: {en: x}', EARLY_AND_LATE)}}}\n"),
        ("GLO106", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT, stop: [甲丙]}\n"),
        ("GLO107", 3, "  - {id: t.a, term: 甲, strategy: OMIT}\n"),
        ("GLO108", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT}\n  - {id: t.b, term: 甲乙丙, strategy: OMIT}\n"),
        ("GLO110", 3, "  - {id: t.a, term: 丑时, hant: 醜旹, strategy: OMIT}\n"),
        ("GLO111", 3, "  - {id: t.a, term: 甲乙, strategy: OMIT, renderings: {es: 甲}}\n"),
    ],
)  # fmt: skip
def test_a_doubtful_entry_is_found_at_its_line(tmp_path: Path, code: str, line: int, text: str) -> None:
    found = [f for f in _lint(tmp_path, text) if f.finding.code != "GLO112"]
    assert [(f.finding.code, f.place.line) for f in found] == [(code, line)]
    assert found[0].finding.severity == {c: s for c, s, _ in RULES}[code]


def test_an_override_is_reported_with_both_places(tmp_path: Path) -> None:
    near = "  - {id: t.b, term: 甲乙, strategy: OMIT}\n"
    (found,) = _lint(tmp_path, "  - {id: t.a, term: 甲乙, strategy: OMIT}\n", near)
    assert found.finding.code == "GLO109"
    assert found.place.file.endswith("1.yaml")
    assert "0.yaml:3" in found.finding.message


def test_homographs_of_one_group_and_a_good_entry_are_clean(tmp_path: Path) -> None:
    text = (
        "  - {id: t.a, term: 甲乙, hant: 甲乙, strategy: OMIT, homograph: g, stop: [<number>甲乙, 甲乙<counter>],\n"
        "     renderings: {en: {preferred: [{text: x, when: {vocative: true}}, y], forbidden: z}}, review: reviewed}\n"
        "  - {id: t.b, term: 甲乙, strategy: OMIT, homograph: g, when: {context: [丙]}, review: reviewed,\n"
        "     renderings: {en: {preferred: z, forbidden: [x, y]}}}\n"
    )
    assert _lint(tmp_path, text) == []


def test_the_packs_have_no_error_and_no_warning() -> None:
    loud = [f for f in lint(load()) if f.finding.severity > Severity.INFO]
    assert [f"{f.place}: {f.finding.code} {f.finding.message}" for f in loud] == []


def test_the_share_of_drafts_is_reported_per_locale() -> None:
    shares = {f.locale: f.finding.message for f in lint(load()) if f.finding.code == "GLO112"}
    assert {"en", "es", "pt-BR", "vi", "th", "ja", "ko", "id", "ar", "hi"} <= shares.keys()
    assert all("drafts (100%)" in message for message in shares.values())


def test_two_senses_of_different_episodes_are_no_duplicates(tmp_path: Path) -> None:
    text = (
        "  - {id: t.a, term: 林默, strategy: RETAIN, scope: {episodes: 1-11}}\n"
        "  - {id: t.b, term: 林默, strategy: RETAIN, scope: {episodes: 12-}}\n"
    )
    assert [f for f in _lint(tmp_path, text) if f.finding.code == "GLO102"] == []
