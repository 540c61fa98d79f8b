"""Work out to a vendor and back: what other programs read of it, what they change, and what the store then holds."""

from __future__ import annotations

import copy
import io
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.api.project import Project
from localize.api.vendor_codes import Codes
from localize.api.vendor_lines import Stamp, digest
from localize.errors import (
    ConflictError,
    HostileInputError,
    InputError,
    OutputError,
    ParseError,
    RenderError,
    UsageError,
)
from localize.model import Draft, Origin
from localize.review.base import Action, Decision, Query, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from localize.review.base import Unit

openpyxl = pytest.importorskip("openpyxl")

X = "{urn:oasis:names:tc:xliff:document:2.0}"
EPISODE = """\
1
00:00:01,000 --> 00:00:03,000
王总，三千万的彩礼。

2
00:00:03,500 --> 00:00:05,000
<i>她二十三岁</i>，{\\an8}好。

3
00:00:05,500 --> 00:00:07,000
=五百两银子？

4
00:00:07,500 --> 00:00:09,000
你好
"""
STRINGS = '{\n  "greeting": "你好，{name}！",\n  "empty": "没有译文"\n}\n'
CONFIG = """\
[project]
name = "Heir"
source = "zh-Hans"
targets = ["en-US", "es-419"]
[files]
include = ["episodes/*.srt", "strings/*.json"]
[glossary]
packs = []
files = ["terms.csv"]
[review]
"""
DRAFTS = {
    ("episodes/ep01.srt", "1"): "Mr. Wang, thirty million\nfor the bride price.",
    ("episodes/ep01.srt", "2"): "<i>She's twenty-three</i>, {\\an8}fine.",
    ("episodes/ep01.srt", "3"): "=Five hundred taels?",
    ("episodes/ep01.srt", "4"): "Hello",
    ("strings/ui.json", "你好，{name}！"): "Hello, {name}!",
}


def make(folder: Path, rules: str = "") -> Project:
    (folder / "episodes").mkdir(parents=True)
    (folder / "strings").mkdir()
    (folder / "episodes" / "ep01.srt").write_text(EPISODE, encoding="utf-8")
    (folder / "strings" / "ui.json").write_text(STRINGS, encoding="utf-8")
    (folder / "terms.csv").write_text("zh-Hans,en-US\n彩礼,bride price\n", encoding="utf-8")
    (folder / "localize.toml").write_text(CONFIG + rules, encoding="utf-8")
    opened = api.open_project(folder)
    opened.sync()
    drafts = []
    for unit in every(opened):
        text = DRAFTS.get((unit.file, unit.segment.id)) or DRAFTS.get((unit.file, unit.segment.source))
        if text:
            drafts.append((unit.id, Draft(text, Origin.ENGINE, "test"), ()))
    assert opened.store.save_drafts(drafts) == len(DRAFTS)
    return opened


def every(project: Project, locale: str = "en-US") -> list[Unit]:
    return project.store.units(project.store.unit_ids(Query(locale)))


def unit_of(project: Project, source: str) -> Unit:
    return next(u for u in every(project) if source in u.segment.source)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with make(tmp_path / "work") as opened:
        yield opened


@pytest.fixture(params=[".xlf", ".xlsx"])
def sent(request: pytest.FixtureRequest, project: Project, tmp_path: Path) -> Path:
    path = tmp_path / f"out{request.param}"
    api.send_to_vendor(project, path, locale="en-US", recipient="acme")
    return path


def send(project: Project, path: Path, **options: object) -> Path:
    api.send_to_vendor(project, path, locale="en-US", **options)
    return path


def receive(project: Project, path: Path, **options: object) -> api.vendor.ReceiveReport:
    return api.receive_from_vendor(project, path, reviewer="acme", **options)


def codes(report: api.vendor.ReceiveReport) -> list[str]:
    return [problem.code for problem in report.problems]


