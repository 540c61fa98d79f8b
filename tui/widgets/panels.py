"""The only place that words the panels beside a line: findings, terms, changes, notes, draft."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical

from tui.actions import hints
from tui.advisories import engine_words
from tui.because import because
from tui.i18n import N_, _, pgettext
from tui.sayings import saying
from tui.views import Action, State
from tui.widgets.prose import Bar, Look, Paragraph, Prose, Run, para
from tui.widgets.signs import (
    SEVERITY_LOOKS,
    SEVERITY_SIGNS,
    STATE_LOOKS,
    done_words,
    severity_name,
    state_name,
)
from tui.widgets.vocabulary import origin_words, plain_name, rule_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from localize.model import Finding
    from tui.views import Rendering, Revision, Term, View, Way

_LONGEST = 800
"""Characters of one run that a panel shows; the source and the editor show all."""


class Panel(StrEnum):
    """The panels, in order."""

    FINDINGS = N_("Findings")
    TERMS = N_("Terms")
    CHANGES = N_("Changes")
    WHO = N_("Who")
    NOTES = N_("Notes")
    WAYS = N_("Other ways")
    FRAME = N_("Frame")
    DRAFT = N_("Draft")


_ASKS = {
    Panel.FINDINGS: "waive",
    Panel.TERMS: "term",
    Panel.CHANGES: "revert_change",
    Panel.WHO: "who",
    Panel.NOTES: "comment",
    Panel.WAYS: "insert_term",
    Panel.DRAFT: "history",
}
"""What a click on the name of a panel asks for."""
_UNCOUNTED = {Panel.DRAFT, Panel.FRAME, Panel.WHO}


class Panels(Vertical):
    """All panels below each other, or one at a time with its name among the others where there is little room."""

    def __init__(self, *, stacked: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes="-stacked" if stacked else None)
        self._one = Panel.FINDINGS
        self._stacked = stacked
        self._parts: dict[Panel, list[Paragraph]] = {panel: [] for panel in Panel}
        self._counts: dict[Panel, int] = {}

    def compose(self) -> ComposeResult:
        """Yield the names and the text."""
        yield Bar(id="panel-names")
        yield Prose(id="panel-text", reading=True)

    @property
    def text(self) -> str:
        """Return everything the panels show, for tests."""
        return f"{self.query_one('#panel-names', Bar).text}\n{self.query_one('#panel-text', Prose).text}"

    def set_stacked(self, *, stacked: bool) -> None:
        """Show all panels at once, or one at a time."""
        if stacked != self._stacked:
            self._stacked = stacked
            self.set_class(stacked, "-stacked")
            self._draw()

    def on_resize(self) -> None:
        """Part the names by what room there is."""
        if self.is_mounted:
            self.query_one("#panel-names", Bar).set_bar(self._names())

    def turn(self) -> None:
        """Go to the next panel that says something."""
        order = list(Panel)
        at = order.index(self._one)
        later = [*order[at + 1 :], *order[: at + 1]]
        self._one = next((panel for panel in later if self._counts.get(panel)), later[0])
        self._draw()

    def turn_to(self, at: int) -> None:
        """Go to a panel by its place in the order."""
        self._one = list(Panel)[at]
        self._draw()

    def clear(self) -> None:
        """Show nothing."""
        self._parts = {panel: [] for panel in Panel}
        self._counts = {}
        self._draw()

    def put(self, panel: Panel, paragraphs: Sequence[Paragraph]) -> None:
        """Show a panel that is found in its own time: the frame, or who speaks."""
        if list(paragraphs) != self._parts[panel]:
            self._parts[panel] = list(paragraphs)
            self._counts[panel] = 1 if paragraphs else 0
            self._draw()

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Show other ways to say the line."""
        self._parts[Panel.WAYS] = [_shortened(p) for way in ways for p in _way(way)] or [
            _nothing(_("no other way is known"))
        ]
        self._counts[Panel.WAYS] = len(ways)
        self._draw()

    def show(self, view: View, findings: Sequence[Finding], *, typed: bool) -> None:
        """Show what is known of a line; what is found in its own time stays as it was.

        Args:
            view: the line.
            findings: of its recorded target, or of the text being typed.
            typed: which of the two.
        """
        terms = list(view.terms)
        edits = view.unit.draft.edits if view.unit.draft else ()
        notes = list(_notes(view))
        self._parts = {
            Panel.FINDINGS: list(_findings(view, findings, typed=typed)),
            Panel.TERMS: [line for at, term in enumerate(terms) for line in _term(term, at)]
            or [_nothing(_("no glossary term here"))],
            Panel.CHANGES: list(_changes(view)),
            Panel.NOTES: notes or [_nothing(_("no notes"))],
            Panel.DRAFT: list(_draft(view)),
            **{panel: self._parts[panel] for panel in (Panel.WHO, Panel.WAYS, Panel.FRAME)},
        }
        self._parts = {panel: [_shortened(p) for p in part] for panel, part in self._parts.items()}
        self._counts = {
            Panel.FINDINGS: len(findings),
            Panel.TERMS: len(terms),
            Panel.CHANGES: len(edits),
            Panel.NOTES: len(notes),
            Panel.WAYS: self._counts.get(Panel.WAYS, 0),
            **{panel: 1 if self._parts[panel] else 0 for panel in (Panel.WHO, Panel.FRAME)},
            Panel.DRAFT: 1 if view.unit.draft else 0,
        }
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        self.query_one("#panel-names", Bar).set_bar(self._names())
        text = self.query_one("#panel-text", Prose)
        if not self._stacked:
            text.show(self._parts[self._one])
            return
        order = list(Panel)
        at = order.index(self._one)
        shown: list[Paragraph] = []
        for panel in [*order[at:], *order[:at]]:
            if self._parts[panel]:
                shown += [
                    para(Run(f"{_(panel)}{self._count(panel)}", Look.HEAD, _ASKS.get(panel, ""))),
                    *self._parts[panel],
                    para(""),
                ]
        text.show(shown)

    def _names(self) -> Iterator[Run]:
        if self._stacked:
            return
        names = {panel: f"{_(panel)}{self._count(panel)}" for panel in Panel}
        wide = sum(cell_len(name) + 3 for name in names.values()) <= self.size.width
        gap = " " if wide else ""
        for at, (panel, name) in enumerate(names.items()):
            if panel is self._one:
                yield Run(f"[{name}]{gap}", Look.KEY)
            else:
                yield Run(f" {name} {gap}", Look.MUTED, f"point_panel({at})")

    def _count(self, panel: Panel) -> str:
        return f" {self._counts[panel]}" if self._counts.get(panel) and panel not in _UNCOUNTED else ""


