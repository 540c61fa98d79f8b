"""Where text goes, and that a key is seen by the server alone."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from chat_server import ChatServer, failing

from localize.engines import create, missing
from localize.engines.base import EngineOptions, Reach, Request
from localize.engines.chat import ChatEngine
from localize.engines.chat_client import ServiceError
from localize.errors import UnavailableError, UsageError

Make = Callable[..., ChatEngine]
KEY = "sk-very-secret-1234567890"
LINES = [Request("1", "机密台词不能外泄。")]


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)


@pytest.mark.usefixtures("keyed")
def test_the_key_goes_to_the_server_and_nowhere_else(
    server: ChatServer, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        engine = make(key_env="MY_KEY")
        engine.translate(LINES)
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in engine.signature() + repr(engine.info) + caplog.text
    assert "机密" not in caplog.text


@pytest.mark.usefixtures("keyed")
def test_a_server_that_repeats_the_key_in_an_error_does_not_get_it_printed(
    server: ChatServer, make: Make
) -> None:
    server.script = lambda _: failing(f"Incorrect API key provided: {KEY}\x1b[31m", 401)
    with pytest.raises(ServiceError, match=r"Incorrect API key provided: \[key\]") as caught:
        make(key_env="MY_KEY").translate(LINES)
    assert KEY not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_keys_and_accounts_of_the_environment_are_not_sent_to_another_server(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, f"mine-{name}")
    make().translate(LINES)
    assert not [value for value in server.asked[0].headers.values() if "mine-" in value]


def test_a_server_on_this_host_is_not_reached_through_a_proxy(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = ChatServer()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    make().translate(LINES)
    assert (len(server.asked), len(proxy.asked)) == (1, 0)
    proxy.close()


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("http://127.0.0.1:8000/v1", Reach.HOST),
        ("http://localhost:11434/v1", Reach.HOST),
        ("http://[::1]:8080/v1", Reach.HOST),
        ("http://127.0.0.1.example.com/v1", Reach.ELSEWHERE),
        ("http://192.168.1.20:8000/v1", Reach.ELSEWHERE),
        ("https://api.example.com/v1", Reach.ELSEWHERE),
    ],
)
def test_where_text_goes_is_read_from_the_address(url: str, reach: Reach) -> None:
    engine = create(
        "chat", source="zh-Hans", target="en", options=EngineOptions(model="m", extra={"base_url": url})
    )
    assert engine.info.reach is reach


@pytest.mark.parametrize(
    "url", ["https://user:pw@example.com/v1", "https://example.com/v1?key=abc", "https://example.com/v1#abc"]
)
def test_a_secret_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match="holds more than an address") as caught:
        create(
            "chat", source="zh-Hans", target="en", options=EngineOptions(model="m", extra={"base_url": url})
        )
    assert "pw" not in str(caught.value)
    assert "abc" not in str(caught.value)


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"base_url": "127.0.0.1:8000"}, "is not the address of a server"),
        ({"json": "yaml"}, "use auto, json_schema, json_object, none"),
        ({"temperature": "hot"}, "temperature of the engine chat is 'hot'"),
        ({"concurrency": "0"}, "write a number from 1 to 256"),
        ({"price_in": "cheap"}, "price_in or price_out"),
        ({"budget": "a lot"}, "'a lot' is no budget"),
        ({"budget": "5 USD"}, "a budget in money needs the price"),
        ({"api_key": "sk-1"}, "has no option 'api_key'"),
    ],
)
def test_an_option_that_cannot_be_read_is_named(extra: dict[str, str], message: str) -> None:
    options = EngineOptions(model="m", extra={"base_url": "https://example.com/v1", **extra})
    with pytest.raises(UsageError, match=message):
        create("chat", source="zh-Hans", target="en", options=options)


def test_what_is_missing_is_said_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing("chat") == "needs a server: set base_url and model"
    options = EngineOptions(model="m", extra={"base_url": "https://example.com/v1", "key_env": "NO_SUCH_KEY"})
    with pytest.raises(UnavailableError, match="set the environment variable NO_SUCH_KEY") as caught:
        create("chat", source="zh-Hans", target="en", options=options)
    assert caught.value.exit_code == 3
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "openai" else real(name))
    assert missing("chat") == "needs openai: pip install 'chuhai-localize[chat]'"


def test_the_signature_names_model_and_prompt_and_follows_what_changes_the_output_only(make: Make) -> None:
    base = make().signature()
    assert base.startswith("chat/1 model=tiny")
    for same in ({"concurrency": 9}, {"timeout": 3}, {"price_in": 1}, {"retries": 1}, {"key_env": "PATH"}):
        assert make(**same).signature() == base
    for other in ({"temperature": 0.5}, {"instructions": "Be brief."}, {"characters": "林默: male"}):
        assert make(**other).signature() != base
    assert make(target="es-419").signature() != base
    assert "127.0.0.1" not in base
