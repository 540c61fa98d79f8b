"""The only place that decides which requests of a browser reach the room: tokens, sessions, Host and Origin."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

TOKEN = "t"
"""Name of the token in the address that is printed."""
_BYTES = 32
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; frame-ancestors 'none'",
}
REVIEWER = web.RequestKey("reviewer", str)
"""Who a request that came through belongs to, '' where that is nobody in particular."""
SEATS = web.RequestKey[dict[str, str]]("seats", dict)
"""Reviewer → address, of those whose sessions the browser holds: several people may share one."""
SHARED = ("/static/", "/focus.js")
"""Beginnings of the addresses that are the same for every reviewer."""


class Guard:
    """Tokens that open one session each, and the sessions they opened."""

    def __init__(self, reviewers: Sequence[str], places: Collection[str], *, cookie: str) -> None:
        """Keep who may enter.

        Args:
            reviewers: one token is made for each.
            places: the ``host:port`` names under which the room may be asked for; any other is DNS rebinding.
            cookie: first part of the name of a session's cookie; each reviewer has one of their own.
        """
        self.tokens = {name: secrets.token_urlsafe(_BYTES) for name in reviewers}
        self._seats = {name: str(number) for number, name in enumerate(self.tokens, 1)}
        self._unused = {token: name for name, token in self.tokens.items()}
        self._sessions: dict[str, str] = {}
        self._places = frozenset(places)
        self._cookie = cookie

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request through, open a session with its token, or refuse it."""
        try:
            response = await self._answer(request, handler)
        except web.HTTPException as refusal:
            refusal.headers.update(_HEADERS)
            raise
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._check_place(request)
        if request.path == "/" and (token := request.query.get(TOKEN)):
            return self._enter(token)
        signed_in = self._signed_in(request)
        seat = request.path.split("/")[1]
        reviewer = next((name for name in signed_in if self._seats[name] == seat), "")
        if not (reviewer or (signed_in and (request.path == "/" or request.path.startswith(SHARED)))):
            raise web.HTTPUnauthorized(text="Open the address that localize review --web printed.\n")
        request[REVIEWER] = reviewer
        request[SEATS] = {name: f"/{self._seats[name]}/" for name in signed_in}
        return await handler(request)

    def _signed_in(self, request: web.Request) -> list[str]:
        """Return whose sessions the browser holds; a cookie counts for the reviewer that it was made for."""
        return [
            name
            for name, seat in self._seats.items()
            if self._sessions.get(request.cookies.get(f"{self._cookie}-{seat}", "")) == name
        ]

    def _check_place(self, request: web.Request) -> None:
        origin = request.headers.get("Origin")
        known = request.host in self._places
        own = origin == f"http://{request.host}" if origin is not None else not request.path.endswith("/ws")
        if not (known and own):
            raise web.HTTPForbidden(text="This address is not the room's.\n")

    def _enter(self, token: str) -> web.StreamResponse:
        """Spend a token: the answer sets the session's cookie and leads to the address without the token."""
        for known in self._unused:
            if hmac.compare_digest(known.encode(), token.encode()):
                break
        else:
            raise web.HTTPForbidden(text="This token is unknown or was used already.\n")
        session = secrets.token_urlsafe(_BYTES)
        name = self._sessions[session] = self._unused.pop(known)
        seat = self._seats[name]
        response = web.HTTPSeeOther(f"/{seat}/")
        response.set_cookie(f"{self._cookie}-{seat}", session, httponly=True, samesite="Strict", path="/")
        return response
