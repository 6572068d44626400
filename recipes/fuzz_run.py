"""Fuzzes one reader under the guidance of coverage; prints each broken promise once and keeps the file.

It needs atheris, which is not among the packages of this project: a virtual environment of its own with atheris and a
``.pth`` file that names the site-packages of the project's. Run from the project folder, after ``recipes.fuzz``:
``python -m recipes.fuzz_run READER FOLDER SECONDS`` for each of ``recipes.fuzz.TARGETS``.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipeline"]):
    from recipes import fuzz
    from recipes.fuzz_mutations import mutated


def main(target: str, folder: Path, seconds: int) -> None:
    """Fuzz one reader for ``seconds``; findings are written below ``folder`` and told once per place."""
    known: set[str] = set()
    own = folder / "seeds" / target
    corpus, found = folder / "corpus" / target, folder / "found"
    for place in (own, corpus, found):
        place.mkdir(parents=True, exist_ok=True)
    pool = [path.read_bytes() for path in sorted(own.glob("*"))]

    def once(data: bytes) -> None:
        fault = fuzz.fault_of(target, data)
        if fault and fault not in known:
            known.add(fault)
            place = found / f"{target}-{hashlib.sha256(fault.encode()).hexdigest()[:8]}"
            place.write_bytes(data)
            sys.stdout.write(f"FOUND {target}: {fault} ({len(data)} bytes, {place.name})\n")
            sys.stdout.flush()

    def change(data: bytes, most: int, seed: int) -> bytes:
        return mutated(data, most, seed, pool, atheris.Mutate)

    limits = [f"-max_total_time={seconds}", f"-max_len={fuzz.LONGEST}", "-timeout=300", "-rss_limit_mb=6000"]
    arguments = [sys.argv[0], str(corpus), str(own), *limits, "-print_final_stats=1", "-report_slow_units=30"]
    atheris.Setup(arguments, once, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
