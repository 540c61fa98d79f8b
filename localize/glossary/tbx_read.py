"""The only place that reads TBX: version 3 in both styles, version 2 (martif), TBX-Min, and what tools make of them.

The tree has the same three levels in every version: an entry, its languages, their terms. Data categories are the
``type`` of an element (DCA, version 2) or its tag (DCT, TBX-Min).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localize.errors import GlossaryError, Place, ProblemsError, UsageError
from localize.glossary.base import Status, Strategy
from localize.glossary.entries import concepts_of, grouped
from localize.glossary.languages import LATIN
from localize.glossary.xmltree import read_xml
from localize.locales import parse_locale, same_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from localize.glossary.base import Concept
    from localize.glossary.xmltree import Element
    from localize.glossary.yamlfile import Value

_ENTRY = {"conceptEntry", "termEntry", "entry"}
_LANGUAGE = {"langSec", "langSet", "langGroup"}
_TERM = {"termSec", "tig", "ntig", "termGroup"}
_OURS = re.compile(r"x-([a-z_]+):(.*)", re.DOTALL)
_STATUS = (
    ("forbidden", Status.FORBIDDEN),
    ("prohibited", Status.FORBIDDEN),
    ("preferred", Status.PREFERRED),
    ("standardized", Status.PREFERRED),
    ("legal", Status.PREFERRED),
    ("regulated", Status.PREFERRED),
    ("admitted", Status.ADMITTED),
    ("deprecated", Status.DEPRECATED),
    ("superseded", Status.DEPRECATED),
    ("obsolete", Status.DEPRECATED),
    ("notrecommended", Status.DEPRECATED),
)
"""Word in a status of any version → ours; the first that fits (ISO 30042 and 12620 picklists, Weblate's words)."""


@dataclass(frozen=True, slots=True)
class TermBase:
    """What a term base holds for us.

    Attributes:
        source: locale of the source terms.
        concepts: all entries that have a source term.
        left_out: lines of the entries that have none.
    """

    source: str
    concepts: tuple[Concept, ...]
    left_out: tuple[int, ...] = ()


def read_tbx(data: bytes, name: str, *, source: str = "", category: str = "project") -> TermBase:
    """Return the concepts of a TBX file.

    Args:
        data: the file.
        name: for messages.
        source: locale of the source terms, '' for Chinese where the file has any, else the file's own.
        category: of entries without a subject field.

    Raises:
        GlossaryError: not XML, hostile, or not a term base.
        ProblemsError: of `GlossaryError` (GLO008), every bad entry at once.
    """
    root = read_xml(data, name)
    entries = [element for element in (root, *root.walk()) if element.name in _ENTRY]
    if not entries:
        what = "the file is no term base: it has no conceptEntry, termEntry or entry"
        raise GlossaryError(what, code="GLO008", do="export it as TBX", place=Place(name, 1))
    read = [_Entry.of(element) for element in entries]
    source = source or _source_of(root, read)
    ids: set[str] = set()
    made, left_out = [], []
    for entry in read:
        value = entry.value(source, category, ids)
        if value is None:
            left_out.append(entry.line)
        else:
            made.append((entry.category(category), value, entry.line))
    concepts, wrong = concepts_of(made, name)
    if wrong:
        raise ProblemsError(wrong)
    return TermBase(source, concepts, tuple(left_out))


def _source_of(root: Element, entries: Iterable[_Entry]) -> str:
    languages = list(dict.fromkeys(locale for entry in entries for locale in entry.terms))
    chinese = [tag for tag in languages if same_language(tag, "zh-Hans")]
    if chinese:
        return chinese[0]
    header = next((e for e in root.walk() if e.name == "languages"), root)
    stated = _tag(header.attributes.get("source") or root.attributes.get("xml:lang") or "")
    return stated if stated in languages or not languages else languages[0]


@dataclass(frozen=True, slots=True)
class _Term:
    """One term: text, line, data categories, plain notes, and our own notes."""

    text: str
    categories: Mapping[str, str]
    notes: tuple[str, ...]
    ours: Mapping[str, Value]

    @classmethod
    def of(cls, element: Element) -> _Term:
        term = next((e.words for e in element.walk() if e.name == "term"), "")
        categories: dict[str, str] = {}
        for inner in element.walk():
            if inner.name not in ("term", "note"):
                categories.setdefault(_category(inner), inner.words)
        notes, ours = _notes(element.walk())
        return cls(str(ours.pop("text", term)), categories, notes, ours)

    @property
    def status(self) -> Status | None:
        """The status that somebody gave the term, None if nobody did."""
        said = str(self.ours.get("status", ""))
        for key in ("administrativeStatus", "normativeAuthorization", "termStatus", "status"):
            said = said or self.categories.get(key, "")
        word = said.casefold().replace("-", "")
        return next((status for part, status in _STATUS if part in word), None)


@dataclass(slots=True)
class _Entry:
    """One entry of the term base."""

    identifier: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    ours: dict[str, Value] = field(default_factory=dict)
    definitions: list[tuple[str, str]] = field(default_factory=list)
    terms: dict[str, list[_Term]] = field(default_factory=dict)

    @classmethod
    def of(cls, element: Element) -> _Entry:
        identifier = element.attributes.get("id") or element.attributes.get("xml:id") or ""
        entry = cls(identifier, element.line)
        languages = [child for child in element.walk() if child.name in _LANGUAGE]
        own = [e for child in element.children if child not in languages for e in (child, *child.walk())]
        for inner in own:
            entry.fields.setdefault(_category(inner), inner.words)
        notes, entry.ours = _notes(own)
        more: list[str] = []
        for language in languages:
            locale = _tag(language.attributes.get("xml:lang") or language.attributes.get("lang") or "")
            terms = [e for e in language.walk() if e.name in _TERM]
            inside = {id(e) for term in terms for e in (term, *term.walk())}
            outer = [e for e in language.walk() if id(e) not in inside]
            more += _notes(outer)[0]
            entry.definitions += [(locale, e.words) for e in outer if _category(e) == "definition"]
            found = [term for term in map(_Term.of, terms) if term.text]
            entry.terms.setdefault(locale, []).extend(found)
        entry.notes = (*notes, *more)
        return entry

    def category(self, default: str) -> str:
        """Return the category: the subject field as one word."""
        own = self.ours.get("category")
        return own if isinstance(own, str) else _slug(self.fields.get("subjectField", "")) or default

    def value(self, source: str, category: str, ids: set[str]) -> dict[str, Value] | None:
        """Return the entry as one of a term file, None if it has no term in the source language."""
        terms = [t for tag, some in self.terms.items() if tag and same_language(tag, source) for t in some]
        terms = [t for t in terms if t.ours.get("role") != "rendering"]
        if not terms:
            return None
        terms.sort(key=lambda t: t.status is not Status.PREFERRED)  # stable: otherwise as in the file
        entry: dict[str, Value] = {"id": "", "term": terms[0].text}
        hant = self._hant(source)
        if hant:
            entry["hant"] = hant[0]
        variants = _variants(terms[1:], hant[1:])
        if variants:
            entry["variants"] = variants
        entry["strategy"] = Strategy.OFFICIAL.value
        renderings = grouped(self._renderings(source))
        if renderings:
            entry["renderings"] = renderings
        if note := self._note():
            entry["note"] = note
        known = {"id", "category", "locales", "note"}
        entry |= {key: value for key, value in self.ours.items() if key not in known}
        entry["id"] = self._id(entry["term"], category, ids)
        return entry

    def _hant(self, source: str) -> list[str]:
        """Return the Traditional forms of the source; of a foreign file those are all terms of zh-Hant."""
        if not same_language(source, "zh-Hans"):
            return []
        terms = [t for t in self.terms.get("zh-Hant", ()) if t.ours.get("role") != "rendering"]
        return [t.text for t in terms]

    def _renderings(self, source: str) -> list[tuple[str, str, dict[str, Value]]]:
        out: list[tuple[str, str, dict[str, Value]]] = []
        chinese = same_language(source, "zh-Hans")
        for locale, terms in self.terms.items():
            own = not locale or same_language(locale, source) or (chinese and locale == "zh-Hant")
            some = [t for t in terms if not own or t.ours.get("role") == "rendering"]
            for number, term in enumerate(some):
                status = term.status or (Status.ADMITTED if number else Status.PREFERRED)
                out.append((locale, status.value, _rendering(term)))
        order = self.ours.get("locales")
        if isinstance(order, list):
            out.sort(key=lambda r: order.index(r[0]) if r[0] in order else len(order))
        return out

    def _note(self) -> str:
        own = self.ours.get("note")
        if isinstance(own, str):
            return own
        gloss = self.ours.get("gloss")
        known = gloss if isinstance(gloss, dict) else {}
        said = [words for locale, words in self.definitions if known.get(locale) != words]
        if "definition" in self.fields:
            said.insert(0, self.fields["definition"])
        return "\n".join(dict.fromkeys(words for words in (*said, *self.notes) if words))

    def _id(self, term: Value, category: str, ids: set[str]) -> str:
        own = self.ours.get("id")
        wanted = own if isinstance(own, str) else self.identifier
        if not re.fullmatch(r"[^\s.:]+\.[^\s:]+", wanted):
            wanted = f"{self.category(category)}.{_slug(str(term)) or self.line}"
        elif isinstance(own, str):
            return wanted  # what we wrote ourselves: an id that stands twice is one concept in two layers
        found, number = wanted, 1
        while found in ids:
            number += 1
            found = f"{wanted}-{number}"
        ids.add(found)
        return found


def _variants(terms: Iterable[_Term], hants: Iterable[str]) -> list[Value]:
    out: list[Value] = []
    rest = list(hants)
    for number, term in enumerate(terms):
        hant = str(term.ours.get("hant") or (rest[number] if number < len(rest) else term.text))
        out.append(term.text if hant == term.text else {"term": term.text, "hant": hant})
    return out


def _rendering(term: _Term) -> dict[str, Value]:
    item: dict[str, Value] = {"text": term.text}
    if source := term.categories.get("source"):
        item["source"] = source
    if term.notes:
        item["note"] = "\n".join(term.notes)
    return item | {key: value for key, value in term.ours.items() if key not in ("role", "status", "form")}


def _category(element: Element) -> str:
    return element.attributes.get("type") or element.name


def _notes(elements: Iterable[Element]) -> tuple[tuple[str, ...], dict[str, Value]]:
    """Return the notes of people and our own, by key."""
    notes: list[str] = []
    ours: dict[str, Value] = {}
    for element in elements:
        if element.name != "note":
            continue
        found = _OURS.fullmatch(element.words)
        if found is None:
            notes.append(element.words)
        else:
            ours[found[1]] = _value(found[2])
    return tuple(note for note in notes if note), ours


def _value(text: str) -> Value:
    if text.startswith(("[", "{", '"')) or text in ("true", "false", "null"):
        try:
            value: Value = json.loads(text)
        except ValueError:  # a person changed it; the schema says what is wrong with it
            return text
        return value
    return text


def _tag(words: str) -> str:
    """Return a locale tag as we spell it, '' if nobody knows the locale."""
    if words == LATIN:
        return words
    try:
        return parse_locale(words).tag
    except UsageError:
        return ""


def _slug(words: str) -> str:
    return re.sub(r"[\s.:]+", "_", words.strip()).strip("_")
