"""What a user knows better than a file shows, encoding and columns, holds from the first reading to the delivery."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ITEMS = "Nr,Alpha,Beta,Gamma\r\n1,铁剑,,武器\r\n2,药水,,饮料\r\n"
ROLES = "key=Nr,source=B,target=3,note=Gamma"
ENCODINGS = '{ "items/*.csv" = "gb18030", "items/intro.*" = "utf-16-le" }'
COLUMNS = f'{{ "items/*.csv" = "{ROLES}" }}'
CUES = "1\n00:00:01,000 --> 00:00:03,000\n你好\n"
OUT = ITEMS.replace("铁剑,,", "铁剑,鐵劍,").replace("药水,,", "药水,藥水,")


@pytest.fixture
def game(tmp_path: Path, localize: Callable[..., object]) -> Path:
    root = tmp_path / "game"
    assert localize("init", root, "--to", "zh-Hant-TW").code == 0
    (root / "items").mkdir()
    (root / "items" / "swords.csv").write_bytes(ITEMS.encode("gb18030"))
    (root / "items" / "intro.srt").write_bytes(CUES.encode("utf-16-le"))
    config = root / "localize.toml"
    text = config.read_text(encoding="utf-8")
    text = re.sub(
        r"(?m)^include .*", f"include = ['items/*']\nencodings = {ENCODINGS}\ncolumns = {COLUMNS}", text
    )
    config.write_text(text.replace('"approved"', '"any"'), encoding="utf-8")
    return root


def test_a_project_says_how_its_files_are_read(game: Path, localize: Callable[..., object]) -> None:
    assert localize("sync", "--project", game).code == 0
    assert localize("translate", "--project", game).code == 0
    assert localize("export", "--project", game, "-o", game / "out").code == 0
    assert (game / "out" / "zh-Hant-TW" / "items" / "swords.csv").read_bytes() == OUT.encode("gb18030")
    assert (game / "out" / "zh-Hant-TW" / "items" / "intro.srt").read_bytes() == CUES.encode("utf-16-le")


def test_a_batch_takes_the_columns_from_its_option_or_its_project_file(
    game: Path, tmp_path: Path, localize: Callable[..., object]
) -> None:
    words = ("--to", "zh-Hant-TW")
    table = game / "items" / "swords.csv"
    run = localize(
        "batch", table, "-o", tmp_path / "one", *words, "--columns", ROLES, "--encoding", "gb18030"
    )
    assert (run.code, run.err) == (0, run.err)
    assert (tmp_path / "one" / "zh-Hant-TW" / "swords.csv").read_bytes() == OUT.encode("gb18030")
    run = localize("batch", game, "-o", tmp_path / "two", *words, "--config", game / "localize.toml")
    assert (tmp_path / "two" / "zh-Hant-TW" / "items" / "swords.csv").read_bytes() == OUT.encode("gb18030")
    assert run.code == 0, run.err


def test_a_proof_reads_both_tables_by_the_columns_that_are_named(
    tmp_path: Path, localize: Callable[..., object]
) -> None:
    before, after = tmp_path / "a.csv", tmp_path / "b.csv"
    before.write_text(ITEMS, encoding="utf-8", newline="")
    after.write_text(OUT, encoding="utf-8", newline="")
    assert localize("convert", before, after, "--verify", "--columns", ROLES).code == 0
    after.write_text(OUT.replace("武器", "工具"), encoding="utf-8", newline="")
    run = localize("convert", before, after, "--verify", "--columns", ROLES)
    assert run.code == 1
    assert "b.csv:2" in run.out + run.err
