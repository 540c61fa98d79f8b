"""TBX: what others see of our terms, and how other people's term bases are read (see also test_round_trips)."""

from __future__ import annotations

from pathlib import Path

import pytest

from localize.errors import GlossaryError, ProblemsError, UsageError
from localize.glossary import Concept, Rendering, ReviewState, Status, Strategy, load
from localize.glossary.tbx import write_tbx
from localize.glossary.tbx_read import read_tbx

OKAPI = "strings/mihnita+okapi/okapi/libraries"
TERMS = f"{OKAPI}/lib-terminology/src/test/resources"


def test_a_forbidden_rendering_is_deprecated_for_others_and_forbidden_for_us() -> None:
    rendering = Rendering("en", "white moonlight", Status.FORBIDDEN, Strategy.CALQUE)
    concept = Concept("ceo.byg", "ceo", "白月光", "", Strategy.CALQUE, (rendering,))
    data = write_tbx([concept])
    assert b"deprecatedTerm-admn-sts" in data
    assert b"<note>x-status:forbidden</note>" in data
    assert read_tbx(data, "x").concepts[0].renderings == (rendering,)


def test_two_writes_give_the_same_bytes_and_an_unknown_style_is_refused() -> None:
    assert write_tbx(load().concepts) == write_tbx(load().concepts)
    with pytest.raises(UsageError, match="TBX has no style 'dcx'"):
        write_tbx([], style="dcx")


MARTIF = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="c7"><descrip type="subjectField">palace terms</descrip>
 <langSet xml:lang="zh-CN"><tig><term>皇上</term></tig><tig><term>圣上</term></tig></langSet>
 <langSet xml:lang="zh-TW"><tig><term>皇上陛下</term></tig></langSet>
 <langSet xml:lang="en"><descrip type="definition">the ruler</descrip>
  <ntig><termGrp><term>king</term><termNote type="administrativeStatus">forbidden</termNote></termGrp></ntig>
  <tig><term>the Emperor</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
   <note>never King</note></tig>
  <tig><term>Sire</term></tig>
  <tig><term>Kaiser</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig></langSet>
</termEntry>
<termEntry id="c8"><langSet xml:lang="en"><tig><term>orphan</term></tig></langSet></termEntry>
</body></text></martif>"""


def test_version_two_is_read_with_statuses_definitions_and_what_has_no_source_term() -> None:
    base = read_tbx(MARTIF.encode(), "old.tbx")
    (concept,) = base.concepts
    assert (base.source, base.left_out) == ("zh-CN", (13,))
    assert (concept.id, concept.category, concept.term) == ("palace_terms.皇上", "palace_terms", "皇上")
    assert concept.variants == ("圣上",)
    assert concept.note == "the ruler"
    assert concept.place is not None
    assert concept.place.line == 3
    assert [(r.locale, r.text, r.status, r.note) for r in concept.renderings] == [
        ("zh-TW", "皇上陛下", Status.PREFERRED, ""),
        ("en", "the Emperor", Status.PREFERRED, "never King"),
        ("en", "Sire", Status.ADMITTED, ""),
        ("en", "Kaiser", Status.DEPRECATED, ""),
        ("en", "king", Status.FORBIDDEN, ""),
    ]
    assert {r.review for r in concept.renderings} == {ReviewState.DRAFT}


def test_tbx_min_is_read() -> None:
    text = (
        '<TBX dialect="TBX-Min"><header><id>x</id><languages source="zh-Hans" target="en"/></header><body>'
        '<entry id="C1"><subjectField>games</subjectField>'
        '<langGroup xml:lang="zh-Hans"><termGroup><term>秒杀</term></termGroup></langGroup>'
        '<langGroup xml:lang="en"><termGroup><term>one-shot</term><termStatus>preferred</termStatus></termGroup>'
        "<termGroup><term>insta-kill</term><termStatus>notRecommended</termStatus></termGroup></langGroup>"
        "</entry></body></TBX>"
    )
    (concept,) = read_tbx(text.encode(), "min.tbx").concepts
    assert (concept.category, concept.term) == ("games", "秒杀")
    assert [(r.text, r.status) for r in concept.renderings] == [
        ("one-shot", Status.PREFERRED),
        ("insta-kill", Status.DEPRECATED),
    ]


@pytest.mark.parametrize(
    ("path", "source", "terms"),
    [
        (f"{TERMS}/oracle_TBX.tbx", "en", ["Provincial Reporting Establishment", "Target Value"]),
        (f"{TERMS}/test02_win1254.tbx", "en", ["term with: éá and İı"]),
        (
            f"{OKAPI}/lib-xliff2/src/test/resources/valid/withTBXExtension.xlf",
            "en",
            ["sustainable agriculture"],
        ),
    ],
)
def test_real_term_bases_of_other_tools_are_read(
    sample_data: Path, path: str, source: str, terms: list[str]
) -> None:
    base = read_tbx((sample_data / path).read_bytes(), path)
    assert (base.source, [c.term for c in base.concepts], base.left_out) == (source, terms, ())


def test_the_statuses_of_a_real_term_base_are_kept(sample_data: Path) -> None:
    first = read_tbx((sample_data / TERMS / "oracle_TBX.tbx").read_bytes(), "o").concepts[0]
    assert first.variants == ("PRE",)
    assert [(r.locale, r.text) for r in first.renderings][:1] == [
        ("pt", "Entidade de Supervisão de Província")
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "GLO002 not XML"),
        (b"<tbx><text></tbx>", "GLO002 not XML: mismatched tag"),
        (b"<html/>", "GLO008 the file is no term base"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "GLO003 the file declares entities"),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "GLO003 the file declares entities",
        ),
        (b"<a>" * 99 + b"</a>" * 99, "GLO003 nested deeper"),
        (b'<?xml version="1.0" encoding="gb18030"?><a/>', "GLO002 not XML"),
    ],
)
def test_hostile_and_foreign_files_are_one_problem(data: bytes, what: str) -> None:
    with pytest.raises(GlossaryError, match=what):
        read_tbx(data, "x.tbx")


def test_an_entity_of_the_doctype_is_never_fetched() -> None:
    text = MARTIF.replace("圣上", "&secret;")
    with pytest.raises(GlossaryError, match="GLO003 the entity secret stands in a file of its own"):
        read_tbx(text.encode(), "x.tbx")


def test_every_bad_entry_is_reported_at_its_line() -> None:
    text = MARTIF.replace("皇上<", f"{'长' * 501}<").replace("Sire", "S" * 501)
    with pytest.raises(ProblemsError, match=r"x\.tbx:3: GLO008") as caught:
        read_tbx(text.encode(), "x.tbx")
    assert len(caught.value.problems) == 2
