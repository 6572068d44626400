"""Runs the stages again and again on a made-up corpus that is edited at random, and checks what must always hold.

``python -m recipes.soak RUNS [SEED]`` prints one line per broken promise and how many runs were made. The stages run in
this process, without those that only draw, teach or set type (charts, notebooks, report, evaluation, clearance).
"""

from __future__ import annotations

import hashlib
import importlib
import os
import random
import shutil
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import yaml

from pipeline.shared import stage
from pipeline.shared.corpus import PROJECT, Corpus
from pipeline.shared.ranks import first_fields
from pipeline.shared.tables import FIELDS, LEDGER, STATEMENTS, THEME_HISTORY

STAGES = ("inputs", "sources", "pseudonyms", "statements", "fields", "themes", "guidelines", "rounds", "frequencies",
          "exports")  # fmt: skip
SHIPPED = ("data/training", "data/models", "data/lexicon")
PERSONS = ("Wischnewsky", "Habermehl", "Oyelaran")
PLACES = ("im Rathaus", "in der Schule", "am Bahnhof", "im Jugendhaus", "in der Bücherei")
NEEDS = ("Sprachkurse am Abend", "Übersetzungen", "Bänke", "Beratung für Eltern", "Busse am Wochenende")
KNOBS = {("statements", "doubt_below"): (0.3, 0.5, 0.7), ("pseudonyms", "min_score"): (0.4, 0.55),
         ("guidelines", "links"): (2, 3, 4), ("frequencies", "draws"): (200, 400)}  # fmt: skip
BACK_EVERY = 3
WARM = 5
FEWEST, MOST = 3, 6
MOST_MEGABYTES = 20
MOST_GROWTH = 300


