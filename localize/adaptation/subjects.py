"""The only place that makes an English term and its sentence agree in person: whose it is, who does it, since when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from localize.adaptation import verbs
from localize.adaptation.capitals import uncapital
from localize.adaptation.function_words import listed
from localize.model import EditKind

if TYPE_CHECKING:
    from localize.adaptation.base import Obligation

_OWN = {
    "我": "my", "我们": "our", "我們": "our", "咱": "our", "咱们": "our", "咱們": "our", "你": "your", "您": "your",
    "你们": "your", "你們": "your", "他": "his", "她": "her", "他们": "their", "他們": "their", "她们": "their",
    "她們": "their",
}  # fmt: skip
_FORMS = {
    "my": listed("i me i'm i've i'd i'll"),
    "our": listed("we us we're we've we'll"),
    "your": listed("you you're you've you'd you'll"),
    "his": listed("he him he's he'd he'll"),
    "her": listed("she she's she'd she'll"),
    "their": listed("they them they're they've they'll"),
}
"""English words that a model puts where the Chinese pronoun stood, though the noun after it is owned."""
_HELPERS = {"m": "is", "re": "is", "s": "is", "ve": "has", "d": "would", "ll": "will"}
"""What is left of “you're” once it has become “your”: it goes behind the noun."""
_LEFT = re.compile(r"([A-Za-z][A-Za-z'’]*)(\s+)$")
_DETERMINED = listed("a an the my your his her its our their this that these those some any no every each")
_KIN = listed(
    "mom dad mother father grandpa grandma grandfather grandmother uncle aunt auntie brother sister sis bro husband "
    "wife honey mother-in-law father-in-law sister-in-law brother-in-law son daughter"
)
"""Words that are written small once they belong to somebody."""
_SUBJECT_END = re.compile(
    r"(?:^|[.!?…,:]\s|\n|[-–]\s)[\s\"'“‘]*(?:the\s+|and\s+|but\s+|so\s+)?$", re.IGNORECASE
)
_VERB_AFTER = re.compile(r"^(\s+)([a-z]+(?:n't)?)\b(?!['’])")
_TITLED = re.compile(
    r"[Yy]our servant|(?:[Tt]he|[HhYy](?:is|er|our)) [A-Z][a-z]+(?: (?:the |of )?[A-Z][a-z]+)*|"
    r"(?:M(?:r|rs|s|iss)|Dr|Master|Lady|Lord)\.? [A-Z][a-z]+"
)
"""A title that is the whole of a sentence so far: a subject of the third person."""
_HAVE_AFTER = re.compile(r"^['’]ve\b")
_THIRD = {"are": "is", "am": "is", "were": "was", "have": "has", "do": "does", "don't": "doesn't", "aren't": "isn't",
          "weren't": "wasn't", "haven't": "hasn't"}  # fmt: skip
_PERSONS = listed("i you we they me us them")
_QUANTITIES = {EditKind.NUMBER, EditKind.AGE, EditKind.MEASURE}
_COPULA = {"i": "'m", "you": "'re", "we": "'re", "they": "'re", "he": "'s", "she": "'s"}
_POSSESSED = re.compile(r"(?:^|[.!?…]\s)(?:my|your|his|her|our|their)\s+[a-z]+\s+$", re.IGNORECASE)
_BEFORE_DURATION = listed(
    "a an the my your his her its our their this that these those some any no every each another last next past first "
    "only just about around nearly almost over under than more less after before within in for of to until since at by "
    "on from and or but is are was were be been being am it's that's i'm takes take took taken spend spends spent wait "
    "waited lasts lasted even still already not exactly full whole contract"
)
"""Words after which a length of time needs no “for”."""
_SUBJECTS = {EditKind.NAME, EditKind.ADDRESS, EditKind.TERM}
_SENTENCE = re.compile(r"^(\s+)(?=[A-Z])")


def agree(before: str, words: str, after: str, obligation: Obligation) -> tuple[str, str, str]:
    """Return the text around a term and the term, agreeing in person.

    Args:
        before, after: the sentence around it.
        words: what is to stand there, citation form.
        obligation: where they come from.
    """
    if obligation.inflects:
        before, words = verbs.fit(before, words, done=obligation.done, third_person=_single(before))
        return before, words, _small(after)
    if obligation.owner:
        before, words, after = _owned(before, words, after, _OWN.get(obligation.owner, ""))
    if obligation.kind in _QUANTITIES:
        return _quantified(before, after, obligation), words, after
    if obligation.kind not in _SUBJECTS:
        return before, words, after
    after = _small(after)
    if words.casefold() not in _PERSONS:
        after = _HAVE_AFTER.sub("'s", after)
    if _names_one(words) and _SUBJECT_END.search(before):
        after = _third(after)
    return before, words, after


