"""The only place that says in the reviewer's language why a rendering was chosen, and who is taken to speak to whom."""

from __future__ import annotations

from tui import i18n
from tui.i18n import N_, _
from tui.wordings import understood

WHYS: tuple[str, ...] = (
    N_("its only sense"),
    N_("its default sense"),
    N_("the other senses are ruled out"),
    N_("undecided between {names}"),
    N_("{text} by {reason}"),
    N_("always"),
    N_("direct address"),
    N_("reference"),
    N_("genre {name}"),
    N_("era {name}"),
    N_("medium {name}"),
    N_("episode {number}"),
    N_("speaker {name}"),
    N_("addressee {name}"),
    N_("relation {name}"),
    N_("{text} before it"),
    N_("{text} after it"),
    N_("{text} near it"),
    N_("the ledger says {name} speaks"),
    N_("the ledger says {name} speaks ({by})"),
    N_("the ledger says {name} is spoken to"),
    N_("the ledger says {name} is spoken to ({by})"),
    N_("the file names {name}"),
    N_("the line is headed {text}"),
    N_("{names} are both addressed"),
    N_("{name} goes on speaking: {reason}"),
    N_("only {name} and {other} speak here"),
    N_("everybody who says so calls {name} {text}"),
)
"""What the glossary and the cast say; what stands in the term files themselves stays in its own language."""


def because(why: str) -> str:
    """Return a reason, or several parted by semicolons, in the language spoken now; what is not known stays.

    >>> because("kinship_address.laogong: its only sense; 'honey' by direct address")
    "kinship_address.laogong: its only sense; 'honey' by direct address"
    """
    if i18n.language() == i18n.ENGLISH:
        return why
    return _("; ").join(_said(part) for part in why.split("; "))


def _said(part: str) -> str:
    about, colon, rest = part.partition(": ")
    if colon and " " not in about and (said := _said(rest)) != rest:  # the id of a concept leads
        return _("{about}: {reason}").format(about=about, reason=said)
    wording, values = understood(WHYS, part)
    if not wording:
        return part
    return _(wording).format(**{name: _said(v) if name == "reason" else v for name, v in values})
