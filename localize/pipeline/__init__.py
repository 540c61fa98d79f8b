"""The only package that knows the order of the stages: segments in, drafts and findings out, for one locale."""

from __future__ import annotations

from localize.pipeline.base import CONTEXT_LINES, ENGINE_FAILED, Analysis, Result, Task
from localize.pipeline.drafting import Pipeline
from localize.pipeline.line import merge_findings

__all__ = ["CONTEXT_LINES", "ENGINE_FAILED", "Analysis", "Pipeline", "Result", "Task", "merge_findings"]
