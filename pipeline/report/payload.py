"""The statements inside the HTML report: columns of words and numbers that its program reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from pipeline.report.chapters import Chapter
from pipeline.report.sheets import CROSSED, LISTS, labels_of
from pipeline.report.source import TOTAL, Source, groups_of
from pipeline.shared import tables
from pipeline.shared.ranks import by_place
from pipeline.shared.wording import day

AROUND = 240  # characters of a long passage that are shown on both sides of a statement


@dataclass
class Pool:
    """Words that occur often, stored once."""

    words: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def put(self, word: str) -> int:
        """Return the place of ``word``."""
        if word not in self.places:
            self.places[word] = len(self.words)
            self.words.append(word)
        return self.places[word]


def passages(source: Source) -> list[tuple[str, int]]:
    """Return for each shown statement the passage it stands in and where it begins there.

    The passage is the block (card, cell, paragraph, turn); of a long one the surroundings of the statement.
    """
    rows = source.statements
    blocks = source.table(tables.BLOCKS)[["document", "block", "start", "end"]]
    joined = rows[["document", "block", "start", "end"]].merge(
        blocks, on=["document", "block"], how="left", suffixes=("", "_block")
    )
    found = []
    reading = cache(source.text)
    columns = (joined[name] for name in ("document", "start", "end", "start_block", "end_block"))
    for document, start, end, first, last in zip(*columns, strict=True):
        if pd.isna(first):
            found.append(("", 0))
            continue
        text = reading(document)
        left, right = max(int(first), int(start) - AROUND), min(int(last), int(end) + AROUND)
        head, tail = "… " if left > first else "", " …" if right < last else ""
        found.append((f"{head}{text[left:right]}{tail}", int(start) - left + len(head)))
    return found


POOLS = ("fields", "types", "events", "documents", "groups", "headings", "themes", "dates")

UNKNOWN = "unbekannt"

UNNAMED_EVENT = "ohne Angabe"


@dataclass
class Writer:
    """Writes statements as columns of words and numbers; the names of keys come from the codebook."""

    source: Source
    pools: dict[str, Pool] = field(default_factory=lambda: {name: Pool() for name in POOLS})

    def __post_init__(self) -> None:
        """Look up the names of all keys once."""
        book = self.source.codebook
        fields = self.source.table(tables.FIELDS)
        self.first, self.second = (by_place(fields, place)["field"].to_dict() for place in (0, 1))
        self.fields = {item.key: item.title for item in book.fields}
        self.types = {item.key: item.name for item in book.types}
        self.events = labels_of(self.source, "veranstaltungen")
        members = self.source.table(tables.THEME_MEMBERS)
        self.themes = dict(zip(members["statement_id"], members["theme_id"], strict=True))
        papers = self.source.table(tables.DOCUMENTS)
        self.present = dict(zip(papers["document"], papers["stakeholder_group"], strict=True))
        self.pages = dict(zip(*page_keys(self.source), strict=True))
        for item in book.types:
            self.pools["types"].put(item.name)
        for name in self.fields.values():
            self.pools["fields"].put(name)
        for key, name in self.events.items():
            if key != TOTAL:
                self.pools["events"].put(name)

    def field(self, key: str | None) -> int:
        """Return the place of a field's name, -1 for none."""
        return -1 if key is None else self.pools["fields"].put(self.fields.get(key, key))

    def groups(self, row: dict[str, Any]) -> str:
        """Return the group that spoke, or all groups of the round where that is not known."""
        said = groups_of(row["stakeholder_group"])
        return groups_of(self.present.get(row["document"])) if said in ("", UNKNOWN) else said

    def row(self, row: dict[str, Any], passage: tuple[str, int]) -> dict[str, Any]:
        """Return one statement: identifier, text, and the places of its words in the pools."""
        key, (around, offset) = row["statement_id"], passage
        same = not around or around.strip() == str(row["text"]).strip()
        event = self.events.get(row["event"], UNNAMED_EVENT) if isinstance(row["event"], str) else UNNAMED_EVENT
        return {
            "id": key,
            "t": row["display_text"],
            "y": self.pools["types"].put(self.types.get(row["type"], row["type"])),
            "f": self.field(self.first.get(key, self.source.codebook.unclear or "ohne")),
            "g": self.field(self.second.get(key)),
            "e": self.pools["events"].put(event),
            "d": self.pools["documents"].put(row["document"]),
            "r": self.pools["groups"].put(self.groups(row)),
            "h": self.pools["headings"].put(words(row["context"])),
            "m": self.pools["themes"].put(self.themes.get(key, "")),
            "a": self.pools["dates"].put(day(words(row["date"]))),
            "v": 0 if pd.isna(row["votes"]) else int(row["votes"]),
            "k": 1 if words(row["type_accepted"]) else 0,
            "x": "" if same else around,
            "p": 0 if same else [offset, len(row["text"])],
            "q": self.pages.get((row["document"], row["block"]), 0),
        }


