"""The only place that says what is installed and reachable here: for the doctor and for `engine list`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize import engines
from localize.engines import models
from localize.engines.base import EngineOptions, Reach
from localize.errors import LocalizeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.engines.base import EngineInfo

_PACKAGES = (
    ("ctranslate2", "ctranslate2", "the starter engine and converted models"),
    ("sentencepiece", "sentencepiece", "the starter engine and converted models"),
    ("opencc", "OpenCC", "Simplified to Traditional Chinese"),
    ("daachorse", "daachorse", "term matching"),
    ("rjieba", "rjieba", "word boundaries of short terms"),
    ("icu4py", "icu4py", "line breaking, Thai words"),
    ("budoux", "budoux", "phrase breaks in Chinese, Japanese and Thai"),
    ("babel", "babel", "numbers and locales"),
    ("simplemma", "simplemma", "inflected terms in checks"),
    ("rapidfuzz", "rapidfuzz", "fuzzy matches of the memory"),
    ("textual", "textual", "the review app"),
    ("transformers", "transformers", "Hugging Face models (with the torch extra)"),
    ("torch", "torch", "the transformers engine, converting models: pip install 'chuhai-localize[torch]'"),
    ("fxtranslate", "fxtranslate", "the firefox engine: pip install 'chuhai-localize[firefox]'"),
    ("openai", "openai", "the chat engine: pip install 'chuhai-localize[chat]'"),
)

_PROBE_PAIRS = (("zh-Hans", "en"), ("zh-Hans", "zh-Hant-TW"))
"""Pairs that show an engine's description when none was asked for."""
_MODEL_PAIRS = (("zh-Hans", "en"), ("en", "es"), ("en", "zh-Hans"), ("es", "en"), ("en", "fr"), ("en", "de"))
"""Pairs that one of which a model of many languages knows."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the doctor: what, whether it is there, and what it gives or would give."""

    name: str
    present: bool
    version: str
    gives: str


@dataclass(frozen=True, slots=True)
class EngineRow:
    """One engine or pulled model as `engine list` shows it; `missing` says what keeps it from running here."""

    name: str
    title: str
    pairs: str
    quality: str
    licence: str
    commercial: str
    reach: str
    missing: str


def diagnose() -> list[Diagnosis]:
    """Return what is installed; imports nothing heavy."""
    found = [Diagnosis("python", present=True, version=platform.python_version(), gives="")]
    for module, distribution, gives in _PACKAGES:
        present = importlib.util.find_spec(module) is not None
        version = importlib.metadata.version(distribution) if present else ""
        found.append(Diagnosis(distribution, present, version, gives))
    return found


def engine_rows(source: str = "", target: str = "") -> list[EngineRow]:
    """Return the registered engines and the pulled models, or those for a pair; what cannot start here says why."""
    rows = []
    for spec in engines.specs():
        try:
            row = _engine_row(spec, source, target)
        except LocalizeError as error:
            row = _bare_row(spec, f"{error.what} ({error.do})")
        if row is not None:
            rows.append(row)
    return [*rows, *_model_rows(source, target)]


def _engine_row(spec: engines.EngineSpec, source: str, target: str) -> EngineRow | None:
    """Return the row of an engine, None if it does not translate the wanted pair."""
    for pair in [(source, target)] if source and target else _PROBE_PAIRS:
        if spec.name in engines.available(*pair):
            info = engines.create(spec.name, source=pair[0], target=pair[1]).info
            return _row(spec.name, spec.title, spec.pairs, info)
    if missing := engines.missing(spec.name):
        return _bare_row(spec, missing)
    return None


def _bare_row(spec: engines.EngineSpec, missing: str) -> EngineRow:
    """Return the row of an engine of which nothing is known before it is set up, but perhaps where text goes."""
    reach = str(spec.reach) if spec.reach else ""
    return EngineRow(spec.name, spec.title, spec.pairs, "", "", "", reach, missing)


def _row(name: str, title: str, pairs: str, info: EngineInfo) -> EngineRow:
    commercial = "yes" if info.commercial else "no" if info.licence else "not known"
    return EngineRow(name, title, pairs, info.quality, info.licence, commercial, str(info.reach), "")


def _model_rows(source: str, target: str) -> Iterator[EngineRow]:
    """Yield a row a pulled model; a broken record says so."""
    pairs = [(source, target)] if source and target else _MODEL_PAIRS
    for folder, card in models.pulled():
        name, known = f"{card.engine} {card.name}", " to ".join(card.languages) or "several"
        options = EngineOptions(model=str(folder))
        if missing := engines.missing(card.engine, options):
            yield EngineRow(name, card.name, known, "draft", card.licence, "", str(Reach.PROCESS), missing)
            continue
        for pair in [*([card.languages] if card.languages and not source else []), *pairs]:
            try:
                info = engines.create(card.engine, source=pair[0], target=pair[1], options=options).info
            except LocalizeError:
                continue  # it knows other languages
            yield _row(name, info.title, known, info)
            break
