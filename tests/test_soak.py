"""Run after run with random edits: what must always hold, holds; see recipes/soak.py."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from pipeline.shared.tables import CELLS, LEDGER, MARKS, STATEMENTS
from recipes import soak

SEED = 7


@pytest.mark.slow
def test_random_edits_break_no_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "dauer"
    room.mkdir()
    monkeypatch.chdir(room)
    broken, kinds, _ = soak.soak(int(os.environ.get("SOAK", "3")), SEED, room)
    assert broken == []
    assert kinds


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[soak.Soak, dict[str, str]]]:
    """Return a room after one run with every kind of decision, and the hashes of its raw files."""
    room = tmp_path_factory.mktemp("dauer") / "p"
    room.mkdir()
    one = soak.Soak(room, random.Random(SEED))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(room)
        one.prepare()
        assert one.run() == []
        for number, kind in enumerate(soak.DECIDED):
            one.number = number
            one.decide(kind)
        assert one.run() == []
        yield one, soak.hashes(one.corpus.raw)


def less(one: soak.Soak) -> None:
    LEDGER.write(LEDGER.read(one.corpus).iloc[1:], one.corpus)


def other_type(one: soak.Soak) -> None:
    [said] = [said for said in one.said.values() if said.kind == "type"]
    found = STATEMENTS.read(one.corpus)
    found.loc[found["statement_id"] == said.subject, "type"] = "grundsatz" if said.value != "grundsatz" else "problem"
    STATEMENTS.write(found, one.corpus)


def no_marks(one: soak.Soak) -> None:
    MARKS.write(MARKS.empty(), one.corpus)


def forgotten(one: soak.Soak) -> None:
    path = one.corpus.reports / "intern/decisions.csv"
    rows = pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig")
    rows.iloc[1:].to_csv(path, sep=";", index=False, encoding="utf-8-sig")


def one_more(one: soak.Soak) -> None:
    cells = CELLS.read(one.corpus)
    place = cells.index[(cells["variant"] == "intern") & (cells["table"] == "felder") & (cells["row"] != "gesamt")][0]
    cells.loc[place, "mentions"] = int(cells.loc[place, "mentions"]) + 1
    CELLS.write(cells, one.corpus)


def named(one: soak.Soak) -> None:
    (one.corpus.reports / "neu.csv").write_text(f"Frau {soak.PERSONS[0]}", encoding="utf-8")


def hoarded(one: soak.Soak) -> None:
    for number in range(soak.MOST + 1):
        (one.corpus.confidential / "readings" / f"{number}.sealed").write_bytes(b"alt")


def grown(one: soak.Soak) -> None:
    (one.corpus.processed / "gross.bin").write_bytes(bytes((soak.MOST_MEGABYTES + 1) * 2**20))


def touched(one: soak.Soak) -> None:
    next(one.corpus.documents.iterdir()).write_text("anders", encoding="utf-8")


def unhidden(one: soak.Soak) -> None:
    next(one.corpus.texts.iterdir()).write_text(" ".join(soak.HIDDEN), encoding="utf-8")


MISTAKES: dict[str, tuple[Callable[[soak.Soak], None], str]] = {
    "a span is lost": (less, "ledger of"),
    "a decision is not followed": (other_type, "type of"),
    "a mark is not set": (no_marks, "mark of"),
    "a decision is missing in the log": (forgotten, "not in the log"),
    "a count is wrong": (one_more, "felder"),
    "a name stands in a report": (named, "name in"),
    "a hidden word stands in a text": (unhidden, "name of"),
    "old readings are kept": (hoarded, "readings of"),
    "too much is written": (grown, "MiB written"),
    "a raw file is changed": (touched, "raw files"),
}


@pytest.mark.slow
@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_each_invariant_notices_a_planted_mistake(
    mistake: str, decided: tuple[soak.Soak, dict[str, str]], tmp_path: Path
) -> None:
    one, before = decided
    shutil.copytree(one.root, tmp_path / "p", symlinks=True)
    copy = soak.Soak(tmp_path / "p", random.Random(SEED), said=one.said)
    assert copy.broken(before) == []
    plant, told = MISTAKES[mistake]
    plant(copy)
    assert any(told in fault for fault in copy.broken(before))
