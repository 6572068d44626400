"""The lock: every package is pinned by hash, and the numerical ones are the same for every Python."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRY = re.compile(r"^([a-z0-9][\w.-]*)(==\S+)?([^\n]*)\n((?:    [^\n]*\n)*)", re.MULTILINE)
NUMERICAL = ("numpy", "scipy", "scikit-learn", "hdbscan", "pandas", "pyarrow", "matplotlib", "spacy")


def test_every_package_is_pinned_with_hashes() -> None:
    entries = ENTRY.findall(LOCK)
    assert len(entries) > 150
    assert [name for name, version, _, _ in entries if not version] == []
    assert [name for name, _, _, below in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", below)] == []
    assert set(re.findall(r"--hash=(\w+):", LOCK)) == {"sha256"}


@pytest.mark.parametrize("name", NUMERICAL)
def test_what_computes_has_one_version_for_every_python(name: str) -> None:
    found = [(version, rest) for package, version, rest, _ in ENTRY.findall(LOCK) if package == name]
    assert len(found) == 1
    assert "python" not in found[0][1]
