"""The only place that turns concepts into the entries of a term file and back, with nothing left out.

Every exchange format (YAML, TBX, XLSX) goes through these entries, so that a new key of the schema has to be taught
to this module only.
"""

from __future__ import annotations

import dataclasses
import json
import re
from enum import Enum
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, Place
from localize.glossary.base import Concept, ReviewState, Status
from localize.glossary.load import read_concepts
from localize.glossary.schema import problems
from localize.glossary.scopes import Episodes, Level, Reach
from localize.glossary.yamlfile import YamlFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from localize.glossary.base import Condition, Rendering
    from localize.glossary.yamlfile import Path, Value

_RENAMED = {"variants", "hant_variants", "renderings", "review", "when", "place", "category", "reach"}
_UNQUOTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def entry_of(concept: Concept) -> dict[str, Value]:
    """Return a concept as an entry of a term file whose `review` is draft; reading it gives the same concept."""
    common = {r.source for r in concept.renderings}
    source = common.pop() if len(common) == 1 else ""
    entry: dict[str, Value] = {}
    for field in dataclasses.fields(concept):
        value = getattr(concept, field.name)
        if field.name == "variants":
            _put(entry, "variants", _variants(concept))
        elif field.name == "renderings":
            _put(entry, "renderings", _by_locale(concept, source))
        elif field.name == "when" and value is not None:
            entry["when"] = condition_entry(value)
        elif field.name == "review" and value is not ReviewState.DRAFT:
            entry["review"] = value.value
        elif field.name == "reach":
            _put(entry, "scope", _scope(value))
        elif field.name not in _RENAMED:
            _put(entry, field.name, plain(value))
    _put(entry, "source", source)
    return entry


def whole_entry(concept: Concept) -> dict[str, Value]:
    """Return an entry for a file that is no term file: it also says the level that a term file has by its place."""
    entry = entry_of(concept)
    if concept.reach.level is not _own_level(concept.reach):
        entry["level"] = str(concept.reach.level)
    return entry


def _scope(reach: Reach) -> Value:
    scope = plain(reach)
    if not isinstance(scope, dict):
        return {}
    return {key: value for key, value in scope.items() if key != "level"}


def _own_level(reach: Reach) -> Level:
    """Return the level that the loader gives an entry of this scope in a project's file."""
    if reach.episodes is not None:
        return Level.EPISODE
    if reach.season is not None:
        return Level.SEASON
    return Level.UNIVERSE if reach.universe and not reach.work else Level.WORK


def _put(entry: dict[str, Value], key: str, value: Value) -> None:
    if value not in (None, "", False) and value != [] and value != {}:
        entry[key] = value


def plain(value: object) -> Value:
    """Return a value of the model as YAML data: enums as their words, tuples as lists, empty fields left out."""
    if isinstance(value, Episodes):
        return value.text
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        out: dict[str, Value] = {}
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if inner != field.default and inner not in (None, "", ()):
                out[field.name] = plain(inner)
        return out
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    return str(value)


def condition_entry(condition: Condition) -> Value:
    """Return a condition as it is written under ``when``.

    >>> from localize.glossary.base import Condition
    >>> condition_entry(Condition(vocative=True, any=(Condition(), Condition(after=("们",)))))
    {'vocative': True, 'any': ['always', {'after': ['们']}]}
    """
    entry = plain(condition)
    if not isinstance(entry, dict) or not entry:
        return "always"
    if condition.any:
        entry["any"] = [condition_entry(branch) for branch in condition.any]
    return entry


def _variants(concept: Concept) -> list[Value]:
    out: list[Value] = []
    for number, term in enumerate(concept.variants):
        hant = concept.hant_variants[number] if number < len(concept.hant_variants) else term
        out.append(term if hant == term else {"term": term, "hant": hant})
    return out


def rendering_entry(rendering: Rendering, concept: Concept, source: str = "") -> dict[str, Value]:
    """Return a rendering with all that it does not take from its concept, locale and status left out.

    Args:
        rendering: of the concept.
        concept: lends its strategy and review state.
        source: of the entry, '' if it has none.
    """
    entry: dict[str, Value] = {"text": rendering.text}
    lent = {"strategy": concept.strategy, "review": concept.review, "source": source}
    for field in dataclasses.fields(rendering):
        value = getattr(rendering, field.name)
        if field.name in ("locale", "text", "status") or value == lent.get(field.name, field.default):
            continue
        if field.name == "when" and rendering.when is not None:
            entry["when"] = condition_entry(rendering.when)
        else:
            _put(entry, field.name, plain(value))
    return entry


