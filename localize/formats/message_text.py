"""The only place that shows the text of a message's option as people read it, and writes it in the syntax again.

Placeholders stand in it as they are written, apostrophes and backslashes as they are read. What would be syntax but is
meant is shown as MessageFormat quotes it: ``'{'`` and ``'}'``, in plural options ``'#'``; in MessageFormat 2 ``\\{``
and ``\\}``, and a backslash before one of those is doubled. An apostrophe is doubled where it would quote, and
everywhere in a message that does so itself: not all libraries that read the syntax undouble them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from localize.errors import ParseError, RenderError
from localize.formats.messageformat import PartKind, argument_end, escape_icu, scan_icu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.formats.messageformat import Part

_MEANT: Final = re.compile(r"'([{}])'")
_MEANT_IN_PLURAL: Final = re.compile(r"'([{}#])'")
_SPECIAL: Final = re.compile(r"[{}]")
_SPECIAL_IN_PLURAL: Final = re.compile(r"[{}#]")
_QUOTING = re.compile(r"'(?='|\Z)")
_SPECIAL_MF2 = re.compile(r"[{}]|\\(?=[\\{}])")
_MEANT_MF2 = re.compile(r"\\([\\{}])")


class Syntax(ABC):
    """One of the two syntaxes; MessageFormat 2 is loaded where a message is one, since its grammar takes a while."""

    def shown(self, message: str, parts: Sequence[Part], *, in_plural: bool) -> str:
        """Return some parts of a message as a text.

        Raises:
            ParseError: the text would not be written back as the same.
        """
        text = self.present(message, parts, in_plural=in_plural)
        try:
            written = self.written(text, in_plural=in_plural, is_doubled=False)
            again = self.present(*self.scanned(written, in_plural=in_plural), in_plural=in_plural)
        except RenderError as error:
            raise ParseError(error.what, do=error.do) from error
        if again != text:
            raise ParseError("an apostrophe stands beside syntax", do="write a typographic one: ’")
        return text

    @abstractmethod
    def present(self, message: str, parts: Sequence[Part], *, in_plural: bool) -> str:
        """Return some parts of a message as a text."""

    @abstractmethod
    def scanned(self, written: str, *, in_plural: bool) -> tuple[str, Sequence[Part]]:
        """Return a message around a written text, and the parts of the text."""

    @abstractmethod
    def written(self, text: str, *, in_plural: bool, is_doubled: bool) -> str:
        """Return a shown text in the syntax.

        Raises:
            RenderError: it is none.
        """

    def pieces(self, target: str, blocks: Sequence[str], *, in_plural: bool, like: str) -> list[str]:
        """Return what is to stand before, between and behind the blocks of a message.

        Args:
            target: a shown text.
            blocks: the short forms of the blocks, which it must hold in this order.
            in_plural: whether ``#`` is the number.
            like: the message, whose habits are kept.

        Raises:
            RenderError: it is no text of the syntax, or lacks a block.
        """
        found, rest = [], target
        for block in blocks:
            before, there, rest = rest.partition(block)
            if not there:
                what = f"the target lacks {block}, or has it before another one"
                raise RenderError(what, do="keep the blocks of the source in their order")
            found.append(before)
        is_doubled = "''" in like
        return [self.written(piece, in_plural=in_plural, is_doubled=is_doubled) for piece in (*found, rest)]


class _Icu(Syntax):
    def present(self, message: str, parts: Sequence[Part], *, in_plural: bool) -> str:
        special = _SPECIAL_IN_PLURAL if in_plural else _SPECIAL
        return "".join(
            special.sub(r"'\g<0>'", part.value)
            if part.kind is PartKind.TEXT
            else message[part.start : part.end]
            for part in parts
        )

    def scanned(self, written: str, *, in_plural: bool) -> tuple[str, Sequence[Part]]:
        message = f"{{n, plural, other {{{written}}}}}" if in_plural else written
        return message, scan_icu(message)[-1].parts

    def written(self, text: str, *, in_plural: bool, is_doubled: bool) -> str:
        meant = _MEANT_IN_PLURAL if in_plural else _MEANT
        pieces: list[str] = []
        run: list[str] = []
        at = 0

        def settle() -> None:
            words = "".join(run)
            run.clear()
            if is_doubled or any(char in words for char in ("{}#" if in_plural else "{}")):
                pieces.append(escape_icu(words, in_plural=in_plural))
            else:
                pieces.append(_QUOTING.sub("''", words))

        while at < len(text):
            char = text[at]
            literal = meant.match(text, at) if char == "'" else None
            if literal is not None:
                run.append(literal[1])
                at = literal.end()
            elif char == "{" or (char == "#" and in_plural):
                end = _argument_end(text, at) if char == "{" else at + 1
                settle()
                pieces.append(text[at:end])
                at = end
            elif char == "}":
                raise RenderError(
                    "the target has a } that closes nothing", do="a brace as text is written '}'"
                )
            else:
                run.append(char)
                at += 1
        settle()
        return "".join(pieces)


def _argument_end(text: str, at: int) -> int:
    try:
        return argument_end(text, at)
    except ParseError as error:
        raise RenderError(f"in the target {error.what}", do=error.do) from error


class _Mf2(Syntax):
    def present(self, message: str, parts: Sequence[Part], *, in_plural: bool) -> str:
        shown = ""
        for part in reversed(
            parts
        ):  # a backslash alone needs no other, unless something follows that it would escape
            if part.kind is not PartKind.TEXT:
                shown = message[part.start : part.end] + shown
                continue
            tail = "{" if shown.startswith("{") else ""
            text = _SPECIAL_MF2.sub(r"\\\g<0>", part.value + tail)
            shown = text[: len(text) - 2 * len(tail)] + shown
        return shown

    def scanned(self, written: str, *, in_plural: bool) -> tuple[str, Sequence[Part]]:
        from localize.formats.messageformat2 import scan_mf2

        message = f"{{{{{written}}}}}"
        return message, scan_mf2(message)[-1].parts

    def written(self, text: str, *, in_plural: bool, is_doubled: bool) -> str:
        from localize.formats.messageformat2 import placeholder_end

        pieces: list[str] = []
        at = begin = 0
        while at < len(text):
            char = text[at]
            if char == "{":
                try:
                    at = placeholder_end(text, at)
                except ParseError as error:
                    raise RenderError(f"in the target {error.what}", do=error.do) from error
            elif char == "\\":
                meant = _MEANT_MF2.match(text, at)
                pieces += [text[begin:at], meant[0] if meant else "\\\\"]
                at = begin = meant.end() if meant else at + 1
            elif char in "}\0":
                what = "the target has a } that closes nothing" if char == "}" else "the target holds U+0000"
                raise RenderError(what, do=r"a brace as text is written \}")
            else:
                at += 1
        return "".join([*pieces, text[begin:]])


ICU: Final[Syntax] = _Icu()
"""MessageFormat 1."""
MF2: Final[Syntax] = _Mf2()
"""MessageFormat 2."""
