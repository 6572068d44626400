"""Silence: whatever is broken, no message of any stage says a name, a contact or a word of the paper."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
import typst
from conftest import ROOT, Hermetic, Project, hushed, stages

from pipeline.evaluation import gold as labelled
from pipeline.evaluation import privacy
from pipeline.shared import key, stage
from pipeline.shared.leaks import DIGITS, PHRASE, WORD, Needles

SECRETS = {
    "Wubbenhorst": (WORD, "person"),
    "Yılmazer": (WORD, "person"),
    "Nadiya": (WORD, "person"),
    "t.wubbenhorst@kreis-musterau.example": (PHRASE, "email"),
    "04952 8877-31": (DIGITS, "phone"),
}
NEEDLES = Needles(SECRETS)
TALK = """Interview mit Frau Nadiya Wubbenhorst, t.wubbenhorst@kreis-musterau.example, 04952 8877-31

I: Was fehlt, Frau Wubbenhorst?

Wubbenhorst: Herr Yılmazer sagt, es fehlen Räume. Das finde ich auch.
"""
MAIL = 'From: "Wubbenhorst <t.wubbenhorst@kreis-musterau.example>\nContent-Type: text/plain; charset=x\n\n'
PROBLEMS = "# Runde\n\n## Probleme\n\n- Es fehlen Räume für Sprachkurse.\n- Der Bus fährt selten.\n"
FIRST = ("inputs", "sources", "pseudonyms")
LATER = ("statements", "fields", "themes", "guidelines", "frequencies", "evaluation", "exports", "report")


def told(project: Project, names: Sequence[str]) -> str:
    """Return everything that the stages print, each started as DVC starts it; all run, even after one that failed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), key.PASSPHRASE: "nur für den Test"}
    said = []
    for name in names:
        done = subprocess.run(
            [sys.executable, "-X", "dev", "-m", f"pipeline.{name}"],
            cwd=project.root, env=environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode in {0, stage.MISTAKE, stage.FAULT}
        said.append(done.stdout + done.stderr)
    return "\n".join(said)


def spoiled_zip(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3] + TALK.encode() + content[-60:]


def word() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(TALK)
    document.save(file)
    return file.getvalue()


def excel() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = TALK  # type: ignore[index]
    book.save(file)
    return file.getvalue()


def project_file() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", f"<Project><Users><User name='Wubbenhorst'>{TALK}</Project>")
    return file.getvalue()


def papers(project: Project) -> None:
    """Hand in papers that break in every way, each called after somebody."""
    handed_in: dict[str, str | bytes] = {
        "interview_wubbenhorst.docx": spoiled_zip(word()),
        "Wubbenhorst, Nadiya.pdf": bytes(typst.compile(TALK.replace("@", "\\@").encode()))[:-400],
        "yılmazer.xlsx": spoiled_zip(excel()),
        "notiz Wubbenhorst.rtf": "{\\rtf1 " + TALK + "\\u999999999 {{{",
        "wubbenhorst.vtt": "WEBVTT\n\n00:00:99 --> Wubbenhorst\n<v Wubbenhorst>" + TALK,
        "Yılmazer.eml": MAIL + TALK,
        "wubbenhorst.exe": b"MZ" + TALK.encode(),
        "wubbenhorst.odt": b"PK\x03\x04" + TALK.encode(),
        "Nadiya Wubbenhorst.html": "<table><tr><td>" * 3000 + TALK,
        "unterordner/Wubbenhorst.txt": TALK,
        "leer Wubbenhorst.txt": "",
    }
    for name, content in handed_in.items():
        project.document(name, content)


def manifest(project: Project) -> None:
    project.manifest(
        "Wubbenhorst fehlt.docx;Wubbenhorst;am Tag von Yılmazer;Yılmazer;Frau Wubbenhorst;Gespräch",
        "gespraech.txt;ws;31.31.2026;nadiya;wubbenhorst;interview;;;Wubbenhorst",
        "gespraech.txt;doppelt;Wubbenhorst",
        ';Wubbenhorst;"Yılmazer',
    )


def codebook(project: Project) -> None:
    project.corpus.codebook.write_text("fields:\n  - key: wubbenhorst\n    Yılmazer: [Nadiya\n", encoding="utf-8")


def codebook_keys(project: Project) -> None:
    project.codebook(
        {"version": "Wubbenhorst", "fields": [{"key": "Frau Wubbenhorst", "Yılmazer": "Nadiya"}, "Wubbenhorst"]}
    )


def review(project: Project) -> None:
    for name in ("namen", "fields", "statements", "guidelines", "themes"):
        (project.corpus.review / f"{name}.csv").write_text(
            "statement_id;name;Wubbenhorst;accepted;field;type;date;reviewer\n"
            "Wubbenhorst;Wubbenhorst;x;vielleicht, sagt Yılmazer;Wubbenhorst;Nadiya;gestern bei Yılmazer;Nadiya\n",
            encoding="utf-8",
        )
    (project.corpus.review / "Wubbenhorst.xlsx").write_bytes(spoiled_zip(excel()))
    (project.corpus.review / "rueckgabe.xlsx").write_bytes(excel())
    (project.corpus.review / "Yılmazer.qdpx").write_bytes(project_file())
    (project.corpus.review / "kaputt.qdpx").write_bytes(b"PK\x03\x04 Wubbenhorst")


def gold(project: Project) -> None:
    project.corpus.gold.mkdir(parents=True, exist_ok=True)
    for name in ("statements", "personal_data", "themes", "guidelines"):
        (project.corpus.gold / f"{name}.jsonl").write_text(
            json.dumps({"text": "Wubbenhorst", "file": "Wubbenhorst.txt"}) + "\n{Wubbenhorst\n[]\n", encoding="utf-8"
        )


def broken_key(project: Project) -> None:
    project.corpus.confidential.mkdir(parents=True, exist_ok=True)
    key.path(project.corpus).write_bytes(b"Wubbenhorst")


SPOILERS: dict[str, Callable[[Project], None]] = {
    "papers": papers, "manifest": manifest, "codebook": codebook, "codebook keys": codebook_keys,
    "review": review, "gold": gold, "key": broken_key,
}  # fmt: skip


@pytest.fixture
def talk(project: Project) -> Project:
    project.document("gespraech.txt", TALK)
    project.document("runde.md", PROBLEMS)
    return project


@pytest.mark.slow
@pytest.mark.parametrize("spoiler", SPOILERS)
def test_no_message_about_anything_broken_says_a_name(talk: Project, spoiler: str) -> None:
    SPOILERS[spoiler](talk)
    said = told(talk, FIRST)
    assert said.strip()
    assert not NEEDLES.hits(said), spoiler


@pytest.mark.slow
@pytest.mark.parametrize("spoiler", ["manifest", "review", "gold"])
def test_no_message_of_a_later_stage_says_a_name(talk: Project, spoiler: str) -> None:
    SPOILERS[spoiler](talk)
    assert not NEEDLES.hits(told(talk, [*FIRST, *LATER]))


@pytest.mark.slow
def test_tables_that_somebody_spoiled_by_hand_are_not_quoted(talk: Project) -> None:
    told(talk, FIRST)
    for path in sorted(talk.corpus.processed.glob("*.parquet")):
        path.write_bytes(b"PAR1 Wubbenhorst PAR1")
    for path in sorted(talk.corpus.texts.iterdir()):
        path.write_text(TALK, encoding="utf-8")
    assert not NEEDLES.hits(told(talk, LATER))


def test_a_mistake_of_ours_says_where_but_not_what(project: Project) -> None:
    done = project.as_command(
        "from pipeline.shared import stage\n"
        "def main(corpus):\n"
        "    try:\n        {}['Frau Wubbenhorst']\n"
        "    except KeyError as error:\n        raise ValueError('Wubbenhorst ist keine Zahl') from error\n"
        "if __name__ == '__main__':\n    stage.run(main)\n",
    )
    assert done.returncode == stage.MISTAKE
    assert re.search(r'stufe\.py", line 6', done.stderr)
    assert "KeyError" in done.stderr
    assert "ValueError (Wortlaut verborgen" in done.stderr
    said = "\n".join(line for line in done.stderr.splitlines() if "raise" not in line and "{}[" not in line)
    assert not NEEDLES.hits(said)


def test_a_failed_test_does_not_print_whom_the_sample_names(tmp_path: Path) -> None:
    marked = labelled.read(Hermetic(ROOT, {}, {}).corpus, "personal_data")["text"]
    name = max((text for text in marked if " " in text and "\n" not in text), key=len)
    (tmp_path / "test_laut.py").write_text(
        "from pathlib import Path\n"
        f"PAPERS = Path({str(ROOT)!r}) / 'data/raw/sample/gold/personal_data.jsonl'\n"
        "def test_laut():\n    said = PAPERS.read_text(encoding='utf-8')\n    print(said)\n    assert said == ''\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "-vv", "--showlocals",
         "-c", os.devnull, f"--rootdir={tmp_path}", str(tmp_path)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "test_laut" in done.stdout
    assert name not in done.stdout
    assert sum(text in done.stdout for text in marked) == 0
    assert hushed(f"Da war {name}.") == "Da war [verborgen]."


@pytest.mark.slow
def test_no_line_that_a_run_on_the_sample_prints_names_anybody(hermetic: Hermetic) -> None:
    marked = labelled.read(hermetic.corpus, "personal_data")["text"]
    assert set(hermetic.logs) == set(stages())
    assert sum(privacy.stands(text, "\n".join(hermetic.logs.values())) for text in marked) == 0
