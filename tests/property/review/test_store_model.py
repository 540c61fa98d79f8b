"""The review store against a model of a few lines: drafts, decisions, undo and new cuts in any order."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from localize.errors import ConflictError
from localize.model import Draft, Origin, Segment, SegmentId
from localize.review.base import Action, Decision, Query, State
from localize.review.store import open_store

FILE, LOCALE = "strings.json", "en-US"
PEOPLE = st.sampled_from(["mei", "ada"])
# Two texts of each string, all so unlike that only the key says which belong together.
TEXTS = {
    "start": ("甲乙丙", "abcd"),
    "quit": ("一二三四五", "QRS"),
    "save": ("床前明月光", "XYZ"),
    "load": ("走", "+-*"),
}
CUTS = st.lists(
    st.sampled_from(sorted(TEXTS)).flatmap(lambda key: st.tuples(st.just(key), st.sampled_from(TEXTS[key]))),
    unique_by=lambda pair: pair[0],
)
DECISIONS = {
    "edit": Decision(Action.EDIT, text="Edited"),
    "approve": Decision(Action.APPROVE),
    "reject": Decision(Action.REJECT, reason="no"),
    "discuss": Decision(Action.DISCUSS),
}
STATES = {"edit": State.EDITED, "approve": State.APPROVED, "reject": State.REJECTED, "discuss": State.DISCUSS}


@dataclass(eq=False)
class Line:
    """What the model knows of one line; `settled` and `made_for` are what a person said, and of which source."""

    key: str
    source: str
    target: str | None = None
    settled: State | None = None
    made_for: str | None = None
    drafts: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        if self.settled is not None:
            return self.settled if self.made_for == self.source else State.OUTDATED
        return State.NEW if self.target is None else State.DRAFTED

    @property
    def draft(self) -> str | None:
        return self.drafts.get(self.source)

    def turn(self, source: str) -> None:
        self.source = source
        if self.settled is None:
            self.target, self.made_for = self.draft, source


@dataclass(eq=False)
class Step:
    """One decision that stands, and what was there before it."""

    by: str
    line: Line
    target: str | None
    settled: State | None
    made_for: str | None


class Reviews(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.url = f"sqlite:///{self.folder}/p.db"
        self.store = open_store(self.url, create=True)
        self.cut: list[Line] = []
        self.gone: list[Line] = []
        self.forgotten = False
        self.steps: list[Step] = []
        self.log = 0
        self.seen: dict[int, tuple[int, tuple[object, ...]]] = {}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def unit(self, line: Line):
        return self.store.find_unit(FILE, SegmentId(f"n{self.cut.index(line)}"), LOCALE)

    @rule(cut=CUTS)
    def sync(self, cut: list[tuple[str, str]]) -> None:
        segments = [
            Segment(SegmentId(f"n{n}"), source, (), line=n + 1, text_line=n + 1, key=key)
            for n, (key, source) in enumerate(cut)
        ]
        report = self.store.sync(FILE, segments, fingerprint="", locales=[LOCALE])
        before, kept, changed, new = list(self.cut), 0, 0, 0
        self.cut = []
        for key, source in cut:
            same = [line for line in (*before, *self.gone) if (line.key, line.source) == (key, source)]
            live = [line for line in before if line.key == key]
            line = (same or live or [Line(key, source)])[0]
            kept, changed = kept + bool(same), changed + (not same and bool(live))
            new += not same and not live
            if line.source != source:
                line.turn(source)
            self.cut.append(line)
        left = [line for line in before if line not in self.cut]
        self.gone = [line for line in self.gone if line not in self.cut] + left
        self.forgotten = False
        assert (report.kept + report.moved, report.changed, report.new) == (kept, changed, new)
        assert report.gone == len(left)

    @rule()
    def forget(self) -> None:
        assert self.store.forget(FILE).gone == (0 if self.forgotten else len(self.cut))
        self.forgotten = True

    @precondition(lambda self: self.cut and not self.forgotten)
    @rule(data=st.data(), text=st.sampled_from(["one", "two"]))
    def draft(self, data: st.DataObject, text: str) -> None:
        line = data.draw(st.sampled_from(self.cut))
        self.store.save_drafts([(self.unit(line).id, Draft(text, Origin.ENGINE, ""), ())])
        line.drafts = {line.source: text}
        if line.settled is None or line.target is None:
            line.target, line.made_for = text, line.source

    @precondition(lambda self: self.cut and not self.forgotten)
    @rule(data=st.data(), by=PEOPLE, action=st.sampled_from(sorted(DECISIONS)))
    def decide(self, data: st.DataObject, by: str, action: str) -> None:
        line = data.draw(st.sampled_from(self.cut))
        if action == "approve" and (line.target is None or line.state is State.APPROVED):
            return
        unit = self.unit(line)
        self.store.decide(unit.id, DECISIONS[action], by=by, revision=unit.revision)
        self.steps.append(Step(by, line, line.target, line.settled, line.made_for))
        self.log += 1
        line.target = "Edited" if action == "edit" else line.target
        line.settled, line.made_for = STATES[action], line.source

    @precondition(lambda self: self.cut and not self.forgotten)
    @rule(data=st.data(), by=PEOPLE)
    def decide_on_something_seen_long_ago(self, data: st.DataObject, by: str) -> None:
        unit = self.unit(data.draw(st.sampled_from(self.cut)))
        with pytest.raises(ConflictError, match="changed while it was open"):
            self.store.decide(unit.id, DECISIONS["discuss"], by=by, revision=unit.revision - 1)

    @rule(by=PEOPLE)
    def undo(self, by: str) -> None:
        mine = [n for n, step in enumerate(self.steps) if step.by == by]
        if not mine:
            assert self.store.undo(by=by) is None
            return
        step = self.steps[mine[-1]]
        line = step.line
        if any(later.line is line and later.by != by for later in self.steps[mine[-1] + 1 :]):
            with pytest.raises(ConflictError, match="has decided on the line since"):
                self.store.undo(by=by)
            return
        self.store.undo(by=by)
        del self.steps[mine[-1]]
        self.log += 1
        line.settled, line.made_for = step.settled, step.made_for
        usable = step.settled is not None or step.made_for == line.source
        line.target = step.target if usable and step.target is not None else line.draft
        if step.settled is None:
            line.made_for = line.source

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.url, create=False)

    @invariant()
    def the_store_holds_what_the_model_says(self) -> None:
        units = self.store.units(self.store.unit_ids(Query(LOCALE)))
        found = [(u.segment.key, u.segment.source, u.state, u.target) for u in units]
        cut = [] if self.forgotten else self.cut
        assert found == [(line.key, line.source, line.state, line.target) for line in cut]
        for unit, line in zip(units, cut, strict=True):
            outdated = line.state is State.OUTDATED
            assert unit.previous_source == (line.made_for if outdated else None)
            assert (unit.draft.text if unit.draft else None) == line.draft

    @invariant()
    def a_revision_grows_with_every_change_and_with_nothing_else(self) -> None:
        for unit in self.store.units(self.store.unit_ids(Query(LOCALE))):
            now = (unit.state, unit.target, unit.segment.source)
            revision, before = self.seen.get(unit.id, (unit.revision, now))
            assert (unit.revision > revision) == (now != before)
            self.seen[unit.id] = (unit.revision, now)

    @invariant()
    def the_log_verifies(self) -> None:
        assert self.store.verify_log() == self.log


TestReviews = Reviews.TestCase
TestReviews.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
