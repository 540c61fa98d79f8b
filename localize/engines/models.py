"""The only place that knows where models lie on this machine and what is recorded about each: the card beside it."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize.engines.signature import file_sha256
from localize.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

CARD = "localize-model.json"
"""File beside a pulled model: where it came from, its licence, and the SHA-256 of every file."""
HOME_VARIABLE = "LOCALIZE_MODELS"

# What model cards write, in lower case, and the SPDX expression it stands for.
_SPDX = {
    name.lower(): name
    for name in [
        "Apache-2.0",
        "MIT",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "MPL-2.0",
        "CC0-1.0",
        "Unlicense",
        "CC-BY-2.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "CC-BY-NC-2.0",
        "CC-BY-NC-3.0",
        "CC-BY-NC-4.0",
        "CC-BY-NC-SA-3.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-NC-ND-4.0",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "LGPL-3.0-or-later",
        "AGPL-3.0-or-later",
    ]
} | {
    "gpl-2.0": "GPL-2.0-only",
    "gpl-3.0": "GPL-3.0-only",
    "lgpl-3.0": "LGPL-3.0-only",
    "agpl-3.0": "AGPL-3.0-only",
}
_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_LICENCE_LINE = re.compile(r"^licen[sc]e:\s*[\"']?([A-Za-z0-9.+-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is recorded about one model.

    Attributes:
        name: as it is asked for: ``owner/model`` of a hub, or a pair of the Firefox models (``zh-en``).
        engine: that runs it; '' for a folder which only its user knows.
        family: of `localize.engines.families`, '' if not recorded.
        licence: SPDX expression, '' if it cannot be known.
        languages: BCP 47 codes of source and target for a model of one pair, else empty.
        source: ``hub`` or ``firefox``, '' for a folder.
        origin: address that it was fetched from.
        revision: commit or release there.
        quantization: of the weights, '' as they came.
        positions: tokens that the model has position encodings for.
        files: SHA-256 by file name.
        fetched: SHA-256 by name of what was fetched and converted.
    """

    name: str = ""
    engine: str = ""
    family: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()
    source: str = ""
    origin: str = ""
    revision: str = ""
    quantization: str = ""
    positions: int = 0
    files: Mapping[str, str] = dataclasses.field(default_factory=dict)
    fetched: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def commercial(self) -> bool:
        """Return whether a product may use the drafts: the licence is known and allows it."""
        return allows_products(self.licence)


def allows_products(licence: str) -> bool:
    """Return whether an SPDX expression is known and has no clause against commercial use."""
    return bool(licence) and "-NC" not in licence.upper()


def spdx(licence: str) -> str:
    """Return the SPDX expression for what a model card writes, '' for what is no licence of the list.

    >>> spdx("cc-by-nc-4.0"), spdx("other")
    ('CC-BY-NC-4.0', '')
    """
    return _SPDX.get(licence.strip().lower(), "")


def home() -> Path:
    """Return the folder that pulled models are kept in: ``$LOCALIZE_MODELS``, or the user's data folder."""
    given = os.environ.get(HOME_VARIABLE)
    if given:
        return Path(given)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "chuhai-localize" / "models"


def folder_of(name: str, source: str) -> Path:
    """Return where a pulled model lies or would lie."""
    return home() / f"{source}--{name.replace('/', '--')}"


def locate(model: str, source: str) -> Path:
    """Return the folder that a user means by a path or by the name of a pulled model; it need not exist."""
    path = Path(model).expanduser()
    if path.is_dir() or not model:
        return path
    pulled = folder_of(model, source)
    return pulled if pulled.is_dir() else path


def pulled() -> Iterator[tuple[Path, ModelCard]]:
    """Yield the models that were pulled to this machine, by name of their folders."""
    root = home()
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if not folder.name.startswith(".") and (folder / CARD).is_file():
            yield folder, read_card(folder)


def read_card(folder: Path) -> ModelCard:
    """Return what is recorded about the model in a folder; from its README where it was not pulled by us.

    Raises:
        UnavailableError: the record is broken.
    """
    path = folder / CARD
    if not path.is_file():
        return ModelCard(licence=_readme_licence(folder / "README.md"))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        known = {f.name: f.type for f in dataclasses.fields(ModelCard)}
        values = {key: value for key, value in data.items() if key in known}
        values["languages"] = tuple(values.get("languages", ()))
        return ModelCard(**values)
    except (ValueError, TypeError, AttributeError) as problem:
        raise UnavailableError(
            f"the record {path} is broken: {problem}", do="pull the model again"
        ) from problem


def write_card(folder: Path, card: ModelCard) -> None:
    """Write the record beside a model."""
    text = json.dumps(dataclasses.asdict(card), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / CARD).write_text(text + "\n", encoding="utf-8")


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a model but its record, by name."""
    return {
        path.relative_to(folder).as_posix(): file_sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != CARD
    }


def check_files(folder: Path, card: ModelCard) -> None:
    """Read every recorded file and compare it with its hash.

    Raises:
        UnavailableError: a file is missing or not the one that was pulled.
    """
    for name, expected in card.files.items():
        path = folder / name
        if not path.is_file() or file_sha256(path) != expected:
            state = "has changed" if path.is_file() else "is missing"
            raise UnavailableError(
                f"{path} {state} since the model was pulled", do=f"localize engine pull {card.name} --force"
            )


def _readme_licence(readme: Path) -> str:
    if not readme.is_file():
        return ""
    text = readme.read_text(encoding="utf-8", errors="replace")[:20_000]
    front = _FRONT_MATTER.match(text)
    found = _LICENCE_LINE.search(front.group(1)) if front else None
    return spdx(found.group(1)) if found else ""
