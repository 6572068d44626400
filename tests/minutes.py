"""Invented documents in one-line form: what a reader hands on, with the expected assertions in ⟦ ⟧.

A line begins with its kind: `=` title, `==`/`===` headings, `-` and `--` bullets, `*` card, `|` table row (the first
row of a table holds its titles), `I>`/`B>` turn of a speaker, `<` page furniture; anything else is a paragraph. What
stands outside of ⟦ ⟧ is no assertion. In a card `{cluster | column | votes}` may come first; `⏎` is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.statements.structure import Block

OPEN, CLOSE = "⟦", "⟧"
LEVELS = {"=": 1, "==": 2, "===": 3}
TABLE_HEAD = 9


@dataclass
class Paper:
    """A document as blocks of one text, with the spans of the expected assertions."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    tables: int = 0
    titles: list[str] = field(default_factory=list)
    row: int = 0

    @property
    def path(self) -> str:
        return " > ".join(self.headings[level] for level in sorted(self.headings))

    def add(self, kind: str, marked: str, **about: object) -> None:
        marked = marked.replace("⏎", "\n")
        words = marked.replace(OPEN, "").replace(CLOSE, "").strip()
        if not words:
            return
        self.expected += re.findall(rf"{OPEN}(.*?){CLOSE}", marked, re.DOTALL)
        self.text += "\n" if self.text else ""
        start = len(self.text)
        self.text += words
        about = {"heading_path": self.path, **about}
        self.blocks.append(Block(len(self.blocks), kind, start, len(self.text), **about))  # type: ignore[arg-type]

    def heading(self, mark: str, words: str) -> None:
        level = LEVELS[mark]
        self.headings = {key: title for key, title in self.headings.items() if key < level}
        self.add("title" if level == 1 and not self.blocks else "heading", words, level=level)
        self.headings[level] = words

    def table(self, cells: list[str]) -> None:
        if not self.titles:
            self.tables += 1
            self.titles, self.row = cells, 0
            for cell in cells:
                self.add("heading", cell, level=TABLE_HEAD, table=self.tables)
            return
        for title, cell in zip(self.titles, cells, strict=True):
            self.add("cell", cell, column=title, row=self.row, table=self.tables)
        self.row += 1

    def card(self, words: str) -> None:
        found = re.match(r"\{([^|}]*)\|([^|}]*)\|([^|}]*)\}\s*(.*)", words)
        cluster, column, votes, rest = (part.strip() for part in found.groups()) if found else ("", "", "", words)
        path = " > ".join(part for part in (self.path, cluster) if part)
        self.add("card", rest, heading_path=path, column=column, votes=int(votes) if votes else None)


def paper(lines: str) -> Paper:
    """Return the document that the lines describe."""
    made = Paper()
    for line in filter(None, (line.strip() for line in lines.strip().splitlines())):
        mark, _, rest = line.partition(" ")
        if mark != "|":
            made.titles = []
        if mark in LEVELS:
            made.heading(mark, rest)
        elif mark == "|":
            made.table([cell.strip() for cell in line.strip("|").split("|")])
        elif mark in ("-", "--"):
            made.add("item", rest, level=len(mark) - 1)
        elif mark == "*":
            made.card(rest)
        elif mark == "<":
            made.add("furniture", rest)
        elif re.fullmatch(r"\S+>", mark):
            made.add("turn", rest, speaker=mark[:-1])
        else:
            made.add("paragraph", line)
    return made


def papers() -> Iterator[tuple[str, str, Paper]]:
    """Yield name, kind and document of every invented paper in tests/papers."""
    for path in sorted((Path(__file__).parent / "papers").glob("*.txt")):
        name, kind, _ = path.name.split(".")
        yield name, kind, paper(path.read_text(encoding="utf-8"))
