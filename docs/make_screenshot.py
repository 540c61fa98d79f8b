"""Draws docs/images/*.svg: runs the demo in a temporary folder and drives the room through it, in one command.

`python docs/make_screenshot.py [name …]`; nothing in the pictures depends on the day, the machine or its user.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

IMAGES = Path(__file__).with_name("images")
CELL = 12.2
"""Width of a terminal cell in Rich's SVG."""
NORMAL, SMALL, WIDE = (120, 40), (80, 24), (200, 60)
REVIEWER = "lin"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture.

    Attributes:
        name: of the file.
        keys: pressed one after the other from the first line of the first episode.
        theme: without ``room-``.
        size: cells.
        language: of the interface.
        reviewed: over the demo as it ends, with its approvals; else over fresh drafts.
    """

    name: str
    keys: tuple[str, ...] = ()
    theme: str = "dark"
    size: tuple[int, int] = NORMAL
    language: str = "en"
    reviewed: bool = False


def go(cue: str, *keys: str) -> tuple[str, ...]:
    """Return the keys that go to a cue of the first file and on from there."""
    return ("g", "#", *cue, "enter", *keys)


SCENES = (
    Scene("home", ("a", "a", "down", "d", "i")),
    Scene("queue", go("14")),
    Scene("segment", go("27"), size=WIDE),
    Scene("editor", go("14", "e", *", ma'am".replace(" ", "§"))),
    Scene("term", go("7", "T", "down", "enter")),
    Scene("jump", go("14", ";")),
    Scene("help", go("14", "e", "f1")),
    Scene("small", go("14"), size=SMALL),
    Scene("dark", go("7")),
    Scene("light", go("7"), theme="light"),
    Scene("high-contrast", go("7"), theme="contrast"),
)


def fitted(svg: str) -> str:
    """Return the SVG with every character in its cell: Rich squeezes Chinese to half, and viewers drift without it.

    A text of plain ASCII keeps its length; any other says where each of its clusters begins.
    """
    from localize.text import cells, graphemes

    def place(match: re.Match[str]) -> str:
        head, x, middle, tail, raw = match.groups()
        text = html.unescape(raw)
        if text.isascii() or text.replace("\xa0", " ").isascii():
            width = CELL * cells(text.replace("\xa0", " "))
            return f'{head}x="{x}"{middle}textLength="{width:.1f}"{tail}>{raw}</text>'
        at, places = float(x), []
        for cluster in graphemes(text):
            places += [f"{at:.1f}"] * len(cluster)
            at += CELL * cells(cluster)
        return f'{head}x="{" ".join(places)}"{middle}{tail}>{raw}</text>'

    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: DejaVu Sans Mono, Noto Sans Mono, monospace")
    return re.sub(r'(<text [^>]*?)x="([^"]*)"([^>]*?)textLength="[^"]*"([^>]*)>([^<]*)</text>', place, svg)


async def _rest(pilot: Pilot[int]) -> None:
    """Wait until nothing works any more, the checks and the other ways included that come after a pause."""
    for _ in range(3):
        await pilot.pause(0.3)
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def draw(project: Path, scene: Scene) -> str:
    """Return the picture of a scene as SVG."""
    from localize import api
    from tui.app import ReviewApp
    from tui.session import Session

    with api.open_project(project) as opened:
        app = ReviewApp(Session(opened.review("en-US", REVIEWER)), language=scene.language)
        async with app.run_test(size=scene.size) as pilot:
            app.theme = f"room-{scene.theme}"
            await _rest(pilot)
            for key in scene.keys:
                await pilot.press("space" if key == "§" else key)
            await _rest(pilot)
            return fitted(app.export_screenshot(title="localize review"))


def _prepare(folder: Path) -> tuple[Path, Path]:
    """Run the demo, and return its project and a copy of it with fresh drafts that nobody has decided on."""
    from localize import api
    from localize.api.demo import run_demo

    done, fresh = folder / "done" / "heir-returns", folder / "fresh" / "heir-returns"
    run_demo(done)
    shutil.copytree(done, fresh)
    shutil.rmtree(fresh / ".localize")
    with api.open_project(fresh) as opened:
        opened.sync()
        opened.translate(locales=("en-US",))
    return done, fresh


def main(names: list[str]) -> int:
    """Draw the pictures with these names, all without any; returns 2 for a name that there is not."""
    known = [scene.name for scene in SCENES]
    if unknown := sorted(set(names) - set(known)):
        print(f"no picture is called {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        # The keys, theme and place of whoever runs this stay out of the pictures.
        os.environ |= {"XDG_CONFIG_HOME": kept, "XDG_STATE_HOME": kept, "TEXTUAL_ANIMATIONS": "none"}
        done, fresh = _prepare(folder)
        for number, scene in enumerate(SCENES):
            if names and scene.name not in names:
                continue
            copy = folder / str(number) / "heir-returns"
            shutil.copytree(done if scene.reviewed else fresh, copy)
            picture = IMAGES / f"{scene.name}.svg"
            picture.write_text(asyncio.run(draw(copy, scene)), encoding="utf-8")
            print(picture)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
