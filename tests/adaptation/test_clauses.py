"""Clauses of certain words: what opens a clause, frames around a term, the word for oneself, telling numbers."""

from __future__ import annotations

import pytest

from localize import adaptation, masking
from localize.adaptation.base import Method, Prepared, Scene
from localize.engines.base import Candidate
from localize.glossary import Glossary, Scope, load
from localize.model import Segment, SegmentId


@pytest.fixture(scope="module")
def packs() -> Glossary:
    return load()


def prepared(
    packs: Glossary,
    source: str,
    *,
    method: Method = Method.SYMBOL,
    room: int | None = None,
    to: str = "en-US",
) -> Prepared:
    segment = Segment(SegmentId("1"), source, (), 1, 1)
    scope = Scope(to, genres=("palace",))
    masked = masking.mask(segment, format="srt")
    return adaptation.prepare(
        masked,
        packs.find(masked.text, scope),
        Scene(max_chars=room),
        segment=segment,
        scope=scope,
        source_locale="zh-Hans",
        target_locale=to,
        method=method,
    )


def written(line: Prepared, *answers: str) -> str:
    """Return the target for the engine's answers; `{}` in an answer is the symbol of its request."""
    symbols = [next((ch for ch in unit.text if ch >= "\uf000" and ch <= "\uf8ff"), "") for unit in line.units]
    given = [
        Candidate(unit.id, answer.replace("{}", symbol))
        for unit, answer, symbol in zip(line.units, answers, symbols, strict=True)
    ]
    return adaptation.apply(given, line).text


@pytest.mark.parametrize(
    "source,asked,answers,result",
    [
        ("千万别走！", ["别走！"], ["Don't go!"], "Whatever you do, don't go!"),
        ("你千万别走！", ["别走！"], ["Don't go!"], "Whatever you do, don't go!"),
        ("王总，千万别走！", ["别走！"], ["Don't go!"], "Mr. Wang, whatever you do, don't go!"),
        ("外面危险，千万不要去。", ["外面危险。", "不要去。"], ["It's bad.", "Don't go."],
         "It's bad. Whatever you do, don't go."),
        ("告诉你，谁也别走。", ["谁也别走。"], ["Nobody leaves."], "I'm telling you, nobody leaves."),
        ("告诉你！", [], [], "I'm telling you!"),
        ("告诉你一个秘密。", ["告诉你一个秘密。"], ["Here's a secret."], "Here's a secret."),
    ],
)  # fmt: skip
def test_words_that_open_a_clause_stand_before_it(
    packs: Glossary, source: str, asked: list[str], answers: list[str], result: str
) -> None:
    line = prepared(packs, source)
    assert [unit.text for unit in line.units] == asked
    assert written(line, *answers) == result


@pytest.mark.parametrize(
    "source,result",
    [
        ("公公来了！", "The eunuch is here!"),
        ("娘娘，公公来了！", "Your Highness, the eunuch is here!"),
        ("不是太监，是皇上！", "Not a eunuch, it's the Emperor!"),
        ("谁是皇上？", "Who's the Emperor?"),
        ("臣妾参见皇上。", "I greet Your Majesty."),
        ("娘娘息怒！", "Please don't be angry, Your Highness!"),
        ("他就是个太监。", "He's just a eunuch."),
        ("你公公呢？", "Where's your father-in-law?"),
    ],
)
def test_a_clause_of_certain_words_is_written_without_an_engine(
    packs: Glossary, source: str, result: str
) -> None:
    line = prepared(packs, source)
    assert line.units == ()
    assert written(line) == result


@pytest.mark.parametrize(
    "source,to,result",
    [
        ("娘娘息怒！", "es-419", "¡No se enoje, Alteza!"),
        ("皇上饶命！", "pt-BR", "Piedade, Majestade!"),
        ("皇上饶命！", "vi", "Hoàng thượng tha mạng!"),
        ("公公来了！", "vi", "Công công đến rồi!"),
        ("谁是皇上？", "id", "Siapa Kaisar?"),
        ("皇上息怒。", "ja", "陛下、お怒りをお鎮めください。"),
        ("皇上饶命！", "ko", "폐하, 살려 주십시오!"),
        ("谢谢皇上。", "es-419", "Gracias, Majestad."),
    ],
)
def test_a_clause_that_only_speaks_to_somebody_is_written_in_other_languages_too(
    packs: Glossary, source: str, to: str, result: str
) -> None:
    line = prepared(packs, source, to=to)
    assert line.units == ()
    assert written(line) == result


def test_a_clause_whose_noun_would_need_a_gender_goes_to_the_engine(packs: Glossary) -> None:
    assert [unit.text[1:] for unit in prepared(packs, "公公来了！", to="es-419").units] == ["来了！"]


def test_only_the_sentences_that_are_certain_are_kept_from_the_engine(packs: Glossary) -> None:
    line = prepared(packs, "公公来了！快跪下！")
    assert [unit.text for unit in line.units] == ["快跪下！"]
    assert written(line, "Kneel!") == "The eunuch is here! Kneel!"


def test_a_clause_that_no_engine_wrote_is_recorded(packs: Glossary) -> None:
    line = prepared(packs, "公公来了！")
    clause, term = adaptation.apply([], line).edits
    assert (clause.rule, clause.source, clause.after) == ("frame", "公公", "… is here!")
    assert (term.concept, term.after) == ("kinship_address.gonggong_eunuch", "The eunuch")
    assert clause.reason.startswith("every other word of the clause is certain")


def test_a_strong_engine_is_asked_for_such_clauses_as_well(packs: Glossary) -> None:
    assert len(prepared(packs, "公公来了！", method=Method.REPAIR).units) == 1


def test_a_word_for_oneself_that_becomes_a_pronoun_is_asked_for_as_one(packs: Glossary) -> None:
    line = prepared(packs, "本宫的银子少了。")
    assert [unit.text for unit in line.units] == ["我的银子少了。"]
    assert written(line, "My silver is missing.") == "My silver is missing."
    strong = prepared(packs, "本宫的银子少了。", method=Method.REPAIR)
    assert [unit.text for unit in strong.units] == ["本宫的银子少了。"]


def test_an_amount_that_says_something_when_read_aloud_says_it(packs: Glossary) -> None:
    assert written(prepared(packs, "520的红包？")) == "A 520-yuan “I love you” red envelope?"
    assert written(prepared(packs, "五百块红包？")) == "A red envelope of five hundred yuan?"


def test_amounts_of_a_subtitle_are_in_figures_inside_a_sentence_only(packs: Glossary) -> None:
    asked = "就差五十多万！"
    assert written(prepared(packs, asked, room=60), "I'm {} short!") == "I'm more than 500,000 short!"
    assert written(prepared(packs, asked, room=60), "{} short!") == "More than five hundred thousand short!"
    assert written(prepared(packs, asked), "I'm {} short!") == "I'm more than five hundred thousand short!"


@pytest.mark.parametrize("source,said", [("为期一年。", "one year"), ("整整一年没来。", "one year")])
def test_one_year_that_is_counted_is_one_year(packs: Glossary, source: str, said: str) -> None:
    assert [o.target for o in prepared(packs, source).obligations] == [said]


def test_a_year_that_is_not_counted_is_left_to_the_engine(packs: Glossary) -> None:
    assert prepared(packs, "有一年他来过。").obligations == ()
