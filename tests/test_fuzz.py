"""What fuzzing found stays mended: each file under fuzz/ once broke a promise of its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from recipes import fuzz

FOUND = sorted((Path(__file__).parent / "fuzz").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_a_file_that_broke_a_promise_breaks_none_any_more(path: Path) -> None:
    assert fuzz.fault_of(path.name.partition("-")[0], path.read_bytes()) == ""


def test_a_broken_promise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "read_document", lambda *_: ([], []))
    assert fuzz.fault_of("txt", b"Busse fehlen am Abend.").startswith("BrokenError the ledger adds up")
    monkeypatch.setitem(fuzz.TARGETS, "txt", next)
    assert fuzz.fault_of("txt", b"x").startswith("TypeError")
