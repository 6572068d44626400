"""The loop: what a consultant decides holds through every later run, or is listed as overtaken; nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, Project
from consultant import Consultant
from test_exports_workbook import OFFICE, saved_by_office

from pipeline.shared import coded, review
from pipeline.shared.coded import Coded
from pipeline.shared.ranks import first_fields
from pipeline.shared.tables import LEARNING

pytestmark = pytest.mark.slow
FIRST = ("sources", "pseudonyms")
CODED = ("statements", "fields", "themes", "guidelines", "exports")
REWORDED, REMOVED = "2023-11-15_ws2_ehrenamt_notizen.txt", "2024-02-06_interview_arbeit_1.txt"


@pytest.fixture
def sample(project: Project) -> Project:
    """Return the shipped sample under another name, run once."""
    shutil.copytree(ROOT / "data/raw/sample", project.corpus.raw, dirs_exist_ok=True)
    project.run(*FIRST, *CODED)
    return project


def spaced(text: str) -> str:
    return " ".join(text.split())


def holding(she: Consultant, now: Coded) -> dict[str, set[object]]:
    """Return, by kind, the subjects of her decisions that hold in the tables of today."""
    statements = now.statements.set_index("statement_id")
    texts = {(row.document, spaced(row.text)) for row in statements.itertuples()}
    fields, labels = first_fields(now.fields), dict(zip(now.themes["theme_id"], now.themes["label"], strict=True))
    themes = dict(zip(now.members["statement_id"], now.members["theme_id"], strict=True))
    marks = now.marks.set_index(["statement_id", "kind", "value"])["accepted"].to_dict()
    status = dict(zip(now.guidelines["guideline_id"], now.guidelines["status"], strict=True))
    home = dict(zip(she.before.statements["statement_id"], she.before.statements["document"], strict=True))
    old = dict(zip(she.before.statements["statement_id"], she.before.statements["text"], strict=True))
    documents = set(now.documents["document"])

    def stands(kind: str, subject: object, said: object) -> bool:
        rules = {
            "types": lambda: subject in statements.index and statements["type"][subject] == said,
            "fields": lambda: fields.get(subject) == said,
            "marks": lambda: not marks.get(subject, True),
            "umbenennen": lambda: labels.get(subject) == said,
            "merge": lambda: subject in labels and said not in labels,
            "split": lambda: subject in labels,
            "theme_members": lambda: themes.get(subject) == said,
            "guidelines": lambda: status.get(subject) == said,
            "verwerfen": lambda: (home[subject], spaced(old[subject])) not in texts and home[subject] in documents,
            "teilen": lambda: all((home[subject], spaced(part)) in texts for part in str(said).split("|")),
            "zusammenlegen": lambda: any(
                doc == home[subject] and spaced(old[subject]) in text and spaced(old[said]) in text
                for doc, text in texts
            ),
            "hinzufuegen": lambda: (subject[0], spaced(subject[1])) in texts,  # type: ignore[index]
            "documents": lambda: subject in documents,
        }
        return bool(rules[kind]())

    return {kind: {s for s, value in told.items() if stands(kind, s, value)} for kind, told in she.said.items()}


def lost(she: Consultant, project: Project) -> dict[str, list[object]]:
    """Return, by kind, the decisions that neither hold nor are listed as overtaken."""
    now = coded.read(project.corpus)
    listed = pd.read_csv(project.corpus.reports / "intern/overtaken.csv", sep=";", dtype=str, encoding="utf-8-sig")
    gone = set(listed["subject"])

    def told(subject: object) -> bool:
        return bool({subject} & gone) or (isinstance(subject, tuple) and bool(set(subject) & gone))

    held = holding(she, now)
    missing = {kind: [s for s in said if s not in held[kind] and not told(s)] for kind, said in she.said.items()}
    return {kind: found for kind, found in missing.items() if found}


def reworded(project: Project) -> None:
    """Change one paper, take one away, add ten."""
    path = project.corpus.documents / REWORDED
    lines = path.read_text(encoding="cp1252").splitlines()
    path.write_text("\n".join(f"{line} (dringend)" if line.startswith("-") else line for line in lines), "cp1252")
    (project.corpus.documents / REMOVED).unlink()
    rows = project.corpus.manifest.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.startswith(REMOVED)]
    for number in range(10):
        name = f"2024-06-{number + 10}_nachtrag.txt"
        words = [f"- Im Ortsteil {number + place} fehlen Bänke am Sportplatz" for place in range(4)]
        project.document(name, "\n".join(["# Nachtrag aus den Ortsteilen", "", "## Probleme", "", *words, ""]))
        kept.append(f"{name};nachtrag;2024-06-{number + 10};;;protokoll" + ";" * (rows[0].count(";") - 5))
    project.corpus.manifest.write_text("\n".join([*kept, ""]), encoding="utf-8")


def tables(project: Project) -> dict[str, bytes]:
    paths = [*project.corpus.processed.glob("*.parquet"), project.corpus.reports / "intern/overtaken.csv"]
    return {path.name: path.read_bytes() for path in sorted(paths)}


def test_what_a_consultant_decides_holds_for_good(sample: Project, tmp_path: Path) -> None:
    she = Consultant.of(sample.corpus)
    she.fill(sample.corpus.reports / "intern/review.xlsx", tmp_path / "durchsicht_mk.xlsx")
    assert she.number() == 200
    if OFFICE:
        saved_by_office(tmp_path / "durchsicht_mk.xlsx", sample.corpus.review, tmp_path / "profile")
    else:
        shutil.copy(tmp_path / "durchsicht_mk.xlsx", sample.corpus.review)
    sample.run(*CODED)
    now = coded.read(sample.corpus)
    held = holding(she, now)
    off = {kind: set(said) - held[kind] for kind, said in she.said.items()}
    assert {kind for kind, subjects in off.items() if subjects} <= {"guidelines"}
    assert len(off["guidelines"]) <= 2  # its statement was recoded or split by her, so nobody proposes it any more
    assert lost(she, sample) == {}

    # nothing but what she decided: types, marks, and fields except for what is said to be learned
    types = dict(zip(now.statements["statement_id"], now.statements["type"], strict=True))
    before = dict(zip(she.before.statements["statement_id"], she.before.statements["type"], strict=True))
    assert {name for name in types.keys() & before.keys() if types[name] != before[name]} <= set(she.said["types"])
    old, new = first_fields(she.before.fields).to_dict(), first_fields(now.fields).to_dict()
    moved = {name for name in old.keys() & new.keys() if old[name] != new[name]} - set(she.said["fields"])
    learned = LEARNING.read(sample.corpus).iloc[0]
    assert len(moved) <= learned["changed"] + len(she.touched)
    assert learned["changed"] <= learned["decisions"]
    gone = set(before) - set(types)
    assert gone <= she.touched

    once = tables(sample)
    for _ in range(3):
        sample.run(*CODED)
        assert tables(sample) == once

    reworded(sample)
    sample.run(*FIRST, *CODED)
    assert lost(she, sample) == {}
    later = holding(she, coded.read(sample.corpus))
    assert len(later["umbenennen"]) >= 9
    listed = pd.read_csv(sample.corpus.reports / "intern/overtaken.csv", sep=";", dtype=str, encoding="utf-8-sig")
    away = {
        name
        for name, document in zip(she.before.statements["statement_id"], she.before.statements["document"], strict=True)
        if document == REMOVED
    }
    about = {str(subject) for kind in ("types", "fields", "theme_members") for subject in she.said[kind]}
    assert away & about
    assert away & about <= set(listed["subject"])
    assert len(review.log(sample.corpus)) >= 200
