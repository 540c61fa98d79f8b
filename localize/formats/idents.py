"""The only place that makes ids of keys: short enough to be shown, unique in the file, the same at every parse."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from localize.model import SegmentId

_LONGEST: Final = 96
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class Idents:
    """Gives out the ids of one file."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def unique(self, base: str, form: str = "") -> SegmentId:
        """Return the base, with the number of its occurrence from the second on, and the form behind it.

        >>> ids = Idents()
        >>> ids.unique("ok"), ids.unique("ok"), ids.unique("ok", "[0]"), ids.unique("")
        ('ok', 'ok#2', 'ok[0]', '-')
        """
        base = shortened(base) or "-"
        wished = base + form
        if wished not in self._counts:
            self._counts[wished] = 1
            return SegmentId(wished)
        count = self._counts[wished] + 1
        candidate = f"{base}#{count}{form}"
        while candidate in self._counts:
            count += 1
            candidate = f"{base}#{count}{form}"
        self._counts[wished] = count
        self._counts[candidate] = 1
        return SegmentId(candidate)


def shortened(text: str) -> str:
    """Return a text on one line; a long one as its beginning and a digest of all of it."""
    if (
        len(text) <= _LONGEST and text.isprintable()
    ):  # so without controls, and with no blank but the common one
        return text.strip()
    line = _CONTROLS.sub(" ", text).strip()
    if len(line) <= _LONGEST and line == text.strip():
        return line
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    return f"{line[: _LONGEST - 12].rstrip()}~{digest}"
