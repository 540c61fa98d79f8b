from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from chat_server import ChatServer

from localize.engines import chat_client, create
from localize.engines.base import EngineOptions
from localize.engines.chat import ChatEngine

Make = Callable[..., ChatEngine]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_client, "BACKOFF", 0.005)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    running = ChatServer()
    yield running
    running.close()


@pytest.fixture
def make(server: ChatServer) -> Make:
    """Return a maker of chat engines for the server; keywords are options of the engine."""

    def build(
        target: str = "en-US", source: str = "zh-Hans", batch_size: int = 32, **extra: object
    ) -> ChatEngine:
        options = EngineOptions(
            model="tiny",
            batch_size=batch_size,
            extra={"base_url": server.url, **{key: str(value) for key, value in extra.items()}},
        )
        engine = create("chat", source=source, target=target, options=dataclasses.replace(options))
        assert isinstance(engine, ChatEngine)
        return engine

    return build
