"""The only place that offers script conversion as an engine: Chinese to Chinese, with the words of the region."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from localize.engines.base import Candidate, EngineInfo, Reach
from localize.engines.batching import in_batches
from localize.engines.chinese import (
    BACK_CONFIGS,
    CONFIGS,
    DATA_FILES,
    Converter,
    from_traditional,
    to_traditional,
)
from localize.engines.requirements import missing_packages
from localize.engines.signature import files_digest, sign
from localize.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.engines.base import EngineFailure, EngineOptions, Request
    from localize.locales import LocaleTag

VOCABULARIES = ("dialogue", "interface", "none")

INFO = EngineInfo(
    name="opencc",
    title="OpenCC with regional words: Simplified to Traditional (Taiwan, Hong Kong) and back",
    reach=Reach.PROCESS,
    licence="Apache-2.0",
    quality="production",
    attribution="OpenCC dictionaries, Apache-2.0.",
)


class OpenCCEngine:
    """Converts between Simplified and Traditional Chinese."""

    option_names: ClassVar[tuple[str, ...]] = ("vocabulary",)

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        self._vocabulary = options.extra.get("vocabulary", VOCABULARIES[0])
        if self._vocabulary not in VOCABULARIES:
            raise UsageError(
                f"unknown vocabulary {self._vocabulary!r} of the engine opencc",
                do=f"use {', '.join(VOCABULARIES)}",
            )
        self._to_traditional = target.script == "Hant"
        self._region = _region(target if self._to_traditional else source)
        self._batch_size = options.batch_size

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return whether the pair is Chinese in one script to Chinese in the other."""
        return source.language == target.language == "zh" and {source.script, target.script} == {
            "Hans",
            "Hant",
        }

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what is not there and how to get it, '' if all is."""
        return missing_packages(("opencc",), "opencc")

    @property
    def info(self) -> EngineInfo:
        return INFO

    def signature(self) -> str:
        import opencc

        configs = CONFIGS if self._to_traditional else BACK_CONFIGS
        parts = {
            "config": configs[self._region],
            "vocabulary": self._vocabulary,
            "data": files_digest(DATA_FILES),
        }
        return sign(INFO.name, opencc.__version__, parts)

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        converter = self._converter()
        return in_batches(
            requests,
            size=self._batch_size,
            length=lambda request: len(request.text),
            work=lambda batch: [Candidate(r.id, converter.convert(r.text)) for r in batch],
            progress=progress,
        )

    def _converter(self) -> Converter:
        build = to_traditional if self._to_traditional else from_traditional
        return build(self._region, self._vocabulary)


def _region(locale: LocaleTag) -> str:
    """Return whose characters and words apply; Macau writes as Hong Kong does."""
    return {"TW": "TW", "HK": "HK", "MO": "HK"}.get(locale.territory or "", "")
