"""The example work in the Chinese room: whatever the library says of it, no English sentence is on the screen."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import Desk

from localize import api
from localize.api.demo import make_example
from localize.errors import ConfigError, Place, ProblemsError, StoreError
from localize.review.base import Query
from tui import i18n
from tui.actions import COMMANDS
from tui.app import ReviewApp
from tui.because import because
from tui.sayings import saying
from tui.session import Session
