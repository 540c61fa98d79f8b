"""The only place that loads the dictionary of the Chinese segmenter: once, however many questions it answers.

Reading it takes a tenth of a second in which no other thread runs, and 25 MB. Whoever draws an interface calls
`preload` before the first frame.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys
import threading
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rjieba import Jieba

_SHORTEST = 2
"""Characters from which a word may be added: one-character words would tear real words apart."""


class _Dictionary:
    """A segmenter that nobody has added words to, until a list of terms takes it over."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._plain: Jieba | None = None
        self._noted: dict[str, list[tuple[str, str]]] = {}

    def plain(self) -> Jieba:
        with self._lock:
            if self._plain is None:
                self._plain = _read()
            return self._plain

    def grown(self, words: Sequence[str]) -> Jieba:
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
        with self._lock:
            noted = self._noted.get(word)
            return self.plain().tag(word) if noted is None else noted


_DICTIONARY = _Dictionary()


def preload() -> None:
    """Read the dictionary now, if that has not been done, so that nothing has to wait for it later."""
    _DICTIONARY.plain()


def grown(words: Sequence[str]) -> Jieba:
    """Return a segmenter that knows some words besides its dictionary; it is the caller's alone.

    Raises:
        ImportError: rjieba is not installed.
    """
    return _DICTIONARY.grown(words)


def tag(word: str) -> list[tuple[str, str]]:
    """Return the words that a text is cut into by the dictionary alone, each with its part of speech."""
    return _DICTIONARY.tag(word)


def _read() -> Jieba:
    name = "rjieba.rjieba"
    if name not in sys.modules and (package := importlib.util.find_spec("rjieba")):
        # The package makes a segmenter of its own when it is imported, and so reads the dictionary once more.
        found = importlib.machinery.PathFinder.find_spec(name, package.submodule_search_locations)
        if found is not None and found.loader is not None:
            module = importlib.util.module_from_spec(found)
            found.loader.exec_module(module)
            sys.modules[name] = module
    return cast("type[Jieba]", importlib.import_module(name).Jieba)()
