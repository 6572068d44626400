"""Measures: agreement of people with each other and with the machine, and the figures of the evaluation."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from pipeline.notebooks import reliability
from pipeline.notebooks.desk import Desk
from pipeline.shared import agreement, review
from pipeline.shared.wording import number

FEATURES = {"type": "Typ", "field": "erster Bereich", "fields": "alle Bereiche (MASI)"}
SEED = 20240313  # bootstrap intervals are the same in every run
MEASURES = {
    "percent": "Prozent",
    "cohen": "Cohen κ",
    "brennan_prediger": "Brennan-Prediger κ (MAXQDA)",
    "gwet_ac1": "Gwet AC1",
    "alpha": "Krippendorff α",
}


def figures(desk: Desk, beginning: str) -> pd.DataFrame:
    """Return the evaluation figures whose key begins with ``beginning``, without the points of diagrams."""
    rows = [
        {"Kennzahl": key, "Wert": float(value)}
        for key, value in sorted(desk.metrics.items())
        if key.startswith(beginning) and reliability.POINTS not in key
    ]
    return pd.DataFrame(rows, columns=["Kennzahl", "Wert"])


NON_STATEMENTS = "non_statements.left_out"


def accounted(desk: Desk) -> pd.DataFrame:
    """Return what became of the pre-coded statements and of the lines pre-coded as none; no rows without gold."""
    names = {
        "ledger.gold_accounted_for": "vorkodierte Aussagen, deren Verbleib das Verzeichnis nennt",
        "ledger.gold_in_statements": "davon ganz in einer gefundenen Aussage",
        "ledger.gold_unread": "vorkodierte Aussagen, die niemand gelesen hat",
    }
    total = desk.metrics.get("ledger.gold")
    rows = [
        {"Was": words, "Anzahl": int(desk.metrics[key]), "von": int(total or 0)}
        for key, words in names.items()
        if total is not None
    ]
    others, share = desk.metrics.get("non_statements.gold"), desk.metrics.get(NON_STATEMENTS)
    if others is not None and share is not None:
        left = round(float(others) * float(share))
        rows.append({"Was": "vorkodierte Nicht-Aussagen, die nicht gezählt werden", "Anzahl": left, "von": int(others)})
    return pd.DataFrame(rows, columns=["Was", "Anzahl", "von"])


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
    shown = [
        {
            "Kodierende": pair.replace("_", " und ").upper().replace(" UND ", " und "),
            "Merkmal": FEATURES.get(feature, feature),
        }
        | {name: values.get(key) for key, name in names.items()}
        for (pair, feature), values in sorted(rows.items())
    ]
    return pd.DataFrame(shown).astype({"n": "Int64"}) if shown else pd.DataFrame()


def codings(desk: Desk) -> dict[str, pd.DataFrame]:
    """Return coder -> blind codings (index id; type, field, set of fields); the machine is ``Maschine``."""
    blind = review.read(desk.corpus, "blind")
    found = {}
    for coder, rows in blind.groupby("blind_coder"):
        sets = [both_of(one, two) for one, two in zip(plain(rows["field"]), plain(rows["second"]), strict=True)]
        found[str(coder)] = coded(rows["statement_id"], plain(rows["type"]), plain(rows["field"]), sets)
    suggested = desk.fields[desk.fields["suggested"].fillna(value=False)].sort_values(["statement_id", "rank", "field"])
    first = suggested.drop_duplicates("statement_id").set_index("statement_id")["field"].to_dict()
    both: dict[str, set[str]] = {}
    for name, field in zip(suggested["statement_id"], suggested["field"], strict=True):
        both.setdefault(name, set()).add(field)
    ids = desk.statements["statement_id"]
    named = [frozenset(both.get(name, set())) for name in ids]
    found["Maschine"] = coded(ids, plain(desk.statements["type_suggested"]), [first.get(name) for name in ids], named)
    return found


def both_of(first: str | None, second: str | None) -> frozenset[str]:
    """Return the fields that were named."""
    return frozenset(name for name in (first, second) if name)


def plain(words: pd.Series) -> list[str | None]:
    """Return a column as words, None where there is none."""
    return [None if pd.isna(word) else str(word) for word in words]


def coded(
    ids: pd.Series, types: list[str | None], fields: list[str | None], sets: list[frozenset[str]]
) -> pd.DataFrame:
    """Return one coder's codings by statement."""
    features = {"type": types, "field": fields, "fields": [found or None for found in sets]}
    return pd.DataFrame(
        {name: pd.Series(values, dtype=object).to_numpy() for name, values in features.items()}, index=ids.astype(str)
    )


