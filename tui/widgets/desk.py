"""The only place that words what stands around the editor: heading, source, neighbours and gauges of one line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.i18n import _, pgettext
from tui.widgets.cells import fit
from tui.widgets.prose import Look, Paragraph, Run, para
from tui.widgets.signs import STATE_LOOKS, clock, state_words, unsaved_words
from tui.widgets.vocabulary import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.model import Span
    from tui.views import Frame, Gauges, Row, Unit, View

_BAR_CELLS = 10
_TIME_CELLS = 8
_NAME_CELLS = 8
_TALL_FROM = 8
"""Screen lines from which a neighbour may take two of them."""


def heading(view: View, *, unsaved: bool, width: int) -> tuple[list[Run], list[Run]]:
    """Return the left and right end of the line above the source, in so many cells.

    Where it is narrow, who decided goes first, then the folder: which line it is stays.
    """
    unit, segment = view.unit, view.unit.segment
    times = ""
    if segment.start_ms is not None and segment.end_ms is not None:
        seconds = (segment.end_ms - segment.start_ms) / 1000
        length = _("{seconds} s").format(seconds=f"{seconds:.1f}")
        times = f"  {clock(segment.start_ms, exact=True)}  {length}"
    who = f"  {segment.speaker}" if segment.speaker else ""
    left = [
        Run(f"{unit.file} ", Look.STRONG, "home"),
        Run(f"{unit.ordinal + 1}", Look.STRONG, "go_to"),
        Run(who, Look.STRONG, "who"),
        Run(times, Look.MUTED, "go_to"),
        Run(f"  {plain_name(segment.kind)}" if segment.kind != "dialogue" else "", Look.MUTED),
    ]
    right = [Run(f" {state_words(unit.state)}", STATE_LOOKS[unit.state], "history")]
    if view.approvers:
        words = _(" {count} of {needed} approvals: {names}")
        given = {"count": len(view.approvers), "needed": view.needed, "names": ", ".join(view.approvers)}
        right.append(Run(words.format(**given), Look.WARN, "history"))
    elif unit.decided_by:
        right.append(Run(_(" by {name}").format(name=unit.decided_by), Look.MUTED, "history"))
    if unsaved:
        right = [Run(f" {unsaved_words()}", Look.WARN)]
    if _cells(left, right) > width and not view.approvers:
        del right[1:]
    if _cells(left, right) > width:
        left[0] = replace(left[0], text=f"{unit.file.rpartition('/')[2]} ")
    return left, right


def _cells(*bars: Sequence[Run]) -> int:
    return sum(cell_len(run.text) for bar in bars for run in bar)


def source(view: View) -> list[Paragraph]:
    """Return the source with its terms and placeholders in place."""
    text = view.unit.segment.source
    marks = [(p.span, Look.HOLDER, "insert_placeholder") for p in view.holders]
    marks += [
        (span, Look.TERM, f"point_term({at})") for at, term in enumerate(view.terms) for span in term.spans
    ]
    return [Paragraph(tuple(_marked(text, marks)))]


def _marked(text: str, marks: Sequence[tuple[Span, Look, str]]) -> Iterator[Run]:
    """Yield the text cut at its marks; where marks overlap, the earlier and longer one counts."""
    at = 0
    for span, look, act in sorted(marks, key=lambda m: (m[0].start, -m[0].end)):
        if span.start < at or span.end > len(text):
            continue
        if span.start > at:
            yield Run(text[at : span.start])
        yield Run(text[span.start : span.end], look, act)
        at = span.end
    yield Run(text[at:])


def neighbours(
    rows: Sequence[Row], *, count: int, width: int, before: bool, whole: bool = True
) -> list[Paragraph]:
    """Return the nearest rows as far as they fit in so many screen lines.

    Source and target stand beside each other; where there is much room below each other, and longer.

    Args:
        rows: before the line, or after it.
        count: screen lines.
        width: cells.
        before: which of the two.
        whole: whether the file has no further rows, so that its edge may be shown.
    """
    tall = 2 if count >= _TALL_FROM else 1
    near = rows[-(count // tall) :] if before else rows[: count // tall]
    lines = [
        line for row in near for line in (_two_lines(row, width) if tall == 2 else _one_line(row, width))
    ]
    if len(lines) >= count:
        return lines
    end = _("- the file begins here -") if before else _("- the file ends here -")
    edge = [para(Run(f"{'':{_TIME_CELLS}}{end}", Look.MUTED))] if whole else []
    return [*[para("")] * (count - len(lines) - len(edge)), *edge, *lines] if before else [*lines, *edge]


def _place_of(row: Row) -> tuple[Run, Run]:
    time, act = clock(row.start_ms) or str(row.ordinal + 1), _row_act(row)
    speaker = fit(row.speaker or "", _NAME_CELLS - 1) + " "
    return Run(fit(time, _TIME_CELLS - 1) + " ", Look.MUTED, act), Run(speaker, Look.MUTED, act)


def _row_act(row: Row) -> str:
    return f"point_row({int(row.id)})"


def _one_line(row: Row, width: int) -> list[Paragraph]:
    half = max((width - _TIME_CELLS - _NAME_CELLS) * 9 // 20, 4)
    target = fit(row.target or _("(no target)"), max(width - _TIME_CELLS - _NAME_CELLS - half, 4))
    words = (fit(row.source, half - 1) + " ", target)
    return [para(*_place_of(row), *(Run(text, Look.MUTED, _row_act(row)) for text in words))]


def _two_lines(row: Row, width: int) -> list[Paragraph]:
    cells = max(width - _TIME_CELLS - _NAME_CELLS, 4)
    indent = " " * (_TIME_CELLS + _NAME_CELLS)
    target = fit(row.target or _("(no target)"), cells)
    return [
        para(*_place_of(row), Run(fit(row.source, cells), Look.MUTED, _row_act(row))),
        para(Run(indent), Run(target, act=_row_act(row))),
    ]


def gauge_runs(
    gauges: Gauges, *, editing: bool, right_to_left: bool = False, width: int | None = None
) -> list[Run]:
    """Return how the text fits, each figure with its limit and a word when it is over.

    A right-to-left target is edited in the order in which it is read and written to the file; the mark says so.
    In fewer cells than all of it needs, the drawn bar goes: a figure of a line says more.
    """
    runs = _gauge_runs(gauges, editing=editing, right_to_left=right_to_left, bar=True)
    if width is not None and _cells(runs) > width:
        return _gauge_runs(gauges, editing=editing, right_to_left=right_to_left, bar=False)
    return runs


def _gauge_runs(gauges: Gauges, *, editing: bool, right_to_left: bool, bar: bool) -> list[Run]:
    runs = [Run(_("editing ") if editing else "", Look.KEY)]
    if right_to_left:
        runs.append(Run("RTL<- ", Look.WARN))
    if gauges.cps is not None:
        runs += _gauge(_("cps"), gauges.cps, gauges.cps_limit, "cps", bar=bar)
    # Too many lines, and what is missing, before what each of them measures: the bar ends somewhere.
    if gauges.line_count_limit is not None and gauges.lines > gauges.line_count_limit:
        runs += _gauge(pgettext("number of", "lines"), gauges.lines, gauges.line_count_limit, "lines")
    if gauges.missing:
        words = _("missing {holders}  ").format(holders=" ".join(gauges.missing))
        runs.append(Run(words, Look.BAD, "insert_placeholder"))
    for number, length in enumerate(gauges.line_lengths[:4], 1):
        runs += _gauge(_("line {number}").format(number=number), length, gauges.line_limit, "line")
    if gauges.length_limit is not None:
        runs += _gauge(_("length"), gauges.length, gauges.length_limit, "length")
    return runs


def pixel_runs(frame: Frame | None, *, short: bool) -> list[Run]:
    """Return how wide the lines are in pixels against the room on the picture; the widest alone where it is short."""
    if frame is None:
        return []
    if not frame.font:
        missing = (
            _("px: no font") if short else _("pixel widths need the font {name}").format(name=frame.wanted)
        )
        return [Run(missing, Look.MUTED)]
    room = frame.screen.room
    widths = [width for width in frame.widths if width is not None]
    if short:
        return _gauge("px", round(max(widths, default=0.0)), round(room), "pixels")
    runs = [Run(_("pixels  "), Look.MUTED)]
    for number, width in enumerate(widths[:4], 1):
        runs += _gauge(_("line {number}").format(number=number), round(width), round(room), "pixels")
    return [*runs, Run(frame.font, Look.MUTED)]


def _gauge(name: str, value: float, limit: float | None, kind: str, *, bar: bool = False) -> list[Run]:
    act = f"point_gauge('{kind}')"
    if limit is None:
        return [Run(f"{name} {_figure(value)}  ", Look.MUTED, act)]
    over = value > limit
    drawn = ""
    if bar:
        filled = min(round(value / limit * _BAR_CELLS), _BAR_CELLS) if limit else _BAR_CELLS
        drawn = f" [{'=' * filled}{' ' * (_BAR_CELLS - filled)}]"
    words = f"{name} {_figure(value)}/{_figure(limit)}{drawn}"
    return [Run(words, Look.BAD if over else Look.GOOD, act), Run(_(" OVER  ") if over else "  ", Look.BAD)]


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def two_versions(mine: str | None, theirs: Unit, *, seen: str | None) -> list[Paragraph]:
    """Return both versions of a line that changed under its reviewer."""
    from tui.widgets.differing import word_diff

    ours = _("what you typed: ") if mine is not None else _("what you saw: ")
    text = mine if mine is not None else seen
    by = _(" by {name}").format(name=theirs.decided_by) if theirs.decided_by else ""
    nothing, label = _("(no target)"), _("source  ")
    return [
        para(Run(f"{theirs.file} {theirs.ordinal + 1}", Look.STRONG), _("  changed while you had it open.")),
        para(""),
        para(Run(label, Look.HEAD), theirs.segment.source, indent=cell_len(label)),
        para(""),
        para(Run(ours, Look.HEAD)),
        para(Run("- ", Look.OLD), text or nothing, indent=2),
        para(""),
        para(
            Run(_("in the store now: "), Look.HEAD),
            Run(f"{state_words(theirs.state)}{by}", STATE_LOOKS[theirs.state]),
            # An approval that waits for another one changes no state.
            Run(f"  {theirs.approvals} ✓" if theirs.approvals else "", Look.GOOD),
        ),
        para(Run("+ ", Look.NEW), theirs.target or nothing, indent=2),
        para(""),
        para(
            Run(_("from yours to theirs: "), Look.HEAD), *word_diff(text or "", theirs.target or ""), indent=2
        ),
    ]
