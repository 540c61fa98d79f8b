"""COD, third part: plural and select messages (ICU MessageFormat, Fluent): options, categories, what each one says.

Options of source and target need not be the same ones: Russian needs four plural forms where English has two. What
must hold: the plural options are those of the target's language (CLDR), the select options those of the source,
and every option says what every option of the source says.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from localize.errors import LocalizeError
from localize.formats.messageformat import scan_icu
from localize.formats.plurals import CATEGORIES, plural_categories
from localize.masking import placeholders
from localize.model import Severity
from localize.qa.differences import BLOCKS, key_of
from localize.qa.emit import fault
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from localize.masking import Placeholder
    from localize.model import Finding, Segment
    from localize.qa.base import Context

_FLUENT_KEY = re.compile(r"(\*?)\[\s*([^\[\]\s]+)\s*\]")
_FLUENT_HEAD = re.compile(r"\{\s*([^{}]*?)\s*->")
_ICU_HEAD = re.compile(r"\{\s*([\w.$]{1,60})\s*,\s*(plural|select|selectordinal)\s*,")
_OPTIONAL = dict.fromkeys(("es", "fr", "it", "pt", "ca", "cs", "sk", "lt"), frozenset({"many"}))
"""CLDR categories for round millions, younger than most messages, or for fractions only; `other` serves for them."""
_MOST_DEPTH = 8
_NOTHING = ' {}"\n\t'
"""What an option holds that says nothing: ``{ "" }``."""


@dataclass(frozen=True, slots=True)
class Block:
    """A plural or select block.

    Attributes:
        argument: what is asked (``count``, ``$n``).
        kind: ``plural``, ``selectordinal`` or ``select``.
        options: key → text.
        default: the key that serves for all others, None if there is none.
        span: characters of the text it stands in.
    """

    argument: str
    kind: str
    options: Mapping[str, str]
    default: str | None
    span: tuple[int, int]


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the COD findings of a segment whose source or target has blocks."""
    format_name = context.masked.format
    try:
        theirs = {block.argument: block for block in blocks_of(segment.source, format_name)}
    except LocalizeError:
        return  # what the source means cannot be told, so nothing can be said of its translation
    try:
        for block in blocks_of(target, format_name):
            source = theirs.get(block.argument)
            yield from _keys(segment, block, source, context.target_locale)
            yield from _numbers(segment, block, source, context)
        yield from _says(segment, target, context)
    except LocalizeError as error:
        yield fault("COD008", segment, f"the message cannot be read: {error.what}", severity=Severity.ERROR)


def blocks_of(text: str, format_name: str) -> list[Block]:
    """Return the blocks of a text, outermost ones only.

    Raises:
        LocalizeError: a block is malformed.
    """
    return [
        _icu(p) if p.rule == "icu-block" else _fluent(p)
        for p in placeholders(text, format_name)
        if p.rule in BLOCKS
    ]


def _icu(placeholder: Placeholder) -> Block:
    head = _ICU_HEAD.match(placeholder.text)
    options = {
        pattern.path[0].key: placeholder.text[pattern.start : pattern.end]
        for pattern in scan_icu(placeholder.text)
        if len(pattern.path) == 1
    }
    argument, kind = head.groups() if head else ("", "select")
    span = (placeholder.span.start, placeholder.span.end)
    return Block(argument, kind, options, "other" if "other" in options else None, span)


def _fluent(placeholder: Placeholder) -> Block:
    text = placeholder.text
    head = _FLUENT_HEAD.match(text)
    at = head.end() if head else 1
    marks = [m for m in _FLUENT_KEY.finditer(text, at) if _depth(text, at, m.start()) == 0]
    options, default = {}, None
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text) - 1
        options[mark.group(2)] = text[mark.end() : end].strip()
        if mark.group(1):
            default = mark.group(2)
    named = [key for key in options if key in CATEGORIES and key != "other"]
    kind = "plural" if named else "select"
    span = (placeholder.span.start, placeholder.span.end)
    return Block(head.group(1) if head else "", kind, options, default, span)


def _depth(text: str, start: int, end: int) -> int:
    return text.count("{", start, end) - text.count("}", start, end)


