"""Review: what people decided, and how it overrules a suggestion.

People hand back files anywhere below ``data/raw/<corpus>/review/``: CSV (``;``, ``,`` or tab; UTF-8, UTF-16 or
Windows-1252), the review workbook or any XLSX or ODS, a ``.qdpx``. A file is known by its headings, not by its name,
so it may be renamed, split or merged. The kinds and their columns (``kinds.KINDS``):

============= =============================================== =================================================
types         statement_id, type                              one type per statement
fields        statement_id, field, accepted[, rank, complete] does the field hold? ``complete`` ja: no other does
marks         statement_id, kind, value, accepted             cross-cutting theme, target group, actor
themes        theme_id, action, value[, members]              umbenennen, zusammenlegen, teilen; members: statements
                                                              by which the theme is found again
theme_members statement_id, theme_id                          the statement moves to that theme
guidelines    guideline_id, text, status, responsible, year   empty cells leave earlier decisions standing
proposals     guideline_id, before, proposal, model           wordings a language model proposed; checked, no decision
statements    action, statement_id, document, quote, value,   hinzufügen (document, quote), teilen (value: the parts
              type, field                                     with | between), zusammenlegen (value: other id),
                                                              verwerfen (it is no statement)
names         name, accepted[, kind, replacement]             must the name be replaced?
documents     document, checked                               geprüft: what stands there was looked at
answers       kind, earlier_statement, statement_id, accepted is it answered (beantwortet), or wieder ein Problem?
blind         statement_id, blind_coder, type, field, second  blind double coding; decides nothing
============= =============================================== =================================================

Every kind may add ``text`` (the wording when it was decided), ``reviewer``, ``date``, ``why``. Yes and no are ja/nein,
WAHR/FALSCH, TRUE/FALSE, x, 1/0. A row that leaves its deciding cells empty decides nothing. Unknown headings and values
are faults, all said at once with file and line. If people disagree the latest date holds, then the file name, then the
line; ``conflicts`` lists them.

A stage that owns a table reads its decisions, sorts out those whose subject is gone, and overrules:

>>> import pandas as pd
>>> suggestions = pd.DataFrame({"statement_id": ["a1", "a1", "a2"], "field": ["sprache", "arbeit", "arbeit"]})
>>> decisions = pd.DataFrame({
...     "statement_id": ["a1", "a2", "a9"], "field": ["arbeit", "bildung", "sprache"],
...     "accepted": [False, True, True], "text": ["", "", "Kurse am Abend fehlen"],
... })
>>> statements = pd.DataFrame({"statement_id": ["a1", "a2"], "text": ["Busse fehlen", "Abends fehlen Kurse am Ort"]})
>>> holding, overtaken = current(decisions, statements)
>>> overtaken[["statement_id", "nearest"]].values.tolist()
[['a9', 'a2']]
>>> print(decide(suggestions, holding, key=["statement_id", "field"]).to_string(index=False))
statement_id   field  suggested  checked  accepted
          a1  arbeit       True     True     False
          a1 sprache       True    False      True
          a2  arbeit       True    False      True
          a2 bildung      False     True      True
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from pipeline.shared.corpus import Corpus
from pipeline.shared.review import files, gather, overtaken, projects
from pipeline.shared.review.kinds import KINDS
from pipeline.shared.review.overrule import current, decide, disputed, nearest, settled

__all__ = ["KINDS", "conflicts", "current", "decide", "log", "nearest", "overtaken", "read", "returned", "settled"]


def read(corpus: Corpus, kind: str) -> pd.DataFrame:
    """Return the decisions of ``kind`` that hold, one row per subject, with ``file`` and ``line`` they stand in.

    Raises Repairable with every fault of every file at once. No decisions give an empty frame with all columns.
    """
    declared = KINDS[kind]
    return settled(gather.everything(corpus)[kind], declared.key, declared.by_column)


def conflicts(corpus: Corpus, kind: str) -> pd.DataFrame:
    """Return the decisions of ``kind`` in which people contradict each other, each person's latest word."""
    declared = KINDS[kind]
    return disputed(gather.everything(corpus)[kind], declared.key, declared.content)


def returned(corpus: Corpus) -> pd.DataFrame:
    """Return everything that was changed in returned projects: file, what, document, statement_id, old, new, how, ...

    ``how`` says how the place was verified, ``decides`` (ja/nein) whether a decision was made of the change.
    """
    paths = {corpus.relative(p): p for p in files.handed_back(corpus.review) if p.suffix.lower() in files.PROJECTS}
    columns = ["file", "what", "document", "statement_id", "old", "new", "how", "reviewer", "date", "decides"]
    rows = [
        [
            file,
            c.what,
            c.document,
            c.statement,
            c.old,
            c.new,
            c.how,
            c.reviewer,
            c.date,
            "ja" if c.decisions else "nein",
        ]
        for file, result in projects.returned(paths).items()
        for c in result.changes
    ]
    return pd.DataFrame(rows, columns=columns)


def log(corpus: Corpus) -> pd.DataFrame:
    """Return everything that people ever decided: kind, subject, decision, reviewer, date, why, file, line, holds.

    Subject and decision are words (`statement_id=a1, field=arbeit`); the annex of a report prints this. Names and
    quotes are left out.
    """
    rows = []
    for name, table in gather.everything(corpus).items():
        declared = KINDS[name]
        last = table.duplicated(list(declared.key), keep="last") if len(table) else pd.Series(dtype=bool)
        for record, overruled in zip(table.to_dict("records"), last, strict=True):
            rows.append(
                {
                    "kind": name,
                    "subject": said(record, tuple(c for c in declared.key if c not in declared.private)),
                    "decision": said(record, tuple(c for c in declared.content if c not in declared.unsaid)),
                    **{column: record.get(column) for column in ("reviewer", "date", "why", "file", "line")},
                    "holds": not overruled,
                }
            )
    columns = ["kind", "subject", "decision", "reviewer", "date", "why", "file", "line", "holds"]
    return pd.DataFrame(rows, columns=columns)


def said(record: Mapping[Hashable, Any], columns: tuple[str, ...]) -> str:
    """Return the filled cells of ``columns`` as one line of words.

    >>> said({"field": "arbeit", "accepted": True, "rank": pd.NA}, ("field", "accepted", "rank"))
    'field=arbeit, accepted=ja'
    """
    filled = {name: record[name] for name in columns if not pd.isna(record[name])}
    words = {
        name: ("ja" if value else "nein") if isinstance(value, bool) else str(value) for name, value in filled.items()
    }
    return ", ".join(f"{name}={word}" for name, word in words.items())
