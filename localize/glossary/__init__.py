"""The only public door of the glossary: load term files, find terms, choose and verify renderings, lint, exchange."""

from __future__ import annotations

from localize.glossary.base import (
    Concept,
    Condition,
    Rendering,
    ReviewState,
    Scope,
    Status,
    Strategy,
    TermHit,
)
from localize.glossary.collection import Conflict, Glossary, merge
from localize.glossary.exchange import dump, import_csv
from localize.glossary.fold import fold
from localize.glossary.lint import RULES, lint
from localize.glossary.load import DEFAULT_PACKS, load, pack_names, read_concepts
from localize.glossary.verify import forbidden_in, present, said
from localize.glossary.words import surname_before

__all__ = [
    "DEFAULT_PACKS",
    "RULES",
    "Concept",
    "Condition",
    "Conflict",
    "Glossary",
    "Rendering",
    "ReviewState",
    "Scope",
    "Status",
    "Strategy",
    "TermHit",
    "dump",
    "fold",
    "forbidden_in",
    "import_csv",
    "lint",
    "load",
    "merge",
    "pack_names",
    "present",
    "read_concepts",
    "said",
    "surname_before",
]
