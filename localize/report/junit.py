"""The output for test dashboards: JUnit XML.

There is no official schema; the elements and attributes are those that Jenkins' junit-10.xsd knows.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import groupby
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.report.base import check_title, clipped, forward_slashes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import LocatedFinding

# What XML 1.0 cannot hold, not even escaped; ElementTree writes it and its own parser then refuses the file.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(findings: Sequence[LocatedFinding]) -> str:
    """Return a suite a file and locale, a case a finding; errors are failures, the rest is output of passed cases.

    Without findings there is one suite with one passed case, because dashboards take an empty report for a broken
    one.
    """
    root = ET.Element("testsuites", name="localize")
    for (file, locale), group in groupby(findings, key=lambda located: (located.place.file, located.locale)):
        _suite(root, forward_slashes(file), locale, list(group))
    if not findings:
        suite = ET.SubElement(
            root, "testsuite", name="localize", tests="1", failures="0", errors="0", skipped="0"
        )
        ET.SubElement(suite, "testcase", classname="localize", name="no findings", time="0")
    _total(root)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, file: str, locale: str, findings: Sequence[LocatedFinding]) -> None:
    failures = sum(1 for located in findings if located.finding.severity is Severity.ERROR)
    suite = ET.SubElement(
        root,
        "testsuite",
        name=_xml(f"{file} [{locale}]"),
        tests=str(len(findings)),
        failures=str(failures),
        errors="0",
        skipped="0",
    )
    for located in findings:
        finding = located.finding
        segment = f" {finding.segment}" if finding.segment else ""
        name = f"{finding.code} {check_title(finding.code)}{segment} ({located.place})"
        case = ET.SubElement(suite, "testcase", classname=_xml(file), name=_xml(name), time="0")
        text = _xml(f"{located.place}: {finding.severity} {finding.code}: {clipped(finding.message)}")
        if finding.severity is Severity.ERROR:
            ET.SubElement(
                case, "failure", type=finding.code, message=_xml(clipped(finding.message))
            ).text = text
        else:
            ET.SubElement(case, "system-out").text = text


def _total(root: ET.Element) -> None:
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
