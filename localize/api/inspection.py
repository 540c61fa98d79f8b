"""The only place that says what is installed and reachable here: for the doctor and for `engine list`."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
from dataclasses import dataclass

from localize import engines
from localize.engines.base import EngineOptions
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
)


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
    wanted = engines.available(source, target) if source and target else None
    rows = []
    for spec in engines.ENGINES:
        if wanted is not None and spec.name not in wanted:
            continue
        try:
            info = engines.info(spec.name, EngineOptions())
        except LocalizeError as error:
            rows.append(
                EngineRow(spec.name, spec.title, spec.pairs, "", "", "", f"{error.what} ({error.do})")
            )
            continue
        rows.append(
            EngineRow(spec.name, spec.title, spec.pairs, info.quality, info.licence, str(info.reach), "")
        )
    return rows
