"""The only place that reads what is known of a picture beside its subtitles: frame rate and shot changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.api.files import read_bytes
from localize.errors import InputError, Place, UsageError

if TYPE_CHECKING:
    from pathlib import Path

_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6}(?:[.,]\d{1,6})?)")
_MOST_FPS = 300


@dataclass(frozen=True, slots=True)
class Picture:
    """What the timing checks may know of a picture.

    Attributes:
        fps: frames a second, None if not known.
        cuts: times of the shot changes in milliseconds, ascending.
    """

    fps: float | None = None
    cuts: tuple[int, ...] = ()


def read_picture(fps: float | None, cuts: Path | None) -> Picture | None:
    """Return what is known of a picture, None for nothing.

    Args:
        fps: frames a second.
        cuts: file with the time of a shot change a line, as seconds (``12.48``) or ``H:MM:SS.mmm``; ``#`` begins a
            comment.

    Raises:
        UsageError: no picture has that many frames a second.
        InputError: a line is no time.
    """
    if fps is not None and not 0 < fps <= _MOST_FPS:
        raise UsageError(f"--fps {fps:g} is no frame rate", do="give frames a second, such as 23.976 or 25")
    if cuts is None:
        return None if fps is None else Picture(fps)
    times = set()
    for number, line in enumerate(read_bytes(cuts, str(cuts)).decode("utf-8-sig", "replace").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        match = _TIME.fullmatch(text)
        if match is None:
            place = Place(str(cuts), number)
            raise InputError(f"{text[:40]!r} is no time", place=place, do="write 12.48 or 0:00:12.480")
        hours, minutes, seconds = match.groups()
        whole = int(hours or 0) * 3600 + int(minutes or 0) * 60
        times.add(round((whole + float(seconds.replace(",", "."))) * 1000))
    return Picture(fps, tuple(sorted(times)))
