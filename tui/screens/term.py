"""The only place that shows the card of a term and takes a proposal for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList

from tui.i18n import N_, _
from tui.screens.over import Over
from tui.views import TermChange
from tui.widgets.cells import left
from tui.widgets.field import Field
from tui.widgets.prose import Bar, Look, Prose, Run, para
from tui.widgets.vocabulary import STANDINGS, meant, plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult

    from tui.views import TermCard
    from tui.widgets.prose import Paragraph

_FIELDS = (
    (N_("term"), N_("source words")),
    (N_("rendering"), N_("target words; none only shows the card")),
    (N_("standing"), N_("preferred, admitted, deprecated, forbidden")),
    (N_("condition"), N_("always, or when: speaker_gender: f, after: 们")),
    (N_("why"), N_("for the next person; goes into the term file")),
)


class TermScreen(Over[TermChange | None]):
    """Shows a card; Enter proposes what stands in the fields, Esc goes back."""

    CSS_PATH = "term.tcss"
    BINDINGS = [
        Binding("enter", "propose", N_("propose"), show=False),
        Binding("escape", "cancel", N_("cancel"), show=False),
        Binding("up", "app.focus_previous", N_("previous field"), show=False),
        Binding("down", "app.focus_next", N_("next field"), show=False),
    ]

    def __init__(self, term: str, card: TermCard | None, words: str, *, fault: Callable[[str], str]) -> None:
        """Keep what is shown.

        Args:
            term: source words.
            card: what the glossary says of them, None if it does not know them.
            words: a rendering to begin with, '' for none.
            fault: says what is wrong with a condition, '' if nothing is.
        """
        super().__init__()
        self._card, self._fault = card, fault
        self._known = _known(card)
        self._values = {
            "term": term,
            "rendering": words,
            "standing": _(STANDINGS[0]),
            "condition": self._known.get(words, ""),
            "why": "",
        }

    def compose(self) -> ComposeResult:
        """Yield the card and the fields."""
        with Vertical(id="box"):
            yield Bar(id="title")
            yield Prose(id="card", reading=True)
            for name, hint in _FIELDS:
                with Horizontal(classes="field"):
                    yield Prose(id=f"label-{name}", classes="label")
                    suggested = {"standing": [_(word) for word in STANDINGS], "rendering": list(self._known)}
                    suggester = SuggestFromList(suggested[name]) if suggested.get(name) else None
                    yield Field(
                        self._values[name], placeholder=_(hint), id=name, compact=True, suggester=suggester
                    )
            yield Prose(id="fault")
            yield Bar(id="keys")

    def on_mount(self) -> None:
        """Fill in the words."""
        title = _("Term card") if self._card else _("A new term")
        self.query_one("#title", Bar).set_bar([Run(title, Look.HEAD)])
        self.query_one("#card", Prose).show(list(card_paragraphs(self._card)))
        keys = _("Enter shows what the change would touch  Esc back  Tab next")
        self.query_one("#keys", Bar).set_hints(keys)
        for name, _hint in _FIELDS:
            self.query_one(f"#label-{name}", Prose).show([para(Run(_(name), Look.KEY))])
        self.query_one("#rendering" if self._values["term"] else "#term", Field).focus()

    def _complain(self, words: str) -> None:
        self.query_one("#fault", Prose).show([para(Run(words.strip(), Look.BAD))])

    def on_input_changed(self, event: Field.Changed) -> None:
        """Show the condition of a rendering that the concept has: what stands in the fields is what counts."""
        if event.input.id != "rendering":
            return
        before, after = (
            self._known.get(words.strip(), "") for words in (self._values["rendering"], event.value)
        )
        self._values["rendering"] = event.value
        if before != after:
            self.query_one("#condition", Field).value = after

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Take Enter in a field as Enter; what was typed before it stands there by now."""
        event.stop()
        self.action_propose()

    def action_propose(self) -> None:
        """Hand back the proposal."""
        words = {name: self.query_one(f"#{name}", Field).value.strip() for name, _hint in _FIELDS}
        standing = meant(words["standing"], STANDINGS)
        if not words["term"] or not words["rendering"]:
            self._complain(_("A proposal needs source words and target words.  "))
        elif not standing:
            known = _(", ").join(_(word) for word in STANDINGS)
            self._complain(_("'{word}' is none of {known}.  ").format(word=words["standing"], known=known))
        elif fault := self._fault(words["condition"]):
            self._complain(fault)
            self.query_one("#condition", Field).focus()
        else:
            was = self._known.get(words["rendering"], "")
            change = (words["term"], words["rendering"], standing, words["why"], words["condition"], was)
            self.dismiss(TermChange(*change))

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)


def _known(card: TermCard | None) -> dict[str, str]:
    """Return rendering → condition; of words that stand twice the first."""
    known: dict[str, str] = {}
    for (rendering, _when), condition in zip(card.renderings, card.conditions, strict=True) if card else ():
        known.setdefault(rendering.text, condition)
    return known


def card_paragraphs(card: TermCard | None) -> Iterator[Paragraph]:
    """Yield what the glossary says of a concept."""
    if card is None:
        yield para(Run(_("The glossary does not know this term; a proposal makes it one."), Look.MUTED))
        return
    yield para(
        Run(" ".join(card.forms), Look.TERM),
        Run(f"  {plain_name(card.category)}  {plain_name(card.strategy)}", Look.MUTED),
        Run("" if card.checked else _("  draft: nobody has reviewed this entry"), Look.WARN),
    )
    for rendering, when in card.renderings:
        refused = rendering.standing in STANDINGS[2:]
        yield para(
            Run(f"  {left(plain_name(rendering.standing), 11)}", Look.BAD if refused else Look.KEY),
            Run(rendering.text, Look.STRONG),
            Run(f"  {plain_name(rendering.strategy)}", Look.MUTED),
            Run(_("  if {condition}").format(condition=when) if when else "", Look.WARN),
            Run(f"  {rendering.note}" if rendering.note else ""),
            Run(f"  [{_(rendering.source)}]" if rendering.source else "", Look.MUTED),
            indent=13,
        )
    if not card.renderings:
        yield para(Run(_("  no rendering for this locale"), Look.WARN))
    if card.note:
        yield para(card.note, indent=2)
    yield para(Run(f"{card.concept}  {card.place}", Look.MUTED))
