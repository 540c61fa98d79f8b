from __future__ import annotations

import functools
import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from localize.api.waiving import Accepted
from localize.errors import Place, UsageError
from localize.model import Fix, LocatedFinding
from localize.qa import CHECKS
from localize.report import FORMATS, write

Findings = list[LocatedFinding]
NAMES = [known.name for known in FORMATS]
SCHEMAS = Path(__file__).parent / "schemas"
KEYS = ["code", "severity", "file", "line", "column", "locale", "segment", "message", "fix"]


def test_the_formats_are_those_of_the_manual() -> None:
    assert NAMES == ["text", "json", "jsonl", "github", "gitlab", "sarif", "junit", "html"]


def test_an_unknown_format_names_those_that_there_are(plain: Findings) -> None:
    with pytest.raises(UsageError, match="did you mean html"):
        write("html5", plain)
    with pytest.raises(UsageError, match="did you mean sarif"):
        write("sariff", plain)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_writes_every_finding_as_utf_8(name: str, plain: Findings, hostile: Findings) -> None:
    for findings in (plain, hostile, plain + hostile):
        text = write(name, findings)
        assert text.encode()
        assert text.endswith("\n")
        assert all(located.finding.code in text for located in findings)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_the_findings_does_not_matter(name: str, plain: Findings) -> None:
    assert write(name, plain) == write(name, plain[::-1])


@pytest.mark.parametrize("name", NAMES)
def test_no_findings_are_a_valid_report(name: str) -> None:
    text = write(name, [])
    if name in {"json", "gitlab"}:
        assert json.loads(text) == []
    if name in {"jsonl", "github"}:
        assert text == ""
    if name == "text":
        assert text == "no findings\n"


# text


def test_a_line_of_text_names_place_severity_code_locale_and_segment(plain: Findings) -> None:
    assert write("text", plain).splitlines() == [
        "ep01.srt:12:3: error COD001 [en-US] 4: {0} is missing",
        "ep01.srt:20: warning TIM001 [en-US] 4: 24.0 characters a second, at most 20",
        "ep01.srt:30:3: info TXT005 [en-US] 4: two blanks in a row",
        "    fix (one blank): You came back.",
        "3 findings: 1 error, 1 warning, 1 info",
    ]


def test_what_is_about_no_locale_shows_no_empty_brackets(plain: Findings) -> None:
    first = replace(plain[0], locale="")
    assert write("text", [first]).startswith("ep01.srt:30:3: info TXT005 4: two blanks in a row\n")


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ([None, None], "; 2 waived"),
        ([None, 1, None], "; 3 waived, 1 of them until 2027-01-01"),
        (
            [5, 4, 3, 3, 2, 1],
            "; 6 waived, 1 of them until 2027-01-01, 1 until 2027-01-02, 2 until 2027-01-03, 2 later",
        ),
    ],
)
def test_the_summary_counts_what_is_accepted_and_when_it_ends(
    plain: Findings, ends: list[int | None], told: str
) -> None:
    accepted = [Accepted(plain[0], "why", date(2027, 1, day) if day else None) for day in ends]
    assert write("text", [], accepted=accepted) == f"no findings{told}\n"
    assert write("text", plain, accepted=accepted) == write("text", plain)[:-1] + told + "\n"


def test_text_cannot_steer_a_terminal(hostile: Findings) -> None:
    text = write("text", hostile)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\ud800]", text)
    assert len(text.splitlines()) == 6  # three findings, two fixes, the counts


# json, jsonl


def test_json_has_exactly_the_keys_of_the_contract(plain: Findings) -> None:
    rows = json.loads(write("json", plain))
    assert [list(row) for row in rows] == [KEYS] * 3
    assert rows[0] == {
        "code": "COD001",
        "severity": "error",
        "file": "ep01.srt",
        "line": 12,
        "column": 3,
        "locale": "en-US",
        "segment": "4",
        "message": "{0} is missing",
        "fix": None,
    }
    assert rows[1]["column"] is None
    assert rows[2]["fix"] == "You came back."


def test_jsonl_has_the_rows_of_json_one_a_line(plain: Findings, hostile: Findings) -> None:
    findings = plain + hostile
    lines = write("jsonl", findings).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(write("json", findings))


# github


def test_a_workflow_command_has_its_properties(plain: Findings) -> None:
    first = write("github", plain).splitlines()[0]
    assert first == (
        "::error file=ep01.srt,line=12,col=3,title=COD001 A placeholder or tag of the source is missing"
        "::[en-US] 4: {0} is missing"
    )


def test_severities_become_error_warning_and_notice(plain: Findings) -> None:
    commands = [line.split(" ", 1)[0] for line in write("github", plain).splitlines()]
    assert commands == ["::error", "::warning", "::notice"]


def test_a_text_from_a_file_cannot_start_a_command(hostile: Findings) -> None:
    lines = write("github", hostile).split("\n")[:-1]
    assert len(lines) == len(hostile)
    for line in lines:
        properties, message = re.fullmatch(r"::\w+ (.*?)::(.*)", line).groups()  # type: ignore[union-attr]
        assert "\r" not in message
        assert re.fullmatch(r"(?:\w+=[^,:]*,?)+", properties)
        assert not re.search("%(?!25|0A|0D|3A|2C)", line)
    assert "file=目录/a%2Cb%3Ac 100%25.srt" in lines[1] + lines[0] + lines[2]


# gitlab


def test_a_code_quality_issue_has_what_gitlab_asks_for(plain: Findings, hostile: Findings) -> None:
    issues = json.loads(write("gitlab", plain))
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]
    assert issues[0]["location"] == {"path": "ep01.srt", "lines": {"begin": 12}}
    assert issues[0]["check_name"] == "COD001"
    # docs.gitlab.com/ci/testing/code_quality: the properties that every issue must have; no BOM, one array.
    for issue in json.loads(write("gitlab", plain + hostile)):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["description"]
        assert re.fullmatch("[0-9a-f]{40}", issue["fingerprint"])
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith("./")


