"""The only place that runs converted models with CTranslate2: the default on a CPU."""

from __future__ import annotations

import functools
import math
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from localize.engines import families, models, neural
from localize.engines.base import EngineInfo, Reach
from localize.engines.carry import Hypothesis
from localize.engines.devices import check_choice
from localize.engines.pieces import END, load_pieces, source_vocabulary
from localize.engines.requirements import missing_files, missing_packages
from localize.engines.signature import files_digest, sign
from localize.engines.writing import pair_of
from localize.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import ctranslate2  # type: ignore[import-untyped]  # the package ships no types

    from localize.engines.base import Candidate, EngineFailure, EngineOptions, Request
    from localize.engines.families import Spoken
    from localize.engines.models import ModelCard
    from localize.engines.pieces import Pieces
    from localize.locales import LocaleTag

NAME = "ctranslate2"
WEIGHTS = "model.bin"
POSITIONS = 256
"""Tokens that every model of the families has position encodings for; units are kept far below."""
_DEVICES = ("auto", "cpu", "cuda")
_PRECISIONS = (
    "default",
    "auto",
    "int8",
    "int8_float16",
    "int8_bfloat16",
    "int16",
    "float16",
    "bfloat16",
    "float32",
)


class CTranslate2Engine:
    """Translates with the converted model in `EngineOptions.model`: a folder, or the name of a pulled one."""

    option_names: ClassVar[tuple[str, ...]] = ("device", "precision", "licence")

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._folder = models.locate(options.model, "hub")
        self._card = models.read_card(self._folder)
        self._options = options
        self._pair = pair_of(source, target)
        self._device = check_choice(NAME, "device", options.extra.get("device", "auto"), _DEVICES)
        self._precision = check_choice(
            NAME, "precision", options.extra.get("precision", "default"), _PRECISIONS
        )
        self._spoken = _spoken(self._folder, self._card, source, target)

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return whether the languages differ; what the model knows is asked when it is known which."""
        return source.language != target.language

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if all is."""
        packages = missing_packages((NAME, "sentencepiece"), "chuhai-localize")
        if packages:
            return packages
        if not options.model:
            return "needs a model: localize engine pull NAME, then set model to that name or to a folder"
        folder = models.locate(options.model, "hub")
        if not folder.is_dir():
            return (
                f"needs a model: localize engine pull {options.model}, or give the folder of a converted one"
            )
        return missing_files(folder, (WEIGHTS, "config.json"))

    @property
    def info(self) -> EngineInfo:
        return model_info(NAME, "CTranslate2", self._card, self._options)

    def signature(self) -> str:
        parts = {
            "model": files_digest(p for p in self._folder.iterdir() if p.is_file() and p.name != models.CARD),
            "beams": str(self._options.beam_size),
            "from": self._spoken.source,
            "to": self._spoken.target,
            "precision": "" if self._precision == "default" else self._precision,
            "script": "simplified" if self._spoken.simplify else "",
        }
        return sign(NAME, "1", parts)

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        return neural.translate(
            self._decoder(),
            requests,
            self._options,
            pair=self._pair,
            simplify=self._spoken.simplify,
            progress=progress,
        )

    def _decoder(self) -> CTranslate2Decoder:
        models.check_files(self._folder, self._card)
        translator, pieces = load_model(self._folder, self._options.threads, self._device, self._precision)
        return CTranslate2Decoder(
            translator, *pieces, spoken=self._spoken, positions=self._card.positions or POSITIONS,
            slots=neural.known_slots(source_vocabulary(self._folder).__contains__),
        )  # fmt: skip


def model_info(name: str, runner: str, card: ModelCard, options: EngineOptions) -> EngineInfo:
    """Return what an engine is whose model its user chose; the option `licence` says what no card does."""
    licence = options.extra.get("licence", "") or card.licence
    known = (
        f"{card.name} ({licence or 'licence unknown'}), {card.origin}" if card.name and card.origin else ""
    )
    return EngineInfo(
        name=name,
        title=f"{card.name or options.model} with {runner}",
        reach=Reach.PROCESS,
        licence=licence,
        quality="draft",
        commercial=models.allows_products(licence),
        attribution=known or "The licence is that of the model; read its card.",
    )


def _spoken(folder: Path, card: ModelCard, source: LocaleTag, target: LocaleTag) -> Spoken:
    vocabulary = source_vocabulary(folder)
    family = families.recognise(vocabulary.__contains__)
    spoken = families.speak(family, vocabulary.__contains__, source, target)
    return check_pair(spoken, family, card, folder, source, target)


def check_pair(
    spoken: Spoken | None,
    family: families.Family,
    card: ModelCard,
    folder: Path,
    source: LocaleTag,
    target: LocaleTag,
) -> Spoken:
    """Return what to tell a model.

    Raises:
        UsageError: it does not know the pair.
    """
    if card.languages and family is families.PAIR and (source.language, target.language) != card.languages:
        spoken = None
    if spoken is None:
        known = (
            " into ".join(card.languages) if card.languages else f"a {family.title} model without one of them"
        )
        raise UsageError(
            f"the model {card.name or folder} does not translate {source} into {target}",
            do=f"it is {known}; pull another, or go through a third language with the engine pivot",
        )
    return spoken


@functools.lru_cache(maxsize=4)
def load_model(
    folder: Path, threads: int, device: str, precision: str
) -> tuple[ctranslate2.Translator, tuple[Pieces, Pieces]]:
    """Load a converted model and its tokenizers once a process.

    Raises:
        UnavailableError: CTranslate2 cannot read it, or there is no such device.
    """
    import ctranslate2

    if device == "auto":
        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    try:
        translator = ctranslate2.Translator(
            str(folder), device=device, compute_type=precision, intra_threads=threads
        )
    except (RuntimeError, ValueError) as problem:
        raise UnavailableError(
            f"CTranslate2 cannot run the model in {folder}: {problem}",
            do="pull it again, or set device = 'cpu' and precision = 'default'",
        ) from problem
    return translator, load_pieces(folder, families.names_language)


class CTranslate2Decoder:
    """A converted model with its tokenizers, told its pair."""

    def __init__(
        self,
        translator: ctranslate2.Translator,
        source: Pieces,
        target: Pieces,
        *,
        spoken: Spoken,
        positions: int,
        slots: int,
    ) -> None:
        self._translator = translator
        self._source = source
        self._target = target
        self._spoken = spoken
        self._positions = positions
        self.slots = slots

    def decode(self, texts: Sequence[str], *, beams: int) -> list[list[Hypothesis]]:
        """Return hypotheses; a text without slots is searched with the slots switched off."""
        return neural.in_groups(texts, functools.partial(self._search, beams))

    def _search(self, beams: int, texts: Sequence[str], group: neural.Group) -> list[list[Hypothesis]]:
        # The end mark belongs to the source in every one of these families.
        lead = [self._spoken.source] if self._spoken.source else []
        pieces = [[*lead, *self._source.encode(text), END] for text in texts]
        results = self._translator.translate_batch(
            pieces,
            target_prefix=[[self._spoken.target] for _ in pieces] if self._spoken.target else None,
            beam_size=beams,
            num_hypotheses=beams,
            return_scores=True,
            max_input_length=0,
            max_decoding_length=min(self._positions - 1, group.limit),
            suppress_sequences=[[slot] for slot in neural.SLOTS[: self.slots]]
            if not group.slotted and self.slots
            else None,
        )
        return [
            [
                Hypothesis(self._target.decode(tokens), min(1.0, math.exp(score)))
                for tokens, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]
