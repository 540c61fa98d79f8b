"""The only place that keeps what one sitting has done, in order, so that it can be taken back and done again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localize.api.room_undo import FileEdit
    from tui.views import Decision, Unit


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a reviewer did.

    Attributes:
        edit: what it wrote into a file of terms or people, None if nothing.
        acts: whether it is an act in the log of decisions.
    """

    edit: FileEdit | None = None
    acts: bool = True


@dataclass(frozen=True, slots=True)
class Back:
    """What was taken back, or done again.

    Attributes:
        units: the lines as they are now; none if only a file changed, or if there was nothing to do.
        decisions: (line, decision) that were taken back or made again, in their order.
        edit: of a file, None if none.
    """

    units: tuple[Unit, ...] = ()
    decisions: tuple[tuple[int, Decision], ...] = ()
    edit: FileEdit | None = None

    def __bool__(self) -> bool:
        """Return whether anything was done."""
        return bool(self.units or self.edit)


@dataclass(slots=True)
class Steps:
    """The steps of a sitting, the latest last, and those that were taken back since the latest new one."""

    done: list[Step] = field(default_factory=list)
    undone: list[Back] = field(default_factory=list)

    def did(self, step: Step) -> None:
        """Note a new step; what was taken back before it cannot be done again."""
        self.done.append(step)
        self.undone.clear()

    def latest(self) -> Step:
        """Take the latest step out; what an earlier sitting did is in the log alone."""
        return self.done.pop() if self.done else Step()
