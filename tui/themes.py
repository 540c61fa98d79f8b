"""The only place that holds the colours of the room: dark, light and high contrast."""

from __future__ import annotations

from textual.theme import Theme

from tui.i18n import N_

DARK = Theme(
    name="room-dark",
    primary="#3f6fb5",
    secondary="#7fc8d8",
    accent="#e8b450",
    foreground="#dfe3e8",
    background="#14171c",
    surface="#1a1e25",
    panel="#242a34",
    success="#7cc48a",
    warning="#f0a35e",
    error="#f27d84",
    dark=True,
    variables={
        "muted": "#99a1ab",
        "block-cursor-background": "#2f5f9e",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#2b3442",
        "block-cursor-blurred-foreground": "#ffffff",
    },
)
LIGHT = Theme(
    name="room-light",
    primary="#1f5fa8",
    secondary="#00626f",
    accent="#8a4b00",
    foreground="#1c2127",
    background="#f7f5f0",
    surface="#fffefb",
    panel="#e9e5dc",
    success="#1d6b2f",
    warning="#8f4a00",
    error="#a81e2b",
    dark=False,
    variables={
        "muted": "#5d646c",
        "block-cursor-background": "#1f5fa8",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#d3dcea",
        "block-cursor-blurred-foreground": "#1c2127",
    },
)
CONTRAST = Theme(
    name="room-contrast",
    primary="#ffffff",
    secondary="#00ffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#00ff5f",
    warning="#ffd75f",
    error="#ff8787",
    dark=True,
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#ffffff",
        "block-cursor-blurred-foreground": "#000000",
        "muted": "#e4e4e4",
    },
)
DEFAULTS = {"muted": "#8b929a"}
"""Variables of ours that a foreign theme would lack."""
THEMES = (DARK, LIGHT, CONTRAST)
_NAMES = {DARK.name: N_("dark"), LIGHT.name: N_("light"), CONTRAST.name: N_("contrast")}


def name_of(name: str) -> str:
    """Return what a reviewer calls a theme."""
    return _NAMES.get(name, name)


def after(name: str) -> str:
    """Return the name of the theme that follows another one."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
