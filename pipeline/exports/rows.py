"""Rows: what the sheets of the review workbook show, the most doubtful first."""

from __future__ import annotations

import pandas as pd

from pipeline.exports.material import Material
from pipeline.shared.review.forms import ANSWERS, BETWEEN, BLIND, FORMS, HIDDEN, LABEL, REMEMBERED

MEMBERS_KEPT = 9  # statements by which a theme is found again
EVIDENCE_SHOWN = 6  # statements quoted below a guideline
CHECKED = "geprüft"
GUIDELINE_KINDS = {"leitlinie": "Leitlinie", "ziel": "Ziel", "aktivitaet": "Aktivität"}
STATUS = {"offen": "offen", "angenommen": "angenommen", "ueberarbeitet": "überarbeitet", "verworfen": "verworfen"}
SHOWN = {form.title: list(form.shown) for form in (*FORMS, ANSWERS)}


def all_rows(material: Material) -> dict[str, pd.DataFrame]:
    """Return title -> rows of every sheet; the columns are the form's shown headings."""
    return {
        "Typen": types(material),
        "Felder": fields(material),
        "Querschnitt": marks(material),
        "Themen": themes(material),
        "Zuordnung": members(material),
        "Leitlinien": guidelines(material),
        "Fehlende Aussagen": pd.DataFrame(columns=SHOWN["Fehlende Aussagen"]),
        "Dokumente": documents(material),
    }


def about(material: Material) -> pd.DataFrame:
    """Return what every sheet says of a statement, by id: Dokument, Ort, Aussage, Merker."""
    statements = material.statements
    return pd.DataFrame(
        {
            "Dokument": statements["document"],
            "Ort": statements["context"].fillna(""),
            "Aussage": statements["display_text"],
            "Merker": statements["flags"].fillna("").str.replace("|", ", ", regex=False),
        }
    ).set_index(statements["statement_id"].rename("Kennung"))


def doubtful_first(rows: pd.DataFrame, title: str) -> pd.DataFrame:
    """Return the rows of sheet ``title``: undecided first, readable first, then those that settle most.

    These are the first in line where the tagger has put them in line (column ``ask``), else the least certain ones.
    """
    asked = rows["ask"] if "ask" in rows else pd.Series(pd.NA, index=rows.index, dtype="Int64")
    order = rows.assign(_decided=rows["Gilt"].ne(""), _mute=rows["Aussage"].eq(HIDDEN), _ask=asked)
    order = order.sort_values(["_decided", "_mute", "_ask", "Sicherheit", "Kennung"], kind="stable")
    return order[SHOWN[title]].reset_index(drop=True)


