"""Reads, checks and writes tables: typed Parquet, rows in key order, the same rows are the same bytes.

The checks run in pandera. Its own messages quote the offending cells, which may be somebody's words or name, so
they are replaced: a fault says table, column, rule and row numbers, never contents.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import TableFault, discard

SHOWN_ROWS = 5
TEXT, WHOLE, REAL, TRUTH = "string", "Int64", "Float64", "boolean"


@dataclass(frozen=True)
class Column:
    """A column: name, meaning (German, it is the data dictionary), dtype and rules."""

    name: str
    doc: str
    dtype: str = TEXT
    nullable: bool = False
    unique: bool = False
    between: tuple[float, float] | None = None
    isin: tuple[str, ...] = ()
    filled: bool = False

    def checks(self) -> list[pa.Check]:
        """Return the rules as pandera checks, named in German."""
        rules = []
        if self.between is not None:
            low, high = self.between
            rules.append(pa.Check.in_range(low, high, error=f"liegt nicht zwischen {low} und {high}"))
        if self.isin:
            rules.append(pa.Check.isin(list(self.isin), error=f"ist nicht in {', '.join(self.isin)}"))
        if self.filled:
            rules.append(pa.Check(lambda cells: cells.str.len() > 0, error="ist leer"))
        return rules


RULE_NAMES = {
    "not_nullable": "ist leer",
    "field_uniqueness": "kommt doppelt vor",
    "multiple_fields_uniqueness": "Schlüssel kommt doppelt vor",
    "column_in_dataframe": "Spalte fehlt",
    "column_in_schema": "Spalte ist unbekannt",
}


@dataclass(frozen=True)
class Table:
    """A table: file name, meaning, key and columns; declared once in tables.py."""

    file: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Column, ...] = field(repr=False)

    @property
    def names(self) -> list[str]:
        """Return the column names in their order."""
        return [column.name for column in self.columns]

    @cached_property
    def schema(self) -> pa.DataFrameSchema:
        """Return the rules for pandera."""
        return pa.DataFrameSchema(
            {
                column.name: pa.Column(
                    column.dtype, column.checks(), nullable=column.nullable, unique=column.unique, coerce=False
                )
                for column in self.columns
            },
            strict=True,
            unique=list(self.key),
        )

    def path(self, corpus: Corpus) -> Path:
        """Return where the table of ``corpus`` lies."""
        return corpus.processed / self.file

    def empty(self) -> pd.DataFrame:
        """Return the table without rows."""
        return self.typed(pd.DataFrame(columns=self.names))

    def typed(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return ``frame`` with the declared columns in their order and types; a nullable column may be absent."""
        absent = [column.name for column in self.columns if column.name not in frame and column.nullable]
        whole = frame.copy()
        whole[absent] = pd.NA
        missing = [name for name in self.names if name not in whole]
        if missing:
            raise TableFault(self.file, [f"Spalte fehlt: {name}" for name in missing])
        return whole[self.names].astype({column.name: column.dtype for column in self.columns})

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return ``frame`` unchanged; raises TableFault with every broken rule and its rows."""
        try:
            self.schema.validate(frame, lazy=True)
        except SchemaErrors as found:
            raise TableFault(self.file, faults(found.failure_cases)) from None
        return frame

    def write(self, frame: pd.DataFrame, corpus: Corpus) -> None:
        """Check ``frame`` and write it in key order, whole or not at all."""
        table = self.check(self.typed(frame))
        table = table.sort_values(list(self.key), kind="stable").reset_index(drop=True)
        write_whole(self.path(corpus), parquet(table))

    def read(self, corpus: Corpus) -> pd.DataFrame:
        """Return the table of ``corpus``; raises TableFault where its stage has not run."""
        path = self.path(corpus)
        if not path.is_file():
            raise TableFault(corpus.relative(path), ["die Tabelle fehlt"], "`dvc repro` ausführen.")
        frame = pd.read_parquet(path)
        return self.typed(self.aged(frame) if corpus.earlier else frame)

    def aged(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a frame of an earlier version of the project: what it did not know yet is empty, zero or no."""
        unknown: dict[str, str | bool] = {"string": "", "boolean": False}
        later = [column for column in self.columns if column.name not in frame and not column.nullable]
        return frame.assign(**{column.name: unknown.get(column.dtype, 0) for column in later})


def faults(cases: pd.DataFrame) -> list[str]:
    """Return one line per column and rule with row numbers; the cells themselves are left out."""
    lines = []
    for (column, check), rows in cases.fillna({"column": ""}).groupby(["column", "check"], sort=True, dropna=False):
        numbers = sorted({int(index) for index in rows["index"].dropna()})
        shown = ", ".join(map(str, numbers[:SHOWN_ROWS])) + (" …" if len(numbers) > SHOWN_ROWS else "")
        rule = RULE_NAMES.get(str(check), str(check))
        where = f" ({len(rows)} mal, Zeilen {shown})" if numbers else ""
        lines.append(f"{column} {rule}{where}".strip())
    return lines


def parquet(frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as Parquet bytes; equal frames give equal bytes."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, engine="pyarrow", compression="zstd")
    return buffer.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` so that nobody ever sees half a file; where that fails the earlier file stays as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        discard(partial)
        raise


def rows(table: Table, records: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Return ``records`` as a typed frame of ``table``; no records give the empty table."""
    return table.typed(pd.DataFrame.from_records(list(records), columns=table.names)) if records else table.empty()
