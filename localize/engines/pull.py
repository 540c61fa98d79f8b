"""The only place that brings a model to this machine: fetched, proven, converted, tried, recorded, or not there."""

from __future__ import annotations

import gzip
import shutil
import time
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from localize.engines import families, models, pull_convert, pull_firefox, pull_hub
from localize.engines.base import EngineFailure, EngineOptions, Request
from localize.engines.pieces import source_vocabulary
from localize.engines.pull_download import Proof, fetch
from localize.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from localize.engines.models import ModelCard
    from localize.engines.pull_download import Progress

SOURCES = ("hub", "firefox")
_STAGING = ".staging"
_PROBES = {"zh": "你好，我是林晚。", "en": "Hello, how are you?", "ja": "こんにちは。", "ko": "안녕하세요."}
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was brought.

    Attributes:
        folder: of the model.
        card: its record.
        size: bytes on disk.
        probe: what it made of a short line, '' if it could not be tried here.
        untried: why it was not tried, '' if it was.
        fresh: False if it was here already.
        seconds: how long it took.
    """

    folder: Path
    card: ModelCard
    size: int
    probe: str
    untried: str
    fresh: bool
    seconds: float


def pull(
    name: str,
    *,
    source: str = "hub",
    quantization: str = "int8",
    endpoint: str = "",
    revision: str = "",
    force: bool = False,
    progress: Progress | None = None,
) -> Pulled:
    """Bring a model here; what an earlier, broken run fetched is not fetched again.

    Args:
        name: ``owner/model`` of a hub, or a pair (``zh-en``) of the Firefox models.
        source: ``hub`` or ``firefox``.
        quantization: of the weights of a model that is converted here.
        endpoint: address of the hub or registry, '' for the public one.
        revision: of a hub's model, '' for its newest.
        force: fetch and convert again what is here already.
        progress: called while bytes come.

    Raises:
        UsageError, UnavailableError: a wrong name or option; no network, no such model, a wrong hash, no PyTorch.
    """
    began = time.monotonic()
    _refuse_unknown(source, quantization)
    final = models.folder_of(name, source)
    kept, staging = _kept(final, force=force), models.home() / _STAGING / final.name
    bring = _from_hub if source == "hub" else _from_firefox
    card, ready = bring(name, staging, quantization, endpoint, revision, kept, progress)
    if ready == final:
        models.check_files(final, card)
        probe, untried = _tried(ready, card)
    else:
        card = replace(card, files=models.hashes(ready))
        models.write_card(ready, card)
        probe, untried = _tried(ready, card)
        _put(ready, final)
        shutil.rmtree(staging, ignore_errors=True)
    return Pulled(final, card, _size(final), probe, untried, ready != final, time.monotonic() - began)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _refuse_unknown(source: str, quantization: str) -> None:
    if source not in SOURCES:
        raise UsageError(f"unknown source {source!r}", do=f"use {' or '.join(SOURCES)}")
    if quantization not in pull_convert.QUANTIZATIONS:
        do = f"use {', '.join(pull_convert.QUANTIZATIONS)}"
        raise UsageError(f"unknown quantization {quantization!r}", do=do)


def _kept(final: Path, *, force: bool) -> ModelCard | None:
    return models.read_card(final) if not force and (final / models.CARD).is_file() else None


def _from_hub(
    name: str,
    staging: Path,
    quantization: str,
    endpoint: str,
    revision: str,
    kept: ModelCard | None,
    progress: Progress | None,
) -> tuple[ModelCard, Path]:
    """Return the record and the folder of a hub's model, which is the old one if nothing has changed."""
    model = pull_hub.ask(name, endpoint=endpoint, revision=revision)
    made = "" if model.converted else quantization
    if kept is not None and (kept.revision, kept.quantization) == (model.revision, made):
        return kept, models.folder_of(name, "hub")
    missing = "" if model.converted else pull_convert.what_is_missing()
    if missing:
        raise UnavailableError(
            f"{name} is not converted for CTranslate2, and cannot be converted here",
            do=f"{missing}, or pull a model that is converted already",
        )
    # A folder a revision: a half file of an older one must not be gone on with.
    fetched = staging / model.revision
    for file in model.files:
        fetch(file.url, fetched / file.name, proof=file.proof, headers=model.headers, progress=progress)
    ready = fetched
    if not model.converted:
        ready = staging / "converted"
        shutil.rmtree(ready, ignore_errors=True)
        pull_convert.convert(fetched, ready, quantization)
    card = models.ModelCard(
        name=name, engine="ctranslate2", licence=model.licence, languages=model.languages, source="hub",
        family=families.recognise(source_vocabulary(ready).__contains__).name, origin=model.origin,
        revision=model.revision, quantization=made, positions=pull_convert.positions(fetched),
        fetched=models.hashes(fetched),
    )  # fmt: skip
    return card, ready


