"""Old pairs of files whose answer is known: precision and recall of what is laid side by side."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from localize.memory.bitext import How, Line, lay
from localize.memory.by_time import find_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from localize.memory.lattice import Step

Bead = tuple[tuple[int, ...], tuple[int, ...]]
SURE = 0.8


@dataclass
class Known:
    """Two texts and which lines belong together."""

    source: list[Line] = field(default_factory=list)
    target: list[Line] = field(default_factory=list)
    beads: set[Bead] = field(default_factory=set)

    def add(self, source: Sequence[Line], target: Sequence[Line]) -> None:
        """Add lines that belong together; one side may be empty."""
        n, m = len(self.source), len(self.target)
        self.source += source
        self.target += target
        if source and target:
            self.beads.add((tuple(range(n, len(self.source))), tuple(range(m, len(self.target)))))

    def retimed(self, move: Callable[[int, int], float]) -> Known:
        """Return it with the target's times (ms) moved: `move` takes the number of the cue and a time."""
        moved = [
            replace(line, start_ms=round(move(n, line.time[0])), end_ms=round(move(n, line.time[1])))
            for n, line in enumerate(self.target)
        ]
        return Known(self.source, moved, self.beads)

    def judged(self, steps: Sequence[Step], least: float = SURE) -> tuple[float, float]:
        """Return precision and recall of whole groups that are at least so sure."""
        got = {(tuple(s.source), tuple(s.target)) for s in steps if s.source and s.target and s.sure >= least}
        right = len(got & self.beads)
        return right / max(1, len(got)), right / max(1, len(self.beads))


def recut(pairs: Sequence[tuple[Line, Line]], seed: int) -> Known:
    """Return parallel lines in another cut: of 100, 10 merged, 8 split in two on the target side, 4 dropped."""
    rng, known, at = random.Random(seed), Known(), 0
    while at < len(pairs):
        source, target = pairs[at]
        chance, at = rng.random(), at + 1
        if chance < 0.04:
            known.add(*(([source], []) if chance < 0.02 else ([], [target])))
        elif chance < 0.14 and at < len(pairs):
            following = pairs[at][1]
            text = f"{target.text} {following.text}"
            known.add([source, pairs[at][0]], [replace(target, text=text, end_ms=following.end_ms)])
            at += 1
        elif chance < 0.22 and len(target.text.split()) > 5:
            known.add([source], halves(target))
        else:
            known.add([source], [target])
    return known


def halves(line: Line) -> list[Line]:
    words = line.text.split()
    first, second = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
    start, end = line.time
    middle = start + (end - start) * len(first) // len(line.text)
    return [replace(line, text=first, end_ms=middle), replace(line, text=second, start_ms=middle)]


def parallel(path: Path, first: int, count: int) -> list[tuple[Line, Line]]:
    rows = [
        row.split("\t")[:2] for row in path.read_text(encoding="utf-8").splitlines()[first : first + count]
    ]
    return [(Line(zh), Line(en)) for zh, en in rows]


def cues(path: Path) -> list[tuple[Line, Line]]:
    """Return the Chinese and English halves of a bilingual subtitle file."""
    from localize.formats import parse

    pairs = []
    for segment in parse(path.read_bytes(), path.name).segments:
        lines = f"{segment.source}\n{segment.target or ''}".strip().split("\n")
        han = [bool(re.search("[\u4e00-\u9fff]", line)) for line in lines]
        sides = [
            Line(
                " ".join(t for t, h in zip(lines, han, strict=True) if h is side),
                None,
                segment.start_ms,
                segment.end_ms,
            )
            for side in (True, False)
        ]
        if all(side.text for side in sides):
            pairs.append((sides[0], sides[1]))
    return pairs


@pytest.fixture(scope="module")
def bilingual(sample_data: Path) -> list[tuple[Line, Line]]:
    """Return the cues of three videos, one after the other."""
    folder = sample_data / "subtitles" / "huggingface+course" / "subtitles" / "zh-CN"
    pairs: list[tuple[Line, Line]] = []
    for path in sorted(folder.glob("*.srt"))[3:30]:
        offset = max((pair[0].time[1] for pair in pairs), default=0) + 1000
        pairs += [
            tuple(replace(s, start_ms=s.time[0] + offset, end_ms=s.time[1] + offset) for s in both)  # type: ignore[misc]
            for both in cues(path)
        ]
        if len(pairs) > 150:
            break
    return pairs


@pytest.mark.parametrize(
    ("speed", "shift"), [(1.0, 0), (1.0, 12_340), (25 / 24, 0), (23.976 / 25, -61_000), (25 / 23.976, 5_000)]
)
def test_cues_of_another_cut_and_clock_are_paired_by_time(
    bilingual: list[tuple[Line, Line]], speed: float, shift: int
) -> None:
    rng = random.Random(5)
    known = recut(bilingual, 3).retimed(lambda _, t: (t - shift) / speed + rng.randint(-120, 120))
    found = lay(known.source, known.target)
    assert found.how is How.TIME
    assert found.clock is not None
    assert found.clock.speed == pytest.approx(speed, abs=0.0011)
    precision, recall = known.judged(found.steps)
    assert precision >= 0.97
    assert recall >= 0.75


