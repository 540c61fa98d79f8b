"""The only place that scans gettext catalogues: entries with their strings, comments and flags, and where they stand.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html. Blank lines mean nothing, comments come before
the strings of their entry, a string is one or more quoted pieces. Positions are bytes of `SourceText.utf8`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from localize.errors import HostileInputError, ParseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.formats.source import SourceText

_TEXT: Final = rb'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'
_PIECES: Final = rb"(?:" + _TEXT + rb"[ \t]*+)"
_LINE: Final = re.compile(
    rb"[ \t\v\f]*+(?:#(?P<comment>[^\n]*+)"
    rb"|(?P<domain>domain\b[^\n]*+)"
    rb"|(?:(?P<word>msgctxt|msgid_plural|msgid|msgstr)[ \t]*+(?:\[[ \t]*+(?P<index>[0-9]{1,2})[ \t]*+\][ \t]*+)?)?"
    rb"(?P<pieces>" + _PIECES + rb"*+))[\r\v\f]*+(?:\n|\Z)"
)
_MOST_PIECES: Final = 5_000
"""Quoted pieces in one string: more are no text, and each costs many times its size in memory."""
_PIECE = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"')
_ROWS: Final = rb"(" + _TEXT + rb"(?:[ \t]*+\r*+\n[ \t]*+" + _TEXT + rb")*+)[ \t]*+\r*+"
# The shape of nearly every message without plural, whole. The line after it must not go on with it.
_COMMON: Final = re.compile(
    rb"(?:[ \t\r]*+\n)*+((?:#(?!~)[^\n]*+\n)*+)(?:msgctxt[ \t]*+" + _ROWS + rb"\n)?+"
    rb"()msgid[ \t]*+" + _ROWS + rb"\n()msgstr[ \t]*+" + _ROWS + rb"(?:\n|\Z)"
    rb'(?![ \t\v\f\r\n]*+(?:"|msgstr))'
)
_ESCAPE = re.compile(r"\\(?:([abfnrtv\\\"'?])|([0-7]{1,3})|x([0-9A-Fa-f]+))")
_NAMED: Final = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", '"': '"', "'": "'", "?": "?",
}  # fmt: skip
_SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\]')
_WRITTEN: Final = {char: f"\\{name}" for name, char in _NAMED.items() if name not in "'?"}

PLURAL_FORM: Final = re.compile(rb"msgstr\[([0-9])\][ \t]*+" + _ROWS + rb"\n?")
"""The lines of one translation of a message with plural, as nearly every file writes them."""


class Strings:
    """One string of an entry.

    Attributes:
        begin: of the line that its keyword stands in.
        first, last: where its first quote stands, and behind its last one.
        end: where the line after it begins.
        raws: what stands between the quotes of each piece.
    """

    __slots__ = ("_value", "begin", "end", "first", "last", "raws")

    def __init__(self, begin: int, first: int, last: int, end: int, raws: tuple[bytes, ...]) -> None:
        self.begin = begin
        self.first = first
        self.last = last
        self.end = end
        self.raws = raws
        self._value: str | None = None

    @property
    def value(self) -> str:
        """The string as a program sees it, its pieces as one."""
        value = self._value
        if value is None:
            raws = self.raws
            value = self._value = unescaped((raws[0] if len(raws) == 1 else b"".join(raws)).decode())
        return value


class Entry:
    """A message; the header is the one without context whose id is empty.

    Attributes:
        comments: position behind the line's ``#``, and what stands there.
        context, id, plural: its strings, None where it has none.
        forms: its translations by number; the only one of a message without plural is number 0.
    """

    __slots__ = ("comments", "context", "forms", "id", "plural")

    def __init__(self) -> None:
        self.comments: list[tuple[int, bytes]] = []
        self.context: Strings | None = None
        self.id: Strings | None = None
        self.plural: Strings | None = None
        self.forms: dict[int, Strings] = {}

    @property
    def source(self) -> Strings:
        """Its id, which every message has."""
        if self.id is None:
            raise AssertionError("messages without id are refused")
        return self.id

    @property
    def is_header(self) -> bool:
        """Whether it is the header of the file."""
        return self.context is None and self.id is not None and not any(self.id.raws)

    def fuzzy_flag(self) -> tuple[int, int] | None:
        """Return where the word stands that says that the translation is a guess, None if it does not stand there.

        That is with its comma, or the whole line if nothing else is on it.
        """
        for at, comment in self.comments:
            if not comment.startswith(b","):
                continue
            match = re.search(rb",[ \t]*fuzzy[ \t\r]*$|(?<=,)[ \t]*fuzzy[ \t]*,", comment)
            if match is not None:
                if comment.strip(b", \t\r") == b"fuzzy":
                    return at - 1, at + len(comment) + 1
                return at + match.start(), at + len(comment[: match.end()].rstrip(b"\r"))
        return None


def entries(source: SourceText) -> Iterator[Entry]:
    """Yield all messages in file order, the header among them; obsolete ones (``#~``) are comments of the file.

    Raises:
        ParseError: a line that no catalogue can have, or a message without translation.
    """
    scan, position, state = source.scan, 0, _State(source)
    common, between = _COMMON.match, True
    while position < len(scan):
        # Between two messages, once each time: what is no common message costs its bytes twice, not more.
        if between and (found := common(scan, position)) is not None:
            if scan.count(b"\n", position, found.end()) > _MOST_PIECES:
                _refuse_many(found, source)
            yield _whole(found)
            position = found.end()
            continue
        between = False
        match = _LINE.match(scan, position)
        if match is None:
            raise _unreadable(source, position)
        if match["pieces"] and not match["word"]:
            state.go_on(match)
        elif match.lastgroup is not None and match.end(match.lastgroup) > match.start():
            if state.ends_before(match):
                yield state.finished()
                between = True
                continue
            state.take(match)
        position = match.end()
    state.close()
    if state.entry.id is not None or state.entry.context is not None:
        yield state.finished()


def _refuse_many(match: re.Match[bytes], source: SourceText) -> None:
    """Refuse a message with a string of very many pieces; many comments are none of that.

    Raises:
        HostileInputError: there is such a string.
    """
    for group in (2, 4, 6):
        if match[group] is not None and match[group].count(b"\n") > _MOST_PIECES:
            raise _too_many(source, match.start(group))


def _too_many(source: SourceText, position: int) -> HostileInputError:
    what = f"a string has more than {_MOST_PIECES:,} pieces"
    return HostileInputError(what, do="join them, or remove the message", place=source.place(position))


def _whole(match: re.Match[bytes]) -> Entry:
    """Return a message of the common shape."""
    _, comments, context, (begin, _), source, (middle, _), target = match.regs
    entry = Entry()
    if comments[0] != comments[1]:
        at = comments[0]
        for line in match[1][:-1].split(b"\n"):
            if not line.startswith(b"#|"):
                entry.comments.append((at + 1, line[1:]))
            at += len(line) + 1
    if context[0] >= 0:
        entry.context = Strings(comments[1], *context, begin, _raws(match[2]))
    entry.id = Strings(begin, *source, middle, _raws(match[4]))
    entry.forms[0] = Strings(middle, *target, match.end(), _raws(match[6]))
    return entry


def _raws(rows: bytes) -> tuple[bytes, ...]:
    return tuple(_PIECE.findall(rows)) if b"\n" in rows else (rows[1:-1],)


class _State:
    """The message that is being read."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.entry = Entry()
        self.word: tuple[str, int, int] | None = None  # keyword, number of the form, begin of its line
        self.pieces: list[bytes] = []
        self.first = self.last = 0  # where the first quote stands, and behind the last one
        self.end = 0

    def go_on(self, match: re.Match[bytes]) -> None:
        """Take a line that holds nothing but pieces of a string."""
        if self.word is None:
            place = self.source.place(match.start("pieces"))
            raise ParseError("a string belongs to no keyword", do="begin it with msgid", place=place)
        self._add(match)
        self.end = match.end()
        if len(self.pieces) > _MOST_PIECES:
            raise _too_many(self.source, match.start("pieces"))

    def _add(self, match: re.Match[bytes]) -> None:
        found = _PIECE.findall(match["pieces"])
        if found and not self.pieces:
            self.first = match.start("pieces")
        if found:
            self.last = match.start("pieces") + match["pieces"].rindex(b'"') + 1
        self.pieces += found

    def ends_before(self, match: re.Match[bytes]) -> bool:
        """Return whether a line belongs to the next message already."""
        self.close()
        return bool(self.entry.forms) and match["word"] != b"msgstr"

    def take(self, match: re.Match[bytes]) -> None:
        """Take a comment or a line with a keyword."""
        comment = match["comment"]
        if match["word"]:
            index = int(match["index"]) if match["index"] else -1
            if match["pieces"].count(b'"') > 2 * _MOST_PIECES + len(match["pieces"]) // 8:
                raise _too_many(self.source, match.start("pieces"))
            self.word = match["word"].decode(), index, match.start()
            self.pieces, self.end = [], match.end()
            self._add(match)
        elif comment is None or (comment.startswith(b"~") and not (self.entry.id or self.entry.context)):
            self.entry = (
                Entry()
            )  # a domain statement, or an obsolete message, to which the comments before it belong
        elif not comment.startswith((b"~", b"|")):
            self.entry.comments.append((match.start("comment"), comment))

    def finished(self) -> Entry:
        """Return the message that is read, and begin the next one."""
        entry, self.entry = self.entry, Entry()
        return _complete(entry, self.source)

    def close(self) -> None:
        """Put a finished string into its message."""
        if self.word is None:
            return
        (word, index, begin), self.word = self.word, None
        if not self.pieces:
            raise self._refused(begin, f"{word} has no string", 'write it in quotes: msgid "…"')
        strings = Strings(begin, self.first, self.last, self.end, tuple(self.pieces))
        entry = self.entry
        if word == "msgstr":
            if entry.id is None or max(index, 0) in entry.forms or (entry.plural is None) != (index < 0):
                do = "one msgstr for each msgid; msgstr[0], msgstr[1] … if there is a msgid_plural"
                raise self._refused(begin, "msgstr does not fit its message", do)
            entry.forms[max(index, 0)] = strings
        elif word == "msgctxt" and entry.context is None and entry.id is None:
            entry.context = strings
        elif word == "msgid" and entry.id is None:
            entry.id = strings
        elif word == "msgid_plural" and entry.id is not None and entry.plural is None:
            entry.plural = strings
        else:
            raise self._refused(
                begin, f"{word} stands where it cannot", "the order is msgctxt, msgid, msgid_plural"
            )

    def _refused(self, begin: int, what: str, do: str) -> ParseError:
        return ParseError(what, do=do, place=self.source.place(begin))


def _complete(entry: Entry, source: SourceText) -> Entry:
    if entry.id is None or not entry.forms:
        missing = "msgid" if entry.id is None else "msgstr"
        place = source.place((entry.id or entry.context or next(iter(entry.forms.values()))).begin)
        raise ParseError(f"a message has no {missing}", do='add one, "" if it is empty', place=place)
    return entry


def _unreadable(source: SourceText, position: int) -> ParseError:
    end = source.scan.find(b"\n", position)
    line = source.scan[position : end if end >= 0 else None].decode().strip()
    if line.startswith(('"', "msg")) and line.count('"') != 2:
        do = r"inside a string, write \" for a quote, \\ for a backslash and \n for a line break"
        return ParseError(
            "a string is not closed, or holds a bare quote", do=do, place=source.place(position)
        )
    what = f"the line {line[:60]!r} is not part of a catalogue"
    return ParseError(what, do="make it a comment with #, or remove it", place=source.place(position))


def unescaped(raw: str) -> str:
    """Return a string as a program sees it; escapes that C does not have stay as they are.

    >>> unescaped(r'a\\tb \\"c\\" \\101 \\q')
    'a\\tb "c" A \\\\q'
    """
    return _ESCAPE.sub(_character, raw) if "\\" in raw else raw


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    # A byte of the file's encoding; only ASCII is the same character in all of them.
    code = int(match[2], 8) if match[2] else int(match[3][:8], 16)
    return chr(code) if 0 < code < 0x80 else match[0]


def escaped(value: str) -> str:
    """Return a string as a catalogue writes it, on one line."""
    return _SPECIAL.sub(lambda m: _WRITTEN.get(m[0]) or f"\\{ord(m[0]):03o}", value)
