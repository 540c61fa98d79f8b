"""COD: whether the placeholders, tags and blanks that a program reads came through."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from localize.masking import PlaceholderKind, placeholders
from localize.masking.rules import FAMILIES, Family
from localize.model import SegmentKind, Severity
from localize.qa.balance import is_addition, is_repair, unpaired
from localize.qa.differences import (
    BLOCKS,
    differences,
    has_block,
    is_address,
    is_number,
    key_of,
    reordered,
)
from localize.qa.emit import fault
from localize.qa.notations import explains_value, has_named, head_of, is_choice, is_ending, is_list
from localize.qa.shown import BLANK, CREDITS, show
from localize.qa.tags import is_emphasis, is_looks, is_usage
from localize.qa.whole import is_key, option_of, whole_of
from localize.text import SYMBOL, has_han, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from localize.masking import Placeholder
    from localize.model import Finding, Segment
    from localize.qa.base import Context
    from localize.qa.differences import Differences
    from localize.qa.whole import Whole

_STRING_KINDS = frozenset({SegmentKind.STRING, SegmentKind.CHOICE})
_NUMBERED = re.compile(r"%(?:\d+\$|\(\w|\d)")
_OF_ONE_SCRIPT = re.compile(r"\{(?:/?(?:font|size)\b|/a\}|#)")
"""Ren'Py: fonts of the script, links to a manual in the language (their ends too), notes that tell strings apart."""
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_OF_CODE = re.compile(r"[,=|()]|->")
_BRACE_IN_WORDS = re.compile(r"\b(?:braces?|curly brackets?)\b", re.IGNORECASE)
_NAMED_TAG = re.compile(r"<[A-Za-z][^<>/]*>(?:\s*\(.*\))?")
"""A text that is the name of a tag, perhaps with a word that explains it."""
_ONE_WORD = re.compile(r"\{[^\W\d][^{}]*\}|\[[^\W\d][^][]*\]")
"""A text that is one word in braces or brackets."""
_LETTER = re.compile(r"\[\w\]")
_TALKED_OF = re.compile("(?<=[\"'`´«»‹›“”„‘’‚「」『』])[^\\S\\n]?[{}][^\\S\\n]?(?=[\"'`´«»‹›“”„‘’‚「」『』])")
"""A brace that a text names: press '{'."""
_WRITTEN_BREAKS = ("\\n", "\\N", "\\r")
_IDENTIFIER = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_FILLED_IN = re.compile(r"<[^<>=/\n]*[^\x00-\x7f][^<>=/\n]*>")
"""A word to fill in that is not in Latin letters, so that masking takes it for text."""
_NOUGHT = frozenset({"zero", "=0"})
"""Plural options for none: “nothing was changed” names neither number nor thing."""
_VALUES = frozenset({PlaceholderKind.PRINTF, PlaceholderKind.BRACE})
_FULL_WIDTH = frozenset("：，；！？）、。…」』】》")
_ESCAPING = frozenset(name for name, family in FAMILIES.items() if family is Family.STRINGS)


def check(segment: Segment, target: str, context: Context) -> Iterable[Finding]:
    """Return the COD findings of one segment."""
    ours, theirs = context.masked.placeholders, show(target, context.masked.format).found
    source = segment.source
    if source in CREDITS:
        return ()
    found: list[Iterator[Finding]] = []
    if (ours or theirs or "\\" in target) and not _plainly_kept(ours, theirs, source, target):
        found.append(_placeholders(segment, target, context))
    if len(target.strip()) != len(target) or len(source.strip()) != len(source):
        found.append(_edges(segment, target, context))
    if not target.isascii() and SYMBOL.search(target):
        found.append(_leaks(segment, target))
    if ("{" in target or "}" in target) and target != source:
        found.append(_braces(segment, target, context))
    return chain.from_iterable(found) if found else ()


def _plainly_kept(
    ours: Sequence[Placeholder], found: Sequence[Placeholder], source: str, target: str
) -> bool:
    """Return whether the target has the source's placeholders in their order: nothing can be wrong with them.

    Blocks hold texts of their own, a backslash may escape a line break that is no placeholder, and of a name between
    per cent signs only the beginning is one.
    """
    return (
        len(ours) == len(found)
        and [p.text for p in ours] == [p.text for p in found]
        and "\\" not in source
        and "\\" not in target
        and not any(p.rule in BLOCKS for p in ours)
        and not has_named(source)
    )


