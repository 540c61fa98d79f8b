"""The only place that runs sequence-to-sequence models of Hugging Face with PyTorch; needs the torch extra."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import math
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from localize.engines import families, models, neural
from localize.engines.carry import Hypothesis
from localize.engines.ctranslate2 import check_pair, model_info
from localize.engines.devices import DEVICES, PRECISIONS, check_choice, safe_precision, torch_device
from localize.engines.requirements import missing_files, missing_packages
from localize.engines.signature import files_digest, sign
from localize.engines.writing import pair_of
from localize.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from localize.engines.base import Candidate, EngineFailure, EngineInfo, EngineOptions, Request
    from localize.engines.families import Spoken
    from localize.locales import LocaleTag

NAME = "transformers"


class _Tensor(Protocol):
    def tolist(self) -> list[float]: ...

    def to(self, device: str) -> _Tensor: ...


class _Rows(Protocol):
    def tolist(self) -> list[list[int]]: ...


class _Table(Protocol):
    def tolist(self) -> list[list[float]]: ...


class _Output(Protocol):
    sequences: _Rows
    sequences_scores: _Tensor
    scores: object


class _Config(Protocol):
    max_position_embeddings: int
    model_type: str


class _Model(Protocol):
    config: _Config

    def eval(self) -> _Model: ...

    def to(self, device: str) -> _Model: ...

    def compute_transition_scores(
        self, sequences: _Rows, scores: object, *, normalize_logits: bool
    ) -> _Table: ...

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
        forced_bos_token_id: int | None,
        bad_words_ids: list[list[int]] | None,
    ) -> _Output: ...


class _Tokenizer(Protocol):
    unk_token_id: int | None
    pad_token_id: int | None
    src_lang: str

    def __call__(
        self, texts: list[str], *, return_tensors: str, padding: bool, truncation: bool
    ) -> Mapping[str, _Tensor]: ...

    def convert_tokens_to_ids(self, token: str) -> int | None: ...

    def convert_ids_to_tokens(self, number: int) -> str: ...

    def decode(self, tokens: Sequence[int], *, skip_special_tokens: bool) -> str: ...


class TransformersEngine:
    """Translates with the model in `EngineOptions.model`: a folder, a pulled one, or a name in the hub's cache."""

    option_names: ClassVar[tuple[str, ...]] = ("device", "precision", "licence")

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._folder = _locate(options.model)
        self._card = models.read_card(self._folder)
        self._source, self._target = source, target
        self._options = options
        self._device = check_choice(NAME, "device", options.extra.get("device", "auto"), DEVICES)
        self._precision = check_choice(NAME, "precision", options.extra.get("precision", "auto"), PRECISIONS)

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return whether the languages differ; which pair the model knows is asked when it is loaded."""
        return source.language != target.language

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if all is."""
        packages = missing_packages(("torch", NAME), "chuhai-localize[torch]")
        if packages:
            return packages
        if not options.model:
            return "needs a model: set model to a local folder in the Hugging Face layout, or to a name in its cache"
        return missing_files(_locate(options.model), ("config.json",))

    @property
    def info(self) -> EngineInfo:
        return model_info(NAME, "PyTorch", self._card, self._options)

    def signature(self) -> str:
        spoken = self._decoder().spoken
        parts = {
            "model": files_digest(p for p in self._folder.iterdir() if p.is_file() and p.name != models.CARD),
            "beams": str(self._options.beam_size),
            "from": spoken.source,
            "to": spoken.target,
            "precision": "" if self._decoder().precision == "float32" else self._decoder().precision,
            "script": "simplified" if spoken.simplify else "",
        }
        return sign(NAME, "1", parts)

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        decoder = self._decoder()
        return neural.translate(
            decoder,
            requests,
            self._options,
            pair=pair_of(self._source, self._target),
            simplify=decoder.spoken.simplify,
            progress=progress,
        )

    def _decoder(self) -> _TransformersDecoder:
        loaded = _load(self._folder, self._options.threads, self._device, self._precision)
        family = families.recognise(loaded.knows)
        spoken = families.speak(family, loaded.knows, self._source, self._target)
        return _TransformersDecoder(
            loaded,
            check_pair(spoken, family, self._card, self._folder, self._source, self._target),
        )


def _locate(model: str) -> Path:
    """Return the folder of a path, of a pulled model, or of a name in the hub's cache, without any network."""
    path = models.locate(model, "hub")
    if path.is_dir() or not model or importlib.util.find_spec("huggingface_hub") is None:
        return path
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        config = try_to_load_from_cache(model, "config.json")
    except HFValidationError:  # neither a folder that is there nor a name that the hub could have
        return path
    return Path(config).parent if isinstance(config, str) else path


class _Loaded:
    """A tokenizer and a model on their device."""

    def __init__(self, tokenizer: _Tokenizer, model: _Model, device: str, precision: str) -> None:
        self.tokenizer = tokenizer
        self.model = model
        self.device = device
        self.precision = precision

    def knows(self, token: str) -> bool:
        """Return whether a token is in the vocabulary."""
        number = self.tokenizer.convert_tokens_to_ids(token)
        return number is not None and number != self.tokenizer.unk_token_id


