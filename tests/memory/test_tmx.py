"""TMX out and in: what is written is valid, what is read again is the same, what is hostile or broken is refused."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localize.errors import HostileInputError, ParseError
from localize.memory import MemoryUnit, Trust
from localize.memory.tmx_read import read_tmx
from localize.memory.tmx_write import Written, write_tmx

if TYPE_CHECKING:
    from pathlib import Path

# The content model of TMX 1.4b for what we write, after the tables of its specification; `lxml` validates against it.
MODEL = """
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note|prop|ude)*> <!ELEMENT ude EMPTY> <!ELEMENT note (#PCDATA)>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)> <!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tu ((note|prop)*, tuv+)>
<!ATTLIST tu creationdate CDATA #IMPLIED changedate CDATA #IMPLIED creationid CDATA #IMPLIED
  usagecount CDATA #IMPLIED srclang CDATA #IMPLIED>
<!ELEMENT tuv ((note|prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA|ph)*> <!ELEMENT ph (#PCDATA)> <!ATTLIST ph type CDATA #IMPLIED x CDATA #IMPLIED>
"""

UNIT = MemoryUnit(
    "<i>你怎么</i>来了？\r\n{name}", "\tWhat & who? “{name}”\n", "zh-Hans", "en-US",
    before="门开了。", after="我 <走> 了。", speaker="林晚", origin="episodes/ep01.srt#3", by="Li & Co",
    created="20260101T000000Z", changed="20260202T000000Z", uses=4,
)  # fmt: skip


def written(*units: MemoryUnit) -> tuple[bytes, Written]:
    out = io.BytesIO()
    told = write_tmx(units, "zh-Hans", out.write)
    return out.getvalue(), told


def texts(data: bytes, *, drop_codes: bool = False) -> list[list[tuple[str, str]]]:
    entries = read_tmx(io.BytesIO(data), "a.tmx", drop_codes=drop_codes)
    return [[(v.language, v.text) for v in entry.variants] for entry in entries]


def tmx(body: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<tmx version="1.4"><header srclang="en"/><body>{body}</body></tmx>'.encode()


def one(segment: str) -> bytes:
    return tmx(f'<tu><tuv xml:lang="en"><seg>{segment}</seg></tuv></tu>')


def test_what_is_written_is_valid_tmx_1_4() -> None:
    from lxml import etree

    data, _ = written(
        UNIT,
        MemoryUnit("a\x01", "b", "zh-Hant", "fr", trust=Trust.ALIGNED, origin="old.srt:1 | new.srt:2"),
    )
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    model = etree.DTD(io.StringIO(MODEL))
    assert model.validate(etree.fromstring(data, parser)), model.error_log.filter_from_errors()
    assert not model.validate(etree.fromstring(b'<tmx version="1.4"><body/></tmx>', parser))


def test_the_translate_toolkit_reads_the_same_texts() -> None:
    from translate.storage.tmx import tmxfile

    data, _ = written(UNIT)
    read = tmxfile(sourcelanguage="zh-Hans", targetlanguage="en-US")
    read.parse(data)
    (unit,) = read.units
    assert (str(unit.source), str(unit.target)) == (UNIT.source, UNIT.target)


def test_neighbours_are_named_as_omegat_and_memoq_name_them() -> None:
    data, _ = written(UNIT)
    text = data.decode()
    assert '<prop type="prev">门开了。</prop>' in text
    assert '<prop type="next">我 &lt;走&gt; 了。</prop>' in text
    assert '<prop type="file">episodes/ep01.srt</prop>' in text
    assert '<prop type="id">3</prop>' in text
    assert "&lt;seg&gt;我 &amp;lt;走&amp;gt; 了。&lt;/seg&gt;" in text
    assert 'creationdate="20260101T000000Z" changedate="20260202T000000Z" creationid="Li &amp; Co"' in text


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1), st.text(min_size=1, max_size=9)
)
def test_a_text_comes_back_to_the_character(source: str, target: str) -> None:
    data, _ = written(MemoryUnit(source, target, "zh-Hans", "en-US"))
    assert texts(data) == [[("zh-Hans", source), ("en-US", target)]]


def test_characters_that_xml_cannot_hold_are_counted_and_kept() -> None:
    data, told = written(MemoryUnit("a\x01b\ufffe", "c", "zh-Hans", "en-US", before="x\x02"), UNIT)
    assert (told.units, told.coded, told.changed) == (2, 1, 1)
    assert texts(data)[0] == [("zh-Hans", "a\x01b\ufffe"), ("en-US", "c")]
    assert texts(data, drop_codes=True)[0][0] == ("zh-Hans", "a\x01b\ufffe")
    assert "x\ufffd" in data.decode()


def test_native_codes_are_text_unless_they_are_dropped() -> None:
    data = one(
        'A <bpt i="1">&lt;b></bpt>bold <hi>high</hi><ept i="1">&lt;/b></ept> '
        '<ph>&lt;img alt="<sub>Alt</sub>"></ph><it pos="begin">[i]</it><ut>{u}</ut>.'
    )
    assert texts(data) == [[("en", 'A <b>bold high</b> <img alt="Alt">[i]{u}.')]]
    assert texts(data, drop_codes=True) == [[("en", "A bold high .")]]


def test_codes_without_content_are_counted() -> None:
    (entry,) = read_tmx(io.BytesIO(one('Hi <ph x="1" type="QIA"/>you<bpt i="1"/><ept i="1"/>')), "a.tmx")
    assert (entry.variants[0].text, entry.variants[0].empty_codes) == ("Hi you", 3)


def test_the_old_attribute_for_the_language_is_read() -> None:
    data = b'<tmx version="1.1"><body><tu><tuv lang="EN-US"><seg>A</seg></tuv></tu></body></tmx>'
    assert texts(data) == [[("EN-US", "A")]]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16", "UTF-8"),
        ("utf-16-le", "UTF-16"),
        ("utf-8", "UTF-16"),
        ("gb18030", "GB18030"),
        ("utf-32", "UTF-32"),
    ],
)
def test_encodings_are_read_by_mark_bytes_and_declaration(encoding: str, declared: str) -> None:
    text = tmx('<tu><tuv xml:lang="zh"><seg>你好</seg></tuv></tu>').decode()
    text = text.replace('"1.0"?>', f'"1.0" encoding="{declared}"?>')
    assert texts(text.encode(encoding)) == [[("zh", "你好")]]


def test_a_context_that_another_tool_puts_into_elements_is_no_segment() -> None:
    data = tmx(
        '<tu><tuv xml:lang="en"><prop type="x-context-pre"><seg>before</seg></prop><seg>A</seg></tuv></tu>'
    )
    (entry,) = read_tmx(io.BytesIO(data), "a.tmx")
    assert (entry.before, entry.variants[0].text) == ("before", "A")


def test_a_document_type_is_not_fetched() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "http://192.0.2.1/tmx14.dtd">'
    assert texts(tmx('<tu><tuv xml:lang="en"><seg>A</seg></tuv></tu>', head)) == [[("en", "A")]]


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (tmx("", '<!DOCTYPE tmx [<!ENTITY a "b">]>'), r"a\.tmx:1: TMX002 declares an entity \(a\)"),
        (tmx("", '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "declares an entity"),
        (
            tmx('<tu><tuv xml:lang="en"><seg>&nbsp;</seg></tuv></tu>', '<!DOCTYPE tmx SYSTEM "t.dtd">'),
            "uses the entity nbsp",
        ),
        (tmx("<x>" * 70), "nested deeper than 64"),
        (one("a" * 1_000_001), "a text of more than 1000000 characters"),
    ],
)
def test_hostile_files_are_refused(data: bytes, match: str) -> None:
    with pytest.raises(HostileInputError, match=match):
        texts(data)


def test_endless_markup_is_refused() -> None:
    with pytest.raises(HostileInputError, match="a mark-up that does not end"):
        texts(b'<tmx version="' + b"a" * 3_000_000)


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (b"<tmx>\n<body>\n<tu></body>", r"a\.tmx:3:7: TMX001 is not well-formed XML: mismatched tag"),
        (b"", "TMX001 is not well-formed XML: no element found"),
        (b"<tbx/>", "is no TMX: it begins with <tbx>"),
        (b"<?xml version='1.0' encoding='klingon'?><tmx/>", "the encoding klingon, which nobody knows"),
        (b"<?xml version='1.0' encoding='gb18030'?><tmx>\xff\xff</tmx>", "bytes that are no text"),
        (one("&#1;"), "invalid character number"),
    ],
)
def test_broken_files_say_where(data: bytes, match: str) -> None:
    with pytest.raises(ParseError, match=match):
        texts(data)


def test_every_tmx_of_the_sample_data_is_read(sample_data: Path) -> None:
    files = sorted(sample_data.rglob("*.tmx"))
    counts = [len(list(read_tmx(io.BytesIO(path.read_bytes()), path.name))) for path in files]
    assert len(counts) >= 20
    assert min(counts) >= 1
