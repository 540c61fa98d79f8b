"""The only place that says which widgets draw a change of the screen: those that are seen there, its lines alone.

Textual has every widget between the first and the last changed cell draw all of its lines, those behind other widgets
too: for two rows of the queue and the words below it that is the whole room, 15 ms a key.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from textual.strip import Strip

    Wanted = dict[int, set[int]]
    """Row → columns where the pieces of it begin that are to be drawn; Textual cuts a row at the edges of widgets."""


class Parts(Compositor):
    """Puts a screen together, as Textual does, from the pieces of lines that have changed."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what is to be written for the cells that have changed, None where none has."""
        changed = self._dirty_regions.copy()
        self._dirty_regions.clear()
        screen = self.size.region
        seen = (region.intersection(screen) for region in changed)
        spans = list(self._regions_to_spans(region for region in seen if region))
        if not spans:
            return None
        return ChopsUpdate(self._drawn(spans), spans, [cuts[1:] for cuts in self.cuts])

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        lines = crop.intersection(self.size.region).line_range
        return self._drawn([(y, crop.x, crop.right) for y in lines if is_rendered_line(y)])

    def _drawn(self, spans: Iterable[tuple[int, int, int]]) -> list[Mapping[int, Strip]]:
        """Return for each row of the screen its pieces, by column; None for those that the spans do not reach."""
        wanted: Wanted = {}
        for y, left, right in spans:
            begins = {start for start, end in pairwise(self.cuts[y]) if start < right and end > left}
            wanted.setdefault(y, set()).update(begins)
        found: list[dict[int, Strip | None]] = [
            dict.fromkeys(cuts[:-1]) if y in wanted else {} for y, cuts in enumerate(self.cuts)
        ]
        for widget, (region, clip) in self.visible_widgets.items():  # from the front to the back
            seen = region.intersection(clip)
            for top, count in _runs(wanted, seen):
                crop = Region(seen.x - region.x, top - region.y, seen.width, count)
                for y, strip in enumerate(widget.render_lines(crop), top):
                    cuts = [cut for cut in self.cuts[y] if seen.x <= cut <= seen.right]
                    for cut, part in zip(cuts, strip.divide([c - seen.x for c in cuts[1:]]), strict=False):
                        if cut in wanted[y]:
                            found[y][cut] = part
                            wanted[y].discard(cut)
        return cast(
            "list[Mapping[int, Strip]]", found
        )  # Textual's own word for it, and it minds a None as little


def _runs(wanted: Wanted, seen: Region) -> Iterator[tuple[int, int]]:
    """Yield the first row and the number of rows of each run in a region that has a piece to be drawn in every row."""
    top = count = 0
    for y in seen.line_range:
        if any(seen.x <= cut < seen.right for cut in wanted.get(y, ())):
            top, count = (top, count + 1) if count else (y, 1)
        elif count:
            yield top, count
            count = 0
    if count:
        yield top, count
