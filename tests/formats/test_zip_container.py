"""Zip containers: what is copied, what is rewritten, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.errors import HostileInputError, LocalizeError, ParseError
from localize.formats.zip_container import names_of, open_container


class Streamed(io.BytesIO):
    """A file that cannot seek: zipfile then writes data descriptors."""

    def seekable(self) -> bool:
        return False


def packed(parts: dict[str, bytes], *, stream: bool = False, stored: bool = False) -> bytes:
    out = Streamed() if stream else io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, archive.compression)
    return out.getvalue()


PARTS = {"mimetype": b"x", "word/a.xml": b"<a/>" * 50, "b/\u4e2d.xml": b"", "c": bytes(range(256))}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("stored", [False, True])
def test_only_the_changed_member_changes(stream: bool, stored: bool) -> None:
    data = packed(PARTS, stream=stream, stored=stored)
    container = open_container(data, "a.zip")
    assert container.rewritten({}) == data
    result = container.rewritten({"word/a.xml": b"new content " * 40})
    with zipfile.ZipFile(io.BytesIO(result)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == {
            **PARTS, "word/a.xml": b"new content " * 40
        }  # fmt: skip
    again = open_container(result, "a.zip")
    for old, new in zip(container.members, again.members, strict=True):
        assert old.name == new.name
        if old.name != "word/a.xml":
            assert data[old.begin : old.end] == result[new.begin : new.end]
    assert again.rewritten({"word/a.xml": b""})


def test_a_comment_and_extra_fields_stay() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a", (2026, 1, 1, 0, 0, 0))
        info.extra, info.comment = struct.pack("<HH4s", 0x7075, 4, b"abcd"), b"note"
        archive.writestr(info, b"old")
        archive.comment = b"the end"
    result = open_container(out.getvalue(), "a").rewritten({"a": b"new"})
    with zipfile.ZipFile(io.BytesIO(result)) as archive:
        assert archive.comment == b"the end"
        info = archive.getinfo("a")
        assert (archive.read("a"), info.comment, info.extra[:8]) == (b"new", b"note", info.extra)


def with_central(data: bytes, offset: int, form: str, value: int, *, local: int | None = None) -> bytes:
    """Return a zip file with a field of its first directory entry (and local header) changed."""
    changed = bytearray(data)
    at = data.index(b"PK\x01\x02")
    struct.pack_into(form, changed, at + offset, value)
    if local is not None:
        struct.pack_into(form, changed, local, value)
    return bytes(changed)


def renamed(name: str) -> bytes:
    return packed({name: b"x"})


ONE = packed({"a.xml": b"hello " * 100})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no zip container"),
        (b"PK\x03\x04" + bytes(40), "no zip container"),
        (ONE[:-3], "no zip container"),
        (ONE + b"tail", "behind the end"),
        (b"stub" + ONE, "not where its end says"),
        (renamed("../evil.xml"), "leads out"),
        (renamed("/etc/passwd"), "leads out"),
        (renamed("C:/x"), "leads out"),
        (renamed("a\\b"), "leads out"),
        (with_central(ONE, 8, "<H", 1, local=6), "encrypted"),
        (with_central(ONE, 10, "<H", 12), "packed in a way"),
        (with_central(ONE, 24, "<I", 5), "contradict"),
        (with_central(ONE, 24, "<I", 0xFFFFFFFF), "bytes"),
        (with_central(ONE, 42, "<I", 9), "before the first part"),
        (with_central(ONE, 28, "<H", 60_000), "damaged"),
        (with_central(ONE, 46, "<B", 98), "contradict"),
    ],
    ids=range(16),
)
def test_a_hostile_container_is_refused(data: bytes, words: str) -> None:
    with pytest.raises((HostileInputError, ParseError), match=words) as caught:
        open_container(data, "a.zip")
    assert str(caught.value.place) == "a.zip:1"
    assert caught.value.do
    assert names_of(data) == frozenset()


def test_names_that_differ_in_case_only_are_refused() -> None:
    with pytest.raises(HostileInputError, match="twice"):
        open_container(packed({"a": b"", "A": b""}), "a")


def test_records_that_overlap_are_refused() -> None:
    data = bytearray(packed({"a": b"", "b": b""}, stored=True))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    first_name = struct.unpack_from("<I", data, second + 42)[0]
    struct.pack_into("<I", data, second + 42, 0)
    with pytest.raises(HostileInputError, match=r"contradict|overlap|not where"):
        open_container(bytes(data), "a")
    assert first_name


def test_zip64_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as member:
        member.write(b"x")
    with pytest.raises(ParseError, match="zip64"):
        open_container(out.getvalue(), "a")
    at = ONE.rindex(b"PK\x05\x06")
    marked = ONE[:at] + b"PK\x06\x07" + bytes(16) + ONE[at:]
    with pytest.raises(ParseError, match="zip64"):
        open_container(marked, "a")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"a.xml": bytes(20_000_000)})
    assert len(bomb) < 30_000
    with pytest.raises(HostileInputError, match="stands for"):
        open_container(bomb, "a")


def test_a_size_that_lies_is_found_while_unpacking() -> None:
    content = bytes(3_000_000)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = deflate.compress(content) + deflate.flush()
    data = packed({"a.xml": b"x" * 100}, stored=True)
    first = open_container(data, "a").members[0]
    name = data[first.begin + 30 : first.data]
    local = (
        struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, 7, len(body), 100, len(name), 0)
        + name
        + body
    )
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, 7, len(body), 100, len(name), 0, 0, 0, 0, 0, 0
    ) + name  # fmt: skip
    lying = local + entry + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(local), 0)
    with pytest.raises(HostileInputError, match="larger than the file says"):
        open_container(lying, "a").read("a.xml")


def test_a_damaged_member_is_refused_when_it_is_read() -> None:
    data = bytearray(packed({"a": b"hello"}, stored=True))
    data[data.index(b"hello")] ^= 1
    with pytest.raises(ParseError, match="damaged"):
        open_container(bytes(data), "a").read("a")
    with pytest.raises(ParseError, match="missing"):
        open_container(ONE, "a").read("b")


@given(st.data())
def test_a_mangled_container_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(packed(PARTS))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        container = open_container(bytes(raw), "a")
        for member in container.members:
            container.read(member.name)
    except LocalizeError:
        return
    assert container.rewritten({}) == bytes(raw)


@given(st.binary(max_size=200))
def test_any_bytes_are_no_container_or_a_sound_one(data: bytes) -> None:
    assert isinstance(names_of(data), frozenset)
