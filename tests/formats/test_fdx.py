"""Final Draft: runs, speakers, scenes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from localize.formats import parse, render
from localize.model import Document, SegmentKind

if TYPE_CHECKING:
    from pathlib import Path


def document_of(paragraphs: str) -> Document:
    return parse(f"<FinalDraft><Content>{paragraphs}</Content></FinalDraft>".encode(), "x.fdx")


def test_a_translation_goes_into_the_longest_run() -> None:
    document = document_of(
        '<Paragraph Type="Action"><Text>a </Text><Text Style="Bold">long run</Text><Text/></Paragraph>'
    )
    assert document.segments[0].source == "a long run"
    result = render(document, {document.segments[0].id: "译 & 文"})
    assert '<Text></Text><Text Style="Bold">译 &amp; 文</Text><Text/>' in result.decode()
    assert parse(result, "x.fdx").segments[0].source == "译 & 文"


def test_speaker_and_scene_are_carried_and_end() -> None:
    paragraph = '<Paragraph Type="{}"><Text>{}</Text></Paragraph>'
    rows = [
        ("Scene Heading", "内景"), ("Character", "林晚 (CONT'D)"), ("Parenthetical", "(小声)"), ("Dialogue", "走"),
        ("Action", "她走了"), ("Dialogue", "谁？"), ("Scene Heading", "外景"), ("Transition", "切"),
    ]  # fmt: skip
    document = document_of("".join(paragraph.format(*row) for row in rows))
    assert [(s.speaker, s.scene) for s in document.segments] == [
        (None, "内景"), ("林晚", "内景"), ("林晚", "内景"), ("林晚", "内景"),
        (None, "内景"), (None, "内景"), (None, "外景"), (None, "外景"),
    ]  # fmt: skip
    assert document.segments[2].kind is SegmentKind.PARENTHETICAL


def test_notes_headers_and_settings_are_no_text() -> None:
    data = (
        b"<FinalDraft><Content><Paragraph Type='Action'><ScriptNote><Paragraph><Text>n</Text></Paragraph></ScriptNote>"
        b"<Text>a</Text></Paragraph></Content><HeaderAndFooter><Header><Paragraph><Text>h</Text></Paragraph></Header>"
        b"</HeaderAndFooter><TitlePage><Content><Paragraph><Text>t</Text></Paragraph></Content></TitlePage></FinalDraft>"
    )
    assert [s.source for s in parse(data, "x.fdx").segments] == ["a", "t"]


def test_real_files_say_what_elementtree_reads(sample_data: Path) -> None:
    compared = 0
    for path in sorted(sample_data.rglob("*.fdx")):
        data = path.read_bytes()
        document = parse(data, str(path))
        assert render(document, {}) == data
        result = render(document, {s.id: f"{s.source}<译>" for s in document.segments})
        for content, suffix in ((data, ""), (result, "<译>")):
            root = ET.fromstring(content)
            paragraphs = [*root.findall("Content/Paragraph"), *root.findall("TitlePage/Content/Paragraph")]
            texts = ["".join(run.text or "" for run in paragraph.findall("Text")) for paragraph in paragraphs]
            expected = [text for text in texts if text.strip()]
            assert [f"{s.source}{suffix}" for s in document.segments] == expected
        compared += len(document.segments)
    assert compared > 90
