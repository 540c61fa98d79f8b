"""Fixtures of the review room: a clock that ticks, lines, and stores in a temporary folder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from localize.model import Draft, Finding, Origin, Segment, SegmentId, Severity, Span
from localize.review.base import Query
from localize.review.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from localize.review.base import ReviewStore, Unit

FILE = "episodes/ep1.srt"
LOCALE = "en-US"


class Clock:
    """Ticks one second a call."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def make_segments(*sources: str, speaker: str | None = None) -> list[Segment]:
    return [
        Segment(
            id=SegmentId(str(n + 1)),
            source=source,
            spans=(Span(40 * n, 40 * n + 10),),
            line=4 * n + 1,
            text_line=4 * n + 3,
            start_ms=2000 * n,
            end_ms=2000 * n + 1500,
            speaker=speaker,
        )
        for n, source in enumerate(sources)
    ]


def make_draft(text: str, signature: str = "test 1") -> Draft:
    return Draft(text, Origin.ENGINE, signature)


def make_finding(code: str = "COD001", severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, severity, None, Span(0, 2), f"{code} is wrong")


@pytest.fixture
def segments() -> Callable[..., list[Segment]]:
    return make_segments


@pytest.fixture
def draft() -> Callable[..., Draft]:
    return make_draft


@pytest.fixture
def finding() -> Callable[..., Finding]:
    return make_finding


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/.localize/project.db"


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., ReviewStore]]:
    """Return a function that opens the store once more, with other rules if wanted."""
    stores: list[ReviewStore] = []
    clock = Clock()

    def open_one(*, approvals: int = 1, self_approval: bool | None = None) -> ReviewStore:
        store = open_store(url, create=True, approvals=approvals, self_approval=self_approval, clock=clock)
        stores.append(store)
        return store

    yield open_one
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., ReviewStore]) -> ReviewStore:
    """Return a store with three drafted lines of one file."""
    made = opened()
    made.sync(FILE, make_segments("你好", "再见", "走吧"), fingerprint="v1", locales=[LOCALE])
    texts = ["Hello", "Bye", "Let's go"]
    ids = made.unit_ids(Query(LOCALE))
    made.save_drafts((i, make_draft(t), ()) for i, t in zip(ids, texts, strict=True))
    return made


@pytest.fixture
def units() -> Callable[[ReviewStore], list[Unit]]:
    return lambda store: store.units(store.unit_ids(Query(LOCALE)))
