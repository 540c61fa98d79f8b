"""The only place that says what the lines of one file tell of its notations together: what is not kept as code.

One line cannot say whether ``%C``, ``<title>`` or ``[size]`` is code or a word that looks like it; the file can. Four
facts of a finished translation speak for words:

- Changed throughout: a notation that no format declares, and nothing closes, is changed in `LEAST_CHANGED` lines or
  more, and in one of `ONE_IN` of those that have it. One that is kept in 300 lines and lost in two is code, and these
  two are errors.
- Respelt throughout: one value stands for another that the program has too, in that many lines and in half of those
  that lack it (``{STRING}`` for ``{STRING2}``);
  or forms of it do, which the language needs (``{road:dative}`` for ``{road}``).
- Added throughout: the same code, in `LEAST_ADDED` lines that lack nothing (``{NBSP}`` before French marks).
- Foreign: the program writes its values otherwise in `LEAST_OTHERS` lines or more, and this notation stands in
  `MOST_FOREIGN` sources at most: an example (``{driver}`` in a file of ``%s``), a note (``orange [color]``).

Then a finding weighs a warning. What every engine must keep (``%s``, ``%1$d``, ``{0}``, ``{name}``, ``<b>``) is never
weighed for being lost or translated, however often: an engine that drops them all would prove itself right. Formats
that declare their notation are not weighed at all. The bounds were set on the labelled samples of the tests.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from localize.masking import code_in
from localize.model import Severity
from localize.qa.differences import key_of
from localize.qa.tags import is_known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from localize.model import Finding

_T = TypeVar("_T")
LEAST_CHANGED = 4
ONE_IN = 5
LEAST_ADDED = 8
LEAST_OTHERS = 10
MOST_FOREIGN = 2
DECLARING = frozenset(
    {
        "android",
        "ass",
        "factorio",
        "fluent",
        "ink",
        "paradox",
        "qt_ts",
        "renpy",
        "renpy_tl",
        "resx",
        "rpgmaker",
    }
    | {"strings", "stringsdict", "xcstrings", "yarn"}
)
"""Formats that say themselves how their values are written."""
_WEIGHED = frozenset({"COD001", "COD002", "COD003"})
_OPEN_ERRORS = "PRO002"
_FIRM = re.compile(
    r"%(?:\(\w[\w.]*\)|\d{1,2}\$)?[#0\-+']{0,3}(?:\d{1,3}|\*(?:\d{1,2}\$)?)?(?:\.(?:\d{1,3}|\*(?:\d{1,2}\$)?))?(?:hh|h|ll|l|q|j|z|t|L|I64)?[sdiufgxXcp@]"
    r"|%L?\d{1,2}|%n|%%|%\w{3,}%"
)
"""What C, Python, Objective-C and Qt write for the values of nearly all texts, and names between per cent signs."""
_NAME = re.compile(r"[<\[]/?\s*([A-Za-z][\w:]*)")
_ENDS = {"<": ">", "[": "]"}
_BRACES, _TAGS, _VALUES = "{", "<", "%"


@dataclass(slots=True)
class Tally:
    """In how many lines with different sources the placeholders of a file stand, and what became of them.

    Attributes:
        sources, kept, added: notation or group → lines whose source has it, whose target has the same, whose target
            alone has it.
        texts: placeholder → lines whose source has it.
        lost: placeholder → lines whose target lacks it.
        respelt: lost and invented placeholder of one group → lines that exchange them.
        alone: placeholder → lines that invent it and lack nothing.
    """

    sources: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    respelt: Counter[tuple[str, str]] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, lines: Iterable[tuple[str, str]], format: str) -> Tally:  # noqa: A002 - the field's word
        """Return the tally of the lines of a file; each source once, lines without a target never."""
        seen, kinds = set[int](), Counter[tuple[tuple[str, ...], tuple[str, ...]]]()
        for source, target in lines:
            if not target or (mark := hash(source)) in seen or target.isspace():
                continue
            ours, theirs = code_in(source, format), code_in(target, format)
            if ours or theirs:
                seen.add(mark)
                kinds[tuple(ours), tuple(theirs)] += 1
        tally = cls()
        for (mine, its), count in kinds.items():  # most lines have what many others have
            tally.see(mine, its, count)
        return tally

    def see(self, ours: Sequence[str], theirs: Sequence[str], count: int = 1) -> None:
        """Count lines by the placeholders that their sources have, and their targets."""
        texts = {_spelt(text) for text in ours}
        mine = {name for text in texts for name in _notations(text)}
        _add(self.texts, texts, count)
        _add(self.sources, mine, count)
        if ours == theirs or sorted(ours) == sorted(theirs):
            _add(self.kept, mine, count)
        else:
            self._see_change(Counter(map(_spelt, ours)), Counter(map(_spelt, theirs)), mine, count)

    def _see_change(self, ours: Counter[str], theirs: Counter[str], mine: set[str], count: int) -> None:
        lost, invented = ours - theirs, theirs - ours
        changed = {name for text in (*lost, *invented) for name in _notations(text)}
        _add(self.kept, mine - changed, count)
        _add(self.added, changed - mine, count)
        _add(self.lost, lost, count)
        _add(self.respelt, [(x, y) for x in lost for y in invented if _may_be_spelt(x, y)], count)
        if not lost:
            _add(self.alone, invented, count)


def _add(counter: Counter[_T], keys: Iterable[_T], count: int) -> None:
    """Count every key `count` times; `Counter.update` is slow for the few that one line has."""
    for key in keys:
        counter[key] += count


class Evidence:
    """What the lines of one file say of its notations; they are read when the first doubtful finding is weighed."""

    def __init__(self, lines: Callable[[], Iterable[tuple[str, str]]], format: str) -> None:  # noqa: A002
        """Note where the lines are.

        Args:
            lines: yields source and target of every segment of the file, each time it is called.
            format: of the file.
        """
        self._lines, self._format = lines, format
        self._found: Tally | None = None

    def weighed(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Return the findings of one line, those that the file speaks against as warnings."""
        if not any(f.severity is Severity.ERROR and f.code in _WEIGHED for f in findings):
            return findings
        if self._format in DECLARING:
            return findings
        return without_hollow([self._weighed(finding) for finding in findings])

    def _weighed(self, finding: Finding) -> Finding:
        if finding.severity is not Severity.ERROR or finding.code not in _WEIGHED or not finding.subject:
            return finding
        doubtful = self._doubts(finding.subject, lost=finding.code == "COD001")
        return replace(finding, severity=Severity.WARNING) if doubtful else finding

    @property
    def _tally(self) -> Tally:
        if self._found is None:
            self._found = Tally.of(self._lines(), self._format)
        return self._found

    def _doubts(self, text: str, *, lost: bool) -> bool:
        """Return whether the file speaks against a text as code; `lost`: the target lacks it."""
        group, name = _group_of(text), notation_of(text)
        if group in {"", _VALUES} or _numbered(text):
            return group == _BRACES and not lost and self._is_foreign(group)
        if name is not None and self._is_changed(name):
            return True
        key = key_of(text)
        if self._is_respelt(key, lost=lost) or self._has_forms(key):
            return True
        if not lost and self._is_added(key, group):
            return True
        return group != _TAGS and self._is_foreign(group)

    def _is_changed(self, name: str) -> bool:
        tally = self._tally
        if f"{name[0]}/{name[1:]}{_ENDS.get(name[0])}" in tally.texts:
            return False  # what is closed is code
        changed = tally.sources[name] - tally.kept[name] + tally.added[name]
        return changed >= LEAST_CHANGED and changed * ONE_IN >= tally.sources[name] + tally.added[name]

    def _is_respelt(self, key: str, *, lost: bool) -> bool:
        tally = self._tally
        return any(
            count >= LEAST_CHANGED and 2 * count >= tally.lost[ours] and tally.texts[theirs]
            for (ours, theirs), count in tally.respelt.items()
            if key == (ours if lost else theirs)
        )

    def _has_forms(self, key: str) -> bool:
        """Return whether a value is one that the translation says in forms of its own: ``{road:dative}``."""
        tally, name = self._tally, key.rstrip("}").partition(":")[0]
        count = sum(
            n
            for (ours, theirs), n in tally.respelt.items()
            if ours == f"{name}}}" and theirs.startswith(f"{name}:")
        )
        return count >= LEAST_CHANGED and 2 * count >= tally.lost[f"{name}}}"]

    def _is_added(self, key: str, group: str) -> bool:
        """Return whether a code is the translation's own; or, of tags, whether it lists them as words."""
        tally = self._tally
        listed = tally.added[_TAGS] >= max(LEAST_ADDED, 4 * tally.sources[_TAGS])
        return tally.alone[key] >= LEAST_ADDED or (group == _TAGS and listed)

    def _is_foreign(self, group: str) -> bool:
        tally = self._tally
        others = {_VALUES, _BRACES} - {group}
        return tally.sources[group] <= MOST_FOREIGN and sum(tally.kept[o] for o in others) >= LEAST_OTHERS


