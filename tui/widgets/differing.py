"""The only place that compares two versions of a text word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tui.widgets.prose import Look, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(
    r"\s+|[^\W\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+|.", re.DOTALL
)
"""Blanks, a word of a script that writes blanks between words, or any one character."""
_LONGEST = 4000
"""Characters up to which two texts are compared; longer ones are shown as wholly different."""


def word_diff(old: str, new: str) -> Iterator[Run]:
    """Yield the new text with the words that left it and the words that came.

    >>> [(r.text, str(r.look)) for r in word_diff("He left me.", "He left us.")]
    [('He left ', 'plain'), ('[-me-]', 'old'), ('{+us+}', 'new'), ('.', 'plain')]
    """
    if len(old) > _LONGEST or len(new) > _LONGEST:
        yield Run(f"[-{old}-]", Look.OLD)
        yield Run(f"{{+{new}+}}", Look.NEW)
        return
    a, b = _WORD.findall(old), _WORD.findall(new)
    for kind, i, j, m, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Run("".join(b[m:n]))
            continue
        # Brackets beside the colours: a difference is seen without them.
        if i < j:
            yield Run(f"[-{''.join(a[i:j])}-]", Look.OLD)
        if m < n:
            yield Run(f"{{+{''.join(b[m:n])}+}}", Look.NEW)
