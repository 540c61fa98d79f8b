from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from localize.engines import ENGINES, available, create, missing, specs
from localize.engines.base import EngineOptions
from localize.errors import UnavailableError, UsageError


def test_an_unknown_engine_is_a_wrong_use_that_names_the_near_ones() -> None:
    with pytest.raises(UsageError, match=r"USE001 unknown engine 'opencv' \(did you mean opencc\?\)"):
        create("opencv", source="zh-Hans", target="zh-Hant-TW")


def test_an_engine_that_cannot_do_the_pair_names_those_that_can() -> None:
    with pytest.raises(
        UsageError, match=r"starter does not translate zh-Hans into zh-Hant-TW \(use opencc\)"
    ):
        create("starter", source="zh-Hans", target="zh-Hant-TW")


def test_an_unknown_locale_is_refused_before_anything_is_loaded() -> None:
    with pytest.raises(UsageError, match="USE002 unknown locale 'zz-Qq'"):
        create("echo", source="zz-Qq", target="en-US")


def test_an_option_that_the_engine_does_not_have_names_the_near_one() -> None:
    with pytest.raises(UsageError, match=r"no option 'vocabluary' \(did you mean vocabulary\?\)"):
        create(
            "opencc",
            source="zh-Hans",
            target="zh-Hant",
            options=EngineOptions(extra={"vocabluary": "none"}),
        )


def test_a_value_that_the_option_does_not_take_names_those_it_takes() -> None:
    with pytest.raises(UsageError, match="use dialogue, interface, none"):
        create(
            "opencc", source="zh-Hans", target="zh-Hant", options=EngineOptions(extra={"vocabulary": "it"})
        )


def test_a_model_folder_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(UnavailableError, match="there is no folder /nowhere") as caught:
        create("starter", source="zh-Hans", target="en", options=EngineOptions(model="/nowhere"))
    assert caught.value.exit_code == 3


def test_a_missing_package_is_unavailable_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else real(name))
    with pytest.raises(UnavailableError, match=r"needs torch: pip install 'chuhai-localize\[torch\]'"):
        create("transformers", source="zh-Hans", target="en-US", options=EngineOptions(model="/m"))


def test_what_can_translate_a_pair_is_listed_in_order_of_registration() -> None:
    assert available("zh-Hans", "en-US")[0] == "starter"
    assert "echo" in available("zh-Hans", "en-US")
    assert "starter" not in available("zh-Hans", "th")
    assert available("zh-Hant-TW", "zh-Hans")[0] == "opencc"


def test_the_engines_that_ship_with_everything_lack_nothing() -> None:
    assert [name for name in ("opencc", "starter", "echo") if missing(name)] == []


def test_other_packages_add_engines_by_entry_point_but_never_replace_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = [
        EntryPoint("parrot", "localize.engines.echo:EchoEngine", "localize.engines"),
        EntryPoint("starter", "localize.engines.echo:EchoEngine", "localize.engines"),
    ]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: theirs)
    assert [spec.name for spec in specs()] == [*(spec.name for spec in ENGINES), "parrot"]
    assert create("parrot", source="zh-Hans", target="fr").info.name == "echo"
    assert create("starter", source="zh-Hans", target="en").info.name == "starter"


def test_an_entry_point_that_cannot_be_loaded_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [EntryPoint("ghost", "no_such_package:Engine", "localize.engines")]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: broken)
    with pytest.raises(
        UnavailableError, match="the engine ghost cannot be loaded from no_such_package:Engine"
    ):
        create("ghost", source="zh-Hans", target="en")


def test_listing_and_creating_engines_loads_no_heavy_package() -> None:
    code = (
        "import sys, localize.engines as e; e.specs(); e.available('zh-Hans', 'en');"
        "e.create('starter', source='zh-Hans', target='en');"
        "print([m for m in ('ctranslate2','sentencepiece','opencc','torch','transformers') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
