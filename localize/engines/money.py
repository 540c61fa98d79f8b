"""The only place that counts what an engine costs: prices, usage, budgets, the meter that stops before the limit."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from localize.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

TOKENS = "tokens"
"""Unit of a budget that counts tokens, not money."""

_MILLION = Decimal(1_000_000)
_BUDGET = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[A-Za-z]*)")
_SHOWN = Decimal("0.0001")


class BudgetError(UnavailableError):
    """The next call could pass the budget, so it was not made."""

    default_code: ClassVar[str] = "ENG006"


@dataclass(frozen=True, slots=True)
class Price:
    """What a server asks for.

    Attributes:
        per_million_in, per_million_out: for a million tokens of prompt and of answer.
        currency: three letters.
    """

    per_million_in: Decimal
    per_million_out: Decimal
    currency: str

    def of(self, tokens_in: int, tokens_out: int) -> Decimal:
        """Return what so many tokens cost."""
        return (self.per_million_in * tokens_in + self.per_million_out * tokens_out) / _MILLION


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls used; `guessed` of them came from servers that did not say and are counted by rule, at the high end.

    Attributes:
        calls: answers of the server that it charges for.
        tokens_in, tokens_out: prompt and answer.
        cost: in the currency of the price, 0 where there is none.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    guessed: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.cost + other.cost,
            self.guessed + other.guessed,
        )


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may be spent; `unit` is a currency, `TOKENS`, or '' for the currency of the price."""

    amount: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.amount:,} tokens" if self.unit == TOKENS else f"{self.amount} {self.unit}".rstrip()


def parse_budget(text: str) -> Budget:
    """Return the budget that a text names.

    >>> print(parse_budget("5.00 USD"), "|", parse_budget("200000tok"))
    5.00 USD | 200,000 tokens

    Raises:
        UsageError: it is neither an amount nor a number of tokens.
    """
    match = _BUDGET.fullmatch(text.strip())
    unit = match["unit"] if match else "?"
    if unit.lower() in {"tok", "token", "tokens"}:
        unit = TOKENS
    elif len(unit) not in {0, 3}:
        raise UsageError(f"{text!r} is no budget", do="write 5.00 USD, or 200000tok for tokens")
    return Budget(Decimal(match["number"] if match else 0), unit if unit == TOKENS else unit.upper())


def shown(amount: Decimal, currency: str) -> str:
    """Return an amount for people, to the cent, or finer where it is less than one.

    >>> shown(Decimal("12.3"), "USD"), shown(Decimal("0.00123"), "USD")
    ('12.30 USD', '0.0013 USD')
    """
    step = Decimal("0.01") if amount >= 1 or not amount else _SHOWN
    return f"{amount.quantize(step, rounding='ROUND_UP'):,} {currency}".rstrip()


@dataclass(frozen=True, slots=True)
class Reservation:
    """What one call may use at most; `tokens_out` is the limit that the server has to be told."""

    tokens_in: int
    tokens_out: int
    price: Price | None


class Meter:
    """Counts what calls use, and lets none begin that could pass the budget; several threads may share it.

    A call reserves the most that it can use and settles what it did use, so the sum never passes the limit as long as
    the server keeps to the answer's length that it was told.
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget
        self.currency = ""
        self._usage = Usage()
        self._open: list[Reservation] = []
        self._changed = threading.Condition()

    @property
    def usage(self) -> Usage:
        """Return what has been used so far."""
        with self._changed:
            return self._usage

    def admit(self, name: str, price: Price | None, *, free: bool) -> None:
        """Check that the budget can be kept with an engine's price.

        Args:
            name: of the engine, for messages.
            price: what it asks, None if the project file does not say.
            free: the text stays on this host, so that a missing price means none.

        Raises:
            UsageError: a budget in money needs a price, or the currencies differ.
        """
        currency = price.currency if price else ""
        if currency and self.currency and currency != self.currency:
            raise UsageError(
                f"engines of one run charge in {self.currency} and {currency}",
                do="translate their locales in runs of their own, with --to",
            )
        self.currency = currency or self.currency
        if self.budget is None or self.budget.unit == TOKENS:
            return
        if price is None and not free:
            do = "set price_in and price_out (per million tokens) and currency, or give a budget in tokens"
            raise UsageError(f"a budget in money needs the price of the engine {name}", do=do)
        if currency and self.budget.unit not in {"", currency}:
            raise UsageError(f"the budget is in {self.budget.unit}, the price in {currency}", do="use one")

    def reserve(
        self,
        price: Price | None,
        *,
        tokens_in: int,
        least_out: int,
        most_out: int,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Reservation:
        """Return what a call may use; waits for calls under way where only their end shows whether there is room.

        Args:
            price: of the call.
            tokens_in: the prompt, at the high end.
            least_out: an answer shorter than this is of no use.
            most_out: the longest answer that is wanted.
            stopped: asked while waiting; a call that nobody waits for any more gives up.

        Raises:
            BudgetError: the call could pass the budget.
        """
        with self._changed:
            while (room := self._room(price, tokens_in)) < least_out:
                if not self._open or stopped():
                    raise self._spent()
                self._changed.wait(timeout=0.5)
            reservation = Reservation(tokens_in, min(most_out, room), price)
            self._open.append(reservation)
            return reservation

    def settle(self, reservation: Reservation, usage: Usage) -> None:
        """Take a call's reservation back and count what it used (nothing, if it failed)."""
        with self._changed:
            self._open.remove(reservation)
            cost = (
                reservation.price.of(usage.tokens_in, usage.tokens_out) if reservation.price else Decimal(0)
            )
            self._usage += Usage(usage.calls, usage.tokens_in, usage.tokens_out, cost, usage.guessed)
            self._changed.notify_all()

    def _room(self, price: Price | None, tokens_in: int) -> int:
        """Return how many tokens an answer may have now."""
        unlimited = 1 << 40
        if self.budget is None:
            return unlimited
        if self.budget.unit == TOKENS:
            held = sum(r.tokens_in + r.tokens_out for r in self._open)
            used = self._usage.tokens_in + self._usage.tokens_out
            return int(self.budget.amount) - used - held - tokens_in
        if price is None:
            return unlimited
        promised = sum((r.price.of(r.tokens_in, r.tokens_out) for r in self._open if r.price), Decimal(0))
        left = self.budget.amount - self._usage.cost - promised - price.of(tokens_in, 0)
        if left < 0:
            return -1
        return int(left * _MILLION / price.per_million_out) if price.per_million_out else unlimited

    def _spent(self) -> BudgetError:
        usage = self._usage
        if self.budget is not None and self.budget.unit != TOKENS:
            used = shown(usage.cost, self.currency)
        else:
            used = f"{usage.tokens_in + usage.tokens_out:,} tokens"
        return BudgetError(
            f"stopped before the budget of {self.budget} would be passed: {used} spent",
            do="what is done is kept; raise the budget and run again",
        )
