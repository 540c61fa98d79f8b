"""The only place that runs several calls at once: batches through threads, results as they come, a clean early end."""

from __future__ import annotations

import queue
import threading
from functools import partial
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")


def in_lanes(
    items: Sequence[T],
    work: Callable[[T], R],
    *,
    lanes: int,
    stopped: threading.Event,
    errors: tuple[type[Exception], ...],
) -> Iterator[tuple[int, R | Exception]]:
    """Yield (place of the item, its result or the error it raised) as the items get done.

    Daemon threads, for an executor waits for its threads when the process ends, and a server may keep one waiting for
    minutes after Ctrl-C. After an error, and when the iteration ends early, no further item begins.

    Args:
        items, work: what is begun in this order, and what a thread does with it.
        lanes: items at the same time, at least 1.
        stopped: is set then, for the work to see; what is under way is still yielded.
        errors: what the work is known to raise.

    Raises:
        RuntimeError: the work raised something else, which the thread has printed.
    """
    todo = _queued(range(len(items)))
    done: queue.SimpleQueue[tuple[int, R | Exception] | None] = queue.SimpleQueue()
    lane = partial(_lane, items, work, todo, done, stopped, errors)
    threads = [threading.Thread(target=lane, daemon=True) for _ in range(max(1, min(lanes, len(items))))]
    for thread in threads:
        thread.start()
    yielded = 0
    try:
        for outcome in _outcomes(done, len(threads)):
            yielded += 1
            yield outcome
        if yielded < len(items) and not stopped.is_set():
            for thread in threads:
                thread.join()
            raise RuntimeError("a thread of the chat engine broke")
    finally:
        stopped.set()


def _queued(items: Iterable[T]) -> queue.SimpleQueue[T]:
    filled: queue.SimpleQueue[T] = queue.SimpleQueue()
    for item in items:
        filled.put(item)
    return filled


def _outcomes(done: queue.SimpleQueue[T | None], running: int) -> Iterator[T]:
    """Yield what the threads put there, until each of them has said None: that it ends."""
    while running:
        outcome = done.get()
        if outcome is None:
            running -= 1
        else:
            yield outcome


def _lane(
    items: Sequence[T],
    work: Callable[[T], R],
    todo: queue.SimpleQueue[int],
    done: queue.SimpleQueue[tuple[int, R | Exception] | None],
    stopped: threading.Event,
    errors: tuple[type[Exception], ...],
) -> None:
    try:
        while not stopped.is_set():
            try:
                number = todo.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((number, work(items[number])))
            except errors as problem:
                stopped.set()
                done.put((number, problem))
    finally:
        done.put(None)
