"""Shown: tables, bars and folded lists as HTML that stands alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import pandas as pd

from pipeline.shared.wording import number

LOOKS = {"Aussage": " class=w", "Text": " class=w", "Dokument": " class=c", "Kennung": " class=c"}
LONGEST = 60  # rows of a list before it is cut


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
    """Return ``rows`` as a table with an optional caption; numbers stand right, long texts get room."""
    if rows.empty:
        return Shown(f"<p>{escape(title)}{': ' if title else ''}noch nichts</p>")
    numeric = [pd.api.types.is_numeric_dtype(rows[name].dtype) and rows[name].dtype != bool for name in rows]
    looks = [" class=n" if right else LOOKS.get(str(name), "") for name, right in zip(rows, numeric, strict=True)]
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows)
    lines = (zip(record, looks, strict=True) for record in rows.itertuples(index=False))
    cells = ("".join(f"<td{look}>{cell(value)}</td>" for value, look in line) for line in lines)
    body = "".join(f"<tr>{line}</tr>" for line in cells)
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
