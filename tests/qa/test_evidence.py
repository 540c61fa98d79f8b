"""What the lines of a file tell of its notations: what a team translates is no error, what an engine drops is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from localize.masking import mask
from localize.model import Finding, Segment, SegmentId, SegmentKind, Severity
from localize.qa import Context, check
from localize.qa.emit import fault
from localize.qa.evidence import Evidence, notation_of

Line = tuple[str, str]
WORDS = [
    "north",
    "south",
    "east",
    "west",
    "castle",
    "harbour",
    "forest",
    "river",
    "bridge",
    "tower",
    "market",
    "yard",
]
ORTE = [
    "Norden",
    "Süden",
    "Osten",
    "Westen",
    "Burg",
    "Hafen",
    "Wald",
    "Fluss",
    "Brücke",
    "Turm",
    "Markt",
    "Hof",
]


def file_of(source: str, target: str, count: int = 12) -> list[Line]:
    """Return lines that are alike but for one word: ``@`` stands for it on both sides."""
    return [(source.replace("@", WORDS[i]), target.replace("@", ORTE[i])) for i in range(count)]


def segment_of(source: str) -> Segment:
    return Segment(SegmentId("1"), source, (), 1, 1, SegmentKind.STRING)


def found(line: Line, format_name: str = "po") -> list[Finding]:
    segment = segment_of(line[0])
    context = Context("en", "de", format_name, "game", None, mask(segment, format=format_name))
    return [f for f in check(segment, line[1], context) if f.code in {"COD001", "COD002", "COD003"}]


def severities(lines: Sequence[Line], at: Line, format_name: str = "po") -> set[Severity]:
    """Return how the findings of one line weigh in its file; it must have an error by itself."""
    alone = found(at, format_name)
    assert any(finding.severity is Severity.ERROR for finding in alone)
    return {f.severity for f in Evidence(lambda: lines, format_name).weighed(alone)}


ERROR, WARNING = {Severity.ERROR}, {Severity.WARNING}
KEPT = file_of("Go %s to the @", "Geh %s zum @")


@pytest.mark.parametrize(
    "code",
    [
        "%s",
        "%1$d",
        "{0}",
        "{name}",
        "{{count}}",
        "${user}",
        "%(total)d",
        "%1",
        '<a href="%s">',
        "<hit>x</hit>",
    ],
)
@pytest.mark.parametrize("beside", [[], KEPT], ids=["alone", "beside what is kept"])
def test_an_engine_that_drops_a_code_in_every_line_still_makes_errors(code: str, beside: list[Line]) -> None:
    lines = [*file_of(f"Go {code} to the @", "Geh zum @"), *([] if "%s" in code else beside)]
    assert severities(lines, lines[0]) == ERROR


@pytest.mark.parametrize(
    "pair", [("{name}", "{nombre}"), ("${user}", "${usuario}"), ("{{count}}", "{{cuenta}}")]
)
def test_an_engine_that_translates_the_names_of_values_still_makes_errors(pair: Line) -> None:
    lines = [*file_of(f"Go {pair[0]} to the @", f"Geh {pair[1]} zum @"), *KEPT]
    assert severities(lines, lines[0]) == ERROR


def test_a_finding_says_which_placeholder_it_is_about_whatever_its_message_is() -> None:
    line = ("Go <b>%s</b> to {place}", "Geh <b>%s in {place} zum {ort}")
    assert [(f.code, f.subject) for f in found(line)] == [("COD001", "</b>"), ("COD002", "{ort}")]
    unclosed = ("Go %s now", "Geh <i>%s jetzt</i></i>")
    assert ("COD003", "</i>") in [(f.code, f.subject) for f in found(unclosed)]


def test_the_subject_of_a_finding_makes_no_other_finding_of_it() -> None:
    told = fault("COD001", segment_of("Go"), "was lost", subject="%s")
    assert told == fault("COD001", segment_of("Go"), "was lost")


FORMS = [
    *file_of("Go along {road} to the @", "Folge {road:dative} zum @", 3),
    *file_of("Take {road} to the @", "Nimm {road:accusative} zum @", 3),
]


def test_a_value_that_the_language_needs_in_forms_of_its_own_is_a_warning() -> None:
    assert [severities(FORMS, line, "json") for line in FORMS] == [WARNING] * 6


def test_three_forms_or_those_of_another_value_are_errors() -> None:
    assert severities(FORMS[:3], FORMS[0], "json") == ERROR
    assert severities(FORMS, ("Go to {town}", "Geh nach {town:dative}"), "json") == ERROR


def test_a_notation_that_the_team_changes_throughout_is_a_warning() -> None:
    lines = file_of("%C22*%O The @ has %C26$1%O", "%C22*%O $1 hat der @")
    assert severities(lines, lines[0]) == WARNING


def test_the_same_notation_kept_in_many_lines_and_lost_in_two_is_an_error_in_both() -> None:
    kept = [(f"%C {n} %C", f"%C {n} %C") for n in range(300)]
    lost = file_of("%C The @ %C", "Der @ %C", 2)
    assert [severities([*kept, *lost], line) for line in lost] == [ERROR, ERROR]


def test_three_lines_are_too_few_to_tell_a_notation() -> None:
    lines = file_of("%C22*%O The @ has %C26$1%O", "%C22*%O $1 hat der @", 3)
    assert severities(lines, lines[0]) == ERROR


def test_one_message_in_many_forms_is_one_line_of_evidence() -> None:
    line = ("%C22*%O The ship has %C26$1%O", "%C22*%O $1 hat das Schiff")
    assert severities([(line[0], f"{line[1]} {n}") for n in range(9)], line) == ERROR


def test_lines_without_a_translation_are_no_evidence() -> None:
    line = ("%C22*%O The ship has %C26$1%O", "%C22*%O $1 hat das Schiff")
    empty = [(source, "") for source, _ in file_of("%C22*%O The @ has %C26$1%O", "")]
    assert severities([*empty, line], line) == ERROR


def test_a_word_in_brackets_is_a_note_unless_a_bracket_closes_it_somewhere() -> None:
    notes = file_of("@ [size]", "@")
    closed = ("[size]big[/size]", "[size]groß[/size]")
    line = ("the [size] of it all", "wie groß es ist")
    assert severities([*notes, line], line) == WARNING
    assert severities([*notes, line, closed], line) == ERROR


def test_a_value_that_stands_for_another_one_throughout_is_a_spelling_of_it() -> None:
    known = ("Buy {STRING} now", "Kauf jetzt {STRING}")
    lines = [*file_of("The {STRING2} of the @", "{STRING}, @"), known]
    assert severities(lines, lines[0]) == WARNING


def test_a_value_that_the_program_does_not_have_is_no_spelling_of_another_one() -> None:
    lines = file_of("The {STRING2} of the @", "{STRING}, @")
    assert severities(lines, lines[0]) == ERROR


def test_a_value_that_stands_for_another_one_now_and_then_is_an_error() -> None:
    wrong = file_of("The {user} of the @", "{owner}, @", 3)
    lines = [*wrong, ("{owner}: {user}", "{owner}: {user}"), *file_of("{user} at the @", "{user} am @")]
    assert severities(lines, wrong[0]) == ERROR


def test_a_code_added_in_many_lines_that_lack_nothing_is_the_team_s_own() -> None:
    lines = file_of("To the @!", "Zum @{NBSP}!")
    assert severities(lines, lines[0]) == WARNING
    assert severities(lines[:7], lines[0]) == ERROR


@pytest.mark.parametrize("code", ["%s", "{0}", "{}"])
def test_a_value_that_would_stop_the_program_is_an_error_however_often_it_is_added(code: str) -> None:
    lines = file_of("To the @!", f"Zum @ {code}!")
    assert severities(lines, lines[0]) == ERROR


def test_an_example_in_a_file_that_writes_its_values_otherwise_is_a_warning() -> None:
    line = ("pygmentize -f {driver}", "pygmentize -f {Treiber}")
    assert severities([*KEPT, line], line) == WARNING
    assert severities([*KEPT[:5], line], line) == ERROR


def test_the_sign_of_a_section_is_no_colour_in_a_file_that_has_no_colours() -> None:
    line = ("not directed to children (COPPA §312.2)", "nicht für Kinder (COPPA § 312.2)")
    assert severities([*KEPT, line], line) == WARNING
    assert severities([*KEPT, line, *file_of("§aTo the @§r", "§aZum @§r")], line) == ERROR


def test_values_that_more_sources_have_are_no_examples() -> None:
    lines = [*KEPT, *file_of("Save as {date} at the @", "Speichern am @", 3)]
    assert severities(lines, lines[-1]) == ERROR


@pytest.mark.parametrize(
    ("source", "target"), [("Solve in {} moves", "In ein paar Zügen"), ("Take {0}", "Nimm es")]
)
def test_no_example_is_written_with_a_number_or_nothing_in_its_braces(source: str, target: str) -> None:
    assert severities([*KEPT, (source, target)], (source, target)) == ERROR


def test_a_list_of_tags_that_the_source_has_in_words_is_a_warning() -> None:
    names = ["abbr", "dfn", "kbd", "samp", "var", "cite", "ins", "del"]
    lines = [(f"{name} of the {WORDS[n]}", f"<{name.upper()}> {ORTE[n]}") for n, name in enumerate(names)]
    assert severities(lines, lines[0]) == WARNING


def test_a_help_page_whose_words_to_fill_in_are_translated_has_no_error() -> None:
    lines = file_of("/tp <player> to the @", "/tp <Spieler> zum @")
    weighed = [f for line in lines for f in Evidence(lambda: lines, "po").weighed(found(line))]
    assert weighed
    assert all(finding.severity < Severity.ERROR for finding in weighed)


@pytest.mark.parametrize("format_name", ["fluent", "android", "qt_ts", "resx"])
def test_a_format_that_declares_its_values_is_not_weighed(format_name: str) -> None:
    lines = [*KEPT, ("Take {driver}", "Nimm den Treiber")]
    alone = [fault("COD001", segment_of(lines[-1][0]), "{driver} is missing", subject="{driver}")]
    assert list(Evidence(lambda: lines, format_name).weighed(alone)) == alone
    assert Evidence(lambda: lines, "po").weighed(alone)[0].severity is Severity.WARNING


def test_the_lines_are_read_once_and_only_for_a_finding_that_may_be_no_error() -> None:
    read: list[int] = []

    def lines() -> Iterator[Line]:
        read.append(1)
        return iter(KEPT)

    evidence = Evidence(lines, "po")
    firm = found(("Go %s", "Geh"))
    assert evidence.weighed(firm) is not None
    assert not read
    doubtful = found(("pygmentize -f {driver}", "pygmentize -f {Treiber}"))
    assert [evidence.weighed(doubtful), evidence.weighed(doubtful)] != [doubtful, doubtful]
    assert read == [1]


def test_an_approval_in_spite_of_errors_is_said_no_more_where_none_is_left() -> None:
    line = ("pygmentize -f {driver}", "pygmentize -f {Treiber}")
    segment = segment_of(line[0])
    in_spite = fault("PRO002", segment, "approved with open errors")
    evidence = Evidence(lambda: [*KEPT, line], "po")
    assert [f.code for f in evidence.weighed([*found(line), in_spite])] == ["COD001", "COD002"]
    other = fault("TXT012", segment, "the source says 3, the text 4")
    assert [f.code for f in evidence.weighed([*found(line), other, in_spite])][-1] == "PRO002"


def test_findings_of_other_codes_and_weights_are_left_alone() -> None:
    evidence: Callable[[list[Finding]], Sequence[Finding]] = Evidence(lambda: KEPT, "po").weighed
    others = [fault("TXT012", segment_of("3"), "the source says 3, the text 4")]
    assert evidence(others) is others


@pytest.mark.parametrize(
    "text", ["%s", "%-5.2f", "%(n)d", "%1", "%L1", "%%", "{0}", "{name}", "<b>", "</span>", "\\n"]
)
def test_what_every_program_knows_is_no_notation_of_its_own(text: str) -> None:
    assert notation_of(text) is None
