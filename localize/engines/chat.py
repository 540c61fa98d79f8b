"""The only place that offers a chat model as an engine: any server that speaks OpenAI's chat completions."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from localize.engines.base import Candidate, EngineFailure, EngineInfo, Reach
from localize.engines.chat_batch import Asker, Order
from localize.engines.chat_client import ChatClient
from localize.engines.chat_lanes import in_lanes
from localize.engines.chat_prompt import language_name, prompt_hash
from localize.engines.chat_settings import OPTION_NAMES, is_loopback, read_settings
from localize.engines.chat_wire import StoppedError
from localize.engines.estimate import NOTHING, Estimate, Range, tokens
from localize.engines.models import allows_products, spdx
from localize.engines.money import Meter
from localize.engines.requirements import missing_packages
from localize.engines.signature import sign
from localize.engines.writing import pair_of
from localize.errors import LocalizeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from localize.engines.base import EngineOptions, Request
    from localize.engines.money import Price
    from localize.locales import LocaleTag

    Answers = list[Candidate | EngineFailure]

_BATCH_CHARS = 3000
"""Characters of source in one call; above this models begin to leave lines out."""

_SECONDS_A_TOKEN = {Reach.HOST: Range(0.01, 0.2), Reach.ELSEWHERE: Range(0.01, 0.06)}
"""Of an answer, for a server on this host (a large card … a CPU) and for a service."""

_SECONDS_A_CALL = Range(0.3, 4.0)
"""Until the first token."""

_AGAIN = 1.25
"""How much more may be asked for than the batches themselves: lines that are asked again alone."""


class ChatEngine:
    """Translates with a chat model, several lines a call, each checked to be the translation of its own line."""

    option_names: ClassVar[tuple[str, ...]] = OPTION_NAMES
    reads_context: ClassVar[bool] = True
    """What stands around a line goes into the prompt, so the order of a file is kept."""

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._settings = read_settings(options)
        self._locales = (source.tag, target.tag)
        names = [language_name(tag) for tag in self._locales]
        self._client = ChatClient(self._settings)
        self._asker = Asker(
            self._settings, self._client, pair_of(source, target), source=names[0], target=names[1]
        )
        self._finished: dict[tuple[object, ...], Candidate] = {}
        self._stopped = False
        self.meter = Meter(self._settings.budget)
        self.meter.admit(self.info.name, self.price, free=self._settings.reach is Reach.HOST)

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return True: what a model can is its own affair."""
        return True

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if all is; sends nothing."""
        if packages := missing_packages(("openai",), "chuhai-localize[chat]"):
            return packages
        if not options.extra.get("base_url") or not options.model:
            return "needs a server: set base_url and model"
        key_env = options.extra.get("key_env", "")
        if key_env and not read_settings(options).key():
            return f"needs a key: set the environment variable {key_env}"
        return ""

    @property
    def info(self) -> EngineInfo:
        settings = self._settings
        where = "on this host" if is_loopback(settings.base_url) else f"at {settings.server}"
        return EngineInfo(
            name="chat",
            title=f"Chat model {settings.model} {where}",
            reach=settings.reach,
            licence=spdx(settings.licence) or settings.licence,
            quality="draft",
            # Whether drafts may be sold is in the model's licence or the service's terms: somebody has to have read it.
            commercial=allows_products(settings.licence),
            attribution=f"The terms are those of the model {settings.model} and of whoever serves it.",
        )

    @property
    def price(self) -> Price | None:
        """Return what it asks, None if the project file does not say."""
        return self._settings.price

    @property
    def lanes(self) -> int:
        """Return how many batches it works on at the same time."""
        return self._settings.concurrency

    def signature(self) -> str:
        settings = self._settings
        parts = {
            "model": settings.model,
            "pair": ">".join(self._locales),
            "prompt": prompt_hash(characters=settings.characters, instructions=settings.instructions),
            "temperature": f"{settings.temperature:g}",
            "max_tokens": str(settings.max_tokens or ""),
            "json": "" if settings.json == "auto" else settings.json,
        }
        return sign("chat", "1", parts)

    def stop(self) -> None:
        """Answer from now on only what was finished already; everything else is an `EngineFailure`."""
        self._stopped = True

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        """Return one answer a request.

        Lines that were finished when a call ended early (by an error below or by Ctrl-C) are not paid for again: the
        next call answers them from what it has.

        Raises:
            ServiceError: the server gives no answers.
            BudgetError: the budget is spent.
        """
        batches = _batches(requests, self._settings.batch_size)
        found: dict[int, Answers] = {}
        for number, batch in enumerate(batches):
            if self._stopped or all(_key(request) in self._finished for request in batch):
                found[number] = self._remembered(batch)
                _tell(progress, len(batch))
        todo = [number for number in range(len(batches)) if number not in found]
        # Until the server has answered once, one call at a time: what it refuses has to be learnt only once.
        first = 0 if self._client.answered else 1
        for part, lanes in ((todo[:first], 1), (todo[first:], self._settings.concurrency)):
            for number, answers in self._asked([(n, batches[n]) for n in part], lanes):
                found[number] = answers
                _tell(progress, len(answers))
        self._finished.clear()
        return [answer for number in range(len(batches)) for answer in found[number]]

    def _asked(
        self, batches: Sequence[tuple[int, Sequence[Request]]], lanes: int
    ) -> Iterator[tuple[int, Answers]]:
        """Yield the answers of batches as they come; at an error the calls under way are waited for first."""
        stopped = threading.Event()
        problem: Exception | None = None
        errors = (LocalizeError, StoppedError)

        def work(job: tuple[int, Sequence[Request]]) -> Answers:
            return self._answered(job[1], stopped)

        for place, outcome in in_lanes(batches, work, lanes=lanes, stopped=stopped, errors=errors):
            if not isinstance(outcome, Exception):
                yield batches[place][0], outcome
            elif problem is None or isinstance(problem, StoppedError):
                problem = outcome
        if problem is not None:
            raise problem

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """Return what the requests would take, from the very prompts that would be sent; sends nothing."""
        spent_in = spent_out = NOTHING
        calls = 0
        for batch in _batches(requests, self._settings.batch_size):
            pieces = [piece for layout in self._asker.layouts(batch) for piece in layout.pieces]
            if not pieces:
                continue
            calls += 1
            for message in self._asker.prompt(pieces):
                spent_in += tokens(message["content"])
            spent_out += self._asker.expected(pieces)
        spent_in, spent_out = spent_in.times(1, _AGAIN), spent_out.times(1, _AGAIN)
        pace = _SECONDS_A_TOKEN[self._settings.reach]
        lanes = max(1, min(self._settings.concurrency, calls))
        seconds = Range(
            (spent_out.low * pace.low + calls * _SECONDS_A_CALL.low) / lanes,
            (spent_out.high * pace.high + calls * _SECONDS_A_CALL.high) / lanes,
        )
        basis = "what servers of its kind do, as no run of it is on record"
        return Estimate(calls, spent_in, spent_out, seconds, basis)

    def _answered(self, batch: Sequence[Request], stopped: threading.Event) -> Answers:
        """Return the answers of one batch, asking only for lines that are not finished yet."""
        known = {r.id: self._finished[_key(r)] for r in batch if _key(r) in self._finished}
        open_ = [request for request in batch if request.id not in known]
        keys = {request.id: _key(request) for request in open_}

        def keep(candidate: Candidate) -> None:
            self._finished[keys[candidate.id]] = candidate

        order = Order(self._asker.layouts(open_), self.meter, keep, stopped)
        answers = {answer.id: answer for answer in self._asker.answers(order)}
        return [answers[r.id] if r.id in answers else replace(known[r.id], id=r.id) for r in batch]

    def _remembered(self, batch: Sequence[Request]) -> Answers:
        reason = "it was not asked: the run ended before"
        return [
            replace(self._finished[_key(r)], id=r.id)
            if _key(r) in self._finished
            else EngineFailure(r.id, reason)
            for r in batch
        ]


def _key(request: Request) -> tuple[object, ...]:
    return (
        request.text, request.constraints, request.before, request.after, request.speaker, request.max_chars
    )  # fmt: skip


def _tell(progress: Callable[[int], None] | None, count: int) -> None:
    if progress is not None:
        progress(count)


def _batches(requests: Sequence[Request], size: int) -> list[list[Request]]:
    """Return requests in batches of neighbours, about equally long: at most `size` lines and `_BATCH_CHARS`.

    Each call carries the rules again, so 34 lines go as two batches of 17 and not as 32 and 2.
    """
    chars = sum(len(request.text) for request in requests)
    count = max(math.ceil(len(requests) / size), math.ceil(chars / _BATCH_CHARS), 1)
    even = min(size, math.ceil(len(requests) / count))
    batches: list[list[Request]] = []
    room = 0
    for request in requests:
        if not batches or len(batches[-1]) >= even or len(request.text) > room:
            batches.append([])
            room = _BATCH_CHARS
        batches[-1].append(request)
        room -= len(request.text)
    return batches
