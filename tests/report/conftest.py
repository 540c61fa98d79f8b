"""Findings that try to break every output."""

from __future__ import annotations

import pytest

from localize.errors import Place
from localize.model import Finding, Fix, LocatedFinding, SegmentId, Severity, Span


def located(
    code: str = "COD001",
    message: str = "{0} is missing",
    *,
    severity: Severity = Severity.ERROR,
    file: str = "ep01.srt",
    line: int | None = 12,
    column: int | None = 3,
    segment: str | None = "4",
    locale: str = "en-US",
    fix: Fix | None = None,
) -> LocatedFinding:
    name = SegmentId(segment) if segment is not None else None
    return LocatedFinding(
        Finding(code, severity, name, Span(0, 1), message, fix), Place(file, line, column), locale
    )


@pytest.fixture
def plain() -> list[LocatedFinding]:
    """Return three ordinary findings, out of order."""
    return [
        located(
            "TXT005",
            "two blanks in a row",
            severity=Severity.INFO,
            line=30,
            fix=Fix("You came back.", "one blank"),
        ),
        located(
            "TIM001", "24.0 characters a second, at most 20", severity=Severity.WARNING, line=20, column=None
        ),
        located(),
    ]


@pytest.fixture
def hostile() -> list[LocatedFinding]:
    """Return findings whose texts hold what each output treats as its own."""
    evil = "\x1b[31m\x00\x01 <&>\"' ]]> %0A ::error::x\r\n::warning::y \ud800 \u2028 \u202e 你好，😀"
    return [
        located("TXT002", evil, file="目录/a,b:c 100%.srt", segment=evil, fix=Fix(evil, evil)),
        located("TXT002", evil, file="目录/a,b:c 100%.srt", segment=evil, fix=Fix(evil, evil)),
        located(
            "ZZZ999", evil, file="..\\w\\x.po", line=None, column=None, segment=None, severity=Severity.INFO
        ),
    ]
