"""The only place that says which placeholders a target really lost or invented, and which it only writes otherwise.

`localize.masking.compare` takes the characters as they stand. A target may also number its arguments, put other blanks
into braces, choose between options, or say a number in words where a plural option stands for one number only.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.masking import PlaceholderKind, compare, placeholders
from localize.qa.conversions import CONVERSION, arguments, is_unnumbered, kind_of, taken, typed
from localize.qa.notations import OF_DATE, has_named, is_date, is_template, own_names, with_names
from localize.qa.tags import tag_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.masking import Masked, Placeholder

BLOCKS = frozenset({"icu-block", "fluent-selector"})
"""Rules of placeholders that hold options with texts of their own."""
_SILENT = frozenset(
    {"entity", "blank-entity", "ass-comment", "xml-comment", "icu-literal", "icu-number-literal"}
)
"""Rules whose placeholders say the same in other ways: &amp; and “and”, comments that nobody sees."""
_ANNOTATION = re.compile(r"</?mrk\b|<sm\b|<em\s+startRef")
"""XLIFF notes on a stretch of text (terms, comments, segments): every side has its own."""
_REST_OF_NUMBER = r"(?:[.,]\d+)?(?:\s?(?:[-–~～—]|to|and)\s?\d+(?:[.,]\d+)?)?"
_NO_DIGITS = re.compile(r"%0?\.f")
"""What C reads as no digits after the point, as ``%.0f`` is."""
_ENCODED = re.compile(r"\w%20\w")
"""Blanks as an address writes them: Text%20In."""
_WITH_ENDING = re.compile(r"(?<=%0)'(?=[^\W\d_])")
_PATH = re.compile(r"/[^\s%]*(?:%(?:2[0-9A-F]|[3CDE][0-9A-F])[^\s%]*)+")
"""The path of a page, whose letters are escaped: ``/Beginner%27s_Guide``."""
_MARK_OF_QT = re.compile(r"%\d{1,2}(?![\d$.]|[A-Za-z])")
_BEFORE_WORD = re.compile(r"%(\d{1,2})[a-z]")
"""A mark of Qt with a unit behind it, which reads as a conversion of C: ``%3fps``."""
_NAMED_IN_CAPITALS = re.compile(r"%[A-Z][A-Z_]{3,}")
"""A value with a name in capitals, of which only the beginning reads as a conversion: ``%FILENAME``."""
_SIGN_IN_WORD = re.compile(r"%-[^\W\d_]{2}")
"""A per cent sign that is half of a word: an invalid %-encoding."""
_DOUBLED = re.compile(r"%%[A-Za-z\d]")
_SPACED = re.compile(r"\s+")
_RENPY_FLAGS = re.compile(r"(?:![a-z]{1,4})+\]$")
_INFLECTED = re.compile(r"^\{(\w+)\.\w+\[[^\[\]{}]+\]\}$")
"""A value in one of its cases: ``{month.f[genitive]}``."""
_TERM_ARGUMENTS = re.compile(r"^\{(-[\w\-.]+)\(.*\)\}$", re.DOTALL)
_VALUE = re.compile(
    r"^\{(?:[A-Z][A-Z\d_-]*\((\$[\w-]+)(?:,.*)?\)(?:->…)?"  # {NUMBER($n, minimumFractionDigits: 1)}
    r"|(\$?[\w.-]+)(?:->|,(?:plural|select|selectordinal),)…"  # the short form of a block
    r"|(\$[\w-]+):.*|(\d{1,2}):.*"  # {$n :number}, {0:N2}
    r"|([\w.]+,(?:number|date|time|spellout|ordinal|duration)),.*)\}$",
    re.DOTALL,
)
"""How a value is shown may differ between languages: which value it is, and for ICU of what type, may not."""
_NUMBER = re.compile(
    r"^(?:#|%(?:\d\$|\(\w{1,40}\))?['\d.]*(?:l{0,2}[disufg]|@|n)|%L?\d{1,2}|\{\$?[\w.-]{0,40}(?:,[^{}]*)?\}|\{\{[\w.]{1,40}\}\}|%\{\w{1,40}\})$"
)


@dataclass(slots=True)
class Differences:
    """How the placeholders of a target differ from those of its source.

    Attributes:
        lost: of the source, not in the target.
        invented: texts that the source does not have.
        misplaced: arguments without a number that stand for another argument, or have another type.
        addresses: URLs and e-mail addresses of the source that the target has changed, with what it has.
    """

    lost: list[Placeholder] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str]] = field(default_factory=list)


def has_block(masked: Masked, target: str) -> bool:
    """Return whether source or target holds a plural or select block."""
    if "{" not in target and "{" not in masked.source:
        return False
    found = (*masked.placeholders, *placeholders(target, masked.format))
    return any(p.rule in BLOCKS for p in found)


def differences(
    masked: Masked, target: str, *, one_number: bool = False, counts: frozenset[str] = frozenset()
) -> Differences:
    """Return what a target without blocks lost and invented.

    Args:
        masked: the source.
        target: its translation.
        one_number: whether it is for a plural option that stands for one number only, so that words may say it.
        counts: keys of the values that can be that number, none if the message does not say.
    """
    result = Differences()
    lost, invented = _compared(masked, target)
    if not lost and not invented:
        return result
    left, strange = _unmatched(lost, invented, counts)
    left, strange = _arguments(masked, target, left, strange, result)
    left, strange = _addresses(left, strange, result)
    if one_number:
        left = _without_number(left, counts)
    result.lost = [p for p in left if not _says_nothing(p) and not _kept_escape(p, masked.source, target)]
    result.invented = [
        t
        for t in strange
        if not _is_silent(t, masked.format)
        and not _is_percentage(t, masked.source, target)
        and not (" " in t and CONVERSION.search(t))
        and not (t == "%%" and _is_sign(masked, target))
        and not (t[0] == "%" and _is_hidden(t, masked.source, target))
    ]
    return result


def _compared(masked: Masked, target: str) -> tuple[tuple[Placeholder, ...], tuple[str, ...]]:
    """Return what a target lost and invented, read as the notation of its source is meant."""
    target = _respelled(target)
    lost, invented = compare(masked, target)
    if has_named(masked.source):
        lost, invented = with_names(masked.source, target, lost, invented)
    elif invented and "{{" in target:
        invented = tuple(text for text in invented if not is_template(text))
    if _ENCODED.search(masked.source):
        lost = tuple(p for p in lost if not p.text.startswith("%20"))
        invented = tuple(text for text in invented if not text.startswith("%20"))
    if _PATH.fullmatch(masked.source):
        return (), ()
    lost, invented = _beside_words(masked.source, target, lost, invented)
    if "=" in target:
        theirs, ours = own_names(masked.source), own_names(target)
        lost = tuple(p for p in lost if p.text not in theirs)
        invented = tuple(text for text in invented if text not in ours)
    if invented and "{}" in masked.source and "{}" not in target:
        lost, invented = _numbered(masked.source.count("{}"), lost, invented)
    if "%{" not in masked.source:
        invented = tuple(text[1:] if text[:2] == "%{" else text for text in invented)  # {rate} %, %{rate}
    if "…}" in target:  # the short form of a block, whose options may say the number that chooses one
        lost = tuple(p for p in lost if not (p.text[-1] == "}" and f"{p.text[:-1]}, plural, …}}" in target))
    # “No. #{0}” may be “№{0}”: the sign belongs to the sentence.
    lost = tuple(p for p in lost if p.text[:2] != "#{" or p.text[1:] not in target)
    if is_date(masked.source):
        lost = tuple(p for p in lost if not OF_DATE.fullmatch(p.text))
        invented = tuple(text for text in invented if not OF_DATE.fullmatch(text))
    return lost, invented


def _beside_words(
    source: str, target: str, lost: tuple[Placeholder, ...], invented: tuple[str, ...]
) -> tuple[tuple[Placeholder, ...], tuple[str, ...]]:
    """Leave out what reads as a conversion of C because a word follows: a mark of Qt, a per cent sign."""
    if _MARK_OF_QT.search(source):
        lost = tuple(p for p in lost if not _has_mark(p.text, target))
        invented = tuple(text for text in invented if not _has_mark(text, source))
    if _SIGN_IN_WORD.search(source):
        lost = tuple(p for p in lost if p.text[:2] != "%-")
        invented = tuple(text for text in invented if text[:2] != "%-")
    return lost, invented


def _has_mark(text: str, other: str) -> bool:
    """Return whether the other side has a mark of Qt, which stands here before a letter or there.

    >>> _has_mark("%3f", "%2/%3 fps"), _has_mark("%3", "%2/%3ips"), _has_mark("%3f", "%2 fps"), _has_mark("%s", "%1")
    (True, True, False, False)
    """
    mark = _BEFORE_WORD.fullmatch(text) or re.fullmatch(r"%(\d{1,2})", text)
    return mark is not None and re.search(rf"%{mark[1]}(?!\d|\$)", other) is not None


def _respelled(target: str) -> str:
    """Return a target with its values as masking reads them.

    >>> _respelled("%0.f %%"), _respelled("%0'i 10 geçiyor")
    ('%.0f %%', '%0 i 10 geçiyor')
    """
    if ".f" in target:
        target = _NO_DIGITS.sub(r"%.0f", target)
    if "%0'" in target:
        target = _WITH_ENDING.sub(" ", target)  # the Turkish ending of %0'i is no flag of printf
    return target


def _numbered(
    count: int, lost: tuple[Placeholder, ...], invented: tuple[str, ...]
) -> tuple[tuple[Placeholder, ...], tuple[str, ...]]:
    """Match ``{}`` and ``{}`` with ``{1}`` and ``{0}``, which are the same values in an order of their own."""
    numbers = {f"{{{number}}}" for number in range(count)}
    if not numbers <= set(invented):
        return lost, invented
    return tuple(p for p in lost if p.text != "{}"), tuple(t for t in invented if t not in numbers)


def _kept_escape(placeholder: Placeholder, source: str, target: str) -> bool:
    r"""Return whether a placeholder is there after all, where its neighbours hide it.

    A written ``\\n`` before a Latin letter cannot be told from a path, ``{a:%d}`` is read as one placeholder, and the
    per cent sign may be a word.
    """
    text = placeholder.text
    if " " in text and text[0] == "{":  # {seen:%.4f far:%.4f}: words in braces around values
        values = [match.group() for match in CONVERSION.finditer(text)]
        return bool(values) and all(target.count(value) >= source.count(value) for value in values)
    if placeholder.rule == "percent-literal":
        return target.count("%%") >= source.count("%%") or "%" not in CONVERSION.sub("", target)
    hidden = placeholder.rule == "escape" or placeholder.kind is PlaceholderKind.PRINTF
    return hidden and target.count(text) >= source.count(text)


def _is_percentage(text: str, source: str, target: str) -> bool:
    """Return whether ``%25`` is how Turkish and Basque write 25 %, or ``%-S`` the middle of “25%-Steigerung”."""
    if text[0] != "%":
        return False
    if text[1:].isdigit():
        return re.search(rf"(?<!\d){text[1:]}{_REST_OF_NUMBER}\s?[%％]", source) is not None
    before = re.search(rf"(\d+)\s?{re.escape(text)}", target)
    return before is not None and re.search(rf"(?<!\d){before[1]}\s?[%％]", source) is not None


def _is_hidden(text: str, source: str, target: str) -> bool:
    """Return whether a source has a value too, in what was read as a tag: ``~<Event: %s~>``."""
    return "://" not in source and 0 < target.count(text) <= source.count(text)


def _is_sign(masked: Masked, target: str) -> bool:
    """Return whether ``%%`` is how a text with conversions writes a per cent sign."""
    return _DOUBLED.search(target) is None and any(
        p.kind is PlaceholderKind.PRINTF and p.text != "%%" for p in masked.placeholders
    )


def key_of(text: str) -> str:
    """Return a placeholder without what may be written in several ways.

    >>> key_of("{ $n }"), key_of('{ -term(case: "dative") }'), key_of("<br />"), key_of("%i"), key_of("[who!t]")
    ('{$n}', '{-term}', '<br>', '%d', '[who]')
    >>> key_of("{ NUMBER($n) }"), key_of("{ $n -> … }"), key_of("{n, plural, …}"), key_of("{d, date, short}")
    ('{$n}', '{$n}', '{n}', '{d,date}')
    """
    if text[0] in "{$#@" or text[1:2] == "{":
        folded = _INFLECTED.sub(r"{\1}", _TERM_ARGUMENTS.sub(r"{\1}", _SPACED.sub("", text)))
        if folded.startswith("%{$"):
            folded = folded[1:]  # Turkish has the per cent sign first
        value = _VALUE.match(folded)
        return f"{{{value[value.lastindex or 0]}}}" if value else folded
    if text[0] == "<":
        return tag_key(text)
    if text[0] == "%":
        return text.replace("%L", "%") if text[1:2] == "L" and text[2:].isdigit() else typed(text)
    return _RENPY_FLAGS.sub("]", text).replace(" /]", "]") if text[0] == "[" else text


def _unmatched(
    lost: Sequence[Placeholder], invented: Sequence[str], counts: frozenset[str]
) -> tuple[list[Placeholder], list[str]]:
    """Take out what differs in writing only; in an option ``#`` and ``{n}`` are the same number."""

    def key(text: str) -> str:
        found = key_of(text)
        return "#" if found in counts or found.partition(",")[0] + "}" in counts else found

    spare: dict[str, list[str]] = {}
    for text in invented:
        spare.setdefault(key(text), []).append(text)
    left = []
    for placeholder in lost:
        same = spare.get(key(placeholder.text))
        if same:
            same.pop()
        else:
            left.append(placeholder)
    return left, [text for texts in spare.values() for text in texts]


