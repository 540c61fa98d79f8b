"""XLIFF 1.2: what we write keeps to the content models of the transitional schema, as far as they stand here.

https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html, section 2: for each element its required attributes, and its
children as a pattern over their names. Elements of other namespaces may stand where the schema says ``any``.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree  # type: ignore[import-untyped]

from localize.errors import LocalizeError
from localize.formats import ParseOptions, parse, render

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats" / "xliff"
_GROUPS = "(?:context-group|count-group|prop-group|note|any) "
_INLINE = "(?:(?:g|x|bx|ex|bpt|ept|ph|it|mrk|any) )*"
_CODE = "(?:sub )*"
MODELS: dict[str, tuple[set[str], str]] = {
    "xliff": ({"version"}, r"(?:any )*(?:(?:file|any) )+"),
    "file": ({"original", "source-language", "datatype"}, r"(?:header )?body (?:any )*"),
    "header": (set(), r"(?:skl )?(?:phase-group )?(?:(?:glossary|reference|count-group|prop-group|note|tool|any) )*"),
    "body": (set(), r"(?:(?:group|trans-unit|bin-unit|any) )*"),
    "group": (set(), rf"(?:{_GROUPS})*(?:(?:group|trans-unit|bin-unit|any) )*"),
    "trans-unit": (
        {"id"},
        r"source (?:seg-source )?(?:target )?(?:(?:context-group|count-group|prop-group|note|alt-trans|any) )*",
    ),
    "bin-unit": ({"id", "mime-type"}, r"bin-source (?:bin-target )?(?:\S+ )*"),
    "alt-trans": (set(), rf"(?:source )?(?:seg-source )?(?:target )+(?:{_GROUPS})*"),
    "source": (set(), _INLINE), "target": (set(), _INLINE), "seg-source": (set(), _INLINE),
    "g": ({"id"}, _INLINE), "mrk": ({"mtype"}, _INLINE), "x": ({"id"}, ""), "bx": ({"id"}, ""), "ex": ({"id"}, ""),
    "bpt": ({"id"}, _CODE), "ept": ({"id"}, _CODE), "ph": ({"id"}, _CODE), "it": ({"id", "pos"}, _CODE),
    "sub": (set(), _INLINE),
    "context-group": (set(), r"(?:context )+"), "context": ({"context-type"}, ""), "note": (set(), ""),
}  # fmt: skip
STATES = {
    "final", "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n",
    "needs-review-translation", "needs-translation", "new", "signed-off", "translated",
}  # fmt: skip
_NAMESPACES = ("", "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:1.1")


def _name(element: etree._Element) -> str:
    name = etree.QName(element)
    return name.localname if (name.namespace or "") in _NAMESPACES else "any"


def faults(data: bytes) -> Iterator[str]:
    """Yield what of a file is against the rules."""
    ids: dict[etree._Element, Counter[str]] = {}
    for element in etree.fromstring(data).iter(etree.Element):
        name = _name(element)
        if name not in MODELS:
            continue
        required, model = MODELS[name]
        for attribute in sorted(required - set(element.attrib)):
            yield f"<{name}> without {attribute}"
        children = "".join(f"{_name(child)} " for child in element.iterchildren(etree.Element))
        if not re.fullmatch(model, children):
            yield f"<{name}> with {children}"
        state = element.get("state")
        if name == "target" and state is not None and state not in STATES and not state.startswith("x-"):
            yield f"state {state}"
        if name == "trans-unit":
            file = next(element.iterancestors("{*}file"))
            ids.setdefault(file, Counter())[element.get("id", "")] += 1
    for count in ids.values():
        yield from (f"id {ident} is there {n} times" for ident, n in count.items() if n > 1)


HEAD = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="zh"'


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<trans-unit id="1"><target/><source>a</source></trans-unit>', "<trans-unit> with target source"),
        ("<trans-unit><source>a</source></trans-unit>", "<trans-unit> without id"),
        ('<trans-unit id="1"><source><g>a</g></source></trans-unit>', "<g> without id"),
        ('<trans-unit id="1"><source>a</source><target state="done">b</target></trans-unit>', "state done"),
        ('<trans-unit id="1"><source>a</source></trans-unit>' * 2, "id 1 is there 2 times"),
        (
            '<trans-unit id="1"><source>a</source><note/><target/></trans-unit>',
            "<trans-unit> with source note",
        ),
    ],
)
def test_the_rules_find_what_is_wrong(body: str, fault: str) -> None:
    found = list(faults(f'{HEAD} datatype="x"><body>{body}</body></file></xliff>'.encode()))
    assert [f.startswith(fault) for f in found] == [True]


def test_a_file_without_a_needed_attribute_is_found() -> None:
    assert list(faults(f"{HEAD}><body/></file></xliff>".encode())) == ["<file> without datatype"]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.xlf")), ids=lambda path: path.name)
def test_targets_in_our_own_files_break_no_rule(path: Path) -> None:
    data = path.read_bytes()
    document = parse(data, path.name)
    result = render(document, {segment.id: f"译 {segment.source}" for segment in document.segments})
    assert result != data
    assert list(faults(result)) == list(faults(data))


def test_targets_in_real_files_break_no_rule_that_was_kept(sample_data: Path) -> None:
    written = 0
    for path in sorted(sample_data.rglob("*.xlf"))[::2]:
        data = path.read_bytes()
        try:
            document = parse(data, path.name, format="xliff", options=ParseOptions(target_locale="fr"))
            result = render(document, {s.id: f"{s.source}!" for s in document.segments})
        except LocalizeError:
            continue
        before, after = Counter(faults(data)), Counter(faults(result))
        assert after - before == Counter(), path
        written += result != data
    assert written > 40
