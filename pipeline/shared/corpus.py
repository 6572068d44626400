"""A corpus: a named body of documents, and the folders that belong to it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def project_root() -> Path:
    """Return the folder that holds params.yaml: the working folder where it has one, else the checkout.

    A stage can so be run on a copy of its declared inputs alone, which is how undeclared reads are found.
    """
    here = Path.cwd()
    return here if (here / "params.yaml").is_file() else PROJECT


@dataclass(frozen=True)
class Corpus:
    """The folders of one corpus below ``root``; see DESIGN in docs/ for who writes where."""

    name: str
    root: Path

    @property
    def earlier(self) -> bool:
        """Tell whether the tables come from an earlier round, and so perhaps from an earlier version."""
        return False

    @property
    def raw(self) -> Path:
        """People write here."""
        return self.root / "data" / "raw" / self.name

    @property
    def documents(self) -> Path:
        """The papers handed in."""
        return self.raw / "documents"

    @property
    def manifest(self) -> Path:
        """One line per paper: event, date, fields, groups, kind, publication."""
        return self.raw / "manifest.csv"

    @property
    def codebook(self) -> Path:
        """The consultant's fields, types, groups and rules."""
        return self.raw / "codebook.yaml"

    @property
    def review(self) -> Path:
        """Decisions that came back; never written by a stage."""
        return self.raw / "review"

    @property
    def gold(self) -> Path:
        """Labelled material for evaluation; may be absent."""
        return self.raw / "gold"

    @property
    def processed(self) -> Path:
        """Tables between the stages."""
        return self.root / "data" / "processed" / self.name

    @property
    def texts(self) -> Path:
        """One pseudonymised text per document; every offset counts in it."""
        return self.processed / "texts"

    @property
    def confidential(self) -> Path:
        """Sealed readings and the key: the only written place with real names."""
        return self.root / "data" / "confidential" / self.name

    @property
    def reports(self) -> Path:
        """What readers open."""
        return self.root / "reports" / self.name

    def relative(self, path: Path) -> str:
        """Return ``path`` as it is named in messages: from the project folder, with forward slashes."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def text(self, document: str) -> str:
        """Return the pseudonymised text of ``document``; raises FileNotFoundError where there is none."""
        with (self.texts / f"{document}.txt").open(encoding="utf-8", newline="") as file:
            return file.read()
