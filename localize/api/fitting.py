"""The only place of the API that writes a file although some of its targets cannot be written into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import ProblemsError, RenderError
from localize.formats import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.errors import LocalizeError
    from localize.model import Document, SegmentId


def render_what_fits(
    document: Document, targets: Mapping[SegmentId, str]
) -> tuple[bytes, list[LocalizeError]]:
    """Return the file with every target that it can hold, and an error for each line that keeps its source.

    A draft can be a text that the format has no way to write (a line of a script that would read as another
    element): one such line does not cost the file.
    """
    try:
        return render(document, targets), []
    except (RenderError, ProblemsError):
        bad = dict(_unwritable(document, list(targets.items())))
    left = {name: text for name, text in targets.items() if name not in bad}
    return render(document, left), list(bad.values())


def _unwritable(
    document: Document, targets: list[tuple[SegmentId, str]]
) -> Iterator[tuple[SegmentId, LocalizeError]]:
    """Yield the targets that cannot be written, found by halving."""
    try:
        render(document, dict(targets))
    except (RenderError, ProblemsError) as error:
        if len(targets) > 1:
            middle = len(targets) // 2
            yield from _unwritable(document, targets[:middle])
            yield from _unwritable(document, targets[middle:])
            return
        first = error.problems[0] if isinstance(error, ProblemsError) else error
        first.do = "the line keeps its source; translate it by hand"
        yield targets[0][0], first
