"""The shipped sample through all stages: golden tables, pinned floors, every promise that shows in the output."""

from __future__ import annotations

import json
import re
from pathlib import PurePath

import pandas as pd
import pytest
from conftest import ROOT, Hermetic

from pipeline.evaluation import gold
from pipeline.shared import tables
from pipeline.shared.schema import Table
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    LEDGER,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)

GOLDEN = ROOT / "tests" / "golden"
pytestmark = pytest.mark.slow


def digest(hermetic: Hermetic) -> dict[str, str]:
    """Return what a reviewer of a change wants to see of the sample, as small CSV files without anybody's words."""
    corpus = hermetic.corpus
    documents, statements = DOCUMENTS.read(corpus), STATEMENTS.read(corpus)
    first = FIELDS.read(corpus).query("rank == 1 and accepted").set_index("statement_id")["field"]
    coded = statements.assign(field=statements["statement_id"].map(first))
    ledger = LEDGER.read(corpus)
    themes = THEMES.read(corpus)
    parts = {
        "documents": documents[["document", "event", "kind", "publish", "status"]],
        "statements": coded.sort_values(["document", "position"])[["document", "position", "type", "field", "votes"]],
        "ledger": ledger.groupby(["document", "category"]).size().rename("spans").reset_index(),
        "themes": themes.groupby(["field", "status"])["size"].agg(["count", "sum"]).reset_index(),
        "guidelines": GUIDELINES.read(corpus).groupby(["kind", "field"]).size().rename("number").reset_index(),
    }
    return {name: part.to_csv(index=False, lineterminator="\n") for name, part in parts.items()}


def test_the_sample_reads_as_it_did(hermetic: Hermetic, update: bool) -> None:
    found = digest(hermetic)
    if update:
        GOLDEN.mkdir(exist_ok=True)
        for name, content in found.items():
            (GOLDEN / f"{name}.csv").write_text(content, encoding="utf-8")
    for name, content in found.items():
        assert content == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8"), f"{name}: accept with pytest --update"


def test_no_figure_falls_below_its_floor(hermetic: Hermetic) -> None:
    figures = json.loads((hermetic.corpus.reports / "metrics.json").read_text(encoding="utf-8"))
    floors = json.loads((GOLDEN / "floors.json").read_text(encoding="utf-8"))
    assert {key: figures[key] for key, floor in floors["at_least"].items() if figures[key] < floor} == {}
    assert {key: figures[key] for key, most in floors["at_most"].items() if abs(figures[key]) > most} == {}


def test_statements_are_found_in_every_format(hermetic: Hermetic) -> None:
    figures = json.loads((hermetic.corpus.reports / "metrics.json").read_text(encoding="utf-8"))
    floors = json.loads((GOLDEN / "floors.json").read_text(encoding="utf-8"))["each_format_at_least"]
    truth = gold.read(hermetic.corpus, "statements")
    formats = {PurePath(name).suffix.lstrip(".").lower() for name in truth["file"]}
    assert len(formats) >= 10
    wanted = {f"{name}.{ending}": floor for name, floor in floors.items() for ending in formats}
    assert {key: figures[key] for key, floor in wanted.items() if figures[key] < floor} == {}


@pytest.fixture(scope="module")
def figures(hermetic: Hermetic) -> dict[str, float]:
    found: dict[str, float] = json.loads((hermetic.corpus.reports / "metrics.json").read_text(encoding="utf-8"))
    return found


def test_a_hundred_and_fifty_decisions_leave_a_better_rest_than_at_random(figures: dict[str, float]) -> None:
    gain = figures["learning.rest.asked"] - figures["learning.rest.none"]
    assert gain >= 0.04
    assert gain > figures["learning.rest.random"] - figures["learning.rest.none"]
    for step in ("050", "100", "150"):
        assert figures[f"learning.rest.asked.{step}"] > figures[f"learning.rest.random.{step}"]
    assert figures["learning.rest.asked"] >= figures["learning.rest.at_once"]
    assert figures["learning.held_out.asked"] > figures["learning.held_out.none"]


def test_the_rest_after_the_sessions_is_as_right_as_a_second_reading(figures: dict[str, float]) -> None:
    assert figures["learning.rest.asked"] >= figures["coders.a_b.field.percent"] - 0.01


