"""Lists of statements for people: offers, single mentions, the rest, gaps and proposals with their evidence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.frequencies import sheets
from pipeline.frequencies.material import Material
from pipeline.shared import publication
from pipeline.shared.publication import HIDDEN
from pipeline.shared.wording import day, parts

OFFER = "angebot"
Register = tuple[str, pd.DataFrame]


def named(keys: pd.Series, names: Mapping[str, str], default: str = "") -> pd.Series:
    """Return the names of ``keys``; a key without a name gets ``default``.

    >>> named(pd.Series(["a", "b", None]), {"a": "Anfang"}).tolist()
    ['Anfang', '', '']
    """
    found = [names.get(key, default) if isinstance(key, str) else default for key in keys]
    return pd.Series(found, index=keys.index, dtype="string")


def first(frame: pd.DataFrame, column: str) -> dict[str, str]:
    """Return the first value of ``column`` for each statement."""
    rows = frame.drop_duplicates("statement_id")
    return dict(zip(rows["statement_id"], rows[column], strict=True))


def spoken(material: Material, *, public: bool) -> pd.DataFrame:
    """Return the statements whose words may be shown, with everything a reader needs to find them."""
    rows = material.statements
    if public:
        rows = rows.loc[publication.quotable(rows)]
    fields, types = dict(sheets.field_labels(material)), dict(sheets.type_labels(material))
    events = dict(sheets.event_labels(material))
    themes = material.tables.themes
    labels = dict(zip(themes["theme_id"], themes["label"], strict=True))
    second = named(rows["statement_id"], first(material.seconds, "field"))
    theme = named(rows["statement_id"], first(material.members, "theme_id"))
    return pd.DataFrame(
        {
            "Kennung": rows["statement_id"],
            "Aussage": rows["display_text"],
            "Art": named(rows["type"], types),
            "Arbeitsbereich": named(rows["field"], fields),
            "zweiter Arbeitsbereich": named(second, fields),
            "Thema": named(theme, labels),
            "Veranstaltung": named(rows["event"], events),
            "Datum": rows["date"].fillna("").map(day),
            "Dokument": rows["document"],
            "Überschrift": rows["heading"].fillna(""),
            "Gruppe": rows["stakeholder_group"].fillna("").map(lambda cell: ", ".join(parts(cell))),
            "Klebepunkte": rows["votes"],
            "zuständig laut Dokument": rows["responsible"].fillna(""),
            "Frist laut Dokument": rows["due"].fillna(""),
            "Stand": ["geprüft" if checked else "maschinell" for checked in rows["checked"]],
        }
    )


def alone(material: Material) -> pd.Series:
    """Return which statements stand alone: no theme, or a theme without a second statement."""
    members = first(material.members, "theme_id")
    reported = material.tables.themes.loc[material.tables.themes["status"] != "rest", "theme_id"]
    themed = material.members.loc[material.members["theme_id"].isin(reported)]
    sizes = themed.groupby("theme_id")["statement_id"].nunique().to_dict()
    alone = [sizes.get(members.get(key, ""), 0) < 2 for key in material.statements["statement_id"]]  # noqa: PLR2004
    return pd.Series(alone, index=material.statements["statement_id"], dtype=bool)


def lists(material: Material, cells: pd.DataFrame, *, public: bool) -> dict[str, Register]:
    """Return the registers of one variant by key."""
    rows = spoken(material, public=public)
    by_id = material.statements.set_index("statement_id")
    own = by_id.loc[rows["Kennung"]]
    unclear = {material.codebook.unclear, "ohne"}
    loose = material.tables.themes.loc[material.tables.themes["status"] != sheets.REPORTED, "theme_id"]
    rest = set(material.members.loc[material.members["theme_id"].isin(loose), "statement_id"])
    single = alone(material).loc[own.index].to_numpy()
    return {
        "aussagen": ("Alle Aussagen", rows.reset_index(drop=True)),
        "angebote": ("Bestehende Angebote", rows.loc[(own["type"] == OFFER).to_numpy()].reset_index(drop=True)),
        "einzelnennungen": ("Einzelnennungen", rows.loc[single].reset_index(drop=True)),
        "restliste": (
            "Ohne Arbeitsbereich oder ohne tragfähiges Thema",
            rows.loc[(own["field"].isin(unclear) | own.index.isin(rest)).to_numpy()].reset_index(drop=True),
        ),
        "lueckenliste": ("Aussagen ohne Gegenstück", lacking(material, rows)),
        "leitlinien": ("Vorschläge mit Belegen", proposals(material, rows, cells)),
    }


def lacking(material: Material, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that lack their counterpart, one row per kind of gap."""
    types = dict(sheets.type_labels(material))
    gaps = material.tables.gaps[["statement_id", "kind"]].drop_duplicates()
    gaps = gaps.loc[gaps["kind"].str.contains(sheets.LACKING, regex=False)]
    gaps = gaps.assign(Lücke=gaps["kind"].map(lambda kind: sheets.gap_label(kind, types)))
    found = rows.merge(gaps, left_on="Kennung", right_on="statement_id", how="inner", sort=False)
    return found[["Lücke", *rows.columns]].sort_values(["Lücke"], kind="stable").reset_index(drop=True)


def proposals(material: Material, rows: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Return the proposals with their counts and the statements behind them."""
    frame = material.tables.guidelines.sort_values(["kind", "field", "guideline_id"], kind="stable")
    fields = dict(sheets.field_labels(material))
    counts = cells.loc[(cells["table"] == "vorschlaege") & (cells["column"] == sheets.ROUNDS)].set_index("row")
    shown = counts[["mentions", "documents", "groups"]].astype(object)
    shown = shown.where(shown.notna(), HIDDEN).reindex(frame["guideline_id"]).fillna(0)
    free = material.tables.guideline_evidence
    free = free.loc[free["statement_id"].isin(rows["Kennung"])].sort_values(["guideline_id", "statement_id"])
    proofs = {
        (role, key): " ".join(part["statement_id"]) for (role, key), part in free.groupby(["role", "guideline_id"])
    }
    return pd.DataFrame(
        {
            "Kennung": frame["guideline_id"].to_numpy(),
            "Art": frame["kind"].to_numpy(),
            "Arbeitsbereich": [fields.get(key, key) for key in frame["field"]],
            "Wortlaut": frame["text"].to_numpy(),
            "Stand": frame["status"].to_numpy(),
            "Nennungen": shown["mentions"].to_numpy(),
            "Dokumente": shown["documents"].to_numpy(),
            "Gruppen": shown["groups"].to_numpy(),
            "Belege": [proofs.get(("stuetzt", key), "") for key in frame["guideline_id"]],
            "Widerspruch": [proofs.get(("widerspricht", key), "") for key in frame["guideline_id"]],
            "Bestehende Angebote": [proofs.get(("bestehendes_angebot", key), "") for key in frame["guideline_id"]],
        }
    )
