"""The only place that runs the starter model: Chinese to English with CTranslate2, shipped, draft quality."""

from __future__ import annotations

import functools
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from localize.engines.base import Candidate, EngineInfo, Reach
from localize.engines.batching import in_batches
from localize.engines.carry import Hypothesis, carry
from localize.engines.requirements import missing_files, missing_packages
from localize.engines.signature import files_digest, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import ctranslate2  # type: ignore[import-untyped]  # the package ships no types
    import sentencepiece

    from localize.engines.base import EngineFailure, EngineOptions, Request
    from localize.locales import LocaleTag

FOLDER = Path(__file__).parent / "models" / "starter-zh-en"
_FILES = (
    "model.bin",
    "config.json",
    "source.spm",
    "target.spm",
    "source_vocabulary.json",
    "target_vocabulary.json",
)
_SLOTS = 8
_POSITIONS = 256
"""Tokens that the model has position encodings for; `localize.engines.sentences` keeps units far below."""
_HAS_SLOT = re.compile(r"<t\d>")

INFO = EngineInfo(
    name="starter",
    title="Starter model, Chinese to English: gist of short everyday lines",
    reach=Reach.PROCESS,
    licence="GPL-3.0-or-later",
    quality="draft",
    attribution=(
        "Trained on Cataclysm: DDA and CC-CEDICT (CC BY-SA), The Battle for Wesnoth and Shattered Pixel Dungeon (GPL), "
        "Tatoeba (CC BY 2.0 FR), Hugging Face course subtitles (Apache-2.0) and MIT and Apache-2.0 game texts."
    ),
)


class StarterEngine:
    """Translates Chinese in either script into English."""

    option_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._traditional = source.script == "Hant"
        self._folder = Path(options.model) if options.model else FOLDER
        self._options = options

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return whether the pair is Chinese to English."""
        return source.language == "zh" and target.language == "en"

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if all is."""
        folder = Path(options.model) if options.model else FOLDER
        return missing_packages(("ctranslate2", "sentencepiece"), "chuhai-localize") or missing_files(
            folder, _FILES
        )

    @property
    def info(self) -> EngineInfo:
        return INFO

    def signature(self) -> str:
        digest = files_digest(self._folder / name for name in _FILES)
        parts = {
            "model": digest,
            "beams": str(self._options.beam_size),
            "from": "hant" if self._traditional else "",
        }
        return sign(INFO.name, "1", parts)

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        decoder = _decoder(self._folder, self._options.threads)

        def work(batch: Sequence[Request]) -> list[Candidate]:
            lines = carry(decoder, [self._simplified(r.text) for r in batch], beams=self._options.beam_size)
            return [
                Candidate(request.id, line.text, line.score, line.alternatives)
                for request, line in zip(batch, lines, strict=True)
            ]

        return in_batches(
            requests,
            size=self._options.batch_size,
            length=lambda r: len(r.text),
            work=work,
            progress=progress,
        )

    def _simplified(self, text: str) -> str:
        if not self._traditional:
            return text
        from localize.engines.chinese import to_simplified

        return to_simplified(text)


@functools.lru_cache(maxsize=4)
def _decoder(folder: Path, threads: int) -> _CTranslate2Decoder:
    """Load the model once a process; takes 12 MB and about 0.1 s."""
    import ctranslate2
    import sentencepiece

    translator = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8", intra_threads=threads)
    return _CTranslate2Decoder(
        translator,
        sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm")),
        sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm")),
    )


class _CTranslate2Decoder:
    slots = _SLOTS

    def __init__(
        self,
        translator: ctranslate2.Translator,
        source: sentencepiece.SentencePieceProcessor,
        target: sentencepiece.SentencePieceProcessor,
    ) -> None:
        self._translator = translator
        self._source = source
        self._target = target

    def decode(self, texts: Sequence[str], *, beams: int) -> list[list[Hypothesis]]:
        """Return hypotheses; a text without slots is searched with the slots switched off."""
        found: list[list[Hypothesis]] = [[] for _ in texts]
        for slotted in (False, True):
            chosen = [i for i, text in enumerate(texts) if bool(_HAS_SLOT.search(text)) is slotted]
            if chosen:
                answers = self._search([texts[i] for i in chosen], beams, suppress=not slotted)
                for index, hypotheses in zip(chosen, answers, strict=True):
                    found[index] = hypotheses
        return found

    def _search(self, texts: Sequence[str], beams: int, *, suppress: bool) -> list[list[Hypothesis]]:
        # SentencePiece applies NFKC itself, as in training. The end mark belongs to the source in Marian's convention.
        pieces = [[*self._source.encode(text, out_type=str), "</s>"] for text in texts]
        results = self._translator.translate_batch(
            pieces,
            beam_size=beams,
            num_hypotheses=beams,
            return_scores=True,
            max_input_length=0,
            max_decoding_length=min(_POSITIONS - 1, 3 * max(len(p) for p in pieces) + 30),
            suppress_sequences=[[f"<t{n}>"] for n in range(_SLOTS)] if suppress else None,
        )
        return [
            [
                Hypothesis(str(self._target.decode(tokens)), min(1.0, math.exp(score)))
                for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]
