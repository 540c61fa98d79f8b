"""`check --preview` draws so many pictures as anybody looks at, and says what it left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CUE = "{}\n00:00:{:02},000 --> 00:00:{:02},500\n{}\n\n"


@pytest.fixture
def pair(tmp_path: Path) -> list[object]:
    for name, text in (("source", "走吧。"), ("target", "Let us  go ,now")):
        cues = "".join(CUE.format(n, n, n, text) for n in range(1, 6))
        (tmp_path / f"{name}.srt").write_text(cues, encoding="utf-8")
    target, source = tmp_path / "target.srt", tmp_path / "source.srt"
    return ["check", target, "--against", source, "--to", "en-US", "--fail-on", "never"]


def test_more_flagged_cues_than_asked_for_are_told_with_the_option_that_draws_all(
    pair: list[object], tmp_path: Path, localize: Callable[..., object]
) -> None:
    run = localize(*pair, "--preview", tmp_path / "png", "--preview-most", 2)
    assert f"{tmp_path / 'png'}: 2 pictures" in run.err
    assert "3 more flagged cues are not drawn" in run.err
    assert "--preview-most 0 draws all" in run.err
    assert len(list((tmp_path / "png").iterdir())) == 2


def test_all_are_drawn_where_that_is_asked_for(
    pair: list[object], tmp_path: Path, localize: Callable[..., object]
) -> None:
    run = localize(*pair, "--preview", tmp_path / "png", "--preview-most", 0)
    assert "not drawn" not in run.err
    assert len(list((tmp_path / "png").iterdir())) == 5


def test_fewer_than_no_pictures_are_refused(pair: list[object], localize: Callable[..., object]) -> None:
    run = localize(*pair, "--preview", "png", "--preview-most", -1)
    assert run.code == 2
    assert "--preview-most is -1" in run.err
