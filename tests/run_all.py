"""Runs every stage of the corpus in the working folder, one after the other, in one process; not a test itself.

With the argument ``all`` also those that no corpus has for itself: what teaches and what measures the teaching.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from conftest import ROOT, SHARED_BY_CORPORA, stages

from pipeline.shared import stage
from pipeline.shared.errors import Repairable


def main() -> int:
    """Run the stages; the exit status is that of `dvc repro`: 0, or 2 for a fault that a person can repair."""
    sys.path.insert(0, str(ROOT))
    for name in stages():
        if name in SHARED_BY_CORPORA and sys.argv[1:] != ["all"]:
            continue
        target = f"pipeline.{name}.__main__" if (ROOT / "pipeline" / name).is_dir() else f"pipeline.{name}"
        try:
            print(f"{name}: {stage.call(importlib.import_module(target).main, name)}", flush=True)
        except Repairable as fault:
            print(fault, file=sys.stderr)
            return stage.FAULT
    return 0


if __name__ == "__main__":
    assert (Path.cwd() / "params.yaml").is_file()
    sys.exit(main())
