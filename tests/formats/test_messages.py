"""Messages with options in the strings of all formats: texts, places, plural forms of the target language."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localize.errors import LocalizeError, ParseError, RenderError
from localize.formats import ParseOptions, load_format, parse, render, verify
from localize.formats.message_options import MOST_TEXTS, edited, has_options, options_of
from localize.formats.plurals import plural_categories
from localize.model import SegmentId

if TYPE_CHECKING:
    from localize.model import Document, Segment

MESSAGE = "You have {n, plural, =0 {no «it's»} one {# item} other {# items}} in {who}'s bag.\nBye \"x\" & <y"
AROUND = 'You have {n, plural, …} in {who}\'s bag.\nBye "x" & <y'
NESTED = (
    "{g, select, male {He has {n, plural, one {# coin} other {# coins}} left}"
    " other {{n, plural, other {They pay #}}}}"
)


def _json(message: str) -> bytes:
    return json.dumps({"a": "plain", "k": message}, indent=1, ensure_ascii=False).encode()


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _android(message: str) -> bytes:
    text = message.replace("'", r"\'").replace('"', r"\"").replace("\n", r"\n")
    return f'<resources>\n <string name="k">{_xml(text)}</string>\n</resources>\n'.encode()


def _resx(message: str) -> bytes:
    head = '<?xml version="1.0"?>\n<root><resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>'
    return f'{head}<data name="k" xml:space="preserve"><value>{_xml(message)}</value></data></root>'.encode(
        "utf-16"
    )


def _properties(message: str) -> bytes:
    lines = message.replace("\n", "\\n\\\n    ")
    return f"# note\nk = {lines}\n".encode("gb18030")


def _strings(message: str) -> bytes:
    text = message.replace('"', r"\"").replace("\n", r"\n")
    return f'"k" = "{text}";\n'.encode("utf-16")


def _po(message: str) -> bytes:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    text = message.replace('"', r"\"").replace("\n", r"\n")
    return f'{head}msgid "{text}"\nmsgstr ""\n'.encode()


def _xliff(message: str) -> bytes:
    return (
        '<?xml version="1.0"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file original="a" source-language="en" target-language="ru" datatype="plaintext"><body>\n'
        f' <trans-unit id="k">\n  <source>{_xml(message)}</source>\n </trans-unit></body></file></xliff>'
    ).encode()


def _xliff2(message: str) -> bytes:
    return (
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="ru"><file id="f">\n'
        f'<unit id="k"><segment id="s"><source>{_xml(message)}</source></segment></unit></file></xliff>'
    ).encode()


def _yaml(message: str) -> bytes:
    return f"a: plain\nk: {json.dumps(message, ensure_ascii=False)} # note\n".encode()


def _block(message: str) -> bytes:
    return ("a: plain\nk: |-\n  " + message.replace("\n", "\n  ") + "\nz: plain\n").encode("utf-16")


def _csv(message: str) -> bytes:
    text = message.replace('"', '""')
    return f'key,source,target,note\r\nk,"{text}",,words\r\n'.encode()


def _qt(message: str) -> bytes:
    return (
        '<!DOCTYPE TS>\n<TS version="2.1" language="ru" sourcelanguage="en"><context><name>c</name>\n<message>'
        f'<source>{_xml(message)}</source><translation type="unfinished"/></message>\n</context></TS>\n'
    ).encode()


def _xcstrings(message: str) -> bytes:
    source = {"stringUnit": {"state": "translated", "value": message}}
    strings = {"k": {"localizations": {"de": source, "fr": {"stringUnit": {"state": "new", "value": ""}}}}}
    return json.dumps({"sourceLanguage": "de", "strings": strings, "version": "1.0"}, indent=2).encode()


def _xlsx(message: str) -> bytes:
    workbook, out = openpyxl.Workbook(), io.BytesIO()
    workbook.active.append(["key", "source", "target"])
    workbook.active.append(["k", message, None])
    workbook.save(out)
    return out.getvalue()


IN_PLACE = {
    "x.json": _json, "x.arb": _json, "strings.xml": _android, "x.resx": _resx, "x.properties": _properties,
    "x.strings": _strings,
}  # fmt: skip
HOSTS = {
    **IN_PLACE, "x.po": _po, "x.xlf": _xliff, "x2.xlf": _xliff2, "x.yaml": _yaml, "block.yaml": _block,
    "x.csv": _csv, "x.xlsx": _xlsx, "x.ts": _qt, "x.xcstrings": _xcstrings,
}  # fmt: skip
each_host = pytest.mark.parametrize("name", HOSTS)


def read(data: bytes, name: str, locale: str | None = None) -> Document:
    return parse(data, name, options=ParseOptions(target_locale=locale))


def of_message(document: Document) -> list[Segment]:
    return [segment for segment in document.segments if segment.source != "plain"]


def tail(ident: str) -> str:
    return ident[ident.index("{", 1) :] if ident.endswith("}") and "{" in ident[1:] else ""


def values(document: Document) -> dict[SegmentId, str | None]:
    bilingual = load_format(document.format).bilingual
    return {s.id: s.target if bilingual else s.source for s in document.segments}


@each_host
@pytest.mark.parametrize("locale", [None, "en", "ru", "ar", "pl", "zh-Hans", "ja"])
def test_each_host_takes_texts_for_every_form_of_the_language(name: str, locale: str | None) -> None:
    data = HOSTS[name](MESSAGE)
    document = read(data, name, locale)
    assert render(document, {}) == data
    segments = of_message(document)
    assert segments[0].source == AROUND
    known = locale or document.meta.get("target_locale")
    forms = plural_categories(known) if known else ("one", "other")
    assert {s.plural for s in segments[1:]} == {"=0", *forms}
    assert len(segments) == 2 + len(forms)
    assert all("You have […] in {who}'s bag." in (s.note or "") for s in segments[1:])
    targets = {s.id: f"{s.source} 'l'{{who}} +{n}" for n, s in enumerate(document.segments)}
    result = render(document, targets)
    again = read(result, name, locale)
    assert values(again) == targets
    assert document.remarks == again.remarks == ()
    assert verify(data, result, name, options=ParseOptions(target_locale=locale)).equal


@pytest.mark.parametrize("name", IN_PLACE)
def test_spans_are_exact_and_everything_else_keeps_its_bytes(name: str) -> None:
    data = IN_PLACE[name](NESTED)
    document = read(data, name)
    spans = sorted(span for segment in document.segments for span in segment.spans)
    codec = document.encoding.name
    shown = [data[start:end].decode(codec) for start, end in spans if tail(NESTED)]
    assert [text for text in shown if text != "plain"] == [
        "He has ", "# coin", "# coins", " left", "They pay #",
    ]  # fmt: skip
    result = render(
        document, {s.id: s.source.replace("coin", "монета") for s in document.segments if s.plural}
    )
    again = read(result, name)

    def outside(document: Document) -> bytes:
        pieces, at = [], 0
        for start, end in sorted(span for segment in document.segments for span in segment.spans):
            pieces.append(document.data[at:start])
            at = end
        return b"".join([*pieces, document.data[at:]])

    assert outside(document) == outside(again)


def test_nested_options_have_ids_contexts_and_notes() -> None:
    document = read(_json(NESTED), "x.json", "pl")
    assert [(s.id, s.source, s.plural, s.context) for s in of_message(document)] == [
        ("k{g=male}", "He has {n, plural, …} left", None, "g: male"),
        ("k{g=male}{n=one}", "# coin", "one", "g: male"),
        ("k{g=male}{n=few}", "# coins", "few", "g: male"),
        ("k{g=male}{n=many}", "# coins", "many", "g: male"),
        ("k{g=male}{n=other}", "# coins", "other", "g: male"),
        ("k{g=other}{n=one}", "They pay #", "one", "g: other"),
        ("k{g=other}{n=few}", "They pay #", "few", "g: other"),
        ("k{g=other}{n=many}", "They pay #", "many", "g: other"),
        ("k{g=other}{n=other}", "They pay #", "other", "g: other"),
    ]
    assert [s.note for s in of_message(document)][:2] == [None, "in the sentence: He has […] left"]


def test_forms_that_the_language_lacks_go_and_explicit_numbers_stay() -> None:
    data = _json(
        "{n, plural, =0 {none} one {# a} =2 {pair} other {# b}} {n, selectordinal, one {#st} other {#th}}"
    )
    document = read(data, "x.json", "zh-Hans")
    assert [s.id for s in of_message(document)] == [
        "k{n=0}", "k{n=2}", "k{n=other}", "k{n#2=other}",
    ]  # fmt: skip
    result = json.loads(render(document, {SegmentId("k{n=other}"): "#个"}))
    assert result["k"] == "{n, plural, =0 {none} =2 {pair} other {#个}} {n, selectordinal, other {#th}}"


def test_options_of_a_made_form_are_made_with_it() -> None:
    data = _json("{n, plural, other {{g, select, male {he} other {they}} go}}")
    document = read(data, "x.json", "ru")
    assert SegmentId("k{n=few}{g=male}") in values(document)
    result = render(document, {SegmentId("k{n=few}{g=male}"): "он"})
    wanted = "{n, plural, few {{g, select, male {он} other {they}} go} other {{g, select, male {he} other {they}} go}}"
    assert json.loads(result)["k"] == wanted


def test_a_translator_may_bring_options_where_the_source_has_none() -> None:
    data = json.dumps({"k": "{n}件物品", "m": "{n, plural, other {#}}"}, ensure_ascii=False).encode()
    document = read(data, "x.json", "en")
    new = "{n, plural, one {# item} other {# items}}"
    result = render(document, {SegmentId("k"): new})
    assert json.loads(result)["k"] == new
    assert verify(data, result, "x.json", options=ParseOptions(target_locale="en")).equal


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("{n, plural, one {a}}", "no option other"),
        ("{n, plural, other {a}", "not closed"),
        ("{{count}} {n, plural, other {a}}", "stays one text"),
        ("{n, plural, other {" * 60 + "}}" * 60, "nested more than"),
        (
            "".join(f"{{n{i}, select, a {{" for i in range(1)) + "x" + "}" + "".join(f" o{i} {{y}}" for i in range(600))
            + " other {z}}",
            f"more than {MOST_TEXTS} texts",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_apart_stays_one_text_with_a_remark(message: str, words: str) -> None:
    data = _json(message)
    document = read(data, "x.json", "ru")
    assert [s.id for s in document.segments] == ["a", "k"]
    (remark,) = document.remarks
    assert remark.code == "FMT148"
    assert words in remark.what
    assert json.loads(render(document, {SegmentId("k"): "new"}))["k"] == "new"


def test_plurals_within_plurals_do_not_explode() -> None:
    message = "x"
    for n in range(6):
        message = f"{{a{n}, plural, one {{{message}}} other {{{message}}}}}"
    document = read(_json(message), "x.json", "ar")
    assert len(document.segments) == 2
    assert "more than" in document.remarks[0].what


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("{n", "no name|not closed"),
        ("a } b", "closes nothing"),
        ("{n, plural, other {x}}", "options stand inside"),
        ("{n, select, other {x}}", "options stand inside"),
    ],
)
def test_a_target_that_is_no_text_of_the_syntax_is_refused_with_its_place(target: str, words: str) -> None:
    document = read(_json(MESSAGE), "x.json")
    with pytest.raises(RenderError, match=words) as caught:
        render(document, {SegmentId("k{n=one}"): target})
    assert caught.value.place is not None
    assert caught.value.place.line == 3


def test_the_blocks_of_a_sentence_must_stay_in_it() -> None:
    document = read(_json(MESSAGE), "x.json")
    with pytest.raises(RenderError, match=r"lacks \{n, plural, …\}"):
        render(document, {SegmentId("k"): "In the bag."})
    result = json.loads(render(document, {SegmentId("k"): "{n, plural, …}，在{who}的包里"}))
    assert result["k"] == MESSAGE[MESSAGE.index("{n") : MESSAGE.index("}}") + 2] + "，在{who}的包里"


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("l'{n}", "l''{n}"),
        ("it's", "it's"),
        ("d'", "d''"),
        ("'{' #", "'{' #"),
        ("'#'1", "'#'1"),
        ("''", "''''"),
    ],
)
def test_apostrophes_are_doubled_where_they_would_quote(target: str, written: str) -> None:
    document = read(_json("{n, plural, other {x}}"), "x.json")
    result = json.loads(render(document, {SegmentId("k{n=other}"): target}))
    assert result["k"] == f"{{n, plural, other {{{written}}}}}"


def test_a_file_that_doubles_its_apostrophes_gets_them_doubled() -> None:
    document = read(_json("{n, plural, one {it''s} other {x}}"), "x.json")
    assert of_message(document)[0].source == "it's"
    result = json.loads(render(document, {SegmentId("k{n=other}"): "they're"}))
    assert result["k"] == "{n, plural, one {it''s} other {they''re}}"


def test_a_translation_side_by_side_has_the_options_it_has_texts_for() -> None:
    data = _xliff("{n, plural, =0 {none} one {# a} other {# b}}")
    document = read(data, "x.xlf", "ru")
    result = render(document, {SegmentId("k{n=few}"): "# штуки", SegmentId("k{n=other}"): "# штук"})
    assert "<target>{n, plural, few {# штуки} other {# штук}}</target>" in result.decode()
    again = read(result, "x.xlf", "ru")
    assert {s.id: s.target for s in again.segments} == {
        "k{n=0}": None, "k{n=one}": None, "k{n=few}": "# штуки", "k{n=many}": None, "k{n=other}": "# штук",
    }  # fmt: skip
    more = render(again, {SegmentId("k{n=one}"): "# штука"})
    assert "{n, plural, one {# штука} few {# штуки} other {# штук}}" in more.decode()


def test_a_plain_scalar_takes_quotes_only_when_a_text_of_its_message_needs_them() -> None:
    data = b"a: Bag {n, plural, one {# coin} other {# coins}} # note\nb: next\n"
    document = read(data, "x.yaml", "ru")
    assert [(s.id, s.source) for s in document.segments[1:4]] == [
        ("a{n=one}", "# coin"), ("a{n=few}", "# coins"), ("a{n=many}", "# coins"),
    ]  # fmt: skip
    ident = SegmentId("a{n=one}")
    assert b"a: Bag {n, plural, one {1 c} other" in render(document, {ident: "1 c"})
    assert b'a: "Bag {n, plural, one {c: 1} other {# coins}}" # note\n' in render(document, {ident: "c: 1"})


def test_a_folded_block_of_several_lines_stays_one_text() -> None:
    document = read(b"a: >\n  You have\n\n  {n, plural, other {# coins}}\n", "x.yaml")
    assert [s.id for s in document.segments] == ["a"]
    assert [r.code for r in document.remarks] == ["FMT148"]


def test_a_table_in_place_keeps_the_options_that_are_not_asked_for() -> None:
    data = b'key,text\nk,"Bag {n, plural, one {# coin} other {# coins}}"\n'
    document = read(data, "x.csv", "en")
    assert [s.target for s in document.segments] == ["Bag {n, plural, …}", "# coin", "# coins"]
    result = render(document, {SegmentId("k{n=one}"): "a coin"})
    assert result == data.replace(b"# coin}", b"a coin}")


def test_a_translation_with_other_options_is_left_whole() -> None:
    data = _xliff("{n, plural, other {# b}}").replace(b"</source>", "</source><target>没有</target>".encode())
    document = read(data, "x.xlf", "zh-Hans")
    assert [(s.id, s.target) for s in document.segments] == [("k", "没有")]
    assert "translation has others" in document.remarks[0].what


def test_tags_around_a_block_keep_a_message_whole_in_xml() -> None:
    data = b'<resources><string name="k"><b>You {n, plural, other {win #}}</b></string></resources>'
    document = read(data, "strings.xml")
    assert [s.id for s in document.segments] == ["k"]
    assert document.remarks[0].code == "FMT148"
    data = b'<resources><string name="k">You {n, plural, other {win <b>#</b>}}</string></resources>'
    document = read(data, "strings.xml", "en")
    assert [s.id for s in document.segments] == ["k", "k{n=one}", "k{n=other}"]
    assert b"one {a <i>b</i>}" in render(document, {SegmentId("k{n=one}"): "a <b>b</b>"}).replace(
        b"b>b</b", b"i>b</i"
    )


MF2 = ".input {$n :number}\n.input {$g :string}\n.match $n $g\none |a b| {{A {$n} \\{x\\}}}\n* * {{B}}"


@pytest.mark.parametrize("locale", [None, "en", "ru", "zh-Hans"])
def test_variants_of_the_second_syntax_are_texts(locale: str | None) -> None:
    oracle = pytest.importorskip("moz.l10n.formats.mf2")
    data = _json(MF2)
    document = read(data, "x.json", locale)
    forms = [c for c in plural_categories(locale) if c != "other"] if locale else ["one"]
    ids = [s.id for s in of_message(document)]
    if locale != "zh-Hans":
        assert ids[0] == "k{n=one}{g=a b}"
        assert of_message(document)[0].source == "A {$n} \\{x\\}"
    assert [s.plural for s in of_message(document)][-1] == "other"
    assert {s.plural for s in of_message(document)} == {*forms, "other"}
    targets = {s.id: f"{s.source} ж {{$n}} \\ 'x'" for s in of_message(document)}
    result = render(document, targets)
    assert {k: v for k, v in values(read(result, "x.json", locale)).items() if k != "a"} == targets
    parsed = oracle.mf2_parse_message(json.loads(result)["k"])
    assert len(parsed.variants) == len(targets)
    assert verify(data, result, "x.json", options=ParseOptions(target_locale=locale)).equal


def test_ordinals_of_the_second_syntax_take_the_forms_of_ordinals() -> None:
    document = read(_json(".input {$n :number select=ordinal} .match $n one {{#1}} * {{n}}"), "x.json", "en")
    assert [s.plural for s in of_message(document)] == ["one", "two", "few", "other"]


texts = st.text(st.sampled_from("a{}#'\\\"<&,\n 文0n"), max_size=14)


@settings(max_examples=60)
@given(texts, st.sampled_from(sorted(HOSTS)), st.sampled_from([None, "ru", "zh-Hans"]))
def test_any_target_of_an_option_is_read_back_or_refused(target: str, name: str, locale: str | None) -> None:
    document = read(HOSTS[name](MESSAGE), name, locale)
    ident = next(s.id for s in document.segments if s.plural == "other")
    try:
        result = render(document, {ident: target})
    except LocalizeError:
        return
    segment = next(s for s in document.segments if s.id == ident)
    fitted = load_format(document.format).fit(target, segment)
    assert (values(read(result, name, locale)).get(ident) or "") == fitted


messages = st.recursive(
    st.text(st.sampled_from("ab '{}#文"), max_size=6).map(lambda text: text.replace("{", "'{'").replace("}", "'}'")),
    lambda inner: st.builds(
        lambda kind, a, b, head: (
            f"{head}{{g, select, male {{{a}}} other {{{b}}}}}"
            if kind
            else f"{head}{{n, plural, one {{{a}}} other {{{b}}}}} z"
        ),
        st.booleans(), inner, inner, st.sampled_from(["", "x "]),
    ),
    max_leaves=6,
)  # fmt: skip


@given(messages, st.sampled_from([None, "ru", "ja", "cy"]))
def test_any_message_says_the_same_when_all_its_texts_are_written_as_they_are(
    message: str, locale: str | None
) -> None:
    try:
        options = options_of(message, locale)
    except (ParseError, LocalizeError):
        return
    if options is None:
        return
    result = edited(message, options.edits({text.name: text.source for text in options.texts}))
    again = options_of(result, locale)
    assert again is not None
    assert not again.extras
    assert [(t.name, t.source, t.plural) for t in again.texts] == [
        (t.name, t.source, t.plural) for t in options.texts
    ]
    whole = (
        options_of(options.filled({text.name: text.source for text in options.texts}), locale)
        if options.texts
        else None
    )
    assert whole is None or [(t.name, t.source) for t in whole.texts if not t.made] == [
        (t.name, t.source) for t in options.texts
    ]


NUMBERS = {
    "ru": {1: "one", 2: "few", 5: "many"},
    "ar": {0: "zero", 1: "one", 2: "two", 3: "few", 11: "many", 100: "other"},
    "pl": {1: "one", 3: "few", 5: "many"},
    "ja": {1: "other", 7: "other"},
}


@pytest.mark.parametrize("name", ["x.arb", "x.properties"])
@pytest.mark.parametrize("locale", NUMBERS)
def test_icu_itself_formats_each_form_that_was_written(name: str, locale: str) -> None:
    icu = pytest.importorskip("icu4py.messageformat")
    document = read(HOSTS[name]("You have {n, plural, one {# item} other {# items}}, {who}!"), name, locale)
    targets = {
        s.id: f"l'{s.plural}-{{who}} '{{'#'}}'" if s.plural else "Sum {n, plural, …} '{'{who}'}'"
        for s in of_message(document)
    }
    raw = render(document, targets)
    message = json.loads(raw)["k"] if name == "x.arb" else raw.decode("gb18030").split("k = ", 1)[1].strip()
    formatter = icu.MessageFormat(message, locale)
    for number, category in NUMBERS[locale].items():
        shown = formatter.format({"n": number, "who": "W"})
        assert re.fullmatch(rf"Sum l'{category}-W \{{\S+\}} \{{W\}}", shown), shown


@pytest.mark.parametrize("message", [MESSAGE, NESTED])
def test_pyicumessageformat_finds_the_same_options_in_what_was_written(message: str) -> None:
    oracle = pytest.importorskip("pyicumessageformat")
    document = read(_json(message), "x.arb", "pl")
    written = json.loads(render(document, {s.id: f"{s.source}é" for s in document.segments}))["k"]

    def keys(tree: list[object]) -> set[str]:
        found = set()
        for node in tree:
            if isinstance(node, dict):
                for key, option in node.get("options", {}).items():
                    found |= {key, *keys(option)}
        return found

    assert {"one", "few", "many", "other"} <= keys(oracle.Parser({"include_format": True}).parse(written))


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is not installed")
def test_msgfmt_and_polib_read_a_catalogue_with_options(tmp_path: Path) -> None:
    polib = pytest.importorskip("polib")
    document = read(_po(MESSAGE), "x.po", "ru")
    path = tmp_path / "x.po"
    path.write_bytes(render(document, {s.id: f"{s.source} ж" for s in document.segments}))
    subprocess.run(["msgfmt", "-c", "-o", str(tmp_path / "x.mo"), str(path)], check=True, capture_output=True)
    (entry,) = polib.pofile(str(path))
    assert "few {# items ж}" in entry.msgstr
    assert has_options(entry.msgstr)
