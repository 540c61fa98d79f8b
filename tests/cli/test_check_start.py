"""What a check of a small file loads, since CI runs it for every file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "我回来了"\nmsgstr "I am back"\n'
CUE = "1\n00:00:01,000 --> 00:00:03,000\n{}\n"
LISTED = (
    "import sys\nfrom localize.cli import main\ncode = main(sys.argv[1:])\n"
    "print('LOADED', code, *sorted(sys.modules), file=sys.stderr)"
)


@pytest.mark.parametrize("kind", ["po", "srt"])
def test_a_check_of_a_small_file_loads_only_what_it_needs(kind: str, tmp_path: Path) -> None:
    if kind == "po":
        (tmp_path / "a.po").write_text(PO, encoding="utf-8")
        command = ["check", "a.po", "--bilingual", "--to", "en-US"]
    else:
        (tmp_path / "zh.srt").write_text(CUE.format("我回来了"), encoding="utf-8")
        (tmp_path / "en.srt").write_text(CUE.format("I am back."), encoding="utf-8")
        command = ["check", "en.srt", "--against", "zh.srt", "--to", "en-US"]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", LISTED, *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    code, *loaded = done.stderr.rpartition("LOADED")[2].split()
    assert code == "0", done.stdout
    assert "localize.qa.text" in loaded
    late = {
        "ctranslate2",
        "localize.formats.messageformat2",
        "localize.review.store",
        "numpy",
        "rich",
        "ruamel.yaml",
        "simplemma",
        "textual",
    }
    assert late & set(loaded) == set()
