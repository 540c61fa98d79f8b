"""The only place that says where a term holds: levels, episodes, works; and which episode a file is.

Nothing here knows a term. A file names its episode in its own name (``ep12.srt``, ``S02E05.ass``, ``第十二集.vtt``,
``12.srt``) or in the name of a folder; `[files] episodes` of the project file names it where the name does not.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localize.glossary.base import Scope


class Level(IntEnum):
    """How near a term is to the line; the nearest wins."""

    PACKS = 0
    UNIVERSE = 1
    WORK = 2
    SEASON = 3
    EPISODE = 4
    PEOPLE = 5  # what a person is called, and what two of them call each other

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Episodes:
    """A set of episodes, as ``12-``, ``1-11`` or ``3,5`` says it.

    Attributes:
        text: as it was written.
        parts: (first, last) of each part, both included; None where it is open.
    """

    text: str
    parts: tuple[tuple[int, int | None], ...]

    def __contains__(self, episode: int) -> bool:
        return any(first <= episode and (last is None or episode <= last) for first, last in self.parts)

    def later_than(self, episode: int) -> bool:
        """Return whether an episode comes before all of them: what holds in them would give something away."""
        return all(first > episode for first, _ in self.parts)


def holds(episodes: Episodes | None, episode: int | None) -> bool:
    """Return whether something that is so in some episodes is so in this one; the first stands in for one unknown.

    >>> holds(None, None), holds(parse_episodes("1-11"), None), holds(parse_episodes("12-"), None)
    (True, True, False)
    """
    return episodes is None or (1 if episode is None else episode) in episodes


_PART = re.compile(r"(\d{1,5})?\s*([-–]?)\s*(\d{1,5})?")


@functools.lru_cache(maxsize=1024)
def parse_episodes(text: str) -> Episodes:
    """Return the episodes that a text names.

    Raises:
        ValueError: it names none, or a range ends before it begins.

    >>> 12 in parse_episodes("12-"), 12 in parse_episodes("1-11"), 5 in parse_episodes("3, 5")
    (True, False, True)
    """
    parts: list[tuple[int, int | None]] = []
    for piece in text.split(","):
        match = _PART.fullmatch(piece.strip())
        if match is None or not (match[1] or match[3]):
            raise ValueError(f"{piece.strip()!r} is no episode or range")
        first = int(match[1]) if match[1] else 1
        last = int(match[3]) if match[3] else None if match[2] else first
        if last is not None and last < first:
            raise ValueError(f"{piece.strip()!r} ends before it begins")
        parts.append((first, last))
    return Episodes(text, tuple(parts))


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a concept exists at all; an empty field sets no bound.

    Attributes:
        level: how near it is; what its fields say, or its file.
        universe, work: names, as ``[project]`` has them.
        season: number of the season.
        episodes: None for all of them.
        genres, eras, mediums: of the work.
    """

    level: Level = Level.WORK
    universe: str = ""
    work: str = ""
    season: int | None = None
    episodes: Episodes | None = None
    genres: tuple[str, ...] = ()
    eras: tuple[str, ...] = ()
    mediums: tuple[str, ...] = ()

    @property
    def bounded(self) -> bool:
        """Return whether there are works, episodes or genres in which the concept does not exist."""
        return bool(
            self.universe
            or self.work
            or self.season is not None
            or self.episodes
            or self.genres
            or self.eras
            or self.mediums
        )

    def covers(self, scope: Scope) -> bool:
        """Return whether a line lies in the reach.

        A universe, work, genre, era or medium that nobody named excludes nothing: the project chose the file. Where
        the season or episode is not known only what is so from the first episode on holds: nothing is given away.
        """
        named = (
            (self.universe, scope.universe),
            (self.work, scope.work),
        )
        if any(mine and theirs and mine != theirs for mine, theirs in named):
            return False
        asked = (
            (self.genres, scope.genres),
            (self.eras, (scope.era,) if scope.era else ()),
            (self.mediums, (scope.medium,) if scope.medium else ()),
        )
        if any(mine and theirs and not {*mine} & {*theirs} for mine, theirs in asked):
            return False
        if self.season is not None and self.season != scope.season:
            return False
        return holds(self.episodes, scope.episode)

    def to_come(self, scope: Scope) -> bool:
        """Return whether the line comes before everything that the reach covers."""
        if self.season is not None and scope.season is not None and self.season != scope.season:
            return self.season > scope.season
        if self.episodes is None or scope.episode is None:
            return False
        return self.episodes.later_than(scope.episode)


