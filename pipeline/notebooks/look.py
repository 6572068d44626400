"""Look: what is listed of documents, statements, fields, themes and guidelines, each with its place in the source."""

from __future__ import annotations

from html import escape

import pandas as pd

from pipeline.notebooks.desk import Desk
from pipeline.notebooks.shown import Shown, cell, folded, table, together
from pipeline.shared.ranks import by_place
from pipeline.shared.wording import number, percent


def places(desk: Desk, statements: pd.DataFrame, *extra: str) -> pd.DataFrame:
    """Return what is listed of statements: words, document and place, and the columns ``extra``."""
    shown = pd.DataFrame(
        {
            "Aussage": statements["display_text"],
            "Typ": statements["type"].map(desk.type_name),
            "Dokument": statements["document"],
            "Stelle": statements["context"].fillna(""),
            "Kennung": statements["statement_id"],
        }
    )
    for name in extra:
        shown[name] = statements[name]
    return shown.reset_index(drop=True)


def papers(desk: Desk) -> pd.DataFrame:
    """Return one row per document: what it is and what became of it."""
    counts = desk.statements.groupby("document").size()
    rows = desk.documents.sort_values("document", kind="stable")
    return pd.DataFrame(
        {
            "Dokument": rows["document"],
            "Art": rows["kind"].fillna(""),
            "Datum": rows["date"].fillna(""),
            "nach außen": rows["publish"],
            "Stand": rows["status"],
            "Aussagen": rows["document"].map(counts).fillna(0).astype("int64"),
            "Hinweis": rows["note"].fillna(""),
        }
    )


def ledger(desk: Desk) -> pd.DataFrame:
    """Return one row per category of the ledger: spans, characters, share of all characters, most frequent reason."""
    spans = desk.ledger.assign(size=desk.ledger["end"] - desk.ledger["start"])
    groups = spans.groupby("category")
    share = groups["size"].sum() / max(1, int(spans["size"].sum()))
    rows = pd.DataFrame(
        {
            "Wofür gehalten": share.index,
            "Spannen": groups.size().to_numpy(),
            "Zeichen": groups["size"].sum().to_numpy(dtype="int64"),
            "Anteil": [percent(float(value), 1) for value in share],
            "häufigster Grund": groups["reason"].agg(most_frequent).to_numpy(),
        }
    )
    return rows.sort_values(["Zeichen", "Wofür gehalten"], ascending=[False, True], kind="stable")


def most_frequent(words: pd.Series) -> str:
    """Return the most frequent of ``words``; a draw goes by the alphabet."""
    counts = words.value_counts().sort_index()
    return str(counts.index[int(counts.to_numpy().argmax())])


def left_out(desk: Desk, category: str) -> pd.DataFrame:
    """Return the spans of ``category`` with their words, from papers that may be quoted."""
    quotable = set(desk.documents.loc[desk.documents["publish"] == "quote", "document"])
    spans = desk.ledger[(desk.ledger["category"] == category)]
    spans = spans if desk.whole else spans[spans["document"].isin(quotable)]
    texts = {name: desk.corpus.text(name) for name in sorted(set(spans["document"]))}
    places = zip(spans["document"], spans["start"].astype(int), spans["end"].astype(int), strict=True)
    words = [texts[document][start:end].strip() for document, start, end in places]
    rows = pd.DataFrame(
        {"Text": words, "Grund": spans["reason"], "Dokument": spans["document"], "ab Zeichen": spans["start"]}
    )
    return rows[rows["Text"] != ""].reset_index(drop=True)


def pseudonyms(desk: Desk) -> pd.DataFrame:
    """Return how often each kind of stand-in occurs in the texts, per document."""
    rows = []
    for name in sorted(desk.documents["document"]):
        path = desk.corpus.texts / f"{name}.txt"
        found = pd.Series([desk.corpus.text(name)] if path.is_file() else [], dtype="string")
        kinds = found.str.extractall(r"\[([A-ZÄÖÜ][^\W\d_]*)(?:_\d+\w*)?\]")
        if len(kinds):
            counts = kinds[0].value_counts().sort_index()
            rows += [{"Dokument": name, "Art": kind, "Stellen": int(count)} for kind, count in counts.items()]
    return pd.DataFrame(rows, columns=["Dokument", "Art", "Stellen"])


def type_counts(desk: Desk) -> pd.Series:
    """Return statements by the type that holds, in the codebook's order."""
    counts = desk.statements["type"].value_counts()
    return pd.Series({kind.name: int(counts.get(kind.key, 0)) for kind in desk.book.types})


def doubtful_types(desk: Desk) -> pd.DataFrame:
    """Return the statements without a decision, the least certain type first."""
    undecided = desk.statements[desk.statements["type_accepted"].isna()]
    return undecided.sort_values(["type_score", "statement_id"], kind="stable")


