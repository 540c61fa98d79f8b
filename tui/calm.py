"""The only place that keeps Python's own housekeeping out of the way of a key: garbage collection, turns of threads.

A full collection walks through everything that was loaded, terms and style rules included, and holds the interface
for a tenth of a second; a worker thread that computes hands over after 5 ms unless told otherwise.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_divide = Strip.divide
_TURN = 0.001
"""Seconds that a worker may compute while a key waits."""
_THRESHOLDS = (2_000, 20, 1_000_000)
"""Objects, young and middle collections before the next collection of each age; Python begins with 700, 10 and 10.

A middle collection of 40,000 objects takes some 15 ms, of 100,000 it took 45. Full ones come in `tidy` alone.
"""
_DUE = 10
"""Sweeps, or middle collections since the last one, from which a full collection is worth its while."""
_swept = [0]
"""Sweeps since the last full collection; one process has one collector."""


def begin() -> None:
    """Collect nothing until the room is drawn, and let workers hand over soon."""
    Strip.divide = _divide_holding_nothing  # type: ignore[method-assign, assignment]
    gc.disable()
    sys.setswitchinterval(_TURN)


def settle() -> None:
    """Take what is loaded now out of all later collections, and collect again."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.enable()


def sweep() -> None:
    """Collect what came and went since the last time, such as a dialog, and take what is left out of the next times.

    So it costs no more than what has come since; what dies later than that waits for `tidy`.
    """
    if gc.isenabled() and gc.get_freeze_count():
        gc.collect()
        gc.freeze()
        _swept[0] += 1


def tidy() -> None:
    """Collect everything, if much has gathered; a few tenths of a second, so only for a reviewer who rests."""
    if gc.isenabled() and (_swept[0] >= _DUE or gc.get_count()[2] >= _DUE):
        _swept[0] = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def _divide_holding_nothing(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """Divide a line of cells as Textual does, but never note the line in its own cache.

    A line that holds itself goes with the next full collection and not when nobody shows it any more; lines are most
    of what a screen leaves behind.
    """
    wanted = list(cuts)
    return [strip] if wanted == [strip.cell_length] else _divide(strip, wanted)
