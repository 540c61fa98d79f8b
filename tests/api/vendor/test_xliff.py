"""XLIFF to a vendor and back: what other programs read of it, what they change, and what the store then holds."""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from vendor_work import BOMB, DRAFTS, X, codes, receive, send, unit_of

from localize.api.project import Project
from localize.api.vendor_codes import Codes
from localize.errors import (
    HostileInputError,
    InputError,
    ParseError,
)
from localize.review.base import Action, Decision, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


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