def _placeholders(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    masked = context.masked
    if has_block(masked, target):
        from localize.qa import options

        yield from options.check(segment, target, context)
        return
    whole = whole_of(segment, masked.format)
    found = differences(masked, target, one_number=_one_number(segment, context), counts=whole.counts)
    found.lost = [p for p in found.lost if not _need_not_stand(p, segment, whole)]
    found.invented = [text for text in found.invented if not _of_the_whole(text, segment, whole)]
    if found.misplaced:
        yield fault("COD007", segment, "; ".join(found.misplaced))
    for ours, theirs in found.addresses:
        at = target.find(theirs)
        span = (at, at + len(theirs)) if at >= 0 else None
        yield fault("COD012", segment, f"{safe(theirs)} in place of {safe(ours)}", span=span)
    exchanged = None
    if context.format in _ESCAPING and ("\\" in target or "\\" in segment.source):
        exchanged = _exchanged(segment, target)
    if exchanged is not None:
        yield exchanged
        found.lost = [p for p in found.lost if p.text not in _WRITTEN_BREAKS]
        found.invented = [text for text in found.invented if text not in _WRITTEN_BREAKS]
    if found.lost or found.invented:
        yield from _differing(segment, target, context, found)
    mild = all(_milder(p.text, segment.source, context.format) for p in found.lost)
    if mild and all(_milder(text, target, context.format) for text in found.invented):
        yield from _balance(segment, target, context)
        order = None if found.misplaced else reordered(masked, target)
        if order is not None:
            yield fault("COD007", segment, safe(order))


def _one_number(segment: Segment, context: Context) -> bool:
    """Return whether a text is for one number only, so that words may say it.

    The header of a PO may have a form for one where the language has none (Japanese, Indonesian): then the first of
    two forms of the same name.
    """
    if (option := option_of(segment)) is None:
        return False
    from localize.qa.options import one_number

    if one_number(context.target_locale, option):
        return True
    second = context.following
    is_first = segment.id.endswith("[0]") and second is not None and second.plural == segment.plural
    return is_first and second is not None and second.id == f"{segment.id[:-3]}[1]"


def _need_not_stand(placeholder: Placeholder, segment: Segment, whole: Whole) -> bool:
    """Return whether a value is one of a term's own, or of an option that says “none”."""
    if whole.private and "$" in placeholder.text:
        return True
    return segment.plural in _NOUGHT and placeholder.kind in _VALUES


def _of_the_whole(text: str, segment: Segment, whole: Whole) -> bool:
    """Return whether a value that a source lacks is one of the message that it is an option of.

    “Next chapter” is for one; where the category holds more numbers, the text must say which.
    """
    if whole.private and "$" in text:
        return True
    if option_of(segment) is not None and not whole.counts and is_number(text):
        return True
    return key_of(text) in whole.values


def _exchanged(segment: Segment, target: str) -> Finding | None:
    r"""Return the finding that the target breaks its lines for real where the source writes ``\\n``, or the reverse."""
    source = segment.source
    more = target.count("\n") - source.count("\n")
    if not more:
        return None
    for written in _WRITTEN_BREAKS:
        if target.count(written) - source.count(written) != -more:
            continue
        if more > 0:
            # Which breaks are meant is only known where all of them are.
            fixed = target.replace("\n", written) if "\n" not in source else None
            message = f"a real line break in place of {written}"
            return fault("COD011", segment, message, fixed=fixed, why="written as in the source")
        at = target.find(written)
        fixed = target.replace(written, "\n") if written not in source else None
        message, span = f"{written} in place of a real line break", (at, at + len(written))
        return fault("COD011", segment, message, span=span, fixed=fixed, why="a line break as in the source")
    return None


def _differing(segment: Segment, target: str, context: Context, found: Differences) -> Iterator[Finding]:
    if found.lost:
        yield from _lost(segment, target, context, found.lost, whole=not found.invented)
    if found.invented:
        yield from _invented(segment, target, context, found.invented, added=not found.lost)


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
        if (
            text[0] == "<"
            and segment.source.count(text[:1]) == target.count(text[:1])
            and _FILLED_IN.search(target)
        ):
            continue  # the word to fill in was translated
        if text[0] == "[" and f"[{text}]" in segment.source:
            continue  # a note for translators: “(Without)[[color]]”
        times = f" {count} times" if count > 1 else ""
        why = "put back around the line, as in the source"
        message = f"{safe(text)} is missing{times}"
        severity = _milder(text, segment.source, context.format)
        if severity is None and _may_be_right(text, segment.source, target, context.format):
            severity = Severity.WARNING
        yield fault("COD001", segment, message, fixed=fixed, why=why, severity=severity, subject=text)


def _milder(text: str, whole: str, format: str) -> Severity | None:  # noqa: A002 - the field's word
    """Return what weighs less, as it breaks no program: emphasis, looks, links, fonts, breaks, words to fill in.

    Args:
        text: a placeholder.
        whole: a text that it stands in.
        format: of the file.
    """
    if is_emphasis(text):
        return Severity.INFO
    if (
        text in _WRITTEN_BREAKS
        or text == "\\\\"
        or is_looks(text)
        or (text[0] == "{" and ":" in text and has_han(text))
    ):
        return Severity.WARNING
    if is_address(text) or _OF_ONE_SCRIPT.match(text):
        return Severity.WARNING
    if _is_wordy(text, format):
        return Severity.WARNING
    usage = text[0] == "<" and any(is_usage(p, whole) for p in placeholders(text, format))
    return Severity.WARNING if usage else None


def _is_wordy(text: str, format: str) -> bool:  # noqa: A002 - the field's word
    """Return whether what looks like a placeholder holds words: programs write their values without blanks.

    ``%D{ format }`` explains an argument, ``between ${ and }`` names the braces, ``{none,all,once}`` what to choose.
    """
    if is_list(text):
        return True
    if text[:2] == "{ " and text[2:3].isalpha() and format != "fluent":
        return True
    wordy = text[0] in "{$#%[" or "</" in text
    return wordy and not _OF_CODE.search(text) and _TWO_WORDS.search(text) is not None


def _is_named(text: str) -> bool:
    """Return whether a value says which one it is, so that a program fills it in wherever and however often it is."""
    return text != "{}" and (text[0] in "{[$" or _NUMBERED.match(text) is not None)


def _may_be_right(text: str, source: str, target: str, format: str) -> bool:  # noqa: A002 - the field's word
    """Return whether one placeholder more or less may be meant.

    A value that the source repeats is said once, or again: languages have pronouns. An example (``{c:books}``) is
    translated, a letter to press (``[a]ttack``) stands elsewhere, a tag is another way to say the same.
    """
    if (text in source and text in target and _is_named(text)) or is_ending(text, source):
        return True
    if is_key(source, target):
        return True
    if text[0] == "<" and "<" not in source and _NAMED_TAG.fullmatch(target):
        return True  # a list of the tags of a language names them in words, or as they are
    alone = text[0] == "{" or (text[0] == "[" and not format.startswith("renpy"))
    if alone and _ONE_WORD.fullmatch(source.strip()) and _ONE_WORD.fullmatch(target.strip()):
        return True  # {unset}, [file]: a word, as it may be a value
    head = head_of(text, format)
    if head:
        return head in source and head in target
    if text[0] == "[" and "[/" not in source and "[/" not in target:
        # “orange [color]” says which orange is meant; Ren'Py has its values in such brackets.
        return _LETTER.fullmatch(text) is not None or (
            source.rstrip().endswith(f" {text}") and format != "renpy"
        )
    if text[0] == "%":
        return is_choice(source, target)
    return text[0] == "<" and is_repair(text, source, target, format)


def _invented(
    segment: Segment, target: str, context: Context, invented: Sequence[str], *, added: bool
) -> Iterator[Finding]:
    """Yield what the source does not have; `added`: all that it has is there, so nothing was replaced."""
    for text, count in Counter(invented).items():
        if _said_otherwise(text, segment, target):
            continue
        at = target.rfind(text)
        span = (at, at + len(text)) if at >= 0 else None
        may_be = _may_be_right(text, segment.source, target, context.format)
        severity = Severity.WARNING if may_be else _milder(text, target, context.format)
        if severity is None and added and is_addition(text, target, segment.source, context.format):
            severity = Severity.WARNING
        message = f"{safe(text)} {_too_often(count, known=text in segment.source)}"
        yield fault("COD002", segment, message, span=span, severity=severity, subject=text)


def _too_often(count: int, *, known: bool) -> str:
    """Return in words how many copies of a placeholder the source does not have; `known`: it has some."""
    if known:
        return f"stands {'once' if count == 1 else f'{count} times'} more than in the source"
    return "is not in the source" if count == 1 else f"is not in the source and stands here {count} times"


def _said_otherwise(text: str, segment: Segment, target: str) -> bool:
    """Return whether the source has the same in words (``<表达式>``, “press i”), or in full width by mistake (％2)."""
    if text == "{}" and ("{ }" in segment.source or _BRACE_IN_WORDS.search(segment.source)):
        return True
    if text[:2] == "${" and explains_value(segment.source):
        return True
    if not segment.source.isascii() and text in unicodedata.normalize("NFKC", segment.source):
        return text not in segment.source
    if text[0] == "<" and text[1:2].isalpha():
        return _FILLED_IN.search(segment.source) is not None and f"</{text[1:]}" not in target
    letter = text[1:-1]
    return (
        text[0] == "["
        and len(letter) == 1
        and re.search(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", segment.source, re.I) is not None
    )


def _balance(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    if unpaired(segment.source, context.format) is not None:
        return
    fallen = unpaired(target, context.format, beside=segment.source)
    if fallen is not None and (fallen.text[0] != "[" or "[/" in segment.source or "[/" in target):
        span = (fallen.span.start, fallen.span.end)
        what = f"{safe(fallen.text)} has no partner or crosses another tag"
        named = _NAMED_TAG.fullmatch(target) and _NAMED_TAG.sub("", segment.source).count("<") == 0
        severity = Severity.WARNING if named else None
        yield fault("COD003", segment, what, span=span, severity=severity, subject=fallen.text)


def _edges(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    if segment.source == segment.key and _IDENTIFIER.fullmatch(segment.source):
        return  # the file holds a key in place of the source, which says nothing about blanks
    source = segment.source.strip("\u3000")  # a Chinese indent is no blank that a program reads
    lead, trail = _edge_blanks(source)
    has_lead, has_trail = _edge_blanks(target)
    program_reads = context.medium == "game" or segment.kind in _STRING_KINDS
    if {has_trail, trail} == {"", " "} and _holds_blank(source.rstrip(), target.rstrip(), after_source=trail):
        has_trail = trail
    added = (has_lead and has_lead != lead) or (has_trail and has_trail != trail)
    missing = (lead and has_lead != lead) or (trail and has_trail != trail)
    if added or (missing and program_reads):
        keep = (lead, trail) if program_reads else ("", "")
        fixed = keep[0] + target.strip() + keep[1]
        yield fault(
            "COD004", segment, "blanks at the edges differ", fixed=fixed, why="edges as in the source"
        )


def _holds_blank(source: str, target: str, *, after_source: str) -> bool:
    """Return whether the blank at the end of one side is part of the full-width mark that the other ends with."""
    if after_source:
        return target[-1:] in _FULL_WIDTH and source[-1:] not in _FULL_WIDTH
    return source[-1:] == "：" and target[-1:] == ":"


def _edge_blanks(text: str) -> tuple[str, str]:
    body = text.strip()
    start = text.find(body)
    return text[:start], text[start + len(body) :]


def _leaks(segment: Segment, target: str) -> Iterator[Finding]:
    known = set(segment.source)
    for match in SYMBOL.finditer(target):
        if match.group() not in known:
            message = f"the internal symbol U+{ord(match.group()):04X} was left in the text"
            yield fault("COD005", segment, message, span=match.span())


def _braces(segment: Segment, target: str, context: Context) -> Iterator[Finding]:
    source = show(segment.source, context.format).words
    words = _TALKED_OF.sub(BLANK, show(target, context.format).words)
    if source.count("{") != source.count("}") or words.count("{") == words.count("}"):
        return
    if _BRACE_IN_WORDS.search(segment.source):
        return
    more = "{" if words.count("{") > words.count("}") else "}"
    at = words.rfind(more)
    yield fault("COD006", segment, f"a {more} has no partner", span=(at, at + 1))
