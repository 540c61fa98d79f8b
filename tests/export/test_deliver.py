from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from localize import formats
from localize.errors import OutputError, ProblemsError, RenderError, StoreError
from localize.export import Exporter, Provenance, export_units
from localize.export.bilingual import bilingual_cues
from localize.export.write import sha256
from localize.model import Draft, Origin, SegmentId
from localize.review.base import State

LOCALE = "en-US"
ABOUT = Provenance(7, "ab" * 32, ("Starter model: CC-BY-4.0",), "Studio A")


@pytest.fixture
def export(tmp_path, clock):
    """Return a function that exports into one folder."""

    def run(units, document, policy="approved", **options):
        options = {"locale": LOCALE, "provenance": ABOUT, "clock": clock} | options
        return export_units(units, document, tmp_path / "out", policy, **options)

    return run


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_only_the_translations_change(tmp_path, export, approved, document):
    exported = export(approved, document)
    assert exported.path == tmp_path / "out" / "en-US" / "episodes" / "ep1.srt"
    assert exported.written
    expected = document.data.replace("你好".encode(), b"Hello").replace("再见".encode(), b"Bye, now")
    assert exported.path.read_bytes() == expected
    assert files(tmp_path / "out") == ["en-US/episodes/ep1.srt", "manifest.json"]


def test_the_manifest_says_what_was_made_from_what_and_by_whom(tmp_path, export, approved, document):
    exported = export(approved, document)
    [entry] = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["files"]
    skeleton = formats.verify(document.data, document.data, document.name).before
    assert entry == {
        "path": "en-US/episodes/ep1.srt",
        "kind": "translation",
        "source": "episodes/ep1.srt",
        "locale": "en-US",
        "source_sha256": sha256(document.data),
        "output_sha256": sha256(exported.path.read_bytes()),
        "skeleton_sha256": skeleton,
        "policy": "approved",
        "states": {"approved": 2},
        "engines": {"starter 1": 1},
        "edited": 1,
        "reviewers": ["ada", "mei"],
        "licences": ["Starter model: CC-BY-4.0"],
        "log_rows": 7,
        "log_head": "ab" * 32,
        "recipient": "Studio A",
        "tool": "chuhai-localize 0.1.0",
        "exported_at": "2026-03-01T12:00:00+00:00",
        "machines": [],
        "accepted": [],
    }


def test_a_closed_gate_writes_nothing_and_names_every_line(tmp_path, export, approved, document):
    drafted = [replace(unit, state=State.DRAFTED) for unit in approved]
    with pytest.raises(ProblemsError, match="GAT001") as caught:
        export(drafted, document)
    assert str(caught.value).splitlines() == [
        "episodes/ep1.srt:1: GAT001 not approved (drafted) (approve it in localize review)",
        "episodes/ep1.srt:5: GAT001 not approved (drafted) (approve it in localize review)",
    ]
    assert not (tmp_path / "out").exists()


def test_a_line_that_the_store_lacks_keeps_the_file_back(export, approved, document):
    with pytest.raises(ProblemsError, match=r"ep1\.srt:5: GAT001 the store lacks the line"):
        export(approved[:1], document)


def test_the_open_gate_leaves_untranslated_lines_as_they_are(export, approved, document):
    half = [approved[0], replace(approved[1], target=None, state=State.NEW)]
    data = export(half, document, "any").path.read_bytes()
    assert data == document.data.replace("你好".encode(), b"Hello")


def test_a_file_that_changed_since_the_sync_is_not_exported(tmp_path, export, approved, document):
    changed = formats.parse(document.data.replace("你好".encode(), "您好".encode()), document.name)
    with pytest.raises(StoreError, match=r"ep1\.srt:1: .*changed since it was synced .run localize sync"):
        export(approved, changed, "any")
    extra = replace(approved[0], segment=replace(approved[0].segment, id=SegmentId("77")))
    with pytest.raises(StoreError, match="changed since it was synced"):
        export([*approved, extra], document)
    assert not (tmp_path / "out").exists()


def test_the_same_export_again_changes_no_byte(tmp_path, export, approved, document):
    export(approved, document)
    before = (tmp_path / "out" / "manifest.json").read_bytes()
    again = export(approved, document, clock=lambda: datetime(2027, 1, 1, tzinfo=UTC))
    assert not again.written
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before


def test_a_later_export_replaces_its_own_file_but_not_an_edited_one(tmp_path, export, approved, document):
    path = export(approved, document).path
    better = [replace(approved[0], target="Hi"), approved[1]]
    assert export(better, document).written
    assert b"Hi" in path.read_bytes()
    path.write_bytes(path.read_bytes() + b"corrected by hand")
    with pytest.raises(OutputError, match="OUT002 was changed by somebody since it was exported"):
        export(approved, document)
    assert path.read_bytes().endswith(b"by hand")
    assert export(approved, document, force=True).written
    assert not path.read_bytes().endswith(b"by hand")


