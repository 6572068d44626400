"""All benchmarks by one command: ``python3 run.py bench`` prints the tables of README.md and docs/COST.md.

``--python PATH`` names an interpreter that has the rivals (see ``benchmarks.themes``); ``--sizes``, ``--tables`` and
``--files`` name other sizes (none: left out), ``--engine processes`` lets the stages use all cores.
The sizes as they stand take about an hour on two cores.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import scale, themes


def main() -> None:
    """Measure themes against the rivals, then every stage as the corpus grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--tables", type=int, nargs="*", default=[1_000, 3_000, 10_000, 30_000, 100_000])
    parser.add_argument("--files", type=int, nargs="*", default=[500, 1_000, 2_000, 4_000, 8_000])
    parser.add_argument("--engine", choices=["local", "processes"], default="local")
    told = parser.parse_args()
    if told.sizes:
        said, methods = themes.available(told.python)
        print(f"{said}\n\n## Themes\n")
        for line in themes.compared(told.sizes, methods, told.python):
            print(line, flush=True)
    for title, sizes, files in (("From tables", told.tables, False), ("From files", told.files, True)):
        if sizes:
            print(f"\n## {title}\n", *scale.table(sizes, files=files, engine=told.engine), sep="\n", flush=True)


if __name__ == "__main__":
    main()
