"""The room in browsers: who is refused, who comes in, and that nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

aiohttp = pytest.importorskip("aiohttp", reason="the extra web is not installed")
pytest.importorskip("textual_serve", reason="the extra web is not installed")

from localize import api  # noqa: E402
from localize.cli import main  # noqa: E402
from localize.errors import UsageError  # noqa: E402
from localize.review.base import Query, State  # noqa: E402
from tui.web import Serving, clean_paste, listen  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three drafted lines."""
    folder = tmp_path / "work"
    folder.mkdir()
    api.init_project(folder, source="zh-Hans", targets=["en-US"])
    cues = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n我不同意。\n" for n in range(1, 4))
    (folder / "episodes").mkdir()
    (folder / "episodes" / "ep01.srt").write_text("\n".join(cues), encoding="utf-8")
    with api.open_project(folder) as opened:
        opened.sync()
        opened.translate(engine="echo")
    return folder


class Served:
    """A running `localize review --web`."""

    def __init__(self, project: Path, tmp_path: Path) -> None:
        environment = {
            **os.environ,
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
        }
        words = ["--project", str(project), "--web", "--reviewer", "lin", "--reviewer", "mei"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "localize", "review", *words],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline().strip() for _ in range(2)]
        self.addresses = dict(line.split(": ", 1) for line in lines)
        self.base = self.addresses["lin"].split("/?")[0]

    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(word) for word in path.read_text(encoding="ascii").split()]


@pytest.fixture
def served(project: Path, tmp_path: Path) -> Iterator[Served]:
    running = Served(project, tmp_path)
    try:
        yield running
    finally:
        running.process.terminate()
        try:
            assert running.process.wait(20) == 0
        finally:
            running.process.kill()
            running.process.wait()
            assert running.process.stdout is not None
            running.process.stdout.close()


async def _status(session: aiohttp.ClientSession, url: str, **headers: str) -> int:
    async with session.get(url, headers=headers, allow_redirects=False) as answer:
        return answer.status


async def test_nothing_is_served_without_the_token(served: Served) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as stranger:
        for path in ("/", "/1/", "/1/ws", "/static/js/textual.js", "/static/", "/nowhere"):
            assert await _status(stranger, served.base + path, Origin=served.base) == 401, path
        assert await _status(stranger, f"{served.base}/?t=wrong") == 403
        assert await _status(stranger, f"{served.base}/?t=%E4%BD%A0") == 403


