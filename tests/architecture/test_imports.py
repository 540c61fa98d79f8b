"""What loads what, in a fresh process: light commands stay light."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "ctranslate2",
    "torch",
    "transformers",
    "sentencepiece",
    "opencc",
    "textual",
    "rich",
    "numpy",
    "babel",
    "regex",
)


def loaded_by(code: str) -> set[str]:
    listing = f"import sys\n{code}\nprint('LOADED', *sorted(m.partition('.')[0] for m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize(
    "code",
    [
        "import localize, localize.cli",
        "from localize.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit:\n    pass",
        "from localize.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
    ],
    ids=["import", "version", "help"],
)
def test_light_commands_load_no_heavy_package(code: str) -> None:
    assert not loaded_by(code) & set(HEAVY)


def test_listing_engines_and_formats_imports_none_of_them() -> None:
    loaded = loaded_by(
        "from localize.engines import ENGINES\nfrom localize.formats import FORMATS\nlist(ENGINES), list(FORMATS)"
    )
    assert not loaded & {"ctranslate2", "torch", "transformers", "sentencepiece", "opencc", "pysrt"}


def test_public_names_are_sorted_and_all_load() -> None:
    import localize

    names = [n for n in localize.__all__ if not n.startswith("__")]
    assert names == sorted(names)
    for name in names:
        assert getattr(localize, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        localize.nothing  # noqa: B018
