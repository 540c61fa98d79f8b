"""The only place that keeps the dictionary of the segmenter in a process of its own, and asks it through pipes."""

from __future__ import annotations

import atexit
import itertools
import marshal
import sys
import threading
import weakref
from contextlib import suppress

from localize import segmenter
from localize.segmenter import TYPE_CHECKING, Dictionary

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from typing import BinaryIO

    from localize.segmenter import Segmenter

_SERVES = (
    "import sys; sys.path[:] = sys.argv[1:]; from localize import segmenter_apart; segmenter_apart.serve()"
)
_LOST = (OSError, EOFError, ValueError, TypeError)
"""What a pipe whose other end has gone makes of a question, and an answer that broke off."""


def keep_apart() -> None:
    """Have the dictionary read by a process of its own from now on, so that nothing here ever waits for that."""
    if not isinstance(segmenter.chosen(), Apart):
        segmenter.choose(Apart())


class Apart(Dictionary):
    """The dictionary of another process; should that come to nothing, one that is read here after all."""

    def __init__(self) -> None:
        super().__init__()
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: Answers | None = None
        self._numbers = itertools.count(1)
        self._lists: dict[int, Sequence[str]] = {}
        self._dropped: list[int] = []

    def begin(self) -> None:
        """Start the other process; it reads the dictionary while others work."""
        with self._asking:
            if self._process is None and self._answers is None:
                self._start()

    def _start(self) -> None:
        import subprocess
        from pathlib import Path

        home = str(Path(__file__).resolve().parent.parent)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _SERVES, home, *filter(None, sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # what the terminal sends to the room is not meant for it
            )
        except OSError:
            self._read_here()
        else:
            atexit.register(_end, self._process)

    def _read_here(self) -> None:
        """Be the one that answers."""
        self._answers = Answers()
        for number, words in self._lists.items():
            self._answers.grow(number, tuple(words))

    def grown(self, words: Sequence[str]) -> Segmenter:
        """Return a segmenter of the other process."""
        number = next(self._numbers)
        self.ask("grow", number, tuple(words))
        self._lists[number] = words
        asked = _Asked(self, number)
        weakref.finalize(asked, self._drop, number).atexit = False
        return asked

    def _drop(self, number: int) -> None:
        # Python may call this while a question is being asked: the next one says it.
        self._dropped.append(number)
        self._lists.pop(number, None)

    def tag(self, word: str) -> list[tuple[str, str]]:
        """Return what the dictionary alone says."""
        tagged: list[tuple[str, str]] = self.ask("tag", word)  # type: ignore[assignment]
        return tagged

    def ask(self, name: str, *question: object) -> object:
        """Return the answer to a question, which a method of `Answers` gives."""
        with self._asking:
            while self._dropped:
                self._asked("drop", self._dropped.pop())
            return self._asked(name, *question)

    def _asked(self, name: str, *question: object) -> object:
        if self._process is None and self._answers is None:
            self._start()
        if self._process is not None:
            with suppress(*_LOST):
                return _exchange(self._process, (name, *question))
            _end(self._process)
            self._process = None
            self._read_here()
        assert self._answers is not None
        return self._answers.answer((name, *question))


class _Asked:
    """A segmenter that stands in the other process under a number."""

    def __init__(self, apart: Apart, number: int) -> None:
        self._apart, self._number = apart, number

    def tokenize(self, text: str, *, hmm: bool) -> list[tuple[str, int, int]]:
        """Return the words of a text, each with its start and end in characters."""
        words: list[tuple[str, int, int]] = self._apart.ask("tokenize", self._number, text, hmm)  # type: ignore[assignment]
        return words

    def has_word(self, word: str) -> bool:
        """Return whether a word stands in the dictionary."""
        return bool(self._apart.ask("has_word", self._number, word))


class Answers:
    """What the process that has the dictionary answers."""

    def __init__(self) -> None:
        self._dictionary = Dictionary()
        self._grown: dict[int, Segmenter] = {}

    def answer(self, question: tuple[object, ...]) -> object:
        """Return the answer to a question: the name of a method, and what it is given."""
        name, *given = question
        return getattr(self, str(name))(*given)

    def grow(self, number: int, words: tuple[str, ...]) -> None:
        """Keep a segmenter that knows some words under a number."""
        self._grown[number] = self._dictionary.grown(words)

    def drop(self, number: int) -> None:
        """Let go of the segmenter with a number."""
        self._grown.pop(number, None)

    def tokenize(self, number: int, text: str, hmm: bool) -> list[tuple[str, int, int]]:  # noqa: FBT001
        """Return the words of a text."""
        return self._grown[number].tokenize(text, hmm=hmm)

    def has_word(self, number: int, word: str) -> bool:
        """Return whether a word stands in the dictionary."""
        return self._grown[number].has_word(word)

    def tag(self, word: str) -> list[tuple[str, str]]:
        """Return what the dictionary alone says of a text."""
        return self._dictionary.tag(word)

    def read(self) -> None:
        """Read the dictionary now."""
        self._dictionary.plain()


def _exchange(process: subprocess.Popen[bytes], question: tuple[object, ...]) -> object:
    # Plain data between two processes of one interpreter, which is what marshal is for.
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(marshal.dumps(question))  # type: ignore[arg-type]
    process.stdin.flush()
    return marshal.load(process.stdout)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    process.wait()


def serve(questions: BinaryIO | None = None, answers: BinaryIO | None = None) -> None:
    """Answer questions until there is nobody who asks."""
    questions, answers = questions or sys.stdin.buffer, answers or sys.stdout.buffer
    known = Answers()
    known.read()
    while True:
        try:
            question = marshal.load(questions)
        except EOFError:
            return
        answers.write(marshal.dumps(known.answer(question)))  # type: ignore[arg-type]
        answers.flush()
