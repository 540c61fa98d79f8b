"""Findings that try to break every output, and a browser that opens a page as a phone does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

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


@pytest.fixture
def dumped(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that opens a page in a headless browser, 390 pixels wide, and returns what became of it."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = next((found for name in names if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no Chromium is installed")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [browser, "--headless", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", *sandbox]

    def dump(page: str) -> str:
        file = tmp_path / "report.html"
        file.write_text(page, encoding="utf-8")
        done = subprocess.run(
            [*command, "--window-size=390,844", "--dump-dom", file.as_uri()],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout

    return dump


@pytest.fixture
def overhang(dumped: Callable[[str], str]) -> Callable[[str], int]:
    """Return a function that says how many pixels of a page lie outside a phone's screen to the right."""
    measure = "document.title = document.documentElement.scrollWidth + ' of ' + document.documentElement.clientWidth"

    def beyond(page: str) -> int:
        # A second script may not run under the page's own policy, so the measuring one replaces it.
        script = f"<script>{measure}</script></body>"
        seen = dumped(re.sub(r"<meta http-equiv[^>]*>", "", page).replace("</body>", script))
        title = seen[seen.index("<title>") + 7 : seen.index("</title>")]
        scroll, client = map(int, title.split(" of "))
        return scroll - client

    return beyond
