"""What we write, read by the parsers of others: plural forms and variants of the target language included."""

from __future__ import annotations

import json
import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from localize.formats import ParseOptions, parse, render
from localize.formats.plurals import plural_categories

LOCALES = ("ru", "ar", "pl", "zh-Hans")
GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats"
ANDROID = b"""<?xml version="1.0" encoding="utf-8"?>
<resources>
    <string name="a">It\\'s \\"A\\" &amp; B</string>
    <plurals name="n">
        <item quantity="one">%d thing</item>
        <item quantity="other">%d things</item>
    </plurals>
</resources>
"""
STRINGSDICT = b"""<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
    <key>n</key>
    <dict>
        <key>NSStringLocalizedFormatKey</key>
        <string>%#@things@</string>
        <key>things</key>
        <dict>
            <key>NSStringFormatSpecTypeKey</key>
            <string>NSStringPluralRuleType</string>
            <key>NSStringFormatValueTypeKey</key>
            <string>d</string>
            <key>other</key>
            <string>%d things</string>
        </dict>
    </dict>
</dict>
</plist>
"""
PO = b"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "%d thing"
msgid_plural "%d things"
msgstr[0] ""
msgstr[1] ""
"""


def translated(data: bytes, name: str, locale: str) -> bytes:
    """Return a file with a translation in every slot that says its form, its blocks and codes kept."""
    document = parse(data, name, options=ParseOptions(target_locale=locale))
    return render(document, {s.id: f"{s.source} ж“{s.plural or ''}”'\"&<" for s in document.segments})


@pytest.mark.parametrize("locale", LOCALES)
def test_android_resources(locale: str) -> None:
    root = ET.fromstring(translated(ANDROID, "strings.xml", locale))
    forms = {item.get("quantity"): item.text for item in root.iterfind("plurals/item")}
    assert set(plural_categories(locale)) <= set(forms)
    assert all(f"ж“{quantity}”" in (text or "") for quantity, text in forms.items())
    assert root.findtext("string") == 'It\\\'s \\"A\\" & B ж“”\\\'\\"&<'


@pytest.mark.parametrize("locale", LOCALES)
def test_apple_stringsdict(locale: str) -> None:
    found = plistlib.loads(translated(STRINGSDICT, "x.stringsdict", locale))
    rule = found["n"]["things"]
    assert set(plural_categories(locale)) <= set(rule)
    assert all(rule[form] == f"%d things ж“{form}”'\"&<" for form in plural_categories(locale))
    assert rule["NSStringFormatValueTypeKey"] == "d"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_apple_strings(codec: str) -> None:
    oracle = pytest.importorskip("openstep_plist")
    data = '/* note */\n"a \\"b\\"" = "x\\ny";\n"n" = "{n, plural, one {#} other {##}}";\n'.encode(codec)
    found = oracle.loads(translated(data, "x.strings", "ru").decode(codec).removeprefix("\ufeff"))
    assert found['a "b"'] == "x\ny ж“”'\"&<"
    assert "few {## ж“few”'\"&<}" in found["n"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not installed")
def test_gettext(locale: str, tmp_path: Path) -> None:
    polib = pytest.importorskip("polib")
    path = tmp_path / "x.po"
    path.write_bytes(translated(PO, "x.po", locale))
    subprocess.run(["msgfmt", "-c", "-o", str(tmp_path / "x.mo"), str(path)], check=True, capture_output=True)
    (entry,) = polib.pofile(str(path))
    document = parse(PO, "x.po", options=ParseOptions(target_locale=locale))
    assert len(entry.msgstr_plural) == len(document.segments)
    assert all("ж“" in text for text in entry.msgstr_plural.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_fluent(locale: str) -> None:
    from fluent.syntax import FluentParser, ast

    body = (
        FluentParser()
        .parse(translated((GOLDEN / "fluent/selectors.ftl").read_bytes(), "x.ftl", locale).decode())
        .body
    )
    assert not any(isinstance(entry, ast.Junk) for entry in body)
    left = next(entry for entry in body if isinstance(entry, ast.Message) and entry.id.name == "left")
    assert left.value is not None
    selectors = [e.expression for e in left.value.elements if isinstance(e, ast.Placeable)]
    select = next(e for e in selectors if isinstance(e, ast.SelectExpression))
    keys = [v.key.name if isinstance(v.key, ast.Identifier) else v.key.value for v in select.variants]
    assert sorted(keys) == sorted(["0", *plural_categories(locale)])


@pytest.mark.parametrize("locale", LOCALES)
def test_arb_and_both_syntaxes_of_messageformat(locale: str) -> None:
    icu = pytest.importorskip("icu4py.messageformat")
    mf2 = pytest.importorskip("moz.l10n.formats.mf2")
    found = json.loads(translated((GOLDEN / "json/bag_en.arb").read_bytes(), "x.arb", locale))
    for number in (0, 1, 2, 3, 5, 11, 100):
        shown = icu.MessageFormat(found["given"], locale).format({"who": "male", "count": number})
        assert _category(number, locale) in shown
    first = icu.MessageFormat(found["items"], locale).format({"count": 0})
    assert first == "Nothing here ж“=0”'\"&<"
    variants = mf2.mf2_parse_message(found["new"]).variants
    assert len(variants) == len(plural_categories(locale))


def _category(number: int, locale: str) -> str:
    from babel import Locale

    return f"“{Locale.parse(locale, sep='-').plural_form(number)}”"
