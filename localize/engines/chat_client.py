"""The only place that calls a chat server until it answers: tries, waits, and what the server has to be asked like."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from localize.engines.chat_prompt import SCHEMA
from localize.engines.chat_wire import PAYMENT_REQUIRED, RefusedError, StoppedError, Wire
from localize.engines.estimate import tokens
from localize.engines.money import Usage
from localize.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.engines.chat_settings import ChatSettings
    from localize.engines.chat_wire import Reply
    from localize.engines.money import Meter, Reservation

    Messages = Sequence[Mapping[str, str]]

BACKOFF = 0.5
"""Seconds before the second try; doubled for each further one, up to `_LONGEST_WAIT`, and shortened by chance."""

_LONGEST_WAIT = 30.0

_SLOW_TRIES = 2
"""Time-outs after which a batch is too much for the server and has to be asked in halves."""

_MOST_TIMES, _MOST_MORE = 3, 2048
"""How long an answer may get: so many times what is likely, and so many tokens more for models that think aloud."""

_NEVER_AGAIN = frozenset({401, PAYMENT_REQUIRED, 403, 404, 405, 407})
_FORM_WORDS = ("response_format", "json_schema", "json_object", "schema", "structured", "grammar", "guided")
_FORMS = ("json_schema", "json_object", "none")


class ServiceError(UnavailableError):
    """The server cannot be used: not there, no right to use it, no such model, or out of order for long."""

    default_code: ClassVar[str] = "ENG007"


class CallError(Exception):
    """One call gave nothing, though others may.

    Attributes:
        reason: for people, without secrets.
        smaller: whether fewer lines in one call may go through.
    """

    def __init__(self, reason: str, *, smaller: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.smaller = smaller


@dataclass(frozen=True, slots=True)
class Dialect:
    """How this server wants to be asked; learnt from what it refuses."""

    form: str
    limit_name: str = "max_tokens"
    temperature: bool = True


@dataclass(slots=True)
class _Tries:
    """Where one call stands: when it has to end, tries that failed, and how many of them ran out of time."""

    end: float
    stopped: threading.Event
    failed: int = 0
    slow: int = 0


class ChatClient:
    """Calls one server; several threads may share it."""

    def __init__(self, settings: ChatSettings) -> None:
        self._settings = settings
        self._dialect = Dialect("json_schema" if settings.json == "auto" else settings.json)
        self._lock = threading.Lock()
        self._quiet_until = 0.0
        self._wire: Wire | None = None
        self.answered = False
        """Whether the server has ever answered a call."""

    def ask(self, messages: Messages, meter: Meter, *, likely_out: int, stopped: threading.Event) -> Reply:
        """Return the answer to a prompt, after as many tries as the settings allow.

        Args:
            messages: the prompt.
            meter: is asked before each try and told what it used.
            likely_out: tokens that the answer needs at the high end.
            stopped: set when nobody waits any more.

        Raises:
            CallError: this call is of no use.
            ServiceError: no call is.
            BudgetError: the call could pass the budget.
            StoppedError: nobody waits any more.
        """
        tries = _Tries(time.monotonic() + self._settings.deadline, stopped)
        while True:
            self._keep_quiet(tries)
            used = self._dialect
            try:
                reply = self._once(messages, meter, used, likely_out, tries)
            except RefusedError as refusal:
                if not self._learn(used, refusal):
                    self._wait_or_give_up(refusal, tries)
            else:
                self.answered = True
                return reply

    def _once(self, messages: Messages, meter: Meter, dialect: Dialect, likely: int, tries: _Tries) -> Reply:
        most = self._settings.max_tokens or _MOST_TIMES * likely + _MOST_MORE
        reservation = meter.reserve(
            self._settings.price,
            tokens_in=sum(round(tokens(m["content"]).high) + 8 for m in messages),
            least_out=min(likely, most),
            most_out=most,
            stopped=tries.stopped.is_set,
        )
        usage = Usage()
        try:
            if tries.stopped.is_set():
                raise StoppedError
            seconds = max(0.05, min(self._settings.timeout, tries.end - time.monotonic()))
            wire = self._connected()
            data = wire.send(
                self._body(messages, dialect, reservation), seconds=seconds, stopped=tries.stopped
            )
            reply, usage = wire.read(data, reservation)
        except RefusedError as refusal:
            if refusal.charged:
                usage = Usage(1, reservation.tokens_in, min(likely, reservation.tokens_out), guessed=1)
            raise
        finally:
            meter.settle(reservation, usage)
        return reply

    def _body(self, messages: Messages, dialect: Dialect, reservation: Reservation) -> dict[str, object]:
        body: dict[str, object] = {
            "model": self._settings.model,
            "messages": list(messages),
            dialect.limit_name: reservation.tokens_out,
        }
        if dialect.temperature:
            body["temperature"] = self._settings.temperature
        if dialect.form == "json_schema":
            schema = {"name": "lines", "strict": True, "schema": SCHEMA}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif dialect.form == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def _connected(self) -> Wire:
        with self._lock:
            if self._wire is None:
                self._wire = Wire(self._settings)
            return self._wire

    def _learn(self, used: Dialect, refusal: RefusedError) -> bool:
        """Return whether the server can be asked in another way than the one it refused."""
        if refusal.status not in {400, 422, 500, 501}:
            return False
        with self._lock:
            if self._dialect != used:
                return refusal.status in {400, 422}  # another thread has learnt already
            self._dialect = self._other(used, refusal)
            return self._dialect != used

    def _other(self, used: Dialect, refusal: RefusedError) -> Dialect:
        words = refusal.words.lower()
        if used.limit_name == "max_tokens" and "max_completion_tokens" in words:
            return replace(used, limit_name="max_completion_tokens")
        if used.temperature and "temperature" in words:
            return replace(used, temperature=False)
        told = any(word in words for word in _FORM_WORDS)
        silent = not self.answered and refusal.status in {400, 422}
        if self._settings.json == "auto" and (told or silent) and used.form != _FORMS[-1]:
            return replace(used, form=_FORMS[_FORMS.index(used.form) + 1])
        return used

    def _wait_or_give_up(self, refusal: RefusedError, tries: _Tries) -> None:
        tries.failed += 1
        tries.slow += refusal.slow
        if refusal.status in _NEVER_AGAIN or refusal.redirected:
            raise self._down(refusal.reason)
        if tries.slow >= _SLOW_TRIES:
            raise CallError(refusal.reason, smaller=True)
        if not refusal.again:
            raise CallError(refusal.reason, smaller=refusal.status in {400, 413, 422})
        wait = refusal.wait if refusal.wait is not None else _pause(tries.failed)
        if tries.failed > self._settings.retries or time.monotonic() + wait >= tries.end:
            if refusal.slow:
                raise CallError(refusal.reason, smaller=True)
            raise self._down(f"{refusal.reason}; tried {tries.failed} times")
        if refusal.wait is not None:
            with self._lock:  # the server asked for quiet: every thread keeps it
                self._quiet_until = max(self._quiet_until, time.monotonic() + wait)
        elif tries.stopped.wait(wait):
            raise StoppedError

    def _keep_quiet(self, tries: _Tries) -> None:
        with self._lock:
            wait = min(self._quiet_until, tries.end) - time.monotonic()
        if tries.stopped.wait(max(0.0, wait)):
            raise StoppedError

    def _down(self, reason: str) -> ServiceError:
        do = "check base_url, model and key_env, and that the server is up; what is done is kept"
        return ServiceError(f"the server {self._settings.server} gives no answers: {reason}", do=do)


def _pause(attempt: int) -> float:
    """Return the seconds before the next try: doubled each time, between half and all of it, by chance."""
    return min(_LONGEST_WAIT, BACKOFF * 2.0 ** min(attempt - 1, 10)) * random.uniform(0.5, 1.0)