def _arguments(
    masked: Masked, target: str, left: list[Placeholder], strange: list[str], result: Differences
) -> tuple[list[Placeholder], list[str]]:
    """Match arguments by their number: ``%s … %d`` and ``%2$d … %1$s`` are the same two."""
    if not any(p.kind is PlaceholderKind.PRINTF for p in left):
        return left, strange
    source = arguments(p.text for p in masked.placeholders)
    found = arguments(p.text for p in placeholders(target, masked.format))
    if source is None or found is None:
        return left, strange
    wrong = [n for n in source if n in found and source[n] != found[n]]
    more = set(found) - set(source)
    if more and max(more) < max(source, default=0):
        # %1$s:%3$s leaves out an argument that the program gives: a language may take that one, as the 24-hour clock.
        wrong, found = [], source
    if set(source) == set(found):
        result.misplaced += [f"%{n}: {source[n]} in the source, {found[n]} here" for n in wrong]
        left = [p for p in left if not CONVERSION.fullmatch(p.text)]
        strange = [t for t in strange if not CONVERSION.fullmatch(t)]
    elif not wrong and set(found) < set(source):
        # %1$s has %2$d, and only “%s has”: that is the first one, and the second is missing.
        gone = {n: source[n] for n in set(source) - set(found)}
        left = _of_arguments(masked, left, gone)
        strange = [t for t in strange if not CONVERSION.fullmatch(t)]
    return left, strange


