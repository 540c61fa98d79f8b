"""The only place that lays out what `localize glossary` prints: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv as tables
import io
import json
from collections import Counter
from typing import TYPE_CHECKING

from localize.cli import options
from localize.text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.api.terms import FoundTerm
    from localize.api.terms_impact import TouchedLine
    from localize.glossary.collection import Glossary
    from localize.glossary.diff import ConceptChange
    from localize.glossary.extract import Candidate
    from localize.glossary.stats import FileUse


def found(terms: Sequence[FoundTerm], locale: str) -> str:
    """Return the terms that were found, each with the candidates that lost below it."""
    rows = []
    for term in terms:
        hit = term.hit
        rendering = hit.rendering.text if hit.rendering else "-"
        strategy = str(hit.rendering.strategy) if hit.rendering else "-"
        undecided = "; undecided against " + ", ".join(c.id for c in hit.rivals) if hit.rivals else ""
        why = hit.why.removeprefix(f"{hit.concept.id}: ") + undecided
        rows.append([str(term.place), safe(hit.surface), hit.concept.id, rendering, strategy, why])
        rows += [
            ["", f"({safe(loser.surface)})", loser.concept.id, "", "", f"lost: {loser.why}"]
            for loser in term.losers
        ]
    return options.tabulate(["place", "term", "concept", locale, "strategy", "why"], rows)


def found_json(terms: Sequence[FoundTerm], locale: str) -> str:
    """Return the same as a JSON list, one object a term."""
    rows = [
        {
            "file": term.place.file,
            "line": term.place.line,
            "start": term.hit.span.start,
            "term": term.hit.surface,
            "concept": term.hit.concept.id,
            "locale": locale,
            "rendering": term.hit.rendering.text if term.hit.rendering else None,
            "admitted": [r.text for r in term.hit.admitted],
            "forbidden": [r.text for r in term.hit.forbidden],
            "undecided": [c.id for c in term.hit.rivals],
            "why": term.hit.why,
            "lost": [{"term": x.surface, "concept": x.concept.id, "why": x.why} for x in term.losers],
        }
        for term in terms
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def candidates(some: Sequence[Candidate], *, csv: bool) -> str:
    """Return term candidates as a table, or as CSV."""
    heads = ["term", "kind", "count", "files", "c_value", "keyness", "first", "near", "why"]
    rows = [
        [
            c.text,
            str(c.kind),
            str(c.count),
            str(c.files),
            f"{c.c_value:.1f}",
            f"{c.keyness:.0f}",
            f"{c.contexts[0].file}:{c.contexts[0].line}" if c.contexts else "",
            ", ".join(f"{n.concept} ({n.how} {n.score:.0f})" for n in c.near),
            c.why,
        ]
        for c in some
    ]
    if not csv:
        numbers = {"count", "files", "c_value", "keyness"}
        return options.tabulate([head + "#" if head in numbers else head for head in heads], rows)
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\n")
    writer.writerow([*heads, "contexts"])
    for row, c in zip(rows, some, strict=True):
        writer.writerow(
            [*row, "\n".join(f"{x.file}:{x.line} {' '.join(x.text.split())}" for x in c.contexts)]
        )
    return out.getvalue()


def diff(
    changes: Sequence[ConceptChange], lines: Sequence[TouchedLine], opened: Sequence[TouchedLine]
) -> str:
    """Return what changed, and below it the lines that it touches."""
    signs = {"added": "+", "removed": "-", "changed": "~"}
    out = []
    for change in changes:
        place = f"  ({change.concept.place})" if change.concept.place else ""
        out.append(f"{signs[change.kind]} {change.concept.id} {change.concept.term}{place}")
        if change.kind == "changed":
            out += [f"    {f.field}: {f.before or '-'} → {f.after or '-'}" for f in change.fields]
    if lines:
        rows = [[str(line.place), line.locale, _verdict(line, opened), safe(line.why)] for line in lines]
        out += ["", options.tabulate(["place", "locale", "line", "why"], rows)]
    return "\n".join(out)


def _verdict(line: TouchedLine, opened: Sequence[TouchedLine]) -> str:
    if not line.approved:
        return str(line.unit.state)
    if line.reopen:
        return "re-opened" if line in opened else "approved, does not fit"
    return "approved, stays"


def diff_json(
    changes: Sequence[ConceptChange], lines: Sequence[TouchedLine], opened: Sequence[TouchedLine]
) -> str:
    """Return the same as one JSON object."""
    body = {
        "changes": [
            {
                "concept": c.concept.id,
                "term": c.concept.term,
                "kind": c.kind,
                "fields": [{"field": f.field, "before": f.before, "after": f.after} for f in c.fields],
            }
            for c in changes
        ],
        "lines": [
            {
                "file": line.unit.file,
                "line": line.unit.segment.line,
                "segment": str(line.unit.segment.id),
                "locale": line.locale,
                "state": str(line.unit.state),
                "concepts": list(dict.fromkeys(t.hit.concept.id for t in line.touched)),
                "reopen": line.reopen,
                "reopened": line in opened,
                "why": line.why,
            }
            for line in lines
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def diff_summary(
    changes: Sequence[ConceptChange],
    lines: Sequence[TouchedLine],
    opened: Sequence[TouchedLine],
    *,
    done: bool,
) -> str:
    """Return the counts in one line."""
    kinds = Counter(change.kind for change in changes)
    approved = [line for line in lines if line.approved]
    unfit = sum(line.reopen for line in approved)
    words = f"{kinds['added']} added, {kinds['removed']} removed, {kinds['changed']} changed"
    if lines:
        words += (
            f"; {len(lines)} lines touched, {len(approved)} of them approved: {unfit} do not fit any more"
        )
        words += f", {len(approved) - unfit} stay approved because their text does what is asked"
    if done:
        words += f"; {len(opened)} re-opened"
    return words


def concepts(terms: Glossary) -> str:
    """Return concepts, reviewed ones and renderings by category and locale."""
    count = Counter(c.category for c in terms.concepts)
    reviewed = Counter(c.category for c in terms.concepts if c.review == "reviewed")
    locales = sorted({r.locale for c in terms.concepts for r in c.renderings})
    filled = Counter((c.category, tag) for c in terms.concepts for tag in {r.locale for r in c.renderings})
    rows = [
        [category, str(n), str(reviewed[category]), *(str(filled[category, tag]) for tag in locales)]
        for category, n in sorted(count.items())
    ]
    totals = [str(sum(filled[category, tag] for category in count)) for tag in locales]
    rows.append(["total", str(sum(count.values())), str(sum(reviewed.values())), *totals])
    drafts = Counter(r.locale for c in terms.concepts for r in c.renderings if r.review == "draft")
    every = Counter(r.locale for c in terms.concepts for r in c.renderings)
    shares = [f"{drafts[tag] / every[tag]:.0%}" for tag in locales]
    rows.append(["unreviewed", "", "", *shares])
    return options.tabulate(["category", "concepts#", "reviewed#", *(f"{tag}#" for tag in locales)], rows)


def use(files: Mapping[str, FileUse], locale: str, known: int, idle: int) -> str:
    """Return what the terms do in each file, the undecided homographs, and how many terms no file uses."""
    heads = ["file", "lines#", "with terms#", "share#", "hits#", f"no {locale}#", "uncertain#", "undecided#"]
    rows = [
        [
            name,
            str(u.lines),
            str(u.with_terms),
            f"{u.with_terms / u.lines:.0%}" if u.lines else "-",
            str(u.hits),
            str(u.without_rendering),
            str(u.uncertain),
            str(len(u.undecided)),
        ]
        for name, u in files.items()
    ]
    out = [options.tabulate(heads, rows)]
    out += [
        f"{name}:{line}: {safe(term)} is undecided" for name, u in files.items() for line, term in u.undecided
    ]
    out.append(f"{idle} of {known} terms are used in no text")
    return "\n".join(out)
