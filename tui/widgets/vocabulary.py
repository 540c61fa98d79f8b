"""The only place that words the library's own names for a reviewer: standings, strategies, categories, kinds."""

from __future__ import annotations

from tui.i18n import N_, _

STANDINGS = (N_("preferred"), N_("admitted"), N_("deprecated"), N_("forbidden"))
FORMALITIES = (N_("formal"), N_("informal"), N_("either"))
_STRATEGIES = (
    N_("retain"),
    N_("official"),
    N_("direct"),
    N_("calque"),
    N_("specify"),
    N_("gloss"),
    N_("generalise"),
    N_("paraphrase"),
    N_("functional"),
    N_("substitute"),
    N_("omit"),
    N_("create"),
    N_("compensate"),
    N_("convert"),
    N_("locale map"),
    N_("conditional"),
)
_CATEGORIES = (
    N_("calendar"),
    N_("ceo tropes"),
    N_("cultivation"),
    N_("festivals"),
    N_("food"),
    N_("games"),
    N_("idioms"),
    N_("kinship address"),
    N_("measures"),
    N_("money"),
    N_("numerology"),
    N_("palace"),
    N_("religion folk"),
    N_("slang"),
    N_("wuxia"),
    N_("people"),
)
_KINDS = (
    N_("sign"),
    N_("song"),
    N_("caption"),
    N_("heading"),
    N_("action"),
    N_("parenthetical"),
    N_("choice"),
    N_("string"),
)
_EDITS = (
    N_("term"),
    N_("number"),
    N_("money"),
    N_("measure"),
    N_("time"),
    N_("age"),
    N_("name"),
    N_("address"),
    N_("placeholder"),
    N_("punctuation"),
    N_("layout"),
)
_RELATIONS = (
    N_("spouse"),
    N_("child"),
    N_("parent"),
    N_("child-in-law"),
    N_("parent-in-law"),
    N_("fiancé"),
    N_("servant"),
    N_("friend"),
    N_("master"),
    N_("disciple"),
    N_("superior"),
    N_("colleague"),
)
_SOURCES = (N_("project addition"), N_("project seed list"), N_("project decision"))
# The tuples mark words for the catalogue; `plain_name` finds their translation by the library's own name.
_ORIGINS = (N_("draft"), N_("n-best"), N_("memory"), N_("repeat"), N_("human"))


def plain_name(name: str) -> str:
    """Return a name of the library in the reviewer's words; one that is not known, such as a project's own, as it is.

    >>> plain_name("kinship_address"), plain_name("LOCALE_MAP"), plain_name("house_rules")
    ('kinship address', 'locale map', 'house rules')
    """
    return _(name.replace("_", " ").lower())


def rule_name(rule: str) -> str:
    """Return what asked for an edit: a strategy in the reviewer's words, the name of a rule as it is.

    >>> rule_name("LOCALE_MAP"), rule_name("age.twice_eight")
    ('locale map', 'age.twice_eight')
    """
    return plain_name(rule) if rule.isupper() else rule


def meant(word: str, names: tuple[str, ...]) -> str:
    """Return which of some names a reviewer typed, in their own language or in English; '' for none.

    >>> meant(" preferred", STANDINGS), meant("best", STANDINGS)
    ('preferred', '')
    """
    known = {_(name): name for name in names} | {name: name for name in names}
    return known.get(word.strip(), "")


def origin_words(origin: str) -> str:
    """Return where an alternative comes from: a known word, and what stands behind it."""
    word, blank, rest = origin.partition(" ")
    return f"{_(word)}{blank}{rest}"