def _of_arguments(masked: Masked, left: list[Placeholder], gone: dict[int, str]) -> list[Placeholder]:
    """Return the placeholders that are no arguments, and the first one of each argument that is gone."""
    kept, count = [], 0
    for placeholder in masked.placeholders:
        match = None if placeholder.text == "%%" else CONVERSION.fullmatch(placeholder.text)
        if match is None:
            continue
        found = taken(match, count)
        count += len(found)
        if [number for number, _ in found if gone.pop(number, None) is not None]:
            kept.append(placeholder)
    return [p for p in left if not CONVERSION.fullmatch(p.text) or p.text == "%%"] + kept


def reordered(masked: Masked, target: str) -> str | None:
    """Return a sentence about unnumbered arguments whose types stand in another order; None if they do not."""
    if masked.source.count("%") < 2 or is_date(masked.source) or has_named(masked.source):
        return None
    if _NAMED_IN_CAPITALS.search(masked.source):
        return None
    source = [t for t in (p.text for p in masked.placeholders) if is_unnumbered(t)]
    if (
        len({kind_of(t) for t in source}) < 2 or "%n" in source
    ):  # a notation of the program's own: no text has C's %n
        return None
    found = [p.text for p in placeholders(target, masked.format) if is_unnumbered(p.text)]
    if len(found) < len(source) or [kind_of(t) for t in source] == [kind_of(t) for t in found]:
        return None
    return f"{' '.join(found)} in place of {' '.join(source)}: number them, as in %2$s %1$d"


