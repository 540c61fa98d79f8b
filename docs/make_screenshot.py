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

from tui.screens.review import ReviewScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot

IMAGES = Path(__file__).with_name("images")
CELL = 12.2
"""Width of a terminal cell in Rich's SVG."""
NORMAL, SMALL, LARGE = (120, 40), (80, 24), (200, 60)
REVIEWER = "lin"
WIDE = re.compile(r"([^\x00-\x7f]+)")
PATIENCE = 100
"""Looks, 0.3 s apart, until a room that shows nothing counts as broken."""


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
    Scene("segment", go("27"), size=LARGE),
    Scene("editor", go("14", "e", *", ma'am".replace(" ", "§"))),
    Scene("term", go("7", "T", "down", "enter")),
    Scene("address", go("14", "M")),
    Scene("who", go("27", "W")),
    Scene("jump", go("14", ";")),
    Scene("help", go("14", "e", "f1")),
    Scene("small", go("14"), size=SMALL),
    Scene("dark", go("7")),
    Scene("light", go("7"), theme="light"),
    Scene("high-contrast", go("7"), theme="contrast"),
    Scene("chinese", go("14"), language="zh-Hans"),
)


def fitted(svg: str) -> str:
    """Return the SVG with every character in its cell: Rich squeezes Chinese to half, and viewers drift without it.

    A run of plain ASCII keeps its length; any other character says where it begins.
    """
    from localize.text import cells, graphemes

    def place(match: re.Match[str]) -> str:
        head, x, middle, tail, raw = match.groups()
        at, parts = float(x), []
        for piece in WIDE.split(html.unescape(raw).replace("\xa0", " ")):
            # Every wide cluster is an element of its own: some viewers know neither textLength nor lists of x.
            for text in [piece] if piece.isascii() else graphemes(piece):
                width = CELL * cells(text)
                size = f'textLength="{width:.1f}"' if piece.isascii() else ""
                words = html.escape(text).replace(" ", "&#160;")
                if text.strip():
                    parts.append(f'{head}x="{at:.1f}"{middle}{size}{tail}>{words}</text>')
                at += width
        return "".join(parts)

    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    svg = svg.replace(
        "font-family: Fira Code, monospace", "font-family: DejaVu Sans Mono, Noto Sans Mono, monospace"
    )
    return re.sub(r'(<text [^>]*?)x="([^"]*)"([^>]*?)textLength="[^"]*"([^>]*)>([^<]*)</text>', place, svg)


async def _rest(pilot: Pilot[int]) -> None:
    """Wait until the line in front is there and nothing works any more, checks and other ways included."""
    room = next(screen for screen in pilot.app.screen_stack if isinstance(screen, ReviewScreen))
    for _ in range(PATIENCE):
        await pilot.pause(0.3)
        shown = room.view is not None and room.view.unit.id == room.queue.current and room.session.warm
        if shown and not any(worker.is_running for worker in pilot.app.workers):
            break
    else:
        raise TimeoutError("the room does not come to rest")
    await pilot.pause(0.4)  # what is looked for once the cursor rests on a line
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def draw(project: Path, scene: Scene) -> str:
    """Return the picture of a scene as SVG."""
    from textual.widgets import Input

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
            for field in app.screen.query(Input):
                field.cursor_blink = False  # shown in every picture, not in every second one
            await pilot.pause()
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
