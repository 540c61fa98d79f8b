"""Xcode string catalogues: the strings of one language, put in as Xcode writes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from localize.errors import RenderError
from localize.formats import ParseOptions, parse, render
from localize.model import Document

if TYPE_CHECKING:
    from pathlib import Path


def unit(value: str, state: str = "translated") -> dict[str, Any]:
    return {"stringUnit": {"state": state, "value": value}}


def catalogue(strings: dict[str, Any], source: str = "en") -> bytes:
    """Return a catalogue as Xcode writes it."""
    value = {"sourceLanguage": source, "strings": strings, "version": "1.0"}
    text = json.dumps(value, ensure_ascii=False, indent=2, separators=(",", " : "))
    return text.replace(" : {}", " : {\n\n    }").encode()


def read(data: bytes, locale: str | None) -> Document:
    return parse(data, "x.xcstrings", options=ParseOptions(target_locale=locale))


COUNTED = {
    "localizations": {"en": {"variations": {"plural": {"one": unit("%lld day"), "other": unit("%lld days")}}}}
}


def test_a_new_language_is_written_as_xcode_writes_it() -> None:
    data = catalogue(
        {"About": {}, "Quit": {"comment": "menu", "localizations": {"de": unit("Ende"), "ja": unit("終")}}}
    )
    document = read(data, "fr")
    assert [(s.id, s.source, s.target) for s in document.segments] == [
        ("About", "About", None),
        ("Quit", "Quit", None),
    ]
    result = render(document, {s.id: f"{s.source}?" for s in document.segments})
    languages = {"de": unit("Ende"), "fr": unit("Quit?"), "ja": unit("終")}
    expected = {
        "About": {"localizations": {"fr": unit("About?")}},
        "Quit": {"comment": "menu", "localizations": languages},
    }
    assert result == catalogue(expected)
    assert [s.target for s in read(result, "fr").segments] == ["About?", "Quit?"]


def test_plural_forms_of_the_language_go_into_one_localization() -> None:
    document = read(catalogue({"%lld days": COUNTED}), "ru")
    assert [(s.id, s.source, s.plural) for s in document.segments] == [
        ("%lld days[one]", "%lld day", "one"),
        ("%lld days[few]", "%lld days", "few"),
        ("%lld days[many]", "%lld days", "many"),
        ("%lld days[other]", "%lld days", "other"),
    ]
    result = render(document, {s.id: f"{s.plural}!" for s in document.segments if s.plural != "many"})
    forms = {"few": unit("few!"), "one": unit("one!"), "other": unit("other!")}
    both = {**COUNTED["localizations"], "ru": {"variations": {"plural": forms}}}
    assert result == catalogue({"%lld days": {"localizations": both}})
    again = read(result, "ru")
    assert [s.id for s in again.segments if s.target is None] == ["%lld days[many]"]
    whole = render(again, {s.id: "many!" for s in again.segments if s.target is None})
    forms = {"few": unit("few!"), "many": unit("many!"), "one": unit("one!"), "other": unit("other!")}
    both["ru"] = {"variations": {"plural": forms}}
    assert whole == catalogue({"%lld days": {"localizations": both}})


def test_substitutions_take_over_what_the_source_says_of_the_argument() -> None:
    plural = {"plural": {"one": unit("%arg bird"), "other": unit("%arg birds")}}
    frame = {"argNum": 1, "formatSpecifier": "lld", "variations": plural}
    english = {**unit("I saw %#@birds@"), "substitutions": {"birds": frame}}
    document = read(catalogue({"birds": {"localizations": {"en": english}}}), "zh-Hans")
    assert [s.id for s in document.segments] == ["birds", "birds[birds.other]"]
    result = json.loads(render(document, {s.id: f"译{s.source}" for s in document.segments}))
    chinese = result["strings"]["birds"]["localizations"]["zh-Hans"]
    birds = {"argNum": 1, "formatSpecifier": "lld", "variations": {"plural": {"other": unit("译%arg birds")}}}
    assert chinese == {**unit("译I saw %#@birds@"), "substitutions": {"birds": birds}}


def test_an_untranslated_string_becomes_translated_and_others_keep_their_state() -> None:
    languages = {"de": unit("Start", "new"), "fr": unit("Début", "needs_review")}
    data = catalogue({"Start": {"localizations": languages}})
    german = read(data, "de")
    assert german.segments[0].target is None
    changed = render(german, {german.segments[0].id: "Start"})
    assert changed == data.replace(b'"new"', b'"translated"')
    french = read(data, "fr")
    assert b'"needs_review",\n            "value" : "D"' in render(french, {french.segments[0].id: "D"})


def test_what_is_not_to_be_translated_has_no_segment() -> None:
    data = catalogue({"a": {"shouldTranslate": False}, "": {}, "b": {"shouldTranslate": True}})
    assert [s.id for s in read(data, "de").segments] == ["b"]


def test_without_a_target_locale_the_only_other_language_is_meant() -> None:
    one = catalogue({"a": {"localizations": {"en": unit("A"), "de": unit("Ä")}}, "b": {}})
    assert [(s.source, s.target) for s in read(one, None).segments] == [("A", "Ä"), ("b", None)]
    two = read(catalogue({"a": {"localizations": {"fr": unit("A"), "de": unit("Ä")}}}), None)
    assert [(s.source, s.target, s.spans) for s in two.segments] == [("a", None, ())]
    with pytest.raises(RenderError, match="name the target locale"):
        render(two, {two.segments[0].id: "x"})


def test_real_catalogues_take_any_language_and_keep_the_others(sample_data: Path) -> None:
    files = sorted(sample_data.rglob("*.xcstrings"))
    for path in files:
        data = path.read_bytes()
        before = json.loads(data)["strings"]
        for locale in ("de", "nn"):
            document = parse(data, path.name, options=ParseOptions(target_locale=locale))
            assert render(document, {}) == data
            assert len(document.segments) > 100
            for segment in document.segments:
                own = (
                    before[segment.key]["localizations"].get(locale)
                    if "localizations" in before[segment.key]
                    else None
                )
                if segment.target is not None:
                    assert own["stringUnit"]["value"] == segment.target
            after = json.loads(render(document, {s.id: f"译<{s.source}>" for s in document.segments}))[
                "strings"
            ]
            for key, entry in after.items():
                languages, old = entry.get("localizations", {}), before[key].get("localizations", {})
                assert {k: v for k, v in languages.items() if k != locale} == {
                    k: v for k, v in old.items() if k != locale
                }
                source = old.get("en", {}).get("stringUnit", {}).get("value") or key
                assert languages[locale]["stringUnit"] == {
                    "state": languages[locale]["stringUnit"]["state"],
                    "value": f"译<{source}>",
                }
    assert files
