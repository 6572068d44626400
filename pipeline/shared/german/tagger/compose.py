"""Composed documents: training statements put together the way papers of a participation process hold them.

The training lines stand alone; how much a heading, a document or a neighbour may be trusted can only be learned
from documents. These are made by chance from a seed: workshops on one field with a share of finds that belong
elsewhere, interviews that wander, plenary notes, slips of paper; columns and headings that mostly, not always, tell
the truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

HONEST_COLUMN: Final = 0.93
TOPIC_SECTION: Final = 0.45
TYPED_SECTION: Final = 0.5
CROSS_AMONG_FOREIGN: Final = 0.45
SAME_TOPIC: Final = 0.6
VAGUE: Final = 0.05
FOREIGN_SECTION: Final = 0.06
FOREIGN_LOYALTY: Final = 0.7
CROSS_INTERVIEW: Final = 0.6
SLIPS: Final = 8
ANSWERED: Final = 0.95  # measured on the running texts of the training material: neighbours agree in 77 %


@dataclass
class Stock:
    """The statements to choose from: row numbers by label, by label and type, by topic."""

    frame: pd.DataFrame
    words: Mapping[str, Any]
    chance: Generator
    shelves: dict[tuple[str, ...], NDArray[np.intp]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the rows into shelves."""
        keys = self.frame[["label", "type", "topic"]].astype(str)
        for columns in (["label"], ["label", "type"], ["label", "topic"]):
            for key, rows in keys.reset_index(drop=True).groupby(columns, sort=True):
                names = [str(part) for part in (key if isinstance(key, tuple) else (key,))]
                self.shelves["/".join(columns), *names] = np.asarray(rows.index, dtype=np.intp)
        self.labels = sorted(set(keys["label"]))
        roles = {name: self.words["labels"][name].get("role", "field") for name in self.labels}
        self.cross = [name for name in self.labels if roles[name] == "cross"]
        self.unclear = [name for name in self.labels if roles[name] == "unclear"]
        self.fields = [name for name in self.labels if roles[name] == "field"]

    def choose(self, values: Any) -> Any:  # noqa: ANN401 - any sequence
        """Return one of the values."""
        return values[int(self.chance.integers(len(values)))]

    def topic(self, label: str) -> str:
        """Return a topic of a label, or nothing."""
        names = [key[2] for key in self.shelves if key[0] == "label/topic" and key[1] == label and key[2]]
        return str(self.choose(names)) if names else ""

    def row(self, label: str, topic: str = "", kind: str = "") -> int:
        """Return a row with this label, and this topic or type where there is one."""
        if topic and self.chance.random() < SAME_TOPIC and ("label/topic", label, topic) in self.shelves:
            return int(self.choose(self.shelves["label/topic", label, topic]))
        if kind and ("label/type", label, kind) in self.shelves:
            return int(self.choose(self.shelves["label/type", label, kind]))
        return int(self.choose(self.shelves["label", label]))

    def foreign(self, own: str) -> str:
        """Return a label other than ``own``; often the cross-cutting one."""
        if own not in self.cross and self.chance.random() < CROSS_AMONG_FOREIGN:
            return str(self.choose(self.cross))
        return str(self.choose([name for name in (*self.fields, *self.cross) if name != own]))

    def said(self, label: str, topic: str = "", kind: str = "", *, given: str = "") -> dict[str, Any]:
        """Return a row with its true label; now and then one whose wording tells no field.

        Such a row has the field ``given`` by its context. Where that gives none, it speaks for all fields if it is
        a whole thought that holds anywhere (``generic``); a scrap is unclear.
        """
        if self.unclear and self.chance.random() < VAGUE:
            row = self.row(self.unclear[0], kind=kind)
            bare = self.cross if self.frame["generic"].iloc[row] and self.cross else self.unclear
            return {"row": row, "label": given or bare[0]}
        return {"row": self.row(label, topic, kind), "label": label}

    def name(self, label: str) -> str:
        """Return one of the names of a label."""
        return str(self.choose(self.words["labels"][label]["names"]))


Rows = list[dict[str, Any]]


def workshop(stock: Stock, own: str) -> Rows:
    """Return the rows of a workshop on one field."""
    title = stock.choose(stock.words["titles"]).format(stock.name(own))
    loyal = float(np.clip(stock.chance.normal(0.91, 0.06), 0.6, 0.99))
    rows: Rows = []
    for _ in range(int(stock.chance.integers(3, 7))):
        rows += section(stock, own, title, loyal)
    return [row | {"document_fields": own, "kind": "protokoll"} for row in rows]


