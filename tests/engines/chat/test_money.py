from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from chat_server import Answer, Asked, ChatServer, completion, good

from localize.engines.base import Candidate, Request
from localize.engines.chat import ChatEngine
from localize.engines.estimate import PaidEngine
from localize.engines.money import TOKENS, Budget, BudgetError, Meter, Price, Usage, parse_budget, shown
from localize.errors import UsageError

Make = Callable[..., ChatEngine]
TEXTS = [f"第{n}句话说给你听，你要记住。" for n in range(40)]
REQUESTS = [Request(str(n), text) for n, text in enumerate(TEXTS)]
PRICE = {"price_in": "2.00", "price_out": "8.00", "currency": "CNY"}


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("5", Budget(Decimal(5))),
        ("5.00 usd", Budget(Decimal("5.00"), "USD")),
        ("200000tok", Budget(Decimal(200000), TOKENS)),
        ("1500 tokens", Budget(Decimal(1500), TOKENS)),
    ],
)
def test_a_budget_is_an_amount_or_a_number_of_tokens(text: str, budget: Budget) -> None:
    assert parse_budget(text) == budget


@pytest.mark.parametrize("text", ["", "much", "-5 USD", "5 dollars", "1e9", "5,00 EUR"])
def test_anything_else_is_no_budget(text: str) -> None:
    with pytest.raises(UsageError, match=r"write 5\.00 USD, or 200000tok"):
        parse_budget(text)


def test_an_amount_is_shown_to_the_cent_and_a_small_one_never_as_nothing() -> None:
    assert [shown(Decimal(a), "USD") for a in ("1234.5", "0.00001", "0")] == [
        "1,234.50 USD",
        "0.0001 USD",
        "0.00 USD",
    ]


def test_usage_of_the_server_is_added_up_with_its_price(server: ChatServer, make: Make) -> None:
    def billed(asked: Asked) -> Answer:
        usage = {"prompt_tokens": 1000, "completion_tokens": 500}
        return Answer(good(asked).text, usage=usage)

    server.script = billed
    engine = make(batch_size=10, **PRICE)
    engine.translate(REQUESTS)
    assert engine.meter.usage == Usage(4, 4000, 2000, Decimal("0.024"))


def test_a_server_that_does_not_say_is_counted_by_rule_at_the_high_end(
    server: ChatServer, make: Make
) -> None:
    server.script = lambda asked: Answer(raw=completion(Answer(good(asked).text, usage={}), asked))
    engine = make()
    engine.translate(REQUESTS)
    usage = engine.meter.usage
    assert usage.guessed == usage.calls == 2
    assert usage.tokens_in > 500
    assert usage.tokens_out > 500


def test_tries_that_a_server_may_charge_for_are_counted_and_others_not(
    server: ChatServer, make: Make
) -> None:
    server.script = lambda a: Answer(good(a).text, wait=0.4) if a.number == 0 else good(a)
    engine = make(timeout=0.2)
    engine.translate(REQUESTS[:4])
    assert (engine.meter.usage.calls, engine.meter.usage.guessed) == (2, 1)


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("budget", ["5000tok", "0.015 CNY"])
def test_a_budget_is_never_passed_and_what_was_paid_is_kept(
    budget: str, concurrency: int, server: ChatServer, make: Make
) -> None:
    engine = make(batch_size=4, concurrency=concurrency, budget=budget, **PRICE)
    with pytest.raises(
        BudgetError, match=r"ENG006 stopped before the budget of .* would be passed: .* spent"
    ):
        engine.translate(REQUESTS)
    usage = engine.meter.usage
    assert usage.tokens_in + usage.tokens_out <= 5000 if "tok" in budget else usage.cost <= Decimal("0.015")
    engine.stop()
    done = [a for a in engine.translate(REQUESTS) if isinstance(a, Candidate)]
    assert len(done) == 4 * usage.calls
    assert 0 < len(done) < len(REQUESTS)
    assert len(server.asked) == usage.calls


def test_a_budget_that_suffices_changes_nothing(server: ChatServer, make: Make) -> None:
    engine = make(batch_size=4, budget="2.00 CNY", **PRICE)
    assert all(isinstance(a, Candidate) for a in engine.translate(REQUESTS))


def test_the_length_of_an_answer_is_bounded_by_what_is_left(server: ChatServer, make: Make) -> None:
    engine = make(batch_size=40, budget="9000tok")
    engine.translate(REQUESTS)
    asked = server.asked[0].body
    prompt = sum(len(m["content"]) for m in asked["messages"])
    assert asked["max_tokens"] + prompt // 3 <= 9000


def test_engines_of_one_run_share_a_meter_and_must_share_a_currency() -> None:
    meter = Meter(Budget(Decimal(5), "USD"))
    meter.admit("a", Price(Decimal(1), Decimal(2), "USD"), free=False)
    with pytest.raises(UsageError, match="charge in USD and EUR"):
        meter.admit("b", Price(Decimal(1), Decimal(2), "EUR"), free=False)
    with pytest.raises(UsageError, match="the budget is in USD, the price in EUR"):
        Meter(Budget(Decimal(5), "USD")).admit("b", Price(Decimal(1), Decimal(2), "EUR"), free=False)
    meter.admit("c", None, free=True)


def test_an_estimate_sends_nothing_and_holds_what_is_then_used(server: ChatServer, make: Make) -> None:
    engine = make(batch_size=10, **PRICE)
    assert isinstance(engine, PaidEngine)
    estimate = engine.estimate(REQUESTS)
    assert server.asked == []
    engine.translate(REQUESTS)
    assert estimate.calls == len(server.asked) == 4
