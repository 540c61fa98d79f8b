"""The only place that fetches a file over HTTP: resumed where it stopped, kept only when its hash is right."""

from __future__ import annotations

import hashlib
import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from localize.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_CHUNK = 1 << 18
_PATIENCE = 30.0
"""Seconds without a byte after which a connection counts as dead."""
_TRIES = 5
_WAITS = (0.5, 1.0, 2.0, 4.0)
"""Seconds before the second and each further try; a try that brought bytes starts the count again."""
_LONGEST_WAIT = 60.0
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class Progress(Protocol):
    """Told what a download has reached."""

    def __call__(self, name: str, done: int, total: int) -> None:
        """Take the bytes of a file that are here, and all of them, 0 if not known."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file must be: size in bytes (0 if not known) and a hash, ``sha256`` or git's ``blob`` ('' for none)."""

    size: int = 0
    kind: str = ""
    digest: str = ""

    def holds(self, path: Path) -> bool:
        """Return whether a file is the one that was promised; reads it."""
        size = path.stat().st_size
        if self.size and size != self.size:
            return False
        if not self.digest:
            return True
        # Git names a file by the SHA-1 of a header and its bytes; hubs give it for files outside their large storage.
        digest = hashlib.sha256() if self.kind == "sha256" else hashlib.sha1(usedforsecurity=False)
        if self.kind == "blob":
            digest.update(f"blob {size}\0".encode())
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == self.digest.lower()


def fetch(
    url: str,
    target: Path,
    *,
    proof: Proof,
    headers: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Write a file from an address; goes on with ``NAME.part`` if an earlier run left one.

    Args:
        url: http or https.
        target: written under its name only when it is whole and proven.
        proof: what it must be.
        headers: sent to the host of `url`, and to no other that it redirects to.
        progress: called while bytes come.
        wait: sleeps between tries.

    Raises:
        UnavailableError: the host does not answer, has no such file, or sends another one than was promised.
    """
    if target.is_file() and proof.holds(target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    for fresh in (False, True):
        if fresh:
            part.unlink(missing_ok=True)
        resumed = part.is_file() and part.stat().st_size > 0
        _fill(url, part, proof.size, headers or {}, progress, wait)
        if proof.holds(part):
            part.replace(target)
            return
        if not resumed:  # a file that was fetched in one piece and is wrong will be wrong again
            break
    part.unlink(missing_ok=True)
    what = f"{url} is not the file that was promised (its size or hash is wrong)"
    raise UnavailableError(what, do="try again later, or use another --endpoint; nothing of it was kept")


def read(
    url: str, *, headers: Mapping[str, str] | None = None, wait: Callable[[float], None] = time.sleep
) -> bytes:
    """Return the content of a small file, at most 64 MiB.

    Raises:
        UnavailableError: as `fetch`.
    """
    for pause in (*_WAITS, None):
        try:
            with _open(url, dict(headers or {})) as response:
                return bytes(response.read(1 << 26))
        except (OSError, http.client.HTTPException) as problem:
            _give_up_or_wait(url, problem, pause, wait)
    raise AssertionError("the last pause gives up")


def _fill(
    url: str,
    part: Path,
    size: int,
    headers: Mapping[str, str],
    progress: Progress | None,
    wait: Callable[[float], None],
) -> None:
    """Append to a partial file until it is whole."""
    tries = 0
    while True:
        before = part.stat().st_size if part.is_file() else 0
        if size and before >= size:
            return
        try:
            if _append(url, part, size, headers, progress):
                return
            problem: Exception = ConnectionError(f"it stopped at {part.stat().st_size:,} of {size:,} bytes")
        except urllib.error.HTTPError as error:
            if error.code == 416:  # nothing after what is here: whole, or not the same file; the proof tells
                return
            problem = error
        except (OSError, http.client.HTTPException) as error:
            problem = error
        gained = part.is_file() and part.stat().st_size > before
        tries = 1 if gained else tries + 1
        _give_up_or_wait(url, problem, _WAITS[tries - 1] if tries < _TRIES else None, wait)


def _append(url: str, part: Path, size: int, headers: Mapping[str, str], progress: Progress | None) -> bool:
    """Fetch what is missing of a file; return whether it is whole."""
    start = part.stat().st_size if part.is_file() else 0
    asked = dict(headers) | {"Accept-Encoding": "identity"}
    if start:
        asked["Range"] = f"bytes={start}-"
    with _open(url, asked) as response:
        goes_on = response.status == 206 and f"bytes {start}-" in (
            response.headers.get("Content-Range") or ""
        )
        if start and not goes_on:
            start = 0  # the host knows no ranges and begins again
        length = response.headers.get("Content-Length")
        total = start + int(length) if length and length.isdigit() else size
        with part.open("ab" if start else "wb") as stream:
            done = start
            while chunk := response.read(_CHUNK):
                stream.write(chunk)
                done += len(chunk)
                if progress is not None:
                    progress(part.name.removesuffix(".part"), done, total or size)
    return not total or done >= total


def _give_up_or_wait(
    url: str, problem: Exception, pause: float | None, wait: Callable[[float], None]
) -> None:
    """Wait before the next try.

    Raises:
        UnavailableError: there is no next try, or it would be no use.
    """
    if isinstance(problem, urllib.error.HTTPError):
        problem.close()
        if problem.code not in _AGAIN:
            raise _refused(url, problem.code) from problem
        asked = problem.headers.get("Retry-After") or ""
        if pause is not None and asked.isdigit():
            pause = min(_LONGEST_WAIT, max(pause, float(asked)))
    if pause is None:
        reason = getattr(problem, "reason", None) or problem
        raise UnavailableError(
            f"{_host(url)} does not send {url}: {reason}",
            do="check the network and the proxy, then run the command again: it goes on where it stopped",
        ) from problem
    wait(pause)


def _refused(url: str, code: int) -> UnavailableError:
    if code in {401, 403}:
        return UnavailableError(
            f"{_host(url)} refuses {url} ({code})",
            do="the model may be gated: accept its terms on its page and set HF_TOKEN",
        )
    if code in {404, 410}:
        return UnavailableError(f"there is no {url} ({code})", do="check the name and --revision")
    return UnavailableError(
        f"{_host(url)} answers {code} for {url}", do="try again later, or use another --endpoint"
    )


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).netloc or url


def _open(url: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise UnavailableError(
            f"{url!r} is no address on the web", do="give --endpoint as http:// or https://"
        )
    opener = urllib.request.build_opener(_Redirects)
    response: http.client.HTTPResponse = opener.open(
        urllib.request.Request(url, headers=headers),
        timeout=_PATIENCE,
    )
    return response


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, and leaves a secret behind where they lead to another host."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        follow = super().redirect_request(req, fp, code, msg, headers, newurl)
        if follow is not None and _host(newurl) != _host(req.full_url):
            follow.remove_header("Authorization")
        return follow
