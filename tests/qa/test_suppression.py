from __future__ import annotations

import datetime

import pytest

from localize import formats
from localize.errors import Place
from localize.model import Document, Finding, LocatedFinding, SegmentId, Severity
from localize.qa import selection
from localize.qa.suppression import Suppression, inline, mentions, of_setting, sift

DAY = datetime.date(2026, 11, 22)

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#. localize: ignore TXT007: three dots are the house style
msgid "你……"
msgstr "You..."

msgid "她……"
msgstr "She..."
"""


def _parsed(text: str, name: str) -> Document:
    return formats.parse(text.encode(), name)


def _finding(code: str, segment: str | None, file: str = "a.po", locale: str = "en-US") -> LocatedFinding:
    name = SegmentId(segment) if segment is not None else None
    return LocatedFinding(Finding(code, Severity.WARNING, name, None, "something"), Place(file, 3), locale)


def _codes(findings: tuple[LocatedFinding, ...]) -> list[str]:
    return [located.finding.code for located in findings]


def test_a_comment_is_about_the_string_after_it_and_no_other() -> None:
    document = _parsed(PO, "a.po")
    found = inline(document)
    assert [(s.codes, s.segment, s.reason) for s in found] == [
        (("TXT007",), document.segments[0].id, "three dots are the house style")
    ]
    both = [_finding("TXT007", segment.id) for segment in document.segments]
    assert sift(both, found, today=DAY).kept == (both[1],)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "WEBVTT\n\nNOTE localize: ignore TIM: sung\n\n00:01.000 --> 00:02.000\n你好\n"),
        ("a.properties", "# localize: ignore TIM: sung\na=你好\n"),
        ("a.yaml", "# localize: ignore TIM: sung\na: 你好\n"),
        (
            "strings.xml",
            "<resources>\n<!-- localize: ignore TIM: sung -->\n<string name='a'>你好</string>\n</resources>\n",
        ),
        ("a.ftl", "# localize: ignore TIM: sung\na = 你好\n"),
        ("a.rpy", "label start:\n    # localize: ignore TIM: sung\n    e \"你好\"\n"),
    ],
)  # fmt: skip
def test_every_format_says_it_in_its_own_comments(name: str, text: str) -> None:
    document = _parsed(text, name)
    (found,) = inline(document)
    assert (found.codes, found.reason, found.fault) == (("TIM",), "sung", "")
    assert found.segment == document.segments[0].id


def test_text_that_is_translated_is_no_comment() -> None:
    document = _parsed("1\n00:00:01,000 --> 00:00:02,000\nlocalize: ignore TIM: not me\n", "a.srt")
    assert mentions(document.data)
    assert inline(document) == ()


def test_a_comment_can_be_about_the_whole_file() -> None:
    document = _parsed("# localize: ignore-file SCR,TXT008: fan names\na=你\nb=他\n", "a.properties")
    both = [_finding("SCR007", s.id, "a.properties") for s in document.segments]
    assert sift(both, inline(document), today=DAY).kept == ()
    assert sift(both, inline(document), today=DAY).silenced[0][1].codes == ("SCR", "TXT008")


def test_utf_16_files_are_read_too() -> None:
    text = '\ufeff/* localize: ignore TIM: sung */\n"a" = "你好";\n'
    document = formats.parse(text.encode("utf-16-le"), "Localizable.strings")
    assert mentions(document.data)
    assert [s.segment for s in inline(document)] == [document.segments[0].id]


@pytest.mark.parametrize(
    ("comment", "what"),
    [
        ("localize: ignore", "must name codes"),
        ("localize: ignore TXT07: x", "must name codes"),
        ("localize: ignore TXT007", "must say why"),
        ("localize: ignore TXT007 until 2027-01-31", "must say why"),
        ("localize: ignore TXT007 until soon: x", "is no date"),
    ],
)
def test_a_comment_that_cannot_be_used_is_a_finding(comment: str, what: str) -> None:
    document = _parsed(f"# {comment}\na=你好\n", "a.properties")
    sifted = sift([_finding("TXT007", document.segments[0].id, "a.properties")], inline(document), today=DAY)
    assert _codes(sifted.kept) == ["TXT007", "PRO009"]
    assert what in sifted.kept[1].finding.message


def test_a_comment_after_the_last_text_is_a_finding() -> None:
    sifted = sift([], inline(_parsed("a=你好\n# localize: ignore TXT007: late\n", "a.properties")), today=DAY)
    assert _codes(sifted.kept) == ["PRO009"]


def _rule(**more: object) -> Suppression:
    return of_setting(["TXT007"], "why", Place("localize.toml", 9), **more)  # type: ignore[arg-type]


def test_an_exception_counts_on_its_last_day_and_is_a_finding_after_it() -> None:
    found = [_finding("TXT007", "1")]
    rule = _rule(until=DAY)
    assert sift(found, [rule], today=DAY).kept == ()
    late = sift(found, [rule], today=DAY + datetime.timedelta(days=1))
    assert _codes(late.kept) == ["TXT007", "PRO007"]
    assert late.kept[1].place == Place("localize.toml", 9)


def test_an_exception_that_silences_nothing_is_a_finding_where_its_codes_were_looked_for() -> None:
    assert _codes(sift([], [_rule()], today=DAY).kept) == ["PRO008"]
    assert sift([], [_rule()], today=DAY, select=selection(["COD"])).kept == ()
    assert sift([], [_rule()], today=DAY, whole=False).kept == ()


def test_an_exception_of_a_project_holds_for_its_files_and_locales() -> None:
    findings = [
        _finding("TXT007", "1", "a/1.po"),
        _finding("TXT007", "1", "b/1.po"),
        _finding("TXT007", "1", "a/1.po", "ja"),
    ]
    rule = _rule(files=["a/*"], locales=["en-*"])
    assert sift(findings, [rule], today=DAY).kept == tuple(findings[1:])


def test_no_exception_silences_what_is_said_about_exceptions() -> None:
    rule = of_setting(["PRO"], "all of it", Place("localize.toml", 1))
    assert _codes(sift([], [rule, _rule()], today=DAY).kept) == ["PRO008", "PRO008"]
