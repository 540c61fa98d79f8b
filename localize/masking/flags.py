"""The only place that knows what the flags of a gettext message say of how its values are written.

``c-format``, ``python-brace-format``, ``no-c-format``: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html.
xgettext sets the first two kinds by itself where a text can be read so, the third one stands for a programmer's own
word. So a flag that speaks of per cent signs takes nothing from braces: of the messages of published catalogues that
have such a flag and braces too, every translation keeps these. A flag that speaks of braces only, or one that says
that the text is no format, makes a per cent sign one of the language's (“95% confidence”, ``{rate} % tax``). It takes
nothing where the text contradicts it, nor does a flag that is not known here.
"""

from __future__ import annotations

import functools
import re

PERCENT_FREE = "percent-free"
"""Name of the notation in which a per cent sign is no code unless it is unmistakable (`localize.masking.rules`)."""
_OF_BRACES = frozenset(
    f"{name}-format" for name in ("c++", "csharp", "java", "perl-brace", "python-brace", "rust")
)
_OF_PERCENT = frozenset(
    f"{name}-format"
    for name in (
        "awk", "boost", "c", "d", "elisp", "gcc-internal", "gfc-internal", "go", "java-printf", "javascript", "kde",
        "kde-kuit", "librep", "lua", "modula2", "objc", "object-pascal", "ocaml", "perl", "php", "python", "qt",
        "qt-plural", "ruby", "sh-printf", "smalltalk", "tcl", "ycp",
    )
)  # fmt: skip
_DENIALS = frozenset(f"no-{flag}" for flag in _OF_PERCENT)
_BRACED = re.compile(r"\{[^{}]*\}")
_UNMISTAKABLE = re.compile(
    r"(?<![\d%])%(?:\(\w[\w.]{0,60}\)|\d{1,2}\$)?[#0\-+']{0,3}\d{0,3}(?:\.\d{1,3})?(?:hh?|ll?|[qjzt])?[sdiuxf@](?![A-Za-z])"
)


def notation_of(flags: str, source: str) -> str | None:
    """Return the notation that the flags of a message ask for, None where that of its format holds.

    Args:
        flags: those that end in ``-format``, with commas between them.
        source: the text of the message.

    >>> notation_of("no-c-format", "95% confidence"), notation_of("python-brace-format", "{rate} % discount")
    ('percent-free', 'percent-free')
    >>> notation_of("no-c-format", "Step %d of 9"), notation_of("python-brace-format", "100% done")
    (None, None)
    >>> notation_of("python-brace-format, python-format", "{rate} % of"), notation_of("c-format", "{rate} % of")
    (None, None)
    """
    if "%" not in source or not _deny(flags, braced=_BRACED.search(source) is not None):
        return None
    return None if _UNMISTAKABLE.search(source) else PERCENT_FREE


@functools.lru_cache(maxsize=256)
def _deny(flags: str, *, braced: bool) -> bool:
    """Return whether flags say that per cent signs are no code; `braced`: the text has what those of braces mean."""
    said = frozenset(flags.split(", "))
    asserted = {flag for flag in said if not flag.startswith("no-")}
    return asserted <= _OF_BRACES and braced if asserted else not said.isdisjoint(_DENIALS)
