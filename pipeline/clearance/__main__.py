"""Clearance: does anybody's name stand in what was written?

Searches every file that the run wrote (and the files that record it) for every original that was found. Where one
stands the run fails, with file and kind, never with the name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.clearance.opening import texts
from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.leaks import LABELS, Needles, unsealed, vocabulary
from pipeline.shared.params import StageParams
from pipeline.shared.progress import bar
from pipeline.shared.schema import write_whole

FILE = "clearance.json"
SHIPPED = "data/training"
OWNER_ONLY = 0o077


class Params(StageParams):
    """Where it is searched: folders and files below the project."""

    places: list[str]


@dataclass(frozen=True)
class Leak:
    """A file in which originals stand, and how often each kind does."""

    file: str
    kinds: Counter[str]

    def said(self) -> str:
        """Return the leak in German, without the name."""
        counted = ", ".join(f"{count} × {LABELS[kind]}" for kind, count in sorted(self.kinds.items()))
        return f"{self.file}: {counted}"


class ClearanceFault(Repairable):
    """Somebody's name stands where it must not."""


def files(corpus: Corpus, places: Sequence[str]) -> Iterator[Path]:
    """Yield every file below ``places`` in order, without the scan's own result."""
    own = corpus.reports / FILE
    for place in places:
        start = corpus.root / place
        found = [start] if start.is_file() else sorted(start.rglob("*")) if start.is_dir() else []
        yield from (path for path in found if path.is_file() and path != own)


def shipped(corpus: Corpus, needles: Needles) -> frozenset[str]:
    """Return the needles that stand in the shipped training material, be it inside a word.

    Models shared by all corpora learned words and letter groups there, not from the papers.
    """
    paths = sorted((corpus.root / SHIPPED).glob("*.jsonl"))
    words = "\n".join(sorted(vocabulary(path.read_text(encoding="utf-8") for path in paths)))
    return frozenset(needle for needle in (*needles.words, *needles.phrases) if needle in words)


def of_this_corpus(path: Path, corpus: Corpus) -> bool:
    """Tell whether a file was made from the papers of this corpus: models shared by all corpora were not."""
    return any(folder in path.parents for folder in (corpus.processed, corpus.reports))


def scanned(path: Path, corpus: Corpus, needles: Needles, learned: frozenset[str]) -> Leak | None:
    """Return the leak in ``path``: its name, its contents, its metadata; None where there is none."""
    ignored = frozenset() if of_this_corpus(path, corpus) else learned
    name = corpus.relative(path)
    named = needles.hits(name.replace("_", " ").replace("/", " "), ignored)
    found: Counter[str] = Counter(named)
    for text in texts(path.read_bytes(), path.suffix):
        found |= needles.hits(text, ignored)
    shown = f"{corpus.relative(path.parent)}/… (der Dateiname selbst)" if named else name
    return Leak(shown, found) if found else None


def unprotected(corpus: Corpus) -> int:
    """Return how many confidential files others than their owner may read."""
    found = [path for path in sorted(corpus.confidential.glob("*")) if path.is_file()]
    return sum(bool(path.stat().st_mode & OWNER_ONLY) for path in found)


def record(checked: Sequence[Path], needles: Needles, leaks: Sequence[Leak]) -> bytes:
    """Return the result as JSON: counts only; ``checked`` are the files made from the papers of this corpus."""
    content = {
        "files": len(checked),
        "files_by_ending": dict(sorted(Counter(path.suffix.lower() for path in checked).items())),
        "originals": len(needles.known),
        "leaking_files": len(leaks),
        "leaks": sum(sum(leak.kinds.values()) for leak in leaks),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def main(corpus: Corpus, params: Params) -> str:
    """Search everything that was written for every original, count, and fail where one is found."""
    needles = unsealed(corpus)
    if needles is None:
        raise ClearanceFault(
            corpus.relative(corpus.confidential),
            ["ohne die versiegelte Namensliste dieser Papiere lässt sich nichts prüfen"],
            "`dvc repro -f pseudonyms`, dann `dvc repro`.",
        )
    learned = shipped(corpus, needles)
    checked = list(files(corpus, params.places))
    leaks = [leak for path in bar(checked, "Ausgaben durchsuchen") if (leak := scanned(path, corpus, needles, learned))]
    mine = [path for path in checked if of_this_corpus(path, corpus)]  # another corpus beside must not change the count
    write_whole(corpus.reports / FILE, record(mine, needles, leaks))
    faults = [leak.said() for leak in leaks]
    if count := unprotected(corpus):
        faults.append(f"{corpus.relative(corpus.confidential)}: {count} Dateien sind für andere lesbar (chmod 600)")
    if faults:
        raise ClearanceFault(
            "clearance", faults, "Diese Dateien nicht weitergeben. Namen in review/ ergänzen, dann `dvc repro`."
        )
    return f"{len(checked)} Dateien durchsucht, {len(needles.known)} Angaben gesucht, keine gefunden"


if __name__ == "__main__":
    stage.run(main)
