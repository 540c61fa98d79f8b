"""Commands that only read work in a checkout that nobody may write to, and leave nothing there."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from localize import api
from localize.errors import StoreError
from localize.memory import EngineCache, MemoryUnit
from localize.memory.base import Answer
from localize.review.base import Action, Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534
STORE = ".localize/project.db"
READING = [
    ("status",),
    ("status", "--json"),
    ("status", "--verify-log"),
    ("status", "--lqa"),
    ("check", "--fail-on", "never"),
    ("memory", "stats"),
    ("memory", "export"),
    ("glossary", "find", "王总"),
    ("glossary", "stats"),
    ("glossary", "lint"),
    ("translate", "--estimate"),
    ("doctor",),
]


@pytest.fixture
def checkout(project: Path) -> Iterator[Path]:
    """Return a project with a decision, a memory and a cache, below a folder that everybody may look into."""
    with api.open_project(project) as opened:
        room = opened.review("en-US", "lin")
        unit = opened.units("en-US", "episodes/ep01.srt")[0]
        decisions = [Decision(Action.EDIT, "Mr. Wang, the dowry."), Decision(Action.APPROVE)]
        room.decide(unit.id, decisions, unit.revision)
        opened.memory.remember(MemoryUnit("你好", "Hello", "zh-Hans", "en-US"))
        opened.cache.put({"key": Answer("Hello", None, ())})
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(project, folder / "p")
    folder.chmod(0o755)
    yield folder / "p"
    shutil.rmtree(folder)


@contextlib.contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Let nobody write below a folder, and be nobody in particular: root may write anywhere."""
    for at, _, files in os.walk(folder):
        for name in files:
            Path(at, name).chmod(0o444)
        Path(at).chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for at, _, _ in os.walk(folder):
            Path(at).chmod(0o755)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


pytestmark = pytest.mark.skipif(os.name == "nt", reason="closes folders as POSIX does")


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_what_only_reads_says_the_same_in_a_place_that_may_not_be_written(
    checkout: Path,
    localize: Callable[..., object],
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(checkout.parent))  # nobody may not look into root's home
    there = localize(*command, "--project", checkout) if command != ("doctor",) else None
    before = tree(checkout)
    with closed(checkout):
        run = localize(*command, "--project", checkout)
    assert run.code == 0, run.err
    assert tree(checkout) == before
    if there is not None:
        assert run.out == there.out
    if command == ("memory", "stats"):
        assert "zh-Hans  en-US" in run.out
        assert run.out.splitlines()[-1].split()[0] == "1"


def test_a_check_there_says_that_reviewers_will_not_see_it(
    checkout: Path, localize: Callable[..., object]
) -> None:
    with closed(checkout):
        run = localize("check", "--fail-on", "never", "--project", checkout)
    assert "the store may only be read here: reviewers will not see these findings" in run.err


def test_what_writes_is_refused_there_with_its_reason(
    checkout: Path, localize: Callable[..., object]
) -> None:
    with closed(checkout):
        assert "STO001" in localize("sync", "--project", checkout).err


