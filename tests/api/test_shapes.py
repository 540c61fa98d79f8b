"""A form that a language does not have is no gap; a text that nobody delivered is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize import formats
from localize.api.pairs import PairChecker
from localize.api.shapes import Shapes

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = """files = { $n ->
    [one] one file of { $owner }
   *[other] { $n } files of { $owner }
}
bye = Goodbye
"""
CHINESE = "files = { $n } 个文件，属于{ $owner }\n"


def codes(folder: Path, source: str, target: str, locale: str) -> list[str]:
    (folder / "en.ftl").write_text(source, encoding="utf-8")
    (folder / "target.ftl").write_text(target, encoding="utf-8")
    checker = PairChecker(source_locale="en", target_locale=locale)
    found = checker.check(folder / "target.ftl", folder / "en.ftl")
    return sorted(finding.finding.code for finding in found)


def test_a_message_without_the_options_of_the_source_is_no_gap(tmp_path: Path) -> None:
    assert codes(tmp_path, ENGLISH, CHINESE, "zh-Hans").count("PRO003") == 1
    assert codes(tmp_path, ENGLISH, CHINESE + "bye = 再见\n", "zh-Hans").count("PRO003") == 0


def test_options_that_only_the_target_has_are_not_superfluous(tmp_path: Path) -> None:
    russian = (
        "files = { $n ->\n    [one] { $n } файл у { $owner }\n    [few] { $n } файла у { $owner }\n"
        "   *[many] { $n } файлов у { $owner }\n}\nbye = Пока\n"
    )
    assert not {"PRO003", "PRO004"} & set(codes(tmp_path, ENGLISH, russian, "ru"))
    assert "PRO004" in codes(tmp_path, ENGLISH, russian + "more = Ещё\n", "ru")


def test_a_message_that_one_document_lacks_differs_in_no_shape() -> None:
    english = formats.parse(ENGLISH.encode(), "en.ftl")
    chinese = formats.parse(CHINESE.encode(), "zh.ftl")
    shapes = Shapes(english, chinese)
    assert {
        segment.id.split("[")[0].split("{")[0]: shapes.differ(segment) for segment in english.segments
    } == {
        "files": True,
        "bye": False,
    }
