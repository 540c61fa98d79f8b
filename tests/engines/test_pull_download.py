from __future__ import annotations

import hashlib
import socket
from pathlib import Path
from typing import Any

import pytest

from localize.engines.pull_download import Proof, fetch, read
from localize.errors import UnavailableError

BODY = bytes(range(256)) * 4000
PROOF = Proof(len(BODY), "sha256", hashlib.sha256(BODY).hexdigest())


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def url(registry: Any) -> str:
    registry.files["/f"] = BODY
    return f"{registry.url}/f"


def test_a_file_is_fetched_and_progress_told(registry: Any, url: str, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    fetch(url, tmp_path / "f", proof=PROOF, progress=lambda *told: seen.append(told))
    assert (tmp_path / "f").read_bytes() == BODY
    assert seen[-1] == ("f", len(BODY), len(BODY))
    assert not (tmp_path / "f.part").exists()


def test_a_broken_connection_is_gone_on_with_and_no_byte_is_sent_twice(
    registry: Any, url: str, tmp_path: Path, waits: list[float]
) -> None:
    registry.cut["/f"] = [300_000, 400_000]
    fetch(url, tmp_path / "f", proof=PROOF, wait=waits.append)
    assert (tmp_path / "f").read_bytes() == BODY
    assert [asked for _, asked in registry.asked] == ["", "bytes=300000-", "bytes=700000-"]
    assert registry.sent["/f"] == len(BODY)
    assert len(waits) == 2


def test_a_run_that_gave_up_leaves_its_part_for_the_next_run(
    registry: Any, url: str, tmp_path: Path, waits: list[float]
) -> None:
    registry.cut["/f"] = [300_000]
    registry.codes["/f"] = [200, *[503] * 4]
    with pytest.raises(UnavailableError, match="it goes on where it stopped"):
        fetch(url, tmp_path / "f", proof=PROOF, wait=waits.append)
    assert (tmp_path / "f.part").stat().st_size == 300_000
    assert registry.codes == {"/f": []}
    fetch(url, tmp_path / "f", proof=PROOF)
    assert registry.asked[-1] == ("/f", "bytes=300000-")
    assert (tmp_path / "f").read_bytes() == BODY


def test_a_server_without_ranges_is_asked_from_the_beginning(registry: Any, url: str, tmp_path: Path) -> None:
    (tmp_path / "f.part").write_bytes(BODY[:1000])
    registry.ranges = False
    fetch(url, tmp_path / "f", proof=PROOF)
    assert (tmp_path / "f").read_bytes() == BODY


def test_a_part_of_another_file_is_thrown_away_and_the_file_fetched_whole(
    registry: Any, url: str, tmp_path: Path
) -> None:
    (tmp_path / "f.part").write_bytes(b"?" * 1000)
    fetch(url, tmp_path / "f", proof=PROOF)
    assert (tmp_path / "f").read_bytes() == BODY
    assert [asked for _, asked in registry.asked] == ["bytes=1000-", ""]


def test_a_file_with_the_wrong_hash_is_refused_and_not_kept(registry: Any, url: str, tmp_path: Path) -> None:
    registry.files["/f"] = BODY[:-1] + b"?"
    with pytest.raises(UnavailableError, match="is not the file that was promised") as caught:
        fetch(url, tmp_path / "f", proof=PROOF)
    assert caught.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_asked_for_again(registry: Any, url: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(BODY)
    fetch(url, tmp_path / "f", proof=PROOF)
    assert registry.asked == []


def test_a_git_hash_proves_a_small_file(registry: Any, url: str, tmp_path: Path) -> None:
    registry.files["/f"] = b"hello\n"
    fetch(url, tmp_path / "f", proof=Proof(6, "blob", "ce013625030ba8dba906f756967f9e9ca394464a"))
    assert (tmp_path / "f").read_bytes() == b"hello\n"


@pytest.mark.parametrize(
    ("code", "what"), [(404, "there is no"), (403, "refuses"), (401, "refuses"), (418, "answers 418")]
)
def test_a_refusal_is_not_tried_again(
    registry: Any, url: str, tmp_path: Path, waits: list[float], code: int, what: str
) -> None:
    registry.codes["/f"] = [code]
    with pytest.raises(UnavailableError, match=what):
        fetch(url, tmp_path / "f", proof=PROOF, wait=waits.append)
    assert waits == []


def test_a_busy_server_is_given_the_time_that_it_asks_for(
    registry: Any, url: str, tmp_path: Path, waits: list[float]
) -> None:
    registry.codes["/f"] = [429, 503]
    fetch(url, tmp_path / "f", proof=PROOF, wait=waits.append)
    assert waits == [2.0, 2.0]


def test_no_network_is_said_and_ends_with_3(tmp_path: Path, waits: list[float], registry: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnavailableError, match="check the network and the proxy") as caught:
        read(f"http://127.0.0.1:{port}/db/models.json", wait=waits.append)
    assert caught.value.exit_code == 3
    assert len(waits) == 4


def test_only_the_web_is_fetched_from(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="is no address on the web"):
        fetch("file:///etc/passwd", tmp_path / "f", proof=Proof())


def test_a_secret_is_not_sent_to_the_host_of_a_redirect(registry: Any, tmp_path: Path) -> None:
    import importlib

    seen: list[str | None] = []
    with importlib.import_module("registry").Registry() as other:
        other.files["/there"] = b"x"
        there = other.answer
        other.answer = lambda request: (seen.append(request.headers.get("Authorization")), there(request))

        def redirects(request: Any) -> None:
            seen.append(request.headers.get("Authorization"))
            request.send_response(302)
            request.send_header("Location", other.url.replace("127.0.0.1", "localhost") + "/there")
            request.end_headers()

        registry.answer = redirects
        fetch(
            f"{registry.url}/f", tmp_path / "f", proof=Proof(1), headers={"Authorization": "Bearer hf_secret"}
        )
    assert seen == ["Bearer hf_secret", None]
