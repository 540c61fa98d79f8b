"""Text from files is data: nothing in it is markup, steers the terminal, or breaks the layout."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import pytest
from driving import Desk, desk
from fake_room import FakeRoom, make_units
from rich.cells import cell_len
from textual import events

from localize.model import Draft, Finding, Fix, Origin, Severity
from localize.review.base import Action, Decision, Unit
from tui.widgets.cells import UNSAFE

HOSTILE = {
    "closing markup": "[/x] [/] [",
    "a clickable action": "[@click=app.quit]click me[/]",
    "a swallowed tag": "[开始] [b]bold[/b] [x=1]",
    "an escape sequence": "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "C1 controls": "\x9b31m\x85next\x90",
    "a right-to-left override": "safe \u202egnp.exe\u202c \u2066x\u2069",
    "joiners": "\u200d\u200d👨\u200d👩\u200d👧\u200da\u200d",
    "zero-width blanks": "a\u200bb\ufeffc\u2060d",
    "NUL": "a\x00b",
    "tabs and line separators": "a\tb\u2028c\u2029d\x0be\x0cf\rg",
    "ten thousand characters": "很长" * 5_000,
    "a thousand lines": "行\n" * 1_000,
    "combining marks": "Z" + "\u0301" * 60,
    "terminal-dependent widths": "👍🏽 ❤️ 1️⃣ ▶️ นี้ नमस्ते",
}


def poisoned(text: str) -> list[Unit]:
    """Return lines with the text wherever a file, an engine or a colleague can put some."""
    units = make_units(6)
    first = units[0]
    segment = dataclasses.replace(
        first.segment, source=f"老公{text}", speaker=text, note=text, key=text, scene=text, style=text
    )
    finding = Finding(text[:40], Severity.ERROR, None, None, text, Fix(text, text))
    edits = tuple(
        dataclasses.replace(edit, before=text, after=text, reason=text, rule=text)
        for edit in (first.draft.edits if first.draft else ())
    )
    draft = Draft(text, Origin.ENGINE, text, edits, alternatives=(text,))
    units[0] = dataclasses.replace(
        first,
        file=text[:60],
        segment=segment,
        target=text,
        draft=draft,
        findings=(finding,),
        waived=(text[:40],),
        previous_source=text,
        decided_by=text[:40],
    )
    units[1] = dataclasses.replace(
        units[1], segment=dataclasses.replace(units[1].segment, source=text, speaker=text), target=text
    )
    return units


def assert_clean(d: Desk) -> None:
    width = d.app.size.width
    for strip in d.app.screen._compositor.render_strips():
        assert not UNSAFE.search(strip.text), repr(strip.text)
        assert cell_len(strip.text) == width or strip.cell_length == width


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_hostile_line_is_shown_edited_and_decided_like_any_other(
    text: str, size: tuple[int, int]
) -> None:
    room = FakeRoom.of(poisoned(text))
    room.project_name = text[:40]
    async with desk(room=room, size=size) as d:
        assert_clean(d)
        for key in ("v", "v", "v", "v", "e", "left", "escape"):
            await d.press(key)
            assert_clean(d)
        assert d.screen.editor.target == text
        assert len(d.screen.unsaved) == 0
        await d.press("c")
        assert_clean(d)
        await d.press("escape", "h")
        assert_clean(d)
        await d.press("escape", "i")
        assert_clean(d)
        for key in ("b", "T", "comma", "f", "r"):  # bulk preview, term card, views, filter, rejection
            await d.press("escape", key)
            assert_clean(d)
        assert d.room.store.log == []
        await d.press("escape", "e", "end", "x", "f2")
        assert_clean(d)
        assert d.unit(1).target is not None
        assert sorted(d.unit(1).target or "") == sorted(f"{text}x")
        assert d.app.return_value is None


async def test_markup_in_a_line_is_not_clickable() -> None:
    text = "[@click=app.quit]click me[/]"
    async with desk(poisoned(text), size=(120, 40)) as d:
        for y in range(1, 38):
            for x in (4, 30, 60, 80):
                d.app.screen._forward_event(
                    events.MouseDown(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False)
                )
        await d.settle()
        assert d.app.return_value is None
        assert text in d.screen.query_one("#source").text  # type: ignore[attr-defined]


async def test_words_of_a_conflict_and_of_an_error_are_literal() -> None:
    room = FakeRoom.of(make_units(3))
    other = FakeRoom(room.store, "[/mei]")
    async with desk(room=room) as d:
        await d.press("e", "x")
        other.decide(1, [Decision(Action.EDIT, text="[/x]\x1b[2J")], 0)
        await d.press("f2")
        assert_clean(d)
        assert "[/x]␛[2J" in d.text()
        assert "[/mei]" in d.text()


async def test_a_notification_is_never_markup() -> None:
    async with desk() as d:
        d.app.notify("[/x] [b]\x1b[2J", title="[/y]", markup=True)
        await d.settle()
        assert [n.markup for n in d.app._notifications] == [False]
        assert_clean(d)


async def test_a_paste_loses_controls_and_cannot_press_keys() -> None:
    async with desk() as d:
        await d.press("e")
        d.screen.editor.post_message(events.Paste("一\r\n二\x1b[31m\x11\u202e三\tfour"))
        await d.settle()
        assert d.screen.editor.target == "Honey, you're finally back.一\n二[31m\u202e三 four"
        assert_clean(d)
        await d.press("escape", "c")
        d.app.screen.query_one("#words").post_message(events.Paste("one\ntwo\x1b[2J"))
        await d.settle()
        await d.press("enter")
        assert d.room.history(1)[-1].decision.text == "one two[2J"


TUI = Path(__file__).resolve().parents[2] / "tui"
_FORBIDDEN = {
    "Static",
    "Label",
    "Button",
    "RadioButton",
    "Checkbox",
    "Collapsible",
    "Select",
    "SelectionList",
    "DataTable",
    "Tree",
    "Tabs",
    "Tab",
    "Markdown",
    "RichLog",
}


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]


def _name(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


@pytest.mark.parametrize("path", sorted(TUI.rglob("*.py")), ids=lambda p: str(p.relative_to(TUI)))
def test_no_widget_that_reads_markup_is_handed_a_bare_string(path: Path) -> None:
    problems = []
    for call in _calls(path):
        name = _name(call)
        keywords = {k.arg: k.value for k in call.keywords}
        literal = isinstance(keywords.get("markup"), ast.Constant) and keywords["markup"].value is False  # type: ignore[attr-defined]
        if (
            name in _FORBIDDEN
            or (name == "notify" and not literal)
            or (
                name == "Option"
                and not (isinstance(call.args[0], ast.Call) and _name(call.args[0]) == "Content")
            )
            or (name == "OptionList" and not literal)
            or name in {"from_markup", "action_link"}
        ):
            problems.append(f"{path.name}:{call.lineno} {name}")
    assert problems == []


@pytest.mark.parametrize("path", sorted(TUI.rglob("*.py")), ids=lambda p: str(p.relative_to(TUI)))
def test_no_title_or_tooltip_takes_a_string(path: Path) -> None:
    assert not re.search(r"\.(border_title|border_subtitle|tooltip)\s*=", path.read_text("utf-8"))


def test_the_guard_would_see_a_bare_static(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("Static(x)\nself.notify(x)\nOption(x)\n", "utf-8")
    with pytest.raises(AssertionError, match="Static"):
        test_no_widget_that_reads_markup_is_handed_a_bare_string(bad)