def _by_locale(concept: Concept, source: str) -> dict[str, Value]:
    statuses: dict[str, dict[str, list[Value]]] = {}
    for rendering in concept.renderings:
        entry = rendering_entry(rendering, concept, source)
        short: Value = rendering.text if len(entry) == 1 else entry
        statuses.setdefault(rendering.locale, {}).setdefault(rendering.status.value, []).append(short)
    return {locale: _short_form(by) for locale, by in statuses.items()}


def _short_form(by_status: Mapping[str, list[Value]]) -> Value:
    """Return the renderings of a locale as a person would write them: no list of one, no status for the only one."""
    short: dict[str, Value] = {s: texts[0] if len(texts) == 1 else texts for s, texts in by_status.items()}
    only = short.get(Status.PREFERRED.value)
    return only if len(short) == 1 and isinstance(only, str) else short


def flat_renderings(entry: Mapping[str, Value]) -> list[tuple[str, str, dict[str, Value]]]:
    """Return (locale, status, rendering) of an entry, every rendering in its long form."""
    out: list[tuple[str, str, dict[str, Value]]] = []
    renderings = entry.get("renderings")
    for locale, value in renderings.items() if isinstance(renderings, dict) else ():
        by_status = value if isinstance(value, dict) else {Status.PREFERRED.value: value}
        for status, some in by_status.items():
            for item in some if isinstance(some, list) else [some]:
                out.append((locale, status, item if isinstance(item, dict) else {"text": item}))
    return out


def grouped(renderings: Iterable[tuple[str, str, dict[str, Value]]]) -> dict[str, Value]:
    """Return long-form renderings as the ``renderings`` of an entry; the inverse of `flat_renderings`."""
    statuses: dict[str, dict[str, list[Value]]] = {}
    for locale, status, item in renderings:
        short = item["text"] if len(item) == 1 else item
        statuses.setdefault(locale, {}).setdefault(status, []).append(short)
    return {locale: _short_form(by) for locale, by in statuses.items()}


def concepts_of(
    entries: Sequence[tuple[str, dict[str, Value], int]], name: str
) -> tuple[tuple[Concept, ...], tuple[GlossaryError, ...]]:
    """Return the concepts of entries, of one or more layers, and what is wrong with them (GLO008), each at its line.

    Args:
        entries: (category, entry as `whole_entry` makes it, 1-based line of the file that it came from).
        name: of that file.
    """
    files: dict[tuple[str, int], list[tuple[int, dict[str, Value], int]]] = {}
    levels = {number: entry.pop("level", None) for number, (_, entry, _) in enumerate(entries)}
    layers: dict[str, list[Value]] = {}
    for number, (category, entry, line) in enumerate(entries):
        # An id may stand twice where the entries are of two layers: as in two files, the nearer one last.
        where, seen = [levels[number], entry.get("scope")], layers.setdefault(str(entry.get("id")), [])
        if where not in seen:
            seen.append(where)
        files.setdefault((category, seen.index(where)), []).append((number, entry, line))
    found: dict[int, Concept] = {}
    wrong: list[GlossaryError] = []
    for (category, _), some in files.items():
        mine = [entry for _, entry, _ in some]
        value: Value = {"category": category, "concepts": [*mine]}
        lines: dict[Path, int] = {("concepts", i): line for i, (_, _, line) in enumerate(some)}
        bad = problems(YamlFile(name, value, _with_locales(mine, lines)))
        if not bad:
            concepts, bad = read_concepts(_as_yaml(value), name)
            for (number, _, line), concept in zip(some, concepts, strict=False):
                found[number] = _placed(concept, Place(name, line), levels[number])
        wrong += [GlossaryError(e.what, code="GLO008", do=e.do, place=e.place) for e in bad]
    return tuple(found[number] for number in sorted(found)), tuple(wrong)


def _placed(concept: Concept, place: Place, level: Value) -> Concept:
    named = next((known for known in Level if str(known) == level), concept.reach.level)
    return dataclasses.replace(concept, place=place, reach=dataclasses.replace(concept.reach, level=named))


def _with_locales(entries: Sequence[dict[str, Value]], lines: dict[Path, int]) -> dict[Path, int]:
    """Return the lines with a path for each locale, which is what the check of locale tags walks over."""
    out = dict(lines)
    for number, entry in enumerate(entries):
        for key in ("renderings", "gloss"):
            by_locale = entry.get(key)
            for tag in by_locale if isinstance(by_locale, dict) else ():
                out["concepts", number, key, tag] = lines["concepts", number]
    return out


def _as_yaml(value: Value) -> bytes:
    """Return data as JSON, which YAML reads; characters that YAML wants escaped are."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNQUOTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text).encode()
