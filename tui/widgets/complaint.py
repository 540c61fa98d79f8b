"""The only place that words what went wrong: a fault of the library with what to do, or one of the room itself."""

from __future__ import annotations

from localize.errors import LocalizeError
from tui.i18n import _
from tui.widgets.prose import Look, Paragraph, Run, para


def complaint(error: BaseException) -> tuple[str, tuple[Paragraph, ...]]:
    """Return the title and the words of a complaint."""
    if isinstance(error, LocalizeError):
        title = _("{code}: this did not work").format(code=error.code)
        lines = [para(error.what or str(error))]
        lines += [para(Run(_("What to do: "), Look.KEY), error.do, indent=2)] if error.do else []
    else:
        title = _("An internal error")
        lines = [
            para(f"{type(error).__name__}: {error}"),
            para(_("Please report it; the room stays usable.")),
        ]
    kept = _("Nothing was recorded by this step; what you typed is kept.")
    return title, (*lines, para(""), para(Run(kept, Look.MUTED)))
