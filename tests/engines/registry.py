"""A server on loopback that plays a hub and the Firefox registry, and fails when it is told to."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

HUB_COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Registry:
    """What is served, what goes wrong, and what was asked.

    Attributes:
        files: content by path.
        cut: how many bytes of a path are sent before the connection breaks, each time an entry is left in the list.
        codes: codes that are answered first, by path; 200 sends the file.
        ranges: whether parts of a file are served.
        retry_after: seconds that a refusal asks to wait.
        asked: (path, Range header) of each request.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    cut: dict[str, list[int]] = field(default_factory=dict)
    codes: dict[str, list[int]] = field(default_factory=dict)
    ranges: bool = True
    retry_after: str = "2"
    asked: list[tuple[str, str]] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Self:
        registry = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def do_GET(self) -> None:
                registry.answer(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = urlsplit(request.path).path
        asked = request.headers.get("Range", "")
        self.asked.append((path, asked))
        code = self.codes[path].pop(0) if self.codes.get(path) else 200
        if code != 200:
            self._refuse(request, code)
        elif path not in self.files:
            self._refuse(request, 404)
        else:
            self._send(request, path, asked)

    def _refuse(self, request: BaseHTTPRequestHandler, code: int) -> None:
        request.send_response(code)
        request.send_header("Retry-After", self.retry_after)
        if code == 404:
            request.send_header("X-Error-Code", "RepoNotFound")
        request.send_header("Content-Length", "0")
        request.end_headers()

    def _send(self, request: BaseHTTPRequestHandler, path: str, asked: str) -> None:
        body, start = self.files[path], 0
        if asked and self.ranges:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                return self._refuse(request, 416)
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        request.send_header("Content-Length", str(len(body) - start))
        request.end_headers()
        end = start + self.cut[path].pop(0) if self.cut.get(path) else len(body)
        self.sent[path] += len(
            body[start:end]
        )  # counted first: the client may ask as soon as it has the bytes
        request.wfile.write(body[start:end])
        return None

    def add_firefox(self, pair: str, folder: Path, *, digest: str = "") -> dict[str, str]:
        """Serve a Firefox model of a pair and return the path of each of its files by the registry's word."""
        words = {
            "model.bin": "model",
            "vocab.spm": "vocab",
            "source.spm": "srcVocab",
            "target.spm": "trgVocab",
        }
        entry: dict[str, dict[str, object]] = {}
        for file in sorted(folder.iterdir()):
            if file.name in words:
                content, path = file.read_bytes(), f"models/{pair}/exported/{file.name}.gz"
                self.files[f"/{path}"] = gzip.compress(content, mtime=0)
                entry[words[file.name]] = {"path": path}
                if file.name == "model.bin":
                    entry["model"] |= {
                        "uncompressedSize": len(content),
                        "uncompressedHash": digest or hashlib.sha256(content).hexdigest(),
                    }
        model = {"architecture": "base-memory", "releaseStatus": "Release", "files": entry}
        older = {"architecture": "tiny", "releaseStatus": "Nightly", "files": {}}
        listed = {
            "baseUrl": "https://unreachable.invalid",
            "models": {pair: [older, model], "en-de": [older]},
        }
        self.files["/db/models.json"] = json.dumps(listed).encode()
        return {word: f"/{file['path']}" for word, file in entry.items()}

    def add_hub(
        self, name: str, folder: Path, *, licence: str = "", large: tuple[str, ...] = ("model.bin",)
    ) -> None:
        """Serve the files of a folder as a model of a hub; `large` ones have a SHA-256, the others a git hash."""
        siblings = []
        for file in sorted(folder.iterdir()):
            content = file.read_bytes()
            blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
            sibling: dict[str, object] = {"rfilename": file.name, "size": len(content), "blobId": blob}
            if file.name in large or file.name.endswith(".safetensors"):
                digest = hashlib.sha256(content).hexdigest()
                sibling["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 130}
            siblings.append(sibling)
            self.files[f"/{name}/resolve/{HUB_COMMIT}/{file.name}"] = content
        siblings.append({"rfilename": "training.log", "size": 4, "blobId": "0" * 40})
        about = {
            "id": name,
            "sha": HUB_COMMIT,
            "siblings": siblings,
            "cardData": {"license": licence} if licence else {},
        }
        self.files[f"/api/models/{name}"] = json.dumps(about).encode()
