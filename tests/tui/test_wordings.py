"""Every sentence that the library can make for a reviewer has its Chinese: findings, reasons, errors."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import pytest
from library_words import FIELD, LIBRARY, sentences

from tui import i18n
from tui.because import WHYS, because
from tui.sayings import SAYINGS, saying
from tui.troubles import TROUBLES, trouble
from tui.wordings import understood

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    Timed = Callable[[], AbstractContextManager[Any]]

NO = frozenset[str]()
ERRORS = (
    *(
        f"review/{path.stem}"
        for path in sorted(LIBRARY.glob("review/*.py"))
        if path.stem not in ("merge", "renaming", "schema")
    ),
    *(f"api/{path.stem}" for path in sorted(LIBRARY.glob("api/room*.py"))),
    *("api/terms_people", "api/files", "api/project", "api/remembering", "locales"),
    *("glossary/edits", "glossary/load", "glossary/people_edits", "glossary/people_load", "glossary/schema"),
    *("glossary/scopes", "glossary/yamledit", "glossary/yamlfile", "glossary/typed", "memory/database"),
    *("layout/fonts", "layout/profiles"),
)
"""Modules whose errors a reviewer can meet in the room."""
NOT_IN_THE_ROOM = {
    f"{FIELD} is not a folder",  # before the room is opened
    "pass the folder that holds localize.toml",
    f"{FIELD} is not [number, source]",  # the profiles that come with the package
    "cite a key of `sources`",
    f"{FIELD} changed with {FIELD}",  # an assertion
    "not YAML",  # stands for what the parser says, where it says nothing
    f"the file is {FIELD}",  # a file is no word of a list
    "translation memory",  # a word in a sentence
    f"{FIELD} was written by a newer version (schema {FIELD}, this build knows ",  # goes on
    # The room writes; these are said where nothing may be written.
    f"{FIELD} has the tables of an older version (schema {FIELD}) and needs to be migrated",
    f"the {FIELD} {FIELD} has schema {FIELD}, this program reads {FIELD}",
    "run localize memory stats once where it may be written, or update chuhai-localize",
}
"""What the modules say elsewhere, and pieces of sentences that are tested whole."""
REASONS = (
    *(path.relative_to(LIBRARY).with_suffix("").as_posix() for path in sorted(LIBRARY.glob("culture/*.py"))),
    *(f"adaptation/{name}" for name in ("apply", "checks", "durations", "glossing", "phrases", "prepare")),
    *(f"adaptation/{name}" for name in ("punctuation", "slots", "wishes")),
    *(f"glossary/{name}" for name in ("address", "choose", "collection", "conditions", "echo", "people")),
    *("pipeline/drafting", "api/room_terms"),
)
FINDINGS = (
    *(
        f"qa/{path.stem}"
        for path in sorted(LIBRARY.glob("qa/*.py"))
        if path.stem not in ("reference", "suppression")
    ),
    *(f"adaptation/{name}" for name in ("address", "checks", "wishes")),
    *("glossary/consistency", "pipeline/drafting"),
)
LATIN = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")


def untranslated(words: set[str], tell: object) -> list[str]:
    """Return the sentences that stay English, or keep three English words in a row."""
    assert callable(tell)
    i18n.use("zh-Hans")
    return sorted(
        one
        for one in words
        if tell(one) == one or LATIN.search(re.sub(r"`[^`]*`|something else", "", tell(one)))
    )


def test_every_error_that_the_room_can_show_has_its_chinese() -> None:
    names = frozenset({"what", "do", "_ADVICE", "_AFRESH"})
    calls = frozenset({"*Error", "_refused", "_broken"})
    returns = frozenset({"_say", "_unknown_keys", "_advice"})
    said = {one for m in ERRORS for one in sentences(f"{m}.py", names=names, calls=calls, returns=returns)}
    assert len(said) > 120
    assert untranslated(said - NOT_IN_THE_ROOM, trouble) == []


def test_every_reason_of_glossary_adaptation_and_culture_has_its_chinese() -> None:
    names = frozenset({"reason", "why", "advice", "how", "_REASONS", "LUCKY", "_LATIN_NAMES"})
    calls = frozenset({"_hit", "_one", "_edit", "_swapped", "Wording", "Counted"})
    said = {one for m in REASONS for one in sentences(f"{m}.py", names=names, calls=calls, returns=NO)}
    assert len(said) > 60
    assert untranslated(said, because) == []


def test_every_finding_and_fix_has_its_chinese() -> None:
    names = frozenset({"message", "why"})
    said = {
        one
        for m in FINDINGS
        for one in sentences(f"{m}.py", names=names, calls=frozenset({"fault", "Finding"}), returns=NO)
    }
    assert len(said) > 100
    assert untranslated(said, saying) == []


@pytest.mark.parametrize("table", [SAYINGS, WHYS, TROUBLES], ids=["sayings", "whys", "troubles"])
def test_every_wording_is_found_again_whatever_its_fields_hold(table: tuple[str, ...]) -> None:
    hostile = ("三千", "a b", "{b}", "a: b", "“x”", "%s", "12", "<i>", "it's", "(c)")
    wrong = []
    for wording in table:
        names = [name for _, name, *_ in string.Formatter().parse(wording) if name]
        for value in ("12",) if {"count", "id"} & {*names} else hostile:
            sentence = wording.format(**dict.fromkeys(names, value))
            found, values = understood(table, sentence)
            if found.format(**dict(values)) != sentence or (
                found != wording and shape(found) == shape(wording)
            ):
                wrong.append((wording, value, found))
    assert wrong == []


def test_no_two_wordings_of_a_table_have_one_shape() -> None:
    for table in (SAYINGS, WHYS, TROUBLES):
        shapes = [shape(wording) for wording in {*table}]
        assert sorted(shapes) == sorted({*shapes})


def shape(wording: str) -> str:
    return re.sub(r"\{\w+\}", "{}", wording)


@pytest.mark.parametrize(
    ("sentence", "chinese"),
    [
        ("师父 is not rendered as “Master” or “Shifu”", "师父 未译作 “Master”或“Shifu”"),
        (
            "%1: %d in the source, %s here; %2: %s in the source, %d here",
            "%1：原文为 %d，此处为 %s；%2：原文为 %s，此处为 %d",
        ),
        ("“a; b” stands twice", "“a; b”重复了"),
    ],
)
def test_findings_of_several_parts_are_said_whole(sentence: str, chinese: str) -> None:
    i18n.use("zh-Hans")
    assert saying(sentence) == chinese


@pytest.mark.parametrize(
    ("sentence", "chinese"),
    [
        (
            "the Traditional form of the term; ceo.zong: its only sense; 'Mr.' by direct address",
            "术语的繁体写法；ceo.zong：唯一义项；“Mr.”的依据：当面称呼",
        ),
        (
            "520: read aloud it sounds like “I love you”; gloss it on first use",
            "520：读来谐音“我爱你”；首次出现时请加注",
        ),
        ("王总 is wang", "王总 即 wang"),
        (
            "idioms.renchu: its only sense; 'body double' by 跪 near it",
            "idioms.renchu：唯一义项；“body double”的依据：附近有 跪",
        ),
        (
            "one dash; money.yi: its only sense; 520: read aloud it sounds like “I love you”; gloss it on first use",
            "破折号用单个字符；money.yi：唯一义项；520：读来谐音“我爱你”；首次出现时请加注",
        ),
        ("a note of the house is a note", "a note of the house is a note"),
        ("lin and 3 of us", "lin and 3 of us"),
    ],
)
def test_reasons_of_several_parts_are_said_piece_by_piece(sentence: str, chinese: str) -> None:
    i18n.use("zh-Hans")
    assert because(sentence) == chinese


@pytest.mark.parametrize(
    ("sentence", "chinese"),
    [
        ("/tmp/a b.db: database is locked", "/tmp/a b.db：数据库被锁定"),
        ("the translation memory m.db failed: disk I/O error", "翻译记忆库 m.db 出错：磁盘读写错误"),
        ("/tmp/a b.db: no writing today", "/tmp/a b.db：系统原话“no writing today”"),
        ("not YAML: a word of a newer reader", "不是 YAML：系统原话“a word of a newer reader”"),
        ("an extension's own trouble", "系统原话“an extension's own trouble”"),
    ],
)
def test_errors_keep_their_paths_and_unknown_ones_are_quoted(sentence: str, chinese: str) -> None:
    assert trouble(sentence) == sentence
    i18n.use("zh-Hans")
    assert trouble(sentence) == chinese


def test_what_a_person_pasted_is_left_alone_and_costs_nothing(timed: Timed) -> None:
    i18n.use("zh-Hans")
    pasted = "always; " * 1000
    with timed() as taken:
        assert because(pasted) == pasted
    assert taken.within(0.01)
    assert because("always; " * 3 + "always") == "一律适用；一律适用；一律适用；一律适用"


def test_the_reading_of_the_code_sees_what_is_put_together() -> None:
    said = sentences("review/rules.py", names=frozenset(), calls=frozenset({"_refused"}), returns=NO)
    assert {"a rejection without a reason", "a waiver without a reason"} <= said
    assert f"{FIELD} has approved this text already, {FIELD} more to go" in said
    assert f"{FIELD} has approved this text already, it is approved" in said