def resident() -> float:
    """Return this process's resident memory in MiB (Linux: ``/proc/self/statm``)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def hashes(folder: Path) -> dict[str, str]:
    """Return relative path -> SHA-256 of every file below ``folder``."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def contents(path: Path) -> bytes:
    """Return the bytes of a file, unpacked where it is an archive (workbook, project)."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@dataclass
class Soak:
    """A room with one corpus, what was decided in it, and what was found broken."""

    root: Path
    rng: random.Random
    said: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    number: int = 0
    kinds: set[str] = field(default_factory=set)

    @property
    def corpus(self) -> Corpus:
        """The corpus of the room."""
        return Corpus("dauer", self.root)

    def prepare(self) -> None:
        """Write four papers, a codebook, parameters, and link to what is shipped."""
        for shipped in SHIPPED:
            if (PROJECT / shipped).is_dir():
                (self.root / shipped).parent.mkdir(parents=True, exist_ok=True)
                (self.root / shipped).symlink_to(PROJECT / shipped, target_is_directory=True)
        for folder in (self.corpus.documents, self.corpus.review):
            folder.mkdir(parents=True)
        shutil.copy(PROJECT / "data/raw/sample/codebook.yaml", self.corpus.codebook)
        self.corpus.manifest.write_text("file;event;date;fields;stakeholder_group;kind\n", encoding="utf-8")
        knobs = yaml.safe_load((PROJECT / "params.yaml").read_text(encoding="utf-8")) | {"corpus": self.corpus.name}
        (self.root / "params.yaml").write_text(yaml.safe_dump(knobs, allow_unicode=True), encoding="utf-8")
        for number in range(4):
            self.paper(f"papier_{number}.txt")

    def paper(self, name: str) -> None:
        """Write or reword one paper."""
        lines = [f"- Es fehlen {self.rng.choice(NEEDS)} {self.rng.choice(PLACES)}." for _ in range(5)]
        head = ["Protokoll", f"Moderation: Frau Erika {self.rng.choice(PERSONS)}", "", "Probleme", ""]
        goal = ["", "Ziele", "", f"- Alle finden {self.rng.choice(NEEDS)} {self.rng.choice(PLACES)}.", ""]
        (self.corpus.documents / name).write_text("\n".join([*head, *lines, *goal]), encoding="utf-8")

    def edit(self) -> str:
        """Do one random edit and return its kind."""
        papers = sorted(self.corpus.documents.iterdir())
        kinds = ["reworded", "renamed", "knob", "type", "field"]
        kinds += ["added"] * (len(papers) < MOST) + ["removed"] * (len(papers) > FEWEST)
        kinds += ["withdrawn"] * bool(self.said)
        kind, self.number = self.rng.choice(kinds), self.number + 1
        if kind == "added":
            self.paper(f"neu_{self.number}.txt")
        elif kind == "reworded":
            self.paper(self.rng.choice(papers).name)
        elif kind == "removed":
            self.rng.choice(papers).unlink()
        elif kind == "renamed":
            self.rng.choice(papers).rename(self.corpus.documents / f"anders_{self.number}.txt")
        elif kind == "knob":
            (section, key), values = self.rng.choice(sorted(KNOBS.items()))
            knobs = yaml.safe_load((self.root / "params.yaml").read_text(encoding="utf-8"))
            knobs[section][key] = self.rng.choice(values)
            (self.root / "params.yaml").write_text(yaml.safe_dump(knobs, allow_unicode=True), encoding="utf-8")
        elif kind == "withdrawn":
            name = self.rng.choice(sorted(self.said))
            del self.said[name]
            (self.corpus.review / name).unlink()
        else:
            self.decide(kind)
        self.kinds.add(kind)
        return kind

    def decide(self, kind: str) -> None:
        """Hand back one decision on a statement of the last run, in a file of its own."""
        subject = self.rng.choice(STATEMENTS.read(self.corpus)["statement_id"].tolist())
        book = yaml.safe_load(self.corpus.codebook.read_text(encoding="utf-8"))
        value = self.rng.choice([entry["key"] for entry in book["fields" if kind == "field" else "types"]])
        day = (pd.Timestamp("2024-01-01") + pd.Timedelta(days=self.number)).date().isoformat()
        more = (";accepted", ";ja") if kind == "field" else ("", "")
        name = f"{kind}s_{self.number:04d}.csv"
        text = f"statement_id;{kind}{more[0]};reviewer;date\n{subject};{value}{more[1]};MK;{day}\n"
        (self.corpus.review / name).write_text(text, encoding="utf-8")
        self.said[name] = (kind, subject, value)

    def run(self) -> list[str]:
        """Run the stages once and return what is broken afterwards."""
        before = hashes(self.corpus.raw)
        for name in STAGES:
            target = f"pipeline.{name}.__main__" if (PROJECT / "pipeline" / name).is_dir() else f"pipeline.{name}"
            stage.call(importlib.import_module(target).main, name)
        broken = [] if hashes(self.corpus.raw) == before else ["raw files or decisions were changed"]
        return [*broken, *self.ledger(), *self.decisions(), *self.names(), *self.sizes()]

    def ledger(self) -> list[str]:
        """Tell of documents whose spans do not follow each other from the first to the last character."""
        broken = []
        for document, found in LEDGER.read(self.corpus).groupby("document"):
            spans = found.sort_values(["start", "end"])
            edges = [0, *spans["end"].tolist()]
            if spans["start"].tolist() != edges[:-1] or edges[-1] != len(self.corpus.text(str(document))):
                broken.append(f"ledger of {document}")
        return broken

    def decisions(self) -> list[str]:
        """Tell of decisions (the latest on each subject) that neither hold nor are listed as overtaken."""
        types = STATEMENTS.read(self.corpus).set_index("statement_id")["type"].to_dict()
        fields = first_fields(FIELDS.read(self.corpus)).to_dict()
        path = self.corpus.reports / "intern/overtaken.csv"
        listed = set(pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig")["subject"])
        latest = {(kind, subject): value for _, (kind, subject, value) in sorted(
            self.said.items(), key=lambda item: item[0].rsplit("_", 1)[1])}  # fmt: skip
        held = {"type": types, "field": fields}
        return [f"decision on {kind} of {subject}" for (kind, subject), value in latest.items()
                if held[kind].get(subject) != value and subject not in listed]  # fmt: skip

    def names(self) -> list[str]:
        """Tell of reports and tables that name a made-up person."""
        files = [path for place in (self.corpus.reports, self.corpus.texts) for path in place.rglob("*")]
        found = [path for path in files if path.is_file() and "namen_pruefen" not in path.name
                 and any(person.encode() in contents(path) for person in PERSONS)]  # fmt: skip
        return [f"name in {path.relative_to(self.root)}" for path in found]

    def sizes(self) -> list[str]:
        """Tell when everything written (tables, reports, readings, caches, history) outgrows its bound."""
        places = [path for path in self.root.rglob("*") if path.is_file() and not path.is_symlink()]
        total = sum(path.stat().st_size for path in places) / 2**20
        return [f"{total:.0f} MiB written"] if total > MOST_MEGABYTES else []

    def outcome(self) -> dict[str, str]:
        """Return the hashes of everything that people and later stages read."""
        return {**hashes(self.corpus.processed), **hashes(self.corpus.reports)}


def soak(runs: int, seed: int, root: Path) -> tuple[list[str], set[str], float]:
    """Make ``runs`` edited runs in ``root`` (the working folder); return faults, kinds of edit, growth in MiB."""
    one = Soak(root, random.Random(seed))  # noqa: S311 - edits, not secrets
    one.prepare()
    broken, first, growth, start = one.run(), one.outcome(), 0.0, resident()
    for number in range(1, runs + 1):
        kind = one.edit()
        broken += [f"run {number} ({kind}): {fault}" for fault in one.run()]
        if number == WARM:
            start = resident()
        growth = resident() - start
        sys.stdout.write(f"{number} {kind} {resident():.0f} MiB\n")
        sys.stdout.flush()
        if number % BACK_EVERY == 0 or number == runs:
            broken += [f"run {number}, back at the start: {fault}" for fault in back(one, seed, first)]
    return broken + ([f"memory grew by {growth:.0f} MiB"] if growth > MOST_GROWTH else []), one.kinds, growth


def back(one: Soak, seed: int, first: dict[str, str]) -> list[str]:
    """Go back to the first inputs for one run, then forward again; the theme history, which remembers, is set aside."""
    history = THEME_HISTORY.path(one.corpus)
    kept, knobs = history.read_bytes(), (one.root / "params.yaml").read_bytes()
    raw, aside, said = one.corpus.raw, one.root / "beiseite", one.said
    raw.rename(aside)
    history.unlink()
    again = Soak(one.root, random.Random(seed))  # noqa: S311 - edits, not secrets
    for shipped in SHIPPED:
        (one.root / shipped).unlink(missing_ok=True)
    again.prepare()
    broken = again.run()
    now = again.outcome()
    broken += [f"{name} differs" for name in sorted(now.keys() | first.keys()) if now.get(name) != first.get(name)]
    shutil.rmtree(raw)
    aside.rename(raw)
    history.write_bytes(kept)
    (one.root / "params.yaml").write_bytes(knobs)
    one.said = said
    return broken


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder) / "dauer"
        room.mkdir()
        os.chdir(room)
        faults, edits, more = soak(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7, room)  # noqa: PLR2004
        os.chdir(PROJECT)
    sys.stdout.write("\n".join([*faults, f"{len(faults)} faults, edits {sorted(edits)}, {more:+.0f} MiB", ""]))
    sys.exit(bool(faults))
