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
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import yaml

from pipeline.shared import stage
from pipeline.shared.corpus import PROJECT, Corpus
from pipeline.shared.ranks import first_fields
from pipeline.shared.schema import Table
from pipeline.shared.tables import (
    CELLS,
    DOCUMENTS,
    FIELDS,
    GUIDELINES,
    LEDGER,
    MARKS,
    STATEMENTS,
    THEME_HISTORY,
    THEME_MEMBERS,
    THEMES,
)

STAGES = ("inputs", "sources", "pseudonyms", "statements", "fields", "themes", "guidelines", "rounds", "frequencies",
          "exports")  # fmt: skip
SHIPPED = ("data/training", "data/models", "data/lexicon")
PERSONS = ("Wischnewsky", "Habermehl", "Oyelaran")
PLACES = ("im Rathaus", "in der Schule", "am Bahnhof", "im Jugendhaus", "in der Bücherei")
NEEDS = ("Sprachkurse am Abend", "Übersetzungen", "Bänke", "Beratung für Eltern", "Busse am Wochenende")
HIDDEN = ("Bücherei", "Bahnhof")
KNOBS = {("statements", "doubt_below"): (0.3, 0.5, 0.7), ("pseudonyms", "min_score"): (0.4, 0.55),
         ("guidelines", "links"): (2, 3, 4), ("frequencies", "draws"): (200, 400)}  # fmt: skip
DECIDED = ("type", "field", "mark", "theme", "member", "guideline", "statement", "name", "document", "blind")
BACK_EVERY = 10
WARM = 5
FEWEST, MOST = 3, 6
MOST_MEGABYTES = 20
MOST_GROWTH = 300
Form = tuple[list[str], str, list[str]]  # column names, whom it is about, the other cells


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


@dataclass(frozen=True)
class Said:
    """One decision: its kind, whom it is about, what it says."""

    kind: str
    subject: str
    value: str


