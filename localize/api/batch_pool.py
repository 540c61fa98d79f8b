"""The only place that starts and ends the processes of a batch: none outlives the run, whatever ends it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from localize.api.batch_base import BatchOrder


@contextlib.contextmanager
def pool(jobs: int, start: Callable[[BatchOrder], None], order: BatchOrder) -> Iterator[ProcessPoolExecutor]:
    """Run processes that end with the block: after their work if it ends well, at once if it does not.

    Each holds the end of a pipe whose other end only this process has. It falls shut when this process lets go of it,
    or is killed; the files of a batch are written whole or not at all, so that nobody has to wait for them.

    Args:
        jobs: how many.
        start: is called in each, with the order.
        order: what they are to do.
    """
    # spawn: forked children would share the engine's threads and file handles.
    context = multiprocessing.get_context("spawn")
    leash, hand = context.Pipe(duplex=False)
    with leash, hand, ProcessPoolExecutor(jobs, context, _begin, (leash, start, order)) as running:
        try:
            with _deaf_children():
                running.submit(os.getpid)  # the first task starts all processes
            yield running
        except BaseException:
            with _undisturbed():
                hand.close()
                running.shutdown(wait=True, cancel_futures=True)
            raise


def _begin(leash: Connection, start: Callable[[BatchOrder], None], order: BatchOrder) -> None:
    # Ctrl-C reaches every process of a terminal; the first one decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_obey, args=(leash,), daemon=True).start()
    start(order)


def _obey(leash: Connection) -> None:
    """End this process when the other end of the pipe is gone."""
    with contextlib.suppress(EOFError, OSError):
        leash.recv_bytes()
    os._exit(1)


@contextlib.contextmanager
def _deaf_children() -> Iterator[None]:
    """Let processes that are started here never hear Ctrl-C: one that is still loading would print a traceback.

    They inherit what this thread blocks. A Ctrl-C of that moment is delivered here, once the block ends.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # starting it would take the block away again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let no second Ctrl-C break into the end of the first; it takes a moment only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
