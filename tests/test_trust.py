"""TRUST.md names tests: each of them exists."""

from __future__ import annotations

import ast
import re

import pytest
from conftest import ROOT

NAMED = re.findall(r"`(tests/\w+\.py)::(\w+)`", (ROOT / "TRUST.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_proves_a_promise_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_promise_names_its_proof() -> None:
    rows = [line for line in (ROOT / "TRUST.md").read_text(encoding="utf-8").splitlines() if line.startswith("| **")]
    assert len(rows) >= 10
    assert all("::" in row.split("|")[2] for row in rows)