@pytest.mark.xfail(
    strict=True,
    reason="The rest that doubtful decisions leave is right in .955 without learning; two readings of one hand agree in"
    " .956, so .995 cannot be. On a half that is never asked learning alone adds .020 (.860 to .880).",
)
def test_learning_alone_lifts_the_same_rest_by_four_points(figures: dict[str, float]) -> None:
    assert figures["learning.rest.asked"] - figures["learning.rest.asked_unlearned"] >= 0.04


def test_the_shipped_tagger_is_what_teaching_gives(hermetic: Hermetic) -> None:
    taught = hermetic.root / "data" / "models" / "tagger"
    for path in sorted((ROOT / "data" / "models" / "tagger").iterdir()):
        assert (taught / path.name).read_bytes() == path.read_bytes(), "run `dvc repro` and commit data/models/tagger"


def test_every_document_was_read(hermetic: Hermetic) -> None:
    documents = DOCUMENTS.read(hermetic.corpus)
    assert len(documents) == 23
    assert set(documents["status"]) <= {"ok", "duplicate_of"}


def test_every_character_is_in_the_ledger_once(hermetic: Hermetic) -> None:
    for document, spans in LEDGER.read(hermetic.corpus).groupby("document"):
        borders = spans.sort_values("start")
        assert borders["start"].tolist() == [0, *borders["end"].tolist()[:-1]], document
        assert borders["end"].iloc[-1] == len(hermetic.corpus.text(str(document)))


def test_every_statement_is_exactly_its_slice(hermetic: Hermetic) -> None:
    for row in STATEMENTS.read(hermetic.corpus).itertuples():
        assert hermetic.corpus.text(str(row.document))[int(row.start) : int(row.end)] == row.text


def test_every_number_leads_back_to_statements(hermetic: Hermetic) -> None:
    corpus = hermetic.corpus
    known = set(STATEMENTS.read(corpus)["statement_id"])
    members, evidence = THEME_MEMBERS.read(corpus), GUIDELINE_EVIDENCE.read(corpus)
    assert set(members["statement_id"]) == known  # every statement lies in a theme or in the reasoned rest
    assert set(evidence["statement_id"]) <= known
    assert set(GUIDELINES.read(corpus)["guideline_id"]) == set(evidence.query("role == 'stuetzt'")["guideline_id"])
    rest = set(THEMES.read(corpus).query("status == 'rest'")["theme_id"])
    assert members.loc[members["theme_id"].isin(rest), "reason"].notna().all()


def test_every_table_has_its_public_columns(hermetic: Hermetic) -> None:
    declared = [table for table in vars(tables).values() if isinstance(table, Table)]
    for table in declared:
        path = table.path(hermetic.corpus)
        if path.exists():
            assert pd.read_parquet(path).columns.tolist() == table.names


def test_what_readers_open_is_there(hermetic: Hermetic) -> None:
    reports = hermetic.corpus.reports
    for name in (
        "index.html",
        "report.pdf",
        "report.docx",
        "tables.xlsx",
        "review.xlsx",
        "project.qdpx",
        "metrics.json",
    ):
        assert (reports / name).stat().st_size > 500, name
    assert len(list((reports / "tables").glob("*.csv"))) >= 10
    charts = {path.stem for path in (reports / "charts").glob("*.svg")}
    assert len(charts) >= 8
    assert all((reports / "charts" / f"{name}.png").exists() for name in charts)
    assert len(list((reports / "notebooks").glob("*.html"))) >= 5


def test_the_page_asks_nothing_of_the_network(hermetic: Hermetic) -> None:
    pages = [hermetic.corpus.reports / "index.html", *(hermetic.corpus.reports / "notebooks").glob("*.html")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']+""", text) == [], page.name


def test_nobody_who_was_named_is_named_in_the_logs(hermetic: Hermetic) -> None:
    path = ROOT / "data/raw/sample/gold/personal_data.jsonl"
    marked = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    logs = "\n".join(hermetic.logs.values())
    assert [number for number, row in enumerate(marked) if re.search(rf"\b{re.escape(row['text'])}\b", logs)] == []
