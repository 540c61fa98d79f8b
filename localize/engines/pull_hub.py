"""The only place that asks a Hugging Face hub for a model: its files, their hashes, its licence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.engines.models import spdx
from localize.engines.pieces import SHARED
from localize.engines.pull_download import Proof
from localize.errors import UnavailableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from huggingface_hub import HfApi, ModelInfo

_TOKENIZER_FILES = frozenset(
    (
        "config.json", "generation_config.json", "tokenizer_config.json", "tokenizer.json", "special_tokens_map.json",
        "added_tokens.json", "vocab.json", "target_vocab.json", "source.spm", "target.spm", "README.md", *SHARED,
    )
)  # fmt: skip
_CONVERTED_FILES = frozenset(
    f"{side}_vocabulary.{kind}" for side in ("shared", "source", "target") for kind in ("json", "txt")
)
_WEIGHTS = (re.compile(r"model(-\d+-of-\d+)?\.safetensors"), re.compile(r"pytorch_model(-\d+-of-\d+)?\.bin"))
"""Weights by preference: safetensors runs no code when it is read."""
_NAMED_PAIR = re.compile(r"opus-mt(?:-tc-[a-z]+)*-([a-z]{2,3})-([a-z]{2,3})\Z")


@dataclass(frozen=True, slots=True)
class Remote:
    """One file to fetch."""

    name: str
    url: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class HubModel:
    """What a hub says about a model.

    Attributes:
        revision: the commit.
        licence: SPDX expression of its card, '' if unknown.
        languages: of a model of one pair whose name tells, else empty.
        converted: whether the files are CTranslate2's already.
        files: what is needed of it.
        headers: to send with each request; holds a token if the user has one.
        origin: its address for people.
    """

    revision: str
    licence: str
    languages: tuple[str, ...]
    converted: bool
    files: tuple[Remote, ...]
    headers: Mapping[str, str]
    origin: str


def ask(name: str, *, endpoint: str = "", revision: str = "") -> HubModel:
    """Return what a hub says about a model.

    Args:
        name: ``owner/model``.
        endpoint: address of the hub, '' for ``HF_ENDPOINT`` or the public one.
        revision: branch, tag or commit, '' for the default.

    Raises:
        UsageError: no hub could have a model of this name.
        UnavailableError: the hub does not answer, or has no such model.
    """
    import huggingface_hub

    client = huggingface_hub.HfApi(endpoint=endpoint or None)
    info = _info(client, name, revision)
    commit = info.sha or revision or "main"
    names = {sibling.rfilename for sibling in info.siblings or ()}
    converted = "model.bin" in names and bool(names & _CONVERTED_FILES)
    wanted = _wanted(names, converted=converted)
    proofs = {
        s.rfilename: _proof(s.size, s.blob_id, s.lfs.sha256 if s.lfs else "") for s in info.siblings or ()
    }
    token = huggingface_hub.get_token()
    return HubModel(
        revision=commit,
        licence=spdx(str(getattr(info.card_data, "license", None) or "")),
        languages=_languages(name),
        converted=converted,
        files=tuple(
            Remote(n, f"{client.endpoint}/{name}/resolve/{commit}/{n}", proofs[n]) for n in sorted(wanted)
        ),
        headers={"Authorization": f"Bearer {token}"} if token else {},
        origin=f"{client.endpoint}/{name}",
    )


def _info(client: HfApi, name: str, revision: str) -> ModelInfo:
    """Return what the hub's own client says, its errors in our words."""
    from huggingface_hub import errors

    try:
        return client.model_info(name, revision=revision or None, files_metadata=True, timeout=30)
    except errors.HFValidationError as problem:
        raise UsageError(f"{name!r} is no name of a model", do="write owner/model") from problem
    except errors.GatedRepoError as problem:
        raise UnavailableError(
            f"{name} is gated", do="accept its terms on its page and set HF_TOKEN"
        ) from problem
    except errors.RepositoryNotFoundError as problem:
        raise UnavailableError(
            f"{client.endpoint} has no model {name}", do="check the name; a private one needs HF_TOKEN"
        ) from problem
    except errors.RevisionNotFoundError as problem:
        raise UnavailableError(f"{name} has no revision {revision}", do="check --revision") from problem
    except (errors.HTTPError, OSError) as problem:  # type: ignore[attr-defined]  # what the client's network raises
        raise UnavailableError(
            f"{client.endpoint} does not answer: {_first_line(problem)}",
            do="check the network and the proxy, set HF_ENDPOINT or --endpoint to a mirror, or copy a folder here",
        ) from problem


def _wanted(names: Iterable[str], *, converted: bool) -> set[str]:
    """Return the files that conversion or translation reads; weights once, the safe form first.

    Raises:
        UnavailableError: there are no weights that we can read.
    """
    names = set(names)
    if converted:
        return names & (_TOKENIZER_FILES | _CONVERTED_FILES | {"model.bin"})
    for pattern in _WEIGHTS:
        weights = {name for name in names if pattern.fullmatch(name)}
        if weights:
            index = {
                name
                for name in names
                if name.endswith(".index.json") and name.partition(".")[0] in str(weights)
            }
            return (names & _TOKENIZER_FILES) | weights | index
    raise UnavailableError(
        "the model has no weights in a form that can be read",
        do="take one with model.safetensors or model.bin",
    )


def _proof(size: int | None, blob: str | None, sha256: str) -> Proof:
    if sha256:
        return Proof(size or 0, "sha256", sha256)
    return Proof(size or 0, "blob", blob or "") if blob else Proof(size or 0)


def _languages(name: str) -> tuple[str, ...]:
    """Return the pair that an OPUS-MT model has in its name; group codes (mul, ROMANCE) are none.

    >>> _languages("Helsinki-NLP/opus-mt-zh-en"), _languages("Helsinki-NLP/opus-mt-en-mul")
    (('zh', 'en'), ())
    """
    found = _NAMED_PAIR.search(name)
    pair = found.groups() if found else ()
    return pair if all(len(code) == 2 for code in pair) else ()


def _first_line(problem: BaseException) -> str:
    return (str(problem) or type(problem).__name__).strip().splitlines()[0]
