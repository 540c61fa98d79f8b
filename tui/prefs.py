"""The only place that remembers between sittings how a reviewer likes the room, and where they were."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from tui.panes import known

_LONGEST_NAME = 200
"""Bytes of a name that a file can bear."""
_PLACES = 200
"""Places kept; the one that was left longest ago goes first."""


@dataclass(slots=True)
class Preferences:
    """What is remembered.

    Attributes:
        theme: name of a theme, '' for none chosen yet.
        language: that the room speaks, '' for that of the environment.
        panes: how the panes share the room, as `tui.panes` names and bounds it.
        places: project and locale → the line the reviewer left from, the latest last.
    """

    theme: str = ""
    language: str = field(default="", kw_only=True)
    places: dict[str, int] = field(default_factory=dict)
    panes: dict[str, int] = field(default_factory=dict)

    def leave(self, place: str, unit_id: int) -> None:
        """Note the line that a project and locale were left from."""
        self.places.pop(place, None)
        self.places[place] = unit_id
        for oldest in list(self.places)[:-_PLACES]:
            del self.places[oldest]


def preferences_file(reviewer: str) -> Path:
    """Return where a reviewer's preferences are kept: several may share a login, as windows of one server do."""
    home = os.environ.get("XDG_STATE_HOME", "")
    return (
        (Path(home) if home else Path.home() / ".local" / "state")
        / "localize"
        / f"review-{_file_name(reviewer)}.json"
    )


def _file_name(reviewer: str) -> str:
    """Return a name as a part of a file's; no two names become one.

    >>> _file_name("lin"), _file_name("林"), _file_name("../a b%")
    ('lin', '林', '%2E%2E%2Fa%20b%25')
    """
    kept = "".join(
        char
        if char.isalnum() or char in "-_"
        else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in reviewer
    )
    return kept if len(kept.encode()) <= _LONGEST_NAME else sha256(kept.encode()).hexdigest()


def load(path: Path) -> Preferences:
    """Return what is remembered; a file that does not hold that is set aside as ``….json.bad``."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        theme, places = raw["theme"], raw["places"]
        language = raw.get("language", "")
        if (
            isinstance(theme, str)
            and isinstance(language, str)
            and all(type(u) is int for u in places.values())
        ):
            return Preferences(theme, dict(places), known(raw.get("panes", {})), language=language)
    except OSError:
        return Preferences()
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # set aside below, as a file whose values are of the wrong kind
    with contextlib.suppress(OSError):
        path.replace(path.with_name(f"{path.name}.bad"))
    return Preferences()


def save(preferences: Preferences, path: Path) -> None:
    """Write what is to be remembered, whole or not at all; a folder that cannot be written is no reason to fail."""
    kept = {
        "theme": preferences.theme,
        "language": preferences.language,
        "panes": preferences.panes,
        "places": preferences.places,
    }
    words = json.dumps(kept, ensure_ascii=False, indent=1)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(f"{words}\n", encoding="utf-8")
        new.replace(path)
