"""The only place that says what must not be translated: one row a placeholder, with an example.

Sources of the rows: SubRip as players read it; Aegisub's ASS override tags; W3C WebVTT section 3; C99 7.19.6.1 and
POSIX printf; Python format strings; ICU MessageFormat; Unity rich text and TextMeshPro; Godot BBCode; Minecraft
formatting codes; RPG Maker MV/MZ message codes; Ren'Py text tags and interpolation; Yarn Spinner markup; i18next.
Order is precedence: at one position the first row that matches wins. `\\w` takes in Han on purpose where it stands:
games name their variables ``{玩家名}``; tags and addresses spell out the ASCII range, since 你 may follow them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from enum import StrEnum

from localize.masking.base import PlaceholderKind as Kind
from localize.masking.base import Role
from localize.masking.flags import PERCENT_FREE


class Family(StrEnum):
    """A group of file formats that write their placeholders alike."""

    SUBTITLE = "subtitle"
    ASS = "ass"
    SCRIPT = "script"
    STRINGS = "strings"
    RENPY = "renpy"
    RPGMAKER = "rpgmaker"
    YARN = "yarn"
    PERCENT_FREE = "percent-free"  # strings whose flags say that a per cent sign is none of code
    MESSAGE = "message"  # the text of a plural option of a MessageFormat message, where # is the number
    GENERAL = "general"  # not known: whatever cannot be mistaken for words


EVERYWHERE = frozenset(Family)
_SPOKEN = frozenset({Family.SUBTITLE, Family.ASS, Family.SCRIPT})
_CODED = EVERYWHERE - _SPOKEN
_ASS = frozenset({Family.ASS})
_CUES = frozenset({Family.SUBTITLE, Family.GENERAL, Family.SCRIPT})
_RENPY = frozenset({Family.RENPY})
_RPG = frozenset({Family.RPGMAKER, Family.GENERAL})
_YARN = frozenset({Family.YARN})
_BRACED = _CODED - _RENPY
_MESSAGE = frozenset({Family.MESSAGE})
_FREE = frozenset({Family.PERCENT_FREE})
_MARKED = frozenset({Family.STRINGS, Family.GENERAL}) | _FREE | _MESSAGE
_ESCAPED = _MARKED | _YARN
_PERCENT = _CODED - _RENPY - _FREE

FAMILIES: dict[str, Family] = {
    **dict.fromkeys(("ass", "ssa"), Family.ASS),
    **dict.fromkeys(
        ("srt", "vtt", "webvtt", "sbv", "lrc", "ttml", "dfxp", "imsc", "microdvd", "sub", "subviewer",
         "smi", "sami", "sami_bilingual", "scc", "stl", "spruce"),
        Family.SUBTITLE,
    ),
    **dict.fromkeys(("fountain", "fdx", "screenplay", "script", "txt", "text", "docx"), Family.SCRIPT),
    **dict.fromkeys(("renpy", "renpy_tl", "rpy"), Family.RENPY),
    **dict.fromkeys(("rpgmaker", "rpg", "rpgmv", "wolf"), Family.RPGMAKER),
    **dict.fromkeys(("yarn", "ink"), Family.YARN),
    "message": Family.MESSAGE,
    PERCENT_FREE: Family.PERCENT_FREE,
    **dict.fromkeys(
        ("json", "json_table", "i18next", "minecraft", "lang", "po", "pot", "gettext", "properties", "strings",
         "xcstrings", "stringsdict", "android", "xliff", "xliff2", "xlf", "ts", "qt", "qt_ts", "resx",
         "csv", "tsv", "xlsx", "yaml", "yml", "toml", "ini", "fluent", "ftl", "paradox", "factorio", "tmx", "arb"),
        Family.STRINGS,
    ),
}  # fmt: skip
"""Format name → family; a name that is not here is GENERAL."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: how a placeholder is written and what it does.

    Attributes:
        name: unique.
        pattern: regular expression without capturing groups. For a `block` it matches the head only.
        kind, role: see `localize.masking.base`.
        example: a text that the row matches whole.
        families: where it holds.
        formatting: it carries looks and no words, so it may stand at an edge outside the sentence and may be put
            back by position; False for what stands for a word (``%s``, ``{0}``, a name).
        block: the match runs to the brace that closes its first one.
    """

    name: str
    pattern: str
    kind: Kind
    role: Role
    example: str
    families: frozenset[Family] = EVERYWHERE
    formatting: bool = False
    block: bool = False


_NAME = r"[A-Za-z][A-Za-z0-9_.:\-]{0,40}"
# On one line whatever stands there; over line breaks only what reads as attributes with their values, and no words.
_ATTRIBUTE = r"""[\w:.@\-]{1,60}+\s{0,9}+=\s{0,9}+(?:"[^"<>]{0,400}+"|'[^'<>]{0,400}+'|[^\s"'<>=]{1,200}+)"""
_ATTRIBUTES = rf"(?:[^<>\n]{{0,400}}|(?:\s{{0,40}}+{_ATTRIBUTE}){{1,20}}+\s{{0,40}}+/?)"
_STAR = r"\*(?:\d{1,2}\$)?"
_BBCODE = (
    "b|i|u|s|p|br|hr|code|color|bgcolor|fgcolor|outline_color|outline_size|size|font|font_size|url|img|center|left"
    "|right|fill|indent|table|cell|ul|ol|li|wave|tornado|shake|fade|rainbow|pulse|hint|dropcap|opentype_features|lang"
)
_RENPY_TAGS = (
    "a|alpha|alt|art|b|bt|clear|color|cps|done|fast|feature|font|i|image|instance|k|lb|nw|noalt|outlinecolor|p|plain"
    "|rb|rt|s|shader|size|sc|space|u|vspace|w|axis"
)