def types(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Typen."""
    statements = material.statements
    names = {kind.key: kind.name for kind in material.book.types}
    rows = about(material).reset_index()
    rows["Vorschlag"] = statements["type_suggested"].map(names).fillna("").to_numpy()
    rows["Gilt"] = statements["type_accepted"].map(names).fillna("").to_numpy()
    rows["Sicherheit"] = statements["type_score"].astype("float64").to_numpy()
    return doubtful_first(rows, "Typen")


def fields(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Felder: the first two suggestions, and what holds where a person decided."""
    names = {field.key: field.name for field in material.book.fields}
    ordered = material.fields.sort_values(["statement_id", "rank", "field"], kind="stable")
    suggested = ordered[ordered["suggested"].fillna(value=False)]
    suggested = suggested.assign(place=suggested.groupby("statement_id").cumcount())
    first = suggested[suggested["place"] == 0].set_index("statement_id")
    second = suggested[suggested["place"] == 1].set_index("statement_id")
    accepted = ordered[ordered["accepted"].fillna(value=False)]
    held = accepted.assign(name=accepted["field"].map(names)).groupby("statement_id")["name"].agg(BETWEEN.join)
    checked = set(material.decisions["fields"]["statement_id"].dropna())
    rows = about(material).reset_index()
    ids = rows["Kennung"]
    rows["Vorschlag"] = looked_up(ids, first["field"].map(names))
    rows["Zweiter Vorschlag"] = looked_up(ids, second["field"].map(names))
    rows["Belege"] = looked_up(ids, first["evidence"])
    rows["Gilt"] = looked_up(ids.where(ids.isin(checked)), held)
    rows["Sicherheit"] = ids.map(first["score"].to_dict()).astype("float64").fillna(0.0)
    rows["ask"] = ids.map(first["ask"].to_dict()).astype("Int64")
    return doubtful_first(rows, "Felder")


def looked_up(keys: pd.Series, words: pd.Series) -> list[str]:
    """Return for each of ``keys`` its words; nothing where there are none (also where ``words`` is empty).

    >>> looked_up(pd.Series(["a", "b"]), pd.Series({"a": "x"}))
    ['x', '']
    """
    known = {key: str(word) for key, word in words.items() if not pd.isna(word)}
    return [known.get(key, "") for key in keys]


def marks(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Querschnitt, by kind and value, so that like stands with like."""
    rows = material.marks.merge(about(material), left_on="statement_id", right_index=True)
    keys = list(material.decisions["marks"][["statement_id", "kind", "value"]].itertuples(index=False, name=None))
    decided = pd.Series(
        [key in set(keys) for key in zip(rows["statement_id"], rows["kind"], rows["value"], strict=True)]
    )
    answer = rows["accepted"].fillna(value=False).map({True: "ja", False: "nein"}).reset_index(drop=True)
    rows = rows.reset_index(drop=True).assign(Gilt=answer.where(decided, ""), _decided=decided)
    rows = rows.sort_values(["_decided", "kind", "value", "statement_id"], kind="stable")
    rows = rows.rename(columns={"statement_id": "Kennung", "kind": "Art", "value": "Wert", "evidence": "Belege"})
    return rows[SHOWN["Querschnitt"]].fillna({"Belege": ""}).reset_index(drop=True)


def themes(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Themen, the least stable first within each field."""
    names = {field.key: field.name for field in material.book.fields}
    table = material.themes.sort_values(["field", "stability", "theme_id"], kind="stable", na_position="first")
    central = material.members.sort_values(["score", "statement_id"], ascending=[False, True], kind="stable")
    known = central.groupby("theme_id")["statement_id"].agg(lambda names: " ".join(names.head(MEMBERS_KEPT)))
    return pd.DataFrame(
        {
            "Kennung": table["theme_id"],
            "Feld": table["field"].map(names).fillna(table["field"]),
            "Vorschlag": table["label_suggested"],
            "Gültiger Name": table["label"].where(table["label"] != table["label_suggested"], ""),
            "Wörter": table["terms"].fillna(""),
            "Nennungen": table["size"],
            "Quellen": table["sources"],
            "Stabilität": table["stability"].astype("Float64"),
            REMEMBERED: looked_up(table["theme_id"], known),
        }
    )[SHOWN["Themen"]].reset_index(drop=True)


def theme_names(material: Material) -> dict[str, str]:
    """Return theme id -> how a drop-down names it: the id and what to recognise it by."""
    table = material.themes
    return {str(name): f"{name}{LABEL}{label}" for name, label in zip(table["theme_id"], table["label"], strict=True)}


def members(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Zuordnung: statements far from the middle of their theme first."""
    rows = material.members.merge(about(material), left_on="statement_id", right_index=True)
    rows = rows.merge(material.themes[["theme_id", "label"]], on="theme_id", how="left")
    rows = rows.sort_values(["score", "statement_id", "theme_id"], kind="stable")
    named = {"statement_id": "Kennung", "theme_id": "Thema", "label": "Name des Themas", "score": "Nähe"}
    return rows.rename(columns=named)[SHOWN["Zuordnung"]].reset_index(drop=True)


def guidelines(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Leitlinien with the words that support each."""
    names = {field.key: field.name for field in material.book.fields}
    words = material.evidence.merge(about(material)[["Aussage"]], left_on="statement_id", right_index=True)
    words = words.sort_values(["guideline_id", "role", "statement_id"], kind="stable")
    quotes = words.groupby("guideline_id")["Aussage"].agg(
        lambda said: "\n".join(f"– {w}" for w in said[:EVIDENCE_SHOWN])
    )
    table = material.guidelines.sort_values(["field", "kind", "guideline_id"], kind="stable")
    return pd.DataFrame(
        {
            "Kennung": table["guideline_id"],
            "Art": table["kind"].map(GUIDELINE_KINDS),
            "Feld": table["field"].map(names).fillna(table["field"]),
            "Vorschlag": table["text_suggested"],
            "Gilt": table["text"].where(table["text"] != table["text_suggested"], ""),
            "Stand": table["status"].map(STATUS),
            "Belege": looked_up(table["guideline_id"], quotes),
            "Nennungen": table["mentions"],
            "Quellen": table["sources"],
        }
    )[SHOWN["Leitlinien"]].reset_index(drop=True)


def documents(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Dokumente."""
    decided = material.decisions["documents"]
    checked = set(decided.loc[decided["checked"].fillna(value=False), "document"])
    table = material.documents.sort_values("document", kind="stable").reset_index(drop=True)
    grouped = material.statements.groupby("document")["type_score"]
    return pd.DataFrame(
        {
            "Dokument": table["document"],
            "Art": table["kind"].fillna(""),
            "Aussagen": table["document"].map(grouped.size()).fillna(0).astype("int64"),
            "Sicherheit": table["document"].map(grouped.mean()).astype("Float64"),
            "Stand": table["document"].isin(checked).map({True: CHECKED, False: ""}),
        }
    )[SHOWN["Dokumente"]]


def answers(material: Material) -> pd.DataFrame:
    """Return the rows of the sheet Antworten: what people have not answered first, then by likeness."""
    rows = material.answers.merge(about(material)[["Aussage"]], left_on="statement_id", right_index=True)
    rows = rows.merge(material.themes[["theme_id", "label"]], on="theme_id", how="left")
    said = rows["accepted"].map({True: "ja", False: "nein"}, na_action="ignore")
    rows = rows.assign(Gilt=said.astype(object).fillna(""), _decided=said.notna())
    rows = rows.sort_values(["_decided", "score"], ascending=[True, False], kind="stable")
    named = {
        "statement_id": "Kennung", "kind": "Vermutung", "earlier_statement": "Kennung damals", "score": "Nähe",
        "earlier_text": "Aussage damals", "label": "Name des Themas",
    }  # fmt: skip
    return rows.rename(columns=named)[SHOWN[ANSWERS.title]].fillna({"Name des Themas": ""}).reset_index(drop=True)


def blind(material: Material, chosen: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the sheet Blindkodierung in the order of ``chosen``."""
    known = about(material)
    return known.loc[chosen["statement_id"]].reset_index()[list(BLIND.shown)]
