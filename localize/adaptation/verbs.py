"""The only place that fits an English verb phrase to the words before it: *to die*, *dying*, *she dies*."""

from __future__ import annotations

import re

from localize.adaptation.function_words import listed

VERBS = listed(
    "alert ascend ask back be beat become beg betray bide blame block blow bow break bring build burn buy "
    "call cancel catch celebrate change cheat check clean come confess confiscate cover crack cross cry "
    "cultivate curse cut deal deserve despise die divorce drag draw dream drink drive drop eat endure "
    "enter escape examine face fail faint fall feed feel fight find flatter follow fool force forget "
    "forgive gaslight get ghost gild give go gossip grab greet grieve grind grope grow have heal help "
    "hide hit hold honor hope hurt ignore insult invite join jump keep kick kill kneel knock know kowtow "
    "lash laugh lead learn leave let level lie listen live look lose love make manipulate marry meditate "
    "mind miss mock move obey offend open overcompete overdo overestimate owe pardon pass pay perform "
    "play pledge poison possess pray pretend promise protect prove pull punish push put quit raise rank "
    "reach read rebel refine reflect regret reject relieve repay report respect rest retire return "
    "revenge review ride rise rob ruin run save say scheme see seek sell send serve settle ship shoot "
    "show side sink sit slack slander slap sleep spare speak spend splurge spoil stab stall stand starve "
    "stay steal stir stop strike submit suck suffer suit summon surrender survive swallow swear switch "
    "take talk tame teach tear tell test thank think threaten throw time-travel tip torture touch train "
    "transmigrate trap treat trick trust try turn twist undergo use visit wait wake walk want waste watch "
    "wear win wish work worship write "
)
"""Base forms that a rendering may begin with; other first words are left as they are."""

_PARTICIPLES = {
    "be": "been", "beat": "beaten", "become": "become", "bide": "bided", "blow": "blown", "break": "broken",
    "bring": "brought", "build": "built", "buy": "bought", "catch": "caught", "come": "come", "cut": "cut",
    "deal": "dealt", "draw": "drawn", "drink": "drunk", "drive": "driven", "eat": "eaten", "fall": "fallen",
    "feed": "fed", "feel": "felt", "fight": "fought", "find": "found", "forget": "forgotten", "forgive": "forgiven",
    "gild": "gilded", "get": "gotten", "give": "given", "go": "gone", "grind": "ground", "grow": "grown",
    "have": "had", "hide": "hidden", "hit": "hit", "hold": "held", "hurt": "hurt", "keep": "kept", "kneel": "knelt",
    "know": "known", "lead": "led", "leave": "left", "let": "let", "lie": "lain", "lose": "lost", "make": "made",
    "overdo": "overdone", "pay": "paid", "put": "put", "quit": "quit", "read": "read", "repay": "repaid",
    "ride": "ridden", "rise": "risen", "run": "run", "say": "said", "see": "seen", "seek": "sought", "sell": "sold",
    "send": "sent", "shoot": "shot", "show": "shown", "sink": "sunk", "sit": "sat", "sleep": "slept",
    "speak": "spoken", "spend": "spent", "stand": "stood", "steal": "stolen", "strike": "struck", "swear": "sworn",
    "take": "taken", "teach": "taught", "tear": "torn", "tell": "told", "think": "thought", "throw": "thrown",
    "undergo": "undergone", "wake": "woken", "wear": "worn", "win": "won", "write": "written",
}  # fmt: skip
_DOUBLING = listed(
    "beg cut drag drop forget get grab hit let put quit rebel rob run ship shut sit slap stab stir stop tip trap "
    "win "
)
"""Verbs that double their last letter before an ending."""

_LAST = re.compile(r"([^\W\d_][\w'’]*)(\s*)$")
_SKIPPED = re.compile(
    r"(?:\s*\b(?:not|never|just|really|always|already|also|still|even|all|only|ever|too|so|both|finally)\b\s*)+$",
    re.I,
)
_BE = listed(
    "am is are was were be been being i'm you're we're they're he's she's it's isn't aren't wasn't weren't who's that's"
)
_HAVE = listed("have has had having i've you've we've they've haven't hasn't hadn't")
_THIRD = listed("he she it who this that everyone everybody someone somebody nobody nothing everything")
_GERUND = listed(
    "a an the my your his her its our their of for about without by from with at on in into after before than like "
    "this that stop start keep quit enjoy hate love mind avoid called calling no some any"
)
_ARTICLES = listed("a an the")
_INVERTED = re.compile(
    r"\b(?:am|is|are|was|were|isn't|aren't|wasn't|weren't)\s+(?:I|you|he|she|it|we|they)\s+$", re.I
)
_TAKES = {"congratulations": "on", "congrats": "on", "thankyou": "for", "thanks": "for", "sorry": "for"}
_PREPOSITION = re.compile(r"\b(congratulations|congrats|thank you|thanks|sorry)[!,.]?\s+$", re.IGNORECASE)
"""Words after which a deed stands in -ing, with the preposition that models leave out."""
_BEING = re.compile(r"\b(I|you|we|they|he|she|it)(['’](?:m|re|s)|\s+(?:am|are|is))\s+$", re.IGNORECASE)
_POSSESSIVES = {
    "i": "my", "i'm": "my", "i've": "my", "my": "my", "me": "my", "you": "your", "you're": "your", "your": "your",
    "he": "his", "he's": "his", "his": "his", "she": "her", "she's": "her", "her": "her", "we": "our", "we're": "our",
    "our": "our", "they": "their", "they're": "their", "their": "their",
}  # fmt: skip


