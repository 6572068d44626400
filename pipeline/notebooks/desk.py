"""Desk: what the cells of the notebooks call. It loads the tables once and shows them as German tables and bars.

A notebook that is executed for readers shows only words that may be quoted; opened by hand with
``desk.lay_out(whole=True)`` it shows everything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from importlib import metadata

import pandas as pd

from pipeline.shared import codebook, params, publication, review
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    LEDGER,
    MARKS,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)
from pipeline.shared.wording import number, percent

SILENT = "(nur gezählt)"
LONGEST = 60  # rows of a list before it is cut
MINUTE = ("bertopic", "hdbscan", "numpy", "pandas", "scikit-learn", "scipy", "spacy", "simplemma")


@dataclass(frozen=True)
class Shown:
    """A piece of HTML that a notebook displays."""

    html: str

    def _repr_html_(self) -> str:
        """Return the HTML."""
        return self.html

    def __repr__(self) -> str:
        """Return nothing that could repeat the words."""
        return "Tabelle"


@dataclass(frozen=True)
class Desk:
    """The tables of the corpus with readable names; words that may not be quoted are silent."""

    corpus: Corpus
    book: Codebook
    documents: pd.DataFrame
    ledger: pd.DataFrame
    statements: pd.DataFrame
    fields: pd.DataFrame
    marks: pd.DataFrame
    themes: pd.DataFrame
    members: pd.DataFrame
    guidelines: pd.DataFrame
    evidence: pd.DataFrame
    metrics: dict[str, float]
    whole: bool

    def type_name(self, key: str) -> str:
        """Return the name of a statement type."""
        return self.book.type_name(key)

    def field_name(self, key: str) -> str:
        """Return the name of a field of work."""
        return self.book.field_name(key)


def lay_out(*, whole: bool = False) -> Desk:
    """Return the tables of the corpus that params.yaml names; with ``whole`` also words that may not be quoted."""
    corpus = params.corpus()
    statements = STATEMENTS.read(corpus).sort_values(["document", "position"], kind="stable").reset_index(drop=True)
    documents = DOCUMENTS.read(corpus)
    if not whole:
        statements = silenced(statements)
    figures = corpus.reports / "metrics.json"
    mute = set(statements.loc[statements["display_text"] == SILENT, "statement_id"])
    return Desk(
        corpus,
        codebook.read(corpus),
        documents,
        LEDGER.read(corpus),
        statements,
        without_words(FIELDS.read(corpus), mute),
        without_words(MARKS.read(corpus), mute),
        THEMES.read(corpus),
        THEME_MEMBERS.read(corpus),
        unquoted(GUIDELINES.read(corpus), mute),
        GUIDELINE_EVIDENCE.read(corpus),
        json.loads(figures.read_text(encoding="utf-8")) if figures.is_file() else {},
        whole,
    )


def silenced(statements: pd.DataFrame) -> pd.DataFrame:
    """Return ``statements`` without the words that may not be quoted, and without those of internal papers."""
    kept = statements[statements["publish"] != "internal"].reset_index(drop=True)
    hidden = ~publication.quotable(kept)
    words = ("text", "display_text", "context", "heading", "column", "question", "speaker")
    return kept.assign(**{name: kept[name].mask(hidden, SILENT) for name in words})


def without_words(table: pd.DataFrame, mute: set[str]) -> pd.DataFrame:
    """Return ``table`` without the evidence (words!) of ``mute`` statements."""
    return table.assign(evidence=table["evidence"].mask(table["statement_id"].isin(mute)))


def unquoted(guidelines: pd.DataFrame, mute: set[str]) -> pd.DataFrame:
    """Return ``guidelines`` without wordings taken from ``mute`` statements."""
    quoting = guidelines["wording"].isin(mute)
    return guidelines.assign(**{name: guidelines[name].mask(quoting, SILENT) for name in ("text", "text_suggested")})


def cell(value: object) -> str:
    """Return one cell as German HTML.

    >>> cell(True), cell(0.5), cell(None), cell("<a>")
    ('ja', '0,50', '', '&lt;a&gt;')
    """
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - a NaN differs from itself
        return ""
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return number(value, 2)
    return escape(str(value)).replace("\n", "<br>")


def table(rows: pd.DataFrame, title: str = "") -> Shown:
    """Return ``rows`` as a table with an optional caption; numbers stand right."""
    numeric = [pd.api.types.is_numeric_dtype(rows[name].dtype) and rows[name].dtype != bool for name in rows]
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows)
    lines = []
    for record in rows.itertuples(index=False):
        cells = zip(record, numeric, strict=True)
        lines.append("".join(f"<td{' class=n' if right else ''}>{cell(value)}</td>" for value, right in cells))
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    return Shown(f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def folded(title: str, rows: pd.DataFrame, longest: int = LONGEST) -> Shown:
    """Return ``rows`` behind a line to click on; a long list is cut and says so."""
    more = f"<p>… und {number(len(rows) - longest)} weitere</p>" if len(rows) > longest else ""
    summary = f"<summary>{escape(title)} (n = {number(len(rows))})</summary>"
    return Shown(f"<details>{summary}{table(rows.head(longest)).html}{more}</details>")


def together(pieces: Iterable[Shown]) -> Shown:
    """Return several pieces as one."""
    return Shown("".join(piece.html for piece in pieces))


def bars(counts: pd.Series, title: str) -> Shown:
    """Return ``counts`` (name -> number) as horizontal bars with their numbers."""
    top = max(1, int(counts.max())) if len(counts) else 1
    lines = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th><td class=n>{number(int(count))}</td>'
        f'<td class=b><div style="width:{100 * int(count) / top:.1f}%"></div></td></tr>'
        for name, count in counts.items()
    )
    caption = f"<caption>{escape(title)} (n = {number(int(counts.sum()))})</caption>"
    return Shown(f"<table class=bars>{caption}<tbody>{lines}</tbody></table>")


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
    """Return statements with the first and second field that hold, and the certainty of the first suggestion."""
    held = desk.fields[desk.fields["accepted"].fillna(value=False)].sort_values(
        ["statement_id", "rank", "field"], kind="stable"
    )
    place = held.groupby("statement_id").cumcount()
    first = held[place == 0].set_index("statement_id")
    second = held[place == 1].set_index("statement_id")
    ids = desk.statements["statement_id"]
    return desk.statements.assign(
        Feld=looked_up(ids, first["field"].map(desk.field_name), "–"),
        Zweitfeld=looked_up(ids, second["field"].map(desk.field_name)),
        Sicherheit=ids.map(first["score"].to_dict()).astype("Float64"),
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


def decisions(desk: Desk) -> pd.DataFrame:
    """Return how many decisions of each kind hold, and how many of them were disputed."""
    rows = [
        {
            "Art": kind,
            "gelten": len(review.read(desk.corpus, kind)),
            "umstritten": len(review.conflicts(desk.corpus, kind)),
        }
        for kind in review.KINDS
    ]
    return pd.DataFrame(rows)


def confirmed(desk: Desk) -> pd.DataFrame:
    """Return how often people who saw the suggestion kept it: an acceptance rate, not a reliability."""
    decided = desk.statements[desk.statements["type_accepted"].notna()]
    same = decided["type_accepted"] == decided["type_suggested"]
    rows = [{"Merkmal": "Typ", "entschieden": len(decided), "beibehalten": int(same.sum())}]
    chosen = review.read(desk.corpus, "fields")
    both = chosen.merge(desk.fields, on=["statement_id", "field"], suffixes=("_person", ""), how="left")
    kept = both["accepted_person"].fillna(value=False) == both["suggested"].fillna(value=False)
    rows.append({"Merkmal": "Arbeitsbereich", "entschieden": len(both), "beibehalten": int(kept.sum())})
    return pd.DataFrame(rows)


def overtaken(desk: Desk) -> pd.DataFrame:
    """Return the decisions whose statement is gone, with the nearest statement of today."""
    found = []
    for kind in ("types", "fields", "marks", "theme_members"):
        _, gone = review.current(review.read(desk.corpus, kind), desk.statements)
        found.append(gone.assign(Art=kind)[["Art", "statement_id", "nearest", "nearness"]])
    rows = pd.concat(found, ignore_index=True)
    return rows.rename(columns={"statement_id": "Kennung", "nearest": "am nächsten", "nearness": "Ähnlichkeit"})


def figures(desk: Desk, beginning: str) -> pd.DataFrame:
    """Return the evaluation figures whose key begins with ``beginning``."""
    rows = [
        {"Kennzahl": key, "Wert": float(value)}
        for key, value in sorted(desk.metrics.items())
        if key.startswith(beginning)
    ]
    return pd.DataFrame(rows, columns=["Kennzahl", "Wert"])


def agreement_table(desk: Desk) -> pd.DataFrame:
    """Return the agreement of the coders of the gold material, one row per pair and feature."""
    rows: dict[tuple[str, str], dict[str, float]] = {}
    for key, value in desk.metrics.items():
        parts = key.split(".")
        if parts[0] == "coders" and len(parts) >= 4:  # noqa: PLR2004 - coders.pair.feature.measure
            rows.setdefault((parts[1], parts[2]), {})[".".join(parts[3:])] = float(value)
    names = {
        "units": "n", "percent": "Prozent", "cohen": "Cohen κ", "brennan_prediger": "Brennan-Prediger κ (MAXQDA)",
        "gwet_ac1": "Gwet AC1", "alpha": "Krippendorff α", "alpha.low": "α von", "alpha.high": "α bis",
    }  # fmt: skip
    features = {"type": "Typ", "field": "erster Bereich", "fields": "alle Bereiche (MASI)"}
    shown = [
        {
            "Kodierende": pair.replace("_", " und ").upper().replace(" UND ", " und "),
            "Merkmal": features.get(feature, feature),
        }
        | {name: values.get(key) for key, name in names.items()}
        for (pair, feature), values in sorted(rows.items())
    ]
    return pd.DataFrame(shown).astype({"n": "Int64"}) if shown else pd.DataFrame()


def decision_log(desk: Desk) -> pd.DataFrame:
    """Return who decided what and when; memos, which may repeat somebody's words, only for the whole desk."""
    log = review.log(desk.corpus).fillna("").drop(columns=["file", "line"])
    log = log if desk.whole else log.drop(columns=["why"])
    named = {"kind": "Art", "subject": "worüber", "decision": "Entscheidung", "reviewer": "wer", "date": "wann"}
    return log.rename(columns={**named, "why": "warum", "holds": "gilt"})


