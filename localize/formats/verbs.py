"""The only place that carries out the verbs on files: detect, parse, render, verify, transcode, convert."""

from __future__ import annotations

import difflib
import hashlib
import importlib
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from localize import formats
from localize.errors import DetectionError, HostileInputError, InputError, Place, UsageError
from localize.formats.base import Format, FormatSpec, Likelihood, ParseOptions, Probe, Verification

if TYPE_CHECKING:
    from collections.abc import Mapping

    from localize.formats.conversion import Conversion
    from localize.model import Document, SegmentId


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load_format(name: str) -> Format:
    """Return the implementation of a format by its name.

    Raises:
        UsageError: there is no such format; names a near one.
    """
    for spec in formats.FORMATS:
        if spec.name == name:
            implementation: Format = importlib.import_module(spec.module).FORMAT
            return implementation
    near = difflib.get_close_matches(name, [spec.name for spec in formats.FORMATS], 1)
    hint = f"did you mean {near[0]}?" if near else "see the list of formats"
    raise UsageError(f"unknown format {name!r}", do=hint)


def detect(data: bytes, name: str) -> FormatSpec:
    """Return the format of a file: what its content shows, its suffix where the content does not decide.

    Raises:
        DetectionError: the file is empty or binary, no format fits, or several fit equally well.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise DetectionError("the file is empty", do="remove it, or get it again", place=Place(name, 1))
    probe = Probe(data, name)
    suffix = PurePath(name).suffix.lower()
    by_suffix = tuple(spec for spec in formats.FORMATS if suffix in spec.suffixes)
    # The formats of the suffix are asked first, so that ordinary files load one module and not forty.
    found = _likeliest(by_suffix, probe, Likelihood.LIKELY)
    found = found or _likeliest(formats.FORMATS, probe, Likelihood.LIKELY)
    found = found or _likeliest(by_suffix, probe, Likelihood.POSSIBLE)
    if found is None and b"\0" in data[:1024] and "\0" in probe.head[:1024]:
        raise _binary(data, name)
    if found is None and len(by_suffix) == 1:
        return by_suffix[0]  # its parser says what is wrong, and in which line
    if found is None:
        raise DetectionError("the format is not known", do="name it with --format", place=Place(name, 1))
    return found


def by_suffix(name: str) -> FormatSpec:
    """Return the first format that files with the suffix of this name have, for files that are still to be written.

    Raises:
        UsageError: no format has it.

    >>> by_suffix("ep01.en.SRT").name
    'srt'
    """
    suffix = PurePath(name).suffix.lower()
    for spec in formats.FORMATS:
        if suffix in spec.suffixes:
            return spec
    known = " ".join(sorted({suffix for spec in formats.FORMATS for suffix in spec.suffixes}))
    raise UsageError(f"no format has the suffix {suffix!r}", do=f"use one of {known}", place=Place(name))


def _binary(data: bytes, name: str) -> DetectionError:
    """Return the error for a file that is no text, with what it is instead where that helps."""
    what, do = "the file is binary", "see the list of formats"
    if data.startswith(_OLE):
        what, do = "the file is of an Office before 2007, or encrypted", "save it as .docx or .xlsx"
    elif data.startswith(b"PK\x03\x04"):
        what, do = "the file is a zip archive", "unpack it, and name the files in it"
    return DetectionError(what, do=do, place=Place(name, 1))


def _likeliest(specs: tuple[FormatSpec, ...], probe: Probe, least: Likelihood) -> FormatSpec | None:
    rated = [(load_format(spec.name).sniff(probe), spec) for spec in specs]
    best = max((likelihood for likelihood, _ in rated), default=Likelihood.NO)
    if best < least:
        return None
    winners = [spec for likelihood, spec in rated if likelihood == best]
    if len(winners) > 1:
        names = " or ".join(spec.name for spec in winners)
        raise DetectionError(
            f"the file may be {names}", do="name it with --format", place=Place(probe.name, 1)
        )
    return winners[0]


def parse(
    data: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002
    options: ParseOptions | None = None,
) -> Document:
    """Return the translatable text of a file and where in its bytes it stands.

    Args:
        data: the whole file.
        name: its path, for messages and for the suffix.
        format: name of its format, None to find out.
        options: encoding and limits, where the caller knows better.

    Raises:
        InputError: with the place, if the file cannot be read.
        UsageError: there is no such format or encoding.
    """
    options = options or ParseOptions()
    if len(data) > options.max_bytes:
        what = f"the file has {len(data):,} bytes, the limit is {options.max_bytes:,}"
        raise HostileInputError(what, do="split it, or raise ParseOptions.max_bytes", place=Place(name, 1))
    form = load_format(format or detect(data, name).name)
    try:
        return form.load(data, name, options)
    except InputError as error:
        raise error.at(Place(name, 1)) from None


def render(document: Document, targets: Mapping[SegmentId, str]) -> bytes:
    """Return the file with targets in place of their segments, everything else byte for byte as it was.

    Segments without a target, or whose target is what they already say, keep their bytes. Blank lines and blanks
    that the format cannot hold are dropped. The result is parsed again before it is returned: same segments,
    exactly the asked values.

    Raises:
        UsageError: a target is for a segment that the document does not have.
        RenderError: a target cannot be written into this file; ProblemsError if there are several.
    """
    from localize.formats import splice

    return splice.render(load_format(document.format), document, targets)


def transcode(
    data: bytes, name: str, *, encoding: str = "utf-8", options: ParseOptions | None = None
) -> bytes:
    """Return a file in another encoding, without BOM: the way out when its own lacks characters of a target.

    Raises:
        InputError: the file cannot be read, or its text says in which encoding it is (XML).
        RenderError: the new encoding lacks a character of the file.
    """
    from localize.formats import transcoding

    return transcoding.transcoded(
        load_format(detect(data, name).name), data, name, encoding, options or ParseOptions()
    )


def convert(
    document: Document, to: str, *, shift_ms: int = 0, fps: tuple[float, float] | None = None
) -> Conversion:
    """Return a new file of another subtitle format with the cues of a document, and what that format cannot hold.

    Args:
        document: parsed, of a format with times.
        to: name of the new format.
        shift_ms: added to all times, after `fps`.
        fps: (old, new) frame rate: times are multiplied by old / new.

    Raises:
        UsageError: no new file of that format can be written, or the document has no times.
    """
    from localize.formats import conversion

    return conversion.convert(document, to, shift_ms=shift_ms, fps=fps)


def verify(
    before: bytes,
    after: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002
    options: ParseOptions | None = None,
) -> Verification:
    """Return whether two versions of a file are the same but for their translations.

    Args:
        before, after: the two files.
        name: path, for messages and for the suffix.
        format: name of their format, None to find out.
        options: what the caller knows better; the second file is read with the encoding of the first.

    Raises:
        InputError: one of them cannot be read.
    """
    from localize.formats import splice

    first = parse(before, name, format=format, options=options)
    form = load_format(first.format)
    same = replace(options or ParseOptions(), encoding=first.encoding.name)
    second = parse(after, name, format=first.format, options=same)
    old, new = list(splice.outside(form, first)), list(splice.outside(form, second))
    digests = [hashlib.sha256(b"".join(piece for _, piece in pieces)).hexdigest() for pieces in (old, new)]
    if digests[0] == digests[1]:
        return Verification(equal=True, before=digests[0], after=digests[1])
    place, what = splice.first_difference(form, second, old, new)
    return Verification(equal=False, before=digests[0], after=digests[1], place=place, what=what)
