"""The material that is counted: every statement with its field, its groups, its theme and who checked it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from pipeline.shared import publication, release
from pipeline.shared.codebook import Codebook
from pipeline.shared.ranks import first_fields
from pipeline.shared.wording import parts

INTERVIEW = "interview"
UNNAMED = "ohne"
PERSON_KINDS = ("querschnitt", "zielgruppe", "akteur")


@dataclass(frozen=True)
class Tables:
    """The processed tables that counting needs, as they lie on disk."""

    documents: pd.DataFrame
    statements: pd.DataFrame
    fields: pd.DataFrame
    marks: pd.DataFrame
    themes: pd.DataFrame
    theme_members: pd.DataFrame
    gaps: pd.DataFrame
    guidelines: pd.DataFrame
    guideline_evidence: pd.DataFrame


@dataclass(frozen=True)
class Material:
    """Statements ready for counting, the rows that hang on them, and the codebook that names things.

    ``statements`` has one row per statement in reading order with, besides its own columns, ``field`` (first field
    that holds), ``same`` (what repetitions of one wording share), ``checked`` (has a person decided?) and ``pooled``
    (comes from an interview). Long tables with a ``statement_id``: ``groups`` (who said it, where the paper tells),
    ``present`` (who said it, or else who took part in that round), ``seconds``, ``marks`` and ``members``.
    """

    tables: Tables
    statements: pd.DataFrame
    groups: pd.DataFrame
    present: pd.DataFrame
    seconds: pd.DataFrame
    marks: pd.DataFrame
    members: pd.DataFrame
    codebook: Codebook

    def only(self, wanted: pd.Series) -> Material:
        """Return the material with those statements alone for which ``wanted`` is true."""
        kept = self.statements.loc[wanted]
        ids = kept["statement_id"]
        return replace(
            self,
            statements=kept,
            **{
                name: frame.loc[frame["statement_id"].isin(ids)]
                for name in ("groups", "present", "seconds", "marks", "members")
                if (frame := getattr(self, name)) is not None
            },
        )


def held(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that hold: what people accepted, or the machine's suggestion where nobody decided."""
    return frame.loc[frame["accepted"].fillna(value=False).astype(bool)]


def decided(tables: Tables) -> pd.Series:
    """Return for each statement whether a person decided about its type or one of its fields."""
    statements = tables.statements
    typed = statements["type_accepted"].fillna("").str.len() > 0
    fields = tables.fields
    changed = fields.loc[fields["suggested"].fillna(value=False) != fields["accepted"].fillna(value=False)]
    return typed.astype(bool) | statements["statement_id"].isin(changed["statement_id"])


def present_groups(rows: pd.DataFrame, documents: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return the statements with the group that spoke, or with all groups of the round where that is not known."""
    rounds = dict(zip(documents["document"], documents["stakeholder_group"].fillna(""), strict=True))
    known = rows["statement_id"].isin(said["statement_id"])
    return rows.assign(
        stakeholder_group=rows["stakeholder_group"].where(known, [rounds.get(key, "") for key in rows["document"]])
    )


def group_rows(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return one row per statement and stakeholder group that counts, named by its key in the codebook."""
    keys = {kind.name: kind.key for kind in codebook.groups}
    silent = {kind.key for kind in codebook.groups if not kind.counted}
    long = unfolded(statements, "stakeholder_group", "group")
    long["group"] = [keys.get(name, name) for name in long["group"]]
    long = long.astype("string")
    return long.loc[~long["group"].isin(silent)].drop_duplicates()


def unfolded(statements: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """Return one row per statement and entry of a cell that joins several with "|".

    >>> rows = pd.DataFrame({"statement_id": ["a", "b"], "flags": ["x|y", None]})
    >>> unfolded(rows, "flags", "row").to_numpy().tolist()
    [['a', 'x'], ['a', 'y']]
    """
    pairs = zip(statements["statement_id"], statements[column], strict=True)
    found = [(key, part) for key, cell in pairs for part in parts(cell)]
    return pd.DataFrame(found, columns=["statement_id", name], dtype="string")


def prepare(tables: Tables, codebook: Codebook) -> Material:
    """Return the material behind all counts."""
    rows = tables.statements.sort_values(["date", "document", "position"], kind="stable", na_position="last")
    checked = decided(tables)
    first = first_fields(tables.fields)
    rows = rows.assign(
        field=rows["statement_id"].map(first).fillna(codebook.unclear or UNNAMED),
        checked=checked.loc[rows.index].astype(int),
        pooled=rows["kind"].fillna("").eq(INTERVIEW).astype(bool),
        event=rows["event"].fillna(UNNAMED),
        votes=rows["votes"].fillna(0).astype(int),
    )
    twins = rows["duplicate_group"].fillna("")
    rows["same"] = twins.where(twins.str.len() > 0, rows["statement_id"])
    rows = rows.reset_index(drop=True)
    second = held(tables.fields)
    second = second.loc[second["field"] != second["statement_id"].map(first), ["statement_id", "field"]]
    members = tables.theme_members.merge(tables.themes[["theme_id", "field"]], on="theme_id")
    said = group_rows(rows, codebook)
    present = group_rows(present_groups(rows, tables.documents, said), codebook)
    whole = Material(tables, rows, said, present, second, held(tables.marks), members, codebook)
    return whole.only(pd.Series(data=True, index=rows.index))


def outside(material: Material) -> Material:
    """Return the material with labels and proposals in words that may be said outside."""
    old = material.tables
    known = release.release(old.statements)
    tables = replace(
        old,
        themes=release.released_themes(old.themes, known),
        guidelines=release.released_guidelines(old.guidelines, known),
    )
    return replace(material, tables=tables)


def public(material: Material) -> Material:
    """Return what may be counted outside the house: everything except papers marked ``internal``."""
    return outside(material).only(material.statements["publish"].isin(("quote", "count")))


def written(material: Material) -> Material:
    """Return the material that may enter tables of two features: no interviews."""
    kept = publication.for_cross_tables(material.statements).index
    return material.only(pd.Series(material.statements.index.isin(kept), index=material.statements.index))


def interviews(material: Material) -> Material:
    """Return the interviews alone."""
    return material.only(material.statements["pooled"])
