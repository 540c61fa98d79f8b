"""COD: whether the placeholders, tags and blanks that a program reads came through."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from localize.masking import Role, compare, pairs, placeholders
from localize.model import SegmentKind
from localize.qa.emit import fault
from localize.qa.shown import show
from localize.text import SYMBOL, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.masking import Placeholder
    from localize.model import Finding, Segment
    from localize.qa.base import Context

_STRING_KINDS = frozenset({SegmentKind.STRING, SegmentKind.CHOICE})


def check(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    """Yield the COD findings of one segment."""
    lost, invented = compare(context.masked, target)
    if lost:
        yield from _lost(segment, target, context, lost, whole=not invented)
    if invented:
        yield from _invented(segment, target, invented)
    if context.masked.placeholders and not lost and not invented:
        yield from _balance(segment, target, context)
    yield from _edges(segment, target, context)
    yield from _leaks(segment, target)
    yield from _braces(segment, target, context)


def _lost(
    segment: Segment, target: str, context: Context, lost: Sequence[Placeholder], *, whole: bool
) -> Iterator[Finding]:
    masked = context.masked
    edge = [p for p in masked.placeholders if not p.symbol]
    fixed = None
    if whole and lost and Counter(p.text for p in lost) == Counter(p.text for p in edge):
        # Only what stands around the whole line is missing: it goes back where it was.
        fixed = masked.prefix + target.strip() + masked.suffix
    for text, count in Counter(p.text for p in lost).items():
        times = f" {count} times" if count > 1 else ""
        why = "put back around the line, as in the source"
        yield fault("COD001", segment, f"{safe(text)} is missing{times}", fixed=fixed, why=why)


def _invented(segment: Segment, target: str, invented: Sequence[str]) -> Iterator[Finding]:
    for text, count in Counter(invented).items():
        at = target.rfind(text)
        span = (at, at + len(text)) if at >= 0 else None
        times = f" {count} times too often" if count > 1 else ""
        yield fault("COD002", segment, f"{safe(text)} is not in the source{times}", span=span)


def _balance(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    if _unpaired(placeholders(segment.source, context.format)) is not None:
        return
    fallen = _unpaired(placeholders(target, context.format))
    if fallen is not None:
        span = (fallen.span.start, fallen.span.end)
        yield fault(
            "COD003", segment, f"{safe(fallen.text)} has no partner or crosses another tag", span=span
        )


def _unpaired(found: tuple[Placeholder, ...]) -> Placeholder | None:
    """Return the first tag without a partner, or that closes across another one."""
    partner = pairs(found)
    open_tags: list[int] = []
    for index, placeholder in enumerate(found):
        if placeholder.role is Role.SINGLE:
            continue
        if index not in partner:
            return placeholder
        if placeholder.role is Role.OPEN:
            open_tags.append(index)
        elif open_tags.pop() != partner[index]:
            return placeholder
    return None


def _edges(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    first, last = target[:1], target[-1:]
    if not (
        first.isspace() or last.isspace() or segment.source[:1].isspace() or segment.source[-1:].isspace()
    ):
        return
    source = segment.source.strip("\u3000")  # a Chinese indent is no blank that a program reads
    lead, trail = _edge_blanks(source)
    has_lead, has_trail = _edge_blanks(target)
    program_reads = context.medium == "game" or segment.kind in _STRING_KINDS
    if has_trail == " " and target.rstrip().endswith(":") and source.endswith("："):
        has_trail = trail  # the full-width colon holds its blank
    added = (has_lead and has_lead != lead) or (has_trail and has_trail != trail)
    missing = (lead and has_lead != lead) or (trail and has_trail != trail)
    if added or (missing and program_reads):
        keep = (lead, trail) if program_reads else ("", "")
        fixed = keep[0] + target.strip() + keep[1]
        yield fault(
            "COD004", segment, "blanks at the edges differ", fixed=fixed, why="edges as in the source"
        )


def _edge_blanks(text: str) -> tuple[str, str]:
    body = text.strip()
    start = text.find(body)
    return text[:start], text[start + len(body) :]


def _leaks(segment: Segment, target: str) -> Iterator[Finding]:
    if target.isascii():
        return
    known = set(segment.source)
    for match in SYMBOL.finditer(target):
        if match.group() not in known:
            message = f"the internal symbol U+{ord(match.group()):04X} was left in the text"
            yield fault("COD005", segment, message, span=match.span())


def _braces(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    if "{" not in target and "}" not in target:
        return
    source = show(segment.source, context.format).words
    words = show(target, context.format).words
    if source.count("{") != source.count("}") or words.count("{") == words.count("}"):
        return
    more = "{" if words.count("{") > words.count("}") else "}"
    at = words.rfind(more)
    yield fault("COD006", segment, f"a {more} has no partner", span=(at, at + 1))
