"""The only place that puts a file into another encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.errors import Place, RenderError, UsageError
from localize.formats.encoding import codec_name
from localize.formats.splice import TextFormat

if TYPE_CHECKING:
    from localize.formats.base import Format, ParseOptions


def transcoded(form: Format, data: bytes, name: str, encoding: str, options: ParseOptions) -> bytes:
    """Return a text file in another encoding, without BOM."""
    codec = codec_name(encoding)
    if not isinstance(form, TextFormat) or form.declared_encoding(data) is not None:
        what = f"a file of the format {form.name} cannot change its encoding here"
        raise UsageError(what, do="save it in another encoding with its own program", place=Place(name))
    if form.default_encoding not in (None, codec):
        what = f"a file of the format {form.name} that declares no encoding is {form.default_encoding}, not {codec}"
        raise UsageError(what, do="save it with a declaration, in its own program", place=Place(name))
    text = form.source(data, name, options).text
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        char = text[error.start]
        place = Place(name, text.count("\n", 0, error.start) + 1)
        what = f"{codec} has no {char!r} (U+{ord(char):04X})"
        raise RenderError(what, do="use utf-8 or gb18030", code="FMT005", place=place) from None
