"""The only place that says which lines belong together: a scene, and a sentence that runs over several cues.

A scene ends at a scene head, where the file names another scene, or at a pause. A sentence runs on only where
something says so: a mark that ends no sentence, a word that cannot end one, or a word that cannot begin one. Subtitles
often leave every mark out, so a missing full stop alone says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.model import SegmentKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.model import Segment

SCENE_GAP_MS = 8_000
"""A pause after which another scene is taken to begin; editorial."""
SENTENCE_GAP_MS = 1_000
"""The longest pause inside a sentence; editorial. Two cues of one sentence follow each other at once."""
LONGEST_SENTENCE = 60
"""Source characters of cues that are translated as one; above this small models begin to leave words out."""
MOST_CUES = 3

_RUNS_ON = re.compile(r"[，,、：:—]$")
_ENDS = re.compile(r"[。！？!?.…；;~～][”’」』）)\]》\"'♪]*$")
_FULL_STOP = re.compile(r"[。．][”’」』）)》]*$")
_OPEN_END = re.compile(
    r"(?:把|被|在|和|跟|与|與|对|對|给|給|从|從|向|为了|為了|让|讓|使得|比|但是?|而且?|或者?|因为|因為|如果|要是|虽然|雖然"
    r"|所以|并且|並且|以及|关于|關於|即使|只要|只有|除非|无论|無論|不管|不但|不仅|不僅|正在|已经|已經|最|非常|特别|那个|那個"
    r"|这个|這個|一个|一個|一份|一場|一场)$"
)
_BOUND_START = re.compile(
    r"^(?:的(?!确|確|士)|地(?=[\u4e00-\u9fff]{2})|得(?=[很太更])|们|們|之(?=[内内外前后後间間]))"
)
_IF = re.compile(
    r"^(?:如果|要是|因为|因為|虽然|雖然|既然|只要|只有|即使|就算|不管|无论|無論|除非|自从|自從|当|當)"
)
_THEN = re.compile(
    r"^(?:就|那就|那么|那麼|所以|但是?|可是?|却|卻|才|也|都|[我你他她它咱]们?(?:就|也|都|才|却|卻))"
)
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_NO_SENTENCE = re.compile(r"^\s*[-\u2010-\u2015\u2212\uff0d【\[（(♪]")


def same_scene(first: Segment, second: Segment) -> bool:
    """Return whether two neighbouring segments belong to one scene."""
    if second.kind is SegmentKind.HEADING or first.scene != second.scene:
        return False
    return first.end_ms is None or second.start_ms is None or second.start_ms - first.end_ms <= SCENE_GAP_MS


def scene_around(
    segment: Segment, before: Sequence[Segment], after: Sequence[Segment]
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return the neighbours that belong to the scene of a segment, nearest last and first."""
    first, last, at = len(before), 0, segment
    for other in reversed(before):
        if not same_scene(other, at):
            break
        first, at = first - 1, other
    at = segment
    for other in after:
        if not same_scene(at, other):
            break
        last, at = last + 1, other
    return tuple(before[first:]), tuple(after[:last])


def runs_on(first: Segment, second: Segment) -> bool:
    """Return whether the sentence of a cue goes on in the next one.

    >>> from localize.model import Segment, SegmentId
    >>> def cue(text, start):
    ...     return Segment(SegmentId(str(start)), text, (), 1, 1, start_ms=start, end_ms=start + 1000)
    >>> runs_on(cue("如果你今天敢走，", 0), cue("就别再回来。", 1000)), runs_on(cue("你来了", 0), cue("坐", 1000))
    (True, False)
    """
    if not _neighbours(first, second) or len(first.source) + len(second.source) > LONGEST_SENTENCE:
        return False
    if _TAG.findall(first.source) != _TAG.findall(second.source):
        return False  # another voice or another place on the screen
    one, two = (_TAG.sub("", segment.source).strip() for segment in (first, second))
    if not one or not two or _NO_SENTENCE.match(one) or _NO_SENTENCE.match(two):
        return False
    if "\n-" in one or "\n-" in two or _ENDS.search(one):
        return False
    if _RUNS_ON.search(one) or _OPEN_END.search(one) or _BOUND_START.match(two):
        return True
    return bool(_FULL_STOP.search(two) or (_IF.match(one) and _THEN.match(two)))


def _neighbours(first: Segment, second: Segment) -> bool:
    """Return whether two cues follow each other at once and are said by the same person."""
    if first.kind is not SegmentKind.DIALOGUE or second.kind is not SegmentKind.DIALOGUE:
        return False
    if first.end_ms is None or second.start_ms is None:
        return False
    together = 0 <= second.start_ms - first.end_ms <= SENTENCE_GAP_MS
    return (
        together
        and (first.speaker, first.style) == (second.speaker, second.style)
        and same_scene(first, second)
    )
