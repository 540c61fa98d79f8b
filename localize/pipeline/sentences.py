"""The only place that decides which lines are asked for together: the cues of one sentence, if they can be joined."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize import adaptation
from localize.adaptation.scenes import MOST_CUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.adaptation import Joined
    from localize.adaptation.base import Prepared
    from localize.engines.base import Request
    from localize.pipeline.base import Analysis, Plan, Task

    Line = tuple[Task, Analysis, Prepared]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong to one sentence; `joined` asks for them together, None where each is asked for alone."""

    lines: tuple[Line, ...]
    joined: Joined | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A group with the plans of its lines."""

    plans: tuple[Plan, ...]
    joined: Joined | None

    def requests(self) -> list[Request]:
        """Return what is asked of the engine first."""
        if self.joined is not None:
            return [self.joined.request]
        return [unit for plan in self.plans for unit in plan.prepared.units]


def grouped(lines: Sequence[Line], *, whole: bool) -> list[Group]:
    """Return the lines in their order, those of one sentence together.

    Args:
        lines: neighbours in the list are neighbours in the file only if their segments say so.
        whole: join sentences; False where a target keeps the source's lines.
    """
    found: list[Group] = []
    at = 0
    while at < len(lines):
        size = _length(lines[at : at + MOST_CUES]) if whole else 1
        joined = None
        while size > 1 and joined is None:
            some = lines[at : at + size]
            joined = adaptation.join(
                [prepared for _, _, prepared in some], [_shown(task) for task, _, _ in some]
            )
            size -= joined is None
        found.append(Group(tuple(lines[at : at + size]), joined))
        at += size
    return found


def _length(lines: Sequence[Line]) -> int:
    """Return how many of the first lines are one sentence."""
    size = 1
    for (one, _, _), (two, _, _) in itertools.pairwise(lines):
        following = one.after[0] if one.after else None
        if following != two.segment or not adaptation.runs_on(one.segment, two.segment):
            break
        size += 1
    return size


def _shown(task: Task) -> int:
    return max(0, (task.segment.end_ms or 0) - (task.segment.start_ms or 0))


def parts(tasks: Sequence[Task], size: int) -> Iterator[Sequence[Task]]:
    """Yield the tasks of a file in parts of about a size, no sentence in two of them."""
    start = 0
    while start < len(tasks):
        end = min(start + size, len(tasks))
        while end < len(tasks) and adaptation.runs_on(tasks[end - 1].segment, tasks[end].segment):
            end += 1
        yield tasks[start:end]
        start = end


def at_most(tasks: Sequence[Task], count: int) -> list[Task]:
    """Return the tasks, of which only the first `count` wanted ones are still wanted."""
    left = iter(range(count))
    return [replace(task, wanted=task.wanted and next(left, None) is not None) for task in tasks]
