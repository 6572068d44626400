"""Wherever it is computed, the same bytes come out: in this process, on all cores, on a cluster."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Iterator, Sequence
from functools import partial

import pandas as pd
import pytest
import yaml
from conftest import ROOT, Project
from test_other_corpus import INTERVIEW, NOTES, TABLE

from pipeline.shared import engine
from pipeline.shared.engine import FEW, Engine
from pipeline.shared.errors import ParamsFault, Repairable

STAGES = ("inputs", "sources", "pseudonyms", "statements", "fields")
PAPERS = {"notizen.md": NOTES, "tabelle.csv": TABLE, "gespraech.txt": INTERVIEW}
NAMES = ("Jutta Wendelstein", "Ortrun Haferkamp", "Kunibert Achterberg")


def power(base: int, exponent: int) -> int:
    return exponent**base


def filled(project: Project) -> Project:
    """Put so many papers into the project that every engine has something to share out."""
    for number in range(FEW + 1):
        name, content = list(PAPERS.items())[number % len(PAPERS)]
        ending = name.rpartition(".")[2]
        said = content.rstrip("\n")
        more = f"{NAMES[number % len(NAMES)]};;Haltestelle {number} beleuchten;Kreis" if ending == "csv" else (
            f"- Frau {NAMES[number % len(NAMES)]} wünscht sich, dass Haltestelle {number} beleuchtet wird."
        )  # fmt: skip
        project.document(f"{number:02d}_{name}", f"{said}\n{more}\n")
    return project


def written(project: Project) -> dict[str, bytes]:
    files = (path for path in project.corpus.processed.rglob("*") if path.is_file())
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in sorted(files)}


def computed(project: Project, stages: Sequence[str] = STAGES, **knobs: str) -> dict[str, bytes]:
    project.params(**knobs)
    project.run(*stages)
    return written(project)


@pytest.mark.parametrize("number", [0, 1, FEW, 100])
def test_processes_answer_in_the_order_of_the_items(number: int) -> None:
    items = list(range(number))
    assert Engine("processes").mapped(partial(power, 2), items, "") == [item**2 for item in items]


def test_processes_write_the_bytes_that_one_process_writes(project: Project) -> None:
    alone = computed(filled(project), engine="local")
    assert len(pd.read_parquet(project.corpus.processed / "statements.parquet")) > FEW
    for path in project.corpus.processed.rglob("*.parquet"):
        path.unlink()
    assert computed(project, engine="processes") == alone


def test_no_stage_runs_again_for_another_engine() -> None:
    declared = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"].values()
    assert not {knob for spec in declared for knob in spec.get("params", [])} & {"engine", "scheduler"}


@pytest.mark.parametrize(
    ("knobs", "told"),
    [({"engine": "wolke"}, "engine"), ({"engine": "dask"}, "scheduler"), ({"scheduler": 8786}, "scheduler")],
)
def test_a_wrong_engine_is_told_before_anything_is_computed(project: Project, knobs: dict[str, str], told: str) -> None:
    project.params(**knobs)
    with pytest.raises(ParamsFault, match=told):
        engine.chosen()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Start a cluster of two processes on this machine; skipped where the extra is absent."""
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster:
            yield str(cluster.scheduler_address)


@pytest.mark.filterwarnings("ignore")  # dask's own, on sockets that close late
def test_two_workers_of_dask_write_the_bytes_that_one_process_writes(project: Project, scheduler: str) -> None:
    alone = computed(filled(project), engine="local")
    for path in project.corpus.processed.rglob("*.parquet"):
        path.unlink()
    assert computed(project, engine="dask", scheduler=scheduler) == alone


@pytest.mark.filterwarnings("ignore")
def test_the_work_is_done_by_the_workers_but_what_bears_names_stays_here(scheduler: str) -> None:
    from distributed import Client  # noqa: PLC0415 (the extra dask)

    def places(*, named: bool) -> set[int]:
        return set(Engine("dask", scheduler).mapped(process, [os.getpid()] * 40, "", named=named))

    with Client(scheduler, set_as_default=False) as client:
        workers = set(client.run(os.getpid).values())
    assert len(workers) == 2
    assert places(named=False) <= workers
    assert not places(named=True) & workers


def process(_: int) -> int:
    return os.getpid()


def test_an_absent_scheduler_is_told_in_german() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(Repairable, match="dask"):
        Engine("dask", address).mapped(process, list(range(FEW)), "")
