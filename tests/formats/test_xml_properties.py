"""What must hold for every XML file and every target, tried on made-up ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localize.errors import LocalizeError, ProblemsError, RenderError
from localize.formats import ParseOptions, load_format, parse, render, verify
from localize.model import Document

quick = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEAD = '<?xml version="1.0" encoding="{}"?>\n'
FILES = {
    "ttml": '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>\n<p begin="1s">你 <span a="b">好</span><br/>x</p>\n'
    '<p> A &amp; B </p><p xml:space="preserve"> a\nb </p><p><![CDATA[c]]></p></div></body></tt>',
    "xliff": '<xliff version="1.2"><file><body><trans-unit id="1">\n  <source>你<g id="1">好</g></source>'
    "</trans-unit>\n"
    '<trans-unit id="2"><source>a</source><target state="new"/></trans-unit><trans-unit id="3"><source>甲乙</source>\n'
    '<seg-source><mrk mtype="seg" mid="0">甲</mrk> <mrk mtype="seg" mid="1">乙</mrk></seg-source></trans-unit>'
    "<trans-unit id='4'><source>c</source><target><![CDATA[c]]></target></trans-unit></body></file></xliff>",
    "xliff2": '<xliff version="2.0" srcLang="zh"><file id="f"><unit id="1"><segment state="initial">\n'
    '<source>你<pc id="1">好</pc></source>\n</segment><segment><source>a</source><target>b</target></segment></unit>'
    "</file></xliff>",
    "android": '<resources>\n<string name="a">It\\\'s <b>你</b> &lt;b></string>\n<string name="c"><![CDATA[x]]>'
    "</string>"
    '<string name="d">x</string><plurals name="p">\n<item quantity="other">%d</item>\n</plurals></resources>',
    "resx": '<root><resheader name="x"><value>resx</value></resheader>\n<data name="a"><value>你&#13;\n好</value>'
    "</data>\n"
    '<data name="b"><value><![CDATA[x]]></value></data></root>',
    "qt_ts": '<TS language="ru"><context><name>M</name>\n<message><source>你<byte value="x7"/></source>\n'
    '<translation type="unfinished"/></message>\n<message numerus="yes"><source>%n</source>'
    '<translation type="unfinished"><numerusform>a</numerusform></translation></message>\n'
    "<message><source>b</source></message></context></TS>",
    "stringsdict": '<plist version="1.0"><dict>\n<key>k</key><dict>\n<key>NSStringLocalizedFormatKey</key>\n'
    "<string>%#@n@</string>\n<key>n</key><dict>\n<key>other</key>\n<string>%d</string></dict></dict></dict></plist>",
    "fdx": '<FinalDraft><Content>\n<Paragraph Type="Dialogue"><Text>a</Text><Text Style="Bold">bcd</Text></Paragraph>\n'
    '<Paragraph Type="Action"><Text>e</Text></Paragraph></Content></FinalDraft>',
}
SOUP = [
    '<g id="1">', "</g>", "<b>", "</b>", '<span a="b">', "</span>", "<br/>", "\n", " ", "  ", "a", "译", "&", "<", ">",
    "]]>", "&lt;", "&amp;", "&lt;b>", "&amp;lt;g>", "<![CDATA[", "\\", "'", '"', "\\n", "@", "?", "&#13;",
    '<byte value="x7"/>', '<mrk mtype="seg" mid="0">', "</mrk>", '<pc id="1">', "</pc>", "<!-- c -->", "<?x?>", "😀",
    "\u3000", "\u00a0",
]  # fmt: skip
TARGETS = st.one_of(st.lists(st.sampled_from(SOUP), max_size=8).map("".join), st.text(max_size=30))


def values(document: Document) -> dict[str, str]:
    bilingual = load_format(document.format).bilingual
    return {s.id: ((s.target or "") if bilingual else s.source) for s in document.segments}


def says_where(error: LocalizeError) -> None:
    problems = error.problems if isinstance(error, ProblemsError) else (error,)
    assert all(problem.place is not None and problem.place.line for problem in problems)


@pytest.mark.parametrize("name", FILES)
@quick
@given(
    data=st.data(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030", "windows-1252"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    locale=st.sampled_from([None, "ru", "en"]),
)
def test_any_target_is_read_back_or_refused(
    name: str, data: st.DataObject, encoding: str, newline: str, locale: str | None
) -> None:
    text = HEAD.format(encoding.removesuffix("-sig")) + FILES[name]
    raw = text.replace("\n", newline).encode(encoding, "xmlcharrefreplace")
    options = ParseOptions(target_locale=locale)
    document = parse(raw, "x", format=name, options=options)
    assert render(document, {}) == raw
    targets = {s.id: data.draw(TARGETS) for s in document.segments if data.draw(st.booleans())}
    try:
        result = render(document, targets)
    except LocalizeError as error:
        says_where(error)
        return
    again = parse(result, "x", format=name, options=options)
    form = load_format(name)
    found, before = values(again), values(document)
    for segment in document.segments:
        value = before[segment.id]
        asked = targets.get(segment.id, value)
        if asked != value:
            assert found.get(segment.id, "") == form.fit(asked, segment)
    if name == "xliff2" and locale:
        options = ParseOptions(target_locale=None)
    if locale is None or name == "xliff2":
        assert verify(raw, result, "x", format=name).equal


@pytest.mark.parametrize("name", FILES)
@quick
@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=20)
)
def test_ordinary_words_are_never_refused(name: str, text: str) -> None:
    document = parse(FILES[name].encode(), "x", format=name)
    targets = {s.id: f"词{text}词" for s in document.segments}
    try:
        result = render(document, targets)
    except RenderError:
        assert "<" in text or "&" in text or "\ufffe" in text
        return
    form = load_format(name)
    again = parse(result, "x", format=name)
    assert values(again) == {s.id: form.fit(targets[s.id], s) for s in document.segments}


SOURCES = [
    "<source>你好</source>", "<source>a &amp;lt;g> b</source >", '<source>x<g id="1">y</g></source>',
    "<source><![CDATA[<a>]]></source>", "<s:source>c</s:source>", "<source>d<!-- <-a:source --></source>",
    "<source>e <u>f</u></source>", "<source>&lt;u>&amp;u;</source>", "\n  <source> </source>", "\n  <source>z</source>",
]  # fmt: skip
PARTED = (
    "<source>甲乙</source><seg-source>"
    '<mrk mtype="seg" mid="0">甲</mrk> <mrk mtype="seg" mid="1">乙</mrk></seg-source>'
)
PLACES = [
    "", "<target/>", "<target></target>", '\n  <target state="new">b</target>', "<target><![CDATA[b]]></target>",
    "<target x='/>'> </target>", "<target>b&#13;\nc</target>", '<target>b<g id="1"/></target>',
    "<t:target>b</t:target>",
    '<target><mrk mtype="seg" mid="0">A</mrk> <mrk mid="1" mtype="seg"/></target>', "<target>b<u/></target>",
    "<seg-source/>", "<seg-source>s</seg-source>", "<target>&lt;u></target>", "<note>n</note><target>b</target>",
]  # fmt: skip
QUICK = {
    "xliff": (
        '<xliff version="1.2"><file><body>',
        '<trans-unit id="1">{}</trans-unit>\n',
        "</body></file></xliff>",
    ),
    "xliff2": (
        '<xliff version="2.0" srcLang="zh"><file id="f">',
        '<unit id="1"><segment state="initial">{}</segment></unit>\n',
        "</file></xliff>",
    ),
    "resx": ("<root>", '<data name="a">{}</data>\n', "</root>"),
}
PLAIN = st.lists(st.sampled_from([*SOUP, "译", "b", "AT&T", "1 < 2", "&u;"]), max_size=3).map("".join)


def unit_of(name: str, source: str, place: str) -> str:
    both = source + place
    if name == "resx":
        both = source.replace("source", "value")
    return QUICK[name][1].format(both)


@pytest.mark.parametrize("name", QUICK)
@settings(quick, max_examples=300)
@given(
    data=st.data(),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_what_needs_no_proof_is_read_back_from_any_file(
    name: str, data: st.DataObject, newline: str, encoding: str
) -> None:
    pairs = st.tuples(st.sampled_from([*SOURCES, PARTED]), st.sampled_from(PLACES))
    units = [unit_of(name, *pair) for pair in data.draw(st.lists(pairs, min_size=1, max_size=4))]
    start, _, end = QUICK[name]
    raw = (start + "".join(units) + end).replace("\n", newline).encode(encoding)
    form = load_format(name)
    document = parse(raw, "x", format=name, options=ParseOptions(target_locale="en"))
    before = values(document)
    targets = [(s, data.draw(PLAIN)) for s in document.segments if data.draw(st.booleans())]
    changed = [(segment, target) for segment, target in targets if target != before[segment.id]]
    patches = form.plain_patches(document, changed)
    if not changed or patches is None:
        return
    assert all(form.fit(target, segment) == target for segment, target in changed)
    wanted = before | {segment.id: target for segment, target in changed}
    found = form.read_back(form.splice(document, patches), document)
    assert found == {key: value for key, value in wanted.items() if value}


@pytest.mark.parametrize("name", QUICK)
def test_words_are_written_without_reading_the_file_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    start, _, end = QUICK[name]
    units = [unit_of(name, "<source>甲</source>", place) for place in ("", '<target state="new">b</target>')]
    document = parse((start + "".join(units) + end).encode(), "x", format=name)
    form, targets = load_format(name), {s.id: f"{s.id}: AT&T > 1 < 2\n译" for s in document.segments}
    wanted = form.splice(document, form.patches(document, [(s, targets[s.id]) for s in document.segments]))
    monkeypatch.setattr(type(form), "read_back", None)
    result = render(document, targets)
    monkeypatch.undo()
    assert result == wanted
    assert form.read_back(result, document) == targets


@pytest.mark.parametrize(
    "target", ["", " ", "\u3000", "a\rb", "a\0b", "a\x01", "\ud800", '<g id="1">a</g>', "&lt;g>", "a\ufffe"]
)
def test_what_must_be_fitted_or_is_markup_needs_the_proof(target: str) -> None:
    document = parse(FILES["xliff"].encode(), "x", format="xliff")
    (last,) = (s for s in document.segments if s.id == "4")
    form = load_format("xliff")
    assert form.plain_patches(document, [(last, "words")])
    assert form.plain_patches(document, [(last, target)]) is None


@pytest.mark.parametrize(
    ("unit", "encoding"),
    [
        (PARTED, "utf-8"),
        ("<source>a <u>b</u></source><target>c</target>", "utf-8"),
        ("<source>a</source><seg-source/>", "utf-8"),
        ("<source>a</source><target>c</target>", "utf-16"),
    ],
)
def test_sentences_to_be_made_and_foreign_markup_need_the_proof(unit: str, encoding: str) -> None:
    start, _, end = QUICK["xliff"]
    document = parse((start + unit_of("xliff", unit, "") + end).encode(encoding), "x", format="xliff")
    targets = [(segment, "words") for segment in document.segments]
    assert targets
    assert load_format("xliff").plain_patches(document, targets) is None


@pytest.mark.parametrize("name", FILES)
@quick
@given(data=st.data())
def test_a_damaged_file_goes_round_or_is_refused(name: str, data: st.DataObject) -> None:
    raw = (HEAD.format("utf-8") + FILES[name]).encode()
    for _ in range(data.draw(st.integers(1, 3))):
        a, b = sorted(data.draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
        piece = data.draw(st.one_of(st.binary(max_size=4), st.sampled_from(SOUP).map(str.encode)))
        raw = raw[:a] + piece + raw[min(b, a + 12) :]
    try:
        document = parse(raw, "x", format=name, options=ParseOptions(target_locale="pl"))
    except LocalizeError as error:
        says_where(error)
        return
    assert render(document, {}) == raw
    assert len({s.id for s in document.segments}) == len(document.segments)
    try:
        render(document, {s.id: "词" for s in document.segments})
    except LocalizeError as error:
        says_where(error)


@quick
@given(data=st.binary(max_size=200), name=st.sampled_from(sorted(FILES)))
def test_random_bytes_raise_only_our_errors(data: bytes, name: str) -> None:
    try:
        document = parse(data, "x", format=name)
    except LocalizeError:
        return
    assert render(document, {}) == data
