"""The only place that decides how bytes are text: by BOM, NULs, declaration, UTF-8, the Chinese rule, then chardet.

It also says what an encoding lacks.
"""

from __future__ import annotations

import codecs
import contextlib
import functools
import re
from collections import Counter
from typing import TYPE_CHECKING

from localize.errors import EncodingError, Place, UsageError
from localize.formats.single_byte import LATIN, LEAST_LATIN, WESTERN, is_latin, thai
from localize.model import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Files say "gb2312" and "big5" for what is really the larger set; the larger one reads both.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ascii": "utf-8",
}
# A state that runs across characters (or an escape syntax) has no bytes of its own for each character.
_STATEFUL = frozenset(
    {"utf-7", "hz", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}
)
_PLAUSIBLE = (
    "utf-8",
    "gb18030",
    "big5hkscs",
    "utf-16-le",
    "utf-16-be",
    "cp932",
    "euc_jis_2004",
    "cp949",
    "tis-620",
    *(f"windows-{n}" for n in range(1250, 1259)),
)
_COMMON = (
    "的一是不了我你他她它在有这那个人们来说到就好吗吧啊呢么没要会对时还过后能得去为什可以知道想看都给让怎样事吗大家快走死谢"
    "這個們來說嗎沒麼對時會過還後為樣給讓點問開見長話嗯喔哪誰東現從親愛兒請錢媽爸謝"
)
_PUNCTUATION = frozenset("，。！？、：；“”‘’（）《》〈〉…—·「」『』【】　～＂％")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_WHOLE = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf][^\xc2-\xdf]*[\xc2-\xdf][\x80-\xbf]")
"""One long or two short characters of UTF-8: where all high bytes are such ones, no other encoding is meant."""
_TEXT_CONTROLS = re.compile("[\x01-\x08\x0e-\x19\x1c-\x1f]")
_WIDE_TEXT = re.compile("[\t\n\r -~\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff01-\uff65]")
_SAMPLE = 200_000
_PIECE = 65_536
_CERTAIN_SHARE = 0.6
_LEAST_CONFIDENCE = 0.03  # real Croatian in cp1250 gets 0.08, noise 0.01


def find_encoding(
    data: bytes,
    name: str,
    *,
    given: str | None = None,
    declared: str | None = None,
    nul_allowed: bool = False,
) -> Encoding:
    """Return how the bytes of a file are text; decoding them with it does not fail.

    Args:
        data: the whole file.
        name: its path, for messages.
        given: codec name that the caller insists on.
        declared: codec name that the file claims in its own syntax; believed if it fits.
        nul_allowed: whether U+0000 may stand in the text.

    Raises:
        EncodingError: the bytes are not text in the encoding, or in none that is plausible.
        UsageError: no codec has the given name, or it has a state that splicing cannot keep.
    """
    found = _given(data, given) or _marked(data) or _wide(data)
    if found is not None:
        text = _strict(data, found, name)
        if "\0" in text and not nul_allowed:
            raise _binary(text.count("\n", 0, text.index("\0")) + 1, name)
        return found
    if b"\0" in data and not nul_allowed:
        raise _binary(data.count(b"\n", 0, data.index(b"\0")) + 1, name)
    return _declared(data, declared) or _detected(data, name)


def has_all(codec: str, text: str) -> bool:
    """Return whether an encoding has every character of a text; those of Unicode have, but for lone surrogates.

    >>> has_all("gb18030", "é"), has_all("cp1252", "好"), has_all("utf-8", "\\ud83d")
    (True, False, True)
    """
    if codec.startswith("utf"):
        return True
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def escape_missing(text: str, codec: str, escape: Callable[[str], str]) -> str:
    """Return a text with each character that an encoding lacks written by `escape`.

    >>> escape_missing("é好", "cp1252", lambda char: f"&#{ord(char)};")
    'é&#22909;'
    """
    if has_all(codec, text):
        return text
    return "".join(char if has_all(codec, char) else escape(char) for char in text)


def codec_name(name: str) -> str:
    """Return Python's name of a codec, as `Encoding.name` has it.

    Raises:
        UsageError: there is no such text codec, or it keeps a state across characters.

    >>> codec_name("UTF8"), codec_name("gb2312"), codec_name("utf-16"), codec_name("latin-1")
    ('utf-8', 'gb18030', 'utf-16-le', 'iso8859-1')
    """
    try:
        "".encode(name)
        found = codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        hint = "use a name such as utf-8, gb18030, big5 or utf-16-le"
        raise UsageError(f"unknown encoding {name!r}", do=hint, code="ENC004") from None
    found = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(found, found)
    if found.replace("_", "-") in _STATEFUL or found.startswith("iso2022"):
        hint = "convert the file to UTF-8 first"
        raise UsageError(f"the encoding {name!r} cannot be written in place", do=hint, code="ENC004")
    return _SUPERSETS.get(found, found)


