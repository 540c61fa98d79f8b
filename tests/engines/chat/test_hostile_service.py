"""A server that is slow, busy, gone or broken: waited for within bounds, told apart from a bad line."""

from __future__ import annotations

import email.utils
import itertools
import json
import socket
import time
from collections.abc import Callable

import pytest
from chat_server import Answer, Asked, ChatServer, completion, failing, good, lines, translated

from localize.engines.base import Candidate, EngineFailure, Request
from localize.engines.chat import ChatEngine
from localize.engines.chat_client import ServiceError

Make = Callable[..., ChatEngine]
TEXTS = [f"第{n}句话说给你听。" for n in range(8)]


def requests(texts: list[str] = TEXTS) -> list[Request]:
    return [Request(str(n), text) for n, text in enumerate(texts)]


def once(bad: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    return lambda asked: bad(asked) if asked.number == 0 else good(asked)


def whole(asked: Asked) -> bytes:
    return completion(good(asked), asked)


TRANSIENT = {
    "500": lambda _: failing("boom", 500),
    "502 in HTML": lambda _: Answer(raw=b"<html>bad gateway</html>", status=502),
    "429 without a time": lambda _: failing("slow down", 429),
    "429 with Retry-After": lambda _: failing("slow down", 429, Retry_After="0.05"),
    "503 with a date": lambda _: failing(
        "later", 503, Retry_After=email.utils.formatdate(time.time(), usegmt=True)
    ),
    "half an answer": lambda a: Answer(raw=whole(a), cut_after=60),
    "a reset": lambda _: Answer(reset=True),
    "invalid UTF-8": lambda a: Answer(raw=whole(a).replace(b"w", b"\xff", 1)),
    "no JSON": lambda _: Answer(raw=b"OK"),
    "JSON of something else": lambda _: Answer(raw=b"[1, 2]"),
    "no choices": lambda _: Answer(raw=b'{"choices": []}'),
    "an error with status 200": lambda _: Answer(raw=b'{"error": {"message": "overloaded"}}'),
}


@pytest.mark.parametrize("name", TRANSIENT)
def test_a_fault_that_passes_is_tried_again(name: str, server: ChatServer, make: Make) -> None:
    server.script = once(TRANSIENT[name])
    answers = make().translate(requests())
    assert [a.text for a in answers if isinstance(a, Candidate)] == [translated(t) for t in TEXTS]
    assert len(server.asked) == 2


def test_retry_after_is_waited_for_by_every_thread(server: ChatServer, make: Make) -> None:
    times: list[float] = []

    def busy(asked: Asked) -> Answer:
        times.append(time.monotonic())
        return failing("slow down", 429, Retry_After="0.3") if asked.number == 1 else good(asked)

    server.script = busy
    engine = make(batch_size=1, concurrency=2)
    assert all(isinstance(a, Candidate) for a in engine.translate(requests()))
    quiet = max(b - a for a, b in itertools.pairwise(times[1:]))
    assert 0.2 < quiet < 1.5


def test_a_server_that_asks_for_longer_than_the_deadline_is_given_up_at_once(
    server: ChatServer, make: Make
) -> None:
    server.script = lambda _: failing("come back tomorrow", 429, Retry_After="86400")
    began = time.monotonic()
    with pytest.raises(
        ServiceError, match=r"ENG007 .* gives no answers: the server says 429: come back tomorrow"
    ):
        make(deadline=5).translate(requests())
    assert time.monotonic() - began < 2


def test_a_fault_that_stays_ends_after_the_tries_allowed(server: ChatServer, make: Make) -> None:
    server.script = lambda _: failing("boom", 500)
    with pytest.raises(ServiceError, match="500: boom; tried 4 times") as caught:
        make(retries=3).translate(requests())
    assert len(server.asked) == 4
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("status", [401, 402, 403, 404])
def test_no_right_or_no_such_model_is_not_tried_again(status: int, server: ChatServer, make: Make) -> None:
    server.script = lambda _: failing("no", status)
    with pytest.raises(ServiceError, match=f"the server says {status}: no") as caught:
        make().translate(requests())
    assert len(server.asked) == 1
    assert "check base_url, model and key_env" in caught.value.do


def test_an_account_without_money_is_not_tried_again(server: ChatServer, make: Make) -> None:
    server.script = lambda _: failing("You exceeded your quota: insufficient_quota", 429)
    with pytest.raises(ServiceError, match="insufficient_quota"):
        make().translate(requests())
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_named(make: Make) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    engine = make(base_url=f"http://127.0.0.1:{port}/v1", retries=1)
    with pytest.raises(ServiceError, match=f"the server http://127.0.0.1:{port} gives no answers"):
        engine.translate(requests())


def test_a_batch_that_takes_too_long_is_asked_in_halves(server: ChatServer, make: Make) -> None:
    server.script = lambda a: Answer(good(a).text, wait=0.6 if len(a.items) > 2 else 0)
    answers = make(timeout=0.25, concurrency=1).translate(requests(TEXTS[:4]))
    assert [a.text for a in answers if isinstance(a, Candidate)] == [translated(t) for t in TEXTS[:4]]
    assert [len(a.items) for a in server.asked] == [4, 4, 2, 2]


def test_the_deadline_of_a_call_holds_over_all_its_tries(server: ChatServer, make: Make) -> None:
    server.script = lambda _: failing("boom", 500, Retry_After="0.1")
    began = time.monotonic()
    with pytest.raises(ServiceError, match="gives no answers"):
        make(deadline=0.5, retries=100).translate(requests())
    assert 0.2 < time.monotonic() - began < 1.5


def test_a_refused_form_of_json_is_learnt_once_for_all_calls(server: ChatServer, make: Make) -> None:
    def plain(asked: Asked) -> Answer:
        form = asked.body.get("response_format", {}).get("type")
        return failing(f"response_format {form} is not supported", 400) if form else good(asked)

    server.script = plain
    engine = make(batch_size=1)
    assert all(isinstance(a, Candidate) for a in engine.translate(requests()))
    forms = [a.body.get("response_format", {}).get("type") for a in server.asked]
    assert forms[:3] == ["json_schema", "json_object", None]
    assert set(forms[3:]) == {None}


def test_a_form_that_the_project_file_names_is_kept(server: ChatServer, make: Make) -> None:
    make(json="json_object").translate(requests())
    assert server.asked[0].body["response_format"] == {"type": "json_object"}


def test_names_and_options_that_newer_models_refuse_are_changed(server: ChatServer, make: Make) -> None:
    def newer(asked: Asked) -> Answer:
        if "max_tokens" in asked.body:
            return failing("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", 400)
        if "temperature" in asked.body:
            return failing("Unsupported value: 'temperature' does not support 0.", 400)
        return good(asked)

    server.script = newer
    assert all(isinstance(a, Candidate) for a in make().translate(requests()))
    assert len(server.asked) == 3
    assert server.asked[-1].body["response_format"]["type"] == "json_schema"


def test_no_more_calls_are_made_at_once_than_allowed(server: ChatServer, make: Make) -> None:
    server.script = lambda a: Answer(good(a).text, wait=0.03)
    make(batch_size=1, concurrency=3).translate(requests([f"第{n}句。" for n in range(16)]))
    assert server.busiest == 3


def test_what_was_finished_before_an_error_is_not_asked_again(server: ChatServer, make: Make) -> None:
    server.script = lambda a: failing("boom", 500) if a.number in {3, 4} else good(a)
    engine = make(batch_size=1, concurrency=1, retries=1)
    with pytest.raises(ServiceError, match="boom"):
        engine.translate(requests())
    assert all(isinstance(a, Candidate) for a in engine.translate(requests()))
    texts = [a.items[0]["text"] for a in server.asked]
    assert {text: texts.count(text) for text in TEXTS} == {t: 3 if t == TEXTS[3] else 1 for t in TEXTS}


def test_finished_lines_of_a_batch_that_failed_later_are_kept(server: ChatServer, make: Make) -> None:
    def dies(asked: Asked) -> Answer:
        if asked.number:
            return failing("boom", 500)
        return Answer(json.dumps({"lines": lines(asked.items)[:5]}))

    server.script = dies
    engine = make(retries=0)
    with pytest.raises(ServiceError, match="boom"):
        engine.translate(requests())
    engine.stop()
    answers = engine.translate(requests())
    assert [isinstance(a, Candidate) for a in answers] == [True] * 4 + [False] * 4
    assert all("was not asked" in a.reason for a in answers if isinstance(a, EngineFailure))


def test_ctrl_c_ends_at_once_and_keeps_what_is_finished(
    server: ChatServer, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.script = lambda a: Answer(good(a).text, wait=0 if a.number < 3 else 30)
    engine = make(batch_size=1, concurrency=1)
    seen: list[int] = []

    def progress(count: int) -> None:
        seen.append(count)
        if len(seen) == 3:
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        engine.translate(requests(), progress=progress)
    assert time.monotonic() - began < 5
    engine.stop()
    assert [isinstance(a, Candidate) for a in engine.translate(requests())] == [True] * 3 + [False] * 5


def test_a_redirect_is_not_followed(server: ChatServer, make: Make) -> None:
    other = ChatServer()
    server.script = lambda _: Answer(
        raw=b"", status=307, headers={"Location": f"{other.url}/chat/completions"}
    )
    with pytest.raises(ServiceError, match="sends the text on to another address"):
        make().translate(requests())
    assert other.asked == []
    other.close()