def test_a_scene_that_was_taken_out_moves_the_rest(bilingual: list[tuple[Line, Line]]) -> None:
    known = recut(bilingual, 4)
    half = len(known.target) // 2
    known = known.retimed(lambda n, t: t + 3_000 - (40_000 if n >= half else 0))
    found = lay(known.source, known.target)
    assert found.clock is not None
    shifts = [shift for _, shift in found.clock.shifts]
    assert shifts == [pytest.approx(-3_000, abs=100), pytest.approx(37_000, abs=100)]
    precision, recall = known.judged(found.steps)
    assert precision >= 0.97
    assert recall >= 0.75


@pytest.mark.parametrize(
    ("file", "precision", "recall"),
    [("parallel/hf_course_subtitles.tsv", 0.97, 0.6), ("parallel/mihon.tsv", 0.97, 0.8)],
)
def test_texts_line_for_line_are_paired_by_length(
    sample_data: Path, file: str, precision: float, recall: float
) -> None:
    known = Known()
    for source, target in parallel(sample_data / file, 100, 150):
        known.add([source], [target])
    found = lay(known.source, known.target)
    assert found.how is How.LENGTH
    got = known.judged(found.steps)
    assert got[0] >= precision
    assert got[1] >= recall


def test_texts_of_another_cut_are_paired_by_length_and_doubt_is_worth_having(sample_data: Path) -> None:
    known = recut(parallel(sample_data / "parallel/mihon.tsv", 0, 200), 7)
    steps = lay(known.source, known.target).steps
    all_of_them, sure = known.judged(steps, 0.0), known.judged(steps)
    assert sure[0] >= 0.9
    assert sure[0] > all_of_them[0]
    assert sure[1] >= 0.3


def test_keys_are_gone_by_where_both_files_have_them() -> None:
    source = [Line("甲", "a"), Line("乙", "b"), Line("丙", "b"), Line("丁", "d")]
    target = [Line("B", "b"), Line("A", "a"), Line("C", "b"), Line("E", "e")]
    found = lay(source, target)
    assert found.how is How.KEY
    assert [(list(s.source), list(s.target), s.sure) for s in found.steps] == [
        ([0], [1], 1.0), ([1], [0], 1.0), ([2], [2], 1.0), ([3], [], 0.0), ([], [3], 0.0),
    ]  # fmt: skip


def test_a_few_equal_keys_are_not_gone_by() -> None:
    source = [Line("题目", "title"), *(Line(f"第{n}句话。") for n in range(9))]
    target = [Line("Title", "title"), *(Line(f"Sentence {n}.") for n in range(9))]
    found = lay(source, target)
    assert found.how is How.LENGTH
    assert [list(s.target) for s in found.steps] == [[n] for n in range(10)]


def test_every_line_is_accounted_for_once(bilingual: list[tuple[Line, Line]]) -> None:
    known = recut(bilingual[:60], 9)
    for how in (How.TIME, How.LENGTH):
        steps = lay(known.source, known.target, how).steps
        assert [n for s in steps for n in s.source] == list(range(len(known.source)))
        assert [n for s in steps for n in s.target] == list(range(len(known.target)))
        assert all(0 <= s.sure <= 1 for s in steps)


@pytest.mark.parametrize("sizes", [(1, 1), (1, 9), (9, 1), (40, 3), (0, 4), (4, 0)])
@pytest.mark.parametrize("how", list(How))
def test_files_of_very_different_size_are_laid_side_by_side(sizes: tuple[int, int], how: How) -> None:
    source = [Line(f"第{n}句", str(n), n * 2_000, n * 2_000 + 1_500) for n in range(sizes[0])]
    target = [Line(f"Line {n}", str(n), n * 30_000, n * 30_000 + 900) for n in range(sizes[1])]
    steps = lay(source, target, how).steps
    assert sorted(n for s in steps for n in s.source) == list(range(sizes[0]))
    assert sorted(n for s in steps for n in s.target) == list(range(sizes[1]))


def test_cues_far_apart_have_no_partner() -> None:
    source = [Line(f"第{n}句话", None, n * 3_000, n * 3_000 + 2_000) for n in range(30)]
    target = [Line(f"Line {n}.", None, n * 3_000, n * 3_000 + 2_000) for n in range(30) if not 10 <= n < 20]
    found = lay(source, target)
    lonely = [s.source[0] for s in found.steps if s.source and not s.target]
    assert lonely == list(range(10, 20))


def test_a_few_cues_at_the_end_do_not_set_the_clock_anew() -> None:
    source = [Line(f"第{n}句话", None, n * 3_000 + n * n % 700, n * 3_000 + 2_000) for n in range(80)]
    target = [replace(line, text=f"Line {n}.") for n, line in enumerate(source[:40])]
    end = source[39].time[1]
    target += [Line("Extra.", None, end + n * 3_100 + 400, end + n * 3_100 + 2_000) for n in range(1, 5)]
    assert find_clock(source, target).shifts == ((0, 0),)


def test_the_clock_of_files_that_share_nothing_is_left_alone() -> None:
    found = find_clock([Line("a", None, 0, 1)], [])
    assert (found.speed, found.shift) == (1.0, 0)
