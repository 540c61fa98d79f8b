"""The only place that turns a Config into working parts: engine, glossary, memory and pipeline of a locale."""

from __future__ import annotations

import difflib
import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from localize import engines, glossary
from localize.config import AUTO_ENGINE
from localize.engines.base import EngineOptions, Reach
from localize.errors import ConfigError, GlossaryError, Place, UsageError
from localize.glossary.base import Scope
from localize.locales import parse_locale
from localize.pipeline import Pipeline
from localize.pipeline.asking import SLICE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.config import Config, EngineChoice
    from localize.engines.base import Engine, EngineInfo
    from localize.glossary import Glossary
    from localize.layout import Limits
    from localize.memory import EngineCache, Memory

_WORDS = {Reach.PROCESS: "process", Reach.HOST: "host", Reach.ELSEWHERE: "elsewhere"}
_KNOWN_OPTIONS = {"model", "batch_size", "beam_size", "threads"}


def make_engine(config: Config, source: str, target: str, *, override: str = "", threads: int = 0) -> Engine:
    """Return the engine that a project uses for a locale.

    Args:
        config: the project's, or a default one.
        source, target: BCP 47 tags.
        override: an engine name from the command line, '' for the project's choice.
        threads: CPU threads for the engine, 0 for its default.

    Raises:
        UsageError: no such engine, or it cannot translate this pair.
        UnavailableError: its package or model is missing here.
        ConfigError: the project forbids it; nothing was sent.
    """
    engine = find_engine(config, source, target, override=override, threads=threads)
    refused = refusal(config, engine.info)
    if refused is not None:
        raise refused
    return engine


def find_engine(config: Config, source: str, target: str, *, override: str = "", threads: int = 0) -> Engine:
    """Return the engine of `make_engine`, also if the project forbids it: to describe it, not to use it."""
    choice = config.engine.for_locale(target)
    name = override or choice.name
    options = _options(choice if not override or override == choice.name else None, threads)
    if name == AUTO_ENGINE or (
        not override and not _explicit(config, target) and not _can(name, source, target)
    ):
        name = _automatic(source, target)
    return engines.create(name, source=source, target=target, options=options)


def refusal(config: Config, info: EngineInfo) -> ConfigError | None:
    """Return why a project does not let an engine draft, None if it does; the place is that of the rule."""
    word = _WORDS[info.reach]
    if word not in config.engine.allow:
        allowed = ", ".join(config.engine.allow)
        where = f"text would go {'to ' if info.reach is Reach.HOST else ''}{info.reach}"
        return ConfigError(
            f"the engine {info.name} is not allowed: {where}, and engine.allow is {allowed}",
            code="ENG004",
            place=config.place("engine", "allow"),
            do=f'choose another engine, or add "{word}" to allow',
        )
    if config.engine.commercial == "yes" and not info.commercial:
        return ConfigError(
            f"the engine {info.name} is not allowed: its licence ({info.licence or 'unknown'}) "
            "does not let a product use its drafts",
            code="ENG005",
            place=config.place("engine", "commercial"),
            do='choose another engine, or set commercial = "edited" to have people write every such line anew',
        )
    return None


def slice_size(config: Config, target: str, engine: Engine | None) -> int:
    """Return how many requests an engine gets at a time: a batch for each call that it makes at once."""
    batch = _options(config.engine.for_locale(target), 0).batch_size
    return max(SLICE, batch * max(1, int(getattr(engine, "lanes", 1))))


def _explicit(config: Config, target: str) -> bool:
    return config.engine.for_locale(target) is not config.engine.default


def _can(name: str, source: str, target: str) -> bool:
    return name in engines.available(source, target)


def _automatic(source: str, target: str) -> str:
    """Return the engine that needs no choice: script conversion within Chinese, else the bundled model."""
    if parse_locale(source).language == parse_locale(target).language == "zh":
        return "opencc"
    if _can("starter", source, target):
        return "starter"
    raise UsageError(
        f"no engine here translates {source} into {target}",
        code="ENG003",
        do=f'name one with --engine, or under [engine] "{target}" in the project file; see `localize engine list`',
    )


