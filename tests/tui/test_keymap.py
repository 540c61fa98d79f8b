"""A reviewer's own keys: read, refused with file and line, and obeyed by room, footer and help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import desk

from localize.errors import LocalizeError
from localize.review.base import State
from tui.actions import COMMANDS, bindings, use_keys
from tui.catalogues import catalogue_file, read
from tui.keymap import keys_file, read_keys
from tui.reference import reference


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "keys.toml"
    use_keys({})


def test_without_a_file_every_command_keeps_its_keys(keys: Path) -> None:
    assert read_keys(keys) == {}


def test_the_file_lies_in_the_users_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert keys_file() == tmp_path / "localize" / "keys.toml"


def test_a_sign_may_be_written_as_itself(keys: Path) -> None:
    keys.write_text('approve = "ctrl+k"\ntheme = ["!", "f11"]\nsave = ["s", "f2"]\n', encoding="utf-8")
    assert read_keys(keys) == {
        "approve": ("ctrl+k",),
        "theme": ("exclamation_mark", "f11"),
        "save": ("s", "f2"),
    }


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ctrl+R", "ctrl+r"),
        ("F11", "f11"),
        ("PgDn", "pagedown"),
        ("shift+ctrl+F5", "ctrl+shift+f5"),
        ("Alt+X", "alt+x"),
        ("Ctrl+PgUp", "ctrl+pageup"),
        ("ctrl++", "ctrl+plus"),
        ("ж", "ж"),
        ("Q", "Q"),
    ],
)
def test_a_key_may_be_written_as_the_room_shows_it(keys: Path, written: str, key: str) -> None:
    own = {"theme": [written]} | ({"page_down": ["f20"]} if written == "PgDn" else {})
    text = "".join(f"{name} = {words}\n" for name, words in own.items())
    keys.write_text(text, encoding="utf-8")
    assert read_keys(keys)["theme"] == (key,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('# mine\napprov = "k"\n', r"keys\.toml:2: CFG001 no command is called approv"),
        ('theme = "a"\n', r"keys\.toml:1: CFG001 theme: the key a means approve_next already"),
        ('\ntheme = "!"\nsort = "!"\n', r"keys\.toml:3: CFG001 sort: the key ! means theme"),
        ("theme = 3\n", r"keys\.toml:1: CFG001 theme needs a key"),
        ("theme = []\n", r"keys\.toml:1: CFG001 theme needs a key"),
        ('theme = "tab"\n', r"keys\.toml:1: CFG001 theme: Tab is needed for writing"),
        ('insert_term = "k"\n', r"keys\.toml:1: CFG001 the keys of insert_term are the digits"),
        ('theme = "no such key"\n', r"keys\.toml:1: CFG001 'no such key' is no key"),
        ('aprove = "x"\n', r"no command is called aprove \(did you mean approve\?\)"),
        ('theme = "foo"\n', r"'foo' is no key"),
        ('theme = "+a"\n', r"'\+a' is no key"),
        ('theme = "hyper+x"\n', r"'hyper\+x' is no key"),
        ('theme = "Ctrl+I"\n', r"'Ctrl\+I' reaches no program: terminals send tab for it"),
        ('theme = "shift+q"\n', r"'shift\+q' is written 'Q' \(the names stand in docs/review\.md\)"),
        ("theme = \n", r"keys\.toml: CFG001 cannot be read"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(keys: Path, text: str, message: str) -> None:
    keys.write_text(text, encoding="utf-8")
    with pytest.raises(LocalizeError, match=message):
        read_keys(keys)


def test_two_commands_may_change_places(keys: Path) -> None:
    keys.write_text('approve = "d"\ndiscuss = "y"\n', encoding="utf-8")
    use_keys(read_keys(keys))
    found = [binding.key for binding in bindings()]
    assert len(found) == len(set(found))
    assert len(found) == sum(len(c.keys) for c in COMMANDS)


def test_the_example_of_the_guide_is_a_keys_file_that_counts(keys: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", reference(), re.DOTALL)
    assert example is not None
    keys.write_text(example[1], encoding="utf-8")
    own = read_keys(keys)
    assert own["theme"] == ("f11",)
    assert set(own) == {"approve_next", "theme"}


async def test_the_room_its_footer_and_its_help_use_the_own_keys(keys: Path) -> None:
    keys.write_text('approve_next = ["!", "f11"]\nhelp = ["ctrl+g"]\n', encoding="utf-8")
    use_keys(read_keys(keys))
    async with desk() as d:
        assert d.lines()[-1].lstrip().startswith("Ctrl+G help")
        assert "approve, next" in d.lines()[-1]
        await d.press("a")
        assert d.unit(1).state is not State.APPROVED
        await d.press("exclamation_mark")
        assert d.unit(1).state is State.APPROVED
        await d.press("e", "f11")
        assert d.unit(2).state is State.APPROVED
        await d.press("escape", "ctrl+g")
        assert "F11" in d.text()


async def test_a_sign_as_a_key_of_ones_own_is_named_by_itself_in_the_footer(keys: Path) -> None:
    keys.write_text('approve_next = ["!", "ctrl+n"]\n', "utf-8")
    use_keys(read_keys(keys))
    async with desk() as d:
        assert "! approve, next" in d.lines()[-1]


@pytest.mark.parametrize(("language", "told"), [("en", "(Ctrl+R takes it back)"), ("zh-Hans", "Ctrl+R 撤回")])
async def test_sentences_name_the_own_keys_too(keys: Path, language: str, told: str) -> None:
    keys.write_text('undo = "Ctrl+R"\nredo = "Ctrl+T"\nshow_all = "Q"\n', "utf-8")
    use_keys(read_keys(keys))
    async with desk(language=language) as d:
        await d.press("d")
        assert told in d.text()
        await d.press("ctrl+r")
        assert "Ctrl+T" in d.lines()[-2]
        await d.press("slash", *"zzz", "enter")
        assert ("Q shows all again" if language == "en" else "按 Q 显示全部") in d.text()


def test_no_sentence_names_a_key_that_may_be_another_one() -> None:
    commands = {c.name for c in COMMANDS}
    catalogue = read(catalogue_file("zh-Hans"))
    said = [words for m in catalogue for words in ([m.id] if isinstance(m.id, str) else m.id)]
    assert sum(bool(commands & set(re.findall(r"\{(\w+)\}", words))) for words in said) > 25
    fixed = re.compile(
        r"(?:^|[\s(])(?:[a-zA-Z0-9]|F\d+) (?:takes|shows|brings|approves|applies|drops|writes|breaks) "
    )
    own_keys = {"x again drops", "n writes the first form"}  # of dialogs, which are no commands of the table
    assert [words for words in said if fixed.search(words) and not any(o in words for o in own_keys)] == []