@pytest.mark.parametrize("gate", ["approved", "checked", "any"])
def test_an_export_from_there_holds_back_and_writes_what_it_would_elsewhere(
    checkout: Path, localize: Callable[..., object], gate: str
) -> None:
    settings = checkout / "localize.toml"
    text = re.sub(r"^gate .*$", f'gate = "{gate}"', settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert f'gate = "{gate}"' in text
    settings.write_text(text, encoding="utf-8")
    with contextlib.closing(sqlite3.connect(checkout / STORE)) as store, store:
        store.execute("UPDATE unit SET checked = 0")  # the gate has to look again
    out = Path(tempfile.mkdtemp(dir=checkout.parent))
    out.chmod(0o777)
    before = tree(checkout)
    with closed(checkout):
        run = localize("export", "-o", out / "there", "--project", checkout)
    assert tree(checkout) == before
    assert "the store may only be read here" in run.err
    elsewhere = localize("export", "-o", out / "elsewhere", "--project", checkout)
    assert (run.code, run.err.splitlines()[1:]) == (elsewhere.code, elsewhere.err.splitlines())
    assert run.out.replace("there", "elsewhere").split() == elsewhere.out.split()
    assert run.code == (0 if gate == "any" else 1)
    made = (
        {name: data for name, data in tree(out / "there").items() if name != "manifest.json"}
        if run.out
        else {}
    )
    assert bool(made) is (gate == "any")
    assert all((out / "elsewhere" / name).read_bytes() == data for name, data in made.items())


def test_a_checkout_without_a_store_says_how_to_make_one(
    checkout: Path, localize: Callable[..., object]
) -> None:
    shutil.rmtree(checkout / ".localize")
    with closed(checkout):
        run = localize("status", "--project", checkout)
    assert run.code == 2
    assert "there is no review store at" in run.err
    assert "run localize sync first" in run.err


def test_a_store_of_an_older_schema_says_that_it_needs_to_be_migrated(
    checkout: Path, localize: Callable[..., object]
) -> None:
    with contextlib.closing(sqlite3.connect(checkout / STORE)) as store, store:
        store.execute("DELETE FROM migration WHERE version > 1")
    with closed(checkout):
        run = localize("status", "--project", checkout)
    assert run.code == 2
    assert "STO004" in run.err
    assert "older version (schema 1) and needs to be migrated" in run.err
    assert "open it for writing once: run localize sync" in run.err


def test_what_another_process_has_just_decided_is_read_too(
    checkout: Path, localize: Callable[..., object]
) -> None:
    with contextlib.closing(sqlite3.connect(checkout / STORE)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        with writer:
            writer.execute("UPDATE unit SET state = 'rejected' WHERE ordinal = 1 AND locale = 'en-US'")
        assert (checkout / f"{STORE}-wal").stat().st_size > 32
        with closed(checkout):
            run = localize("status", "--json", "--project", checkout)
    assert '"rejected": 1' in run.out


def test_a_journal_without_its_index_is_told_and_not_passed_over(
    checkout: Path, localize: Callable[..., object], tmp_path: Path
) -> None:
    with contextlib.closing(sqlite3.connect(checkout / STORE)) as writer:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        with writer:
            writer.execute("UPDATE unit SET state = 'rejected' WHERE ordinal = 1")
        shutil.copy(checkout / f"{STORE}-wal", tmp_path / "wal")
        shutil.copy(checkout / STORE, tmp_path / "db")
    shutil.copy(tmp_path / "db", checkout / STORE)
    shutil.copy(tmp_path / "wal", checkout / f"{STORE}-wal")
    with closed(checkout):
        run = localize("status", "--project", checkout)
    assert run.code == 2
    assert "STO010" in run.err
    assert "project.db-wal" in run.err


def test_an_answer_is_read_from_a_cache_there_without_a_mark(
    checkout: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = checkout / ".localize/cache.db"
    with contextlib.closing(sqlite3.connect(path)) as cache, cache:
        cache.execute("UPDATE answer SET used = 1")
    before = path.read_bytes()
    with closed(checkout), contextlib.closing(EngineCache.open(path, reading=True)) as cache:
        assert cache.get(["key"]) == {"key": Answer("Hello", None, ())}
    assert path.read_bytes() == before
    assert caplog.text == ""


def test_a_memory_of_another_schema_is_not_read_there(
    checkout: Path, localize: Callable[..., object]
) -> None:
    with contextlib.closing(sqlite3.connect(checkout / ".localize/memory.db")) as memory, memory:
        memory.execute("DELETE FROM migration WHERE version = (SELECT max(version) FROM migration)")
    with closed(checkout):
        run = localize("memory", "stats", "--project", checkout)
    assert run.code == 2
    assert "STO004" in run.err


def test_a_project_is_opened_for_writing_unless_the_caller_says_otherwise(checkout: Path) -> None:
    with closed(checkout), pytest.raises(StoreError, match="STO001"):
        api.open_project(checkout)
    with api.open_project(checkout, writing=False) as opened:
        assert not opened.read_only
