"""--fix: safe fixes reach the file, nothing else in it moves, and nothing gets worse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from localize.api import fixing, setting
from localize.api.files import tasks_of
from localize.config import Config, ProjectTable
from localize.formats import parse, verify
from localize.model import Finding, Fix, Segment, SegmentId, Severity

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Odd:   kept\\n"\n\n'
BODY = """#  a note ,  badly spaced
#: src/main.c:12
msgid "你好，%s"
msgstr "Hello,  %s"

#, fuzzy
msgid "再  见"
msgstr "Bye  now"

msgid "走吧"
msgstr ""

msgid "等等"
msgstr "Wait for me."
"""
CUE = "{}\n00:00:0{},000 --> 00:00:0{},500\n{}\n\n"


@pytest.fixture
def po(tmp_path: Path) -> Path:
    file = tmp_path / "a.po"
    file.write_text(HEAD + BODY, encoding="utf-8")
    return file


def _codes(text: str) -> list[str]:
    return [finding["code"] for finding in json.loads(text)]


def _check(po: Path, *more: object) -> tuple[object, ...]:
    return ("check", po, "--bilingual", "--to", "en-US", *more)


def test_a_fix_changes_its_text_and_no_other_byte(po: Path, localize: Callable[..., object]) -> None:
    run = localize(*_check(po, "--fix"))
    assert po.read_text(encoding="utf-8") == (HEAD + BODY).replace("Hello,  %s", "Hello, %s")
    assert verify((HEAD + BODY).encode(), po.read_bytes(), "a.po").equal
    assert '\n-msgstr "Hello,  %s"\n+msgstr "Hello, %s"\n' in run.out
    assert "1 fixes applied in 1 files" in run.err
    assert "TXT005" not in run.out.split("+msgstr")[1]  # the report is about the file as it is now
    assert "TXT001" in run.out  # an empty text is never filled


def test_a_second_run_finds_nothing_to_do(po: Path, localize: Callable[..., object]) -> None:
    localize(*_check(po, "--fix"))
    before = po.stat()
    run = localize(*_check(po, "--fix"))
    assert "0 fixes applied in 0 files" in run.err
    assert "@@" not in run.out
    assert po.stat().st_mtime_ns == before.st_mtime_ns


def test_a_dry_run_shows_the_diff_and_writes_nothing(po: Path, localize: Callable[..., object]) -> None:
    run = localize(*_check(po, "--fix", "--dry-run"))
    assert po.read_text(encoding="utf-8") == HEAD + BODY
    assert '+msgstr "Hello, %s"' in run.out
    assert "1 fixes would be applied" in run.err
    assert "TXT005" in run.out


def test_a_report_for_programs_keeps_stdout_to_itself(po: Path, localize: Callable[..., object]) -> None:
    run = localize(*_check(po, "--fix", "--output-format", "json"))
    assert "TXT005" not in _codes(run.out)
    assert '+msgstr "Hello, %s"' in run.err


def test_only_codes_that_are_asked_for_are_fixed(po: Path, localize: Callable[..., object]) -> None:
    localize(*_check(po, "--fix", "--select", "COD"))
    assert po.read_text(encoding="utf-8") == HEAD + BODY


def test_what_somebody_accepted_is_not_fixed(po: Path, localize: Callable[..., object]) -> None:
    text = (HEAD + BODY).replace(
        "#: src", "#. localize: ignore TXT005: two blanks are the house style\n#: src"
    )
    po.write_text(text, encoding="utf-8")
    localize(*_check(po, "--fix"))
    assert po.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("newline", "codec"), [("\r\n", "utf-8-sig"), ("\n", "utf-16"), ("\r\n", "utf-8")])
def test_a_folder_of_subtitles_keeps_bom_encoding_and_line_ends(
    tmp_path: Path, localize: Callable[..., object], newline: str, codec: str
) -> None:
    for folder, lines in {"src": ("我们走", "你好"), "out": ("Let us  go now.", "<i>Hello</i>")}.items():
        (tmp_path / folder).mkdir()
        cues = "".join(CUE.format(n, n, n + 1, line) for n, line in enumerate(lines, 1))
        (tmp_path / folder / "1.srt").write_bytes(cues.replace("\n", newline).encode(codec))
    target = tmp_path / "out" / "1.srt"
    before = target.read_bytes()
    localize(
        *("check", tmp_path / "out", "--against", tmp_path / "src", "--to", "en-US", "--fix"),
        *("--select", "TXT005"),
    )
    wanted = before.decode(codec).replace("us  go", "us go")
    assert target.read_bytes() == wanted.encode(codec)


def test_a_link_stays_a_link(po: Path, localize: Callable[..., object]) -> None:
    link = po.with_name("link.po")
    link.symlink_to(po)
    localize(*_check(link, "--fix"))
    assert link.is_symlink()
    assert "Hello, %s" in po.read_text(encoding="utf-8")


def test_a_file_that_changed_meanwhile_is_left_alone(po: Path, tmp_path: Path) -> None:
    from localize.api.pairs import PairChecker
    from localize.errors import OutputError

    checker = PairChecker(source_locale="zh-Hans", target_locale="en-US")
    fixed = fixing.fix_file(checker, po)
    po.write_text(HEAD, encoding="utf-8")
    with pytest.raises(OutputError, match=r"was changed by somebody while it was checked.*run it again"):
        fixed.write(po)
    assert po.read_text(encoding="utf-8") == HEAD


def test_a_project_is_not_changed(project: Path, localize: Callable[..., object]) -> None:
    run = localize("check", "--project", project, "--fix")
    assert run.code == 2
    assert "people decide there" in run.err


def test_a_dry_run_of_nothing_is_wrong_use(po: Path, localize: Callable[..., object]) -> None:
    run = localize(*_check(po, "--dry-run"))
    assert (run.code, "--dry-run needs --fix" in run.err) == (2, True)


def _finding(code: str, severity: Severity, fixed: str | None = None) -> Finding:
    return Finding(code, severity, SegmentId("1"), None, code, Fix(fixed, "because") if fixed else None)


class _Checks:
    """Stands for a pipeline: the findings of each text by a table."""

    target = "en-US"

    def __init__(self, table: dict[str, list[Finding]]) -> None:
        self.table = table
        self.asked: list[str] = []

    def check(self, task: object, text: str, **_: object) -> tuple[Finding, ...]:
        self.asked.append(text)
        return tuple(self.table.get(text, []))


def _mend(table: dict[str, list[Finding]], text: str = "a") -> fixing.Mended:
    segment = Segment(SegmentId("1"), "甲", (), 1, 1)
    (task,) = tasks_of("po", [("0", segment, "")])
    return fixing.mend(_Checks(table), task, text, table[text], wanted=lambda finding: True)  # type: ignore[arg-type]


@pytest.mark.parametrize("new", [Severity.WARNING, Severity.ERROR])
def test_a_fix_that_brings_in_something_as_bad_is_refused(new: Severity) -> None:
    mended = _mend({"a": [_finding("TXT005", Severity.WARNING, "b")], "b": [_finding("COD001", new)]})
    assert (mended.text, mended.applied) == ("a", ())
    (refusal,) = mended.refused
    assert (refusal.finding.code, refusal.brings.code) == ("TXT005", "COD001")


def test_a_fix_may_leave_something_lighter() -> None:
    table = {"a": [_finding("COD001", Severity.ERROR, "b")], "b": [_finding("TXT005", Severity.INFO)]}
    assert _mend(table).text == "b"


def test_a_fix_that_does_not_take_its_finding_away_is_refused() -> None:
    table = {
        "a": [_finding("TXT005", Severity.WARNING, "b")],
        "b": [_finding("TXT005", Severity.WARNING, "c")],
    }
    assert _mend(table).text == "a"


def test_fixes_are_applied_one_by_one_and_each_is_checked() -> None:
    table = {
        "a": [_finding("COD001", Severity.ERROR, "b"), _finding("TXT005", Severity.INFO, "x")],
        "b": [_finding("TXT005", Severity.INFO, "c")],
    }
    mended = _mend(table)
    assert mended.text == "c"
    assert [f.code for f in mended.applied] == ["COD001", "TXT005"]
    assert mended.left == ()


def test_a_refused_fix_does_not_keep_the_next_one_away() -> None:
    table = {
        "a": [_finding("COD001", Severity.ERROR, "b"), _finding("TXT005", Severity.INFO, "c")],
        "b": [_finding("COD002", Severity.ERROR)],
        "c": [_finding("COD001", Severity.ERROR, "d")],
        "d": [_finding("COD002", Severity.ERROR)],
    }
    mended = _mend(table)
    assert mended.text == "c"
    assert {r.finding.code for r in mended.refused} == {"COD001"}


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    table = {
        "a": [_finding("TXT005", Severity.INFO, "b")],
        "b": [_finding("TXT006", Severity.INFO, "a")],
    }
    assert _mend(table).text == "a"


def test_every_real_fix_that_is_applied_leaves_fewer_findings(localize: Callable[..., object]) -> None:
    config = Config(project=ProjectTable(source="zh-Hans", targets=("en-US",)))
    pipeline = setting.make_pipeline(config, "en-US", terms=setting.load_glossary(config), engine=None)
    lines = {"他说：“走。”": "He said，  go。", "你好{0}": "Hello ", "好": "Ｗell\u200b,  fine ."}
    for source, target in lines.items():
        (task,) = tasks_of("po", [("0", Segment(SegmentId("1"), source, (), 1, 1), "")])
        before = pipeline.check(task, target)
        mended = fixing.mend(pipeline, task, target, before, wanted=lambda finding: True)
        assert mended.applied
        assert len(mended.left) < len(before)


def test_the_diff_says_when_the_last_line_has_no_end() -> None:
    data = b'{"a": "x  y"}'
    diff = fixing.unified_diff(parse(data, "a.json", format="json"), b'{"a": "x y"}')
    assert diff.splitlines()[-4:] == [
        '-{"a": "x  y"}',
        "\\ No newline at end of file",
        '+{"a": "x y"}',
        "\\ No newline at end of file",
    ]
    assert re.match(r"--- a/a\.json\n\+\+\+ b/a\.json\n@@ -1 \+1 @@\n", diff)


def test_a_batch_fixes_what_an_exception_covers_no_more(
    tmp_path: Path, localize: Callable[..., object]
) -> None:
    config, episode = tmp_path / "localize.toml", tmp_path / "ep.srt"
    episode.write_text("1\n00:00:01,000 --> 00:00:02,000\n我们,走吧\n", encoding="utf-8")
    given = [
        "batch",
        episode,
        "-o",
        tmp_path / "out",
        "--to",
        "zh-Hant-TW",
        "--engine",
        "opencc",
        "--config",
        config,
    ]
    for until, mended in (("2999-01-01", False), ("2020-01-01", True)):
        config.write_text(
            '[project]\ntargets = ["zh-Hant-TW"]\n[export]\ngate = "any"\n'
            f'[check]\nignore = [{{ codes = ["TXT015"], reason = "client", until = {until} }}]\n',
            encoding="utf-8",
        )
        assert localize(*given, "--check", "--fix").code == 0
        text = (tmp_path / "out" / "zh-Hant-TW" / "ep.srt").read_text(encoding="utf-8")
        assert ("我們，走吧" in text) == mended
