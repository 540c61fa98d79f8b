"""The only place that says what is installed and reachable here: for the doctor and for `engine list`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
from dataclasses import dataclass

from localize import engines
from localize.errors import LocalizeError

_PACKAGES = (
    ("ctranslate2", "ctranslate2", "the starter engine"),
    ("sentencepiece", "sentencepiece", "the starter engine"),
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
    ("torch", "torch", "the transformers engine: pip install 'chuhai-localize[torch]'"),
    ("openai", "openai", "the chat engine: pip install 'chuhai-localize[chat]'"),
)

_PROBE_PAIRS = (("zh-Hans", "en"), ("zh-Hans", "zh-Hant-TW"))
"""Pairs that show an engine's description when none was asked for."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the doctor: what, whether it is there, and what it gives or would give."""

    name: str
    present: bool
    version: str
    gives: str


@dataclass(frozen=True, slots=True)
class EngineRow:
    """One engine as `engine list` shows it; `missing` says what keeps it from running here."""

    name: str
    title: str
    pairs: str
    quality: str
    licence: str
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
    """Return the registered engines, or those for a pair; an engine that cannot start here says why."""
    rows = []
    for spec in engines.specs():
        try:
            row = _engine_row(spec, source, target)
        except LocalizeError as error:
            row = EngineRow(spec.name, spec.title, spec.pairs, "", "", "", f"{error.what} ({error.do})")
        if row is not None:
            rows.append(row)
    return rows


def _engine_row(spec: engines.EngineSpec, source: str, target: str) -> EngineRow | None:
    """Return the row of an engine, None if it does not translate the wanted pair."""
    for pair in [(source, target)] if source and target else _PROBE_PAIRS:
        if spec.name in engines.available(*pair):
            info = engines.create(spec.name, source=pair[0], target=pair[1]).info
            return EngineRow(
                spec.name, spec.title, spec.pairs, info.quality, info.licence, str(info.reach), ""
            )
    if missing := engines.missing(spec.name):
        return EngineRow(spec.name, spec.title, spec.pairs, "", "", "", missing)
    return None
