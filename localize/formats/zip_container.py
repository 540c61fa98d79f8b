"""The only place that reads and rewrites zip containers (XLSX, DOCX): members not touched keep every byte.

https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. Only what office programs write is accepted; what could
be read in two ways (records that overlap, names twice, sizes that disagree) is refused, and so is what would fill
the memory. A changed member gets a new local header and deflated data; all others are copied as they stand, with
header, extra fields, data descriptor and padding, in the same order.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from localize.errors import HostileInputError, ParseError, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MEMBERS: Final = 20_000
MAX_MEMBER_BYTES: Final = 256 * 1024 * 1024
MAX_TOTAL_BYTES: Final = 1024 * 1024 * 1024
MAX_RATIO: Final = 300
"""Bytes that one packed byte may stand for, in members over `_SMALL`; worksheets reach 100, deflate 1,032."""
_SMALL: Final = 4 * 1024 * 1024

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
_HAS_DESCRIPTOR: Final = 0x0008
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container.

    Attributes:
        name: as the directory has it.
        method: 0 stored, 8 deflated.
        crc: CRC-32 of its content.
        packed, size: bytes of its data and of its content.
        flags: general purpose flags.
        begin: of its record.
        data: where its data begin.
        end: of its record: where the next one begins.
        entry: where its entry in the directory begins.
    """

    name: str
    method: int
    crc: int
    packed: int
    size: int
    flags: int
    begin: int
    data: int
    end: int
    entry: int


@dataclass(frozen=True)
class Container:
    """A zip file whose directory was checked.

    Attributes:
        raw: its bytes.
        name: its path, for messages.
        members: in the order of their records.
        directory: where the central directory begins.
        trailer: where the record at its end begins.
    """

    raw: bytes
    name: str
    members: tuple[Member, ...]
    directory: int
    trailer: int

    def member(self, name: str) -> Member | None:
        """Return the member of a name, None if there is none."""
        return next((member for member in self.members if member.name == name), None)

    def read(self, name: str) -> bytes:
        """Return the content of a member; never unpacks more than the directory says.

        Raises:
            ParseError: there is no such member, or it is damaged.
            HostileInputError: it is larger than the directory says.
        """
        member = self.member(name)
        if member is None:
            what = f"the part {name} is missing"
            raise ParseError(what, do="open and save it with its own program", place=self.place())
        packed = self.raw[member.data : member.data + member.packed]
        content = packed if member.method == _STORED else self._inflated(packed, member)
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise ParseError(f"the part {name} is damaged", do="get the file again", place=self.place())
        return content

    def _inflated(self, packed: bytes, member: Member) -> bytes:
        inflate, pieces, total, rest = zlib.decompressobj(-15), [], 0, packed
        try:
            while rest and not inflate.eof:
                piece = inflate.decompress(rest, _CHUNK)
                rest = inflate.unconsumed_tail
                total += len(piece)
                if total > member.size:
                    what = f"the part {member.name} is larger than the file says"
                    raise HostileInputError(what, do="it is a bomb, or damaged", place=self.place())
                pieces.append(piece)
                if not piece and not rest:
                    break
        except zlib.error:
            what = f"the data of the part {member.name} are damaged"
            raise ParseError(what, do="get the file again", place=self.place()) from None
        return b"".join(pieces)

    def place(self) -> Place:
        """Return where problems of the container are."""
        return Place(self.name, 1)

    def rewritten(self, contents: Mapping[str, bytes]) -> bytes:
        """Return the container with new contents for some members."""
        pieces: list[bytes] = []
        length = 0
        entries: dict[int, bytes] = {}
        for member in self.members:
            entry = bytearray(self.raw[member.entry : member.entry + _CENTRAL.size])
            record = self.raw[member.begin : member.end]
            if member.name in contents:
                record, crc, packed, size = self._record(member, contents[member.name])
                struct.pack_into("<H", entry, 8, member.flags & ~_HAS_DESCRIPTOR)
                struct.pack_into("<H", entry, 10, _DEFLATED)
                struct.pack_into("<3I", entry, 16, crc, packed, size)
            struct.pack_into("<I", entry, 42, length)
            entries[member.entry] = bytes(entry)
            pieces.append(record)
            length += len(record)
        directory = self.raw[self.directory : self.trailer]
        for at, entry_bytes in entries.items():
            at -= self.directory
            directory = directory[:at] + entry_bytes + directory[at + _CENTRAL.size :]
        trailer = bytearray(self.raw[self.trailer :])
        struct.pack_into("<I", trailer, 16, length)
        return b"".join([*pieces, directory, bytes(trailer)])

    def _record(self, member: Member, content: bytes) -> tuple[bytes, int, int, int]:
        """Return the record of a member with new content, its CRC-32, packed size and size."""
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = deflate.compress(content) + deflate.flush()
        crc = zlib.crc32(content)
        header = bytearray(self.raw[member.begin : member.data])
        struct.pack_into("<2H", header, 6, member.flags & ~_HAS_DESCRIPTOR, _DEFLATED)
        struct.pack_into("<3I", header, 14, crc, len(packed), len(content))
        return bytes(header) + packed + self._padding(member), crc, len(packed), len(content)

    def _padding(self, member: Member) -> bytes:
        """Return what stands between a record and the next one, its data descriptor left out."""
        rest = self.raw[member.data + member.packed : member.end]
        if member.flags & _HAS_DESCRIPTOR:
            return rest[16 if rest.startswith(b"PK\x07\x08") else 12 :]
        return rest


