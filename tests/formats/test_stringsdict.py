"""Stringsdict: which strings are text, plural forms, and the values that plistlib reads."""

from __future__ import annotations

import plistlib

from localize.formats import ParseOptions, parse, render
from localize.model import Document

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
    '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n'
)
RULE = (
    "<key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string>"
    "<key>NSStringFormatValueTypeKey</key><string>d</string>"
)


def document_of(entries: str, locale: str | None = None) -> Document:
    data = f"{HEAD}{entries}\n</dict>\n</plist>\n".encode()
    return parse(data, "Localizable.stringsdict", options=ParseOptions(target_locale=locale))


ENTRY = (
    "<key>k</key><dict>\n<key>NSStringLocalizedFormatKey</key><string>%#@a@ %#@b@</string>\n"
    f"<key>a</key><dict>{RULE}\n\t<key>other</key>\n\t<string>%d 甲</string>\n</dict>\n"
    f"<key>b</key><dict>{RULE}\n\t<key>one</key>\n\t<string>%d 乙</string>\n"
    "\t<key>other</key>\n\t<string>%d 乙</string>\n</dict></dict>"
)


def test_types_are_code_and_forms_of_the_target_language_are_made() -> None:
    document = document_of(ENTRY, "pl")
    assert [s.id for s in document.segments] == [
        "k/NSStringLocalizedFormatKey",
        *(f"k/{v}/{c}" for v in "ab" for c in ("one", "few", "many", "other")),
    ]
    result = render(document, {s.id: f"{s.id} <&" for s in document.segments})
    entry = plistlib.loads(result)["k"]
    assert entry["NSStringLocalizedFormatKey"] == "k/NSStringLocalizedFormatKey <&"
    for variable in "ab":
        rule = entry[variable]
        assert rule["NSStringFormatSpecTypeKey"] == "NSStringPluralRuleType"
        assert {c: rule[c] for c in ("one", "few", "many", "other")} == {
            c: f"k/{variable}/{c} <&" for c in ("one", "few", "many", "other")
        }
    assert b"\n\t<key>few</key>\n\t<string>k/a/few &lt;&amp;</string>" in result


def test_width_and_device_rules_are_text() -> None:
    document = document_of(
        "<key>w</key><dict><key>NSStringVariableWidthRuleType</key><dict><key>20</key><string>短</string></dict></dict>"
        "<key>d</key><dict><key>NSStringDeviceSpecificRuleType</key><dict><key>iphone</key><string>点</string></dict></dict>"
    )
    assert [s.source for s in document.segments] == ["短", "点"]


def test_doubled_forms_are_left_alone() -> None:
    document = document_of(
        "<key>k</key><dict><key>a</key><dict><key>one</key><string>x</string><key>one</key><string>y</string></dict></dict>"
    )
    assert document.segments == ()
    assert [remark.code for remark in document.remarks] == ["FMT133"]
