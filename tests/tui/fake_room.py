"""An in-memory room with the semantics of the real one: revisions, conflicts, groups, undo, an append-only log."""

from __future__ import annotations

import dataclasses
import re
import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from localize import layout
from localize.api.room_frame import Frame, frame
from localize.api.room_people import AddressChange, AddressLine, AddressRow, AddressTable, Agreed, Speech, Who
from localize.api.room_terms import Impact, TermChange
from localize.api.room_undo import FileEdit
from localize.errors import ConflictError, StoreError
from localize.glossary.base import Concept, Rendering, ReviewState, Status, Strategy, TermHit
from localize.glossary.typed import condition_of
from localize.masking.base import Placeholder, PlaceholderKind, Role
from localize.model import Draft, Edit, EditKind, Finding, Fix, Origin, Segment, SegmentId, Severity, Span
from localize.review.base import (
    Act,
    Action,
    Decision,
    Presence,
    Progress,
    Query,
    Revision,
    Row,
    SavedView,
    State,
    Unit,
)

HOLDERS = re.compile(r"\{[^{}\n]*\}|</?[a-z]+>|%(?:\d\$)?[sd]")
CAST = (("lin-wan", "Lin Wan 林晚"), ("qin-shuo", "Qin Shuo 秦烁"), ("butler", "the butler 管家"))
SIGNATURE = "starter/0.3;model=2f61c0;glossary=8814aa;mode=neutral"


@dataclasses.dataclass(frozen=True, slots=True)
class FakeGauges:
    cps: float | None
    cps_limit: float | None
    line_lengths: tuple[float, ...]
    line_limit: float | None
    lines: int
    line_count_limit: int | None
    seconds: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class FakeDetails:
    unit: Unit
    hits: tuple[TermHit, ...]
    placeholders: tuple[Placeholder, ...]
    gauges: FakeGauges
    engine: str


def _way(text: str, strategy: Strategy, status: Status = Status.PREFERRED, note: str = "") -> Rendering:
    review = ReviewState.REVIEWED if status is Status.PREFERRED else ReviewState.DRAFT
    return Rendering("en", text, status, strategy, note=note, review=review)


def _concept(
    name: str, category: str, term: str, strategy: Strategy, *ways: Rendering, note: str = ""
) -> Concept:
    return Concept(f"{category}.{name}", category, term, term, strategy, ways, note=note)


CONCEPTS = (
    _concept(
        "laogong",
        "kinship_address",
        "老公",
        Strategy.FUNCTIONAL,
        _way("honey", Strategy.FUNCTIONAL),
        _way("husband", Strategy.DIRECT, Status.ADMITTED, "in reference, not in address"),
        _way("old man", Strategy.CALQUE, Status.FORBIDDEN),
        note="a wife's word for her husband; casual",
    ),
    _concept(
        "baiyueguang",
        "ceo_tropes",
        "白月光",
        Strategy.PARAPHRASE,
        _way("the one that got away", Strategy.PARAPHRASE),
        _way("white moonlight", Strategy.CALQUE, Status.FORBIDDEN),
    ),
    _concept(
        "zongcai",
        "ceo_tropes",
        "总裁",
        Strategy.DIRECT,
        _way("CEO", Strategy.DIRECT),
        note="title before a surname too",
    ),
)

SCRIPT = (
    ("林婉", "老公，你终于回来了。", "Honey, you're finally back."),
    ("顾总", "我不是你老公。\n离婚协议已经签了。", "I'm not your husband.\nThe papers are signed."),
    ("林婉", "是因为你的白月光吗？", "Is it because of your white moonlight?"),
    ("顾总", "{name}，你欠我{count}万。", "{name}, you owe me {count} million."),
    ("", "<i>三年后</i>", "<i>Three years later</i>"),
    ("秘书", "总裁，董事会在等您。", "CEO, the board is waiting for you."),
    (
        "林婉",
        "这一次，我不会再让任何人欺负我了，谁都不行！",
        "This time I will not let anyone at all bully me any more!",
    ),
    ("顾总", "滚。", None),
)


