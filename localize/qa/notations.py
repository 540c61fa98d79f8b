"""The only place that knows values which look like something else: ``%name%``, templates, dates, a text's own names.

Games and the web write ``%colony%`` for a value, which reads as the conversion ``%c`` of C, and Boost numbers its
values ``%1%``, so that the ``d`` of ``%1%d`` is a word. ``{{plural:%number%|one=unit|other=units}}`` holds words that
depend on one: every language has its own there, and declines values by templates of its own. A grammar that makes
names (``main={prefix}{suffix}``, ``suffix=ham|ton``) names its own parts. Patterns of dates (``%d.%m.%Y``) are ordered
anew by every language.
Sources: the message syntax of translatewiki.net and of Symfony; Boost.Format; WML of Wesnoth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.masking import Placeholder, PlaceholderKind, Role
from localize.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

# But %sCreate%s is a link around a word, and %BKeep%b is a bold word.
_NAME = re.compile(r"%[A-Za-z][A-Za-z\d_]{2,40}%(?![sdiufgxcb\d])")
_VALUE = re.compile(rf"{_NAME.pattern}|%\d{{1,2}}%|%%")
_TEMPLATE = re.compile(r"\{\{\s*[\w ]{1,40}:[^{}]*\|[^{}]*\}\}")
_DATE = re.compile(
    r"%[-_0^#EO]?[YmHMByIlPjkRT]|^%[aAbBcxX]$|%A(?![A-Za-z])|^(?:%[-_]?[abdeABHMSp]\W*)*%[-_]?[abAB](?:\W*%[-_]?[abdeABHMSp])*\W*$"
)
"""A conversion of dates that no printf has: the text is a pattern, which every language orders in its own way."""
OF_DATE = re.compile(r"%[-_0^#EO]?[A-Za-z]")
_DEFINED = re.compile(r"^[ \t]*(\w{1,40})=", re.MULTILINE)
_OF_CHOICE = re.compile(r"%[sdiu]")
_LEAST_CHOICES = 3
_MEASURED = re.compile(r"(\{(?:alpha|cps|k|size|space|vspace)=)[-+*]?\d*\.?\d+\}")
"""A tag of Ren'Py whose number says how large, near or fast: letters of another script need another one."""
_ENDING = re.compile(r"(?<=[a-z])\{(?:plural\w*|s|es|ending|suffix)\}")
_EXPLAINED = re.compile(r"\$\{[^{}]*[^\W\d_] [^\W\d_][^{}]*\}")
_OF_ICU = r"(?!\w+,\s?(?:number|date|time|spellout|ordinal|duration|plural|select|selectordinal)\b)"
_LIST = re.compile(
    rf"\{{{_OF_ICU}(?:[^\s{{}},:$]+(?:,[^\s{{}},:$]+){{2,}}|[^\W\d_]{{2,}}(?:(?:, |/)[^\W\d_]{{2,}})+)\}}"
)


def has_named(source: str) -> bool:
    """Return whether a source has values between per cent signs, or templates.

    >>> has_named("%unit% in %colony%"), has_named("%sCreate%s a table"), has_named("{{GENDER:$1|he|she}}")
    (True, False, True)
    """
    if source.count("%") > 1 and any(match.group() != "%%" for match in _VALUE.finditer(source)):
        return True
    return "{{" in source and _TEMPLATE.search(source) is not None


def is_template(text: str) -> bool:
    """Return whether a placeholder chooses words of the language by a value.

    >>> is_template("{{GENDER:$1|he|she}}"), is_template("{{SITENAME}}")
    (True, False)
    """
    return _TEMPLATE.fullmatch(text) is not None