def test_a_file_that_was_there_before_is_not_overwritten(tmp_path, export, approved, document):
    path = tmp_path / "out" / "en-US" / "episodes" / "ep1.srt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"precious")
    with pytest.raises(OutputError, match="OUT002 is there already"):
        export(approved, document)
    assert path.read_bytes() == b"precious"
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_the_source_itself_is_never_overwritten(tmp_path, export, approved, document):
    source = tmp_path / "out" / "episodes" / "ep1.srt"
    source.parent.mkdir(parents=True)
    source.write_bytes(document.data)
    with pytest.raises(OutputError, match="is the source file itself"):
        export(approved, document, template="{path}", project=tmp_path / "out", force=True)
    assert source.read_bytes() == document.data


@pytest.mark.parametrize(
    "text", ["not json", "[]", '{"format": 1}', '{"format": 1, "files": [{}]}', '{"format": 1, "files": 3}']
)
def test_somebody_else_s_manifest_stops_the_export_before_it_writes(
    tmp_path, export, approved, document, text
):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match=r"manifest\.json: OUT001 is not the manifest of an export"):
        export(approved, document)
    assert files(tmp_path / "out") == ["manifest.json"]


def test_a_manifest_of_the_first_format_is_read_on(tmp_path, export, approved, document):
    export(approved, document)
    path = tmp_path / "out" / "manifest.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    body["format"] = 1
    del body["files"][0]["machines"]
    path.write_text(json.dumps(body), encoding="utf-8")
    export(approved, document)
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == 3


def test_a_newer_manifest_is_left_alone(tmp_path, export, approved, document):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_text('{"format": 4, "files": []}', encoding="utf-8")
    with pytest.raises(OutputError, match="is of format 4, this version knows 3"):
        export(approved, document)


def test_the_manifest_keeps_what_other_exports_delivered(tmp_path, export, approved, document):
    export(approved, document)
    export(approved, document, locale="en-GB")
    body = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [f["path"] for f in body["files"]] == ["en-GB/episodes/ep1.srt", "en-US/episodes/ep1.srt"]


def test_a_batch_that_fails_on_the_way_tells_of_what_it_wrote(tmp_path, approved, document):
    other = formats.parse(document.data, "episodes/EP1.srt")
    folder = tmp_path / "out"

    def export_both():
        with Exporter(folder, "approved") as exporter:
            exporter.translation(approved, document, LOCALE)
            exporter.translation(approved, other, LOCALE)

    with pytest.raises(OutputError, match=r"EP1\.srt: OUT003 .* is also that of episodes/ep1\.srt in en-US"):
        export_both()
    body = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [f["source"] for f in body["files"]] == ["episodes/ep1.srt"]


def test_a_path_out_of_the_destination_is_refused(tmp_path, export, approved, document):
    with pytest.raises(OutputError, match="lies outside the destination"):
        export(approved, replace(document, name="../ep1.srt"))
    assert not (tmp_path / "out").exists()


def test_a_render_that_changes_more_than_the_translations_is_not_delivered(
    tmp_path, export, approved, document, monkeypatch
):
    render = formats.render
    monkeypatch.setattr(formats, "render", lambda d, t: render(d, t).replace(b"00:00:01", b"00:00:02"))
    with pytest.raises(RenderError, match="more than the translations would change"):
        export(approved, document)
    assert not (tmp_path / "out").exists()


def test_a_text_of_human_origin_is_not_credited_to_an_engine(export, approved, document):
    human = replace(approved[0], draft=Draft("Hello", Origin.HUMAN, "old.srt"))
    entry = export([human, approved[1]], document).entry
    assert (entry.engines, entry.edited) == ({}, 2)


def test_a_bilingual_file_is_a_new_file_with_both_texts(tmp_path, approved, document, clock):
    def write(cues):
        return "\n\n".join(f"{c.start_ms} {c.end_ms}\n{c.text}" for c in cues).encode()

    with Exporter(tmp_path, "approved", clock=clock) as exporter:
        exported = exporter.bilingual(approved, document, LOCALE, write=write)
    assert exported.path == tmp_path / "en-US" / "episodes" / "ep1.bilingual.srt"
    expected = "1000 2000\n你好\nHello\n\n3000 4000\n<i>再见</i>\n<i>Bye, now</i>"
    assert exported.path.read_text(encoding="utf-8") == expected
    assert (exported.entry.kind, exported.entry.skeleton_sha256) == ("bilingual", "")


def test_a_bilingual_export_goes_through_the_same_gate(tmp_path, approved, document):
    drafted = [replace(unit, state=State.DRAFTED) for unit in approved]
    with pytest.raises(ProblemsError, match="GAT001 not approved"):
        Exporter(tmp_path, "approved").bilingual(drafted, document, LOCALE, write=lambda _: b"")
    assert files(tmp_path) == []


def test_bilingual_cues_come_in_order_of_time_and_may_put_the_target_first(approved):
    cues = bilingual_cues(approved[::-1], target_first=True, plain=lambda text: text.replace("<i>", ""))
    assert [c.text for c in cues] == ["Hello\n你好", "Bye, now</i>\n再见</i>"]


def test_a_line_without_times_has_no_place_in_a_bilingual_file(approved):
    untimed = replace(approved[0], segment=replace(approved[0].segment, start_ms=None))
    with pytest.raises(OutputError, match=r"ep1\.srt:1: OUT001 has no times.*without --bilingual"):
        bilingual_cues([untimed])
