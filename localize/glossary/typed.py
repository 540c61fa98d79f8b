"""The only place that reads and writes a condition as a person types it: on one line, as a term file has it."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from localize.errors import GlossaryError
from localize.glossary.base import Condition
from localize.glossary.entries import condition_entry
from localize.glossary.load import read_concepts
from localize.glossary.yamlfile import read_yaml

if TYPE_CHECKING:
    from localize.glossary.yamlfile import Value

_NAME = "condition"
_LISTED = frozenset(f.name for f in dataclasses.fields(Condition) if f.default == () and f.name != "any")
"""Fields that hold several words."""
_PATH = "concepts.renderings.en.preferred.when"
_DO = "write it as speaker_gender: f, after: [们]"


def condition_of(text: str) -> Condition | None:
    """Return the condition that a person typed, read as a term file is read; None for blank words.

    >>> condition_of("after: 们").after, condition_of("after: [们, 儿]").after
    (('们',), ('们', '儿'))

    Raises:
        GlossaryError: what a term file would not be read with; says what is wrong.
    """
    words = text.strip()
    if not words:
        return None
    plain = words if words.startswith("{") or ":" not in words else f"{{{words}}}"
    try:
        value = read_yaml(plain.encode("utf-8", "replace"), _NAME).value
    except GlossaryError as error:
        raise GlossaryError(error.what, code=error.code, do=_DO) from None
    rendering = {"preferred": [{"text": "x", "when": _listed(value)}]}
    entry = {
        "id": "x.x",
        "term": "词语",
        "hant": "詞語",
        "strategy": "OFFICIAL",
        "renderings": {"en": rendering},
    }
    file = json.dumps({"category": "x", "concepts": [entry]}, ensure_ascii=False)
    concepts, wrong = read_concepts(file.encode("utf-8", "replace"), _NAME)
    if wrong:
        what = wrong[0].what.replace(f"{_PATH}.", "").replace(_PATH, _NAME)
        raise GlossaryError(what, code=wrong[0].code, do=wrong[0].do or _DO)
    return concepts[0].renderings[0].when


def _listed(value: Value) -> Value:
    """Return a condition in which a word alone, where several may stand, is a list of one."""
    if isinstance(value, list):
        return [_listed(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _listed(one) if key == "any" else [one] if key in _LISTED and isinstance(one, str) else one
        for key, one in value.items()
    }


def condition_text(condition: Condition | None) -> str:
    """Return a condition on one line, so that `condition_of` reads it back; '' for none.

    >>> condition_text(condition_of("{vocative: true, any: [{eras: [modern]}, always]}"))
    'vocative: true, any: [{eras: [modern]}, always]'
    """
    import yaml

    if condition is None:
        return ""
    entry = condition_entry(condition)
    if not isinstance(entry, dict):
        return str(entry)
    line = yaml.safe_dump(
        entry, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1_000_000
    )
    return line.strip()[1:-1]
