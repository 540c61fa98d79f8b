"""What the same line in other languages tells of an error: many err alike only where the check misreads the source."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from localize.masking import mask
from localize.model import Finding, Segment, SegmentId, SegmentKind, Severity
from localize.qa import Context, check
from localize.qa.emit import fault
from localize.qa.peers import weighed

HELP = "--colors KEYWORD={FORE},{BACK}"
IN_GERMAN = "--colors WORT={VORN},{HINTEN}"
ELSEWHERE = [("fr", "--colors MOT={AVANT},{FOND}"), ("es", "--colors PALABRA={FRENTE},{FONDO}")]
KEPT = [("fr", "--colors MOT={FORE},{BACK}"), ("es", "--colors PALABRA={FORE},{BACK}")]
ERROR, WARNING = {Severity.ERROR}, {Severity.WARNING}


def weights(
    source: str, target: str, others: Sequence[tuple[str, str]], code: str = "COD001", locale: str = "de"
) -> set[Severity]:
    """Return how the findings of one code weigh beside the same line in other languages; there must be an error."""
    segment = Segment(SegmentId("1"), source, (), 1, 1, SegmentKind.STRING)
    context = Context("en", locale, "po", "game", None, mask(segment, format="po"))
    found = [f for f in check(segment, target, context) if f.code == code]
    assert Severity.ERROR in {f.severity for f in found}
    return {f.severity for f in weighed(found, segment, context, lambda: others)}


def test_an_example_that_three_languages_translate_is_a_warning_in_each() -> None:
    assert weights(HELP, IN_GERMAN, ELSEWHERE) == WARNING
    assert weights(HELP, IN_GERMAN, ELSEWHERE, "COD002") == WARNING


@pytest.mark.parametrize("others", [[], ELSEWHERE[:1], KEPT, [*KEPT, ELSEWHERE[0]]])
def test_what_fewer_languages_lack_is_an_error(others: list[tuple[str, str]]) -> None:
    assert weights(HELP, IN_GERMAN, others) == ERROR


def test_two_locales_of_a_language_are_one_language() -> None:
    both = [("fr-FR", ELSEWHERE[0][1]), ("fr-CA", ELSEWHERE[0][1]), ("de-AT", IN_GERMAN)]
    assert weights(HELP, IN_GERMAN, both) == ERROR


def test_another_error_in_the_same_line_of_other_languages_says_nothing() -> None:
    others = [("fr", "%s a 24 tours"), ("es", "%s tiene 24 torres")]
    assert weights("The %s has 12 towers", "Der hat 12 Türme", others) == ERROR


def test_three_languages_that_translate_three_examples_of_a_help_page_excuse_one_another() -> None:
    source = "Write ${REVISION} or ${VALUE} or {CLK}"
    others = [
        ("fr", "Écrivez ${REVISION} ou ${VALEUR} ou {CLK}"),
        ("es", "Ponga ${REVISIÓN} o ${VALUE} o {CLK}"),
    ]
    assert weights(source, "Schreibe ${REVISION} oder ${VALUE} oder {TAKT}", others) == WARNING


def test_numbers_that_every_language_says_otherwise_are_a_warning() -> None:
    others = [("fr", "Plus de 16"), ("es", "Más de 16")]
    assert weights("Adults above 15", "Ab 16", others, "TXT012") == WARNING


def test_characters_of_the_wrong_script_are_an_error_whatever_others_do() -> None:
    segment = Segment(SegmentId("1"), "Folder", (), 1, 1, SegmentKind.STRING)
    context = Context("en", "zh-Hans", "po", "game", None, mask(segment, format="po"))
    found = [f for f in check(segment, "文件夾沒有內容", context) if f.code == "SCR002"]
    assert found
    others = [("ja", "文件夾"), ("ko", "文件夾"), ("vi", "文件夾")]
    assert list(weighed(found, segment, context, lambda: others)) == found


def test_others_are_asked_only_for_an_error_that_they_can_share() -> None:
    def nobody() -> list[tuple[str, str]]:
        raise AssertionError("nobody needs to be asked")

    segment = Segment(SegmentId("1"), "Go", (), 1, 1, SegmentKind.STRING)
    context = Context("en", "de", "po", "game", None, mask(segment, format="po"))
    found: list[Finding] = [
        fault("TXT003", segment, "the text is the source"),
        fault("COD016", segment, "msgid and msgstr do not both begin or end with a line break"),
    ]
    assert weighed(found, segment, context, nobody) is found
