"""One more paper in a corpus of five hundred: what each stage costs when everything else is known already.

The corpus is made with a fixed seed from the statements of ``benchmarks.themes``: five hundred Word-like text papers of
twenty statements under headings of their fields. The project is copied to a folder of its own, every stage up to
guidelines runs from nothing, then one paper is added and every stage runs again. CPU seconds are those of the stage's
process and its children; they do not depend on what else the machine does as much as the wall clock does.

From the project folder: ``python -m benchmarks.one_more``; prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from benchmarks.themes import grown

STAGES = ("inputs", "sources", "pseudonyms", "statements", "fields", "themes", "guidelines")
CORPUS = "grown"
PAPERS, SAID = 500, 20
FOLDERS = ("pipeline", "benchmarks")
DATA = ("lexicon", "models", "training")


def project(folder: Path, papers: int, said: int) -> pd.DataFrame:
    """Lay out a project in ``folder`` with a corpus of ``papers`` papers; return all statements, one paper more."""
    for name in FOLDERS:
        shutil.copytree(name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in DATA:
        (folder / "data").mkdir(exist_ok=True)
        (folder / "data" / name).symlink_to(Path("data", name).resolve())
    sample = "corpus: sample"
    knobs = Path("params.yaml").read_text(encoding="utf-8")
    (folder / "params.yaml").write_text(knobs.replace(sample, f"corpus: {CORPUS}"), encoding="utf-8")
    raw = folder / "data" / "raw" / CORPUS
    (raw / "documents").mkdir(parents=True)
    shutil.copy(Path("data/raw/sample/codebook.yaml"), raw / "codebook.yaml")
    statements = grown((papers + 1) * said)
    statements["paper"] = [place // said for place in range(len(statements))]
    for number in range(papers):
        write(statements, number, raw / "documents")
    return statements


def write(statements: pd.DataFrame, number: int, folder: Path) -> None:
    """Write one paper: a title, headings where the field changes, bullets."""
    lines, before = [f"# Werkstatt {number}", ""], ""
    said = statements[statements["paper"] == number]
    for field, text in zip(said["field"].astype(str), said["text"].astype(str), strict=True):
        if field != before:
            lines += ["", f"## {field.capitalize()}", ""]
            before = field
        lines.append(f"- {text}")
    (folder / f"werkstatt_{number:04d}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def measured(folder: Path, stage: str) -> tuple[float, float]:
    """Run ``stage`` in ``folder``; return its CPU seconds and its wall seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(  # noqa: S603 - our own interpreter and stage
        [sys.executable, "-m", f"pipeline.{stage}"], cwd=folder, check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - begun


def main() -> None:
    """Measure from nothing, with one paper more, and print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--said", type=int, default=SAID, help="statements per paper")
    parser.add_argument("--keep", type=Path, help="lay the project out here and keep it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = given.keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        statements = project(folder, given.papers, given.said)
        first = {stage: measured(folder, stage) for stage in STAGES}
        write(statements, given.papers, folder / "data" / "raw" / CORPUS / "documents")
        again = {stage: measured(folder, stage) for stage in STAGES}
    print(f"| stage | {given.papers} papers: CPU s | one more: CPU s | one more: wall s |\n|---|---|---|---|")
    for stage in STAGES:
        print(f"| {stage} | {first[stage][0]:.1f} | {again[stage][0]:.1f} | {again[stage][1]:.1f} |")
    sums = [sum(part[stage][place] for stage in STAGES) for part, place in ((first, 0), (again, 0), (again, 1))]
    print("| together | " + " | ".join(f"{total:.1f}" for total in sums) + " |")


if __name__ == "__main__":
    main()