def likely_codec(head: bytes) -> str:
    """Return the codec that reads the beginning of a file best, for a look at it; UTF-8 where nothing speaks up."""
    wide = utf16_without_bom(head)
    if wide is not None or b"\0" in head:
        return wide or "utf-8"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # may end inside a character
    except UnicodeDecodeError:
        found = (
            None
            if _is_damaged_utf8(head)
            else _thai(head) or _chinese(head) or _guessed(head[: head.rfind(b"\n") + 1])
        )
        return found.name if found else "utf-8"
    return "utf-8"


def utf16_without_bom(data: bytes) -> str | None:
    """Return the UTF-16 codec whose ASCII characters the NULs of a file betray, None if it does not look so.

    This comes before UTF-8, because short Chinese UTF-16 can be valid UTF-8.
    """
    head = data[:_SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    units = max(len(head) // 2, 1)
    share, codec = (odd / units, "utf-16-le") if odd > even else (even / units, "utf-16-be")
    if share < 0.05 or min(even, odd) * 20 > max(even, odd):
        skewed = share > 0.05 and max(even, odd) > 3 * min(even, odd)
        return _chinese_utf16(head) if skewed or (share > 0 and _has_many_high(head)) else None
    # A few NULs in ASCII text may all stand at odd places; but then no other byte is high.
    high = len(_HIGH_BYTES.findall(head))
    return codec if share > 0.7 or high > 0.1 * units * (1 - share) else None


def _has_many_high(head: bytes) -> bool:
    """Tell Chinese from ASCII with NULs in it: there, too, two letters make one Chinese character of UTF-16."""
    return len(_HIGH_BYTES.findall(head)) * 5 > len(head)


def _chinese_utf16(head: bytes) -> str | None:
    """Return the UTF-16 codec that reads the bytes as Chinese: 一 is U+4E00, so NULs stand on both sides there."""
    for codec in ("utf-16-le", "utf-16-be"):
        text = head.decode(codec, "ignore")
        if len(_WIDE_TEXT.findall(text)) >= 0.95 * max(len(text), 1):
            return codec
    return None


def _given(data: bytes, given: str | None) -> Encoding | None:
    if given is None:
        return None
    codec = codec_name(given)
    for bom, marked in _BOMS:
        # "utf-16" without an order, or with the wrong one: the mark knows better.
        if data.startswith(bom) and (marked == codec or (codec[:4] == "utf-" and marked[:6] == codec[:6])):
            return Encoding(marked, bom, 1.0, "given")
    return Encoding(codec, b"", 1.0, "given")


def _marked(data: bytes) -> Encoding | None:
    return next((Encoding(codec, bom, 1.0, "bom") for bom, codec in _BOMS if data.startswith(bom)), None)


def _wide(data: bytes) -> Encoding | None:
    codec = utf16_without_bom(data)
    return Encoding(codec, b"", 0.95, "detected") if codec else None


def _binary(line: int, name: str) -> EncodingError:
    return EncodingError("the file holds NUL characters", do="is it binary?", place=Place(name, line))


def _strict(data: bytes, encoding: Encoding, name: str) -> str:
    body = data[len(encoding.bom) :]
    try:
        return body.decode(encoding.name)
    except UnicodeDecodeError as error:
        raise _undecodable(data, len(encoding.bom), encoding.name, error, name) from None


def _undecodable(data: bytes, begin: int, codec: str, error: UnicodeDecodeError, name: str) -> EncodingError:
    """Return what is wrong with a file whose bytes from `begin` on are not text in an encoding."""
    body = data[begin:]
    line = body[: error.start].decode(codec, "ignore").count("\n") + 1
    if error.end >= len(body) and len(body) - error.start < 4:
        at = f"byte {begin + error.start + 1} of {len(data)}"
        what = f"the file ends in the middle of a character ({codec}, {at})"
        return EncodingError(what, do="it is truncated: get it again", code="ENC002", place=Place(name, line))
    shown = body[error.start : error.start + 4].hex(" ")
    what = f"the bytes {shown} are not text in {codec}"
    return EncodingError(what, do="repair them, or name another --encoding", place=Place(name, line))


def _declared(data: bytes, declared: str | None) -> Encoding | None:
    if declared is None:
        return None
    try:
        codec = codec_name(declared)
        data.decode(codec)
    except (UsageError, UnicodeDecodeError):
        return None
    return Encoding(codec, b"", 1.0, "declared")


def _detected(data: bytes, name: str) -> Encoding:
    if _is_utf8(data):
        return Encoding("utf-8", b"", 1.0, "detected")
    fault = _fault_of_utf8(data)
    if _is_damaged_utf8(data) or (_is_cut(data, fault) and _WHOLE.search(data) is not None):
        raise _undecodable(data, 0, "utf-8", fault, name)
    encoding = _thai(data) or _chinese(data) or _guessed(data)
    if encoding is not None:
        text = _strict(data, encoding, name)
        if len(_TEXT_CONTROLS.findall(text[:_SAMPLE])) <= len(text) // 100:
            return encoding
    if _is_cut(data, fault):
        raise _undecodable(data, 0, "utf-8", fault, name)
    what = "the bytes are not text in any encoding that is plausible"
    raise EncodingError(
        what, do="name it with --encoding, or convert the file to UTF-8", place=Place(name, 1)
    )


def _is_utf8(data: bytes) -> bool:
    """Return whether the bytes are UTF-8; piece by piece, which takes half the time and no memory."""
    view, at = memoryview(data), 0
    try:
        while at < len(data):
            at += codecs.utf_8_decode(view[at : at + _PIECE], "strict", at + _PIECE >= len(data))[1]
    except UnicodeDecodeError:
        return False
    return True


def _fault_of_utf8(data: bytes) -> UnicodeDecodeError:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error
    raise AssertionError("asked only for what is not UTF-8")


def _is_cut(data: bytes, fault: UnicodeDecodeError) -> bool:
    """Return whether bytes are UTF-8 but for their end, where some of a character are missing."""
    return fault.end == len(data) and fault.reason == "unexpected end of data"


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few broken bytes from another encoding: there, nearly every high byte is a fault."""
    text = data.decode("utf-8", "surrogateescape")
    faults = len(re.findall("[\udc80-\udcff]+", text))
    return len(re.findall("[^\x00-\x7f\udc80-\udcff]", text)) > 4 * faults


@functools.cache
def _everyday(codec: str) -> frozenset[str]:
    """Return the characters of the everyday level of a double-byte set (GB 2312 level 1, Big5 level 1)."""
    leads, trails = {
        "gb18030": (range(0xB0, 0xD8), range(0xA1, 0xFF)),
        "big5": (range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]),
    }[codec]
    text = b"".join(bytes((lead, trail)) for lead in leads for trail in trails).decode(codec, "ignore")
    return frozenset(text)


def _chinese(data: bytes) -> Encoding | None:
    """Return GB18030 or Big5, whichever reads the bytes as everyday Chinese; None if neither does.

    Both decode nearly anything, so strictness does not decide: the share of everyday characters does. Korean in
    EUC-KR reads as everyday GB characters too, but hardly ever as the commonest ones.
    """
    best, best_score, frequent = "", 0.0, 0.0
    for codec, family in (("gb18030", "gb18030"), ("big5", "big5"), ("cp950", "big5"), ("big5hkscs", "big5")):
        if family == "big5" and best.startswith(("big5", "cp950")):
            continue
        try:
            # Not final: a file cut inside its last character is still of this encoding, and is refused as such.
            text = codecs.getincrementaldecoder(codec)().decode(data)
        except UnicodeDecodeError:
            continue
        counts = Counter(ch for ch in text[:_SAMPLE] if ch >= "\x80")
        total = counts.total() or 1
        everyday = _everyday(family)
        share = sum(n for ch, n in counts.items() if ch in everyday or ch in _PUNCTUATION) / total
        common = sum(n for ch, n in counts.items() if ch in _COMMON) / total
        if share + common > best_score:
            best, best_score, frequent = codec, share + common, common
    if best_score - frequent < _CERTAIN_SHARE or (frequent < 0.03 and _is_east_asian(_guessed(data))):
        return None
    return Encoding(best, b"", round(min(best_score, 0.99), 2), "detected")


def _is_east_asian(encoding: Encoding | None) -> bool:
    return (
        encoding is not None
        and encoding.name in {"cp932", "cp949", "euc_jis_2004"}
        and encoding.confidence > 0.1
    )


def _guessed(data: bytes) -> Encoding | None:
    """Return chardet's guess among the plausible encodings, made from the lines that are not ASCII."""
    import chardet

    lines = b"\n".join(line for line in re.split(rb"[\r\n]+", data[: 4 * _SAMPLE]) if not line.isascii())
    guess = chardet.detect(lines, max_bytes=_SAMPLE, include_encodings=_PLAUSIBLE)
    if not guess["encoding"] or guess["confidence"] < _LEAST_CONFIDENCE:
        return None
    codec, sure = codec_name(guess["encoding"]), guess["confidence"]
    if codec.startswith("cp125") and is_latin(lines.decode(codec, "replace")):
        latin = chardet.detect(lines, max_bytes=_SAMPLE, include_encodings=LATIN)
        sure = max(latin["confidence"], _LEAST_CONFIDENCE)
        codec = codec_name(latin["encoding"]) if latin["encoding"] and sure >= LEAST_LATIN else WESTERN
    for candidate in {"big5": ("big5", "cp950", "big5hkscs"), WESTERN: (WESTERN, "cp1250")}.get(
        codec, (codec,)
    ):
        try:
            data.decode(candidate)
        except UnicodeDecodeError:
            continue
        return Encoding(candidate, b"", round(sure, 2), "detected")
    return None


def _thai(data: bytes) -> Encoding | None:
    codec = thai(data[: 4 * _SAMPLE])
    if codec is not None:
        with contextlib.suppress(UnicodeDecodeError):
            data.decode(codec)
            return Encoding(codec, b"", 0.9, "detected")
    return None
