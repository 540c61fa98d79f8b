"""The only place that turns Simplified Chinese into Traditional and back: OpenCC, corrected by tables of our own.

OpenCC converts characters in the context of the whole line. Its table of Taiwan phrases is not used: it is written
for manuals and turns 支持你 (I stand by you) into 支援你 (technical support), 结婚对象 into 結婚物件 and 饥饿的士兵
into 飢餓計程車兵. The words that Taiwan and Hong Kong do say otherwise stand in ``data/words-*.tsv`` instead, a row
each with its reason. Two choices of spelling: Taiwan gets 台 (台灣, 舞台), as its subtitles do, not the 臺 of official
prints; plain ``zh-Hant`` gets Taiwan's characters without Taiwan's words.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize.text import HAN

if TYPE_CHECKING:
    import opencc

DATA = Path(__file__).parent / "data"
DATA_FILES = tuple(DATA / name for name in ("characters.tsv", "surnames.tsv", "words-tw.tsv", "words-hk.tsv"))
CONFIGS = {"TW": "s2tw", "HK": "s2hk", "": "s2tw"}
BACK_CONFIGS = {"TW": "tw2s", "HK": "hk2s", "": "t2s"}
_FILLERS = range(0x100000, 0x10F000)
# By what a surname may be preceded; 对于老师 and 其余老师 are no names, 请于老师 is one.
_BEFORE_NAME = "是叫请让给和跟找见问替帮的有喊像位名个向为把被，、"
_TOUCHING = f"[{HAN}\ue000-\uf8ffA-Za-z0-9]"


@dataclass(frozen=True, slots=True)
class Correction:
    """What overrides OpenCC at one place: a regular expression, and the text to write ('' keeps the match)."""

    pattern: str
    target: str


class Converter:
    """Converts one direction; protected symbols and everything that is not Chinese pass through."""

    def __init__(self, config: str, corrections: tuple[Correction, ...], *, plain_tai: bool) -> None:
        self._config = config
        self._targets = [c.target for c in corrections]
        self._pattern = re.compile("|".join(f"({c.pattern})" for c in corrections)) if corrections else None
        self._plain_tai = plain_tai

    def convert(self, text: str) -> str:
        """Return a line in the other script; corrected places are hidden from OpenCC while it reads the rest."""
        kept: dict[str, str] = {}
        if self._pattern is not None:
            free = (chr(code) for code in _FILLERS if chr(code) not in text)

            def hide(match: re.Match[str]) -> str:
                filler = next(free, "")
                kept[filler] = self._targets[(match.lastindex or 1) - 1] or match.group()
                return filler or match.group()

            hidden = self._pattern.sub(hide, text)
        else:
            hidden = text
        converted = _opencc(self._config).convert(hidden)
        if self._plain_tai and "臺" not in text:
            converted = converted.replace("臺", "台")
        return "".join(kept.get(ch, ch) for ch in converted)


@functools.lru_cache(maxsize=16)
def to_traditional(region: str, vocabulary: str) -> Converter:
    """Return the converter from Simplified.

    Args:
        region: ``TW``, ``HK`` or '' for Traditional without a region.
        vocabulary: ``dialogue``, ``interface`` (adds the words of menus) or ``none`` (characters only).
    """
    corrections = [*_surnames(), *_characters()]
    if vocabulary != "none" and region:
        corrections = [*_words(region, vocabulary), *corrections]
    return Converter(CONFIGS[region], _ordered(corrections), plain_tai=region != "HK")


@functools.lru_cache(maxsize=16)
def from_traditional(region: str, vocabulary: str) -> Converter:
    """Return the converter to Simplified; regional words go back where that is certain."""
    corrections: list[Correction] = []
    if vocabulary != "none" and region:
        seen: set[str] = set()
        for source, target, _, back, _ in _rows(f"words-{region.lower()}.tsv"):
            if back == "yes" and target not in seen:
                seen.add(target)
                corrections.append(Correction(re.escape(target), source))
    return Converter(BACK_CONFIGS[region], _ordered(corrections), plain_tai=False)


def to_simplified(text: str) -> str:
    """Return any Chinese text in Simplified characters, words unchanged."""
    return str(_opencc("t2s").convert(text))


@functools.lru_cache(maxsize=16)
def _opencc(config: str) -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC(config)


def _words(region: str, vocabulary: str) -> list[Correction]:
    wanted = {"both", vocabulary}
    return [
        Correction(_expression(source), target)
        for source, target, where, _, _ in _rows(f"words-{region.lower()}.tsv")
        if where in wanted
    ]


def _characters() -> list[Correction]:
    found = []
    for source, target, scope, _ in _rows("characters.tsv"):
        pattern = _expression(source)
        if scope == "alone":
            pattern = f"(?<!{_TOUCHING}){pattern}(?!{_TOUCHING})"
        found.append(Correction(pattern, target))
    return found


def _surnames() -> list[Correction]:
    """Return corrections that keep a surname (范总, 姓余, 老范); 小于 is left out, it means less than."""
    rows = _rows("surnames.tsv")
    names = "".join(text for text, kind, _ in rows if kind == "surname")
    titles = "|".join(sorted((text for text, kind, _ in rows if kind == "title"), key=len, reverse=True))
    before = "".join(text for text, kind, _ in rows if kind == "before")
    titled = rf"(?:(?<![{HAN}])|(?<=[{_BEFORE_NAME}]))[{names}](?=(?:{titles})(?!体|之|共|而))"
    return [
        Correction(titled, ""),
        Correction(f"(?<=姓)[{names}]", ""),
        Correction(f"(?<=[{before.replace('小', '')}])[{names}](?![{HAN}])", ""),
        Correction(f"(?<=小)[{names.replace('于', '')}](?![{HAN}])", ""),
    ]


def _ordered(corrections: list[Correction]) -> tuple[Correction, ...]:
    """Put expressions first, then words from the longest to the shortest, so that the longest match wins."""
    return tuple(sorted(corrections, key=lambda c: (not _is_expression(c), -len(c.pattern))))


def _is_expression(correction: Correction) -> bool:
    return correction.pattern[:1] == "(" or "(?" in correction.pattern


def _expression(source: str) -> str:
    prefix = "pattern:"
    return source.removeprefix(prefix) if source.startswith(prefix) else re.escape(source)


@functools.lru_cache(maxsize=8)
def _rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a data file without its comments and header."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    table = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return tuple(table[1:])
