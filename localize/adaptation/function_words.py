"""The only place that lists the small words of target languages that agreement looks at: articles, titles, powers."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """Return the words of a text as a set; keeps long word lists readable."""
    return frozenset(text.split())


DETERMINERS = {
    "en": listed("a an the my your his her its our their this that these those some any no every each"),
    "es": listed("un una el la los las unos unas mi mis tu tus su sus este esta ese esa"),
    "pt": listed("um uma o a os as uns umas meu minha seu sua este esta esse essa"),
    "fr": listed("un une le la les des mon ma mes ton ta tes son sa ses ce cette"),
    "de": listed("ein eine einen einem einer der die das den dem mein meine dein deine sein seine"),
    "it": listed("un una uno il lo la i gli le mio mia tuo tua suo sua"),
}
"""Words before a noun of which there is only one."""

ARTICLES = {
    "en": listed("a an the"),
    "es": listed("un una el la los las"),
    "pt": listed("um uma o os as"),
    "fr": listed("un une le la les"),
    "de": listed("ein eine der die das"),
    "it": listed("un una il lo la"),
}
"""Articles that a term may bring itself."""

ONE = {
    "en": listed("a an"),
    "es": listed("un una"),
    "pt": listed("um uma"),
    "fr": listed("un une"),
    "de": listed("ein eine"),
}
"""Indefinite articles, which go before one thing and not before an amount."""

TITLES = listed("mr ms mrs miss dr doctor president director boss manager chairman ceo sr sra srta herr frau")
"""Titles that an engine may write before a name that has one already; without full stop."""

NUMBER_WORDS = listed(
    "hundred thousand million billion trillion mil millones millón milhões milhão juta triệu millions millionen"
)
"""Powers that an engine may write after a number that has one already."""

NO_NOUN = listed(
    "of in to and or is are was were be for from at on by with as that this it i you he she we they will would can "
    "could has have had not no more less each per if when so but than then de en y o a para por con del que es son"
)
"""Words that no number counts."""

AFTER_ADDRESS = listed(
    "a an the this that these those my your his her its our their you he she it we they what who where when why how "
    "if is are was were do does did don't can could will would shall should have has had not no never and but or so "
    "then just please let let's come go get give take look listen wait stop in on at to from for with by as of there "
    "here one two three four five six seven eight nine ten all everything nothing nobody someone everyone even only "
    "still well"
)
"""English words that lose their capital after a form of address and a comma; others may be names."""

PROPER = listed(
    "i yes no ok okay mom mum mommy dad daddy grandpa grandma uncle aunt auntie brother sister father mother sir madam "
    "emperor empress lord lady prince princess god buddha china chinese english american japan japanese korean monday "
    "tuesday wednesday thursday friday saturday sunday january february march april june july august september october "
    "november december christmas heaven earth will mark may rose grace faith hope king queen duke"
)
"""English words that are names, or forms of address, and keep their capital."""

IRREGULAR_PLURALS = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "wife": "wives",
    "foot": "feet",
    "thief": "thieves",
}
"""English nouns whose plural has no ending of its own; compounds follow them."""

LINKING = {
    "en": listed(
        "and but or so because if when while that which who where to for with after before until than as"
    ),
    "es": listed("y e pero o porque si cuando mientras que quien donde para con después antes hasta como"),
    "pt": listed("e mas ou porque se quando enquanto que quem onde para com depois antes até como"),
    "fr": listed("et mais ou parce si quand pendant que qui où pour avec après avant jusqu'à comme"),
    "de": listed("und aber oder weil wenn als während dass der die das wo um mit nach vor bis wie"),
    "it": listed("e ma o perché se quando mentre che chi dove per con dopo prima fino come"),
}
"""Words before which a sentence may be cut: conjunctions, relatives, prepositions of a new phrase."""

NO_LAST_WORD = {
    "en": listed(
        "a an the my your his her its our their this that these those of to in on at by for with from into and or but "
        "i you he she we they is are was were be been am have has had will would can could do does did not no because "
        "if when which who while as than so"
    ),
    "es": listed("un una el la los las mi tu su de a en con por para y o que no muy es son está he ha se lo"),
    "pt": listed("um uma o a os as meu seu de a em com por para e ou que não muito é são está se"),
    "fr": listed(
        "un une le la les mon ton son de à en dans avec par pour et ou que ne pas très est sont a se"
    ),
    "de": listed(
        "ein eine einen der die das den dem mein dein sein von zu in mit für und oder dass nicht sehr ist sind"
    ),
    "it": listed("un una il lo la i gli le mio tuo suo di a in con per e o che non molto è sono ha si"),
}
"""Words that no line should end with: articles, prepositions, auxiliaries, pronouns before their verb."""
