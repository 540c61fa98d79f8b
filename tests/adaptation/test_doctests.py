"""The examples in the docstrings of localize.adaptation are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import localize.adaptation as room

MODULES = [room.__name__, *(f"{room.__name__}.{m.name}" for m in pkgutil.iter_modules(room.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_of_a_module_holds(name):
    failures, _ = doctest.testmod(importlib.import_module(name))
    assert failures == 0