def names_of(data: bytes) -> frozenset[str]:
    """Return the names in the directory of a zip file, none if the bytes are no sound zip file."""
    try:
        return frozenset(member.name for member in open_container(data, "").members)
    except (ParseError, HostileInputError):
        return frozenset()


def open_container(data: bytes, name: str) -> Container:
    """Return a container whose directory is sound.

    Raises:
        ParseError: the bytes are no zip file, or one that cannot be rewritten in place.
        HostileInputError: its directory says one thing and its records another, or it is a bomb.
    """
    return _Opening(data, name).container()


class _Opening:
    """Checks the directory of one file."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name

    def container(self) -> Container:
        trailer, count, directory = self._trailer()
        entries = self._entries(directory, trailer, count)
        entries.sort(key=lambda member: member.begin)
        if entries and entries[0].begin != 0:
            raise self._refused("something stands before the first part")
        members = []
        for member, following in pairwise([*entries, None]):
            assert member is not None
            members.append(self._located(member, following.begin if following else directory))
        return Container(self.data, self.name, tuple(members), directory, trailer)

    def _refused(self, what: str, do: str = "open and save it with its own program") -> ParseError:
        return ParseError(what, do=do, place=Place(self.name, 1))

    def _hostile(self, what: str) -> HostileInputError:
        return HostileInputError(
            what, do="do not open it; ask its sender for another", place=Place(self.name, 1)
        )

    def _trailer(self) -> tuple[int, int, int]:
        """Return where the record at the end begins, the number of members, and where the directory begins."""
        data = self.data
        at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
        if at < 0 or at + _END.size > len(data):
            raise self._refused("the file is no zip container, or it is cut off", "get it again")
        _, disk, first_disk, here, count, size, directory, comment = _END.unpack_from(data, at)
        if at + _END.size + comment != len(data):
            raise self._refused("something stands behind the end of the container")
        if (
            0xFFFF in (here, count, disk)
            or 0xFFFFFFFF in (size, directory)
            or data[at - 20 : at - 16] == b"PK\x06\x07"
        ):
            raise self._refused("the file is a zip64 container, which cannot be rewritten in place")
        if disk or first_disk or here != count:
            raise self._refused("the container is one of several volumes")
        if directory + size != at:
            raise self._hostile("the directory of the container is not where its end says")
        if count > MAX_MEMBERS:
            raise self._hostile(f"the container has {count:,} parts")
        return at, count, directory

    def _entries(self, directory: int, trailer: int, count: int) -> list[Member]:
        found: list[Member] = []
        at, total, seen = directory, 0, set[str]()
        for _ in range(count):
            if at + _CENTRAL.size > trailer or self.data[at : at + 4] != b"PK\x01\x02":
                raise self._hostile("the directory of the container is damaged")
            fields = _CENTRAL.unpack_from(self.data, at)
            flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
            name_length, extra, comment, begin = fields[10], fields[11], fields[12], fields[16]
            end = at + _CENTRAL.size + name_length + extra + comment
            if end > trailer:
                raise self._hostile("the directory of the container is damaged")
            name = self._name(self.data[at + _CENTRAL.size : at + _CENTRAL.size + name_length], flags)
            if name.casefold() in seen:
                raise self._hostile(f"the part {name} is there twice")
            seen.add(name.casefold())
            total += size
            self._check_sizes(name, packed, size, total)
            if flags & _ENCRYPTED:
                raise self._refused(f"the part {name} is encrypted", "remove the password first")
            if method not in (_STORED, _DEFLATED) or 0xFFFFFFFF in (packed, size, begin):
                raise self._refused(f"the part {name} is packed in a way that cannot be rewritten in place")
            found.append(Member(name, method, crc, packed, size, flags, begin, 0, 0, at))
            at = end
        if at != trailer:
            raise self._hostile("the directory of the container is damaged")
        return found

    def _name(self, raw: bytes, flags: int) -> str:
        name = raw.decode("utf-8" if flags & 0x0800 else "cp437", "replace")
        parts = name.split("/")
        if (
            not name
            or "\\" in name
            or "\0" in name
            or ".." in parts
            or name.startswith("/")
            or ":" in parts[0]
        ):
            raise self._hostile(f"the name of the part {name!r} leads out of the container")
        return name

    def _check_sizes(self, name: str, packed: int, size: int, total: int) -> None:
        if size > MAX_MEMBER_BYTES or total > MAX_TOTAL_BYTES:
            raise self._hostile(f"unpacked, the container would have more than {total:,} bytes")
        if size > _SMALL and size > MAX_RATIO * max(packed, 1):
            raise self._hostile(f"one byte of the part {name} stands for {size // max(packed, 1):,}")

    def _located(self, member: Member, following: int) -> Member:
        """Return a member with the place of its data, checked against its local header."""
        at = member.begin
        if at + _LOCAL.size > len(self.data) or self.data[at : at + 4] != b"PK\x03\x04":
            raise self._hostile(f"the part {member.name} is not where the directory says")
        fields = _LOCAL.unpack_from(self.data, at)
        flags, method, crc, packed, size, name_length, extra = fields[2], fields[3], *fields[6:11]
        data = at + _LOCAL.size + name_length + extra
        name = self._name(self.data[at + _LOCAL.size : at + _LOCAL.size + name_length], flags)
        sizes = (crc, packed, size)
        if (
            name != member.name
            or method != member.method
            or (flags ^ member.flags) & (_HAS_DESCRIPTOR | _ENCRYPTED)
        ):
            raise self._hostile(f"the directory and the part {member.name} contradict each other")
        if 0xFFFFFFFF in (packed, size):
            raise self._refused(f"the part {name} is written as zip64, which cannot be rewritten in place")
        if not flags & _HAS_DESCRIPTOR and sizes != (member.crc, member.packed, member.size):
            raise self._hostile(f"the directory and the part {member.name} contradict each other")
        if data + member.packed > following:
            raise self._hostile(f"the part {member.name} overlaps the next one")
        return Member(
            member.name,
            method,
            member.crc,
            member.packed,
            member.size,
            flags,
            at,
            data,
            following,
            member.entry,
        )
