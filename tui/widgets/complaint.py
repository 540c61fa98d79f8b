"""The only place that words what went wrong: a fault of the library with what to do, or one of the room itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import LocalizeError, ProblemsError
from tui.i18n import _
from tui.troubles import trouble
from tui.widgets.prose import Look, Paragraph, Run, para

if TYPE_CHECKING:
    from collections.abc import Iterator


def complaint(error: BaseException) -> tuple[str, tuple[Paragraph, ...]]:
    """Return the title and the words of a complaint."""
    if isinstance(error, LocalizeError):
        first = error.problems[0] if isinstance(error, ProblemsError) and error.problems else error
        title = _("{code}: this did not work").format(code=first.code)
        lines = list(_explained(error))
    else:
        title = _("An internal error")
        lines = [
            para(f"{type(error).__name__}: {error}"),
            para(_("Please report it; the room stays usable.")),
        ]
    kept = _("Nothing was recorded by this step; what you typed is kept.")
    return title, (*lines, para(""), para(Run(kept, Look.MUTED)))


def brief(error: BaseException) -> str:
    """Return a complaint that has been shown already as one line."""
    if not isinstance(error, LocalizeError):
        return f"{type(error).__name__}: {error}"
    first = error.problems[0] if isinstance(error, ProblemsError) and error.problems else error
    place = f"{first.place}  " if first.place else ""
    return f"{first.code}  {place}{trouble(first.what)}"


def _explained(error: LocalizeError) -> Iterator[Paragraph]:
    """Yield where an error is, what is wrong and what to do; several of them one below the other."""
    if isinstance(error, ProblemsError):
        for problem in error.problems:
            yield from _explained(problem)
        return
    if error.place:
        yield para(Run(str(error.place), Look.MUTED))
    yield para(trouble(error.what) or str(error))
    if error.do:
        yield para(Run(_("What to do: "), Look.KEY), trouble(error.do), indent=2)
