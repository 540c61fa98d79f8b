"""A real HTTP server on loopback that speaks /v1/chat/completions, as well or as badly as a test tells it to."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Asked:
    """One call as it came: its JSON, its headers, the items with an id, and its place among all calls."""

    body: Mapping[str, Any]
    headers: Mapping[str, str]
    number: int

    @property
    def payload(self) -> Mapping[str, Any]:
        return json.loads(self.body["messages"][-1]["content"])

    @property
    def items(self) -> list[Mapping[str, Any]]:
        return [item for item in self.payload["items"] if "id" in item]

    @property
    def system(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def alone(self) -> bool:
        return len(self.items) == 1


@dataclass
class Answer:
    """What to send: a text in a good completion, or raw bytes; with a status, headers and bad manners."""

    text: str | None = None
    raw: bytes | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    finish: str = "stop"
    usage: Mapping[str, int] | None = None
    wait: float = 0.0
    cut_after: int | None = None
    reset: bool = False
    refusal: str | None = None


Script = Callable[[Asked], Answer]


def translated(text: str) -> str:
    """Return a fake translation: each run of Han becomes words that depend on it alone; all else is kept."""
    return HAN.sub(lambda m: " ".join(f"w{ord(ch) % 997}" + "aeiou"[ord(ch) % 5] for ch in m.group()), text)


def lines(
    items: Sequence[Mapping[str, Any]], render: Callable[[str], str] = translated
) -> list[dict[str, str]]:
    return [{"id": i["id"], "src": i["text"][:8], "text": render(i["text"])} for i in items]


def good(asked: Asked) -> Answer:
    """Answer as a good model does."""
    return Answer(json.dumps({"lines": lines(asked.items)}, ensure_ascii=False))


class ChatServer:
    """Runs until it is closed; `script` may be replaced at any time."""

    def __init__(self, script: Script = good) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.busiest = 0
        self._busy = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer._serve(self)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # a client that went away is part of the tests

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        data = handler.rfile.read(int(handler.headers["content-length"]))
        with self._lock:
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
            asked = Asked(
                json.loads(data), {k.lower(): v for k, v in handler.headers.items()}, len(self.asked)
            )
            self.asked.append(asked)
        try:
            self._send(handler, self.script(asked), asked)
        finally:
            with self._lock:
                self._busy -= 1

    def _send(self, handler: BaseHTTPRequestHandler, answer: Answer, asked: Asked) -> None:
        time.sleep(answer.wait)
        if answer.reset:
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.close_connection = True
            handler.connection.close()
            return
        data = answer.raw if answer.raw is not None else completion(answer, asked)
        handler.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data if answer.cut_after is None else data[: answer.cut_after])
        if answer.cut_after is not None:
            handler.close_connection = True

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def completion(answer: Answer, asked: Asked) -> bytes:
    """Return the JSON of a chat completion."""
    message = {"role": "assistant", "content": answer.text, "refusal": answer.refusal}
    usage = answer.usage
    if usage is None:
        prompt = sum(len(m["content"]) for m in asked.body["messages"])
        usage = {"prompt_tokens": prompt // 3, "completion_tokens": len(answer.text or "") // 3}
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": asked.body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": answer.finish}],
    }
    return json.dumps({**body, "usage": usage} if usage else body).encode()


def failing(message: str, status: int, **headers: str) -> Answer:
    """Return an error as OpenAI's servers send it."""
    raw = json.dumps({"error": {"message": message, "code": None}}).encode()
    return Answer(raw=raw, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})
