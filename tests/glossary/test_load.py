"""Term files: every problem at once with its line, hostile files refused in bounded time, nearest wins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from localize.errors import GlossaryError, ProblemsError
from localize.glossary import Condition, ReviewState, Scope, Status, Strategy, load, pack_names, read_concepts
from localize.glossary.yamlfile import MAX_BYTES, MAX_DEPTH, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]

GOOD = """\
category: project
review: reviewed
source: series bible
concepts:
  - id: project.linzong
    term: 林总
    hant: 林總
    variants: [{term: 林董, hant: 林董}, 林大老板]
    strategy: OFFICIAL
    when: {genres: [ceo], any: [{before: [<edge>]}, {vocative: true}]}
    stop: [林总统]
    homograph: lin
    convert: true
    renderings:
      en:
        preferred: [{text: Mr. Lin, short: Lin, forms: [Mr Lin], when: {addressee_gender: m}}, Ms. Lin]
        forbidden: Lin Zong
      no: Lin
    gloss: {en: the boss}
    note: yes
"""


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_gives_its_concepts_with_everything_they_say(tmp_path: Path) -> None:
    path = _write(tmp_path, "terms.yaml", GOOD)
    (concept,) = load([path], packs=())
    assert (concept.id, concept.category, concept.term, concept.hant) == (
        "project.linzong",
        "project",
        "林总",
        "林總",
    )
    assert concept.variants == ("林董", "林大老板")
    assert concept.hant_variants == ("林董", "林大老板")
    assert concept.strategy is Strategy.OFFICIAL
    assert concept.when == Condition(
        genres=("ceo",), any=(Condition(before=("<edge>",)), Condition(vocative=True))
    )
    assert (concept.stop, concept.homograph, concept.convert) == (("林总统",), "lin", True)
    assert concept.gloss == {"en": "the boss"}
    assert concept.place is not None
    assert (concept.place.file, concept.place.line) == (str(path), 5)
    mister, miss, never, norwegian = concept.renderings
    assert (mister.text, mister.short, mister.forms) == ("Mr. Lin", "Lin", ("Mr Lin",))
    assert (mister.status, mister.review, mister.source) == (
        Status.PREFERRED,
        ReviewState.REVIEWED,
        "series bible",
    )
    assert (miss.text, never.status, norwegian.locale) == ("Ms. Lin", Status.FORBIDDEN, "no")


def test_words_that_yaml_would_turn_into_something_else_stay_words() -> None:
    data = (
        b"category: x\nconcepts:\n  - {id: x.a, term: 250, strategy: OMIT, renderings: {no: no, en: 1e3}}\n"
    )
    (concept,), wrong = read_concepts(data, "x.yaml")
    assert not wrong
    assert concept.term == "250"
    assert [r.text for r in concept.renderings] == ["no", "1e3"]


def test_every_problem_of_every_file_comes_at_once_with_its_line(tmp_path: Path) -> None:
    one = _write(
        tmp_path,
        "one.yaml",
        "category: x\nconcepts:\n  - id: x.a\n    strategy: SUBSTITUT\n    term: 甲\n    varients: [乙]\n"
        "  - id: nodot\n    term: 乙\n    strategy: OMIT\n  - id: x.c\n    strategy: OMIT\n",
    )
    two = _write(tmp_path, "two.yaml", "category: x\nconcepts: [\n")
    with pytest.raises(ProblemsError, match="SUBSTITUT") as caught:
        load([one, two, tmp_path / "none.yaml"], packs=("zh-Hans/fod",))
    said = str(caught.value).splitlines()
    assert all(isinstance(p, GlossaryError) for p in caught.value.problems)
    assert any("one.yaml:4: GLO004" in line and "SUBSTITUTE" in line for line in said)
    assert any("one.yaml:3: GLO004" in line and "varients" in line and "variants?" in line for line in said)
    assert any("one.yaml:7: GLO004" in line and "category.name" in line for line in said)
    assert any("one.yaml:10: GLO004" in line and "lacks term" in line for line in said)
    assert any("two.yaml:3" in line and "GLO002" in line for line in said)
    assert any("none.yaml: GLO006" in line for line in said)
    assert any("zh-Hans/fod" in line and "zh-Hans/food" in line for line in said)
    assert len(said) == 7


@pytest.mark.parametrize(
    ("text", "code", "line", "what"),
    [
        ("category: x\nconcepts: &a []\nnote: *a\n", "GLO003", 2, "anchors"),
        ("a: &a [1]\nb: &b [*a,*a]\n", "GLO003", 1, "anchors"),
        ("category: !!python/object/apply:os.system [ls]\n", "GLO003", 1, "tag"),
        ("category: x\nconcepts: []\n---\ncategory: y\nconcepts: []\n", "GLO003", 3, "several documents"),
        ("category: x\ncategory: y\nconcepts: []\n", "GLO003", 2, "stands twice"),
        ("? [a, b]\n: c\n", "GLO003", 1, "a key is"),
        ("category: x\nconcepts:\n\t- a\n", "GLO002", 3, "not YAML"),
        ("category: x\x07\nconcepts: []\n", "GLO002", 1, "not YAML"),
        ("", "GLO004", 1, "object"),
        ("- a\n", "GLO004", 1, "object"),
        ("category: x\nconcepts:\n  - {id: x.a, term: 甲, strategy: OMIT}\n  - {id: x.a, term: 乙, strategy: OMIT}\n",
         "GLO007", 4, "stands twice"),
        ("category: x\nconcepts:\n  - id: x.a\n    term: ' 甲'\n    strategy: OMIT\n", "GLO004", 4, "blank"),
        ("category: x\nconcepts:\n  - id: x.a\n    term: \"a\\uE000\"\n    strategy: OMIT\n", "GLO004", 4, "private"),
        ("category: x\nconcepts:\n  - id: x.a\n    term: ''\n    strategy: OMIT\n", "GLO004", 4, "empty"),
        ("category: x\nconcepts:\n  - id: x.a\n    term: 甲\n    strategy: OMIT\n    renderings:\n      qqq: a\n",
         "GLO005", 7, "qqq"),
        ("category: x\nconcepts:\n  - id: x.a\n    term: 甲\n    strategy: OMIT\n    renderings: {en_US: a}\n",
         "GLO004", 6, "no locale tag"),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_line_with_its_place(text: str, code: str, line: int, what: str) -> None:
    concepts, wrong = read_concepts(text.encode(), "bad.yaml")
    assert concepts == ()
    assert [(p.code, p.place.line) for p in wrong if p.place] == [(code, line)]
    assert what in str(wrong[0])


def test_bytes_that_are_not_utf8_are_refused_with_their_line() -> None:
    with pytest.raises(GlossaryError, match=r"x\.yaml:2: GLO002 the file is not UTF-8"):
        read_yaml("category: x\nnote: 你".encode("gb18030"), "x.yaml")


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b"a: " * 1 + b"{a: " * 100_000,
        b"".join(b" " * i + b"a:\n" for i in range(1000)),
        b"- " * 200_000,
        b"? " * 100_000,
        b"x: '" + b"a" * 1_000_000,
    ],
)
def test_deep_and_endless_files_are_refused_in_a_second(data: bytes, timed: Timed) -> None:
    with timed() as taken:
        concepts, wrong = read_concepts(data, "deep.yaml")
    assert taken.within(1)
    assert not concepts
    assert wrong[0].code in ("GLO002", "GLO003")


def test_a_file_at_the_limit_of_depth_is_read_and_one_deeper_is_not() -> None:
    assert read_yaml(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "x").value
    with pytest.raises(GlossaryError, match="nested deeper"):
        read_yaml(b"[" * (MAX_DEPTH + 1) + b"a" + b"]" * (MAX_DEPTH + 1), "x")


def test_a_huge_file_is_refused_unread() -> None:
    with pytest.raises(GlossaryError, match="larger than"):
        read_yaml(b" " * (MAX_BYTES + 1), "x.yaml")


def test_all_packs_are_found_and_each_can_be_loaded_alone() -> None:
    names = pack_names()
    assert len(names) == 15
    assert sum(len(load(packs=(name,))) for name in names) == len(load())


def test_a_nearer_file_overrides_by_id_and_lends_what_it_lacks(tmp_path: Path) -> None:
    text = "category: food\nconcepts:\n  - {id: food.jiaozi, term: 饺子, strategy: RETAIN, renderings: {en: jiaozi}}\n"
    glossary = load([_write(tmp_path, "near.yaml", text)])
    concept = glossary["food.jiaozi"]
    assert [r.text for r in concept.renderings if r.locale == "en"] == ["jiaozi"]
    assert [r.text for r in concept.renderings if r.locale == "ja"] == ["餃子"]
    assert concept.hant == "餃子"
    (conflict,) = glossary.conflicts
    assert (conflict.term, conflict.dropped.category) == ("饺子", "food")
    assert conflict.kept.place is not None
    assert conflict.kept.place.file.endswith("near.yaml")


def test_a_nearer_file_takes_a_term_over_under_another_id_even_from_homographs(tmp_path: Path) -> None:
    text = "category: p\nconcepts:\n  - {id: p.gg, term: 公公, strategy: OFFICIAL, renderings: {en: Grand Eunuch}}\n"
    glossary = load([_write(tmp_path, "near.yaml", text)])
    (hit,) = glossary.find("公公来了", Scope("en-US"))
    assert (hit.concept.id, hit.rivals) == ("p.gg", ())
    assert hit.rendering is not None
    assert hit.rendering.text == "Grand Eunuch"
    assert {c.dropped.id for c in glossary.conflicts} == {
        "kinship_address.gonggong_family",
        "kinship_address.gonggong_eunuch",
    }


def test_a_nearer_sense_of_the_same_homograph_group_joins_the_others(tmp_path: Path) -> None:
    text = (
        "category: p\nconcepts:\n  - {id: p.gg, term: 公公, strategy: OFFICIAL, homograph: gonggong,\n"
        "     when: {context: [戏班]}, renderings: {en: the old player}}\n"
    )
    glossary = load([_write(tmp_path, "near.yaml", text)])
    assert glossary.conflicts == ()
    (hit,) = glossary.find("戏班的公公", Scope("en-US", genres=("wuxia",)))
    assert hit.concept.id == "p.gg"


def test_the_last_of_several_files_wins(tmp_path: Path) -> None:
    entry = "{{id: p.a, term: 甲, strategy: OFFICIAL, when: always, renderings: {{en: {0}}}}}"
    form = f"category: p\nconcepts:\n  - {entry}\n"
    files = [_write(tmp_path, f"{n}.yaml", form.format(n)) for n in ("work", "season", "episode")]
    glossary = load(files, packs=())
    assert [r.text for r in glossary["p.a"].renderings] == ["episode"]
    assert len(glossary.conflicts) == 2


def test_the_revision_is_of_the_content_not_of_the_file(tmp_path: Path) -> None:
    one = load([_write(tmp_path, "one.yaml", GOOD)], packs=())
    same = load([_write(tmp_path, "two.yaml", "# a comment\n" + GOOD)], packs=())
    other = load([_write(tmp_path, "three.yaml", GOOD.replace("the boss", "his boss"))], packs=())
    assert one.revision == same.revision
    assert one.revision != other.revision
    assert len(one.revision) == 16


def test_a_changed_term_changes_its_own_revision_only(tmp_path: Path) -> None:
    text = "category: food\nconcepts:\n  - {id: food.jiaozi, term: 饺子, strategy: RETAIN, renderings: {en: jiaozi}}\n"
    before, after = load(), load([_write(tmp_path, "near.yaml", text)])
    changed = {c.id for c in before if before.concept_revision(c.id) != after.concept_revision(c.id)}
    assert changed == {"food.jiaozi"}
