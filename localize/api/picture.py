"""The only place that reads what is known of a picture beside its subtitles: frame rate and shot changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.api.files import read_bytes
from localize.config import CUTS_FIELDS, MOST_FPS
from localize.errors import InputError, Place, UsageError
from localize.qa.cuts import on_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from localize.config import Config
    from localize.model import Finding, Segment

_FIELD = re.compile(r"\{([^{}]*)\}")
_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,2}):)?(\d{1,6}(?:[.,]\d{1,6})?)")


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
    if fps is not None and not 0 < fps <= MOST_FPS:
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


def picture_of(config: Config, file: str, locale: str) -> Picture | None:
    """Return what a project knows of the picture of a file: ``[layout] fps``, and the file that ``[files] cuts`` names.

    Args:
        config: of the project.
        file: path below the project folder, with ``/``. One whose cuts are not there has none.
        locale: of the target; a market may have its own picture.

    Raises:
        InputError: a line of the cuts is no time.
    """
    return read_picture(config.layout.fps, cuts_of(config, file, locale))


def cuts_of(config: Config, file: str, locale: str) -> Path | None:
    """Return where the shot changes of a file of a project stand, None if they are not there."""
    named = config.root / cuts_path(config.files.cuts, file, locale).lstrip("/")
    return named if config.files.cuts and is_there(named) else None


def is_there(path: Path) -> bool:
    """Return whether a file is there; one whose name no disk can hold is not."""
    try:
        return path.is_file()
    except OSError:
        return False


def fields_of(template: str) -> list[str]:
    """Return what stands between braces in a template."""
    return _FIELD.findall(template)


def refuse_template(template: str, files: int, named: Sequence[Path]) -> None:
    """Refuse a template of cuts that cannot be meant so.

    Args:
        template: of `CUTS_FIELDS`, as ``--cuts`` gives it.
        files: how many pictures it is for.
        named: files that it names; that none of them is there is a fault, none named is not.

    Raises:
        UsageError: it has an unknown field, names one file for several pictures, or no file at all.
    """
    fields = fields_of(template)
    known = ", ".join(f"{{{field}}}" for field in CUTS_FIELDS)
    if strange := [field for field in fields if field not in CUTS_FIELDS]:
        raise UsageError(f"--cuts has the unknown field {{{strange[0]}}}", do=f"use {known}")
    if not set(fields) - {"locale"} and files > 1:
        do = f"name the cuts of each file with {known}, such as cuts/{{stem}}.txt"
        raise UsageError(f"--cuts {template} is one picture for {files} files", do=do)
    if named and not any(map(is_there, named)):
        what = f"--cuts {template} names no file that is there"
        raise UsageError(what, do=f"{named[0]} would be the first")


def cuts_path(template: str, file: str, locale: str) -> str:
    """Return where a template of `CUTS_FIELDS` says that the shot changes of a file stand.

    >>> cuts_path("cuts/{locale}/{stem}.txt", "s1/ep01.srt", "en-US")
    'cuts/en-US/ep01.txt'
    """
    folder, _, name = file.rpartition("/")
    values = (locale, file, folder, name.rpartition(".")[0] or name)
    fields = dict(zip(CUTS_FIELDS, values, strict=True))
    return _FIELD.sub(lambda found: fields.get(found[1], found[0]), template)


def picture_findings(
    segment: Segment,
    before: Sequence[Segment],
    picture: Picture | None,
    locale: str,
    select: frozenset[str] | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with a cue on its picture; nothing where nothing is known of it.

    Args:
        segment: the cue, with the times that are shown.
        before: the one before it, empty for the first.
        picture: frame rate and shot changes.
        locale: of the target.
        select: codes that are asked for, None for all.
    """
    if picture is None:
        return
    previous = before[-1] if before else None
    for finding in on_picture(segment, previous, locale, fps=picture.fps, cuts=picture.cuts):
        if select is None or finding.code in select:
            yield finding
