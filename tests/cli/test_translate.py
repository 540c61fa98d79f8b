"""`localize translate` with a chat engine on loopback: estimate, budget, usage, interruption."""

from __future__ import annotations

import importlib
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from localize import api
from localize.api.spending import history, total
from localize.cli.translate import duration

LINES = [f"第{n}天，她终于说出了真相。" for n in range(60)]


@pytest.fixture
def server() -> Iterator[Any]:
    sys.path.insert(0, str(Path(__file__).parents[1] / "engines" / "chat"))
    running = importlib.import_module("chat_server").ChatServer()
    yield running
    running.close()


@pytest.fixture
def drama(tmp_path: Path, server: Any, localize: Callable[..., Any]) -> Path:
    """Return a synced project of 60 lines whose English is drafted by the chat engine, ten lines a call."""
    (tmp_path / "episodes").mkdir()
    cues = [
        f"{n + 1}\n00:{n // 30:02}:{n % 30 * 2:02},000 --> 00:{n // 30:02}:{n % 30 * 2 + 1:02},900\n{line}\n"
        for n, line in enumerate(LINES)
    ]
    (tmp_path / "episodes" / "ep01.srt").write_text("\n".join(cues), encoding="utf-8")
    write_config(tmp_path, server.url)
    assert localize("sync", "--project", tmp_path).code == 0
    return tmp_path


def write_config(folder: Path, url: str, more: str = "price_in = 2, price_out = 8, currency = 'CNY'") -> None:
    (folder / "localize.toml").write_text(
        '[project]\nname = "x"\nsource = "zh-Hans"\ntargets = ["en-US"]\n'
        f'[engine]\n"en-US" = {{ name = "chat", base_url = "{url}", model = "m", batch_size = 10, {more} }}\n',
        encoding="utf-8",
    )


def drafted(project: Path) -> int:
    with api.open_project(project) as opened:
        return sum(p.states.get("drafted", 0) for p in opened.status())  # type: ignore[call-overload]


def test_an_estimate_prints_ranges_and_sends_and_stores_nothing(
    drama: Path, server: Any, localize: Callable[..., Any]
) -> None:
    run = localize("translate", "--project", drama, "--estimate")
    assert run.code == 0
    assert re.search(
        r"en-US +chat +this host +60 +60 +[\d,]+ to [\d,]+ +[\d,]+ to [\d,]+ +0\.\d\d to 0\.\d\d CNY", run.out
    )
    assert "nothing was sent and nothing stored" in run.err
    assert server.asked == []
    assert drafted(drama) == 0


def test_what_a_run_used_lies_within_its_estimate(drama: Path, server: Any) -> None:
    with api.open_project(drama) as project:
        (before,) = project.estimate()
        outcome = project.translate()
    assert before.estimate.calls == outcome.usage.calls == len(server.asked) == 6
    assert before.estimate.tokens_in.low <= outcome.usage.tokens_in <= before.estimate.tokens_in.high
    assert before.lines == before.drafts == 60


def test_an_estimate_after_a_run_knows_its_speed_and_that_nothing_is_left(
    drama: Path, localize: Callable[..., Any]
) -> None:
    localize("translate", "--project", drama, "--limit", "30")
    half = localize("translate", "--project", drama, "--estimate")
    assert "the time rests on the run of 20" in half.err
    assert re.search(r"chat +this host +30 +30 ", half.out)
    localize("translate", "--project", drama)
    assert re.search(
        r"chat +this host +0 +0 +- +- ", localize("translate", "--project", drama, "--estimate").out
    )


def test_an_estimate_of_an_engine_of_this_process_is_free_and_timed_by_a_try(
    drama: Path, localize: Callable[..., Any]
) -> None:
    run = localize("translate", "--project", drama, "--estimate", "--engine", "echo")
    assert re.search(r"echo +this process +60 +60 +- +- +0 +1 s to 1 s", run.out)
    assert "a try on some of the lines" in run.err


def test_a_price_that_nobody_named_is_said_to_be_unknown(drama: Path, localize: Callable[..., Any]) -> None:
    write_config(drama, "https://api.example.com/v1", "timeout = 1")
    run = localize("translate", "--project", drama, "--estimate")
    assert "not known" in run.out
    assert "elsewhere" in run.out
    assert "set price_in, price_out and currency" in run.err


