"""Draws docs/review-room.svg from the demo project: `localize demo && python docs/make_screenshot.py`."""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import sys
import tempfile
from pathlib import Path

from localize import api
from localize.text import cells
from tui.app import ReviewApp
from tui.session import Session

DEMO = Path("localize-demo")
PICTURE = Path(__file__).with_name("review-room.svg")
CELL = 12.2
"""Width of a terminal cell in Rich's SVG."""


def fitted(svg: str) -> str:
    """Return the SVG with the lengths of its texts in cells, not characters: Rich squeezes Chinese to half."""

    def widen(match: re.Match[str]) -> str:
        width = CELL * cells(html.unescape(match[3]).replace("\xa0", " "))
        return f'{match[1]}textLength="{width:.1f}"{match[2]}>{match[3]}</text>'

    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    return re.sub(r'(<text [^>]*?)textLength="[^"]*"([^>]*)>([^<]*)</text>', widen, svg)


async def draw(project: Path) -> str:
    """Return the picture of the sixth line in the room."""
    with api.open_project(project) as opened:
        app = ReviewApp(Session(opened.review("en-US", "lin")))
        async with app.run_test(size=(140, 44)) as pilot:
            await pilot.pause(1.0)
            for _ in range(5):
                await pilot.press("down")
            await pilot.pause(1.0)
            return app.export_screenshot(title="localize review")


def main() -> int:
    """Draw the picture; needs the demo project in the current folder."""
    if not (DEMO / "localize.toml").is_file():
        print("run `localize demo` first", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "heir-returns"
        shutil.copytree(DEMO, copy)
        # A fresh store, so that the picture shows drafts and not the demo's approvals.
        shutil.rmtree(copy / ".localize")
        with api.open_project(copy) as opened:
            opened.sync()
            opened.translate(locales=("en-US",))
        PICTURE.write_text(fitted(asyncio.run(draw(copy))), encoding="utf-8")
    print(PICTURE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
