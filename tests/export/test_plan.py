from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.errors import OutputError, UsageError
from localize.export.plan import Names, output_path, resolve_inside


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        ("{locale}/{path}", "episodes/ep1.srt", "en-US/episodes/ep1.srt"),
        ("{folder}/{stem}.{locale}{suffix}", "episodes/ep1.srt", "episodes/ep1.en-US.srt"),
        ("{folder}/{stem}.{locale}{suffix}", "ep1.srt", "ep1.en-US.srt"),
        ("{path}", "./a//b.srt", "a/b.srt"),
        ("out", "x", "out"),
        ("{locale}/{path}", "剧集/第 1 集.srt", "en-US/剧集/第 1 集.srt"),
        ("{path}", "{locale}.srt", "{locale}.srt"),
    ],
)
def test_the_fields_of_a_template_are_filled_once(template, path, expected):
    assert output_path(template, path=path, locale="en-US") == expected


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("{path}", "../secret.srt"),
        ("{path}", "a/../../b.srt"),
        ("../{path}", "a.srt"),
        ("{path}", "/etc/passwd"),
        ("/{path}", "a.srt"),
        ("{path}", "C:/a.srt"),
        ("", "a.srt"),
        ("{folder}", "a.srt"),
        ("..", "a.srt"),
    ],
)
def test_no_name_leads_out_of_the_destination(template, path):
    with pytest.raises(OutputError, match=r"OUT003 its output path .* lies outside the destination"):
        output_path(template, path=path, locale="en-US")


@given(st.text(st.sampled_from("ab./{}~é字 "), max_size=12), st.text(st.sampled_from("ab./{}l"), max_size=12))
def test_whatever_the_names_an_output_lies_in_its_folder(path, template):
    root = Path("/out")
    try:
        name = output_path(template, path=path, locale="en-US")
    except (OutputError, UsageError):
        return
    resolved = Path(os.path.normpath(root / name))
    assert resolved != root
    assert resolved.is_relative_to(root)


@pytest.mark.parametrize("path", ["a\0.srt", "a\n.srt", "a\\b.srt", "a\x1b[31m.srt"])
def test_a_name_that_some_system_cannot_hold_is_refused(path):
    with pytest.raises(OutputError, match=r"OUT003 its output path .* cannot be a file name"):
        output_path("{path}", path=path, locale="en-US")


def test_an_unknown_field_names_the_known_ones():
    with pytest.raises(UsageError, match=r"unknown field \{lang\} .*use \{locale\}, \{path\}"):
        output_path("{lang}/{path}", path="a", locale="en-US")


def test_a_link_out_of_the_destination_is_refused(tmp_path):
    inside, outside = tmp_path / "out", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    (inside / "en-US").symlink_to(outside)
    with pytest.raises(OutputError, match="leads out of the destination through a link"):
        resolve_inside(inside, "en-US/a.srt", "a.srt")
    assert resolve_inside(inside, "fr/a.srt", "a.srt") == inside / "fr" / "a.srt"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a/b.srt", "a/b.srt"),
        ("a/b.srt", "A/B.SRT"),
        ("caf\u00e9.srt", "cafe\u0301.srt"),
        ("a", "a/b.srt"),
        ("a/b.srt", "A"),
    ],
)
def test_no_two_sources_get_one_name(first, second):
    names = Names()
    names.claim(first, "one.srt")
    with pytest.raises(OutputError, match=r"two\.srt: OUT003 its output path .* is also that of one\.srt"):
        names.claim(second, "two.srt")


def test_names_beside_each_other_are_fine():
    names = Names()
    taken = ("a/b.srt", "a/c.srt", "ab.srt", "b.srt")
    for name in taken:
        names.claim(name, name)
    for name in taken:
        with pytest.raises(OutputError, match=f"is also that of {re.escape(name)}"):
            names.claim(name, "another")


def test_the_name_of_the_manifest_is_taken():
    with pytest.raises(OutputError, match="is also that of the manifest"):
        Names().claim("manifest.json", "manifest.json")
