"""Projects: decisions in returned REFI-QDA projects.

Each project is compared with the state in which it was exported, which it carries with it. Where a tool dropped that
note, the state is taken from another project in the folder: the exported file, put beside the returned one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.shared.refi import match, reader, snapshot
from pipeline.shared.refi.model import Project
from pipeline.shared.refi.returned import BrakeError, Change, blind_codings, changes
from pipeline.shared.refi.snapshot import Snapshot

CODED = "coded"


@dataclass(frozen=True)
class Result:
    """What was changed in one returned project, or what is wrong with it."""

    changes: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()


def returned_projects(paths: Mapping[str, Path]) -> tuple[dict[str, Project], dict[str, Result]]:
    """Return file -> project, and file -> fault for those that cannot be read."""
    found, broken = {}, {}
    for file, path in sorted(paths.items()):
        try:
            found[file] = reader.qdpx(path.read_bytes())
        except reader.UnreadableError as fault:
            broken[file] = Result(faults=(str(fault),))
    return found, broken


def state_of(project: Project, pool: list[Snapshot]) -> Snapshot | None:
    """Return the state that ``project`` was exported in: its own, else the one of ``pool`` that shares most texts."""
    own = snapshot.read(project)
    if own is not None:
        return own
    shared = [len(match.match_sources(state.project.sources, project.sources)) for state in pool]
    best = max(range(len(pool)), key=lambda place: shared[place], default=-1)
    return pool[best] if best >= 0 and shared[best] else None


def compared(project: Project, pool: list[Snapshot]) -> Result:
    """Return what was changed in ``project``."""
    state = state_of(project, pool)
    if state is None:
        return Result(faults=("der Stand der Ausgabe fehlt: die ausgegebene project.qdpx daneben legen",))
    if state.mode != CODED:
        return Result(tuple(blind_codings(state, project)))
    try:
        return Result(tuple(changes(state, project)))
    except BrakeError as brake:
        told = [f"{reason}; das ist kein Löschen, sondern ein misslungener Austausch" for reason in brake.reasons]
        return Result(faults=(*told, "nichts übernommen: Projekt neu ausgeben oder die Datei aus dem Ordner nehmen"))


def returned(paths: Mapping[str, Path]) -> dict[str, Result]:
    """Return file -> result for every project."""
    found, broken = returned_projects(paths)
    pool = [state for project in found.values() if (state := snapshot.read(project)) is not None]
    return {**broken, **{file: compared(project, pool) for file, project in found.items()}}
