"""The only place that turns the markup of a subtitle format into the little that all share, and says what is lost.

Neutral text has ``<i> <b> <u>`` and ``{\\an8}``, LF, and `LESS` for a ``<`` that is text and begins no tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    Lose = Callable[[str], None]

LESS: Final = "\ufdd0"
"""A character that no file holds, in place of a ``<`` that a reader of tags would take for one."""

_ASS_BLOCK = re.compile(r"\{([^{}]*)\}")
_ASS_TAG = re.compile(r"\\(?:fn|fs|fscx|fscy|fsp|r)[^\\]*|\\[1-4]?[a-zA-Z]+(?:\([^()]*\)?|[^\\]*)")
_TAG = re.compile(r"<(/?)([A-Za-z]+)([^<>]*)>|<[0-9][0-9:.]*>")
_SIMPLE: Final = {"i": "i", "b": "b", "u": "u", "em": "i", "strong": "b"}
_LITERAL = re.compile(r"&lt;(?=[A-Za-z/!?0-9])")
_TTML_TAG = re.compile(r"<!--.*?-->|<\?.*?\?>|<(/?)(?:[\w.-]+:)?(span|set|metadata)\b([^<>]*)>|<", re.DOTALL)
_TTML_LOOK: Final = {
    "fontStyle": {"italic": "i", "oblique": "i"},
    "fontWeight": {"bold": "b"},
    "textDecoration": {"underline": "u"},
}
_ATTRIBUTE = re.compile(r"(?:[\w.-]+:)?([\w.-]+)\s*=\s*[\"']([^\"']*)[\"']")
_MICRODVD_CODE = re.compile(r"\{([A-Za-z]):([^{}\n]*)\}")
_TOGGLE = re.compile(r"\^([IBU])")


def neutral(text: str, source: str, lose: Lose) -> str:
    """Return the text of a cue in neutral markup.

    Args:
        text: as the segment has it.
        source: name of its format.
        lose: is told each thing that has no place there.
    """
    if source == "ass":
        return _from_ass(text.replace("<", LESS), lose)
    if source == "ttml":
        return _from_ttml(text, lose)
    if source == "microdvd":
        return _from_microdvd(text.replace("<", LESS), lose)
    if source == "spruce":
        return _from_spruce(text.replace("<", LESS))
    if source in ("subviewer", "scc"):
        return text.replace("<", LESS)
    if len(re.findall(r"<v[. \t]", text)) > 1:
        lose("a second voice in a cue")
    if source == "lrc":
        return re.sub(r"<(?![0-9:.]+>)", LESS, _TAG.sub(lambda match: _kept_tag(match, lose), text))
    text = _TAG.sub(lambda match: _kept_tag(match, lose), text)
    if source in ("vtt", "sami", "sami_bilingual"):
        # `&lt;` keeps a literal '<' from being a tag in the source of a segment.
        text = _LITERAL.sub(LESS, text)
        text = text.replace("&lt;", "<").replace("&amp;", "&") if source == "vtt" else text
    return text


def _from_ass(text: str, lose: Lose) -> str:
    """Return ASS text with its blocks as simple tags."""
    opened: list[str] = []

    def block(match: re.Match[str]) -> str:
        inside = match[1]
        if "\\" not in inside:
            if inside.strip():
                lose("comments in braces")
            return ""
        written = ""
        for tag in _ASS_TAG.findall(inside):
            name, value = tag[1:2], tag[2:].strip()
            if name in "ibu" and value in {"", "0", "1"}:
                if value == "1" and name not in opened:
                    opened.append(name)
                    written += f"<{name}>"
                elif value != "1" and name in opened:
                    opened.remove(name)
                    written += f"</{name}>"
            elif re.fullmatch(r"\\an[1-9]", tag):
                written += "" if tag == "\\an2" else f"{{{tag}}}"
            else:
                lose(f"override {re.match(r'.[0-9]?[a-zA-Z]+', tag)[0]}")  # type: ignore[index]
        return written

    text = _ASS_BLOCK.sub(block, text)
    text = text.replace("\\h", "\u00a0").replace("\\n", " ")
    return text + "".join(f"</{name}>" for name in reversed(opened))


def _from_ttml(text: str, lose: Lose) -> str:
    """Return TTML text: looks of its spans as simple tags, other markup gone, every other ``<`` literal."""
    opened: list[list[str]] = []

    def tag(match: re.Match[str]) -> str:
        closing, name, rest = match.groups()
        if name is None:
            return LESS if match[0] == "<" else ""
        if name != "span":
            lose(f"<{name}> in a cue")
            return ""
        if closing:
            return "".join(f"</{look}>" for look in reversed(opened.pop() if opened else []))
        looks = []
        for attribute, value in _ATTRIBUTE.findall(rest):
            look = _TTML_LOOK.get(attribute, {}).get(value)
            if look is not None:
                looks.append(look)
            elif value not in ("normal", "none", "container", "base"):
                lose(f"{attribute} of a span")
        if not rest.rstrip().endswith("/"):
            opened.append(looks)
        return "".join(f"<{look}>" for look in looks)

    return _TTML_TAG.sub(tag, text)


def _from_microdvd(text: str, lose: Lose) -> str:
    """Return MicroDVD text: ``{y:i}`` for a line, ``{Y:i}`` from there on, ``/`` at its start, as simple tags."""
    lines, lasting = [], ""
    for line in text.split("\n"):
        looks = ""
        for letter, value in _MICRODVD_CODE.findall(line):
            if letter not in "yY":
                lose(f"control code {{{letter}:}}")
                continue
            found = "".join(look for look in value if look in "ibu")
            if set(value) - set("ibu, "):
                lose(f"control code {{{letter}:{value}}}")
            looks += found
            lasting += found if letter == "Y" else ""
        line = _MICRODVD_CODE.sub("", line)
        if line.startswith("/"):
            line, looks = line[1:], looks + "i"
        looks = "".join(dict.fromkeys(looks + lasting))
        opening, closing = (
            "".join(f"<{x}>" for x in looks),
            "".join(f"</{x}>" for x in reversed(looks)),
        )
        lines.append(f"{opening}{line}{closing}")
    return "\n".join(lines)


def _from_spruce(text: str) -> str:
    """Return Spruce STL text: ``^I``, ``^B`` and ``^U`` switch a look on and off."""
    opened: list[str] = []

    def toggle(match: re.Match[str]) -> str:
        look = match[1].lower()
        if look in opened:
            opened.remove(look)
            return f"</{look}>"
        opened.append(look)
        return f"<{look}>"

    return _TOGGLE.sub(toggle, text) + "".join(f"</{look}>" for look in reversed(opened))


def _kept_tag(match: re.Match[str], lose: Lose) -> str:
    """Return a tag of SRT, VTT or SAMI as all formats have it, or nothing."""
    name = (match[2] or "").lower()
    if name in _SIMPLE:
        if match[3].strip():
            lose(f"classes of <{name}>")
        return f"<{match[1]}{_SIMPLE[name]}>"
    if not match[1] and name != "v":
        lose(f"tag <{name}>" if name else "times inside a cue")
    if name == "v" and match[3].startswith("."):
        lose("classes of <v>")
    return ""


_BLOCKS: Final = {
    "vtt": (
        (r"(?m)^NOTE(?=[ \t\n]|\Z)", "comment (NOTE)"),
        (r"(?m)^STYLE[ \t]*$", "style sheet"),
        (r"(?m)^REGION[ \t]*$", "region"),
        (r"(?m)\A[^\n]*\n(?=[^\n])", "header lines"),
    ),
    "ass": (
        (r"(?m)^Comment:", "Comment event"),
        (r"(?m)^Style:", "style"),
        (r"(?m)^\[(?i:fonts|graphics|aegisub[^\]\n]*)\][ \t]*$", "section with data"),
        (r"(?m)^;", "comment line"),
        (r"(?m)^Dialogue:[ \t]*[1-9]", "layer of an event"),
        (r"(?m)^Dialogue:(?:[^,\n]*,){5}(?![ 0]*,[ 0]*,[ 0]*,[ ]*,)", "margins or effect of an event"),
    ),
    "ttml": (
        (r"<(?:[\w.-]+:)?style[ \t\n]", "style"),
        (r"<(?:[\w.-]+:)?region[ \t\n]", "region"),
        (r"<ttm:\w+", "metadata"),
    ),
    "subviewer": ((r"(?m)^\[(?!br\])[A-Za-z][A-Za-z ]*\][^\n]*\S", "header field"),),
    "lrc": (
        (r"(?m)^[ \t]*\[[A-Za-z#]+:[^\]\n]*[^\]\s][^\]\n]*\]", "header field"),
        (r"(?m)^[ \t]*\[[0-9:.]+\][ \t]*\[[0-9:.]+\]", "second time of a line that is sung again"),
    ),
    "sami": ((r"(?i)<style\b", "style sheet"), (r"(?i)<title\b", "title")),
    "sami_bilingual": ((r"(?i)<style\b", "style sheet"), (r"(?i)<title\b", "title")),
    "spruce": ((r"(?m)^[ \t]*\$", "setting"), (r"(?m)^[ \t]*//", "comment line")),
}


def blocks_beside(source: str, text: str) -> list[tuple[str, int]]:
    """Return what stands beside the cues of a file, each with its line.

    Args:
        source: name of its format.
        text: the file with LF line breaks.
    """
    return [
        (what, text.count("\n", 0, match.start()) + 1)
        for pattern, what in _BLOCKS.get(source, ())
        for match in re.finditer(pattern, text)
    ]
