"""The only place that loads the dictionary of the Chinese segmenter: once, however many questions it answers.

Reading it takes a tenth of a second in which no other thread runs, and 34 MB. Whoever draws an interface calls
`segmenter_apart.keep_apart`: then a process of its own reads it and answers.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys
import threading

TYPE_CHECKING = False  # the process that only reads the dictionary does without `typing` and its 3 MB
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from rjieba import Jieba

    class Segmenter(Protocol):
        """What tells words: a `Jieba`, or one in another process."""

        def tokenize(self, text: str, *, hmm: bool) -> list[tuple[str, int, int]]:
            """Return the words of a text, each with its start and end in characters."""

        def has_word(self, word: str) -> bool:
            """Return whether a word stands in the dictionary."""


_SHORTEST = 2
"""Characters from which a word may be added: one-character words would tear real words apart."""


class Dictionary:
    """A segmenter that nobody has added words to, until a list of terms takes it over."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._plain: Jieba | None = None
        self._noted: dict[str, list[tuple[str, str]]] = {}

    def begin(self) -> None:
        """Be ready to read; here there is nothing to prepare."""

    def plain(self) -> Jieba:
        """Return the segmenter without further words."""
        with self._lock:
            if self._plain is None:
                self._plain = _read()
            return self._plain

    def grown(self, words: Sequence[str]) -> Segmenter:
        """Return what `segmenter.grown` does."""
        with self._lock:
            jieba = self.plain()
            for word in words:  # asked for later, when the words stand in the dictionary themselves
                if word not in self._noted:
                    self._noted[word] = jieba.tag(word)
            self._plain = None
        for word in words:
            # Words that it knows keep their frequency.
            if len(word) >= _SHORTEST and not jieba.has_word(word):
                jieba.add_word(word, jieba.suggest_freq(word), "n")
        return jieba

    def tag(self, word: str) -> list[tuple[str, str]]:
        """Return what `segmenter.tag` does."""
        with self._lock:
            noted = self._noted.get(word)
            return self.plain().tag(word) if noted is None else noted


_chosen: list[Dictionary] = [Dictionary()]
"""The one that this process asks."""


def chosen() -> Dictionary:
    """Return the dictionary that is asked."""
    return _chosen[0]


def choose(dictionary: Dictionary) -> None:
    """Ask another one from now on."""
    _chosen[0] = dictionary


def begin() -> None:
    """Prepare for the first question, where the dictionary is read by a process of its own: it reads meanwhile."""
    chosen().begin()


def grown(words: Sequence[str]) -> Segmenter:
    """Return a segmenter that knows some words besides its dictionary; it is the caller's alone.

    Raises:
        ImportError: rjieba is not installed.
    """
    return chosen().grown(words)


def tag(word: str) -> list[tuple[str, str]]:
    """Return the words that a text is cut into by the dictionary alone, each with its part of speech."""
    return chosen().tag(word)


def _read() -> Jieba:
    name = "rjieba.rjieba"
    if name not in sys.modules and (package := importlib.util.find_spec("rjieba")):
        # The package makes a segmenter of its own when it is imported, and so reads the dictionary once more.
        found = importlib.machinery.PathFinder.find_spec(name, package.submodule_search_locations)
        if found is not None and found.loader is not None:
            module = importlib.util.module_from_spec(found)
            found.loader.exec_module(module)
            sys.modules[name] = module
    jieba: type[Jieba] = importlib.import_module(name).Jieba
    return jieba()
