"""The only place that breaks lines: as few as possible, balanced, at the best places, losing nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.layout import costs
from localize.layout.measure import width
from localize.layout.opportunities import opportunities
from localize.locales import parse_locale
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.layout.base import Limits
    from localize.layout.opportunities import Opportunity

_NEWLINE = re.compile(r"\r\n|\n|\r")
_BLANKS = " \t\u3000"
_BLANK_LINES = re.compile(r"[ \t\u3000]*(?:(?:\r\n|\n|\r)[ \t\u3000]*)+")
_TURN = re.compile(r"[ \t]*[-–—‐‑](?!\d)")
_SPACELESS = frozenset({"zh", "ja", "th", "lo", "km", "my"})
_NO_JOINT_AFTER = frozenset("。，！？；：、…」』）】》")
_OVERFLOW = 10_000.0
_MOST_BALANCED = 6  # a longer text is filled line by line: nobody balances a page


@dataclass(frozen=True, slots=True)
class BadBreak:
    """A line break that stands in the wrong place: its character offset, and why."""

    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Measured:
    """Where a text may end a line, with widths: position 0 is the start, the last one the end of the text.

    Attributes:
        at: offsets.
        cost: of a break there.
        to: width of the text up to there.
        blank: width of the blanks that end there and vanish if the line does.
    """

    at: tuple[int, ...]
    cost: tuple[float, ...]
    to: tuple[float, ...]
    blank: tuple[float, ...]

    def line(self, start: int, end: int) -> float:
        return self.to[end] - self.to[start] - self.blank[end]


def break_lines(
    text: str,
    limits: Limits,
    locale: str,
    *,
    protected: Sequence[Span] = (),
    hidden: Sequence[Span] = (),
    names: Sequence[str] = (),
) -> str:
    """Return a text broken into lines that fit the limits, on one line where that is possible.

    Only blanks and line breaks change. Dialogue turns (lines that begin with a dash) keep lines of their own. In
    languages without blanks a line break may be the only mark between two clauses, so a text that already fits keeps
    its breaks. What cannot fit comes back over the limit: the checks report it.

    Args:
        text: the target.
        limits: of the locale.
        locale: BCP 47 tag.
        protected: character spans that stay whole and count (placeholders, names).
        hidden: character spans that stay whole and do not count (tags).
        names: names and terms of several words (or of a language without blanks) that a line break must not part.

    >>> from localize.layout.profiles import limits
    >>> break_lines("You think five million is enough to make me leave him?", limits("vertical", "en"), "en")
    'You think\\nfive million is enough\\nto make me leave him?'
    """
    language = parse_locale(locale).language
    if language in _SPACELESS and _fits(text, limits, locale, hidden):
        return text
    broken = (
        _break_turn(text[t.start : t.end], limits, locale, _within(protected, t), _within(hidden, t), names)
        for t in _turns(text, protected, hidden)
    )
    return "\n".join(turn for turn in broken if turn)


def bad_breaks(
    text: str,
    locale: str,
    *,
    protected: Sequence[Span] = (),
    hidden: Sequence[Span] = (),
    names: Sequence[str] = (),
) -> tuple[BadBreak, ...]:
    """Return the line breaks of a text that stand in the wrong place.

    Wrong is: after an article, preposition or title, inside a number with its unit, a name, a word or a phrase, or
    before a particle.

    >>> bad_breaks("I gave it to the\\nwoman", "en")
    (BadBreak(at=16, reason='ends a line with an article or determiner'),)
    """
    spaceless = parse_locale(locale).language in _SPACELESS
    found: list[BadBreak] = []
    for turn in _turns(text, protected, hidden):
        part = text[turn.start : turn.end]
        inner, dark = _within(protected, turn), _within(hidden, turn)
        breaks = [Span(m.start(), m.end()) for m in _breaks_in(part, (*inner, *dark))]
        edges = [Span(0, 0), *breaks, Span(len(part), len(part))]
        for before, at, after in zip(edges, breaks, edges[2:], strict=False):
            # Blanks vanish: what counts is what would stand beside what on one line.
            if at.start == before.end or at.end == after.start:
                continue
            if spaceless and (costs.is_pause(part[at.start - 1]) or costs.is_opener(part[at.end])):
                continue
            reason = _reason(part, Span(before.end, after.start), at, locale, inner, dark, names)
            if reason:
                found.append(BadBreak(turn.start + at.start, reason))
    return tuple(found)


def _reason(
    part: str,
    lines: Span,
    at: Span,
    locale: str,
    protected: Sequence[Span],
    hidden: Sequence[Span],
    names: Sequence[str],
) -> str:
    """Return what is wrong with a break between two lines, '' if nothing is."""
    joint = "" if parse_locale(locale).language in _SPACELESS else " "
    cut = at.start - lines.start
    shift = len(joint) - (at.end - at.start)
    places = opportunities(
        part[lines.start : at.start] + joint + part[at.end : lines.end],
        locale,
        protected=[_moved(s, cut, shift) for s in _within(protected, lines)],
        hidden=[_moved(s, cut, shift) for s in _within(hidden, lines)],
        names=names,
        near=Span(cut, cut + len(joint)),
    )
    if not places:
        return "parts a word"
    best = min(places, key=lambda place: place.cost)
    return best.reason if best.cost >= costs.BAD else ""


def _breaks_in(text: str, whole: Sequence[Span]) -> Iterator[re.Match[str]]:
    for match in _BLANK_LINES.finditer(text):
        if not any(span.start < match.end() and match.start() < span.end for span in whole):
            yield match


def _moved(span: Span, since: int, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift) if span.start > since else span


def _fits(text: str, limits: Limits, locale: str, hidden: Sequence[Span]) -> bool:
    lines = _NEWLINE.split(_without(text, hidden))
    return len(lines) <= limits.lines and all(width(line, locale) <= limits.chars_per_line for line in lines)


def _without(text: str, hidden: Sequence[Span]) -> str:
    dark = {i for span in hidden for i in range(span.start, span.end)}
    return "".join(ch for i, ch in enumerate(text) if i not in dark)


def _within(spans: Sequence[Span], part: Span) -> tuple[Span, ...]:
    return tuple(
        Span(max(s.start, part.start) - part.start, min(s.end, part.end) - part.start)
        for s in spans
        if s.start < part.end and part.start < s.end
    )


def _turns(text: str, protected: Sequence[Span], hidden: Sequence[Span]) -> list[Span]:
    """Return the dialogue turns of a text: each dash at the start of a line begins one."""
    whole = (*protected, *hidden)
    starts = [0]
    for match in _NEWLINE.finditer(text):
        inside = any(s.start < match.end() and match.start() < s.end for s in whole)
        line_end = _NEWLINE.search(text, match.end())
        line = Span(match.end(), line_end.start() if line_end else len(text))
        shown = _without(text[line.start : line.end], _within(hidden, line))
        if not inside and _TURN.match(shown):
            starts.append(match.end())
    return [Span(a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _break_turn(
    text: str,
    limits: Limits,
    locale: str,
    protected: Sequence[Span],
    hidden: Sequence[Span],
    names: Sequence[str],
) -> str:
    places = opportunities(text, locale, protected=protected, hidden=hidden, names=names)
    measured = _measure(text, locale, places, hidden)
    cuts = [measured.at[i] for i in _choose(measured, limits)]
    whole = (*protected, *hidden)
    joint = "" if parse_locale(locale).language in _SPACELESS - {"zh", "ja"} else " "
    lines = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = Span(start, end)
        lines.append(_one_line(text[start:end], joint, _within(whole, piece)).strip(_BLANKS))
    return "\n".join(line for line in lines if line)


def _one_line(text: str, joint: str, whole: Sequence[Span]) -> str:
    """Return a piece of text with its line breaks taken out."""
    parts: list[str] = []
    done = 0
    for match in _breaks_in(text, whole):
        parts.append(text[done : match.start()])
        after_stop = parts[-1][-1:] in _NO_JOINT_AFTER
        parts.append("" if after_stop and joint == " " and not parts[-1].isascii() else joint)
        done = match.end()
    return "".join([*parts, text[done:]])


def _measure(text: str, locale: str, places: Sequence[Opportunity], hidden: Sequence[Span]) -> _Measured:
    at, cost, to, blank = [0], [0.0], [0.0], [0.0]
    ends = [*((place.at, place.cost) for place in places if 0 < place.at < len(text)), (len(text), 0.0)]
    for offset, price in ends:
        piece = Span(at[-1], offset)
        shown = _NEWLINE.sub(" ", _without(text[at[-1] : offset], _within(hidden, piece)))
        whole = width(shown, locale)
        at.append(offset)
        cost.append(price)
        to.append(to[-1] + whole)
        blank.append(whole - width(shown.rstrip(_BLANKS), locale))
    return _Measured(tuple(at), tuple(cost), tuple(to), tuple(blank))


def _choose(measured: _Measured, limits: Limits) -> list[int]:
    """Return the positions of the best breaks."""
    greedy = _fill(measured, limits.chars_per_line)
    fewest = len(greedy) + 1
    if fewest == 1:
        return greedy
    if fewest > _MOST_BALANCED:
        return _fill_well(measured, limits.chars_per_line)
    best: tuple[float, list[int]] | None = None
    # What is over the limit anyway may as well break decently.
    most = limits.lines if fewest <= limits.lines else fewest + 2
    for lines in range(fewest, most + 1):
        price, cuts = _balance(measured, lines, limits.chars_per_line)
        if best is None or price < best[0]:
            best = price, cuts
        if price < costs.BAD:
            break
    return best[1] if best else greedy


def _fill(measured: _Measured, room: float) -> list[int]:
    """Return the breaks that fill each line as far as it goes: the fewest lines there can be."""
    cuts: list[int] = []
    start = 0
    last = len(measured.at) - 1
    for end in range(1, last + 1):
        if measured.line(start, end) > room and end - 1 > start:
            cuts.append(end - 1)
            start = end - 1
    return cuts


def _fill_well(measured: _Measured, room: float) -> list[int]:
    """Return breaks that fill each line to three fifths where that takes no bad break."""
    cuts: list[int] = []
    start = 0
    last = len(measured.at) - 1
    while measured.line(start, last) > room:
        fitting = []
        for end in range(start + 1, last):
            if measured.line(start, end) > room:
                break
            fitting.append(end)
        full = [end for end in fitting if measured.line(start, end) >= 0.6 * room] or fitting[-1:]
        if all(measured.cost[end] >= costs.BAD for end in full):
            full = fitting
        # A word longer than the line overflows rather than being cut.
        start = min(full, key=lambda end: (measured.cost[end], -end)) if full else start + 1
        if start >= last:
            break
        cuts.append(start)
    return cuts


def _balance(measured: _Measured, lines: int, room: float) -> tuple[float, list[int]]:
    """Return cost and positions of the cheapest break into exactly this many lines."""
    last = len(measured.at) - 1
    if lines > last:
        return float("inf"), []
    total = measured.line(0, last)
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(float("inf"), ())] * last]
    for number in range(lines):
        # A pyramid that stands on its base: each line a little longer than the one above it.
        ideal = total / lines * (1 + 0.06 * (2 * number - (lines - 1)))
        row: list[tuple[float, tuple[int, ...]]] = [(float("inf"), ())] * (last + 1)
        ends = [last] if number == lines - 1 else range(number + 1, last)
        for end in ends:
            row[end] = min(
                (best[start][0] + _price(measured, start, end, ideal, room), (*best[start][1], end))
                for start in range(number, end)
                if best[start][0] < float("inf")
            )
        best = row
    price, positions = best[last]
    return price, list(positions[:-1])


def _price(measured: _Measured, start: int, end: int, ideal: float, room: float) -> float:
    line = measured.line(start, end)
    price = 100 * ((line - ideal) / room) ** 2
    if end < len(measured.at) - 1:
        price += measured.cost[end]
    if line > room:
        price += _OVERFLOW + 100 * (line - room)
    return price
