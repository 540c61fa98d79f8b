"""Whole lines: what the engine is asked, what comes out with a copying and with an echoing engine, and the record."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize import adaptation, masking
from localize.adaptation.base import Scene
from localize.engines.base import Candidate
from localize.glossary.base import Scope
from localize.model import Edit, EditKind, Segment, SegmentId, Severity, Span
from localize.text import TERM_SYMBOLS


@pytest.mark.parametrize(
    "source,target,kind,rule",
    [
        ("三千万", "Thirty million", EditKind.NUMBER, "number.large"),
        ("五百两", "Five hundred taels", EditKind.MONEY, "money.tael"),
        ("三更", "Midnight", EditKind.TIME, "time.watch"),
        ("二十三岁", "Twenty-three", EditKind.AGE, "age.predicative"),
        ("520 红包", "A red envelope of 520 yuan", EditKind.MONEY, "money.of"),
        ("两个亿", "Two hundred million", EditKind.NUMBER, "number.large"),
        ("半个时辰", "An hour", EditKind.TIME, "time.hour"),
        ("李医生", "Dr. Li", EditKind.NAME, "name.title.医生"),
        ("王总！", "Mr. Wang!", EditKind.NAME, "name.title.总"),
        ("三千万的彩礼", "A bride price of thirty million", EditKind.MONEY, "money.of"),
    ],
)
def test_a_line_that_is_only_an_obligation_needs_no_engine(line, source, target, kind, rule):
    asked = line(source)
    assert asked.prepared.units == ()
    adapted = asked.answered()
    assert adapted.text == target
    edit = next(e for e in adapted.edits if e.kind is not EditKind.PUNCTUATION)
    assert (edit.kind, edit.rule, edit.before) == (kind, rule, "")
    assert edit.reason
    assert adapted.findings == ()


@pytest.mark.parametrize(
    "source", ["三千万", "五百两", "三更", "二十三岁", "520 紅包", "两个亿", "半个时辰", "李医生"]
)
def test_a_traditional_target_keeps_numbers_names_and_lines(line, source):
    asked = line(source, "zh-Hant-TW")
    assert [unit.text for unit in asked.prepared.units] == [source]
    assert asked.echoed().text == source


def test_the_set_piece_is_cut_so_that_the_engine_sees_plain_words(line):
    asked = line("王总，三千万的彩礼，一分不能少。")
    assert asked.requests == ["一分不能少。"]
    adapted = asked.answered("Not a cent less.")
    assert adapted.text == "Mr. Wang, a bride price of thirty million, not a cent less."
    assert [(e.kind, e.source, e.after) for e in adapted.edits] == [
        (EditKind.NAME, "王总", "Mr. Wang"),
        (EditKind.MONEY, "三千万的彩礼", "a bride price of thirty million"),
    ]


def test_the_set_piece_with_an_echoing_engine_has_its_terms_and_marks(line):
    adapted = line("王总，三千万的彩礼，一分不能少。").echoed()
    assert adapted.text == "Mr. Wang, a bride price of thirty million, 一分不能少."
    assert (
        Edit(EditKind.PUNCTUATION, "。", "。", ".", "punctuation", "the locale writes half-width marks")
        in adapted.edits
    )


def test_the_set_piece_in_traditional_chinese_gets_the_traditional_term(line):
    adapted = line("王总，三千万的彩礼，一分不能少。", "zh-Hant-TW").answered(
        "王總，三千萬的彩禮，一分不能少。"
    )
    assert (adapted.text, adapted.edits) == ("王總，三千萬的彩禮，一分不能少。", ())


def test_a_term_that_was_converted_wrongly_is_corrected_and_recorded(line):
    adapted = line("后宫佳丽三千", "zh-Hant-TW").answered("后宮佳麗三千")
    assert adapted.text == "後宮佳麗三千"
    assert [(e.before, e.after, e.concept) for e in adapted.edits] == [("后宮", "後宮", "palace.后宫")]


def test_a_word_of_its_own_in_taiwan_is_forced(line):
    asked = line("这个软件很好", "zh-Hant-TW")
    assert asked.requests == ["这个{0}很好"]
    assert asked.answered("這個{0}很好").text == "這個軟體很好"


def test_traditional_quotes_are_corner_brackets(line):
    adapted = line("他说“走”", "zh-Hant-TW").answered("他說“走”")
    assert adapted.text == "他說「走」"
    assert {e.kind for e in adapted.edits} == {EditKind.PUNCTUATION}


def test_two_dashed_lines_are_two_requests(line):
    asked = line("- 你来了？\n- 我来了。")
    assert asked.requests == ["你来了？", "我来了。"]
    assert asked.answered("You came?", "I came.").text == "- You came?\n- I came."


def test_a_dashed_line_that_is_only_a_name_is_not_asked(line):
    asked = line("- 三千万？\n- 王总，我来了。")
    assert asked.requests == ["我来了。"]
    assert asked.answered("I'm here.").text == "- Thirty million?\n- Mr. Wang, I'm here."


def test_other_line_breaks_are_joined(line):
    assert line("我们分\n手吧").requests == ["我们分手吧"]
    assert line("你来了\n我等你很久了").requests == ["你来了 我等你很久了"]


def test_a_chinese_target_keeps_its_line_breaks(line):
    assert line("我们分\n手吧", "zh-Hant-TW").requests == ["我们分\n手吧"]


def test_a_speaker_before_a_colon_stands_outside(line):
    asked = line("林总：你好")
    assert asked.requests == ["你好"]
    assert asked.answered("Hello.").text == "Mr. Lin: Hello."


@pytest.mark.parametrize(
    "source,target",
    [("[手机震动]", "[phone buzzes]"), ("【手机震动】", "[phone buzzes]"), ("（敲门声）", "(knocking)")],
)
def test_a_caption_keeps_its_brackets(line, source, target):
    assert line(source).answered(target[1:-1]).text == target


def test_a_form_of_address_at_the_end_goes_before_the_last_mark(line):
    asked = line("你来了吗，王总？")
    assert asked.requests == ["你来了吗？"]
    assert asked.answered("Are you here?").text == "Are you here, Mr. Wang?"


def test_a_surname_fills_the_slot_of_a_title(line):
    adapted = line("王夫人来了").answered("{0} is here.")
    assert adapted.text == "Madam Wang is here."
    assert adapted.edits[0].kind is EditKind.NAME


def test_a_title_without_a_surname_loses_its_slot(line):
    assert line("夫人来了").answered("{0} is here.").text == "Madam is here."


def test_a_short_form_is_taken_where_the_cue_is_tight(line):
    wide = line("她是他的白月光", scene=Scene(max_chars=80)).answered("She is {0}.")
    tight = line("她是他的白月光", scene=Scene(max_chars=16)).answered("She is {0}.")
    assert (wide.text, tight.text) == ("She is the one that got away.", "She is his lost love.")
    assert "16 characters" in tight.edits[0].reason


def test_a_verb_is_left_to_the_engine_and_only_checked(line):
    asked = line("他吃醋了")
    assert asked.requests == ["他吃醋了"]
    assert asked.prepared.units[0].constraints[0].symbol == ""
    assert asked.answered("He's jealous.").findings == ()
    assert "agree with its sentence" in asked.prepared.obligations[0].reason


def test_a_missing_verb_is_a_finding_in_the_words_of_the_check(line):
    findings = line("他吃醋了").answered("He is angry.").findings
    assert [(f.code, f.severity, f.message) for f in findings] == [
        ("TRM001", Severity.WARNING, "吃醋 is not rendered as “be jealous” or “jealous”")
    ]


def test_a_forbidden_literal_is_replaced_with_the_reason(line):
    adapted = line("他吃醋了").answered("He will eat vinegar.")
    assert adapted.text == "He will be jealous."
    assert [(e.before, e.after, e.reason) for e in adapted.edits] == [
        ("eat vinegar", "be jealous", "“eat vinegar” is forbidden for 吃醋: a literal calque")
    ]


def test_a_forbidden_literal_stands_in_for_a_dropped_symbol(line):
    adapted = line("她是他的白月光").answered("She is his white moonlight.")
    assert adapted.text == "She is the one that got away."
    assert [(e.before, e.after) for e in adapted.edits] == [("white moonlight", "the one that got away")]
    assert adapted.findings == ()


def test_forbidden_words_without_an_agreed_rendering_are_a_finding(line):
    findings = line("臣妾不敢").answered("This concubine dares not.").findings
    assert [(f.code, f.severity) for f in findings] == [("TRM002", Severity.ERROR)]


def test_an_idiom_that_is_a_clause_of_its_own_is_written_outright(line):
    asked = line("人不可貌相，你走吧。")
    assert asked.requests == ["你走吧。"]
    assert asked.answered("Go.").text == "Never judge by looks, go."


def test_an_idiom_beats_the_number_in_it(line):
    assert [o.source for o in line("七尺男儿，三千万").prepared.obligations] == ["三千万"]


def test_a_dropped_symbol_comes_back_at_its_place_with_a_finding(line):
    adapted = line("他要三千万，马上给").answered("He wants, right now.")
    assert adapted.text == "He wants thirty million, right now."
    assert [(f.code, f.severity) for f in adapted.findings] == [("TRM001", Severity.WARNING)]
    assert "put back by position" in adapted.findings[0].message


def test_a_dropped_symbol_that_the_engine_said_itself_is_not_said_twice(line):
    adapted = line("他要三千万").answered("He wants 30 million.")
    assert adapted.text == "He wants 30 million."
    assert adapted.findings == ()


def test_a_doubled_symbol_is_written_once(line):
    assert line("他要三千万").answered("He wants {0} {0}.").text == "He wants thirty million."


def test_a_convert_concept_lends_its_id_to_the_quantity(line):
    adapted = line("三更").answered()
    assert adapted.edits[0].concept == "measures.三更"


def test_placeholders_stay_where_the_engine_puts_them(line):
    asked = line("{0}给我三千万<i>现金</i>")
    symbols = [p.symbol for p in asked.prepared.masked.placeholders if p.symbol]
    assert symbols
    assert all(s in asked.prepared.units[0].text for s in symbols)


def test_a_unit_has_at_most_eight_symbols_and_names_keep_theirs(line):
    source = "王总给李医生三千万陈董五百万张总两个亿赵总四千万孙总九百万"
    asked = line(source)
    request = asked.prepared.units[0]
    assert sum(1 for ch in request.text if "\ue000" <= ch <= "\uf8ff") == 8
    forced = [o.source for o in asked.prepared.obligations if o.symbol]
    assert {"王总", "李医生", "陈董", "张总", "赵总", "孙总"} <= set(forced)
    left = [o for o in asked.prepared.obligations if not o.symbol]
    assert all("checked only" in o.reason for o in left)


def test_constraints_name_what_each_symbol_stands_for(line):
    unit = line("他要三千万").prepared.units[0]
    assert [(c.source, c.target) for c in unit.constraints] == [("三千万", "thirty million")]
    assert unit.constraints[0].symbol in unit.text


def test_a_source_that_is_not_chinese_gets_terms_but_no_chinese_numbers(line):
    assert line("He paid 30 million.", "es-419", source_locale="en").prepared.obligations == ()


def test_more_answers_than_units_are_refused(line):
    with pytest.raises(ValueError, match="need as many answers"):
        adaptation.apply([Candidate("x", "x")], line("王总").prepared)


@settings(deadline=None)  # the first of them loads the dictionary of the segmenter
@given(st.text(alphabet="ab ,.?!“”王总三\uf000\uf001\uf002\ue000", max_size=30))
def test_whatever_the_engine_answers_no_term_symbol_is_left_and_every_term_is_said(glossary, answer):
    segment = Segment(SegmentId("7"), "李医生要三千万，还有圣旨给我看", (Span(0, 1),), 1, 1)
    masked = masking.mask(segment, format="srt")
    scope = Scope("en-US")
    prepared = adaptation.prepare(
        masked,
        glossary.find(masked.text, scope),
        Scene(),
        segment=segment,
        scope=scope,
        source_locale="zh-Hans",
        target_locale="en-US",
    )
    adapted = adaptation.apply([Candidate(unit.id, answer) for unit in prepared.units], prepared)
    assert not any(ord(ch) in TERM_SYMBOLS for ch in adapted.text)
    assert adapted.text.count("\ue000") == answer.count("\ue000")
    for words in ("dr. li", "thirty million", "imperial edict"):
        assert words in adapted.text.casefold().replace("-", " ")  # a thirty-million deal


def test_real_lines_never_break_and_leave_no_symbol(sample_data, line):
    rows = (sample_data / "parallel" / "tatoeba_cmn_eng.tsv").read_text(encoding="utf-8").splitlines()[::60]
    for row in rows:
        adapted = line(row.split("\t")[0]).echoed()
        assert not any(ord(ch) in TERM_SYMBOLS for ch in adapted.text)


def test_an_empty_line_stays_empty(line):
    asked = line("")
    assert asked.prepared.units == ()
    assert asked.answered().text == ""


def test_names_are_spelt_and_lunar_dates_said_as_the_project_asks(line):
    plain, asked = (
        line("谢总，八月十五见。"),
        line("谢总，八月十五见。", romanisation="wade-giles", lunar_year=2025),
    )
    assert [o.target for o in plain.prepared.obligations] == [
        "Mr. Xie",
        "the fifteenth day of the eighth lunar month",
    ]
    assert [o.target for o in asked.prepared.obligations] == ["Mr. Hsieh", "October 6"]