def flagged(desk: Desk) -> dict[str, pd.DataFrame]:
    """Return flag -> statements that carry it, by alphabet."""
    exploded = desk.statements.assign(flag=desk.statements["flags"].fillna("").str.split("|")).explode("flag")
    return {str(flag): rows for flag, rows in exploded[exploded["flag"] != ""].groupby("flag")}


def duplicates(desk: Desk) -> pd.DataFrame:
    """Return the statements that say the same, group by group."""
    grouped = desk.statements[desk.statements["duplicate_group"].notna()]
    return grouped.sort_values(["duplicate_group", "document", "position"], kind="stable")


def first_fields(desk: Desk) -> pd.DataFrame:
    """Return statements with the first and second field that hold, its certainty, and their place in line."""
    first, second = (by_place(desk.fields, place) for place in (0, 1))
    ids = desk.statements["statement_id"]
    return desk.statements.assign(
        Feld=looked_up(ids, first["field"].map(desk.field_name), "–"),
        Zweitfeld=looked_up(ids, second["field"].map(desk.field_name)),
        Sicherheit=ids.map(first["score"].to_dict()).astype("Float64"),
        Platz=ids.map(first["ask"].to_dict()).astype("Int64"),
        Belege=looked_up(ids, first["evidence"]),
    )


def looked_up(keys: pd.Series, words: pd.Series, otherwise: str = "") -> list[str]:
    """Return for each of ``keys`` its words, ``otherwise`` where there are none."""
    known = {key: str(word) for key, word in words.items() if not pd.isna(word)}
    return [known.get(key, otherwise) for key in keys]


def field_counts(desk: Desk) -> pd.Series:
    """Return statements by their first field, in the codebook's order."""
    counts = first_fields(desk)["Feld"].value_counts()
    return pd.Series({field.name: int(counts.get(field.name, 0)) for field in desk.book.fields})


def against_document(desk: Desk) -> pd.DataFrame:
    """Return the cross-field finds: statements whose first field is none of their document's fields."""
    rows = first_fields(desk)
    accepted = desk.fields[desk.fields["accepted"].fillna(value=False)]
    held: dict[str, set[str]] = {}
    for name, field in zip(accepted["statement_id"], accepted["field"], strict=True):
        held.setdefault(name, set()).add(field)
    own = rows["document_fields"].fillna("").str.split("|")
    found = [
        bool(set(fields) - {""}) and not (set(fields) & held.get(name, set()))
        for name, fields in zip(rows["statement_id"], own, strict=True)
    ]
    return rows[found]


def theme_rows(desk: Desk, field: str) -> pd.DataFrame:
    """Return the themes of ``field``, the largest first."""
    rows = desk.themes[desk.themes["field"] == field].sort_values(
        ["size", "theme_id"], ascending=[False, True], kind="stable"
    )
    return pd.DataFrame(
        {
            "Thema": rows["label"],
            "Nennungen": rows["size"],
            "Quellen": rows["sources"],
            "Gruppen": rows["groups"],
            "Stabilität": rows["stability"],
            "Stand": rows["status"],
            "Wörter": rows["terms"].fillna(""),
            "Kennung": rows["theme_id"],
        }
    )


def theme_page(desk: Desk, field: str) -> Shown:
    """Return the themes of ``field``: the table, and behind each theme its statements."""
    rows = theme_rows(desk, field)
    pieces = [table(rows, f"{desk.field_name(field)}: Themen")]
    members = desk.members.merge(desk.statements, on="statement_id")
    for name, label in zip(rows["Kennung"], rows["Thema"], strict=True):
        inside = members[members["theme_id"] == name].sort_values(["score", "statement_id"], ascending=[False, True])
        pieces.append(folded(str(label), places(desk, inside)))
    return together(pieces)


def guideline_page(desk: Desk, field: str, kind: str, longest: int = 12) -> Shown:
    """Return the suggestions of one kind in ``field``, each with the statements that support or contradict it."""
    roles = {"stuetzt": "stützt", "widerspricht": "widerspricht", "bestehendes_angebot": "bestehendes Angebot"}
    rows = desk.guidelines[(desk.guidelines["field"] == field) & (desk.guidelines["kind"] == kind)]
    rows = rows.sort_values(["sources", "mentions", "guideline_id"], ascending=[False, False, True], kind="stable")
    said = desk.evidence.merge(desk.statements, on="statement_id")
    pieces = [Shown(f"<h3>{escape(desk.field_name(field))} (n = {number(len(rows))})</h3>")]
    for row in rows.head(longest).to_dict("records"):
        named = {"mentions": "Nennungen", "sources": "Quellen", "groups": "Gruppen"}
        counts = ", ".join(f"{number(int(row[key]))} {name}" for key, name in named.items()) + f"; {row['status']}"
        inside = said[said["guideline_id"] == row["guideline_id"]].sort_values(["role", "statement_id"])
        listed = places(desk, inside.assign(Rolle=inside["role"].map(roles)), "Rolle")
        pieces += [Shown(f"<p><strong>{cell(row['text'])}</strong><br>{counts}</p>"), folded("Belege", listed)]
    return together(pieces)