def test_a_spent_budget_ends_with_3_keeps_what_is_done_and_the_next_run_goes_on(
    drama: Path, server: Any, localize: Callable[..., Any]
) -> None:
    run = localize("translate", "--project", drama, "--budget", "5500tok")
    assert run.code == 3
    assert "ENG006 stopped before the budget of 5,500 tokens would be passed" in run.err
    assert re.search(r"used: \d calls, [\d,]+ tokens in, [\d,]+ tokens out, 0\.\d{4} CNY", run.err)
    done = drafted(drama)
    assert 0 < done < 60
    assert f"chat {done}" in run.out
    assert len(server.asked) == done // 10
    assert localize("translate", "--project", drama).code == 0
    asked = [item["text"] for call in server.asked for item in call.items]
    assert sorted(asked) == sorted(LINES)
    with api.open_project(drama) as project:
        used = history(project.store_folder)
    assert sum(line.calls for line in used) == 6
    assert set(total(used)) == {"CNY"}


def test_a_budget_of_the_project_file_holds_and_one_of_the_command_line_comes_before_it(
    drama: Path, server: Any, localize: Callable[..., Any]
) -> None:
    price = "price_in = 2, price_out = 8, currency = 'CNY'"
    write_config(drama, server.url, f"{price}, budget = '0.01 CNY'")
    assert localize("translate", "--project", drama).code == 3
    assert localize("translate", "--project", drama, "--budget", "1 CNY").code == 0


@pytest.mark.parametrize("budget", ["lots", "5 apples"])
def test_a_budget_that_cannot_be_read_is_wrong_use(
    budget: str, drama: Path, server: Any, localize: Callable[..., Any]
) -> None:
    run = localize("translate", "--project", drama, "--budget", budget)
    assert run.code == 2
    assert "write 5.00 USD, or 200000tok" in run.err
    assert server.asked == []


def test_a_server_that_is_gone_ends_with_3_and_one_line(drama: Path, localize: Callable[..., Any]) -> None:
    write_config(drama, "http://127.0.0.1:9/v1", "retries = 0")
    run = localize("translate", "--project", drama)
    assert run.code == 3
    assert run.err.startswith("ENG007 the server http://127.0.0.1:9 gives no answers: ")
    assert drafted(drama) == 0


def test_ctrl_c_keeps_every_finished_line_and_the_next_run_asks_only_for_the_rest(
    drama: Path, server: Any, localize: Callable[..., Any]
) -> None:
    chat = importlib.import_module("chat_server")
    server.script = lambda a: chat.Answer(chat.good(a).text, wait=0 if a.number < 3 else 60)
    write_config(drama, server.url, "concurrency = 1")
    command = [sys.executable, "-m", "localize", "translate", "--project", str(drama)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        until = time.monotonic() + 30
        while len(server.asked) < 4 and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=20)
    assert process.returncode == 130, words
    assert "interrupted; what was finished is saved" in words
    assert drafted(drama) == 24  # three of the calls, eight lines each
    before = len(server.asked)
    server.script = chat.good
    assert localize("translate", "--project", drama).code == 0
    assert sum(len(call.items) for call in server.asked[before:]) == 36


def test_the_usage_log_survives_a_line_that_was_cut_off(tmp_path: Path) -> None:
    line = {
        "at": "2026-01-01T00:00:00+00:00", "locale": "en-US", "engine": "chat/1", "calls": 1, "tokens_in": 2,
        "tokens_out": 3, "guessed": 0, "cost": "0.5", "currency": "USD", "seconds": 1.0,
    }  # fmt: skip
    (tmp_path / "usage.jsonl").write_text(json.dumps(line) + '\n{"at": "20', encoding="utf-8")
    assert [(u.calls, u.cost) for u in history(tmp_path)] == [(1, "0.5")]


def test_times_are_for_people() -> None:
    assert [duration(s) for s in (0.2, 45, 600, 9000)] == ["1 s", "45 s", "10 min", "2.5 h"]


def test_an_engine_that_sends_text_and_keeps_no_budget_is_neither_tried_out_nor_let_loose_with_one(
    drama: Path, server: Any, localize: Callable[..., Any]
) -> None:
    (drama / "localize.toml").write_text(
        '[project]\nname = "x"\nsource = "zh-Hans"\ntargets = ["es-419"]\n[engine]\n"es-419" = { name = "pivot", '
        f'via = "en", first = "starter", second = "chat", second_base_url = "{server.url}", second_model = "m" }}\n',
        encoding="utf-8",
    )
    localize("sync", "--project", drama)
    run = localize("translate", "--project", drama, "--estimate")
    assert re.search(r"pivot +this host +60 +60 +- +- +not known +not known", run.out)
    assert server.asked == []
    run = localize("translate", "--project", drama, "--budget", "5000tok")
    assert run.code == 2
    assert "the engine pivot cannot keep a budget" in run.err
    assert server.asked == []