@dataclass
class Soak:
    """A room with one corpus, what was decided in it, and what was found broken."""

    root: Path
    rng: random.Random
    said: dict[str, Said] = field(default_factory=dict)
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
        kinds = ["reworded", "renamed", "knob", *DECIDED]
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
        """Hand back one decision on the last run, in a file of its own; where there is nothing to decide, none."""
        head, subject, cells = getattr(self, f"_{kind}")()
        if not subject:
            return
        day = (pd.Timestamp("2024-01-01") + pd.Timedelta(days=self.number)).date().isoformat()
        name = f"{kind}_{self.number:04d}.csv"
        lines = [";".join([*head, "reviewer", "date"]), ";".join([subject, *cells, "MK", day]), ""]
        (self.corpus.review / name).write_text("\n".join(lines), encoding="utf-8")
        self.said[name] = Said(kind, subject, cells[0])

    def _any(self, table: Table, column: str) -> str:
        found = table.read(self.corpus)[column].tolist()
        return str(self.rng.choice(found)) if found else ""

    def _key(self, part: str) -> str:
        book = yaml.safe_load(self.corpus.codebook.read_text(encoding="utf-8"))
        return str(self.rng.choice([entry["key"] for entry in book[part]]))

    def _type(self) -> Form:
        return ["statement_id", "type"], self._any(STATEMENTS, "statement_id"), [self._key("types")]

    def _field(self) -> Form:
        head = ["statement_id", "field", "accepted"]
        return head, self._any(STATEMENTS, "statement_id"), [self._key("fields"), "ja"]

    def _mark(self) -> Form:
        head = ["statement_id", "value", "kind", "accepted"]
        return head, self._any(STATEMENTS, "statement_id"), [self._key("target_groups"), "zielgruppe", "ja"]

    def _theme(self) -> Form:
        name = f"Thema Nummer {self.number}"
        return ["theme_id", "value", "action"], self._any(THEMES, "theme_id"), [name, "umbenennen"]

    def _member(self) -> Form:
        return ["statement_id", "theme_id"], self._any(STATEMENTS, "statement_id"), [self._any(THEMES, "theme_id")]

    def _guideline(self) -> Form:
        words = f"Wir sorgen für Nummer {self.number}."
        return ["guideline_id", "text", "status"], self._any(GUIDELINES, "guideline_id"), [words, "angenommen"]

    def _statement(self) -> Form:
        return ["statement_id", "action"], self._any(STATEMENTS, "statement_id"), ["verwerfen"]

    def _name(self) -> Form:
        return ["name", "accepted", "kind"], self.rng.choice(HIDDEN), ["ja", "person"]

    def _document(self) -> Form:
        return ["document", "checked"], self._any(DOCUMENTS, "document"), ["ja"]

    def _blind(self) -> Form:
        head = ["statement_id", "type", "blind_coder"]
        return head, self._any(STATEMENTS, "statement_id"), [self._key("types"), "Zweite"]

    def run(self) -> list[str]:
        """Run the stages once and return what is broken afterwards."""
        before = hashes(self.corpus.raw)
        for name in STAGES:
            target = f"pipeline.{name}.__main__" if (PROJECT / "pipeline" / name).is_dir() else f"pipeline.{name}"
            stage.call(importlib.import_module(target).main, name)
        return self.broken(before)

    def broken(self, before: dict[str, str]) -> list[str]:
        """Return every broken promise; ``before`` are the hashes of the raw files before the run."""
        found = [] if hashes(self.corpus.raw) == before else ["raw files or decisions were changed"]
        for check in (self.ledger, self.decisions, self.listed, self.counts, self.names, self.caches, self.sizes):
            found += check()
        return found

    def ledger(self) -> list[str]:
        """Tell of documents whose spans do not follow each other from the first to the last character."""
        broken = []
        for document, found in LEDGER.read(self.corpus).groupby("document"):
            spans = found.sort_values(["start", "end"])
            edges = [0, *spans["end"].tolist()]
            if spans["start"].tolist() != edges[:-1] or edges[-1] != len(self.corpus.text(str(document))):
                broken.append(f"ledger of {document}")
        return broken

    def latest(self) -> dict[tuple[str, ...], Said]:
        """Return the latest decision on each subject, in the order in which they were made."""
        ordered = sorted(self.said.items(), key=lambda item: item[0].rsplit("_", 1)[1])
        return {(one.kind, one.subject, *([one.value] if one.kind == "mark" else [])): one for _, one in ordered}

    def holds(self) -> dict[str, Callable[[Said], bool]]:
        """Return kind of decision -> whether one of them holds in the tables of the last run."""
        types, statements = self._column(STATEMENTS, "statement_id", "type"), STATEMENTS.read(self.corpus)
        fields, themes = first_fields(FIELDS.read(self.corpus)).to_dict(), self._column(THEMES, "theme_id", "label")
        members, texts = self._column(THEME_MEMBERS, "statement_id", "theme_id"), self.corpus.texts
        drafts = self._column(GUIDELINES, "guideline_id", "text")
        marks = MARKS.read(self.corpus)
        marked = set(marks.loc[marks["accepted"]][["statement_id", "value"]].itertuples(index=False, name=None))
        known, read = set(statements["statement_id"]), "".join(path.read_text("utf-8") for path in texts.iterdir())
        return {
            "type": lambda one: types.get(one.subject) == one.value,
            "field": lambda one: fields.get(one.subject) == one.value,
            "mark": lambda one: (one.subject, one.value) in marked,
            "theme": lambda one: themes.get(one.subject) == one.value,
            "member": lambda one: members.get(one.subject) == one.value,
            "guideline": lambda one: drafts.get(one.subject) == one.value,
            "statement": lambda one: one.subject not in known,
            "name": lambda one: one.subject not in read,
        }

    def _column(self, table: Table, key: str, value: str) -> dict[str, str]:
        return dict(table.read(self.corpus)[[key, value]].itertuples(index=False, name=None))

    def decisions(self) -> list[str]:
        """Tell of decisions (the latest on each subject) that neither hold nor are listed as overtaken."""
        path = self.corpus.reports / "intern/overtaken.csv"
        overtaken = set(pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig")["subject"])
        holds = self.holds()
        return [f"{one.kind} of {one.subject} does not hold" for one in self.latest().values()
                if one.kind in holds and not holds[one.kind](one) and one.subject not in overtaken]  # fmt: skip

    def listed(self) -> list[str]:
        """Tell of decisions that are missing in the log of decisions."""
        path = self.corpus.reports / "intern/decisions.csv"
        log = set(pd.read_csv(path, sep=";", dtype=str, encoding="utf-8-sig")["file"].map(lambda name: Path(name).name))
        return [f"{name} is not in the log" for name in sorted(self.said) if name not in log]

    def counts(self) -> list[str]:
        """Tell of mentions in the internal tables that are not those of the codings, counted here by hand."""
        statements = STATEMENTS.read(self.corpus)
        spoken = statements["kind"].fillna("").eq("interview").map({True: "interview", False: "runden"})
        column = dict(zip(statements["statement_id"], spoken, strict=True))
        codings = {
            "typen": list(zip(statements["statement_id"], statements["type"], strict=True)),
            "felder": list(first_fields(FIELDS.read(self.corpus)).items()),
        }
        cells = CELLS.read(self.corpus)
        cells = cells.loc[(cells["variant"] == "intern") & (cells["row"] != "gesamt")]
        broken = []
        for name, coded in codings.items():
            counted = Counter((str(value), column[str(one)]) for one, value in coded)
            own = cells.loc[cells["table"] == name]
            told = {(row, col): int(count) for row, col, count in own[["row", "column", "mentions"]].itertuples(
                index=False, name=None)}  # fmt: skip
            broken += [f"{name}: {place}" for place in sorted(told.keys() | counted.keys())
                       if told.get(place, 0) != counted[place]]  # fmt: skip
        return broken

    def caches(self) -> list[str]:
        """Tell when more readings are kept than there are papers."""
        kept = len(list((self.corpus.confidential / "readings").iterdir()))
        papers = len(list(self.corpus.documents.iterdir()))
        return [f"{kept} readings of {papers} papers"] if kept > papers else []

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
        found = [f"run {number} ({kind}): {fault}" for fault in one.run()]
        if number == WARM:
            start = resident()
        growth = resident() - start
        if number % BACK_EVERY == 0 or number == runs:
            found += [f"run {number}, back at the start: {fault}" for fault in back(one, seed, first)]
        sys.stdout.write("\n".join([f"{number} {kind} {resident():.0f} MiB", *found, ""]))
        sys.stdout.flush()
        broken += found
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