def with_names(
    source: str, target: str, lost: Sequence[Placeholder], invented: Sequence[str]
) -> tuple[tuple[Placeholder, ...], tuple[str, ...]]:
    """Return what is lost and invented where `has_named`: the names whole, no templates, no parts of a value.

    A value may be said more often, or inside a template; it is lost only where the target does not have it at all.
    """
    names = {match.group(): match.span() for match in _NAME.finditer(_hidden(source))}
    inside = [match.span() for match in _VALUE.finditer(source) if match.group() != "%%"]
    signs = _signs(source) - _signs(target)
    left = [p for p in lost if p.text == "%%"][: max(signs, 0)]
    left += [
        p
        for p in lost
        if p.text != "%%"
        and not _TEMPLATE.fullmatch(p.text)
        and not any(begin <= p.span.start < end for begin, end in inside)
    ]
    left += [
        Placeholder(name, Span(*span), "", PlaceholderKind.BRACE, Role.SINGLE, "percent-name")
        for name, span in names.items()
        if name not in target
    ]
    rest = _VALUE.sub(" ", _TEMPLATE.sub(" ", target))
    strange = [text for text in invented if not _TEMPLATE.fullmatch(text) and text in rest]
    return tuple(left), (*strange, *sorted(set(_NAME.findall(target)) - set(_NAME.findall(source))))


def _hidden(text: str) -> str:
    """Return a text with blanks in place of its templates, at the same offsets."""
    return _TEMPLATE.sub(lambda match: " " * len(match.group()), text)


def _signs(text: str) -> int:
    """Return how many per cent signs are written as ``%%``."""
    return sum(match.group() == "%%" for match in _VALUE.finditer(text))


def is_date(source: str) -> bool:
    """Return whether a text is a pattern of dates; ``%m`` beside values is the message of an error.

    >>> is_date("%d/%m"), is_date('cannot read "%s": %m'), is_date("%H:%M")
    (True, False, True)
    """
    found = {match.group()[-1] for match in _DATE.finditer(source)}
    return bool(found) and not (found == {"m"} and "%s" in source)


def own_names(text: str) -> frozenset[str]:
    """Return the placeholders of a text that it defines itself, line by line.

    >>> sorted(own_names("main={prefix}ton\\nprefix=Al|Ash"))
    ['{main}', '{prefix}']
    """
    if "\n" not in text or "=" not in text:
        return frozenset()
    return frozenset(f"{{{name}}}" for name in _DEFINED.findall(text))


def is_list(text: str) -> bool:
    """Return whether braces hold words to choose from: what a command takes, the forms for men and women.

    >>> is_list("{none,all,once}"), is_list("{madame, monsieur}"), is_list("{d, date}"), is_list("{n,number,integer}")
    (True, True, False, False)
    """
    return _LIST.fullmatch(text) is not None


def explains_value(source: str) -> bool:
    """Return whether a text explains in words how a value is written, which its translation does in others.

    >>> explains_value("${the project name} is replaced"), explains_value("${name} is here")
    (True, False)
    """
    return "${" in source and _EXPLAINED.search(source) is not None


def is_ending(text: str, source: str) -> bool:
    """Return whether a value is the ending of a word of the source, which other languages do not have so.

    >>> is_ending("{plural}", "{n} error{plural} found"), is_ending("{s}", "The {s} is here")
    (True, False)
    """
    return any(match.group() == text for match in _ENDING.finditer(source))


def head_of(text: str, format: str) -> str:  # noqa: A002 - the field's word
    """Return what a placeholder begins with whose rest may differ: an example, a size in Ren'Py; '' for others.

    >>> head_of("{c:books}", "po"), head_of("{size=+4}", "renpy_tl"), head_of("{size=+4}", "json")
    ('{c:', '{size=', '')
    """
    if text[0] != "{":
        return ""
    measured = _MEASURED.fullmatch(text) if format.startswith("renpy") else None
    if measured is not None:
        return measured[1]
    return text.partition(":")[0] + ":" if ":" in text else ""


def is_choice(source: str, target: str) -> bool:
    """Return whether a text is a list of sentences of which a game takes one, each with the same values.

    The translation need not have as many of them.

    >>> is_choice("Get %d.\\n%d to get.\\n%d more!", "Noch %d.\\n%d fehlen."), is_choice("%d won\\n%d lost", "%d won")
    (True, False)
    """
    lines, ours = source.strip().split("\n"), target.strip().split("\n")
    if len(lines) < _LEAST_CHOICES or len(ours) < _LEAST_CHOICES - 1:
        return False
    values = [_OF_CHOICE.findall(line) for line in (*lines, *ours)]
    return values[0] != [] and values.count(values[0]) == len(values)
