"""The only place that keeps Python's own housekeeping out of the way of a key: garbage collection, turns of threads.

A full collection walks through everything that was loaded, terms and style rules included, and holds the interface
for a tenth of a second; a worker thread that computes hands over after 5 ms unless told otherwise.
"""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from threading import get_ident
from time import monotonic, process_time, sleep
from typing import TYPE_CHECKING

from textual.cache import FIFOCache
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import MemberDescriptorType

    from rich.segment import Segment

    _Kept = FIFOCache[object, object]

_divide = Strip.divide
_CACHES = {
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}
"""Caches of a line of cells in Textual 8.2, and how much each keeps."""
_TURN = 0.001
"""Seconds that a worker may compute while a key waits."""
_THRESHOLDS = (2_000, 20, 1_000_000)
"""Objects, young and middle collections before the next collection of each age; Python begins with 700, 10 and 10.

A middle collection of 40,000 objects takes some 15 ms, of 100,000 it took 45. Full ones come in `tidy` alone.
"""
_LONG = 0.01
"""Seconds of a sweep from which it is worth while to leave out what it found alive."""
_ARENAS = -8
"""What mallopt(3) calls M_ARENA_MAX."""
_DUE = 10
"""Sweeps, or middle collections since the last one, from which a full collection is worth its while."""
_STILL = 0.05
"""Seconds after a key in which nothing else is loaded: those of its frame, and of the line that follows."""
_LOADING = frozenset(("open", "import", "localize.read"))
"""What Python tells its auditors when it opens a file or imports a module, and what reads term files tells them."""
_still_until = [0.0]
"""When they are over."""
_give_way: set[int] = set()
"""Threads that load something long."""
_watched: list[bool] = []
"""Whether Python tells us so already; it takes no auditor back."""
_swept = [0]
"""Sweeps since the last full collection; one process has one collector."""


def begin() -> None:
    """Collect nothing until the room is drawn, and let workers hand over soon."""
    Strip.divide = _divide_holding_nothing  # type: ignore[method-assign, assignment]
    slim_lines()
    _share_one_heap()
    watch_loading()
    gc.disable()
    sys.setswitchinterval(_TURN)


def slim_lines() -> None:
    """Have each line of cells make a cache when it first keeps something, not all seven when it is made.

    A key makes hundreds of lines, and most never use more than two: a tenth of the time of a key, and 1 kB a line.
    """
    for name, size in _CACHES.items():
        if not isinstance(known := Strip.__dict__[name], _Later):
            setattr(Strip, name, _Later(known, size))
    Strip.__init__ = _plain_line  # type: ignore[method-assign, assignment]


class _Later:
    """A cache of a line that is made when it is first asked for."""

    def __init__(self, slot: MemberDescriptorType, size: int) -> None:
        self._slot, self._size = slot, size

    def __get__(self, line: Strip, owner: type[Strip]) -> _Kept:
        try:
            found: _Kept = self._slot.__get__(line, owner)
        except AttributeError:
            found = FIFOCache(self._size)
            self._slot.__set__(line, found)
        return found


def _plain_line(line: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """Make a line as Textual does, less its caches."""
    line._segments = list(segments)  # noqa: SLF001 - the constructor's own work
    line._cell_length = cell_length  # noqa: SLF001
    line._render_cache = line._link_ids = line._cell_count = None  # noqa: SLF001


def _share_one_heap() -> None:
    """Have all threads take memory from one heap, where the C library is glibc.

    It gives each worker one of its own, and none gives back what a search of 100,000 lines took: 20 MB after a dozen.
    """
    if sys.platform == "linux":
        import ctypes

        choose = getattr(ctypes.CDLL(None), "mallopt", None)
        if choose is not None:
            choose(_ARENAS, 1)


def settle() -> None:
    """Take what is loaded now out of all later collections, and collect again."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.enable()


def sweep() -> None:
    """Collect what came and went since the last time, such as a dialog.

    When that begins to take long, what is left goes out of the next times; what dies later than that waits for `tidy`.
    """
    if gc.isenabled() and gc.get_freeze_count():
        started = process_time()
        gc.collect()
        if process_time() - started > _LONG:
            gc.freeze()
        _swept[0] += 1


def tidy() -> None:
    """Collect everything, if much has gathered; a few tenths of a second, so only for a reviewer who rests."""
    if gc.isenabled() and (_swept[0] >= _DUE or gc.get_count()[2] >= _DUE):
        _swept[0] = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()


def touched() -> None:
    """Note that a key was pressed: what is loaded meanwhile gives way to it."""
    _still_until[0] = monotonic() + _STILL


@contextmanager
def giving_way() -> Iterator[None]:
    """Let keys go first while this thread loads something long, which would take half of every key's time.

    Python has no threads of lower rank; so the thread waits with the next file, module or term while a key was just
    pressed. What it loads stays, so nothing is collected meanwhile, which would hold every thread.
    """
    _give_way.add(get_ident())
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        _give_way.discard(get_ident())
        if collecting:
            gc.enable()


def watch_loading() -> None:
    """Have Python say when it loads something, for threads that give way."""
    if not _watched:
        _watched.append(True)
        sys.addaudithook(_wait_to_load)


def _wait_to_load(event: str, _arguments: object) -> None:
    if _give_way and event in _LOADING and get_ident() in _give_way:
        while (left := _still_until[0] - monotonic()) > 0:
            sleep(left)


def _divide_holding_nothing(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """Divide a line of cells as Textual does, but never note the line in its own cache.

    A line that holds itself goes with the next full collection and not when nobody shows it any more; lines are most
    of what a screen leaves behind.
    """
    wanted = list(cuts)
    return [strip] if wanted == [strip.cell_length] else _divide(strip, wanted)