@functools.lru_cache(maxsize=4096)
def _spelt(text: str) -> str:
    return key_of(text)


@functools.lru_cache(maxsize=4096)
def _notations(text: str) -> tuple[str, ...]:
    """Return the notation and the group of a placeholder, as far as it has them."""
    return tuple(filter(None, (notation_of(text), _group_of(text))))


def _may_be_spelt(text: str, other: str) -> bool:
    """Return whether two placeholders can be spellings of one; of a tag no other one is, least of all its end."""
    return _group_of(text) == _group_of(other) != _TAGS


def without_hollow(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return the findings of one line, without the one that says of an approval that errors are open if none is."""
    if any(f.severity is Severity.ERROR and f.code != _OPEN_ERRORS for f in findings):
        return findings
    return [f for f in findings if f.code != _OPEN_ERRORS]


def notation_of(text: str) -> str | None:
    """Return the notation of a placeholder that may as well be a word; None for one that every program knows.

    >>> notation_of("<italic>"), notation_of("</italic>"), notation_of("[color=red]"), notation_of("%C")
    ('<italic', '<italic', '[color', '%C')
    >>> notation_of("<b>"), notation_of("%2$s"), notation_of("{name}"), notation_of("\\\\n")
    (None, None, None, None)
    """
    if text[0] in "<[":
        name = _NAME.match(text)
        if name is None or (text[0] == "<" and is_known(name[1])):
            return None
        return text[0] + name[1].lower()
    if text[0] == "%" and text[1:2] != "{" and _FIRM.fullmatch(text) is None:
        return "%" + text[-1]
    return None


def _group_of(text: str) -> str:
    """Return the family of notations that a text belongs to, '' for one that says nothing of how values are written."""
    if text[0] in "{" or (text[0] in "$#@%" and text[1:2] == "{"):
        return _BRACES
    if text[0] == "%":
        return _VALUES if _FIRM.fullmatch(text) else "%?"
    return text[0] if text[0] in "<[§" else ""


def _numbered(text: str) -> bool:
    """Return whether a value in braces is written as no example is: ``{}``, ``{0}``."""
    return text[0] == "{" and not any(ch.isalpha() for ch in text)
