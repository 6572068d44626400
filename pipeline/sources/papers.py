"""The papers of a corpus: which files count, which were read before, which say the same."""

from __future__ import annotations

import os
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from pipeline.shared.progress import bar
from pipeline.shared.reading import Reading
from pipeline.shared.vault import Vault, fingerprint
from pipeline.sources.manifest import name_of
from pipeline.sources.options import Options
from pipeline.sources.pieces import Refused
from pipeline.sources.reading import version
from pipeline.sources.worker import Worker

IGNORED = re.compile(
    r"^(\.gitkeep|\.gitignore|\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*#|\._.*|Icon\r?)$", re.IGNORECASE
)
PER_WORKER = 40
MEGABYTE = 1 << 20
SAME_LETTERS = re.compile(r"[\W\d_]+")
FEW_LETTERS = 200
WORD = re.compile(r"\w+")
RUN = 5  # words that stand together
FEW_RUNS = 40  # a paper of fewer runs is too short to be a version of another
MANY_PAPERS = 5  # what so many papers hold is a form
ALIKE = 0.5


@dataclass(frozen=True)
class Paper:
    """A file handed in: its name as it is counted, its fingerprint, and its reading or why there is none."""

    document: str
    sha256: str = ""
    reading: Reading | None = None
    refused: str = ""


def files(folder: Path) -> dict[str, Path]:
    """Return the files that count by their name (NFC), in order; a file in a subfolder bears its path."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*"), key=lambda one: one.as_posix()):
        if path.is_file() and not IGNORED.match(path.name):
            name = name_of(path.relative_to(folder).as_posix())
            found.setdefault(name.encode("utf-8", errors="replace").decode(), path)
    return dict(sorted(found.items()))


def readings(found: Mapping[str, Path], vault: Vault, worker: Worker, megabytes: int) -> list[Paper]:
    """Return a paper per file: unsealed where it was read before, else read and sealed."""
    papers: dict[str, Paper] = {}
    todo: list[str] = []
    for name, path in found.items():
        paper = _known(name, path, vault, worker.options, megabytes)
        if paper is None:
            todo.append(name)
        else:
            papers[name] = paper
    for name, paper in zip(todo, _read(todo, found, worker), strict=True):
        papers[name] = paper
        if paper.reading is not None:
            vault.seal(found[name].read_bytes(), paper.reading.to_bytes())
    return [papers[name] for name in found]


def _known(name: str, path: Path, vault: Vault, options: Options, megabytes: int) -> Paper | None:
    """Return a paper that need not be read: too large, misplaced, or read before."""
    if "/" in name:
        return Paper(name, refused="liegt in einem Unterordner; bitte direkt nach documents/ legen")
    try:
        if path.stat().st_size > megabytes * MEGABYTE:
            return Paper(
                name, refused=f"größer als {megabytes} MB; bitte teilen oder Bilder verkleinern (sources.max_megabytes)"
            )
        data = path.read_bytes()
    except OSError:
        return Paper(name, refused="die Datei ließ sich nicht öffnen; bitte Zugriffsrechte prüfen")
    sealed = vault.open(data)
    reading = Reading.from_bytes(sealed) if sealed else None
    if reading is None or reading.version != version(options):
        return None
    return Paper(name, fingerprint(data), Reading(**{**vars(reading), "document": name}))


def _read(todo: Sequence[str], found: Mapping[str, Path], worker: Worker) -> list[Paper]:
    """Return the papers in ``todo``, read by as many processes as are worth starting."""
    count = max(1, min(os.cpu_count() or 1, len(todo) // PER_WORKER))
    own = threading.local()
    started: list[Worker] = []

    def one(name: str) -> Paper:
        if not hasattr(own, "worker"):
            own.worker = Worker(worker.options, worker.seconds)
            started.append(own.worker)
        sha256 = fingerprint(found[name].read_bytes())
        try:
            reading = own.worker.read(found[name])
        except Refused as reason:
            return Paper(name, sha256, refused=str(reason))
        return Paper(name, sha256, Reading(**{**vars(reading), "document": name}))

    try:
        with ThreadPoolExecutor(count) as pool:
            return list(bar(pool.map(one, todo), "Dokumente lesen", len(todo)))
    finally:
        for process in started:
            process.close()


def duplicates(papers: Iterable[Paper], listed: Iterable[str]) -> dict[str, str]:
    """Return for each paper that says the same as another one the name of that one.

    The same are the same bytes, or the same words in the same order whatever the format (furniture apart). The
    original is the one that stands in the manifest, then the first by name.
    """
    known = set(listed)
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    for paper in sorted(papers, key=lambda one: (one.document not in known, one.document)):
        keys = [f"sha {paper.sha256}"] if paper.sha256 else []
        letters = words(paper.reading) if paper.reading else ""
        keys += [f"words {letters}"] if len(letters) >= FEW_LETTERS else []
        original = next((first[key] for key in keys if key in first), None)
        if original is not None:
            same[paper.document] = original
        for key in keys:
            first.setdefault(key, original or paper.document)
    return same


def alike(papers: Sequence[Paper], listed: Iterable[str], same: Mapping[str, str]) -> dict[str, tuple[str, float]]:
    """Return for each paper that is largely another one, and not the same, that one and the share they have in common.

    Compared are runs of five words (shingles, Broder 1997) outside furniture and header: the share, 0 to 1, is that of
    the shorter paper. Runs that many papers hold are no sign. The original is chosen as for ``duplicates``.
    """
    known = set(listed)
    held = {
        paper.document: shingles(paper.reading)
        for paper in papers
        if paper.reading is not None and paper.document not in same
    }
    spread = Counter(run for runs in held.values() for run in runs)
    own = {name: {run for run in runs if spread[run] <= MANY_PAPERS} for name, runs in held.items()}
    places: dict[int, list[str]] = {}
    found: dict[str, tuple[str, float]] = {}
    for name in sorted(
        (name for name in own if len(own[name]) >= FEW_RUNS), key=lambda name: (name not in known, name)
    ):
        shared = Counter(other for run in own[name] for other in places.get(run, ()))
        for run in own[name]:
            places.setdefault(run, []).append(name)
        shares = [(count / min(len(own[name]), len(own[other])), other) for other, count in sorted(shared.items())]
        share, other = max(shares, key=lambda pair: pair[0], default=(0.0, ""))
        if share >= ALIKE:
            found[name] = (other, share)
    return found


def shingles(reading: Reading) -> frozenset[int]:
    """Return the runs of five words of a reading as numbers, furniture and header apart."""
    own = " ".join(reading.slice(block) for block in reading.blocks if block.kind not in {"furniture", "metadata"})
    said = WORD.findall(own.casefold())
    return frozenset(
        int.from_bytes(blake2b(" ".join(said[place : place + RUN]).encode(), digest_size=8).digest(), "big")
        for place in range(len(said) - RUN + 1)
    )


def words(reading: Reading) -> str:
    """Return the letters of a reading without furniture: what two copies share, whatever they were saved as."""
    own = [reading.slice(block) for block in reading.blocks if block.kind not in {"furniture", "metadata"}]
    return SAME_LETTERS.sub("", "".join(own)).casefold()
