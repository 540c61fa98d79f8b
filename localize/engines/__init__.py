"""Text in, candidates out: which engines there are, and the only way to make one."""

from __future__ import annotations

import difflib
import fnmatch
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from localize.engines.base import Engine, EngineOptions, Reach
from localize.errors import UnavailableError, UsageError
from localize.locales import parse_locale

if TYPE_CHECKING:
    from localize.locales import LocaleTag

ENTRY_POINTS = "localize.engines"
"""Entry point group by which other packages add engines: name = "module:Class"."""


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """One registered engine.

    Attributes:
        name: as in the project file.
        home: ``module:Class``, loaded when the engine is asked for.
        title: one line for people.
        pairs: what it translates, in words.
        extra: the installation extra it needs, '' if none.
        reach: where text goes, None if that depends on its options.
    """

    name: str
    home: str
    title: str
    pairs: str
    extra: str = ""
    reach: Reach | None = None


ENGINES: tuple[EngineSpec, ...] = (
    EngineSpec("opencc", "localize.engines.opencc:OpenCCEngine",
               "OpenCC with regional words", "zh-Hans to zh-Hant, zh-Hant-TW, zh-Hant-HK, and back"),
    EngineSpec("starter", "localize.engines.starter:StarterEngine",
               "Starter model, shipped, draft quality", "zh to en"),
    EngineSpec("ctranslate2", "localize.engines.ctranslate2:CTranslate2Engine",
               "Converted model (Marian, NLLB, M2M-100, mBART-50, MADLAD)", "the pairs of the model",
               reach=Reach.PROCESS),
    EngineSpec("transformers", "localize.engines.transformers:TransformersEngine",
               "Hugging Face model with PyTorch (the same families)", "the pairs of the model", "torch",
               Reach.PROCESS),
    EngineSpec("firefox", "localize.engines.firefox:FirefoxEngine",
               "Firefox Translations model", "a pair with English", "firefox", Reach.PROCESS),
    EngineSpec("chat", "localize.engines.chat:ChatEngine",
               "Chat model behind an OpenAI-compatible server", "what the model can", "chat"),
    EngineSpec("pivot", "localize.engines.pivot:PivotEngine",
               "Two engines through a third language", "what its two engines join"),
    EngineSpec("echo", "localize.engines.echo:EchoEngine",
               "Echo for tests and dry runs", "every pair"),
)  # fmt: skip


class EngineFactory(Protocol):
    """What an engine's class offers besides `Engine`; entry points must too."""

    option_names: tuple[str, ...]
    """Keys of `EngineOptions.extra` that it knows."""

    def __call__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> Engine:
        """Return an engine for a pair that it supports; loads no model yet."""

    def supports(self, source: LocaleTag, target: LocaleTag) -> bool:
        """Return whether it can translate the pair."""

    def missing(self, options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if it can run."""


def specs() -> tuple[EngineSpec, ...]:
    """Return our engines and those of other packages, ours first; imports none of them.

    An entry point that takes the name of one of ours is left out: a package must not replace an engine unseen.
    """
    from importlib.metadata import entry_points

    ours = {spec.name for spec in ENGINES}
    others = sorted((e for e in entry_points(group=ENTRY_POINTS) if e.name not in ours), key=lambda e: e.name)
    return (
        *ENGINES,
        *(EngineSpec(e.name, e.value, f"from {e.module.split('.')[0]}", "see its manual") for e in others),
    )


def create(name: str, *, source: str, target: str, options: EngineOptions | None = None) -> Engine:
    """Return an engine for a pair of locales.

    Raises:
        UsageError: there is no such engine, it cannot translate the pair, or an option is not its own.
        UnavailableError: a package or model is missing; says what to install.
    """
    options = options or EngineOptions()
    factory = _factory(_spec(name))
    source_tag, target_tag = parse_locale(source), parse_locale(target)
    if not factory.supports(source_tag, target_tag):
        able = [n for n in available(source, target) if n != "echo"]
        hint = f"use {' or '.join(able)}" if able else "give a model of your own to the engine transformers"
        raise UsageError(f"the engine {name} does not translate {source_tag} into {target_tag}", do=hint)
    _check_extra(name, factory, options)
    missing = factory.missing(options)
    if missing:
        raise UnavailableError(f"the engine {name} cannot run here", do=missing)
    return factory(source_tag, target_tag, options)


def available(source: str, target: str, options: EngineOptions | None = None) -> tuple[str, ...]:
    """Return the engines that can translate a pair here and now, in the order of registration."""
    options = options or EngineOptions()
    pair = parse_locale(source), parse_locale(target)
    found = []
    for spec in specs():
        factory = _factory(spec)
        if factory.supports(*pair) and not factory.missing(options):
            found.append(spec.name)
    return tuple(found)


def missing(name: str, options: EngineOptions | None = None) -> str:
    """Return what an engine lacks here and how to get it, '' if it can run; for the doctor and the list."""
    return _factory(_spec(name)).missing(options or EngineOptions())


def _spec(name: str) -> EngineSpec:
    registered = {spec.name: spec for spec in specs()}
    if name in registered:
        return registered[name]
    near = difflib.get_close_matches(name, registered, 3, 0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"use one of {', '.join(registered)}"
    raise UsageError(f"unknown engine {name!r}", do=hint)


def _factory(spec: EngineSpec) -> EngineFactory:
    module, _, attribute = spec.home.partition(":")
    try:
        return cast("EngineFactory", getattr(importlib.import_module(module), attribute))
    except (ImportError, AttributeError) as problem:
        raise UnavailableError(
            f"the engine {spec.name} cannot be loaded from {spec.home}: {problem}",
            do="reinstall or remove its package",
        ) from problem


def _check_extra(name: str, factory: EngineFactory, options: EngineOptions) -> None:
    for key in options.extra:
        # A name may end in a star: the options of an engine inside an engine.
        if not any(fnmatch.fnmatchcase(key, known) for known in factory.option_names):
            near = difflib.get_close_matches(key, factory.option_names, 1, 0.5)
            known = ", ".join(factory.option_names) or "none"
            hint = f"did you mean {near[0]}?" if near else f"known: {known}"
            raise UsageError(f"the engine {name} has no option {key!r}", do=hint)
