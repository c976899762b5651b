"""The folders import only leftwards: ontology < nlp < kg < search; and nothing heavy is imported at module level."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("ontology", "nlp", "kg", "search")
LATE = {"torch", "faiss", "sentence_transformers", "spacy", "jieba", "pdfplumber", "pyshacl"}
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py") if "node_modules" not in path.parts)


def imported(tree: ast.AST) -> set[str]:
    """First parts of all absolute imports below ``tree``."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def at_import(tree: ast.Module) -> set[str]:
    """First parts of the imports that run when the module is imported (not those inside functions or TYPE_CHECKING)."""
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return set().union(*(imported(node) | imported(ast.Module([node], [])) for node in top)) if top else set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_leftwards(path: Path) -> None:
    layer = LAYERS.index(path.relative_to(ROOT).parts[0])
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert imported(tree) & set(LAYERS[layer + 1 :]) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_packages_are_imported_inside_functions(path: Path) -> None:
    assert at_import(ast.parse(path.read_text(encoding="utf-8"))) & LATE == set()
