"""The only place that writes TMX 1.4b: pairs in, one translation unit a pair out, as they come and in bounded memory.

Placeholders and tags stand in a segment as text, exactly as the memory has them, and never as ``<ph>`` or ``<bpt>``:
what is a code is decided by the file in which a text is used again, and every tool protects such text by rules of its
own. So what is written and read again is the same to the character (docs/decisions/011-translation-memory.md).

https://www.gala-global.org/tmx-14b
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize import __version__
from localize.memory.base import Trust

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from localize.memory.base import MemoryUnit

TOOL = "chuhai-localize"
CHARACTER = "x-char"
"""Type of a ``<ph>`` that stands for a character which XML cannot hold; its content is ``U+0001``."""
SPEAKER, ALIGNED, ORIGIN = "x-speaker", "aligned", "x-origin"
FILE, ID, PREVIOUS, NEXT = "file", "id", "prev", "next"
"""Types of properties as OmegaT names them: where a pair stands, and the sources around it."""
CONTEXT_BEFORE, CONTEXT_AFTER = "x-context-pre", "x-context-post"
"""Types of properties as memoQ names them: the sources around a pair, each in an escaped ``<seg>``."""

# https://www.w3.org/TR/xml/#charsets; the carriage return is held as a reference, which a reader leaves alone.
_CANNOT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPED = re.compile('[&<>"\r]')
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        units: translation units.
        coded: those with a character that XML cannot hold, written as a ``<ph>``: this program reads it back.
        changed: those with such a character beside the texts (neighbour, speaker, place), where U+FFFD stands for it.
    """

    units: int
    coded: int
    changed: int


def write_tmx(units: Iterable[MemoryUnit], source_locale: str, write: Callable[[bytes], object]) -> Written:
    """Write pairs as TMX in UTF-8, in the order in which they come.

    Args:
        units: pairs.
        source_locale: what most of them are translated from.
        write: takes the file, piece by piece.
    """
    write(_head(source_locale).encode())
    pieces: list[str] = []
    count = coded = changed = 0
    for unit in units:
        beside = (unit.before, unit.after, unit.speaker, unit.origin, unit.by)
        count += 1
        coded += bool(_CANNOT.search(unit.source) or _CANNOT.search(unit.target))
        changed += any(_CANNOT.search(text) for text in beside)
        pieces.append(_unit(unit, source_locale))
        if len(pieces) >= _AT_ONCE:
            write("".join(pieces).encode())
            pieces.clear()
    write(("".join(pieces) + "  </body>\n</tmx>\n").encode())
    return Written(count, coded, changed)


def _head(source_locale: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'  <header creationtool="{TOOL}" creationtoolversion="{__version__}" segtype="block" o-tmf="{TOOL}"'
        f' adminlang="en" srclang="{source_locale}" datatype="plaintext"/>\n  <body>\n'
    )


def _unit(unit: MemoryUnit, source_locale: str) -> str:
    told = {
        "creationdate": unit.created,
        "changedate": unit.changed,
        "creationid": unit.by,
        "usagecount": str(unit.uses or ""),
        "srclang": "" if unit.source_locale == source_locale else unit.source_locale,
    }
    attributes = "".join(f' {name}="{_plain(value)}"' for name, value in told.items() if value)
    inside = unit.trust is Trust.APPROVED
    file, _, identifier = unit.origin.partition("#") if inside else ("", "", "")
    properties = _properties({
        FILE: file,
        ID: identifier,
        ORIGIN: "" if inside else unit.origin,
        ALIGNED: "yes" if unit.trust is Trust.ALIGNED else "",
        PREVIOUS: unit.before,
        NEXT: unit.after,
        SPEAKER: unit.speaker,
    })  # fmt: skip
    context = _properties({CONTEXT_BEFORE: _wrapped(unit.before), CONTEXT_AFTER: _wrapped(unit.after)})
    return (
        f"    <tu{attributes}>\n{properties}"
        f'      <tuv xml:lang="{unit.source_locale}">\n{context}        <seg>{_coded(unit.source)}</seg>\n'
        f'      </tuv>\n      <tuv xml:lang="{unit.target_locale}">\n'
        f"        <seg>{_coded(unit.target)}</seg>\n      </tuv>\n    </tu>\n"
    )


def _properties(values: dict[str, str]) -> str:
    return "".join(
        f'      <prop type="{kind}">{_plain(text)}</prop>\n' for kind, text in values.items() if text
    )


def _wrapped(text: str) -> str:
    return f"<seg>{_escape(text)}</seg>" if text else ""


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _SPECIAL[found[0]], text)


def _plain(text: str) -> str:
    """Return a text for an attribute or a property, where no element may stand.

    >>> _plain("a\\x01<b>")
    'a�&lt;b&gt;'
    """
    return _escape(_CANNOT.sub("\ufffd", text))


def _coded(text: str) -> str:
    """Return a text for a segment, with an element for every character that XML cannot hold.

    >>> _coded("<i>\\x01</i>")
    '&lt;i&gt;<ph type="x-char">U+0001</ph>&lt;/i&gt;'
    """
    escaped = _escape(text)
    if _CANNOT.search(escaped) is None:
        return escaped
    return _CANNOT.sub(lambda found: f'<ph type="{CHARACTER}">U+{ord(found[0]):04X}</ph>', escaped)
