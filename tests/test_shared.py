"""The shared modules: knobs, tables, codebook, vault and how faults are said."""

from __future__ import annotations

import ast
import stat
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from conftest import ROOT, Project
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from pipeline.shared import codebook, params, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable, TableFault
from pipeline.shared.params import ParamsFault, StageParams
from pipeline.shared.reading import Block, Reading
from pipeline.shared.schema import Column, Table, rows
from pipeline.shared.tables import DOCUMENTS, LEDGER, STATEMENTS
from pipeline.shared.vault import Vault

SECRET = "Frau Mustermann-Geheim"


class Knobs(StageParams):
    share: float = Field(ge=0, le=1)
    count: int = Field(ge=1)


@pytest.mark.parametrize(
    ("section", "faults"),
    [
        ({"share": 0.5, "count": 2}, None),
        ({"share": 0.5}, ["knobs.count fehlt"]),
        ({"share": 0.5, "count": 2, "shere": 1}, ["knobs.shere ist unbekannt (verschrieben?)"]),
        ({"share": 0.5, "count": "zwei"}, ["knobs.count muss eine ganze Zahl sein"]),
        (
            {"share": 2.0, "count": 0},
            ["knobs.share ist zu groß (höchstens 1.0)", "knobs.count ist zu klein (mindestens 1)"],
        ),
        (None, ["knobs.share fehlt", "knobs.count fehlt"]),
    ],
)
def test_a_wrong_knob_is_refused_before_the_stage_starts(
    project: Project, section: dict[str, Any] | None, faults: list[str] | None
) -> None:
    project.params(knobs=section)
    if faults is None:
        assert params.section("knobs", Knobs) == Knobs(share=0.5, count=2)
    else:
        with pytest.raises(ParamsFault) as fault:
            params.section("knobs", Knobs)
        assert sorted(fault.value.faults) == sorted(faults)


@pytest.mark.parametrize("name", ["", "../raw", "gibtesnicht", 7, None])
def test_a_corpus_that_is_no_folder_is_said_in_german(project: Project, name: object) -> None:
    project.params(corpus=name)
    with pytest.raises(ParamsFault, match=r"params\.yaml"):
        params.corpus()


def test_params_that_are_no_yaml_name_their_line(project: Project) -> None:
    (project.root / "params.yaml").write_text("corpus: [kreis\nthemes: {", encoding="utf-8")
    with pytest.raises(ParamsFault, match="Zeile"):
        params.corpus()


TABLE = Table(
    "probe.parquet",
    "Probe.",
    ("key",),
    (
        Column("key", "K.", filled=True),
        Column("share", "S.", "Float64", between=(0, 1)),
        Column("kind", "A.", isin=("a", "b")),
    ),
)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": ["x", "x"]}, "Schlüssel kommt doppelt vor"),
        ({"share": [0.5, 1.5]}, "share liegt nicht zwischen 0 und 1 (1 mal, Zeilen 1)"),
        ({"kind": ["a", SECRET]}, "kind ist nicht in a, b (1 mal, Zeilen 1)"),
        ({"key": ["x", ""]}, "key ist leer (1 mal, Zeilen 1)"),
        ({"kind": ["a", None]}, "kind ist leer (1 mal, Zeilen 1)"),
    ],
)
def test_a_broken_table_says_column_rule_and_row_but_never_a_cell(
    project: Project, changes: dict[str, list[Any]], said: str
) -> None:
    frame = pd.DataFrame({"key": ["x", SECRET], "share": [0.1, 0.2], "kind": ["a", "b"]} | changes)
    with pytest.raises(TableFault) as fault:
        TABLE.write(frame, project.corpus)
    assert said in str(fault.value)
    assert SECRET not in str(fault.value)
    assert not TABLE.path(project.corpus).exists()


def test_a_table_is_the_same_bytes_whatever_the_order_of_its_rows(project: Project) -> None:
    frame = pd.DataFrame({"key": ["ä", "b", "c"], "share": [0.1, 0.2, 0.3], "kind": ["a", "b", "a"]})
    written = []
    for order in ([0, 1, 2], [2, 0, 1]):
        TABLE.write(frame.iloc[order], project.corpus)
        written.append(TABLE.path(project.corpus).read_bytes())
    assert written[0] == written[1]
    assert TABLE.read(project.corpus)["key"].tolist() == ["b", "c", "ä"]


def test_a_table_that_is_not_there_yet_asks_for_a_run(project: Project) -> None:
    with pytest.raises(TableFault, match="dvc repro"):
        STATEMENTS.read(project.corpus)


def test_empty_tables_keep_their_types(project: Project) -> None:
    for table in (DOCUMENTS, LEDGER, STATEMENTS):
        table.write(rows(table, []), project.corpus)
        assert table.read(project.corpus).dtypes.equals(table.empty().dtypes)


