"""The only place that turns TTML time expressions into milliseconds.

https://www.w3.org/TR/ttml2/#timing-value-time-expression: clock times with fractions or frames, offset times in
hours, minutes, seconds, milliseconds, frames and ticks; ttp:frameRate, frameRateMultiplier, subFrameRate, tickRate,
timeBase and dropMode. Times of an element count from the begin of the elements around it.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.formats.xml_spans import Element

_CLOCK = re.compile(
    r"([0-9]{1,6}):([0-9]{1,2}):([0-9]{1,2})(?:[.,]([0-9]{1,12})|[:;]([0-9]{1,4})(?:\.([0-9]{1,4}))?)?"
)
_PLAIN = re.compile(r"([0-9]{1,6}):([0-9]{2}):([0-9]{2})[.,]([0-9]{1,3})")
_TIMING = frozenset({"begin", "end", "dur"})
_OFFSET = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,12})?)(h|ms|m|s|f|t)?")
_MINUTES = re.compile(r"([0-9]{1,6}):([0-9]{1,2})(?:[.,]([0-9]{1,12}))?")
_RATE = re.compile(r"\s*([0-9]{1,9})(?:[\s:]+([0-9]{1,9}))?\s*")


class Interval(NamedTuple):
    """When a cue shows, in milliseconds.

    Attributes:
        start_ms, end_ms: None for what the file does not say.
        is_outside: it begins when the element around it has ended, and so would never show.
    """

    start_ms: int | None
    end_ms: int | None
    is_outside: bool = False


class Clock:
    """The time parameters of one file.

    >>> Clock({"ttp:frameRate": "25"}).milliseconds("00:00:01:05"), Clock({}).milliseconds("1.5s")
    (1200, 1500)
    """

    __slots__ = ("drop", "effective", "frames", "is_smpte", "sub", "ticks")

    def __init__(self, attributes: Mapping[str, str]) -> None:
        local = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        self.frames = _ratio(local.get("frameRate"), Fraction(30))
        self.effective = self.frames * _ratio(local.get("frameRateMultiplier"), Fraction(1))
        self.sub = _ratio(local.get("subFrameRate"), Fraction(1))
        ticks = self.frames * self.sub if "frameRate" in local else Fraction(1)
        self.ticks = _ratio(local.get("tickRate"), ticks)
        self.is_smpte = local.get("timeBase") == "smpte"
        self.drop = {"dropNTSC": 2, "dropPAL": 4}.get(local.get("dropMode", ""), 0)

    def milliseconds(self, expression: str) -> int | None:
        """Return the milliseconds of a time expression, None if it is none."""
        plain = _PLAIN.fullmatch(expression)  # nearly all files; the general way is ten times slower
        if plain:
            whole = (int(plain[1]) * 60 + int(plain[2])) * 60 + int(plain[3])
            return whole * 1000 + int(((plain[4] or "") + "000")[:3])
        seconds = self.seconds(expression.strip())
        return None if seconds is None else _ms(seconds)

    def interval(self, element: Element, path: Sequence[Element]) -> Interval:
        """Return begin and end of an element, counted from its parents as the specification has it."""
        holders = [holder for holder in path if not _TIMING.isdisjoint(holder.attributes)]
        if not holders:
            return self.absolute(element)
        base, limit, timed = Fraction(0), None, False
        for holder in (*holders, element):
            begin, end, duration = (
                self.seconds(holder.attributes.get(n, "")) for n in ("begin", "end", "dur")
            )
            if begin is None and end is None and duration is None:
                continue
            timed = timed or begin is not None
            start = base + (begin or 0)
            if limit is not None and begin is not None and start >= limit:
                return Interval(_ms(start), None if end is None else _ms(base + end), is_outside=True)
            ends = [base + end] if end is not None else []
            ends += [start + duration] if duration is not None else []
            ends += [limit] if limit is not None else []
            base, limit = start, min(ends, default=None)
        if not timed and limit is None:
            return Interval(None, None)
        return Interval(_ms(base), None if limit is None else _ms(limit))

    def absolute(self, element: Element) -> Interval:
        """Return begin and end of an element as it says them, counted from the start of the file."""
        said = element.attributes
        begin = self.milliseconds(said["begin"]) if "begin" in said else None
        end = self.milliseconds(said["end"]) if "end" in said else None
        if "dur" in said and (duration := self.milliseconds(said["dur"])) is not None:
            stop = (begin or 0) + duration
            end = stop if end is None else min(end, stop)
        return Interval(begin, end)

    def seconds(self, expression: str) -> Fraction | None:
        """Return the seconds of a time expression, None if it is none."""
        clock = _CLOCK.fullmatch(expression)
        if clock:
            return self._clock(clock)
        offset = _OFFSET.fullmatch(expression)
        if offset:
            amount = Fraction(offset[1])
            if offset[2] == "f":
                return amount / self.effective
            if offset[2] == "t":
                return amount / self.ticks
            unit = {"h": Fraction(3600), "m": Fraction(60), "ms": Fraction(1, 1000)}
            return amount * unit.get(offset[2] or "s", Fraction(1))
        short = _MINUTES.fullmatch(expression)  # not in the specification; Apple's lyrics write it
        if short:
            return int(short[1]) * 60 + int(short[2]) + Fraction(f"0.{short[3] or 0}")
        return None

    def _clock(self, clock: re.Match[str]) -> Fraction:
        hours, minutes, seconds = int(clock[1]), int(clock[2]), int(clock[3])
        whole = Fraction((hours * 60 + minutes) * 60 + seconds)
        if clock[4]:
            return whole + Fraction(f"0.{clock[4]}")
        frames = int(clock[5] or 0) + int(clock[6] or 0) / self.sub
        if not self.is_smpte:
            return whole + frames / self.effective
        total_minutes = hours * 60 + minutes
        dropped = 0
        if self.drop == 2:
            dropped = 2 * (total_minutes - total_minutes // 10)
        elif self.drop == 4:
            dropped = 4 * (total_minutes // 2 - total_minutes // 20)
        return (whole * self.frames + frames - dropped) / self.effective


def _ms(seconds: Fraction) -> int:
    return int(seconds * 1000 + Fraction(1, 2))


def _ratio(value: str | None, default: Fraction) -> Fraction:
    match = _RATE.fullmatch(value or "")
    if match is None or not int(match[1]) or (match[2] is not None and not int(match[2])):
        return default
    return Fraction(int(match[1]), int(match[2] or 1))