@functools.lru_cache(maxsize=2)
def _load(folder: Path, threads: int, device: str, precision: str) -> _Loaded:
    """Load tokenizer and model once a process, from files only.

    Raises:
        UnavailableError: the folder holds no model that transformers can read, or the device is not here.
    """
    # Loaded by name: torch is an extra, and the types above are all that we rely on.
    torch = importlib.import_module("torch")
    transformers = importlib.import_module("transformers")
    if threads:
        torch.set_num_threads(threads)
    device = torch_device(device)
    try:
        with warnings.catch_warnings():
            # Marian's tokenizer asks for a punctuation normaliser that changes nothing in Chinese.
            warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
            config = transformers.AutoConfig.from_pretrained(str(folder), local_files_only=True)
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        precision = safe_precision(precision, device, config.model_type)
        model = transformers.AutoModelForSeq2SeqLM.from_pretrained(
            str(folder), local_files_only=True, dtype=getattr(torch, precision)
        )
    except (OSError, ValueError) as problem:
        raise UnavailableError(
            f"the model in {folder} cannot be read: {problem}",
            do="give a folder in the Hugging Face layout; one without tokenizer.json needs pip install protobuf",
        ) from problem
    model.generation_config.max_length = None  # how long an answer may be is said with each search
    return _Loaded(cast("_Tokenizer", tokenizer), cast("_Model", model.to(device).eval()), device, precision)


class _TransformersDecoder:
    """A loaded model, told its pair."""

    def __init__(self, loaded: _Loaded, spoken: Spoken) -> None:
        self._loaded = loaded
        self.spoken = spoken
        self.precision = loaded.precision
        self.slots = neural.known_slots(loaded.knows)
        # Models with relative positions (T5) name no limit.
        self._longest = getattr(loaded.model.config, "max_position_embeddings", 512) - 1

    def decode(self, texts: Sequence[str], *, beams: int) -> list[list[Hypothesis]]:
        """Return hypotheses; a text without slots is searched with the slots switched off."""
        return neural.in_groups(texts, functools.partial(self._search, beams))

    def _search(self, beams: int, texts: Sequence[str], group: neural.Group) -> list[list[Hypothesis]]:
        tokenizer, device = self._loaded.tokenizer, self._loaded.device
        inputs = tokenizer(self._told(texts), return_tensors="pt", padding=True, truncation=False)
        output = self._loaded.model.generate(
            input_ids=inputs["input_ids"].to(device),
            attention_mask=inputs["attention_mask"].to(device),
            num_beams=beams,
            num_return_sequences=beams,
            max_new_tokens=min(self._longest, group.limit),
            return_dict_in_generate=True,
            output_scores=True,
            do_sample=False,
            forced_bos_token_id=self._begin(),
            bad_words_ids=None if group.slotted else self._slot_ids(),
        )
        decoded = [
            Hypothesis(tokenizer.decode(self._text(row), skip_special_tokens=True), min(1.0, math.exp(score)))
            for row, score in zip(output.sequences.tolist(), self._scores(output, beams), strict=True)
        ]
        return [decoded[start : start + beams] for start in range(0, len(decoded), beams)]

    def _scores(self, output: _Output, beams: int) -> list[float]:
        """Return the mean log-probability of the tokens of each answer; a greedy search gives only the tokens' own."""
        if beams > 1:
            return output.sequences_scores.tolist()
        model, pad = self._loaded.model, self._loaded.tokenizer.pad_token_id
        steps = model.compute_transition_scores(
            output.sequences, output.scores, normalize_logits=True
        ).tolist()
        means = []
        for row, values in zip(output.sequences.tolist(), steps, strict=True):
            kept = [v for token, v in zip(row[-len(values) :], values, strict=True) if token != pad]
            means.append(sum(kept) / max(1, len(kept)))
        return means

    def _told(self, texts: Sequence[str]) -> list[str]:
        """Return the texts as the model is to read them; a tokenizer that knows languages is told the source."""
        if self.spoken.family.reads_source:
            self._loaded.tokenizer.src_lang = _bare(self.spoken.source)
            return list(texts)
        return [f"{self.spoken.source} {text}" if self.spoken.source else text for text in texts]

    def _text(self, row: Sequence[int]) -> list[int]:
        """Return the tokens of a row that are text; not every tokenizer counts those of languages as special."""
        name = self._loaded.tokenizer.convert_ids_to_tokens
        return [number for number in row if not families.names_language(name(number))]

    def _begin(self) -> int | None:
        if not self.spoken.target:
            return None
        return self._loaded.tokenizer.convert_tokens_to_ids(self.spoken.target)

    def _slot_ids(self) -> list[list[int]] | None:
        found = [self._loaded.tokenizer.convert_tokens_to_ids(slot) for slot in neural.SLOTS[: self.slots]]
        return [[number] for number in found if number is not None] or None


def _bare(token: str) -> str:
    """Return the code in a token, which is what tokenizers of M2M-100 want (``__zh__`` is ``zh``)."""
    return token.strip("_") if token.startswith("__") else token