def codebook_with(**changes: object) -> dict[str, Any]:
    field = {"key": "wohnen", "name": "Wohnen"} | changes
    return {"version": "1", "fields": [field], "types": [{"key": "problem", "name": "Problem"}]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (codebook_with(defintion="x"), "fields.0.defintion ist unbekannt (verschrieben?)"),
        (codebook_with(key="Wohnen!"), "fields.0.key"),
        ({"version": "1", "types": []}, "fields fehlt"),
        ([], "kein Codebuch"),
        (codebook_with(name=""), "fields.0.name"),
    ],
)
def test_a_misspelt_codebook_is_told_where_and_what(project: Project, content: Any, said: str) -> None:
    project.codebook(content)
    with pytest.raises(codebook.CodebookFault) as fault:
        codebook.read(project.corpus)
    assert said in str(fault.value)
    assert "data/raw/kreis/codebook.yaml" in str(fault.value)


def test_a_codebook_with_a_key_twice_is_refused(project: Project) -> None:
    content = codebook_with()
    content["fields"] *= 2
    project.codebook(content)
    with pytest.raises(codebook.CodebookFault, match="doppelt"):
        codebook.read(project.corpus)


def test_the_shipped_codebook_has_every_part() -> None:
    book = codebook.read(Corpus("sample", ROOT))
    assert [len(book.fields), len(book.types), len(book.groups)] == [8, 5, 16]
    assert (book.cross, book.unclear) == ("uebergreifend", "unklar")
    assert all(field.definition and field.inside for field in book.fields)
    assert all(field.anchors and field.cues for field in book.fields if field.role == "field")
    assert min(len(item.cues) for item in [*book.target_groups, *book.cross_cutting]) >= 5


def spelled(path: Path) -> list[str]:
    """Return the strings in the code of ``path`` that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {id(node.body[0].value) for node in documented if node.body and isinstance(node.body[0], ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
    return [node.value for node in constants if isinstance(node.value, str)]


def test_nothing_in_python_names_a_field_of_work_a_place_or_the_district() -> None:
    fields = [field for field in codebook.read(Corpus("sample", ROOT)).fields if field.role == "field"]
    keys, names = {field.key for field in fields}, {field.name for field in fields} - {"Sprache"}
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        for text in spelled(path):
            assert text not in keys, path
            assert not [word for word in [*names, "Auental", "Emsland"] if word in text], path


@given(st.binary(min_size=1, max_size=50), st.binary(max_size=200))
@settings(max_examples=25, deadline=None)
def test_a_sealed_file_opens_only_with_its_paper(paper: bytes, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault(Path(folder) / "tresor", "probe-1")
        path = vault.seal(paper, content)
        assert vault.open(paper) == content
        assert vault.open(paper + b"x") is None
        assert Vault(vault.folder, "probe-2").open(paper) is None
        assert content not in path.read_bytes() or len(content) < 4
        before = path.read_bytes()
        assert vault.seal(paper, content).read_bytes() == before
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


def test_a_damaged_sealed_file_counts_as_absent(tmp_path: Path) -> None:
    vault = Vault(tmp_path, "probe")
    path = vault.seal(b"papier", b"inhalt")
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert vault.open(b"papier") is None


def test_a_reading_survives_its_bytes() -> None:
    reading = Reading("a.txt", "0" * 64, "text-1", "Größe – „ja“ 😀", (Block("paragraph", 0, 5),), ("Hinweis",))
    assert Reading.from_bytes(reading.to_bytes()) == reading
    assert reading.slice(reading.blocks[0]) == "Größe"


def test_a_fault_ends_a_stage_with_its_place_and_without_a_traceback(project: Project) -> None:
    done = project.as_command(
        "from pipeline.shared import stage\nfrom pipeline.shared.errors import Repairable\n"
        "def main(corpus):\n    raise Repairable('a/b.csv', ['Zeile 2: leer', 'Zeile 3: leer'])\n"
        "if __name__ == '__main__':\n    stage.run(main)\n",
    )
    assert done.returncode == stage.FAULT
    assert done.stderr.strip().splitlines() == [
        "a/b.csv:", "  - Zeile 2: leer", "  - Zeile 3: leer", "  → Berichtigen, dann `dvc repro`."
    ]  # fmt: skip


def test_faults_are_shown_whole() -> None:
    assert str(Repairable("x", ["eins", "zwei"], "Tun.")) == "x:\n  - eins\n  - zwei\n  → Tun."


def test_params_and_codebook_are_valid_yaml_with_german_comments() -> None:
    for path in (ROOT / "params.yaml", ROOT / "data/raw/sample/codebook.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))
        assert path.read_text(encoding="utf-8").startswith("# ")
