"""Round trips: nothing of a concept is lost in TBX, in either style, or in a workbook, and TBX obeys its dialect."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.api.terms_exchange import export_terms, import_terms
from localize.glossary import (
    Concept,
    Condition,
    Rendering,
    ReviewState,
    Scope,
    Status,
    Strategy,
    dump,
    load,
    pack_names,
    read_concepts,
)
from localize.glossary.entries import concepts_of, entry_of
from localize.glossary.scopes import Reach
from localize.glossary.tbx import NAMESPACE, STYLES, write_tbx
from localize.glossary.tbx_read import read_tbx
from localize.glossary.xlsx import read_xlsx, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from localize.glossary import Glossary, TermHit
    from localize.glossary.yamlfile import Value

TBX = f"{{{NAMESPACE}}}"

# Random but valid concepts, with every key of the schema.
ODD = st.sampled_from(
    [
        "true",
        "null",
        "[a]",
        '{"a": 1}',
        '"quoted"',
        "x-note:mine",
        "a & <b>",
        "=1+1",
        "_x000D_",
        "1e3",
        "250",
        "- x",
    ]
)
LETTERS = st.characters(
    blacklist_categories=("Cc", "Cs", "Co", "Zl", "Zp"), blacklist_characters="\ufffe\uffff\ufdd0\x85"
)


def _fits(text: str) -> bool:
    return bool(text) and text == text.strip() and not any("\ue000" <= ch <= "\uf8ff" for ch in text)


TEXT = st.one_of(ODD, st.text(LETTERS, min_size=1, max_size=12).filter(_fits))
NOTE = st.one_of(TEXT, st.sampled_from(["two\nlines", " edges ", "tab\there", "return\r\nhere", "\x07bell"]))
WORDS = st.lists(TEXT, min_size=1, max_size=3)
LOCALES = st.sampled_from(["en", "en-US", "es-419", "pt-BR", "ko", "zh-Hant", "zh-Hant-TW", "ar"])
EPISODES = st.sampled_from(["12-", "1-11", "3,5"])
PLAIN_WHEN = st.fixed_dictionaries(
    {"vocative": st.booleans()},
    optional={
        "genres": WORDS,
        "eras": st.just(["modern"]),
        "speaker_gender": st.sampled_from(["f", "m"]),
        "relation": st.just("lover"),
        "before": st.just(["<number>"]),
        "context": WORDS,
        "speakers": WORDS,
        "episodes": EPISODES,
    },
)
WHEN = st.one_of(
    st.just("always"),
    PLAIN_WHEN,
    st.fixed_dictionaries({"any": st.lists(PLAIN_WHEN, min_size=1, max_size=2)}),
)
RENDERING = st.fixed_dictionaries(
    {"text": TEXT},
    optional={
        "short": TEXT,
        "forms": WORDS,
        "when": WHEN,
        "strategy": st.sampled_from(list(Strategy)).map(str),
        "note": NOTE,
        "review": st.just("reviewed"),
        "source": NOTE,
    },
)
STATUSES = st.dictionaries(
    st.sampled_from(["preferred", "admitted", "deprecated", "forbidden"]),
    st.lists(RENDERING, min_size=1, max_size=2),
    min_size=1,
)
ENTRY = st.fixed_dictionaries(
    {"term": TEXT, "strategy": st.sampled_from(list(Strategy)).map(str)},
    optional={
        "hant": TEXT,
        "variants": st.lists(st.fixed_dictionaries({"term": TEXT, "hant": TEXT}), min_size=1, max_size=3),
        "homograph": st.just("group"),
        "convert": st.just(True),
        "when": WHEN,
        "stop": WORDS,
        "renderings": st.dictionaries(LOCALES, STATUSES, min_size=1, max_size=3),
        "gloss": st.dictionaries(LOCALES, TEXT, min_size=1, max_size=2),
        "note": NOTE,
        "review": st.just("reviewed"),
        "scope": st.fixed_dictionaries(
            {"episodes": EPISODES}, optional={"work": st.just("heir"), "season": st.just("2")}
        ),
        "level": st.sampled_from(["packs", "universe", "work"]),
    },
)


def _concepts(entries: list[tuple[str, dict[str, Value]]]) -> tuple[Concept, ...]:
    rows = [
        (category, {"id": f"{category}.{number}ü", **entry}, number + 1)
        for number, (category, entry) in enumerate(entries)
    ]
    concepts, wrong = concepts_of(rows, "random")
    assert not wrong, wrong
    return concepts


CONCEPTS = st.lists(st.tuples(st.sampled_from(["food", "名", "a/b"]), ENTRY), min_size=1, max_size=4).map(
    _concepts
)
"""Concepts of several categories, in any order."""


def _unplaced(concepts: tuple[Concept, ...]) -> list[Concept]:
    return [dataclasses.replace(concept, place=None) for concept in concepts]


@settings(max_examples=80, deadline=None)
@given(CONCEPTS)
def test_a_round_trip_loses_nothing_in_either_style(concepts: tuple[Concept, ...]) -> None:
    for style in STYLES:
        again = read_tbx(write_tbx(concepts, style=style), "x.tbx")
        assert _unplaced(again.concepts) == _unplaced(concepts)
        assert again.left_out == ()


@pytest.mark.parametrize("style", STYLES)
def test_the_packs_come_back_as_they_were_with_the_same_revisions(style: str) -> None:
    packs = load()
    again = read_tbx(write_tbx(packs.concepts, style=style), "packs.tbx")
    assert _unplaced(again.concepts) == _unplaced(packs.concepts)


def _parents(root: ElementTree.Element) -> list[tuple[ElementTree.Element, ElementTree.Element]]:
    return [(parent, child) for parent in root.iter() for child in parent]


_LEVELS = {
    "termNote": {"termSec", "termNoteGrp"},
    "subjectField": {"conceptEntry"},
    "context": {"termSec"},
    "definition": {"conceptEntry", "langSec"},
    "customerSubset": {"termSec"},
    "projectSubset": {"termSec"},
    "xGraphic": {"conceptEntry"},
}
_PICKLISTS = {
    "administrativeStatus": {
        "preferredTerm-admn-sts",
        "admittedTerm-admn-sts",
        "deprecatedTerm-admn-sts",
        "supersededTerm-admn-sts",
    },
    "termType": {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"},
    "partOfSpeech": {"noun", "verb", "adjective", "adverb", "other"},
    "transactionType": {"origination", "modification"},
}
_MODULES = {
    "http://www.tbxinfo.net/ns/min": {"administrativeStatus", "partOfSpeech", "customerSubset"},
    "http://www.tbxinfo.net/ns/basic": {"subjectField", "definition", "source", "termType", "context"},
}


def violations(data: bytes) -> list[str]:
    """Return what breaks TBX-Basic_DCA.sch, TBX-Basic_DCT.sch or the core structure, one line each."""
    root = ElementTree.fromstring(data)
    style = root.get("style") or ""
    found = []
    if root.tag != f"{TBX}tbx" or root.get("type") != "TBX-Basic" or style not in STYLES:
        found.append("the root is no tbx of TBX-Basic in a known style")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        found.append("an id stands twice")
    for parent, child in _parents(root):
        found += _in_style(child, style)
        found += _in_place(parent, child, style)
    for entry in root.iter(f"{TBX}conceptEntry"):
        found += _whole(entry)
    return found


def _in_style(element: ElementTree.Element, style: str) -> list[str]:
    namespace, _, local = element.tag[1:].partition("}")
    if style == "dca":
        return [f"{local} is a tag of style DCT"] if namespace != NAMESPACE else []
    if namespace != NAMESPACE:
        return [] if local in _MODULES.get(namespace, ()) else [f"{local} is not of the module {namespace}"]
    return [f"{local} has a type in style DCT"] if element.get("type") is not None else []


def _in_place(parent: ElementTree.Element, child: ElementTree.Element, style: str) -> list[str]:
    local, inside = (element.tag.partition("}")[2] for element in (child, parent))
    category = child.get("type", "") if style == "dca" else local
    found = [f"{local} has an empty type"] if child.get("type") == "" else []
    for key in dict.fromkeys((local, category)):
        if key in _LEVELS and inside not in _LEVELS[key]:
            found.append(f"{key} stands under {inside}")
    if category in _PICKLISTS and child.text not in _PICKLISTS[category]:
        found.append(f"{category} is {child.text}")
    return found


def _whole(entry: ElementTree.Element) -> list[str]:
    """Return what is missing in a concept: languages once each, one term in each section, before all else in it."""
    sections = entry.findall(f"{TBX}langSec")
    languages = [s.get("{http://www.w3.org/XML/1998/namespace}lang") for s in sections]
    found = []
    if not sections or len(set(languages)) != len(languages) or None in languages:
        found.append("a conceptEntry without langSec, or with two of one language")
    for section in sections:
        terms = section.findall(f"{TBX}termSec")
        if not terms or any(len(t.findall(f"{TBX}term")) != 1 or t[0].tag != f"{TBX}term" for t in terms):
            found.append("a langSec without termSec, or a termSec that does not begin with its one term")
    return found


@settings(max_examples=40, deadline=None)
@given(CONCEPTS)
def test_what_is_written_obeys_the_rules_of_the_dialect(concepts: tuple[Concept, ...]) -> None:
    for style in STYLES:
        assert violations(write_tbx(concepts, style=style)) == []


def test_the_packs_obey_the_rules_of_the_dialect() -> None:
    for style in STYLES:
        assert violations(write_tbx(load().concepts, style=style)) == []


def test_the_validator_finds_what_the_schematron_forbids() -> None:
    bad = write_tbx(load().concepts[:1]).replace(
        b"<termSec>", b'<termSec><descrip type="definition">x</descrip>', 1
    )
    assert "definition stands under termSec" in violations(bad)
    assert violations(bad.replace(b"fullForm", b"lemma")) != violations(bad)


@settings(max_examples=12, deadline=None)
@given(CONCEPTS)
def test_a_workbook_gives_back_what_it_was_given(concepts: tuple[Concept, ...]) -> None:
    assert _unplaced(read_xlsx(write_xlsx(concepts), "x.xlsx")) == _unplaced(concepts)


def test_every_field_of_the_model_is_part_of_an_entry() -> None:
    """A field that the entries do not know would be lost on the way; whoever adds one adds a value for it here."""
    samples: dict[str, object] = {
        "id": "a.b",
        "term": "甲",
        "hant": "乙",
        "strategy": Strategy.OMIT,
        "renderings": (Rendering("en", "x", Status.PREFERRED, Strategy.OMIT),),
        "variants": ("丙",),
        "hant_variants": ("丁",),
        "when": Condition(),
        "stop": ("甲乙",),
        "homograph": "other",
        "convert": True,
        "gloss": {"en": "other"},
        "note": "other",
        "review": ReviewState.REVIEWED,
        "reach": Reach(work="heir"),
    }
    assert samples.keys() | {"category", "place"} == {f.name for f in dataclasses.fields(Concept)}
    bare = Concept("c.d", "c", "戊", "", Strategy.DIRECT, (), variants=("己",), hant_variants=("己",))
    for name, value in samples.items():
        assert entry_of(dataclasses.replace(bare, **{name: value})) != entry_of(bare), name  # type: ignore[arg-type]


LAYERS = [
    ("far.yaml", "scope: {universe: u}", "id: project.a, term: 黑卡, renderings: {en: far, fr: carte}"),
    ("near.yaml", "", "id: project.a, term: 黑卡, renderings: {en: near}, note: the client's"),
    ("later.yaml", "", "id: project.a, term: 黑卡, renderings: {ko: 블랙카드}"),
    ("part.yaml", 'scope: {episodes: "12-"}', "id: project.a, term: 黑卡, renderings: {en: part}"),
    ("other.yaml", 'scope: {season: "2"}', "id: project.b, term: 黑卡, renderings: {en: other}"),
]


@pytest.fixture
def layered(tmp_path: Path) -> Glossary:
    paths = []
    for name, scope, entry in LAYERS:
        paths.append(tmp_path / name)
        text = f"category: project\n{scope}\nconcepts:\n  - {{{entry}, strategy: DIRECT}}\n"
        paths[-1].write_text(text, encoding="utf-8")
    return load(paths, packs=["zh-Hans/food"])


def test_every_entry_stands_with_its_scope_and_the_winners_alone(layered: Glossary) -> None:
    mine = [c for c in layered.every if c.category == "project"]
    said = [(c.id, str(c.reach.level), [(r.locale, r.text) for r in c.renderings]) for c in mine]
    assert said == [
        ("project.a", "universe", [("en", "far"), ("fr", "carte")]),
        ("project.a", "work", [("ko", "블랙카드"), ("en", "near")]),
        ("project.b", "season", [("en", "other")]),
        ("project.a", "episode", [("en", "part")]),
    ]
    assert [c.id for c in layered.concepts if c.category == "project"] == ["project.a", "project.b"]
    assert len(load().every) == len(load().concepts)


def test_every_layer_goes_round_in_tbx_and_in_a_workbook(layered: Glossary) -> None:
    for style in STYLES:
        data = write_tbx(layered.every, style=style)
        assert violations(data) == []
        assert _unplaced(read_tbx(data, "x.tbx").concepts) == _unplaced(layered.every)
    assert _unplaced(read_xlsx(write_xlsx(layered.every), "x.xlsx")) == _unplaced(layered.every)


@pytest.mark.parametrize("name", ["x.tbx", "x.xlsx", "terms"])
def test_every_layer_comes_back_as_term_files_that_say_the_same(
    layered: Glossary, tmp_path: Path, name: str
) -> None:
    export_terms(layered.every, tmp_path / name)
    folder = tmp_path / "again"
    if name == "terms":
        folder = tmp_path / name
    else:
        import_terms(tmp_path / name, folder)
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == ["food.yaml", "project.yaml", "project~2.yaml", "project~3.yaml"]
    again = load(files, packs=())
    for episode, season in ((3, 1), (12, 1), (3, 2)):
        scope = Scope("en", episode=episode, season=season, universe="u", work="w")
        before, after = ([_said(h) for h in g.find("黑卡，饺子", scope)] for g in (layered, again))
        assert before == after


def _said(hit: TermHit) -> tuple[str, str]:
    return hit.concept.id, hit.rendering.text if hit.rendering else ""


@pytest.mark.parametrize("pack", pack_names())
def test_each_pack_comes_back_whole_from_a_term_file(pack: str) -> None:
    concepts = load(packs=[pack]).every
    read, wrong = read_concepts(dump(concepts).encode(), "p.yaml")
    assert not wrong
    # A term file of a project lies nearer than a pack: its place says so, not its text.
    levels = {c.id: c.reach.level for c in concepts}
    placed = [dataclasses.replace(c, reach=dataclasses.replace(c.reach, level=levels[c.id])) for c in read]
    assert _unplaced(tuple(placed)) == _unplaced(concepts)


@pytest.mark.parametrize("pack", ["zh-Hans/kinship_address", "zh-Hans/calendar"])
def test_a_pack_comes_back_whole_from_a_workbook(pack: str) -> None:
    concepts = load(packs=[pack]).every
    assert _unplaced(read_xlsx(write_xlsx(concepts), "p.xlsx")) == _unplaced(concepts)
