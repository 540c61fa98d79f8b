"""The shapes of layout: the limits a cue must keep in a locale and the screen it is drawn on, with their sources."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Zone:
    """A strip along an edge of the frame that an app draws its own controls on.

    Attributes:
        edge: ``left``, ``right``, ``top`` or ``bottom``.
        depth: from the edge, in pixels of the frame.
        title: what is drawn there.
        source: where the number comes from.
    """

    edge: str
    depth: float
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The picture that a cue is drawn on, in pixels.

    Attributes:
        frame_width, frame_height: of the picture.
        font_px: size of the type (em).
        safe_left, safe_right, safe_top, safe_bottom: distance of the safe area from each edge. Text is centred in
            the safe area and stands on its bottom.
        zones: what apps cover.
        font: path of the project's font or folder of fonts, '' for Noto.
        source: where the numbers come from.
    """

    frame_width: float
    frame_height: float
    font_px: float
    safe_left: float
    safe_right: float
    safe_top: float
    safe_bottom: float
    zones: tuple[Zone, ...] = ()
    font: str = ""
    source: str = ""

    @property
    def room(self) -> float:
        """Return the pixels that a line may take."""
        return max(self.frame_width - self.safe_left - self.safe_right, 0.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits on the screen in one locale under one profile.

    Attributes:
        chars_per_line: maximum, counted as `localize.layout.measure` counts.
        lines: maximum number of lines.
        chars_per_second: reading speed of the profile's audience.
        min_ms, max_ms: duration of a cue.
        min_gap_ms: between two cues.
        source: where the numbers come from.
        screen: the picture, None where nothing is known of it (the dialogue box of a game).
    """

    chars_per_line: float
    lines: int
    chars_per_second: float
    min_ms: int
    max_ms: int
    min_gap_ms: int
    source: str
    screen: Screen | None = None
