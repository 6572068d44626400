"""Starts a stage: loads corpus and knobs, runs main, says one sentence, shows faults without traceback."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any

from pipeline.shared import params
from pipeline.shared.errors import Repairable

FAULT = 2


def name_of(main: Callable[..., str]) -> str:
    """Return the stage's name: the module or package that ``main`` stands in.

    >>> name_of(name_of)
    'stage'
    """
    spec = getattr(sys.modules.get(main.__module__), "__spec__", None)
    module = spec.name if spec else main.__module__
    return module.removesuffix(".__main__").rsplit(".", 1)[-1]


def call(main: Callable[..., str], name: str) -> str:
    """Run ``main`` with the corpus and, where it asks for them, the knobs of section ``name``."""
    wanted = inspect.get_annotations(main, eval_str=True)
    arguments: list[Any] = [params.corpus()]
    if "params" in wanted:
        arguments.append(params.section(name, wanted["params"]))
    return main(*arguments)


def run(main: Callable[..., str]) -> None:
    """Run a stage as a command; the exit status is 0, or 2 for a fault that a person can repair."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    name = name_of(main)
    try:
        print(f"{name}: {call(main, name)}")
    except Repairable as fault:
        print(f"\n{fault}\n", file=sys.stderr)
        sys.exit(FAULT)
