"""The only place that says who speaks in a line and to whom: the file, the ledger, forms of address, turn-taking.

Each answer is certain and says why, or it is empty: a wrong addressee writes a wrong form, an unknown one writes none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.glossary.conditions import vocative
from localize.glossary.fold import fold
from localize.glossary.ledger import NOTHING, Decided, decided
from localize.model import SegmentKind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.glossary.people import People, Person
    from localize.model import Segment

_LABEL = re.compile(r"^[\s\-–—]*([^\s：:，。！？!?,.、]{1,12})\s?[：:]\s*(?=\S)")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_TURNS = re.compile(r"(?m)^\s*[-–—－]\s*\S.*\n\s*[-–—－]\s*\S")
_THINKS = re.compile(r"^\s*(?:<i>|\{\\i1\}|（(?:OS|VO|旁白)）)")
_ECHO = ("?", "？")
"""After a name alone: it may be called or only wondered at (秦烁？来娶我的？)."""
_NO_TALK = {SegmentKind.SIGN, SegmentKind.SONG, SegmentKind.CAPTION, SegmentKind.HEADING, SegmentKind.ACTION}


@dataclass(frozen=True, slots=True)
class Talk:
    """Who speaks to whom in a line.

    Attributes:
        speaker, addressee: None where it is not certain.
        relation: what the speaker is to the addressee, '' if nothing says.
        why: for each of the two that is certain, what says so.
        ledger: what has been decided about the line.
    """

    speaker: Person | None = None
    addressee: Person | None = None
    relation: str = ""
    why: tuple[str, ...] = ()
    ledger: Decided = NOTHING


UNKNOWN = Talk()


@dataclass(frozen=True, slots=True)
class Cue:
    """A line of a scene with its place in the file.

    Attributes:
        segment: the line.
        path: of the file below the project folder, '' for none.
        number: 1-based in file order, None if not known.
    """

    segment: Segment
    path: str = ""
    number: int | None = None


def talk(
    cue: Cue,
    before: Sequence[Segment],
    after: Sequence[Segment],
    people: People,
    *,
    episode: int | None,
) -> Talk:
    """Return who speaks to whom in a line.

    The speaker: what the ledger says, whom the file names, or a label at the head of the line (``林总：``). The
    addressee: what the ledger says, whom the words of direct address mean, or the only other one who speaks in the
    lines around. A thought, a sign, a song and a cue of two turns have no addressee.

    Args:
        cue: the line.
        before, after: its neighbours in the scene, nearest last and first.
        people: of the work.
        episode: of the file, None if not known.
    """
    if not people or cue.segment.kind in _NO_TALK:
        return UNKNOWN
    known = decided(people.ledger, cue.path, cue.number, cue.segment.source)
    speaker, why_speaker = _speaker(cue, people, known, episode)
    addressee, why_addressee = _addressee(cue, before, after, people, known, speaker, episode)
    relation = ""
    if speaker is not None and addressee is not None:
        relation = people.relation(speaker.id, addressee.id, episode)
    why = tuple(part for part in (why_speaker, why_addressee) if part)
    return Talk(speaker, addressee, relation, why, known)


def _speaker(cue: Cue, people: People, known: Decided, episode: int | None) -> tuple[Person | None, str]:
    if known.speaker:
        return people.get(known.speaker), f"the ledger says {known.speaker} speaks{_by(known)}"
    return speaker_of(cue.segment, people, episode)


def speaker_of(segment: Segment, people: People, episode: int | None) -> tuple[Person | None, str]:
    """Return who says a line by the file alone, and what says so; None if that is not one known person."""
    if _TURNS.search(segment.source):
        return None, ""
    if segment.speaker:
        person = people.named(segment.speaker, episode)
        return person, f"the file names {segment.speaker}" if person else ""
    label = _LABEL.match(_TAG.sub("", segment.source))
    person = people.named(label[1], episode) if label else None
    return person, f"the line is headed {label[1]}" if label and person else ""


def _addressee(
    cue: Cue,
    before: Sequence[Segment],
    after: Sequence[Segment],
    people: People,
    known: Decided,
    speaker: Person | None,
    episode: int | None,
) -> tuple[Person | None, str]:
    if known.addressee:
        return people.get(known.addressee), f"the ledger says {known.addressee} is spoken to{_by(known)}"
    source = cue.segment.source
    if _TURNS.search(source) or _THINKS.match(source):
        return None, ""
    person, why = _called(source, people, speaker, episode)
    if person is not None or why:
        return person, why
    if speaker is None:
        return None, ""
    return _in_turn(cue, before, after, people, speaker, episode)


def _called(
    source: str, people: People, speaker: Person | None, episode: int | None
) -> tuple[Person | None, str]:
    """Return whom the words of direct address mean; a reason without a person where they mean several people."""
    text = fold(source)
    label = _LABEL.match(text)
    start = label.end() if label else 0
    found: dict[str, tuple[Person, str]] = {}
    taken: list[Span] = []
    for word in people.words:
        at = text.find(word, start)
        while at >= 0:
            span = Span(at, at + len(word))
            at = text.find(word, span.end)
            if any(span.start < other.end and other.start < span.end for other in taken):
                continue
            taken.append(span)
            if not vocative(text, span) or text[span.end : span.end + 1] in _ECHO:
                continue
            person, why = people.called(word, speaker.id if speaker else "", episode)
            if person is not None and person is not speaker:
                found[person.id] = (person, why)
    if len(found) > 1:
        return None, f"{' and '.join(sorted(found))} are both addressed"
    return next(iter(found.values()), (None, ""))


def _in_turn(
    cue: Cue,
    before: Sequence[Segment],
    after: Sequence[Segment],
    people: People,
    speaker: Person,
    episode: int | None,
) -> tuple[Person | None, str]:
    """Return whom a speaker who goes on speaks to, or the one person with whom the speaker takes turns.

    That person speaks on each side of the line that the scene has, and nobody else, known or not, speaks there.
    """
    last = before[-1] if before and _speaks(before[-1]) else None
    if last is not None and _voice(cue, last, -1, people, episode) is speaker:
        person, why = _called(last.source, people, speaker, episode)
        if person is not None or why:
            return person, f"{speaker.id} goes on speaking: {why}" if person else why
    sides = [
        [_voice(cue, segment, step, people, episode) for step, segment in side if _speaks(segment)]
        for side in (
            [(i - len(before), s) for i, s in enumerate(before)],
            [(i + 1, s) for i, s in enumerate(after)],
        )
    ]
    voices = [person for side in sides for person in side]
    others = {person.id: person for person in voices if person is not None and person is not speaker}
    if None in voices or len(others) != 1:
        return None, ""
    (only,) = others.values()
    if not all(only in side for side in sides if side):
        return None, ""
    return only, f"only {only.id} and {speaker.id} speak here"


def _speaks(segment: Segment) -> bool:
    return segment.kind not in _NO_TALK and not _THINKS.match(segment.source)


def _voice(cue: Cue, other: Segment, step: int, people: People, episode: int | None) -> Person | None:
    """Return who speaks in a neighbour that stands some lines after a cue, or before it."""
    number = cue.number + step if cue.number is not None else None
    return _speaker(
        Cue(other, cue.path, number),
        people,
        decided(people.ledger, cue.path, number, other.source),
        episode,
    )[0]


def _by(known: Decided) -> str:
    return f" ({known.by})" if known.by else ""
