"""A scripted consultant: she makes decisions of every kind in the review workbook, and remembers them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.shared import coded
from pipeline.shared.coded import Coded
from pipeline.shared.corpus import Corpus
from pipeline.shared.review import forms
from pipeline.shared.tables import LEDGER

TYPES, FIELDS, MARKS, RENAMES, MERGES, SPLITS, MOVES, GUIDELINES = 55, 55, 20, 10, 2, 2, 15, 15
REJECTED, PARTED, JOINED, ADDED, CHECKED = 6, 4, 4, 4, 8


@dataclass
class Consultant:
    """What she decided, by kind: subject -> decision."""

    before: Coded
    ledger: pd.DataFrame
    texts: dict[str, str]
    said: dict[str, dict[Any, Any]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, corpus: Corpus) -> Consultant:
        """Return her before a corpus as the stages left it."""
        names = [str(name) for name in coded.read(corpus).documents["document"]]
        texts = {name: corpus.text(name) for name in names if (corpus.texts / f"{name}.txt").is_file()}
        return cls(coded.read(corpus), LEDGER.read(corpus), texts)

    def number(self) -> int:
        """Return how many decisions she made."""
        return sum(map(len, self.said.values()))

    def fill(self, path: Path, target: Path) -> None:
        """Write her decisions into a copy of the workbook at ``path``."""
        book = openpyxl.load_workbook(path)
        sheets = {form.title: Sheet.of(book[form.title]) for form in forms.FORMS}
        self.cut(sheets["Typen"])
        self.code(sheets)
        self.order_themes(sheets)
        self.judge(sheets["Leitlinien"])
        self.add(sheets["Fehlende Aussagen"])
        papers = sheets["Dokumente"]
        self.said["documents"] = {papers.key(line): papers.put(line, "Geprüft", "ja") for line in papers.lines(CHECKED)}
        cover = book[forms.COVER]
        prompt = next(cell.row for cell in cover["A"] if cell.value == forms.NAME_PROMPT)
        cover.cell(prompt, 2, "MK")
        cover.cell(prompt + 1, 2, "2024-06-03")
        book.save(target)

    def cut(self, sheet: Sheet) -> None:
        """Reject, split and join statements; those of one document that follow each other are joined."""
        table = self.before.statements
        plain = table[(table["text"] == table["display_text"]) & (table["text"].str.count(" ") >= 7)]
        named = {name: sheet.line(name) for name in plain["statement_id"]}
        spread = plain.iloc[:: max(1, len(plain) // 40)].to_dict("records")
        for row in spread[:REJECTED]:
            self.said.setdefault("verwerfen", {})[row["statement_id"]] = sheet.put(
                named[row["statement_id"]], "Ihr Typ", forms.NO_STATEMENT
            )
        for row in spread[REJECTED : REJECTED + PARTED]:
            words = row["text"].split()
            value = " ".join(words[:3]) + "|" + " ".join(words[3:])
            self.said.setdefault("teilen", {})[row["statement_id"]] = value
            sheet.put(named[row["statement_id"]], "Teilen in (mit | trennen)", value)
        after = table.shift(-1)
        pairs = table.assign(other=after["statement_id"])
        pairs = pairs[(pairs["document"] == after["document"]) & (pairs["position"] + 1 == after["position"])]
        self.touched |= {*self.said["verwerfen"], *self.said["teilen"]}
        free = pairs[~pairs["statement_id"].isin(self.touched) & ~pairs["other"].isin(self.touched)]
        for row in free.iloc[5 :: max(1, len(free) // JOINED)].head(JOINED).to_dict("records"):
            one, other = row["statement_id"], row["other"]
            self.said.setdefault("zusammenlegen", {})[one] = other
            sheet.put(sheet.line(one), "Zusammenlegen mit Kennung", other)
            self.touched |= {one, other}

    def code(self, sheets: dict[str, Sheet]) -> None:
        """Recode types, fields and marks of statements that she has not cut."""
        types, fields = self.before.book.types, [f for f in self.before.book.fields if f.role == "field"]
        for place, line in enumerate(sheets["Typen"].lines(TYPES, self.touched)):
            kind = types[place % len(types)]
            self.said.setdefault("types", {})[sheets["Typen"].key(line)] = kind.key
            sheets["Typen"].put(line, "Ihr Typ", kind.name)
        for place, line in enumerate(sheets["Felder"].lines(FIELDS, self.touched)):
            chosen = fields[place % len(fields)]
            self.said.setdefault("fields", {})[sheets["Felder"].key(line)] = chosen.key
            sheets["Felder"].put(line, "Ihr Feld", chosen.name)
            sheets["Felder"].put(line, "Ihr zweites Feld", forms.NOTHING)
        marks = sheets["Querschnitt"]
        for line in marks.lines(MARKS, self.touched):
            subject = (marks.key(line), marks.get(line, "Art"), marks.get(line, "Wert"))
            self.said.setdefault("marks", {})[subject] = marks.put(line, "Stimmt das?", False) is True

    def order_themes(self, sheets: dict[str, Sheet]) -> None:
        """Rename, merge and split themes, and move statements between them."""
        large = self.before.themes[self.before.themes["status"] != "rest"].sort_values(
            ["size", "theme_id"], ascending=[False, True]
        )
        names, sheet = list(large["theme_id"]), sheets["Themen"]
        for place, name in enumerate(names[:RENAMES]):
            self.said.setdefault("umbenennen", {})[name] = f"Eigener Name {place}"
            sheet.put(sheet.line(name), "Neuer Name", f"Eigener Name {place}")
        for one, other in zip(names[10:14:2], names[11:14:2], strict=True):
            self.said.setdefault("merge", {})[one] = other
            sheet.put(sheet.line(one), "Zusammenlegen mit", f"{other}{forms.LABEL}x")
        for name in names[20 : 20 + SPLITS]:
            self.said.setdefault("split", {})[name] = "der"
            sheet.put(sheet.line(name), "Teilen (Stichwort)", "der")
        moves, goals = sheets["Zuordnung"], names[30 : 30 + MOVES]
        for line, goal in zip(moves.lines(MOVES, self.touched), goals, strict=True):
            self.said.setdefault("theme_members", {})[moves.key(line)] = goal
            moves.put(line, "Verschieben nach", f"{goal}{forms.LABEL}x")

    def judge(self, sheet: Sheet) -> None:
        """Give guidelines a status, a text, a person and a year."""
        for place, line in enumerate(sheet.lines(GUIDELINES)):
            status = ("angenommen", "überarbeitet", "verworfen")[place % 3]
            self.said.setdefault("guidelines", {})[sheet.key(line)] = status.replace("ü", "ue")
            sheet.put(line, "Ihr Status", status)
            sheet.put(line, "Ihre Fassung", f"Fassung der Beraterin {place}")
            sheet.put(line, "Jahr", 2025)

    def add(self, sheet: Sheet) -> None:
        """Add statements by quote: what the machine took for something else."""
        spans = self.ledger[self.ledger["category"].isin(["other", "housekeeping", "greeting"])]
        line = 2
        for row in spans.to_dict("records"):
            words = self.texts[row["document"]][row["start"] : row["end"]].strip()
            if "\n" in words or words.count(" ") < 4 or line > ADDED + 1:
                continue
            self.said.setdefault("hinzufuegen", {})[row["document"], words] = ("ziel", "arbeit")
            for heading, cell in {"Dokument": row["document"], "Zitat": words, "Typ": "Ziel"}.items():
                sheet.put(line, heading, cell)
            sheet.put(line, "Feld", next(f.name for f in self.before.book.fields if f.key == "arbeit"))
            line += 1


@dataclass
class Sheet:
    """A sheet with its headings and the line of each identifier."""

    cells: Worksheet
    places: dict[str, int]
    where: dict[str, int]

    @classmethod
    def of(cls, cells: Worksheet) -> Sheet:
        """Return a sheet of the workbook."""
        where: dict[str, int] = {}
        for line in range(2, cells.max_row + 1):
            where.setdefault(str(cells.cell(line, 1).value or ""), line)
        return cls(cells, {str(cell.value): int(cell.column) for cell in cells[1]}, where)

    def line(self, name: str) -> int:
        """Return the line of an identifier."""
        return self.where[name]

    def key(self, line: int) -> str:
        """Return the identifier of a line."""
        return str(self.cells.cell(line, 1).value)

    def get(self, line: int, heading: str) -> Any:
        """Return a cell."""
        return self.cells.cell(line, self.places[heading]).value

    def put(self, line: int, heading: str, value: Any) -> Any:
        """Write a cell and return what was written."""
        self.cells.cell(line, self.places[heading], value)
        return value

    def lines(self, count: int, without: set[str] | None = None) -> list[int]:
        """Return the first ``count`` lines whose identifier is not in ``without``, each identifier once."""
        named = [(line, name) for name, line in self.where.items() if name and name not in (without or set())]
        return [line for line, _ in sorted(named)[:count]]
