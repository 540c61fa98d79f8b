"""The only place that says the library's findings in the reviewer's language.

A finding keeps its English words in the store and in every report; `tui.wordings` finds its wording again.
"""

from __future__ import annotations

from tui import advisories, because
from tui.i18n import N_
from tui.widgets.vocabulary import FORMALITIES
from tui.wordings import Teller

_CUE = (
    N_("{speed} characters a second, at most {limit}"),
    N_("the cue lasts {duration} ms"),
    N_("the cue lasts {duration} ms, at least {limit}"),
    N_("the cue lasts {duration} ms, at most {limit}"),
    N_("the cue before is shown for {gap} ms more"),
    N_("the cue begins {gap} ms before the one that stands before it"),
    N_("{gap} ms after the cue before, at least {limit}"),
    N_("{frames} frames after the cue before at {fps} fps, at least {limit}"),
    N_("{frames} frames after the cue before at {fps} fps: close up to {limit}, or half a second"),
    N_("begins {frames} frames before the cut at {cut} ms: begin on it, or {limit} before"),
    N_("ends {frames} frames after the cut at {cut} ms: end {limit} before it, or later"),
)
_LINES = (
    N_("{length} characters, the field holds {limit}"),
    N_("a line of {length} characters, at most {limit}"),
    N_("a line of {pixels} pixels in {font}, the safe area holds {limit}"),
    N_("{length} characters without a break, at most {limit}: {reason}"),
    N_("{count} lines, at most {limit}"),
    N_("{count} lines would fit on one"),
    N_("the line break {reason}"),
    N_("no glyph in {font}: {glyphs}"),
    N_("no glyph in {font}: {glyphs} and {count} more"),
    N_("pixels and glyphs were not measured: {font} cannot be read as a font"),
    N_("pixels and glyphs were not measured: no Noto font of script {script} is installed, nor one set"),
    N_("the line begins with a left-to-right word, so a player may lay it out from left to right"),
)
_REASONS = (
    N_("parts a name or term"),
    N_("parts a word"),
    N_("parts a number"),
    N_("parts a name"),
    N_("parts a word or phrase"),
    N_("parts a number from its unit"),
    N_("parts a dash from its words"),
    N_("parts a title from its name"),
    N_("begins a line with a particle"),
    N_("begins a line with a punctuation mark"),
    N_("ends a line with an article or determiner"),
    N_("ends a line with a preposition"),
    N_("\\q2 forbids wrapping"),
    N_("players of ASS wrap at blanks only"),
)
_CODE = (
    N_("{text} is missing"),
    N_("{text} is missing {count} times"),
    N_("{text} is missing from an option"),
    N_("{text} is not in the source"),
    N_("{text} is not in the source and stands here {count} times"),
    N_("{text} stands once more than in the source"),
    N_("{text} stands {count} times more than in the source"),
    N_("{text} has no partner or crosses another tag"),
    N_("{found} in place of {wanted}"),
    N_("{found} in place of {wanted}: number them, as in %2$s %1$d"),
    N_("%{number}: {wanted} in the source, {found} here"),
    N_("a real line break in place of {wanted}"),
    N_("{found} in place of a real line break"),
    N_("blanks at the edges differ"),
    N_("the internal symbol {code} was left in the text"),
    N_("a {text} has no partner"),
    N_("{argument}: there is no option for all other cases"),
    N_("{argument}: the option {text} is missing"),
    N_("{argument}: the source has no option {text}"),
    N_("{argument}: no option for {text}, which {locale} has"),
    N_("{argument}: {text} is no plural category"),
    N_("{argument}: {locale} never chooses {text}"),
    N_("{argument}: the option {text} does not say the number"),
    N_("the message cannot be read: {text}"),
    N_("the access key ({text}) of the source is missing"),
    N_("{count} access keys, one is meant"),
    N_("an access key that the source does not have"),
    N_("a line break, where a time has one line"),
    N_("msgid and msgstr do not both begin or end with a line break"),
)
_TEXT = (
    N_("there is no text"),
    N_("the text is the source"),
    N_("{text} is left of the source"),
    N_("“{text}” stands twice"),
    N_("two blanks in a row"),
    N_("a “{close}” without its “{open}”"),
    N_("{found} should be {wanted}"),
    N_("“{text}” has no partner"),
    N_("a replacement character: a byte was lost"),
    N_("{text} is what wrong decoding leaves"),
    N_("{text} is {meant}, decoded wrongly"),
    N_("too short? {ratio} characters for one of the source, usually {least} to {most}"),
    N_("too long? {ratio} characters for one of the source, usually {least} to {most}"),
    N_("the source says {wanted}, the text {found}"),
    N_("the source asks, the text does not"),
    N_("this is {language}"),
    N_("ends with “{text}”"),
    N_("ends with “{text}” at {share} of the usual length"),
    N_("a sentence begins with a small letter"),
    N_("every letter is a capital"),
    N_("{text}: months and days begin with a capital"),
    N_("{text}: months and days begin with a small letter"),
    N_("quotations stand in {open} {close}"),
    N_("a blank that does not break stands before ? ! ; :"),
    N_("a blank that does not break stands inside « »"),
    N_("a Greek question ends with ;"),
    N_("a Thai sentence ends without a full stop"),
    N_("{text} is Simplified"),
    N_("{text} are Simplified"),
    N_("{text} is Traditional"),
    N_("{text} are Traditional"),
    N_("invisible: {codes}"),
    N_("direction controls in a left-to-right text: {codes}"),
    N_("direction controls that are overrides or are not closed: {codes}"),
    N_("control character {code}"),
    N_("“{text}” mixes Latin with Cyrillic or Greek letters"),
    N_("{text} is half-width"),
    N_("{text} is full-width"),
    N_("{text} is half-width or full-width"),
)
_LANGUAGES = (
    N_("English"),
    N_("Spanish"),
    N_("Portuguese"),
    N_("French"),
    N_("German"),
    N_("Italian"),
    N_("Indonesian"),
    N_("Vietnamese"),
    N_("Turkish"),
)
_TERMS = (
    N_("{term} is not rendered as {wanted}"),
    N_("{term}: “{text}” is forbidden"),
    N_("{term}: “{text}” is deprecated, agreed is {wanted}"),
    N_("{term} may be {rivals}"),
    N_("elsewhere the same source is “{text}”"),
    N_("{term} is “{text}” here and “{usual}” in {most} of {count} lines, first {place}"),
    N_("the engine dropped {term}; “{text}” was put back by position, read the line"),
    N_("“{text}” is {formality}, {who} is {agreed_formality} ({why})"),
    N_("“{text}” is not agreed, {who} says {wanted} ({why})"),
    N_("“{text}” for {term} gives a later episode away; episode {episode} says {wanted}"),
    N_("“{text}” cannot be {person}, who is meant by {term}"),
    N_("“{text}” cannot be {person}, who is meant by {term}, says {by}"),
    N_("{term}: {advisory}, severity {severity} in {market} ({basis}); {advice}"),
)
_WORK = (
    N_("the source changed after the decision"),
    N_("approved, although errors are open"),
    N_("the waiver of {code} has run out"),
    N_("the engine gave no draft: {why}"),
    N_("drafted by {name}, whose licence ({licence}) does not let a product use it: write the line anew"),
)
_REPAIRS = (
    N_("put back around the line, as in the source"),
    N_("a line break as in the source"),
    N_("written as in the source"),
    N_("edges as in the source"),
    N_("line breaks as in the source"),
    N_("one line"),
    N_("broken again within the limits"),
    N_("broken again"),
    N_("broken with \\N"),
    N_("joined"),
    N_("a right-to-left mark leads the line"),
    N_("quotation marks of the locale"),
    N_("French blanks"),
    N_("the Greek question mark"),
    N_("no full stop"),
    N_("an ellipsis is a character of its own"),
    N_("full-width punctuation"),
    N_("Arabic punctuation"),
    N_("punctuation of the locale"),
    N_("“{open}” at the start"),
    N_("converted one for one"),
    N_("taken out"),
    N_("letters of one script"),
    N_("in the usual width"),
    N_("a sentence begins with a capital"),
    N_("months and days begin with a capital"),
    N_("months and days begin with a small letter"),
    N_("one blank"),
    N_("the second goes"),
    N_("decoded as UTF-8"),
)
SAYINGS: tuple[str, ...] = (*_CUE, *_LINES, *_CODE, *_TEXT, *_TERMS, *_WORK, *_REPAIRS)
_TELLER = Teller(
    SAYINGS,
    {
        "language": _LANGUAGES,
        "formality": FORMALITIES,
        "agreed_formality": FORMALITIES,
        "wanted": (N_("another word"),),
        "term": (N_("the omitted subject"),),
    },
    Teller(
        (*_REASONS, *because.WHYS, *advisories.ADVICE, *advisories.BASES),
        {**because.VALUES, "evidence": advisories.EVIDENCE},
    ),
)


def saying(message: str) -> str:
    """Return a finding's message, or the reason of its fix, in the language spoken now.

    >>> saying("the cue lasts 500 ms, at least 833")
    'the cue lasts 500 ms, at least 833'
    """
    return _TELLER.tell(message)
