"""The only place that marks what market advisories and engines say of themselves, so that the catalogue says it."""

from __future__ import annotations

from tui.i18n import N_, _
from tui.wordings import Teller

ADVICE: tuple[str, ...] = (
    N_("a legend, a commander or a lord in place of a god"),
    N_("soften, and have a reviewer of the market read the scene"),
    N_("gloss once; the rating may rise"),
    N_("keep; “drink” may be enough; the rating may rise"),
    N_("a neutral word, only where the picture allows it"),
    N_("soften; the rating may rise"),
    N_("disclose odds and guarantees; age gate"),
    N_("keep; whether to offer the work is a choice for each market"),
    N_("another take, or a line of consent; never romance in the copy"),
    N_("the wording must not endorse it; a card with a helpline"),
    N_("an age advisory; never compute a lower age silently"),
    N_("legal review"),
    N_("the name in place of the word of kinship"),
    N_("the rating may rise"),
    N_("no detail of the method; a card with a helpline"),
    N_("words of service or of contract"),
    N_("a milder insult; never raise the slur"),
    N_("check the register"),
    N_("legal review; a claim about a border is never translated silently and never edited"),
    N_("a neutral label"),
    N_("legal review in Thailand"),
    N_("a disclaimer of fiction in the store copy"),
    N_("write the sense, not the digits"),
    N_("copy and content must agree"),
)
BASES: tuple[str, ...] = (
    N_("editorial, not reviewed"),
    N_("editorial: {evidence}"),
    N_("rating_body: {evidence}"),
    N_("store_rule: {evidence}"),
    N_("law: {evidence}"),
    N_("custom: {evidence}"),
)
EVIDENCE: tuple[str, ...] = (
    N_("industry page on the Middle East: a bar becomes a café; low reliability"),
    N_("GRAC has a descriptor for alcohol, tobacco and drugs"),
    N_("ESRB tells Real Gambling from Simulated Gambling"),
    N_("GRAC has a descriptor for gambling"),
    N_("IGRS rates gambling simulation"),
    N_("PEGI: paid random items 16 by default, limited offers 12, for games submitted from June 2026"),
    N_(
        "Lei 15.211/2025 (ECA Digital), art. 20: no paid loot boxes in games aimed at or likely used by minors"
    ),
    N_("Game Industry Promotion Act: odds and guarantee rules of random items must be shown"),
    N_("ESRB notice In-Game Purchases (Includes Random Items)"),
    N_("the Saudi authority calls violence and blood acceptable, with a higher rating"),
    N_("IGRS rates blood, mutilation and cannibalism"),
)
_QUALITIES = (N_("draft"), N_("test"), N_("production"))
_ENGINES = Teller(
    (
        N_("{title}; {quality} quality; {licence}"),
        N_("{title}; {quality} quality; "),
        N_(
            "Echo: the source text behind the locale, [en-US] …; no translation; {quality} quality; {licence}"
        ),
    ),
    {"quality": _QUALITIES},
    Teller(
        (
            N_("OpenCC with regional words: Simplified to Traditional (Taiwan, Hong Kong) and back"),
            N_("Starter model, Chinese to English: gist of short everyday lines"),
            N_("Chat model {name} on this host"),
            N_("Chat model {name} at {server}"),
            N_("{name} with {runner}"),
            N_("Firefox Translations model {name}"),
            N_("{name} into {locale}, then {other}"),
        ),
        {},
    ),
)


def engine_words(line: str) -> str:
    """Return what an engine says of itself, or its name, in the language spoken now.

    >>> engine_words("marian; draft quality; MIT")
    'marian; draft quality; MIT'
    """
    said = _ENGINES.tell(line)
    return _(line) if said == line else said
