"""The only place that reads localize.toml: a file in, a frozen Config out, every problem with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from localize.errors import ConfigError, LocalizeError, Place, ProblemsError, UsageError
from localize.locales import fallback_chain, parse_locale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE_NAME = "localize.toml"
MEDIUMS = ("drama", "game")
MODES = ("foreignising", "neutral", "domesticating")
GATES = ("approved", "checked", "any")
PROFILES = ("netflix", "bbc", "vertical", "game")
AUTO_ENGINE = "auto"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProjectTable:
    """``[project]``: what is localised, from what, into what."""

    name: str = ""
    work: str = ""
    universe: str = ""
    source: str = "zh-Hans"
    targets: tuple[str, ...] = ()
    medium: str = "drama"
    genre: tuple[str, ...] = ()
    era: str = ""


@dataclass(frozen=True, slots=True)
class FilesTable:
    """``[files]``: glob patterns below the project folder, and the output path."""

    include: tuple[str, ...] = ("episodes/*",)
    output: str = "{locale}/{path}"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """One engine with its options, as text; `name` may be ``auto``."""

    name: str = AUTO_ENGINE
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineTable:
    """``[engine]``: the default engine and those of single locales."""

    default: EngineChoice = EngineChoice()
    by_locale: Mapping[str, EngineChoice] = field(default_factory=dict)

    def for_locale(self, locale: str) -> EngineChoice:
        """Return the engine of a locale: its own entry, that of a locale it falls back to, or the default."""
        return _nearest(self.by_locale, locale, self.default)


@dataclass(frozen=True, slots=True)
class GlossaryTable:
    """``[glossary]``: packs by pattern and files by glob; the later one wins."""

    packs: tuple[str, ...] = ("zh-Hans/*",)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdaptationTable:
    """``[adaptation]``: how far a work moves towards its audience."""

    mode: str = "neutral"
    by_locale: Mapping[str, str] = field(default_factory=dict)

    def for_locale(self, locale: str) -> str:
        """Return the mode of a locale."""
        return _nearest(self.by_locale, locale, self.mode)


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """``[layout]``: a named profile, and numbers that override it."""

    profile: str = "netflix"
    overrides: Mapping[str, float] = field(default_factory=dict)


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


def find_project(start: Path) -> Path:
    """Return the localize.toml of a folder or of the nearest folder above it.

    Raises:
        UsageError: there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    raise UsageError(
        f"no {FILE_NAME} in {start} or above it",
        code="USE003",
        do="run `localize init` or pass --project DIR",
    )


