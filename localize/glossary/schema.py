"""The only place that holds a term file against the JSON Schema and says what is wrong in a person's words."""

from __future__ import annotations

import difflib
import functools
import json
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

from localize.errors import GlossaryError, LocalizeError, UsageError
from localize.glossary.scopes import parse_episodes
from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import jsonschema_rs
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from localize.glossary.yamlfile import Path, YamlFile

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@functools.cache
def _quick(name: str) -> jsonschema_rs.Draft202012Validator:
    """Return a validator that only says yes or no, fifty times as fast; the other one explains."""
    import jsonschema_rs

    schema = json.loads(resources.files("glossaries").joinpath(name).read_text(encoding="utf-8"))
    return jsonschema_rs.Draft202012Validator(schema)


@functools.cache
def _validator(name: str) -> Validator:
    from jsonschema import Draft202012Validator

    schema = json.loads(resources.files("glossaries").joinpath(name).read_text(encoding="utf-8"))
    # Resolving a reference costs as much as checking what it names: written out, the packs load twice as fast.
    return Draft202012Validator({**_written_out(schema, schema["$defs"], ()), "$defs": schema["$defs"]})


def _written_out(part: Json, definitions: Mapping[str, Json], inside: tuple[str, ...]) -> dict[str, Json]:
    """Return a part of a schema with its references replaced by what they name, but for those to themselves."""
    if not isinstance(part, dict):
        return {}
    name = str(part.get("$ref", "")).rsplit("/", 1)[-1]
    if name in inside:
        return part
    out: dict[str, Json] = {}
    if name:
        out.update(_written_out(definitions[name], definitions, (*inside, name)))
    for key, value in part.items():
        if isinstance(value, dict):
            out[key] = _written_out(value, definitions, inside)
        elif key != "$ref":
            out[key] = value
    return out


def problems(file: YamlFile) -> tuple[GlossaryError, ...]:
    """Return every way in which a file breaks the schema (GLO004) or names a locale that CLDR lacks (GLO005)."""
    found = list(breaches(file, "schema.json"))
    known = {error.place for error in found}
    found += [error for error in (*_locales(file), *empty_ranges(file)) if error.place not in known]
    return tuple(sorted(found, key=lambda e: (e.place.line or 0) if e.place else 0))


def breaches(file: YamlFile, schema: str) -> Iterator[GlossaryError]:
    """Yield every way in which a file breaks one of the schemas of the package `glossaries` (GLO004)."""
    if _quick(schema).is_valid(file.value):
        return
    for error in _validator(schema).iter_errors(file.value):
        path: Path = tuple(error.absolute_path)
        what, do = _say(error)
        yield GlossaryError(what, code="GLO004", do=do, place=file.place(path))


def empty_ranges(file: YamlFile) -> Iterator[GlossaryError]:
    """Yield the ranges of episodes and cues that end before they begin, or name nothing (GLO004)."""
    for path in file.lines:
        if path and path[-1] in ("episodes", "cues"):
            text = file.at(path)
            try:
                parse_episodes(text if isinstance(text, str) else "")
            except ValueError as error:
                what = f"{'.'.join(str(p) for p in path if not isinstance(p, int))}: {error}"
                yield GlossaryError(what, code="GLO004", do="write 12-, 1-11 or 3,5", place=file.place(path))


def _locales(file: YamlFile) -> Iterator[GlossaryError]:
    for path in file.lines:
        if len(path) == 4 and path[0] == "concepts" and path[2] in ("renderings", "gloss"):
            try:
                parse_locale(str(path[3]))
            except UsageError as error:
                yield GlossaryError(error.what, code="GLO005", do=error.do, place=file.place(path))


def _say(error: ValidationError) -> tuple[str, str]:
    where = ".".join(str(p) for p in error.absolute_path if not isinstance(p, int)) or "the file"
    shown = repr(error.instance) if isinstance(error.instance, str) else "something else"
    rule = error.validator_value
    match error.validator:
        case "additionalProperties":
            return _unknown_keys(error, where)
        case "required" if isinstance(rule, list) and isinstance(error.instance, dict):
            missing = [str(key) for key in rule if key not in error.instance]
            return f"{where} lacks {', '.join(missing)}", "add it"
        case "enum" if isinstance(rule, list):
            allowed = [str(word) for word in rule]
            near = difflib.get_close_matches(str(error.instance).strip("'"), allowed, 1, 0.5)
            return f"{where} is {shown}", f"use {near[0] if near else ', '.join(allowed)}"
        case "type":
            return f"{where} is not of the type {rule}", f"write one {rule}"
        case "pattern" if where.endswith(".id"):
            return f"the id {shown} is not of the form category.name", "write it like food.jiaozi"
        case "pattern":
            return (
                f"{where} {shown} holds a blank at an edge, a control or a private-use character",
                "remove it",
            )
        case "minLength" | "minItems" | "minProperties":
            return f"{where} is empty", "fill or remove it"
        case _:
            return f"{where}: {error.message[:200]}", "see glossaries/README.md"


def _unknown_keys(error: ValidationError, where: str) -> tuple[str, str]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    known = list(schema.get("properties", {}))
    patterns = bool(schema.get("patternProperties"))
    unknown = (
        [str(key) for key in error.instance if key not in known] if isinstance(error.instance, dict) else []
    )
    if patterns:
        unknown = [key for key in unknown if not _is_tag(key)]
        return f"{where}: {', '.join(unknown)} is no locale tag", "write a BCP 47 tag such as es-419"
    near = difflib.get_close_matches(unknown[0], known, 1, 0.5) if unknown else []
    return (
        f"{where}: unknown key {', '.join(unknown)}",
        f"did you mean {near[0]}?" if near else f"use {', '.join(known)}",
    )


def _is_tag(key: str) -> bool:
    try:
        parse_locale(key)
    except LocalizeError:
        return False
    return True
