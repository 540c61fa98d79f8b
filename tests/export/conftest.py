"""Fixtures of the export room: units made by hand, and a small episode with its units."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from localize import formats
from localize.model import Draft, Finding, Origin, Segment, SegmentId, Severity
from localize.review.base import State, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from localize.model import Document

FILE, LOCALE = "episodes/ep1.srt", "en-US"
EPISODE = (
    b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,000\r\n"
    + "你好".encode()
    + b"\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n"
    + "<i>再见</i>".encode()
    + b"\r\n\r\n"
)


def make_unit(segment: Segment | None = None, **changes: object) -> Unit:
    segment = segment or Segment(SegmentId("1"), "你好", (), line=5, text_line=7)
    values: dict[str, object] = {
        "id": 1,
        "file": FILE,
        "ordinal": 0,
        "segment": segment,
        "locale": LOCALE,
        "state": State.APPROVED,
        "target": "Hello",
        "revision": 2,
        "draft": Draft("Hello", Origin.ENGINE, "starter 1"),
        "findings": (),
        "decided_by": "mei",
    }
    return Unit(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def unit() -> Callable[..., Unit]:
    return make_unit


@pytest.fixture
def finding() -> Callable[..., Finding]:
    def make(code: str = "COD001", severity: Severity = Severity.ERROR) -> Finding:
        return Finding(code, severity, None, None, "placeholder lost")

    return make


@pytest.fixture
def document() -> Document:
    return formats.parse(EPISODE, FILE)


@pytest.fixture
def approved(document: Document) -> list[Unit]:
    first, second = document.segments
    return [
        make_unit(first),
        make_unit(second, id=2, ordinal=1, target="<i>Bye, now</i>", decided_by="ada"),
    ]


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: datetime(2026, 3, 1, 12, tzinfo=UTC)
