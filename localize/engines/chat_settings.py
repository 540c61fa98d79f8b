"""The only place that reads the options of the chat engine: text of the project file in, checked values out."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from localize.engines.base import Reach
from localize.engines.money import Price, parse_budget
from localize.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localize.engines.base import EngineOptions
    from localize.engines.money import Budget

JSON_KINDS = ("auto", "json_schema", "json_object", "none")
OPTION_NAMES = (
    "base_url", "key_env", "temperature", "max_tokens", "json", "concurrency", "timeout", "deadline", "retries",
    "price_in", "price_out", "currency", "budget", "characters", "instructions", "licence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The options of one chat engine.

    Attributes:
        base_url: of the server, up to and with ``/v1``.
        model: as the server calls it.
        key_env: the environment variable that holds the key, '' for none.
        temperature: 0 for the most likely answer.
        max_tokens: the longest answer of one call, 0 to let the size of the batch decide.
        json: how the server is asked for JSON; ``auto`` begins with the strictest and steps down when it is refused.
        concurrency: calls at the same time.
        timeout: seconds for one try of a call.
        deadline: seconds for a call with all its tries.
        retries: tries after the first.
        price: None if the project file names none.
        budget: None for no limit.
        characters: who is who, one a line (``name: what a translator has to know``).
        instructions: the house's own wishes about style.
        licence: of the model, as the user states it; '' if not stated.
        batch_size: lines a call.
    """

    base_url: str
    model: str
    key_env: str = ""
    temperature: float = 0.0
    max_tokens: int = 0
    json: str = "auto"
    concurrency: int = 4
    timeout: float = 120.0
    deadline: float = 600.0
    retries: int = 6
    price: Price | None = None
    budget: Budget | None = None
    characters: str = ""
    instructions: str = ""
    licence: str = ""
    batch_size: int = 32

    @property
    def reach(self) -> Reach:
        """Return where text goes: a loopback address stays on this host."""
        return Reach.HOST if is_loopback(self.base_url) else Reach.ELSEWHERE

    @property
    def server(self) -> str:
        """Return scheme, host and port, for messages."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    def key(self) -> str:
        """Return the key from the environment, '' if there is none; it is kept nowhere else."""
        return os.environ.get(self.key_env, "").strip() if self.key_env else ""


def is_loopback(url: str) -> bool:
    """Return whether a URL names this host by an address that cannot leave it."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings(options: EngineOptions) -> ChatSettings:
    """Return the checked options.

    Raises:
        UsageError: a value is not what its option takes, or a secret stands in the URL.
    """
    given = options.extra
    kind = given.get("json", "auto")
    if kind not in JSON_KINDS:
        raise UsageError(f"the option json of the engine chat is {kind!r}", do=f"use {', '.join(JSON_KINDS)}")
    return ChatSettings(
        base_url=_url(given.get("base_url", "")),
        model=options.model,
        key_env=given.get("key_env", ""),
        temperature=_number(given, "temperature", 0.0, most=2.0),
        max_tokens=int(_number(given, "max_tokens", 0)),
        json=kind,
        concurrency=int(_number(given, "concurrency", 4, least=1, most=256)),
        timeout=_number(given, "timeout", 120.0, least=0.01),
        deadline=_number(given, "deadline", 600.0, least=0.01),
        retries=int(_number(given, "retries", 6, most=100)),
        price=_price(given),
        budget=parse_budget(given["budget"]) if given.get("budget") else None,
        characters=given.get("characters", "").strip(),
        instructions=given.get("instructions", "").strip(),
        licence=given.get("licence", "").strip(),
        batch_size=max(1, options.batch_size),
    )


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        good = False
    if not good:
        do = "write it like http://127.0.0.1:8000/v1"
        raise UsageError("the option base_url of the engine chat is not the address of a server", do=do)
    if parts.username or parts.password or parts.query or parts.fragment:
        do = "put the secret into an environment variable and name it in key_env"
        raise UsageError("the option base_url of the engine chat holds more than an address", do=do)
    return text.rstrip("/")


def _number(
    given: Mapping[str, str], key: str, default: float, *, least: float = 0.0, most: float = 1e9
) -> float:
    text = given.get(key, "")
    try:
        value = float(text) if text else default
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        upper = f" to {most:g}" if most < 1e9 else " on"
        raise UsageError(
            f"the option {key} of the engine chat is {text!r}", do=f"write a number from {least:g}{upper}"
        )
    return value


def _price(given: Mapping[str, str]) -> Price | None:
    if not given.get("price_in") and not given.get("price_out"):
        return None
    try:
        amounts = [Decimal(given.get(key, "0") or "0") for key in ("price_in", "price_out")]
    except InvalidOperation:
        amounts = [Decimal(-1)]
    if not all(a.is_finite() and a >= 0 for a in amounts):
        do = "write what a million tokens cost, as in price_in = 0.27"
        raise UsageError("price_in or price_out of the engine chat is not an amount", do=do)
    return Price(amounts[0], amounts[1], given.get("currency", "USD").upper())
