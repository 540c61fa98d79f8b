"""The only place that turns segments, drafts and findings into columns and back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from localize.model import (
    Draft,
    Edit,
    EditKind,
    Finding,
    Fix,
    Origin,
    Segment,
    SegmentId,
    SegmentKind,
    Severity,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from localize.review.sql import Value

SEGMENT_COLUMNS = (
    "name", "source", "spans", "line", "text_line", "kind", "start_ms", "end_ms", "speaker", "scene", "style",
    "key", "note", "target", "max_length", "plural", "context",
)  # fmt: skip
"""Columns of table segment that hold a `Segment`, in the order of `segment_row`."""

FINDING_COLUMNS = ("code", "severity", "span_start", "span_end", "message", "fix_text", "fix_why")
"""Columns of table finding that hold a `Finding`, in the order of `finding_row`."""


def segment_row(segment: Segment) -> tuple[Value, ...]:
    """Return a segment as the values of `SEGMENT_COLUMNS`."""
    s = segment
    spans = json.dumps([(span.start, span.end) for span in s.spans], separators=(",", ":"))
    return (
        s.id, s.source, spans, s.line, s.text_line, s.kind.value, s.start_ms, s.end_ms, s.speaker, s.scene,
        s.style, s.key, s.note, s.target, s.max_length, s.plural, s.context,
    )  # fmt: skip


def segment_of(row: Sequence[Any]) -> Segment:
    """Return the segment in the values of `SEGMENT_COLUMNS`."""
    name, source, spans, line, text_line, kind, *rest = row
    start_ms, end_ms, speaker, scene, style, key, note, target, max_length, plural, context = rest
    return Segment(
        id=SegmentId(name),
        source=source,
        spans=tuple(Span(start, end) for start, end in json.loads(spans)),
        line=line,
        text_line=text_line,
        kind=SegmentKind(kind),
        start_ms=start_ms,
        end_ms=end_ms,
        speaker=speaker,
        scene=scene,
        style=style,
        key=key,
        note=note,
        target=target,
        max_length=max_length,
        plural=plural,
        context=context,
    )


def finding_row(finding: Finding) -> tuple[Value, ...]:
    """Return a finding as the values of `FINDING_COLUMNS`."""
    span, fix = finding.span, finding.fix
    return (
        finding.code,
        int(finding.severity),
        span.start if span else None,
        span.end if span else None,
        finding.message,
        fix.text if fix else None,
        fix.why if fix else None,
    )


def finding_of(row: Sequence[Any], segment: SegmentId | None) -> Finding:
    """Return the finding in the values of `FINDING_COLUMNS`."""
    code, severity, start, end, message, fix_text, fix_why = row
    return Finding(
        code=code,
        severity=Severity(severity),
        segment=segment,
        span=None if start is None else Span(start, end),
        message=message,
        fix=None if fix_text is None else Fix(fix_text, fix_why or ""),
    )


def draft_json(draft: Draft) -> str:
    """Return a draft with its whole provenance as JSON."""
    edits = [(e.kind.value, e.source, e.before, e.after, e.rule, e.reason, e.concept) for e in draft.edits]
    findings = [(f.segment, *finding_row(f)) for f in draft.findings]
    body = {
        "text": draft.text,
        "origin": draft.origin.value,
        "signature": draft.signature,
        "edits": edits,
        "findings": findings,
        "alternatives": draft.alternatives,
        "score": draft.score,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def draft_of(text: str) -> Draft:
    """Return the draft in its JSON."""
    body = json.loads(text)
    return Draft(
        text=body["text"],
        origin=Origin(body["origin"]),
        signature=body["signature"],
        edits=tuple(Edit(EditKind(kind), *rest) for kind, *rest in body["edits"]),
        findings=tuple(finding_of(row, segment) for segment, *row in body["findings"]),
        alternatives=tuple(body["alternatives"]),
        score=body["score"],
    )


def natural_key(path: str) -> str:
    """Return a text that sorts paths as people number episodes; distinct for distinct paths.

    >>> natural_key("ep2.srt") < natural_key("ep10.srt")
    True
    """
    padded = re.sub(r"[0-9]+", lambda m: m.group().zfill(12), path)
    return f"{padded}\x01{path}"
