"""The only place that finds accepted findings again where they stand elsewhere: cues renumbered, files renamed.

A finding in a file of keys is known by its key. Cues have nothing but their number, so that one more cue renumbers all
after it: there a finding is known by its kind, its words and its place in the order of the file's findings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_DESCRIBED = re.compile(
    r"(?P<file>.*?) \[(?P<locale>[^\[\]]*)\](?: (?P<segment>.*?))?: (?P<code>[A-Z]{3}\d{3}) (?P<message>.*)",
    re.DOTALL,
)
_MOST_STEPS = 4_000_000
"""Accepted times present findings of one file that are put in order; above it they are only counted."""
_MOST_RENAMED = 200
"""Files on either side that are held against each other."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What is known of a finding without its text.

    Attributes:
        mark: fingerprint.
        file, locale, segment: '' for none.
        what: code and message.
    """

    mark: str
    file: str
    locale: str
    segment: str
    what: tuple[str, str]


def sign(mark: str, described: str) -> Sign:
    """Return what a line of a baseline says."""
    found = _DESCRIBED.fullmatch(described)
    if found is None:
        return Sign(mark, "", "", "", ("", described))
    return Sign(
        mark, found["file"], found["locale"], found["segment"] or "", (found["code"], found["message"])
    )


def moved(
    accepted: Sequence[Sign], present: Sequence[Sign], is_there: Callable[[str], bool]
) -> tuple[set[str], set[str]]:
    """Return the marks of accepted findings that are gone, and of present ones that are new.

    Args:
        accepted, present: all of both sides; equal marks are the same finding.
        is_there: whether a file is still there under its name; one that is has not been renamed.
    """
    marks = {one.mark for one in accepted} & {one.mark for one in present}
    names = _renamed(accepted, present, marks, is_there)
    accepted = [replace(one, file=names.get(one.file, one.file)) for one in accepted]
    gone, new = {a.mark for a in accepted} - marks, {p.mark for p in present} - marks
    _strike(
        [a for a in accepted if a.mark in gone], [p for p in present if p.mark in new], gone, new, place=True
    )
    for before, after in _groups(accepted, present):
        if any(a.mark in gone for a in before) and any(p.mark in new for p in after):
            _align(before, after, gone, new)
    return gone, new


def _renamed(
    accepted: Sequence[Sign], present: Sequence[Sign], marks: set[str], is_there: Callable[[str], bool]
) -> Mapping[str, str]:
    """Return old name → new name of files of which at least half of the findings are the same."""
    kept = {one.file for one in (*accepted, *present) if one.mark in marks}
    old, new = (
        {file: signs for file, signs in _by_file(side).items() if file not in kept}
        for side in (accepted, present)
    )
    old = {file: signs for file, signs in old.items() if file not in new and not is_there(file)}
    names: dict[str, str] = {}
    if len(old) > _MOST_RENAMED or len(new) > _MOST_RENAMED:
        return names
    for file, signs in new.items():
        shared = {
            was: (signs & counted).total() / max(signs.total(), counted.total())
            for was, counted in old.items()
        }
        best = max(shared, key=lambda was: shared[was], default="")
        if best and shared[best] >= 0.5:
            names[best] = file
            del old[best]
    return names


def _by_file(signs: Sequence[Sign]) -> dict[str, Counter[tuple[str, str, tuple[str, str]]]]:
    files: dict[str, Counter[tuple[str, str, tuple[str, str]]]] = {}
    for one in signs:
        files.setdefault(one.file, Counter())[one.locale, one.segment, one.what] += 1
    return files


def _groups(accepted: Sequence[Sign], present: Sequence[Sign]) -> Iterator[tuple[list[Sign], list[Sign]]]:
    """Yield the findings of the cues of each file and locale on both sides, in the order of the file."""
    groups: defaultdict[tuple[str, str], tuple[list[Sign], list[Sign]]] = defaultdict(lambda: ([], []))
    for side, signs in enumerate((accepted, present)):
        for one in signs:
            if one.segment.isdecimal():
                groups[one.file, one.locale][side].append(one)
    for before, after in groups.values():
        yield sorted(before, key=_order), sorted(after, key=_order)


def _order(one: Sign) -> tuple[int, tuple[str, str]]:
    return int(one.segment), one.what


def _align(before: Sequence[Sign], after: Sequence[Sign], gone: set[str], new: set[str]) -> None:
    """Find what is gone and new of one file by the order of its findings, then by their number."""
    left, fresh = list(before), list(after)
    if len(before) * len(after) <= _MOST_STEPS:
        matcher = SequenceMatcher(None, [a.what for a in before], [p.what for p in after], autojunk=False)
        for at, to, size in matcher.get_matching_blocks():
            for step in range(size):
                left[at + step] = fresh[to + step] = _FOUND
    gone -= {one.mark for one in before}
    new -= {one.mark for one in after}
    gone |= {one.mark for one in left if one is not _FOUND}
    new |= {one.mark for one in fresh if one is not _FOUND}
    _strike(
        [a for a in left if a is not _FOUND], [p for p in fresh if p is not _FOUND], gone, new, place=False
    )


def _strike(
    accepted: Sequence[Sign], present: Sequence[Sign], gone: set[str], new: set[str], *, place: bool
) -> None:
    """Take out of both sides, one for one, what says the same, in the same segment too if `place`."""
    stock: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for one in accepted:
        stock[one.file, one.locale, one.what, one.segment if place else None].append(one.mark)
    for one in present:
        if same := stock[one.file, one.locale, one.what, one.segment if place else None]:
            gone.discard(same.pop(0))
            new.discard(one.mark)


_FOUND = Sign("", "", "", "", ("", ""))
