"""COD, second part: what a player presses or an engine pages by: access keys, key names, page breaks, line policy."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from localize.model import Severity
from localize.qa.emit import fault
from localize.text import HAN, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from localize.model import Finding, Segment
    from localize.qa.base import Context

_ACCESS_FORMATS = frozenset({"qt_ts", "ts", "qt", "resx", "po", "xliff", "xliff2"})
# No key is labelled with a Han character, kana or syllable (西格&绍尔 is a name), nor stands in an abbreviation (R&D).
_ACCESS = re.compile(
    rf"(?<!&)&(?!(?<=[A-Z]&)[A-Z])(?=[^\W_])(?![{HAN}\u3041-\u30ff\uac00-\ud7a3])(?![A-Za-z#][A-Za-z0-9]{{1,30}};)"
)
_UNDERSCORE_ACCESS = re.compile(
    r"(?<![\w_])_(?=[^\W_])(?!\w*_)|(?<=[（(])_(?=[A-Za-z][)）])|(?<=[a-z])_(?=[a-z]+$)"
)
_MOST_WORDS = 5  # a label, not a sentence

_MODIFIER = r"(?:Ctrl|Control|Alt|Shift|Cmd|Command|Option|Win|Super|Meta)"
_CHORD = re.compile(
    rf"\b{_MODIFIER}(?:\s?\+\s?(?:{_MODIFIER}|F\d{{1,2}}|[A-Z0-9]|Tab|Enter|Esc|Space|Del|Delete))+"
)
_FUNCTION_KEY = re.compile(r"(?<![A-Za-z0-9_])F(?:[1-9]|1[0-2])(?![A-Za-z0-9_])")
_BUTTON = re.compile(r"\[(?:[A-Z]|[LR][12BT]|F\d{1,2}|Tab|Esc|Shift|Ctrl|Alt|Enter|Space)\]")
_ANY_KEY = re.compile(rf"\b{_MODIFIER}\s?\+|(?<![A-Za-z0-9])F\d|\[[A-Z]")

_PAGE = re.compile(r"#\$[be]#|(?<=#)\$[a-z](?![A-Za-z])|(?:\$[bek]|(?<=[^\w\s#])\$\d{1,2})(?=#|$)")
_BREAKS_FORBIDDEN = frozenset({"lrc"})
_OF_TEMPLATE = re.compile(r"\A\n[ \t]{2,}\S|\n[ \t]{2,}\Z")
"""The indent of a block in a template: HTML shows no blanks there, and not only msgfmt makes catalogues."""


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the COD findings about keys, pages and lines."""
    source = segment.source
    found: list[Iterator[Finding]] = []
    if context.format in _ACCESS_FORMATS:
        if "&" in source or "&" in target:
            found.append(_access(segment, source, target, _ACCESS, "&"))
        elif "_" in source or "_" in target:
            found.append(_access(segment, source, target, _UNDERSCORE_ACCESS, "_"))
    if ("+" in source or "F" in source or "[" in source) and _ANY_KEY.search(source):
        found.append(_keys(segment, source, target))
    if "$" in source:
        found.append(_pages(segment, source, target))
    if "\n" in source or "\n" in target:
        found.append(_lines(segment, source, target, context))
    return chain.from_iterable(found) if found else ()


def _access(
    segment: Segment, source: str, target: str, pattern: re.Pattern[str], mark: str
) -> Iterator[Finding]:
    """Yield a label whose access key is missing, doubled or invented; sentences have none."""
    wanted, found = len(pattern.findall(source)), list(pattern.finditer(target))
    if wanted == len(found) or wanted > 1 or len(source.split()) > _MOST_WORDS or "://" in target:
        return
    if wanted and not found:
        yield fault("COD013", segment, f"the access key ({mark}) of the source is missing")
    elif wanted:
        yield fault("COD013", segment, f"{len(found)} access keys, one is meant", span=found[1].span())
    elif mark == "&" and len(found) == 1 and "&" not in source:
        yield fault("COD013", segment, "an access key that the source does not have", span=found[0].span())


def _keys(segment: Segment, source: str, target: str) -> Iterator[Finding]:
    for pattern in (_CHORD, _FUNCTION_KEY, _BUTTON):
        wanted = Counter(_pressed(name) for name in pattern.findall(source))
        if not wanted:
            continue
        folded = _pressed(target)
        for name in wanted:
            if name not in folded and not _said_otherwise(name, folded):
                yield fault("COD014", segment, f"{safe(name)} is missing")


def _pressed(text: str) -> str:
    return re.sub(r"\s*([+＋])\s*", "+", text)


# What keyboards of other languages have printed on the key (German, Spanish, French).
_PRINTED = {"Ctrl": ("Strg", "Control"), "Control": ("Ctrl", "Strg"), "Shift": ("Umschalt", "Maj", "Mayús"),
            "Command": ("Cmd", "⌘"), "Cmd": ("Command", "⌘"), "Option": ("Alt", "⌥", "Wahl", "Opción", "Opção"),
            "Delete": ("Entf", "Supr", "Suppr"), "Del": ("Entf", "Supr", "Suppr"), "Esc": ("Échap",)}  # fmt: skip


def _said_otherwise(name: str, target: str) -> bool:
    """Return whether the last key of a chord stands behind any modifier, or a button's letter in other brackets."""
    if name.startswith("["):
        printed = "|".join(map(re.escape, (name[1:-1], *_PRINTED.get(name[1:-1], ()))))
        return re.search(rf"(?<![A-Za-z])(?:{printed})(?![A-Za-z])", target, re.IGNORECASE) is not None
    *modifiers, last = name.split("+")
    if not modifiers:
        return False
    spelled = [(m, *_PRINTED.get(m, ())) for m in modifiers]
    said = target.casefold()
    pressed = re.search(rf"(?<![a-z0-9]){re.escape(last.casefold())}(?![a-z0-9])", said)
    return pressed is not None and all(any(s.casefold() in said for s in names) for names in spelled)


def _pages(segment: Segment, source: str, target: str) -> Iterator[Finding]:
    wanted = Counter(_PAGE.findall(source))
    if not wanted:
        return
    found = Counter(_PAGE.findall(target))
    for code, count in (wanted - found).items():
        yield fault("COD015", segment, f"{code} is missing" + (f" {count} times" if count > 1 else ""))
    for code in found - wanted:
        at = target.rfind(code)
        yield fault("COD015", segment, f"{code} is not in the source", span=(at, at + len(code)))


def _lines(segment: Segment, source: str, target: str, context: Context) -> Iterator[Finding]:
    if context.format in _BREAKS_FORBIDDEN and "\n" in target.strip("\n"):
        at = target.index("\n")
        fixed = " ".join(target.split("\n"))
        yield fault(
            "COD016", segment, "a line break, where a time has one line", span=(at, at + 1),
            fixed=fixed, why="one line",
        )  # fmt: skip
    elif context.format == "po" and source.strip() and target.strip():
        # msgfmt --check refuses a msgstr that begins or ends otherwise than its msgid.
        ends = (source.startswith("\n"), source.endswith("\n"))
        if ends != (target.startswith("\n"), target.endswith("\n")):
            fixed = "\n" * ends[0] + target.strip("\n") + "\n" * ends[1]
            severity = Severity.WARNING if _OF_TEMPLATE.search(source) else None
            yield fault(
                "COD016", segment, "msgid and msgstr do not both begin or end with a line break",
                fixed=fixed, why="line breaks as in the source", severity=severity,
            )  # fmt: skip