def make_units(count: int, *, per_file: int = 48, locale: str = "en-US") -> list[Unit]:
    """Return units of a drama: files of some minutes, eight lines repeated."""
    units = []
    for number in range(count):
        speaker, source, target = SCRIPT[number % len(SCRIPT)]
        ordinal = number % per_file
        start = 2_000 + ordinal * 3_000
        segment = Segment(
            id=SegmentId(str(ordinal + 1)),
            source=source,
            spans=(),
            line=ordinal * 4 + 1,
            text_line=ordinal * 4 + 3,
            start_ms=start,
            end_ms=start + 1_800,
            speaker=speaker or None,
            note="he says this to her back" if number % len(SCRIPT) == 1 else None,
        )
        units.append(
            Unit(
                id=number + 1,
                file=f"episodes/ep{number // per_file + 1:02}.srt",
                ordinal=ordinal,
                segment=segment,
                locale=locale,
                state=State.NEW if target is None else State.DRAFTED,
                target=target,
                revision=0,
                draft=_draft(source, target) if target is not None else None,
                findings=(),
            )
        )
    return units


def _draft(source: str, target: str) -> Draft:
    edits: tuple[Edit, ...] = ()
    if "老公" in source and "Honey" in target:
        edits = (
            Edit(
                EditKind.TERM,
                "老公",
                "husband",
                "Honey",
                "FUNCTIONAL",
                "In address an English-speaking wife says a pet name.",
                "kinship_address.laogong",
            ),
        )
    return Draft(target, Origin.ENGINE, SIGNATURE, edits, alternatives=(), score=0.82)


@dataclasses.dataclass(frozen=True, slots=True)
class FakeAlternative:
    text: str
    origin: str
    score: float | None
    source: str = ""
    by: str = ""


