"""The only place that decides which pairs of a source are fit to train on, and what their text becomes."""

from __future__ import annotations

import re
import unicodedata

LONGEST_ZH = 70
LONGEST_EN = 320
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_UNWANTED = re.compile(r"\\[nt]|https?://|->|<t\d>|[\ue000-\uf8ff]|\ufffd")
_KEY = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """Return a text in NFKC with single blanks, as the model's own tokenizer reads it.

    >>> normal("你好，Ａ 君！ ")
    '你好,A 君!'
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def normal_en(text: str) -> str:
    """Return an English text with typewriter quotes, as subtitles are typed."""
    return normal(text.translate(_QUOTES))


def key(zh: str) -> str:
    """Return what two Chinese texts share if they differ in width, case, blanks and punctuation only.

    Text that is nothing but punctuation is its own key.

    >>> key("你好，王总！") == key("你好 王总")
    True
    """
    plain = normal(zh).casefold()
    return _KEY.sub("", plain) or plain


def fit(zh: str, en: str) -> bool:
    """Return whether a pair can be learnt from: scripts, lengths, their ratio, no markup noise."""
    if not _HAN.search(zh) or _HAN.search(en) or not re.search("[A-Za-z]", en):
        return False
    if len(zh) > LONGEST_ZH or len(en) > LONGEST_EN or _UNWANTED.search(zh) or _UNWANTED.search(en):
        return False
    return len(en) <= 9 * len(zh) + 12 and len(zh) <= 1.5 * len(en) + 6


def glosses(entry: str) -> list[str]:
    """Return the plain translations in a dictionary entry: no classifiers, variants, notes or explanations.

    >>> glosses("(idiom) to pay a heavy price / CL:個|个[ge4] / variant of 价 / to suffer")
    ['to pay a heavy price', 'to suffer']
    """
    found = []
    for part in re.split(r" / |; ", entry):
        text = re.sub(r"\([^)]*\)", "", part).strip()
        noise = re.search(r"[\[\]|:]|\b(variant|abbr|surname|see|used|lit|fig|classifier|pronounced)\b", text)
        if text and not noise and not _HAN.search(text) and len(text.split()) <= 5:
            found.append(" ".join(text.split()))
    return found