EVERYWHERE = Reach()
"""The reach of an entry of a work's own file that has no scope."""


@dataclass(frozen=True, slots=True)
class Installment:
    """Which part of a work a file is; None where nothing says."""

    season: int | None = None
    episode: int | None = None


_NUMBERED = re.compile(r"(?<![a-z])(?:ep(?:isode)?|e)[ ._#-]*(\d{1,4})(?!\d)", re.IGNORECASE)
_BOTH = re.compile(
    r"(?<![a-z])s(?:eason)?[ ._-]*(\d{1,2})[ ._-]*(?:ep(?:isode)?|e|x)[ ._-]*(\d{1,4})(?!\d)", re.IGNORECASE
)
_SEASON = re.compile(r"(?<![a-z])s(?:eason)?[ ._-]*(\d{1,2})(?![\dp])", re.IGNORECASE)
_HAN_NUMBER = r"[0-9０-９〇零一二两三四五六七八九十百]{1,6}"
_HAN_EPISODE = re.compile(rf"第\s*({_HAN_NUMBER})\s*[集话話回期]")
_HAN_SEASON = re.compile(rf"第\s*({_HAN_NUMBER})\s*[季部]")
_BARE = re.compile(r"(\d{1,4})")


@functools.lru_cache(maxsize=4096)
def installment_of(path: str) -> Installment:
    """Return the season and episode that a path names; the file's own name decides before its folders.

    >>> installment_of("episodes/ep12.srt"), installment_of("heir.S02E05.zh.ass")
    (Installment(season=None, episode=12), Installment(season=2, episode=5))
    >>> installment_of("第二季/第十二集.vtt"), installment_of("strings/game.json")
    (Installment(season=2, episode=12), Installment(season=None, episode=None))
    """
    season = episode = None
    *folders, name = path.replace("\\", "/").split("/")
    stem = name.split(".")[0] if _BARE.fullmatch(name.split(".")[0]) else name
    if _BARE.fullmatch(stem):
        episode = int(stem)
    for part in (name, *reversed(folders)):
        if both := _BOTH.search(part):
            season = season if season is not None else int(both[1])
            episode = episode if episode is not None else int(both[2])
        if episode is None and (found := _NUMBERED.search(part)):
            episode = int(found[1])
        if episode is None and (found := _HAN_EPISODE.search(part)):
            episode = _whole(found[1])
        if season is None and (found := _SEASON.search(part)):
            season = int(found[1])
        if season is None and (found := _HAN_SEASON.search(part)):
            season = _whole(found[1])
    return Installment(season, episode)


def placed(path: str, listed: Mapping[str, int], season: int | None = None) -> Installment:
    """Return the season and episode of a file: what the project lists for it, then what its path says.

    Args:
        path: below the project folder.
        listed: glob pattern → episode, the first that fits.
        season: of the project, where the path names none.
    """
    found = installment_of(path)
    named = next((number for pattern, number in listed.items() if fnmatch.fnmatchcase(path, pattern)), None)
    return Installment(
        found.season if found.season is not None else season, named if named is not None else found.episode
    )


_DIGITS = {han: value for value, han in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


def _whole(text: str) -> int | None:
    """Return a whole number below 1000 in figures or Chinese.

    >>> _whole("十二"), _whole("二十"), _whole("一百零八"), _whole("１２")
    (12, 20, 108, 12)
    """
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for ch in text:
        if ch in "十百":
            total += (digit or 1) * (10 if ch == "十" else 100)
            digit = 0
        elif ch in _DIGITS:
            digit = digit * 10 + _DIGITS[ch] if digit else _DIGITS[ch]
        else:
            return None
    return total + digit
