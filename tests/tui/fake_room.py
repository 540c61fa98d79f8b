"""An in-memory room with the semantics of the real one: revisions, conflicts, groups, undo, an append-only log."""

from __future__ import annotations

import dataclasses
import re
import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from localize.errors import ConflictError, StoreError
from localize.glossary.base import Concept, Rendering, ReviewState, Status, Strategy, TermHit
from localize.masking.base import Placeholder, PlaceholderKind, Role
from localize.model import Draft, Edit, EditKind, Finding, Fix, Origin, Segment, SegmentId, Severity, Span
from localize.review.base import Action, Decision, Progress, Query, Revision, Row, State, Unit

HOLDERS = re.compile(r"\{[^{}\n]*\}|</?[a-z]+>|%(?:\d\$)?[sd]")
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
        draft = None
        if target is not None:
            edits = ()
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
            draft = Draft(target, Origin.ENGINE, SIGNATURE, edits, alternatives=(), score=0.82)
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
                draft=draft,
                findings=(),
            )
        )
    return units


class FakeStore:
    """What several fake rooms share."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self.order = array("q", self.units)
        self.log: list[Revision] = []
        self.groups: list[tuple[str, list[Unit], list[int]]] = []
        self.lock = threading.Lock()


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

    def read_only(self) -> FakeRoom:
        return FakeRoom(self.store, self.reviewer, self.locale, reading=True)

    def close(self) -> None:
        self.closed = True

    # reading

    def unit_ids(self, query: Query) -> array[int]:
        wanted = query.text.lower()
        keep = array("q")
        for unit_id in self.store.order:
            unit = self.store.units[unit_id]
            if (
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
            ):
                keep.append(unit_id)
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
                )
            )
        return rows

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
            for concept in CONCEPTS
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
                "the glossary forbids the calque",
            )
            findings.append(
                Finding(
                    "TRM002",
                    Severity.ERROR,
                    segment.id,
                    None,
                    "'white moonlight' is a forbidden rendering",
                    fix,
                )
            )
        gauges = self.gauges(unit_id, text)
        if gauges.cps and gauges.cps > 20:
            what = f"{gauges.cps:.1f} characters per second, the limit is 20"
            findings.append(Finding("LAY002", Severity.WARNING, segment.id, None, what))
        return tuple(f for f in findings if f.code not in unit.waived)

    def history(self, unit_id: int) -> list[Revision]:
        return [r for r in self.store.log if r.unit == unit_id]

    def files(self) -> list[Progress]:
        names = dict.fromkeys(unit.file for unit in self.store.units.values())
        rows = []
        for name in names:
            units = [unit for unit in self.store.units.values() if unit.file == name]
            findings = Counter(str(f.severity) for unit in units for f in unit.findings)
            rows.append(Progress(name, self.locale, len(units), Counter(u.state for u in units), findings))
        return rows

    # deciding

    def decide(self, unit_id: int, decisions: Sequence[Decision], revision: int) -> Unit:
        if self._reading:
            raise StoreError("this room is for reading", do="decide in the reviewer's room")
        if self.fail_with is not None:
            raise self.fail_with
        with self.store.lock:
            unit = self.store.units[unit_id]
            if unit.revision != revision:
                raise ConflictError(
                    "the segment changed", expected=revision, found=unit.revision, do="look again"
                )
            before, numbers = unit, []
            for decision in decisions:
                unit = self._applied(unit, decision)
            for decision in decisions:
                numbers.append(self._write(before, unit, decision))
            if unit.target is not None:
                self.store.units[unit_id] = unit
                unit = dataclasses.replace(unit, findings=self.check(unit_id, unit.target))
            self.store.units[unit_id] = unit
            self.store.groups.append((self.reviewer, [before], numbers))
            return unit

    def _applied(self, unit: Unit, decision: Decision) -> Unit:
        state, target, waived = unit.state, unit.target, unit.waived
        if decision.action is Action.APPROVE:
            if target is None:
                raise StoreError("there is no target to approve", do="write one first")
            state = State.APPROVED
        elif decision.action is Action.EDIT:
            state, target = State.EDITED, decision.text
        elif decision.action is Action.REJECT:
            if not decision.reason:
                raise StoreError("a rejection needs a reason", do="say why")
            state = State.REJECTED
        elif decision.action is Action.DISCUSS:
            state = State.DISCUSS
        elif decision.action is Action.WAIVE:
            waived = (*waived, decision.code)
        changed = (state, target) != (unit.state, unit.target)
        return dataclasses.replace(
            unit,
            state=state,
            target=target,
            waived=waived,
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

    def undo(self) -> Unit | None:
        with self.store.lock:
            for at in range(len(self.store.groups) - 1, -1, -1):
                who, units, numbers = self.store.groups[at]
                if who == self.reviewer:
                    del self.store.groups[at]
                    before = units[0]
                    now = self.store.units[before.id]
                    restored = dataclasses.replace(before, revision=now.revision + 1)
                    self.store.units[before.id] = restored
                    for number in reversed(numbers):
                        self._write(now, restored, Decision(Action.UNDO), number)
                    return restored
            return None
