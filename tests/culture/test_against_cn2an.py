"""The gold numerals, read by us and by cn2an (MIT) side by side; skipped where cn2an is not installed.

Run with ``-s`` to see the table. cn2an takes a whole string and gives one value, so each expression is cut to the
numeral itself before it is asked; a vague number or a range counts as read when either end is given.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from localize.culture import find_numbers

cn2an = pytest.importorskip("cn2an", reason="cn2an is not installed; it is only compared with")

FOLDER = Path(__file__).parent.parent / "corpus" / "culture"
CORPUS = YAML(typ="safe").load((FOLDER / "numbers.yaml").read_text(encoding="utf-8"))
SECTIONS = [name for name in CORPUS if name not in {"none", "multiple", "written"}]


def asked(numeral: str) -> Fraction | None:
    try:
        return Fraction(str(cn2an.cn2an(numeral, "smart")))
    except (ValueError, KeyError, IndexError):
        return None


def test_we_read_every_gold_numeral_and_cn2an_reads_fewer():
    """Prints one row a section: expressions, read by us, read by cn2an, read wrongly by cn2an without an error."""
    ours_in_all = theirs_in_all = total = 0
    for name in SECTIONS:
        rows = CORPUS[name]
        ours = theirs = wrong = 0
        for text, *values in rows:
            wanted = {Fraction(value) for value in values}
            hits = find_numbers(text)
            ours += len(hits) == 1 and Fraction(str(hits[0].value)) in wanted
            said = asked(hits[0].text)
            theirs += said in wanted
            wrong += said is not None and said not in wanted
        print(f"{name:10} {len(rows):4} ours {ours:4} cn2an {theirs:4} silently wrong {wrong:3}")
        ours_in_all, theirs_in_all, total = ours_in_all + ours, theirs_in_all + theirs, total + len(rows)
    print(f"{'all':10} {total:4} ours {ours_in_all:4} cn2an {theirs_in_all:4}")
    assert ours_in_all == total
    assert theirs_in_all < total
