"""The examples in the docstrings run, and there are as many as were counted."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import kg
import nlp
import ontology
import search

NOT_IMPORTED = ("search.train", "search.__main__")
MODULES = [
    info.name
    for package in (ontology, nlp, kg, search)
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not info.name.startswith(NOT_IMPORTED)
] + ["ontology"]


@pytest.mark.parametrize("name", MODULES, ids=str)
def test_the_examples_of_a_module(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    counted = sum(bool(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name)))
    assert counted > 150
