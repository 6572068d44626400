"""Where work on many documents runs: in this process, in one process per core, or on a cluster of machines.

The same function is mapped over the same items in the same order, so the result does not depend on the engine, and
``engine`` in params.yaml is no parameter of any stage in dvc.yaml: changing it makes nothing run again. What still
bears real names never leaves this machine: it is given with ``named=True``, and dask works on it as ``processes`` does.

Sources: joblib.Parallel (sequential, loky); dask.distributed registers itself as a backend of joblib.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Literal, TypeVar, cast, get_args

import joblib

from pipeline.shared import params
from pipeline.shared.errors import ParamsFault, Repairable
from pipeline.shared.progress import bar

Item = TypeVar("Item")
Result = TypeVar("Result")
Kind = Literal["local", "processes", "dask"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FEW = 8  # starting a process takes longer than working on so few items
PARTS = 4  # per process: enough for evening out long and short items
PATIENCE = "10s"


@dataclass(frozen=True)
class Engine:
    """Which engine works, and for dask the address of its scheduler."""

    kind: Kind = "local"
    scheduler: str = ""

    def mapped(
        self, work: Callable[[Item], Result], items: Sequence[Item], what: str, *, named: bool = False, few: int = FEW
    ) -> list[Result]:
        """Return ``work`` of every item, in their order; ``what`` names the work on the progress bar.

        Args:
            work: a function of a module (or a ``partial`` of one) without side effects.
            items: what it is called with; both travel to other processes by pickle.
            what: German, for people.
            named: do the items bear real names? Then they stay on this machine.
            few: fewer items than this are worked on here.

        Raises:
            Repairable: where dask is not installed or its scheduler does not answer.
        """
        if self.kind == "local" or len(items) < few:
            return [work(item) for item in bar(items, what, len(items))]
        pieces = parts(items, PARTS * cores())
        with self._backend(named=named):
            done = joblib.Parallel(max_nbytes=None, return_as="generator")(
                joblib.delayed(_each)(work, piece) for piece in pieces
            )
            return list(chain.from_iterable(bar(done, what, len(pieces))))

    @contextmanager
    def _backend(self, *, named: bool) -> Iterator[None]:
        if self.kind == "processes" or named:
            with joblib.parallel_config("loky", n_jobs=cores()):
                yield
            return
        try:
            from distributed import Client  # noqa: PLC0415 (the extra dask)
        except ImportError:
            raise Repairable(
                params.FILE,
                ["engine: dask ist nicht installiert"],
                "`pip install dask[distributed]` oder engine: local.",
            ) from None
        try:
            client = Client(self.scheduler, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError):
            raise Repairable(
                params.FILE,
                ["scheduler: unter dieser Adresse antwortet kein dask-Scheduler"],
                "Adresse prüfen (zum Beispiel tcp://127.0.0.1:8786) oder engine: local.",
            ) from None
        with client, joblib.parallel_config("dask", client=client):
            yield


LOCAL = Engine()


def _each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]


def cores() -> int:
    """Return how many processes this machine runs at once."""
    return os.cpu_count() or 1


def parts(items: Sequence[Item], number: int) -> list[Sequence[Item]]:
    """Return the items in order, in at most ``number`` parts of nearly the same length.

    >>> parts("abcde", 2)
    ['ab', 'cde']
    """
    count = max(1, min(number, len(items)))
    edges = [place * len(items) // count for place in range(count + 1)]
    return [items[start:end] for start, end in pairwise(edges)]


def chosen() -> Engine:
    """Return the engine that params.yaml names; raises ParamsFault where it names none."""
    said = params.document()
    kind, scheduler = said.get("engine"), said.get("scheduler")
    faults = [] if kind in KINDS else [f"engine muss eines von {', '.join(KINDS)} sein"]
    if not isinstance(scheduler, str) or (kind == "dask" and "://" not in scheduler):
        faults.append('scheduler muss die Adresse des dask-Schedulers sein, ohne dask leer ("")')
    if faults:
        raise ParamsFault(params.FILE, faults)
    return Engine(cast("Kind", kind), cast("str", scheduler))
