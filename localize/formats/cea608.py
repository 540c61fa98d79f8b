"""The only place that knows CEA-608 line 21 captions: what the pairs of bytes put on the screen, and when.

Reads the first caption channel. Positions, colours and italics are dropped; rows are kept. Specification: CEA-608-E;
47 CFR 15.119.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

_BASIC = {
    0x2A: "á",
    0x5C: "é",
    0x5E: "í",
    0x5F: "ó",
    0x60: "ú",
    0x7B: "ç",
    0x7C: "÷",
    0x7D: "Ñ",
    0x7E: "ñ",
    0x7F: "█",
}
_SPECIAL = "®°½¿™¢£♪à èâêîôû"
_EXTENDED = {0x12: "ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»", 0x13: "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤│ÅåØø┌┐└┘"}
_FIRST_ROWS = {0x11: 1, 0x12: 3, 0x15: 5, 0x16: 7, 0x17: 9, 0x10: 11, 0x13: 12, 0x14: 14}
_POP_ON, _PAINT_ON, _ROLL_UP = range(3)


class Caption(NamedTuple):
    """A caption as the audience sees it: frames since midnight (None: never taken off), text, line of the file."""

    start: int
    end: int | None
    text: str
    line: int


@dataclass
class Decoder:
    """Follows a stream of byte pairs; `captions` fills up."""

    captions: list[Caption] = field(default_factory=list)
    other_channel: bool = False
    _mode: int = _POP_ON
    _hidden: dict[int, list[str]] = field(default_factory=dict)
    _shown: dict[int, list[str]] = field(default_factory=dict)
    _since: int = 0
    _line: int = 1
    _row: int = 15
    _last: tuple[int, int] | None = None

    def feed(self, first: int, second: int, frame: int, line: int) -> None:
        """Take one pair of bytes; parity bits do not count, and a control code sent twice counts once."""
        first, second = first & 0x7F, second & 0x7F
        if first >= 0x20 or first == 0:
            self._last = None
            for code in (first, second):
                if code >= 0x20:
                    self._put(_BASIC.get(code, chr(code)), frame, line)
            return
        if (first, second) == self._last:
            self._last = None
            return
        self._last = (first, second)
        if first >= 0x18:
            self.other_channel = True
        elif first >= 0x10:
            self._control(first, second, frame, line)

    def finish(self) -> None:
        """Take what is still on the screen; nothing says when it goes."""
        self._take(None)

    def _control(self, first: int, second: int, frame: int, line: int) -> None:
        if second >= 0x40:
            self._move(_FIRST_ROWS[first] + (1 if second & 0x20 and first != 0x10 else 0))
        elif first in (0x14, 0x15) and 0x20 <= second <= 0x2F:
            self._command(second, frame, line)
        elif first == 0x11 and second >= 0x30:
            self._put(_SPECIAL[second - 0x30], frame, line)
        elif first == 0x11 and second >= 0x20:
            self._put(" ", frame, line)  # a change of colour or slant takes one column
        elif first in _EXTENDED and second >= 0x20:
            row = self._buffer.get(self._row)
            if row:
                row.pop()  # older sets show the plain letter that was sent before
            self._put(_EXTENDED[first][second - 0x20], frame, line)

    @property
    def _buffer(self) -> dict[int, list[str]]:
        return self._hidden if self._mode == _POP_ON else self._shown

    def _move(self, row: int) -> None:
        self._row = 15 if self._mode == _ROLL_UP else row
        if self._buffer.get(self._row):
            self._buffer[self._row].append(" ")

    def _put(self, char: str, frame: int, line: int) -> None:
        if self._mode != _POP_ON and not self._shown:
            self._since, self._line = frame, line
        self._buffer.setdefault(self._row, []).append(char)

    def _command(self, code: int, frame: int, line: int) -> None:
        if code == 0x20:
            self._mode = _POP_ON
        elif code == 0x21 and self._buffer.get(self._row):
            self._buffer[self._row].pop()
        elif code == 0x24:
            self._buffer.pop(self._row, None)
        elif code in (0x25, 0x26, 0x27):
            self._take(frame) if self._mode != _ROLL_UP else None
            self._mode, self._row = _ROLL_UP, 15
        elif code == 0x29:
            self._take(frame)
            self._mode = _PAINT_ON
        elif code == 0x2C or (code == 0x2D and self._mode == _ROLL_UP):
            self._take(frame)
        elif code == 0x2E:
            self._hidden = {}
        elif code == 0x2F:
            self._take(frame)
            self._mode, self._shown, self._hidden = _POP_ON, self._hidden, {}
            self._since, self._line = frame, line

    def _take(self, frame: int | None) -> None:
        """Record what is on the screen as a caption that ends now, and clear the screen."""
        rows = (" ".join("".join(self._shown[row]).split()) for row in sorted(self._shown))
        text = "\n".join(row for row in rows if row)
        if text:
            self.captions.append(Caption(self._since, frame, text, self._line))
        self._shown = {}
