"""The notebooks are committed without output, run from top to bottom, and their pages need no network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import yaml
from conftest import coded
from exports_material import BOOK, material

from pipeline.notebooks import __main__ as notebooks
from pipeline.notebooks import shown
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    LEARNING,
    LEDGER,
    MARKS,
    OVERTAKEN,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)

ROOT = Path(__file__).resolve().parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


LEARNED = {
    "question": "fields", "decisions": 40, "before": 0.52, "after": 0.65, "learned": True, "changed": 12,
    "held_back": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Return a made-up corpus as the stages before would have left it."""
    made = coded(tmp_path_factory.mktemp("project"), BOOK)
    given, texts = material()
    names = {"name": ["Erika Musterfrau"], "accepted": ["ja"], "why": ["steht im Gespräch"]}
    pd.DataFrame(names).to_csv(made.review / "names.csv", sep=";", index=False)
    knobs = {"corpus": "probe", "encoder": "", "notebooks": {"seconds_per_cell": 60}}
    (made.root / "params.yaml").write_text(yaml.safe_dump(knobs), encoding="utf-8")
    made.texts.mkdir(parents=True)
    spans = []
    for name, text in texts.items():
        (made.texts / f"{name}.txt").write_bytes(text.encode("utf-8"))
        spans.append({"document": name, "start": 0, "end": len(text), "category": "heading", "reason": "Titel"})
    for table, frame in (
        (DOCUMENTS, given.documents), (STATEMENTS, given.statements), (FIELDS, given.fields), (MARKS, given.marks),
        (THEMES, given.themes), (THEME_MEMBERS, given.members), (GUIDELINES, given.guidelines),
        (GUIDELINE_EVIDENCE, given.evidence), (LEDGER, LEDGER.typed(pd.DataFrame(spans))),
        (LEARNING, LEARNING.typed(pd.DataFrame([LEARNED]))), (OVERTAKEN, OVERTAKEN.empty()),
    ):  # fmt: skip
        table.write(frame, made)
    (made.root / "notebooks").symlink_to(ROOT / "notebooks")
    return made


def run(corpus: Corpus) -> dict[str, str]:
    """Run the stage and return the pages that it wrote."""
    command = [sys.executable, "-m", "pipeline.notebooks"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(corpus.root)}
    done = subprocess.run(
        command, cwd=corpus.root, env=environment, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"notebooks: {len(PATHS)} Seiten zum Nachsehen\n"
    folder = corpus.reports / "notebooks"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}


@pytest.fixture(scope="module")
def pages(corpus: Corpus) -> dict[str, str]:
    """Return the pages."""
    return run(corpus)


def test_there_is_a_notebook_for_every_kind_of_decision() -> None:
    found = {path.stem for path in PATHS}
    assert found >= {"korpus", "pseudonyms", "statements", "fields", "themes", "guidelines", "quality", "method"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_output_and_with_thin_cells(path: Path) -> None:
    notebook = notebooks.loaded(path)
    nbformat.validate(notebook)
    assert notebook.cells[0].source.startswith("# ")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert len(cell.source.splitlines()) <= 5


def test_every_page_stands_alone(pages: dict[str, str]) -> None:
    assert set(pages) == {path.stem for path in PATHS}
    for page in pages.values():
        assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//|<script|@import|url\(""", page)
        assert '<html lang="de">' in page
        assert "Traceback" not in page


def test_no_page_quotes_what_may_only_be_counted(pages: dict[str, str]) -> None:
    given, _ = material()
    secret = given.statements.loc[given.statements["publish"] == "count", "text"]
    everything = "".join(pages.values())
    assert len(secret)
    assert not [text for text in secret if shown.cell(text) in everything]
    released = given.statements.loc[given.statements["publish"] == "quote", "text"]
    assert all(shown.cell(text) in everything for text in released)


def test_the_page_on_quality_says_what_was_learned_before_and_after(pages: dict[str, str]) -> None:
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", pages["quality"])
    place = cells.index("erster Arbeitsbereich")
    assert cells[place : place + 7] == ["erster Arbeitsbereich", "40", "52\u00a0%", "65\u00a0%", "ja", "12", "3"]


def test_no_page_repeats_a_name_or_a_memo(pages: dict[str, str]) -> None:
    assert not [name for name, page in pages.items() if "Musterfrau" in page or "steht im Gespräch" in page]


@pytest.mark.slow
def test_the_pages_are_the_same_every_time(corpus: Corpus, pages: dict[str, str]) -> None:
    assert run(corpus) == pages
