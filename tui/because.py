"""The only place that says the library's reasons in the reviewer's language: of renderings, of edits, of the cast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import N_
from tui.wordings import Teller

if TYPE_CHECKING:
    from tui.wordings import Words

_TERMS = (
    N_("its only sense"),
    N_("its default sense"),
    N_("the other senses are ruled out"),
    N_("undecided between {concepts}"),
    N_("'{text}' by {reason}"),
    N_('"{text}" by {reason}'),
    N_("no rendering is certain here"),
    N_("as in the line “{text}”"),
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
    N_("“{text}” is forbidden for {term}"),
    N_("“{text}” is forbidden for {term}: {note}"),
    N_("{place} and {count} more"),
    N_("term changed: {term} is now '{text}' ({standing})"),
    N_("{term} is no term here any more ({concept})"),
    N_("{term} is a term here now ({concept})"),
    N_("{term}: other words are accepted or forbidden ({concept})"),
)
_CAST = (
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
    N_("{speaker} calls {name} {text}"),
    N_("{text} is {id}"),
)
_ADAPTATION = (
    N_("the engine said it by itself"),
    N_("the engine dropped it"),
    N_("it was put back by its place in the source"),
    N_("every other word of the clause is certain, so no engine was asked"),
    N_("checked only, because it has to agree with its sentence"),
    N_("the Traditional form of the term"),
    N_("the Traditional form of the term, not what a conversion by characters gives"),
    N_("the locale has its own word"),
    N_("the work says {term} here for the first time, and the cue has room for an explanation"),
    N_("short form: the cue holds {limit} characters"),
    N_("a name stands before the title"),
    N_("no name stands before the title"),
    N_("a rank stands before the title"),
    N_("the amount and its noun are one phrase"),
    N_("the number and what it counts are one phrase"),
    N_("a price for each"),
    N_("the locale writes half-width marks"),
    N_("Japanese marks"),
    N_("Traditional Chinese quotes with corner brackets"),
    N_("one ellipsis character"),
    N_("one dash"),
)
_CULTURE = (
    N_("nominal age counts birth as one: one is taken off"),
    N_("age in the locale's form"),
    N_("two times eight: an old way to say sixteen"),
    N_("nominal age {age} is {younger} or {youngest} by birthdays: check the limit of {limit}"),
    N_("numbered parts are named in the locale's order"),
    N_("lunar dates of {year} are said by the sun"),
    N_("lunar dates keep their calendar"),
    N_("the locale's own date form (CLDR)"),
    N_("the lunar New Year"),
    N_("a year of the sixty-year cycle"),
    N_("a real reign gains its year for the audience"),
    N_("a reign of the work itself keeps its count and gains no year"),
    N_("the zodiac animal as the locale counts it"),
    N_("no fixed length: said in round words, never computed"),
    N_("a watch of the night is two hours"),
    N_("the third is midnight"),
    N_("a 时辰 is two hours"),
    N_("a span of time in the audience's units"),
    N_("clock time in the audience's way of saying it"),
    N_("a double-hour is said by its middle on the clock"),
    N_("成 is a tenth of the whole"),
    N_("折 names the share that is paid, so what comes off is the rest"),
    N_("each 番 doubles"),
    N_("小目标 is a property developer's “small goal” of 100 million yuan: gloss it if the plot needs it"),
    N_("Chinese counts in myriads: the value is exact and said in the locale's words"),
    N_("period units keep their name"),
    N_("the audience's own unit, at most two significant digits"),
    N_("body height in the audience's own unit"),
    N_("period money has no modern value and keeps its unit"),
    N_("the amount keeps its own currency and is not converted"),
    N_("{count}: {reason}; gloss it on first use"),
    N_("jiǔ also means lasting"),
    N_("read aloud it sounds like “I love you”"),
    N_("read aloud it sounds like “I am willing”"),
    N_("read aloud it sounds like “for a whole life”"),
    N_("read aloud it sounds like “I love you for life”"),
    N_("it stands for “for all lives”"),
    N_("it plays on 520, “I love you”"),
    N_("a nickname keeps one form in the whole work"),
    N_("a title after a surname follows the locale's form of address"),
    N_("{name} has no gender in Chinese: {text} if she is a woman"),
    N_("floors are counted as the audience counts them"),
    N_("Chinese shoe sizes are European ones"),
    N_("about {american}; {british}"),
)
WHYS: tuple[str, ...] = (*_TERMS, *_CAST, *_ADAPTATION, *_CULTURE)
"""What glossary, cast, adaptation and culture rules say; what stands in the data itself stays in its own language."""
VALUES: Words = {
    "name": (
        *(N_("lover"), N_("sibling"), N_("subordinate")),
        *(N_("modern"), N_("historical"), N_("drama"), N_("game")),
        *(N_("f"), N_("m"), N_("palace"), N_("cultivation"), N_("xianxia"), N_("wuxia")),
        *(N_("rebirth"), N_("transmigration"), N_("time-travel"), N_("ceo")),
    ),
    "number": (N_("not known"),),
    "standing": (N_("preferred"), N_("admitted"), N_("deprecated"), N_("forbidden")),
}
"""What a field may hold that is a word of the library, by its name."""
TELLER = Teller(WHYS, VALUES)


def because(why: str) -> str:
    """Return a reason, or several parted by semicolons, in the language spoken now; what is not known stays.

    >>> because("kinship_address.laogong: its only sense; 'honey' by direct address")
    "kinship_address.laogong: its only sense; 'honey' by direct address"
    """
    return TELLER.tell(why)
