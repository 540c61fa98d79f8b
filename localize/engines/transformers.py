"""The only place that runs a Hugging Face sequence-to-sequence model, from a local folder; needs the torch extra."""

from __future__ import annotations

import functools
import importlib
import math
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from localize.engines.base import Candidate, EngineFailure, EngineInfo, Reach
from localize.engines.batching import in_batches
from localize.engines.carry import Hypothesis, carry
from localize.engines.requirements import missing_files, missing_packages
from localize.engines.signature import files_digest, sign
from localize.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from localize.engines.base import EngineOptions, Request
    from localize.locales import LocaleTag

INFO = EngineInfo(
    name="transformers",
    title="A sequence-to-sequence model of Hugging Face from a local folder (Marian and its like)",
    reach=Reach.PROCESS,
    licence="",
    quality="draft",
    commercial=False,
    attribution="The licence is that of the model in the folder; read its card.",
)


class _Tensor(Protocol):
    def tolist(self) -> list[float]: ...


class _Output(Protocol):
    sequences: Sequence[Sequence[int]]
    sequences_scores: _Tensor | None


class _Config(Protocol):
    max_position_embeddings: int


class _Model(Protocol):
    config: _Config

    def eval(self) -> _Model: ...

    def generate(
        self,
        *,
        input_ids: object,
        attention_mask: object,
        num_beams: int,
        num_return_sequences: int,
        max_new_tokens: int,
        return_dict_in_generate: bool,
        output_scores: bool,
        do_sample: bool,
    ) -> _Output: ...


class _Tokenizer(Protocol):
    unk_token_id: int | None

    def __call__(
        self, texts: list[str], *, return_tensors: str, padding: bool, truncation: bool
    ) -> Mapping[str, Sequence[Sequence[int]]]: ...

    def convert_tokens_to_ids(self, token: str) -> int | None: ...

    def decode(self, tokens: Sequence[int], *, skip_special_tokens: bool) -> str: ...


class TransformersEngine:
    """Translates with whatever pair the model in `EngineOptions.model` was trained for."""

    option_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._folder = Path(options.model)
        self._options = options

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return whether the languages differ; which pair the model knows is not written in its files."""
        return source.language != target.language

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if all is."""
        packages = missing_packages(("torch", "transformers"), "chuhai-localize[torch]")
        if packages:
            return packages
        if not options.model:
            return "needs a model: set model to a local folder in the Hugging Face layout"
        return missing_files(Path(options.model), ("config.json",))

    @property
    def info(self) -> EngineInfo:
        return INFO

    def signature(self) -> str:
        files = [p for p in self._folder.iterdir() if p.is_file()]
        return sign(INFO.name, "1", {"model": files_digest(files), "beams": str(self._options.beam_size)})

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        decoder = _decoder(self._folder, self._options.threads)

        def work(batch: Sequence[Request]) -> list[Candidate]:
            lines = carry(decoder, [r.text for r in batch], beams=self._options.beam_size)
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


@functools.lru_cache(maxsize=2)
def _decoder(folder: Path, threads: int) -> _TransformersDecoder:
    """Load tokenizer and model once a process, from files only.

    Raises:
        UnavailableError: the folder holds no model that transformers can read.
    """
    # Loaded by name: torch is an extra, and the types above are all that we rely on.
    torch = importlib.import_module("torch")
    transformers = importlib.import_module("transformers")
    if threads:
        torch.set_num_threads(threads)
    try:
        with warnings.catch_warnings():
            # Marian's tokenizer asks for a punctuation normaliser that changes nothing in Chinese.
            warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model = transformers.AutoModelForSeq2SeqLM.from_pretrained(str(folder), local_files_only=True)
    except (OSError, ValueError) as problem:
        raise UnavailableError(
            f"the model in {folder} cannot be read: {problem}", do="give a folder in the Hugging Face layout"
        ) from problem
    return _TransformersDecoder(cast("_Tokenizer", tokenizer), cast("_Model", model.eval()))


class _TransformersDecoder:
    def __init__(self, tokenizer: _Tokenizer, model: _Model) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self.slots = _slots(tokenizer)
        # Models with relative positions (T5) name no limit.
        self._longest = getattr(model.config, "max_position_embeddings", 512) - 1

    def decode(self, texts: Sequence[str], *, beams: int) -> list[list[Hypothesis]]:
        """Return hypotheses; the longest text of the batch sets how much may be written."""
        inputs = self._tokenizer(list(texts), return_tensors="pt", padding=True, truncation=False)
        output = self._model.generate(
            input_ids=inputs["input_ids"],
            attention_mask=inputs["attention_mask"],
            num_beams=beams,
            num_return_sequences=beams,
            max_new_tokens=min(self._longest, 3 * len(inputs["input_ids"][0]) + 30),
            return_dict_in_generate=True,
            output_scores=True,
            do_sample=False,
        )
        scores = (
            output.sequences_scores.tolist() if output.sequences_scores is not None else [0.0] * len(texts)
        )
        decoded = [
            Hypothesis(self._tokenizer.decode(tokens, skip_special_tokens=True), min(1.0, math.exp(score)))
            for tokens, score in zip(output.sequences, scores, strict=True)
        ]
        return [decoded[start : start + beams] for start in range(0, len(decoded), beams)]


def _slots(tokenizer: _Tokenizer) -> int:
    """Return how many of ``<t0>`` … ``<t7>`` the tokenizer knows, counted from the first."""
    count = 0
    for number in range(8):
        token = tokenizer.convert_tokens_to_ids(f"<t{number}>")
        if token is None or token == tokenizer.unk_token_id:
            break
        count += 1
    return count
