"""Training material: labelled statements written for this project, and the rules that rename their labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.shared import yamls
from pipeline.shared.german.tagger.marking import KINDS

COLUMNS = (
    "file",
    "line",
    "text",
    "is_statement",
    "type",
    "labels",
    "register",
    "context",
    "topic",
    "matter",
    "generic",
    "marks",
)


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield every line of every ``*.jsonl`` in ``folder``, files and lines in order, in one shape.

    Files of the same-concern kind carry one ``field`` instead of ``fields`` and hold statements only.
    """
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.strip():
                yield _record(path.stem, number, json.loads(line))


def _record(file: str, number: int, raw: Mapping[str, Any]) -> dict[str, Any]:
    labels = raw["fields"] if "fields" in raw else [raw["field"]] if raw.get("field") else []
    topic = raw.get("subtopic") or raw.get("theme") or ""
    return {
        "file": file,
        "line": number,
        "text": raw["text"],
        "is_statement": bool(raw.get("is_statement", True)),
        "type": raw.get("type") or "",
        "labels": tuple(labels),
        "register": raw.get("register", ""),
        "context": raw.get("context") or "",
        "topic": topic,
        "matter": raw.get("matter") or raw.get("passage") or "",
        "generic": bool(raw.get("generic")),
        "marks": _marks(raw),
    }


def _marks(raw: Mapping[str, Any]) -> frozenset[tuple[str, str]] | None:
    """Return the marks (kind, value) of a line; None where nobody asked for any."""
    if not any(column in raw for column in KINDS.values()):
        return None
    return frozenset((kind, value) for kind, column in KINDS.items() for value in raw.get(column, ()))


def relabelled(labels: Sequence[str], text: str, topic: str, rules: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the labels of a training statement after the first rule that fits it.

    >>> relabelled((), "Integration ist gegenseitig.", "", [{"from": "", "to": "uebergreifend"}])
    ('uebergreifend',)
    """
    first = labels[0] if labels else ""
    for rule in rules:
        if rule["from"] == first and _fits(rule, text, topic):
            return (rule["to"], *labels[1:])
    return tuple(labels)


def _fits(rule: Mapping[str, Any], text: str, topic: str) -> bool:
    if "topics" in rule and topic not in rule["topics"]:
        return False
    if "words" in rule and not re.search(rule["words"], text, re.IGNORECASE):
        return False
    return "unless" not in rule or not re.search(rule["unless"], text, re.IGNORECASE)


def read(folder: Path) -> pd.DataFrame:
    """Return the training lines below ``folder`` (columns ``COLUMNS``), relabelled by its ``relabel.yaml``."""
    rules = yamls.content(folder / "relabel.yaml")["rules"]
    frame = pd.DataFrame(records(folder), columns=list(COLUMNS))
    rows = zip(frame["labels"], frame["text"], frame["topic"], frame["is_statement"], strict=True)
    frame["labels"] = [relabelled(labels, text, topic, rules) if said else () for labels, text, topic, said in rows]
    frame["label"] = [labels[0] if labels else "" for labels in frame["labels"]]
    return frame
