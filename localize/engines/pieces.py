"""The only place that turns text into the pieces a converted model reads, and pieces into text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from localize.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SHARED = ("sentencepiece.bpe.model", "spiece.model", "sentencepiece.model", "spm.model")
"""Names of a SentencePiece model for both sides, the first that is there."""
_TOKENIZER = "tokenizer.json"
_VOCABULARIES = ("source_vocabulary", "shared_vocabulary")
END = "</s>"
_MARKS = frozenset({END, "<s>", "<pad>", "<unk>", "<mask>"})


class Pieces(Protocol):
    """One side's tokenizer."""

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a text, without marks of beginning or end."""

    def decode(self, pieces: Sequence[str]) -> str:
        """Return the text of pieces; marks and tokens of languages are no text."""


class _SentencePieces:
    """Pieces of a SentencePiece model; it normalises the text itself, as in training."""

    def __init__(self, path: Path, hidden: Callable[[str], bool]) -> None:
        import sentencepiece

        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self._hidden = hidden

    def encode(self, text: str) -> list[str]:
        return [str(piece) for piece in self._processor.encode(text, out_type=str)]

    def decode(self, pieces: Sequence[str]) -> str:
        return str(self._processor.decode([p for p in pieces if p not in _MARKS and not self._hidden(p)]))


class _JsonPieces:
    """Pieces of a ``tokenizer.json``, for models that bring no SentencePiece model."""

    def __init__(self, path: Path, hidden: Callable[[str], bool]) -> None:
        import tokenizers

        self._tokenizer = tokenizers.Tokenizer.from_file(str(path))
        self._hidden = hidden

    def encode(self, text: str) -> list[str]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def decode(self, pieces: Sequence[str]) -> str:
        kept = (p for p in pieces if p not in _MARKS and not self._hidden(p))
        ids = [i for i in map(self._tokenizer.token_to_id, kept) if i is not None]
        return str(self._tokenizer.decode(ids, skip_special_tokens=True))


def load_pieces(folder: Path, hidden: Callable[[str], bool]) -> tuple[Pieces, Pieces]:
    """Return the tokenizers of source and target of the model in a folder.

    Args:
        folder: of a converted model with its tokenizer's files.
        hidden: whether a piece is a token of a language, which is no text.

    Raises:
        UnavailableError: the folder holds no tokenizer.
    """
    if (folder / "source.spm").is_file() and (folder / "target.spm").is_file():
        return _SentencePieces(folder / "source.spm", hidden), _SentencePieces(folder / "target.spm", hidden)
    shared = next((folder / name for name in SHARED if (folder / name).is_file()), None)
    if shared is not None:
        both: Pieces = _SentencePieces(shared, hidden)
    elif (folder / _TOKENIZER).is_file():
        both = _JsonPieces(folder / _TOKENIZER, hidden)
    else:
        raise UnavailableError(
            f"there is no tokenizer in {folder}",
            do=f"copy source.spm and target.spm, {SHARED[0]} or {_TOKENIZER} from the original model",
        )
    return both, both


def source_vocabulary(folder: Path) -> frozenset[str]:
    """Return the tokens that a converted model reads, empty if no list of them is there."""
    for name in _VOCABULARIES:
        listed, lines = folder / f"{name}.json", folder / f"{name}.txt"
        if listed.is_file():
            return frozenset(json.loads(listed.read_text(encoding="utf-8")))
        if lines.is_file():
            return frozenset(lines.read_text(encoding="utf-8").split("\n"))
    return frozenset()
