"""The only place that says what a project file holds: one frozen table for each of its tables, with their defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from localize.errors import Place
from localize.locales import fallback_chain

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

FILE_NAME = "localize.toml"
MEDIUMS = ("drama", "game")
MODES = ("foreignising", "neutral", "domesticating")
ROMANISATIONS = ("pinyin", "wade-giles", "tongyong", "hong-kong")
GATES = ("approved", "checked", "any")
PROFILES = (
    "bbc", "game", "netflix", "netflix/children", "netflix/sdh", "netflix/sdh-children", "vertical", "vertical/reels",
    "vertical/shorts", "vertical/tiktok",
)  # fmt: skip
"""Names of the layout profiles; a test holds them against those that ship."""
AUTO_ENGINE = "auto"
CUTS_FIELDS = ("locale", "path", "folder", "stem")
"""What a template of ``[files] cuts`` may name."""
MOST_FPS = 300
"""Frames a second; more is a slip of the pen."""

REACHES = ("process", "host", "elsewhere")
"""Where an engine may send text, in the words of ``[engine] allow``: nowhere, to this host, anywhere."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """``[project]``: what is localised, from what, into what; `season` is None where the files name it, or nothing."""

    name: str = ""
    work: str = ""
    universe: str = ""
    source: str = "zh-Hans"
    targets: tuple[str, ...] = ()
    medium: str = "drama"
    genre: tuple[str, ...] = ()
    era: str = ""
    season: int | None = None


@dataclass(frozen=True, slots=True)
class FilesTable:
    """``[files]``: glob patterns below the project folder, the output path, and the episode of files without one.

    Attributes:
        episodes: glob pattern → episode, for files whose name does not say it.
        encodings: glob pattern → encoding, for files that do not show it.
        columns: glob pattern → what the columns of a table hold (`localize.formats.table_choice`).
        cuts: where the shot changes of a file stand, '' for nowhere; a template of `CUTS_FIELDS`.
    """

    include: tuple[str, ...] = ("episodes/*",)
    output: str = "{locale}/{path}"
    episodes: Mapping[str, int] = field(default_factory=dict)
    encodings: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    cuts: str = ""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """One engine with its options, as text; `name` may be ``auto``."""

    name: str = AUTO_ENGINE
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineTable:
    """``[engine]``: the default engine, those of single locales, and what no engine may do.

    Attributes:
        default: for every locale without its own.
        by_locale: locale → engine.
        allow: where text may go, words of `REACHES`.
        commercial: ``no``: any licence will do. ``yes``: an engine whose licence forbids selling its drafts is refused.
            ``edited``: it may draft, and a person has to write every such line before it leaves.
    """

    default: EngineChoice = EngineChoice()
    by_locale: Mapping[str, EngineChoice] = field(default_factory=dict)
    allow: tuple[str, ...] = REACHES
    commercial: str = "no"

    def for_locale(self, locale: str) -> EngineChoice:
        """Return the engine of a locale: its own entry, that of a locale it falls back to, or the default."""
        return _nearest(self.by_locale, locale, self.default)


@dataclass(frozen=True, slots=True)
class GlossaryTable:
    """``[glossary]``: packs by pattern, files and people by glob; of two as near the later one wins."""

    packs: tuple[str, ...] = ("zh-Hans/*",)
    files: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approach:
    """How a work is adapted for an audience.

    Attributes:
        mode: a word of `MODES`: how far it moves towards them.
        romanisation: a word of `ROMANISATIONS`: how names are spelt, '' for the custom of the locale.
    """

    mode: str = "neutral"
    romanisation: str = ""


@dataclass(frozen=True, slots=True)
class AdaptationTable:
    """``[adaptation]``: the approach to each audience.

    Attributes:
        default: for every locale without its own.
        by_locale: locale → approach.
        lunar_year: Gregorian year of the story: lunar dates are said by the sun. None: they stay lunar.
    """

    default: Approach = Approach()
    by_locale: Mapping[str, Approach] = field(default_factory=dict)
    lunar_year: int | None = None

    def for_locale(self, locale: str) -> Approach:
        """Return the approach of a locale: its own, that of a locale it falls back to, or the default."""
        return _nearest(self.by_locale, locale, self.default)


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """``[layout]``: a named profile, numbers that override it, and the font that lines are measured in.

    Attributes:
        profile: a name of `localize.layout.PROFILES`.
        overrides: number of the profile → its value here.
        font: path of a font file or folder of fonts, '' for Noto.
        fps: frames a second of the picture, None if not known.
    """

    profile: str = "netflix"
    overrides: Mapping[str, float] = field(default_factory=dict)
    font: str = ""
    fps: float | None = None


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """``[review]``: where decisions live and how many people must agree.

    `self_approval` is None where the file says nothing: then a person alone may approve what they wrote, and where
    two approvals are asked for nobody may.
    """

    store: str = "sqlite:///.localize/project.db"
    approvals: int = 1
    self_approval: bool | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """One entry of ``[check] ignore``: findings that a project accepts, and why.

    Attributes:
        codes: codes or families of findings.
        reason: why, for the next reader.
        until: its last day, None for no end.
        files, locales: glob patterns; empty for all.
    """

    codes: tuple[str, ...]
    reason: str
    until: datetime.date | None = None
    files: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckTable:
    """``[check]``: what the checks leave out."""

    ignore: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportTable:
    """``[export]``: what the gate asks for."""

    gate: str = "approved"


@dataclass(frozen=True, slots=True)
class Config:
    """A whole project file.

    Attributes:
        path: of the file, None when there is no project (batch).
        lines: (table, key, …) → 1-based line, for messages about a value.
    """

    path: Path | None = None
    project: ProjectTable = ProjectTable()
    files: FilesTable = FilesTable()
    engine: EngineTable = EngineTable()
    glossary: GlossaryTable = GlossaryTable()
    adaptation: AdaptationTable = AdaptationTable()
    layout: LayoutTable = LayoutTable()
    review: ReviewTable = ReviewTable()
    check: CheckTable = CheckTable()
    export: ExportTable = ExportTable()
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """Return the project folder."""
        return self.path.parent if self.path else Path()

    def place(self, *key: str) -> Place:
        """Return where a value stands in the file."""
        return Place(str(self.path or FILE_NAME), self.lines.get(key) or self.lines.get(key[:1]))


def _nearest(table: Mapping[str, T], locale: str, default: T) -> T:
    return next((table[tag] for tag in fallback_chain(locale) if tag in table), default)
