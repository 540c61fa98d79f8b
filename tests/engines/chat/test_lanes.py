from __future__ import annotations

import threading
import time

import pytest

from localize.engines.chat_lanes import in_lanes


def test_every_item_is_worked_on_once_and_its_place_is_told() -> None:
    found = dict(in_lanes("abcdef", str.upper, lanes=3, stopped=threading.Event(), errors=()))
    assert found == dict(enumerate("ABCDEF"))


def test_an_error_is_yielded_and_nothing_further_is_begun() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 2:
            raise ValueError("two")
        return number

    found = list(in_lanes(range(10), work, lanes=1, stopped=threading.Event(), errors=(ValueError,)))
    assert begun == [0, 1, 2]
    assert found[:2] == [(0, 0), (1, 1)]
    assert isinstance(found[2][1], ValueError)


def test_leaving_early_stops_the_rest_without_waiting() -> None:
    stopped = threading.Event()
    began = time.monotonic()
    for _ in in_lanes([0, 20, 20], time.sleep, lanes=2, stopped=stopped, errors=()):
        break
    assert stopped.is_set()
    assert time.monotonic() - began < 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_that_nobody_expected_is_not_lost() -> None:
    with pytest.raises(RuntimeError, match="a thread of the chat engine broke"):
        list(in_lanes([1], lambda n: n / 0, lanes=1, stopped=threading.Event(), errors=(ValueError,)))
