"""The only place that says whether the tags of a text open and close each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.masking import Role, pairs, placeholders
from localize.qa.differences import is_annotation
from localize.qa.tags import is_usage

if TYPE_CHECKING:
    from localize.masking import Placeholder

_NEEDS_NO_END = re.compile(
    r"</?(?:html|head|body|qt|p|li|br|d[dt]|t(?:[dhr]|head|body|foot)|option)\b[^<>]*>", re.IGNORECASE
)
"""Elements of HTML that need no end (HTML Living Standard, optional tags); <qt> says to Qt that a text is HTML."""
_OF_WHOLE = re.compile(r"\{(font|size)=[^{}]*\}")
"""What a Ren'Py translation may begin with, for all of its text: a font of the language, whose end is the text's."""
_STEM = re.compile(r"</?([A-Za-z]+)")
"""What a closing tag repeats: ``<color_red>`` and ``<color=red>`` end with ``</color>``."""


def unpaired(text: str, format: str, *, beside: str = "") -> Placeholder | None:  # noqa: A002 - the field's word
    """Return the first tag of a text without a partner, or that closes across another one; None if all are paired.

    Args:
        text: a source or a target.
        format: of the file.
        beside: the other one of the two: what is closed there is a tag here too, no word to fill in.
    """
    found = _tags(text, format, text + beside)
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


def _tags(text: str, format: str, known: str) -> tuple[Placeholder, ...]:  # noqa: A002 - the field's word
    """Return the placeholders of a text without words to fill in (``<name>``) and Ren'Py's ``{#notes}``."""
    found = placeholders(text, format)
    whole = _opens_for_all(text, known[len(text) :])
    return tuple(
        p
        for p in found
        if not (whole and p.span.start == 0)
        and not is_usage(p, known)
        and not is_annotation(p)
        and not p.text.startswith("{#")
        and not _NEEDS_NO_END.fullmatch(p.text)
    )


def _opens_for_all(target: str, source: str) -> bool:
    """Return whether a target begins with a font or size for all of it that its source does not name at all."""
    opening = _OF_WHOLE.match(target) if source else None
    return opening is not None and f"{{{opening[1]}=" not in source and f"{{/{opening[1]}}}" not in target


def is_repair(text: str, source: str, target: str, format: str) -> bool:  # noqa: A002 - the field's word
    """Return whether one tag more or less is how a well-formed target says what its source does.

    A stretch may become two, or two one, as the grammar asks: the tag then stands on both sides. Or the tags of the
    source are wrong, and those of the target right.

    >>> is_repair("</b>", "<b>fully protect</b>", "<b>völlig</b> <b>schützen</b>", "po")
    True
    >>> is_repair("<link>", "<link>here</link>", "hier", "po"), is_repair("</b>", "<b>so", "<b>so</b>", "po")
    (False, True)
    """
    if unpaired(target, format, beside=source) is not None:
        return False
    name = _STEM.match(text)
    if name is None:
        return False
    opening, closing = f"<{name[1]}", f"</{name[1]}>"
    if closing in source:
        return text in source and text in target and target.count(opening) == target.count(closing)
    return unpaired(source, format) is not None and closing in target


def is_addition(text: str, target: str, source: str, format: str) -> bool:  # noqa: A002 - the field's word
    """Return whether a code that a target invented is one of a whole pair in a well-formed text: a link, a stress."""
    if text[0] == "§":
        return target.count("§r") > source.count("§r")  # colours that end again
    name = _STEM.match(text)
    if name is None or unpaired(target, format, beside=source) is not None:
        return False
    return 0 < target.count(f"<{name[1]}") == target.count(f"</{name[1]}>")
