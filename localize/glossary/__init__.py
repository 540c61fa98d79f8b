"""The only public door of the glossary: load term files, find terms, choose and verify renderings, lint, exchange."""

from __future__ import annotations

from localize.glossary.address import UNKNOWN, Cue, Talk, talk
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
from localize.glossary.consistency import Consistency
from localize.glossary.echo import echoed
from localize.glossary.exchange import dump, import_csv
from localize.glossary.fold import fold
from localize.glossary.lint import RULES, lint
from localize.glossary.load import DEFAULT_PACKS, load, pack_names, read_concepts
from localize.glossary.people import NOBODY, People, Person
from localize.glossary.scopes import Episodes, Installment, Level, Reach, parse_episodes, placed
from localize.glossary.verify import forbidden_in, present, said
from localize.glossary.words import surname_before

__all__ = [
    "DEFAULT_PACKS",
    "NOBODY",
    "RULES",
    "UNKNOWN",
    "Concept",
    "Condition",
    "Conflict",
    "Consistency",
    "Cue",
    "Episodes",
    "Glossary",
    "Installment",
    "Level",
    "People",
    "Person",
    "Reach",
    "Rendering",
    "ReviewState",
    "Scope",
    "Status",
    "Strategy",
    "Talk",
    "TermHit",
    "dump",
    "echoed",
    "fold",
    "forbidden_in",
    "import_csv",
    "lint",
    "load",
    "merge",
    "pack_names",
    "parse_episodes",
    "placed",
    "present",
    "read_concepts",
    "said",
    "surname_before",
    "talk",
]