def _options(choice: EngineChoice | None, threads: int) -> EngineOptions:
    given = dict(choice.options) if choice else {}
    return EngineOptions(
        model=given.get("model", ""),
        batch_size=_whole(given, "batch_size", 32),
        beam_size=_whole(given, "beam_size", 4),
        threads=threads or _whole(given, "threads", 0),
        extra={key: value for key, value in given.items() if key not in _KNOWN_OPTIONS},
    )


def _whole(options: dict[str, str], key: str, default: int) -> int:
    try:
        return int(options.get(key, default))
    except ValueError:
        raise UsageError(f"engine option {key} is {options[key]!r}", do="write a whole number") from None


def load_glossary(config: Config, extra: Sequence[Path] = ()) -> Glossary:
    """Return the packs and files of a project, and further files after them; the later one wins.

    Raises:
        ProblemsError: every problem of every file.
        GlossaryError: a pattern of the project file matches nothing.
    """
    paths = _matching(config, "files", config.glossary.files, "term file")
    for path in extra:
        if not path.is_file():
            raise GlossaryError(
                "no such term file", place=Place(str(path)), do="check the path given to --glossary"
            )
        paths.append(path)
    people = _matching(config, "people", config.glossary.people, "people file")
    return glossary.load(paths, packs=config.glossary.packs, people=people)


def _matching(config: Config, key: str, patterns: Sequence[str], what: str) -> list[Path]:
    """Return the files that patterns of ``[glossary]`` name, in the order of the patterns."""
    paths: list[Path] = []
    for pattern in patterns:
        found = sorted(config.root.glob(pattern))
        if not found and not _is_to_come(config.root, pattern):
            place = config.place("glossary", key)
            raise GlossaryError(
                f"no {what} matches {pattern!r}", place=place, do="correct or remove the pattern"
            )
        paths += [path for path in found if path not in paths]
    return paths


def _is_to_come(root: Path, pattern: str) -> bool:
    """Return whether files of a pattern may still be written: their folder is empty, or is missing but not misspelt."""
    fixed = next((i for i, part in enumerate(PurePath(pattern).parts) if "*" in part), 0)
    if not fixed:
        return False
    folder = root.joinpath(*PurePath(pattern).parts[:fixed])
    if folder.exists():
        return folder.is_dir() and not any(folder.iterdir())
    above = next(path for path in folder.parents if path.is_dir())
    beside = [path.name for path in above.iterdir() if path.is_dir()]
    return not difflib.get_close_matches(folder.relative_to(above).parts[0], beside, 1)


def scope_of(config: Config, target: str) -> Scope:
    """Return the setting that a project's terms are matched in."""
    approach = config.adaptation.for_locale(target)
    return Scope(
        locale=target,
        genres=config.project.genre,
        era=config.project.era,
        medium=config.project.medium,
        mode=approach.mode,
        romanisation=approach.romanisation,
        lunar_year=config.adaptation.lunar_year,
        universe=config.project.universe,
        work=config.project.work,
        season=config.project.season,
    )


def make_pipeline(
    config: Config,
    target: str,
    *,
    terms: Glossary,
    engine: Engine | None,
    memory: Memory | None = None,
    cache: EngineCache | None = None,
) -> Pipeline:
    """Return the pipeline of a locale."""
    return Pipeline(
        source=config.project.source,
        target=target,
        glossary=terms,
        engine=engine,
        scope=scope_of(config, target),
        profile=config.layout.profile,
        overrides=config.layout.overrides,
        font=config.layout.font,
        episodes=config.files.episodes,
        memory=memory,
        cache=cache,
        slice_size=slice_size(config, target, engine),
    )


def limits_of(config: Config, target: str) -> Limits:
    """Return what fits the screen of a project in a locale."""
    from localize import layout

    table = config.layout
    return layout.override(
        layout.limits(table.profile, target), table.overrides, source="project file", font=table.font
    )


def default_threads(jobs: int) -> int:
    """Return the engine threads of one of `jobs` processes, so that they share the cores."""
    return max(1, (os.cpu_count() or 1) // max(jobs, 1))