def _from_firefox(
    name: str,
    staging: Path,
    quantization: str,
    endpoint: str,
    revision: str,
    kept: ModelCard | None,
    progress: Progress | None,
) -> tuple[ModelCard, Path]:
    """Return the record and the folder of a Firefox model; its own int8 form is kept, and it has no commits."""
    del quantization, revision
    model = pull_firefox.ask(name, endpoint=endpoint)
    weights = next(file.proof.digest for file in model.files if file.name == "model.bin")
    if kept is not None and kept.revision == model.revision and weights in {"", kept.files.get("model.bin")}:
        return kept, models.folder_of(name, "firefox")
    packed, ready = staging / "packed", staging / "ready"
    shutil.rmtree(ready, ignore_errors=True)
    ready.mkdir(parents=True)
    for file in model.files:
        # The proof is of what is inside; gzip's own checksum proves the rest of the packed file.
        gz = packed / f"{file.name}.gz"
        fetch(file.url, gz, proof=Proof(), progress=progress)
        _unpack(gz, ready / file.name, file)
    card = models.ModelCard(
        name=name, engine="firefox", licence=pull_firefox.LICENCE, languages=model.languages, source="firefox",
        origin=next(file.url for file in model.files if file.name == "model.bin"), revision=model.revision,
        quantization="int8",
    )  # fmt: skip
    return card, ready


def _unpack(packed: Path, target: Path, file: pull_firefox.Packed) -> None:
    """Write what is in a packed file.

    Raises:
        UnavailableError: it is broken, or not what the registry promised; it is not kept.
    """
    try:
        if packed.name.removesuffix(".gz") and not file.url.endswith(".gz"):
            shutil.copyfile(packed, target)
        else:
            with gzip.open(packed, "rb") as inside, target.open("wb") as out:
                shutil.copyfileobj(inside, out, _CHUNK)
        right = file.proof.holds(target)
    except (OSError, EOFError, zlib.error):
        right = False
    if not right:
        packed.unlink(missing_ok=True)
        raise UnavailableError(
            f"{file.url} is not the file that was promised (its size or hash is wrong)",
            do="run the command again, or use another --endpoint; nothing of it was kept",
        )


def _tried(folder: Path, card: ModelCard) -> tuple[str, str]:
    """Return what a model makes of a short line, or why it was not tried.

    Raises:
        UnavailableError: it can be loaded here, but gives no answer.
    """
    from localize import engines

    source, target = card.languages or _a_pair(folder)
    options = EngineOptions(model=str(folder), beam_size=1)
    lacking = engines.missing(card.engine, options)
    if lacking:
        return "", lacking
    line = _PROBES.get(source.partition("-")[0], "OK, 1, 2, 3.")
    engine = engines.create(card.engine, source=source, target=target, options=options)
    (answer,) = engine.translate([Request("probe", line)])
    if isinstance(answer, EngineFailure) or not answer.text.strip():
        reason = answer.reason if isinstance(answer, EngineFailure) else "it answers nothing"
        raise UnavailableError(
            f"the model {card.name} was fetched but does not work: {reason}", do="pull another"
        )
    return answer.text, ""


def _a_pair(folder: Path) -> tuple[str, str]:
    """Return two languages that a model of many knows; Chinese into English if it can."""
    from localize.locales import parse_locale

    knows = source_vocabulary(folder).__contains__
    family = families.recognise(knows)
    for source, target in (("zh-Hans", "en"), ("en", "es"), ("en", "zh-Hans"), ("en", "fr"), ("en", "de")):
        if families.speak(family, knows, parse_locale(source), parse_locale(target)):
            return source, target
    return "en", "id"


def _put(ready: Path, final: Path) -> None:
    """Put a folder in its place; an older one goes only when the new one is there."""
    old = final.with_name(f".{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    ready.rename(final)
    shutil.rmtree(old, ignore_errors=True)
