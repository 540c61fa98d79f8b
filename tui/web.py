"""The only place that serves the review room to browsers: one process of the app for each window."""

from __future__ import annotations

import asyncio
import html
import importlib.util
import ipaddress
import json
import re
import signal
import socket
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from localize.errors import UsageError
from tui.guard import REVIEWER, SEATS, TOKEN, Guard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WINDOWS_EACH = 4
"""Windows that one reviewer may have open."""
_PATIENCE = 5.0
"""Seconds that a window's process has to save and leave before it is killed."""
_SIDES = (20, 500)
"""Smallest and largest number of columns or rows that is believed."""
_PASTE = re.compile("\x1b\\[200~(.*)\x1b\\[201~", re.DOTALL)
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/static/css/xterm.css">
<style>
body {{ background: #14171c; color: #dfe3e8; font: 16px monospace; margin: 0; }}
.closed-dialog {{ display: none; position: absolute; inset: 0; z-index: 10; background: #14171c; padding: 3rem; }}
body.-closed .closed-dialog {{ display: block; }}
</style>
<script src="/focus.js"></script><script src="/static/js/textual.js"></script></head>
<body><div class="closed-dialog intro-dialog">The session has ended. <a href="">Open it again</a>.</div>
<div id="terminal" class="textual-terminal" data-session-websocket-url="{socket}" data-font-size="16"></div>
</body></html>
"""
_CHOICE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><p>Signed in here:</p><ul>{seats}</ul></body></html>
"""
_FOCUS = """// The first key goes into the room, without a click before it.
new MutationObserver((_, watch) => {
  const field = document.querySelector(".xterm-helper-textarea");
  if (field) { watch.disconnect(); field.focus(); }
}).observe(document.documentElement, { childList: true, subtree: true });
"""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and for whom the room is served.

    Attributes:
        command: arguments of a process that runs the app; the reviewer's name is put after them.
        reviewers: one token is printed for each.
        title: of the page.
        host: address to listen at.
        port: 0 for any free one.
        open_to_network: whether an address that other machines reach is meant.
    """

    command: tuple[str, ...]
    reviewers: tuple[str, ...]
    title: str
    host: str = "127.0.0.1"
    port: int = 0
    open_to_network: bool = False


class Window(AppService):
    """One process of the app, and the window that shows it."""

    argv: tuple[str, ...] = ()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        # No shell: the process is ours to end, and no name is ever read by one.
        self._process = await asyncio.create_subprocess_exec(
            *self.argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=self._build_environment(width, height)
        )
        self._stdin = self._process.stdin
        return self._process

    async def over(self) -> None:
        """Wait until the app has ended, however it did: a killed one says nothing."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def end(self) -> None:
        """Let the app save and leave; kill it if it does not."""
        process = self._process
        if process is not None and process.returncode is None:
            # As a terminal that goes away: told to quit, the app would leave without what is typed and not recorded.
            process.send_signal(signal.SIGHUP)
        try:
            async with asyncio.timeout(_PATIENCE):
                if self._task is not None:
                    await self._task
                if process is not None:
                    await process.wait()
        except TimeoutError:
            if process is not None:
                process.kill()
                await process.wait()


class RoomServer:
    """Answers the browsers that the guard lets through."""

    def __init__(self, serving: Serving, guard: Guard) -> None:
        self._serving, self._guard = serving, guard
        self._downloads = DownloadManager()
        self._sockets: dict[web.WebSocketResponse, str] = {}
        self._watches: set[asyncio.Task[None]] = set()

    def app(self) -> web.Application:
        """Return the application."""
        app = web.Application(middlewares=[self._guard.middleware])
        found = importlib.util.find_spec("textual_serve")
        assert found is not None
        assert found.origin is not None
        app.router.add_get("/", self._choose)
        app.router.add_get("/focus.js", self._focus)
        app.router.add_get("/{seat}/", self._page)
        app.router.add_get("/{seat}/ws", self._window)
        app.router.add_static("/static", Path(found.origin).with_name("static"))
        app.on_shutdown.append(self._close_all)
        return app

    async def _close_all(self, _: web.Application) -> None:
        for opened in tuple(self._sockets):
            await opened.close()

    async def _choose(self, request: web.Request) -> web.StreamResponse:
        """Lead to the room of the one who is signed in, or let several people choose."""
        seats = request[SEATS]
        if len(seats) == 1:
            return web.HTTPSeeOther(next(iter(seats.values())))
        links = (f'<li><a href="{seat}">{html.escape(name)}</a></li>' for name, seat in seats.items())
        words = {"title": html.escape(self._serving.title), "seats": "".join(links)}
        return web.Response(text=_CHOICE.format(**words), content_type="text/html")

    async def _page(self, request: web.Request) -> web.Response:
        reviewer = request[REVIEWER]
        words = {
            "title": html.escape(f"{self._serving.title} {reviewer}"),
            "socket": f"ws://{html.escape(request.host)}{request[SEATS][reviewer]}ws",
        }
        return web.Response(text=_PAGE.format(**words), content_type="text/html")

    async def _focus(self, _: web.Request) -> web.Response:
        return web.Response(text=_FOCUS, content_type="text/javascript")

    async def _window(self, request: web.Request) -> web.WebSocketResponse:
        reviewer = request[REVIEWER]
        if list(self._sockets.values()).count(reviewer) >= _WINDOWS_EACH:
            raise web.HTTPTooManyRequests(text=f"{_WINDOWS_EACH} windows are open already.\n")
        opened = web.WebSocketResponse(heartbeat=15)
        self._sockets[opened] = reviewer
        try:
            await opened.prepare(request)
            await self._run(request, opened, reviewer)
        finally:
            del self._sockets[opened]
        return opened

    async def _run(self, request: web.Request, opened: web.WebSocketResponse, reviewer: str) -> None:
        async def closed() -> None:
            await opened.close()

        window = Window(
            "",
            write_bytes=opened.send_bytes,
            write_str=opened.send_str,
            close=closed,
            download_manager=self._downloads,
        )
        window.argv = (*self._serving.command, f"--reviewer={reviewer}")
        width, height = _side(request.query.get("width")), _side(request.query.get("height"))
        try:
            await window.start(width or 80, height or 24)
            watch = asyncio.create_task(self._close_with(window, opened))
            self._watches.add(watch)
            watch.add_done_callback(self._watches.discard)
            async for message in opened:
                if message.type is WSMsgType.TEXT:
                    await self._take(message.data, opened, window)
        finally:
            await window.end()

    async def _close_with(self, window: Window, opened: web.WebSocketResponse) -> None:
        await window.over()
        await opened.close()

    async def _take(self, data: str, opened: web.WebSocketResponse, window: Window) -> None:
        """Hand on one message of a browser; what is none of ours is dropped."""
        try:
            kind, *rest = json.loads(data)
        except (ValueError, TypeError):
            return
        if kind == "stdin" and rest and isinstance(rest[0], str):
            await window.send_bytes(clean_paste(rest[0]).encode("utf-8", "replace"))
        elif kind == "resize" and rest and isinstance(rest[0], dict):
            width, height = _side(rest[0].get("width")), _side(rest[0].get("height"))
            if width and height:
                await window.set_terminal_size(width, height)
        elif kind == "ping":
            await opened.send_json(["pong", *rest[:1]])
        elif kind == "blur":
            await window.blur()
        elif kind == "focus":
            await window.focus()


def _side(value: object) -> int:
    """Return a number of columns or rows, 0 if it is not to be believed."""
    if not isinstance(value, int | str) or not str(value).isdecimal():
        return 0
    return int(value) if _SIDES[0] <= int(value) <= _SIDES[1] else 0


def clean_paste(typed: str) -> str:
    r"""Return what a browser sent as typed, without control characters inside a paste.

    >>> clean_paste("\x1b[200~a\x1b[201~\x11b\x1b[201~")
    '\x1b[200~a[201~b\x1b[201~'
    """
    return _PASTE.sub(lambda m: f"\x1b[200~{_STEERING.sub('', m[1])}\x1b[201~", typed)


def listen(serving: Serving) -> socket.socket:
    """Return the bound socket.

    Raises:
        UsageError: the address reaches other machines and nobody said so, or cannot be had.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if serving.host == "localhost" else serving.host)
    except ValueError:
        raise UsageError(f"--host {serving.host} is no IP address", do="name one of this machine") from None
    if address.is_unspecified:
        raise UsageError(
            f"--host {serving.host} is every address at once", do="name the one that is asked for"
        )
    if not (address.is_loopback or serving.open_to_network):
        raise UsageError(
            f"--host {serving.host} can be reached from other machines, and what is typed travels unencrypted",
            do="leave --host away and use an SSH tunnel, or add --open-to-network",
        )
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    bound = socket.socket(family)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((str(address), serving.port))
    except OSError as error:
        bound.close()
        what = f"cannot listen at {serving.host} port {serving.port}: {error.strerror}"
        raise UsageError(what, do="choose another --port") from error
    return bound


def _places(bound: socket.socket) -> tuple[str, ...]:
    host, port = bound.getsockname()[:2]
    named = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return (named, f"localhost:{port}") if ipaddress.ip_address(host).is_loopback else (named,)


def serve(serving: Serving, say: Callable[[str], None]) -> int:
    """Serve until a signal comes and return the exit code; `say` gets the address of each reviewer.

    Raises:
        UsageError: the address cannot be served at.
    """
    with listen(serving) as bound:
        return asyncio.run(_serve(serving, bound, say))


async def _serve(serving: Serving, bound: socket.socket, say: Callable[[str], None]) -> int:
    places = _places(bound)
    guard = Guard(serving.reviewers, places, cookie=f"localize-review-{bound.getsockname()[1]}")
    # No access log: the first request holds a token.
    runner = web.AppRunner(RoomServer(serving, guard).app(), access_log=None, shutdown_timeout=_PATIENCE + 1)
    await runner.setup()
    try:
        await web.SockSite(runner, bound).start()
        if serving.open_to_network:
            say("warning: other machines can reach this address, and what is typed travels unencrypted")
        for line in _addresses(guard, places[0]):
            say(line)
        await _signalled()
    finally:
        await runner.cleanup()
    return 0


def _addresses(guard: Guard, place: str) -> Sequence[str]:
    return [f"{name}: http://{place}/?{TOKEN}={token}" for name, token in guard.tokens.items()]


async def _signalled() -> None:
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, over.set)
    await over.wait()