class FakeStore:
    """What several fake rooms share."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self.order = array("q", self.units)
        self.log: list[Revision] = []
        self.groups: list[tuple[str, list[Unit], list[int]]] = []
        self.lock = threading.RLock()
        self.present: dict[str, Presence] = {}
        self.views: dict[tuple[str, str], Query] = {}
        self.learned: list[int] = []
        self.words_apart = False
        self.concepts = CONCEPTS
        self.decided: dict[int, Who] = {}
        self.address = [
            AddressRow(
                0,
                ("qin-shuo",),
                ("lin-wan",),
                ("师父",),
                ("Master",),
                (),
                (),
                (),
                "",
                "en",
                "",
                "",
                "people.yaml:8",
            )
        ]


class FakeRoom:
    """One reviewer's fake room."""

    def __init__(
        self, store: FakeStore, reviewer: str = "lin", locale: str = "en-US", *, reading: bool = False
    ) -> None:
        self.store = store
        self.reviewer = reviewer
        self.locale = locale
        self.project_name = "The Heir Returns"
        self.closed = False
        self.approvals = 1
        self.separated = False
        self.locales: tuple[str, ...] = (locale,)
        self.vertical = True
        self.warm = True
        self.busy = 0
        self.fail_with: Exception | None = None
        self._reading = reading

    @classmethod
    def of(cls, units: Iterable[Unit]) -> FakeRoom:
        store = FakeStore(units)
        room = cls(store)
        for unit in list(store.units.values()):
            findings = room.check(unit.id, unit.target) if unit.target is not None else ()
            store.units[unit.id] = dataclasses.replace(unit, findings=findings)
        return room

    def keep_words_apart(self) -> None:
        self.store.words_apart = True

    def load(self, unit_id: int) -> None:
        self.details(unit_id)

    @property
    def right_to_left(self) -> bool:
        return self.locale.startswith("ar")

    def read_only(self) -> FakeRoom:
        return FakeRoom(self.store, self.reviewer, self.locale, reading=True)

    def another(self) -> FakeRoom:
        room = FakeRoom(self.store, self.reviewer, self.locale)
        room.approvals, room.separated = self.approvals, self.separated
        return room

    def in_locale(self, locale: str) -> FakeRoom:
        room = FakeRoom(self.store, self.reviewer, locale)
        room.locales = self.locales
        return room

    def set_patience(self, seconds: float) -> None:
        assert seconds <= 0.05

    def close(self) -> None:
        self.closed = True

    # reading

    def selected(self, query: Query) -> tuple[array[int], array[int]]:
        return self.unit_ids(query), self.unit_ids(dataclasses.replace(query, open_only=True))

    def first_ids(self, query: Query, count: int, near: int | None = None) -> array[int] | None:
        every = self.unit_ids(query)
        if near is not None and near in every:
            at = every.index(near)
            ids = every[max(at - count // 2, 0) : at + count // 2]
            return ids if len(ids) >= count // 2 else None
        return every[:count] if len(every) >= count else None

    def unit_ids(self, query: Query) -> array[int]:
        wanted = query.text.lower()
        keep = array("q")
        for unit_id in self.store.order:
            unit = self.store.units[unit_id]
            if unit.locale == query.locale and (
                (not query.files or unit.file in query.files)
                and (not query.states or unit.state in query.states)
                and (
                    not wanted
                    or wanted in unit.segment.source.lower()
                    or wanted in (unit.target or "").lower()
                )
                and (not query.code or any(f.code.startswith(query.code) for f in unit.findings))
                and (not query.speaker or unit.segment.speaker == query.speaker)
                and (not query.open_only or unit.state is not State.APPROVED)
                and (not query.term or query.term in unit.segment.source)
                and (not query.second_only or (unit.approvals and unit.state is not State.APPROVED))
            ):
                keep.append(unit_id)
        if query.order == "source":
            return array("q", sorted(keep, key=lambda i: (self.store.units[i].segment.source, i)))
        return keep

    def rows(self, ids: Sequence[int]) -> list[Row]:
        rows = []
        for unit_id in ids:
            unit = self.store.units[unit_id]
            worst = max(unit.findings, key=lambda f: f.severity, default=None)
            rows.append(
                Row(
                    unit.id,
                    unit.file,
                    unit.ordinal,
                    unit.segment.start_ms,
                    unit.segment.speaker,
                    unit.state,
                    worst.severity if worst else None,
                    worst.code if worst else "",
                    unit.segment.source,
                    unit.target,
                    unit.approvals if unit.state is not State.APPROVED else 0,
                )
            )
        return rows

    def named(self, locale: str, name: str, file: str) -> list[int]:
        units = [u for u in self.store.units.values() if name in (u.segment.id, u.segment.key)]
        return [u.id for u in sorted(units, key=lambda u: u.file != file) if u.locale == locale]

    def repeats(self, unit_id: int) -> list[int]:
        source = self.store.units[unit_id].segment.source
        return [i for i in self.store.order if i != unit_id and self.store.units[i].segment.source == source]

    def alternatives(self, unit_id: int) -> list[FakeAlternative]:
        unit = self.store.units[unit_id]
        if "老公" not in unit.segment.source:
            return []
        return [
            FakeAlternative("Darling, you're home.", "memory", 0.93, "老公，你回来了。", "mei ep00.srt#3"),
            FakeAlternative("Honey, you are back at last.", "n-best", None),
        ]

    def frame(self, unit_id: int, text: str) -> Frame | None:
        limits = layout.limits("vertical", self.locale)
        timed = self.store.units[unit_id].segment.start_ms is not None
        return frame(text, limits, self.locale, format="srt") if timed else None

    def speech(self, unit_id: int) -> Speech:
        speaker = self.store.units[unit_id].segment.speaker or ""
        decided = self.store.decided.get(unit_id, Who())
        return Speech(
            speaker=decided.speaker or speaker,
            addressee=decided.addressee,
            relation="",
            subject=decided.subject,
            pronouns=decided.pronouns,
            why=(f"the file names {speaker}",) if speaker else (),
            cast=CAST,
        )

    def episode(self, unit_id: int) -> int | None:
        return 1

    def address_table(self, episode: int | None) -> AddressTable:
        return AddressTable(
            self.locale, episode, CAST, tuple(self.store.address), (("lin-wan", "qin-shuo", "spouse"),)
        )

    def address_impact(self, change: AddressChange) -> tuple[AddressLine, ...]:
        row = None if change.number is None else self.store.address[change.number]
        said = row.source if row else change.source
        units = [u for u in self.store.units.values() if any(w in u.segment.source for w in said)]
        return tuple(
            AddressLine(line, any(word in (line.target or "") for word in change.call))
            for line in self.rows([unit.id for unit in units])
        )

    def put_back(self, edit: FileEdit, *, again: bool = False) -> None:
        raise NotImplementedError

    def put_address(self, change: AddressChange) -> Agreed:
        rows = self.store.address
        made = AddressRow(
            len(rows) if change.number is None else change.number,
            (change.speaker,),
            (change.addressee,),
            change.source,
            change.call,
            change.you,
            change.self_,
            change.forbid,
            change.formality,
            self.locale,
            change.episodes,
            change.note,
            "people.yaml:9",
        )
        if change.number is None:
            rows.append(made)
        else:
            old = rows[change.number]
            words = dataclasses.replace(
                made, speakers=old.speakers, addressees=old.addressees, source=old.source
            )
            rows[change.number] = words
        return Agreed(3, None)

    def record_who(self, unit_id: int, who: Who) -> None:
        known = dict(CAST)
        named = (who.speaker, who.addressee, who.subject, *(p for _, p in who.pronouns))
        if unknown := [name for name in named if name and name not in known]:
            raise StoreError(f"nobody has the id {unknown[0]}", do="use one of the cast")
        self.store.decided[unit_id] = who

    def broken(self, unit_id: int, text: str) -> str:
        words = self.joined(text)
        at = words.rfind(" ", 0, len(words) // 2 + 4)
        return words if at < 0 else f"{words[:at]}\n{words[at + 1 :]}"

    def joined(self, text: str) -> str:
        return " ".join(text.split("\n"))

    def unit(self, unit_id: int) -> Unit:
        return self.store.units[unit_id]

    def neighbours(self, unit_id: int, count: int) -> tuple[list[Row], list[Row]]:
        at = self.store.order.index(unit_id)
        file = self.store.units[unit_id].file
        before = [i for i in self.store.order[max(0, at - count) : at] if self.store.units[i].file == file]
        after = [i for i in self.store.order[at + 1 : at + 1 + count] if self.store.units[i].file == file]
        return self.rows(before), self.rows(after)

    def details(self, unit_id: int) -> FakeDetails:
        unit = self.store.units[unit_id]
        source = unit.segment.source
        hits = [
            TermHit(
                concept,
                Span(match.start(), match.end()),
                match.group(),
                concept.renderings[0],
                tuple(r for r in concept.renderings if r.status is not Status.FORBIDDEN),
                tuple(r for r in concept.renderings if r.status is Status.FORBIDDEN),
                why="vocative: at the start of the line" if match.start() == 0 else "",
            )
            for concept in self.store.concepts
            for match in re.finditer(concept.term, source)
        ]
        hits.sort(key=lambda hit: hit.span.start)
        engine = "starter · draft quality · CC-BY-4.0" if unit.draft else ""
        return FakeDetails(
            unit,
            tuple(hits),
            self.placeholders(unit_id, source),
            self.gauges(unit_id, unit.target or ""),
            engine,
        )

    def placeholders(self, unit_id: int, text: str) -> tuple[Placeholder, ...]:
        return tuple(
            Placeholder(m.group(), Span(m.start(), m.end()), "", PlaceholderKind.BRACE, Role.SINGLE, "fake")
            for m in HOLDERS.finditer(text)
        )

    def gauges(self, unit_id: int, text: str) -> FakeGauges:
        segment = self.store.units[unit_id].segment
        plain = HOLDERS.sub("", text)
        seconds = None
        if segment.start_ms is not None and segment.end_ms is not None:
            seconds = (segment.end_ms - segment.start_ms) / 1000
        lines = plain.split("\n")
        cps = len(plain.replace("\n", "")) / seconds if seconds else None
        return FakeGauges(cps, 20, tuple(float(len(x)) for x in lines), 42, len(lines), 2, seconds)

    def check(self, unit_id: int, text: str) -> tuple[Finding, ...]:
        unit = self.store.units[unit_id]
        segment = unit.segment
        findings = []
        lost = Counter(HOLDERS.findall(segment.source)) - Counter(HOLDERS.findall(text))
        if lost:
            words = " ".join(lost)
            findings.append(
                Finding("PLH001", Severity.ERROR, segment.id, None, f"placeholder {words} is lost")
            )
        if "white moonlight" in text:
            fix = Fix(
                text.replace("your white moonlight", "the one that got away"),
                "the glossary forbids the calque",  # an extension's words, which no catalogue knows
            )
            findings.append(
                Finding(
                    "TRM002",
                    Severity.ERROR,
                    segment.id,
                    None,
                    "白月光: “white moonlight” is forbidden",
                    fix,
                )
            )
        gauges = self.gauges(unit_id, text)
        if gauges.cps and gauges.cps > 20:
            what = f"{gauges.cps:.1f} characters a second, at most 20"
            findings.append(Finding("LAY002", Severity.WARNING, segment.id, None, what))
        return tuple(f for f in findings if f.code not in unit.waived)

    def history(self, unit_id: int) -> list[Revision]:
        return [r for r in self.store.log if r.unit == unit_id]

    def progress(self) -> list[Progress]:
        places = dict.fromkeys((unit.file, unit.locale) for unit in self.store.units.values())
        rows = []
        for name, locale in places:
            units = [u for u in self.store.units.values() if (u.file, u.locale) == (name, locale)]
            findings = Counter(str(f.severity) for unit in units for f in unit.findings)
            rows.append(Progress(name, locale, len(units), Counter(u.state for u in units), findings))
        return rows

    # the others

    def beat(self, unit_id: int) -> None:
        unit = self.store.units[unit_id]
        here = Presence(self.reviewer, unit.locale, unit_id, unit.file, unit.ordinal, "2026-01-09T10:00:00")
        self.store.present[self.reviewer] = here

    def leave(self) -> None:
        self.store.present.pop(self.reviewer, None)

    def present(self, seconds: float) -> list[Presence]:
        assert seconds > 0
        return [p for name, p in sorted(self.store.present.items()) if name != self.reviewer]

    def log_length(self) -> int:
        return len(self.store.log)

    def changed_by_others(self, number: int) -> list[int]:
        return list(dict.fromkeys(r.unit for r in self.store.log[number:] if r.by != self.reviewer))

    def expire_waivers(self) -> int:
        return 0

    def views(self) -> list[SavedView]:
        own = sorted((name, query) for (who, name), query in self.store.views.items() if who == self.reviewer)
        return [SavedView(name, query) for name, query in own]

    def save_view(self, name: str, query: Query) -> None:
        self.store.views[self.reviewer, name] = query

    def drop_view(self, name: str) -> None:
        self.store.views.pop((self.reviewer, name), None)

    # deciding

    def decide(
        self, unit_id: int, decisions: Sequence[Decision], revision: int, *, learn: bool = True
    ) -> Unit:
        return self.decide_many([Act(unit_id, decision, revision) for decision in decisions], learn=learn)[0]

    def decide_many(self, acts: Sequence[Act], *, learn: bool = True) -> list[Unit]:
        self._require_writable()
        with self.store.lock:
            before = {act.unit: self.store.units[act.unit] for act in acts}
            for act in acts:
                found = before[act.unit].revision
                if found != act.revision:
                    raise ConflictError(
                        "the segment changed", expected=act.revision, found=found, do="look again"
                    )
            after, numbers = dict(before), []
            for act in acts:
                after[act.unit] = self._applied(after[act.unit], act.decision)
            for act in acts:
                numbers.append(self._write(before[act.unit], after[act.unit], act.decision))
            for unit_id, unit in after.items():
                self.store.units[unit_id] = unit
                if unit.target is not None:
                    found = self.check(unit_id, unit.target)
                    self.store.units[unit_id] = dataclasses.replace(unit, findings=found)
            self.store.groups.append((self.reviewer, list(before.values()), numbers))
            if learn:
                self.learn(list(before))
            return [self.store.units[i] for i in before]

    def _require_writable(self) -> None:
        if self._reading:
            raise StoreError("this room is for reading", do="decide in the reviewer's room")
        if self.busy:
            self.busy -= 1
            raise StoreError("the database is locked", code="STO008", do="try again")
        if self.fail_with is not None:
            raise self.fail_with

    def concept(self, term: str) -> Concept | None:
        return next((c for c in self.store.concepts if term in (c.id, c.term)), None)

    def term_impact(self, change: TermChange) -> Impact:
        concept = self.concept(change.term)
        units = [u for u in self.store.units.values() if change.term in u.segment.source]
        again = [u.id for u in units if u.state is State.APPROVED and change.text not in (u.target or "")]
        return Impact(
            tuple(self.rows([u.id for u in units])), tuple(self.rows(again)), concept.id if concept else ""
        )

    def accept_term(self, change: TermChange) -> Impact:
        found = self.term_impact(change)
        known = self.concept(change.term) or _concept("own", "project", change.term, Strategy.OFFICIAL)
        way = _way(change.text, Strategy.OFFICIAL, Status(change.status))
        way = dataclasses.replace(way, when=condition_of(change.when or ""))
        new = dataclasses.replace(known, renderings=(way, *known.renderings))
        self.store.concepts = (new, *(c for c in self.store.concepts if c.id != new.id))
        decision = Decision(Action.DISCUSS, reason=f"term changed: {change.text}")
        if found.reopened:
            acts = [Act(row.id, decision, self.unit(row.id).revision) for row in found.reopened]
            self.decide_many(acts)
        return found

    def learn(self, ids: Sequence[int]) -> None:
        self.store.learned += ids

    def _applied(self, unit: Unit, decision: Decision) -> Unit:
        state, target, waived, approvals = unit.state, unit.target, unit.waived, unit.approvals
        if decision.action is Action.APPROVE:
            if target is None:
                raise StoreError("there is no target to approve", do="write one first")
            approvals += 1
            if approvals >= self.approvals:
                state = State.APPROVED
        elif decision.action is Action.SECOND:
            approvals, state = approvals + 1, State.DRAFTED
        elif decision.action is Action.EDIT:
            state, target, approvals = State.EDITED, decision.text, 0
        elif decision.action is Action.REJECT:
            if not decision.reason:
                raise StoreError("a rejection needs a reason", do="say why")
            state = State.REJECTED
        elif decision.action is Action.DISCUSS:
            state = State.DISCUSS
        elif decision.action is Action.WAIVE:
            waived = (*waived, decision.code)
        changed = (state, target) != (unit.state, unit.target) or decision.action is Action.SECOND
        return dataclasses.replace(
            unit,
            state=state,
            target=target,
            waived=waived,
            approvals=approvals,
            revision=unit.revision + changed,
            decided_by=self.reviewer,
        )

    def _write(self, before: Unit, after: Unit, decision: Decision, undoes: int | None = None) -> int:
        number = len(self.store.log) + 1
        self.store.log.append(
            Revision(
                number,
                before.id,
                decision,
                self.reviewer,
                f"2026-01-09T10:00:{number % 60:02}.000000Z",
                before.state,
                after.state,
                before.target,
                after.target,
                undoes,
                f"{number:064x}",
            )
        )
        return number

    def undo(self, *, learn: bool = True) -> list[Unit]:
        with self.store.lock:
            for at in range(len(self.store.groups) - 1, -1, -1):
                who, units, numbers = self.store.groups[at]
                if who == self.reviewer:
                    del self.store.groups[at]
                    for before in units:
                        now = self.store.units[before.id]
                        restored = dataclasses.replace(before, revision=now.revision + 1)
                        self.store.units[before.id] = restored
                        for number in reversed(numbers):
                            if self.store.log[number - 1].unit == before.id:
                                self._write(now, restored, Decision(Action.UNDO), number)
                    return [self.store.units[unit.id] for unit in units]
            return []