def _shortened(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph whose runs stop where nobody reads on in a panel, saying how long they are."""
    if all(len(run.text) <= _LONGEST for run in paragraph.runs):
        return paragraph
    runs = (
        run
        if len(run.text) <= _LONGEST
        else Run(
            _("{start}… ({count} characters)").format(start=run.text[:_LONGEST], count=len(run.text)),
            run.look,
            run.act,
        )
        for run in paragraph.runs
    )
    return Paragraph(tuple(runs), paragraph.indent)


def _nothing(words: str) -> Paragraph:
    return para(Run(words, Look.MUTED))


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings in the order in which the panel shows them."""
    return sorted(findings, key=lambda f: -f.severity)


def _findings(view: View, findings: Sequence[Finding], *, typed: bool) -> Iterator[Paragraph]:
    if typed:
        yield para(Run(_("of the text in the editor"), Look.MUTED))
    elif not view.unit.checked:
        yield para(Run(_("not checked since the text or its source changed"), Look.WARN))
    for at, finding in enumerate(worst_first(findings)):
        look, act = SEVERITY_LOOKS[finding.severity], f"point_finding({at})"
        name = f"{SEVERITY_SIGNS[finding.severity]} {severity_name(finding.severity)} {finding.code}"
        yield para(Run(name, look, act), Run(f"  {saying(finding.message)}", act=act), indent=2)
        if finding.fix:
            act = f"point_fix({at})"
            yield para(
                Run(_("  {apply_fix} applies: ").format(**hints()), Look.KEY, act),
                Run(finding.fix.text, Look.NEW, act),
                Run(f"  {saying(finding.fix.why)}", act=act),
                indent=4,
            )
    if not findings:
        yield _nothing(_("nothing found"))
    if view.unit.waived:
        yield para(Run(_("waived: {codes}").format(codes=" ".join(view.unit.waived)), Look.MUTED))


def _term(term: Term, at: int) -> Iterator[Paragraph]:
    act = f"point_term({at})"
    head = [Run(term.surface, Look.TERM, act), Run(f"  {plain_name(term.category)}", Look.MUTED, act)]
    if term.rivals:
        head.append(Run(_("  UNDECIDED, or: {terms}").format(terms=", ".join(term.rivals)), Look.WARN))
    yield para(*head, indent=2)
    for rendering in term.renderings:
        yield _rendering(rendering)
    if not term.renderings:
        yield para(Run(_("  no rendering for this locale"), Look.WARN))
    if term.refused:
        yield para(Run(_("  never: "), Look.BAD), ", ".join(term.refused), indent=4)
    first = _("first use: {gloss}").format(gloss=term.gloss) if term.gloss else ""
    for words in (because(term.why), term.note, first):
        if words:
            yield para(Run(f"  {words}", Look.MUTED), indent=2)


def _rendering(rendering: Rendering) -> Paragraph:
    number = str(rendering.number) if rendering.number else "-"
    standing = plain_name(rendering.standing)
    standing = standing if rendering.checked else _("{standing}, draft").format(standing=standing)
    rest = f"  {plain_name(rendering.strategy)}  {standing}"
    note = f"  {rendering.note}" if rendering.note else ""
    act = _number_act(rendering.number)
    return para(
        Run(f"  {number} ", Look.KEY, act),
        Run(rendering.text, Look.STRONG, act),
        Run(rest, Look.MUTED, act),
        Run(note, act=act),
        indent=4,
    )


def _number_act(number: int) -> str:
    return f"point_number('{number}')" if number else ""


def _changes(view: View) -> Iterator[Paragraph]:
    edits = view.unit.draft.edits if view.unit.draft else ()
    for number, edit in enumerate(edits, 1):
        act = f"point_change({number - 1})" if edit.before else ""
        runs = [
            Run(f"{number}. {plain_name(edit.kind)}  ", Look.KEY, act),
            Run(edit.source, Look.TERM, act),
            Run("  "),
        ]
        if edit.before:
            runs += [Run(edit.before, Look.OLD, act), Run(" > ", act=act)]
        yield para(*runs, Run(edit.after, Look.NEW, act), indent=2)
        yield para(
            Run(f"  {because(edit.reason)}", Look.PLAIN),
            Run(f"  ({rule_name(edit.rule)})", Look.MUTED),
            indent=2,
        )
    if any(edit.before for edit in edits):
        yield para(Run(_("  {revert_change} takes one back").format(**hints()), Look.KEY, "revert_change"))
    if not edits:
        yield _nothing(_("adaptation changed nothing"))


def _notes(view: View) -> Iterator[Paragraph]:
    unit, segment = view.unit, view.unit.segment
    if unit.state is State.OUTDATED or unit.previous_source is not None:
        yield para(Run(_("the source changed; it was: "), Look.WARN), unit.previous_source or "", indent=2)
    facts = [
        (_("note"), segment.note),
        (_("key"), segment.key),
        (_("scene"), segment.scene),
        (pgettext("of subtitles", "style"), segment.style),
    ]
    for name, value in facts:
        if value:
            yield para(Run(name + _(": "), Look.MUTED), value, indent=2)
    taken_back = {revision.undoes for revision in view.log}
    for revision in reversed(view.log):
        if revision.number not in taken_back:
            yield from _said(revision)


def _said(revision: Revision) -> Iterator[Paragraph]:
    """Yield what somebody wrote with a decision; one without words, or taken back, is in the history alone."""
    decision = revision.decision
    words = decision.reason or (decision.text if decision.action is Action.COMMENT else "")
    if words:
        who = f"{revision.by} {revision.at[:16].replace('T', ' ')} {done_words(decision)}" + _(": ")
        yield para(Run(who, Look.MUTED), because(words), indent=2)


def _draft(view: View) -> Iterator[Paragraph]:
    draft = view.unit.draft
    if draft is None:
        yield _nothing(_("no machine or memory draft"))
        return
    score = _("  score {score}").format(score=f"{draft.score:.2f}") if draft.score is not None else ""
    yield para(Run(engine_words(view.engine) or plain_name(draft.origin)), Run(score, Look.MUTED), indent=2)
    yield para(Run(draft.signature, Look.MUTED), indent=2)
    if draft.text != view.unit.target:
        yield para(Run(_("the draft was: "), Look.MUTED), draft.text, indent=2)


def _way(way: Way) -> Iterator[Paragraph]:
    number, act = str(way.number) if way.number else "-", _number_act(way.number)
    yield para(
        Run(f"  {number} ", Look.KEY, act),
        Run(way.text, Look.STRONG, act),
        Run(f"  {origin_words(way.origin)}", Look.MUTED, act),
        indent=4,
    )
    if way.source:
        yield para(Run(_("    for: "), Look.MUTED), way.source, indent=6)
    if way.by:
        yield para(Run(f"    {because(way.by)}", Look.MUTED), indent=6)


def log_paragraphs(log: Sequence[Revision]) -> Iterator[Paragraph]:
    """Yield the whole history of a line, newest first."""
    from tui.widgets.differing import word_diff

    for revision in reversed(log):
        decision = revision.decision
        done, state = done_words(decision), state_name(revision.after_state)
        yield para(
            Run(f"{revision.at[:19].replace('T', ' ')}  ", Look.MUTED),
            Run(revision.by, Look.STRONG),
            f"  {done}",
            Run(
                _(" (takes back {number})").format(number=revision.undoes) if revision.undoes else "",
                Look.MUTED,
            ),
            Run("" if state in done else f"  {state}", STATE_LOOKS[revision.after_state]),
            Run(f"  #{revision.number}", Look.MUTED),
            indent=2,
        )
        if decision.reason or decision.action is Action.COMMENT:
            yield para("  ", because(decision.reason) or decision.text, indent=2)
        if revision.before_text != revision.after_text:
            yield para("  ", *word_diff(revision.before_text or "", revision.after_text or ""), indent=4)
        yield para("")
    if not log:
        yield _nothing(_("nobody has decided anything here yet"))
