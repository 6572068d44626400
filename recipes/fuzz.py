"""What is promised about every reader of foreign files, to be fuzzed under the guidance of coverage; and the seeds.

Promises: a file is read or refused with the declared German reason and nothing else is raised; it takes no more than
20 seconds of computing; memory stays under 3 GB; blocks are disjoint slices of the text; the ledger of what was read
adds up to the text; the reading can be sealed and opened again.

Seeds are the papers of the samples, those under tests/ and every file that the tests of the readers make. A finding
that was mended is kept under tests/fuzz/ and replayed by tests/test_fuzz.py.

Run from the project folder: ``python -m recipes.fuzz FOLDER`` gathers the seeds, then ``recipes.fuzz_run`` fuzzes.
"""

from __future__ import annotations

import hashlib
import io
import resource
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.shared.reading import Reading
from pipeline.shared.refi import reader as refi
from pipeline.shared.review import files, gather, kinds
from pipeline.sources import detect, manifest, reading
from pipeline.sources.options import Options
from pipeline.sources.pieces import Refused
from pipeline.statements.document import read as read_document
from pipeline.statements.reading import Setting
from pipeline.statements.structure import Block

SECONDS = 20.0
MEMORY_KB = 3 << 20
LONGEST = 300_000
PAPERS = tuple(reading.READERS)
PAPER_KINDS = ("protokoll", "interview", "email")
ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ("data/raw/*/documents/*", "tests/papers/*", "tests/privacy/*")
DECISIONS = {"review_csv": ".csv", "review_xlsx": ".xlsx", "review_ods": ".ods"}
WORDS = {**kinds.WORDS, "field": {"sprache": "sprache"}, "type": {"ziel": "ziel"}}


class BrokenError(AssertionError):
    """A promise about a file is not kept; the message says which."""


def hold(condition: bool, promise: str) -> None:
    """Raise BrokenError with ``promise`` where ``condition`` does not hold."""
    if not condition:
        raise BrokenError(promise)


def paper(kind: str) -> Callable[[bytes], None]:
    """Return the check of papers of ``kind``; bytes that are of another kind are passed over."""

    def check(data: bytes) -> None:
        name = f"papier.{kind}"
        try:
            if detect.format_of(data, name) != kind:
                return
            found = reading.read_bytes(data, name, Options(tool_seconds=15))
        except Refused as reason:
            hold("\n" not in str(reason) and str(reason) != "", "a refusal is one line")
            return
        whole(found)

    return check


def whole(found: Reading) -> None:
    """Hold what is promised about a reading and about the ledger that follows from it."""
    text = found.text
    hold(unicodedata.is_normalized("NFC", text) and "\r" not in text, "the text is NFC with LF")
    hold(Reading.from_bytes(found.to_bytes()) == found, "a reading can be sealed and opened")
    for block in found.blocks:
        hold(0 <= block.start < block.end <= len(text), "a block lies in the text")
        hold(found.slice(block).strip() == found.slice(block), "a block is stripped")
    hold(all(a.end <= b.start for a, b in pairwise(found.blocks)), "blocks are disjoint")
    blocks = [
        Block(n, b.kind, b.start, b.end, b.heading_path, b.column, b.row, b.table, b.level, b.speaker, b.votes)
        for n, b in enumerate(found.blocks)
    ]
    units, spans = read_document(text, blocks, Setting(PAPER_KINDS[len(text) % len(PAPER_KINDS)]))
    hold(sum(span.end - span.start for span in spans) == len(text), "the ledger adds up")
    hold(all(a.end == b.start for a, b in pairwise(spans)), "the ledger has no gaps")
    hold(all(text[u.start : u.end].strip() == text[u.start : u.end] != "" for u in units), "statements are slices")


def decisions(suffix: str) -> Callable[[bytes], None]:
    """Return the check of files in which people hand back decisions."""
    with tempfile.NamedTemporaryFile(suffix=suffix, delete=False) as file:
        path = Path(file.name)

    def check(data: bytes) -> None:
        path.write_bytes(data)
        found = gather.read_file(f"datei{suffix}", path, WORDS)
        hold(all("\n" not in fault for fault in found.faults), "a fault is one line")
        for name, rows in found.rows.items():
            gather.in_order(gather.frame(kinds.KINDS[name], rows))

    return check


