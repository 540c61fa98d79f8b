"""The only place that takes decisions about people from a line: who is meant in it, and who calls whom what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual import work

from tui.actions import hints
from tui.i18n import _
from tui.messages import AddressPut, LinesFound, Looked, SpeechRead, TableRead, WhoRecorded
from tui.screens.base import RoomScreen
from tui.screens.choose import Choice, ChooseScreen
from tui.screens.form import Blank, FormScreen
from tui.views import AddressChange, Who
from tui.widgets.panels import Panel
from tui.widgets.people import speech_paragraphs
from tui.widgets.prose import Look, para
from tui.widgets.vocabulary import FORMALITIES, meant, plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.timer import Timer

    from tui.screens.address import CellChoice
    from tui.views import AddressRow, AddressTable, Speech

_PAUSE = 0.15
"""Seconds on a line after which who speaks in it is looked for; whoever walks on needs it not."""
_PRONOUN = re.compile(r"[他她它牠祂]们?|\bta\b", re.IGNORECASE)
_WORDS = re.compile(r"\s*[,，、;；]\s*")


class Casting(RoomScreen):
    """What a reviewer says of the people in a line."""

    _speech_timer: Timer | None = None
    _speech_of = 0
    _pair = ("", "")

    def on_looked(self, message: Looked) -> None:
        """Look for who speaks once the cursor rests on a line."""
        if message.view.unit.id != self.queue.current or not self.session.warm:
            return
        if self._speech_timer:
            self._speech_timer.stop()
        unit_id = message.view.unit.id
        if unit_id != self._speech_of:
            self.panels.put(Panel.WHO, ())
        self._speech_timer = self.set_timer(_PAUSE, lambda: self._read_speech_now(unit_id))

    def _read_speech_now(self, unit_id: int) -> None:
        if unit_id == self.queue.current:
            self.read_speech(unit_id)

    @work(thread=True, exclusive=True, group="speech", exit_on_error=False)
    def read_speech(self, unit_id: int) -> None:
        """Find who speaks to whom in a line."""
        self.post_message(SpeechRead(unit_id, self.session.speech(unit_id), ask=False))

    @work(thread=True, exclusive=True, group="who", exit_on_error=False)
    def read_and_ask(self, unit_id: int) -> None:
        """Find who speaks to whom in a line, for a question: a group of its own, which no pause on a line ends."""
        self.post_message(SpeechRead(unit_id, self.session.speech(unit_id), ask=True))

    def on_speech_read(self, message: SpeechRead) -> None:
        """Show who speaks, or ask what the ledger shall say."""
        if self.view is None or message.unit_id != self.view.unit.id:
            return
        self._speech_of = message.unit_id
        ids = {name: identifier for identifier, name in message.speech.cast}
        self._pair = (ids.get(message.speech.speaker, ""), ids.get(message.speech.addressee, ""))
        self.panels.put(Panel.WHO, list(speech_paragraphs(message.speech)))
        if message.ask:
            self._ask_who(message.unit_id, message.speech)

    # The ledger

    def action_who(self) -> None:
        """Say who is meant in the line."""
        view = self.ready()
        if view:
            self.read_and_ask(view.unit.id)

    def _ask_who(self, unit_id: int, speech: Speech) -> None:
        view = self.view
        if view is None or not speech.cast:
            self.say(
                _("The project has no file of people: [glossary] people in localize.toml names one."),
                Look.WARN,
            )
            return
        words = tuple(dict.fromkeys(_PRONOUN.findall(view.unit.segment.source)))
        known = dict(speech.pronouns)
        hint = _("a name or an id; empty says nothing of it")
        names = tuple(name for _id, name in speech.cast) + tuple(
            identifier for identifier, _name in speech.cast
        )
        blanks = [
            Blank(f"word-{at}", _("who is {word}").format(word=word), hint, known.get(word, ""), names)
            for at, word in enumerate(words)
        ]
        blanks += [
            Blank("subject", _("left-out subject"), hint, speech.subject, names),
            Blank("addressee", _("spoken to"), hint, "", names),
            Blank("speaker", _("who speaks"), hint, "", names),
            Blank("why", _("why"), _("for the next person")),
        ]

        def settle(answer: Mapping[str, str] | None) -> None:
            if answer is not None:
                self._decide_who(unit_id, speech, words, answer)

        about = (para(view.unit.segment.source), *speech_paragraphs(speech))
        self.app.push_screen(FormScreen(_("Who is meant in this line?"), about, blanks), settle)

    def _decide_who(
        self, unit_id: int, speech: Speech, words: Sequence[str], answer: Mapping[str, str]
    ) -> None:
        people: dict[str, str] = {}
        for name in ("speaker", "addressee", "subject", *(f"word-{at}" for at in range(len(words)))):
            identifier = person_named(answer[name], speech.cast)
            if identifier is None:
                self.say(
                    _("Nobody, or more than one, is called '{name}'.").format(name=answer[name]), Look.WARN
                )
                return
            people[name] = identifier
        pronouns = tuple((word, named) for at, word in enumerate(words) if (named := people[f"word-{at}"]))
        if not any(people.values()):
            self.say(_("Nothing was said, so nothing is recorded."))
            return
        who = Who(people["speaker"], people["addressee"], people["subject"], pronouns, answer["why"])
        self.record_who(unit_id, who)

    @work(thread=True, group="ledger", exit_on_error=False)
    def record_who(self, unit_id: int, who: Who) -> None:
        """Write a decision into the ledger."""
        self.session.record_who(unit_id, who)
        self.post_message(WhoRecorded(unit_id))

    def on_who_recorded(self, message: WhoRecorded) -> None:
        """Show the line as it is now."""
        self.say(
            _("The ledger has it; the line was checked anew.  ({undo} takes it back)").format(**hints()),
            Look.GOOD,
        )
        self.session.refresh((message.unit_id,))
        self.queue.row_changed()
        if self.view and self.view.unit.id == message.unit_id:
            self.look(message.unit_id)

    # The table of address

    def action_address(self) -> None:
        """Show who calls whom what in the episode of the line."""
        view = self.ready()
        if view:
            self.read_table(view.unit.id, self._pair if self._speech_of == view.unit.id else ("", ""))

    @work(thread=True, exclusive=True, group="table", exit_on_error=False)
    def read_table(self, unit_id: int | None, at: tuple[str, str] = ("", "")) -> None:
        """Read who calls whom what in the episode of a line, or in all of them."""
        self.post_message(TableRead(self.session.address_table(unit_id), at))

    def on_table_read(self, message: TableRead) -> None:
        """Show the table."""
        from tui.screens.address import AddressScreen

        table = message.table
        if not table.cast:
            self.say(
                _("The project has no file of people: [glossary] people in localize.toml names one."),
                Look.WARN,
            )
            return

        def settle(choice: CellChoice | None) -> None:
            if choice is None:
                return
            if choice.verb == "episodes":
                here = self.view.unit.id if self.view and table.episode is None else None
                self.read_table(here, (choice.speaker, choice.addressee))
                return
            rows = table.cell(choice.speaker, choice.addressee)
            if choice.verb == "add" or not rows:
                self._ask_form(table, choice, None)
            elif len(rows) == 1:
                self._ask_form(table, choice, rows[0])
            else:
                self._ask_row(table, choice, rows)

        self.app.push_screen(AddressScreen(table, message.at), settle)

    def _ask_row(self, table: AddressTable, choice: CellChoice, rows: Sequence[AddressRow]) -> None:
        from tui.screens.address import row_paragraphs

        names = dict(table.cast)
        lines = [line for row in rows for line in row_paragraphs(row, names)]
        choices = [
            Choice((str(number),), " ".join(row.source) or _("how formal"), str(number))
            for number, row in enumerate(rows[:9], 1)
        ]

        def pick(answer: str | None) -> None:
            if answer:
                self._ask_form(table, choice, rows[int(answer) - 1])
            else:
                self.read_table(self._of_episode(table), (choice.speaker, choice.addressee))

        choices.append(Choice(("escape",), _("back"), ""))
        self.app.push_screen(ChooseScreen(_("Which form?"), lines, choices), pick)

    def _ask_form(self, table: AddressTable, choice: CellChoice, row: AddressRow | None) -> None:
        from tui.screens.address import row_paragraphs

        names = dict(table.cast)
        pair = f"{names[choice.speaker]} > {names[choice.addressee]}"
        if row is None:
            about = [
                para(pair),
                para(_("A new form between these two, written into the project's people file.")),
            ]
        else:
            about = [
                *row_paragraphs(row, names),
                para(_("The change counts for everybody whom the row names.")),
            ]

        def settle(answer: Mapping[str, str] | None) -> None:
            at = (choice.speaker, choice.addressee)
            if answer is None:
                self.read_table(self._of_episode(table), at)
            else:
                self.find_lines(_change(choice, row, answer), self._of_episode(table))

        title = _("Form of address, {locale}").format(locale=table.locale)
        self.app.push_screen(FormScreen(title, about, _blanks(row)), settle)

    def _of_episode(self, table: AddressTable) -> int | None:
        return None if table.episode is None or self.view is None else self.view.unit.id

    @work(thread=True, exclusive=True, group="lines", exit_on_error=False)
    def find_lines(self, change: AddressChange, unit_id: int | None) -> None:
        """Find the lines that a form of address is about."""
        self.post_message(LinesFound(change, self.session.address_impact(change), unit_id))

    def on_lines_found(self, message: LinesFound) -> None:
        """Show the lines that a form is about, and ask before it is written."""
        from tui.screens.address import form_paragraphs

        change, unit_id = message.change, message.unit_id

        def settle(answer: str | None) -> None:
            if answer:
                self.put_address(change, unit_id)
            else:
                self.read_table(unit_id, (change.speaker, change.addressee))

        choices = (
            Choice(("y",), _("agree on it"), "agree"),
            Choice(("escape",), _("leave the people file as it is"), ""),
        )
        paragraphs = list(form_paragraphs(change, message.lines))
        self.app.push_screen(ChooseScreen(_("Agree on this form of address?"), paragraphs, choices), settle)

    @work(thread=True, group="address", exit_on_error=False)
    def put_address(self, change: AddressChange, unit_id: int | None) -> None:
        """Write a form of address, and read the table again."""
        checked = self.session.put_address(change)
        table = self.session.address_table(unit_id)
        self.post_message(AddressPut(table, (change.speaker, change.addressee), checked))

    def on_address_put(self, message: AddressPut) -> None:
        """Show the table with the change, and the line as it is now."""
        words = _("The people file has it; lines checked anew: {count}.  ({undo} takes it back)")
        words = words.format(**hints(), count=message.checked)
        self.say(words, Look.GOOD)
        self._announce = words
        self.search(self.session.found.query, self.queue.current)
        self.post_message(TableRead(message.table, message.at))


def person_named(words: str, cast: Sequence[tuple[str, str]]) -> str | None:
    """Return the id of the one person whom words mean, '' for no words, None for nobody or several.

    >>> person_named("wan", [("lin-wan", "Lin Wan 林晚"), ("butler", "the butler 管家")])
    'lin-wan'
    """
    if not words:
        return ""
    exact = [identifier for identifier, name in cast if words in (identifier, name)]
    folded = words.casefold()
    found = exact or [x for x, name in cast if folded in name.casefold() or folded in x.casefold()]
    return found[0] if len(found) == 1 else None


def _blanks(row: AddressRow | None) -> list[Blank]:
    first = row.call if row else ()
    hint = _("words, parted by commas")
    blanks = [
        Blank("call", _("calls"), hint, ", ".join(first)),
        Blank("you", _("says you"), hint, ", ".join(row.you) if row else ""),
        Blank("self", _("says I"), hint, ", ".join(row.self_) if row else ""),
        _formality(row.formality if row else ""),
        Blank("forbid", _("never"), hint, ", ".join(row.forbid) if row else ""),
    ]
    if row is None:
        blanks += [
            Blank(
                "source",
                _("in the source"),
                _("what is said there, such as 王总; empty for how formal alone"),
            ),
            Blank("episodes", _("episodes"), _("such as 3, 5-8 or 12-; empty for all")),
            Blank("note", _("why"), _("for the next person")),
        ]
    return blanks


def _formality(now: str) -> Blank:
    said = tuple(plain_name(name) for name in FORMALITIES)
    return Blank("formality", _("how formal"), _(", ").join(said), plain_name(now), said)


def _change(choice: CellChoice, row: AddressRow | None, answer: Mapping[str, str]) -> AddressChange:
    words = {name: tuple(filter(None, _WORDS.split(value))) for name, value in answer.items()}
    return AddressChange(
        number=row.number if row else None,
        speaker=choice.speaker,
        addressee=choice.addressee,
        source=words.get("source", ()),
        call=words["call"],
        you=words["you"],
        self_=words["self"],
        forbid=words["forbid"],
        formality=meant(answer["formality"], FORMALITIES) or answer["formality"],
        episodes=answer.get("episodes", ""),
        note=answer.get("note", ""),
    )
