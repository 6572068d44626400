"""Method: the annex that says how it was done, filled from the run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata

import pandas as pd

from pipeline.notebooks.desk import Desk
from pipeline.notebooks.look import field_counts
from pipeline.shared import publication, review
from pipeline.shared.german import encoder
from pipeline.shared.wording import number

MINUTE = ("bertopic", "hdbscan", "numpy", "pandas", "scikit-learn", "scipy", "spacy", "simplemma")


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
        "27 Software": ", ".join(f"{name} {version}" for name, version in versions().items()) + f"{helper()}.",
        "28 Rückmeldung der Beteiligten": events(desk),
        "29 Zitate": f"{number(quotable)} von {number(len(desk.statements))} Aussagen dürfen zitiert werden; "
        "jede trägt Dokument und Stelle.",
        "30 Daten und Befunde": f"Jede Zahl führt zu Aussagen: {number(len(desk.evidence))} Belege für "
        f"{number(len(desk.guidelines))} Vorschläge.",
        "31 Hauptthemen": f"{number(len(desk.themes) - len(small))} Themen mit mindestens drei Nennungen.",
        "32 Nebenthemen": f"{number(len(small))} Themen mit einer oder zwei Nennungen sind aufgeführt.",
    }
    return pd.DataFrame({"Punkt": list(items), "In dieser Auswertung": list(items.values())})


def helper() -> str:
    """Return the language model that helped and its checksum, as the end of a list; nothing without one."""
    told = encoder.identity(encoder.chosen())
    return f", Sprachmodell {told['name']} (SHA-256 {told['sha256']})" if told else ""


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