def fingerprints(findings: Sequence[LocatedFinding]) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(write("gitlab", findings))]


def test_fingerprints_stay_when_lines_move_and_never_repeat(plain: Findings, hostile: Findings) -> None:
    moved = [replace(f, place=Place(f.place.file, (f.place.line or 0) + 100, f.place.column)) for f in plain]
    assert fingerprints(moved) == fingerprints(plain)
    everything = fingerprints(plain + hostile + plain)
    assert len(set(everything)) == len(everything) == 9


def test_a_finding_about_a_whole_file_stands_at_its_first_line(hostile: Findings) -> None:
    places = [issue["location"] for issue in json.loads(write("gitlab", hostile))]
    path = "../w/x.po" if os.name == "nt" else "..\\w\\x.po"
    assert {"path": path, "lines": {"begin": 1}} in places


# sarif


@functools.cache
def sarif_schema() -> jsonschema.Draft7Validator:
    """Return a validator of the schema of the specification."""
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


def sarif_faults(text: str) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in sarif_schema().iter_errors(json.loads(text))]


def test_the_sarif_schema_refuses_what_is_no_sarif(plain: Findings) -> None:
    log = json.loads(write("sarif", plain))
    log["runs"][0]["results"][0]["level"] = "fatal"
    del log["runs"][0]["tool"]
    assert len(sarif_faults(json.dumps(log))) == 2


def test_sarif_is_valid_by_the_schema_of_2_1_0(plain: Findings, hostile: Findings) -> None:
    for findings in ([], plain, hostile, plain + hostile):
        assert sarif_faults(write("sarif", findings)) == []


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("out/en-US/ep01.srt", "out/en-US/ep01.srt"),
        ("/srv/第 1 集.srt", "file:///srv/%E7%AC%AC%201%20%E9%9B%86.srt"),
        ("a:b.srt", "a%3Ab.srt"),
    ],
)
def test_a_sarif_place_is_relative_or_a_file_uri(plain: Findings, file: str, uri: str) -> None:
    moved = [replace(plain[-1], place=Place(file, 1, 1))]
    (result,) = json.loads(write("sarif", moved))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_rules_are_the_checks_with_help(plain: Findings) -> None:
    run = json.loads(write("sarif", plain))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.code for check in CHECKS]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_points_at_file_line_and_column(plain: Findings, hostile: Findings) -> None:
    results = json.loads(write("sarif", plain))["runs"][0]["results"]
    assert results[0]["level"] == "error"
    assert results[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "ep01.srt"},
        "region": {"startLine": 12, "startColumn": 3},
    }
    assert results[2]["properties"]["fix"] == {"text": "You came back.", "why": "one blank"}
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in json.loads(write("sarif", hostile))["runs"][0]["results"]
    }
    assert uris == {
        "%E7%9B%AE%E5%BD%95/a%2Cb%3Ac%20100%25.srt",
        "../w/x.po" if os.name == "nt" else "..%5Cw%5Cx.po",
    }


def test_sarif_with_accepted_findings_is_valid_and_says_of_each_whether_it_is_one(
    plain: Findings, hostile: Findings
) -> None:
    accepted = [Accepted(located, located.finding.message, date(2027, 1, 1)) for located in plain + hostile]
    text = write("sarif", plain, accepted=accepted)
    assert sarif_faults(text) == []
    results = json.loads(text)["runs"][0]["results"]
    live = json.loads(write("sarif", plain, accepted=[]))["runs"][0]["results"]
    assert results[: len(plain)] == live
    assert [len(result["suppressions"]) for result in results] == [0] * len(plain) + [1] * len(accepted)
    marks = [result["partialFingerprints"]["localizeFinding/v1"] for result in results]
    assert len(set(marks)) == len(marks)


# junit


def junit_faults(text: str) -> list[str]:
    """Return what Jenkins' schema finds wrong with a report."""
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    schema.validate(etree.fromstring(text.encode()))
    return [str(entry) for entry in schema.error_log]


def test_the_junit_schema_refuses_what_is_no_junit(plain: Findings) -> None:
    text = write("junit", plain).replace("<testcase", "<case").replace("</testcase", "</case")
    assert "case" in junit_faults(text)[0]


def test_junit_is_valid_by_the_schema_of_jenkins(plain: Findings, hostile: Findings) -> None:
    for findings in ([], plain, hostile, plain + hostile):
        assert junit_faults(write("junit", findings)) == []


def test_junit_counts_errors_as_failures(plain: Findings) -> None:
    root = ET.fromstring(write("junit", plain))
    (suite,) = root
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert suite.get("name") == "ep01.srt [en-US]"
    failures = [case for case in suite if case.find("failure") is not None]
    assert len(failures) == 1
    assert failures[0].find("failure").get("message") == "{0} is missing"  # type: ignore[union-attr]
    assert "ep01.srt:12:3" in str(failures[0].get("name"))
    assert len(suite.findall("testcase/system-out")) == 2


def test_a_clean_run_is_one_passed_case() -> None:
    root = ET.fromstring(write("junit", []))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


@pytest.mark.parametrize("name", ["text", "github", "gitlab", "sarif", "junit", "html"])
def test_a_text_without_end_is_cut_where_people_read(name: str, plain: Findings) -> None:
    finding = replace(plain[0].finding, message="m" * 500_000, fix=Fix("f" * 500_000, "because"))
    page = write(name, [replace(plain[0], finding=finding)])
    assert "… and 498," in page
    assert len(page) < 200_000
