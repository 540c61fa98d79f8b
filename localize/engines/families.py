"""The only place that knows families of translation models: how each spells its languages and asks for a target."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from localize.locales import LocaleTag

# A language a row: BCP 47, then its code in NLLB-200, M2M-100, mBART-50, MADLAD-400 and OPUS-MT models of several
# targets; `-` where the family has no such language. Codes as in the models' own vocabularies.
_ROWS = """
ar       arb_Arab  ar  ar_AR  ar   ara
bg       bul_Cyrl  bg  -      bg   bul
bn       ben_Beng  bn  bn_IN  bn   ben
cs       ces_Latn  cs  cs_CZ  cs   ces
da       dan_Latn  da  -      da   dan
de       deu_Latn  de  de_DE  de   deu
el       ell_Grek  el  -      el   ell
en       eng_Latn  en  en_XX  en   eng
es       spa_Latn  es  es_XX  es   spa
fa       pes_Arab  fa  fa_IR  fa   fas
fi       fin_Latn  fi  fi_FI  fi   fin
fil      tgl_Latn  tl  tl_XX  fil  tgl
fr       fra_Latn  fr  fr_XX  fr   fra
he       heb_Hebr  he  he_IL  iw   heb
hi       hin_Deva  hi  hi_IN  hi   hin
hu       hun_Latn  hu  -      hu   hun
id       ind_Latn  id  id_ID  id   ind
it       ita_Latn  it  it_IT  it   ita
ja       jpn_Jpan  ja  ja_XX  ja   jpn
km       khm_Khmr  km  km_KH  km   khm
ko       kor_Hang  ko  ko_KR  ko   kor
lo       lao_Laoo  lo  -      lo   lao
mn       khk_Cyrl  mn  mn_MN  mn   khk
ms       zsm_Latn  ms  -      ms   zsm_Latn
my       mya_Mymr  my  my_MM  my   mya
nb       nob_Latn  no  -      no   nob
nl       nld_Latn  nl  nl_XX  nl   nld
no       nob_Latn  no  -      no   nob
pl       pol_Latn  pl  pl_PL  pl   pol
pt       por_Latn  pt  pt_XX  pt   por
ro       ron_Latn  ro  ro_RO  ro   ron
ru       rus_Cyrl  ru  ru_RU  ru   rus
sv       swe_Latn  sv  sv_SE  sv   swe
sw       swh_Latn  sw  sw_KE  sw   swa
ta       tam_Taml  ta  ta_IN  ta   tam
te       tel_Telu  -   te_IN  te   tel
th       tha_Thai  th  th_TH  th   tha
tl       tgl_Latn  tl  tl_XX  fil  tgl
tr       tur_Latn  tr  tr_TR  tr   tur
uk       ukr_Cyrl  uk  uk_UA  uk   ukr
ur       urd_Arab  ur  ur_PK  ur   urd
vi       vie_Latn  vi  vi_VN  vi   vie
zh-Hans  zho_Hans  zh  zh_CN  zh   cmn_Hans
zh-Hant  zho_Hant  -   -      -    cmn_Hant
"""

_LANGUAGE_TOKEN = re.compile(
    "__[a-z]{2,3}__|[a-z]{3}_[A-Z][a-z]{3}|[a-z]{2}_[A-Z]{2}|<2[A-Za-z_]{2,12}>|>>[A-Za-z_]{2,12}<<"
)


@dataclass(frozen=True, slots=True)
class Family:
    """How models of one kind are spoken to.

    Attributes:
        name: as in manifests and signatures.
        title: for people.
        column: of the table of codes; -1 if its models know one pair and name no language.
        token: how a code is spelled as a token of the vocabulary.
        reads_source: the source text begins with the token of its language.
        begins_target: the target is begun with the token of its language.
        leads_source: the source text begins with the token of the target language.
    """

    name: str
    title: str
    column: int = -1
    token: str = "{}"
    reads_source: bool = False
    begins_target: bool = False
    leads_source: bool = False


NLLB = Family("nllb", "NLLB-200", 0, reads_source=True, begins_target=True)
M2M100 = Family("m2m100", "M2M-100", 1, "__{}__", reads_source=True, begins_target=True)
MBART = Family("mbart50", "mBART-50", 2, reads_source=True, begins_target=True)
MADLAD = Family("madlad", "MADLAD-400", 3, "<2{}>", leads_source=True)
MARIAN = Family("marian", "Marian", 4, ">>{}<<", leads_source=True)
PAIR = Family("pair", "Model of one pair")
FAMILIES = (NLLB, M2M100, MBART, MADLAD, MARIAN, PAIR)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a model must be told for one pair of locales, as tokens of its vocabulary; '' for nothing.

    Attributes:
        family: of the model.
        source: token that begins the source text.
        target: token that begins the target text.
        simplify: the model reads Chinese in Simplified characters only.
    """

    family: Family
    source: str = ""
    target: str = ""
    simplify: bool = False


