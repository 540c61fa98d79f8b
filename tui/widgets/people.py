"""The only place that words who speaks to whom in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.because import because
from tui.i18n import _
from tui.widgets.prose import Look, Run, para
from tui.widgets.vocabulary import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.views import Speech
    from tui.widgets.prose import Paragraph


def speech_paragraphs(speech: Speech) -> Iterator[Paragraph]:
    """Yield who speaks to whom, who is meant by what the line leaves out, and what says so; nothing for nobody."""
    if not speech.cast:
        return
    unknown = _("not certain")
    relation = f"  {plain_name(speech.relation)}" if speech.relation else ""
    yield para(
        Run(speech.speaker or unknown, Look.STRONG if speech.speaker else Look.MUTED),
        " > ",
        Run(speech.addressee or unknown, Look.STRONG if speech.addressee else Look.MUTED),
        Run(relation, Look.MUTED),
        indent=2,
    )
    if speech.subject:
        yield para(_("left-out subject"), _(": "), Run(speech.subject, Look.STRONG), indent=2)
    for word, who in speech.pronouns:
        yield para(Run(word, Look.TERM), _(": "), Run(who, Look.STRONG), indent=2)
    for why in speech.why:
        yield para(Run(f"  {because(why)}", Look.MUTED), indent=2)