def _quantified(before: str, after: str, obligation: Obligation) -> str:
    """Return what stands before a quantity with the verb or preposition that English wants there.

    Chinese says 我五十一 and 找了你二十年: I'm 51, looked for you *for* twenty years.
    """
    left = re.search(r"([A-Za-z][A-Za-z'’]*)(\s*)$", before)
    if left is None or re.match(r"\s*\w", after):
        return before
    said = left.group(1).casefold()
    if said in _COPULA and not _inside(before[: left.start()]):
        return before[: left.end(1)] + _COPULA[said] + " "
    if obligation.kind is EditKind.AGE and _POSSESSED.search(before):
        return before + "is "
    lasts = obligation.rule == "time.duration" and not obligation.target.endswith((" ago", " later"))
    if not lasts or said in _BEFORE_DURATION or (said in _COPULA and not _inside(before[: left.start()])):
        return before
    return f"{before.rstrip()} for "


def _owned(before: str, words: str, after: str, own: str) -> tuple[str, str, str]:
    """Return a word of kinship with whose it is: “You husband” is “your husband”, “Lin Wan mom” “Lin Wan's mom”.

    Args:
        before, words, after: the sentence and the word.
        own: the possessive, '' where a name before the word says whose it is.

    >>> _owned("You're ", "Mom", " in my hands.", "your"), _owned("Did ", "father-in-law", " pay?", "your")
    (('Your ', 'mom', ' is in my hands.'), ('Did your ', 'father-in-law', ' pay?'))
    >>> _owned("I've ", "Mom", " been ill.", "my"), _owned("It's Lin Wan ", "Mom", "!", "")
    (('My ', 'mom', ' has been ill.'), ("It's Lin Wan's ", 'mom', '!'))
    """
    if not own:
        named = re.search(r"[A-Z]\w*[a-z](\s+)$", before)
        return (before[: named.start(1)] + "'s ", _lower(words), after) if named else (before, words, after)
    left = _LEFT.search(before)
    said = left.group(1).casefold().replace("’", "'") if left else ""
    if left and said in _FORMS[own]:
        shown = (
            own.capitalize() if left.group(1)[0].isupper() and not _inside(before[: left.start()]) else own
        )
        helper = _HELPERS.get(said.partition("'")[2], "")
        if helper and re.match(r"\s+[a-z]", after):
            after = f" {helper}{after}"
        return before[: left.start()] + shown + left.group(2), _lower(words), after
    if left and said == own:
        return before, _lower(words), after
    if (left and said not in _DETERMINED) or not before.strip():
        return before + (own if before.strip() else own.capitalize()) + " ", _lower(words), after
    return before, words, after


def _inside(before: str) -> bool:
    """Return whether something of the same sentence stands before."""
    return bool(before.strip()) and before.rstrip()[-1] not in ".!?…:-–"


def _lower(words: str) -> str:
    return words[0].lower() + words[1:] if words.split()[0].casefold() in _KIN else words


def _names_one(words: str) -> bool:
    """Return whether words name one person or thing other than the speaker and who is spoken to."""
    last = words.split()[-1].casefold() if words.split() else ""
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is")) and words[:1].islower()
    return bool(last) and last.isalpha() and last not in _PERSONS and not plural


def _single(before: str) -> bool:
    """Return whether a sentence so far is nothing but the name or title of one person: “Your servant ”."""
    said = re.split(r"[.!?…,:]\s", before)[-1].strip()
    return _TITLED.fullmatch(said) is not None


def _third(after: str) -> str:
    """Return what follows a subject of the third person with the verb that it takes.

    >>> _third(" follow the decree."), _third(" are here."), _third(" the decree.")
    (' follows the decree.', ' is here.', ' the decree.')
    """
    found = _VERB_AFTER.match(after)
    if found is None:
        return after
    blank, verb = found.groups()
    if verb not in _THIRD and verb not in verbs.VERBS:
        return after
    return blank + (_THIRD.get(verb) or verbs.third(verb)) + after[found.end() :]


def _small(after: str) -> str:
    """Return what follows a term in its sentence without the capital of a new one."""
    found = _SENTENCE.match(after)
    return found.group(1) + uncapital(after[found.end() :], sure=True) if found else after