async def test_a_token_opens_one_session_whose_cookie_scripts_cannot_read(served: Served) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as lin:
        async with lin.get(served.addresses["lin"], allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/1/")
            cookie = answer.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Strict" in cookie
            assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert await _status(lin, served.addresses["lin"]) == 403
        async with lin.get(served.base) as page:
            words = await page.text()
            assert "ws://" in words
            assert "https:" not in words
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert await _status(lin, served.base, Host="evil.test") == 403
        assert await _status(lin, f"{served.base}/1/ws") == 403
        assert await _status(lin, f"{served.base}/1/ws", Origin="http://evil.test") == 403
        for path in ("/2/", "/2/ws", "/1", "/3/"):
            assert await _status(lin, served.base + path, Origin=served.base) in (401, 404), path
        assert await _status(lin, f"{served.base}/static/") == 403


async def test_two_reviewers_decide_at_once_and_no_process_stays(served: Served, project: Path) -> None:
    async with _at_work(served, "lin") as lin, _at_work(served, "mei") as mei:
        assert len(served.children()) == 2
        await lin.send_json(["stdin", "a"])
        await _until(lambda: _deciders(project)[:1] == ["lin"])
        await mei.send_json(["stdin", "\x1b[B"])
        await mei.send_json(["nonsense"])
        await mei.send_str("{")
        await asyncio.sleep(1)
        await mei.send_json(["stdin", "a"])
        await _until(lambda: "mei" in _deciders(project))
    await _until(lambda: not served.children())


async def test_two_reviewers_who_share_a_browser_decide_each_in_their_own_name(
    served: Served, project: Path
) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as shared:
        for name in ("lin", "mei"):
            async with shared.get(served.addresses[name]) as answer:
                assert f"<title>{project.name} en-US {name}</title>" in await answer.text()
        async with shared.get(served.base) as page:
            words = await page.text()
            assert ('<a href="/1/">lin</a>' in words, '<a href="/2/">mei</a>' in words) == (True, True)
        for seat, name in (("1", "lin"), ("2", "mei")):
            url = f"{served.base}/{seat}/ws?width=100&height=30"
            async with shared.ws_connect(url, origin=served.base) as window:
                await _shown(window, b"cps")
                if name == "mei":
                    await window.send_json(["stdin", "n"])
                    await asyncio.sleep(1)  # a line is not approved before it is read
                await window.send_json(["stdin", "a"])
                await _until(lambda name=name: name in _deciders(project))
    assert set(_deciders(project)) == {"lin", "mei"}


async def test_what_was_typed_is_recorded_when_the_browser_goes_away(served: Served, project: Path) -> None:
    async with _at_work(served, "lin") as lin:
        await lin.send_json(["stdin", "e"])
        await _shown(lin, b"editing")
        await lin.send_json(["stdin", "Zz"])
        await _shown(lin, b"unsaved")
    await _until(lambda: not served.children())
    with api.open_project(project) as opened:
        room = opened.review("en-US", "anybody")
        edited = [unit for unit in map(room.unit, room.unit_ids(Query("en-US"))) if unit.decided_by]
    assert [(unit.state, unit.decided_by) for unit in edited] == [(State.EDITED, "lin")]
    assert (edited[0].target or "").endswith("Zz")


async def test_a_killed_window_is_closed_and_can_be_opened_again(served: Served, project: Path) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(served.addresses["lin"]) as answer:
            url = f"{answer.url}ws?width=100&height=30"
        async with session.ws_connect(url, origin=served.base) as window:
            await _shown(window, b"cps")
            (child,) = served.children()
            os.kill(child, signal.SIGKILL)
            async with asyncio.timeout(10):
                async for _ in window:
                    pass
            assert window.closed
        async with session.ws_connect(url, origin=served.base) as window:
            await _shown(window, b"cps")
            await window.send_json(["stdin", "a"])
            await _until(lambda: _deciders(project) == ["lin"])


async def test_a_killed_server_leaves_no_process(served: Served) -> None:
    async with _at_work(served, "lin"):
        (child,) = served.children()
        served.process.send_signal(signal.SIGKILL)
        await _until(lambda: not _alive(child))
    assert served.process.wait() == -signal.SIGKILL
    served.process.terminate = lambda: None  # type: ignore[method-assign]
    served.process.wait = lambda *_: 0  # type: ignore[method-assign]


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@asynccontextmanager
async def _at_work(served: Served, reviewer: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Open a window and wait until it shows the first line."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(served.addresses[reviewer]) as answer:
            assert answer.status == 200
            url = f"{answer.url}ws?width=100&height=30"
        async with session.ws_connect(url, origin=served.base) as window:
            await _shown(window, b"cps")
            yield window


async def _shown(window: aiohttp.ClientWebSocketResponse, words: bytes) -> None:
    """Wait until some words have been drawn since the latest wait."""
    got = b""
    while words not in got:
        message = await asyncio.wait_for(window.receive(), 30)
        got += message.data if isinstance(message.data, bytes) else b""


def _deciders(project: Path) -> list[str]:
    with api.open_project(project) as opened:
        room = opened.review("en-US", "anybody")
        units = [room.unit(i) for i in room.unit_ids(Query("en-US"))]
        return [unit.decided_by or "" for unit in units if unit.state is State.APPROVED]


async def _until(condition) -> None:
    for _ in range(150):
        if condition():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not come about")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
async def test_chromium_is_refused_without_the_token_logs_in_with_it_and_approves_a_line(
    served: Served, project: Path, tmp_path: Path
) -> None:
    async with _chromium(tmp_path) as page:
        await page("Page.navigate", url=served.base)
        await page.until("document.body && document.body.innerText.includes('Open the address')")
        assert not await page.value("!!document.querySelector('#terminal')")
        await page("Page.navigate", url=served.addresses["lin"])
        await page.until("document.body && document.body.classList.contains('-first-byte')")
        assert await page.value("location.href") == served.base + "/1/"
        assert await page.value("document.cookie") == ""
        await page.until("document.activeElement.className === 'xterm-helper-textarea'")
        await asyncio.sleep(1)
        for _ in range(100):
            for kind in ("keyDown", "keyUp"):
                await page(
                    "Input.dispatchKeyEvent",
                    type=kind,
                    key="a",
                    code="KeyA",
                    windowsVirtualKeyCode=65,
                    text="a" if kind == "keyDown" else "",
                )
            await asyncio.sleep(0.3)
            if _deciders(project):
                break
        assert set(_deciders(project)) == {"lin"}


class _Page:
    """A tab of Chromium, spoken to over its DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._number = socket, 0

    async def __call__(self, method: str, **parameters: object) -> dict[str, object]:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = json.loads((await asyncio.wait_for(self._socket.receive(), 20)).data)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    async def value(self, script: str) -> object:
        answer = await self("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")  # type: ignore[attr-defined]

    async def until(self, script: str) -> None:
        end = time.monotonic() + 30
        while not await self.value(script):
            assert time.monotonic() < end, (
                f"{script}: {await self.value('document.documentElement.outerHTML')}"
            )
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _chromium(tmp_path: Path) -> AsyncIterator[_Page]:
    log = tmp_path / "chromium.log"
    with log.open("wb") as errors:
        browser = subprocess.Popen(
            [
                str(CHROMIUM),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                f"--user-data-dir={tmp_path / 'profile'}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        place = None
        end = time.monotonic() + 40
        while place is None and time.monotonic() < end:
            await asyncio.sleep(0.1)
            place = re.search(r"ws://([\d.:]+)/", log.read_text(encoding="utf-8", errors="replace"))
        assert place, log.read_text(encoding="utf-8", errors="replace")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://{place[1]}/json/list") as answer:
                tabs = [tab for tab in await answer.json() if tab["type"] == "page"]
            async with session.ws_connect(tabs[0]["webSocketDebuggerUrl"]) as socket:
                yield _Page(socket)
    finally:
        browser.terminate()
        browser.wait(20)


def test_a_paste_from_a_browser_cannot_press_keys() -> None:
    assert clean_paste("\x1b[200~red\x1b[201~\x11\x1b[201~") == "\x1b[200~red[201~\x1b[201~"
    assert clean_paste("\x1b[A") == "\x1b[A"


def test_own_keys_that_mean_nothing_are_told_before_anybody_opens_a_window(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "localize").mkdir()
    (tmp_path / "localize" / "keys.toml").write_text('aprove = "x"\n', encoding="utf-8")
    assert main(["review", "--project", str(project), "--web", "--reviewer", "lin"]) == 2
    assert "no command is called aprove (did you mean approve?)" in capsys.readouterr().err


def test_an_address_for_other_machines_must_be_meant() -> None:
    with pytest.raises(UsageError, match="reached from other machines"):
        listen(Serving((), (), "", host="192.0.2.1"))
    with pytest.raises(UsageError, match="every address"):
        listen(Serving((), (), "", host="0.0.0.0", open_to_network=True))
    with pytest.raises(UsageError, match="is no IP address"):
        listen(Serving((), (), "", host="example"))
