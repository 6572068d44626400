"""The two sides of the comparison: what was said then and now, in the words of today's codebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from pipeline.shared.corpus import Corpus
from pipeline.shared.earlier import REST, FieldChanges
from pipeline.shared.ranks import first_fields
from pipeline.shared.tables import FIELDS, STATEMENTS, THEME_MEMBERS, THEMES

WRITTEN = ("email", "umfrage", "brief")
INTERVIEW = "interview"
COUNTED = ("mentions", "documents", "events", "groups")


@dataclass(frozen=True)
class Side:
    """One round: statements with field, theme_id (empty: in no theme) and way, and the themes by identifier."""

    statements: pd.DataFrame
    themes: pd.DataFrame

    @property
    def size(self) -> int:
        """Return the number of statements."""
        return len(self.statements)

    def collected(self, ways: Iterable[str]) -> Side:
        """Return the side with only what was collected in one of these ways."""
        kept = self.statements["way"].isin(list(ways))
        return Side(self.statements[kept], self.themes)

    def figures(self, column: str) -> dict[str, dict[str, int]]:
        """Return value of ``column`` -> mentions, documents, events, groups; empty cells are left out."""
        known = self.statements[self.statements[column].notna() & (self.statements[column] != "")]
        grouped = known.groupby(column, sort=True).agg(
            mentions=("statement_id", "nunique"),
            documents=("document", "nunique"),
            events=("event", "nunique"),
            groups=("stakeholder_group", "nunique"),
        )
        return {str(key): {name: int(row[name]) for name in COUNTED} for key, row in grouped.iterrows()}


NOTHING = dict.fromkeys(COUNTED, 0)


def way(kind: object) -> str:
    """Return in which way something was collected: interview, in writing, or at an event.

    >>> way("protokoll"), way("interview"), way("umfrage")
    ('Veranstaltung', 'Interview', 'schriftlich')
    """
    word = "" if pd.isna(kind) else str(kind).casefold()  # type: ignore[call-overload]
    if word.startswith(INTERVIEW):
        return "Interview"
    return "schriftlich" if word in WRITTEN else "Veranstaltung"


def read(corpus: Corpus, changes: FieldChanges | None = None) -> Side:
    """Return what the tables of ``corpus`` say; with ``changes`` the fields are called as they are today."""
    themes, members = THEMES.read(corpus), THEME_MEMBERS.read(corpus)
    real = themes[themes["status"] != REST].set_index("theme_id")
    inside = members[members["theme_id"].isin(real.index)].drop_duplicates("statement_id")
    statements = STATEMENTS.read(corpus).merge(inside[["statement_id", "theme_id"]], on="statement_id", how="left")
    statements["field"] = statements["statement_id"].map(first_fields(FIELDS.read(corpus)))
    statements["way"] = statements["kind"].map(way, na_action=None)
    if changes is not None:
        statements["field"] = statements["field"].map(changes.now, na_action="ignore")
        real = real.assign(field=real["field"].map(changes.now))
    return Side(statements, real)
