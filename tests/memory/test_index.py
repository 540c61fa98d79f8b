from __future__ import annotations

import itertools
import random
import subprocess
import sys
from pathlib import Path

from rapidfuzz.fuzz import ratio

from localize.memory.folding import fold
from localize.memory.index import BigramIndex


def test_similar_lines_come_best_first_with_their_numbers_and_without_the_line_itself() -> None:
    index = BigramIndex()
    index.add([(7, "你今天回家吗"), (9, "你今天回家吃饭吗"), (11, "完全不同"), (13, "你今天回不回家")])
    found = index.similar("你今天回家吗", 0.6)
    assert next(number for number, _ in found) == 9
    assert {number for number, _ in found} == {9, 13}
    assert all(a[1] >= b[1] for a, b in itertools.pairwise(found))


def test_a_line_of_two_characters_is_found() -> None:
    index = BigramIndex()
    index.add([(1, "走吧"), (2, "好的")])
    assert [number for number, _ in index.similar("走吧!", 0.7)] == [1]


def test_the_best_match_is_the_one_that_comparing_with_every_line_finds(sample_data: Path) -> None:
    lines = (sample_data / "parallel" / "tatoeba_cmn_eng.tsv").read_text(encoding="utf-8").splitlines()[:8000]
    texts = list(dict.fromkeys(fold(line.split("\t")[0]) for line in lines))
    index = BigramIndex()
    index.add(enumerate(texts))
    chance = random.Random(4)
    agreed = asked = 0
    for text in chance.sample([t for t in texts if len(t) > 5], 40):
        place = chance.randrange(len(text))
        query = text[:place] + "的" + text[place + 1 :]
        best = max(ratio(query, other) for other in texts if other != query) / 100
        if best >= 0.75:
            asked += 1
            agreed += abs(index.similar(query, 0.75)[0][1] - best) < 1e-9
    assert asked > 20
    assert agreed >= asked - 1


def test_the_order_does_not_depend_on_the_hash_seed_of_the_process() -> None:
    code = (
        "from localize.memory.index import BigramIndex as B; b = B();"
        "b.add((i, '你今天' + chr(0x4e00 + i) + '回家吗') for i in range(400));"
        "print(b.similar('你今天又回家吗', 0.5)[:20])"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
