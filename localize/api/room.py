"""The only place that records what a reviewer decides, and tells the reviewers of a work about each other."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from localize.api import room_terms
from localize.api.room_lines import Checker
from localize.api.room_people import RoomPeople
from localize.api.room_undo import contents, edit_since
from localize.errors import LocalizeError
from localize.review.base import Act, Action, SavedView
from localize.review.rules import Rules

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from localize.api.project import Project
    from localize.api.room_terms import Impact, TermChange
    from localize.glossary.base import Concept
    from localize.review.base import Decision, Presence, Progress, Query, ReviewStore, Revision, Row, Unit


class Room(RoomPeople):
    """A review of one locale by one person. Not thread-safe: use `read_only` or `another` for another thread."""

    def __init__(
        self,
        project: Project,
        locale: str,
        reviewer: str,
        *,
        checker: Checker | None = None,
        store: ReviewStore | None = None,
    ) -> None:
        super().__init__(project, locale, store or project.store, checker or Checker(project, locale))
        self._owns_store = store is not None
        self.reviewer = reviewer

    @property
    def project_name(self) -> str:
        """Return the name of the work."""
        return self._project.config.project.name

    @property
    def approvals(self) -> int:
        """Return how many people must approve a segment."""
        return self._project.config.review.approvals

    @property
    def separated(self) -> bool:
        """Return whether the writer of a text is kept from approving it."""
        review = self._project.config.review
        return Rules(review.approvals, review.self_approval).separated

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the target locales of the project."""
        return self._project.config.project.targets

    def read_only(self) -> Room:
        """Return a room with a connection of its own, for a worker thread; deciding in it raises StoreError."""
        return self._with(self._project.store.read_only())

    def another(self) -> Room:
        """Return a room with a writing connection of its own, for another thread."""
        return self._with(self._project.store.another())

    def in_locale(self, locale: str) -> Room:
        """Return the same reviewer's room of another locale, on the same connection."""
        (tag,) = self._project.locales((locale,))
        return Room(self._project, tag, self.reviewer)

    def _with(self, store: ReviewStore) -> Room:
        return Room(self._project, self.locale, self.reviewer, checker=self._checker, store=store)

    def close(self) -> None:
        """Close the room's own connection; the project's stays open."""
        if self._owns_store:
            self._store.close()

    def set_patience(self, seconds: float) -> None:
        """Set how long a decision waits for another process before it gives up with STO008."""
        self._store.set_patience(seconds)

    # The queue

    def unit_ids(self, query: Query) -> array[int]:
        """Return the ids of the units a query selects, in its order; its term is looked up in the glossary."""
        return self._store.unit_ids(self._known(query))

    def selected(self, query: Query) -> tuple[array[int], array[int]]:
        """Return what `unit_ids` returns, and those of them that still need a person."""
        return self._store.selected(self._known(query))

    def first_ids(self, query: Query, count: int, near: int | None = None) -> array[int] | None:
        """Return `count` ids of what a query selects, around `near` or the first, if they are found quickly."""
        return None if query.term else self._store.first_ids(query, count, near)

    def _known(self, query: Query) -> Query:
        return replace(query, sources=self.written_forms(query.term)) if query.term else query

    def written_forms(self, term: str) -> tuple[str, ...]:
        """Return every written form of the concepts that have this id or form; the words themselves if none has."""
        forms: dict[str, None] = {}
        for concept in self._project.glossary.concepts:
            own = [w for w in (concept.term, concept.hant, *concept.variants, *concept.hant_variants) if w]
            if term == concept.id or term in own:
                forms.update(dict.fromkeys(own))
        return tuple(forms) or (term,)

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return queue rows in the order of the ids."""
        return self._store.rows(ids)

    def unit(self, unit_id: int) -> Unit:
        """Return one unit."""
        return self._store.unit(unit_id)

    def progress(self) -> list[Progress]:
        """Return the counts of each file in every locale."""
        return self._store.progress()

    def files(self) -> list[Progress]:
        """Return the counts of each file in this locale."""
        return [p for p in self.progress() if p.locale == self.locale]

    def named(self, locale: str, name: str, file: str) -> list[int]:
        """Return the units whose segment has this id or key, those of a file first."""
        return self._store.named(locale, name, file)

    def repeats(self, unit_id: int) -> list[int]:
        """Return the other units with exactly the same source, in file order."""
        return self._store.repeats(unit_id)

    def views(self) -> list[SavedView]:
        """Return the reviewer's saved views."""
        return self._store.views(by=self.reviewer)

    def save_view(self, name: str, query: Query) -> None:
        """Keep a query under a name."""
        self._store.save_view(SavedView(name, query), by=self.reviewer)

    def drop_view(self, name: str) -> None:
        """Forget a saved view."""
        self._store.drop_view(name, by=self.reviewer)

    # Decisions

    def decide(
        self, unit_id: int, decisions: Sequence[Decision], revision: int, *, learn: bool = True
    ) -> Unit:
        """Record decisions on a unit as one act and return the unit as it is now.

        The findings of a new text are saved with it; an approved pair goes into the translation memory, unless
        the caller does that with `learn` when it has the time.

        Raises:
            ConflictError: the unit is not at `revision` any more.
            StoreError: a decision is not allowed (no reason, empty target …).
        """
        acts = [Act(unit_id, decision, revision) for decision in decisions]
        return self.decide_many(acts, learn=learn)[0]

    def decide_many(self, acts: Sequence[Act], *, learn: bool = True) -> list[Unit]:
        """Record decisions on many units as one act and return the units as they are now, each once.

        Raises:
            ConflictError, StoreError: as `decide`; nothing at all was recorded.
        """
        self._store.decide_many(acts, by=self.reviewer)
        touched = list(dict.fromkeys(act.unit for act in acts))
        self._check_recorded({act.unit for act in acts if act.decision.action is Action.EDIT})
        if learn:
            self.learn(touched)
        return self._store.units(touched)

    def undo(self, *, learn: bool = True) -> list[Unit]:
        """Take back the reviewer's latest act and return its units, [] if there is nothing to undo.

        The findings of every unit it touched are found anew, and an approval taken back leaves the memory.

        Raises:
            ConflictError: somebody else has decided on one of the units since.
        """
        touched = list(dict.fromkeys(row.unit for row in self._store.undo_group(by=self.reviewer)))
        self._check_recorded(touched)
        if learn:
            self.learn(touched)
        return self._store.units(touched)

    def _check_recorded(self, ids: Sequence[int] | set[int]) -> None:
        """Find the findings of units anew after a decision; where that fails, they wait for a check.

        A glossary that cannot be read must not make a decision that stands look like one that failed.
        """
        with contextlib.suppress(LocalizeError):
            self._check_again(ids)

    def learn(self, ids: Sequence[int]) -> None:
        """Let the translation memory hold the pairs of units exactly while they are approved."""
        from localize.api.remembering import remember

        remember(self._project, self.locale, self._store.units(ids), by=self.reviewer, store=self._store)

    # Terms

    def concept(self, term: str) -> Concept | None:
        """Return the concept with this id or written form."""
        return room_terms.concept_of(self._project, term)

    def term_impact(self, change: TermChange) -> Impact:
        """Return which lines a change of terms touches, and which approved ones it re-opens. Read-only."""
        return room_terms.impact(self._project, self._store, self.locale, change)

    def accept_term(self, change: TermChange) -> Impact:
        """Write a change of terms, check the lines that it touches anew, and re-open those that it must.

        The re-opened lines are one act in the log, with the change as the reason; an undo takes that act back, not
        the term file, which `put_back` does.
        """
        found = self.term_impact(change)
        config = self._project.config
        before = contents(config)
        room_terms.write(self._project, self.locale, change, by=self.reviewer)
        self._checker.forget()
        if found.reopened:
            revisions = {u.id: u.revision for u in self._store.units([row.id for row in found.reopened])}
            self.decide_many(room_terms.reopening(found.reopened, revisions, change))
        touched = [row.id for row in found.touched]
        self._check_again(touched)
        return replace(found, edit=edit_since(config, before, touched))

    def history(self, unit_id: int) -> list[Revision]:
        """Return what happened to a unit, oldest first."""
        return self._store.history(unit_id)

    # The other reviewers

    def beat(self, unit_id: int) -> None:
        """Note that the reviewer is at a unit."""
        self._store.beat(unit_id, by=self.reviewer)

    def leave(self) -> None:
        """Note that the reviewer has left."""
        self._store.leave(by=self.reviewer)

    def present(self, seconds: float) -> list[Presence]:
        """Return who else was seen in the last seconds."""
        return [p for p in self._store.present(seconds) if p.reviewer != self.reviewer.strip()]

    def log_length(self) -> int:
        """Return the length of the log of decisions."""
        return self._store.log_head()[0]

    def changed_by_others(self, number: int) -> list[int]:
        """Return the units that other people decided on after a row of the log."""
        return self._store.changed_by_others(number, by=self.reviewer)

    def expire_waivers(self) -> int:
        """Open the findings whose waiver has run out, and return on how many units."""
        return self._store.expire_waivers()
