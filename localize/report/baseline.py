"""The only place that reads and writes baselines: the findings of a day that are accepted, so that new ones stand out.

A baseline is JSON with one finding a line, sorted, so that a change of it can be read in a review. A finding is known
by its fingerprint (`localize.report.base.fingerprints`), which stays when its line moves in the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from localize.errors import InputError, Place
from localize.export import write_atomic
from localize.report.base import encodable, fingerprints, forward_slashes
from localize.report.moved import moved, sign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from localize.model import LocatedFinding

_KIND = "localize-baseline"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings held against a baseline.

    Attributes:
        new: not in the baseline, in their order.
        known: in it.
        gone: fingerprint → description of those that are in the baseline and are found no more.
    """

    new: tuple[LocatedFinding, ...]
    known: tuple[LocatedFinding, ...]
    gone: Mapping[str, str]


def read(path: Path) -> dict[str, str]:
    """Return fingerprint → description of the findings of a baseline.

    Raises:
        InputError: the file is missing or is no baseline.
    """
    place = Place(str(path))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            "no such baseline", code="BAS001", do="make it with --update-baseline", place=place
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            f"the baseline cannot be read: {error}", code="BAS002", do="make it anew", place=place
        ) from error
    found = data.get("findings") if isinstance(data, dict) and data.get("kind") == _KIND else None
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise InputError(
            "the file is no baseline", code="BAS002", do="make it with --update-baseline", place=place
        )
    if data.get("version") != _VERSION:
        what = f"the baseline has version {data.get('version')!r}, this program knows {_VERSION}"
        raise InputError(what, code="BAS003", do="make it anew with --update-baseline", place=place)
    return found


def compare(findings: Sequence[LocatedFinding], baseline: Mapping[str, str]) -> Compared:
    """Return which findings are new, which are known, and which of the known ones are gone.

    One that stands elsewhere now is known too: see `localize.report.moved`.
    """
    marked = list(fingerprints(findings))
    here = {mark for _, mark in marked}
    new, gone = here - baseline.keys(), set(baseline.keys() - here)
    if new and gone:
        accepted = [sign(mark, text) for mark, text in baseline.items()]
        gone, new = moved(accepted, [sign(mark, _described(located)) for located, mark in marked], _is_there)
    return Compared(
        tuple(located for located, mark in marked if mark in new),
        tuple(located for located, mark in marked if mark not in new),
        {mark: text for mark, text in baseline.items() if mark in gone},
    )


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:
        return False  # no disk holds such a name


def looked_for(
    baseline: Mapping[str, str], select: frozenset[str] | None, unread: Collection[str] = ()
) -> dict[str, str]:
    """Return what of a baseline a run can find at all.

    Args:
        baseline: fingerprint → description.
        select: codes that it looks for, None for all.
        unread: files that it cannot read, as findings name them, and folders that it cannot look into.
    """
    if select is None and not unread:
        return dict(baseline)
    closed = {forward_slashes(name) for name in unread}
    signs = (sign(mark, text) for mark, text in baseline.items())
    return {
        one.mark: baseline[one.mark]
        for one in signs
        if (select is None or one.what[0] in select) and closed.isdisjoint(_names(one.file))
    }


def _names(file: str) -> Iterator[str]:
    """Yield the name of a file and those of the folders that it is in."""
    yield file
    yield from map(str, PurePosixPath(file).parents)


def write(path: Path, findings: Sequence[LocatedFinding], others: Mapping[str, str] | None = None) -> None:
    """Write the findings as a baseline; the old file stays whole until the new one is.

    Args:
        path: of the file.
        findings: that are accepted.
        others: what it held and nobody looked for; that stays.

    Raises:
        OutputError: the file cannot be written.
    """
    rows = dict(others or {}) | {mark: _described(located) for located, mark in fingerprints(findings)}
    body = ",\n".join(
        f"  {json.dumps(mark)}: {json.dumps(text, ensure_ascii=False)}"
        for mark, text in sorted(rows.items(), key=lambda row: (row[1], row[0]))
    )
    head = f'{{"kind": "{_KIND}", "version": {_VERSION}, "findings": {{'
    text = f"{head}\n{body}\n}}}}\n" if body else f"{head}}}}}\n"
    write_atomic(path, text.encode("utf-8"), force=True)


def _described(located: LocatedFinding) -> str:
    finding = located.finding
    where = f"{forward_slashes(located.place.file)} [{located.locale}] {finding.segment or ''}".rstrip()
    return encodable(f"{where}: {finding.code} {finding.message}")
