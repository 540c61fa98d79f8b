"""The only place that says in the reviewer's language when a rendering of the glossary applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from localize.glossary.base import Condition

_WOMAN_OR_MAN = {
    "speaker_gender": {"f": N_("a woman speaks"), "m": N_("a man speaks")},
    "addressee_gender": {"f": N_("said to a woman"), "m": N_("said to a man")},
}
_LISTED = {
    "genres": N_("genre {words}"),
    "eras": N_("era {words}"),
    "mediums": N_("medium {words}"),
    "speakers": N_("{words} speaks"),
    "addressees": N_("said to {words}"),
    "before": N_("{words} before it"),
    "after": N_("{words} after it"),
    "context": N_("{words} near it"),
    "absent": N_("no {words} in the line"),
}
_NAMED = ("genres", "eras", "mediums")
"""Fields that hold words of the library; those of `tui.because` are in the catalogue."""


def applies(when: Condition | None) -> str:
    """Return a condition in words, '' for always.

    >>> from localize.glossary.base import Condition
    >>> either = (Condition(eras=("modern",)), Condition(after=("们",)))
    >>> applies(Condition(vocative=True, speaker_gender="f", any=either))
    'in direct address; a woman speaks; era modern or 们 after it'
    """
    return _("; ").join(_parts(when)) if when else ""


def _parts(when: Condition) -> Iterator[str]:
    if when.vocative is not None:
        yield _("in direct address") if when.vocative else _("not in direct address")
    for field, said in _WOMAN_OR_MAN.items():
        if gender := getattr(when, field):
            yield _(said[gender])
    if when.relation:
        yield _("the speaker is: {relation}").format(relation=_(when.relation))
    for field, words in _LISTED.items():
        if values := getattr(when, field):
            known = field in _NAMED
            yield _(words).format(words=_(", ").join(_(value) if known else value for value in values))
    if when.episodes is not None:
        yield _("episode {number}").format(number=when.episodes.text)
    if when.any:
        yield _(" or ").join(applies(one) for one in when.any)
