"""The output for people who were not there: one HTML file with summary, plots and every finding in its context.

It loads nothing and works without scripts; with them, findings can be filtered. Texts of the files are escaped, and a
content security policy lets only our own script run.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from html import escape
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from localize import __version__
from localize.model import Severity
from localize.report import lqa, plots
from localize.report.base import check_title, clipped, encodable, forward_slashes
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.api.facts import Facts, Line, LineKey
    from localize.api.waiving import Accepted
    from localize.model import Finding, LocatedFinding

_SIGNS = {Severity.ERROR: "✖", Severity.WARNING: "▲", Severity.INFO: "●"}
_OPEN_FILES = 3
"""Files whose findings are shown unfolded at the start."""
MOST_PICTURES = 100
"""Cues that are drawn in the page; a picture is some 4 kB."""
_MOST_FINDINGS = 10_000
"""Findings in the page; a phone takes seconds for more. The other formats have them all."""
_BEFORE = 500
"""Characters of a line that are shown before its fault."""


def write(
    findings: Sequence[LocatedFinding], facts: Facts | None = None, accepted: Sequence[Accepted] = ()
) -> str:
    """Return the page.

    Args:
        findings: sorted by place.
        facts: what is shown beside them, None for findings alone.
        accepted: what somebody accepts, sorted by place; listed at the end.
    """
    script, style = _resource("report.js"), _resource("report.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>localize: {_verdict(findings)}</title>\n<style>{style}</style>\n</head>\n<body>",
        f"<header><h1>{_verdict(findings)}</h1>{_cards(findings, facts, len(accepted))}</header>\n<main>",
        *_plots(findings, facts),
        *([lqa.section(facts.scores)] if facts is not None and facts.scores else []),
        *_table(findings, facts),
        *_waived(accepted),
        f"</main>\n<footer>localize {escape(__version__)}</footer>",
        f"<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _resource(name: str) -> str:
    return resources.files("localize.report").joinpath(name).read_text(encoding="utf-8").strip()


def _text(text: str) -> str:
    """Return a text from a file so that neither the browser nor the eye is misled by it, cut where it is endless."""
    return escape(safe(encodable(clipped(text))))


def _verdict(findings: Sequence[LocatedFinding]) -> str:
    if not findings:
        return "No findings"
    errors = sum(located.finding.severity is Severity.ERROR for located in findings)
    word = "finding" if len(findings) == 1 else "findings"
    return f"{len(findings):,} {word}, {errors:,} of them error{'' if errors == 1 else 's'}"


def _cards(findings: Sequence[LocatedFinding], facts: Facts | None, waived: int) -> str:
    counts = Counter(located.finding.severity for located in findings)
    rows = [(f"{_SIGNS[s]} {s}", counts[s], str(s)) for s in sorted(Severity, reverse=True)]
    rows.append(("files", len({located.place.file for located in findings}), ""))
    if waived:
        rows.append(("waived", waived, ""))
    if facts is not None and facts.segments:
        rows.append(("segments checked", facts.segments, ""))
    cards = "".join(
        f'<div class="card {kind}"><dt>{name}</dt><dd>{number:,}</dd></div>' for name, number, kind in rows
    )
    return f'<dl class="cards">{cards}</dl>'


def _plots(findings: Sequence[LocatedFinding], facts: Facts | None) -> Iterator[str]:
    figures = [("Findings by kind", plots.by_code(findings, check_title))]
    if facts is not None:
        figures += [
            (f"Reading speed, {locale}", plots.speeds(counts, facts.limits[locale].chars_per_second))
            for locale, counts in sorted(facts.speeds.items())
        ]
        figures.append(("Terms rendered as agreed", plots.coverage(facts.coverage)))
        figures.append(("Lines still to approve", plots.burn_down(facts.open_lines)))
    shown = [(title, svg) for title, svg in figures if svg]
    if shown:
        yield '<section class="plots" aria-label="Plots">'
        for title, svg in shown:
            yield f"<figure><figcaption>{_text(title)}</figcaption>{svg}</figure>"
        yield "</section>"


def _table(findings: Sequence[LocatedFinding], facts: Facts | None) -> Iterator[str]:
    if not findings:
        return
    findings, left_out = _worst(findings)
    yield _filter(findings)
    yield '<section aria-label="Findings">'
    if left_out:
        yield f'<p class="where">{left_out:,} lighter findings are left out here; other formats have them all.</p>'
    pictures = dict(facts.pictures) if facts is not None else {}
    for number, (file, group) in enumerate(groupby(findings, key=lambda located: located.place.file)):
        rows = list(group)
        open_ = " open" if number < _OPEN_FILES else ""
        counts = Counter(located.finding.severity for located in rows)
        tally = " ".join(
            f'<span class="{s}">{_SIGNS[s]} {counts[s]}</span>'
            for s in sorted(Severity, reverse=True)
            if counts[s]
        )
        yield f"<details{open_}><summary><h2>{_text(forward_slashes(file))}</h2> {tally}</summary>"
        for located in rows:
            yield _finding(located, facts, pictures)
        yield "</details>"
    yield "</section>"


def _waived(accepted: Sequence[Accepted]) -> Iterator[str]:
    """Yield the list of what somebody accepts, folded; as many as a page can carry."""
    if not accepted:
        return
    yield f"<details><summary><h2>Waived</h2> {len(accepted):,}</summary><ul>"
    for one in accepted[:_MOST_FINDINGS]:
        finding, until = one.located.finding, f" until {one.until}" if one.until else ""
        place = f"{forward_slashes(one.located.place.file)}:{one.located.place.line or '?'}"
        yield (
            f"<li><code>{_text(finding.code)}</code> {_text(place)} · {_text(one.located.locale)} · "
            f"{_text(finding.message)} — {_text(one.reason)}{until}</li>"
        )
    yield "</ul></details>"


def _filter(findings: Sequence[LocatedFinding]) -> str:
    codes = Counter(located.finding.code for located in findings)
    options = "".join(
        f'<option value="{_text(c)}">{_text(c)} ({n})</option>' for c, n in sorted(codes.items())
    )
    boxes = "".join(
        f'<label><input type="checkbox" name="severity" value="{s}" checked> {_SIGNS[s]} {s}</label>'
        for s in sorted(Severity, reverse=True)
    )
    return (
        f'<form id="filter" hidden><fieldset><legend>Show</legend>{boxes}</fieldset>'
        f'<label>Code <select name="code"><option value="">all</option>{options}</select></label>'
        '<label>Text <input type="search" name="text" placeholder="file, message or line"></label>'
        '<output name="count" aria-live="polite"></output></form>'
    )


def _worst(findings: Sequence[LocatedFinding]) -> tuple[Sequence[LocatedFinding], int]:
    """Return as many findings as a page can carry, the gravest in their order, and how many are left out."""
    if len(findings) <= _MOST_FINDINGS:
        return findings, 0
    by_weight = sorted(range(len(findings)), key=lambda at: -findings[at].finding.severity)
    kept = sorted(by_weight[:_MOST_FINDINGS])
    return [findings[at] for at in kept], len(findings) - len(kept)


def _finding(located: LocatedFinding, facts: Facts | None, pictures: dict[LineKey, bytes]) -> str:
    """Return a finding with its context; the picture of a cue goes with the first of its findings."""
    finding = located.finding
    key = (located.place.file, located.locale, str(finding.segment or ""))
    line = facts.lines.get(key) if facts else None
    picture = pictures.pop(key, None)
    where = ":".join(str(n) for n in (located.place.line, located.place.column) if n)
    title = check_title(finding.code)
    parts = [
        (
            f'<article class="finding {finding.severity}" data-code="{_text(finding.code)}" '
            f'data-severity="{finding.severity}">'
        ),
        (
            f'<h3><span class="sign" aria-hidden="true">{_SIGNS[finding.severity]}</span> '
            f'<span class="visually-hidden">{finding.severity}:</span> <code>{_text(finding.code)}</code> '
            f"{_text(finding.message)}</h3>"
        ),
        (
            f'<p class="where">{_text(title)} · line {where or "?"} · {_text(str(finding.segment or ""))} · '
            f"{_text(located.locale)}</p>"
        ),
    ]
    if line is not None:
        parts.append(_context(line, finding, located.locale))
    if finding.fix is not None:
        parts.append(
            f'<p class="fix"><b>Fix</b> ({_text(finding.fix.why)}): '
            f'<span dir="auto">{_text(finding.fix.text)}</span></p>'
        )
    if picture is not None:
        data = base64.b64encode(picture).decode()
        parts.append(f'<img alt="the cue on the screen" loading="lazy" src="data:image/png;base64,{data}">')
    return "".join([*parts, "</article>"])


def _context(line: Line, finding: Finding, locale: str) -> str:
    rows = []
    if line.before:
        rows.append(f'<p class="near" dir="auto">{_text(line.before)}</p>')
    speaker = f"<b>{_text(line.speaker)}</b> " if line.speaker else ""
    time = f"<time>{_text(line.time)}</time> " if line.time else ""
    rows.append(f'<p class="source" dir="auto">{time}{speaker}{_text(line.source)}</p>')
    rows.append(f'<p class="target" dir="auto" lang="{_text(locale)}">{_marked(line.target, finding)}</p>')
    if line.after:
        rows.append(f'<p class="near" dir="auto">{_text(line.after)}</p>')
    return f'<div class="lines">{"".join(rows)}</div>'


def _marked(target: str, finding: Finding) -> str:
    span = finding.span
    if span is None or not 0 <= span.start < span.end <= len(target):
        return _text(target)
    head, fault, tail = target[: span.start], target[span.start : span.end], target[span.end :]
    if len(head) > _BEFORE:
        head = f"…{head[-_BEFORE:]}"
    return f"{_text(head)}<mark>{_text(fault)}</mark>{_text(tail)}"