def _addresses(
    left: list[Placeholder], strange: list[str], result: Differences
) -> tuple[list[Placeholder], list[str]]:
    lost = [p for p in left if is_address(p.text)]
    found = [t for t in strange if is_address(t)]
    if not lost or not found:
        return left, strange
    result.addresses = [(p.text, t) for p, t in zip(lost, found, strict=False)]
    paired = Counter(p.text for p in lost[: len(found)])
    kept = []
    for placeholder in left:
        if paired[placeholder.text]:
            paired[placeholder.text] -= 1
        else:
            kept.append(placeholder)
    gone = Counter(found[: len(lost)])
    return kept, [t for t in strange if not gone[t] or gone.subtract([t])]


def is_address(text: str) -> bool:
    """Return whether a placeholder is a URL or an e-mail address."""
    return "://" in text or text.startswith("www.") or ("@" in text and "." in text and text[0].isalnum())


def is_number(text: str) -> bool:
    """Return whether a placeholder can stand for the number of a plural option."""
    return _NUMBER.fullmatch(key_of(text)) is not None


def _without_number(left: list[Placeholder], counts: frozenset[str]) -> list[Placeholder]:
    """Drop what can stand for the number of a plural option: one value, or one said twice (“%d files, %d bytes”)."""
    numbers = [p for p in left if (key_of(p.text) in counts if counts else is_number(p.text))]
    if len({p.text for p in numbers}) != 1 or (len(numbers) > 1 and numbers[0].text in {"%s", "{}"}):
        return left
    return [p for p in left if p not in numbers]


def is_annotation(placeholder: Placeholder) -> bool:
    """Return whether a tag only says something about its text (XLIFF)."""
    return _ANNOTATION.match(placeholder.text) is not None


def _says_nothing(placeholder: Placeholder) -> bool:
    return placeholder.rule in _SILENT or is_annotation(placeholder)


@functools.lru_cache(maxsize=256)
def _is_silent(text: str, format: str) -> bool:  # noqa: A002 - the field's word
    found = placeholders(text, format)
    return len(found) == 1 and _says_nothing(found[0])