def came_back(desk: Desk) -> pd.DataFrame:
    """Return what was changed in returned projects; comments only for the whole desk."""
    rows = review.returned(desk.corpus).fillna("")
    rows = rows if desk.whole else rows.assign(new=rows["new"].mask(rows["what"] == "Memo", ""))
    german = ["Datei", "was", "Dokument", "Kennung", "alt", "neu", "wie geprüft", "wer", "wann", "entscheidet"]
    return rows.set_axis(german, axis=1)


def coreq(desk: Desk) -> pd.DataFrame:
    """Return items 24 to 32 of the COREQ checklist (Tong et al. 2007), filled from this run."""
    log = review.log(desk.corpus)
    people = int(log["reviewer"].dropna().nunique())
    small = desk.themes[desk.themes["size"] <= 2]  # noqa: PLR2004 - one or two mentions
    quotable = int(publication.quotable(desk.statements).sum())
    fields = [field for field in desk.book.fields if field.role == "field"]
    items = {
        "24 Wer hat kodiert?": f"Maschinelle Vorschläge; {people} Personen mit {number(len(log))} Entscheidungen.",
        "25 Kodebaum": f"{len(fields)} Arbeitsbereiche, {len(desk.book.types)} Aussagetypen, "
        f"{len(desk.themes)} Themen; Codebuch Fassung {desk.book.version}.",
        "26 Herkunft der Themen": "Arbeitsbereiche und Typen aus dem Codebuch; Themen aus dem Material, benannt nach "
        "kennzeichnenden Wörtern und von Menschen umbenannt.",
        "27 Software": ", ".join(f"{name} {version}" for name, version in versions().items()) + ".",
        "28 Rückmeldung der Beteiligten": events(desk),
        "29 Zitate": f"{number(quotable)} von {number(len(desk.statements))} Aussagen dürfen zitiert werden; "
        "jede trägt Dokument und Stelle.",
        "30 Daten und Befunde": f"Jede Zahl führt zu Aussagen: {number(len(desk.evidence))} Belege für "
        f"{number(len(desk.guidelines))} Vorschläge.",
        "31 Hauptthemen": f"{number(len(desk.themes) - len(small))} Themen mit mindestens drei Nennungen.",
        "32 Nebenthemen": f"{number(len(small))} Themen mit einer oder zwei Nennungen sind aufgeführt.",
    }
    return pd.DataFrame({"Punkt": list(items), "In dieser Auswertung": list(items.values())})


def versions() -> Mapping[str, str]:
    """Return the versions of the libraries that bear on the result."""
    found = {}
    for name in MINUTE:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def events(desk: Desk) -> str:
    """Return the events with their dates and numbers of documents as one sentence."""
    rows = (
        desk.documents[desk.documents["event"].fillna("") != ""]
        .groupby("event")
        .agg(date=("date", "min"), n=("document", "size"))
    )
    said = [f"{name} ({row.date}, {row.n})" for name, row in rows.sort_values("date").iterrows()]
    return "Veranstaltungen (erstes Datum, Dokumente): " + "; ".join(said) + "."


def code_tree(desk: Desk) -> pd.DataFrame:
    """Return the code tree: field, definition, number of themes and statements."""
    counts = field_counts(desk)
    themes = desk.themes["field"].value_counts()
    return pd.DataFrame(
        {
            "Arbeitsbereich": [field.name for field in desk.book.fields],
            "Definition": [field.definition for field in desk.book.fields],
            "Themen": [int(themes.get(field.key, 0)) for field in desk.book.fields],
            "Aussagen": [int(counts[field.name]) for field in desk.book.fields],
        }
    )
