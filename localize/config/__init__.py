"""The only place that reads localize.toml: a file in, a frozen Config out, every problem with its line."""

from __future__ import annotations

import datetime
import re
import tomllib
from typing import TYPE_CHECKING, Any, Literal

from localize.config.reader import Reader, key_lines
from localize.config.tables import (
    AUTO_ENGINE,
    CUTS_FIELDS,
    FILE_NAME,
    GATES,
    MEDIUMS,
    MODES,
    MOST_FPS,
    PROFILES,
    REACHES,
    ROMANISATIONS,
    AdaptationTable,
    Approach,
    CheckTable,
    Config,
    EngineChoice,
    EngineTable,
    Exemption,
    ExportTable,
    FilesTable,
    GlossaryTable,
    LayoutTable,
    ProjectTable,
    ReviewTable,
)
from localize.errors import ConfigError, Place, ProblemsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = [
    "AUTO_ENGINE",
    "CUTS_FIELDS",
    "FILE_NAME",
    "GATES",
    "MEDIUMS",
    "MODES",
    "MOST_FPS",
    "PROFILES",
    "REACHES",
    "ROMANISATIONS",
    "AdaptationTable",
    "Approach",
    "CheckTable",
    "Config",
    "EngineChoice",
    "EngineTable",
    "Exemption",
    "ExportTable",
    "FilesTable",
    "GlossaryTable",
    "LayoutTable",
    "ProjectTable",
    "ReviewTable",
    "find_project",
    "key_lines",
    "load_config",
]


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
    reader = Reader(path, lines)
    if needs_targets and not reader.table(data, "project", (), open_=True).get("targets"):
        reader.problem(("project",), "project.targets is missing", 'for example targets = ["en-US"]')
    config = _read(reader, data)
    if reader.problems:
        raise ProblemsError(reader.problems)
    return config


_TABLES = ("project", "files", "engine", "glossary", "adaptation", "layout", "review", "check", "export")


def _read(reader: Reader, data: Mapping[str, Any]) -> Config:
    for key in data:
        if key not in _TABLES:
            reader.unknown((key,), _TABLES)
    files = reader.table(data, "files", ("include", "output", "episodes", "encodings", "columns", "cuts"))
    glossary = reader.table(data, "glossary", ("packs", "files", "people"))
    export = reader.table(data, "export", ("gate",))
    return Config(
        path=reader.path,
        project=_project(reader, data),
        files=FilesTable(
            reader.texts(files, "files", "include", FilesTable().include),
            reader.text(files, "files", "output", FilesTable().output),
            reader.numbers(files, "files", "episodes"),
            reader.named(files, "files", "encodings"),
            reader.named(files, "files", "columns"),
            _cuts(reader, files),
        ),
        engine=_engine(reader, data),
        glossary=GlossaryTable(
            reader.texts(glossary, "glossary", "packs", GlossaryTable().packs),
            reader.texts(glossary, "glossary", "files", ()),
            reader.texts(glossary, "glossary", "people", ()),
        ),
        adaptation=_adaptation(reader, data),
        layout=_layout(reader, data),
        review=_review(reader, data),
        check=_check(reader, data),
        export=ExportTable(reader.text(export, "export", "gate", "approved", GATES)),
        lines=reader.lines,
    )


def _cuts(reader: Reader, files: Mapping[str, Any]) -> str:
    given = reader.text(files, "files", "cuts", "")
    strange = [field for field in re.findall(r"\{([^{}]*)\}", given) if field not in CUTS_FIELDS]
    if strange:
        known = ", ".join(f"{{{field}}}" for field in CUTS_FIELDS)
        reader.problem(
            ("files", "cuts"), f"files.cuts has the unknown field {{{strange[0]}}}", f"use {known}"
        )
    return given


def _project(reader: Reader, data: Mapping[str, Any]) -> ProjectTable:
    known = ("name", "work", "universe", "season", "source", "targets", "medium", "genre", "era")
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
        season=reader.number(table, "project", "season"),
    )


def _engine(reader: Reader, data: Mapping[str, Any]) -> EngineTable:
    table = reader.table(data, "engine", (), open_=True)
    default, by_locale = EngineChoice(), {}
    for key, value in table.items():
        if key in {"allow", "commercial"}:
            continue
        choice = _choice(reader, key, value)
        if key == "default":
            default = choice
        else:
            by_locale[reader.locale(("engine", key), key)] = choice
    return EngineTable(default, by_locale, _allow(reader, table), _commercial(reader, table))


