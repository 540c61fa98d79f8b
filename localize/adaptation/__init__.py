"""Terms, numbers and names as constraints before the engine, and as recorded edits after it."""

from __future__ import annotations

from localize.adaptation.across import Joined, cut, join
from localize.adaptation.address import address_findings
from localize.adaptation.apply import apply
from localize.adaptation.base import Adapted, Method, Obligation, Prepared, Scene
from localize.adaptation.glossing import explain, explanations
from localize.adaptation.prepare import prepare
from localize.adaptation.scenes import runs_on, scene_around

__all__ = [
    "Adapted",
    "Joined",
    "Method",
    "Obligation",
    "Prepared",
    "Scene",
    "address_findings",
    "apply",
    "cut",
    "explain",
    "explanations",
    "join",
    "prepare",
    "runs_on",
    "scene_around",
]
