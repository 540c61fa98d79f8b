"""Two versions of a glossary: which concepts and fields differ, and which hits of a line ask for something else."""

from __future__ import annotations

from localize.glossary import Concept, Condition, Glossary, Rendering, Scope, Status, Strategy
from localize.glossary.diff import ConceptChange, compare
from localize.glossary.explain import losers
from localize.glossary.impact import Prefilter, touched
from localize.glossary.stats import FileUse, coverage, never_used

SCOPE = Scope("en-US")


def _concept(term: str, text: str = "x", status: Status = Status.PREFERRED, **more: object) -> Concept:
    rendering = Rendering("en", text, status, Strategy.DIRECT, note=str(more.pop("note", "")))
    given: dict[str, object] = {"renderings": (rendering,), **more}
    return Concept(f"t.{term}", "t", term, "", Strategy.DIRECT, **given)  # type: ignore[arg-type]


def _touched(before: Glossary, after: Glossary, text: str) -> list[str]:
    return [t.hit.surface for t in touched(before.find(text, SCOPE), after.find(text, SCOPE))]


def test_added_removed_and_changed_concepts_are_told_apart() -> None:
    before = Glossary([_concept("彩礼", "bride price"), _concept("嫁妆")])
    after = Glossary([_concept("彩礼", "betrothal gift"), _concept("聘礼")])
    changes = compare(before, after)
    assert [(c.kind, c.concept.term) for c in changes] == [
        ("removed", "嫁妆"),
        ("changed", "彩礼"),
        ("added", "聘礼"),
    ]
    assert [(f.field, f.before, f.after) for f in changes[1].fields] == [
        ("en preferred", "bride price", "betrothal gift")
    ]


def test_equal_glossaries_differ_in_nothing_whatever_their_order() -> None:
    one, two = _concept("彩礼"), _concept("嫁妆")
    assert compare(Glossary([one, two]), Glossary([two, one])) == ()


def test_conditions_and_lists_are_shown_in_words() -> None:
    after = _concept("彩礼", when=Condition(vocative=True, context=("甲", "乙")), stop=("彩礼钱",))
    (change,) = compare(Glossary([_concept("彩礼")]), Glossary([after]))
    assert {(f.field, f.after) for f in change.fields} == {
        ("when", "vocative: yes, context: 甲 / 乙"),
        ("stop", "彩礼钱"),
    }


def test_a_note_touches_no_line_and_a_rendering_does() -> None:
    before = Glossary([_concept("彩礼", "bride price")])
    assert _touched(before, Glossary([_concept("彩礼", "bride price", note="new")]), "彩礼呢") == []
    assert _touched(before, Glossary([_concept("彩礼", "gift")]), "彩礼呢") == ["彩礼"]
    assert _touched(before, Glossary([_concept("彩礼", "gift")]), "嫁妆呢") == []


def test_a_longer_term_that_hides_another_touches_the_line() -> None:
    before = Glossary([_concept("小姐")])
    after = Glossary([_concept("小姐"), _concept("大小姐")])
    assert _touched(before, after, "大小姐来了") == ["大小姐", "小姐"]
    assert _touched(before, after, "小姐来了") == []


def test_the_prefilter_lets_through_every_line_that_can_be_touched() -> None:
    changes = compare(Glossary([_concept("彩礼")]), Glossary([_concept("彩礼", "y")]))
    prefilter = Prefilter(changes)
    assert prefilter.may_touch("要彩禮吗")
    assert not prefilter.may_touch("彩色的礼物")


def test_a_change_knows_every_form_of_either_version() -> None:
    old = _concept("彩礼", variants=("聘礼",), hant_variants=("聘禮",))
    change = ConceptChange("changed", old, _concept("彩礼"), ())
    assert change.forms == ("彩礼", "聘礼", "聘禮")


def test_losers_say_what_beat_them() -> None:
    glossary = Glossary(
        [
            _concept("小姐"),
            _concept("大小姐"),
            _concept("千金", stop=("一掷千金",)),
            _concept("公公", when=Condition(context=("皇上",))),
            _concept("方便"),
        ]
    )
    text = "大小姐一掷千金，公公，方便面"
    hits = glossary.find(text, SCOPE)
    why = {lost.surface: lost.why for lost in losers(glossary, text, SCOPE, hits)}
    assert why == {
        "小姐": "t.大小姐 begins before it (大小姐)",
        "千金": "a stop word lies over it, or it is part of a longer word in letters or figures",
        "公公": "its condition fails (context: 皇上)",
        "方便": "the segmenter sees another word that sticks out of it",
    }


def test_use_is_counted_by_line_and_idle_terms_are_known() -> None:
    family, eunuch = (
        _concept("公公", homograph="g", when=Condition(context=(word,))) for word in ("婆婆", "皇上")
    )
    eunuch = Concept("t.eunuch", *[getattr(eunuch, f) for f in ("category", "term", "hant", "strategy", "renderings")],
                     homograph="g", when=eunuch.when)  # fmt: skip
    korean = Concept(
        "t.ko",
        "t",
        "嫁妆",
        "",
        Strategy.DIRECT,
        (Rendering("ko", "혼수", Status.PREFERRED, Strategy.DIRECT),),
    )
    glossary = Glossary([_concept("彩礼"), korean, family, eunuch, _concept("聘礼")])
    use = FileUse()
    for line, text in enumerate(["彩礼和嫁妆", "公公来了", "你好"], 1):
        use.add(line, glossary.find(text, SCOPE))
    assert (use.lines, use.with_terms, use.hits, use.without_rendering) == (3, 2, 3, 1)
    assert use.undecided == [(2, "公公")]
    idle = [c.id for c in never_used(glossary, {"a": use})]
    assert idle == ["t.eunuch", "t.聘礼"]


def test_coverage_counts_what_serves_a_locale_by_fallback() -> None:
    table = coverage([_concept("彩礼"), _concept("嫁妆", "y")], "en-GB")
    assert (table["total"].concepts, table["total"].rendered, table["total"].drafts) == (2, 2, 2)
    assert coverage([_concept("彩礼")], "ko")["t"].rendered == 0
