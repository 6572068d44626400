"""Inputs: what lies in the folder?

Writes one checksum per part of data/raw/<corpus> that people fill: documents, manifest, codebook and its changes, an
earlier round, review, gold. Later stages declare the checksums they depend on instead of the parts themselves, because
a part may be absent (no review yet, no gold ever) and DVC refuses a dependency that does not exist.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.schema import write_whole

PARTS = ("codebook.yaml", "codebook_changes.yaml", "documents", "earlier", "gold", "manifest.csv", "review")
NEEDED = {"codebook.yaml": "Muster: data/raw/sample/codebook.yaml", "documents": "dorthin gehören die Papiere"}
BLOCK = 1 << 20


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def listing(part: Path) -> str:
    """Return the checksum of every file in ``part`` by name, one per line; empty where there is nothing.

    The names are hashed as well: a file's name may be somebody's name.
    """
    if part.is_file():
        return checksum(part) + "\n"
    files = sorted((path.relative_to(part).as_posix(), path) for path in part.rglob("*") if path.is_file())
    return "".join(f"{hashlib.sha256(name.encode()).hexdigest()} {checksum(path)}\n" for name, path in files)


def main(corpus: Corpus) -> str:
    """Write a checksum per part; refuse a folder that lacks what every run needs."""
    missing = [f"{name} fehlt ({hint})" for name, hint in NEEDED.items() if not (corpus.raw / name).exists()]
    if missing:
        raise Repairable(corpus.relative(corpus.raw), missing, "Anlegen, dann `dvc repro`.")
    found = []
    for name in PARTS:
        content = listing(corpus.raw / name)
        write_whole(corpus.processed / "inputs" / f"{name}.sha256", content.encode())
        found.append(f"{content.count(chr(10))} in {name}")
    return "Dateien: " + ", ".join(found)


if __name__ == "__main__":
    stage.run(main)