def _keys(segment: Segment, block: Block, source: Block | None, locale: str) -> Iterator[Finding]:
    if block.default is None:
        what = f"{safe(block.argument)}: there is no option for all other cases"
        yield fault("COD008", segment, what, span=block.span, severity=Severity.ERROR)
    if block.kind != "select":
        yield from _categories(segment, block, locale)
        return
    if source is None or source.kind != "select":
        return
    ours = {key for key in block.options if not key.isdigit()} - {block.default}
    theirs = {key for key in source.options if not key.isdigit()} - {source.default}
    for key in sorted(theirs - ours - {block.default or ""}):
        yield fault(
            "COD008", segment, f"{safe(block.argument)}: the option {safe(key)} is missing", span=block.span
        )
    for key in sorted(ours - theirs - {source.default or ""} - set(CATEGORIES)):
        yield fault(
            "COD009",
            segment,
            f"{safe(block.argument)}: the source has no option {safe(key)}",
            span=block.span,
        )


def _categories(segment: Segment, block: Block, locale: str) -> Iterator[Finding]:
    needed = plural_categories(locale, ordinal=block.kind == "selectordinal")
    keys = [key for key in block.options if not key.startswith("=") and not key.isdigit()]
    optional = _OPTIONAL.get(locale.partition("-")[0], frozenset())
    missing = [c for c in needed if c not in keys and c not in optional and c != "other"]
    if missing:
        what = f"{safe(block.argument)}: no option for {', '.join(missing)}, which {locale} has"
        yield fault("COD008", segment, what, span=block.span)
    for key in keys:
        if key not in CATEGORIES:
            what = f"{safe(block.argument)}: {safe(key)} is no plural category"
            yield fault("COD009", segment, what, span=block.span, severity=Severity.ERROR)
        elif key not in needed:
            what = f"{safe(block.argument)}: {locale} never chooses {key}"
            yield fault("COD009", segment, what, span=block.span, severity=Severity.INFO)


def _numbers(segment: Segment, block: Block, source: Block | None, context: Context) -> Iterator[Finding]:
    """Yield a plural option that lost its number although it serves several ones."""
    if block.kind == "select" or source is None or source.kind == "select":
        return
    fallback = source.options.get(source.default or "other", "")
    if not _says_number(fallback, block.argument):
        return
    for key, text in block.options.items():
        if key.startswith("=") or key.isdigit() or one_number(context.target_locale, key):
            continue
        if text.strip(_NOTHING) and not _says_number(text, block.argument):
            what = f"{safe(block.argument)}: the option {key} does not say the number"
            yield fault("COD010", segment, what, span=block.span)


def _says_number(text: str, argument: str) -> bool:
    name = re.escape(argument)
    return "#" in text or re.search(rf"\{{\s*(?:[A-Z]+\(\s*)?{name}\b", text) is not None


@functools.lru_cache(maxsize=256)
def one_number(locale: str, category: str) -> bool:
    """Return whether a plural category of a language stands for one number only, so that words may say it.

    >>> one_number("en", "one"), one_number("ru", "one"), one_number("ar", "two"), one_number("ru", "other")
    (True, False, True, False)
    """
    from babel import Locale

    from localize.locales import parse_locale

    if category.startswith("=") or category.isdigit():
        return True
    form = Locale.parse(parse_locale(locale).babel).plural_form
    # French one is 0 and 1; both are said without a figure. Russian other has fractions only, which need theirs.
    whole = sum(form(n) == category for n in range(202))
    return whole <= 2 if whole else form(Decimal("1.5")) != category


def _says(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield what every option of the source says and an option of the target does not, and the other way round."""
    format_name = context.masked.format
    least, _ = _said(segment.source, format_name, 0)
    has_least, has_most = _said(target, format_name, 0)
    _, most = _said(segment.source, format_name, 0)
    chosen = {
        key_of(f"{{{b.argument}}}") for text in (segment.source, target) for b in blocks_of(text, format_name)
    }
    for key in sorted(least - has_least - chosen - {"#"}):
        yield fault("COD001", segment, f"{safe(key)} is missing from an option")
    for key in sorted(has_most - most - chosen - {"#"}):
        yield fault("COD002", segment, f"{safe(key)} is not in the source", subject=key)


def _said(text: str, format_name: str, depth: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the placeholders that every way through a text holds, and those that some way holds."""
    found = placeholders(text, format_name)
    plain = {key_of(p.text) for p in found if p.rule not in BLOCKS and not p.rule.endswith("entity")}
    least, most = set(plain), set(plain)
    if depth < _MOST_DEPTH:
        for block in blocks_of(text, format_name):
            ways = [
                _said(option, format_name, depth + 1)
                for option in block.options.values()
                if option.strip(_NOTHING)
            ]
            if ways:
                least |= frozenset.intersection(*(way[0] for way in ways))
                most |= frozenset.union(*(way[1] for way in ways))
    return frozenset(least), frozenset(most)
