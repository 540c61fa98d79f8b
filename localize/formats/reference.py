"""The only place that writes docs/formats.md, from the registry: `python -m localize.formats.reference`."""

from __future__ import annotations

import importlib
import inspect
import re

from localize.formats import FORMATS, load_format

HEAD = """\
# Formats

Every format is read by finding where its translatable text stands in the bytes of the file, and written by putting
new text there: everything else comes back byte for byte, and a file without new text is the same file. After writing,
the result is read again and compared. `localize convert A B --verify` shows the proof.

What is not understood is kept and reported with `-vv`. A format is told by its content first, its suffix second; if
two fit equally, name one with `--format`. Encodings are found by byte order mark, declaration, and a detector limited
to what studios use; `--encoding` overrides it. Limits on size and depth keep hostile files from doing harm.

This page is made from the registry by `python -m localize.formats.reference > docs/formats.md`; a test compares them.

| name | suffixes | format | slots |
|---|---|---|---|
"""
_SLOTS = {True: "translation beside its source", False: "text in place"}
_READ_ONLY = frozenset({"scc"})


def reference() -> str:
    """Return the page."""
    rows = []
    sections = []
    for spec in FORMATS:
        slots = "read only" if spec.name in _READ_ONLY else _SLOTS[load_format(spec.name).bilingual]
        suffixes = " ".join(f"`{suffix}`" for suffix in spec.suffixes)
        rows.append(f"| `{spec.name}` | {suffixes} | [{spec.title}]({spec.specification}) | {slots} |")
        text = inspect.cleandoc(importlib.import_module(spec.module).__doc__ or "")
        sections.append(f"## {spec.title}\n\n`{spec.name}` · <{spec.specification}>\n\n{_prose(text)}\n")
    return HEAD + "\n".join(rows) + "\n\n" + "\n".join(sections)


def _prose(docstring: str) -> str:
    """Return a module's docstring as Markdown: its first word as a sentence, literals in single backticks."""
    text = re.sub(r"\AOwns ", "", docstring)
    text = text[:1].upper() + text[1:]
    text = re.sub(r"``(.+?)``", lambda m: f"`` {m[1]} ``" if "`" in m[1] else f"`{m[1]}`", text)
    outside = re.split(r"(`[^`]*`)", text)
    return "".join(
        piece if piece.startswith("`") else re.sub(r"<(?!http)", r"\\<", piece) for piece in outside
    )


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201
