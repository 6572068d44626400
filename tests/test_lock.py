"""The lock gives every Python the same versions of what computes."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(r"^([a-z0-9][\w.-]*)(==\S+)?([^\n]*)\n((?:    [^\n]*\n)*)", re.MULTILINE)
NUMERICAL = ("numpy", "scipy", "scikit-learn", "hdbscan", "pandas", "pyarrow", "matplotlib", "spacy")


@pytest.mark.parametrize("name", NUMERICAL)
def test_what_computes_has_one_version_for_every_python(name: str) -> None:
    found = [(version, rest) for package, version, rest, _ in ENTRY.findall(LOCK) if package == name]
    assert len(found) == 1
    assert "python" not in found[0][1]
