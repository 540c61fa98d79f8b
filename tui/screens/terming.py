"""The only place that takes a term from a line to the glossary: its card, a proposal, what it touches, acceptance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from tui.actions import hints
from tui.i18n import _, ngettext
from tui.messages import CardRead, Chosen, ImpactRead, TermAccepted
from tui.screens.ask import Answer, AskScreen, Question
from tui.screens.base import RoomScreen
from tui.screens.choose import Choice, ChooseScreen
from tui.widgets.prose import Look, Run, para
from tui.widgets.sourcetext import SourceText
from tui.widgets.tokens import unveil
from tui.widgets.vocabulary import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.views import TermChange, TermImpact
    from tui.widgets.prose import Paragraph

_LISTED = 40
"""Lines that a preview names; the rest is a number."""


class Terming(RoomScreen):
    """Terms seen and changed from the room."""

    def action_term(self) -> None:
        """Show the card of a term of the line; asks which one where there are several."""
        view = self.ready()
        if view is None:
            return
        words = self.selected_words()
        if chosen := self.query_one("#source", SourceText).chosen:
            self.read_card(chosen, words)
            return
        terms = list(dict.fromkeys(term.surface for term in view.terms))
        if len(terms) < 2:
            self.read_card(terms[0] if terms else "", words)
            return

        def show(answer: Answer | None) -> None:
            if answer is not None:
                self.read_card(answer.words or terms[answer.choice], words)

        question = Question(
            _("Which term?"), field=_("or other source words"), choices=tuple(terms), required=False
        )
        self.app.push_screen(AskScreen(question), show)

    def on_chosen(self, message: Chosen) -> None:
        """Say what can be done with words of the source."""
        self.say(
            _("'{words}' is chosen: {term} shows it as a term, or proposes it as one.").format(
                **hints(), words=message.words
            )
        )

    def selected_words(self) -> str:
        """Return what is selected in the editor, on one line."""
        return unveil(self.editor.selected_text).strip().replace("\n", " ")

    @work(thread=True, exclusive=True, group="card", exit_on_error=False)
    def read_card(self, term: str, words: str) -> None:
        """Read what the glossary says of a term."""
        self.post_message(CardRead(term, self.session.card(term) if term else None, words))

    def on_card_read(self, message: CardRead) -> None:
        """Show the card, and find what a proposal would touch."""
        from tui.screens.term import TermScreen

        def settle(change: TermChange | None) -> None:
            if change is not None:
                self.find_impact(change)

        fault = self.session.condition_fault
        self.app.push_screen(TermScreen(message.term, message.card, message.words, fault=fault), settle)

    @work(thread=True, exclusive=True, group="impact", exit_on_error=False)
    def find_impact(self, change: TermChange) -> None:
        """Find what a change of terms would touch."""
        self.post_message(ImpactRead(self.session.term_impact(change)))

    def on_impact_read(self, message: ImpactRead) -> None:
        """Show what the change would touch, and ask."""
        change = message.impact.change

        def settle(answer: str | None) -> None:
            if answer == "accept":
                self.say(_("writing the term …"))
                self.accept_term(change)

        choices = (
            Choice(("y",), _("accept it"), "accept"),
            Choice(("escape",), _("leave the glossary as it is"), ""),
        )
        self.app.push_screen(
            ChooseScreen(
                _("Accept this change of terms?"), tuple(impact_paragraphs(message.impact)), choices
            ),
            settle,
        )

    @work(thread=True, group="accept", exit_on_error=False)
    def accept_term(self, change: TermChange) -> None:
        """Write a change of terms."""
        self.post_message(TermAccepted(self.session.accept_term(change)))

    def on_term_accepted(self, message: TermAccepted) -> None:
        """Show the lines as they are now."""
        impact = message.impact
        change = impact.change
        words = ngettext(
            "'{term}' is '{text}' from now on; {count} line re-opened.",
            "'{term}' is '{text}' from now on; {count} lines re-opened.",
            len(impact.reopened),
        ).format(term=change.term, text=change.text, count=len(impact.reopened))
        self.say(words, Look.GOOD)
        self._announce = words
        self.search(self.session.found.query, self.queue.current)


def impact_paragraphs(impact: TermImpact) -> Iterator[Paragraph]:
    """Yield what a change of terms touches, the lines that it opens again by name."""
    change = impact.change
    words = _("  {standing}; it is a new term of this project.")
    if impact.known_as:
        words = _("  {standing}; it changes {concept}.")
    words = words.format(standing=plain_name(change.status), concept=impact.known_as)
    if change.when:
        words += _("  Only if: {condition}").format(condition=change.when)
    yield para(Run(change.term, Look.TERM), " = ", Run(change.text, Look.STRONG), words)
    touched, reopened = len(impact.touched), len(impact.reopened)
    yield para(
        ngettext(
            "{count} line holds it; it is checked anew.",
            "{count} lines hold it; they are checked anew.",
            touched,
        ).format(count=touched)
    )
    if not reopened:
        yield para(_("No approved line goes against it."))
        return
    words = ngettext(
        "{count} approved line does not go with it", "{count} approved lines do not go with it", reopened
    ).format(count=reopened)
    yield para(
        Run(words, Look.WARN), _(": up for discussion, as one act that {undo} takes back.").format(**hints())
    )
    yield para("")
    for row in impact.reopened[:_LISTED]:
        place = f"{row.file} {row.ordinal + 1}  "
        yield para(Run(place, Look.MUTED), row.source, "  ", Run(row.target or "", Look.OLD), indent=4)
    if len(impact.reopened) > _LISTED:
        yield para(_("and {count} more").format(count=len(impact.reopened) - _LISTED))
