"""Messages with options as the formats take them apart: each option is checked beside the whole message."""

from __future__ import annotations

from localize.formats import parse
from localize.formats.base import ParseOptions
from localize.masking import mask
from localize.model import Document, Finding
from localize.qa import Context, check

ENGLISH = b"""taps = { $amount ->
    [one] 1 tap
   *[other] { $amount } taps
}
assigned = { $assigned } of { $trackers ->
    [one] 1 tracker
   *[other] { $trackers } trackers
} assigned
connected = { $amount ->
    [one] One tracker
   *[other] { $amount } trackers
} connected
"""
RUSSIAN = """taps = { $amount ->
    [one] { $amount } нажатие
    [few] { $amount } нажатия
    [many] { $amount } нажатий
   *[other] { $amount } нажатия
}
assigned = { $trackers ->
    [one] { $assigned } из { $trackers } трекера привязано
    [few] { $assigned } из { $trackers } трекеров привязано
    [many] { $assigned } из { $trackers } трекеров привязано
   *[other] { $assigned } из { $trackers } трекеров привязано
}
connected = подключено трекеров: { $amount }
"""
MESSAGES = b'{"k": "You have {n, plural, one {# item for {who}} other {# items for {who}}} in {bag}"}'
GERMAN = '{"k": "In {bag} {n, plural, one {ist ein Teil für {who}} other {sind {n} Teile für {who}}}"}'


def findings(source: Document, target: Document, locale: str) -> list[Finding]:
    theirs = {segment.id: segment.source for segment in target.segments}
    found: list[Finding] = []
    for segment in source.segments:
        if segment.id in theirs:
            masked = mask(segment, format=source.format)
            context = Context("en", locale, source.format, "game", None, masked)
            found += [f for f in check(segment, theirs[segment.id], context) if f.code.startswith("COD")]
    return found


def read(text: bytes | str, name: str, locale: str | None = None) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return parse(data, name, options=ParseOptions(target_locale=locale))


def test_an_option_may_say_what_its_selector_and_the_sentence_around_it_hold() -> None:
    assert findings(read(ENGLISH, "a.ftl", "ru"), read(RUSSIAN, "a.ftl", "ru"), "ru") == []


def test_a_value_that_no_part_of_the_message_holds_is_invented_and_one_that_is_lost_is_missing() -> None:
    broken = RUSSIAN.replace("[few] { $assigned } из { $trackers }", "[few] { $asigned } из")
    found = findings(read(ENGLISH, "a.ftl", "ru"), read(broken, "a.ftl", "ru"), "ru")
    assert sorted((f.code, f.segment) for f in found) == [
        ("COD001", "assigned[few]"),
        ("COD002", "assigned[few]"),
    ]


def test_a_sentence_with_the_short_form_of_a_block_is_checked_like_any_other() -> None:
    assert findings(read(MESSAGES, "a.json"), read(GERMAN, "a.json", "de"), "de") == []
    broken = GERMAN.replace("In {bag} ", "Da ").replace("{who}", "dich")
    found = findings(read(MESSAGES, "a.json"), read(broken, "a.json", "de"), "de")
    assert sorted((f.code, f.message) for f in found) == [
        ("COD001", "{bag} is missing"),
        ("COD001", "{who} is missing"),
        ("COD001", "{who} is missing"),
    ]


def test_a_sentence_may_say_its_number_without_a_block_but_not_leave_it_out() -> None:
    english = read(ENGLISH, "a.ftl")
    found = findings(english, read("connected = подключено\n", "a.ftl", "ru"), "ru")
    assert [(f.code, f.segment) for f in found] == [("COD001", "connected")]


def test_a_header_with_a_form_for_one_in_a_language_without_one_lets_words_say_it() -> None:
    data = """msgid ""
msgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "%d loss"
msgid_plural "%d losses"
msgstr[0] "一敗"
msgstr[1] "負け"
"""
    first, second = parse(data.encode(), "ja.po").segments
    codes = []
    for segment, following in ((first, second), (second, None)):
        masked = mask(segment, format="po")
        context = Context("en", "ja", "po", "game", None, masked, following=following)
        codes.append([finding.code for finding in check(segment, segment.target or "", context)])
    assert "COD001" not in codes[0]
    assert "COD001" in codes[1]
