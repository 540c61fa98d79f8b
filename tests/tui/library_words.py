"""Reads out of the library's code every sentence that it can make for a reviewer, its fields filled in."""

from __future__ import annotations

import ast
import functools
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import localize

LIBRARY = Path(localize.__file__).parent
FIELD = "77"
"""Stands for whatever a field holds: it can be a figure, a word or an id."""
_SENTENCE = re.compile(r"[a-z]{2,}[ ,:]+(?:.* )?[A-Za-z]{2,}")
_DEPTH = 3


def sentences(
    path: str, *, names: frozenset[str], calls: frozenset[str], returns: frozenset[str]
) -> set[str]:
    """Return what a module says, a field filled with `FIELD`.

    Args:
        path: of the module, in the library.
        names: variables, keywords and attributes that hold sentences.
        calls: functions whose arguments are sentences; a name that ends with `*` stands for its beginning.
        returns: functions that return sentences.
    """
    tree = ast.parse((LIBRARY / path).read_text("utf-8"))
    found: set[str] = set()
    for scope in _scopes(tree):
        known = _assigned(scope)
        for node in scope:
            for value in _spoken(node, names, calls):
                found.update(_made(value, known))
            if isinstance(node, ast.FunctionDef) and node.name in returns:
                own = [inner for inner in ast.walk(node) if isinstance(inner, ast.Return)]
                found.update(itertools.chain.from_iterable(_made(one.value, known) for one in own))
    return {words for words in found if _SENTENCE.search(words)}


def _scopes(tree: ast.Module) -> Iterator[list[ast.AST]]:
    """Yield the nodes of each function, and those outside of all functions."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {inner for function in functions for inner in ast.walk(function)}
    yield [node for node in ast.walk(tree) if node not in inside]
    yield from (list(ast.walk(function)) for function in functions)


def _assigned(scope: list[ast.AST]) -> dict[str, list[ast.expr]]:
    known: dict[str, list[ast.expr]] = {}
    for node in scope:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    known.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.NamedExpr):
            known.setdefault(node.target.id, []).append(node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            before = ast.Name(node.target.id, ctx=ast.Load(), lineno=node.lineno)
            known.setdefault(node.target.id, []).append(
                ast.copy_location(ast.BinOp(before, node.op, node.value), node)
            )
    return known


def _spoken(node: ast.AST, names: frozenset[str], calls: frozenset[str]) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign) and any(getattr(target, "id", "") in names for target in node.targets):
        yield from node.value.values if isinstance(node.value, ast.Dict) else (node.value,)
    elif isinstance(node, ast.keyword) and node.arg in names:
        yield node.value
    elif isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in calls or any(call[0] == "*" and name.endswith(call[1:]) for call in calls):
            yield from (arg for arg in node.args if not isinstance(arg, ast.Starred))


def _made(node: ast.AST | None, known: dict[str, list[ast.expr]], depth: int = 0) -> Iterator[str]:
    """Yield every string that an expression can be; `FIELD` for what is not written in the code."""
    made = functools.partial(_made, known=known, depth=depth)
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.FormattedValue(value=ast.Attribute(attr="id")):
            yield f"food.{FIELD}"
        case ast.FormattedValue(value=ast.Name(id=name) as used) if name in known and depth < _DEPTH:
            before = (value for value in known[name] if value.lineno <= used.lineno)
            yield from _made(max(before, key=lambda v: v.lineno, default=None), known, depth + 1)
        case ast.Name(id=name) if name in known and depth < _DEPTH:
            for value in known[name]:
                if value.lineno <= node.lineno:
                    yield from _made(value, known, depth + 1)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(joint)), attr="join")):
            yield f"{FIELD}{joint}{FIELD}" if joint.strip(" ,") else FIELD
        case _ if (parts := _parts(node)) is not None:
            yield from map("".join, itertools.product(*(list(made(part)) for part in parts)))
        case _ if choices := _choices(node):
            yield from itertools.chain.from_iterable(map(made, choices))
        case _:
            yield FIELD


def _parts(node: ast.AST | None) -> list[ast.expr] | None:
    """Return the expressions that one puts together, None if it puts nothing together."""
    match node:
        case ast.JoinedStr(values=parts):
            return parts
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [left, right]
    return None


def _choices(node: ast.AST | None) -> list[ast.expr]:
    """Return the expressions of which one is taken."""
    match node:
        case ast.FormattedValue(value=value):
            return [value]
        case ast.IfExp(body=one, orelse=other):
            return [one, other]
        case ast.BoolOp(values=values) | ast.Tuple(elts=values):
            return values
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, default]):
            return [default]
    return []