def words(value: object) -> str:
    """Return a text, or nothing for a missing one.

    >>> words("Ufer"), words(None)
    ('Ufer', '')
    """
    return value if isinstance(value, str) else ""


def statements(source: Source) -> dict[str, Any]:
    """Return the statements in columns, words that occur often as numbers."""
    writer = Writer(source)
    rows = [writer.row(row, passage) for row, passage in zip(source.records, passages(source), strict=True)]
    names = ("id", "t", "y", "f", "g", "e", "d", "r", "h", "m", "a", "v", "k", "x", "p", "q")
    columns = {name: [row[name] for row in rows] for name in names}
    return {"columns": columns, "pools": {name: pool.words for name, pool in writer.pools.items()}}


def page_keys(source: Source) -> tuple[list[tuple[Any, Any]], list[int]]:
    """Return the pages of the blocks that have one."""
    rows = source.table(tables.BLOCKS).dropna(subset=["page"])
    return list(zip(rows["document"], rows["block"], strict=True)), [int(page) for page in rows["page"]]


def cell_places(source: Source) -> dict[str, list[Any]]:
    """Return what stands behind each cell that can be opened: its name and the gaps between its statements' places."""
    found = {}
    cells = source.cells.loc[source.cells["table"].isin((*LISTS, *CROSSED)) & source.cells["shown"].fillna(value=False)]
    columns = (cells[name] for name in ("table", "row", "column", "row_label", "column_label", "statement_ids"))
    for table, row, column, row_label, column_label, ids in zip(*columns, strict=True):
        if table == "themen" and row == TOTAL:
            continue
        places = sorted(source.places[key] for key in (ids or "").split() if key in source.places)
        if places:
            found[f"{table}|{row}|{column}"] = [f"{row_label} – {column_label}", steps(places)]
    return found


def steps(places: list[int]) -> list[int]:
    """Return the first of some rising numbers and the steps to the next ones: short to write down.

    >>> steps([3, 4, 9]), steps([])
    ([3, 1, 5], [])
    """
    return [place - before for before, place in zip([0, *places], places, strict=False)]


def links(source: Source) -> dict[str, Any]:
    """Return the chain and the gaps between the places of statements."""
    kinds = Pool()
    chain = source.table(tables.CHAIN)
    pairs = [
        [source.places[one], source.places[other], kinds.put(kind)]
        for one, other, kind in zip(chain["from_statement"], chain["to_statement"], chain["kind"], strict=True)
        if one in source.places and other in source.places
    ]
    types = {item.key: item.name for item in source.codebook.types}
    gaps = source.table(tables.GAPS)[["statement_id", "kind"]].drop_duplicates()
    lacking = [
        [source.places[key], kinds.put(" ".join(types.get(word, word) for word in kind.split("_")))]
        for key, kind in zip(gaps["statement_id"], gaps["kind"], strict=True)
        if key in source.places
    ]
    return {"pairs": pairs, "gaps": lacking, "kinds": kinds.words}


def payload(source: Source, chapters: list[Chapter]) -> str:
    """Return everything the page's program needs, as JSON that cannot end the script it stands in."""
    data = {
        **statements(source),
        "cells": cell_places(source),
        "links": links(source),
        "themes": {theme.key: [theme.label, steps(sorted(theme.members))] for one in chapters for theme in one.themes},
        "proposals": {
            plan.key: [list(plan.supports), list(plan.contradicts), list(plan.offers)]
            for one in chapters for plan in one.proposals
        },
        "offers": {one.key: [one.name, steps(list(one.offers))] for one in chapters if one.offers},
        "rest": {one.key: [one.name, steps(list(one.rest))] for one in chapters if one.rest},
    }  # fmt: skip
    return harmless(json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def harmless(text: str) -> str:
    r"""Return JSON that holds neither a tag nor a line end of JavaScript.

    >>> harmless('"</script>"')
    '"\\u003c/script>"'
    """
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
