"""The only place that runs the models of Firefox Translations, with the package fxtranslate."""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from localize.engines import models, neural
from localize.engines.base import EngineInfo, Reach
from localize.engines.carry import Hypothesis
from localize.engines.requirements import missing_files, missing_packages
from localize.engines.signature import files_digest, sign
from localize.engines.writing import pair_of
from localize.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from localize.engines.base import Candidate, EngineFailure, EngineOptions, Request
    from localize.locales import LocaleTag

NAME = "firefox"
_PACKAGE = "fxtranslate"


class _Translator(Protocol):
    def translate(self, text: str) -> str: ...


class FirefoxEngine:
    """Translates with a model that ``localize engine pull zh-en --source firefox`` brought."""

    option_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._folder = models.locate(options.model, NAME)
        self._card = models.read_card(self._folder)
        self._options = options
        self._pair = pair_of(source, target)
        self._simplify = source.language == "zh" and source.script == "Hant"
        known = tuple(code.partition("_")[0] for code in self._card.languages)
        if known and known != (source.language, target.language):
            raise UsageError(
                f"the model {self._card.name} does not translate {source} into {target}",
                do="pull the pair, or join two with the engine pivot",
            )
        if target.language == "zh" and target.script == "Hant" and "hant" not in self._card.name.lower():
            raise UsageError(
                f"the model {self._card.name} writes Simplified Chinese",
                do="draft zh-Hans, then convert with the engine opencc (the engine pivot joins the two)",
            )

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return whether the languages differ and one is English, as in every one of these models."""
        return source.language != target.language and "en" in {source.language, target.language}

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if all is."""
        packages = missing_packages((_PACKAGE,), "chuhai-localize[firefox]")
        if packages:
            return packages
        if not options.model:
            return "needs a model: localize engine pull zh-en --source firefox, then set model to that pair"
        return missing_files(models.locate(options.model, NAME), ("model.bin",))

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(
            name=NAME,
            title=f"Firefox Translations model {self._card.name or self._options.model}",
            reach=Reach.PROCESS,
            licence=self._card.licence,
            quality="draft",
            commercial=self._card.commercial,
            attribution=f"Firefox Translations models by Mozilla ({self._card.licence}), {self._card.origin}",
        )

    def signature(self) -> str:
        files = [p for p in self._folder.iterdir() if p.is_file() and p.name != models.CARD]
        return sign(
            NAME, "1", {"model": files_digest(files), "script": "simplified" if self._simplify else ""}
        )

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        models.check_files(self._folder, self._card)
        decoder = _FirefoxDecoder(_load(self._folder))
        return neural.translate(
            decoder, requests, self._options, pair=self._pair, simplify=self._simplify, progress=progress
        )


class _FirefoxDecoder:
    """A greedy search, one answer a text and no score; it knows no slots, so symbols go around it."""

    slots = 0

    def __init__(self, translator: _Translator) -> None:
        self._translator = translator

    def decode(self, texts: Sequence[str], *, beams: int) -> list[list[Hypothesis]]:
        """Return one hypothesis a text; `beams` has no meaning here."""
        del beams
        return [[Hypothesis(self._translator.translate(text), 1.0)] for text in texts]


@functools.lru_cache(maxsize=4)
def _load(folder: Path) -> _Translator:
    """Load a model once a process.

    Raises:
        UnavailableError: the package cannot read it.
    """
    # Loaded by name: the package is an extra, and the type above is all that we rely on.
    fxtranslate = importlib.import_module(_PACKAGE)
    shared = folder / "vocab.spm"
    source = shared if shared.is_file() else folder / "source.spm"
    target = shared if shared.is_file() else folder / "target.spm"
    try:
        # Without the shortlist: it is for speed, and cuts the words that a name or a rare term needs.
        translator = fxtranslate.Translator(
            (folder / "model.bin").read_bytes(), source.read_bytes(), target.read_bytes()
        )
    except (OSError, ValueError) as problem:
        raise UnavailableError(
            f"the Firefox model in {folder} cannot be read: {problem}",
            do=f"localize engine pull {folder.name.partition('--')[2]} --source firefox --force",
        ) from problem
    return cast("_Translator", translator)
