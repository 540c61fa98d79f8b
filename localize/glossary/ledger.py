"""The only place that says who is meant in a cue: what people have decided about speakers, subjects and pronouns.

Chinese leaves subjects out and says 他, 她 and, in chat, ta alike. Who it is, a person decides once, for a range of
cues, and the decision is kept with a name and a date. An entry that quotes its cue counts only as long as the cue
says so: a re-cut file does not move a decision to another line.
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.glossary.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from localize.errors import Place
    from localize.glossary.scopes import Episodes


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision.

    Attributes:
        file: path, name or glob pattern of the file.
        cues: numbers of the cues, 1-based in file order; None for every cue.
        text: words that the cue must hold, '' for no such test.
        speaker, addressee, subject: ids of people, '' where the entry says nothing of it.
        pronouns: word of the source (``他``, ``ta``) → id of the person.
        by, at: who decided, and when.
        why: a reason for people.
    """

    file: str
    cues: Episodes | None = None
    text: str = ""
    speaker: str = ""
    addressee: str = ""
    subject: str = ""
    pronouns: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    at: str = ""
    why: str = ""
    place: Place | None = None

    def covers(self, path: str, cue: int | None, source: str) -> bool:
        """Return whether the entry is about a cue."""
        name = path.replace("\\", "/")
        if not (fnmatch.fnmatchcase(name, self.file) or fnmatch.fnmatchcase(name.split("/")[-1], self.file)):
            return False
        if self.cues is not None and (cue is None or cue not in self.cues):
            return False
        # A cue may be wrapped otherwise by now, which is no other text.
        return not self.text or "".join(fold(self.text).split()) in "".join(fold(source).split())


@dataclass(frozen=True, slots=True)
class Decided:
    """What the ledger says of a cue; the later of two entries wins, field by field."""

    speaker: str = ""
    addressee: str = ""
    subject: str = ""
    pronouns: Mapping[str, str] = field(default_factory=dict)
    by: str = ""

    def __bool__(self) -> bool:
        return bool(self.speaker or self.addressee or self.subject or self.pronouns)


NOTHING = Decided()


def decided(entries: Iterable[Entry], path: str, cue: int | None, source: str) -> Decided:
    """Return what has been decided about a cue.

    Args:
        entries: of the ledger, in file order.
        path: of the file, '' for none.
        cue: 1-based number in the file, None if not known.
        source: the words of the cue.
    """
    found = [entry for entry in entries if entry.covers(path, cue, source)] if path else []
    if not found:
        return NOTHING
    pronouns = {word: who for entry in found for word, who in entry.pronouns.items()}
    last = {
        name: next((value for entry in reversed(found) if (value := getattr(entry, name))), "")
        for name in ("speaker", "addressee", "subject", "by")
    }
    return Decided(last["speaker"], last["addressee"], last["subject"], pronouns, last["by"])
