"""The only place that sends one prompt to a chat server and reads one answer: bytes, time, privacy, usage."""

from __future__ import annotations

import email.utils
import json
import logging
import math
import time
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from localize.engines.base import Reach
from localize.engines.estimate import tokens
from localize.engines.money import Usage
from localize.text import safe

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    import openai

    from localize.engines.chat_settings import ChatSettings
    from localize.engines.money import Reservation

_LONGEST_BODY = 8 * 1024 * 1024
"""Bytes of an answer; a server that sends more is not answering."""

_MESSAGE = 200
"""Characters of a server's own words in our messages."""

_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_OUT_OF_MONEY = ("insufficient_quota", "insufficient balance")
PAYMENT_REQUIRED = 402


class StoppedError(Exception):
    """Nobody waits for this call any more."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: the text, and whether it broke off at the limit of its length."""

    text: str
    cut: bool


class RefusedError(Exception):
    """One try that failed.

    Attributes:
        reason: for people, without secrets.
        status: HTTP status, 0 if there was none.
        again: whether the same may go through later.
        slow: it ran out of time.
        wait: seconds that the server asked to wait, None if it did not say.
        words: the server's own.
        charged: the server may have done the work all the same, and may ask for money.
    """

    def __init__(
        self,
        reason: str,
        *,
        status: int = 0,
        again: bool = True,
        slow: bool = False,
        charged: bool = False,
        wait: float | None = None,
        words: str = "",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.again = again
        self.slow = slow
        self.charged = charged or slow
        self.wait = wait
        self.words = words

    @property
    def redirected(self) -> bool:
        """Return whether the server wants the text sent elsewhere."""
        return 300 <= self.status < 400


class Wire:
    """A connection to one server; several threads may share it."""

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings
        self._client = _connect(settings)
        # Engines have no end of their own; the sockets close with the last one that uses them.
        weakref.finalize(self, self._client.close)

    def send(self, body: Mapping[str, object], *, seconds: float, stopped: threading.Event) -> bytes:
        """Return the bytes that a server answers to one try.

        Args:
            body: of the request.
            seconds: for the whole try.
            stopped: set when nobody waits any more.

        Raises:
            RefusedError: there is no answer.
            StoppedError: nobody waits any more.
        """
        import httpx2
        import openai

        try:
            return self._received(body, seconds, stopped)
        except openai.APIStatusError as error:
            raise self._refused(error) from None
        except (openai.APITimeoutError, httpx2.TimeoutException):
            raise RefusedError(f"no answer within {seconds:g} s", slow=True) from None
        except (openai.APIConnectionError, httpx2.HTTPError, httpx2.StreamError, OSError) as error:
            cause = error.__cause__ or error
            words = self._clean(str(cause) or type(cause).__name__)
            begun = not isinstance(
                error, openai.APIConnectionError
            )  # the client's own: before the answer began
            raise RefusedError(f"the connection broke: {words}", charged=begun) from None

    def _received(self, body: Mapping[str, object], seconds: float, stopped: threading.Event) -> bytes:
        until = time.monotonic() + seconds
        # The types of `create` name every model and option; ours are the server's business.
        create = cast("Any", self._client.chat.completions.with_streaming_response.create)
        received = bytearray()
        with create(**body, timeout=seconds) as response:
            for chunk in response.iter_bytes():
                received += chunk
                if len(received) > _LONGEST_BODY:
                    raise RefusedError("its answer is larger than any translation", again=False, charged=True)
                if stopped.is_set():
                    raise StoppedError
                if time.monotonic() > until:  # bytes that drip in never time out by themselves
                    raise RefusedError("its answer took too long", slow=True)
        return bytes(received)

    def _refused(self, error: openai.APIStatusError) -> RefusedError:
        status = error.status_code
        words = self._clean(_words(error.body) or error.response.reason_phrase)
        code = f"{error.code or ''} {words}".lower()
        broke = status == 429 and any(sign in code for sign in _OUT_OF_MONEY)
        if 300 <= status < 400:
            words = "it sends the text on to another address, which is not followed"
        return RefusedError(
            f"the server says {status}: {words}" if words else f"the server says {status}",
            status=PAYMENT_REQUIRED if broke else status,
            again=status in _TRY_AGAIN and not broke,
            wait=_retry_after(error.response.headers),
            words=words,
        )

    def _clean(self, text: str) -> str:
        """Return words of the server that are safe to show: without the key, short, no control characters."""
        key = self._settings.key()
        bare = text.replace(key, "[key]") if key else text
        return safe(" ".join(bare.split()))[:_MESSAGE]

    def read(self, data: bytes, reservation: Reservation) -> tuple[Reply, Usage]:
        """Return the answer in a server's JSON, and what it used.

        Raises:
            RefusedError: it is not the JSON of a chat completion.
        """
        try:
            body = json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError):
            raise RefusedError("its answer is no JSON in UTF-8", charged=True) from None
        if not isinstance(body, dict):
            raise RefusedError("its answer is no chat completion", charged=True)
        if "error" in body and not body.get("choices"):
            words = self._clean(_words(body))
            raise RefusedError(f"the server says: {words}", words=words)
        choice = _first(body.get("choices"))
        message = choice.get("message")
        if not isinstance(message, dict):
            raise RefusedError("its answer holds no message", charged=True)
        content = message.get("content")
        text = content if isinstance(content, str) else ""
        cut = choice.get("finish_reason") == "length"
        return Reply(text, cut), _usage(body.get("usage"), reservation, text)


def _connect(settings: ChatSettings) -> openai.OpenAI:
    import openai

    # Debug logs of the client hold whole prompts; a customer's script is not for a log.
    for name in ("openai", "httpx2", "httpcore2", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A loopback server is reached without the proxy of the environment, and no redirect is followed: text stays
    # where `reach` says it goes.
    http = openai.DefaultHttpxClient(
        trust_env=settings.reach is Reach.ELSEWHERE, follow_redirects=False, timeout=settings.timeout
    )
    client = openai.OpenAI(
        api_key=settings.key() or "none", base_url=settings.base_url, max_retries=0, http_client=http
    )
    # What the environment says of an account at another service is not for this server.
    client.organization = client.project = client.admin_api_key = None
    return client


def _usage(value: object, reservation: Reservation, text: str) -> Usage:
    """Return what a call used, as the server says; by rule at the high end where it does not."""
    numbers = value if isinstance(value, dict) else {}
    spent_in, spent_out = numbers.get("prompt_tokens"), numbers.get("completion_tokens")
    if isinstance(spent_in, int) and isinstance(spent_out, int) and spent_in >= 0 and spent_out >= 0:
        return Usage(1, spent_in, spent_out)
    return Usage(1, reservation.tokens_in, round(tokens(text).high) + 1, guessed=1)


def _first(choices: object) -> dict[str, object]:
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return choices[0]
    return {}


def _words(body: object) -> str:
    """Return the message in the JSON of an error, however deep it stands."""
    for _ in range(3):
        if isinstance(body, dict):
            body = body.get("error") or body.get("message") or body.get("detail") or ""
    return body if isinstance(body, str) else ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, None if it is absent.

    RFC 9110, section 10.2.3: a number of seconds, or a date.
    """
    value = headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