def section(stock: Stock, own: str, title: str, loyal: float) -> Rows:
    """Return the rows under one heading of a workshop."""
    main = stock.foreign(own) if stock.chance.random() < FOREIGN_SECTION else own
    loyal = loyal if main == own else FOREIGN_LOYALTY
    topic = stock.topic(main) if stock.chance.random() < TOPIC_SECTION else ""
    kind = str(stock.choose(sorted(stock.words["headings"]))) if stock.chance.random() < TYPED_SECTION else ""
    columns = stock.chance.random() < 0.5  # noqa: PLR2004 (even chance)
    last = topic or str(stock.choose(stock.words["sections"]))
    if kind and not columns:
        last = f"{stock.choose(stock.words['headings'][kind]['names'])}" + (f" > {topic}" if topic else "")
    rows: Rows = []
    while len(rows) < int(stock.chance.integers(3, 10)):
        label = main if stock.chance.random() < loyal else own if main != own else stock.foreign(own)
        rows += bundle(stock, label, topic if label == main else "", kind, given=main, columns=columns)
    return [row | {"heading": f"{title} > {last}", "question": ""} for row in rows]


def bundle(stock: Stock, label: str, topic: str, kind: str, *, given: str, columns: bool) -> Rows:  # noqa: PLR0913 (two by name)
    """Return one statement, or a foreign one with a second of its kind now and then."""
    rows: Rows = []
    for _ in range(2 if stock.chance.random() < 0.2 else 1):  # noqa: PLR2004 (one in five)
        honest = stock.chance.random() < HONEST_COLUMN
        said = stock.said(label, topic, kind if honest else "", given=given)
        told = kind or (str(stock.frame["type"].iloc[said["row"]]) if honest else "")
        column = str(stock.choose(stock.words["headings"][told]["names"])) if columns and told else ""
        rows.append(said | {"column": column})
    return rows


def interview(stock: Stock, _own: str) -> Rows:
    """Return the rows of an interview: runs about one thing, under a question that may name it."""
    count = int(stock.choose([0, 0, 1, 1, 2, 3, 4, 5]))
    own = [str(name) for name in stock.chance.choice(stock.fields, size=count, replace=False)]
    main = own or [str(stock.choose(stock.cross if stock.chance.random() < CROSS_INTERVIEW else stock.fields))]
    loyal = 0.8 if own else 0.65
    rows: Rows = []
    for _ in range(int(stock.chance.integers(5, 12))):
        label = str(stock.choose(main)) if stock.chance.random() < loyal else stock.foreign(str(main[0]))
        topic = stock.topic(label)
        named = stock.chance.random() < 0.5 and topic  # noqa: PLR2004 (even chance)
        question = str(stock.choose(stock.words["topic_questions" if named else "questions"])).format(topic)
        size = int(stock.chance.integers(2, 8))
        given = label if named else own[0] if len(own) == 1 else ""
        heard = [label if stock.chance.random() < ANSWERED else stock.foreign(label) for _ in range(size)]
        said = [stock.said(one, topic if one == label else "", given=given) for one in heard]
        rows += [row | {"column": "", "question": question, "heading": ""} for row in said]
    return [row | {"document_fields": "|".join(sorted(own)), "kind": "interview"} for row in rows]


def plenum(stock: Stock, _own: str) -> Rows:
    """Return the rows of a plenary session: tables with a name, and open rounds."""
    rows: Rows = []
    for number in range(int(stock.chance.integers(3, 8))):
        label = str(stock.choose(stock.fields + stock.cross))
        table = stock.chance.random() < 0.6  # noqa: PLR2004 (most rounds sit at tables)
        pattern = stock.choose(stock.words["tables"] if table else stock.words["sections"])
        heading = str(pattern).format(n=number + 1, name=stock.name(label))
        for _ in range(int(stock.chance.integers(3, 9))):
            loyal = table and stock.chance.random() < 0.85  # noqa: PLR2004 (tables wander less)
            said = label if loyal else str(stock.choose(stock.fields + stock.cross))
            row = stock.said(said, given=label if loyal else "")
            rows.append(row | {"column": "", "question": "", "heading": heading})
    every = stock.chance.random() < 0.5  # noqa: PLR2004 (even chance)
    return [row | {"document_fields": "|".join(stock.fields) if every else "", "kind": "protokoll"} for row in rows]


def slips(stock: Stock, own: str) -> Rows:
    """Return the rows of notes and mails on one field that hold one to three statements each."""
    rows: Rows = []
    for part in range(SLIPS):
        written = workshop(stock, own)
        size = int(stock.chance.integers(1, 4))
        first = int(stock.chance.integers(len(written)))
        rows += [row | {"part": f"-{part}"} for row in written[first : first + size]]
    return rows


def documents(frame: pd.DataFrame, words: Mapping[str, Any], count: int, chance: Generator) -> pd.DataFrame:
    """Return ``count`` composed documents as rows: ``row`` (position in ``frame``), ``label`` (the true one),
    ``document``, ``position``, ``heading``, ``column``, ``question``, ``document_fields``, ``kind``.

    ``frame`` holds statements with label, type, topic, and whether they are generic.
    """  # noqa: D205 (one sentence)
    stock = Stock(frame.reset_index(drop=True), words, chance)
    kinds = [workshop, workshop, interview, workshop, plenum, interview, slips]
    found: Rows = []
    for number in range(count):
        rows = kinds[number % len(kinds)](stock, stock.fields[number % len(stock.fields)])
        found += [
            row | {"document": f"d{number:05d}{row.get('part', '')}", "position": at} for at, row in enumerate(rows)
        ]
    return pd.DataFrame(found).drop(columns="part", errors="ignore")