def _allow(reader: Reader, table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return where text may go; ``local`` is short for ``process`` and ``host``."""
    given = reader.texts(table, "engine", "allow", REACHES)
    for word in given:
        if word not in (*REACHES, "local"):
            known = ", ".join((*REACHES, "local"))
            reader.problem(("engine", "allow"), f"engine.allow names {word!r}", f"any of: {known}")
    if not given:
        reader.problem(("engine", "allow"), "engine.allow allows nothing", 'for example ["process", "host"]')
    wide = {*given, *(("process", "host") if "local" in given else ())}
    return tuple(word for word in REACHES if word in wide)


def _commercial(reader: Reader, table: Mapping[str, Any]) -> str:
    value = table.get("commercial", False)
    if value == "edited":
        return "edited"
    if not isinstance(value, bool):
        reader.problem(("engine", "commercial"), 'engine.commercial must be true, false or "edited"')
    return "yes" if value is True else "no"


def _choice(reader: Reader, key: str, value: object) -> EngineChoice:
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


def _adaptation(reader: Reader, data: Mapping[str, Any]) -> AdaptationTable:
    table = reader.table(data, "adaptation", (), open_=True)
    default = _approach(reader, table, "adaptation", Approach())
    by_locale = {}
    for key in table:
        if key not in {"mode", "romanisation", "lunar_year"}:
            inner = reader.table(table, key, ("mode", "romanisation"), within="adaptation")
            tag = reader.locale(("adaptation", key), key)
            by_locale[tag] = _approach(reader, inner, f"adaptation.{key}", default)
    return AdaptationTable(default, by_locale, reader.number(table, "adaptation", "lunar_year"))


def _approach(reader: Reader, table: Mapping[str, Any], name: str, default: Approach) -> Approach:
    mode = reader.text(table, name, "mode", default.mode, MODES)
    return Approach(
        mode, reader.text(table, name, "romanisation", default.romanisation, ("", *ROMANISATIONS))
    )


_MAY_BE_ZERO = frozenset({"min_gap_ms", "safe_left", "safe_right", "safe_top", "safe_bottom"})
_LIMITS = (
    "chars_per_line", "lines", "chars_per_second", "min_ms", "max_ms", "min_gap_ms", "frame_width", "frame_height",
    "font_px", "safe_left", "safe_right", "safe_top", "safe_bottom",
)  # fmt: skip


def _layout(reader: Reader, data: Mapping[str, Any]) -> LayoutTable:
    table = reader.table(data, "layout", ("profile", "font", "fps", *_LIMITS))
    overrides = {}
    for key in _LIMITS:
        value = table.get(key)
        least = 0 if key in _MAY_BE_ZERO else 1e-9
        if isinstance(value, int | float) and not isinstance(value, bool) and value >= least:
            overrides[key] = float(value)
        elif value is not None:
            reader.problem(("layout", key), f"layout.{key} must be a positive number")
    font = reader.text(table, "layout", "font", "")
    if font and not (found := reader.path.parent / font).exists():
        reader.problem(("layout", "font"), f"layout.font {font!r} is not there", f"a file or folder: {found}")
    profile = reader.text(table, "layout", "profile", "netflix", PROFILES)
    fps = table.get("fps")
    if fps is not None and (
        isinstance(fps, bool) or not isinstance(fps, int | float) or not 0 < fps <= MOST_FPS
    ):
        reader.problem(("layout", "fps"), "layout.fps is no frame rate", "for example 23.976 or 25")
        fps = None
    return LayoutTable(profile, overrides, str(reader.path.parent / font) if font else "", fps)


def _review(reader: Reader, data: Mapping[str, Any]) -> ReviewTable:
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


def _check(reader: Reader, data: Mapping[str, Any]) -> CheckTable:
    table = reader.table(data, "check", ("ignore",))
    given = table.get("ignore", [])
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        reader.problem(
            ("check", "ignore"),
            "check.ignore must be a list of tables",
            '[{ codes = ["TXT007"], reason = "the house style" }]',
        )
        return CheckTable()
    return CheckTable(tuple(_exemption(reader, entry) for entry in given))


_EXEMPTION = ("codes", "reason", "until", "files", "locales")


def _exemption(reader: Reader, entry: Mapping[str, Any]) -> Exemption:
    key = ("check", "ignore")
    for name in entry:
        if name not in _EXEMPTION:
            reader.unknown((*key, name), _EXEMPTION)
    codes = reader.texts(entry, "check.ignore", "codes", ())
    wrong = [code for code in codes if not re.fullmatch(r"[A-Za-z]{3}(\d{3})?", code)]
    if wrong or not codes:
        what = f"check.ignore names {wrong[0]!r}" if wrong else "an entry of check.ignore names no codes"
        reader.problem(key, what, 'codes or families of findings: codes = ["TXT007", "SCR"]')
    reason = reader.text(entry, "check.ignore", "reason", "")
    if not reason.strip():
        reader.problem(key, "an entry of check.ignore does not say why", 'reason = "…"')
    until = entry.get("until")
    if until is not None and type(until) is not datetime.date:
        reader.problem(key, "check.ignore until must be a date", "until = 2027-01-31, without quotes")
        until = None
    files = reader.texts(entry, "check.ignore", "files", ())
    locales = reader.texts(entry, "check.ignore", "locales", ())
    return Exemption(codes, reason, until, files, locales)
