"""The room as text at the sizes people have, and its colours against their backgrounds in every theme.

A snapshot is rewritten with LOCALIZE_WRITE_SNAPSHOTS=1; read the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from driving import desk
from textual.color import Color

from tui.themes import THEMES

FOLDER = Path(__file__).parent / "snapshots"
SCENES: dict[str, tuple[str, ...]] = {
    "first line": (),
    "finding": ("down", "down"),
    "after an approval": ("a",),
    "editing": ("down", "down", "down", "e", "x"),
    "reject": ("r",),
    "filter": ("f",),
    "help": ("f1",),
    "home": ("i",),
    "bulk": ("down", "down", "x", "b"),
    "term card": ("T",),
}


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    parts = (channel / 255 for channel in color.rgb)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(118, 118, 118), Color(255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [t.name for t in THEMES])
@pytest.mark.parametrize("scene", ["first line", "editing", "finding"])
async def test_every_word_can_be_read_in_every_theme(theme: str, scene: str) -> None:
    least = 7.0 if theme == "room-contrast" else 4.5
    async with desk(size=(120, 40)) as d:
        d.app.theme = theme
        await d.settle()
        await d.press(*SCENES[scene])
        poor = set()
        for strip in d.app.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                if segment.text.strip() and style and style.color and style.bgcolor:
                    front, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                    if style.reverse:
                        front, back = back, front
                    ratio = contrast(front, back)
                    if ratio < least and not set(segment.text) <= set("▌▆▁▃▅▂▄▇ "):
                        poor.add((segment.text[:20], front.hex, back.hex, round(ratio, 1)))
        assert poor == set()


async def looks(scene: str, size: tuple[int, int], name: str, language: str = "") -> tuple[str, str]:
    """Return how a scene looks now, and how it did; writes the latter where that is asked for."""
    async with desk(size=size, language=language) as d:
        await d.press(*SCENES[scene])
        await d.rest()
        text = "\n".join(line.rstrip() for line in d.lines()) + "\n"
    path = FOLDER / f"{name.replace(' ', '-')}-{size[0]}x{size[1]}.txt"
    if os.environ.get("LOCALIZE_WRITE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return text, path.read_text("utf-8")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("scene", SCENES)
async def test_the_room_looks_as_it_did(scene: str, size: tuple[int, int]) -> None:
    now, before = await looks(scene, size, scene)
    assert now == before


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("scene", ["finding", "editing", "reject", "home", "term card"])
async def test_the_chinese_room_looks_as_it_did(scene: str, size: tuple[int, int]) -> None:
    now, before = await looks(scene, size, f"zh {scene}", "zh-Hans")
    assert now == before


@pytest.mark.parametrize("scene", ["first line", "reject", "filter"])
async def test_the_light_theme_shows_the_same_words(scene: str) -> None:
    async with desk(size=(80, 24)) as d:
        d.app.theme = "room-light"
        await d.settle()
        await d.press(*SCENES[scene])
        await d.rest()
        text = "\n".join(line.rstrip() for line in d.lines()) + "\n"
    assert text == (FOLDER / f"{scene.replace(' ', '-')}-80x24.txt").read_text("utf-8")


async def test_the_themes_take_turns() -> None:
    async with desk() as d:
        seen = []
        for _ in THEMES:
            seen.append(d.app.theme)
            await d.press("t")
        assert seen == [t.name for t in THEMES]
        assert d.app.theme == seen[0]
