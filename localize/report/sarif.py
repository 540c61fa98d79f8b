"""The output for code scanning: SARIF 2.1.0.

Source: docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from localize import __version__
from localize.model import Severity
from localize.qa import CHECKS
from localize.report.base import MOST_CHARACTERS, WINDOWS, clipped, encodable, fingerprints, portable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.api.waiving import Accepted
    from localize.model import LocatedFinding
    from localize.qa import CheckSpec

    Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | bool | None

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DRIVE = re.compile(r"[A-Za-z]:/")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(findings: Sequence[LocatedFinding], accepted: Sequence[Accepted] | None = None) -> str:
    """Return one run whose rules are all the checks there are.

    Args:
        findings: of the run.
        accepted: what somebody accepts; comes after the findings, as suppressed. None: nothing is said of that.
    """
    marked = list(fingerprints([*findings, *(one.located for one in accepted or ())]))
    index = {check.code: number for number, check in enumerate(CHECKS)}
    run: Json = {
        "tool": {
            "driver": {
                "name": "localize",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(check) for check in CHECKS],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(located, index, mark) | suppressed
            for (located, mark), suppressed in zip(
                marked, _suppressions(len(findings), accepted), strict=True
            )
        ],
    }
    log: Json = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(check: CheckSpec) -> Json:
    help_text = f"{check.title}. Source of the rule: {check.source}."
    return {
        "id": check.code,
        "name": "".join(part.title() for part in check.name.split("-")),
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": f"{check.title}."},
        "help": {"text": help_text, "markdown": f"**{check.code}** {help_text}"},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": [check.code[:3], "localization"]},
    }


def _suppressions(findings: int, accepted: Sequence[Accepted] | None) -> Iterator[dict[str, Json]]:
    """Yield what each result says of its suppression: all of a run say something, or none does (SARIF 3.27.23)."""
    for _ in range(findings):
        yield {} if accepted is None else {"suppressions": []}
    for one in accepted or ():
        row: dict[str, Json] = {
            "kind": "inSource" if one.in_file else "external",
            "status": "accepted",
            "justification": encodable(clipped(one.reason)),
        }
        if one.until is not None:
            row["properties"] = {"until": one.until.isoformat()}
        yield {"suppressions": [row]}


def _result(located: LocatedFinding, index: Mapping[str, int], fingerprint: str) -> dict[str, Json]:
    finding = located.finding
    properties: dict[str, Json] = {"locale": located.locale}
    if (
        finding.fix is not None and len(finding.fix.text) <= MOST_CHARACTERS
    ):  # a fix is there whole or not at all
        properties["fix"] = {"text": encodable(finding.fix.text), "why": encodable(finding.fix.why)}
    return {
        "ruleId": finding.code,
        "ruleIndex": index.get(finding.code, -1),
        "level": _LEVELS[finding.severity],
        "message": {"text": encodable(clipped(finding.message)) or finding.code},
        "locations": [_location(located)],
        "partialFingerprints": {"localizeFinding/v1": fingerprint},
        "properties": properties,
    }


def uri_of(file: str, *, windows: bool = WINDOWS) -> str:
    """Return the path of a file as SARIF 3.4.3 wants it: an absolute path as a file URI (RFC 8089), others relative.

    Every octet of a name that is no unreserved character of RFC 3986 is percent-encoded, so that the path comes back
    whole, a backslash in a name and octets that are no UTF-8 too.

    Args:
        file: its path.
        windows: it is a path of Windows, with drives and backslashes.

    >>> uri_of("out/第 1 集.srt"), uri_of("/srv/a.po"), uri_of("a:b.srt")
    ('out/%E7%AC%AC%201%20%E9%9B%86.srt', 'file:///srv/a.po', 'a%3Ab.srt')
    >>> uri_of("C:\\\\a.po", windows=True), uri_of("a\\\\b.srt", windows=False)
    ('file:///C:/a.po', 'a%5Cb.srt')
    """
    path = portable(file, windows=windows)
    if windows and _DRIVE.match(path):
        return f"file:///{path[:2]}{_quoted(path[2:])}"
    if path.startswith("/"):
        # Two slashes begin the name of a server on Windows, and nothing of the kind elsewhere.
        return f"file:{'' if windows and path.startswith('//') else '//'}{_quoted(path)}"
    return _quoted(path)  # a colon in the first part would read as a scheme


def _quoted(path: str) -> str:
    try:
        octets = path.encode("utf-8", "surrogateescape")  # what the file system has, as Python reads names
    except UnicodeEncodeError:
        octets = encodable(path).encode()
    return quote(octets)


def _location(located: LocatedFinding) -> Json:
    place, segment = located.place, located.finding.segment
    physical: dict[str, Json] = {"artifactLocation": {"uri": uri_of(place.file)}}
    if place.line:
        region: dict[str, Json] = {"startLine": place.line}
        if place.column:
            region["startColumn"] = place.column
        physical["region"] = region
    location: dict[str, Json] = {"physicalLocation": physical}
    if segment:
        location["logicalLocations"] = [{"name": encodable(segment), "kind": "member"}]
    return location
