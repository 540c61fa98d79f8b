"""The only place that reads the registry of the Firefox Translations models: the files of a pair, their hashes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.engines.pull_download import Proof, read
from localize.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDPOINT = "https://storage.googleapis.com/moz-fx-translations-data--303e-prod-translations-data"
"""Where Mozilla publishes the models with their list, ``db/models.json``; a mirror has the same layout."""
LICENCE = "MPL-2.0"
_PAIR = re.compile(r"[a-z]{2,3}(_[a-z]+)?-[a-z]{2,3}(_[a-z]+)?", re.IGNORECASE)
_ROLES = {"model": "model.bin", "lexicalShortlist": "shortlist.bin", "vocab": "vocab.spm",
          "srcVocab": "source.spm", "trgVocab": "target.spm"}  # fmt: skip
"""The registry's word for each file, and its name in our folders."""
_RELEASES = ("Release", "Release Desktop", "Release Android", "Beta", "Nightly")
_ARCHITECTURES = ("base", "base-memory", "tiny")


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a model: fetched packed with gzip, and what it must be when it is unpacked."""

    name: str
    url: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class FirefoxModel:
    """The release of a pair that is to be fetched."""

    languages: tuple[str, str]
    revision: str
    files: tuple[Packed, ...]


def ask(pair: str, *, endpoint: str = "") -> FirefoxModel:
    """Return the best release of a pair, desktop's before others.

    Args:
        pair: ``zh-en``.
        endpoint: address that holds ``db/models.json``, '' for Mozilla's.

    Raises:
        UsageError: this is no pair.
        UnavailableError: the registry does not answer, or has no such pair.
    """
    if not _PAIR.fullmatch(pair):
        raise UsageError(f"{pair!r} is no pair of languages", do="write it as zh-en")
    base = (endpoint or ENDPOINT).rstrip("/")
    try:
        registry = json.loads(read(f"{base}/db/models.json"))
        models: Mapping[str, list[Mapping[str, object]]] = registry["models"]
    except (ValueError, KeyError, TypeError) as problem:
        raise UnavailableError(
            f"{base}/db/models.json is no list of models", do="check --endpoint"
        ) from problem
    if pair not in models or not models[pair]:
        near = [name for name in models if name.startswith(f"{pair.split('-')[0]}-")]
        known = f"it has {', '.join(near)}" if near else "its models translate to or from English"
        raise UnavailableError(
            f"the registry has no model {pair}", do=f"{known}; join two with the engine pivot"
        )
    chosen = min(models[pair], key=_rank)
    # Files are named from the registry's own root, but a mirror must serve them itself.
    root = base if endpoint else str(registry.get("baseUrl") or base).rstrip("/")
    source, target = pair.split("-")
    return FirefoxModel((source, target), _revision(chosen), _files(chosen, root, pair))


def _rank(model: Mapping[str, object]) -> tuple[int, int]:
    def place(value: object, order: tuple[str, ...]) -> int:
        return order.index(str(value)) if value in order else len(order)

    return place(model.get("releaseStatus"), _RELEASES), place(model.get("architecture"), _ARCHITECTURES)


def _revision(model: Mapping[str, object]) -> str:
    return " ".join(str(model.get(key) or "") for key in ("architecture", "releaseStatus")).strip()


def _files(model: Mapping[str, object], root: str, pair: str) -> tuple[Packed, ...]:
    listed = model.get("files")
    found = []
    for role, name in _ROLES.items():
        entry = listed.get(role) if isinstance(listed, dict) else None
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            digest = str(entry.get("uncompressedHash") or "")
            size = int(entry.get("uncompressedSize") or 0)
            proof = Proof(size, "sha256" if digest else "", digest)
            found.append(Packed(name, f"{root}/{entry['path'].lstrip('/')}", proof))
    names = {file.name for file in found}
    if "model.bin" not in names or not ({"vocab.spm"} <= names or {"source.spm", "target.spm"} <= names):
        raise UnavailableError(
            f"the registry's entry of {pair} lacks a model or a vocabulary", do="try again later"
        )
    return tuple(found)
