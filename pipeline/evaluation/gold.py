"""Labelled material that people put beside a corpus; every part of it is optional."""

from __future__ import annotations

import json
import re

import pandas as pd

from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable


class GoldFault(Repairable):
    """A line of the gold material cannot be read."""


def read(corpus: Corpus, name: str) -> pd.DataFrame:
    """Return ``gold/<name>.jsonl`` as a frame, one row per line; an absent file gives no rows.

    Raises GoldFault with the numbers of all lines that are no JSON objects.
    """
    path = corpus.gold / f"{name}.jsonl"
    if not path.is_file():
        return pd.DataFrame()
    records, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            record = None
        if isinstance(record, dict):
            records.append(record)
        else:
            faults.append(f"Zeile {number}: kein JSON-Objekt")
    if faults:
        raise GoldFault(corpus.relative(path), faults)
    return pd.DataFrame.from_records(records)


def without_people(gold: pd.DataFrame, personal: pd.DataFrame) -> pd.DataFrame:
    """Return gold lines (file, text) without what the gold marks as personal in the same file (file, text).

    These words are replaced before anything is cut, so a comparison by words has to do without them.

    >>> lines = pd.DataFrame({"file": ["a"], "text": ["Frau Ahrens wartet"]})
    >>> without_people(lines, pd.DataFrame({"file": ["a"], "text": ["Ahrens"]}))["text"].tolist()
    ['Frau   wartet']
    """
    if gold.empty or personal.empty:
        return gold
    known: dict[str, list[str]] = {}
    for document, words in zip(personal["file"], personal["text"], strict=True):
        known.setdefault(str(document), []).append(str(words))
    patterns = {
        document: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")
        for document, words in known.items()
    }
    texts = [
        patterns[document].sub(" ", text) if document in patterns else text
        for document, text in zip(gold["file"].astype(str), gold["text"].astype(str), strict=True)
    ]
    return gold.assign(text=texts)
