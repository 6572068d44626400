"""Associations: the shipped list is well formed, words are found in any form and as members of compounds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.shared.german.associations import AREAS, NOTE, Associations
from pipeline.shared.german.tagger.paths import LEXICON

SHIPPED = LEXICON / "associations.txt"
LINE = re.compile(r"[a-zäöüß-]+(?: [sbategu][123]){1,3}")


def listed(folder: Path, *lines: str) -> Associations:
    (folder / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "members.txt").write_text("termin\nkinder", encoding="utf-8")
    return Associations.read(folder / "list.txt", folder / "members.txt")


def test_the_shipped_list_is_well_formed_and_in_order() -> None:
    lines = [line for line in SHIPPED.read_text(encoding="utf-8").splitlines() if not line.startswith(NOTE)]
    assert len(lines) > 10_000
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert lines == sorted(lines)
    words = [line.split()[0] for line in lines]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("said", "area"),
    [
        ("Zahnarzt", "g"), ("Zahnärzte", "g"), ("Zahnarzttermin", "g"),
        ("Kinderzahnarzt", "g"), ("TURNHALLEN", "t"), ("Schlosser", ""),
    ],
)  # fmt: skip
def test_words_are_found_in_any_form_and_in_compounds(tmp_path: Path, said: str, area: str) -> None:
    points = listed(tmp_path, "turnhalle t2 b1", "zahnarzt g3").of(said)
    assert (AREAS[points.argmax()] if points.any() else "") == area


def test_different_words_of_a_text_add_up(tmp_path: Path) -> None:
    points = listed(tmp_path, "turnhalle t2 b1", "zahnarzt g3").points(["Zahnarzt, Zahnarzt und Turnhalle", ""])
    assert points.tolist() == [[0, 1, 0, 2, 0, 3, 0], [0] * 7]


def test_everyday_words_are_known() -> None:
    shipped = Associations.read(SHIPPED, LEXICON / "compounds.txt")
    for said, area in {"Hustensaft": "g", "Hausaufgaben": "b", "Schraubenschlüssel": "a"}.items():
        assert AREAS[shipped.of(said).argmax()] == area
