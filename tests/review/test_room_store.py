"""What the review room asks of the store: search, order, neighbours, repeats, presence, views, second approvals."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from localize.errors import StoreError
from localize.model import Draft, Origin, Segment, SegmentId, Severity, Span
from localize.review import searching
from localize.review.base import Act, Action, Decision, Order, Query, SavedView, State
from localize.review.faults import Dimension, Weight
from localize.review.store import open_store

LOCALE = "en-US"
APPROVE = Decision(Action.APPROVE)
SECOND = Decision(Action.SECOND)


def line(number: int, source: str, speaker: str | None = None) -> Segment:
    span = (Span(40 * number, 40 * number + 10),)
    return Segment(SegmentId(str(number + 1)), source, span, 4 * number + 1, 4 * number + 3, speaker=speaker)


@pytest.fixture
def scene(opened):
    """A store of two files: repeats, Chinese of two and four characters, three engines."""
    store = opened()
    first = ["老公，你回来了", "滚。", "总裁在等您", "滚。"]
    second = ["滚。", "离婚协议书", "100% of_it"]
    store.sync(
        "ep2.srt", [line(n, s, "林婉") for n, s in enumerate(first)], fingerprint="a", locales=[LOCALE]
    )
    store.sync("ep10.srt", [line(n, s) for n, s in enumerate(second)], fingerprint="b", locales=[LOCALE])
    ids = store.unit_ids(Query(LOCALE))
    texts = [
        "Honey, you're back",
        "Get out.",
        "The CEO awaits",
        "Leave.",
        "Get out.",
        "Divorce Papers",
        "Ünder",
    ]
    origins = [Origin.ENGINE] * 5 + [Origin.MEMORY, Origin.HUMAN]
    signatures = ["starter/1;x"] * 3 + ["chat model=q"] * 2 + ["memory", "file"]
    store.save_drafts(
        (i, Draft(t, o, s), ()) for i, t, o, s in zip(ids, texts, origins, signatures, strict=True)
    )
    return store


def found(store, **fields) -> list[int]:
    ids = list(store.unit_ids(Query(LOCALE)))
    return [ids.index(i) for i in store.unit_ids(Query(LOCALE, **fields))]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("滚", [1, 3, 4]),
        ("总裁", [2]),
        ("离婚协议", [5]),
        ("out", [1, 4]),
        ("OUT.", [1, 4]),
        ("papers", [5]),
        ("0% of_", [6]),
        ("%", [6]),
        ("_i", [6]),
        ('"', []),
        ('say "x" AND', []),
        ("a\x00bc", []),
        ("ÜNDER", [6]),
    ],
)
def test_a_text_is_found_in_source_and_target_whatever_its_length_script_and_case(scene, text, lines) -> None:
    assert found(scene, text=text) == lines


def test_the_search_knows_new_texts_and_new_sources(scene) -> None:
    unit = scene.units(scene.unit_ids(Query(LOCALE)))[1]
    scene.decide(unit.id, Decision(Action.EDIT, text="Scram!"), by="lin", revision=unit.revision)
    assert found(scene, text="scram") == [1]
    assert found(scene, text="Get out") == [4]
    changed = [line(0, "离婚协议书"), line(1, "离婚协议没签"), line(2, "滚。")]
    scene.sync("ep10.srt", changed, fingerprint="c", locales=[LOCALE])
    assert found(scene, text="没签") == [5]


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"engine": "starter"}, [0, 1, 2]),
        ({"engine": "chat"}, [3, 4]),
        ({"engine": "memory"}, [5]),
        ({"engine": "human"}, [6]),
        ({"engine": "star"}, []),
        ({"sources": ("总裁", "老公")}, [0, 2]),
        ({"sources": ("Honey",)}, []),
        ({"order": Order.SOURCE, "text": "滚"}, [1, 3, 4]),
        ({"order": Order.LENGTH, "speaker": "林婉"}, [0, 2, 1, 3]),
        ({"order": Order.SPEAKER}, [0, 1, 2, 3, 4, 5, 6]),
    ],
)
def test_filters_and_orders(scene, fields, lines) -> None:
    assert found(scene, **fields) == lines


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "滚。"},
        {"text": "out"},
        {"text": "%"},
        {"text": "nowhere"},
        {"open_only": True},
        {"files": ("ep10.srt",)},
        {"order": Order.STATE},
        {"sources": ("滚",)},
    ],
)
@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_first_lines_are_those_with_which_the_whole_answer_begins(scene, fields, count) -> None:
    query = Query(LOCALE, **fields)
    first, every = scene.first_ids(query, count), scene.unit_ids(query)
    quick = not {"order", "sources"} & fields.keys() and len(every) >= count
    assert first == (every[:count] if quick else None)


@pytest.mark.parametrize("fields", [{}, {"text": "o"}, {"open_only": True}, {"files": ("ep10.srt",)}])
def test_lines_around_a_line_are_a_stretch_of_the_whole_answer(scene, fields) -> None:
    every = list(scene.unit_ids(Query(LOCALE, **fields)))
    for at, unit in enumerate(every):
        near = scene.first_ids(Query(LOCALE, **fields), 4, unit)
        assert list(near or ()) == every[max(at - 2, 0) : at + 2]


def test_a_line_that_the_query_leaves_out_has_no_lines_around_it(scene) -> None:
    query = Query(LOCALE, files=("ep10.srt",))
    every, selected = scene.unit_ids(Query(LOCALE)), scene.unit_ids(query)
    left_out = next(unit for unit in every if unit not in selected)
    assert scene.first_ids(query, 1, left_out) == selected[:1]


@pytest.mark.parametrize("fields", [{}, {"text": "滚。"}, {"open_only": True}, {"order": Order.STATE}])
def test_one_walk_gives_the_lines_and_those_that_wait(scene, fields) -> None:
    query = Query(LOCALE, **fields)
    ids, waiting = scene.selected(query)
    assert ids == scene.unit_ids(query)
    assert set(waiting) == {u.id for u in scene.units(ids) if u.state is not State.APPROVED}


@pytest.mark.parametrize("piece", [1, 2, 3, 4, 5])
def test_an_answer_that_is_read_in_pieces_is_whole(scene, monkeypatch, piece) -> None:
    whole = list(scene.unit_ids(Query(LOCALE)))
    monkeypatch.setattr(searching, "_PIECE", piece)
    assert list(scene.unit_ids(Query(LOCALE))) == whole == list(scene.selected(Query(LOCALE))[0])


def test_a_query_that_selects_nothing_has_an_empty_answer(scene) -> None:
    query = Query(LOCALE, text="nobody says this")
    assert [list(ids) for ids in scene.selected(query)] == [[], []]
    assert not scene.unit_ids(query)


def test_orders_by_state_finding_and_latest_decision(scene, finding) -> None:
    units = scene.units(scene.unit_ids(Query(LOCALE)))
    scene.save_findings([(units[4].id, [finding("B2", Severity.WARNING)]), (units[2].id, [finding("A1")])])
    assert found(scene, order=Order.WORST)[:3] == [2, 4, 0]
    for at in (5, 1):
        scene.decide(units[at].id, Decision(Action.DISCUSS), by="lin", revision=units[at].revision)
    assert found(scene, order=Order.RECENT)[:3] == [1, 5, 0]
    assert found(scene, order=Order.STATE)[:2] == [1, 5]


def test_since_selects_what_people_decided_from_a_day_on(scene) -> None:
    unit = scene.units(scene.unit_ids(Query(LOCALE)))[3]
    scene.decide(unit.id, APPROVE, by="lin", revision=unit.revision)
    assert found(scene, since="2026-01-01") == [3]
    assert found(scene, since="2026-01-02") == []


def test_neighbours_stop_at_the_edges_of_the_file(scene) -> None:
    ids = list(scene.unit_ids(Query(LOCALE)))
    assert scene.around(ids[1], 2) == (ids[:4], 1)
    assert scene.around(ids[4], 1) == (ids[4:6], 0)
    assert scene.around(ids[6], 0) == ([ids[6]], 0)


def test_repeats_are_the_other_lines_with_exactly_this_source(scene) -> None:
    ids = list(scene.unit_ids(Query(LOCALE)))
    assert scene.repeats(ids[3]) == [ids[1], ids[4]]
    assert scene.repeats(ids[0]) == []


def test_a_second_approval_is_asked_for_with_ones_own_and_given_by_another(store, units) -> None:
    unit = units(store)[0]
    store.decide(unit.id, SECOND, by="lin", revision=unit.revision)
    waiting = store.unit(unit.id)
    assert (waiting.state, waiting.approvals) == (State.DRAFTED, 1)
    assert store.rows([unit.id])[0].approvals == 1
    assert list(store.unit_ids(Query(LOCALE, second_only=True))) == [unit.id]
    with pytest.raises(StoreError, match="lin has approved this text already, 1 more to go"):
        store.decide(unit.id, APPROVE, by="lin", revision=waiting.revision)
    with pytest.raises(StoreError, match="waits for a second approval already"):
        store.decide(unit.id, SECOND, by="mei", revision=waiting.revision)
    store.decide(unit.id, APPROVE, by="mei", revision=waiting.revision)
    done = store.unit(unit.id)
    assert (done.state, done.approvals) == (State.APPROVED, 2)
    assert len(store.unit_ids(Query(LOCALE, second_only=True))) == 0
    store.undo(by="mei")
    assert (store.unit(unit.id).state, store.unit(unit.id).approvals) == (State.DRAFTED, 1)
    store.undo(by="lin")
    assert store.unit(unit.id).approvals == 0


def test_the_writer_who_asks_for_a_second_approval_cannot_give_it(store, units) -> None:
    unit = units(store)[0]
    edit = Decision(Action.EDIT, text="Hi")
    store.decide_many([Act(unit.id, edit, unit.revision), Act(unit.id, SECOND, unit.revision)], by="lin")
    waiting = store.unit(unit.id)
    with pytest.raises(StoreError, match="wrote this text"):
        store.decide(unit.id, APPROVE, by="lin", revision=waiting.revision)
    store.decide(unit.id, APPROVE, by="mei", revision=waiting.revision)
    assert store.unit(unit.id).state is State.APPROVED


def test_two_approvals_are_counted_and_lapse_with_the_text(opened, segments, draft) -> None:
    store = opened(approvals=2)
    store.sync("a.srt", segments("你好"), fingerprint="1", locales=[LOCALE])
    (unit_id,) = store.unit_ids(Query(LOCALE))
    store.save_drafts([(unit_id, draft("Hello"), ())])
    store.decide(unit_id, APPROVE, by="lin", revision=store.unit(unit_id).revision)
    assert store.unit(unit_id).approvals == 1
    edit = Decision(Action.EDIT, text="Hi")
    store.decide(unit_id, edit, by="mei", revision=store.unit(unit_id).revision)
    assert store.unit(unit_id).approvals == 0


def test_a_rejection_keeps_the_sort_and_weight_of_the_fault(store, units) -> None:
    unit = units(store)[0]
    fault = Decision(Action.REJECT, reason="no", dimension=Dimension.TERMINOLOGY, weight=Weight.MAJOR)
    store.decide(unit.id, fault, by="lin", revision=unit.revision)
    assert store.history(unit.id)[-1].decision == fault
    assert store.verify_log() == 1


def test_a_fault_changed_behind_the_log_is_noticed(store, units, url) -> None:
    unit = units(store)[0]
    store.decide(unit.id, Decision(Action.REJECT, reason="no"), by="lin", revision=unit.revision)
    raw = sqlite3.connect(url.removeprefix("sqlite:///"))
    raw.execute("DROP TRIGGER revision_no_update")
    raw.execute("UPDATE revision SET weight = 'critical'")
    raw.commit()
    raw.close()
    with pytest.raises(StoreError, match="row 1 of the log of decisions was changed"):
        store.verify_log()


def test_a_waiver_ends_on_its_day(url, segments, draft, finding) -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = open_store(url, create=True, clock=lambda: now[0])
    store.sync("a.srt", segments("你好"), fingerprint="1", locales=[LOCALE])
    (unit_id,) = store.unit_ids(Query(LOCALE))
    store.save_drafts([(unit_id, draft("Hello"), [finding()])])
    waive = Decision(Action.WAIVE, reason="client", code="COD001", until="2026-01-31")
    store.decide(unit_id, waive, by="lin", revision=store.unit(unit_id).revision)
    now[0] = datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert store.expire_waivers() == 0
    assert (store.unit(unit_id).findings, store.unit(unit_id).waived) == ((), ("COD001",))
    now[0] = datetime(2026, 2, 1, tzinfo=UTC)
    assert store.expire_waivers() == 1
    assert [f.code for f in store.unit(unit_id).findings] == ["COD001"]
    assert store.unit(unit_id).waived == ()
    assert store.expire_waivers() == 0
    store.close()


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "20260101", "2026-1-1"])
def test_a_waiver_ends_on_a_real_day(store, units, finding, day) -> None:
    unit = units(store)[0]
    store.save_findings([(unit.id, [finding()])])
    waive = Decision(Action.WAIVE, reason="client", code="COD001", until=day)
    with pytest.raises(StoreError, match="is not a day"):
        store.decide(unit.id, waive, by="lin", revision=unit.revision)


def test_presence_says_who_is_where_and_fades(store, opened, units) -> None:
    one, two, _ = units(store)
    opened().beat(one.id, by="mei")
    store.beat(two.id, by="lin")
    assert [(p.reviewer, p.unit, p.file, p.ordinal) for p in store.present(30)] == [
        ("lin", two.id, two.file, 1),
        ("mei", one.id, one.file, 0),
    ]
    store.leave(by="lin")
    assert [p.reviewer for p in store.present(30)] == ["mei"]
    assert store.present(0) == []


def test_what_others_decided_since_a_row_of_the_log(store, units) -> None:
    one, two, _ = units(store)
    store.decide(one.id, APPROVE, by="lin", revision=one.revision)
    number, _ = store.log_head()
    store.decide(two.id, APPROVE, by="mei", revision=two.revision)
    store.decide(one.id, Decision(Action.COMMENT, text="?"), by="lin", revision=one.revision + 1)
    assert store.changed_by_others(number, by="lin") == [two.id]
    assert store.changed_by_others(number, by="mei") == [one.id]


def test_saved_views_belong_to_their_reviewer(store) -> None:
    query = Query(LOCALE, ("a.srt",), (State.DISCUSS,), "白月光", order=Order.WORST, sources=("老公",))
    store.save_view(SavedView("mine", Query(LOCALE)), by="lin")
    store.save_view(SavedView("mine", query), by="lin")
    store.save_view(SavedView("all", Query(LOCALE)), by="mei")
    assert store.views(by="lin") == [SavedView("mine", query)]
    store.drop_view("mine", by="lin")
    assert store.views(by="lin") == []


def test_an_impatient_write_gives_up_at_once_and_can_be_tried_again(store, units, url) -> None:
    unit = units(store)[0]
    other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.set_patience(0.01)
    with pytest.raises(StoreError, match="locked") as caught:
        store.decide(unit.id, APPROVE, by="lin", revision=unit.revision)
    assert caught.value.code == "STO008"
    other.execute("ROLLBACK")
    other.close()
    store.decide(unit.id, APPROVE, by="lin", revision=unit.revision)
    assert store.unit(unit.id).state is State.APPROVED


def test_an_impatient_store_leaves_checkpoints_to_the_others_and_loses_nothing(store, units, url) -> None:
    unit = units(store)[0]
    store.set_patience(0.01)
    wal = Path(url.removeprefix("sqlite:///") + "-wal")
    for _ in range(400):
        store.decide(
            unit.id, Decision(Action.COMMENT, text="once more " * 60), by="lin", revision=unit.revision
        )
    pages = wal.stat().st_size // 4096
    assert pages > 1000  # SQLite's own limit, at which a commit would have waited for the disk
    other = store.another()
    other.beat(unit.id, by="lin")
    other.close()
    before = wal.stat().st_size
    for _ in range(50):
        store.decide(unit.id, Decision(Action.COMMENT, text="and again"), by="lin", revision=unit.revision)
    assert wal.stat().st_size == before  # the log is written from its beginning again
    assert len(store.read_only().history(unit.id)) == 450
