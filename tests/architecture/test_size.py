"""Modules stay under 400 lines, functions under 40, and every module says what it owns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 40


def modules(repository: Path) -> Iterator[tuple[Path, ast.Module, int]]:
    for package in ("localize", "tui"):
        for path in sorted((repository / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            yield path.relative_to(repository), ast.parse(text), text.count("\n")


def test_no_module_is_longer_than_400_lines(repository: Path) -> None:
    assert [f"{path}: {n}" for path, _, n in modules(repository) if n > MODULE_LINES] == []


def test_no_function_is_longer_than_40_lines(repository: Path) -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree, _ in modules(repository)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node) > FUNCTION_LINES
    ]
    assert long == []


def test_every_module_says_what_it_owns(repository: Path) -> None:
    silent = [str(path) for path, tree, n in modules(repository) if n and not ast.get_docstring(tree)]
    assert silent == []


def test_exception_is_caught_whole_only_at_the_edges(repository: Path) -> None:
    edges = {"localize/cli/main.py"}
    broad = [
        f"{path}:{node.lineno}"
        for path, tree, _ in modules(repository)
        if str(path) not in edges and path.parts[0] != "tui"
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) == "Exception")
    ]
    assert broad == []


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if not ast.get_docstring(node):
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1
