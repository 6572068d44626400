"""The drawn figures of a variant with their words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.report.source import Source
from pipeline.shared import tables

VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Figure:
    """A drawn figure with its words; ``svg`` is the picture itself."""

    key: str
    title: str
    subtitle: str
    alt: str
    note: str
    table: str
    svg: str

    @property
    def ratio(self) -> float:
        """Return how many times as high as wide the picture is."""
        found = VIEW.search(self.svg)
        return float(found[2]) / float(found[1]) if found else 1.0


def figures(source: Source) -> list[Figure]:
    """Return the figures of this variant in their order."""
    rows = source.table(tables.FIGURES)
    rows = rows.loc[rows["variant"] == source.variant].sort_values("order")
    place = (source.corpus.reports if source.public else source.corpus.reports / source.variant) / "charts"
    return [
        Figure(str(row["figure"]), str(row["title"]), str(row["subtitle"]), str(row["alt"]), str(row["note"] or ""),
               str(row["table"]), (place / f"{row['figure']}.svg").read_text(encoding="utf-8"))
        for _, row in rows.iterrows()
    ]  # fmt: skip
