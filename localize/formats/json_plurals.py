"""The only place that finds families of i18next plural keys, and says which members a target language lacks.

Version 4 names CLDR's categories (``item_one``, ``item_other``). Version 3 and older write ``item`` and ``item_plural``
for languages that count like English, for all others the number of the form (``item_0``, ``item_1`` …), in gettext's
order. https://www.i18next.com/misc/json-format; the order of the forms is that of i18next's `PluralResolver`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from localize.formats.plurals import CATEGORIES, plural_categories
from localize.locales import parse_locale
from localize.model import Segment, SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.formats.json_tokens import Token
    from localize.formats.source import SourceText
    from localize.formats.string_table import StringTable

INSERT: Final = "insert "
"""Begins the keys of `Document.meta` that say how a member for a missing plural form is written, up to its text."""

_NAMED = re.compile(rf"(.+)(_(?:{'|'.join(CATEGORIES)}))", re.DOTALL)
_NUMBERED = re.compile(r"(.+)(_[0-5])", re.DOTALL)
_OLD_END = re.compile(r"""_(plural|[0-5])(["'])\s*+:""")
_LONGEST_KEY: Final = 200
_COUNT: Final = "{{count}}"
_TWO: Final = (("", "one"), ("_plural", "other"))
_OLD_FORMS: Final = """
other: ay bo cgg fa ht id ja jbo ka km ko ky lo ms sah su th tt ug vi wo zh
zero one two few many other: ar
one few many: be ru uk pl csb
one few other: bs cnr hr sr cs sk ro lt
one two other many: cy
one two few many other: ga
one two few other: gd
one other zero: lv
one few many other: mt
other one two few: sl
one two many other: he iw
"""
_FORMS: Final = {
    language: line.partition(":")[0].split()
    for line in _OLD_FORMS.strip().splitlines()
    for language in line.partition(":")[2].split()
}


class _Form(NamedTuple):
    """One plural form of an i18next key.

    Attributes:
        suffix: what its key has behind the key of the family.
        segment: what it says, None if it is blank.
        key: its key.
        start, end: of its literal.
        ordinal: place in its object, counted from 0.
    """

    suffix: str
    segment: Segment | None
    key: Token
    start: int
    end: int
    ordinal: int


def old_families(text: str) -> frozenset[str]:
    """Return the keys that may have plural forms of version 3, as they stand in a JSON text.

    >>> sorted(old_families('{"a": "x", "a_plural": "y", "b_0": "{{count}} z", "c_one": ""}'))
    ['a', 'b']
    """
    has_numbers = _COUNT in text
    if '_plural"' not in text and "_plural'" not in text and not has_numbers:
        return frozenset()
    found = [match for match in _OLD_END.finditer(text) if has_numbers or match[1] == "plural"]
    begins = (text.rfind(match[2], max(0, match.start() - _LONGEST_KEY), match.start()) for match in found)
    return frozenset(
        text[begin + 1 : match.start()] for begin, match in zip(begins, found, strict=True) if begin >= 0
    )


def old_forms(locale: str) -> Sequence[tuple[str, str]]:
    """Return suffix and CLDR category of each form that i18next 3 wants for a language.

    >>> old_forms("de"), old_forms("zh-Hans"), old_forms("ru")[2]
    ((('', 'one'), ('_plural', 'other')), (('_0', 'other'),), ('_2', 'many'))
    """
    categories = _FORMS.get(parse_locale(locale).language)
    if categories is None:
        return _TWO
    return tuple((f"_{number}", category) for number, category in enumerate(categories))


class PluralFamilies:
    """The plural families of the objects that are open while a file is read.

    Attributes:
        old: keys of the file that may have forms of version 3.
    """

    def __init__(self, source: SourceText, table: StringTable, locale: str | None) -> None:
        self.old = old_families(table.text)
        self.inserts: dict[str, str] = {}
        self._source = source
        self._table = table
        self._locale = locale
        self._open: list[dict[tuple[bool, str], list[_Form]]] = []

    def enter(self) -> None:
        """Begin an object or array."""
        self._open.append({})

    def leave(self) -> None:
        """End it: mark the forms of its families, and give slots to those that the target language needs besides."""
        for (is_old, base), forms in self._open.pop().items():
            found = self._old_family(forms) if is_old else self._family(base, forms)
            if found:
                self._finish(forms, found[0], found[1])

    def add(self, name: str, key: Token, value: Token, segment: Segment | None, ordinal: int) -> None:
        """Take a member that may be a plural form.

        Args:
            name: what its key says.
            key, value: where they stand.
            segment: of its text, None if it has none.
            ordinal: place in its object, counted from 0.
        """
        named = _NAMED.fullmatch(name)
        base, suffix = (named[1], named[2]) if named else self._old_form(name)
        if named is None and base not in self.old:
            return
        forms = self._open[-1].setdefault((named is None, base), [])
        if all(form.suffix != suffix for form in forms):
            forms.append(_Form(suffix, segment, key, value.start, value.end, ordinal))

    def _old_form(self, name: str) -> tuple[str, str]:
        numbered = _NUMBERED.fullmatch(name)
        if numbered is not None and numbered[1] in self.old:
            return numbered[1], numbered[2]
        base = name.removesuffix("_plural")
        return base, name[len(base) :]

    def _family(
        self, base: str, forms: list[_Form]
    ) -> tuple[Mapping[str, str], Sequence[tuple[str, str]]] | None:
        """Return the categories of the forms by suffix, and what the target language needs; None if it is no family."""
        other = next((form for form in forms if form.suffix == "_other"), None)
        if other is None or (len(forms) == 1 and other.segment and _COUNT not in other.segment.source):
            return None
        wanted: Sequence[str] = ()
        if self._locale is not None:
            wanted = plural_categories(self._locale, ordinal=base.endswith("_ordinal"))
        return {form.suffix: form.suffix[1:] for form in forms}, [(f"_{name}", name) for name in wanted]

    def _old_family(self, forms: list[_Form]) -> tuple[Mapping[str, str], Sequence[tuple[str, str]]] | None:
        suffixes = {form.suffix for form in forms}
        numbers = [f"_{number}" for number in range(len(suffixes - {"", "_plural"}))]
        counts = any(form.segment is not None and _COUNT in form.segment.source for form in forms)
        has_two = suffixes >= {"", "_plural"}
        wanted = old_forms(self._locale) if self._locale else ()
        categories = dict(_TWO) if has_two else {}
        if numbers and suffixes >= set(numbers) and (counts or has_two):
            categories.update(zip(numbers, _unnamed(len(numbers)), strict=True))
        if not categories:
            return None
        return categories | dict(wanted), wanted  # a number means what it means in the target language

    def _finish(
        self, forms: list[_Form], categories: Mapping[str, str], wanted: Sequence[tuple[str, str]]
    ) -> None:
        forms = [form for form in forms if form.suffix in categories]
        for form in forms:
            if form.segment is not None:
                self._table.amend(form.segment, plural=categories[form.suffix])
        for before, after in pairwise(forms):
            if after.ordinal == before.ordinal + 1:
                self._table.region(before.end, after.end)
        others = [form for form in forms if categories[form.suffix] == "other"]
        model = (others or forms)[-1]
        present = {form.suffix for form in forms}
        for suffix, category in wanted if model.segment is not None else ():
            if suffix not in present:
                self._insert(model, forms[-1], suffix, category)

    def _insert(self, model: _Form, last: _Form, suffix: str, category: str) -> None:
        key, start, end = last.key, last.start, last.end
        text, like = self._table.text, model.segment
        assert like is not None
        head = text[key.start : key.end]
        quote = head[-1] if head[-1] in "\"'" else ""
        stem = head[: len(head) - len(quote) - len(last.suffix)]
        line_start = text.rfind("\n", 0, key.start) + 1
        indent = text[line_start : key.start]
        gap = " " if text[key.start - 1] == " " else ""
        if line_start and not indent.strip():
            gap = self._source.newline + indent
        segment_id = self._table.unique(f"{like.id.removesuffix(model.suffix)}{suffix}")
        self.inserts[INSERT + segment_id] = f",{gap}{stem}{suffix}{quote}{text[key.end : start]}{text[start]}"
        line = self._table.line(start)
        self._table.add(
            Segment(
                segment_id, like.source, (Span(end, end),), line, line, SegmentKind.STRING,
                key=f"{(like.key or '').removesuffix(model.suffix)}{suffix}", note=like.note,
                max_length=like.max_length, plural=category,
            )
        )  # fmt: skip


def _unnamed(count: int) -> Sequence[str]:
    """Return names for numbered forms of a language that is not known."""
    if count == 1:
        return ("other",)
    known = [forms for forms in _FORMS.values() if len(forms) == count]
    return known[0] if len({tuple(forms) for forms in known}) == 1 else [*map(str, range(count - 1)), "other"]
