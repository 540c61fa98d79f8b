"""A path in a SARIF log can be decoded to the path that the file has, whatever its name is made of."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.errors import Place
from localize.model import LocatedFinding
from localize.report import write
from localize.report.sarif import uri_of

NAMES = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
PATHS = st.builds(
    lambda start, parts: start + "/".join(part for part in parts if part not in {".", ".."}),
    st.sampled_from(["", "/srv/"]),
    st.lists(NAMES, min_size=1, max_size=4),
).filter(lambda path: path not in ("", "/srv/"))


def decoded(uri: str) -> str:
    """Return the path of a URI as RFC 3986 splits and decodes it."""
    parts = urlsplit(uri)
    assert parts.scheme in ("", "file")
    assert (parts.netloc, parts.query, parts.fragment) == ("", "", "")
    assert uri.isascii()
    assert "\\" not in uri
    return os.fsdecode(unquote_to_bytes(parts.path))


@given(PATHS)
def test_the_uri_of_a_path_decodes_to_the_path(path: str) -> None:
    assert decoded(uri_of(path, windows=False)) == path


@pytest.mark.parametrize(
    "name", ["a\\b.srt", "C:\\a.srt", "C:/a.srt", "100%.srt", "a#b?c.srt", "~a'b(c)*.srt", "\udce9.srt"]
)
def test_a_name_with_signs_of_its_own_comes_back_whole(name: str) -> None:
    assert decoded(uri_of(name, windows=False)) == name
    assert decoded(uri_of(f"/srv/{name}", windows=False)) == f"/srv/{name}"


@pytest.mark.parametrize("path", ["//srv/a.srt", "./a.srt", ".//a.srt"])
def test_slashes_too_many_name_no_server_and_no_other_folder(path: str) -> None:
    uri = uri_of(path, windows=False)
    assert Path(decoded(uri)).is_absolute() is path.startswith("/")
    assert Path(decoded(uri)) == Path(path)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("C:\\films\\第 1.po", "file:///C:/films/%E7%AC%AC%201.po"),
        ("\\\\host\\share\\a.po", "file://host/share/a.po"),
        ("out\\a.po", "out/a.po"),
    ],
)
def test_paths_of_windows_have_drives_servers_and_backslashes(path: str, uri: str) -> None:
    assert uri_of(path, windows=True) == uri


@pytest.mark.skipif(os.name == "nt", reason="there a backslash parts folders")
def test_two_files_whose_names_differ_in_a_backslash_stay_two(plain: list[LocatedFinding]) -> None:
    both = [replace(plain[-1], place=Place(name, 1, 1)) for name in ("a\\b.srt", "a/b.srt")]
    results = json.loads(write("sarif", both))["runs"][0]["results"]
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]
    assert sorted(map(decoded, uris)) == ["a/b.srt", "a\\b.srt"]
