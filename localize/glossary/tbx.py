"""The only place that writes TBX (ISO 30042:2019, dialect TBX-Basic), in either style, so that nothing of ours is lost.

TBX-Basic has no forbidden terms, no conditions, no strategies. What it lacks travels as ``<note>x-key:value</note>``
lines, which other tools show to people and `localize.glossary.tbx_read` reads back. The rules of the dialect are those
of TBX-Basic_DCA.sch and TBX-Basic_DCT.sch of https://github.com/LTAC-Global/TBX-Basic_dialect.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from localize.errors import UsageError
from localize.glossary.base import Status
from localize.glossary.entries import flat_renderings, whole_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from localize.glossary.base import Concept
    from localize.glossary.yamlfile import Value

STYLES = ("dca", "dct")
"""Data category as attribute, or as tag."""
NAMESPACE = "urn:iso:std:iso:30042:ed:3.0"
MODULES = {"min": "http://www.tbxinfo.net/ns/min", "basic": "http://www.tbxinfo.net/ns/basic"}

_MODULE_OF = {
    "administrativeStatus": "min",
    "subjectField": "basic",
    "termType": "basic",
    "definition": "basic",
    "source": "basic",
}
"""Data category → the module of the dialect that defines it."""
_ELEMENT_OF = {
    "subjectField": "descrip",
    "definition": "descrip",
    "source": "admin",
    "administrativeStatus": "termNote",
    "termType": "termNote",
}
_STATUS = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.DEPRECATED: "deprecatedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKED = re.compile(r"x-[a-z_]+:")


def write_tbx(concepts: Iterable[Concept], *, style: str = "dca", source: str = "zh-Hans") -> bytes:
    """Return concepts as a TBX-Basic file; the same concepts give the same bytes.

    Args:
        concepts: of any categories.
        style: one of `STYLES`.
        source: locale of the terms.

    Raises:
        UsageError: there is no such style.
    """
    if style not in STYLES:
        raise UsageError(f"TBX has no style {style!r}", do=f"use {' or '.join(STYLES)}")
    writer = _Writer(style, source)
    spaces = "".join(f" xmlns:{p}={quoteattr(uri)}" for p, uri in MODULES.items()) if style == "dct" else ""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tbx type="TBX-Basic" style="{style}" xml:lang="en" xmlns="{NAMESPACE}"{spaces}>\n'
        " <tbxHeader><fileDesc><sourceDesc><p>Term base of chuhai-localize</p></sourceDesc></fileDesc></tbxHeader>\n"
        " <text><body>\n"
    )
    body = "".join(line for concept in concepts for line in writer.concept(concept))
    return f"{head}{body} </body></text>\n</tbx>\n".encode()


_VISIBLE = {"id", "term", "hant", "variants", "renderings", "note"}
"""Keys of an entry that have an element of their own."""


class _Writer:
    """Writes concepts in one style."""

    def __init__(self, style: str, source: str) -> None:
        self._style, self._source = style, source
        self._ids: set[str] = set()

    def concept(self, concept: Concept) -> Iterator[str]:
        """Yield the lines of a concept."""
        entry = whole_entry(concept)
        identifier = self._identifier(concept.id)
        gloss = entry.get("gloss")
        glosses: Mapping[str, Value] = gloss if isinstance(gloss, dict) else {}
        sections = self._sections(entry)
        yield f"  <conceptEntry id={quoteattr(identifier)}>\n"
        yield f"   {self._category('subjectField', concept.category)}\n"
        if identifier != concept.id or not _is_seen_whole(concept.category):
            yield f"   {_note('id', concept.id)}\n   {_note('category', concept.category)}\n"
        if "note" in entry:
            yield f"   {_note('note', entry['note'])}\n"
        for key in sorted(entry.keys() - _VISIBLE):
            yield f"   {_note(key, entry[key])}\n"
        order = list(dict.fromkeys(locale for locale, _, _ in flat_renderings(entry)))
        if order != [locale for locale in sections if locale in order]:
            yield f"   {_note('locales', list(order))}\n"
        for locale, terms in sections.items():
            yield f"   <langSec xml:lang={quoteattr(locale)}>\n"
            if locale in glosses:
                yield f"    {self._category('definition', str(glosses[locale]))}\n"
            yield from (f"    <termSec>{term}</termSec>\n" for term in terms)
            yield "   </langSec>\n"
        yield "  </conceptEntry>\n"

    def _identifier(self, wanted: str) -> str:
        """Return an XML name (https://www.w3.org/TR/xml-id/) that no other concept has; the id itself if it is one."""
        found = wanted if _NAME.fullmatch(wanted) else f"c-{len(self._ids) + 1}"
        while found in self._ids:
            found += "-"
        self._ids.add(found)
        return found

    def _sections(self, entry: Mapping[str, Value]) -> dict[str, list[str]]:
        """Return the insides of the term sections by locale, the source first."""
        sections: dict[str, list[str]] = {self._source: [self._source_term(str(entry["term"]), "fullForm")]}
        hant = str(entry.get("hant", ""))
        if hant:
            sections["zh-Hant"] = [self._source_term(hant, "fullForm", form="hant")]
        variants = entry.get("variants")
        for variant in variants if isinstance(variants, list) else ():
            plain, other = (
                (variant["term"], variant["hant"]) if isinstance(variant, dict) else (variant, variant)
            )
            more = "" if plain == other else _note("hant", other)
            sections[self._source].append(self._source_term(str(plain), "variant") + more)
        for locale, status, item in flat_renderings(entry):
            mark = _note("role", "rendering") if locale in (self._source, "zh-Hant") else ""
            sections.setdefault(locale, []).append(self._rendering(status, item) + mark)
        return sections

    def _source_term(self, text: str, kind: str, form: str = "") -> str:
        status = _STATUS[Status.PREFERRED if kind == "fullForm" else Status.ADMITTED]
        parts = [
            _term(text),
            self._category("administrativeStatus", status),
            self._category("termType", kind),
        ]
        return "".join([*parts, _note("form", form) if form else ""])

    def _rendering(self, status: str, item: Mapping[str, Value]) -> str:
        parts = [
            _term(str(item["text"])),
            self._category("administrativeStatus", _STATUS[Status(status)]),
        ]
        if status == Status.FORBIDDEN:
            parts.append(_note("status", "forbidden"))
        if source := item.get("source"):
            seen = str(source)
            parts.append(self._category("source", seen) if _is_seen_whole(seen) else _note("source", source))
        parts += [_note(key, value) for key, value in item.items() if key not in ("text", "source")]
        return "".join(parts)

    def _category(self, name: str, text: str) -> str:
        if self._style == "dct":
            tag = f"{_MODULE_OF[name]}:{name}"
            return f"<{tag}>{_escaped(text)}</{tag}>"
        element = _ELEMENT_OF[name]
        return f'<{element} type="{name}">{_escaped(text)}</{element}>'


def _term(text: str) -> str:
    more = "" if _is_seen_whole(text) else _note("text", text)
    return f"<term>{_escaped(text)}</term>{more}"


def _note(key: str, value: Value) -> str:
    """Return a note of ours; text goes in as it is where a reader gets it back, everything else as JSON."""
    bare = isinstance(value, str) and _is_seen_whole(value) and not value.startswith(("[", "{", '"'))
    if key == "note" and bare and not _MARKED.match(str(value)):
        return f"<note>{_escaped(str(value))}</note>"
    shown = (
        value if bare and value not in ("true", "false", "null") else json.dumps(value, ensure_ascii=False)
    )
    if _UNWRITABLE.search(str(shown)):
        shown = json.dumps(value)
    return f"<note>x-{key}:{_escaped(str(shown))}</note>"


def _is_seen_whole(text: str) -> bool:
    """Return whether a text survives XML and the folding of blanks that other tools do."""
    return bool(text) and text == text.strip() and "\n" not in text and not _UNWRITABLE.search(text)


def _escaped(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text), {"\r": "&#13;"})
