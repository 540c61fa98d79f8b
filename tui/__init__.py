"""The only place that sets up the terminal before Textual reads its environment; the review room lives below."""

from __future__ import annotations

import os

# With the kitty keyboard protocol Textual 8.2.8 types an input method's commit of five or more characters into
# the editor as raw escape codes. Whoever needs the protocol can set the variable to 0.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
# A frame waits for the next beat of Textual's clock: up to 17 ms at its own 60 beats a second.
os.environ.setdefault("TEXTUAL_FPS", "120")
