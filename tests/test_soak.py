"""Run after run with random edits: what must always hold, holds; see recipes/soak.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recipes.soak import soak


@pytest.mark.slow
def test_random_edits_break_no_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "dauer"
    room.mkdir()
    monkeypatch.chdir(room)
    broken, kinds, _ = soak(int(os.environ.get("SOAK", "3")), 7, room)
    assert broken == []
    assert kinds
