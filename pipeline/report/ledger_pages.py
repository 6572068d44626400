"""Ledger pages: every paper with each of its passages coloured and named by what became of it; inside the house only.

Colour is never alone: every passage begins with the name of its category and bears a line of its own kind. A page
needs no network and no program; with one, passages can be hidden and walked through by keyboard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.report import texts
from pipeline.report.quality import READ_NAMES
from pipeline.report.source import Source
from pipeline.report.texts import TEMPLATES
from pipeline.shared import tables
from pipeline.shared.schema import write_whole
from pipeline.shared.tables import CATEGORY_NAMES
from pipeline.shared.wording import number, percent

FOLDER: Final = "verbleib"
STATEMENT: Final = "statement"
OUTSIDE: Final = {
    "quote": "darf zitiert werden", "count": "wird nach außen nur gezählt", "internal": "bleibt im Haus",
}  # fmt: skip
DIGEST: Final = 6


@dataclass(frozen=True)
class Passage:
    """A span of a paper: its words, what it was taken for, why, and the anchor that leads to it."""

    anchor: str
    category: str
    name: str
    reason: str
    words: str

    @property
    def silent(self) -> bool:
        """Tell whether it holds no letter or number, so that a label would say more than it does."""
        return not any(sign.isalnum() for sign in self.words)


@dataclass(frozen=True)
class Share:
    """One category of a paper: passages, characters, and its part of all characters (0 to 1)."""

    category: str
    name: str
    passages: int
    characters: int
    part: float

    @property
    def percent(self) -> str:
        """Return its part for readers."""
        return percent(self.part)


@dataclass(frozen=True)
class Paper:
    """A paper that was read: its facts and its passages, which make up its whole text."""

    document: str
    facts: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def file(self) -> str:
        """Return the name of its page, which says nothing about the paper."""
        return f"d{blake2b(self.document.encode(), digest_size=DIGEST).hexdigest()}.html"

    @property
    def shares(self) -> list[Share]:
        """Return what its text consists of, in the order of the categories."""
        passages = Counter(one.category for one in self.passages)
        sizes: Counter[str] = Counter()
        for one in self.passages:
            sizes[one.category] += len(one.words)
        whole = max(1, sizes.total())
        return [
            Share(key, name, passages[key], sizes[key], sizes[key] / whole)
            for key, name in CATEGORY_NAMES.items()
            if passages[key]
        ]

    @property
    def counted(self) -> int:
        """Return how many of its passages are statements."""
        return sum(one.category == STATEMENT for one in self.passages)

    @property
    def covered(self) -> str:
        """Return the share of its characters that statements hold, for readers."""
        return next((share.percent for share in self.shares if share.category == STATEMENT), percent(0))

    @property
    def reasons(self) -> list[tuple[str, str, str, str]]:
        """Return why passages were not counted: category, reason, how often, and the first such passage."""
        first: dict[tuple[str, str], str] = {}
        counts: Counter[tuple[str, str]] = Counter()
        for one in self.passages:
            if one.category != STATEMENT and not one.silent:
                counts[one.name, one.reason] += 1
                first.setdefault((one.name, one.reason), one.anchor)
        ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return [(name, reason, number(count), first[name, reason]) for (name, reason), count in ranked]


def papers(source: Source) -> Iterator[Paper]:
    """Yield the papers that were read, by name."""
    types = {kind.key: kind.name for kind in source.codebook.types}
    said = {
        (str(document), int(start)): (str(name), types.get(str(kind), ""))
        for document, start, name, kind in zip(
            *(source.table(tables.STATEMENTS)[name] for name in ("document", "start", "statement_id", "type")),
            strict=True,
        )
    }
    spans = dict(tuple(source.table(tables.LEDGER).sort_values(["document", "start"]).groupby("document")))
    for row in source.table(tables.DOCUMENTS).sort_values("document").to_dict("records"):
        document = str(row["document"])
        if row["status"] == "ok":
            entered = spans.get(document)
            text = "" if entered is None else source.text(document)
            yield Paper(document, tuple(_facts(row)), tuple(_passages(document, text, entered, said)))


def _facts(row: Mapping[object, object]) -> Iterator[str]:
    for key in ("kind", "event", "date"):
        if not pd.isna(row[key]):  # type: ignore[call-overload]
            yield str(row[key])
    yield OUTSIDE.get(str(row["publish"]), "")


def _passages(
    document: str, text: str, spans: pd.DataFrame | None, said: Mapping[tuple[str, int], tuple[str, str]]
) -> Iterator[Passage]:
    """Yield the passages of one paper in reading order; a statement bears its identifier and its type."""
    if spans is None:
        return
    for place, span in enumerate(spans.to_dict("records"), start=1):
        category, start = str(span["category"]), int(span["start"])
        name, kind = said.get((document, start), ("", "")) if category == STATEMENT else ("", "")
        title = " · ".join(part for part in (CATEGORY_NAMES[category], kind) if part)
        yield Passage(name or f"s{place}", category, title, str(span["reason"]), text[start : int(span["end"])])


def unread(source: Source) -> list[tuple[str, str, str]]:
    """Return the papers without a page: name, state, and what to do."""
    rows = source.table(tables.DOCUMENTS)
    rows = rows.loc[rows["status"] != "ok"].sort_values(["status", "document"], kind="stable")
    notes = rows["note"].fillna("")
    return [
        (str(name), READ_NAMES[status], str(note))
        for name, status, note in zip(rows["document"], rows["status"], notes, strict=True)
    ]


def write(source: Source, folder: Path) -> None:
    """Write a page per paper and their list into ``folder``; pages of papers that are gone are removed."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals.update(
        confidential=texts.CONFIDENTIAL, names=CATEGORY_NAMES, number=number,
        style=(TEMPLATES / "ledger.css").read_text(encoding="utf-8"),
    )  # fmt: skip
    found = list(papers(source))
    program = (TEMPLATES / "ledger.js").read_text(encoding="utf-8")
    pages = {"index.html": environment.get_template("ledger_list.html").render(papers=found, unread=unread(source))}
    for place, paper in enumerate(found):
        before, after = found[place - 1] if place else None, found[place + 1] if place + 1 < len(found) else None
        pages[paper.file] = environment.get_template("ledger_page.html").render(
            paper=paper, before=before, after=after, program=program
        )
    for path in sorted(folder.glob("*.html")):
        if path.name not in pages:
            path.unlink()
    for name, page in pages.items():
        write_whole(folder / name, page.encode("utf-8"))
