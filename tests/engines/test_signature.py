from __future__ import annotations

import os
from pathlib import Path

from localize.engines.signature import files_digest, sign


def test_a_signature_names_engine_version_and_the_options_that_are_set() -> None:
    assert sign("x", "2", {"b": "1", "a": "", "c": "z"}) == "x/2 b=1 c=z"


def test_the_digest_depends_on_names_and_contents_and_not_on_the_order_of_the_files(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_bytes(b"1")
    b.write_bytes(b"2")
    digest = files_digest([a, b])
    assert digest == files_digest([b, a])
    assert len(digest) == 12
    b.write_bytes(b"3")
    os.utime(b, ns=(1, 1))
    assert files_digest([a, b]) != digest
    assert files_digest([a]) != digest