# “~%” is a line break of Lisp (but “0~%d” a range), “100%ig” a word, Qt's “%1x%2” two numbers with a sign between,
# “%1s” a time.
_NO_ARGUMENT = (
    r"(?<=~)%(?!(?:\d{1,2}\$)?[ds](?![A-Za-zà-ÿ]))|(?<=\d)%[a-z][a-zà-ÿ]|%\d{1,2}x\s?%\d|%1[A-Za-z]"
)

RULES: tuple[Rule, ...] = (
    # Blocks first: nothing inside them is looked at.
    Rule("icu-block", r"\{\s*[\w.$]{1,60}\s*,\s*(?:plural|select|selectordinal)\s*,(?!\s*…\s*\})", Kind.BRACE,
         Role.SINGLE, "{n, plural, one {# 件} other {# 件}}", _CODED, block=True),
    Rule("fluent-selector", r"\{\s*(?:\$[\w\-]{1,60}|-[A-Za-z][\w\-.]{0,80}|[A-Z]+\([^(){}\n]{0,80}\))\s*->"
         r"(?!\s*…\s*\})", Kind.BRACE, Role.SINGLE, "{ $n -> [one] 一件 *[other] {$n} 件 }", _MARKED, block=True),
    # Characters of the text that would read as our own symbols; also the icon fonts of games.
    Rule("private-use", "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]", Kind.PRIVATE, Role.SINGLE,
         "\ue012"),
    Rule("url", r"(?:https?://|ftp://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{1,2000}(?<![.,;:!?)\]'])", Kind.URL,
         Role.SINGLE, "https://example.org/a?b=1"),
    Rule("e-mail", r"(?<![A-Za-z0-9_.+\-])[A-Za-z0-9][A-Za-z0-9_.+\-]{0,63}@[A-Za-z0-9\-]{1,63}"
         r"(?:\.[A-Za-z0-9\-]{1,63}){1,5}",
         Kind.URL, Role.SINGLE, "kefu@example.org"),
    # ASS: every brace pair is an override block or a comment; a drawing's commands are no words.
    Rule("ass-drawing", r"\{[^{}]{0,400}\\p[1-9]\d{0,2}[^{}]{0,400}\}(?:(?!\{[^{}]{0,400}\\p0).)*"
         r"(?:\{[^{}]{0,400}\\p0[^{}]{0,400}\})?", Kind.OVERRIDE, Role.SINGLE, r"{\p1}m 0 0 l 9 0 9 9{\p0}", _ASS,
         formatting=True),
    Rule("ass-on", r"\{\\[ibus]1\}", Kind.OVERRIDE, Role.OPEN, r"{\i1}", _ASS | _CUES, formatting=True),
    Rule("ass-off", r"\{\\[ibus]0?\}", Kind.OVERRIDE, Role.CLOSE, r"{\i0}", _ASS | _CUES, formatting=True),
    Rule("ass-override", r"\{\\[^{}\n]{0,1000}\}", Kind.OVERRIDE, Role.SINGLE, r"{\an8\fad(200,0)}", _ASS | _CUES,
         formatting=True),
    Rule("ass-comment", r"\{[^{}]{0,2000}\}", Kind.OVERRIDE, Role.SINGLE, "{comment}", _ASS, formatting=True),
    Rule("ass-escape", r"\\[Nnh]", Kind.ESCAPE, Role.SINGLE, r"\h", _ASS | {Family.SUBTITLE}, formatting=True),
    Rule("microdvd", r"\{[YyFfSsCcPpHh]:[^{}\n]{1,40}\}", Kind.OVERRIDE, Role.SINGLE, "{y:i}",
         frozenset({Family.SUBTITLE}), formatting=True),
    # Ren'Py and Yarn before the general braces and brackets.
    Rule("renpy-literal", r"\[\[|\{\{|%%", Kind.ESCAPE, Role.SINGLE, "[[", _RENPY),
    Rule("renpy-close", rf"\{{/(?:{_RENPY_TAGS})\}}", Kind.TAG, Role.CLOSE, "{/i}", _RENPY, formatting=True),
    Rule("renpy-single", r"\{(?:w|p|nw|fast|done|clear|image|space|vspace)(?:=[^{}\n]{0,200})?\}", Kind.TAG,
         Role.SINGLE, "{w=0.5}", _RENPY, formatting=True),
    Rule("renpy-value", r"\{\d{0,2}\}", Kind.BRACE, Role.SINGLE, "{0}", _RENPY),
    Rule("renpy-open", rf"\{{(?:{_RENPY_TAGS}|\w{{1,30}}(?==|\}}))(?:[=:][^{{}}\n]{{0,200}})?\}}", Kind.TAG,
         Role.OPEN, "{color=#f00}", _RENPY, formatting=True),
    Rule("renpy-name", r"\[[A-Za-z_][^\[\]\n]{0,200}(?:\[[^\[\]\n]{0,60}\][^\[\]\n]{0,60})?\]", Kind.BRACE,
         Role.SINGLE, "[player.name!t]", _RENPY),
    Rule("yarn-command", r"<<[^<>\n]{1,400}>>", Kind.TAG, Role.SINGLE, "<<wait 2>>", _YARN, formatting=True),
    Rule("yarn-close", rf"\[/(?:{_NAME})?\]", Kind.MARKUP, Role.CLOSE, "[/wave]", _YARN, formatting=True),
    Rule("yarn-single", rf"\[{_NAME}[^\[\]\n]{{0,200}}/\]", Kind.MARKUP, Role.SINGLE, "[pause=500/]", _YARN),
    Rule("yarn-open", rf"\[{_NAME}(?:[ =][^\[\]\n]{{0,200}})?\]", Kind.MARKUP, Role.OPEN, "[wave speed=2]", _YARN,
         formatting=True),
    Rule("yarn-value", r"\{[^{}\n]{1,200}\}", Kind.BRACE, Role.SINGLE, "{$gold}", _YARN),
    # XML elements whose content is code or locked: one placeholder, so that no engine sees inside.
    Rule("xliff-code", rf"<(?:ph|bpt|ept|it)(?:\s{_ATTRIBUTES})?>[^<>]{{0,400}}</(?:ph|bpt|ept|it)>", Kind.TAG,
         Role.SINGLE, '<ph id="1">%s</ph>', _MARKED),
    Rule("xliff-locked", rf"<xliff:g(?:\s{_ATTRIBUTES})?>[^<>]{{0,400}}</xliff:g>", Kind.TAG, Role.SINGLE,
         '<xliff:g id="n">%1$s</xliff:g>', _MARKED),
    Rule("xml-comment", r"<!--(?:(?!-->).){0,2000}-->", Kind.TAG, Role.SINGLE, "<!-- note -->", _MARKED,
         formatting=True),
    # Angle-bracket tags. A name in Han characters is text: <哈利·波特> is a title written without 《》.
    Rule("vtt-time", r"<(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}>", Kind.TAG, Role.SINGLE, "<00:01.000>", formatting=True),
    Rule("tag-close", rf"</(?:{_NAME})?\s{{0,9}}>", Kind.TAG, Role.CLOSE, "</font>", formatting=True),
    Rule("tag-icon", rf"<(?:sprite|img|image|icon|quad|key|item|var)(?:[\s=]{_ATTRIBUTES})?>", Kind.TAG, Role.SINGLE,
         '<sprite name="gold">', _CODED),
    Rule("tag-single", rf"<(?:br|hr|wbr|p|space|pos|page)(?:[\s=]{_ATTRIBUTES})?>|<{_NAME}(?:\s{_ATTRIBUTES})?/>",
         Kind.TAG, Role.SINGLE, "<br/>", formatting=True),
    Rule("tag-open", rf"<{_NAME}(?:[\s=]{_ATTRIBUTES})?>|<#[0-9A-Fa-f]{{3,8}}>", Kind.TAG, Role.OPEN,
         "<color=#FFD700>", formatting=True),
    Rule("blank-entity", r"&(?:nbsp|ensp|emsp|thinsp|lrm|rlm|zwnj|zwj|#160|#xA0|#8203);", Kind.ENTITY, Role.SINGLE,
         "&nbsp;", formatting=True),
    Rule("entity", r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});", Kind.ENTITY, Role.SINGLE,
         "&amp;"),
    # Values.
    Rule("icu-literal", r"'[{}]'", Kind.ESCAPE, Role.SINGLE, "'{'", _MARKED),
    Rule("icu-number-literal", r"'#'", Kind.ESCAPE, Role.SINGLE, "'#'", _MESSAGE),
    Rule("icu-number", r"#", Kind.BRACE, Role.SINGLE, "#", _MESSAGE),
    Rule("i18next-nesting", r"\$t\([^()\n]{1,200}\)", Kind.BRACE, Role.SINGLE, "$t(common.gold)", _MARKED),
    # The short form of a block that stands in a sentence; its options are segments of their own.
    Rule("block-short", r"\{\s*[^\s{}][^{}\n]{0,200}?\s*(?:->|,\s*(?:plural|select|selectordinal)\s*,)\s*…\s*\}",
         Kind.BRACE, Role.SINGLE, "{ $n -> … }", _MARKED),
    Rule("brace-double", r"\{\{(?![\"'“”»’])[^{}\n]{1,200}\}\}", Kind.BRACE, Role.SINGLE, "{{count}}", _BRACED),
    Rule("brace-sigil", r"[$#%@]\{[^{}\n]{1,200}\}", Kind.BRACE, Role.SINGLE, "${x}", _BRACED),
    Rule("brace", r"(?<!\^)\{\s{0,9}[\w$\-][\w$.\-]{0,80}(?:\[[^\[\]{}\n]{1,60}\])?(?:[,:!|(][^{}\n]{0,200})?\s{0,9}\}"
         r"|\{\}", Kind.BRACE, Role.SINGLE, "{name}", _BRACED),
    Rule("brace-spoken", r"(?<!\^)\{[A-Za-z_0-9][A-Za-z_0-9.]{0,60}\}", Kind.BRACE, Role.SINGLE, "{0}", _SPOKEN),
    Rule("printf-stringsdict", r"%\d{0,2}\$?#@\w{1,60}@", Kind.PRINTF, Role.SINGLE, "%#@items@", _CODED - _FREE),
    # No space flag: "100% sure" is not "% s".
    Rule("printf", rf"(?!{_NO_ARGUMENT})"
         r"%(?:\(\w[\w.]{0,60}\)|\d{1,2}\$)?[#0\-+'I]{0,3}" rf"(?:\d{{1,3}}|{_STAR})?(?:\.(?:\d{{1,3}}|{_STAR}))?"
         r"(?:hh|h|ll|l|q|j|z|t|L)?[@diouxXeEfFgGcCsSaAp]", Kind.PRINTF, Role.SINGLE, "%1$d", _PERCENT),
    Rule("printf-named", r"%\(\w[\w.]{0,60}\)[#0\-+]{0,3}\d{0,3}(?:\.\d{1,3})?[diouxXeEfFgGcrsa]", Kind.PRINTF,
         Role.SINGLE, "%(name)s", _RENPY | _SPOKEN | _FREE),
    Rule("printf-spoken", r"(?<![\d%])%(?:\d{1,2}\$)?[sd](?![A-Za-z])", Kind.PRINTF, Role.SINGLE, "%s",
         _SPOKEN | _RENPY | _FREE),
    Rule("percent-literal", r"%%", Kind.PRINTF, Role.SINGLE, "%%", _PERCENT),
    Rule("qt-number", r"(?<![\d~])%(?:L?\d{1,2}|n)(?:(?![A-Za-z0-9$%])|(?=x\s?%\d)|(?<=%1)(?=[A-Za-z]))", Kind.PRINTF,
         Role.SINGLE, "%1", _MARKED - _FREE),
    # Codes of games.
    Rule("minecraft-reset", r"§[rR]", Kind.MARKUP, Role.CLOSE, "§r", _CODED, formatting=True),
    Rule("minecraft", r"§[0-9a-zA-Z]", Kind.MARKUP, Role.OPEN, "§a", _CODED, formatting=True),
    Rule("paradox-end", r"§!", Kind.MARKUP, Role.CLOSE, "§!", _CODED, formatting=True),
    Rule("rpg-colour-end", r"\\[Cc]\[0\]", Kind.ESCAPE, Role.CLOSE, r"\C[0]", _RPG, formatting=True),
    Rule("rpg-colour", r"\\[Cc]\[\d{1,4}\]", Kind.ESCAPE, Role.OPEN, r"\C[3]", _RPG, formatting=True),
    Rule("rpg-value", r"\\[A-Za-z]{1,20}[\[<][^\[\]<>\n]{0,60}[\]>]", Kind.ESCAPE, Role.SINGLE, r"\N[1]", _RPG),
    Rule("rpg-wait", r"\\[.|!><^{}]", Kind.ESCAPE, Role.SINGLE, r"\.", frozenset({Family.RPGMAKER}), formatting=True),
    Rule("rpg-money", r"\\[Gg$](?![A-Za-z])", Kind.ESCAPE, Role.SINGLE, r"\G", frozenset({Family.RPGMAKER})),
    Rule("escape", r"\\(?:[nrtN](?![A-Za-z])|u[0-9A-Fa-f]{4}|\\)", Kind.ESCAPE, Role.SINGLE, r"\n", _ESCAPED,
         formatting=True),
    Rule("bbcode-close", rf"\[/(?:{_BBCODE})\]", Kind.MARKUP, Role.CLOSE, "[/b]", _MARKED, formatting=True),
    Rule("bbcode-open", rf"\[(?:{_BBCODE})(?:[ =][^\[\]\n]{{0,200}})?\]", Kind.MARKUP, Role.OPEN, "[b]", _MARKED,
         formatting=True),
)  # fmt: skip

BY_NAME = {rule.name: rule for rule in RULES}


@functools.lru_cache(maxsize=64)
def family_of(format_name: str) -> Family:
    """Return the family of a format name (any case, with or without a dot); GENERAL if it is not known."""
    return FAMILIES.get(format_name.strip().lower().removeprefix("."), Family.GENERAL)