def fit(before: str, words: str, *, done: bool = False, third_person: bool = False) -> tuple[str, str]:
    """Return the text before a verb phrase and the phrase in the form that this text asks for.

    Args:
        before: what stands before it in its line.
        words: citation form, beginning with a base form; other words come back as they are.
        done: whether the source says that it has happened.
        third_person: whether `before` ends with a subject of the third person, which no word list can know.

    >>> fit("I'm ", "bide one's time"), fit("Don't you ", "be jealous"), fit("This is called the ", "gaslight")
    (("I'm ", 'biding my time'), ("Don't you ", 'be jealous'), ('This is called ', 'gaslighting'))
    >>> fit("She ", "die of embarrassment"), fit("I have ", "overdo it"), fit("You are not ", "be jealous")
    (('She ', 'dies of embarrassment'), ('I have ', 'overdone it'), ('You are not ', 'jealous'))
    >>> fit("You're ", "tip them off", done=True), fit("Congratulations! ", "get back together")
    (("You've ", 'tipped them off'), ('Congratulations on ', 'getting back together'))
    """
    words = _own(before, words)
    verb, blank, rest = words.partition(" ")
    if verb not in VERBS:
        return before, words
    if joined := _PREPOSITION.search(before):
        own = _TAKES[joined.group(1).casefold().replace(" ", "")]
        return before[: joined.end(1)] + f" {own} ", gerund(verb) + blank + rest
    if done and verb != "be" and (being := _BEING.search(before)):
        had = "s" if being.group(2) in {"'s", "’s"} else "ve"
        before = before[: being.start(2)] + f"'{had} "
        return before, _participle(verb) + blank + rest
    if third_person:
        return before, ("is" if verb == "be" else third(verb)) + blank + rest
    return _after_word(before, verb, blank + rest, words)


def _after_word(before: str, verb: str, rest: str, words: str) -> tuple[str, str]:
    """Return the text before a verb phrase and its form after the last word of that text."""
    skipped = _SKIPPED.search(before)
    left = _LAST.search(before[: skipped.start()] if skipped else before)
    said = left.group(1).casefold().replace("’", "'") if left else ""
    modal = re.search(r"\b(can|could|will|would|shall|should|may|might|must|to)\s+be\s+$", before, re.I)
    if modal and verb != "be":
        return before[: modal.end(1)] + " ", words
    if said in _BE or _INVERTED.search(before):
        return (before, rest.lstrip()) if verb == "be" and rest else (before, gerund(verb) + rest)
    if said in _HAVE:
        return before, _participle(verb) + rest
    if verb == "be":
        return before, _being(before, said) + rest
    if said in _ARTICLES and left is not None:
        return before[: left.start()], gerund(verb) + rest
    if said in _GERUND:
        return before, gerund(verb) + rest
    question = re.search(r"\b(?:does|did|doesn't|didn't|will|can|could|would|should|let)\b", before, re.I)
    return before, (third(verb) if said in _THIRD and not question else verb) + rest


def _being(before: str, said: str) -> str:
    """Return the form of *be* after a word: I am, you are, do not be."""
    form = {"i": "am", "you": "are", "we": "are", "they": "are", "he": "is", "she": "is", "it": "is"}.get(
        said
    )
    asked = re.search(r"\b(?:do|does|did|don't|doesn't|didn't|will|won't|can|would)\s+\w+\s*$", before, re.I)
    return form if form and not asked else "be"


def _own(before: str, words: str) -> str:
    """Return a phrase with the possessive of whoever was named last in place of *one's* and *oneself*."""
    if not re.search(r"\bone(?:'s|self)\b", words):
        return words
    named = [p for w in re.findall(r"[a-z]+(?:['’][a-z]+)?", before.casefold()) if (p := _POSSESSIVES.get(w))]
    own = named[-1] if named else "your"
    reflexive = {"his": "himself", "their": "themselves", "our": "ourselves"}.get(own, own + "self")
    return re.sub(r"\boneself\b", reflexive, re.sub(r"\bone's\b", own, words))


def gerund(verb: str) -> str:
    """Return the form in -ing.

    >>> [gerund(verb) for verb in ("bide", "lie", "get", "tip", "overdo", "see", "eat")]
    ['biding', 'lying', 'getting', 'tipping', 'overdoing', 'seeing', 'eating']
    """
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def third(verb: str) -> str:
    """Return the form that *she* takes: dies, catches, cries, has, is."""
    if verb in {"be", "have"}:
        return "is" if verb == "be" else "has"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else "s")


def _participle(verb: str) -> str:
    if verb in _PARTICIPLES:
        return _PARTICIPLES[verb]
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _doubled(verb: str) -> str:
    return verb + verb[-1] if verb in _DOUBLING else verb
