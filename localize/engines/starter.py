"""The only place that runs the starter model: Chinese to English with CTranslate2, shipped, draft quality."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from localize.engines import neural
from localize.engines.base import EngineInfo, Reach
from localize.engines.ctranslate2 import CTranslate2Decoder, load_model
from localize.engines.families import PAIR, Spoken
from localize.engines.requirements import missing_files, missing_packages
from localize.engines.signature import files_digest, sign
from localize.engines.writing import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.engines.base import Candidate, EngineFailure, EngineOptions, Request
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
_POSITIONS = 256
"""Tokens that the model has position encodings for; `localize.engines.sentences` keeps units far below."""

INFO = EngineInfo(
    name="starter",
    title="Starter model, Chinese to English: gist of short everyday lines",
    reach=Reach.PROCESS,
    licence="GPL-3.0-or-later",
    quality="draft",
    attribution=(
        "Trained on Cataclysm: DDA and CC-CEDICT (CC BY-SA), The Battle for Wesnoth and Shattered Pixel Dungeon (GPL), "
        "Tatoeba (CC BY 2.0 FR), Hugging Face course subtitles (Apache-2.0), MIT and Apache-2.0 game texts and "
        "the project's own drama dialogue (CC BY-SA 4.0)."
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
        translator, pieces = load_model(self._folder, self._options.threads, "cpu", "int8")
        decoder = CTranslate2Decoder(
            translator, *pieces, spoken=Spoken(PAIR), positions=_POSITIONS, slots=len(neural.SLOTS)
        )
        return neural.translate(
            decoder, requests, self._options, pair=Pair(), simplify=self._traditional, progress=progress
        )
