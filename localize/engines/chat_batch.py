"""The only place that turns requests into a chat model's answers line by line: asked, judged, asked again alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.engines.base import Candidate, EngineFailure
from localize.engines.chat_answer import parse
from localize.engines.chat_checks import Verdict, judge
from localize.engines.chat_client import CallError
from localize.engines.chat_prompt import join, lay_out, messages
from localize.engines.estimate import Range, target_tokens, tokens

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    from localize.engines.base import Request
    from localize.engines.chat_client import ChatClient
    from localize.engines.chat_prompt import Layout, Piece
    from localize.engines.chat_settings import ChatSettings
    from localize.engines.money import Meter
    from localize.engines.writing import Pair

ALONE = 2
"""How often a line that got no good answer is asked again by itself; the last time without the lines around it."""

BARREN = 10
"""Calls without one usable line after which a model is not asked any more in a batch."""

_ANSWER_SHELL = 24
"""Tokens of JSON, id and copied head around each line of an answer, at the high end."""


@dataclass(frozen=True, slots=True)
class Order:
    """One batch to ask for.

    Attributes:
        layouts: its lines.
        meter: counts and limits what is spent.
        keep: takes each finished line as soon as it is there.
        stopped: set when nobody waits any more.
    """

    layouts: Sequence[Layout]
    meter: Meter
    keep: Callable[[Candidate], None]
    stopped: threading.Event


class Asker:
    """Asks one model for batches of lines; safe for threads."""

    def __init__(
        self, settings: ChatSettings, client: ChatClient, pair: Pair, *, source: str, target: str
    ) -> None:
        """Wire it.

        Args:
            settings, client: of the engine.
            pair: the languages, for what needs no model and how sentences are joined.
            source, target: their English names, for the prompt.
        """
        self._settings = settings
        self._client = client
        self._pair = pair
        self._source = source
        self._target = target

    def answers(self, order: Order) -> list[Candidate | EngineFailure]:
        """Return one answer a line of the batch, in order.

        Raises:
            ServiceError, BudgetError, StoppedError: as `ChatClient.ask`; lines finished before were kept.
        """
        work = _Work(self, order)
        pieces = [piece for layout in order.layouts for piece in layout.pieces]
        if pieces:
            work.together(pieces)
        else:
            work.finish_ready()
        for piece in pieces:
            if not work.settled(piece):
                work.alone(piece)
        return work.results()

    def prompt(self, pieces: Sequence[Piece], *, why: str = "", context: bool = True) -> list[dict[str, str]]:
        """Return the messages for pieces of a batch."""
        return messages(
            pieces,
            source=self._source,
            target=self._target,
            characters=self._settings.characters,
            instructions=self._settings.instructions,
            why=why,
            context=context,
        )

    def expected(self, pieces: Sequence[Piece]) -> Range:
        """Return the tokens of a good answer to the pieces."""
        out = Range(_ANSWER_SHELL / 2, _ANSWER_SHELL)
        for piece in pieces:
            out += target_tokens(piece.text, self._pair.target) + tokens(piece.text[:8])
            out += Range(_ANSWER_SHELL / 2, _ANSWER_SHELL)
        return out

    def ask(
        self, pieces: Sequence[Piece], order: Order, *, why: str = "", context: bool = True
    ) -> dict[str, Verdict]:
        """Return the verdict on each piece after one call."""
        likely = int(self.expected(pieces).high) + 1
        prompt = self.prompt(pieces, why=why, context=context)
        reply = self._client.ask(prompt, order.meter, likely_out=likely, stopped=order.stopped)
        items = parse(reply.text)
        verdicts = judge(items, pieces, language=self._pair.target)
        if reply.cut and len(items) < len(pieces):
            return {name: _broken_off(verdict) for name, verdict in verdicts.items()}
        if not items:
            return {name: Verdict("", "it was not the JSON that was asked for") for name in verdicts}
        return verdicts

    def layouts(self, requests: Sequence[Request]) -> list[Layout]:
        """Return the requests of a batch laid out for this pair of languages."""
        return lay_out(requests, self._pair)

    def joined(self, layout: Layout, answers: dict[str, str]) -> str:
        """Return the target of a request."""
        return join(layout, answers, joint=self._pair.joint)


def _broken_off(verdict: Verdict) -> Verdict:
    return verdict if verdict.text else Verdict("", "the answer broke off before it")


class _Work:
    """What is known of one batch so far."""

    def __init__(self, asker: Asker, order: Order) -> None:
        self._asker = asker
        self._order = order
        self._good: dict[str, str] = {}
        self._usable: dict[str, str] = {}
        self._faults: dict[str, str] = {}
        self._barren = 0
        self._kept: dict[str, Candidate] = {}

    def together(self, pieces: Sequence[Piece]) -> None:
        """Ask for pieces in one call; in halves if that gave nothing, so that one bad line does not cost the rest."""
        if self._hopeless:
            return
        try:
            fruitful = self._take(self._asker.ask(pieces, self._order))
            smaller = True
        except CallError as error:
            fruitful, smaller = False, error.smaller
            self._barren += 1
            self._faults.update({piece.id: error.reason for piece in pieces})
        if not fruitful and smaller and len(pieces) > 1:
            middle = len(pieces) // 2
            self.together(pieces[:middle])
            self.together(pieces[middle:])

    def alone(self, piece: Piece) -> None:
        """Ask for one piece by itself: twice while there is nothing to use, once if there is but it could be better."""
        for turn in range(ALONE):
            if self._hopeless:
                return
            why = self._faults.get(piece.id, "")
            try:
                self._take(self._asker.ask([piece], self._order, why=why, context=turn + 1 < ALONE))
            except CallError as error:
                self._barren += 1
                self._faults[piece.id] = error.reason
                return  # it cannot be asked in a smaller way
            if piece.id in self._good or piece.id in self._usable:
                return

    @property
    def _hopeless(self) -> bool:
        return self._barren >= BARREN and not self._good and not self._usable

    def _take(self, verdicts: dict[str, Verdict]) -> bool:
        """Note what a call brought and return whether a line of it can be used."""
        good = {name: verdict.text for name, verdict in verdicts.items() if not verdict.fault}
        usable = {name: verdict.text for name, verdict in verdicts.items() if verdict.usable}
        self._good.update(good)
        self._usable.update(usable)
        self._faults.update({name: verdict.fault for name, verdict in verdicts.items() if verdict.fault})
        self._barren += not (good or usable)
        self.finish_ready()
        return bool(good or usable)

    def settled(self, piece: Piece) -> bool:
        """Return whether a piece needs no further call."""
        return piece.id in self._good

    def finish_ready(self) -> None:
        """Hand over every line whose pieces are all good."""
        for layout in self._order.layouts:
            name = layout.request.id
            if name not in self._kept and all(piece.id in self._good for piece in layout.pieces):
                self._kept[name] = Candidate(name, self._asker.joined(layout, self._good))
                self._order.keep(self._kept[name])

    def results(self) -> list[Candidate | EngineFailure]:
        """Return one answer a layout: the good one, the usable one, or why there is none."""
        found: list[Candidate | EngineFailure] = []
        for layout in self._order.layouts:
            name = layout.request.id
            texts = {**self._usable, **self._good}
            missing = [piece.id for piece in layout.pieces if piece.id not in texts]
            if name in self._kept:
                found.append(self._kept[name])
            elif missing:
                reason = self._faults.get(
                    missing[0], "it was not asked, as the model gave nothing usable before"
                )
                found.append(EngineFailure(name, f"the model's answer was refused: {reason}"))
            else:
                candidate = Candidate(name, self._asker.joined(layout, texts))
                self._order.keep(candidate)
                found.append(candidate)
        return found
