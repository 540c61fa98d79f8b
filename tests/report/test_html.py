from __future__ import annotations

import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from localize import report
from localize.api.facts import Coverage, Facts, Line
from localize.errors import Place
from localize.layout import limits
from localize.model import Finding, Fix, LocatedFinding, SegmentId, Severity, Span

EVIL = (
    "</style></script><script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">"
)


def _finding(
    message: str = "{0} is missing", *, file: str = "ep01.srt", span: Span | None = None
) -> LocatedFinding:
    finding = Finding("COD001", Severity.ERROR, SegmentId("4"), span, message, Fix("Hello {0}", "put back"))
    return LocatedFinding(finding, Place(file, 12, 3), "en-US")


def _facts(line: Line) -> Facts:
    return Facts(
        segments=9,
        lines={("ep01.srt", "en-US", "4"): line},
        speeds={"en-US": {12: 5, 21: 1}},
        limits={"en-US": limits("netflix", "en-US")},
        coverage=[Coverage("ep01.srt", "en-US", 4, 3)],
        open_lines=[("2026-11-20", 9), ("2026-11-21", 2)],
    )


class _Reader(HTMLParser):
    """Collects what a browser would load or run, and whether the tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.loads += [
            value or "" for name, value in attrs if name in {"src", "href"} or name.startswith("on")
        ]
        if tag not in {"meta", "input", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loads += [
            value or "" for name, value in attrs if name in {"src", "href"} or name.startswith("on")
        ]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = report.write("html", [_finding()], _facts(Line("你好{0}", "Hello")))
    reader = _read(page)
    assert (reader.open, reader.scripts, reader.loads) == ([], 1, [])


def test_a_finding_stands_in_its_context_with_the_fault_marked() -> None:
    line = Line("你好", "Hello you", "前一句", "后一句", "林总", "00:00:01.000")
    page = report.write("html", [_finding(span=Span(6, 9))], _facts(line))
    for text in (
        "Hello <mark>you</mark>",
        "前一句",
        "后一句",
        "林总",
        "00:00:01.000",
        "line 12:3",
        "Hello {0}",
    ):
        assert text in page


def test_the_plots_say_their_numbers() -> None:
    page = report.write("html", [_finding()], _facts(Line("你好", "Hello")))
    for text in ("limit 20", "75 %", "2026-11-20: 9", "2026-11-21: 2", "12–13 characters a second: 5 cues"):
        assert text in page


def test_without_findings_the_page_says_so() -> None:
    page = report.write("html", [])
    assert "<h1>No findings</h1>" in page
    assert _read(page).open == []


@pytest.mark.parametrize("text", [EVIL, "\x1b[31m\x00\u202e\ud800", "<b>&amp;", "a" * 100_000])
def test_texts_of_files_stay_text(text: str) -> None:
    page = report.write("html", [_finding(text, file=text)], _facts(Line(text, text, text, text, text)))
    page.encode("utf-8")
    reader = _read(page)
    assert (reader.open, reader.scripts, reader.loads) == ([], 1, [])
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", page)


@pytest.fixture
def browser() -> str:
    """Return a headless browser, or skip."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium is installed")


def _dumped(browser: str, page: str, folder: Path) -> str:
    file = folder / "report.html"
    file.write_text(page, encoding="utf-8")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [browser, "--headless", "--disable-gpu", f"--user-data-dir={folder}/profile", *sandbox]
    done = subprocess.run(
        [*command, "--window-size=390,844", "--dump-dom", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def test_a_browser_runs_our_script_and_no_other(browser: str, tmp_path: Path) -> None:
    page = report.write("html", [_finding(EVIL, file=EVIL), _finding()], _facts(Line(EVIL, EVIL)))
    seen = _dumped(browser, page, tmp_path)
    assert "hacked" not in seen[seen.index("<title>") : seen.index("</title>")]
    assert "2 of 2" in seen, "the filter did not start"
    assert '<form id="filter">' in seen


def test_the_page_fits_a_phone(browser: str, tmp_path: Path) -> None:
    long = Line("长" * 400, "W" * 400)
    page = report.write("html", [_finding("m" * 300, file="x" * 300)], _facts(long))
    # A second script may not run under the page's own policy, so the measuring one replaces it.
    measure = "document.title = document.documentElement.scrollWidth + ' of ' + document.documentElement.clientWidth"
    page = re.sub(r"<meta http-equiv[^>]*>", "", page).replace(
        "</body>", f"<script>{measure}</script></body>"
    )
    seen = _dumped(browser, page, tmp_path)
    title = seen[seen.index("<title>") + 7 : seen.index("</title>")]
    scroll, client = map(int, title.split(" of "))
    assert scroll <= client
