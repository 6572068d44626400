"""What each stage costs as a corpus grows: CPU seconds and peak memory at several sizes, with fitted exponents.

The statements come from the same grammar as in ``benchmarks.themes``. From files: they stand in Markdown papers of
forty, and every stage up to the charts runs. From tables: statements, documents and blocks lie there as Parquet, and
the stages from ``fields`` to the charts run. Every stage runs as DVC starts it, in a process and a folder of its own.

The exponent is the slope of log(seconds - start) over log(statements), where start is what the stage takes for a
corpus of one paper: imports, models and word lists, which do not grow.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from benchmarks.themes import PAPER, grown
from pipeline.shared.corpus import Corpus
from pipeline.shared.schema import Table, parquet, write_whole
from pipeline.shared.tables import BLOCKS, DOCUMENTS, LEDGER, STATEMENTS

ROOT = Path(__file__).resolve().parents[1]
NAME = "wachsend"
READING = ("inputs", "sources", "pseudonyms", "statements")
CODING = ("fields", "themes", "guidelines", "rounds", "frequencies", "charts")
TYPES = ("problem", "ziel", "massnahme", "angebot", "grundsatz")
MEGABYTE = 1024  # ru_maxrss counts kilobytes
LEAST = 0.05  # seconds: what is quicker cannot be fitted
MILLION = 1_000_000


@dataclass(frozen=True)
class Cost:
    """What one stage took: statements of the corpus, CPU seconds, seconds on the clock, peak in MB."""

    stage: str
    size: int
    seconds: float
    wall: float
    megabytes: float


def project(folder: Path, engine: str = "local") -> Corpus:
    """Make a project in ``folder`` with the shipped models, the sample's codebook and an empty corpus."""
    corpus = Corpus(NAME, folder)
    corpus.documents.mkdir(parents=True)
    for shipped in ("training", "models", "benchmarks", "lexicon"):
        (folder / "data" / shipped).symlink_to(ROOT / "data" / shipped, target_is_directory=True)
    shutil.copy(ROOT / "data/raw/sample/codebook.yaml", corpus.codebook)
    corpus.manifest.write_text("file;event;date;fields;stakeholder_group;kind\n", encoding="utf-8")
    knobs = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8")) | {"corpus": NAME, "engine": engine}
    (folder / "params.yaml").write_text(yaml.safe_dump(knobs, allow_unicode=True), encoding="utf-8")
    return corpus


def as_files(said: pd.DataFrame, corpus: Corpus) -> None:
    """Write the statements as Markdown papers with a title, one heading and bullets."""
    for document, own in said.groupby("document", sort=True):
        lines = [f"# Workshop {document}", "", "## Was ist zu tun?", "", *(f"- {text}" for text in own["text"]), ""]
        (corpus.documents / f"{document}.md").write_text("\n".join(lines), encoding="utf-8")


def as_tables(said: pd.DataFrame, corpus: Corpus) -> None:
    """Write the statements as the tables that reading leaves behind."""
    plain: dict[str, Any] = {"string": "-", "Int64": 0, "Float64": 0.5, "boolean": False}
    length = said["text"].str.len() + 1
    start = length.groupby(said["document"]).cumsum() - length
    kinds = np.array(TYPES)[np.arange(len(said)) % len(TYPES)]
    common = {"date": "2024-03-13", "event": "workshop", "kind": "protokoll", "publish": "quote"}
    said = said.assign(**common, start=start, end=start + length - 1, display_text=said["text"], block=said["position"])
    said = said.assign(type=kinds, type_suggested=kinds, category="statement", reason="Aussage", status="ok")
    rows = said.assign(heading="Was ist zu tun?", stakeholder_group="unbekannt")
    papers = rows.drop_duplicates("document").assign(stakeholder_group="")
    for table, frame in ((STATEMENTS, rows), (DOCUMENTS, papers), (BLOCKS, rows.assign(kind="item")), (LEDGER, rows)):
        absent = {one.name: plain[one.dtype] for one in table.columns if not one.nullable and one.name not in frame}
        put(table, frame.assign(**absent), corpus)


def put(table: Table, frame: pd.DataFrame, corpus: Corpus) -> None:
    """Write ``frame`` without the checks, whose time would not be ours."""
    write_whole(table.path(corpus), parquet(table.typed(frame).sort_values(list(table.key)).reset_index(drop=True)))


def timed(stage: str, size: int, folder: Path) -> Cost:
    """Run ``stage`` in ``folder`` and return what it took; raises RuntimeError with its words where it fails."""
    variables = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    start = time.monotonic()
    with (folder / "gesagt.txt").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603 (our own stages)
            [sys.executable, "-m", f"pipeline.{stage}"], cwd=folder, env=variables, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError((folder / "gesagt.txt").read_text(encoding="utf-8")[-2000:])
    wall = time.monotonic() - start
    return Cost(stage, size, used.ru_utime + used.ru_stime, wall, used.ru_maxrss / MEGABYTE)


def costs(size: int, *, files: bool, engine: str = "local") -> list[Cost]:
    """Return what every stage takes for ``size`` statements, from files or from tables."""
    with tempfile.TemporaryDirectory() as place:
        corpus = project(Path(place), engine)
        said = grown(size)
        if files:
            as_files(said, corpus)
            return [timed(stage, size, Path(place)) for stage in (*READING, *CODING)]
        as_tables(said, corpus)
        return [timed(stage, size, Path(place)) for stage in CODING]


def exponent(found: Sequence[Cost], start: float) -> float:
    """Return the slope of log(seconds - start) over log(size); not a number where fewer than two can be fitted.

    >>> costs = [Cost("x", size, 1 + size / 100, 0, 0) for size in (100, 1000, 10000)]
    >>> round(exponent(costs, 1.0), 3)
    1.0
    """
    growing = [(one.size, one.seconds - start) for one in found if one.seconds - start > LEAST]
    if len(growing) < 2:  # noqa: PLR2004 (a line has two points)
        return float("nan")
    sizes, seconds = np.log(np.array(growing)).T
    return float(np.polyfit(sizes, seconds, 1)[0])


def table(sizes: Sequence[int], *, files: bool, engine: str = "local") -> list[str]:
    """Return the lines of the table: a row per stage, a column per size, exponent and what a million would take."""
    nothing = {one.stage: one.seconds for one in costs(PAPER, files=files, engine=engine)}
    found = [one for size in sizes for one in costs(size, files=files, engine=engine)]
    head = " | ".join(f"{size:,}" for size in sizes)
    lines = [f"| stage | {head} | start | exponent | a million |", "|---" * (len(sizes) + 4) + "|"]
    for stage, start in nothing.items():
        own = [one for one in found if one.stage == stage]
        slope = exponent(own, start)
        last = own[-1]
        grows = np.isfinite(slope)
        far = start + max(0.0, last.seconds - start) * (MILLION / last.size) ** slope if grows else last.seconds
        cells = " | ".join(f"{one.seconds:.1f} s, {one.megabytes:,.0f} MB" for one in own)
        lines.append(f"| {stage} | {cells} | {start:.1f} s | {slope:.2f} | {far / 60:.0f} min |")
    walls = [sum(one.wall for one in found if one.size == size) for size in sizes]
    peaks = [max(one.megabytes for one in found if one.size == size) for size in sizes]
    cells = " | ".join(f"{wall:.0f} s, {peak:,.0f} MB" for wall, peak in zip(walls, peaks, strict=True))
    return [*lines, f"| on the clock, highest peak | {cells} | | | |"]
