"""A codebook or codings made elsewhere can be the beginning of a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from exports_material import BOOK, material

from pipeline import adopt
from pipeline.exports import project
from pipeline.shared import codebook
from pipeline.shared.errors import Repairable
from pipeline.shared.refi import reader
from pipeline.shared.refi.model import canonical, exportable


def test_a_codebook_file_of_another_tool_becomes_ours(tmp_path: Path) -> None:
    (tmp_path / "fremd.qdc").write_bytes(project.qdc(material()[0]))
    found = codebook.parse(yaml.safe_load(adopt.adopted("codebook", tmp_path / "fremd.qdc", ROOT)), "fremd.qdc")
    assert [field.name for field in found.fields][:3] == ["Alpha & Beginn", "Beta", "Gamma"]
    assert [kind.name for kind in found.types] == ["Problem", "Ziel", "Maßnahme"]
    assert found.fields[0].definition == "Was mit A beginnt."
    assert found.unclear


def test_a_table_becomes_a_codebook(tmp_path: Path) -> None:
    table = "Meine Kategorien;;\nName;Definition;Stichwörter\nÜbergänge;Von hier nach dort;Weg*, Brücke\nWege;;\n"
    (tmp_path / "kategorien.csv").write_text(table, encoding="cp1252")
    found = codebook.parse(yaml.safe_load(adopt.adopted("codebook", tmp_path / "kategorien.csv", ROOT)), "x")
    assert [(field.key, field.cues) for field in found.fields[:2]] == [
        ("uebergaenge", ("Weg*", "Brücke")),
        ("wege", ()),
    ]
    assert len(found.types) >= 3  # taken from the shipped codebook


def test_a_project_coded_by_hand_becomes_gold() -> None:
    given, texts = material()
    back = reader.qdpx(project.qdpx(given, texts))
    rows = list(adopt.as_gold(back, codebook.parse(BOOK, "x"), sorted(texts)))
    assert {row["text"] for row in rows} == {canonical(exportable(text)) for text in given.statements["text"]}
    assert {row["file"] for row in rows} == set(texts)
    types = dict(zip(given.statements["text"], given.statements["type"], strict=True))
    assert all(types.get(row["text"], row["type"]) == row["type"] for row in rows)
    assert json.dumps(rows)


def test_a_file_that_is_no_codebook_is_said_in_german(tmp_path: Path) -> None:
    (tmp_path / "brief.csv").write_text("Sehr geehrte;Damen\n1;2\n", encoding="utf-8")
    with pytest.raises(Repairable, match="keine Spalte Name"):
        adopt.adopted("codebook", tmp_path / "brief.csv", ROOT)