def change(
    path: Path, source: str, target: str | None = None, *, state: str = "", comment: str = "", stamp: str = ""
) -> None:
    """Change one line as a vendor's own program does, with a library that is not ours."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book["review"]
        head = {cell.value.partition(" (")[0]: cell.column for cell in sheet[1]}
        row = next(r for r in range(2, sheet.max_row + 1) if source in sheet.cell(r, head["source"]).value)
        for name, value in (("target", target), ("state", state), ("comment", comment), ("check", stamp)):
            if value is not None and (value or name == "target"):
                sheet.cell(row, head[name]).value = value
        book.save(path)
        return
    tree = ET.parse(path)
    unit = next(u for u in tree.iter(f"{X}unit") if source in "".join(u.find(f".//{X}source").itertext()))
    segment = unit.find(f"{X}segment")
    if target is not None:
        for old in segment.findall(f"{X}target"):
            segment.remove(old)
        ET.SubElement(segment, f"{X}target").text = target
    if state:
        segment.set("state", "final" if state == "approved" else state)
    if comment:
        ET.SubElement(unit.find(f"{X}notes"), f"{X}note").text = comment
    if stamp:
        unit.set("id", stamp)
    tree.write(path, encoding="utf-8")


def test_a_file_that_nobody_touched_changes_nothing(project: Project, sent: Path) -> None:
    before = [(u.state, u.target, u.revision) for u in every(project)]
    report = receive(project, sent, approve=True)
    assert not report.problems
    assert sum(c["unchanged"] for c in report.counts.values()) == 6
    assert [(u.state, u.target, u.revision) for u in every(project)] == before
    assert project.store.log_head() == (0, "")


def test_a_new_text_becomes_an_edit_of_the_reviewer_with_its_findings(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi 你")
    report = receive(project, sent)
    assert not report.problems
    unit = unit_of(project, "你好")
    assert (unit.state, unit.target, unit.decided_by, unit.checked) == (State.EDITED, "Hi 你", "acme", True)
    assert "TXT002" in {f.code for f in unit.findings}
    assert report.counts["episodes/ep01.srt"]["edited"] == 1
    (row,) = project.store.history(unit.id)
    assert (row.decision.action, row.by) == (Action.EDIT, "acme")
    assert project.store.verify_log() == 1


def test_a_line_without_a_target_gets_one(project: Project, sent: Path) -> None:
    change(sent, "没有译文", "Nothing yet")
    assert not receive(project, sent).problems
    assert unit_of(project, "没有译文").target == "Nothing yet"


def test_final_lines_are_approved_only_when_asked_and_reach_the_memory(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi there", state="approved")
    report = receive(project, sent, dry_run=True)
    assert report.final == 1
    report = receive(project, sent, approve=True)
    assert not report.problems
    assert report.counts["episodes/ep01.srt"]["approved"] == 1
    unit = unit_of(project, "你好")
    assert (unit.state, unit.target) == (State.APPROVED, "Hi there")
    (pair,) = project.memory.units()
    assert (pair.source, pair.target, pair.before, pair.by) == ("你好", "Hi there", "=五百两银子？", "acme")
    again = receive(project, sent, approve=True)
    assert not again.problems
    assert not again.counts["episodes/ep01.srt"]["approved"]


def test_an_approved_line_with_a_new_text_waits_again_and_leaves_the_memory(
    project: Project, tmp_path: Path
) -> None:
    room = project.review("en-US", "lin")
    unit = unit_of(project, "你好")
    room.decide(unit.id, [Decision(Action.APPROVE)], unit.revision)
    assert len(list(project.memory.units())) == 1
    path = send(project, tmp_path / "a.xlsx")
    change(path, "你好", "Good day")
    report = receive(project, path)
    assert report.reopened == 1
    assert unit_of(project, "你好").state is State.EDITED
    assert not list(project.memory.units())


def test_comments_are_recorded_once_and_go_out_again(project: Project, sent: Path, tmp_path: Path) -> None:
    change(sent, "你好", comment="who speaks?")
    report = receive(project, sent)
    assert report.counts["episodes/ep01.srt"]["commented"] == 1
    assert receive(project, sent).counts["episodes/ep01.srt"]["commented"] == 0
    unit = unit_of(project, "你好")
    assert (unit.state, unit.target) == (State.DRAFTED, "Hello")
    assert [r.decision.text for r in project.store.history(unit.id)] == ["who speaks?"]
    again = send(project, tmp_path / "again.xlf")
    assert "acme: who speaks?" in again.read_text(encoding="utf-8")
    assert not receive(project, again).counts["episodes/ep01.srt"]["commented"]


def test_everything_of_a_file_is_undone_as_one(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi", state="approved", comment="ok?")
    change(sent, "没有译文", "None")
    receive(project, sent, approve=True)
    assert len(project.store.undo_group(by="acme")) == 4
    assert unit_of(project, "你好").target == "Hello"
    assert unit_of(project, "没有译文").target is None
    project.store.verify_log()


def test_a_dry_run_reports_the_same_and_changes_nothing(project: Project, sent: Path) -> None:
    change(sent, "你好", "Hi", comment="?")
    change(sent, "她二十三岁", "She is 23, fine.")
    dry = receive(project, sent, dry_run=True)
    assert project.store.log_head() == (0, "")
    assert unit_of(project, "你好").target == "Hello"
    real = receive(project, sent)
    assert codes(dry) == codes(real) == ["VEN004"]
    assert dry.counts == real.counts


def test_a_lost_placeholder_is_held_back_and_the_rest_is_taken(project: Project, sent: Path) -> None:
    change(sent, "她二十三岁", "She is twenty-three, fine.")
    change(sent, "你好，", "Hi {name}", state="approved")
    report = receive(project, sent, approve=True)
    assert codes(report) == ["VEN004"]
    assert "<i>, </i>, {\\an8}" in str(report.problems[0])
    assert report.problems[0].exit_code == 1
    assert unit_of(project, "她二十三岁").target == DRAFTS["episodes/ep01.srt", "2"]
    assert unit_of(project, "你好，").state is State.APPROVED


def test_a_line_that_moved_on_with_another_text_is_held_back(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.EDIT, "Hello there")], unit.revision)
    change(sent, "你好", "Hi", comment="short is better")
    report = receive(project, sent)
    assert codes(report) == ["VEN003"]
    assert str(report.problems[0]).startswith(
        f"{sent}:{report.problems[0].place.line}: VEN003 episodes/ep01.srt:13 "
    )
    assert "by lin" in str(report.problems[0])
    assert unit_of(project, "你好").target == "Hello there"
    assert project.store.history(unit.id)[-1].decision == Decision(Action.COMMENT, "short is better")


def test_a_line_that_moved_on_to_the_same_text_is_no_conflict(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.EDIT, "Hi")], unit.revision)
    change(sent, "你好", "Hi")
    report = receive(project, sent)
    assert not report.problems
    assert unit_of(project, "你好").decided_by == "lin"


def test_a_line_whose_state_alone_moved_on_is_no_conflict(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.DISCUSS)], unit.revision)
    change(sent, "你好", "Hi")
    assert not receive(project, sent).problems
    assert unit_of(project, "你好").target == "Hi"


def test_an_approval_of_a_text_that_is_no_longer_there_is_held_back(project: Project, sent: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.EDIT, "Hello there")], unit.revision)
    change(sent, "你好", state="approved")
    assert codes(receive(project, sent)) == []
    assert codes(receive(project, sent, approve=True)) == ["VEN003"]
    assert unit_of(project, "你好").state is State.EDITED


def test_a_line_whose_source_changed_is_held_back(project: Project, sent: Path) -> None:
    file = project.root / "strings" / "ui.json"
    file.write_text(STRINGS.replace("没有译文", "还没有译文"), encoding="utf-8")
    project.sync()
    change(sent, "没有译文", "Nothing")
    report = receive(project, sent)
    assert codes(report) == ["VEN002"]
    assert unit_of(project, "没有译文").target is None


def test_a_line_that_left_its_file_is_reported(project: Project, sent: Path) -> None:
    (project.root / "strings" / "ui.json").unlink()
    project.sync()
    change(sent, "你好，", "Hi, {name}")
    assert codes(receive(project, sent)) == ["VEN001", "VEN001"]


def test_unknown_and_damaged_stamps_are_reported(project: Project, sent: Path) -> None:
    change(sent, "你好，", stamp="u999-r1-000000000000-000000000000")
    change(sent, "没有译文", "x", stamp="nonsense")
    report = receive(project, sent)
    assert codes(report) == ["VEN001", "VEN001"]
    assert report.counts["strings/ui.json"]["held"] == 2


def test_an_emptied_target_is_held_back(project: Project, sent: Path) -> None:
    change(sent, "你好，", " ")
    assert codes(receive(project, sent)) == ["VEN005"]


def test_the_rules_of_approval_hold_for_vendors(tmp_path: Path) -> None:
    with make(tmp_path / "w", "self_approval = false\n") as project:
        path = send(project, tmp_path / "out.xlf")
        change(path, "你好，", "Hi, {name}", state="approved")
        change(path, "=五百", state="approved")
        report = receive(project, path, approve=True)
        assert codes(report) == ["VEN006"]
        assert "acme wrote this text" in str(report.problems[0])
        assert unit_of(project, "你好，").state is State.EDITED
        assert unit_of(project, "=五百").state is State.APPROVED


def test_two_approvals_are_counted_and_the_same_file_twice_adds_none(tmp_path: Path) -> None:
    with make(tmp_path / "w", "approvals = 2\n") as project:
        path = send(project, tmp_path / "out.xlsx")
        change(path, "=五百", state="approved")
        assert not receive(project, path, approve=True).problems
        assert unit_of(project, "=五百").state is State.DRAFTED
        assert not receive(project, path, approve=True).problems
        report = api.receive_from_vendor(project, path, reviewer="lin", approve=True)
        assert not report.problems
        assert unit_of(project, "=五百").state is State.APPROVED


def test_a_decision_that_comes_between_is_seen(
    project: Project, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(sent, "你好", "Hi")
    unit = unit_of(project, "你好")
    record = project.store.decide_many

    def late(acts: object, *, by: str) -> object:
        monkeypatch.setattr(project.store, "decide_many", record)
        project.store.decide(unit.id, Decision(Action.EDIT, "Hey"), by="lin", revision=unit.revision)
        return record(acts, by=by)

    monkeypatch.setattr(project.store, "decide_many", late)
    assert codes(receive(project, sent)) == ["VEN003"]
    assert unit_of(project, "你好").target == "Hey"


def test_a_store_that_never_rests_is_an_error_and_nothing_is_recorded(
    project: Project, sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(acts: object, *, by: str) -> object:
        raise ConflictError("the line changed", expected=1, found=2)

    change(sent, "你好", "Hi")
    monkeypatch.setattr(project.store, "decide_many", busy)
    with pytest.raises(ConflictError, match="the line changed"):
        receive(project, sent)
    assert project.store.log_head() == (0, "")


def test_only_open_lines_and_only_some_files_can_be_sent(project: Project, tmp_path: Path) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.APPROVE)], unit.revision)
    report = api.send_to_vendor(
        project, tmp_path / "a.xlf", locale="en-US", open_only=True, paths=["episodes"]
    )
    assert report.lines == {"episodes/ep01.srt": 3}
    make_all_approved(project)
    with pytest.raises(UsageError, match="no line to send"):
        send(project, tmp_path / "b.xlf", open_only=True, paths=["episodes"])


def make_all_approved(project: Project) -> None:
    room = project.review("en-US", "lin")
    for unit in every(project):
        if unit.target and unit.state is not State.APPROVED:
            room.decide(unit.id, [Decision(Action.APPROVE)], unit.revision)


def test_a_file_that_is_there_is_not_overwritten(project: Project, sent: Path) -> None:
    assert (
        sent.suffix == ".xlsx"
        or not api.send_to_vendor(project, sent, locale="en-US", recipient="acme").written
    )  # the same bytes again
    sent.write_bytes(b"mine")
    with pytest.raises(OutputError, match="is there already"):
        send(project, sent)
    assert api.send_to_vendor(project, sent, locale="en-US", force=True).written


@pytest.mark.parametrize(
    "name, locale, words",
    [("a.docx", "en-US", "neither an XLIFF file nor a sheet"), ("a.xlf", "fr-FR", "fr-FR is not a target")],
)
def test_wrong_use_is_refused(project: Project, tmp_path: Path, name: str, locale: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        api.send_to_vendor(project, tmp_path / name, locale=locale)
    assert not (tmp_path / name).exists()


def test_a_reviewer_needs_a_name(project: Project, sent: Path) -> None:
    with pytest.raises(UsageError, match="reviewer's name"):
        api.receive_from_vendor(project, sent, reviewer=" ")


def test_a_file_of_another_project_or_locale_is_refused(project: Project, sent: Path, tmp_path: Path) -> None:
    with make(tmp_path / "other") as other:
        config = other.root / "localize.toml"
        config.write_text(CONFIG.replace('"Heir"', '"Bride"'), encoding="utf-8")
    with api.open_project(tmp_path / "other") as other, pytest.raises(InputError, match=r"VEN010.*'Heir'"):
        receive(other, sent)
    with make(tmp_path / "third") as third:
        config = third.root / "localize.toml"
        config.write_text(CONFIG.replace('"en-US", ', ""), encoding="utf-8")
    with (
        api.open_project(tmp_path / "third") as third,
        pytest.raises(InputError, match="is for en-US, which"),
    ):
        receive(third, sent)


# XLIFF


def core_schema(sample_data: Path) -> Callable[[Path], bool]:
    etree = pytest.importorskip("lxml.etree")
    folder = sample_data / "strings" / "microsoft+XLIFF2-Object-Model" / "Xliff.OM" / "Resources"
    if not (folder / "xliff_core_2.0.xsd").is_file():
        pytest.skip("the sample corpus has no XLIFF schema")

    class Local(etree.Resolver):  # type: ignore[misc, name-defined]
        def resolve(self, url: str, pid: str, context: object) -> object:
            return self.resolve_filename(str(folder / url.rpartition("/")[2]), context)

    parser = etree.XMLParser()
    parser.resolvers.add(Local())
    schemas = [
        etree.XMLSchema(etree.parse(str(folder / f"{name}.xsd"), parser))
        for name in ("xliff_core_2.0", "metadata")
    ]

    def check(path: Path) -> bool:
        tree = etree.parse(str(path))
        schemas[0].assertValid(tree)
        for metadata in tree.iter("{urn:oasis:names:tc:xliff:metadata:2.0}metadata"):
            schemas[1].assertValid(etree.ElementTree(copy.deepcopy(metadata)))
        return True

    return check


def test_the_xliff_is_valid_against_the_schema_of_oasis(
    project: Project, tmp_path: Path, sample_data: Path
) -> None:
    check = core_schema(sample_data)
    unit = unit_of(project, "你好，")
    nasty = "</b><i>a<b>b</i>c</b>\x01 & ]]> {x} \ufffe" + "<i>" * 40 + "x" + "</i>" * 40
    project.store.decide(unit.id, Decision(Action.EDIT, nasty), by="lin", revision=unit.revision)
    project.store.decide(
        unit.id, Decision(Action.COMMENT, "bad \x02 & <tag>"), by="lin", revision=unit.revision + 1
    )
    path = send(project, tmp_path / "a.xlf", recipient="acme & sons")
    assert check(path)
    assert not receive(project, path).problems
    assert unit_of(project, "你好，").target == nasty


def test_the_xliff_says_language_state_and_everything_a_translator_needs(
    project: Project, tmp_path: Path
) -> None:
    unit = unit_of(project, "你好")
    project.review("en-US", "lin").decide(unit.id, [Decision(Action.APPROVE)], unit.revision)
    project.check(locales=("en-US",))
    root = ET.parse(send(project, tmp_path / "a.xlf")).getroot()
    assert {k: root.get(k) for k in ("version", "srcLang", "trgLang")} == {
        "version": "2.0",
        "srcLang": "zh-Hans",
        "trgLang": "en-US",
    }
    assert [f.get("original") for f in root.iter(f"{X}file")] == ["episodes/ep01.srt", "strings/ui.json"]
    states = [s.get("state") for s in root.iter(f"{X}segment")]
    assert states == ["translated", "translated", "translated", "final", "translated", "initial"]
    notes = [(n.get("category"), n.text) for n in root.iter(f"{X}note")]
    assert ("localize-term", "三千万的彩礼 = a bride price of thirty million") in notes
    assert ("localize-time", "00:00:01,000 --> 00:00:03,000") in notes
    assert ("localize-fits", "40 characters") in notes
    assert ("localize-key", "greeting") in notes
    unit_tag = root.find(f".//{X}unit[@name='2']")
    assert [d.text for d in unit_tag.iter(f"{X}data")] == ["<i>", "</i>", "{\\an8}"]
    source, target = unit_tag.find(f".//{X}source"), unit_tag.find(f".//{X}target")
    assert [(e.tag, e.get("id")) for e in source] == [(e.tag, e.get("id")) for e in target]
    assert [e.tag for e in source] == [f"{X}pc", f"{X}ph"]


def test_another_tools_reader_sees_source_and_target(project: Project, tmp_path: Path) -> None:
    xliff2 = pytest.importorskip("translate.storage.xliff2")
    store = xliff2.Xliff2File.parsefile(str(send(project, tmp_path / "a.xlf")))
    pairs = {unit.source: unit.target for unit in store.units}
    assert pairs["你好"] == "Hello"
    assert pairs["王总，三千万的彩礼。"] == DRAFTS["episodes/ep01.srt", "1"]
    for unit in store.units:
        if unit.source == "你好":
            unit.target = "Hi from a tool"
    path = tmp_path / "back.xlf"
    store.savefile(str(path))
    report = receive(project, path)
    assert not report.problems
    assert unit_of(project, "你好").target == "Hi from a tool"
    assert sum(c["edited"] for c in report.counts.values()) == 1


def test_codes_that_a_tool_moved_split_or_copied_come_back_as_they_stand_in_the_file(
    project: Project, tmp_path: Path
) -> None:
    path = send(project, tmp_path / "a.xlf")
    text = path.read_text(encoding="utf-8")
    begin = text.index("<target>", text.index('name="2"'))
    end = text.index("</target>", begin)
    new = (
        '<target>Fine<ph id="2" dataRef="d3"/>, <!-- x --><sc id="1" dataRef="d1"/><mrk id="m" type="comment"'
        ' value="sure?">she\'s 23</mrk><ec startRef="1" dataRef="d2"/><ph id="9" copyOf="2"/><cp hex="0001"/>'
    )
    path.write_text(text[:begin] + new + text[end:], encoding="utf-8")
    assert not receive(project, path).problems
    unit = unit_of(project, "她二十三岁")
    assert unit.target == "Fine{\\an8}, <i>she's 23</i>{\\an8}\x01"
    assert project.store.history(unit.id)[-1].decision.text == "sure?"


@pytest.mark.parametrize(
    "content, words",
    [
        ('<ph id="7" dataRef="d99"/>', "original text of its code 7"),
        ('<cp hex="zz"/>', "<cp> without a code point"),
        ('<cp hex="D800"/>', "half of a character"),
        ("<b>x</b>", "<b>, which is no inline code"),
    ],
)
def test_a_target_that_cannot_be_read_is_held_back(
    project: Project, tmp_path: Path, content: str, words: str
) -> None:
    path = send(project, tmp_path / "a.xlf")
    path.write_text(
        path.read_text(encoding="utf-8").replace(">Hello<", f">Hello{content}<"), encoding="utf-8"
    )
    report = receive(project, path)
    assert codes(report) == ["VEN005"]
    assert words in str(report.problems[0])


def test_a_unit_that_a_tool_split_is_put_together_again(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlf")
    text = path.read_text(encoding="utf-8")
    begin = text.rindex("<segment", 0, text.index("<source>你好</source>"))
    end = text.index("</segment>", begin) + len("</segment>")
    halves = (
        '<segment state="final"><source>你</source><target>Hi</target></segment><ignorable><source></source>'
        '<target> </target></ignorable><segment state="{}"><source>好</source>{}</segment>'
    )
    whole = halves.format("final", "<target>there</target>")
    path.write_text(text[:begin] + halves.format("initial", "") + text[end:], encoding="utf-8")
    assert "1 of its sentences have no target" in str(receive(project, path, approve=True).problems[0])
    path.write_text(text[:begin] + whole + text[end:], encoding="utf-8")
    assert not receive(project, path, approve=True).problems
    unit = unit_of(project, "你好")
    assert (unit.target, unit.state) == ("Hi there", State.APPROVED)


def test_a_note_on_the_whole_file_is_not_lost(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlf")
    text = path.read_text(encoding="utf-8")
    note = "</mda:metadata><notes><note>late by a day</note></notes>"
    path.write_text(text.replace("</mda:metadata>", note, 1), encoding="utf-8")
    report = receive(project, path)
    assert codes(report) == ["VEN009"]
    assert "late by a day" in str(report.problems[0])


def test_a_unit_that_comes_back_twice_with_two_texts_is_held_back(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlf")
    tree = ET.parse(path)
    file = tree.find(f"{X}file")
    unit = next(u for u in file.iter(f"{X}unit") if u.get("name") == "4")
    twin = copy.deepcopy(unit)
    twin.find(f".//{X}target").text = "Hi"
    file.append(twin)
    tree.write(path, encoding="utf-8")
    assert codes(receive(project, path)) == ["VEN007", "VEN007"]
    twin.find(f".//{X}target").text = "Hello"
    tree.write(path, encoding="utf-8")
    assert not receive(project, path).problems


BOMB = (
    '<!DOCTYPE xliff [<!ENTITY a "{}">'.format("x" * 1000)
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(8))
    + "]>"
)


@pytest.mark.parametrize(
    "data, error, words",
    [
        (b"", ParseError, "XML is not well-formed"),
        (b"hello, not XML", ParseError, "XML is not well-formed"),
        (b"<xliff version='2.0'>", ParseError, "XML is not well-formed"),
        (b"<html/>", ParseError, "<html> is not XLIFF"),
        (b"<unit/>", ParseError, "<unit> is not XLIFF"),
        (b"<meta/>", ParseError, "<meta> is not XLIFF"),
        (b"<xliff version='1.2'/>", ParseError, "XLIFF 1.2, not XLIFF 2"),
        (b"<xliff version='2.0'/>", InputError, "does not say which locale"),
        (b"<xliff version='2.0' trgLang='ja-JP'/>", InputError, "is for ja-JP, which is not a target"),
        (BOMB.encode() + b"<xliff version='2.0' trgLang='en-US'>&i;</xliff>", HostileInputError, "entit"),
        (b"<xliff version='2.0' trgLang='en-US'>" + b"<group>" * 9000, HostileInputError, "nested more than"),
        (b"\0\0\1\2", InputError, "a.xlf"),
    ],
)
def test_hostile_xml_is_refused_and_nothing_is_recorded(
    project: Project, tmp_path: Path, data: bytes, error: type[Exception], words: str
) -> None:
    path = tmp_path / "a.xlf"
    path.write_bytes(data)
    with pytest.raises(error, match=words):
        receive(project, path)
    assert project.store.log_head() == (0, "")


def test_an_entity_in_a_target_is_held_back_unread(project: Project, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    path = send(project, tmp_path / "a.xlf")
    text = path.read_text(encoding="utf-8").replace(">Hello<", ">Hello &e;<")
    head, _, rest = text.partition("\n")
    path.write_text(f'{head}<!DOCTYPE xliff [<!ENTITY e SYSTEM "{secret}">]>{rest}', encoding="utf-8")
    report = receive(project, path)
    assert codes(report) == ["VEN005"]
    assert "the entity &e;" in str(report.problems[0])


def test_pairs_across_each_other_and_deep_ones_become_single_codes() -> None:
    holder = ET.Element("source")
    written = Codes()
    written.write_source(holder, "<i>a<b>b</i>c</b>" + "<u>" * 40 + "</u>" * 40, "srt")
    assert [e.tag for e in holder][:3] == ["pc", "ph", "pc"]
    deepest = max(len(path) for path in depths(holder))
    assert deepest == 32
    assert written.data["<u>"] == "d5"


def depths(element: ET.Element, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for child in element:
        yield from depths(child, (*path, child.tag) if child.tag == "pc" else path)


# XLSX


def rows_of(path: Path) -> tuple[object, dict[str, int]]:
    sheet = openpyxl.load_workbook(path)["review"]
    return sheet, {cell.value.partition(" (")[0]: cell.column for cell in sheet[1]}


def test_the_sheet_is_frozen_locked_sized_and_holds_text_only(project: Project, tmp_path: Path) -> None:
    project.check(locales=("en-US",))
    path = send(project, tmp_path / "a.xlsx", recipient="=acme")
    sheet, head = rows_of(path)
    assert sheet.freeze_panes == "A2"
    assert sheet.protection.sheet
    assert sheet.column_dimensions["G"].width > 40
    assert {c.data_type for row in sheet.iter_rows() for c in row if c.value is not None} == {"s"}
    for name, locked in (("source", True), ("check", True), ("target", False), ("state", False)):
        assert sheet.cell(2, head[name]).protection.locked is locked
    assert sheet.cell(4, head["source"]).value == "=五百两银子？"
    assert sheet.cell(4, head["target"]).value == "=Five hundred taels?"
    assert sheet.cell(4, head["target"]).quotePrefix
    assert "三千万的彩礼 = a bride price of thirty million" in sheet.cell(2, head["terms"]).value
    assert sheet.cell(2, head["start"]).value == "00:00:01,000"
    assert sheet.cell(2, head["fits"]).value == "40"
    raw = b"".join(zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist() if "sheet" in n)
    assert b"<f>" not in raw
    about = {row[0].value: row[1].value for row in openpyxl.load_workbook(path)["about"].iter_rows()}
    assert (about["project"], about["target locale"], about["recipient"]) == ("Heir", "en-US", "=acme")


def test_what_a_vendor_types_as_a_formula_is_taken_as_text(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    change(path, "你好", '=HYPERLINK("http://x","Hi")')
    assert b"<f>" in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert not receive(project, path).problems
    assert unit_of(project, "你好").target == '=HYPERLINK("http://x","Hi")'
    again = send(project, tmp_path / "b.xlsx")
    sheet, head = rows_of(again)
    cells = [sheet.cell(r, head["target"]) for r in range(2, 8)]
    assert [c.data_type for c in cells if c.value and c.value.startswith("=")] == ["s", "s"]


def test_a_number_in_a_target_cell_is_held_back(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    sheet.cell(5, head["target"]).value = 45356
    sheet.parent.save(path)
    report = receive(project, path)
    assert codes(report) == ["VEN005"]
    assert "a number or a date" in str(report.problems[0])
    assert str(report.problems[0]).startswith(f"{path}:5: ")


def shuffled(path: Path, order: list[str], *, rows: list[int], title: bool = False) -> None:
    """Write the sheet anew with other columns and rows, as vendors do."""
    sheet, head = rows_of(path)
    book = openpyxl.Workbook()
    fresh = book.active
    if title:
        fresh.append(["Translation for ACME", "=TODAY()"])
        fresh.append([])
    fresh.append([sheet.cell(1, head[name]).value.upper() if name in head else name for name in order])
    for row in rows:
        fresh.append([sheet.cell(row, head[name]).value if name in head else "mine" for name in order])
        for cell in fresh[fresh.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(path)


def test_other_columns_rows_and_a_title_do_no_harm(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    change(path, "你好", "Hi")
    order = ["check", "my column", "target", "source", "state"]
    shuffled(path, order, rows=[7, 5, 2], title=True)
    report = receive(project, path)
    assert not report.problems
    assert sum(c["unchanged"] for c in report.counts.values()) == 2
    assert unit_of(project, "你好").target == "Hi"


@pytest.mark.parametrize("missing", ["source", "target", "check"])
def test_a_missing_column_is_named(project: Project, tmp_path: Path, missing: str) -> None:
    path = send(project, tmp_path / "a.xlsx")
    shuffled(path, [n for n in ("check", "source", "target") if n != missing], rows=[2])
    with pytest.raises(ParseError, match="no sheet has the headings source, target, check"):
        receive(project, path)


def test_a_heading_that_is_there_twice_is_refused(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    shuffled(path, ["check", "source", "target", "target"], rows=[2])
    with pytest.raises(ParseError, match="heading target is there twice"):
        receive(project, path)


def test_a_sheet_that_says_no_locale_is_refused(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    sheet.cell(1, head["target"]).value = "Target"
    sheet.parent.save(path)
    assert not receive(project, path).problems  # the sheet "about" knows it
    del sheet.parent["about"]
    sheet.parent.save(path)
    with pytest.raises(InputError, match="does not say which locale"):
        receive(project, path)


def test_columns_that_were_sorted_apart_are_held_back(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    for name in ("source", "target"):
        first, second = sheet.cell(2, head[name]), sheet.cell(5, head[name])
        first.value, second.value = second.value, first.value
    sheet.parent.save(path)
    assert codes(receive(project, path)) == ["VEN008", "VEN008"]
    assert project.store.log_head() == (0, "")


def test_extra_rows_are_reported_if_they_hold_anything(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    sheet, head = rows_of(path)
    sheet.cell(12, head["target"]).value = "who are you?"
    sheet.cell(14, head["speaker"]).value = " "
    sheet.parent.save(path)
    report = receive(project, path)
    assert codes(report) == ["VEN001"]
    assert str(report.problems[0]).startswith(f"{path}:12: ")


def test_control_characters_and_excels_own_escapes_survive(project: Project, tmp_path: Path) -> None:
    unit = unit_of(project, "没有译文")
    text = "a\x01b _x0041_ #N/A\nc\td"
    project.store.decide(unit.id, Decision(Action.EDIT, text), by="lin", revision=unit.revision)
    path = send(project, tmp_path / "a.xlsx")
    report = receive(project, path)
    assert not report.problems
    assert report.counts["strings/ui.json"]["unchanged"] == 2


def test_a_text_longer_than_a_cell_is_refused_before_anything_is_written(
    project: Project, tmp_path: Path
) -> None:
    unit = unit_of(project, "没有译文")
    project.store.decide(unit.id, Decision(Action.EDIT, "x" * 40_000), by="lin", revision=unit.revision)
    with pytest.raises(RenderError, match=r"ui.json:3: .*40,000 characters"):
        send(project, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    path = send(project, tmp_path / "a.xlf")
    assert not receive(project, path).problems


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data, error, words",
    [
        (b"PK but no zip", ParseError, "no zip container"),
        (b"PK\x03\x04" + b"\0" * 100, ParseError, "no zip container"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, ParseError, "encrypted with a password"),
        (zipped({"a.txt": b"x"}), ParseError, "main part of the package"),
        (zipped({"xl/big.xml": b" " * 50_000_000}), HostileInputError, "one byte of the part"),
    ],
    ids=["no zip", "a cut zip", "encrypted", "another zip", "a bomb"],
)
def test_hostile_containers_are_refused(
    project: Project, tmp_path: Path, data: bytes, error: type[Exception], words: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(error, match=words):
        receive(project, path)


def test_a_bomb_inside_a_sheet_is_refused(project: Project, tmp_path: Path) -> None:
    path = send(project, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = BOMB.replace("xliff", "worksheet").encode() + parts[sheet].replace(b"Hello", b"&i;")
    path.write_bytes(zipped(parts))
    with pytest.raises(HostileInputError, match="entit"):
        receive(project, path)


# Stamps


def test_a_stamp_reads_back_as_it_is_written_and_nothing_else_does(project: Project) -> None:
    unit = unit_of(project, "你好")
    stamp = Stamp.of(unit)
    assert Stamp.parse(f" {stamp} ") == stamp
    assert (stamp.unit, stamp.revision, stamp.target) == (unit.id, unit.revision, digest("Hello\r\n"))
    for text in ("", "u1", f"{stamp}x", "u1-r1-zz-zz", str(stamp).upper(), "u" + "9" * 30 + str(stamp)[2:]):
        assert Stamp.parse(text) is None


def test_a_file_is_sent_the_same_way_twice(project: Project, tmp_path: Path) -> None:
    first = send(project, tmp_path / "a.xlf").read_bytes()
    assert send(project, tmp_path / "b.xlf").read_bytes() == first