def load_config(path: Path, *, needs_targets: bool = True) -> Config:
    """Return the checked configuration of a project file.

    Args:
        path: of the file.
        needs_targets: False where the locales come from elsewhere (batch).

    Raises:
        ProblemsError: every problem of the file, each with its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read the project file: {error}", place=Place(str(path))) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = Place(str(path), int(line[1]) if line else None)
        raise ConfigError(
            f"not valid TOML: {error}", place=place, do="see https://toml.io/en/v1.0.0"
        ) from error
    lines = key_lines(text)
    reader = _Reader(path, lines)
    if needs_targets and not reader.table(data, "project", (), open_=True).get("targets"):
        reader.problem(("project",), "project.targets is missing", 'for example targets = ["en-US"]')
    config = _read(reader, data)
    if reader.problems:
        raise ProblemsError(reader.problems)
    return config


def key_lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of every table and of every key that starts a line.

    >>> key_lines('[a]\\nb = 1\\n')[("a", "b")]
    2
    """
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            found.setdefault(table, number)
        elif key := re.match(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""", line):
            found.setdefault((*table, key[1].strip("\"'")), number)
    return found


class _Reader:
    """Takes values out of parsed TOML and collects what is wrong with them."""

    def __init__(self, path: Path, lines: Mapping[tuple[str, ...], int]) -> None:
        self.path = path
        self.lines = lines
        self.problems: list[LocalizeError] = []

    def problem(self, key: tuple[str, ...], what: str, do: str = "") -> None:
        line = self.lines.get(key) or self.lines.get(key[:1])
        self.problems.append(ConfigError(what, do=do, place=Place(str(self.path), line)))

    def table(
        self, data: Mapping[str, Any], name: str, known: Sequence[str], *, open_: bool = False
    ) -> dict[str, Any]:
        """Return a table; reports unknown keys unless the table is open (locale keys)."""
        value = data.get(name, {})
        if not isinstance(value, dict):
            self.problem((name,), f"[{name}] must be a table")
            return {}
        if not open_:
            for key in value:
                if key not in known:
                    self.unknown((name, key), known)
        return value

    def unknown(self, key: tuple[str, ...], known: Sequence[str]) -> None:
        near = difflib.get_close_matches(key[-1], known, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
        self.problem(key, f"unknown key {'.'.join(key)}", hint)

    def text(
        self, table: Mapping[str, Any], name: str, key: str, default: str, allowed: Sequence[str] = ()
    ) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            self.problem((name, key), f"{name}.{key} must be text in quotes")
            return default
        if allowed and value not in allowed:
            self.problem((name, key), f"{name}.{key} is {value!r}", f"one of: {', '.join(allowed)}")
            return default
        return value

    def texts(
        self, table: Mapping[str, Any], name: str, key: str, default: tuple[str, ...]
    ) -> tuple[str, ...]:
        value = table.get(key, default)
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            self.problem((name, key), f"{name}.{key} must be a list of texts", 'write ["…", "…"]')
            return default
        return tuple(value)

    def locale(self, key: tuple[str, ...], tag: str) -> str:
        try:
            return parse_locale(tag).tag
        except UsageError as error:
            self.problem(key, error.what, error.do)
            return tag


_TABLES = ("project", "files", "engine", "glossary", "adaptation", "layout", "review", "export")


def _read(reader: _Reader, data: Mapping[str, Any]) -> Config:
    for key in data:
        if key not in _TABLES:
            reader.unknown((key,), _TABLES)
    files = reader.table(data, "files", ("include", "output"))
    glossary = reader.table(data, "glossary", ("packs", "files"))
    export = reader.table(data, "export", ("gate",))
    return Config(
        path=reader.path,
        project=_project(reader, data),
        files=FilesTable(
            reader.texts(files, "files", "include", FilesTable().include),
            reader.text(files, "files", "output", FilesTable().output),
        ),
        engine=_engine(reader, data),
        glossary=GlossaryTable(
            reader.texts(glossary, "glossary", "packs", GlossaryTable().packs),
            reader.texts(glossary, "glossary", "files", ()),
        ),
        adaptation=_adaptation(reader, data),
        layout=_layout(reader, data),
        review=_review(reader, data),
        export=ExportTable(reader.text(export, "export", "gate", "approved", GATES)),
        lines=reader.lines,
    )


def _project(reader: _Reader, data: Mapping[str, Any]) -> ProjectTable:
    known = ("name", "work", "universe", "source", "targets", "medium", "genre", "era")
    table = reader.table(data, "project", known)
    targets = reader.texts(table, "project", "targets", ())
    return ProjectTable(
        name=reader.text(table, "project", "name", reader.path.parent.name),
        work=reader.text(table, "project", "work", reader.path.parent.name),
        universe=reader.text(table, "project", "universe", ""),
        source=reader.locale(("project", "source"), reader.text(table, "project", "source", "zh-Hans")),
        targets=tuple(dict.fromkeys(reader.locale(("project", "targets"), tag) for tag in targets)),
        medium=reader.text(table, "project", "medium", "drama", MEDIUMS),
        genre=reader.texts(table, "project", "genre", ()),
        era=reader.text(table, "project", "era", ""),
    )


def _engine(reader: _Reader, data: Mapping[str, Any]) -> EngineTable:
    table = reader.table(data, "engine", (), open_=True)
    default, by_locale = EngineChoice(), {}
    for key, value in table.items():
        choice = _choice(reader, key, value)
        if key == "default":
            default = choice
        else:
            by_locale[reader.locale(("engine", key), key)] = choice
    return EngineTable(default, by_locale)


def _choice(reader: _Reader, key: str, value: object) -> EngineChoice:
    if isinstance(value, str):
        return EngineChoice(value)
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        options = {str(k): str(v) for k, v in value.items() if k != "name"}
        for option, text in options.items():
            if option.endswith("key") or text.startswith("sk-"):
                reader.problem(
                    ("engine", key), f"engine.{key}.{option} holds a secret", "name a variable in key_env"
                )
        return EngineChoice(value["name"], options)
    reader.problem(("engine", key), f"engine.{key} must be a name or a table", '{ name = "starter" }')
    return EngineChoice()


def _adaptation(reader: _Reader, data: Mapping[str, Any]) -> AdaptationTable:
    table = reader.table(data, "adaptation", (), open_=True)
    by_locale = {}
    for key, value in table.items():
        if key != "mode":
            inner = value if isinstance(value, dict) else {}
            tag = reader.locale(("adaptation", key), key)
            by_locale[tag] = reader.text(inner, "adaptation", "mode", "neutral", MODES)
    return AdaptationTable(reader.text(table, "adaptation", "mode", "neutral", MODES), by_locale)


_LIMITS = ("chars_per_line", "lines", "chars_per_second", "min_ms", "max_ms", "min_gap_ms")


def _layout(reader: _Reader, data: Mapping[str, Any]) -> LayoutTable:
    table = reader.table(data, "layout", ("profile", *_LIMITS))
    overrides = {}
    for key in _LIMITS:
        value = table.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            overrides[key] = float(value)
        elif value is not None:
            reader.problem(("layout", key), f"layout.{key} must be a positive number")
    return LayoutTable(reader.text(table, "layout", "profile", "netflix", PROFILES), overrides)


def _review(reader: _Reader, data: Mapping[str, Any]) -> ReviewTable:
    table = reader.table(data, "review", ("store", "approvals", "self_approval"))
    approvals: int | Literal[1] = table.get("approvals", 1)
    if isinstance(approvals, bool) or not isinstance(approvals, int) or not 1 <= approvals <= 9:
        reader.problem(("review", "approvals"), "review.approvals must be a whole number from 1 to 9")
        approvals = 1
    own = table.get("self_approval")
    if own is not None and not isinstance(own, bool):
        reader.problem(("review", "self_approval"), "review.self_approval must be true or false")
        own = None
    return ReviewTable(reader.text(table, "review", "store", ReviewTable().store), approvals, own)
