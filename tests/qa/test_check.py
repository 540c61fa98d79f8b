from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.errors import UsageError
from localize.model import Finding, Severity
from localize.qa import CHECKS, spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]

Run = Callable[[Mapping[str, Any]], Sequence[Finding]]
TEXTS = st.text(
    st.one_of(
        st.sampled_from(["ab"[:1], *"b ,.!?-—…'\"“”「」()[]{}<>/\\%$@#0123456789\n\t\r", *"这這万的ょไม่كक्ष"]),
        st.characters(),  # lone surrogates, controls, unassigned: everything
    ),
    max_size=40,
)
LOCALES = ["en-US", "es-419", "fr", "ru", "ar", "hi", "th", "ko", "ja", "zh-Hans", "zh-Hant-TW"]
FORMATS = ["srt", "ass", "vtt", "json", "po", "renpy", "rpgmaker", ""]


def test_every_code_is_three_letters_and_three_digits_and_unique() -> None:
    codes = [known.code for known in CHECKS]
    assert all(
        code[:3].isalpha() and code[:3].isupper() and code[3:].isdigit() and len(code) == 6 for code in codes
    )
    assert len(set(codes)) == len(codes)
    assert len({known.name for known in CHECKS}) == len(codes)


def test_every_check_has_a_title_and_a_source() -> None:
    assert all(known.title and known.source and known.severity in Severity for known in CHECKS)


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown check 'XYZ999'"):
        spec("XYZ999")


@given(TEXTS, TEXTS, st.sampled_from(LOCALES), st.sampled_from(FORMATS), st.data())
@settings(max_examples=250, deadline=None)
def test_a_check_never_throws_and_its_findings_make_sense(
    findings_of: Run, source: str, target: str, locale: str, format_name: str, data: st.DataObject
) -> None:
    case = {
        "source": source,
        "target": target,
        "to": locale,
        "format": format_name,
        "medium": data.draw(st.sampled_from(["drama", "game"])),
        "profile": data.draw(st.sampled_from(["", "netflix", "vertical"])),
        "start": data.draw(st.none() | st.integers(-5, 10**7)),
        "end": data.draw(st.none() | st.integers(-5, 10**7)),
        "previous": [data.draw(st.integers(0, 10**6)), data.draw(st.integers(0, 10**6))],
        "repeats": [data.draw(TEXTS)],
        "max_length": data.draw(st.none() | st.integers(0, 50)),
        "approved": True,
    }
    for finding in findings_of(case):
        assert spec(finding.code)
        assert finding.message
        if finding.span is not None:
            assert 0 <= finding.span.start <= finding.span.end <= len(target)
        if finding.fix is not None:
            assert finding.fix.text != target


@given(
    st.sampled_from(["a", "(", "{", "<", "\u200d", "9", "三", "...", "a a ", "é”…", "，", "一"]),
    st.integers(1, 3000),
)
@settings(max_examples=40, deadline=None)
def test_long_repetitive_text_takes_no_long_time(
    findings_of: Run, timed: Timed, piece: str, times: int
) -> None:
    text = piece * times
    case = {"source": text, "target": text, "format": "json", "medium": "game", "profile": ""}
    with timed() as taken:
        found = findings_of(case)
    assert taken.within(2)
    assert len(found) <= 4 * len(text)


def test_the_same_text_gives_the_same_findings(findings_of: Run) -> None:
    case = {"source": "三千万和{0}", "target": "3 million  the the", "format": "json", "medium": "game"}
    assert findings_of(case) == findings_of(case)
    assert {f.code for f in findings_of(case)} >= {"COD001", "TXT004", "TXT005", "TXT012"}


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("你有金币", "{0} coins", "{0} is not in the source"),
        ("你有金币", "{0} and {0}", "{0} is not in the source and stands here 2 times"),
        ("{0}", "{0} and {0}", "{0} stands once more than in the source"),
        ("{0}", "{0}, {0} and {0}", "{0} stands 2 times more than in the source"),
    ],
)
def test_a_placeholder_too_many_is_counted_in_words(
    findings_of: Run, source: str, target: str, said: str
) -> None:
    case = {"source": source, "target": target, "format": "json", "medium": "game", "profile": ""}
    assert [f.message for f in findings_of(case) if f.code == "COD002"] == [said]