def blind_agreement(desk: Desk, *, machine: bool) -> pd.DataFrame:
    """Return the agreement of each pair of blind coders, or of each of them with the machine; one row per feature."""
    coders = codings(desk)
    people = sorted(set(coders) - {"Maschine"})
    pairs = [(one, "Maschine") for one in people] if machine else list(combinations(people, 2))
    rows = []
    for one, two in pairs:
        for feature, title in FEATURES.items():
            sides = pd.concat({name: coders[name][feature] for name in (one, two)}, axis=1, join="inner").sort_index()
            distance = agreement.masi if feature == "fields" else agreement.nominal
            codes = len(desk.book.types if feature == "type" else desk.book.fields)
            found = agreement.figures(sides, codes, np.random.default_rng(SEED), distance=distance).set_index("measure")
            row = {"Kodierende": f"{one} und {two}", "Merkmal": title, "n": int(found["units"].iloc[0])}
            row |= {name: found["value"].get(key) for key, name in MEASURES.items()}
            rows.append(row | {"α von": found["low"]["alpha"], "α bis": found["high"]["alpha"]})
    return pd.DataFrame(rows)


def to_settle(desk: Desk) -> pd.DataFrame:
    """Return the statements on which blind coders differ: the agenda of consensual coding."""
    coders = {name: rows for name, rows in codings(desk).items() if name != "Maschine"}
    found = []
    for feature in ("type", "fields") if len(coders) > 1 else ():
        sides = pd.concat({name: rows[feature] for name, rows in coders.items()}, axis=1).sort_index()
        for name, labels in agreement.disagreements(sides).iterrows():
            said = {coder: ", ".join(agreement.order(label)) for coder, label in labels.items() if label is not None}
            found.append({"statement_id": name, "Merkmal": FEATURES[feature], **said})
    differing = pd.DataFrame(found, columns=["statement_id", "Merkmal", *coders])
    rows = differing.merge(desk.statements[["statement_id", "display_text", "document"]], on="statement_id", how="left")
    return rows.rename(columns={"statement_id": "Kennung", "display_text": "Aussage", "document": "Dokument"})


def sample_sizes(desk: Desk) -> pd.DataFrame:
    """Return how many statements two people must code for an interval of a given width."""
    codes = len(desk.book.fields)
    widths = (0.10, 0.07, 0.05)
    rows = [
        {"erwartetes κ": kappa} | {f"± {number(w, 2)}": agreement.required_units(kappa, w, codes) for w in widths}
        for kappa in (0.6, 0.7, 0.8, 0.9)
    ]
    return pd.DataFrame(rows)


def learning_curve(desk: Desk) -> pd.DataFrame:
    """Return how right the machine is after simulated decisions, asked in the workbook's order or at random."""
    prefix = "learning.rest.asked."
    steps = sorted(key.removeprefix(prefix) for key in desk.metrics if key.startswith(prefix))
    columns = {
        "gefragt, Rest": "rest.asked", "davon ohne Lernen": "rest.asked_unlearned",
        "gefragt in einem Zug, Rest": "rest.at_once",
        "zufällig, Rest": "rest.random", "zufällig, ohne Lernen": "rest.random_unlearned",
        "gefragt, nie gefragte Hälfte": "held_out.asked", "zufällig, nie gefragte Hälfte": "held_out.random",
    }  # fmt: skip
    none = {name: "held_out.none" if name.endswith("Hälfte") else "rest.none" for name in columns}
    rows = [{"Entscheidungen": 0} | {name: desk.metrics.get(f"learning.{key}") for name, key in none.items()}]
    rows += [
        {"Entscheidungen": int(step)}
        | {name: desk.metrics.get(f"learning.{key}.{step}") for name, key in columns.items()}
        for step in steps
    ]
    return pd.DataFrame(rows) if steps else pd.DataFrame()


def by_code(desk: Desk) -> pd.DataFrame:
    """Return the agreement of blind coders per code: each type and each field against all others."""
    coders = {name: rows for name, rows in codings(desk).items() if name != "Maschine"}
    codes = {
        "type": {kind.key: kind.name for kind in desk.book.types},
        "fields": {field.key: field.name for field in desk.book.fields},
    }
    found = []
    for one, two in combinations(sorted(coders), 2):
        for feature, names in codes.items():
            sides = pd.concat({name: coders[name][feature] for name in (one, two)}, axis=1, join="inner").sort_index()
            rows = agreement.per_code(sides, names, np.random.default_rng(SEED))
            found.append(rows.assign(Kodierende=f"{one} und {two}", Merkmal=FEATURES[feature]))
    if not found:
        return pd.DataFrame()
    named = {
        "name": "Code", "both": "beide", "first_only": "nur der erste", "second_only": "nur der zweite",
        "percent": "Prozent", "cohen": "Cohen κ", "alpha": "Krippendorff α", "low": "α von", "high": "α bis",
    }  # fmt: skip
    return pd.concat(found, ignore_index=True).rename(columns=named)[["Kodierende", "Merkmal", *named.values()]]