def project(data: bytes) -> None:
    """Check a project that came back."""
    try:
        found = refi.qdpx(data)
    except refi.UnreadableError as reason:
        hold("\n" not in str(reason), "a refusal is one line")
        return
    refi.paths(found.codes)


def listed(data: bytes) -> None:
    """Check a manifest."""
    found = manifest.parse(data)
    hold(all("\n" not in fault for fault in found.faults), "a fault is one line")


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{kind: paper(kind) for kind in PAPERS},
    **{name: decisions(suffix) for name, suffix in DECISIONS.items()},
    "qdpx": project,
    "manifest": listed,
}


def fault_of(target: str, data: bytes) -> str:
    """Return which promise about ``data`` is broken, and where; nothing where all hold."""
    started = time.process_time()
    try:
        TARGETS[target](data)
    except Exception as error:  # noqa: BLE001 - whatever is raised is a finding
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "pipeline" in frame.filename]
        at = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        return f"{type(error).__name__} {error if isinstance(error, BrokenError) else ''} {at}".strip()
    if time.process_time() - started > SECONDS:
        return "slow"
    return "memory" if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MEMORY_KB else ""


class Keeper:
    """A pytest plugin that keeps every file which the tests hand to a reader."""

    def __init__(self, folder: Path) -> None:
        """Keep the files below ``folder``, one folder per reader."""
        self.folder = folder

    def keep(self, kind: str, data: bytes) -> None:
        """Keep ``data`` as a seed for ``kind`` where it is small enough."""
        if kind == "pdf":
            data = unpacked(data)
        if data and len(data) <= LONGEST:
            place = self.folder / kind
            place.mkdir(parents=True, exist_ok=True)
            (place / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def pytest_sessionstart(self) -> None:
        """Listen at the doors of the readers."""
        self.listen(detect, "format_of", lambda result, args: self.keep(result, args[0]))
        self.listen(files, "text_sheet", lambda _, args: self.keep("review_csv", args[1]))
        self.listen(files, "workbook_sheets", lambda _, args: self.keep("review_xlsx", args[1]))
        self.listen(files, "document_sheets", lambda _, args: self.keep("review_ods", args[1]))
        self.listen(refi, "qdpx", lambda _, args: self.keep("qdpx", args[0]))
        self.listen(manifest, "parse", lambda _, args: self.keep("manifest", args[0]))

    @staticmethod
    def listen(module: Any, name: str, told: Callable[[Any, tuple[Any, ...]], None]) -> None:  # noqa: ANN401
        """Put a listener before the function ``name`` of ``module``."""
        behind = getattr(module, name)

        def heard(*args: Any, **more: Any) -> Any:  # noqa: ANN401
            result = behind(*args, **more)
            told(result, args)
            return result

        setattr(module, name, heard)


def unpacked(data: bytes) -> bytes:
    """Return a PDF with its streams unpacked, so that a changed byte is a changed word; broken ones as they are."""
    buffer = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            document.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return data
    return buffer.getvalue()


def seeds(folder: Path) -> None:
    """Gather the seeds: samples, papers under tests/, and what the tests of the readers make."""
    keeper = Keeper(folder)
    for pattern in SAMPLES:
        for path in sorted(ROOT.glob(pattern)):
            data = path.read_bytes()
            keeper.keep(detect.format_of(data, path.name), data)
    for path in sorted(ROOT.glob("data/raw/*/manifest.csv")):
        keeper.keep("manifest", path.read_bytes())
    for path in sorted(ROOT.glob("tests/fixtures/refi/*.qdpx")):
        keeper.keep("qdpx", path.read_bytes())
    tests = [
        str(path) for name in ("sources", "review", "refi", "exports") for path in ROOT.glob(f"tests/test_{name}*")
    ]
    pytest.main(["-q", "-m", "not slow", "-p", "no:cacheprovider", *sorted(tests)], plugins=[keeper])


if __name__ == "__main__":
    seeds(Path(sys.argv[1]) / "seeds")
