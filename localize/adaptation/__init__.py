"""Terms, numbers and names as constraints before the engine, and as recorded edits after it."""

from __future__ import annotations

from localize.adaptation.apply import apply
from localize.adaptation.base import Adapted, Obligation, Prepared, Scene
from localize.adaptation.prepare import prepare

__all__ = ["Adapted", "Obligation", "Prepared", "Scene", "apply", "prepare"]
