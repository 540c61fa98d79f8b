"""The only place that says which cues are drawn, and where their pictures go: files, or a page."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.errors import OutputError, Place
from localize.report.base import check_title, encodable
from localize.report.drawing import draw, preview_png

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from PIL.Image import Image

    from localize.layout import Limits
    from localize.model import LocatedFinding

_COLOURS = 48
_UNSAFE_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is drawn of a finding: the visible text of the target, line breaks as LF, and the limits of its screen."""

    text: str
    limits: Limits


def thumbnails(
    findings: Iterable[LocatedFinding], look: Callable[[LocatedFinding], Cue | None], most: int
) -> dict[tuple[str, str, str], bytes]:
    """Return small pictures for a page: of the cues that do not fit their screen, by file, locale and segment.

    Args:
        findings: of any kind; only those of the layout are drawn.
        look: see `flagged_cues`.
        most: pictures at most, the first ones.
    """
    drawn: dict[tuple[str, str, str], bytes] = {}
    for located in findings:
        finding = located.finding
        key = (located.place.file, located.locale, str(finding.segment or ""))
        if len(drawn) >= most or key in drawn or not finding.code.startswith("LAY"):
            continue
        cue = look(located)
        if cue is not None and cue.limits.screen is not None:
            drawn[key] = _small(draw(cue.text.split("\n"), cue.limits, located.locale))
    return drawn


def _small(image: Image) -> bytes:
    """Return a PNG at half size and of few colours: flat areas and the edges of letters need no more."""
    from PIL import Image as Images

    out = io.BytesIO()
    image.reduce(2).quantize(_COLOURS, method=Images.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def flagged_cues(
    findings: Iterable[LocatedFinding], look: Callable[[LocatedFinding], Cue | None]
) -> list[tuple[Cue, list[LocatedFinding]]]:
    """Return the cues that can be drawn, each with its findings, in the order of the findings.

    Args:
        findings: of any number of files and locales; those of one cue come together.
        look: returns what to draw of a finding, None where there is nothing to draw (no target, no screen).
    """
    cues: dict[tuple[str, str, str], list[LocatedFinding]] = {}
    for located in findings:
        if located.finding.segment is not None:
            key = (located.place.file, located.locale, located.finding.segment)
            cues.setdefault(key, []).append(located)
    seen = ((look(flagged[0]), flagged) for flagged in cues.values())
    return [(cue, flagged) for cue, flagged in seen if cue is not None and cue.limits.screen is not None]


def write_previews(
    cues: Sequence[tuple[Cue, Sequence[LocatedFinding]]],
    folder: Path,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    most: int = 0,
) -> list[Path]:
    """Write one PNG for each cue into a folder and return their paths, in the order of the cues.

    Args:
        cues: of `flagged_cues`.
        folder: made if it is not there; files of the same names are replaced.
        progress: is told (label, done, of how many) after each cue; about a hundred are drawn in a second.
        most: pictures at most, of the gravest findings; 0 for all.

    Raises:
        OutputError: the folder cannot be written.
    """
    paths: list[Path] = []
    names: set[str] = set()
    drawn = _gravest(cues, most) if most else cues
    for done, (cue, flagged) in enumerate(drawn, 1):
        place, locale, segment = flagged[0].place, flagged[0].locale, flagged[0].finding.segment
        data = preview_png(cue.text.split("\n"), cue.limits, locale, title=_title(flagged))
        path = folder / _free_name(f"{place.file}.{locale}.{segment}", names)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            raise OutputError(f"cannot be written: {error.strerror}", place=Place(str(path))) from error
        paths.append(path)
        if progress is not None:
            progress("pictures", done, len(drawn))
    return paths


def _gravest(
    cues: Sequence[tuple[Cue, Sequence[LocatedFinding]]], most: int
) -> list[tuple[Cue, Sequence[LocatedFinding]]]:
    """Return the cues with the gravest findings, as many as are wanted, in their order."""
    worst = [max(located.finding.severity for located in flagged) for _, flagged in cues]
    first = sorted(range(len(cues)), key=lambda number: -worst[number])[:most]
    return [cues[number] for number in sorted(first)]


def _title(flagged: Sequence[LocatedFinding]) -> list[str]:
    place = flagged[0].place
    where = f"{place.file}:{place.line}" if place.line else place.file
    said = dict.fromkeys(
        f"{f.finding.code} {f.finding.message or check_title(f.finding.code)}" for f in flagged
    )
    return [f"{where}   cue {flagged[0].finding.segment}   {flagged[0].locale}", *said]


def _free_name(stem: str, taken: set[str]) -> str:
    """Return a file name that no picture of this run has, whatever the cue is called."""
    bare = _UNSAFE_NAME.sub("_", unicodedata.normalize("NFC", encodable(stem))).strip("._")[-80:] or "cue"
    name, number = f"{bare}.png", 1
    while name.casefold() in taken:
        number += 1
        name = f"{bare}-{number}.png"
    taken.add(name.casefold())
    return name
