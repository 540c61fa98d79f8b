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
_PUNCTUATION = " \t\n\u3000。，！？、；：…·.,!?;:“”‘’\"'「」『』（）()《》—-"
# Spellings that OpenCC takes from official lists and subtitles do not.
_EVERYDAY = {"TW": str.maketrans("臺巖黴", "台岩霉"), "HK": str.maketrans("巖黴", "岩霉")}
_LOOKBEHIND = re.compile(r"\(\?<[=!](?:\[[^\]]*\] ?|[^()\[\]])*\)")


@dataclass(frozen=True, slots=True)
class Correction:
    """What overrides OpenCC at one place: a regular expression, and the text to write ('' keeps the match)."""

    pattern: str
    target: str


class Converter:
    """Converts one direction; protected symbols and everything that is not Chinese pass through."""

    def __init__(
        self,
        config: str,
        corrections: tuple[Correction, ...],
        *,
        alone: dict[str, str] | None = None,
        everyday: dict[int, int] | None = None,
    ) -> None:
        self._config = config
        self._alone = alone or {}
        self._everyday = everyday or {}
        by_first: dict[str, list[Correction]] = {}
        for correction in corrections:
            for first in first_characters(correction.pattern):
                by_first.setdefault(first, []).append(correction)
        # By first character: one alternation of four hundred rows at every position is some sixty times slower.
        self._rows = {
            first: (re.compile("|".join(f"({c.pattern})" for c in rows)), tuple(c.target for c in rows))
            for first, rows in by_first.items()
        }
        self._gate = re.compile(f"[{re.escape(''.join(by_first))}]") if by_first else re.compile(r"(?!)")

    def convert(self, text: str) -> str:
        """Return a line in the other script; corrected places are hidden from OpenCC while it reads the rest."""
        core = text.strip(_PUNCTUATION)
        if core in self._alone:
            return text.replace(core, self._alone[core])
        hidden, kept = self._hide(text)
        converted = _opencc(self._config).convert(hidden)
        for ours, theirs in self._everyday.items():
            if chr(ours) not in text:
                converted = converted.replace(chr(ours), chr(theirs))
        return "".join(kept.get(ch, ch) for ch in converted) if kept else converted

    def _hide(self, text: str) -> tuple[str, dict[str, str]]:
        free = (chr(code) for code in _FILLERS if chr(code) not in text)
        kept: dict[str, str] = {}
        pieces, position = [], 0
        gate = self._gate.search(text)
        while gate:
            pattern, targets = self._rows[gate.group()]
            match = pattern.match(text, gate.start())
            if match and (filler := next(free, "")):
                kept[filler] = targets[(match.lastindex or 1) - 1] or match.group()
                pieces += [text[position : match.start()], filler]
                position = match.end()
            gate = self._gate.search(text, match.end() if match else gate.end())
        return "".join([*pieces, text[position:]]), kept


def first_characters(pattern: str) -> str:
    """Return the characters with which a match of a correction can begin.

    >>> first_characters("(?<!相)信息(?!事宁人)"), first_characters("(?<=[开买])[奔宝]马|路虎")
    ('信', '奔宝路')
    """
    firsts = ""
    for branch in _branches(pattern):
        bare = _LOOKBEHIND.sub("", branch)
        while bare.startswith("(?:)"):
            bare = bare[4:]
        if bare.startswith("["):
            firsts += bare[1 : bare.index("]")]
        else:
            firsts += bare.removeprefix("\\")[:1]
    return "".join(dict.fromkeys(firsts))


def _branches(pattern: str) -> list[str]:
    """Return the top-level alternatives of a pattern."""
    depth, start, found = 0, 0, []
    for index, ch in enumerate(pattern):
        depth += (ch in "([") - (ch in ")]")
        if ch == "|" and depth == 0:
            found.append(pattern[start:index])
            start = index + 1
    return [*found, pattern[start:]]


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
    alone = {source: target for source, target, scope, _ in _rows("characters.tsv") if scope == "alone"}
    everyday = _EVERYDAY.get(region, _EVERYDAY["TW"])
    return Converter(CONFIGS[region], _ordered(corrections), alone=alone, everyday=everyday)


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
    return Converter(BACK_CONFIGS[region], _ordered(corrections))


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
    return [
        Correction(_expression(source), target)
        for source, target, scope, _ in _rows("characters.tsv")
        if scope == "any"
    ]


def _surnames() -> list[Correction]:
    """Return corrections that keep a surname (范总, 姓余, 老范); 小于 is left out, it means less than."""
    rows = _rows("surnames.tsv")
    names = "".join(text for text, kind, _ in rows if kind == "surname")
    titles = "|".join(sorted((text for text, kind, _ in rows if kind == "title"), key=len, reverse=True))
    title = rf"(?=(?:{titles})(?!体|之|共|而))"
    safe = names.replace("于", "")
    return [
        Correction(f"(?<![{HAN}])[{names}]{title}", ""),
        Correction(f"(?<=[{_BEFORE_NAME}])[{names}]{title}", ""),
        Correction(f"(?<=姓)[{names}]", ""),
        Correction(f"(?<=[老小阿])[{safe}](?![围例式本畴文县生地额量下])", ""),
        Correction(f"(?<=[老阿])于(?![{HAN}])", ""),
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
