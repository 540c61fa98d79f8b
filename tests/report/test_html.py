from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

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


def test_a_browser_runs_our_script_and_no_other(dumped: Callable[[str], str]) -> None:
    page = report.write("html", [_finding(EVIL, file=EVIL), _finding()], _facts(Line(EVIL, EVIL)))
    seen = dumped(page)
    assert "hacked" not in seen[seen.index("<title>") : seen.index("</title>")]
    assert "2 of 2" in seen, "the filter did not start"
    assert '<form id="filter">' in seen


def test_the_page_fits_a_phone(overhang: Callable[[str], int]) -> None:
    long = Line("长" * 400, "W" * 400)
    page = report.write("html", [_finding("m" * 300, file="x" * 300)], _facts(long))
    assert overhang(page) <= 0


def test_the_scores_stay_visible_beside_a_filter(dumped: Callable[[str], str]) -> None:
    page = report.write("html", [_finding()], None)
    scores = "<details id=scores><summary>scores</summary></details>"
    seen = dumped(page.replace("</header>", f"</header>{scores}"))
    assert '<form id="filter">' in seen, "our script did not run"
    assert '<details id="scores">' in seen


def test_a_cue_is_drawn_once_with_the_first_of_its_findings() -> None:
    line = Line("你好", "Hello there", visible="Hello there")
    facts = replace(_facts(line), pictures={("ep01.srt", "en-US", "4"): b"\x89PNG"})
    page = report.write("html", [_finding(), _finding("another")], facts)
    assert page.count('src="data:image/png;base64,iVBORw=="') == 1


def test_a_line_without_end_is_cut_around_its_fault() -> None:
    line = Line("你" * 900_000, "a" * 900_000 + "{0" + "b" * 900_000)
    page = report.write("html", [_finding("m" * 900_000, span=Span(900_000, 900_002))], _facts(line))
    assert len(page) < 60_000
    assert "aaa<mark>{0</mark>bbb" in page
    assert "898,000 characters more" in page


def test_a_page_carries_the_gravest_findings_and_counts_the_others() -> None:
    light = replace(_finding().finding, severity=Severity.INFO)
    found = [LocatedFinding(light, Place("a.srt", n + 1, 1), "en-US") for n in range(10_050)]
    page = report.write("html", [*found, _finding(file="z.srt")], None)
    assert page.count("<article") == 10_000
    assert 'class="finding error"' in page
    assert "51 lighter findings are left out here" in page
    assert "10,051 findings, 1 of them error" in page
