"""The only place that draws plots: numbers in, SVG text out, in the colours of the page's style sheet."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from localize.report.base import encodable, forward_slashes
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from localize.api.facts import Coverage
    from localize.model import LocatedFinding

_WIDTH = 460
_ROW = 22
_MOST_ROWS = 20
_NAME_WIDTH = 176
_LONGEST_NAME = 21


def by_code(findings: Sequence[LocatedFinding], title: Callable[[str], str]) -> str:
    """Return bars of how often each code occurs, '' for no findings."""
    counts = Counter((located.finding.code, str(located.finding.severity)) for located in findings)
    rows = [
        (code, count, severity, f"{code} {title(code)}: {count}")
        for (code, severity), count in counts.most_common(_MOST_ROWS)
    ]
    return _bars(rows, max(counts.values(), default=0), lambda value: f"{value:g}")


def coverage(rows: Sequence[Coverage]) -> str:
    """Return bars of the share of terms that are rendered as agreed, worst first, '' if there are no terms."""
    worst = sorted(rows, key=lambda row: (row.right / row.terms, row.file))[:_MOST_ROWS]
    bars = [
        (
            f"{forward_slashes(row.file)} {row.locale}",
            100 * row.right / row.terms,
            "share",
            f"{row.file} {row.locale}: {row.right} of {row.terms}",
        )
        for row in worst
    ]
    return _bars(bars, 100, lambda value: f"{value:.0f} %")


def speeds(counts: Mapping[int, int], limit: float | None) -> str:
    """Return a histogram of characters a second, one bar a character, with the limit marked; '' for no cues."""
    if not counts:
        return ""
    last = max(max(counts), int(limit or 0)) + 1
    step, height = _WIDTH / (last + 1), 150
    most = max(counts.values())
    parts = []
    for speed, count in sorted(counts.items()):
        bar = (height - 20) * count / most
        kind = "error" if limit is not None and speed >= limit else "share"
        parts.append(
            f'<rect class="{kind}" x="{speed * step:.1f}" y="{height - bar:.1f}" width="{max(step - 1, 1):.1f}" '
            f'height="{bar:.1f}"><title>{speed}–{speed + 1} characters a second: {count} cues</title></rect>'
        )
    if limit is not None:
        x = limit * step
        parts.append(f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height}"/>')
        at, anchor = (x - 4, "end") if x > _WIDTH - 80 else (x + 4, "start")
        parts.append(f'<text x="{at:.1f}" y="12" text-anchor="{anchor}">limit {limit:g}</text>')
    parts += [f'<text x="{tick * step:.1f}" y="{height + 14}">{tick}</text>' for tick in range(0, last, 5)]
    slow = sum(counts.values())
    return _svg(height + 20, f"{slow} cues by characters a second", parts)


def burn_down(points: Sequence[tuple[str, int]]) -> str:
    """Return a line of the lines still to approve by day, hour or minute, '' for fewer than two of them."""
    if len(points) < 2:
        return ""
    height, most = 150, max(left for _, left in points) or 1
    step = (_WIDTH - 20) / (len(points) - 1)
    places = [(10 + i * step, 10 + (height - 20) * (1 - left / most)) for i, (_, left) in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(day)}: {left}</title></circle>'
        for (x, y), (day, left) in zip(places, points, strict=True)
    ]
    ends = [
        f'<text x="10" y="{height + 14}">{escape(points[0][0])}: {points[0][1]}</text>',
        f'<text x="{_WIDTH - 10}" y="{height + 14}" text-anchor="end">{escape(points[-1][0])}: {points[-1][1]}</text>',
    ]
    return _svg(
        height + 20, "lines still to approve over time", [f'<polyline points="{path}"/>', *dots, *ends]
    )


def _bars(rows: Sequence[tuple[str, float, str, str]], most: float, shown: Callable[[float], str]) -> str:
    if not rows or not most:
        return ""
    room = _WIDTH - _NAME_WIDTH - 50
    parts = []
    for number, (name, value, kind, title) in enumerate(rows):
        y, length = number * _ROW, room * value / most
        parts.append(
            f'<g><title>{_text(title)}</title><text x="{_NAME_WIDTH - 6}" y="{y + 15}" text-anchor="end">'
            f'{_text(_short(name))}</text><rect class="{kind}" x="{_NAME_WIDTH}" y="{y + 3}" '
            f'width="{max(length, 1):.1f}" height="{_ROW - 6}"/>'
            f'<text x="{_NAME_WIDTH + length + 6:.1f}" y="{y + 15}">{shown(value)}</text></g>'
        )
    return _svg(
        len(rows) * _ROW + 4, "; ".join(f"{name} {shown(value)}" for name, value, _, _ in rows), parts
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"


def _text(text: str) -> str:
    return escape(safe(encodable(text)))


def _svg(height: float, label: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{_text(label)}">'
        f"{''.join(parts)}</svg>"
    )
