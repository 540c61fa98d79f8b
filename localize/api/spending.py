"""The only place that keeps what drafts cost: one meter a run, one line a locale in `.localize/usage.jsonl`."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from localize.engines.base import Reach
from localize.engines.estimate import PaidEngine
from localize.engines.money import BudgetError, Meter, Usage, parse_budget
from localize.errors import OutputError, Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.engines.base import Engine

FILE_NAME = "usage.jsonl"


@dataclass(frozen=True, slots=True)
class UsageLine:
    """What one locale of one run used.

    Attributes:
        at: when it ended, UTC, ISO 8601.
        locale, engine: whose drafts; the engine by its signature.
        calls, tokens_in, tokens_out, guessed: see `localize.engines.money.Usage`.
        cost, currency: '' for the currency where no price is known.
        seconds: from the first to the last line, everything included.
    """

    at: str
    locale: str
    engine: str
    calls: int
    tokens_in: int
    tokens_out: int
    guessed: int
    cost: str
    currency: str
    seconds: float


class Purse:
    """The money of one translate run."""

    def __init__(self, folder: Path, budget: str = "") -> None:
        """Begin a run.

        Args:
            folder: of the store; the log is written there.
            budget: for the whole run, as `parse_budget` reads it; '' for the budget of each engine, if it has one.

        Raises:
            UsageError: the budget cannot be read.
        """
        self._folder = folder
        self._meter = Meter(parse_budget(budget)) if budget else None
        self.usage = Usage()
        self.currency = ""
        self.stopped: BudgetError | None = None

    @contextlib.contextmanager
    def counting(self, locale: str, engine: Engine | None) -> Iterator[None]:
        """Count what an engine uses inside; a spent budget ends the block and stands in `stopped`. Appends to the log.

        Raises:
            UsageError: the budget is in money and the engine's price is not known, or the engine cannot keep one.
            OutputError: the log cannot be written.
        """
        if engine is None or not isinstance(engine, PaidEngine):
            if self._meter is not None and engine is not None and engine.info.reach is not Reach.PROCESS:
                do = "leave --budget out, or give its parts a budget in the project file"
                raise UsageError(f"the engine {engine.info.name} cannot keep a budget", do=do)
            yield
            return
        if self._meter is not None:
            self._meter.admit(engine.info.name, engine.price, free=engine.info.reach is not Reach.ELSEWHERE)
            engine.meter = self._meter
        meter, before, began = engine.meter, engine.meter.usage, time.monotonic()
        try:
            yield
        except BudgetError as spent:
            self.stopped = spent
        finally:
            used = _since(before, meter.usage)
            self.usage += used
            self.currency = meter.currency or self.currency
            if used.calls:
                signature = engine.signature()
                self._note(locale, signature, used, meter.currency, time.monotonic() - began)

    def _note(self, locale: str, signature: str, used: Usage, currency: str, seconds: float) -> None:
        line = UsageLine(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            locale=locale,
            engine=signature,
            calls=used.calls,
            tokens_in=used.tokens_in,
            tokens_out=used.tokens_out,
            guessed=used.guessed,
            cost=str(used.cost),
            currency=currency,
            seconds=round(seconds, 3),
        )
        path = self._folder / FILE_NAME
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as log:
                log.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
        except OSError as error:
            raise OutputError(f"cannot be written: {error.strerror}", place=Place(str(path))) from error


def _since(before: Usage, now: Usage) -> Usage:
    return Usage(
        now.calls - before.calls,
        now.tokens_in - before.tokens_in,
        now.tokens_out - before.tokens_out,
        now.cost - before.cost,
        now.guessed - before.guessed,
    )


def history(folder: Path) -> list[UsageLine]:
    """Return what earlier runs used, oldest first. Read-only; a line that was cut off by a kill is left out."""
    lines = []
    try:
        text = (folder / FILE_NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    for row in text.splitlines():
        with contextlib.suppress(ValueError, TypeError):
            lines.append(UsageLine(**json.loads(row)))
    return lines


def total(lines: list[UsageLine]) -> dict[str, Decimal]:
    """Return currency → what was spent in it."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.currency:
            sums[line.currency] = sums.get(line.currency, Decimal(0)) + Decimal(line.cost)
    return sums
