"""Types and fields: the machine's suggestions against gold codings of the same statements."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.evaluation.scores import DIGITS, accuracy, calibration_error, macro_f1, reliability, with_interval

SMALLEST_PART = 10


def compared(pairs: pd.DataFrame, gold: pd.DataFrame, statements: pd.DataFrame, fields: pd.DataFrame) -> pd.DataFrame:
    """Return one row per gold statement that was found: what people said beside what the machine suggested.

    Columns: truth_type, truth_field (the first), found_type, type_score, first, second, score, document, event,
    kind, document_fields. ``second`` is the runner-up, whether or not it was suggested.
    """
    truth = pd.DataFrame(
        {
            "gold_id": gold["id"],
            "truth_type": gold["type"],
            "truth_field": [labels[0] if len(labels) else "" for labels in gold["fields"]],
        }
    )
    ranked = fields.sort_values(["statement_id", "score", "field"], ascending=[True, False, True], kind="stable")
    ranked = ranked.assign(place=ranked["rank"].fillna(9)).sort_values(["statement_id", "place"], kind="stable")
    places = ranked.groupby("statement_id")
    best = pd.DataFrame({"first": places["field"].nth(0).to_numpy(), "score": places["score"].nth(0).to_numpy()})
    best["statement_id"] = places["statement_id"].nth(0).to_numpy()
    second = ranked[places.cumcount() == 1][["statement_id", "field"]].rename(columns={"field": "second"})
    about = statements[["statement_id", "type_suggested", "type_score", "document", "event", "kind", "document_fields"]]
    joined = pairs.merge(truth, on="gold_id").merge(about, on="statement_id").merge(best, on="statement_id", how="left")
    joined = joined.merge(second, on="statement_id", how="left").rename(columns={"type_suggested": "found_type"})
    return joined.fillna({"first": "", "second": ""}).sort_values("gold_id").reset_index(drop=True)


def types(rows: pd.DataFrame, seed: int) -> dict[str, float]:
    """Return accuracy, macro-F1 and calibration of the statement types."""
    truth, found = rows["truth_type"].tolist(), rows["found_type"].tolist()
    right = (rows["truth_type"] == rows["found_type"]).to_numpy(bool)
    said = rows["type_score"].to_numpy(float)
    return {
        **with_interval("types.accuracy", accuracy, truth, found, seed),
        **with_interval("types.macro_f1", macro_f1, truth, found, seed),
        "types.calibration_error": round(calibration_error(said, right), DIGITS),
        **reliability("types", said, right),
    }


def fields(rows: pd.DataFrame, seed: int) -> dict[str, float]:
    """Return accuracy, macro-F1, top-2, calibration and prevalence error (in points) of the first field."""
    truth, found = rows["truth_field"].tolist(), rows["first"].tolist()
    right = (rows["truth_field"] == rows["first"]).to_numpy(bool)
    either = right | (rows["truth_field"] == rows["second"]).to_numpy(bool)
    said = rows["score"].to_numpy(float, na_value=0.0)
    shares = prevalence(truth, found)
    return {
        **with_interval("fields.primary_accuracy", accuracy, truth, found, seed),
        **with_interval("fields.macro_f1", macro_f1, truth, found, seed),
        "fields.top2": round(float(either.mean()), DIGITS),
        "fields.calibration_error": round(calibration_error(said, right), DIGITS),
        **reliability("fields", said, right),
        "fields.prevalence_error_points": round(max(map(abs, shares.values()), default=0.0), DIGITS),
        **{f"fields.prevalence.{field}_points": round(points, DIGITS) for field, points in shares.items()},
        **outside(rows),
    }


def prevalence(truth: list[str], found: list[str]) -> dict[str, float]:
    """Return per field by how many percentage points its share is over- or underestimated.

    >>> prevalence(["a", "a", "b", "b"], ["a", "b", "b", "b"])
    {'a': -25.0, 'b': 25.0}
    """
    people = pd.Series(truth).value_counts(normalize=True)
    machine = pd.Series(found).value_counts(normalize=True)
    return {field: float(100 * (machine.get(field, 0.0) - people[field])) for field in sorted(people.index)}


def outside(rows: pd.DataFrame) -> dict[str, float]:
    """Return how often the field is found where a statement lies outside its document's only field."""
    single = rows["document_fields"].fillna("").map(lambda value: bool(value) and "|" not in value)
    elsewhere = rows[single & (rows["truth_field"] != rows["document_fields"])]
    at_home = rows[single & (rows["truth_field"] == rows["document_fields"])]
    parts = {"fields.outside_document_field": elsewhere, "fields.inside_document_field": at_home}
    return {
        key: round(float((part["truth_field"] == part["first"]).mean()), DIGITS)
        for key, part in parts.items()
        if len(part)
    }


def by_part(rows: pd.DataFrame) -> dict[str, float]:
    """Return accuracy of type and first field per event, kind and file format with at least ten statements."""
    parts: Mapping[str, pd.Series[str]] = {
        "event": rows["event"].fillna("ohne"),
        "kind": rows["kind"].fillna("ohne"),
        "format": rows["document"].str.rsplit(".", n=1).str[-1].str.lower(),
    }
    figures = {}
    for part, values in parts.items():
        for value, chosen in rows.groupby(values.to_numpy(), sort=True):
            if len(chosen) >= SMALLEST_PART:
                same_field = np.mean(chosen["truth_field"] == chosen["first"])
                same_type = np.mean(chosen["truth_type"] == chosen["found_type"])
                figures[f"fields.primary_accuracy.{part}.{value}"] = round(float(same_field), DIGITS)
                figures[f"types.accuracy.{part}.{value}"] = round(float(same_type), DIGITS)
    return figures


def crossing(pairs: pd.DataFrame, gold: pd.DataFrame, marks: pd.DataFrame) -> dict[str, float]:
    """Return precision, recall and F1 of the suggested cross-cutting themes, over those that the gold gives anywhere.

    A gold list names few themes on purpose (``cross_cutting``); what it never names was not asked for.
    """
    if "cross_cutting" not in gold:
        return {}
    told = gold[["id", "cross_cutting"]].explode("cross_cutting").dropna()
    told.columns = pd.Index(["gold_id", "value"])
    asked = set(told["value"])
    truth = set(pairs.merge(told, on="gold_id")[["statement_id", "value"]].itertuples(index=False, name=None))
    ours = marks[(marks["kind"] == "querschnitt") & marks["suggested"] & marks["value"].isin(asked)]
    ours = ours[ours["statement_id"].isin(pairs["statement_id"])]
    found = set(ours[["statement_id", "value"]].itertuples(index=False, name=None))
    both = len(found & truth)
    return {
        "marks.cross_cutting.precision": round(both / max(len(found), 1), DIGITS),
        "marks.cross_cutting.recall": round(both / max(len(truth), 1), DIGITS),
        "marks.cross_cutting.f1": round(2 * both / max(len(found) + len(truth), 1), DIGITS),
    }
