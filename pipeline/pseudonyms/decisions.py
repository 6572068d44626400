"""Decisions: the names that people confirmed, rejected and added; they hold for every further run."""

from __future__ import annotations

import pandas as pd

from pipeline.pseudonyms.find import KINDS
from pipeline.pseudonyms.scouting import Decisions
from pipeline.shared.spelling import fold

GERMAN = {
    "person": "person", "name": "person", "mail": "email", "e-mail": "email", "telefon": "phone",
    "adresse": "address", "anschrift": "address", "geburtsdatum": "birthdate", "funktion": "rare-role",
    "rolle": "rare-role", "amt": "rare-role",
    "aktenzeichen": "case", "pfad": "path", "ort": "place", "einrichtung": "organisation", "schule": "organisation",
    "firma": "organisation", "verein": "organisation",
}  # fmt: skip


def of(table: pd.DataFrame) -> Decisions:
    """Return the decisions of the review table ``names`` (columns name, accepted, kind)."""
    added: dict[str, str] = {}
    refused: set[str] = set()
    for row in table.sort_values("name", kind="stable").to_dict("records"):
        name = " ".join(str(row["name"]).split())
        if pd.isna(row["accepted"]) or not name:
            continue
        if row["accepted"]:
            added[name] = kind_of(row.get("kind"))
        else:
            refused.add(fold(name))
    return Decisions(added, frozenset(refused))


def kind_of(cell: object) -> str:
    """Return the kind that a reviewer wrote, German or English; a person where the cell is empty or unknown.

    >>> kind_of("Telefon"), kind_of(None), kind_of("rare-role")
    ('phone', 'person', 'rare-role')
    """
    word = cell.strip().casefold() if isinstance(cell, str) else ""
    return word if word in KINDS else GERMAN.get(word, "person")
