"""XLIFF 1.2 that was valid is valid after it was translated, by the strict schema of OASIS.

The schema comes with the Debian package php-symfony-translation; `LOCALIZE_XLIFF_SCHEMA` names another file of it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from localize.formats import ParseOptions, parse, render

SCHEMA = "/usr/share/php/Symfony/Component/Translation/Resources/schemas/xliff-core-1.2-strict.xsd"
UNITS = """
<trans-unit id="1"><source>你好 <g id="a">世界</g></source></trans-unit>
<trans-unit id="2" resname="k"><source>再见</source><target state="new">Bye</target><note>polite</note></trans-unit>
<trans-unit id="3" approved="no"><source>{n, plural, other {# 个}}</source><note>coins</note></trans-unit>
<trans-unit id="4"><source>甲<x id="x"/>乙</source><target state="needs-translation"/><context-group purpose="location">
<context context-type="sourcefile">a.c</context></context-group></trans-unit>
<group id="g" restype="x-gettext-plurals"><trans-unit id="5"><source>一</source><alt-trans><target>uno</target>
</alt-trans></trans-unit></group>
<trans-unit id="6"><source>二</source><seg-source><mrk mtype="seg" mid="0">二</mrk></seg-source></trans-unit>
"""
FILE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="a" source-language="zh-Hans" target-language="en" datatype="plaintext"><header/><body>'
    f"{UNITS}</body></file></xliff>\n"
).encode()


def faults(data: bytes) -> list[str]:
    """Return what the schema finds wrong in a file."""
    etree = pytest.importorskip("lxml.etree")
    path = Path(os.environ.get("LOCALIZE_XLIFF_SCHEMA", SCHEMA))
    if not path.is_file():
        pytest.skip("the schema of XLIFF 1.2 is not installed (Debian: php-symfony-translation)")

    class Beside(etree.Resolver):  # type: ignore[misc, name-defined]  # lxml has no types
        def resolve(self, url: str, public: str, context: object) -> object:
            return self.resolve_filename(str(path.parent / url.rpartition("/")[2]), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    schema = etree.XMLSchema(etree.parse(str(path), parser))
    schema.validate(etree.fromstring(data))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


@pytest.mark.parametrize("locale", ["en", "ru", "ar"])
def test_a_valid_file_stays_valid_with_every_target(locale: str) -> None:
    assert faults(FILE) == []
    document = parse(FILE, "x.xlf", options=ParseOptions(target_locale=locale))
    result = render(document, {s.id: f"{s.source} …" for s in document.segments})
    again = parse(result, "x.xlf", options=ParseOptions(target_locale=locale))
    assert [s.target for s in again.segments] == [f"{s.source} …" for s in document.segments]
    assert faults(result) == []


@pytest.mark.parametrize("asked", range(3))
def test_a_valid_file_stays_valid_with_some_targets(asked: int) -> None:
    document = parse(FILE, "x.xlf", options=ParseOptions(target_locale="en"))
    result = render(document, {s.id: s.source for s in document.segments[asked::3]})
    assert faults(result) == []


def test_a_file_that_the_schema_refuses_is_seen() -> None:
    assert faults(FILE.replace(b"<source>", b"<sauce>", 1).replace(b"</source>", b"</sauce>", 1)) != []


def test_golden_files_that_are_valid_stay_valid(repository: Path) -> None:
    files = sorted((repository / "tests" / "golden" / "formats" / "xliff").glob("*.xlf"))
    valid = [path for path in files if not faults(path.read_bytes())]
    assert valid, "no golden file is valid by the schema"
    for path in valid:
        document = parse(path.read_bytes(), path.name, options=ParseOptions(target_locale="fr"))
        assert faults(render(document, {s.id: s.source for s in document.segments})) == [], path.name