def recognise(knows: Callable[[str], bool]) -> Family:
    """Return the family of a model from its vocabulary.

    Args:
        knows: whether a token is in the vocabulary.
    """
    for family in (NLLB, MBART, M2M100, MADLAD, MARIAN):
        if any(knows(family.token.format(code)) for row in _table().values() for code in row[family.column]):
            return family
    return PAIR


def speak(
    family: Family, knows: Callable[[str], bool], source: LocaleTag, target: LocaleTag
) -> Spoken | None:
    """Return what to tell a model for a pair, None if it does not know one of the two languages.

    A model that knows no Traditional Chinese may read it as Simplified, but never writes one for the other.
    """
    simplify = source.language == "zh" and source.script == "Hant"
    if family is PAIR:
        return Spoken(PAIR, simplify=simplify)
    wanted = _token(family, knows, target)
    if not wanted:
        return None
    if not family.reads_source:
        return Spoken(family, source=wanted, simplify=simplify)
    read = _token(family, knows, source)
    if not read and simplify:
        read = _token(family, knows, parse_locale("zh-Hans"))
    else:
        simplify = False
    return Spoken(family, source=read, target=wanted, simplify=simplify) if read else None


def codes(family: Family, locale: LocaleTag) -> tuple[str, ...]:
    """Return a family's codes for a locale, the narrowest first, none if it has no such language.

    >>> codes(NLLB, parse_locale("zh-TW")), codes(MBART, parse_locale("es-419")), codes(M2M100, parse_locale("zh-Hant"))
    (('zho_Hant',), ('es_XX',), ())
    >>> codes(MARIAN, parse_locale("pt-BR"))
    ('pt_br', 'pt_BR', 'por', 'pt')
    """
    if family.column < 0:
        return ()
    row = _table().get(f"{locale.language}-{locale.script}") or _table().get(locale.language)
    if row is None or locale.script not in {parse_locale(locale.language).script, "Hans", "Hant"}:
        return ()
    return (*_narrow(family, locale), *row[family.column])


def names_language(token: str) -> bool:
    """Return whether a whole token stands for a language, and so is no text, in whatever family.

    >>> [names_language(t) for t in ("__zh__", "zho_Hans", "zh_CN", "<2zh>", ">>spa<<", "▁zh", "<t0>")]
    [True, True, True, True, True, False, False]
    """
    return _LANGUAGE_TOKEN.fullmatch(token) is not None


def _narrow(family: Family, locale: LocaleTag) -> tuple[str, ...]:
    """Return spellings with a territory, which only some OPUS-MT models have (``>>pt_br<<``)."""
    if family is not MARIAN or locale.territory is None or locale.language == "zh":
        return ()
    return (
        f"{locale.language}_{locale.territory.lower()}",
        f"{locale.language}_{locale.territory}",
    )


def _token(family: Family, knows: Callable[[str], bool], locale: LocaleTag) -> str:
    found = (family.token.format(code) for code in codes(family, locale))
    return next((token for token in found if knows(token)), "")


@functools.lru_cache(maxsize=1)
def _table() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the codes of each language by family; those of OPUS-MT in every spelling that its models use."""
    table = {}
    for line in _ROWS.strip().splitlines():
        language, *columns = line.split()
        known: list[tuple[str, ...]] = [() if code == "-" else (code,) for code in columns]
        known[MARIAN.column] = _opus_spellings(language, columns[MARIAN.column])
        table[language] = tuple(known)
    return table


def _opus_spellings(language: str, code: str) -> tuple[str, ...]:
    if language == "zh-Hans":
        return (code, "zho_Hans", "zh_cn", "zh_CN", "zho", "zh")
    if language == "zh-Hant":
        return (code, "zho_Hant", "zh_tw", "zh_TW")
    return tuple(dict.fromkeys((code, code.partition("_")[0], language)))
